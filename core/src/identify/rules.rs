//! Which form counts under which name, and how sure that is.

use super::class::{Class, Hold};
use super::email;
use super::hash::{self, Form};
use super::key::Key;
use super::phone::PhoneForm;
use super::text::{self, Shape};
use super::{Confidence, IdKind, Seen, network, peel, person, phone, record, secret};
use crate::vendor::Meaning;
use std::cell::Cell;

use Confidence::{High, Low, Medium};

/// What is known about a value besides itself.
pub(super) struct Facts<'a> {
    /// Its name, understood.
    pub key: Key,
    /// What the vendor's catalogue entry says.
    pub meaning: Meaning,
    /// It belongs to the page's own address.
    pub of_page: bool,
    /// The page's address.
    pub page: Option<&'a str>,
    /// Something beside it makes a code or signature open something, a `name` a person's.
    pub beside: bool,
}

impl Facts<'static> {
    /// Nothing is known.
    pub(super) const NONE: Facts<'static> = Facts { key: Key::NONE, meaning: Meaning::Other, of_page: false, page: None, beside: false };
}

/// Most bytes of a long text that are searched.
const SEARCHED: usize = 256 * 1024;

type Report<'r> = dyn FnMut(Seen, Option<&'static str>) + 'r;

/// Reads one value as sent, then under a layer if nothing was found.
pub(super) fn read(value: &str, facts: &mut Facts<'_>, report: &mut Report<'_>) {
    let mut any = false;
    once(value, facts, &mut |seen| {
        any = true;
        report(seen, None);
    });
    if any || matches!(facts.key.class, Class::Technical) {
        return;
    }
    if let Some((text, layer)) = peel::layers(value, value.contains('%')) {
        once(&text, facts, &mut |seen| report(Seen { range: None, ..seen }, Some(layer)));
    }
}

pub(super) fn once(value: &str, facts: &mut Facts<'_>, report: &mut dyn FnMut(Seen)) {
    if value.len() < 2 {
        return;
    }
    let shape = Shape::of(value);
    if let Some(seen) = by_name(value, &shape, facts) {
        report(seen);
        return;
    }
    let any = Cell::new(false);
    let mut tell = |seen| {
        any.set(true);
        report(seen);
    };
    if shape.at || value.len() > 4096 {
        emails(value, facts, &mut tell);
    }
    if value.len() >= 20 {
        secret::tokens(cut(value), facts, &mut tell);
    }
    let not_a_person = matches!(facts.meaning, Meaning::Account | Meaning::VisitorId | Meaning::Consent);
    if any.get() || not_a_person || matches!(facts.key.class, Class::Goods | Class::Technical) {
        return;
    }
    numbers(value, &shape, facts.key.class, &mut tell);
    if !any.get() && value.len() <= 120 {
        whole(value, &shape, facts, &mut tell);
    }
}

/// A token by its form that the payload reader took apart into the fields inside it.
pub(super) fn container<'a>(value: &str, facts: impl FnOnce() -> Facts<'a>, report: &mut dyn FnMut(Seen)) {
    let start = value.trim_start();
    if start.starts_with("eyJ") || start.starts_with("Bearer ") {
        secret::tokens(cut(value), &facts(), report);
    }
}

/// Finds what proves itself anywhere in a text.
pub(super) fn anywhere(text: &str, report: &mut dyn FnMut(Seen)) {
    let shape = Shape::of(text);
    emails(text, &Facts::NONE, report);
    secret::tokens(cut(text), &Facts::NONE, report);
    numbers(text, &shape, Class::None, report);
}

pub(super) fn seen(kind: IdKind, confidence: Confidence, why: &'static str, range: (usize, usize)) -> Seen {
    Seen { kind, range: Some((range.0 as u32, range.1 as u32)), confidence, why }
}

/// A value its name explains.
fn by_name(value: &str, shape: &Shape, facts: &mut Facts<'_>) -> Option<Seen> {
    let v = value.trim();
    let firm = facts.key.hold == Hold::Firm;
    let start = value.len() - value.trim_start().len();
    let all = (start, start + v.len());
    let say = |kind, confidence, why| Some(seen(kind, confidence, why, all));
    let class = facts.key.class;
    if let Some(found) = hashed(v, facts) {
        return say(IdKind::Hash, found, "has the form of a hash, under a name that stands for a person");
    }
    match class {
        Class::Phone => {
            let confidence = match (phone::phone(value)?, firm) {
                _ if phone::is_toll_free(v) => Low,
                (PhoneForm::International | PhoneForm::Written, _) => High,
                (PhoneForm::BareNorthAmerican, true) => High,
                (PhoneForm::BareNorthAmerican, false) => Medium,
                (PhoneForm::Grouped, _) | (PhoneForm::Bare, true) => Medium,
                (PhoneForm::Bare, false) => return None,
            };
            say(IdKind::Phone, confidence, "a telephone number, under a name that says so")
        }
        Class::Name if firm => (shape.digits == 0 && person::is_any_name(v))
            .then(|| seen(IdKind::Name, High, "stands under a name that says it is a person's name", all)),
        Class::Name => {
            let full = person::is_full_name(v);
            let one = facts.key.person && shape.digits == 0 && person::is_any_name(v) && v.chars().next().is_some_and(char::is_uppercase);
            // Shops call their goods by name too: "Wool Coat". A person's stands among other details of theirs, or in a page's address.
            let theirs = facts.key.person || facts.beside || facts.of_page;
            let confidence = if full && theirs { Medium } else { Low };
            (full || one).then(|| seen(IdKind::Name, confidence, "looks like a person's name, under a name that allows one", all))
        }
        Class::Street => {
            if let Some(ip) = network::ip(v).filter(|ip| !network::is_nobody(*ip)) {
                let _ = ip;
                return say(IdKind::Ip, Medium, "a network address");
            }
            if person::is_street(v) {
                return say(IdKind::PostalAddress, High, "a street and number, under a name that says so");
            }
            person::is_any_street(v)
                .then(|| seen(IdKind::PostalAddress, Medium, "words and a number, under a name that says it is an address", all))
        }
        Class::Zip => person::is_zip(v).then(|| seen(IdKind::Zip, High, "a postcode, under a name that says so", all)),
        Class::Dob => person::is_birth_date(v)
            .then(|| seen(IdKind::Dob, if firm { High } else { Medium }, "a date, under a name that says it is a birth date", all)),
        Class::Ssn => {
            record::is_ssn(v, true).then(|| seen(IdKind::Ssn, High, "a valid social security number, under a name that says so", all))
        }
        // `/patients/Jane%20Doe`
        Class::Mrn if shape.spaces > 0 && person::is_full_name(v) => {
            say(IdKind::Name, Medium, "a person's name, under a name that says it is a patient's")
        }
        Class::Mrn if firm => record::is_record_number(v)
            .then(|| seen(IdKind::Mrn, High, "stands under a name that says it is a patient's record number", all)),
        // A page's trace (`ptid=77bd2dc6683c03ac`) is no patient.
        Class::Mrn => (shape.digits * 2 >= v.len() && record::is_record_number(v) && !record::is_random(v))
            .then(|| seen(IdKind::Mrn, Medium, "a number under a name that says it is a patient's", all)),
        Class::CareOnly => {
            let number = shape.digits >= 4
                && v.len() <= 16
                && record::is_record_number(v)
                && !matches!(facts.meaning, Meaning::Account | Meaning::VisitorId);
            (number && on_care_site(facts.page))
                .then(|| seen(IdKind::Mrn, Low, "may be a patient's number: a care provider's page sent it", all))
        }
        Class::MemberId | Class::Claim | Class::Case | Class::StateId => {
            if record::is_mbi(v) {
                return say(IdKind::Mbi, High, "a valid Medicare number, under a name that says so");
            }
            // What a machine drew at random is a platform's number for its visitor or record, on no card or letter.
            let number = v.len() >= 6 && record::is_record_number(v) && !record::is_random(v) && !text::is_uuid(v);
            let (kind, why) = match class {
                Class::MemberId => (IdKind::MemberId, "stands under a name that says it is a member's or policy's number"),
                Class::Claim => (IdKind::Claim, "stands under a name that says it is a claim's number"),
                Class::Case => (IdKind::Case, "stands under a name that says it is an appointment's, a case's or a prescription's number"),
                _ => (IdKind::StateId, "stands under a name that says it is on a passport or licence"),
            };
            (number && (firm || shape.digits * 2 >= v.len())).then(|| seen(kind, Medium, why, all))
        }
        Class::Npi => record::is_npi(v).then(|| seen(IdKind::Npi, High, "a valid NPI, under a name that says so", all)),
        Class::Icd10 => {
            let code = v.split([',', ';', '|', ' ']).find(|c| !c.is_empty())?;
            record::is_icd10(code)
                .then(|| seen(IdKind::Icd10, if firm { High } else { Low }, "a diagnosis code, under a name that says so", all))
        }
        Class::Procedure => {
            let code = v.split([',', ';', '|', ' ']).find(|c| !c.is_empty())?;
            record::is_procedure(code)
                .then(|| seen(IdKind::ProcedureCode, if firm { High } else { Low }, "a procedure code, under a name that says so", all))
        }
        Class::Ip => {
            let ip = network::ip(v).filter(|ip| !network::is_nobody(*ip))?;
            let _ = ip;
            say(IdKind::Ip, High, "a network address, under a name that says so")
        }
        Class::Card => record::is_card(v, true).then(|| seen(IdKind::Card, High, "a valid card number, under a name that says so", all)),
        Class::Latitude => network::is_degree(v, 90).then(|| seen(IdKind::Coordinates, Medium, "a precise latitude", all)),
        Class::Longitude if firm || v.contains('.') => {
            network::is_degree(v, 180).then(|| seen(IdKind::Coordinates, Medium, "a precise longitude", all))
        }
        Class::Place => network::is_place(v).then(|| seen(IdKind::Coordinates, Medium, "a precise place", all)),
        Class::Device => {
            network::is_device(v).then(|| seen(IdKind::DeviceId, High, "a device's own number, under a name that says so", all))
        }
        Class::Token | Class::Access | Class::OneTime | Class::Signature => {
            secret::token(v, facts).map(|c| seen(IdKind::Token, c, "a key that opens something, by its name", all))
        }
        _ => None,
    }
}

/// A value with the form of a hash where a person is meant.
fn hashed(v: &str, facts: &Facts<'_>) -> Option<Confidence> {
    let key = facts.key;
    let identity = matches!(
        key.class,
        Class::Email
            | Class::Phone
            | Class::Name
            | Class::Street
            | Class::Zip
            | Class::Dob
            | Class::Ssn
            | Class::Mrn
            | Class::MemberId
            | Class::Claim
            | Class::StateId
            | Class::Identity
            | Class::Slot
    );
    let vendor_says = facts.meaning == Meaning::HashedIdentity;
    if !(identity || vendor_says || key.hashed && key.person) {
        return None;
    }
    let form = hash::form(v)?;
    if vendor_says || key.hashed && (key.person || identity && key.class != Class::Slot) {
        return Some(High);
    }
    match facts.meaning {
        Meaning::Account | Meaning::Consent => return None,
        // Visitor numbers are drawn at random, most often as 32 hex digits; longer ones are more often made of something.
        Meaning::VisitorId => return matches!(form, Form::Hex40 | Form::Hex64).then_some(Low),
        _ => {}
    }
    match (key.class, key.hold) {
        (Class::Slot, _) => (form != Form::Base64).then_some(Low),
        (Class::Identity, Hold::Firm) => Some(Medium),
        // A vendor's or site's visitor number is often 32 random hex digits.
        (Class::Identity, Hold::Weak) => (form != Form::Base64).then_some(Low),
        (_, Hold::Firm) => Some(High),
        (_, Hold::Weak) => (form != Form::Base64).then_some(Low),
    }
}

fn emails(value: &str, facts: &Facts<'_>, report: &mut dyn FnMut(Seen)) {
    let value = cut(value);
    let mut from = 0;
    while let Some((start, end)) = email::email(value, from) {
        from = end;
        let address = value.get(start..end).unwrap_or("");
        let role = email::is_role(address);
        let alone = facts.key.class == Class::Email;
        let (confidence, why) = match (role, alone) {
            (true, _) => (Low, "an e-mail address of an office, not of a person"),
            (false, true) => (High, "an e-mail address, under a name that says so"),
            (false, false) => (High, "has the form of an e-mail address"),
        };
        report(seen(IdKind::Email, confidence, why, (start, end)));
    }
}

/// Numbers written so that their form says what they are: in groups, with a plus.
fn numbers(value: &str, shape: &Shape, class: Class, report: &mut dyn FnMut(Seen)) {
    if (shape.digits < 9 || shape.dashes + shape.spaces + shape.dots < 2 && !value.contains('+')) && value.len() <= 4096 {
        return;
    }
    let value = cut(value);
    for (start, end) in runs(value) {
        let run = value.get(start..end).unwrap_or("");
        let alone = start == 0 && end == value.len();
        let range = (start, end);
        if record::is_ssn(run, false) && run.contains('-') {
            report(seen(IdKind::Ssn, if alone { High } else { Medium }, "written as social security numbers are, and valid", range));
        } else if record::is_card(run, false) {
            report(seen(IdKind::Card, High, "written as card numbers are, and valid", range));
        } else {
            let dotted = run.contains('.') && !run.contains(['-', '(', ' ']);
            // A toll-free number in a sentence is a firm's own.
            let of_a_person = if phone::is_toll_free(run) { Low } else { Medium };
            match phone::phone(run) {
                Some(PhoneForm::Written) if !dotted || alone => {
                    report(seen(IdKind::Phone, of_a_person, "written as telephone numbers are", range))
                }
                Some(PhoneForm::International) if run.starts_with('+') => {
                    report(seen(IdKind::Phone, of_a_person, "an international telephone number", range))
                }
                Some(PhoneForm::BareNorthAmerican) if alone && class == Class::Phone => {
                    report(seen(IdKind::Phone, of_a_person, "a telephone number", range))
                }
                _ => {}
            }
        }
    }
}

/// Stretches of digits and the marks between groups of them, nine digits or more, not part of a longer word.
fn runs(value: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = value.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + bytes.get(at..)?.iter().position(|b| b.is_ascii_digit() || matches!(b, b'+' | b'('))?;
            let len = bytes
                .get(start..)?
                .iter()
                .position(|b| !(b.is_ascii_digit() || matches!(b, b' ' | b'(' | b')' | b'-' | b'.' | b'+')))
                .unwrap_or(bytes.len() - start);
            at = start + len.max(1);
            let run = bytes.get(start..start + len)?;
            let tail = run.iter().rev().take_while(|b| !b.is_ascii_digit()).count();
            let end = start + len - tail;
            let digits = run.iter().filter(|b| b.is_ascii_digit()).count();
            let glued = start
                .checked_sub(1)
                .and_then(|i| bytes.get(i))
                .is_some_and(|&b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b'%') || b >= 0x80)
                || bytes.get(end).is_some_and(|&b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/') || b >= 0x80);
            if (9..=19).contains(&digits) && end - start <= 32 && !glued {
                return Some((start, end));
            }
        }
        None
    })
}

/// Forms that hold only where they are the whole value.
fn whole(value: &str, shape: &Shape, facts: &Facts<'_>, report: &mut dyn FnMut(Seen)) {
    let v = value.trim();
    let all = (0, value.len());
    if (shape.dots == 3 || shape.colons >= 4) && network::ip_by_look(v) {
        report(seen(IdKind::Ip, Medium, "has the form of a network address", all));
    } else if shape.dashes == 2 && record::is_mbi(v) {
        report(seen(IdKind::Mbi, High, "written as Medicare numbers are, and valid", all));
    } else if shape.spaces >= 2 && shape.digits > 0 && person::is_street_by_look(v) {
        report(seen(IdKind::PostalAddress, Medium, "written as a street and number", all));
    } else if facts.key.class == Class::Slot && shape.digits == 0 && person::is_full_name(v) {
        report(seen(IdKind::Name, Low, "looks like a person's name", all));
    } else if secret::is_path_session(v) {
        report(seen(IdKind::Token, High, "a session in the path, as ASP.NET writes it", all));
    } else if text::is_uuid(v) {
        // A random number: nothing to say.
    } else if v.starts_with("tv.1~") {
        for range in hash::enhanced_conversion(v) {
            report(seen(IdKind::Hash, High, "a hash as Google's enhanced conversions send it", range));
        }
    }
}

/// Words in a page's address that speak of a care provider.
#[rustfmt::skip]
const CARE: &[&str] = &["care", "clinic", "dental", "dentist", "derma", "doctor", "health", "hospital", "klinik", "medic", "mychart", "oncolog", "patient", "pediatric", "pharm", "physician", "portal", "psych", "radiolog", "surg", "therap", "urgent"];

fn on_care_site(page: Option<&str>) -> bool {
    let Some(page) = page else { return false };
    let end = page.find(['?', '#']).unwrap_or(page.len()).min(512);
    let Some(head) = page.get(..end) else { return false };
    text::mentions(head, CARE)
}

/// The beginning of a long text, cut at a character.
fn cut(value: &str) -> &str {
    if value.len() <= SEARCHED {
        return value;
    }
    let mut end = SEARCHED;
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value.get(..end).unwrap_or("")
}
