//! What a press set off is heard of before the press: the two come by different ways. It counts as what it is, after the choice.

use super::*;
use leaklight_core::finding::Kind;
use leaklight_core::report::hits::hits;
use leaklight_core::session::Settings;

/// Findings about consent of a visit, each with how often.
fn found(view: &View) -> Vec<(Kind, u32)> {
    let about = [Kind::PreConsentRequest, Kind::ConsentIgnored, Kind::ConsentSignalMismatch];
    view.findings.iter().filter(|f| about.contains(&f.finding.kind)).map(|f| (f.finding.kind, f.finding.count)).collect()
}

/// The hits of a visit, in order of time: how each stands to the choice, and what it gave reason for.
fn listed(events: &[(u64, Event)]) -> Vec<(u64, String, Vec<String>)> {
    let mut list: Vec<_> = hits(&visit(events), &Settings::default()).list.into_iter().map(|h| (h.at, h.verdict, h.findings)).collect();
    list.sort();
    list
}

/// Heard in that order, a visit is what it is in the order of time; and so it stands to the choice.
#[track_caller]
fn check(heard_events: &[(u64, Event)], state: &str, counts: [u32; 5], findings: &[(Kind, u32)]) {
    let mut ordered = heard_events.to_vec();
    ordered.sort_by_key(|(at, _)| *at);
    for events in [ordered.as_slice(), heard_events] {
        stands(events, state, false, counts);
        assert_eq!(found(&view_of(events)), findings);
    }
    let (heard, in_time) = (view_of(heard_events), view_of(&ordered));
    let other = |view: &View| {
        view.findings.iter().map(|f| (f.finding.key.clone(), f.finding.severity, f.finding.first, f.finding.last)).collect::<Vec<_>>()
    };
    assert_eq!(other(&heard), other(&in_time));
    let marks = |view: &View| view.consent.marks.iter().map(|m| (m.at, m.said.clone(), m.verdict.clone(), m.count)).collect::<Vec<_>>();
    assert_eq!(marks(&heard), marks(&in_time));
    let kept = |view: &View| view.storage.iter().map(|s| (s.name.clone(), s.verdict.clone())).collect::<Vec<_>>();
    assert_eq!(kept(&heard), kept(&in_time));
    assert_eq!(heard.consent.passes, in_time.consent.passes);
    assert_eq!(listed(heard_events), listed(&ordered));
}

const FBP: &str = "fb.1.1770198687545.390053971848850268";
/// A pixel that names the page's topic, so that it gives reason for more than one finding.
const TELLING: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fhiv-testing";

#[test]
fn what_left_after_the_press_left_after_the_press() {
    let telling = |at: u64| (at, request(&format!("r{at}"), TELLING));
    // The twin: what left a moment before is before.
    check(&[banner(1_500, true), pixel(3_990), press(4_000, "Accept all")], "accepted", [1, 0, 0, 0, 0], &[(Kind::PreConsentRequest, 1)]);
    check(&[banner(1_500, true), pixel(4_030), press(4_000, "Accept all")], "accepted", [0, 1, 0, 0, 0], &[]);
    check(&[banner(1_500, true), telling(4_030), press(4_000, "Accept all")], "accepted", [0, 1, 0, 0, 0], &[]);
    check(&[banner(1_500, true), pixel(4_030), press(4_000, "Reject all")], "rejected", [0, 0, 1, 0, 0], &[]);
    let both = [banner(1_500, true), pixel(1_600), pixel(4_030), pixel(4_031), press(4_000, "Accept all"), pixel(4_032)];
    check(&both, "accepted", [1, 3, 0, 0, 0], &[(Kind::PreConsentRequest, 1)]);
    // That it was asked for is known by the press alone.
    check(&[pixel(1_100), pixel(4_030), press(4_000, "Accept all")], "accepted", [1, 1, 0, 0, 0], &[(Kind::PreConsentRequest, 1)]);
    // The same for what was kept.
    check(&[banner(1_500, true), pixel(4_030), cookie(4_031, "_fbp", FBP), press(4_000, "Accept all")], "accepted", [0, 1, 0, 0, 0], &[]);
}

#[test]
fn a_mind_changed_again_is_heard_late_too() {
    let refused = [banner(1_500, true), press(4_000, "Reject all")];
    let google = |at: u64| {
        (at, request(&format!("r{at}"), "https://region1.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45&gcs=G111&en=page_view"))
    };
    let then = |more: &[(u64, Event)]| refused.iter().chain(more).cloned().collect::<Vec<_>>();
    check(&then(&[pixel(8_990), press(9_000, "Accept all")]), "accepted", [0, 0, 1, 0, 0], &[(Kind::ConsentIgnored, 1)]);
    check(&then(&[pixel(9_030), press(9_000, "Accept all")]), "accepted", [0, 1, 0, 0, 0], &[]);
    // What the site itself counts is no finding, and counted as against the refusal all the same.
    let matomo = "https://www.clinic.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042";
    let own = (9_020, request("own", matomo));
    check(&then(&[own, pixel(9_030), press(9_000, "Accept all")]), "accepted", [0, 1, 0, 0, 0], &[]);
    // What the browser objected to stays counted.
    let objects = [api(1_040, "gpc", "", "true"), pixel(1_100)];
    let measured = [google(9_030), press(9_000, "Accept all")];
    check(&[objects.as_slice(), &refused, &measured].concat(), "accepted", [1, 0, 0, 0, 0], &[(Kind::ConsentIgnored, 1)]);
    check(&then(&[google(9_030), pixel(9_040), press(9_000, "Accept all")]), "accepted", [0, 1, 0, 0, 0], &[]);
}

#[test]
fn the_browsers_objection_stands_until_it_is_overruled() {
    let then = |button: &str| [api(1_040, "gpc", "", "true"), banner(1_500, true), pixel(4_030), press(4_000, button)];
    check(&then("Accept all"), "accepted", [0, 1, 0, 0, 0], &[]);
    check(&then("Reject all"), "rejected", [0, 0, 1, 0, 0], &[(Kind::ConsentIgnored, 1)]);
    let mut telling = then("Reject all");
    telling[2].1 = request("r4030", TELLING);
    check(&telling, "rejected", [0, 0, 1, 0, 0], &[(Kind::ConsentIgnored, 1)]);
}

#[test]
fn a_record_is_heard_of_later_than_what_it_let_go() {
    // The button told when; what it stored is heard of first.
    check(
        &[banner(1_500, true), pixel(4_030), cookie(4_040, "klaro", KLARO), press(4_000, "Accept all")],
        "accepted",
        [0, 1, 0, 0, 0],
        &[],
    );
    check(&[banner(1_500, true), press(4_000, "Save"), pixel(4_030), cookie(4_040, "klaro", KLARO)], "accepted", [0, 1, 0, 0, 0], &[]);
    // A banner nobody saw: the record alone tells, and when it was made is not known to the second.
    let asks = cookie(1_050, "cookieyes-consent", "consentid:a,consent:no,action:,necessary:yes,analytics:no,advertisement:no");
    let given =
        |at: u64| cookie(at, "cookieyes-consent", "consentid:a,consent:yes,action:yes,necessary:yes,analytics:yes,advertisement:yes");
    stands(&[asks.clone(), pixel(4_000), given(4_300)], "accepted", false, [0, 1, 0, 0, 0]);
    stands(&[asks.clone(), pixel(1_200), given(4_300)], "accepted", false, [1, 0, 0, 0, 0]);
    // Nobody chooses in a page's first second, and what left before a press is before it, whatever the record says.
    stands(&[asks.clone(), pixel(1_200), given(1_900)], "accepted", false, [1, 0, 0, 0, 0]);
    let mixed = cookie(4_300, "klaro", "{\"matomo\":true,\"meta-pixel\":false}");
    stands(
        &[banner(1_500, true), pixel(3_500), press(4_000, "Accept all"), banner(4_020, false), mixed],
        "partial",
        false,
        [1, 0, 0, 0, 0],
    );
    // A press of which nobody knows what it means opened a list.
    let listed =
        [banner(1_500, true), press(4_000, "Show purposes"), pixel(4_500), cookie(6_010, "klaro", KLARO), press(6_000, "Accept all")];
    stands(&listed, "accepted", false, [1, 0, 0, 0, 0]);
    // A press that says another thing is another one.
    let no = "{\"matomo\":false,\"meta-pixel\":false}";
    let at_once = [banner(1_500, true), press(4_000, "That's ok"), pixel(4_030), cookie(4_040, "klaro", KLARO), cookie(4_500, "klaro", no)];
    stands(&at_once, "rejected", false, [0, 1, 0, 0, 0]);
    // What was allowed when it left is not held against a refusal in a dialog nobody saw.
    let accepted = [banner(1_500, true), press(4_000, "Accept all"), pixel(4_030), banner(4_040, false)];
    let refused = [pixel(8_000), cookie(8_500, "klaro", no), pixel(8_600)];
    stands(&[accepted.as_slice(), &refused].concat(), "rejected", false, [0, 2, 1, 0, 0]);
}
