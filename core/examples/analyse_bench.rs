//! Times the full analysis of recorded requests: `cargo run --release --example analyse_bench -- ROWS.jsonl`.
//!
//! Rows are JSON objects with `url`, and where known `page`, `body` and `referer`. Prints the median and 99th percentile of
//! one request, page judged beforehand as in a watched tab.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use leaklight_core::address::Address;
use leaklight_core::detect::{self, Scene};
use leaklight_core::facts::{Facts, Input};
use leaklight_core::payload::Body;
use leaklight_core::reveal::Reveal;
use leaklight_core::site::Declared;
use std::time::Instant;

fn main() {
    let file = std::env::args().nth(1).expect("a file of rows");
    let text = std::fs::read_to_string(&file).expect("the file can be read");
    let rows: Vec<serde_json::Value> = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let own = Declared::default();
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().map(str::to_owned);
    let rows: Vec<_> =
        rows.iter().map(|r| (word(r, "url").unwrap_or_default(), word(r, "page"), word(r, "body"), word(r, "referer"))).collect();
    let judged: Vec<_> = rows.iter().map(|(_, page, ..)| page.as_deref().map(|p| Reveal::address(&Address::parse(p), None))).collect();
    let passes: usize = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(5);
    let (mut took, mut found) = (Vec::new(), 0usize);
    for _ in 0..passes {
        for ((url, page, body, referer), reveal) in rows.iter().zip(&judged) {
            let start = Instant::now();
            let address = Address::parse(url);
            let page = page.as_deref().map(Address::parse);
            let body = body.as_deref().map_or(Body::Empty, |b| Body::Bytes(b.as_bytes()));
            let facts = Facts::read(&address, page.as_ref(), Input { body, referer: referer.as_deref(), ..Input::default() }, &own);
            let scene = Scene {
                page: reveal.as_ref().map(|(r, _)| r),
                title: None,
                context: reveal.as_ref().map_or(0, |(_, c)| *c),
                consent: 1,
                ..Scene::default()
            };
            found += detect::request(&facts, &scene).len();
            took.push(start.elapsed().as_nanos() as u64);
        }
    }
    took.sort_unstable();
    let at = |q: f64| took[((took.len() - 1) as f64 * q) as usize] as f64 / 1000.0;
    println!("{} requests, {} findings, p50 {:.2} µs, p99 {:.1} µs", rows.len(), found / passes.max(1), at(0.5), at(0.99));
}
