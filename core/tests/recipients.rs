//! What the view says of recipients over a visit: why each is listed, what was told twice, what a tester's automation may hide.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use leaklight_core::observation::*;
use leaklight_core::report::view::View;
use leaklight_core::session::{Session, Settings};
use leaklight_core::site::Declared;

const PAGE: &str = "https://www.clinic.example/p/1042";
const META: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&fbp=fb.1.1.2";

/// What happened, in milliseconds after the page was opened.
fn visit(events: Vec<(u64, Event)>) -> View {
    let mut all = vec![Observation { at: 1_000, tab: 7, event: Event::Watch(Watch { url: PAGE.into(), reload: true }) }];
    all.extend(events.into_iter().map(|(at, event)| Observation { at: 1_000 + at, tab: 7, event }));
    let mut session = Session::new(Settings::default());
    session.step(&all, 0);
    session.view(7)
}

#[test]
fn a_stranger_that_recognises_the_browser_says_so() {
    let cookie = |value: &str, domain: &str| {
        let value = value.to_owned();
        Event::Cookie(Cookie {
            name: "u".into(),
            value,
            domain: domain.into(),
            path: "/".into(),
            partition: None,
            http_only: false,
            secure: true,
            expires: Some(90_000_000_000),
            removed: false,
            ..Cookie::default()
        })
    };
    let told = |cookie: Event| visit(vec![(1, image(1, "https://a.stranger.example/in")), (2, cookie)]).recipients[0].because.clone();
    assert_eq!(told(cookie("dark", ".stranger.example")), "");
    assert_eq!(told(cookie("5f8a31c0d94e4b7fa2c1", ".other.example")), "");
    assert_eq!(
        told(cookie("5f8a31c0d94e4b7fa2c1", ".stranger.example")),
        "no list names it, but it keeps a number for this browser in a cookie of its own"
    );
}

#[test]
fn what_a_stranger_does_later_is_said_too() {
    let plain = image(1, "https://a.stranger.example/photo.png");
    let telling = image(2, "https://a.stranger.example/in?url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042&uid=5a7b");
    let again = image(3, "https://a.stranger.example/photo.png");
    assert_eq!(visit(vec![(1, plain.clone())]).recipients[0].because, "");
    assert_eq!(
        visit(vec![(1, plain), (2, telling), (3, again)]).recipients[0].because,
        "no list names it, but a request of it sends the page’s address with a number for the visitor"
    );
}

fn declared(relays: &[(&str, &str)], url: &str) -> View {
    let relays = relays.iter().map(|(h, v)| ((*h).to_owned(), (*v).to_owned())).collect();
    let mut session = Session::new(Settings { declared: Declared { relays, ..Declared::default() }, ..Settings::default() });
    let watch = Event::Watch(Watch { url: PAGE.into(), reload: true });
    session.step(&[Observation { at: 1, tab: 7, event: watch }, Observation { at: 2, tab: 7, event: image(1, url) }], 0);
    session.view(7)
}

fn sent(id: u32, kind: ResourceType, url: &str) -> Event {
    Event::Request(Request { id: id.to_string(), url: url.into(), method: "GET".into(), kind, ..Request::default() })
}

fn image(id: u32, url: &str) -> Event {
    sent(id, ResourceType::Image, url)
}

fn lost(what: &'static str) -> Event {
    Event::Lost(Lost { what: what.into(), count: 1 })
}

#[track_caller]
fn because(url: &str, times: &[u64], want: &str) {
    let view = visit(times.iter().map(|at| (*at, sent(*at as u32, ResourceType::Xmlhttprequest, url))).collect());
    assert_eq!(view.recipients[0].because, want, "{url} at {times:?}");
}

#[test]
fn every_recipient_says_why_it_is_listed() {
    because("https://api.stranger.example/slots", &[10], "");
    because("https://api.stranger.example/slots", &[10, 6_000, 6_100, 40_000], "");
    because(
        "https://api.stranger.example/alive",
        &[10, 5_010, 10_010, 15_010],
        "no list names it, but it is called at regular intervals, as keep-alive beacons are",
    );
    because("https://www.google-analytics.com/g/collect?v=2&tid=G-AAA1111111", &[10], "known by its host");
    because(
        "https://metrics.clinic.example/g/collect?v=2&tid=G-AAA1111111&cid=1.2&gtm=45je&_p=1&sid=5&en=page_view",
        &[10],
        "looks like Google Analytics 4: 8 of 8 signature fields",
    );
    because("https://www.wikimedia.org/x", &[10], "the list of owners gives its domain to Wikimedia Foundation");
    because(
        "https://www.wikimedia.org/alive",
        &[10, 5_010, 10_010, 15_010],
        "the list of owners gives its domain to Wikimedia Foundation; it is called at regular intervals, as keep-alive beacons are",
    );
    because(
        "https://www.wikimedia.org/in?url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042&uid=5a7b",
        &[10],
        "the list of owners gives its domain to Wikimedia Foundation; a request of it sends the page’s address with a number for the visitor",
    );
    because(
        "https://a.stranger.example/in?url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042&uid=5a7b",
        &[10],
        "no list names it, but a request of it sends the page’s address with a number for the visitor",
    );
}

#[test]
fn what_a_host_says_weighs_more_than_its_name() {
    let name = "https://smetrics.clinic.example/x?a=b";
    let hit = "https://smetrics.clinic.example/b/ss/acme/1/JS-2.22.0/s123?AQB=1&ndh=1&pf=1&g=https%3A%2F%2Fwww.clinic.example%2F&pageName=Home&AQE=1";
    for order in [[name, hit], [hit, name]] {
        let view = visit(order.iter().zip(1..).map(|(url, at)| (u64::from(at), image(at, url))).collect());
        let told = &view.recipients[0];
        assert_eq!(told.recipient.name, "Your own server, in the language of Adobe Analytics", "{order:?}");
        assert!(told.because.starts_with("looks like Adobe Analytics: "), "{}", told.because);
        assert_eq!(view.recipients.len(), 1);
    }
}

#[test]
fn a_person_decides_what_a_host_of_theirs_is() {
    let ga = "https://metrics.clinic.example/g/collect?v=2&tid=G-AAA1111111&cid=1.2&gtm=45je&_p=1&sid=5&en=page_view";
    let of = |view: &View| view.recipients[0].relay.clone().map(|r| (r.vendor, r.said, r.decided));
    let kinds = |view: &View| view.findings.iter().map(|f| f.finding.kind.word()).collect::<Vec<_>>();
    let own = declared(&[], "https://metrics.clinic.example/api?x=1");
    assert_eq!((of(&own), kinds(&own)), (None, vec![]));
    let seen = declared(&[], ga);
    let said = "Looks like Google Analytics 4: 8 of 8 signature fields.";
    assert_eq!(of(&seen), Some(("google-analytics-4".into(), said.into(), None)));
    assert_eq!(kinds(&seen), ["first-party-relay"]);
    let none = declared(&[("metrics.clinic.example", "none")], ga);
    assert_eq!(of(&none), Some((String::new(), String::new(), Some("none".into()))));
    assert_eq!((none.recipients[0].recipient.id.as_str(), kinds(&none)), ("clinic.example", vec![]));
    let other = declared(&[("metrics.clinic.example", "freshpaint")], ga);
    assert_eq!(of(&other), Some(("freshpaint".into(), "You said that it is Freshpaint.".into(), Some("freshpaint".into()))));
    let words = |view: &View| view.recipients[0].relay.clone().map(|r| r.decision);
    let said = ["not yet", "the site's own, no vendor's", "Freshpaint"];
    assert_eq!([&seen, &none, &other].map(words), said.map(|words| Some(words.to_owned())));
    assert!(other.recipients[0].recipient.relay && other.recipients[0].recipient.id == "own:freshpaint");
}

fn counted_twice(view: &View) -> Vec<(&str, u32)> {
    let kind = |word| view.findings.iter().filter(move |f| f.finding.kind.word() == word);
    kind("environment-or-duplicate-tag").map(|f| (f.finding.said.as_str(), f.finding.count)).collect()
}

#[test]
fn a_page_loaded_again_tells_its_page_view_once() {
    let again = sent(2, ResourceType::MainFrame, PAGE);
    assert_eq!(counted_twice(&visit(vec![(1, image(1, META)), (2, again), (3, image(3, META))])), []);
    let elsewhere = Event::Navigation(Navigation { frame: 0, url: "https://www.clinic.example/p/1043".into(), how: How::History });
    assert_eq!(counted_twice(&visit(vec![(1, image(1, META)), (2, elsewhere), (3, image(3, META))])), []);
    let twice = [("Meta Pixel was told of this page view twice: its numbers may count twice.", 1)];
    assert_eq!(counted_twice(&visit(vec![(1, image(1, META)), (2, image(2, META)), (3, image(3, META))])), twice);
}

#[test]
fn what_may_be_a_persons_is_masked_wherever_it_stands() {
    const MAIL: &str = "ann.baker@mail.example";
    let google = |account: &str| image(1, &format!("https://www.google-analytics.com/g/collect?v=2&tid={account}&cid=1.2&en=page_view"));
    let matomo = format!("https://stats.clinic.example/matomo.php?idsite={MAIL}&rec=1&action_name=Home&dimension1=00482913");
    let script = |url: String| sent(2, ResourceType::Script, &url);
    let view = visit(vec![
        (1, google(MAIL)),
        (2, google("G-AAA1111111")),
        (3, script(format!("https://cdn.segment.com/analytics.js/v1/{MAIL}/analytics.min.js"))),
        (4, sent(3, ResourceType::SubFrame, "https://forms.stranger.example/patient/00482913")),
        (5, image(4, &matomo)),
    ]);
    let proofs = view.findings.iter().flat_map(|f| &f.finding.evidence).map(|e| e.value.shown.clone());
    let nodes = view.lineage.nodes.iter().map(|n| n.name.shown.clone());
    let rows = view
        .matomo
        .iter()
        .flat_map(|m| m.sites.iter().cloned().chain(m.actions.iter().flat_map(|a| &a.rows).map(|r| r.value.shown.clone())));
    let told: Vec<String> = proofs.chain(nodes).chain(rows).collect();
    let is_shown = |what: &str| told.iter().any(|t| t.contains(what));
    assert!(is_shown("G-AAA1111111") && is_shown("a•••e (22)") && is_shown("0•••3 (8)"), "{told:#?}");
    assert!(!is_shown("ann.baker") && !is_shown("00482913"), "{told:#?}");
}

#[test]
fn a_program_at_the_wheel_is_said_once() {
    let said = |view: &View| view.blind_spots.iter().filter(|b| b.said.contains("navigator.webdriver")).count();
    assert_eq!(said(&visit(vec![])), 0);
    let view = visit(vec![(1, lost("automation")), (2, lost("automation"))]);
    assert_eq!(said(&view), 1);
    assert_eq!(view.blind_spots[0].count, 1);
}

#[test]
fn a_guard_against_programs_is_said() {
    let said = |view: &View| view.blind_spots.iter().filter(|b| b.said.contains("tells people from programs")).count();
    assert_eq!(said(&visit(vec![(1, image(1, META))])), 0);
    let captcha = sent(1, ResourceType::Script, "https://www.google.com/recaptcha/api.js?render=6Lx");
    assert_eq!(said(&visit(vec![(1, captcha)])), 1);
}
