//! The list of hits: every request that told somebody something, event by event, decoded and masked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

mod common;

use common::*;
use leaklight_core::observation::*;
use leaklight_core::report::hits::{HitReader, MAX_FIELDS, MAX_HITS, hits, sent};
use leaklight_core::report::view::HitView;
use leaklight_core::session::{Session, Settings};
use std::fmt::Write as _;

const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
const META: &str = "https://www.facebook.com/tr/?id=1234567890&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&fbp=fb.1.1700000000000.123456789";

fn of(events: &[Event]) -> Vec<HitView> {
    let all: Vec<Event> = [watch(HIV), go(HIV)].into_iter().chain(events.iter().cloned()).collect();
    hits(&timed(&all), &Settings::default()).list
}

/// The events of one posted body: recipient, event, part of parts.
#[track_caller]
fn check(url: &str, body: &str, want: &[(&str, &str)]) {
    let hits = of(&[post("1", url, body)]);
    let got: Vec<(&str, &str)> = hits.iter().map(|h| (h.recipient.name.as_str(), h.event.as_str())).collect();
    assert_eq!(got, want, "{url}\n{body}");
    for (n, hit) in hits.iter().enumerate() {
        assert_eq!((hit.part as usize, hit.parts as usize, hit.request), (n + 1, want.len(), 1), "{url}");
    }
}

#[test]
fn a_body_of_several_events_is_split() {
    let ga4 = "https://www.google-analytics.com/g/collect?v=2&tid=G-AAA1111111&cid=1.2&dl=https%3A%2F%2Fwww.clinic.example%2F";
    check(
        ga4,
        "en=page_view\r\nen=scroll&epn.percent=90\r\nen=form_start&ep.form_id=book",
        &[("Google Analytics 4", "page_view"), ("Google Analytics 4", "scroll"), ("Google Analytics 4", "form_start")],
    );
    let segment = r#"{"writeKey":"w","batch":[{"type":"track","event":"Booked","anonymousId":"a"},{"type":"page","name":"Home","anonymousId":"a"}],"sentAt":"t"}"#;
    check("https://api.segment.io/v1/batch", segment, &[("Segment", "Booked"), ("Segment", "page")]);
    let posthog = r#"{"api_key":"phc","batch":[{"event":"$pageview","properties":{"distinct_id":"p7","items":[{"name":"x"},{"name":"y"}]}},{"event":"$autocapture","properties":{"distinct_id":"p7"}}]}"#;
    check("https://us.i.posthog.com/batch/", posthog, &[("PostHog", "$pageview"), ("PostHog", "$autocapture")]);
    let mixpanel = r#"[{"event":"Opened","properties":{"token":"t","distinct_id":"1"}},{"event":"Booked","properties":{"token":"t"}}]"#;
    check("https://api.mixpanel.com/track/?verbose=1", mixpanel, &[("Mixpanel", "Opened"), ("Mixpanel", "Booked")]);
    let amplitude = r#"{"api_key":"k","events":[{"event_type":"a","device_id":"d"},{"event_type":"b","device_id":"d"}]}"#;
    check("https://api2.amplitude.com/2/httpapi", amplitude, &[("Amplitude", "a"), ("Amplitude", "b")]);
    let matomo =
        r#"{"requests":["?idsite=3&rec=1&action_name=Home&url=https%3A%2F%2Fwww.clinic.example%2F","?idsite=3&rec=1&e_c=Form&e_a=Sent"]}"#;
    check("https://clinic.matomo.cloud/matomo.php", matomo, &[("Matomo Cloud", "Page view"), ("Matomo Cloud", "Sent")]);
    // A list inside one event is no list of events.
    let one = r#"{"api_key":"phc","event":"$pageview","properties":{"distinct_id":"p7","items":[{"event":"x"},{"event":"y"}]}}"#;
    check("https://us.i.posthog.com/e/", one, &[("PostHog", "$pageview")]);
    // Lines nobody knows, one document each.
    check("https://tracker.example/in", "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}", &[("tracker.example", ""), ("tracker.example", "")]);
}

#[test]
fn a_detail_is_no_events_name_however_it_is_packed() {
    let named = |name: &str| {
        let url = format!("https://www.facebook.com/tr/?id=1234567890&ev={name}");
        of(&[request("1", &url)]).remove(0)
    };
    for clean in ["Lead", "book_appointment_2", "cafe0123"] {
        assert_eq!(named(clean).event, clean);
    }
    let packed = |text: &str| text.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    for packed in ["jo@mail.example".to_owned(), packed("jo.avery@mail.example"), "am8uYXZlcnlAbWFpbC5leGFtcGxl".to_owned()] {
        let hit = named(&packed);
        assert!(!serde_json::to_string(&hit).unwrap().contains(&packed), "{packed}: {hit:?}");
        assert!(hit.event.contains('•'), "{}", hit.event);
    }
}

#[test]
fn a_hit_says_whose_it_is_and_what_it_holds() {
    let clean = of(&[request("1", "https://www.clinic.example/logo.png"), request("2", "https://cdn.jsdelivr.net/npm/x.js")]);
    assert!(clean.is_empty(), "{clean:?}");
    let hits = of(&[request("1", META), Event::Response(Response { id: "1".into(), status: 200, set_cookie: vec![], cached: false })]);
    let [hit] = hits.as_slice() else { panic!("{hits:?}") };
    assert_eq!((hit.recipient.id.as_str(), hit.event.as_str(), hit.status), ("meta-pixel", "PageView", Some(200)));
    assert_eq!((hit.worst.as_str(), hit.findings.first().map(String::as_str)), ("critical", Some("sensitive-url-third-party")), "{hit:?}");
    let field = |name: &str| hit.fields.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!((field("dl").label.as_str(), field("dl").at.as_str()), ("page address", "query:dl"));
    assert_eq!(field("dl").note, "names “HIV testing”");
    assert_eq!(field("dl").value.shown, HIV);
    assert!(field("fbp").value.masked && field("fbp").value.uncovered() == field("fbp").value.shown, "nothing to uncover");
    assert_eq!(hit.address.shown, "https://www.facebook.com/tr/");
}

#[test]
fn what_may_be_somebodys_is_masked() {
    let url = format!("{META}&ud[em]=jordan%40mail.example&cd[note]=Jordan%20Avery&x_pass=hunter2hunter2&zz=Quillmoor&q=lump");
    let hits = of(&[request("1", &url)]);
    let all = serde_json::to_string(&hits).unwrap();
    for word in ["jordan", "Jordan", "Avery", "hunter2", "Quillmoor", "lump"] {
        assert!(!all.contains(word), "{word}: {all}");
    }
    assert!(hits[0].fields.iter().any(|f| f.note.contains("e-mail")), "{:?}", hits[0].fields);
}

#[test]
fn what_a_value_looks_like_is_said_with_how_it_was_packed() {
    let note = |query: &str| {
        let hits = of(&[request("1", &format!("https://tracker.example/in?{query}"))]);
        hits.first().and_then(|hit| hit.fields.iter().find(|f| f.name == "x").map(|f| f.note.clone())).unwrap_or_else(|| panic!("{hits:?}"))
    };
    assert_eq!(note("x=spring"), "");
    assert_eq!(note("x=ada@mail.example"), "looks like: e-mail address");
    assert_eq!(note("x=ada%252Ewinter%2540mail.example"), "looks like: e-mail address; packed: percent-encoded");
}

#[test]
fn what_became_of_it() {
    let hits = of(&[
        request("1", META),
        Event::Redirect(Redirect { id: "1".into(), to: "https://www.facebook.com/tr/2".into() }),
        Event::Response(Response { id: "1".into(), status: 302, set_cookie: vec![], cached: false }),
        request("2", META),
        Event::Failed(Failed { id: "2".into(), error: "net::ERR_BLOCKED_BY_CLIENT".into() }),
        request("3", META),
    ]);
    let got: Vec<_> = hits.iter().map(|h| (h.status, h.failed.as_str(), h.sent_on.as_str())).collect();
    assert_eq!(got, [(Some(302), "", "www.facebook.com"), (None, "net::ERR_BLOCKED_BY_CLIENT", ""), (None, "", "")]);
}

/// The browser showed no body; the page hook did.
#[test]
fn a_body_the_second_witness_saw_is_listed() {
    let url = "https://api.mixpanel.com/track/";
    let unseen = Event::Request(Request {
        id: "1".into(),
        url: url.into(),
        method: "POST".into(),
        kind: ResourceType::Ping,
        body: SeenBody::Unseen(0),
        ..Request::default()
    });
    let body = SeenBody::Text(r#"[{"event":"Opened","properties":{"token":"t"}},{"event":"Booked","properties":{"token":"t"}}]"#.into());
    let send = Event::PageSend(PageSend { frame: 0, url: url.into(), how: "beacon".into(), body, cut: false });
    let alone = of(std::slice::from_ref(&unseen));
    assert!(alone.len() == 1 && alone[0].unread && alone[0].event.is_empty(), "{alone:?}");
    for events in [[unseen.clone(), send.clone()], [send, unseen]] {
        let hits = of(&events);
        let got: Vec<_> = hits.iter().map(|h| (h.event.as_str(), h.method.as_str(), h.unread)).collect();
        assert_eq!(got, [("Opened", "POST", false), ("Booked", "POST", false)]);
        let all: Vec<Event> = [watch(HIV), go(HIV)].into_iter().chain(events).collect();
        let as_sent = |at| sent(&timed(&all), &Settings::default(), 1, at);
        assert!(as_sent(hits[0].at + 1).is_none(), "another request by now");
        let sent = as_sent(hits[0].at).unwrap();
        assert!(sent.body.contains("Booked") && sent.url == url && !sent.partial, "{sent:?}");
        assert!(sent.values.iter().any(|(at, value)| at == "body:[1].event" && value == "Booked"), "{sent:?}");
    }
}

#[test]
fn an_own_relay_is_listed_as_declared() {
    let events = timed(&[watch(HIV), go(HIV), post("1", "https://data.clinic.example/x/y", r#"{"event":"Booked","user":"1"}"#)]);
    assert_eq!(hits(&events, &Settings::default()).list.len(), 0);
    let mut settings = Settings::default();
    settings.declared.relays.insert("data.clinic.example".into(), "segment".into());
    let list = hits(&events, &settings).list;
    assert_eq!(list.iter().map(|h| (h.event.as_str(), h.recipient.relay)).collect::<Vec<_>>(), [("Booked", true)]);
}

#[test]
fn bounded_and_counted() {
    let mut events = vec![watch(HIV), go(HIV)];
    events.extend((0..MAX_HITS + 12).map(|n| request(&n.to_string(), META)));
    let all = hits(&timed(&events), &Settings::default());
    assert_eq!((all.list.len(), all.left_out), (MAX_HITS, 12));
    assert_eq!(all.list.last().unwrap().request as usize, MAX_HITS + 12);
    let mut many = META.to_owned();
    (0..MAX_FIELDS * 2).for_each(|n| write!(many, "&cd[a{n}]=x").unwrap());
    let hit = &of(&[request("1", &many)])[0];
    assert_eq!((hit.fields.len(), hit.more as usize), (MAX_FIELDS, MAX_FIELDS + 4));
    let lines: Vec<String> = (0..300).map(|n| format!(r#"{{"event":"e{n}","properties":{{"token":"t"}}}}"#)).collect();
    let batch = of(&[post("1", "https://api.mixpanel.com/track/", &format!("[{}]", lines.join(",")))]);
    assert_eq!((batch.len(), batch[0].parts), (100, 300));
}

#[test]
fn hostile_pages_are_listed_safely() {
    let host = format!("{}.example", ["a".repeat(60), "b".repeat(60), "c".repeat(60), "d".repeat(50)].join("."));
    let url = format!("https://{host}/collect?%3Cscript%3E=%3Cimg%20src=x%20onerror=alert(1)%3E&a%00b=%E2%80%AEevil&v=1");
    let list = of(&[post("1", &url, "\u{0}\u{202e}<b>"), post("2", "https://api.segment.io/v1/t", r#"{"event":"\u202e\u0000<b>x"}"#)]);
    assert!(!list.is_empty());
    for hit in &list {
        assert!(hit.address.shown.chars().count() <= 260 && !hit.event.contains(['\u{202e}', '\u{0}']), "{hit:?}");
        assert!(hit.fields.iter().all(|f| !f.value.shown.contains(['\u{202e}', '\u{0}'])), "{hit:?}");
    }
}

/// A recording whose beginning had to go is read all the same; so are events nobody expects.
#[test]
fn a_recording_without_its_beginning() {
    let events = timed(&[go(HIV), request("1", META)]);
    assert_eq!(hits(&events, &Settings::default()).list.len(), 1);
    let nothing = hits(&[], &Settings::default());
    assert!(nothing.list.is_empty() && sent(&events, &Settings::default(), 9, 2000).is_none());
}

/// What was typed is known to the running session alone; its hits say so.
#[test]
fn a_running_session_adds_what_it_knows() {
    let events = timed(&[
        watch(HIV),
        go(HIV),
        typed(3, REASON, "knee surgery follow-up"),
        post("1", "https://tracker.example/collect", r#"{"zz":"knee surgery follow-up"}"#),
    ]);
    let host = Host::after(&events);
    let plain = hits(&events, &Settings::default()).list;
    let live = host.session.hits(&events).list;
    assert!(!plain[0].findings.contains(&"form-value-leak".to_owned()), "{:?}", plain[0].findings);
    assert!(live[0].findings.contains(&"form-value-leak".to_owned()), "{:?}", live[0].findings);
    // However the session took its events, the list is the same.
    for size in [1, 2, 3, 97] {
        let mut session = Session::new(Settings::default());
        events.chunks(size).for_each(|batch| drop(session.step(batch, 0)));
        assert_eq!(session.hits(&events).unmarked().list, plain, "{size}");
    }
}

/// What was read stays read: a visit read as it goes on has the hits it has when it is read at once, and a page is told of the newest alone.
#[test]
fn a_visit_is_read_as_it_goes_on() {
    let failed = Event::Failed(Failed { id: "2".into(), error: "net::ERR_FAILED".into() });
    let events =
        timed(&[watch(HIV), go(HIV), request("1", META), post("2", "https://tracker.example/collect", "{}"), request("3", META), failed]);
    let whole = hits(&events, &Settings::default()).list;
    assert_eq!(whole.len(), 3);
    for size in [1, 2, 5] {
        let mut reader = HitReader::new(Settings::default());
        events.chunks(size).for_each(|seen| reader.read(seen));
        assert_eq!(reader.hits(0, 0, None).unmarked().list, whole, "{size}");
        let last = std::slice::from_ref(whole.last().unwrap());
        assert_eq!(reader.hits(last[0].request, 0, None).unmarked().list, last);
        assert_eq!(reader.hits(0, last[0].at, None).unmarked().list, last);
        assert!(reader.hits(0, last[0].at + 1, None).list.is_empty());
    }
}

/// DevTools tell of a body after it left, and of no frame; a body seen already stays.
#[test]
fn devtools_supply_bodies_nobody_else_saw() {
    let url = "https://api.mixpanel.com/track/";
    let request = |body: SeenBody, frame: i64| {
        Event::Request(Request {
            id: "1".into(),
            url: url.into(),
            method: "POST".into(),
            kind: ResourceType::Xmlhttprequest,
            body,
            frame,
            ..Request::default()
        })
    };
    let told = |event: &str| {
        let body = SeenBody::Text(format!(r#"[{{"event":"{event}","properties":{{"token":"t"}}}}]"#));
        Event::PageSend(PageSend { frame: 0, url: url.into(), how: "devtools".into(), body, cut: false })
    };
    let names = |events: &[Event]| of(events).iter().map(|h| (h.event.clone(), h.unread)).collect::<Vec<_>>();
    assert_eq!(names(&[request(SeenBody::Unseen(0), 12), told("Late")]), [("Late".to_owned(), false)]);
    let seen = SeenBody::Text(r#"[{"event":"Seen","properties":{"token":"t"}}]"#.into());
    assert_eq!(names(&[request(seen, 12), told("Late")]), [("Seen".to_owned(), false)]);
    let streamed = Event::PageSend(PageSend { frame: 12, url: url.into(), how: "fetch".into(), body: SeenBody::Unseen(0), cut: false });
    assert_eq!(names(&[request(SeenBody::Unseen(0), 12), streamed, told("Late")]), [("Late".to_owned(), false)]);
    let mended = of(&[request(SeenBody::Unseen(0), 12), told("Late")]);
    assert!(!mended[0].findings.contains(&"unknown-or-unreadable".to_owned()), "{mended:?}");
    // Before the request it waits for nothing, and takes nobody's place.
    assert_eq!(names(&[told("Early"), request(SeenBody::Unseen(0), 0)]), [(String::new(), true)]);
    let once = names(&[request(SeenBody::Unseen(0), 0), told("Late"), told("Again")]);
    assert_eq!(once, [("Late".to_owned(), false)]);
}
