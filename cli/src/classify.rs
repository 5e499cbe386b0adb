//! `leaklight classify`: JSON Lines in, JSON Lines out, same order. A malformed row is answered on its line and the run
//! goes on.

use leaklight_core::address::Address;
use leaklight_core::consent;
use leaklight_core::detect::{self, Scene};
use leaklight_core::excerpt::Excerpt;
use leaklight_core::facts::{Facts, Input};
use leaklight_core::identify::{self, IdContext};
use leaklight_core::known::{self, KnownMatch, KnownSet};
use leaklight_core::observation::ResourceType;
use leaklight_core::payload::given::Wants;
use leaklight_core::payload::{self, Body, Given};
use leaklight_core::reveal::Reveal;
use leaklight_core::sensitive;
use leaklight_core::site::Declared;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::process::ExitCode;

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Row {
    Request(RequestRow),
    Page(PageRow),
}

#[derive(Deserialize)]
struct RequestRow {
    url: String,
    #[serde(default)]
    page: Option<String>,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    referer: Option<String>,
    #[serde(default)]
    known: Vec<String>,
}

#[derive(Deserialize)]
struct PageRow {
    url: String,
    #[serde(default)]
    title: Option<String>,
}

/// Reads standard input to its end. Exit code 0, or 2 where input or output itself fails.
pub fn run(unmasked: bool) -> ExitCode {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut line = Vec::new();
    let mut prepared = Prepared::default();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(e) => {
                eprintln!("leaklight: standard input could not be read: {e}");
                return ExitCode::from(2);
            }
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = match serde_json::from_slice::<Row>(&line) {
            Ok(Row::Request(row)) => request(&row, unmasked, &mut prepared),
            Ok(Row::Page(row)) => page(&row, unmasked),
            Err(e) => json!({ "error": format!("this row is not a request or page row: {e}") }),
        };
        if writeln!(output, "{answer}").is_err() {
            // The reader is gone; there is nobody to tell.
            return ExitCode::from(2);
        }
    }
    if output.flush().is_err() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// The contract's words for resource types are `webRequest`'s; recordings say a few of them otherwise.
pub fn resource_type(word: &str) -> ResourceType {
    match word.to_ascii_lowercase().as_str() {
        "document" | "main_frame" => ResourceType::MainFrame,
        "sub_frame" | "subdocument" | "iframe" => ResourceType::SubFrame,
        "fetch" | "xhr" | "xmlhttprequest" => ResourceType::Xmlhttprequest,
        "beacon" | "ping" | "preflight" => ResourceType::Ping,
        "script" => ResourceType::Script,
        "image" | "img" => ResourceType::Image,
        "stylesheet" | "css" => ResourceType::Stylesheet,
        "font" => ResourceType::Font,
        "media" => ResourceType::Media,
        "object" => ResourceType::Object,
        "websocket" => ResourceType::Websocket,
        "csp_report" | "csp-violation-report" | "cspviolationreport" => ResourceType::CspReport,
        _ => ResourceType::Other,
    }
}

fn shown(value: &str, unmasked: bool) -> (Value, bool) {
    if unmasked { (json!(value), false) } else { (json!(Excerpt::value(value).shown), true) }
}

fn request(row: &RequestRow, unmasked: bool, prepared: &mut Prepared) -> Value {
    let address = Address::parse(&row.url);
    let page = row.page.as_deref().map(Address::parse);
    let body = row.body.as_deref().filter(|b| !b.is_empty()).map_or(Body::Empty, |b| Body::Bytes(b.as_bytes()));
    let own = Declared::default();
    let raw = [row.url.as_str(), row.body.as_deref().unwrap_or(""), row.referer.as_deref().unwrap_or("")];
    let mut given = Given::default();
    for reading in 1.. {
        let input = Input {
            kind: row.kind.as_deref().map(resource_type).unwrap_or_default(),
            method: row.method.as_deref().unwrap_or(""),
            body,
            referer: row.referer.as_deref(),
            title: None,
            given: &given,
        };
        let mut facts = Facts::read(&address, page.as_ref(), input, &own);
        let set = prepared.set(&row.known, known::salts(&facts.fields).unwrap_or(""));
        let found = known::find(set, &facts.fields, &raw.map(str::as_bytes), &given);
        if reading == READINGS || facts.fields.wanted.is_empty() && found.wanted.is_empty() {
            facts.known = found.matches;
            return answer(&facts, page.as_ref(), unmasked);
        }
        let wanted = std::mem::take(&mut facts.fields.wanted);
        drop(facts);
        unpack(&mut given, &wanted);
        unpack(&mut given, &found.wanted);
    }
    Value::Null
}

fn answer(facts: &Facts<'_>, page: Option<&Address<'_>>, unmasked: bool) -> Value {
    let revealed = page.map(|p| Reveal::address(p, None));
    let scene = Scene {
        page: revealed.as_ref().map(|(r, _)| r),
        title: None,
        context: revealed.as_ref().map_or(0, |(_, c)| *c),
        consent: 1,
        ..Scene::default()
    };
    let findings: Vec<Value> = detect::request(facts, &scene)
        .iter()
        .map(|d| json!({ "kind": d.kind.word(), "severity": d.severity().word(), "at": d.evidence.first().map(|e| e.at.as_str()) }))
        .collect();
    // A layer taken off a value stands at the value's own place; the value as sent comes last, as the one to go by.
    let (layers, sent): (Vec<usize>, Vec<usize>) = (0..facts.fields.items.len()).partition(|&i| facts.fields.is_layer(i));
    let fields: Vec<Value> = layers
        .into_iter()
        .chain(sent)
        .filter_map(|i| facts.fields.items.get(i).zip(facts.meanings.get(i)))
        .map(|(field, meaning)| {
            let (value, masked) = shown(&field.value, unmasked);
            let mut out = json!({ "at": field.at(), "meaning": meaning.word(), "value": value });
            if masked {
                out["masked"] = json!(true);
            }
            out
        })
        .collect();
    let identifiers: Vec<Value> = facts
        .identifiers
        .iter()
        .map(|id| json!({ "type": id.kind.word(), "at": facts.fields.items.get(id.field).map(|f| f.at()), "encoding": id.encoding }))
        .collect();
    let consent: Vec<Value> = consent::signals(facts)
        .iter()
        .map(|s| json!({ "name": s.name, "at": s.at, "said": s.said, "standing": s.standing.word() }))
        .collect();
    let vendor = facts.recognised.map(|r| r.vendor);
    json!({
        "party": facts.party.word(),
        "vendor": vendor.map(|v| v.id),
        "vendor_name": vendor.map(|v| v.name),
        "owner": vendor.map(|v| v.owner).or(facts.owner.map(|o| o.name)),
        "category": vendor.map(|v| v.category.word()).or(facts.owner.map(|o| o.category.word())),
        "role": facts.role().word(),
        "tracking": facts.tracking.is_some(),
        "why_tracking": facts.tracking,
        "relay": facts.is_relay(),
        "fields": fields,
        "identifiers": identifiers,
        "consent": consent,
        "known": known(&facts.known),
        "findings": findings,
        "unread": facts.fields.unread.iter().map(|u| json!({ "at": u.at, "size": u.size, "why": u.why })).collect::<Vec<_>>(),
    })
}

/// Known values, prepared: rows of one file mostly name the same.
#[derive(Default)]
struct Prepared {
    values: Vec<String>,
    salt: String,
    set: KnownSet,
}

impl Prepared {
    fn set(&mut self, values: &[String], salt: &str) -> &KnownSet {
        if self.values != values || self.salt != salt {
            self.set = KnownSet::default();
            for (id, value) in values.iter().enumerate() {
                self.set.add(id as u32, &leaklight_codecs::prepare(value, salt, false));
            }
            (self.values, self.salt) = (values.to_vec(), salt.to_owned());
        }
        &self.set
    }
}

/// How often a request is read again with what came out of its packed parts: packed in one another, they show one by one.
const READINGS: usize = 4;

/// Takes apart what is wanted.
fn unpack(given: &mut Given, wanted: &Wants) {
    for want in wanted.iter() {
        given.put(want.fingerprint, leaklight_codecs::unpack(want.how.word(), &want.bytes, payload::BYTES).as_deref());
    }
}

fn known(found: &[KnownMatch]) -> Vec<Value> {
    found
        .iter()
        .map(|m| json!({ "index": m.index, "at": m.at, "encoding": m.chain.iter().map(|s| s.word()).collect::<Vec<_>>(), "form": m.form.word() }))
        .collect()
}

fn page(row: &PageRow, unmasked: bool) -> Value {
    let address = Address::parse(&row.url);
    let judged = sensitive::address(&address, row.title.as_deref());
    let fields = payload::read(&address, Body::Empty, None);
    let identifiers: Vec<Value> = identify::scan(&fields, &IdContext { page: Some(address.as_str()), is_page: true, ..IdContext::NONE })
        .iter()
        .map(|id| json!({ "type": id.kind.word(), "at": fields.items.get(id.field).map(|f| f.at()), "encoding": id.encoding }))
        .collect();
    let evidence: Vec<Value> = judged
        .evidence
        .iter()
        .map(|e| json!({ "text": shown(&e.text, unmasked || e.topic.is_some()).0, "at": e.at, "weight": e.weight, "words": e.words }))
        .collect();
    json!({
        "sensitive": judged.sensitive,
        "score": judged.score,
        "topics": judged.topics.iter().map(|t| t.word()).collect::<Vec<_>>(),
        "evidence": evidence,
        "identifiers": identifiers,
        "headline": judged.headline(),
        "explained": judged.explain(),
    })
}
