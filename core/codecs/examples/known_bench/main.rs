//! Known values under every disguise, in every carrier, among look-alikes: recall, false alarms, and what the search costs.
//!
//!     cargo run --release -p leaklight-codecs --example known_bench -- [--seed=N]
//!
//! One request in twenty leaks one value; the others carry what looks like one. The disguises are made here, not by the code that
//! prepares values. Exits with 1 where a leak was missed, something was found that was not sent, or a budget was passed.

#![allow(clippy::unwrap_used)] // a measurement says what it expects

mod carrier;
mod disguise;
mod random;

use carrier::Request;
use leaklight_codecs::{prepare, unpack};
use leaklight_core::address::Address;
use leaklight_core::known::{self, KnownMatch, KnownSet};
use leaklight_core::payload::{self, Body, Given};
use random::Random;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Requests that leak nothing for one that does.
const CLEAN: usize = 19;
/// Most a search among five values may take on the median request.
const SEARCH: Duration = Duration::from_micros(15);
/// A browser's numbers known beside them, as a tab follows them out of cookies and storage.
const IDS: u64 = 24;
/// Most a search among those too may take on the median request.
const SEARCH_IDS: Duration = Duration::from_micros(22);
/// Most that making one value known may take.
const ADD: Duration = Duration::from_millis(5);

fn main() -> std::process::ExitCode {
    let mut args = std::env::args().skip(1);
    let seed = args.by_ref().find_map(|a| a.strip_prefix("--seed=").and_then(|n| n.parse().ok())).unwrap_or(1);
    let mut random = Random(seed);
    let people: Vec<Person> = (0..6).map(|_| Person::new(&mut random)).collect();
    let mut told = Told::default();
    let disguises = disguise::all();
    for (n, disguise) in disguises.iter().enumerate() {
        let person = &people[n % people.len()];
        for k in 0..=CLEAN {
            let mut request = Request::clean(&mut random, &person.values);
            let leak = (k == CLEAN).then(|| {
                let index = (n / people.len() + n) % person.values.len();
                request.leak(&mut random, n, disguise, index, &person.values[index])
            });
            told.read(person, request, leak.flatten(), disguise);
        }
    }
    for n in 0..400 {
        let person = &people[n % people.len()];
        let mut request = Request::clean(&mut random, &person.values);
        let index = n % person.values.len();
        let disguise = disguise::Disguise::cut();
        let leak = request.split(&mut random, index, &person.values[index]);
        told.read(person, request, Some(leak), &disguise);
    }
    told.print(&people)
}

/// Somebody's five values, made known.
struct Person {
    values: Vec<String>,
    set: KnownSet,
    /// The same, and a browser's numbers.
    with_ids: KnownSet,
    took: Vec<Duration>,
    took_ids: Vec<Duration>,
    bytes: Vec<usize>,
}

impl Person {
    fn new(random: &mut Random) -> Person {
        let values = random.person();
        let (mut set, mut took, mut bytes) = (KnownSet::default(), Vec::new(), Vec::new());
        let (mut with_ids, mut took_ids) = (KnownSet::default(), Vec::new());
        for (id, value) in values.iter().enumerate() {
            let from = Instant::now();
            let table = prepare(value, disguise::SALT, false);
            set.add(id as u32, &table);
            took.push(from.elapsed());
            with_ids.add(id as u32, &table);
            bytes.push(table.len());
        }
        for n in 0..IDS {
            let id = match n % 3 {
                0 => format!("{}.{}", 1_098_115_397 + n * 7919, 1_700_000_000 + n),
                1 => format!("{:032x}", u128::from(n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)),
                _ => format!("fb.1.17000000{n:05}.{}", 998_115_397 + n * 104_729),
            };
            let from = Instant::now();
            with_ids.add(100 + n as u32, &prepare(&id, "", false));
            took_ids.push(from.elapsed());
        }
        Person { values, set, with_ids, took, took_ids, bytes }
    }
}

/// What a leak was, for the tables.
pub struct Leak {
    index: usize,
    carrier: &'static str,
}

#[derive(Default)]
struct Told {
    by_disguise: BTreeMap<String, (u32, u32)>,
    by_carrier: BTreeMap<&'static str, (u32, u32)>,
    missed: Vec<String>,
    wrong: Vec<String>,
    requests: usize,
    bytes: usize,
    with: Vec<Duration>,
    with_ids: Vec<Duration>,
    reading: Vec<Duration>,
    without: Vec<Duration>,
}

impl Told {
    fn read(&mut self, person: &Person, request: Request, leak: Option<Leak>, disguise: &disguise::Disguise) {
        self.requests += 1;
        self.bytes += request.url.len() + request.body.len() + request.referer.len();
        let found = self.search(person, &request);
        let label = disguise.label();
        let hit = leak.as_ref().is_some_and(|l| found.iter().any(|m| m.index == l.index));
        if let Some(leak) = &leak {
            for counts in [self.by_disguise.entry(label.clone()).or_default(), self.by_carrier.entry(leak.carrier).or_default()] {
                counts.0 += u32::from(hit);
                counts.1 += 1;
            }
            if !hit {
                self.missed.push(format!(
                    "{} of {:?} in {}: {}",
                    disguise.name(),
                    person.values[leak.index],
                    leak.carrier,
                    request.shown()
                ));
            }
        }
        for m in found.iter().filter(|m| leak.as_ref().is_none_or(|l| l.index != m.index)) {
            self.wrong.push(format!("{:?} found as {:?} at {}: {}", person.values[m.index], m.chain, m.at, request.shown()));
        }
    }

    fn search(&mut self, person: &Person, request: &Request) -> Vec<KnownMatch> {
        let address = Address::parse(&request.url);
        let body = if request.body.is_empty() { Body::Empty } else { Body::Bytes(&request.body) };
        let referer = (!request.referer.is_empty()).then_some(request.referer.as_str());
        let raw: [&[u8]; 3] = [request.url.as_bytes(), &request.body, request.referer.as_bytes()];
        let mut given = Given::default();
        let nothing = KnownSet::default();
        for reading in 0..4 {
            let from = Instant::now();
            let fields = payload::read_given(&address, body, referer, &given);
            let read = from.elapsed();
            black_box(known::find(&nothing, &fields, &raw, &given));
            let none = from.elapsed();
            let from = Instant::now();
            let found = known::find(&person.set, &fields, &raw, &given);
            let with = from.elapsed();
            let from = Instant::now();
            black_box(known::find(&person.with_ids, &fields, &raw, &given));
            let with_ids = from.elapsed();
            if reading == 0 {
                self.with.push(with);
                self.with_ids.push(with_ids);
                self.reading.push(read);
                self.without.push(none);
            }
            let wants: Vec<_> = fields.wanted.iter().chain(found.wanted.iter()).cloned().collect();
            if wants.is_empty() || reading == 3 {
                return found.matches;
            }
            for want in wants {
                given.put(want.fingerprint, unpack(want.how.word(), &want.bytes, payload::BYTES).as_deref());
            }
        }
        Vec::new()
    }

    fn print(mut self, people: &[Person]) -> std::process::ExitCode {
        let at = |times: &mut Vec<Duration>, q: f64| {
            times.sort();
            times[((times.len() - 1) as f64 * q) as usize]
        };
        println!("{:<34} {:>7} {:>7}", "disguise", "leaks", "found");
        for (name, (hit, all)) in &self.by_disguise {
            println!("{name:<34} {all:>7} {:>6.1}%", f64::from(*hit) * 100.0 / f64::from(*all));
        }
        println!("\n{:<34} {:>7} {:>7}", "carrier", "leaks", "found");
        for (name, (hit, all)) in &self.by_carrier {
            println!("{name:<34} {all:>7} {:>6.1}%", f64::from(*hit) * 100.0 / f64::from(*all));
        }
        let leaks: u32 = self.by_carrier.values().map(|c| c.1).sum();
        for line in self.missed.iter().take(40) {
            println!("MISSED {line}");
        }
        for line in self.wrong.iter().take(40) {
            println!("FALSE {line}");
        }
        let mut took: Vec<Duration> = people.iter().flat_map(|p| p.took.iter().copied()).collect();
        let largest = people.iter().flat_map(|p| p.bytes.iter()).max().copied().unwrap_or(0);
        let (add, add_most) = (at(&mut took, 0.5), at(&mut took, 1.0));
        println!(
            "\n{} requests of {} bytes, {leaks} leaks, missed {}, false {}",
            self.requests,
            self.bytes / self.requests,
            self.missed.len(),
            self.wrong.len()
        );
        println!("making a value known: median {add:?} (budget {ADD:?}), most {add_most:?}; largest table {largest} bytes");
        let mut ids: Vec<Duration> = people.iter().flat_map(|p| p.took_ids.iter().copied()).collect();
        println!("making a browser's number known: median {:?}, most {:?}", at(&mut ids, 0.5), at(&mut ids, 1.0));
        println!("{:<34} {:>10} {:>10}", "a request", "p50", "p99");
        let row = |name: &str, times: &mut Vec<Duration>| println!("{name:<34} {:>10.2?} {:>10.2?}", at(times, 0.5), at(times, 0.99));
        row("reading its fields", &mut self.reading);
        row("reading, with no value known", &mut self.without);
        row("search for five known values", &mut self.with);
        row("search for these and 24 numbers", &mut self.with_ids);
        let search = at(&mut self.with, 0.5);
        let ids = at(&mut self.with_ids, 0.5);
        println!("search budget {SEARCH:?}, with numbers {SEARCH_IDS:?}, on the median request");
        let fine = self.missed.is_empty() && self.wrong.is_empty() && search <= SEARCH && ids <= SEARCH_IDS && add <= ADD;
        if fine { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
    }
}
