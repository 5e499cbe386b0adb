//! How words were judged, as core says it in a line, taken apart: a sum is read part by part.

/// A part of such a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'s> {
    /// "+", "−" or "=".
    pub sign: &'static str,
    /// The words as they stood; empty in the total.
    pub words: &'s str,
    /// What they are: "HIV test".
    pub what: &'s str,
    /// The points: "135", "15 of 25", "−10"; in the total with what is to be said of it.
    pub points: &'s str,
}

/// The parts of one line: `skin (part of the body) 25 − film (entertainment) 80 = −55; from 100 on it counts`. None where it is no such
/// sum: it is then shown as it stands.
pub fn parts(line: &str) -> Option<Vec<Part<'_>>> {
    let (terms, total) = line.rsplit_once(" = ")?;
    let mut all = Vec::new();
    let mut rest = terms;
    let mut sign = "+";
    if let Some(lowered) = rest.strip_prefix("− ") {
        (rest, sign) = (lowered, "−");
    }
    loop {
        let (end, next) = next_sign(rest);
        let (words, points) = rest.get(..end)?.rsplit_once(") ")?;
        let (words, what) = words.split_once(" (")?;
        all.push(Part { sign, words, what, points });
        let Some(next) = next else { break };
        sign = next;
        rest = rest.get(end + " ".len() + next.len() + " ".len()..)?;
    }
    all.push(Part { sign: "=", words: "", what: "", points: total });
    Some(all)
}

/// Where the first part ends, and the sign after it. Only after a figure: words may hold a sign of their own.
fn next_sign(text: &str) -> (usize, Option<&'static str>) {
    let found = [" + ", " − "].into_iter().flat_map(|sign| text.match_indices(sign).map(|(at, _)| at));
    let ends = |at: &usize| text.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()) && before.contains(") "));
    match found.filter(ends).min() {
        Some(at) => (at, Some(if text.get(at..).is_some_and(|rest| rest.starts_with(" +")) { "+" } else { "−" })),
        None => (text.len(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_taken_apart() {
        let check = |line: &str, want: Option<&[&str]>| {
            let said = parts(line).map(|all| all.iter().map(|p| [p.sign, p.words, p.what, p.points].join("|")).collect::<Vec<_>>());
            assert_eq!(said.as_deref(), want.map(|w| w.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()).as_deref(), "{line}");
        };
        check(
            "hiv-testing (HIV test) 135 + schedule (appointment step) 60 = 195; from 100 on it counts",
            Some(&["+|hiv-testing|HIV test|135", "+|schedule|appointment step|60", "=|||195; from 100 on it counts"]),
        );
        check(
            "− film (entertainment) 80 + rash (symptom) 125 − eye (part of the body) 15 of 25 = 30; from 100 on it counts",
            Some(&["−|film|entertainment|80", "+|rash|symptom|125", "−|eye|part of the body|15 of 25", "=|||30; from 100 on it counts"]),
        );
        check("a + b (Latin) 5 = −5", Some(&["+|a + b|Latin|5", "=|||−5"]));
        check("covid 19 + flu (virus (new)) 5 = 5", Some(&["+|covid 19 + flu|virus (new)|5", "=|||5"]));
        check("hiv (condition, HIV) + schedule (appointment step)", None);
        check("you said so", None);
        check("", None);
        check(" = ", None);
        check(" + = 5 = ", None);
    }
}
