//! What a visitor typed into a search box is shown masked, and repeated nowhere beside the mask.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{request, seen, title, watch};
use leaklight_core::session::{Session, Settings};

fn view(page: &str) -> String {
    let dl: String =
        page.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    let mut session = Session::new(Settings::default());
    let ga = format!("https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&uid=p-4711&dl={dl}");
    let events = [watch(page), title("Search"), request("1", &ga)];
    let events: Vec<_> = events.into_iter().zip(1..).map(|(event, at)| seen(at, event)).collect();
    session.step(&events, 0);
    let view = session.view(7);
    let mut out = serde_json::to_string(&(&view.page.because, &view.page.sum, &view.page.address.shown)).unwrap();
    for f in view.findings.iter().map(|f| &f.finding) {
        let shown: Vec<_> = f.evidence.iter().map(|e| e.value.shown.as_str()).collect();
        out.push_str(&serde_json::to_string(&(&f.said, &f.sum, &f.page.shown, shown)).unwrap());
    }
    out
}

#[test]
fn what_was_typed_is_masked_and_not_repeated() {
    // What a page is about by its path is said in plain words.
    assert!(view("https://www.clinic.example/conditions/herpes-rash").contains("“herpes rash”"));
    for typed in
        ["?q=herpes+rash", "?Q=herpes%20rash", "?search_query=herpes+rash", "#q=herpes+rash", "?a=1&term=herpes-rash", "?buscar=herpes"]
    {
        let page = format!("https://www.clinic.example/search{typed}");
        let told = view(&page);
        assert!(told.contains("a health matter") && told.contains("what was typed"), "{page}\n{told}");
        assert!(!told.contains("herpes") && !told.contains("rash"), "{page}\n{told}");
    }
    // Not everything telling is about health.
    assert!(view("https://www.clinic.example/search?q=filing+for+bankruptcy").contains("it names a sensitive matter"));
    // What else the address says is named.
    assert!(view("https://www.clinic.example/find-a-doctor/cardiology?q=herpes").contains("“cardiology”"));
}
