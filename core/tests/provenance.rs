//! A browser's numbers: where each was born and kept, who was told, what comes back. Each leak beside its clean twin.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{PAGE, answer, cookie, go, post, request, seen, sha256, watch};
use leaklight_core::observation::*;
use leaklight_core::report::view::{TrailView, View};
use leaklight_core::session::{Session, Settings};

const ID: &str = "8f14e45fceea167a5a36dedd4bea2543";
const GA: &str = "GA1.1.1098115397.1700000000";

fn set(domain: &str, name: &str, value: &str) -> Event {
    Event::Cookie(cookie(domain, name, value))
}

fn gone(domain: &str, name: &str) -> Event {
    Event::Cookie(Cookie { removed: true, ..cookie(domain, name, "") })
}

fn local(key: &str, value: Option<&str>) -> Event {
    let entries = vec![(key.into(), value.map(Into::into))];
    Event::Storage(Storage { frame: 0, origin: "https://www.clinic.example".into(), area: Area::Local, entries, left_out: 0 })
}

/// The page is loaded; then these events happen, two seconds apart.
fn run(events: &[Event]) -> Session {
    let mut session = Session::new(Settings::default());
    session.step(&[seen(1000, watch(PAGE)), seen(1001, go(PAGE))], 0);
    for (n, event) in events.iter().enumerate() {
        let effects = session.step(&[seen(11_000 + 2000 * n as u64, event.clone())], 0);
        answer(&mut session, effects);
    }
    session
}

fn view(events: &[Event]) -> View {
    run(events).view(7)
}

/// What is found of the kind, in words.
fn said(view: &View) -> Vec<String> {
    let of = view.findings.iter().filter(|f| f.finding.kind.word() == "cross-site-id");
    of.map(|f| format!("{:?} {}", f.finding.severity, f.finding.said)).collect()
}

#[track_caller]
fn clean(events: &[Event]) {
    let found = said(&view(events));
    assert!(found.iter().all(|f| f.contains("can recognise this browser")), "{found:?}\n{events:?}");
}

#[track_caller]
fn leak(events: &[Event], want: &str) {
    let found = said(&view(events));
    assert!(found.iter().any(|f| f == want), "{found:?}");
}

#[track_caller]
fn trail(view: &View) -> &TrailView {
    assert_eq!(view.trails.len(), 1, "{:?}", view.trails);
    &view.trails[0]
}

#[test]
fn a_number_told_to_its_own_company_is_no_sync() {
    let ga = |q: &str| request("1", &format!("https://www.google-analytics.com/g/collect?v=2&tid=G-1&{q}"));
    clean(&[set(".clinic.example", "_ga", GA), ga("cid=1098115397.1700000000")]);
    let ads = request("1", "https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/?auid=1098115397.1700000000");
    clean(&[set(".clinic.example", "_ga", GA), ads]);
    clean(&[set(".adnetwork.example", "uid", ID), request("1", &format!("https://px.adnetwork.example/i?uid={ID}"))]);
    clean(&[set(".clinic.example", "_ga", GA), request("1", "https://www.clinic.example/api?cid=1098115397.1700000000")]);
}

#[test]
fn what_nobody_else_keeps_is_no_sync() {
    let told = |id: &str| request("1", &format!("https://x.tracker.example/i?a={id}"));
    // The site's own number, its keys, its records of settings.
    for (name, value) in [
        ("visitor", ID),
        ("csrf_token", ID),
        ("JSESSIONID", ID),
        ("AWSALB", ID),
        ("__cf_bm", ID),
        ("build", ID),
        ("OptanonConsent", &format!("consentId={ID}&groups=C0001:1")),
    ] {
        clean(&[set(".clinic.example", name, value), told(ID)]);
    }
    clean(&[set(".adnetwork.example", "XSRF-TOKEN", ID), told(ID)]);
    clean(&[local("flags", Some(&format!(r#"{{"experimentId":"{ID}","on":true}}"#))), told(ID)]);
    // Told of in passing, by those who keep a page running.
    clean(&[set(".adnetwork.example", "uid", ID), request("1", &format!("https://o1.ingest.sentry.io/api/1/envelope/?u={ID}"))]);
    clean(&[set(".adnetwork.example", "uid", ID), request("1", "https://x.tracker.example/i?a=8f14e45fceea167a5a36dedd4bea2544")]);
}

#[test]
fn a_number_told_to_another_company_is_said() {
    let to =
        "Low tracker.example was told the number adnetwork.example keeps for this browser: the two can now put their records together.";
    let uid = set(".adnetwork.example", "uid", ID);
    leak(&[uid.clone(), request("1", &format!("https://x.tracker.example/i?a={ID}"))], to);
    leak(&[uid.clone(), post("1", "https://x.tracker.example/i", &format!(r#"{{"partner":{{"id":"{ID}"}}}}"#))], to);
    leak(&[uid.clone(), request("1", &format!("https://x.tracker.example/i?a={}", sha256(ID)))], to);
    // It left before its cookie was told of.
    leak(&[request("1", &format!("https://x.tracker.example/i?a={ID}")), uid.clone()], to);
    let redirect = Event::Redirect(Redirect { id: "1".into(), to: format!("https://x.tracker.example/i?a={ID}") });
    let by = [
        request("1", "https://px.adnetwork.example/sync"),
        Event::Response(Response { id: "1".into(), status: 302, set_cookie: vec![format!("uid={ID}; Max-Age=31536000")], cached: false }),
        redirect,
        request("1", &format!("https://x.tracker.example/i?a={ID}")),
    ];
    leak(&by, to);
    let view = view(&by);
    assert!(view.findings.iter().any(|f| f.finding.limits.iter().any(|l| l == "Passed on by a redirect of adnetwork.example.")));
    leak(
        &[set(".clinic.example", "_ga", GA), request("1", "https://www.facebook.com/tr/?id=1&ev=PageView&cd[ga]=1098115397.1700000000")],
        "Medium Meta Pixel (Facebook) was told the number Google Analytics 4 keeps for this browser: the two can now put their records together.",
    );
}

#[test]
fn what_did_not_arrive_is_told_to_nobody() {
    let sync = [set(".adnetwork.example", "uid", ID), request("1", &format!("https://x.tracker.example/i?a={ID}"))];
    let failed = Event::Failed(Failed { id: "1".into(), error: "net::ERR_FAILED".into() });
    let view = view(&[sync.to_vec(), vec![failed]].concat());
    assert!(trail(&view).told.is_empty() && !trail(&view).notes.iter().any(|n| n.contains("was told")), "{:?}", view.trails);
}

#[test]
fn a_trail_from_birth_to_those_who_were_told() {
    let view = view(&[
        set(".adnetwork.example", "uid", ID),
        local("copy", Some(ID)),
        request("1", &format!("https://px.adnetwork.example/i?uid={ID}")),
        Event::Headers(Headers { id: "1".into(), cookies: vec!["uid".into()], ..Headers::default() }),
        request("2", &format!("https://x.tracker.example/i?a={}", sha256(ID))),
    ]);
    let trail = trail(&view);
    assert_eq!(trail.value.shown, "8f14…2543");
    assert_eq!(trail.born, "in the cookie uid of adnetwork.example, a script that was not seen");
    assert_eq!(trail.kept, ["cookie uid of adnetwork.example", "local storage copy of www.clinic.example"]);
    let told: Vec<(&str, &str, u32)> = trail.told.iter().map(|l| (l.name.as_str(), l.how.as_str(), l.count)).collect();
    assert_eq!(
        told,
        [
            ("tracker.example", "SHA-256 → hex, which can be matched", 1),
            ("adnetwork.example", "as its cookie", 1),
            ("adnetwork.example", "as it was", 1),
        ]
    );
    assert_eq!(
        trail.notes,
        [
            "adnetwork.example can recognise this browser on other sites by it.",
            "tracker.example was told the number adnetwork.example keeps for this browser: the two can now put their records together.",
            "It is kept in 2 places: whoever deletes one of them leaves the others.",
        ]
    );
    assert!(view.known.is_empty(), "it is nobody's words");
    assert!(view.storage.iter().all(|s| s.trail == Some(trail.id)));
    let born = self::view(&[request("1", &format!("https://x.tracker.example/i?a={ID}")), local("copy", Some(ID))]);
    assert_eq!(self::trail(&born).born, "in a request to tracker.example");
}

#[test]
fn what_comes_back_after_it_was_deleted() {
    let uid = || set(".clinic.example", "visitor", ID);
    let other = set(".clinic.example", "visitor", "0cc175b9c0f1b6a831c399e269772661");
    clean(&[uid(), gone(".clinic.example", "visitor"), other]);
    clean(&[uid(), uid(), local("copy", Some(ID))]);
    clean(&[set(".clinic.example", "JSESSIONID", ID), gone(".clinic.example", "JSESSIONID"), set(".clinic.example", "JSESSIONID", ID)]);
    clean(&[local("theme", Some("dark")), local("theme", None), local("theme", Some("dark"))]);
    leak(
        &[uid(), gone(".clinic.example", "visitor"), uid()],
        "Low The number in the cookie visitor of clinic.example came back after it was deleted. Where it came from was not seen.",
    );
    leak(
        &[uid(), local("copy", Some(ID)), gone(".clinic.example", "visitor"), uid()],
        "Low The number in the cookie visitor of clinic.example came back after it was deleted. It could come from the local storage copy of www.clinic.example, which was not deleted.",
    );
}

#[test]
fn few_are_followed_and_the_rest_is_counted() {
    let mut events: Vec<Event> = Vec::new();
    for n in 0..40u32 {
        events.push(local(&format!("visitor{n}"), Some(&format!("a1b2c3d4e5f6{n:04}abcdef"))));
    }
    events.push(set(".adnetwork.example", "uid", ID));
    let view = view(&events);
    assert_eq!(view.trails.len(), 24);
    assert!(view.trails.iter().any(|t| t.kept == ["cookie uid of adnetwork.example"]), "the lasting cookie of another company goes first");
    assert!(view.blind_spots.iter().any(|b| b.said.contains("identifiers in storage were not followed") && b.count == 17));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]
    #[test]
    fn any_batching_and_a_restart_give_the_same(cuts in proptest::collection::vec(1..4usize, 12), restart in 0..10usize) {
        let write = Write { area: Area::Cookie, name: "uid".into(), by: vec!["https://vendor.example/t.js".into()], removed: false };
        let events = [
            set(".clinic.example", "_ga", GA),
            request("1", "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1098115397.1700000000"),
            set(".adnetwork.example", "uid", ID),
            Event::Writes(Writes { frame: 0, origin: "https://www.clinic.example".into(), list: vec![write], left_out: 0 }),
            set(".clinic.example", "uid", ID),
            request("2", &format!("https://x.tracker.example/i?a={ID}")),
            gone(".clinic.example", "uid"),
            request("3", "https://www.facebook.com/tr/?id=1&ev=PageView&cd[ga]=1098115397.1700000000"),
            set(".clinic.example", "uid", ID),
            local("copy", Some(ID)),
        ];
        let all: Vec<Observation> = events.iter().cloned().enumerate().map(|(n, e)| seen(11_000 + 1500 * n as u64, e)).collect();
        let begin = || {
            let mut session = Session::new(Settings::default());
            session.step(&[seen(1000, watch(PAGE)), seen(1001, go(PAGE))], 0);
            session
        };
        let mut one = begin();
        for event in &all {
            let effects = one.step(std::slice::from_ref(event), 0);
            answer(&mut one, effects);
        }
        let mut other = begin();
        let (mut rest, mut done) = (all.as_slice(), 0);
        for cut in cuts {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            let mut effects = other.step(now, 0);
            rest = later;
            done += now.len();
            if done >= restart && done < restart + 4 {
                other = Session::restore(&other.snapshot()).unwrap();
                effects = other.step(&[], 0);
            }
            answer(&mut other, effects);
        }
        let effects = other.step(rest, 0);
        answer(&mut other, effects);
        proptest::prop_assert_eq!(one.view(7), other.view(7));
    }
}
