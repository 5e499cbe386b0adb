//! What a field means: the vendor's own table first, then names every tag uses, each with the shape its value must have.

use super::rules::rule;
use super::{Meaning, Recognised};
use crate::consent::{Form, has_form};
use crate::payload::Field;
use crate::site::registrable;

/// What a field means to the vendor, or by its name and its value's shape where the vendor's table is silent.
pub fn meaning(r: Option<&Recognised>, field: &Field<'_>) -> Meaning {
    match rule(r, field) {
        Some(rule) => rule.meaning,
        None => by_name(field),
    }
}

/// As [`meaning`], knowing the page that sent the request: a value that holds the page's address is a page address
/// whatever it is called, and one called so that is another site's address is not.
pub fn meaning_on(r: Option<&Recognised>, field: &Field<'_>, page: Option<&str>) -> Meaning {
    let row = rule(r, field);
    let said = row.map(|rule| rule.meaning);
    let told = said.unwrap_or_else(|| by_name(field));
    let Some(page) = page.and_then(Page::read) else { return told };
    match told {
        // A row for the name at any depth says what it mostly is: another site's address under it is not the page's.
        Meaning::PageAddress if row.is_some_and(|rule| rule.pattern.get().starts_with("**.")) && page.foreign(&field.value) => {
            Meaning::Other
        }
        Meaning::PageAddress if said.is_none() && (page.elsewhere(&field.value) || is_file(&field.value) && !page.within(&field.value)) => {
            Meaning::Other
        }
        Meaning::PageAddress | Meaning::Referrer | Meaning::PageTitle | Meaning::HashedIdentity => told,
        _ if page.within(&field.value) => Meaning::PageAddress,
        _ => told,
    }
}

/// What a value must look like for its name to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// Anything.
    Any,
    /// An address with its scheme, or `//host/`.
    Address,
    /// An address, or a path.
    Place,
    /// Words: a letter, no address, no long number.
    Words,
    /// A number or a token, no words.
    Token,
    /// 32, 40 or 64 hexadecimal digits, or 43 or 44 of base64.
    Hash,
    /// A consent signal of that form.
    Consent(Form),
}

/// No name is longer: a longer key needs no look.
pub(crate) const LONGEST: usize = 21;

/// Names of fields in lower case without anything but letters and digits, sorted.
const NAMES: &[(&str, Meaning, Look)] = &[
    ("accountid", Meaning::Account, Look::Token),
    ("addtlconsent", Meaning::Consent, Look::Any),
    ("anonid", Meaning::VisitorId, Look::Token),
    ("anonymousid", Meaning::VisitorId, Look::Token),
    ("apikey", Meaning::Account, Look::Token),
    ("browserid", Meaning::VisitorId, Look::Token),
    ("buttontext", Meaning::ElementText, Look::Any),
    ("canonical", Meaning::PageAddress, Look::Address),
    ("canonicalurl", Meaning::PageAddress, Look::Address),
    ("ccpa", Meaning::Consent, Look::Consent(Form::UsPrivacy)),
    ("cid", Meaning::VisitorId, Look::Token),
    ("clicktext", Meaning::ElementText, Look::Any),
    ("clientid", Meaning::VisitorId, Look::Token),
    ("consent", Meaning::Consent, Look::Consent(Form::TcString)),
    ("consentdata", Meaning::Consent, Look::Consent(Form::TcString)),
    ("consentstring", Meaning::Consent, Look::Consent(Form::TcString)),
    ("containerid", Meaning::Account, Look::Token),
    ("cookieid", Meaning::VisitorId, Look::Token),
    ("curl", Meaning::PageAddress, Look::Address),
    ("currenturl", Meaning::PageAddress, Look::Place),
    ("customerid", Meaning::UserId, Look::Token),
    ("dataprocessingoptions", Meaning::Consent, Look::Consent(Form::LimitedUse)),
    ("deviceid", Meaning::VisitorId, Look::Token),
    ("distinctid", Meaning::VisitorId, Look::Token),
    ("dl", Meaning::PageAddress, Look::Address),
    ("dma", Meaning::Consent, Look::Consent(Form::Flag)),
    ("doclocation", Meaning::PageAddress, Look::Place),
    ("doctitle", Meaning::PageTitle, Look::Words),
    ("documentlocation", Meaning::PageAddress, Look::Place),
    ("documentreferrer", Meaning::Referrer, Look::Any),
    ("documenttitle", Meaning::PageTitle, Look::Any),
    ("documenturl", Meaning::PageAddress, Look::Place),
    ("docurl", Meaning::PageAddress, Look::Place),
    ("dr", Meaning::Referrer, Look::Address),
    ("dt", Meaning::PageTitle, Look::Words),
    ("elementtext", Meaning::ElementText, Look::Any),
    ("eltext", Meaning::ElementText, Look::Any),
    ("email", Meaning::FormField, Look::Any),
    ("emailhash", Meaning::HashedIdentity, Look::Hash),
    ("emailmd5", Meaning::HashedIdentity, Look::Hash),
    ("emailsha256", Meaning::HashedIdentity, Look::Hash),
    ("en", Meaning::Event, Look::Words),
    ("euconsent", Meaning::Consent, Look::Consent(Form::TcString)),
    ("euconsentv2", Meaning::Consent, Look::Consent(Form::TcString)),
    ("ev", Meaning::Event, Look::Words),
    ("event", Meaning::Event, Look::Any),
    ("eventaction", Meaning::Event, Look::Any),
    ("eventcategory", Meaning::Event, Look::Any),
    ("eventlabel", Meaning::Event, Look::Any),
    ("eventname", Meaning::Event, Look::Any),
    ("eventsourceurl", Meaning::PageAddress, Look::Place),
    ("eventtype", Meaning::Event, Look::Any),
    ("fbclid", Meaning::VisitorId, Look::Token),
    ("fieldname", Meaning::FormField, Look::Any),
    ("fieldvalue", Meaning::FormField, Look::Any),
    ("firstname", Meaning::FormField, Look::Any),
    ("formfields", Meaning::FormField, Look::Any),
    ("formname", Meaning::FormField, Look::Any),
    ("fullreferrer", Meaning::Referrer, Look::Any),
    ("fullurl", Meaning::PageAddress, Look::Place),
    ("gcd", Meaning::Consent, Look::Consent(Form::Gcd)),
    ("gclid", Meaning::VisitorId, Look::Token),
    ("gcs", Meaning::Consent, Look::Consent(Form::Gcs)),
    ("gdpr", Meaning::Consent, Look::Any),
    ("gdprapplies", Meaning::Consent, Look::Any),
    ("gdprconsent", Meaning::Consent, Look::Any),
    ("gdprconsentstring", Meaning::Consent, Look::Consent(Form::TcString)),
    ("gdprpd", Meaning::Consent, Look::Any),
    ("gdprstring", Meaning::Consent, Look::Consent(Form::TcString)),
    ("gpp", Meaning::Consent, Look::Any),
    ("gppsid", Meaning::Consent, Look::Any),
    ("gppstring", Meaning::Consent, Look::Any),
    ("guid", Meaning::VisitorId, Look::Token),
    ("hashedemail", Meaning::HashedIdentity, Look::Hash),
    ("hashedphone", Meaning::HashedIdentity, Look::Hash),
    ("hem", Meaning::HashedIdentity, Look::Hash),
    ("href", Meaning::PageAddress, Look::Address),
    ("httpreferer", Meaning::Referrer, Look::Any),
    ("idsite", Meaning::Account, Look::Token),
    ("initialreferrer", Meaning::Referrer, Look::Any),
    ("innertext", Meaning::ElementText, Look::Any),
    ("keywords", Meaning::SearchTerm, Look::Words),
    ("landingpage", Meaning::PageAddress, Look::Place),
    ("landingurl", Meaning::PageAddress, Look::Place),
    ("lastname", Meaning::FormField, Look::Any),
    ("limiteddatause", Meaning::Consent, Look::Consent(Form::Flag)),
    ("linktext", Meaning::ElementText, Look::Any),
    ("loc", Meaning::PageAddress, Look::Address),
    ("location", Meaning::PageAddress, Look::Address),
    ("locationhref", Meaning::PageAddress, Look::Place),
    ("md5email", Meaning::HashedIdentity, Look::Hash),
    ("measurementid", Meaning::Account, Look::Token),
    ("memberid", Meaning::UserId, Look::Token),
    ("msclkid", Meaning::VisitorId, Look::Token),
    ("npa", Meaning::Consent, Look::Consent(Form::Flag)),
    ("optouttype", Meaning::Consent, Look::Consent(Form::LimitedUse)),
    ("page", Meaning::PageAddress, Look::Address),
    ("pageaddress", Meaning::PageAddress, Look::Place),
    ("pagehref", Meaning::PageAddress, Look::Place),
    ("pagelocation", Meaning::PageAddress, Look::Place),
    ("pagename", Meaning::PageTitle, Look::Any),
    ("pagepath", Meaning::PageAddress, Look::Place),
    ("pagereferrer", Meaning::Referrer, Look::Any),
    ("pagetitle", Meaning::PageTitle, Look::Any),
    ("pageuri", Meaning::PageAddress, Look::Place),
    ("pageurl", Meaning::PageAddress, Look::Place),
    ("partnerid", Meaning::Account, Look::Token),
    ("patientid", Meaning::UserId, Look::Token),
    ("phone", Meaning::FormField, Look::Any),
    ("phonehash", Meaning::HashedIdentity, Look::Hash),
    ("pixelid", Meaning::Account, Look::Token),
    ("previousurl", Meaning::Referrer, Look::Place),
    ("projectid", Meaning::Account, Look::Token),
    ("propertyid", Meaning::Account, Look::Token),
    ("publisherid", Meaning::Account, Look::Token),
    ("q", Meaning::SearchTerm, Look::Words),
    ("query", Meaning::SearchTerm, Look::Words),
    ("ref", Meaning::Referrer, Look::Address),
    ("referer", Meaning::Referrer, Look::Any),
    ("refererurl", Meaning::Referrer, Look::Any),
    ("referrer", Meaning::Referrer, Look::Any),
    ("referrerurl", Meaning::Referrer, Look::Any),
    ("refurl", Meaning::Referrer, Look::Any),
    ("rurl", Meaning::Referrer, Look::Address),
    ("search", Meaning::SearchTerm, Look::Words),
    ("searchkeyword", Meaning::SearchTerm, Look::Any),
    ("searchphrase", Meaning::SearchTerm, Look::Any),
    ("searchquery", Meaning::SearchTerm, Look::Any),
    ("searchstring", Meaning::SearchTerm, Look::Any),
    ("searchterm", Meaning::SearchTerm, Look::Any),
    ("searchterms", Meaning::SearchTerm, Look::Any),
    ("searchtext", Meaning::SearchTerm, Look::Any),
    ("sessionid", Meaning::VisitorId, Look::Token),
    ("sha256email", Meaning::HashedIdentity, Look::Hash),
    ("siteid", Meaning::Account, Look::Token),
    ("siteurl", Meaning::PageAddress, Look::Address),
    ("sourceurl", Meaning::PageAddress, Look::Address),
    ("tagid", Meaning::Account, Look::Token),
    ("tcf", Meaning::Consent, Look::Consent(Form::TcString)),
    ("tcfstring", Meaning::Consent, Look::Consent(Form::TcString)),
    ("tcstring", Meaning::Consent, Look::Consent(Form::TcString)),
    ("tid", Meaning::Account, Look::Token),
    ("title", Meaning::PageTitle, Look::Words),
    ("topurl", Meaning::PageAddress, Look::Address),
    ("trackingid", Meaning::Account, Look::Token),
    ("u", Meaning::PageAddress, Look::Address),
    ("uid", Meaning::VisitorId, Look::Token),
    ("uri", Meaning::PageAddress, Look::Address),
    ("url", Meaning::PageAddress, Look::Address),
    ("urlref", Meaning::Referrer, Look::Any),
    ("userid", Meaning::UserId, Look::Any),
    ("usp", Meaning::Consent, Look::Consent(Form::UsPrivacy)),
    ("uspconsent", Meaning::Consent, Look::Consent(Form::UsPrivacy)),
    ("usprivacy", Meaning::Consent, Look::Any),
    ("usprivacystring", Meaning::Consent, Look::Consent(Form::UsPrivacy)),
    ("uspstring", Meaning::Consent, Look::Consent(Form::UsPrivacy)),
    ("uuid", Meaning::VisitorId, Look::Token),
    ("visitid", Meaning::VisitorId, Look::Token),
    ("visitorid", Meaning::VisitorId, Look::Token),
    ("windowlocation", Meaning::PageAddress, Look::Place),
    ("writekey", Meaning::Account, Look::Token),
];

/// A key in lower case with nothing but its letters and digits, as [`NAMES`] has it; none where it is longer than any name.
pub(crate) fn plain_name<'b>(key: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let mut len = 0;
    for byte in key.bytes().filter(u8::is_ascii_alphanumeric) {
        *buffer.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    std::str::from_utf8(buffer.get(..len)?).ok()
}

pub(super) fn by_name(field: &Field<'_>) -> Meaning {
    named(field.key(), &field.value)
}

fn named(key: &str, value: &str) -> Meaning {
    let mut buffer = [0; LONGEST];
    let Some(name) = plain_name(key, &mut buffer) else { return Meaning::Other };
    match NAMES.binary_search_by(|row| row.0.cmp(name)).ok().and_then(|i| NAMES.get(i)) {
        Some((_, meaning, look)) if looks(*look, value) => *meaning,
        // `gdpr_consent_755`: meant for one vendor.
        None if name.starts_with("gdprconsent") && looks(Look::Consent(Form::TcString), value) => Meaning::Consent,
        _ => Meaning::Other,
    }
}

/// True for a name under which any vendor is told who somebody is: a site's own number of its user, a hashed e-mail address.
pub(crate) fn names_somebody(name: &str, value: &str) -> bool {
    matches!(named(name, value), Meaning::UserId | Meaning::HashedIdentity)
}

fn looks(look: Look, value: &str) -> bool {
    match look {
        Look::Any => true,
        Look::Address => is_address(value),
        Look::Place => is_address(value) || value.starts_with('/'),
        Look::Words => value.bytes().any(|b| b.is_ascii_alphabetic() || b >= 0x80) && !is_address(value) && !value.starts_with(['{', '[']),
        Look::Token => !value.is_empty() && value.len() <= 128 && !value.contains([' ', '/', '{']),
        Look::Hash => match value.len() {
            32 | 40 | 64 => value.bytes().all(|b| b.is_ascii_hexdigit()),
            43 | 44 => value.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/-_=".contains(&b)),
            _ => false,
        },
        Look::Consent(form) => has_form(form, value),
    }
}

/// Whether a value is written as an address: with a scheme of the web, plain or percent-encoded, or `//host/`.
pub(crate) fn is_address(value: &str) -> bool {
    let value = value.trim_start();
    ["http://", "https://", "//", "http%3a", "https%3a"]
        .iter()
        .any(|p| value.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p)))
}

/// Whether an address ends in the name of a picture, a document or a piece of a page: not what a visitor looks at, but what is
/// handed to a service that shows it.
fn is_file(value: &str) -> bool {
    const FILES: &[&str] = &[
        "avif", "css", "csv", "doc", "docx", "gif", "ico", "jpeg", "jpg", "js", "json", "mp3", "mp4", "pdf", "png", "svg", "webp", "woff2",
    ];
    let path = value.split(['?', '#']).next().unwrap_or(value);
    path.rsplit_once('.').is_some_and(|(_, end)| FILES.iter().any(|file| file.eq_ignore_ascii_case(end)))
}

/// A page's address, ready to be looked for in values.
struct Page<'p> {
    host: &'p str,
    /// Host and path, without scheme, `www.`, query and the last slash.
    whole: &'p str,
    path: &'p str,
}

impl<'p> Page<'p> {
    fn read(page: &'p str) -> Option<Self> {
        let rest = page.split_once("://")?.1;
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        let rest = rest.strip_prefix("www.").unwrap_or(rest);
        let whole = rest.trim_end_matches('/');
        let host = whole.split(['/', ':']).next().unwrap_or(whole);
        let path = whole.find('/').and_then(|at| whole.get(at..)).unwrap_or_default();
        (!host.is_empty()).then_some(Page { host, whole, path })
    }

    /// Whether the value holds the page's address, or is its path.
    fn within(&self, value: &str) -> bool {
        if self.path.is_empty() {
            // The front page: its host alone is everywhere, so it must stand as an address.
            let after = value.split_once("://").map(|s| s.1.strip_prefix("www.").unwrap_or(s.1));
            let rest = after.and_then(|a| a.strip_prefix(self.whole));
            return rest.is_some_and(|r| r.is_empty() || r.starts_with(['/', '?', '#', ':']) && r.trim_start_matches('/').is_empty());
        }
        value.contains(self.whole) || self.path.len() >= 8 && value.trim_end_matches('/') == self.path
    }

    /// Whether the value is an address of another site: not of the page's registrable domain.
    fn foreign(&self, value: &str) -> bool {
        let host = value.split_once("://").filter(|_| is_address(value)).map(|s| s.1.split(['/', '?', '#', ':']).next().unwrap_or(s.1));
        host.is_some_and(|host| !registrable(host).eq_ignore_ascii_case(registrable(self.host)))
    }

    /// Whether the value is an address on another host.
    fn elsewhere(&self, value: &str) -> bool {
        is_address(value) && !value.contains(self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::Part;
    use std::borrow::Cow;

    fn field<'a>(path: &'a str, value: &'a str) -> Field<'a> {
        Field { part: Part::Query, path: Cow::Borrowed(path), value: Cow::Borrowed(value), inside: None, coding: None }
    }

    #[test]
    fn names_are_sorted_and_bare() {
        assert!(NAMES.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(NAMES.iter().all(|n| n.0.len() <= LONGEST && n.0.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())));
    }

    #[track_caller]
    fn check(path: &str, value: &str, want: Meaning) {
        assert_eq!(meaning(None, &field(path, value)), want, "{path}={value}");
    }

    #[test]
    fn by_name_and_shape() {
        check("url", "1", Meaning::Other);
        check("url", "https://clinic.example/hiv", Meaning::PageAddress);
        check("page_url", "/hiv", Meaning::PageAddress);
        check("data.pageURL", "https://clinic.example/hiv", Meaning::PageAddress);
        check("q", "1234", Meaning::Other);
        check("q", "back pain", Meaning::SearchTerm);
        check("title", "{}", Meaning::Other);
        check("title", "HIV testing", Meaning::PageTitle);
        check("hem", "abc", Meaning::Other);
        check("hem", "0123456789abcdef0123456789abcdef", Meaning::HashedIdentity);
        check("npa", "1", Meaning::Consent);
        check("dma", "501", Meaning::Other);
        check("gcs", "G101", Meaning::Consent);
        check("gcs", "bucket", Meaning::Other);
        check("gcd", "13l3l3l3l1l1", Meaning::Consent);
        check("gcd", "12", Meaning::Other);
        check("ccpa", "1YNN", Meaning::Consent);
        check("ccpa", "yes", Meaning::Other);
        check("user.ext.consent", "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", Meaning::Consent);
        check("consent", "Can this be a sentence of the visitor?", Meaning::Other);
        check("gdpr_consent_755", "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", Meaning::Consent);
        check("data_processing_options", "LDU", Meaning::Consent);
        check("data_processing_options", "none", Meaning::Other);
        check("", "", Meaning::Other);
        check("this_name_is_longer_than_any_in_the_list", "x", Meaning::Other);
    }

    #[track_caller]
    fn check_on(page: &str, path: &str, value: &str, want: Meaning) {
        assert_eq!(meaning_on(None, &field(path, value), Some(page)), want, "{page}: {path}={value}");
    }

    #[test]
    fn a_row_for_any_depth_means_the_page_s_own_site() {
        let vendor = crate::vendor::by_id("appdynamics").unwrap();
        let told = Recognised { vendor, role: crate::vendor::Role::Collect, tracking: true, how: crate::vendor::How::Host };
        let means = |value: &str| meaning_on(Some(&told), &field("a.url", value), Some("https://www.clinic.example/hiv"));
        assert_eq!(means("https://www.video.example/embed/hiv-testing"), Meaning::Other);
        assert_eq!(means("https://portal.clinic.example/messages"), Meaning::PageAddress);
        assert_eq!(means("/hiv"), Meaning::PageAddress);
    }

    #[test]
    fn by_the_page() {
        let page = "https://www.clinic.example/hiv-testing/?x=1";
        check_on(page, "cb", "12345", Meaning::Other);
        check_on(page, "x", "https://cdn.example/hiv-testing.js", Meaning::Other);
        check_on(page, "url", "https://ads.example/click", Meaning::Other);
        check_on(page, "url", "https://www.clinic.example/other", Meaning::PageAddress);
        // A picture to be made smaller, a form to be shown.
        check_on(page, "url", "https://www.clinic.example/img/doctor.jpg", Meaning::Other);
        check_on(page, "url", "https://www.clinic.example/forms/Intake.PDF?v=2", Meaning::Other);
        check_on("https://www.clinic.example/a.pdf", "url", "https://www.clinic.example/a.pdf", Meaning::PageAddress);
        check_on(page, "x", "https://clinic.example/hiv-testing/", Meaning::PageAddress);
        check_on(page, "x", "/hiv-testing", Meaning::PageAddress);
        check_on(page, "ref", "https://clinic.example/hiv-testing", Meaning::Referrer);
        let front = "https://clinic.example/";
        check_on(front, "x", "clinic.example", Meaning::Other);
        check_on(front, "x", "/", Meaning::Other);
        check_on(front, "x", "https://clinic.example/", Meaning::PageAddress);
    }
}
