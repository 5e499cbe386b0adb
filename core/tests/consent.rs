//! The visit's consent time line: what was chosen, when, and how what left stands to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::type_complexity, missing_docs)]

mod common;

use common::{go, request, seen, watch};
use leaklight_core::observation::*;
use leaklight_core::report::view::{ConsentView, View};
use leaklight_core::session::Session;

const PAGE: &str = "https://www.clinic.example/p/1042";
const NEXT: &str = "https://www.clinic.example/p/9";
const META: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042";
const GRANTED: &str = "{\"ad_storage\":\"granted\",\"analytics_storage\":\"granted\"}";
const DENIED: &str = "{\"ad_storage\":\"denied\",\"analytics_storage\":\"denied\"}";
const KLARO: &str = "{\"matomo\":true,\"meta-pixel\":true}";

fn main_frame(at: u64, url: &str) -> Vec<(u64, Event)> {
    let id = format!("m{at}");
    vec![
        (at, Event::Request(Request { id: id.clone(), url: url.into(), kind: ResourceType::MainFrame, ..Request::default() })),
        (at, Event::Response(Response { id, status: 200, set_cookie: Vec::new(), cached: false })),
        (at, go(url)),
    ]
}

fn begin() -> Vec<(u64, Event)> {
    let mut all = vec![(1_000, watch(PAGE))];
    all.extend(main_frame(1_000, PAGE));
    all
}

fn pixel(at: u64) -> (u64, Event) {
    (at, request(&format!("r{at}"), META))
}

fn banner(at: u64, shown: bool) -> (u64, Event) {
    (at, Event::Banner(Banner { name: "klaro".into(), shown, ..Banner::default() }))
}

fn press(at: u64, button: &str) -> (u64, Event) {
    (at, Event::Chose(Chose { button: button.into(), ..Chose::default() }))
}

fn cookie(at: u64, name: &str, value: &str) -> (u64, Event) {
    (at, Event::Cookie(Cookie { name: name.into(), value: value.into(), domain: ".clinic.example".into(), ..Cookie::default() }))
}

fn gone(at: u64, name: &str) -> (u64, Event) {
    (at, Event::Cookie(Cookie { name: name.into(), domain: ".clinic.example".into(), removed: true, ..Cookie::default() }))
}

fn api(at: u64, api: &str, what: &str, value: &str) -> (u64, Event) {
    (at, Event::Consent(ConsentSaid { frame: 0, api: api.into(), what: what.into(), value: value.into() }))
}

fn check(at: u64, step: CheckStep) -> (u64, Event) {
    (at, Event::Check(step))
}

fn visit(events: &[(u64, Event)]) -> Vec<Observation> {
    begin().into_iter().chain(events.iter().cloned()).map(|(at, event)| seen(at, event)).collect()
}

fn view_of(events: &[(u64, Event)]) -> View {
    let mut session = Session::default();
    session.step(&visit(events), 0);
    session.view(7)
}

fn of(events: &[(u64, Event)]) -> ConsentView {
    view_of(events).consent
}

/// State, whether restored, and of Meta: before, accepted, rejected, partial, none.
#[track_caller]
fn stands(events: &[(u64, Event)], state: &str, restored: bool, counts: [u32; 5]) -> ConsentView {
    let view = of(events);
    assert_eq!((view.state.as_str(), view.restored), (state, restored), "{}\n{:#?}", view.said, view.marks);
    let meta = view.sends.iter().find(|s| s.recipient == "meta-pixel").expect("Meta was told");
    assert_eq!([meta.before, meta.accepted, meta.rejected, meta.partial, meta.none], counts, "before, accepted, rejected, partial, none");
    view
}

#[test]
fn no_banner_is_no_choice() {
    let view = stands(&[pixel(1_100)], "none", false, [0, 0, 0, 0, 1]);
    assert!(view.said.starts_with("No banner, no consent manager, no stored choice and no signal"), "{}", view.said);
    let default = stands(&[api(1_050, "google", "default", GRANTED), pixel(1_100)], "none", false, [0, 0, 0, 0, 1]);
    assert!(default.said.starts_with("No banner and no consent manager that asks was seen in this browser."), "{}", default.said);
    for said in [view.said.as_str(), &default.said] {
        for not in ["elsewhere may be asked", "may be stored in a form not known here", "does not know"] {
            assert!(said.contains(not), "{said}");
        }
    }
    assert!(!view.limits.is_empty());
}

#[test]
fn accepting_rejecting_and_changing_ones_mind() {
    stands(&[pixel(1_100), banner(1_500, true)], "waiting", false, [1, 0, 0, 0, 0]);
    let accepted = [pixel(1_100), banner(1_500, true), press(4_000, "Accept all"), cookie(4_050, "klaro", KLARO), pixel(4_100)];
    let view = stands(&accepted, "accepted", false, [1, 1, 0, 0, 0]);
    assert_eq!(view.said, "The visitor accepted, 3 s after the page began. One company was told before the visitor could choose.");
    let rejected = [banner(1_500, true), press(4_000, "Reject all"), pixel(4_100), pixel(6_000)];
    let view = stands(&rejected, "rejected", false, [0, 0, 2, 0, 0]);
    assert!(view.said.ends_with("One company was told after a refusal."), "{}", view.said);
    let mut later = accepted.to_vec();
    later.extend([press(9_000, "Reject all"), cookie(9_020, "klaro", "{\"matomo\":false,\"meta-pixel\":false}"), pixel(12_000)]);
    let view = stands(&later, "rejected", false, [1, 1, 1, 0, 0]);
    assert!(view.disagree.is_empty(), "{:?}", view.disagree);
    assert_eq!(view.marks.iter().filter(|m| m.kind == "choice").count(), 4, "{:#?}", view.marks);
}

#[test]
fn a_stored_choice_is_restored_on_reload_and_on_the_next_page() {
    let mut events = vec![banner(1_500, true), press(4_000, "Accept all"), cookie(4_050, "klaro", KLARO)];
    events.extend(main_frame(10_000, NEXT));
    events.push(pixel(10_100));
    let view = stands(&events, "accepted", true, [0, 1, 0, 0, 0]);
    assert_eq!(view.said, "A stored acceptance is in force, made on an earlier page or visit.");
    assert_eq!(view.marks.iter().find(|m| m.kind == "request").map(|m| m.verdict.as_str()), Some("restored-accepted"));
    // Shown again, and the manager does not say that it waits: said, and no new question.
    events.push(banner(10_500, true));
    let view = stands(&events, "accepted", true, [0, 1, 0, 0, 0]);
    assert_eq!(view.disagree, ["A banner is shown although a choice is stored."]);
    // A button alone, of which nothing was kept: shown again, it is asked for again.
    let mut events = vec![banner(1_500, true), press(4_000, "Accept all")];
    events.extend(main_frame(10_000, NEXT));
    events.extend([banner(10_100, true), pixel(10_200)]);
    stands(&events, "waiting", false, [1, 0, 0, 0, 0]);
}

#[test]
fn a_new_address_in_the_same_document_changes_nothing() {
    let spa = (5_000, Event::Navigation(Navigation { frame: 0, url: NEXT.into(), how: How::History }));
    let events = [banner(1_500, true), press(4_000, "Reject all"), spa, pixel(6_000)];
    stands(&events, "rejected", false, [0, 0, 1, 0, 0]);
}

#[test]
fn another_site_has_a_choice_of_its_own() {
    let mut events = vec![cookie(1_100, "klaro", KLARO)];
    events.extend(main_frame(10_000, "https://other.example/"));
    events.push(pixel(10_100));
    stands(&events, "none", false, [0, 0, 0, 0, 1]);
    events.extend(main_frame(20_000, PAGE));
    events.push(pixel(20_100));
    stands(&events, "accepted", true, [0, 1, 0, 0, 1]);
}

#[test]
fn a_record_goes_before_a_button_and_both_are_told() {
    let events = [banner(1_500, true), press(4_000, "Accept all"), cookie(4_050, "klaro", "{\"meta-pixel\":false}"), pixel(6_000)];
    let view = stands(&events, "rejected", false, [0, 0, 1, 0, 0]);
    assert_eq!(view.disagree, ["“Accept all” was pressed, and the record of Klaro says: advertising refused."]);
    // Heard of in the other order, the same.
    let events = [banner(1_500, true), cookie(4_000, "klaro", "{\"meta-pixel\":false}"), press(4_050, "Accept all"), pixel(6_000)];
    let view = stands(&events, "rejected", false, [0, 0, 1, 0, 0]);
    assert_eq!(view.disagree.len(), 1);
    let events = [banner(1_500, true), press(4_000, "Got it"), pixel(6_000)];
    let view = stands(&events, "accepted", false, [0, 1, 0, 0, 0]);
    assert!(view.disagree.iter().any(|d| d.contains("No record tells")), "{:?}", view.disagree);
    let events = [banner(1_500, true), press(4_000, "Manage options"), press(5_000, "Weird"), press(5_500, "Close"), pixel(6_000)];
    stands(&events, "waiting", false, [1, 0, 0, 0, 0]);
}

#[test]
fn a_frames_own_banner_is_not_the_pages() {
    let player = |name: &str| (4_000, Event::Chose(Chose { frame: 5, name: name.into(), button: "Reject all".into() }));
    stands(&[banner(1_500, true), player(""), pixel(6_000)], "waiting", false, [1, 0, 0, 0, 0]);
    stands(&[banner(1_500, true), player("sourcepoint"), pixel(6_000)], "rejected", false, [0, 0, 1, 0, 0]);
}

#[test]
fn events_of_cookiebot_come_for_a_stored_choice_too() {
    let yes = "{\"consent\":{\"preferences\":true,\"statistics\":true,\"marketing\":true},\"hasResponse\":true}";
    let events = [pixel(1_050), api(1_100, "cookiebot", "CookiebotOnAccept", yes), pixel(1_200)];
    stands(&events, "accepted", true, [0, 2, 0, 0, 0]);
}

#[test]
fn advertising_that_was_allowed_goes_before_the_browsers_own_refusal() {
    let ignored = |events: &[(u64, Event)]| view_of(events).findings.iter().filter(|f| f.finding.kind.word() == "consent-ignored").count();
    let gpc = (1_060, Event::Headers(Headers { id: "r1050".into(), gpc: true, ..Headers::default() }));
    let mut events = vec![(1_050, request("r1050", "https://www.clinic.example/x.png")), gpc];
    assert_eq!(ignored(&[&events[..], &[pixel(1_200)]].concat()), 1);
    events.extend([banner(1_100, true), press(4_000, "Accept all"), cookie(4_010, "klaro", KLARO)]);
    events.extend(main_frame(10_000, NEXT));
    events.push(pixel(10_200));
    assert_eq!(ignored(&events), 0);
    // Others than advertising alone were allowed.
    let some = cookie(4_010, "klaro", "{\"matomo\":true,\"meta-pixel\":false}");
    assert_eq!(ignored(&[&events[..2], &[banner(1_100, true), some, pixel(4_500)]].concat()), 1);
}

#[test]
fn entries_kept_before_the_banner_was_known_were_kept_before() {
    const FBP: &str = "fb.1.1770198687545.390053971848850268";
    let verdict = |events: &[(u64, Event)]| {
        let view = view_of(events);
        view.storage.iter().find(|s| s.name.shown == "_fbp").map(|s| s.verdict.clone()).expect("the entry")
    };
    let early = cookie(1_100, "_fbp", FBP);
    assert_eq!(verdict(std::slice::from_ref(&early)), "none");
    assert_eq!(verdict(&[early.clone(), banner(1_500, true)]), "before");
    assert_eq!(verdict(&[early.clone(), press(4_000, "Accept all")]), "before");
    assert_eq!(verdict(&[early.clone(), cookie(1_300, "klaro", KLARO)]), "restored-accepted");
    // Of an earlier document, nothing is learnt of it any more.
    let mut events = vec![early];
    events.extend(main_frame(10_000, NEXT));
    events.push(banner(10_500, true));
    assert_eq!(verdict(&events), "none");
}

#[test]
fn seen_on_many_pages_is_no_graver_than_high() {
    let mut events = vec![banner(1_100, true), press(1_200, "Reject all"), cookie(1_210, "klaro", "{\"meta-pixel\":false}")];
    let mut asked = Vec::new();
    for n in 0..5_u64 {
        let at = 10_000 * (n + 1);
        let page = format!("https://www.clinic.example/{}/hiv-testing", ["a", "b", "c", "d", "e"][n as usize]);
        let load = main_frame(at, &page);
        let told = format!(
            "https://www.facebook.com/tr/?id=1&ev=PageView&fbp=fb.1.1770198687545.390053971848850268&dl={}",
            page.replace('/', "%2F").replace(':', "%3A")
        );
        let told = (at + 3_000, request(&format!("t{n}"), &told));
        events.extend(load.clone());
        events.push(told.clone());
        asked.extend(load);
        asked.extend([banner(at + 100, true), told]);
    }
    for (events, kind) in [(events, "consent-ignored"), (asked, "pre-consent-request")] {
        let view = view_of(&events);
        let of_kind: Vec<_> = view.findings.iter().filter(|f| f.finding.kind.word() == kind).collect();
        assert!(of_kind.len() >= 4, "{kind}: {}", of_kind.len());
        let worst = of_kind.iter().map(|f| f.finding.severity).max();
        assert_eq!(worst, Some(leaklight_core::finding::Severity::High), "{kind}");
    }
    // Without a telling address.
    let plain: Vec<_> = view_of(&[banner(1_100, true), pixel(1_200)]).findings;
    let plain = plain.iter().find(|f| f.finding.kind.word() == "pre-consent-request").map(|f| f.finding.severity);
    assert_eq!(plain, Some(leaklight_core::finding::Severity::Medium));
}

#[test]
fn records_of_other_sites_make_room() {
    let mut events = Vec::new();
    for n in 0..70_u64 {
        let site = format!("https://site{n}.example/");
        events.extend(main_frame(2_000 + n * 100, &site));
        let domain = format!(".site{n}.example");
        events.push((2_010 + n * 100, Event::Cookie(Cookie { name: "klaro".into(), value: KLARO.into(), domain, ..Cookie::default() })));
    }
    assert_eq!(of(&events).state, "accepted");
}

#[test]
fn settings_opened_again_are_no_new_question() {
    let all = "{\"eventStatus\":\"tcloaded\",\"purpose\":{\"consents\":{\"2\":true,\"3\":true,\"4\":true,\"5\":true,\"6\":true,\"8\":true,\"9\":true}}}";
    let events = [api(1_100, "tcf", "tcloaded", all), api(3_000, "tcf", "cmpuishown", "{\"tcString\":\"\"}"), pixel(3_200)];
    stands(&events, "accepted", true, [0, 1, 0, 0, 0]);
    let events = [api(1_100, "tcf", "cmpuishown", "{\"tcString\":\"\"}"), pixel(1_200)];
    stands(&events, "waiting", false, [1, 0, 0, 0, 0]);
}

#[test]
fn onetrusts_record_waits_until_its_banner_was_closed() {
    let groups = "groups=C0001%3A1%2CC0002%3A0%2CC0004%3A0";
    let open = [cookie(1_050, "OptanonConsent", groups), pixel(1_100)];
    let view = stands(&open, "waiting", false, [1, 0, 0, 0, 0]);
    assert_eq!(view.managers.first().map(|m| m.standing.as_str()), Some("waiting"));
    let mut closed = open.to_vec();
    closed.extend([banner(1_500, true), cookie(4_000, "OptanonAlertBoxClosed", "2026-11-26T10:00:00.000Z"), pixel(6_000)]);
    stands(&closed, "rejected", false, [1, 0, 1, 0, 0]);
}

#[test]
fn a_record_that_is_removed_holds_no_longer() {
    let events = [cookie(1_050, "klaro", KLARO), gone(3_000, "klaro"), banner(3_100, true), pixel(3_200)];
    stands(&events, "waiting", false, [1, 0, 0, 0, 0]);
}

#[test]
fn passes_rest_on_what_was_seen() {
    let state = |view: &ConsentView, name: &str| {
        view.passes.iter().find(|p| p.name.starts_with(name)).map(|p| (p.state.clone(), p.because.clone())).expect("the check")
    };
    let none = of(&[pixel(1_100)]);
    assert!(none.passes.iter().all(|p| p.state == "not-tested" && !p.because.is_empty()), "{:#?}", none.passes);
    let good = of(&[banner(1_500, true), press(4_000, "Accept all"), pixel(4_100)]);
    assert_eq!(
        state(&good, "No request"),
        ("pass".to_owned(), "0 requests before a choice, over 1 page on which a choice was asked for".to_owned())
    );
    let bad = of(&[pixel(1_100), banner(1_500, true)]);
    assert_eq!(state(&bad, "No request"), ("fail".to_owned(), "Meta Pixel (Facebook) told before".to_owned()));
    let mut refused = vec![banner(1_500, true), press(4_000, "Reject all"), cookie(4_050, "klaro", "{\"meta-pixel\":false}")];
    refused.extend(main_frame(10_000, NEXT));
    assert_eq!(state(&of(&refused), "Nothing to trackers").0, "pass");
    refused.push(pixel(10_100));
    assert_eq!(state(&of(&refused), "Nothing to trackers").0, "fail");
    let hit = |at: u64, more: &str| {
        (
            at,
            request(
                &format!("h{at}"),
                &format!("https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042{more}"),
            ),
        )
    };
    let waited = of(&[banner(1_500, true), press(4_000, "Accept all"), hit(4_100, "&consent=1")]);
    assert_eq!(state(&waited, "Matomo waited").0, "pass");
    assert_eq!(state(&waited, "Matomo: no hit").0, "pass");
    let early = of(&[hit(1_100, ""), banner(1_500, true), press(4_000, "Accept all"), hit(4_100, "&consent=1")]);
    assert_eq!(state(&early, "Matomo: no hit"), ("fail".to_owned(), "1 hit before".to_owned()));
    assert_eq!(state(&of(&[banner(1_500, true)]), "Matomo: no hit").0, "not-tested");
    assert_eq!(state(&of(&[hit(1_100, "")]), "Matomo: no hit").0, "not-tested");
    assert_eq!(state(&early, "Matomo waited").0, "fail");
}

#[test]
fn the_guided_check_compares_three_runs() {
    let mut events = Vec::new();
    for (at, step, button) in
        [(10_000, CheckStep::Ignore, ""), (30_000, CheckStep::Accept, "Accept all"), (50_000, CheckStep::Reject, "Accept all")]
    {
        events.extend([pixel(at - 100), check(at, step)]);
        events.extend(main_frame(at + 100, PAGE));
        events.push(banner(at + 300, true));
        if !button.is_empty() {
            events.extend([press(at + 2_000, button), pixel(at + 4_000)]);
        }
        events.push(check(at + 9_000, CheckStep::Done));
    }
    let view = of(&events).check.expect("a check");
    let states: Vec<&str> = view.runs.iter().map(|r| r.state.as_str()).collect();
    assert_eq!(states, ["done", "done", "doubtful"], "{:#?}", view.runs);
    assert_eq!(view.runs.first().map(|r| r.lasted), Some(8_900));
    let row = view.rows.first().expect("a row");
    assert_eq!((row.name.shown.as_str(), row.counts, row.wrong), ("Meta Pixel (Facebook)", [0, 1, 1], true));
    assert_eq!(view.running, "");
    events.push(check(90_000, CheckStep::Off));
    assert_eq!(of(&events).check, None);
}

#[test]
fn a_flood_is_bounded_counted_and_said() {
    let mut events = Vec::new();
    for n in 0..3_000_u64 {
        events.push((
            2_000 + n,
            request(
                &format!("x{n}"),
                &format!(
                    "https://t{n}.example/pixel.gif?uid=8f14e45fceea167a5a36dedd4bea2543&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042"
                ),
            ),
        ));
        events.push(api(2_000 + n, "google", &format!("update{n}"), "{\"ad_storage\":\"granted\"}"));
        events.push(press(2_000 + n, "Accept all"));
        events.push(cookie(2_000 + n, "klaro", if n % 2 == 0 { KLARO } else { "{\"a\":false}" }));
    }
    let view = view_of(&events);
    assert!(view.consent.marks.len() <= 240 && view.consent.more > 0);
    assert!(view.consent.managers.len() <= 60 && view.consent.sends.len() <= 300);
    assert!(view.blind_spots.iter().any(|s| s.said.contains("consent time line")), "{:#?}", view.blind_spots);
    let mut session = Session::default();
    session.step(&visit(&events), 0);
    assert!(session.snapshot().len() < 3_000_000);
    assert_eq!(Session::restore(&session.snapshot()).expect("restored").view(7), session.view(7));
}

#[path = "consent/disagree.rs"]
mod disagree;
#[path = "consent/order.rs"]
mod order;
#[path = "consent/overtaken.rs"]
mod overtaken;
