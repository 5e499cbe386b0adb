//! Known values in a live session: typed, declared, stored or seen, and found wherever they leave.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::type_complexity, missing_docs)]

mod common;

use common::{ABOUT, Host, MAIL, PAGE, REASON, SINK, go, persona, post, request, seen, sha256, stored, timed, title, typed, watch};
use leaklight_core::known::What;
use leaklight_core::observation::*;
use leaklight_core::report::view::Effect;
use leaklight_core::session::Settings;

fn after(events: &[Event]) -> Host {
    Host::after(&timed(events))
}

fn leak(value: &str) -> Event {
    post("1", SINK, &format!(r#"{{"v":"{value}"}}"#))
}

fn one(recipient: &str, how: &str) -> Vec<(String, String, u32)> {
    vec![(recipient.to_owned(), how.to_owned(), 1)]
}

#[test]
fn what_is_typed_is_found_and_what_is_not_is_not() {
    // Clean twins: nothing typed, something else sent, sent to the site itself, words everybody writes, a choice, the page's own word.
    for events in [
        vec![watch(PAGE), leak("lumbar pain")],
        vec![watch(PAGE), typed(1, REASON, "lumbar pain"), leak("page_view")],
        vec![watch(PAGE), typed(1, REASON, "lumbar pain"), post("1", "https://www.clinic.example/api", r#"{"v":"lumbar pain"}"#)],
        vec![watch(PAGE), typed(1, REASON, "Yes"), leak("Yes")],
        vec![watch(PAGE), typed(1, REASON, "Monday"), leak("Monday")],
        vec![watch(PAGE), typed(1, "text\tstate\tState\t", "Nevada"), leak("Nevada")],
        vec![watch(PAGE), typed(1, "select-one\treason\tReason\t", "lumbar pain"), leak("lumbar pain")],
        vec![watch("https://www.clinic.example/cardiology"), typed(1, "search\tq\tSearch\t", "cardiology"), leak("cardiology")],
    ] {
        let host = after(&events);
        assert!(!host.found().iter().any(|(kind, _)| *kind == "form-value-leak"), "{events:?}\n{:?}", host.found());
        let known = host.session.view(7).known;
        assert!(known.iter().all(|v| v.left.is_empty()), "{events:?}\n{known:?}");
    }
    let host = after(&[watch(PAGE), typed(1, REASON, "lumbar pain"), leak("lumbar pain")]);
    assert_eq!(host.left("lumbar pain"), one("collector.example", "as it was"));
    assert_eq!(host.found().iter().filter(|(kind, _)| *kind == "form-value-leak").count(), 1, "{:?}", host.found());
    let host = after(&[watch(PAGE), typed(1, ABOUT, MAIL), leak(&sha256(MAIL))]);
    let left = host.left(MAIL);
    assert!(left.len() == 1 && left[0].1.contains("SHA-256") && left[0].1.ends_with("can be matched"), "{left:?}");
}

/// What guards a plain body against false alarms guards a packed one.
#[test]
fn words_of_the_page_in_a_packed_body_are_not_what_was_typed() {
    const SPECIALTY: &str = "text\tspecialty\tSpecialty\t";
    let packed = |text: &str| {
        use base64::Engine;
        let json = format!(r#"{{"props":{{"heading":"{text}"}}}}"#);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, json.as_bytes()).unwrap();
        let engine = base64::engine::general_purpose::STANDARD;
        let body = Event::Request(Request {
            id: "1".into(),
            url: SINK.into(),
            method: "POST".into(),
            kind: ResourceType::Xmlhttprequest,
            body: SeenBody::Base64(engine.encode(gzip.finish().unwrap())),
            ..Request::default()
        });
        [body, post("1", SINK, &format!("data={}", engine.encode(&json).replace('+', "%2B")))]
    };
    for sent in packed("Our Cardiology team meets you") {
        let host = after(&[watch(PAGE), typed(1, SPECIALTY, "Cardiology"), sent]);
        assert!(!host.found().iter().any(|(kind, _)| *kind == "form-value-leak"), "{:?}", host.found());
    }
    for sent in packed("Cardiology") {
        let host = after(&[watch(PAGE), typed(1, SPECIALTY, "Cardiology"), sent]);
        assert!(host.found().iter().any(|(kind, _)| *kind == "form-value-leak"), "{:?}", host.found());
    }
}

#[test]
fn what_becomes_known_later_is_found_in_what_left_before() {
    let mut events = timed(&[watch(PAGE), leak("lumbar pain"), typed(1, REASON, "lumbar pain")]);
    let host = Host::after(&events);
    assert_eq!(host.left("lumbar pain"), one("collector.example", "as it was"));
    assert_eq!(host.session.view(7).summary.requests, 1, "read twice, counted once");
    // Fifteen seconds, by the events' own time.
    events[2].at = 2000 + 15_000;
    assert!(!Host::after(&events).left("lumbar pain").is_empty());
    events[2].at += 1;
    assert!(Host::after(&events).left("lumbar pain").is_empty());
}

#[test]
fn what_a_tag_said_all_along_is_not_what_was_typed() {
    const SPECIALTY: &str = "text\tspecialty\tSpecialty\t";
    let said = |at| seen(at, post(&at.to_string(), SINK, r#"{"department":"Cardiology ward"}"#));
    let typing = seen(9000, typed(1, SPECIALTY, "Cardiology ward"));
    let leaks = |host: &Host| host.found().iter().any(|(kind, _)| *kind == "form-value-leak");
    let host = Host::after(&[seen(1000, watch(PAGE)), said(2000), typing.clone(), said(10_000), said(11_000)]);
    assert!(!leaks(&host), "{:?}", host.found());
    let host = Host::after(&[seen(1000, watch(PAGE)), typing, said(10_000), said(11_000)]);
    assert!(leaks(&host));
}

#[test]
fn a_request_read_again_is_counted_once() {
    let told = [leak(MAIL), typed(1, ABOUT, MAIL), typed(2, REASON, "lumbar pain"), leak(MAIL)];
    let host = after(&[&[watch(PAGE)], told.as_slice()].concat());
    assert_eq!(host.left(MAIL), vec![("collector.example".to_owned(), "as it was".to_owned(), 2)]);
    for (kind, count) in host.found() {
        assert!(count <= 2, "{kind} is counted {count} times");
    }
    let view = host.session.view(7);
    let proof: Vec<_> = view.findings.iter().flat_map(|f| &f.finding.evidence).filter(|e| e.at == "body:v").collect();
    assert!(!proof.is_empty() && proof.iter().all(|e| e.known.is_some()), "what only looked like it is it: {proof:?}");
}

#[test]
fn what_did_not_arrive_did_not_leave() {
    let failed = Event::Failed(Failed { id: "1".into(), error: "net::ERR_BLOCKED_BY_CLIENT".into() });
    let host = after(&[watch(PAGE), typed(1, ABOUT, MAIL), leak(MAIL), failed.clone()]);
    assert!(host.left(MAIL).is_empty());
    let view = host.session.view(7);
    assert!(view.findings.iter().filter(|f| f.finding.recipient.is_some()).all(|f| f.finding.attempted), "{:?}", host.found());
    // Known only after it failed.
    let host = after(&[watch(PAGE), leak("lumbar pain"), failed, typed(2, REASON, "lumbar pain")]);
    assert!(host.left("lumbar pain").is_empty());
    let view = host.session.view(7);
    assert!(view.findings.iter().any(|f| f.finding.attempted) && view.findings.iter().all(|f| f.finding.attempted), "{:?}", host.found());
}

#[test]
fn typing_is_one_value_and_what_left_of_it_stays() {
    let words = |n: usize| typed(1, REASON, &"lumbar pain since May"[..n]);
    let host = after(&[watch(PAGE), words(6), words(11), words(21), words(21)]);
    let all: Vec<_> = host.session.view(7).known;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].sources, ["typed into “Reason for visit”"]);
    // A key at a time, to somebody else.
    let host = after(&[watch(PAGE), words(11), leak("lumbar pain"), words(21), leak("lumbar pain since May")]);
    let all = host.session.view(7).known;
    assert_eq!((all.len(), all[0].left[0].count), (1, 2), "{all:?}");
    // Typed over by something else, and emptied: what left stays, what did not goes.
    let host = after(&[watch(PAGE), words(11), leak("lumbar pain"), typed(1, REASON, "nothing much"), typed(1, REASON, "")]);
    let all = host.session.view(7).known;
    assert_eq!(all.iter().map(|v| v.value.uncovered()).collect::<Vec<_>>(), ["lumbar pain"]);
}

#[test]
fn a_password_is_told_and_never_kept() {
    const SECRET: &str = "Correct-Horse-7";
    let about = "password\tpw\tPassword\tcurrent-password";
    let mut host = Host::default();
    host.step(&timed(&[watch(PAGE), typed(3, about, SECRET)]));
    let holds = |host: &Host| String::from_utf8_lossy(&host.session.snapshot()).contains(SECRET);
    assert!(!holds(&host), "before it is ready");
    assert_eq!(host.prepared.iter().filter(|p| p.3 && p.1 == SECRET).count(), 1);
    host.answer();
    // Clean twin: as long, and another.
    host.step(&[seen(4000, leak("Correct-Horse-8"))]);
    assert!(host.session.view(7).known[0].left.is_empty());
    host.step(&[seen(5000, leak(SECRET))]);
    let view = host.session.view(7);
    assert_eq!((view.known[0].value.shown.as_str(), view.known[0].left.len()), ("••• (password)", 1), "{:?}", view.known);
    assert!(!holds(&host), "after it left");
    let report = serde_json::to_string(&host.session.report(7, 0)).unwrap();
    assert!(!report.contains(SECRET) && !serde_json::to_string(&view.findings).unwrap().contains(SECRET));
    let gone = |host: &Host| host.session.view(7).blind_spots.iter().any(|b| b.said.contains("typed before the restart"));
    assert!(!gone(&host));
    host.restart(Settings::default());
    host.step(&[]);
    assert!(gone(&host) && !host.asked.iter().any(|e| matches!(e, Effect::Prepare { secret: true, .. })));
    // The journal holds it empty: told again, it is no more there.
    host.step(&[seen(6000, typed(3, about, ""))]);
    assert!(gone(&host));
}

#[test]
fn a_persona_is_looked_for_while_it_is_on() {
    let mut host = Host::new(persona(false));
    host.step(&timed(&[watch(PAGE)]));
    assert!(host.session.view(7).known.is_empty());
    host.session.configure(persona(true));
    host.step(&[]);
    host.answer();
    let all = host.session.view(7).known;
    assert_eq!(all.iter().map(|v| v.what.as_str()).collect::<Vec<_>>(), ["E-mail address", "First name", "Last name", "Name"]);
    assert!(all.iter().all(|v| v.personas == ["Tamsin Quillmoor"]));
    // Clean twin: a doctor of that name.
    host.step(&[seen(3000, leak("Dr. Tamsin Okafor, cardiologist"))]);
    assert!(host.session.view(7).known.iter().all(|v| v.left.is_empty()));
    host.step(&[seen(4000, leak("Tamsin Quillmoor"))]);
    assert_eq!(host.left("Tamsin Quillmoor"), one("collector.example", "as it was"));
    host.step(&[seen(5000, typed(1, ABOUT, MAIL))]);
    host.session.configure(persona(false));
    let all = host.session.view(7).known;
    assert_eq!(all.iter().map(|v| v.value.uncovered()).collect::<Vec<_>>(), [MAIL], "known otherwise");
    assert_eq!(persona(true).personas[0].get(What::Email), Some(MAIL));
    host.session.configure(persona(true));
    let filled = host.session.fill("p1", &[(4, ABOUT), (5, "text\tcolour\tFavourite colour\t")]);
    assert_eq!(filled, [(4, MAIL.to_owned())]);
}

#[test]
fn an_identifier_seen_is_recognised_when_it_is_hashed() {
    let page = format!("https://www.clinic.example/thanks?email={MAIL}");
    let host = after(&[watch(&page), leak(&sha256(MAIL))]);
    assert_eq!(host.left(MAIL).len(), 1, "{:?}", host.session.view(7).known);
    // Clean twins: the site's own contact address, and one nobody showed.
    let own = "https://www.clinic.example/thanks?email=help.desk@clinic.example";
    let host = after(&[watch(own), leak(&sha256("help.desk@clinic.example"))]);
    assert!(host.left("help.desk@clinic.example").is_empty());
    let host = after(&[watch(PAGE), leak(&sha256(MAIL))]);
    assert!(host.session.view(7).known.is_empty());
    // In a cookie, in storage, in a request.
    let cookie = Event::Cookie(stored("user_email", MAIL, "www.clinic.example"));
    let storage = Event::Storage(Storage {
        frame: 0,
        origin: "https://www.clinic.example".into(),
        area: Area::Local,
        entries: vec![("profile".into(), Some(format!(r#"{{"user":{{"email":"{MAIL}"}}}}"#)))],
        left_out: 0,
    });
    let own = post("9", "https://www.clinic.example/api/login", &format!(r#"{{"email":"{MAIL}"}}"#));
    for (event, source) in [(cookie, "cookie user_email"), (storage, "local storage profile"), (own, "a request to clinic.example")] {
        let host = after(&[watch(PAGE), event, leak(&sha256(MAIL))]);
        let view = host.session.view(7);
        let value = view.known.iter().find(|v| v.value.uncovered() == MAIL).unwrap_or_else(|| panic!("{source}: {:?}", view.known));
        assert_eq!((value.sources.as_slice(), value.left.len()), ([source.to_owned()].as_slice(), 1));
    }
}

#[test]
fn the_moment_is_told_and_a_field_is_named_while_it_is_shown() {
    let sent = |fields: &[u32]| Event::Submitted(Submitted { frame: 0, fields: fields.to_vec(), button: "Send".into() });
    let proofs = |host: &Host| -> Vec<(Option<(u64, String)>, Option<u32>)> {
        let view = host.session.view(7);
        let known = view.findings.iter().flat_map(|f| &f.finding.evidence).filter_map(|e| e.known.clone());
        known.map(|k| (k.sent, k.field.map(|f| f.field))).collect()
    };
    let start = [watch(PAGE), typed(1, REASON, "lumbar pain")];
    let host = after(&[&start, [leak("lumbar pain")].as_slice()].concat());
    assert_eq!(proofs(&host), [(None, Some(1))]);
    let host = after(&[&start, [leak("lumbar pain"), sent(&[2])].as_slice()].concat());
    assert_eq!(proofs(&host), [(None, Some(1))], "another form");
    let host = after(&[&start, [leak("lumbar pain"), sent(&[1, 2])].as_slice()].concat());
    assert_eq!(proofs(&host), [(Some((4000, "Send".to_owned())), Some(1))]);
    // Sent, then told on the next page.
    let thanks = "https://www.clinic.example/thanks";
    let host = after(&[&start, [sent(&[1]), go(thanks), leak("lumbar pain")].as_slice()].concat());
    assert_eq!(proofs(&host), [(Some((3000, "Send".to_owned())), None)]);
    // Told before, and the page is left.
    let host = after(&[&start, [leak("lumbar pain"), sent(&[1]), go(thanks)].as_slice()].concat());
    assert_eq!(proofs(&host), [(Some((4000, "Send".to_owned())), None)]);
}

/// `{"v":"lumbar pain since May","more":"words words …"}` by Node 20's `brotliCompressSync`; and of other words.
const BROTLI: [&str; 2] = [
    "G54A+I3UYs0Z7gSyzeuVfb/PoXgqgVERUbHowAYcOAQWYQC4qN0HLIENOuZjk1zl1pNoitoFPiNndExBPg==",
    "G54A+I3UYs0Z7gS1w2l9N2/RGFHUkIpFBzbgwD2MMJmY7wNAWGImcwwRLeFYBOgZ2SxvIQ8=",
];
/// The same by the `zstd` command, level 19.
const ZSTD: [&str; 2] = [
    "KLUv/SSfrQEA1AJ7InYiOiJsdW1iYXIgcGFpbiBzaW5jZSBNYXkiLCJtb3JlIjoid29yZHMgIn0BAHtJSxk22fbx",
    "KLUv/SSflQEA0kIKELDrhOFGRMRMNh+WeiCZLETPVSNlc/BTHgMjii7RK3wJMmX9pHIwswsBAHtJSxn/vpyq",
];

#[test]
fn what_only_the_host_can_take_apart_is_read_again() {
    const WORDS: &str = "lumbar pain since May";
    let text = |words: &str| format!(r#"{{"v":"{words}","more":"{}"}}"#, "words ".repeat(20));
    let sent = |body: SeenBody| {
        Event::Request(Request {
            id: "1".into(),
            url: SINK.into(),
            method: "POST".into(),
            kind: ResourceType::Xmlhttprequest,
            body,
            ..Request::default()
        })
    };
    let lz = |words: &str| lz_str::compress_to_encoded_uri_component(text(words).as_str());
    let field = |value: &str| SeenBody::Text(format!(r#"{{"d":"{value}"}}"#));
    // A whole body and a value; as small as this, Zstandard leaves the words as they are.
    let packed: [(&str, [SeenBody; 2], u32); 4] = [
        ("zstd", ZSTD.map(|b| SeenBody::Base64(b.into())), 1),
        ("brotli", BROTLI.map(|b| SeenBody::Base64(b.into())), 1),
        ("brotli → base64", BROTLI.map(field), 0),
        ("LZ-string", [WORDS, "something else at all"].map(|words| field(&lz(words))), 1),
    ];
    for (how, [body, clean], unread) in packed {
        let host = after(&[watch(PAGE), typed(1, REASON, WORDS), sent(clean)]);
        assert!(host.left(WORDS).is_empty(), "{how}");
        let events = timed(&[watch(PAGE), typed(1, REASON, WORDS), sent(body)]);
        let mut host = Host::default();
        host.step(&events);
        assert!(host.asked.iter().any(|e| matches!(e, Effect::Unpack { .. })), "{how}: {:?}", host.asked);
        assert_eq!(host.session.view(7).summary.unread, unread, "{how}");
        host.restart(Settings::default());
        host.step(&[]);
        host.answer();
        assert_eq!(host.left(WORDS), one("collector.example", how));
        let view = host.session.view(7);
        let proofs: Vec<_> = view.findings.iter().flat_map(|f| &f.finding.evidence).filter_map(|e| e.known.as_ref()).collect();
        assert!(!proofs.is_empty() && proofs.iter().all(|p| p.steps.join(" → ") == how), "{how}: {proofs:?}");
        assert_eq!((host.session.view(7).summary.unread, host.session.view(7).summary.requests), (0, 1), "{how}");
    }
}

#[test]
fn what_is_salted_in_the_open_is_found() {
    let body = |salt: &str| format!(r#"{{"salt":"{salt}","em":"{}"}}"#, sha256(&format!("x7{MAIL}")));
    let host = after(&[watch(PAGE), typed(1, ABOUT, MAIL), post("1", SINK, &body("x8"))]);
    assert!(host.left(MAIL).is_empty());
    let host = after(&[watch(PAGE), typed(1, ABOUT, MAIL), post("1", SINK, &body("x7"))]);
    assert_eq!(host.left(MAIL).len(), 1);
}

#[test]
fn values_are_bounded_and_what_goes_is_counted() {
    let mut events = vec![watch(PAGE)];
    events.extend((0..160).map(|n| typed(n, REASON, &format!("reason number {n}"))));
    events.push(leak("reason number 159"));
    let host = after(&events);
    let view = host.session.view(7);
    assert_eq!(view.known.len(), 100);
    assert_eq!(view.known[0].value.uncovered(), "reason number 159", "what left first");
    assert!(view.blind_spots.iter().any(|b| b.count == 60 && b.said.contains("too many")), "{:?}", view.blind_spots);
}

#[test]
fn the_page_s_own_title_is_known_where_it_tells_something() {
    let host = after(&[watch("https://www.clinic.example/p/1"), title("Welcome to our clinic")]);
    assert!(host.session.view(7).known.is_empty(), "{:?}", host.session.view(7).known);
    let host = after(&[watch("https://www.clinic.example/conditions/hiv-testing"), title("HIV testing | Clinic")]);
    let whats: Vec<_> = host.session.view(7).known.iter().map(|v| v.what.clone()).collect();
    assert_eq!(whats, ["Page address", "Page address", "Page title"]);
}

#[test]
fn a_password_that_left_before_it_was_ready_is_not_kept() {
    const SECRET: &str = "Correct-Horse-7";
    let about = "password\tpw\tPassword\tcurrent-password";
    let holds = |host: &Host| String::from_utf8_lossy(&host.session.snapshot()).contains(SECRET);
    let header = Event::Headers(Headers {
        id: "1".into(),
        referer: None,
        cookies: vec![],
        more: vec![("x-pw".into(), SECRET.into())],
        ..Headers::default()
    });
    let message = Event::Message(Message {
        frame: 4,
        url: "https://widget.example/x".into(),
        body: SeenBody::Text(format!(r#"{{"pw":"{SECRET}"}}"#)),
        ..Message::default()
    });
    let said = Event::PageSend(PageSend {
        frame: 0,
        url: "https://collector.example/w".into(),
        how: "fetch".into(),
        body: SeenBody::Text(format!(r#"{{"pw":"{SECRET}"}}"#)),
        cut: false,
    });
    let unseen = Event::Request(Request {
        id: "2".into(),
        url: "https://collector.example/w".into(),
        method: "POST".into(),
        body: SeenBody::Unseen(0),
        ..Request::default()
    });
    for sent in [
        vec![leak(SECRET)],
        vec![leak("nothing"), header],
        vec![message],
        vec![unseen, said],
        vec![request("1", &format!("https://collector.example/a.gif?pw={SECRET}"))],
        vec![request("1", &format!("https://collector.example/{SECRET}/a.gif"))],
    ] {
        let mut host = Host::default();
        host.step(&timed(&[&[watch(PAGE), typed(3, about, SECRET)], sent.as_slice()].concat()));
        host.answer();
        let left = &host.session.view(7).known[0].left;
        assert_eq!(left.len(), 1, "{sent:?}");
        assert!(!holds(&host), "{sent:?}");
        let told = serde_json::to_string(&host.session.view(7)).unwrap();
        assert!(!told.contains(SECRET), "{sent:?}");
        // And the same again, now that it is ready.
        host.step(&sent.iter().cloned().zip(20..).map(|(event, n)| seen(n * 1000, event)).collect::<Vec<_>>());
        assert!(!holds(&host), "ready, {sent:?}");
    }
    // Told twice over one connection, before it is ready and after.
    let open = Event::Request(Request {
        id: "9".into(),
        url: "wss://collector.example/live".into(),
        method: "GET".into(),
        kind: ResourceType::Websocket,
        ..Request::default()
    });
    let word = Event::PageSend(PageSend {
        frame: 0,
        url: "wss://collector.example/live".into(),
        how: "websocket".into(),
        body: SeenBody::Text(format!(r#"{{"pw":"{SECRET}"}}"#)),
        cut: false,
    });
    let mut host = Host::default();
    host.step(&timed(&[watch(PAGE), typed(3, about, SECRET), open, word.clone(), word.clone()]));
    host.answer();
    assert!(!holds(&host), "twice");
    host.step(&[seen(20_000, word.clone()), seen(21_000, word)]);
    assert!(!holds(&host), "twice, ready");
}
