//! The cards over the page: grouped by recipient, within bounds, quiet about what a person wants none of, and saying where to look.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{request, seen, watch};
use leaklight_core::finding::Severity;
use leaklight_core::observation::{Event, Request, ResourceType, Title};
use leaklight_core::report::view::{Card, Effect, Group, MAX_CARDS, MAX_EACH, MAX_HOSTS};
use leaklight_core::session::{Session, Settings};
use std::collections::BTreeSet;

const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
const META_HIV: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";

struct Told {
    cards: Vec<Card>,
    groups: Vec<Group>,
    more: u32,
    muted: u32,
    worst: Option<Severity>,
    worst_count: u32,
    site: String,
}

/// The last cards of a visit.
fn told(settings: Settings, page: &str, events: &[Event]) -> Told {
    let mut session = Session::new(settings);
    let all: Vec<_> = std::iter::once(watch(page)).chain(events.iter().cloned()).zip(1..).map(|(event, at)| seen(at, event)).collect();
    let last = session.step(&all, 0).into_iter().rev().find_map(|effect| match effect {
        Effect::Cards { cards, groups, more, muted, worst, worst_count, site, .. } => {
            Some(Told { cards, groups, more, muted, worst, worst_count, site })
        }
        _ => None,
    });
    let told = last.expect("cards");
    // What holds of all.
    assert!(told.cards.len() <= MAX_CARDS);
    let order: Vec<&str> = told.groups.iter().map(|g| g.id.as_str()).collect();
    let mut of_cards: Vec<&str> = told.cards.iter().map(|c| c.group.as_str()).collect();
    of_cards.dedup();
    assert_eq!(of_cards, order, "a group's cards stand together, in the groups' order");
    assert!(told.groups.is_sorted_by(|a, b| a.severity >= b.severity), "worst first");
    // The pill's number stands beside the worst severity's word, and counts no other.
    let grave = told.cards.iter().filter(|c| Some(c.severity) == told.worst).count() as u32;
    assert!((grave..=grave + told.more).contains(&told.worst_count) && (told.worst_count > 0) == told.worst.is_some());
    if told.more == 0 {
        assert_eq!(told.worst_count, grave);
    }
    for group in &told.groups {
        let own: Vec<&Card> = told.cards.iter().filter(|c| c.group == group.id).collect();
        assert!((1..=MAX_EACH).contains(&own.len()) && own.len() <= group.findings as usize);
        assert_eq!(own[0].severity, group.severity);
        assert!(own.is_sorted_by(|a, b| a.severity >= b.severity));
    }
    for card in &told.cards {
        assert!(card.hosts.len() <= MAX_HOSTS && !card.why.is_empty() && !card.why.contains('`'));
    }
    told
}

fn muting(what: &str) -> Settings {
    Settings { muted: vec![what.to_owned()], ..Settings::default() }
}

fn of(n: usize) -> Event {
    request(
        &n.to_string(),
        &format!("https://t.collector{n}.example/in?dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&n={n}"),
    )
}

#[test]
fn a_clean_page_has_no_group() {
    let told = told(Settings::default(), "https://www.clinic.example/p/1042", &[request("1", "https://www.clinic.example/logo.png")]);
    assert_eq!((told.cards.len(), told.groups.len(), told.more, told.muted, told.worst), (0, 0, 0, 0, None));
    assert_eq!(told.site, "clinic.example");
}

#[test]
fn one_group_a_recipient_and_every_recipient_before_anybodys_second() {
    let few = told(Settings::default(), HIV, &[request("1", META_HIV), of(1)]);
    let names: BTreeSet<&str> = few.groups.iter().map(|g| g.who.as_str()).collect();
    assert_eq!(names.len(), few.groups.len(), "each once: {names:?}");
    assert!(names.iter().any(|n| n.starts_with("Meta")) && names.contains("collector1.example"), "{names:?}");
    let events: Vec<Event> = (0..40).map(of).collect();
    let many = told(Settings::default(), HIV, &events);
    assert_eq!(many.cards.len(), MAX_CARDS);
    assert_eq!(many.groups.len(), MAX_CARDS, "as many recipients as there is room for, one card each");
    assert!(many.more >= 10);
}

#[test]
fn what_is_muted_has_no_card_and_is_counted() {
    let events = [request("1", META_HIV), of(1)];
    let all = told(Settings::default(), HIV, &events);
    let total = all.cards.len() as u32 + all.more;
    for card in &all.cards {
        let what: Vec<&str> = card.mutes.iter().map(|m| m.what.split(':').next().unwrap_or_default()).collect();
        assert_eq!(what, if card.group.is_empty() { vec!["kind", "site"] } else { vec!["kind", "recipient", "site"] });
        for mute in &card.mutes {
            let told = told(muting(&mute.what), HIV, &events);
            assert!(told.cards.iter().all(|c| c.key != card.key), "{}", mute.what);
            assert!(told.muted > 0 && told.cards.len() as u32 + told.more + told.muted == total, "{}", mute.what);
            assert!(!mute.what.starts_with("site:") || told.cards.is_empty());
        }
    }
    // On another site than the one named, and of another recipient or kind, nothing changes.
    for other in
        ["site:other.example", "kind:sensitive-url-third-party@other.example", "recipient:tiktok", "kind:", "site:", "recipient:", "x", ""]
    {
        let told = told(muting(other), HIV, &events);
        assert_eq!((told.cards.len(), told.muted), (all.cards.len(), 0), "{other}");
    }
    // As before: a kind on every site.
    assert!(told(muting("kind:sensitive-url-third-party"), HIV, &events).muted > 0);
}

#[test]
fn a_threshold_leaves_out_and_counts_what_is_lighter() {
    let events = [request("1", META_HIV), of(1)];
    let from = |cards_from| told(Settings { cards_from, ..Settings::default() }, HIV, &events);
    let (usual, low) = (from(None), from(Some(Severity::Low)));
    assert_eq!(usual.cards, low.cards, "as it was");
    let total = usual.cards.len() as u32 + usual.more;
    for severity in [Severity::Medium, Severity::High, Severity::Critical] {
        let told = from(Some(severity));
        assert!(told.cards.iter().all(|c| c.severity >= severity));
        assert_eq!(told.cards.len() as u32 + told.more, total);
        assert_eq!(told.worst, usual.worst, "the pill goes on saying it");
    }
    let info = from(Some(Severity::Info));
    assert!(info.cards.len() as u32 + info.more >= total);
    let read = |json: &str| serde_json::from_str::<Settings>(json).map(|s| s.cards_from);
    assert_eq!(read(r#"{"cards_from":"high"}"#).unwrap(), Some(Severity::High));
    assert_eq!(read("{}").unwrap(), None);
}

#[test]
fn a_card_knows_whose_things_to_look_for() {
    let script = Event::Request(Request {
        id: "s".into(),
        url: "https://connect.facebook.net/en_US/fbevents.js".into(),
        kind: ResourceType::Script,
        ..Request::default()
    });
    let told = told(Settings::default(), HIV, &[script, request("1", META_HIV)]);
    let meta = told.cards.iter().find(|c| c.who.starts_with("Meta")).expect("a card");
    assert!(meta.hosts.contains(&"www.facebook.com".to_owned()), "{:?}", meta.hosts);
    assert!(told.cards.iter().all(|c| c.hosts.iter().all(|h| h != "www.clinic.example")), "the page's own things tell nothing");
    assert!(told.cards.iter().filter(|c| c.group.is_empty()).all(|c| c.hosts.is_empty()));
}

#[test]
fn what_a_page_names_is_bounded_and_seen() {
    let long = format!("{0}.{0}.{0}.{1}.example", "a".repeat(63), "b".repeat(50));
    let title = format!("HIV testing \u{202e}\0{}", "x".repeat(5 << 20));
    let events = [
        Event::Title(Title { text: title }),
        request(
            "1",
            &format!(
                "https://{long}/in?{}=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&%E2%80%AE%00=HIV%20testing",
                "n".repeat(5000)
            ),
        ),
        request(
            "2",
            "https://collector.example/in?dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&t=HIV%20testing%20%E2%80%AE%00%F0%9F%A7%AC",
        ),
    ];
    let told = told(Settings::default(), HIV, &events);
    assert!(told.cards.iter().filter(|c| !c.group.is_empty()).count() >= 2, "{:?}", told.groups);
    for card in &told.cards {
        let json = serde_json::to_string(card).unwrap();
        assert!(json.len() < 8_000, "{}", json.len());
        let proof = card.proof.iter().flat_map(|p| [&p.name, &p.value.shown, &p.packed, &p.known]);
        for text in [&card.who, &card.said].into_iter().chain(proof).chain(&card.words).chain(card.mutes.iter().map(|m| &m.name)) {
            assert!(!text.contains(['\0', '\u{202e}']), "{text:?}");
            assert!(text.chars().count() <= 330, "{text}");
        }
    }
}

/// A severity has one shape, on a card as in the panel and the report.
#[test]
fn a_severity_has_one_shape_everywhere() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension/shell/card.ts");
    let card = std::fs::read_to_string(file).unwrap();
    for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info] {
        let shape = format!("{}: \"{}\"", severity.word(), leaklight_core::report::plain::shape(severity));
        assert!(card.contains(&shape), "{shape}");
    }
}
