//! Words and excerpts shared by the detectors.

use super::identity_with_health_context::Part;
use super::{Doc, Draft, Scene};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::identify::{self, Confidence, IdKind, Identifier};
use crate::payload::Coding;
use crate::reveal::Reveal;
use crate::sensitive::is_search_box;
use crate::vendor::{self, How, Meaning};
use leaklight_text::{Message, message, t};
use std::borrow::Cow;

/// A meaning in plain words.
pub(crate) fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::PageAddress => t!("page address"),
        Meaning::PageTitle => t!("page title"),
        Meaning::Referrer => t!("previous page"),
        Meaning::SearchTerm => t!("search words"),
        Meaning::Event => t!("event"),
        Meaning::UserId => t!("user id"),
        Meaning::VisitorId => t!("visitor id"),
        Meaning::Account => t!("account"),
        Meaning::HashedIdentity => t!("scrambled identity"),
        Meaning::ElementText => t!("button or link text"),
        Meaning::FormField => t!("form field"),
        Meaning::Consent => t!("consent signal"),
        Meaning::Other => t!("value"),
    }
}

/// A direct identifier with its article, as in "An e-mail address left this page"; none for what names nobody by itself.
pub(crate) fn direct(kind: IdKind) -> Option<&'static str> {
    Some(match kind {
        IdKind::Email => t!("an e-mail address"),
        IdKind::Phone => t!("a phone number"),
        IdKind::Name => t!("a person's name"),
        IdKind::PostalAddress => t!("a postal address"),
        IdKind::Dob => t!("a date of birth"),
        IdKind::Ssn => t!("a Social Security number"),
        IdKind::Mrn => t!("a patient record number"),
        IdKind::Mbi => t!("a Medicare number"),
        IdKind::MemberId => t!("a member or policy number"),
        IdKind::Claim => t!("a claim number"),
        IdKind::StateId => t!("a passport or licence number"),
        IdKind::Card => t!("a payment card number"),
        _ => return None,
    })
}

/// The same as a mark of a person: "this e-mail address"; of what names nobody nothing.
pub(crate) fn this(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Email => t!("this e-mail address"),
        IdKind::Phone => t!("this phone number"),
        IdKind::Name => t!("this name"),
        IdKind::PostalAddress => t!("this postal address"),
        IdKind::Dob => t!("this date of birth"),
        IdKind::Ssn => t!("this Social Security number"),
        IdKind::Mrn => t!("this patient record number"),
        IdKind::Mbi => t!("this Medicare number"),
        IdKind::MemberId => t!("this member or policy number"),
        IdKind::Claim => t!("this claim number"),
        IdKind::StateId => t!("this passport or licence number"),
        IdKind::Card => t!("this payment card number"),
        _ => "",
    }
}

/// [`direct`], where the reading is sure enough to accuse with: an office's mailbox or two words that may be a name are not.
pub(crate) fn sure(id: &Identifier) -> Option<&'static str> {
    if id.confidence > Confidence::Low { direct(id.kind) } else { None }
}

/// What names a person in a request: the identifier and its words. A link to call or to write (`tel:`, `mailto:`) names nobody:
/// that is the site's own contact.
pub(crate) fn named<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (&'f Identifier, &'static str)> {
    facts.identifiers.iter().filter_map(|id| {
        let value = facts.fields.items.get(id.field)?.value.as_ref();
        let contact = ["tel:", "mailto:", "sms:"].iter().any(|scheme| value.starts_with(scheme));
        sure(id).filter(|_| !contact).map(|words| (id, words))
    })
}

/// A key that opens something for whoever reads it. A JSON Web Token or an access token does so where it stands in a page's
/// address; in a vendor's own request it is most often the vendor's.
pub(crate) fn opens(id: &Identifier) -> bool {
    id.kind == IdKind::Token && id.confidence > Confidence::Low || id.kind == IdKind::Jwt && id.confidence == Confidence::High
}

/// The first letter made a capital. The words are our own: no language here begins one with a letter beyond ASCII.
pub(crate) fn sentence(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// How the id of a recipient on the site's own host begins, where its product is known.
pub(crate) const OWN: &str = "own:";

/// A recipient's name inside a sentence: "Your own Matomo" is "your own Matomo" there.
pub(crate) fn inside(mut name: String, own: bool) -> String {
    if let Some(first) = name.get_mut(..1).filter(|_| own) {
        first.make_ascii_lowercase();
    }
    name
}

/// "a", "a and b", "a, b and c".
pub(crate) fn listed(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => t!("{first} and {last}", first = first.join(t!(", "))),
    }
}

/// How a field was packed, outermost first, in plain words.
pub(crate) fn packing(facts: &Facts<'_>, field: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = Some(field);
    for _ in 0..16 {
        let Some(f) = at.and_then(|i| facts.fields.items.get(i)) else { break };
        match f.coding {
            Some(Coding::Percent) => out.push(t!("percent-encoded")),
            Some(coding) if coding.is_packing() => out.push(coding.word()),
            _ => {}
        }
        at = f.inside.map(|i| i as usize);
    }
    out.reverse();
    out.into_iter().map(str::to_owned).collect()
}

/// Why something sent could not be read and what it was tried as ([`crate::payload::Unread`]), in the person's language; reading itself,
/// which a tool of the catalogue shares, names both by their English words.
pub(crate) fn reading(word: &'static str) -> &'static str {
    const WHY: &[(&str, Message)] = &[
        ("an image", message!("an image")),
        ("binary", message!("binary")),
        ("compressed binary data", message!("compressed binary data")),
        ("compressed data broken or cut short", message!("compressed data broken or cut short")),
        ("compressed with Zstandard", message!("compressed with Zstandard")),
        ("gzip, deflate or Zstandard", message!("gzip, deflate or Zstandard")),
        ("gzip, deflate, Zstandard or Brotli", message!("gzip, deflate, Zstandard or Brotli")),
        ("cut short", message!("cut short")),
        ("JSON cut short", message!("JSON cut short")),
        ("JSON nested deeper than 64 levels", message!("JSON nested deeper than 64 levels")),
        ("larger than 1 MB", message!("larger than 1 MB")),
        ("more than 1 MB decoded", message!("more than 1 MB decoded")),
        ("more than 2,000 fields", message!("more than 2,000 fields")),
        ("multipart body cut short", message!("multipart body cut short")),
        ("packed more than 6 times", message!("packed more than 6 times")),
        ("packed with LZ-string", message!("packed with LZ-string")),
        ("the browser did not show it", message!("the browser did not show it")),
    ];
    WHY.iter().find(|(known, _)| *known == word).map_or(word, |(_, said)| said.say())
}

/// True where the site's own host runs analytics the owner can host: a relay in form, not in what it means.
pub(crate) fn is_self_hosted(facts: &Facts<'_>) -> bool {
    facts.party.is_own() && is_self_hostable(facts)
}

/// True for analytics anybody can host, told by what is sent and not by a vendor's host: who runs it is not visible.
pub(crate) fn is_self_hostable(facts: &Facts<'_>) -> bool {
    facts.recognised.as_ref().is_some_and(|r| {
        matches!(r.vendor.id, "matomo" | "matomo-tag-manager" | "plausible" | "umami" | "snowplow")
            && matches!(r.how, How::Signature { .. })
    })
}

/// What to call a recipient on the site's own host.
pub(crate) fn own_name(facts: &Facts<'_>) -> String {
    match &facts.recognised {
        Some(r) if is_self_hosted(facts) => t!("Your own {}", r.vendor.name),
        Some(r) if r.how == How::Name => t!("Your own server, by its name perhaps {}", r.vendor.name),
        Some(r) if r.how == How::Declared => t!("Your own server for {}", r.vendor.name),
        Some(r) => t!("Your own server, in the language of {}", r.vendor.name),
        None => facts.address.host().to_owned(),
    }
}

/// An address or a text with its telling words marked and every personal detail in it masked.
pub(crate) fn excerpt_address(value: &str, reveal: &Reveal) -> Excerpt {
    excerpt_masking(value, reveal, &[])
}

/// The same, with more of it masked.
pub(crate) fn excerpt_masking(value: &str, reveal: &Reveal, more: &[(u32, u32)]) -> Excerpt {
    let mut masked = personal(value);
    masked.extend_from_slice(more);
    Excerpt::masking(value, &reveal.marks(value), &masked)
}

/// The search words in an address's query as tags send it (`?specialty=oncology&q=lump`); none where no parameter is a search box.
pub(crate) fn searched(query: &str) -> Option<String> {
    let pairs = query.strip_prefix('?')?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(name, value)| is_search_box(name) && !value.is_empty())?;
    Some(decode(&value.replace('+', " ")).into_owned())
}

/// True for a record's member that says who somebody is, or what they searched for.
fn is_somebody_s(name: &str, said: &str) -> bool {
    let decoded = decode(said);
    let address = said.contains("://") || said.starts_with(['?', '/']);
    !identify::scan_named(name, &decoded).is_empty() || vendor::names_somebody(name, &decoded) || is_search_box(name) && !address
}

/// The members of a record (`"name":"value"`, `"name":[3`), and of one kept as text in another, each sign with its backslashes: name,
/// value, and where that stands.
fn members(text: &str) -> impl Iterator<Item = (&str, &str, (u32, u32))> {
    let ends = |c: char| matches!(c, ',' | '}' | ']' | '"' | '\\') || c.is_whitespace();
    text.match_indices(':').filter_map(move |(colon, _)| {
        let name = text.get(..colon)?.trim_end().strip_suffix('"')?.trim_end_matches('\\');
        let name = name.rsplit('"').next()?;
        let behind = text.get(colon + 1..)?;
        let value = behind.trim_start_matches(|c: char| c == '[' || c.is_whitespace());
        let opened = value.trim_start_matches('\\');
        let (value, end) = match opened.strip_prefix('"') {
            Some(inside) => (inside, inside.find('"').unwrap_or(inside.len())),
            None => (value, value.find(ends).unwrap_or(value.len())),
        };
        let start = text.len() - value.len();
        let said = value.get(..end)?.trim_end_matches('\\');
        (!name.is_empty() && said.len() > 1).then_some((name, said, (start as u32, (start + said.len()) as u32)))
    })
}

/// True for a value that is an address or a path, not words.
pub(crate) fn is_address(value: &str) -> bool {
    let scheme = value.get(..8).unwrap_or(value);
    (scheme.starts_with("http://") || scheme.starts_with("https://") || value.starts_with('/')) && !value.contains(' ')
}

/// Where personal details stand in a text: plain ones anywhere; encoded ones and those only their name gives away (`mrn=…`, `"mrn":"…"`)
/// where the text has the form of an address, a form or a record.
fn personal(value: &str) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = identify::scan_text(value).into_iter().map(|(_, range)| range).collect();
    found.extend(identify::in_path(value));
    found.extend(members(value).filter(|(name, said, _)| is_somebody_s(name, said)).map(|(_, _, range)| range));
    let (mut at, mut name) = (0, "");
    for piece in value.split_inclusive(['/', '?', '&', '#', ';', '=', '"', ' ', ',']) {
        let text = piece.trim_end_matches(['/', '?', '&', '#', ';', '=', '"', ' ', ',']).trim_end_matches('\\');
        let decoded = decode(text);
        let named = !name.is_empty() && !identify::scan_named(name, &decoded).is_empty();
        let hidden = matches!(decoded, Cow::Owned(_)) && !identify::scan_text(&decoded).is_empty();
        // What a visitor typed into search is theirs, whatever it says.
        let searched = is_search_box(name);
        if text.len() > 1 && (named || hidden || searched) {
            found.push((at as u32, (at + text.len()) as u32));
        }
        name = if piece.ends_with('=') { text } else { "" };
        at += piece.len();
    }
    found
}

/// Percent-encoding taken off, twice where it was put on twice.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let once = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    Cow::Owned(percent_encoding::percent_decode_str(&once).decode_utf8_lossy().into_owned())
}

/// The excerpt for a field that may name somebody: masked whole, or, where the detail stands in a longer text, there and
/// wherever else the text has one.
pub(crate) fn excerpt_identifier(value: &str, range: Option<(u32, u32)>) -> Excerpt {
    match range {
        Some((a, b)) if (b - a) as usize != value.len() => {
            let mut masked = personal(value);
            masked.push((a, b));
            Excerpt::masking(value, &[], &masked)
        }
        _ => Excerpt::value(value),
    }
}

/// What a stranger does, after what the lists say of it: whose it is, or nothing.
pub(crate) fn stranger(owner: Option<&str>, does: &str) -> String {
    match owner {
        Some(owner) => t!("the list of owners gives its domain to {owner}; {does}"),
        None => t!("no list names it, but {does}"),
    }
}

/// How a recipient was told that a person named.
pub(crate) const LISTED: Message = message!("named by your own list");

/// How a recipient was told, or why it is called tracking, in one line; empty where there is nothing to say.
pub(crate) fn because(facts: &Facts<'_>) -> String {
    match (&facts.recognised, facts.tracking, &facts.owner) {
        (Some(r), ..) => match r.how {
            How::Host => t!("known by its host").to_owned(),
            How::Name => t!("the host is named as customers of {} name theirs; nothing else says so", r.vendor.owner),
            How::Declared => t!("you said that it is {}", r.vendor.name),
            How::Signature { of: 0 | 1, .. } => t!("its address looks like {}’s", r.vendor.name),
            How::Signature { matched, of } => {
                t!("looks like {}: {matched} of {of} signature fields", r.vendor.name)
            }
        },
        _ if facts.listed.is_some() => LISTED.say().to_owned(),
        (None, Some(why), owner) => stranger(owner.map(|o| o.name), &t!("a request of it {why}")),
        (None, None, Some(owner)) => t!("the list of owners gives its domain to {}", owner.name),
        (None, None, None) => String::new(),
    }
}

/// Who, at the start of a sentence; a former name in brackets is left to the panel.
pub(crate) fn who(facts: &Facts<'_>) -> String {
    let name = super::recipient(facts).name;
    match name.split_once(" (") {
        Some((short, _)) => short.to_owned(),
        None => name,
    }
}

/// Who, inside a sentence: "your own Matomo".
pub(crate) fn to_whom(facts: &Facts<'_>) -> String {
    inside(who(facts), facts.party.is_own() && facts.recognised.is_some())
}

/// A field whose words are telling.
pub(crate) struct Telling<'a> {
    /// What they tell.
    pub reveal: &'a Reveal,
    /// What the vendor calls the field; what the field means where it says nothing.
    pub label: &'static str,
    /// Its name as sent.
    pub key: &'a str,
}

/// Drafts for every one of the fields whose words are telling: titles, events, button text.
pub(crate) fn telling_text(
    facts: &Facts<'_>,
    scene: &Scene<'_>,
    fields: impl Iterator<Item = usize>,
    at: &str,
    doc: &Doc,
    out: &mut Vec<Draft>,
    said: impl Fn(&Telling<'_>) -> (String, Part),
) {
    for field in fields {
        let Some(f) = facts.fields.items.get(field) else { continue };
        if f.value.len() < 3 {
            continue;
        }
        let reveal = facts.own.text(&f.value, at);
        if !reveal.sensitive {
            continue;
        }
        let means = facts.meanings.get(field).copied().unwrap_or(Meaning::Other);
        let label = vendor::label(facts.recognised.as_ref(), f).unwrap_or_else(|| meaning(means));
        let (said, part) = said(&Telling { reveal: &reveal, label, key: f.key() });
        // What was typed is masked, and not repeated beside the mask.
        let typed = part.words.is_empty();
        let subject = format!("{}:{}", f.key(), reveal.headline.as_deref().filter(|_| !typed).unwrap_or_default());
        let mut draft = Draft::of(doc, facts, scene, reveal.data(), said).topic(&reveal).half(part).about(subject);
        if typed {
            draft.sum.clear();
        }
        if !out.iter().any(|d| d.kind == draft.kind && d.subject == draft.subject) {
            let value = if typed { Excerpt::value(&f.value) } else { excerpt_address(&f.value, &reveal) };
            out.push(draft.proof(facts, field, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, shown: &str) {
        assert_eq!(excerpt_address(value, &Reveal::default()).shown, shown, "{value}");
    }

    #[test]
    fn addresses_are_shown_without_what_names_somebody() {
        for clean in [
            "https://clinic.example/conditions/hiv-testing?step=2&code=us",
            "https://clinic.example/Heart%20Care/team/2024/11",
            "https://clinic.example/img/logo@2x.png",
            "https://clinic.example/reset-password/step-2",
        ] {
            check(clean, clean);
        }
        check("https://clinic.example/x/362-47-5285/y", "https://clinic.example/x/3•••5 (11)/y");
        check("https://clinic.example/patients/05389024?q=lump", "https://clinic.example/patients/0•••4 (8)?q=••• (4)");
        check("https://clinic.example/files/jane@mail.org.pdf", "https://clinic.example/files/j•••g (13).pdf");
        check("https://clinic.example/team/Jordan%20Avery/visit", "https://clinic.example/team/J•••y (14)/visit");
        check(
            "https://clinic.example/reset/b7f3a91c0d4e88aa?token=b7f3a91c0d4e88ab",
            "https://clinic.example/reset/b•••a (16)?token=b•••b (16)",
        );
    }

    /// A tag's queue: records kept as text within records, names and values each with so many backslashes.
    #[test]
    fn records_are_shown_without_what_names_somebody() {
        let clean = r#"{"event":"page","title":"Your HIV test result","count":3}"#;
        check(clean, clean);
        check(r#"{"mrn":"MRN-00482913","title":"x"}"#, r#"{"mrn":"M•••3 (12)","title":"x"}"#);
        check(r#"{"mrn": "MRN-00482913", "n": 3}"#, r#"{"mrn": "M•••3 (12)", "n": 3}"#);
        check(r#"{"mrn":482913001,"n":3}"#, r#"{"mrn":4•••1 (9),"n":3}"#);
        check(r#"{\"userId\":\"MRN-00482913\",\"type\":\"identify\"}"#, r#"{\"userId\":\"M•••3 (12)\",\"type\":\"identify\"}"#);
        check(r#"\\\"mrn\\\":\\\"MRN-00482913\\\""#, r#"\\\"mrn\\\":\\\"M•••3 (12)\\\""#);
        check(r#"{"userId":"Jordan Avery/7","q":"hiv test near me"}"#, r#"{"userId":"J•••7 (14)","q":"h•••e (16)"}"#);
        check(r#"{"mrn":["MRN-00482913"],"n":[3]}"#, r#"{"mrn":["M•••3 (12)"],"n":[3]}"#);
        check("{\"mrn\":\t\"MRN-00482913\"", "{\"mrn\": \"M•••3 (12)\"");
        check(r#"{"é":"ü:"é":"x"#, r#"{"é":"ü:"é":"x"#);
        check(r#"{\"search\":\"?subject=result&mrn=MRN-00482913\",\"n\":1}"#, r#"{\"search\":\"?subject=result&mrn=M•••3 (12)\",\"n\":1}"#);
    }

    #[test]
    fn one_detail_shown_masks_the_others() {
        let value = "https://clinic.example/u/jane@mail.test?mrn=00482913";
        assert_eq!(excerpt_identifier(value, Some((25, 39))).shown, "https://clinic.example/u/j•••t (14)?mrn=0•••3 (8)");
    }
}
