//! Times a watched tab's whole step for each of recorded requests: `cargo run --release --example session_bench -- ROWS.jsonl`.
//!
//! Rows are JSON objects with `url` and `page`, and where known `type` and `body`. Unlike `analyse_bench` this counts what is
//! kept over a visit too: recipients, findings, consent, lineage, Matomo.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use leaklight_core::observation::{Event, How, Navigation, Observation, Request, ResourceType, SeenBody, Watch};
use leaklight_core::session::{Session, Settings};
use std::time::Instant;

fn main() {
    let file = std::env::args().nth(1).expect("a file of rows");
    let passes: usize = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(5);
    let text = std::fs::read_to_string(&file).expect("the file can be read");
    let rows: Vec<serde_json::Value> = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let mut took = Vec::new();
    for _ in 0..passes {
        let mut session = Session::new(Settings::default());
        let mut at = 1_000;
        let watch = Event::Watch(Watch { url: "https://www.clinic.example/".into(), reload: true });
        session.step(&[Observation { at, tab: 7, event: watch }], at);
        let mut shown = String::new();
        for (id, row) in rows.iter().enumerate() {
            let Some(page) = row["page"].as_str() else { continue };
            at += 20;
            if page != shown {
                page.clone_into(&mut shown);
                let event = Event::Navigation(Navigation { frame: 0, url: page.into(), how: How::Committed });
                session.step(&[Observation { at, tab: 7, event }], at);
            }
            let body = row["body"].as_str().map_or(SeenBody::None, |b| SeenBody::Text(b.into()));
            let kind = serde_json::from_value(row["type"].clone()).unwrap_or(ResourceType::Other);
            let url = row["url"].as_str().unwrap_or_default().into();
            let request = Request { id: id.to_string(), url, method: "GET".into(), kind, body, ..Request::default() };
            let seen = [Observation { at, tab: 7, event: Event::Request(request) }];
            let start = Instant::now();
            session.step(&seen, at);
            took.push(start.elapsed().as_nanos() as u64);
        }
    }
    took.sort_unstable();
    let at = |q: f64| took.get(((took.len().max(1) - 1) as f64 * q) as usize).map_or(0.0, |n| *n as f64 / 1000.0);
    println!("{} requests, p50 {:.2} µs, p99 {:.1} µs", took.len() / passes.max(1), at(0.5), at(0.99));
}
