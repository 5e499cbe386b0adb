//! Who the visitor is and what the visit is about, told to one recipient: one story, one card, counted once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{go, request, seen, watch};
use leaklight_core::finding::{Finding, Severity};
use leaklight_core::observation::*;
use leaklight_core::report::view::{Card, Effect, View};
use leaklight_core::session::{Session, Settings};
use proptest::prelude::*;
use std::collections::BTreeSet;

const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
const PLAIN: &str = "https://www.clinic.example/p/1042";
const GA_HIV: &str =
    "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
const GA_MAIL: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&ep.email=jordan.avery%40example.org";
const GA_BOTH: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&ep.email=jordan.avery%40example.org&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
const ADS_MAIL: &str = "https://www.googleadservices.com/pagead/conversion/1/?url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1%3Femail%3Djordan.avery%2540example.org";
const META_HIV: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
const KIND: &str = "identity-with-health-context";

fn failed(id: &str) -> Event {
    Event::Failed(Failed { id: id.into(), error: "net::ERR_FAILED".into() })
}

/// A visit to the telling page and what it gave.
fn after(settings: Settings, events: &[Event]) -> (Session, Vec<Effect>) {
    let mut session = Session::new(settings);
    let all: Vec<_> = std::iter::once(watch(HIV)).chain(events.iter().cloned()).zip(1..).map(|(event, at)| seen(at, event)).collect();
    let effects = session.step(&all, 0);
    (session, effects)
}

fn cards(effects: &[Effect]) -> (Vec<Card>, u32) {
    let found = effects.iter().find_map(|e| if let Effect::Cards { cards, more, .. } = e { Some((cards.clone(), *more)) } else { None });
    found.unwrap()
}

fn stories(view: &View) -> Vec<&Finding> {
    view.findings.iter().map(|f| &f.finding).filter(|f| f.kind.word() == KIND).collect()
}

/// What is joined, what counts, and what must hold of both.
fn check(view: &View) {
    let keys: BTreeSet<&str> = view.findings.iter().map(|f| f.finding.key.as_str()).collect();
    let of = |key: &String| view.findings.iter().map(|f| &f.finding).find(|f| f.key == *key).unwrap();
    let mut parts = BTreeSet::new();
    for story in stories(view) {
        assert!(story.joins.len() >= 2 && story.joins.iter().all(|k| keys.contains(k.as_str())), "{story:#?}");
        assert!(story.joins.iter().all(|k| of(k).severity <= story.severity), "as grave as its gravest part: {story:#?}");
        let who = |k: &&String| ["identifier-to", "hashed-", "user-id-"].iter().any(|start| k.starts_with(start));
        assert!((1..story.joins.len()).contains(&story.joins.iter().filter(who).count()), "both halves: {story:#?}");
        assert!((2..=6).contains(&story.evidence.len()) && story.count >= 1 && story.first <= story.last);
        parts.extend(story.joins.iter().map(String::as_str));
    }
    assert!(view.findings.iter().filter(|f| f.finding.kind.word() != KIND).all(|f| f.finding.joins.is_empty()));
    let s = &view.summary;
    assert_eq!((s.critical + s.high + s.medium + s.low + s.info) as usize, keys.len() - parts.len(), "a story counts once");
}

#[test]
fn one_card_and_one_count_a_story() {
    let (session, effects) = after(Settings::default(), &[request("1", GA_BOTH), request("2", META_HIV)]);
    let view = session.view(7);
    check(&view);
    let (shown, more) = cards(&effects);
    assert_eq!(shown[0].said, "Google Analytics 4 was told that the person with this e-mail address is on your page about “HIV testing”.");
    assert_eq!(shown[0].proof.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["ep.email", "dl"]);
    let joins = &stories(&view)[0].joins;
    assert_eq!(joins.len(), 2);
    assert!(shown.iter().all(|c| !joins.contains(&c.key)));
    let counted = view.findings.iter().filter(|f| f.finding.severity >= Severity::Low && !joins.contains(&f.finding.key)).count();
    assert_eq!(more as usize, counted - shown.len());
    assert!(effects.iter().any(|e| matches!(e, Effect::Badge { text, .. } if *text == counted.to_string())), "{counted}: {effects:#?}");
    // What was seen of a recipient is still all there.
    assert!(joins.iter().all(|k| view.findings.iter().any(|f| f.finding.key == *k)));
}

#[test]
fn muting_stories_brings_their_parts_back_and_muting_one_story_does_not() {
    let muted = |what: String| {
        let (_, effects) = after(Settings { muted: vec![what], ..Settings::default() }, &[request("1", GA_BOTH)]);
        cards(&effects).0.into_iter().filter(|c| c.who.starts_with("Google")).map(|c| c.key).collect::<Vec<_>>()
    };
    let (session, _) = after(Settings::default(), &[request("1", GA_BOTH)]);
    let view = session.view(7);
    let story = stories(&view)[0];
    assert_eq!(muted(String::new()), [story.key.as_str()]);
    assert_eq!(muted(story.key.clone()), Vec::<String>::new());
    assert!(story.joins.contains(&muted(format!("kind:{KIND}"))[0]));
}

#[test]
fn what_did_not_arrive_was_tried_and_what_arrived_otherwise_is_said_otherwise() {
    let story = |events: &[Event]| {
        let (session, _) = after(Settings::default(), events);
        let view = session.view(7);
        check(&view);
        let story = stories(&view)[0];
        (story.attempted, story.said.starts_with("Over this visit"), story.count)
    };
    assert_eq!(story(&[request("1", GA_BOTH)]), (false, false, 1));
    assert_eq!(story(&[request("1", GA_BOTH), failed("1")]), (true, false, 1));
    // One that arrived is enough.
    assert_eq!(story(&[request("1", GA_BOTH), failed("1"), request("2", GA_BOTH)]), (false, false, 2));
    // Its headers come later, and it is the same request.
    let referer =
        Event::Headers(Headers { id: "1".into(), referer: Some(HIV.into()), cookies: Vec::new(), more: Vec::new(), ..Headers::default() });
    assert_eq!(story(&[request("1", GA_BOTH), referer]), (false, false, 1));
    // The halves came by themselves as well.
    assert_eq!(story(&[request("1", GA_BOTH), failed("1"), request("2", GA_MAIL), request("3", GA_HIV)]), (false, true, 1));
    // One half alone arrived.
    assert_eq!(story(&[request("1", GA_MAIL), request("2", GA_HIV), failed("2")]), (true, true, 1));
}

#[test]
fn a_body_told_later_belongs_to_its_request_and_counts_it_once() {
    let url = "https://api.segment.io/v1/t?url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    let unseen = Request { id: "1".into(), url: url.into(), method: "POST".into(), kind: ResourceType::Ping, ..Request::default() };
    let unseen = Event::Request(Request { body: SeenBody::Unseen(9), ..unseen });
    let body = SeenBody::Text(r#"{"traits":{"email":"jordan.avery@example.org"}}"#.into());
    let told = Event::PageSend(PageSend { frame: 0, url: url.into(), how: "beacon".into(), body, cut: false });
    let (session, _) = after(Settings::default(), &[unseen, told]);
    let view = session.view(7);
    check(&view);
    let story = stories(&view)[0];
    assert!(story.said.contains("the person with this e-mail address"), "in one request: {}", story.said);
    assert_eq!(story.count, 1);
}

#[test]
fn the_best_known_who_is_named_and_a_story_is_one_a_recipient() {
    let number = format!("{GA_HIV}&uid=p-4711");
    let (session, _) = after(Settings::default(), &[request("1", &number), go(PLAIN), request("2", GA_MAIL), request("3", META_HIV)]);
    let view = session.view(7);
    check(&view);
    let all = stories(&view);
    assert_eq!(all.len(), 1, "Meta got one half alone");
    // A number came with the page, an e-mail address alone: the address says more.
    assert!(all[0].said.starts_with("Over this visit Google Analytics 4 got an e-mail address"), "{}", all[0].said);
    assert_eq!((all[0].severity, all[0].joins.len()), (Severity::Critical, 3));
}

#[test]
fn services_of_one_owner_are_one_story_where_none_got_both() {
    let said = |events: &[Event]| {
        let (session, _) = after(Settings::default(), events);
        let view = session.view(7);
        check(&view);
        let all = stories(&view);
        all.iter().map(|f| (f.recipient.as_ref().unwrap().name.clone(), f.joins.len(), f.said.clone())).collect::<Vec<_>>()
    };
    let halves = [request("1", GA_HIV), request("2", ADS_MAIL)];
    let one = said(&halves);
    assert_eq!((one.len(), one[0].0.as_str(), one[0].1), (1, "Google", 2));
    assert!(one[0].2.contains("an e-mail address (Google Ads)") && one[0].2.contains("(Google Analytics 4)"), "{}", one[0].2);
    // One of them got both: its story is its own, and what the other got stands by itself.
    let own = said(&[halves.as_slice(), &[request("3", GA_MAIL)]].concat());
    assert_eq!((own.len(), own[0].0.as_str(), own[0].1), (1, "Google Analytics 4", 2));
    // Both got both: two stories.
    let ads_hiv = "https://www.googleadservices.com/pagead/conversion/1/?url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    let two = said(&[halves.as_slice(), &[request("3", GA_MAIL), request("4", ads_hiv)]].concat());
    assert_eq!(two.iter().map(|s| s.1).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn when_memory_runs_out_who_and_what_stay() {
    let (mut session, _) = after(Settings::default(), &[request("1", GA_BOTH), request("2", &format!("{GA_HIV}&dt=HIV%20testing"))]);
    assert!(stories(&session.view(7))[0].evidence.len() > 2);
    session.step(&[seen(9, Event::Lost(Lost { what: "quota".into(), count: 1 }))], 0);
    let view = session.view(7);
    check(&view);
    assert_eq!(stories(&view)[0].evidence.len(), 2);
}

#[test]
fn how_words_were_judged_is_kept_and_repeats_nothing_typed() {
    let search = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&ep.search_term=chest%20pain&dt=HIV%20testing";
    let address = "https://bat.bing.com/action/0?ti=1&evt=pageLoad&p=https%3A%2F%2Fwww.clinic.example%2Ffind-a-doctor%3Fq%3Dbreast%2Blump";
    let (session, _) = after(Settings::default(), &[request("1", search), request("2", GA_MAIL), request("3", address)]);
    let view = session.view(7);
    let sum = |kind: &str| view.findings.iter().find(|f| f.finding.kind.word() == kind).map(|f| f.finding.sum.clone()).unwrap();
    assert!(sum("title-leak").starts_with("HIV testing (HIV test) "), "{}", sum("title-leak"));
    assert_eq!(sum(KIND), sum("title-leak"), "of what it names");
    assert_eq!(sum("identifier-to-third-party"), "");
    assert!(sum("search-term-leak").starts_with("what was typed (part of the body) "), "{}", sum("search-term-leak"));
    for typed in ["chest", "lump"] {
        assert!(view.findings.iter().all(|f| !f.finding.sum.contains(typed)), "{typed}");
    }
}

#[test]
fn a_tester_reads_which_field_to_look_for() {
    let (session, _) = after(Settings::default(), &[request("1", GA_BOTH)]);
    let view = session.view(7);
    let fix = |kind: &str| view.findings.iter().find(|f| f.finding.kind.word() == kind).map(|f| f.fix.clone()).unwrap();
    assert!(fix("identifier-to-third-party").ends_with("Seen here in `ep.email`."), "{}", fix("identifier-to-third-party"));
    assert!(fix(KIND).ends_with("Seen here in `ep.email`, `dl`."), "{}", fix(KIND));
    assert!(!fix("sensitive-page-url").contains("Seen here"));
}

fn any_event() -> impl Strategy<Value = Event> {
    let url = prop::sample::select(&[GA_HIV, GA_MAIL, GA_BOTH, ADS_MAIL, META_HIV, "https://www.clinic.example/logo.png"][..]);
    let id = "[0-5]";
    prop_oneof![
        4 => (id, url).prop_map(|(id, url)| request(&id, url)),
        2 => id.prop_map(|id| failed(&id)),
        1 => id.prop_map(|id| Event::Headers(Headers { id, referer: Some(HIV.into()), cookies: vec!["a".into()], more: Vec::new(), ..Headers::default() })),
        1 => id.prop_map(|id| Event::Response(Response { id, status: 200, set_cookie: Vec::new(), cached: true })),
        1 => prop::sample::select(&[HIV, PLAIN, "https://shop.example/"][..]).prop_map(go),
        1 => Just(Event::Lost(Lost { what: "quota".into(), count: 1 })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// However events are batched, and wherever the worker is killed, the stories are the same, and each counts once.
    #[test]
    fn any_visit(events in prop::collection::vec(any_event(), 1..40), cut in 0usize..40) {
        let all: Vec<_> = std::iter::once(watch(HIV)).chain(events).zip(0..).map(|(event, at)| seen(at, event)).collect();
        let mut whole = Session::default();
        whole.step(&all, 0);
        check(&whole.view(7));
        let (first, second) = all.split_at(cut.min(all.len()));
        let mut before = Session::default();
        before.step(first, 0);
        let mut restored = Session::restore(&before.snapshot()).unwrap();
        for one in second {
            restored.step(std::slice::from_ref(one), 1_000);
        }
        prop_assert_eq!(whole.view(7), restored.view(7));
    }
}
