//! Whatever carries a known value: headers, cookies, messages, redirects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::type_complexity, missing_docs)]

mod common;

use common::{ABOUT, Host, MAIL, PAGE, request, sha256, stored, timed, typed, watch};
use leaklight_core::observation::*;

fn after(events: &[Event]) -> Host {
    Host::after(&timed(events))
}

fn one(recipient: &str, how: &str) -> Vec<(String, String, u32)> {
    vec![(recipient.to_owned(), how.to_owned(), 1)]
}

#[test]
fn headers_and_cookies_carry_values() {
    let headers = |more: &[(&str, &str)], cookies: &[&str]| {
        Event::Headers(Headers {
            id: "1".into(),
            referer: None,
            cookies: cookies.iter().map(|c| (*c).to_owned()).collect(),
            more: more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            ..Headers::default()
        })
    };
    let places = |host: &Host| -> Vec<String> {
        let view = host.session.view(7);
        view.findings.iter().flat_map(|f| &f.finding.evidence).filter(|e| e.known.is_some()).map(|e| e.at.clone()).collect()
    };
    let get = || request("1", "https://collector.example/a.gif");
    let start = [watch(PAGE), typed(1, ABOUT, MAIL)];
    let host = after(&[&start, [get(), headers(&[("x-user", "someone else")], &["theme"])].as_slice()].concat());
    assert!(host.left(MAIL).is_empty() && places(&host).is_empty());
    for late in [false, true] {
        let mut events = vec![watch(PAGE), typed(1, ABOUT, MAIL), get(), headers(&[("x-user", MAIL)], &[])];
        if late {
            events.swap(1, 3);
            events.swap(1, 2);
        }
        let host = after(&events);
        assert_eq!(host.left(MAIL), one("collector.example", "as it was"), "late: {late}");
        assert!(places(&host).contains(&"header:x-user".to_owned()), "{:?} {:?}", places(&host), host.found());
    }
    let cookie = Event::Cookie(stored("who", &sha256(MAIL), ".collector.example"));
    let other = Event::Cookie(stored("who", &sha256(MAIL), ".elsewhere.example"));
    let host = after(&[&start, [other, get(), headers(&[], &["who"])].as_slice()].concat());
    assert!(host.left(MAIL).is_empty(), "another domain's cookie is not sent");
    let host = after(&[&start, [cookie, get(), headers(&[], &["who"])].as_slice()].concat());
    assert_eq!(host.left(MAIL).len(), 1);
    assert!(places(&host).contains(&"cookie:who".to_owned()), "{:?}", places(&host));
}

#[test]
fn a_message_to_somebody_else_s_frame_is_read() {
    let message = |url: &str, body: &str| {
        Event::Message(Message {
            frame: 4,
            url: url.into(),
            from: "https://www.clinic.example".into(),
            body: SeenBody::Text(body.into()),
            cut: false,
        })
    };
    let told = format!(r#"{{"type":"prefill","email":"{MAIL}"}}"#);
    let start = [watch(PAGE), typed(1, ABOUT, MAIL)];
    // Clean twins: the site's own frame, a message about nobody, and frames of one company's among themselves.
    for clean in
        [message("https://forms.clinic.example/x", &told), message("https://widget.example/x", r#"{"type":"resize","height":300}"#)]
    {
        let host = after(&[&start, [clean].as_slice()].concat());
        assert!(host.left(MAIL).is_empty() && host.found().is_empty(), "{:?}", host.found());
    }
    let Event::Message(among) = message("https://widget.example/x", &told) else { unreachable!() };
    let among = Event::Message(Message { from: "https://frames.widget.example".into(), ..among });
    let host = after(&[&start, [among].as_slice()].concat());
    assert!(host.left(MAIL).is_empty() && host.found().is_empty(), "{:?}", host.found());
    for late in [false, true] {
        let mut events = vec![watch(PAGE), typed(1, ABOUT, MAIL), message("https://widget.example/x?email=none", &told)];
        if late {
            events.swap(1, 2);
        }
        let host = after(&events);
        assert_eq!(host.left(MAIL), one("widget.example", "as it was"), "late: {late}");
        let view = host.session.view(7);
        let f = view.findings.iter().find(|f| f.finding.recipient.as_ref().is_some_and(|r| r.host == "widget.example")).unwrap();
        assert_eq!((f.finding.evidence[0].at.as_str(), f.finding.count), ("message:email", 1));
    }
}

#[test]
fn what_is_passed_on_by_a_redirect_says_so() {
    let to = format!("https://second.example/x?u={}", sha256(MAIL));
    let redirect = Event::Redirect(Redirect { id: "1".into(), to: to.clone() });
    let host = after(&[watch(PAGE), typed(1, ABOUT, MAIL), request("1", "https://first.example/go?a=1"), redirect, request("1", &to)]);
    assert_eq!(host.left(MAIL).len(), 1);
    let view = host.session.view(7);
    let limits: Vec<_> = view.findings.iter().flat_map(|f| &f.finding.limits).collect();
    assert!(limits.iter().any(|l| *l == "Passed on by a redirect of first.example."), "{limits:?}");
}
