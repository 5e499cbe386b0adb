//! The HTML report in another language: everything that is ours to say is said in it. A test binary of its own, since a program
//! speaks one language as long as it runs.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;
#[path = "common/staged.rs"]
mod staged;

use common::{ABOUT, Host, MAIL, cookie, go, post, request, seen, title, typed, watch};
use leaklight_core::observation::*;

const AT: u64 = staged::WRITTEN - 60_000;
const PAGE: &str = "https://www.clinic.example/hiv-testing/book";
const META: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fhiv-testing%2Fbook";
const GA: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1804082550.1234567890&en=page_view&gcs=G100";
const SINK: &str = "https://collector.example/in";
const GTM: &str = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123";

/// What stood in the report before it was said in the person's language.
const ENGLISH: [&str; 23] = [
    "Leaklight report",
    "Watched from",
    "companies told",
    "In short",
    "What leaked",
    "Why it matters",
    "How to fix",
    "Why this severity",
    "Who was told",
    "Who tells whom",
    ", in words",
    "What each could now know",
    "Which page is open",
    "The visitor refused",
    "before a choice",
    "What was tested",
    "How it got here",
    "What is stored",
    "Not visible from a browser",
    "Seen in this browser",
    "What servers pass on",
    "Values are masked",
    "last compared with",
];

fn visit() -> Vec<Event> {
    let main = Request { id: "m".into(), url: PAGE.into(), kind: ResourceType::MainFrame, ..Request::default() };
    let script = Request { id: "s".into(), url: GTM.into(), method: "GET".into(), kind: ResourceType::Script, ..Request::default() };
    let entries = vec![("theme".into(), Some("dark".into()))];
    let press = |button: &str| Event::Chose(Chose { button: button.into(), ..Chose::default() });
    let banner = |shown| Event::Banner(Banner { name: "klaro".into(), shown, ..Banner::default() });
    vec![
        watch(PAGE),
        Event::Request(main),
        Event::Response(Response { id: "m".into(), status: 200, set_cookie: Vec::new(), cached: false }),
        go(PAGE),
        title("Book your HIV test"),
        Event::Request(script),
        banner(true),
        request("1", META),
        press("reject"),
        banner(false),
        request("2", META),
        request("3", GA),
        typed(1, ABOUT, MAIL),
        post("4", SINK, &format!("email={MAIL}")),
        Event::Cookie(cookie(".clinic.example", "_ga", "GA1.2.1234567890.1804082550")),
        Event::Storage(Storage { frame: 0, origin: "https://www.clinic.example".into(), area: Area::Local, entries, left_out: 0 }),
        request(
            "5",
            "https://matomo.clinic.example/matomo.php?idsite=1&rec=1&action_name=Book&url=https%3A%2F%2Fwww.clinic.example%2F&_id=1a2b3c4d5e6f7a8b",
        ),
        Event::Failed(Failed { id: "5".into(), error: "net::ERR_BLOCKED_BY_CLIENT".into() }),
    ]
}

/// What a person reads: the texts between the tags, one a line.
fn text(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split_once("<body>").unwrap().1.split('<') {
        let (tag, said) = piece.split_once('>').unwrap_or(("", piece));
        let said = if tag.starts_with("style") { "" } else { said.trim() };
        // Words of a line stand together.
        let apart =
            !["b", "/b", "bdi", "/bdi", "span", "/span", "mark", "/mark", "code", "/code"].contains(&tag.split(' ').next().unwrap());
        out.push_str(if apart { "\n" } else { " " });
        out.push_str(said);
    }
    let lines: Vec<String> =
        out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[test]
fn the_report_speaks_spanish() {
    assert!(leaklight_text::speak("es"));
    let events: Vec<Observation> = visit().into_iter().zip(1..).map(|(event, n)| seen(AT + n * 1000, event)).collect();
    let html = staged::report(Host::after(&events).session.view(7));
    assert!(html.contains("<html lang=\"es\">"));
    let text = text(&html);
    for english in ENGLISH {
        assert!(!text.contains(english), "{english}");
    }
    insta::assert_snapshot!(text);
}
