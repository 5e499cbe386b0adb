//! Identifiers and secrets in what a request carries: e-mail, telephone, name, postal address, date of birth, social
//! security, Medicare and record numbers, NPI, ICD-10 codes, addresses on the network and on earth, cards, tokens, and
//! hashes sent under an identity's name.
//!
//! An e-mail address or a JSON Web Token is known by itself. Most kinds are not: ten digits may be a telephone number, a
//! time or an order. Those count where the field's name says so ([`key`]), and their form must hold as well. A
//! value is read as sent and under the layers people wrap it in (percent-encoding, base64, hex). What a value is
//! is a reading, with a [`Confidence`]; [`crate::known`] is the proof.

mod class;
mod email;
mod hash;
mod key;
mod keys;
mod network;
mod path;
mod peel;
mod person;
mod phone;
mod public_key;
mod record;
mod rules;
mod secret;
mod text;
mod words;

#[cfg(test)]
mod lookalikes;
#[cfg(test)]
mod tests;

use crate::payload::{Coding, Field, Fields, Part};
use crate::vendor::Meaning;
use class::Class;

/// Most identifiers reported of one request; a page that stuffs a request with thousands gains nothing.
const MOST: usize = 200;

/// Most layers followed outwards; decoding is bounded far below it.
const DEPTH: usize = 16;

/// What kind of identifier or secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A person's name or part of one.
    Name,
    /// A street and number.
    PostalAddress,
    /// A postcode.
    Zip,
    /// A date of birth, or the year.
    Dob,
    /// A US social security number.
    Ssn,
    /// A patient's record number.
    Mrn,
    /// A US Medicare beneficiary identifier.
    Mbi,
    /// A member's or policy's number with an insurer.
    MemberId,
    /// A claim's number with an insurer.
    Claim,
    /// The number of an appointment, a visit, a case or a prescription.
    Case,
    /// A passport's or driving licence's number.
    StateId,
    /// A US provider's number: it names who was visited.
    Npi,
    /// A diagnosis code.
    Icd10,
    /// A code of what was done, as billed: CPT, HCPCS, CDT.
    ProcedureCode,
    /// A network address.
    Ip,
    /// A place on earth, to about 100 metres or closer.
    Coordinates,
    /// A device's own number.
    DeviceId,
    /// A payment card number.
    Card,
    /// A key that opens a session, a file or an account.
    Token,
    /// A JSON Web Token.
    Jwt,
    /// A hash standing where an identity is expected.
    Hash,
}

impl IdKind {
    /// The word of the command line's closed list, the nearest where it has none: a claim's number counts as a record's, a
    /// procedure's code as a diagnosis's.
    pub const fn word(self) -> &'static str {
        match self {
            IdKind::Email => "email",
            IdKind::Phone => "phone",
            IdKind::Name => "name",
            IdKind::PostalAddress | IdKind::Coordinates => "address",
            IdKind::Zip => "zip",
            IdKind::Dob => "dob",
            IdKind::Ssn => "ssn",
            IdKind::Mrn | IdKind::Mbi | IdKind::MemberId | IdKind::Claim | IdKind::Case | IdKind::StateId => "mrn",
            IdKind::Npi => "npi",
            IdKind::Icd10 | IdKind::ProcedureCode => "icd10",
            IdKind::Ip | IdKind::DeviceId => "ip",
            IdKind::Card => "card",
            IdKind::Token | IdKind::Jwt => "token",
            IdKind::Hash => "hash",
        }
    }
}

/// True where the whole value has the form of that kind: what somebody who says "this is one" may have meant.
pub(crate) fn has_form(kind: IdKind, value: &str) -> bool {
    match kind {
        IdKind::Email => email::email(value, 0) == Some((0, value.len())),
        IdKind::Phone => phone::phone(value).is_some(),
        IdKind::Zip => person::is_zip(value),
        IdKind::Dob => person::is_birth_date(value),
        IdKind::Ssn => record::is_ssn(value, true),
        _ => true,
    }
}

/// How sure a reading is. Findings that accuse should rest on [`Confidence::Medium`] or better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// The form fits and nothing speaks against it: a hash under `uid`, `info@` of an office.
    Low,
    /// Name and form agree, and each alone would be weak.
    Medium,
    /// The form proves itself, or a plain name and a valid form agree.
    High,
}

/// An identifier or secret seen in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// What it is.
    pub kind: IdKind,
    /// The index of its field in [`Fields::items`].
    pub field: usize,
    /// Where in the field's value, in bytes; none where it stood under a layer taken off here and is the whole value.
    pub range: Option<(u32, u32)>,
    /// How it was wrapped: `plain`, `percent`, `base64`, `hex`, `hash`.
    pub encoding: &'static str,
    /// How sure.
    pub confidence: Confidence,
    /// Why it was taken for that, in plain words.
    pub why: &'static str,
}

/// What else is known about a request's fields.
pub struct IdContext<'a> {
    /// What the vendor's catalogue entry says of the field with this index; [`Meaning::Other`] where nothing is known.
    /// A public account number or a visitor number of the vendor's own is then not taken for a person's.
    pub meaning: &'a dyn Fn(usize) -> Meaning,
    /// The address of the page that sent the request. On a care provider's site an ambiguous `pid` is a patient.
    pub page: Option<&'a str>,
    /// True where the fields are those of a page's own address or a navigation to one: `token` there opens something,
    /// while in a request to a vendor it is most often the site's public key with that vendor.
    pub is_page: bool,
}

impl IdContext<'static> {
    /// Nothing else is known.
    pub const NONE: IdContext<'static> = IdContext { meaning: &|_| Meaning::Other, page: None, is_page: false };
}

/// A reading of one value, before it has a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    kind: IdKind,
    range: Option<(u32, u32)>,
    confidence: Confidence,
    why: &'static str,
}

/// Finds the identifiers in a request's fields, in the fields' order.
///
/// A field that holds others (an address, JSON) is read through them, so that each identifier is named once, where it
/// stands.
pub fn scan(fields: &Fields<'_>, context: &IdContext<'_>) -> Vec<Identifier> {
    let mut found = Vec::new();
    let items = &fields.items;
    let mut holds_others = vec![false; items.len()];
    for field in items {
        if let Some(slot) = field.inside.and_then(|i| holds_others.get_mut(i as usize)) {
            *slot = true;
        }
    }
    for (index, field) in items.iter().enumerate() {
        if field.value.len() < 2 {
            continue;
        }
        let encoding = wrapping(items, field);
        let mut keep = |seen: Seen, layer: Option<&'static str>| {
            if found.len() < MOST {
                let encoding = if seen.kind == IdKind::Hash { "hash" } else { layer.unwrap_or(encoding) };
                found.push(Identifier {
                    kind: seen.kind,
                    field: index,
                    range: seen.range,
                    encoding,
                    confidence: seen.confidence,
                    why: seen.why,
                });
            }
        };
        let meaning = (context.meaning)(index);
        let mut in_path = false;
        path::read(&field.value, &mut |seen| {
            in_path = true;
            keep(seen, None);
        });
        if holds_others.get(index).copied().unwrap_or(false) {
            let of_page = || context.is_page || is_of_page(items, field);
            rules::container(&field.value, || rules::Facts { of_page: of_page(), meaning, ..rules::Facts::NONE }, &mut |seen| {
                keep(seen, None)
            });
            continue;
        }
        if in_path {
            continue;
        }
        let key = key_of(items, index, field);
        let mut facts = rules::Facts {
            key,
            meaning,
            of_page: context.is_page || is_of_page(items, field),
            page: context.page,
            beside: match key.class {
                Class::Name => person::is_beside(items, index),
                class => secret::is_beside(items, field, class),
            },
        };
        // A parameter sent twice: what the vendor says of it holds for the first.
        if facts.key.class == Class::CareOnly
            && items.iter().take(index).any(|f| f.part == field.part && f.path == field.path && f.value != field.value)
        {
            facts.meaning = Meaning::Other;
        }
        rules::read(&field.value, &mut facts, &mut keep);
        if found.len() >= MOST {
            break;
        }
    }
    found
}

/// Finds identifiers in a text nothing names: a cookie's or storage value, a title.
pub fn scan_text(text: &str) -> Vec<(IdKind, (u32, u32))> {
    let mut found = Vec::new();
    rules::anywhere(text, &mut |seen| {
        if let Some(range) = seen.range
            && found.len() < MOST
        {
            found.push((seen.kind, range));
        }
    });
    found
}

/// Where personal details stand in an address's path, generously: for masking.
pub fn in_path(address: &str) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    path::personal(address, &mut found);
    found
}

/// Finds identifiers in the value of a page address's parameter by its name, generously: for masking.
pub fn scan_named(name: &str, value: &str) -> Vec<(IdKind, Confidence)> {
    let mut found = Vec::new();
    let mut facts = rules::Facts { key: key::read(name), of_page: true, beside: true, ..rules::Facts::NONE };
    rules::read(value, &mut facts, &mut |seen, _| {
        if found.len() < MOST {
            found.push((seen.kind, seen.confidence));
        }
    });
    found
}

/// The name a field is read by; a path segment is named by the one before it (`/patients/12345`).
fn key_of(items: &[Field<'_>], index: usize, field: &Field<'_>) -> key::Key {
    let numbered = field.path.rsplit('.').next().is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if !numbered {
        // Inside an address or form names start anew: `dl.token` is a `token`.
        let outer =
            field.inside.and_then(|i| items.get(i as usize)).filter(|_| matches!(field.coding, Some(Coding::Address | Coding::Form)));
        let own = outer.and_then(|o| field.path.strip_prefix(o.path.as_ref())).unwrap_or(&field.path);
        return key::read(own);
    }
    let earlier = |n: usize| {
        let before = index.checked_sub(n).and_then(|i| items.get(i));
        before.filter(|b| b.part == field.part && b.inside == field.inside).map_or("", |b| b.value.as_ref())
    };
    path::key_after(earlier(1), earlier(2))
}

/// True where the field belongs to an address the page had, not to the vendor's own request: inside a page address, in
/// the Referer, or in a fragment, which browsers do not send.
fn is_of_page(items: &[Field<'_>], field: &Field<'_>) -> bool {
    let mut at = field;
    for _ in 0..DEPTH {
        if matches!(at.part, Part::Header | Part::Fragment) || at.coding == Some(Coding::Address) {
            return true;
        }
        let Some(outer) = at.inside.and_then(|i| items.get(i as usize)) else { return false };
        at = outer;
    }
    false
}

/// The layer nearest to a field's value, as a word; JSON, addresses and forms are how data is built, not wrapping.
fn wrapping(items: &[Field<'_>], field: &Field<'_>) -> &'static str {
    let mut at = field;
    for _ in 0..DEPTH {
        match at.coding {
            Some(Coding::Percent) => return "percent",
            Some(coding) if coding.is_packing() => return coding.word(),
            _ => {}
        }
        let Some(outer) = at.inside.and_then(|i| items.get(i as usize)) else { break };
        at = outer;
    }
    "plain"
}
