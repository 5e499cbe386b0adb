//! A match of a known value in plain words: whose it is, what was done to it, when it left.

use super::Scene;
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::Proven;
use crate::known::{FieldAt, Form, KnownMatch, Source, Step, Value, What};
use crate::observation::Millis;
use leaklight_text::t;

/// How much later than a request a field's change may be told of and still be what the request held, in milliseconds: a page's
/// scripts hear of a keystroke before anybody else does.
pub(crate) const LATE: Millis = 2_000;

/// The longest name of a field in a sentence, in characters.
const LABEL: usize = 40;

/// The known value a match names; none where the tab has forgotten it.
pub(crate) fn value<'a>(scene: &Scene<'a>, found: &KnownMatch) -> Option<&'a Value> {
    scene.known?.get(found.index as u32)
}

/// Where a value was typed, the field's name and when: the last time before it left. What is typed later than it left was no source of it.
pub(crate) fn typed(value: &Value, left: Millis) -> Option<(FieldAt, &str, Millis)> {
    let typed = value.sources.iter().filter_map(|source| match source {
        Source::Typed { at, label, when } if *when <= left.saturating_add(LATE) => Some((*at, label.as_str(), *when)),
        _ => None,
    });
    typed.reduce(|last, next| if next.2 >= last.2 { next } else { last })
}

/// The proof a match is; none where its value is known no more.
pub(crate) fn proven(facts: &Facts<'_>, scene: &Scene<'_>, found: &KnownMatch) -> Option<Proven> {
    let value = value(scene, found)?;
    let typed = typed(value, scene.at);
    let sent = typed.and_then(|(at, _, when)| scene.known?.sent(at, when, scene.at));
    let encoded = found.field.and_then(|field| facts.fields.items.get(field)).is_some_and(|f| f.part != crate::payload::Part::Body);
    Some(Proven {
        id: value.id,
        value: named(value, typed.map(|(_, label, _)| label)),
        steps: steps(value, found, encoded || found.at == "url"),
        typed: typed.map(|(.., when)| when),
        left: scene.at,
        sent: sent.map(|form| (form.when, label(&form.button))),
        field: typed.map(|(at, ..)| at),
    })
}

/// A field's name as a sentence repeats it: what a page says is cut short and kept to one line.
pub(crate) fn label(label: &str) -> String {
    // Marks that turn the direction of writing are made visible.
    let label = Excerpt::plain(label, &[]).shown;
    let words = label.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut out = String::new();
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if let Some((end, _)) = out.char_indices().nth(LABEL) {
        out.truncate(end);
        out.push('…');
    }
    out
}

/// What a value is, as one says it of one's own.
fn mine(what: What) -> &'static str {
    match what {
        What::Email => t!("e-mail"),
        what => what.said(),
    }
}

/// The same after somebody's name; other languages want an article there.
fn theirs(what: What) -> &'static str {
    match what {
        What::Email => t!(the: "e-mail"),
        what => what.the(),
    }
}

/// Whose and what, of a value nobody typed before it left.
pub(super) fn whose(scene: &Scene<'_>, value: &Value) -> String {
    named(value, typed(value, scene.at).map(|(_, label, _)| label))
}

/// Whose and what: "your e-mail", "Jordan Avery’s phone number", "what you typed into “Reason”".
fn named(value: &Value, typed: Option<&str>) -> String {
    match (value.what, typed) {
        (What::PageAddress | What::PageTitle, _) => return t!("the {what}", what = value.what.the()),
        (What::Selection, _) => return t!("the text you selected").to_owned(),
        (What::SearchWords, Some(_)) => return t!("the search words you typed").to_owned(),
        (What::Text, Some(typed)) => {
            let typed = label(typed);
            return if typed.is_empty() { t!("what you typed").to_owned() } else { t!("what you typed into “{typed}”") };
        }
        _ => {}
    }
    let own = typed.is_some() || value.sources.iter().any(|source| !matches!(source, Source::Persona(_)));
    let persona = value.sources.iter().find_map(|source| match source {
        Source::Persona(name) if !own && !name.is_empty() => Some(label(name)),
        _ => None,
    });
    match persona {
        Some(name) => t!("{name}’s {what}", what = theirs(value.what)),
        None => t!("your {what}", what = mine(value.what)),
    }
}

/// What was done to a value on its way out, the first first, in plain words. `encoded`: it stood in an address, where percent-encoding is
/// how any text is written.
pub(crate) fn steps(value: &Value, found: &KnownMatch, encoded: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let spelled = spelling(found.form, &value.text, found.one_way);
    if !spelled.is_empty() {
        out.push(spelled.to_owned());
    }
    let percents = found.chain.iter().filter(|step| **step == Step::Percent).count();
    let mut percent = match (encoded, found.field) {
        // One layer of a field in an address was taken off before anything was called a step.
        (true, Some(_)) if percents > 0 => t!("percent-encoded twice"),
        (true, None) if percents < 2 => "",
        (_, _) if percents > 1 => t!("percent-encoded twice"),
        _ => t!("percent-encoded"),
    };
    for (n, step) in found.chain.iter().enumerate().rev() {
        let said = match step {
            Step::Percent => std::mem::take(&mut percent),
            step => said(*step),
        };
        if !said.is_empty() {
            out.push(said.to_owned());
        }
        // A digest is written in hexadecimal digits where nothing says otherwise.
        let outer = n.checked_sub(1).and_then(|n| found.chain.get(n));
        let written =
            matches!(outer, Some(Step::Hex | Step::Base64 | Step::Base32 | Step::Base58)) || outer.is_some_and(|s| s.is_one_way());
        if step.is_one_way() && !written && !matches!(step, Step::Crc32 | Step::Murmur3) {
            out.push("hex".to_owned());
        }
    }
    out
}

/// A spelling as something done to the value; empty where it is as it was given.
fn spelling(form: Form, text: &str, one_way: bool) -> &'static str {
    let local = text.split_once('@').map_or("", |(local, _)| local);
    match form {
        Form::AsGiven => "",
        // Vendors that match people ask for both.
        Form::Lower if one_way => t!("trimmed, lower-cased"),
        Form::Lower => t!("lower-cased"),
        Form::Upper => t!("upper-cased"),
        Form::Packed => t!("spaces and marks removed"),
        Form::MailboxOnly => match (local.contains('.'), local.contains('+')) {
            (true, false) => t!("dots removed"),
            (false, true) => t!("tag removed"),
            _ => t!("dots or tag removed"),
        },
        Form::E164 => t!("to + and digits with country code"),
        Form::Digits => t!("to digits with country code"),
        Form::National => t!("to digits without country code"),
        Form::Date => t!("date written another way"),
        Form::Slug => t!("words joined"),
        Form::Zip => t!("its first five digits"),
        Form::Bare => t!("without https://"),
    }
}

/// A step in plain words.
fn said(step: Step) -> &'static str {
    match step {
        Step::Escaped => t!("backslash escapes"),
        Step::Entities => t!("HTML entities"),
        Step::Reversed => t!("written backwards"),
        Step::Rot13 => "ROT13",
        Step::Substituted => t!("letters swapped by a fixed table"),
        Step::LzString => "LZ-string",
        Step::Split => t!("cut over several fields"),
        Step::Md5 => "MD5",
        Step::Sha1 => "SHA-1",
        Step::Sha224 => "SHA-224",
        Step::Sha256 => "SHA-256",
        Step::Sha384 => "SHA-384",
        Step::Sha512 => "SHA-512",
        Step::Sha3_224 => "SHA3-224",
        Step::Sha3_256 => "SHA3-256",
        Step::Sha3_384 => "SHA3-384",
        Step::Sha3_512 => "SHA3-512",
        Step::Ripemd160 => "RIPEMD-160",
        Step::Blake2b256 => "BLAKE2b-256",
        Step::Blake2b512 => "BLAKE2b",
        Step::Blake2s256 => "BLAKE2s",
        Step::Murmur3 => "MurmurHash3",
        Step::Murmur3x128 | Step::Murmur3x86 => t!("MurmurHash3, 128 bits"),
        Step::Sha512_224 => "SHA-512/224",
        Step::Sha512_256 => "SHA-512/256",
        Step::Blake2b128 => "BLAKE2b-128",
        Step::Blake2b160 => "BLAKE2b-160",
        Step::Blake2s128 => "BLAKE2s-128",
        Step::Salted => t!("a salt sent in the open"),
        Step::Crc32 => "CRC-32",
        step => step.word(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(what: What, text: &str, sources: Vec<Source>) -> Value {
        Value { id: 0, what, text: text.to_owned(), sources, left: Vec::new() }
    }

    fn field(label: &str, when: Millis) -> Source {
        Source::Typed { at: FieldAt { frame: 0, field: 1 }, label: label.to_owned(), when }
    }

    #[test]
    fn whose_it_is() {
        fn check(what: What, sources: Vec<Source>, said: &str) {
            let value = known(what, "x", sources);
            let typed = typed(&value, 10_000).map(|(_, label, _)| label);
            assert_eq!(named(&value, typed), said);
        }
        let jordan = || Source::Persona("Jordan Avery".to_owned());
        check(What::Email, vec![jordan(), field("E-mail", 5)], "your e-mail");
        check(What::Email, vec![Source::Stored("cookie user_email".to_owned())], "your e-mail");
        check(What::Email, vec![jordan(), Source::Seen("the page address".to_owned())], "your e-mail");
        check(What::Phone, vec![jordan()], "Jordan Avery’s phone number");
        // Typed after it had left.
        check(What::Phone, vec![jordan(), field("Phone", 90_000)], "your phone number");
        check(What::Text, vec![field("Reason\n for\tvisit", 5)], "what you typed into “Reason for visit”");
        check(What::Text, vec![field("", 5)], "what you typed");
        check(What::SearchWords, vec![jordan(), field("q", 5)], "the search words you typed");
        check(What::PageTitle, vec![Source::Page], "the page title");
        check(What::Selection, vec![Source::Page], "the text you selected");
    }

    #[test]
    fn what_was_done_to_it() {
        fn check(text: &str, form: Form, chain: &[Step], encoded: bool, want: &[&str]) {
            let one_way = chain.iter().any(|s| s.is_one_way());
            let found = KnownMatch {
                index: 0,
                field: Some(0),
                at: String::new(),
                chain: chain.to_vec(),
                form,
                one_way,
                what: crate::known::What::Text,
            };
            assert_eq!(steps(&known(What::Email, text, Vec::new()), &found, encoded), want, "{chain:?}");
        }
        use Step::{Base64, Hex, Md5, Percent, Sha256};
        check("a@b.c", Form::AsGiven, &[], true, &[]);
        check("A@b.c", Form::Lower, &[Sha256], true, &["trimmed, lower-cased", "SHA-256", "hex"]);
        check("a@b.c", Form::AsGiven, &[Base64, Sha256], true, &["SHA-256", "base64"]);
        check("a@b.c", Form::AsGiven, &[Sha256, Md5], true, &["MD5", "SHA-256", "hex"]);
        check("a.b@c.d", Form::MailboxOnly, &[Hex], true, &["dots removed", "hex"]);
        check("a+b@c.d", Form::MailboxOnly, &[], true, &["tag removed"]);
        check("a@b.c", Form::AsGiven, &[Percent], true, &["percent-encoded twice"]);
        check("a@b.c", Form::AsGiven, &[Percent], false, &["percent-encoded"]);
        check("a@b.c", Form::AsGiven, &[Percent, Base64], false, &["base64", "percent-encoded"]);
        check("+1 415", Form::Digits, &[Step::Crc32], true, &["to digits with country code", "CRC-32"]);
    }

    #[test]
    fn a_field_s_name_is_cut_short() {
        assert_eq!(label(&"x".repeat(60)), format!("{}…", "x".repeat(40)));
        assert_eq!(label("  E-mail\u{0}\n*  "), "E-mail *");
    }
}
