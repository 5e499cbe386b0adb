//! Known values whatever the order of answers: how events are batched, when the host answers and where the worker is killed.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{ABOUT, Host, MAIL, PAGE, REASON, SINK, go, persona, post, request, sha256, timed, typed, watch};
use leaklight_core::observation::*;
use proptest::prelude::*;

/// What is typed, sent and shown, in all orders.
fn any_event() -> impl Strategy<Value = Event> {
    let words = prop::sample::select(vec![MAIL, "lumbar pain", "lumbar pain since May", "Tamsin", "", "nothing much"]);
    let id = "[0-2]";
    prop_oneof![
        3 => (0u32..2, words.clone()).prop_map(|(n, text)| match text {
            // One field for each: which of two is named hangs on when one asks.
            MAIL => typed(2, ABOUT, text),
            "" => typed(1 + n, if n == 1 { ABOUT } else { REASON }, text),
            _ => typed(1, REASON, text),
        }),
        3 => (id, words.clone(), any::<bool>()).prop_map(|(id, text, hashed)| {
            let text = if hashed { sha256(text) } else { text.to_owned() };
            post(&id, SINK, &format!(r#"{{"v":"{text}"}}"#))
        }),
        1 => (id, words.clone()).prop_map(|(id, text)| request(&id, &format!("https://www.facebook.com/tr/?id=1&ev=Lead&cd%5Bnote%5D={}", text.replace(' ', "+")))),
        1 => (0u32..3).prop_map(|n| Event::Submitted(Submitted { frame: 0, fields: vec![n], button: "Send".into() })),
        1 => prop::sample::select(vec![PAGE, "https://www.clinic.example/thanks"]).prop_map(go),
        1 => id.prop_map(|id| Event::Failed(Failed { id, error: "net::ERR_FAILED".into() })),
        1 => (id, words.clone()).prop_map(|(id, text)| Event::Headers(Headers { id, referer: None, cookies: vec![], more: vec![("x-user".into(), text.into())], ..Headers::default() })),
        1 => words.prop_map(|text| Event::Message(Message { frame: 4, url: "https://widget.example/x".into(), from: String::new(), body: SeenBody::Text(format!(r#"{{"m":"{text}"}}"#)), cut: false })),
    ]
}

/// What must be the same however events came: who was told what, how often, and proven by what.
fn essence(host: &Host) -> String {
    let view = host.session.view(7);
    let mut out: Vec<String> = Vec::new();
    for f in view.findings.iter().map(|f| &f.finding) {
        let mut proof: Vec<String> = f.evidence.iter().map(|e| format!("{} {:?}", e.at, e.known.as_ref().map(|k| &k.steps))).collect();
        proof.sort();
        out.push(format!("{} {} {} {:?} {} {} {proof:?}", f.key, f.count, f.attempted, f.severity, f.first, f.last));
    }
    for value in &view.known {
        out.push(format!("{:?}", (value.value.uncovered(), &value.sources, &value.left)));
    }
    out.sort();
    out.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 100, ..ProptestConfig::default() })]

    /// However events are batched, whenever the host answers, and wherever the worker is killed, the findings are the same.
    #[test]
    fn the_same_events_give_the_same_findings(
        events in prop::collection::vec(any_event(), 1..7),
        batches in prop::collection::vec((1usize..4, any::<bool>(), any::<bool>()), 7),
        declared in any::<bool>(),
        pace in 5u64..25,
    ) {
        let settings = persona(declared);
        let mut events = timed(&[&[watch(PAGE)], events.as_slice()].concat());
        // What is typed within two seconds after a request may be what it held.
        events.iter_mut().for_each(|seen| seen.at = seen.at * pace / 10);
        let mut whole = Host::new(settings.clone());
        for event in &events {
            whole.step(std::slice::from_ref(event));
            whole.answer();
        }
        let mut split = Host::new(settings.clone());
        let mut rest = events.as_slice();
        for (size, answered, killed) in batches {
            let (now, later) = rest.split_at(size.min(rest.len()));
            split.step(now);
            if answered {
                split.answer();
            }
            if killed {
                split.restart(settings.clone());
            }
            rest = later;
        }
        split.step(&[]);
        split.answer();
        prop_assert_eq!(essence(&whole), essence(&split));
    }
}

/// Told event by event and answered after each; told at once and answered at the end.
fn both(events: &[Observation]) -> [Host; 2] {
    [1, events.len()].map(|size| {
        let mut host = Host::new(persona(false));
        for batch in events.chunks(size) {
            host.step(batch);
            host.answer();
        }
        host
    })
}

/// A value typed, sent, typed over and typed again before anybody answered: what left between was told it all the same.
#[test]
fn what_is_typed_again_was_typed_before() {
    let events = [watch(PAGE), typed(1, REASON, "nothing much"), post("0", SINK, r#"{"v":"nothing much"}"#)];
    let again = [typed(1, REASON, "lumbar pain"), typed(1, REASON, "nothing much")];
    let mut events = timed(&[events.as_slice(), again.as_slice()].concat());
    events.iter_mut().for_each(|seen| seen.at = seen.at * 11 / 10);
    let [whole, late] = both(&events);
    assert!(essence(&whole).contains("form-value-leak"), "{}", essence(&whole));
    assert_eq!(essence(&whole), essence(&late));
}

/// Of two requests with a value one failed: the value left with the other, whether it was known by then or not.
#[test]
fn what_failed_is_not_when_a_value_left() {
    let failed = Event::Failed(Failed { id: "lost".into(), error: "net::ERR_FAILED".into() });
    for (ids, at) in [(["arrived", "lost"], 3000), (["lost", "arrived"], 4000)] {
        let [first, second] = ids.map(|id| post(id, SINK, r#"{"v":"lumbar pain"}"#));
        let events = timed(&[watch(PAGE), typed(1, REASON, "lumbar pain"), first, second, failed.clone()]);
        for host in both(&events) {
            let view = host.session.view(7);
            let left: Vec<_> = view.known.iter().flat_map(|k| &k.left).map(|l| (l.count, l.last)).collect();
            assert_eq!(left, [(1, at)]);
        }
    }
}

/// A request's headers are told after it failed: what they carry did not arrive either, whether it was known by then or not.
#[test]
fn what_headers_add_to_a_failed_request_did_not_arrive() {
    let failed = Event::Failed(Failed { id: "1".into(), error: "net::ERR_FAILED".into() });
    let headers = Event::Headers(Headers { id: "1".into(), more: vec![("x-user".into(), "Tamsin".into())], ..Headers::default() });
    let told = |events: &[Event], at_once: bool| {
        let mut host = Host::new(persona(true));
        let events = timed(&[&[watch(PAGE)], events].concat());
        for batch in events.chunks(if at_once { events.len() } else { 1 }) {
            host.step(batch);
            host.answer();
        }
        let view = host.session.view(7);
        view.findings.iter().map(|f| f.finding.attempted).collect::<Vec<_>>()
    };
    let sent = post("1", SINK, "{}");
    for at_once in [false, true] {
        assert_eq!(told(&[sent.clone(), headers.clone()], at_once), [false], "{at_once}");
        assert_eq!(told(&[sent.clone(), failed.clone(), headers.clone()], at_once), [true], "{at_once}");
    }
}

/// Typed over and typed again: what was sent between and blocked was no constant of the tag's.
#[test]
fn what_was_blocked_between_two_typings_is_no_constant() {
    let failed = Event::Failed(Failed { id: "0".into(), error: "net::ERR_BLOCKED_BY_CLIENT".into() });
    let (over, typing) = (typed(1, REASON, "nothing much"), typed(1, REASON, "Tamsin"));
    let sent = |id: &str| post(id, SINK, r#"{"v":"Tamsin"}"#);
    let events = [watch(PAGE), typing.clone(), over, sent("0"), failed, typing, sent("1")];
    let at = [900, 1_000, 2_000, 10_000, 10_100, 17_500, 20_000];
    let mut events = timed(&events);
    events.iter_mut().zip(at).for_each(|(seen, at)| seen.at = at);
    // Answered as a host answers: one that takes fifteen seconds has lost what was typed first.
    let [host, _] = both(&events);
    let left: Vec<_> = host.session.view(7).known.iter().flat_map(|k| &k.left).map(|l| l.last).collect();
    assert_eq!(left, [20_000]);
}

/// What the same tag said before anybody typed it is a constant of its own, whether that arrived or not.
#[test]
fn what_was_to_be_told_before_it_was_typed_is_a_constant() {
    let failed = Event::Failed(Failed { id: "0".into(), error: "net::ERR_FAILED".into() });
    let first = post("0", SINK, r#"{"v":"Tamsin"}"#);
    let (typing, again) = (typed(1, REASON, "Tamsin"), post("1", SINK, r#"{"v":"Tamsin"}"#));
    let left = |events: &[Event]| {
        let mut events = timed(events);
        events.iter_mut().for_each(|seen| seen.at = seen.at * 21 / 10);
        both(&events).map(|host| host.session.view(7).known.iter().flat_map(|k| &k.left).map(|l| l.last).collect::<Vec<_>>())
    };
    // Clean twin: typed, then told.
    assert_eq!(left(&[watch(PAGE), typing.clone(), again.clone()]), [vec![6300], vec![6300]]);
    assert_eq!(left(&[watch(PAGE), first.clone(), typing.clone(), again.clone()]), [vec![4200], vec![4200]]);
    for late in 2..=4 {
        let mut events = vec![watch(PAGE), first.clone(), typing.clone(), again.clone()];
        events.insert(late, failed.clone());
        assert_eq!(left(&events), [const { Vec::<u64>::new() }; 2], "it failed as event {late}");
    }
}
