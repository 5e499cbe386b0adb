//! No screen shows what a visitor typed until it is asked to: where it stands in the page's own address, which a form sent with GET
//! puts it into, and in whatever repeats that address.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{Host, PAGE, REASON, cookie, go, request, timed, title, typed, watch};
use leaklight_core::observation::*;
use leaklight_core::report::hits::HitReader;
use leaklight_core::report::picture::{Room, Which};
use leaklight_core::report::view::Effect;
use leaklight_core::session::Settings;

const HOLIDAY: &str = "After a holiday";

/// Every text a screen shows of an excerpt, and what a person may uncover of it.
fn excerpts(view: &serde_json::Value) -> Vec<(String, Option<String>)> {
    let mut out = Vec::new();
    let mut rest = vec![view];
    while let Some(value) = rest.pop() {
        if let Some(shown) = value.get("shown").and_then(|shown| shown.as_str()) {
            let marks = value.get("marks").and_then(|marks| marks.as_array()).cloned().unwrap_or_default();
            for mark in marks {
                let at = |n: usize| mark[n].as_u64().unwrap() as usize;
                assert!(shown.get(at(0)..at(1)).is_some(), "the marks fit their text: {value}");
            }
            out.push((shown.to_owned(), value.get("hidden").and_then(|hidden| hidden.as_str()).map(str::to_owned)));
        }
        match value {
            serde_json::Value::Array(items) => rest.extend(items),
            serde_json::Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    out
}

/// Everything screens show after these events: panel, pictures, cards, list of hits.
fn screens(events: &[Event]) -> (Host, Vec<(String, Option<String>)>, String) {
    let events = timed(events);
    let mut host = Host::new(Settings::default());
    let mut cards = String::new();
    for event in &events {
        let effects = host.session.step(std::slice::from_ref(event), 0);
        for effect in &effects {
            if let Effect::Cards { .. } = effect {
                cards = serde_json::to_string(effect).unwrap();
            }
        }
        host.asked.extend(effects.into_iter().filter(|effect| matches!(effect, Effect::Prepare { .. } | Effect::Unpack { .. })));
        host.answer();
    }
    let view = host.session.view(7);
    let mut reader = HitReader::new(Settings::default());
    reader.read(&events);
    let hits = serde_json::to_value(reader.hits(0, 0, Some(&host.session)).list).unwrap();
    let mut shown = excerpts(&serde_json::to_value(&view).unwrap());
    shown.extend(excerpts(&hits));
    let mut drawn = cards;
    for which in [Which::Flow, Which::Lineage, Which::Timeline, Which::Choice] {
        drawn.push_str(which.draw(&view, Room::Wide).svg());
    }
    (host, shown, drawn)
}

/// A booking form that is sent with GET, and a pixel on the page it leads to.
fn booked(address: &str, heading: &str) -> Vec<Event> {
    let encoded = percent_encoding::utf8_percent_encode(address, percent_encoding::NON_ALPHANUMERIC);
    vec![
        go(address),
        title(heading),
        request("p", &format!("https://www.facebook.com/tr/?id=123456789012345&ev=PageView&dl={encoded}")),
        Event::Headers(Headers { id: "p".into(), referer: Some(address.into()), ..Headers::default() }),
        Event::Cookie(cookie(".clinic.example", "back", &encoded.to_string())),
    ]
}

/// What was typed is on no screen, and can be uncovered where it stood; `spelled` is how the address has it.
fn check(typed_in: &str, address: &str, heading: &str, spelled: &str) {
    let before = booked(address, heading);
    let clean = [vec![watch(PAGE)], before.clone()].concat();
    let (_, shown, _) = screens(&clean);
    assert!(shown.iter().any(|(shown, _)| shown.contains(spelled)), "{spelled}: shown where nobody typed it");

    let leaking = [vec![watch(PAGE), typed(1, REASON, typed_in)], before].concat();
    let (host, shown, drawn) = screens(&leaking);
    let view = host.session.view(7);
    let held = [&view.page.address, &view.page.title].into_iter().find(|text| text.uncovered().contains(spelled));
    assert!(held.expect("the head can be uncovered").masked);
    for (text, _) in &shown {
        assert!(!text.contains(spelled) && !text.contains(typed_in), "{spelled}: {text}");
    }
    assert!(!drawn.contains(spelled) && !drawn.contains(typed_in), "{spelled}: {drawn}");
    let mut evidence = view.findings.iter().flat_map(|f| &f.finding.evidence);
    let uncovered = evidence.any(|e| e.value.masked && e.value.uncovered().contains(spelled));
    assert_eq!(uncovered, address.contains(spelled), "a finding's proof can be uncovered");
}

#[test]
fn what_was_typed_and_stands_in_the_pages_address_is_masked_on_every_screen() {
    let page = |query: &str| format!("https://www.clinic.example/hiv-testing/thanks?{query}");
    check(HOLIDAY, &page("reason=After+a+holiday&step=2"), "Thank you", "After+a+holiday");
    check(HOLIDAY, &page("reason=After%20a%20holiday"), "Thank you", "After%20a%20holiday");
    check("Jordan’s knee, again", &page("r=Jordan%E2%80%99s%20knee%2C%20again#top"), "Thank you", "knee%2C%20again");
    check("holiday", &page("about=holiday"), "Thank you", "holiday");
    check("flu", &page("about=flu"), "Thank you", "about=flu");
    check(HOLIDAY, &page("step=2"), "Thank you: After a holiday", "After a holiday");
}

#[test]
fn sentences_do_not_repeat_what_was_typed() {
    let address = "https://www.clinic.example/thanks?reason=breast+lump";
    let said = |typed_in: &[Event]| {
        let (host, shown, drawn) = screens(&[vec![watch(PAGE)], typed_in.to_vec(), booked(address, "Thank you")].concat());
        let mut view = host.session.view(7);
        view.page.address = Default::default();
        let mut json = serde_json::to_value(&view).unwrap();
        // What a person may uncover is kept beside what is shown.
        fn without_hidden(value: &mut serde_json::Value) {
            match value {
                serde_json::Value::Array(items) => items.iter_mut().for_each(without_hidden),
                serde_json::Value::Object(members) => {
                    members.remove("hidden");
                    members.values_mut().for_each(without_hidden);
                }
                _ => {}
            }
        }
        without_hidden(&mut json);
        let all =
            [json.to_string(), drawn, format!("{:?}", shown.iter().map(|(text, _)| text).collect::<Vec<_>>())].concat().to_lowercase();
        // Of a finding's key it is a part, which nobody reads.
        all.replace("|breast lump\"", "\"")
    };
    let clean = said(&[]);
    assert!(clean.contains("“breast lump”"), "a topic in the address is named where nobody typed it");
    let leaking = said(&[typed(1, REASON, "breast lump")]);
    let found: Vec<_> = ["breast lump", "breast+lump", "breast%20lump"].into_iter().filter(|text| leaking.contains(text)).collect();
    let at = found.first().and_then(|text| leaking.find(text)).map(|at| &leaking[at.saturating_sub(200)..at + 20]);
    assert_eq!(at, None);
}

#[test]
fn a_word_that_was_typed_stays_where_the_page_is_named_after_it() {
    let address = "https://www.clinic.example/cardiology/appointments";
    let (host, shown, _) = screens(&[vec![watch(PAGE), typed(1, REASON, "cardiology")], booked(address, "Cardiology")].concat());
    assert_eq!(host.session.view(7).page.address.shown, address);
    assert!(shown.iter().any(|(text, _)| text == "Cardiology"));
}

#[test]
fn what_tells_stays_marked_beside_what_is_masked() {
    let address = "https://www.clinic.example/hiv-testing/thanks?reason=After+a+holiday";
    let (host, _, _) = screens(&[vec![watch(PAGE), typed(1, REASON, HOLIDAY)], booked(address, "Thank you")].concat());
    let page = host.session.view(7).page.address;
    assert_eq!(page.shown, "https://www.clinic.example/hiv-testing/thanks?reason=A•••y (15)");
    let marked: Vec<&str> = page.marks.iter().map(|&(a, b)| page.shown.get(a as usize..b as usize).unwrap()).collect();
    assert_eq!(marked, ["hiv-testing", "A•••y (15)"]);
}
