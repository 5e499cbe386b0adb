//! What findings say in Spanish: the words of every kind, and those of a visit that tells much. One process speaks one language: no other
//! test may stand beside this one.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{ABOUT, Host, MAIL, REASON, SINK, cookie, go, persona, post, request, seen, sha256, title, typed, watch};
use leaklight_core::detect;
use leaklight_core::finding::{Finding, Kind};
use leaklight_core::observation::*;

const TOPIC: &str = "https://www.clinic.example/conditions/hiv-testing";
const BOOK: &str = "https://www.clinic.example/find-care/cardiology/book";
const GA: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2";

fn visit() -> Vec<Event> {
    let encoded = "https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    let body = |text: &str| format!(r#"{{"v":"{text}"}}"#);
    vec![
        watch(TOPIC),
        title("HIV testing"),
        Event::Cookie(Cookie { was_there: true, ..cookie(".clinic.example", "_pk_id.1.1fff", "0123456789abcdef.1700000000.") }),
        Event::Cookie(cookie(".adnetwork.example", "uid", "c51ce410c124a10e0db5e4b97fc2af39")),
        request("1", &format!("{GA}&dl={encoded}&dt=HIV%20testing&uid=p-4711")),
        request(
            "2",
            &format!("https://stats.clinic.example/matomo.php?idsite=1&rec=1&url={encoded}&action_name=HIV&res=1920x1080&cookie=1&pdf=1"),
        ),
        request(
            "3",
            &format!(
                "https://www.facebook.com/tr/?id=1&ev=HIVTestBooked&cd%5BbuttonText%5D=Schedule%20HIV%20test&udff[em]={}",
                sha256(MAIL)
            ),
        ),
        request("4", "http://www.google-analytics.com/collect?v=1&tid=UA-1-1&t=pageview"),
        request("5", "https://maps.googleapis.com/maps/api/js?key=AIzaX"),
        request("6", "https://api-iam.intercom.io/messenger/web/ping"),
        request(
            "7",
            "https://clinic.matomo.cloud/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2F&hsr_vid=1&hsr_ev[0][ty]=12&hsr_ev[0][te]=%7B%7D",
        ),
        request("8", &format!("{GA}&dl=https%3A%2F%2Fportal.clinic.example%2Fx%3Freset_token%3D8f14e45fceea167a5a36dedd4bea2543f895")),
        request("9", "https://rs.fullstory.com/rec/bundle?OrgId=ABC12&UserId=1&SessionId=2&PageId=3&Seq=1"),
        go(BOOK),
        typed(1, ABOUT, MAIL),
        typed(2, REASON, "I think I have HIV, please advise"),
        post("10", SINK, &body(MAIL)),
        post("11", SINK, &body("I think I have HIV, please advise")),
        post("12", SINK, &body(&sha256("I think I have HIV, please advise"))),
        request("13", &format!("{GA}&ep.search_term=chest%20pain&dr={encoded}")),
        Event::Submitted(Submitted { frame: 0, fields: vec![1, 2], button: "Send request".into() }),
        request(
            "14",
            &format!(
                "https://www.facebook.com/tr/?id=1&ev=Lead&cd[email]={MAIL}&dl=https%3A%2F%2Fwww.clinic.example%2Ffind-care%2Fcardiology%2Fbook"
            ),
        ),
        go("https://www.clinic.example/thanks?email=jordan.avery%40example.org"),
    ]
}

fn say(out: &mut String, f: &Finding) {
    let mut line = |mark: &str, text: &str| out.extend([mark, text, "\n"]);
    line("\n", &f.said);
    line("    = ", &f.axes.explain().into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("; "));
    f.adjusted.iter().chain(&f.limits).for_each(|said| line("    ", said));
    if !f.sum.is_empty() {
        line("    + ", &f.sum);
    }
    for e in &f.evidence {
        if let Some(known) = &e.known {
            line("    → ", &known.line(&e.at));
        }
    }
}

#[test]
fn what_findings_say_in_spanish() {
    assert!(leaklight_text::speak("es"), "something was said before");
    let mut kinds = String::new();
    for &kind in Kind::ALL {
        let d = detect::doc(kind);
        kinds.extend([kind.title(), "\n", d.sees, "\n", d.why, "\n", d.cannot_tell, "\n", d.fix, "\n\n"]);
    }
    insta::assert_snapshot!("kinds", kinds);

    let mut host = Host::new(persona(true));
    for (event, n) in visit().into_iter().zip(1..) {
        host.step(&[seen(n * 1000, event)]);
        host.answer();
    }
    let view = host.session.view(7);
    let mut said = String::new();
    view.findings.iter().for_each(|f| say(&mut said, &f.finding));
    let english = ["The ", " was ", " the ", " sent ", " this "];
    let told = view.findings.iter().map(|f| &f.finding).flat_map(|f| f.limits.iter().chain(&f.adjusted).chain([&f.said]));
    for line in told {
        assert!(!english.iter().any(|word| line.contains(word)), "English: {line}");
    }
    insta::assert_snapshot!("visit", said);
}
