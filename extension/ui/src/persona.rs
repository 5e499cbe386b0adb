//! Test patients and the values they hold, in plain words.

use crate::words::count;
use leaklight_core::finding::{Evidence, Kind};
use leaklight_core::known::What;
use leaklight_core::persona::{Detail, Persona, generate};
use leaklight_core::report::view::KnownView;
use leaklight_text::t;
use std::collections::HashSet;

/// What a test patient can hold, in the order a form would ask for it.
pub const FIELDS: [What; 11] = [
    What::FirstName,
    What::LastName,
    What::Email,
    What::Phone,
    What::BirthDate,
    What::Street,
    What::City,
    What::Zip,
    What::RecordNumber,
    What::MemberId,
    What::SearchWords,
];

/// "First name", as a field is labelled.
pub fn label(what: What) -> &'static str {
    match what {
        What::Email => t!("E-mail address"),
        What::Phone => t!("Phone number"),
        What::FirstName => t!("First name"),
        What::LastName => t!("Last name"),
        What::Name => t!("Name"),
        What::BirthDate => t!("Date of birth"),
        What::Street => t!("Street"),
        What::City => t!("City"),
        What::Zip => t!("Postal code"),
        What::Address => t!("Postal address"),
        What::RecordNumber => t!("Patient record number (MRN)"),
        What::MemberId => t!("Member number"),
        What::Ssn => t!("Social Security number"),
        What::SearchWords => t!("Search words"),
        What::UserName => t!("User name"),
        What::Password => t!("Password"),
        What::Card => t!("Card number"),
        What::PageAddress => t!("Page address"),
        What::PageTitle => t!("Page title"),
        What::Selection => t!("Selected text"),
        What::StoredId => t!("Browser id"),
        What::Text => t!("Text"),
    }
}

/// True for what needs a line to itself.
pub const fn is_long(what: What) -> bool {
    matches!(what, What::Email | What::Street | What::Address | What::SearchWords | What::Text)
}

/// What the editor asks for: every usual detail, then whatever else is held.
pub fn asked(persona: &Persona) -> Vec<What> {
    let more = persona.details.iter().map(|d| d.what).filter(|what| !FIELDS.contains(what));
    FIELDS.into_iter().chain(more).collect()
}

/// The detail of that kind; empty where there is none.
pub fn detail(persona: &Persona, what: What) -> &str {
    persona.get(what).unwrap_or_default()
}

/// The same with that detail; without it where it is empty.
pub fn with_detail(mut persona: Persona, what: What, value: &str) -> Persona {
    let value = value.trim();
    match persona.details.iter_mut().find(|d| d.what == what) {
        _ if value.is_empty() => persona.details.retain(|d| d.what != what),
        Some(detail) => value.clone_into(&mut detail.value),
        None => persona.details.push(Detail { what, value: value.to_owned() }),
    }
    persona
}

/// What to call it.
pub fn name(persona: &Persona) -> &str {
    if persona.name.is_empty() { t!("Test patient without a name") } else { &persona.name }
}

/// "9 details · kept on this computer".
pub fn about(persona: &Persona) -> [String; 2] {
    let kept = if persona.saved { t!("kept on this computer") } else { t!("gone when the browser closes") };
    [count(persona.details.len() as u32, t!("detail"), t!("details")), kept.to_owned()]
}

/// True where the persona holds the value. Core tells personas by their names; see [`own_name`].
pub fn holds(persona: &Persona, known: &KnownView) -> bool {
    !persona.name.is_empty() && known.personas.contains(&persona.name)
}

/// The name wished for, with a number where one of the others has it: what left is told apart by name.
pub fn own_name(wished: &str, others: &[Persona]) -> String {
    let free = |name: &String| others.iter().all(|other| other.name != *name);
    let numbered = (2..).map(|n| format!("{wished} {n}"));
    std::iter::once(wished.to_owned()).chain(numbered).find(free).unwrap_or_default()
}

/// What has left of some values, in one sentence.
pub fn left<'v>(all: impl Iterator<Item = &'v KnownView>) -> String {
    let (mut of, mut left, mut to) = (0, 0, HashSet::new());
    for known in all {
        of += 1;
        left += u32::from(!known.left.is_empty());
        to.extend(known.left.iter().map(|l| l.recipient.as_str()));
    }
    match (left, of) {
        (_, 0) => t!("Looked for from now on.").to_owned(),
        (0, 1) => t!("Looked for, and not seen leaving so far.").to_owned(),
        (0, _) => t!("{of} values looked for, none seen leaving so far."),
        _ => {
            let values = count(of, t!("value"), t!("values"));
            let recipients = count(to.len() as u32, t!("recipient"), t!("recipients"));
            match left {
                1 => t!("{left} of {values} was sent, to {recipients}."),
                _ => t!("{left} of {values} were sent, to {recipients}."),
            }
        }
    }
}

/// A made-up patient that is looked for; another seed gives another one.
pub fn made(seed: u64) -> Persona {
    let Persona { name, details, .. } = generate(seed);
    Persona { name, details, ..blank(seed) }
}

/// One to be given details by hand.
pub fn blank(seed: u64) -> Persona {
    Persona { id: format!("{seed:x}"), on: true, ..Persona::default() }
}

/// True for proof that a person could take for more than it is: it looks like a personal detail, and no value known here is behind it.
pub fn guessed(kind: Kind, evidence: &Evidence) -> bool {
    let personal = matches!(kind, Kind::HashedIdentity | Kind::IdentifierToThirdParty | Kind::IdentifierInUrl);
    // An address or a title with a detail in it is marked where it tells.
    personal && evidence.known.is_none() && evidence.value.masked && evidence.value.marks.is_empty()
}

/// What to say once a page's form was filled in; the worker says how many fields.
pub fn filled(fields: &str) -> String {
    match fields.parse::<u32>() {
        Ok(0) => t!("No field of this page asks for any of these details, so nothing was filled in.").to_owned(),
        Ok(n) => t!("{fields} filled in. Nothing was sent by Leaklight.", fields = count(n, t!("field"), t!("fields"))),
        Err(_) => t!("Filled in. Nothing was sent by Leaklight.").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    #[test]
    fn a_detail_is_put_in_changed_and_taken_out() {
        let none = Persona::default();
        let check = |persona: &Persona, want: &[(What, &str)]| {
            let held: Vec<_> = persona.details.iter().map(|d| (d.what, d.value.as_str())).collect();
            assert_eq!(held, want);
        };
        let one = with_detail(none.clone(), What::Email, " a@b.example ");
        check(&with_detail(none, What::Email, "  "), &[]);
        check(&one, &[(What::Email, "a@b.example")]);
        let two = with_detail(one, What::Ssn, "078-05-1120");
        check(&with_detail(two.clone(), What::Email, "c"), &[(What::Email, "c"), (What::Ssn, "078-05-1120")]);
        check(&with_detail(two.clone(), What::Email, ""), &[(What::Ssn, "078-05-1120")]);
        assert_eq!((detail(&two, What::Email), detail(&two, What::City)), ("a@b.example", ""));
        assert_eq!(asked(&two).last(), Some(&What::Ssn), "what is held is shown, be it unusual");
        assert_eq!(asked(&two).len(), 12);
    }

    #[test]
    fn no_two_have_one_name() {
        let others = ["Jordan", "My test patient", "My test patient 2", ""].map(|name| Persona { name: name.into(), ..Persona::default() });
        let check = |wished: &str, want: &str| assert_eq!(own_name(wished, &others), want);
        check("Robin", "Robin");
        check("Jordan", "Jordan 2");
        check("My test patient", "My test patient 3");
        check("My test patient 2", "My test patient 2 2");
        check("jordan", "jordan");
        assert_eq!(own_name("Jordan", &[]), "Jordan");
    }

    #[test]
    fn a_value_is_held_by_who_is_named() {
        let held = |by: &str, name: &str| {
            let known = KnownView { personas: vec![by.into()], ..fixtures::view("known").unwrap().known[0].clone() };
            holds(&Persona { id: "made-1".into(), name: name.into(), ..Persona::default() }, &known)
        };
        assert!(held("Jordan Avery", "Jordan Avery"));
        assert!(!held("Jordan Avery", "Jordan"));
        assert!(!held("made-1", "Jordan Avery"), "core names names");
        assert!(!held("", ""));
    }

    #[test]
    fn what_left_is_said_in_a_sentence() {
        let view = fixtures::view("known").unwrap();
        let all = || view.known.iter();
        assert_eq!(left(all().take(0)), "Looked for from now on.");
        assert_eq!(left(all().filter(|k| k.left.is_empty()).take(1)), "Looked for, and not seen leaving so far.");
        assert_eq!(left(all().filter(|k| k.left.is_empty()).take(3)), "3 values looked for, none seen leaving so far.");
        assert_eq!(left(all().take(1)), "1 of 1 value was sent, to 3 recipients.");
        assert_eq!(left(all().take(2)), "2 of 2 values were sent, to 3 recipients.", "a recipient is counted once");
    }

    #[test]
    fn words() {
        assert_eq!(label(What::RecordNumber), "Patient record number (MRN)");
        assert_eq!(label(What::Email), "E-mail address");
        assert_eq!(filled("7"), "7 fields filled in. Nothing was sent by Leaklight.");
        assert_eq!(filled("1"), "1 field filled in. Nothing was sent by Leaklight.");
        assert!(filled("0").starts_with("No field"));
        assert_eq!(about(&Persona::default()), ["0 details", "gone when the browser closes"]);
    }
}
