//! Two hits and two visits set side by side.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

mod common;

use common::*;
use leaklight_core::observation::*;
use leaklight_core::report::diff::{Rows, State, Visit, VisitDiff, fields, visits};
use leaklight_core::report::hits::copy::{TABLE_HEAD, curl, table_row};
use leaklight_core::report::hits::sent;
use leaklight_core::report::view::{HitView, View};
use leaklight_core::session::{Session, Settings};

const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
const META: &str = "https://www.facebook.com/tr/?id=1234567890&ev=";

fn visit(events: &[Event]) -> (View, Vec<HitView>) {
    let all: Vec<Event> = [watch(HIV), go(HIV)].into_iter().chain(events.iter().cloned()).collect();
    let seen = timed(&all);
    let mut session = Session::new(Settings::default());
    session.step(&seen, 0);
    let hits = session.hits(&seen).list;
    (session.view(7), hits)
}

fn of(visit: &(View, Vec<HitView>)) -> Visit<'_> {
    Visit { hits: &visit.1, recipients: &visit.0.recipients, storage: &visit.0.storage }
}

fn compared(then: &[Event], now: &[Event]) -> VisitDiff {
    let (then, now) = (visit(then), visit(now));
    visits(of(&then), of(&now))
}

fn brief(rows: &Rows) -> Vec<(State, &str)> {
    rows.list.iter().map(|row| (row.state, row.what.as_str())).collect()
}

#[track_caller]
fn check(then: &str, now: &str, want: &[(&str, State)]) {
    let (_, hits) = visit(&[request("1", &format!("{META}{then}")), request("2", &format!("{META}{now}"))]);
    let got: Vec<(String, State)> = fields(&hits[0], &hits[1]).into_iter().map(|f| (f.name, f.state)).collect();
    let want: Vec<(String, State)> = want.iter().map(|(name, state)| ((*name).to_owned(), *state)).collect();
    assert_eq!(got, want, "{then} | {now}");
}

#[test]
fn two_hits() {
    use State::*;
    check("PageView", "PageView", &[("id", Same), ("ev", Same)]);
    check("PageView&fbp=fb.1.2.33333333", "Lead&zz=1", &[("id", Same), ("ev", Changed), ("zz", New), ("fbp", Gone)]);
    // Masked alike, and not the same.
    check("A&zz=jordan-one", "A&zz=jayden-one", &[("id", Same), ("ev", Same), ("zz", Changed)]);
    // One name twice.
    check("A&zz=aaaaaa&zz=bbbbbb", "A&zz=aaaaaa", &[("id", Same), ("ev", Same), ("zz", Same), ("zz", Gone)]);
}

#[test]
fn two_visits() {
    let page = "PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    let meta = |id: &str, rest: &str| request(id, &format!("{META}{rest}"));
    let segment = |id: &str| post(id, "https://api.segment.io/v1/t", r#"{"type":"track","event":"Booked","anonymousId":"abcdefgh1234"}"#);
    let cookie = |name: &str| Event::Cookie(cookie(".clinic.example", name, "fb.1.1700000000000.123456789"));
    // Nothing changed but numbers of browsers and moments: nothing is said.
    let same = compared(
        &[meta("1", &format!("{page}&fbp=fb.1.1.1111111")), cookie("_fbp")],
        &[meta("1", &format!("{page}&fbp=fb.1.1.2222222")), cookie("_fbp")],
    );
    assert!(same.hits.list.is_empty() && same.recipients.list.is_empty() && same.storage.list.is_empty(), "{same:?}");
    assert_eq!((same.hits.same, same.recipients.same), (1, 1));
    let found = compared(&[meta("1", page), cookie("_fbp")], &[meta("1", "PageView&zz=secret-thing"), segment("2"), cookie("_ga")]);
    assert_eq!(brief(&found.hits), [(State::New, "Segment · Booked"), (State::Changed, "Meta Pixel (Facebook) · PageView")]);
    let changed: Vec<_> = found.hits.list[1].fields.iter().map(|f| (f.name.as_str(), f.state)).collect();
    assert_eq!(changed, [("zz", State::New), ("dl", State::Gone)]);
    assert_eq!(brief(&found.recipients), [(State::New, "Segment"), (State::Changed, "Meta Pixel (Facebook)")]);
    assert_eq!(brief(&found.storage), [(State::New, "_ga"), (State::Gone, "_fbp")]);
    let back = compared(&[segment("1")], &[]);
    assert_eq!((brief(&back.hits), brief(&back.recipients)), (vec![(State::Gone, "Segment · Booked")], vec![(State::Gone, "Segment")]));
    let twice = compared(&[segment("1")], &[segment("1"), segment("2")]);
    assert_eq!(twice.hits.list[0].said, ["once then, 2 times now"]);
}

#[test]
fn copies_are_masked_unless_asked_for() {
    let events = [watch(HIV), go(HIV), post("1", &format!("{META}Lead&em=jordan%40mail.example"), r#"{"note":"it's Jordan; rm -rf"}"#)];
    let seen = timed(&events);
    let (_, hits) = visit(&events[2..]);
    let masked = [curl(&hits[0], None), table_row(&hits[0], None)];
    assert!(masked.iter().all(|text| !text.contains("ordan")), "{masked:?}");
    assert!(masked[0].starts_with("# Masked by Leaklight") && masked[0].contains("-X 'POST'"), "{}", masked[0]);
    let whole = sent(&seen, &Settings::default(), 1, hits[0].at).unwrap();
    let plain = curl(&hits[0], Some(&whole));
    assert_eq!(
        plain,
        format!("curl '{META}Lead&em=jordan%40mail.example' -X 'POST' --data-raw '{{\"note\":\"it'\\''s Jordan; rm -rf\"}}'")
    );
    assert!(table_row(&hits[0], Some(&whole)).contains("note=it's Jordan; rm -rf"));
    assert_eq!(masked[1].split('\t').count(), TABLE_HEAD.split('\t').count());
}
