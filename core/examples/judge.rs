//! How long judging an address takes: `cargo run --release -p leaklight-core --example judge [FILE]`, an address a line
//! (without FILE, a few ordinary ones). Prints nanoseconds and their ratio to `url::Url::parse` of the same addresses.
//! Hot: each address many times in a row; cold: the whole list in turn, as caches and branch predictors meet it.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a bench prints, and stops on bad input")]

use leaklight_core::address::Address;
use leaklight_core::sensitive;
use std::hint::black_box;
use std::time::Instant;

const ORDINARY: &[&str] = &[
    "https://www.clinic.example/conditions/hiv-testing/schedule-appointment",
    "https://www.clinic.example/find-a-doctor/results?specialty=oncology&zip=80203",
    "https://www.shop.example/women/shoes/running?color=blue&size=39&sort=price",
    "https://news.example/2025/03/14/city-council-votes-on-new-budget.html",
    "https://www.clinic.example/about-us/leadership/board-of-directors",
    "https://docs.example/en-US/docs/Web/JavaScript/Reference/Statements/switch",
    "https://forum.example/i-have-had-a-headache-and-fever-for-three-days-what-should-i-do/",
    "https://www.example.com/",
];

fn main() {
    let text = std::env::args().nth(1).map(|p| std::fs::read_to_string(p).expect("the file of addresses"));
    let list: Vec<&str> = text.as_deref().map_or(ORDINARY.to_vec(), |t| t.lines().filter(|l| !l.is_empty()).collect());
    let time = |f: &dyn Fn(&str)| -> Vec<u128> {
        let once = |u: &str| {
            let t = Instant::now();
            f(u);
            t.elapsed().as_nanos()
        };
        list.iter().map(|u| (0..25).map(|_| once(u)).min().unwrap_or(0)).collect()
    };
    let parse = |u: &str| drop(black_box(url::Url::parse(u)));
    let judge = |u: &str| {
        let a = Address::parse(u);
        black_box(sensitive::address(&a, None));
    };
    let (mut parsed, mut judged) = (time(&parse), time(&judge));
    let cold = |f: &dyn Fn(&str)| {
        let rounds = (20_000 / list.len()).max(3);
        let t = Instant::now();
        for _ in 0..rounds {
            list.iter().for_each(|u| f(u));
        }
        t.elapsed().as_nanos() / (rounds * list.len()) as u128
    };
    let (cold_parsed, cold_judged) = (cold(&parse), cold(&judge));
    parsed.sort_unstable();
    judged.sort_unstable();
    let at = |v: &[u128], q: usize| v.get((v.len() * q / 100).min(v.len() - 1)).copied().unwrap_or(0);
    println!("{} addresses", list.len());
    println!(
        "hot   median {} ns, p95 {} ns; url::Url::parse {} ns; ratio {:.1}",
        at(&judged, 50),
        at(&judged, 95),
        at(&parsed, 50),
        at(&judged, 50) as f64 / at(&parsed, 50).max(1) as f64
    );
    println!("cold  mean {cold_judged} ns; url::Url::parse {cold_parsed} ns; ratio {:.1}", cold_judged as f64 / cold_parsed.max(1) as f64);
}
