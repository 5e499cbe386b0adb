//! A hit as what would be stored of it: plain labels, masked values, what is to be said of each.

use super::hit::Hit;
use super::page::{Told, retitled, told};
use super::{Kept, Scene};
use crate::address::{Address, cut};
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::identify::IdKind;
use crate::known::What;
use crate::report::view::{MatomoAction, MatomoRow};
use crate::reveal::Reveal;
use leaklight_text::{Message, message, t};

/// Rows kept of one action.
const MAX_ROWS: usize = 16;
/// Names of form fields listed in a row, and the longest text judged, in bytes.
const MAX_FIELDS: usize = 12;
const MAX_TEXT: usize = 2048;

/// How a value is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    /// An address: telling words marked, personal details masked.
    Address,
    /// Words, likewise.
    Text,
    /// What a visitor typed: masked whole.
    Typed,
    /// A number that stands for somebody: masked.
    Id,
    /// Technical.
    Plain,
}

/// Parameters a Matomo stores as such, in the order people read them. Names as in the tracking API and the plugins' trackers.
const ROWS: &[(&str, Message, Show)] = &[
    ("action_name", message!("Page title"), Show::Text),
    ("url", message!("Page address"), Show::Address),
    ("urlref", message!("Page before"), Show::Address),
    ("_ref", message!("Page before the visit"), Show::Address),
    ("search", message!("Searched for"), Show::Typed),
    ("search_cat", message!("Category searched in"), Show::Text),
    ("e_c", message!("Event category"), Show::Text),
    ("e_a", message!("Event action"), Show::Text),
    ("e_n", message!("Event name"), Show::Text),
    ("e_v", message!("Event value"), Show::Text),
    ("link", message!("Link followed"), Show::Address),
    ("download", message!("File downloaded"), Show::Address),
    ("c_n", message!("Name of what was shown"), Show::Text),
    ("c_p", message!("What was shown"), Show::Text),
    ("c_i", message!("What was done with it"), Show::Text),
    ("fa_name", message!("Form"), Show::Text),
    ("fa_id", message!("Form"), Show::Text),
    ("fa_ef", message!("Field entered first"), Show::Text),
    ("fa_lf", message!("Field left last"), Show::Text),
    ("ma_ti", message!("Title of the video"), Show::Text),
    ("ma_re", message!("Address of the video"), Show::Address),
    ("cra", message!("Error text"), Show::Text),
    ("cra_st", message!("Error trace"), Show::Text),
    ("cra_ru", message!("File with the error"), Show::Address),
    ("_cvar", message!("Custom variables"), Show::Text),
    ("cvar", message!("Custom variables"), Show::Text),
    ("idgoal", message!("Goal"), Show::Plain),
    ("ec_id", message!("Order number"), Show::Id),
    ("ec_items", message!("Items ordered"), Show::Text),
    ("_pkn", message!("Product"), Show::Text),
    ("_rcn", message!("Campaign"), Show::Text),
    ("_rck", message!("Campaign’s search word"), Show::Typed),
    ("uid", message!("User number"), Show::Id),
    ("_id", message!("Visitor number"), Show::Id),
    ("cid", message!("Visitor number"), Show::Id),
    ("res", message!("Size of the screen"), Show::Plain),
    ("uadata", message!("Browser, system and device"), Show::Plain),
];

/// What a page view is called.
const VIEW: Message = message!("Page view");

/// True for a page view; a hit without a title, and an action a plugin made up (`ca`), is none.
pub(super) fn is_view(hit: &Hit<'_>) -> bool {
    kind(hit).is_some_and(|(what, _)| what == VIEW) && hit.get("action_name").is_some() && hit.get("ca").is_none()
}

/// What kind of action a hit is, with what it belongs to: pieces of one recording and steps in one form are one action.
fn kind<'f>(hit: &Hit<'f>) -> Option<(Message, &'f str)> {
    let get = |name: &str| hit.get(name);
    if get("ping") == Some("1") || get("rec").is_some_and(|r| r != "1") {
        return None;
    }
    let is = |name: &str| get(name).is_some();
    Some(match () {
        () if hit.recording().is_some() => (message!("Heatmap or session recording"), get("hsr_vid").unwrap_or_default()),
        () if is("fa_vid") && !is("fa_pv") => (message!("Form"), get("fa_vid").unwrap_or_default()),
        () if is("ma_id") => (message!("Video or sound"), get("ma_id").unwrap_or_default()),
        () if is("cra") => (message!("Program error"), ""),
        () if get("e_c") == Some("abtesting") => (message!("A/B test"), ""),
        () if is("e_c") || is("e_a") => (message!("Event"), ""),
        () if is("search") => (message!("Site search"), ""),
        () if is("download") => (message!(noun: "Download"), ""),
        () if is("link") => (message!("Link followed"), ""),
        () if is("c_i") => (message!("Content acted on"), ""),
        () if is("c_n") => (message!("Content shown"), ""),
        () if is("ec_id") => (message!(noun: "Order"), ""),
        () if get("idgoal") == Some("0") => (message!("Cart"), ""),
        () if is("idgoal") => (message!("Goal reached"), ""),
        () if is("url") || is("action_name") => (VIEW, ""),
        () => return None,
    })
}

/// What a hit tells of, in a word or two; an event's own name where it has one.
pub(super) fn name(hit: &Hit<'_>) -> String {
    let action = hit.get("e_a").or_else(|| hit.get("e_c"));
    action.or_else(|| kind(hit).map(|(what, _)| what.say())).unwrap_or_default().to_owned()
}

/// What would be stored of a hit; none for a sign of life and for a hit that asks not to be recorded.
pub(super) fn action(facts: &Facts<'_>, hit: &Hit<'_>, scene: &Scene<'_>, of: u64) -> Option<Kept> {
    let (what, of_whole) = kind(hit)?;
    let mut rows = Vec::new();
    if let Some(recording) = hit.recording() {
        let pieces = [
            (recording.content, t!("Content of the page")),
            (recording.typed, t!("Text typed")),
            (recording.masked, t!("Text typed, masked: its length")),
            (recording.chosen, t!("Choice made in a form")),
        ];
        for (field, label) in pieces {
            let Some(field) = field else { continue };
            rows.push(row(label, "hsr_ev", Excerpt::value(cut(hit.value(field), MAX_TEXT)), String::new()));
        }
        if recording.moves {
            rows.push(row(t!("Moves, clicks and scrolling"), "hsr_ev", Excerpt::default(), String::new()));
        }
    }
    for &(name, label, show) in ROWS {
        if let Some(field) = hit.field(name).filter(|_| rows.len() < MAX_ROWS) {
            rows.push(shown(facts, hit, scene, (name, label, show), field));
        }
    }
    for &(name, field) in hit.params.iter().filter(|(n, _)| n.starts_with("dimension")) {
        if rows.len() < MAX_ROWS && !hit.value(field).is_empty() {
            rows.push(shown(facts, hit, scene, (cut(name, 40), message!("Custom dimension"), Show::Text), field));
        }
    }
    let names: Vec<&str> = hit.params.iter().filter(|(n, _)| n.ends_with("].fa_fn")).map(|(_, i)| hit.value(*i)).take(MAX_FIELDS).collect();
    if !names.is_empty() {
        let names = names.join(t!(", "));
        let reveal = facts.own.text(cut(&names, MAX_TEXT), "button");
        let said = note(&reveal);
        rows.push(row(t!("Fields of the form"), "fa_fields", words::excerpt_address(cut(&names, MAX_TEXT), &reveal), said));
    }
    let of = if of_whole.is_empty() { of } else { crate::hash::of(of_whole, u64::from(what.0)) };
    (!rows.is_empty()).then(|| Kept {
        of,
        joins: !of_whole.is_empty(),
        action: MatomoAction { at: scene.at, what: what.say().to_owned(), rows },
    })
}

/// Rows of a later piece of the same recording or form: what was not told yet.
pub(super) fn join(known: &mut MatomoAction, later: MatomoAction) {
    for row in later.rows {
        if known.rows.len() < MAX_ROWS && !known.rows.iter().any(|k| k.label == row.label && k.name == row.name) {
            known.rows.push(row);
        }
    }
}

fn shown(facts: &Facts<'_>, hit: &Hit<'_>, scene: &Scene<'_>, (name, label, show): (&str, Message, Show), field: usize) -> MatomoRow {
    let value = cut(hit.value(field), MAX_TEXT);
    let mut said = Vec::new();
    match name {
        "url" if scene.main => match told(value, scene.pages) {
            Told::Rewritten => said.push(t!("rewritten by the page").to_owned()),
            Told::Page { dropped, .. } if !dropped.is_empty() => said.push(t!("without some of the page’s parameters").to_owned()),
            _ => {}
        },
        "action_name" if scene.main && retitled(value, scene.pages) == Some(true) => said.push(t!("rewritten by the page").to_owned()),
        "urlref" if scene.main && is_other_than_before(value, scene) => said.push(t!("not the page shown before").to_owned()),
        _ => {}
    }
    let reveal = match show {
        Show::Address => facts.own.address(&Address::parse(value)),
        Show::Text => facts.own.text(value, if name == "action_name" { "title" } else { "event" }),
        Show::Typed => facts.own.text(value, "search"),
        Show::Id | Show::Plain => Reveal::default(),
    };
    // What was typed is masked, and not repeated beside the mask.
    let named = if show == Show::Typed && reveal.sensitive { t!("names {what}", what = reveal.matter()) } else { note(&reveal) };
    said.extend(Some(named).filter(|n| !n.is_empty()));
    let known = private(facts, field);
    let value = match show {
        _ if known.is_some_and(What::is_secret) => Excerpt::veiled(),
        Show::Typed | Show::Id => Excerpt::value(value),
        // What somebody typed or is known by is masked wherever it stands.
        Show::Text if known.is_some() => Excerpt::value(value),
        Show::Text if names_somebody(facts, field) || is_number(value) => Excerpt::value(value),
        _ => words::excerpt_address(value, &reveal),
    };
    row(label.say(), name, value, said.join(t!("; ")))
}

/// True where the site's own page before it was shown in this tab and is not the one sent.
fn is_other_than_before(sent: &str, scene: &Scene<'_>) -> bool {
    let Some(before) = scene.pages.get(1).map(|p| Address::parse(&p.address)) else { return false };
    let sent = Address::parse(sent);
    before.is_network() && sent.host() == before.host() && sent.path() != before.path()
}

fn note(reveal: &Reveal) -> String {
    if reveal.sensitive { t!("names {what}", what = reveal.named()) } else { String::new() }
}

fn names_somebody(facts: &Facts<'_>, field: usize) -> bool {
    facts.identifiers.iter().any(|id| id.field == field && (id.kind == IdKind::Token || words::direct(id.kind).is_some()))
}

/// The known value in a field, the page's own address and title apart.
fn private(facts: &Facts<'_>, field: usize) -> Option<What> {
    let mine = |what: &What| !matches!(what, What::PageAddress | What::PageTitle);
    facts.known.iter().filter(|found| found.field == Some(field) && !found.one_way).map(|found| found.what).find(mine)
}

/// True for a bare number long enough to be somebody's: a custom dimension's name is not sent, so nothing says what it is.
fn is_number(value: &str) -> bool {
    value.len() >= 6 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

fn row(label: &str, name: &str, value: Excerpt, note: String) -> MatomoRow {
    // Proof that a person may uncover is kept with findings; here nothing is.
    MatomoRow { label: label.to_owned(), name: name.to_owned(), value: value.sealed(), note }
}
