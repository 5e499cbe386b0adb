//! Those who know of the choice contradict each other, or only seem to.

use super::*;

#[test]
fn frameworks_that_lie_or_disagree_are_shown() {
    let none = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA";
    let lie = format!(
        "{{\"eventStatus\":\"tcloaded\",\"gdprApplies\":true,\"tcString\":\"{none}\",\"purpose\":{{\"consents\":{{\"1\":true,\"2\":true,\"3\":true,\"4\":true,\"7\":true,\"8\":true,\"9\":true}}}}}}"
    );
    let view = of(&[api(1_100, "tcf", "tcloaded", &lie), pixel(1_200)]);
    assert_eq!(view.state, "none");
    assert_eq!(view.managers.first().map(|m| m.standing.as_str()), Some("unclear"));
    assert!(view.managers.first().is_some_and(|m| m.said.contains("contradicts itself") && m.value.masked));
    let view = of(&[
        cookie(1_100, "klaro", "{\"matomo\":false,\"meta-pixel\":false}"),
        api(1_200, "google", "update", GRANTED),
        api(1_300, "tcf", "x", "\u{0}{{{{"),
        api(1_300, "nobody", "x", "1"),
    ]);
    assert_eq!(view.state, "rejected");
    assert_eq!(view.disagree, ["Google consent mode says yes (`gtag('consent', 'update')`), Klaro says no (cookie klaro)."]);
}

/// What is stored comes by another way than what a button and an interface say, and may be heard of first.
#[test]
fn what_an_interface_says_upon_a_press_is_said_of_that_choice() {
    let refused = cookie(4_048, "klaro", "{\"matomo\":false,\"meta-pixel\":false}");
    let (pressed, said) = (press(4_000, "Reject all"), api(4_004, "google", "update", GRANTED));
    let disagree = |events: &[&(u64, Event)]| {
        let all: Vec<_> = [&banner(1_500, true)].into_iter().chain(events.iter().copied()).cloned().collect();
        of(&all).disagree
    };
    let no = "Google consent mode says yes (`gtag('consent', 'update')`), Klaro says no (cookie klaro).";
    // What it said before the press is of no choice yet, whatever comes first.
    let before = api(3_990, "google", "update", GRANTED);
    assert_eq!(disagree(&[&before, &refused, &pressed]), [""; 0]);
    assert_eq!(disagree(&[&refused, &pressed, &before]), [""; 0]);
    assert_eq!(disagree(&[&pressed, &said, &refused]), [no]);
    assert_eq!(disagree(&[&refused, &pressed, &said]), [no]);
    assert_eq!(disagree(&[&refused, &said, &pressed]), [no]);
}

#[test]
fn googles_default_counts_until_an_update_and_never_at_once() {
    let contradictions = |more: &[(u64, Event)]| {
        let mut events =
            vec![api(1_050, "google", "default", DENIED), banner(1_500, true), press(4_000, "Accept all"), cookie(4_050, "klaro", KLARO)];
        events.extend(more.iter().cloned());
        of(&events).disagree
    };
    let no = "Klaro says yes (cookie klaro), Google consent mode says no (`gtag('consent', 'default')`).";
    // The update may yet come; it came; it names one purpose after the other.
    assert_eq!(contradictions(&[pixel(6_000)]), [""; 0]);
    assert_eq!(contradictions(&[api(4_100, "google", "update", GRANTED), pixel(12_000)]), [""; 0]);
    let (ads, analytics) = ("{\"ad_storage\":\"granted\"}", "{\"analytics_storage\":\"granted\"}");
    let both = [api(4_100, "google", "update", ads), api(4_200, "google", "update", analytics), pixel(12_000)];
    assert_eq!(contradictions(&both), [""; 0]);
    // What the update does not name keeps its default: in part is no plain yes and no plain no.
    assert_eq!(contradictions(&[api(4_100, "google", "update", ads), pixel(12_000)]), [""; 0]);
    assert_eq!(contradictions(&[pixel(12_000)]), [no]);
    let said = no.replace("default", "update");
    assert_eq!(contradictions(&[api(4_100, "google", "update", DENIED), pixel(4_300)]), [said.as_str()]);
    // A default of some regions is not known to be this one's.
    let regional = "{\"ad_storage\":\"denied\",\"region\":[\"ES\"]}";
    assert_eq!(contradictions(&[api(4_060, "google", "default", regional), pixel(12_000)]), [""; 0]);
    // Before a choice nobody contradicts anybody; a stored one has its update to come, too.
    let open =
        of(&[api(1_050, "google", "default", DENIED), api(1_060, "matomo", "setConsentGiven", ""), banner(1_500, true), pixel(9_000)]);
    assert_eq!(open.disagree, [""; 0]);
    let stored = |last: u64| of(&[cookie(1_040, "klaro", KLARO), api(1_050, "google", "default", DENIED), pixel(last)]).disagree;
    assert_eq!((stored(3_000).len(), stored(9_000)), (0, vec![no.to_owned()]));
}

#[test]
fn an_objection_or_its_absence_is_no_contradiction() {
    let refused = cookie(1_040, "klaro", "{\"matomo\":false,\"meta-pixel\":false}");
    assert_eq!(of(&[refused.clone(), cookie(1_041, "usprivacy", "1YNN"), pixel(9_000)]).disagree, [""; 0]);
    assert_eq!(of(&[refused, cookie(1_041, "usprivacy", "1YYN"), pixel(9_000)]).disagree, [""; 0]);
    // One speaks of measuring, the other of advertising.
    let measured = [cookie(1_040, "klaro", "{\"matomo\":true}"), cookie(1_041, "usprivacy", "1YYN"), pixel(9_000)];
    assert_eq!(of(&measured).disagree, [""; 0]);
}
