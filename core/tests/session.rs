//! The session's promises: deterministic, splittable, restorable, never failing.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{request, seen, watch};
use leaklight_core::finding::Kind;
use leaklight_core::observation::*;
use leaklight_core::own::{PageKind, Rule, Says};
use leaklight_core::report::html::html;
use leaklight_core::report::view::{Effect, FindingView, View};
use leaklight_core::session::{Session, Settings};
use leaklight_core::site::Declared;
use proptest::prelude::*;

const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing/schedule-appointment";
const META: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment&fbp=fb.1.1.2";

const GTM: &str = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123";

fn after(events: &[Observation]) -> (Session, Vec<Effect>) {
    let mut session = Session::new(Settings::default());
    let effects = session.step(events, 0);
    (session, effects)
}

fn kinds(view: &View) -> Vec<&'static str> {
    let mut all: Vec<_> = view.findings.iter().map(|f| f.finding.kind.word()).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_clean_page_gives_no_card_and_says_what_was_not_seen() {
    let (session, effects) = after(&[
        seen(1, watch("https://www.clinic.example/p/1042")),
        seen(2, request("1", "https://www.clinic.example/logo.png")),
        seen(3, request("2", "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042")),
    ]);
    let view = session.view(7);
    assert_eq!(kinds(&view), Vec::<&str>::new());
    assert!(!view.blind_spots.is_empty());
    assert_eq!(view.summary.companies, 1);
    assert!(effects.iter().any(|e| matches!(e, Effect::Cards { cards, .. } if cards.is_empty())));
}

#[test]
fn a_leak_gives_a_card_a_badge_and_a_finding_with_proof() {
    let (session, effects) = after(&[seen(1, watch(PAGE)), seen(2, request("1", META)), seen(3, request("2", META))]);
    let view = session.view(7);
    let f = view.findings.iter().find(|f| f.finding.kind.word() == "sensitive-url-third-party").unwrap();
    assert_eq!(f.finding.count, 2, "the same leak again is counted, not repeated");
    assert_eq!((f.finding.first, f.finding.last), (2, 3));
    assert_eq!(f.finding.evidence[0].at, "query:dl");
    let Some(Effect::Cards { cards, .. }) = effects.iter().find(|e| matches!(e, Effect::Cards { .. })) else {
        panic!("no cards: {effects:?}")
    };
    assert!(cards[0].said.contains("HIV testing"), "{}", cards[0].said);
    assert!(
        effects.iter().any(|e| matches!(e, Effect::Badge { text, .. } if text == "3")),
        "two of the page, one that the page view was told twice"
    );
}

#[test]
fn a_field_that_says_there_is_nothing_told_nothing() {
    let sent = |hem: &str| Request {
        id: "1".into(),
        url: "https://px.ads.linkedin.com/wa/?medium=fetch&fmt=g".into(),
        method: "POST".into(),
        kind: ResourceType::Xmlhttprequest,
        body: SeenBody::Text(format!(r#"{{"pids":[1],"url":"https://www.clinic.example/p/1042","signalType":"PAGE_VISIT","hem":{hem}}}"#)),
        ..Request::default()
    };
    let told = |hem: &str| {
        let (session, _) = after(&[seen(1, watch("https://www.clinic.example/p/1042")), seen(2, Event::Request(sent(hem)))]);
        session.view(7).recipients.iter().flat_map(|r| r.told.clone()).any(|t| t == "scrambled identity")
    };
    assert!(!told("null"));
    assert!(told(r#""098f6bcd4621d373cade4e832627b4f6098f6bcd4621d373cade4e832627b4f6""#));
}

#[test]
fn a_failed_request_was_attempted_not_received() {
    let events = [
        seen(1, watch(PAGE)),
        seen(2, request("1", META)),
        seen(3, Event::Failed(Failed { id: "1".into(), error: "net::ERR_BLOCKED_BY_CLIENT".into() })),
    ];
    let (mut session, _) = after(&events);
    let attempted = |s: &Session| s.view(7).findings.iter().filter(|f| f.finding.recipient.is_some()).all(|f| f.finding.attempted);
    assert!(attempted(&session));
    let view = session.view(7);
    assert!(view.blind_spots.iter().any(|b| b.said.contains("blocked") && b.advice.contains("blockers")));
    assert_eq!(view.blind_spots.last().map(|b| b.advice.as_str()), Some(""), "what no browser shows, nobody can see");
    session.step(&[seen(4, request("2", META))], 0);
    assert!(!attempted(&session), "one that arrived is enough");
}

#[test]
fn a_body_the_browser_did_not_show_is_told_by_the_page_hook_and_only_for_a_real_request() {
    let body = SeenBody::Text(r#"{"email":"jordan.avery@example.org"}"#.into());
    let hook = |url: &str| Event::PageSend(PageSend { frame: 0, url: url.into(), how: "beacon".into(), body: body.clone(), cut: false });
    let url = "https://collector.example/in";
    let (session, _) = after(&[seen(1, watch("https://www.clinic.example/p/1")), seen(2, hook(url))]);
    assert_eq!(kinds(&session.view(7)), Vec::<&str>::new(), "a claim without a request is no finding");
    assert!(session.view(7).blind_spots.iter().any(|b| b.said.contains("claim")));
    let mut unseen = Request { id: "1".into(), url: url.into(), method: "POST".into(), kind: ResourceType::Ping, ..Request::default() };
    unseen.body = SeenBody::Unseen(0);
    let (session, _) =
        after(&[seen(1, watch("https://www.clinic.example/p/1")), seen(2, Event::Request(unseen)), seen(3, hook(url)), seen(4, hook(url))]);
    let view = session.view(7);
    let found: Vec<_> = view.findings.iter().filter(|f| f.finding.kind.word() == "identifier-to-third-party").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].finding.count, 1, "the second claim matches no request");
    assert!(view.blind_spots.iter().any(|b| b.said.contains("1 claim")));
}

#[test]
fn the_page_hook_may_speak_before_the_browser_does() {
    let url = "https://collector.example/in";
    let hook = Event::PageSend(PageSend {
        frame: 0,
        url: url.into(),
        how: "beacon".into(),
        body: SeenBody::Text(r#"{"email":"jordan.avery@example.org"}"#.into()),
        cut: false,
    });
    let mut unseen = Request { id: "1".into(), url: url.into(), method: "POST".into(), kind: ResourceType::Ping, ..Request::default() };
    unseen.body = SeenBody::Unseen(0);
    let (session, _) = after(&[seen(1, watch("https://www.clinic.example/p/1")), seen(2, hook.clone()), seen(3, Event::Request(unseen))]);
    let view = session.view(7);
    assert_eq!(kinds(&view), ["identifier-to-third-party"], "read, and not called unreadable");
    assert_eq!(view.summary.unread, 0);
    assert!(!view.blind_spots.iter().any(|b| b.said.contains("claim")));
    // Any number of claims without a request changes nothing but a count.
    let flood: Vec<_> =
        std::iter::once(seen(1, watch("https://www.clinic.example/p/1"))).chain((2..502).map(|n| seen(n, hook.clone()))).collect();
    let (session, _) = after(&flood);
    assert_eq!(kinds(&session.view(7)), Vec::<&str>::new());
    assert!(session.view(7).blind_spots.iter().any(|b| b.count == 500), "{:?}", session.view(7).blind_spots);
    assert!(session.snapshot().len() < 20_000);
}

#[test]
fn a_body_told_by_the_page_hook_is_no_longer_unread_and_counts_nothing_twice() {
    let url = "https://bayside.matomo.cloud/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    let sent = Request { id: "1".into(), url: url.into(), method: "POST".into(), kind: ResourceType::Ping, ..Request::default() };
    let unseen = Event::Request(Request { body: SeenBody::Unseen(0), ..sent });
    let told = |text: &str| {
        Event::PageSend(PageSend { frame: 0, url: url.into(), how: "beacon".into(), body: SeenBody::Text(text.into()), cut: false })
    };
    let count = |v: &View, kind: &str| v.findings.iter().filter(|f| f.finding.kind.word() == kind).map(|f| f.finding.count).sum::<u32>();

    let (session, _) = after(&[seen(1, watch(PAGE)), seen(2, unseen.clone())]);
    let view = session.view(7);
    assert_eq!((view.summary.unread, count(&view, "unknown-or-unreadable")), (1, 1), "until the hook says so it is not read");

    for text in ["", "action_name=HIV"] {
        let (session, _) = after(&[seen(1, watch(PAGE)), seen(2, unseen.clone()), seen(3, told(text))]);
        let view = session.view(7);
        assert_eq!((view.summary.unread, count(&view, "unknown-or-unreadable")), (0, 0), "{text:?}");
        assert_eq!(count(&view, "sensitive-url-third-party"), 1, "{text:?}: the same request, read twice");
        assert_eq!(view.summary.requests, 1);
    }
}

#[test]
fn a_referer_that_repeats_what_was_told_is_proof_and_not_a_finding_of_its_own() {
    let referer = |id: &str| {
        Event::Headers(Headers { id: id.into(), referer: Some(PAGE.into()), cookies: Vec::new(), more: Vec::new(), ..Headers::default() })
    };
    let (session, _) = after(&[seen(1, watch(PAGE)), seen(2, request("1", META)), seen(3, referer("1"))]);
    let view = session.view(7);
    assert!(!kinds(&view).contains(&"referrer-leak"), "{:?}", kinds(&view));
    let told = view.findings.iter().find(|f| f.finding.kind.word() == "sensitive-url-third-party").unwrap();
    assert!(told.finding.evidence.iter().any(|e| e.at == "header:referer"));
    // Where nothing else tells the address, the Referer is the leak.
    let (session, _) = after(&[seen(1, watch(PAGE)), seen(2, request("1", "https://collector.example/a.gif")), seen(3, referer("1"))]);
    assert!(kinds(&session.view(7)).contains(&"referrer-leak"));
}

#[test]
fn stored_values_are_listed_and_counted_once() {
    let cookie = |value: &str| {
        Event::Cookie(Cookie {
            name: "profile".into(),
            value: value.into(),
            domain: ".clinic.example".into(),
            path: "/".into(),
            partition: None,
            http_only: false,
            secure: true,
            expires: None,
            removed: value.is_empty(),
            ..Cookie::default()
        })
    };
    let (mut session, _) = after(&[
        seen(1, watch("https://www.clinic.example/p/1")),
        seen(2, cookie("jordan.avery@example.org")),
        seen(3, cookie("jordan.avery@example.org")),
        seen(4, cookie("jordan.b.avery@example.org")),
    ]);
    let view = session.view(7);
    assert_eq!(kinds(&view), ["sensitive-storage"]);
    assert_eq!(view.findings[0].finding.count, 1);
    assert_eq!(view.storage.len(), 1);
    session.step(&[seen(5, cookie(""))], 0);
    assert!(session.view(7).storage.is_empty(), "removed");
}

#[test]
fn a_snapshot_that_is_none_is_refused_in_words() {
    let (session, _) = after(&[seen(1, watch(PAGE)), seen(2, request("1", META))]);
    let whole = session.snapshot();
    assert_eq!(Session::restore(&whole).unwrap().view(7), session.view(7));
    for cut in 0..whole.len() {
        assert!(Session::restore(&whole[..cut]).is_err(), "cut at {cut}");
    }
    let other = [b"leaklight 0.0.9\n".as_slice(), &whole[16..]].concat();
    for bytes in [b"".as_slice(), b"{}", b"leaklight", &other] {
        assert!(Session::restore(bytes).unwrap_err().starts_with("the saved state"), "{bytes:?}");
    }
}

#[test]
fn nothing_of_an_unwatched_tab_is_kept() {
    let (mut session, _) = after(&[seen(1, watch(PAGE)), seen(2, request("1", META))]);
    let other = Observation { at: 3, tab: 8, event: request("1", META) };
    session.step(&[other], 0);
    assert!(!session.view(8).watching);
    let effects = session.step(&[seen(4, Event::Unwatch)], 0);
    assert_eq!(effects, [Effect::Forget { tab: 7 }]);
    assert!(!String::from_utf8_lossy(&session.snapshot()).contains("hiv"));
}

#[test]
fn a_report_holds_no_unmasked_value() {
    let url = "https://api.segment.io/v1/i";
    let body = SeenBody::Text(r#"{"userId":"u-77","traits":{"email":"jordan.avery@example.org"}}"#.into());
    let sent = Request { id: "1".into(), url: url.into(), method: "POST".into(), body, ..Request::default() };
    let (session, _) =
        after(&[seen(1, watch("https://www.clinic.example/book?email=jordan.avery%40example.org")), seen(2, Event::Request(sent))]);
    assert!(kinds(&session.view(7)).contains(&"identifier-to-third-party"));
    let report = session.report(7, 9);
    for (format, report) in [("json", serde_json::to_string(&report).unwrap()), ("html", html(&report))] {
        assert!(report.len() > 500);
        for value in ["jordan.avery@example.org", "jordan.avery%40example.org", "jordan.avery"] {
            assert!(!report.contains(value), "{format} holds {value}");
        }
    }
    let view = session.view(7);
    let f = view.findings.iter().find(|f| f.finding.kind.word() == "identifier-to-third-party").unwrap();
    assert_eq!(session.uncover(7, &f.finding.key, 0).as_deref(), Some("jordan.avery@example.org"));
}

#[test]
fn when_memory_runs_out_evidence_goes_before_findings_and_counts() {
    let url = format!("{META}&dt=HIV%20testing&u2=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%2Fschedule-appointment");
    let (mut session, _) = after(&[seen(1, watch(PAGE)), seen(2, request("1", &url)), seen(3, request("2", &url))]);
    let before = session.view(7);
    session.step(&[seen(4, Event::Lost(Lost { what: "quota".into(), count: 1 }))], 0);
    let after = session.view(7);
    assert!(session.snapshot().len() > 100);
    assert_eq!(kinds(&before), kinds(&after));
    assert!(before.findings.iter().any(|f| f.finding.evidence.len() > 1), "the row must have something to drop");
    assert!(after.findings.iter().all(|f| f.finding.evidence.len() == 1));
    let twice = |f: &&FindingView| f.finding.recipient.is_some() && f.finding.kind != Kind::EnvironmentOrDuplicateTag;
    assert!(after.findings.iter().filter(twice).all(|f| f.finding.count == 2));
    assert!(after.blind_spots.iter().any(|b| b.said.contains("nearly full")));
}

fn any_event() -> impl Strategy<Value = Event> {
    let text = "[ -~é]{0,60}";
    let url = prop_oneof![
        Just(META.to_owned()),
        Just(PAGE.to_owned()),
        Just("https://collector.example/in?email=a.b%40example.org".to_owned()),
        "https://www.google-analytics.com/g/collect\\?v=2&tid=G-1&gtm=45je1(&gcs=G1[01][01]|&gdpr=1&gdpr_consent=|&us_privacy=1[YN]YN){0,2}",
        "[ -~é]{0,30}".prop_map(|v| format!("https://stats.clinic.example/matomo.php?idsite=1&rec=1&res=1x1&cookie=1&url={v}&e_c={v}")),
        "https?://[a-z.]{1,20}/[ -~]{0,60}",
        text.prop_map(|t: String| t),
    ];
    let batch = r#"{"requests":["?idsite=1&rec=1&hsr_vid=a&hsr_ev[0][ty]=9&hsr_ev[0][te]=x","?idsite=2&rec=1&consent=1&search=lump"]}"#;
    let body = prop_oneof![
        Just(SeenBody::None),
        Just(SeenBody::Text(batch.into())),
        text.prop_map(SeenBody::Text),
        text.prop_map(SeenBody::Base64),
        Just(SeenBody::Unseen(9))
    ];
    let id = "[0-3]";
    prop_oneof![
        url.clone().prop_map(|u| watch(&u)),
        (url.clone(), id, body.clone(), "(GET|POST)").prop_map(|(url, id, body, method)| Event::Request(Request {
            id,
            url,
            method,
            body,
            ..Request::default()
        })),
        (url.clone(), 0i64..2).prop_map(|(url, frame)| Event::Navigation(Navigation { frame, url, how: How::Committed })),
        text.prop_map(|text| Event::Title(Title { text })),
        (id, prop::option::of(url.clone())).prop_map(|(id, referer)| Event::Headers(Headers {
            id,
            referer,
            cookies: vec!["a".into()],
            more: Vec::new(),
            ..Headers::default()
        })),
        (id, prop::collection::vec(text, 0..2)).prop_map(|(id, set_cookie)| Event::Response(Response {
            id,
            status: 200,
            set_cookie,
            cached: false
        })),
        "(_pk_id.1.1fff|_pk_uid|mtm_cookie_consent)".prop_map(|name| Event::Cookie(Cookie {
            name,
            value: "0123456789abcdef.1".into(),
            domain: ".clinic.example".into(),
            path: "/".into(),
            partition: None,
            http_only: false,
            secure: true,
            expires: None,
            removed: false,
            ..Cookie::default()
        })),
        (id, text).prop_map(|(id, error)| Event::Failed(Failed { id, error })),
        (url.clone(), body).prop_map(|(url, body)| Event::PageSend(PageSend { frame: 0, url, how: "fetch".into(), body, cut: true })),
        (url.clone(), prop::collection::vec(prop_oneof![Just(GTM.to_owned()), url.clone()], 0..3))
            .prop_map(|(url, by)| Event::Cause(Cause { frame: 0, url, by, word: Word::Page })),
        (0i64..3, id).prop_map(|(frame, id)| Event::Request(Request {
            id,
            url: GTM.into(),
            kind: if frame == 0 { ResourceType::Script } else { ResourceType::SubFrame },
            frame,
            parent: Some(frame - 1),
            ..Request::default()
        })),
        (id, url.clone()).prop_map(|(id, to)| Event::Redirect(Redirect { id, to })),
        (url, text, text).prop_map(|(origin, k, v)| Event::Storage(Storage {
            frame: 0,
            origin,
            area: Area::Local,
            entries: vec![(k, Some(v))],
            left_out: 1
        })),
        (text, "(date of birth|symptoms|pet|e-mail)", "(log out|test results|my appointments|book)").prop_map(|(name, label, link)| {
            let forms = vec![format!("text\t{name}\t{label}\t\ntextarea\twhy\treason for visit")];
            Event::Structure(Structure { forms, links: vec![link] })
        }),
        Just(Event::Unwatch),
    ]
}

/// Rules of a person's own, and pages whose kind they said.
fn any_settings() -> impl Strategy<Value = Settings> {
    let what = "(hiv|testing|/conditions/\\*|[ -~é]{0,12})";
    let rule = (what, "(|clinic.example)", any::<bool>()).prop_map(|(what, site, telling)| Rule {
        what,
        site,
        says: if telling { Says::Sensitive } else { Says::Innocent },
        topic: "hiv".into(),
    });
    let page = ("(|/conditions/\\*)", 0u8..5).prop_map(|(path, class)| PageKind { site: "clinic.example".into(), path, class });
    (prop::collection::vec(rule, 0..3), prop::collection::vec(page, 0..2)).prop_map(|(rules, pages)| Settings {
        declared: Declared { rules: rules.into(), pages, ..Declared::default() },
        ..Settings::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_a_snapshot_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200), start in 0usize..17) {
        let head = Session::default().snapshot();
        let _ = Session::restore(&[&head[..start.min(head.len())], &bytes].concat());
    }

    /// However events are batched, and wherever the worker is killed between batches, the outcome is the same.
    #[test]
    fn the_same_events_give_the_same_findings(
        events in prop::collection::vec((0i32..3, any_event()), 1..40),
        cut in 0usize..40,
        chosen in any_settings(),
        changed in any_settings(),
    ) {
        let after = |events: &[Observation]| {
            let mut session = Session::new(chosen.clone());
            session.step(events, 0);
            (session, ())
        };
        let mut all = vec![seen(0, watch(PAGE))];
        all.extend(events.into_iter().enumerate().map(|(n, (tab, event))| Observation { at: n as u64 + 1, tab: if tab == 2 { -1 } else { tab + 7 }, event }));
        let (mut whole, _) = after(&all);
        let cut = cut.min(all.len());
        let (first, second) = all.split_at(cut);
        let (before, _) = after(first);
        let mut restored = Session::restore(&before.snapshot()).unwrap().choosing(chosen.clone());
        // As a worker does that was killed: it is told again what was chosen.
        restored.configure(chosen.clone());
        for one in second {
            restored.step(std::slice::from_ref(one), 1_000);
        }
        for tab in whole.watched() {
            prop_assert_eq!(whole.view(tab), restored.view(tab));
        }
        prop_assert_eq!(whole.watched(), restored.watched());
        for settings in [changed, chosen.clone()] {
            whole.configure(settings.clone());
            restored.configure(settings);
            prop_assert_eq!(&whole, &restored);
        }
    }

    /// Observations survive the log.
    #[test]
    fn the_log_round_trips(event in any_event()) {
        let o = seen(1, event);
        let line = serde_json::to_string(&o).unwrap();
        prop_assert_eq!(serde_json::from_str::<Observation>(&line).unwrap(), o);
    }
}
