//! Where a value stood, and what its own shape says before any word is weighed.

use std::borrow::Cow;

/// Where a value stood.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    Path(usize),
    Query(&'a str),
    Fragment(&'a str),
    Title,
    Named(&'a str),
}

impl Place<'_> {
    /// The place as evidence names it.
    pub(super) fn at(&self) -> String {
        match self {
            Place::Path(n) => ["path:", itoa::Buffer::new().format(*n)].concat(),
            Place::Query(key) => ["query:", key].concat(),
            Place::Fragment("") => "fragment".into(),
            Place::Fragment(key) => ["fragment:", key].concat(),
            Place::Title => "title".into(),
            Place::Named(at) => (*at).into(),
        }
    }
}

/// A host as people spell it: `xn--clnica-psicologa-ovbe.example` is `clínica-psicología.example`.
pub(super) fn spelled(host: &str) -> Cow<'_, str> {
    if !host.contains("xn--") {
        return Cow::Borrowed(host);
    }
    let labels = host.split('.').map(|label| {
        let decoded = label.strip_prefix("xn--").and_then(idna::punycode::decode_to_string);
        decoded.map_or(Cow::Borrowed(label), Cow::Owned)
    });
    Cow::Owned(labels.collect::<Vec<_>>().join("."))
}

/// Names of parameters that hold what was typed into a search box; sorted.
static SEARCH: &[&str] = &[
    "buscar",
    "busqueda",
    "keyword",
    "keywords",
    "kw",
    "palabra",
    "q",
    "query",
    "s",
    "search",
    "search_query",
    "search_term",
    "searchquery",
    "searchterm",
    "searchtext",
    "term",
    "terms",
];

/// True for a parameter that holds what was typed into a search box.
pub(crate) fn is_search_box(name: &str) -> bool {
    SEARCH.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The same, and names that some search boxes have and much else: what stands there shows an intent, and is not masked.
pub(super) fn may_be_search(at: &str) -> bool {
    is_typed(at) || ["query:k", "query:p", "query:text"].iter().any(|known| at.eq_ignore_ascii_case(known))
}

/// A place where people type what they look for, as evidence names it. What stood there is shown masked, and never repeated.
pub(crate) fn is_typed(at: &str) -> bool {
    at == "search" || at.strip_prefix("query:").or_else(|| at.strip_prefix("fragment:")).is_some_and(is_search_box)
}

/// Is it all that stands between a title's separators?
pub(super) fn is_piece(title: &str, (from, to): (u32, u32)) -> bool {
    let before = title.get(..from as usize).unwrap_or("").trim_end();
    let after = title.get(to as usize..).unwrap_or("").trim_start();
    let marks = ['|', '–', '—', '·', '•', '»', '«', ':'];
    // A hyphen joins words unless spaces stand about it.
    let dash = |s: &str| s.starts_with("- ") || s.ends_with(" -");
    (before.is_empty() || before.ends_with(marks) || dash(before)) && (after.is_empty() || after.starts_with(marks) || dash(after))
}

/// `rehab_call_click`, `TherapistSelected`: an event's name, one word to a machine, whose `others` beside the telling one
/// say only what was done on the page.
pub(super) fn is_deed<'a>(name: &str, mut others: impl Iterator<Item = &'a [u8]>) -> bool {
    !name.contains(' ') && others.all(|word| DEEDS.binary_search(&word).is_ok())
}

/// What events do, whatever they are about; sorted.
pub(super) static DEEDS: &[&[u8]] = &[
    b"add",
    b"added",
    b"button",
    b"call",
    b"change",
    b"changed",
    b"choose",
    b"chosen",
    b"click",
    b"clicked",
    b"clicks",
    b"complete",
    b"completed",
    b"confirm",
    b"confirmed",
    b"cta",
    b"date",
    b"event",
    b"form",
    b"join",
    b"landing",
    b"lead",
    b"link",
    b"load",
    b"log",
    b"logged",
    b"now",
    b"open",
    b"opened",
    b"page",
    b"paid",
    b"purchase",
    b"purchased",
    b"renew",
    b"renewed",
    b"save",
    b"saved",
    b"select",
    b"selected",
    b"send",
    b"sent",
    b"set",
    b"start",
    b"started",
    b"step",
    b"submit",
    b"submitted",
    b"success",
    b"tap",
    b"tapped",
    b"track",
    b"update",
    b"updated",
    b"upload",
    b"uploaded",
    b"view",
    b"viewed",
    b"views",
];
