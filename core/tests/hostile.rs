//! Whatever a page writes, nothing a person reads is turned around by it, hidden or split: characters that change the direction of
//! text, take no room or end a line stand in no view.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{Host, PAGE, REASON, cookie, go, post, request, timed, title, typed, watch};
use leaklight_core::observation::*;
use leaklight_core::report::hits::HitReader;
use leaklight_core::report::html;
use leaklight_core::report::view::Effect;
use leaklight_core::session::Settings;

/// Turns what follows around, an isolate, a space of no width, a NUL.
const TURN: &str = "a\u{202e}\u{2066}\u{200b}\0z";

fn escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Every place a page can write to.
fn visit() -> Vec<Event> {
    let (raw, safe) = (TURN, escaped(TURN));
    // Within what tells, too.
    let tells = "HIV\u{202e}\u{2066}testing";
    let page = format!("{PAGE}/hiv-testing/{safe}?q={safe}&{safe}=1&about={}#{safe}", escaped(tells));
    let json = serde_json::json!({ "email": "jo@example.org", raw: { raw: raw, "email": "jo@example.org" }, "event": raw, "events": [{ "name": raw, raw: "jo@example.org" }] });
    let storage = |area, origin: &str| {
        Event::Storage(Storage {
            frame: 0,
            origin: origin.into(),
            area,
            entries: vec![(raw.to_owned(), Some(format!("jo@example.org {raw}")))],
            left_out: 0,
        })
    };
    vec![
        watch(&page),
        typed(1, &format!("text\t{raw}\t{raw}\t{raw}"), &format!("{raw} {raw}")),
        typed(2, REASON, raw),
        go(&page),
        request("t", &format!("https://collector.example/in?title={}&dl={}&dt={}", escaped(tells), escaped(&page), escaped(tells))),
        title(raw),
        title(tells),
        Event::Headers(Headers {
            id: "p".into(),
            referer: Some(page.clone()),
            more: vec![(raw.into(), "jo@example.org".into())],
            ..Headers::default()
        }),
        request(
            "p",
            &format!(
                "https://www.facebook.com/tr/?id=123456789012345&ev={safe}&dl={}&cd[{safe}]=jo@example.org&{safe}=jo@example.org&ud[em]={safe}",
                escaped(&page)
            ),
        ),
        request(
            "g",
            &format!(
                "https://www.google-analytics.com/g/collect?v=2&tid=G-{safe}&cid=1.2&en={safe}&ep.{safe}=jo@example.org&dl={}&dt={safe}&gcs={safe}",
                escaped(&page)
            ),
        ),
        request(
            "m",
            &format!(
                "https://www.clinic.example/matomo.php?idsite={safe}&rec=1&action_name={safe}&url={}&e_c={safe}&e_a={safe}&search={safe}&uid={safe}",
                escaped(&page)
            ),
        ),
        post("b", &format!("https://collector.example/in/{safe}"), &json.to_string()),
        post("f", "https://collector.example/in", &format!("{safe}=jo@example.org&email={safe}")),
        Event::Cookie(cookie(".clinic.example", raw, raw)),
        Event::Cookie(cookie(".collector.example", raw, "jo@example.org")),
        storage(Area::Local, "https://www.clinic.example"),
        storage(Area::Session, &format!("https://{raw}.example")),
        request("h", &format!("https://{safe}.example/collect?email=jo@example.org")),
        Event::Cause(Cause {
            frame: 0,
            url: format!("https://collector.example/{safe}.js"),
            by: vec![format!("https://{raw}.example/{raw}.js")],
            word: Word::Page,
        }),
    ]
}

/// Characters that may stand in no text for people, as they stand in JSON.
fn turned(json: &str) -> Vec<String> {
    let mut found = Vec::new();
    for bad in ['\u{202e}', '\u{2066}', '\u{200b}'] {
        found.extend(json.match_indices(bad).map(|(at, _)| {
            let from = json[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
            json[from..at].to_owned()
        }));
    }
    found.extend(
        json.match_indices("\\u0000").map(|(at, _)| format!("NUL after {}", json[..at].chars().rev().take(60).collect::<String>())),
    );
    found
}

#[test]
fn no_view_holds_what_turns_text_around() {
    let events = timed(&visit());
    let mut host = Host::new(Settings::default());
    let mut cards = String::new();
    for event in &events {
        let effects = host.session.step(std::slice::from_ref(event), 0);
        for effect in &effects {
            let said = serde_json::to_string(effect).unwrap();
            if said.starts_with("{\"cards\"") || said.starts_with("{\"badge\"") {
                cards.push_str(&said);
            }
        }
        host.asked.extend(effects.into_iter().filter(|effect| matches!(effect, Effect::Prepare { .. } | Effect::Unpack { .. })));
        host.answer();
    }
    let view = host.session.view(7);
    assert!(view.findings.len() > 5, "the visit leaked");
    assert!(view.known.iter().any(|value| !value.left.is_empty()), "what was typed was found in what left");
    assert_eq!(turned(&serde_json::to_string(&view).unwrap()), [""; 0], "the panel");
    assert_eq!(turned(&cards), [""; 0], "the cards");
    let mut reader = HitReader::new(Settings::default());
    reader.read(&events);
    let hits = reader.hits(0, 0, Some(&host.session)).list;
    assert!(hits.len() > 5);
    assert_eq!(turned(&serde_json::to_string(&hits).unwrap()), [""; 0], "the list of hits");
    assert_eq!(turned(&html::html(&host.session.report(7, 9_000_000))), [""; 0], "the report");
}
