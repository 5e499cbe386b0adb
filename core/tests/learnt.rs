//! The vendor's eye: what each recipient could now know of the visitor, in the order it arrived. Each leak beside its clean twin.
#![allow(clippy::unwrap_used)]

mod common;

use common::{ABOUT, MAIL, PAGE, answer, go, request, seen, sha256, typed, watch};
use leaklight_core::observation::*;
use leaklight_core::report::view::{LearntView, View};
use leaklight_core::session::{Session, Settings};
use std::collections::BTreeMap;

const GA: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-1";

fn run(events: &[Event]) -> Session {
    let mut session = Session::new(Settings::default());
    for (at, event) in [watch(PAGE), go(PAGE)].iter().chain(events).enumerate() {
        let effects = session.step(&[seen(1000 * at as u64, event.clone())], 0);
        answer(&mut session, effects);
    }
    session
}

fn rows(view: &View) -> &[LearntView] {
    view.recipients.first().map_or(&[], |r| &r.learnt)
}

#[track_caller]
fn check(events: &[Event], want: &[&str]) {
    let view = run(events).view(7);
    let said = rows(&view).iter().map(|l| [l.said.as_str(), &l.value.shown, &l.note].join("|")).collect::<Vec<_>>();
    assert_eq!(said, want);
    let times: Vec<u64> = rows(&view).iter().map(|l| l.at).collect();
    assert!(times.is_sorted(), "{times:?}");
    // What goes to disk uncovers nothing.
    let report = serde_json::to_string(&leaklight_core::report::sealed(view)).unwrap();
    assert!(!report.contains(MAIL) && !report.contains("\"hidden\""), "{report}");
}

#[test]
fn in_the_order_it_arrived() {
    check(&[request("1", "https://cdn.lib.example/a.js?v=3")], &[]);
    let page = "https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    check(
        &[request("1", &format!("{GA}&cid=1098115397.1700000000")), request("2", &format!("{GA}&cid=1098115397.1700000000&dl={page}&dt="))],
        &[
            "A number for this visitor|1098…0000|",
            "Which page is open|https://www.clinic.example/conditions/hiv-testing|names “HIV testing”",
        ],
    );
}

#[test]
fn a_known_value_joins_what_its_fields_say() {
    let url = |value: &str| format!("{GA}&cid=1098115397.1700000000&ep.em={value}");
    check(
        &[typed(1, ABOUT, MAIL), request("1", &url("none"))],
        &["A number for this visitor|1098…0000|", "What happened on the page|none|"],
    );
    check(
        &[typed(1, ABOUT, MAIL), request("1", &url(&sha256(MAIL)))],
        &["A number for this visitor|1098…0000|", "The e-mail address known here|t•••e (29)|SHA-256 → hex, which can be matched"],
    );
}

#[test]
fn what_was_typed_into_search_is_not_repeated() {
    let check = |words: &str, note: &str| {
        let view = run(&[request("1", &format!("{GA}&ep.search_term={words}"))]).view(7);
        let row = rows(&view).iter().find(|l| l.said == "What was searched for").unwrap();
        assert!(!serde_json::to_string(rows(&view)).unwrap().contains(words), "{row:?}");
        assert_eq!(row.note, note);
    };
    check("opening+hours", "");
    check("herpes+rash", "names a health matter");
}

#[test]
fn it_is_bounded_and_what_is_dropped_is_counted() {
    let many = |n: usize| {
        let page = |at: usize| request(&at.to_string(), &format!("{GA}&cid=1098115397.1700000000&en=step_{at}"));
        run(&(0..n).map(page).collect::<Vec<_>>()).view(7)
    };
    let (few, full) = (many(10), many(300));
    assert_eq!((rows(&few).len(), few.recipients[0].learnt_more), (11, 0));
    assert_eq!((rows(&full).len(), full.recipients[0].learnt_more), (16, 285));
    assert_eq!(rows(&full)[0].said, "A number for this visitor", "every kind keeps one");
    assert_eq!(rows(&full)[0].count, 300);
    assert!(rows(&full).last().unwrap().value.shown.contains("step_299"), "the newest are kept");
}

#[test]
fn a_person_s_own_note_stands_beside_the_vendor_s_position() {
    let note = "Signed 2026-03-01, see the contract folder. <b>";
    let events = [seen(1, watch(PAGE)), seen(2, request("1", GA))];
    let of = |json: String| {
        let mut session = Session::new(serde_json::from_str(&json).unwrap());
        session.step(&events, 0);
        session.view(7).recipients[0].note.clone()
    };
    let id = run(&[request("1", GA)]).view(7).recipients[0].recipient.id.clone();
    let kept = |id: &str| serde_json::to_string(&BTreeMap::from([("notes", BTreeMap::from([(id, note)]))])).unwrap();
    assert_eq!(of(kept("another")), "");
    assert_eq!(of(kept(&id)), note);
}
