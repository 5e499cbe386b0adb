//! How long reading a request's fields takes: medians over generated rows, or over a file's.
//!
//!     cargo run --release -p leaklight-core --example payload_bench -- [--data FILE.jsonl]
//!
//! A row of the file is an object with `url` and, where one was sent, `body`.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a bench prints, and stops on bad input")]

use leaklight_core::address::Address;
use leaklight_core::payload::{Body, read};
use std::hint::black_box;
use std::time::Instant;

type Row = (String, Option<String>);

/// Requests as trackers make them, none of anyone.
fn generated() -> Vec<(&'static str, Vec<Row>)> {
    let page = "https%3A%2F%2Fclinic.example%2Fconditions%2Fback-pain%3Futm_source%3Dnews";
    let plain = (0..500)
        .map(|n| {
            let mut url =
                format!("https://collect.example/g/collect?v=2&tid=G-{n}&cid={n}.170&dl={page}&dt=Back%20pain%20%7C%20Clinic&dr=&ul=en-us");
            for k in 0..13 {
                url.push_str(&format!("&p{k}={}", n * 31 + k));
            }
            (url, None)
        })
        .collect();
    let json = (0..500)
        .map(|n| {
            let events: Vec<String> = (0..5)
                .map(|k| format!(r#"{{"event":"click","properties":{{"n":{n},"k":{k},"$current_url":"https://clinic.example/a?b=c","$el_text":"Book now"}}}}"#))
                .collect();
            ("https://api.example/batch/".to_owned(), Some(format!(r#"{{"api_key":"k{n}","batch":[{}]}}"#, events.join(","))))
        })
        .collect();
    let form = (0..500)
        .map(|n| ("https://m.example/matomo.php".to_owned(), Some(format!("idsite=1&rec=1&url={page}&action_name=Back+pain&r={n}"))))
        .collect();
    vec![("query of 20", plain), ("JSON batch of 5", json), ("form body", form)]
}

fn from_file(path: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(path).expect("the file");
    text.lines()
        .filter_map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).ok()?;
            Some((row.get("url")?.as_str()?.to_owned(), row.get("body").and_then(|b| b.as_str()).map(str::to_owned)))
        })
        .collect()
}

fn measure(name: &str, rows: &[Row]) {
    let mut times = Vec::new();
    let mut fields = 0;
    for round in 0..7 {
        for (url, body) in rows {
            let start = Instant::now();
            let address = Address::parse(url);
            let body = body.as_ref().map_or(Body::Empty, |b| Body::Bytes(b.as_bytes()));
            let read = black_box(read(black_box(&address), body, None));
            let time = start.elapsed();
            if round > 0 {
                times.push(time);
                fields += read.items.len();
            }
        }
    }
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_nanos() as f64 / 1000.0;
    println!(
        "{name:20} {:6} rows  {:5.1} fields  median {:7.2} us  p95 {:7.2} us  p99 {:7.2} us",
        rows.len(),
        fields as f64 / times.len() as f64,
        at(50),
        at(95),
        at(99)
    );
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.iter().position(|a| a == "--data").and_then(|i| args.get(i + 1)) {
        Some(path) => measure("file", &from_file(path)),
        None => generated().iter().for_each(|(name, rows)| measure(name, rows)),
    }
}
