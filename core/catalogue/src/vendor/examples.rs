//! Every row's own examples, told by core's matcher over the rows as they were just read.

use super::recognise::{Request, recognise};
use super::rules::rule;
use super::table::{Endpoint, Signature};
use super::{Recognised, Role, compiled};
use crate::address::Address;
use crate::observation::ResourceType;
use crate::payload::{Body, Field, Fields, read};
use crate::schema::{Clean, Hit, Text};
use crate::{Row, Wrong};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A request a row gives as an example.
struct Example<'a> {
    url: &'a Text,
    body: &'a str,
    kind: &'a str,
}

impl<'a> Example<'a> {
    fn hit(h: &'a Hit) -> Self {
        Example { url: &h.url, body: &h.body, kind: h.kind.as_ref().map_or("other", |k| k.get_ref()) }
    }

    fn clean(c: &'a Clean) -> Self {
        Example { url: &c.url, body: &c.body, kind: c.kind.as_ref().map_or("other", |k| k.get_ref()) }
    }

    /// Reads it as core reads a request.
    fn look<X>(&self, see: impl FnOnce(&Address<'_>, &Fields<'_>, ResourceType) -> X) -> X {
        let address = Address::parse(self.url.get_ref());
        let fields = read(&address, Body::Bytes(self.body.as_bytes()), None);
        see(&address, &fields, kind(self.kind))
    }

    fn told(&self) -> Option<Recognised> {
        self.look(|a, fields, kind| recognise(a.host(), a.path(), fields, kind))
    }

    fn shown(&self) -> String {
        let url = self.url.get_ref();
        if url.chars().count() <= 120 { url.clone() } else { url.chars().take(119).chain(['…']).collect() }
    }
}

fn kind(word: &str) -> ResourceType {
    let word: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
    ResourceType::deserialize(word).unwrap_or_default()
}

/// Where each endpoint and each signature stands in the files, in the tables' order.
struct Places<'a> {
    endpoints: Vec<(&'a Row, usize)>,
    signatures: Vec<(&'a Row, usize)>,
}

impl<'a> Places<'a> {
    fn of(rows: &[&'a Row]) -> Self {
        Places {
            endpoints: rows.iter().flat_map(|r| r.file.endpoint.iter().map(|e| (*r, e.role.span().start))).collect(),
            signatures: rows.iter().flat_map(|r| r.file.signature.iter().map(|s| (*r, s.role.span().start))).collect(),
        }
    }
}

/// What the examples reached, by number.
#[derive(Default)]
struct Reached {
    endpoints: BTreeSet<usize>,
    signatures: BTreeSet<usize>,
}

impl Reached {
    fn add(&mut self, request: &Request<'_>) {
        if let Some((won, _)) = request.by_host() {
            self.endpoints.extend(endpoint_number(won));
        }
        self.signatures.extend(signed(request).into_iter().map(|(_, number)| number));
    }
}

fn endpoint_number(e: &'static Endpoint) -> Option<usize> {
    compiled::endpoints().iter().position(|other| std::ptr::eq(e, other))
}

/// The signatures that fit, each with its strength.
fn signed(request: &Request<'_>) -> Vec<((bool, u8), usize)> {
    let mut tried = BTreeSet::new();
    request.worth_trying(&mut |number| {
        tried.insert(usize::from(number));
    });
    let fits = |n: &usize| compiled::signatures().get(*n).and_then(|s: &'static Signature| request.signed(s));
    tried.into_iter().filter_map(|n| Some((fits(&n)?.0, n))).collect()
}

/// The endpoints or else the signatures that claim the request as strongly as the one that gets it: where they stand.
fn claims<'a>(request: &Request<'_>, places: &Places<'a>) -> Vec<(&'a Row, usize)> {
    let row = request.hosts().into_iter().flatten().find(|h| request.endpoints(h).next().is_some());
    let won = row.and_then(|h| request.endpoints(h).next());
    let sure = won.is_some_and(|e| e.rank >= 2 || matches!(e.role, Role::Collect | Role::Script));
    let signed = signed(request);
    match (row, won) {
        (Some(row), Some(won)) if sure || signed.is_empty() => {
            let same = request.endpoints(row).filter(|e| e.rank == won.rank);
            same.filter_map(|e| places.endpoints.get(endpoint_number(e)?).copied()).collect()
        }
        _ => {
            let most = signed.iter().map(|s| s.0).max();
            let same = signed.iter().filter(|s| Some(s.0) == most);
            same.filter_map(|s| places.signatures.get(s.1).copied()).collect()
        }
    }
}

/// Tries all examples of the rows the tables in use were made of.
pub fn try_examples(rows: &[&Row], wrong: &mut Vec<Wrong>) {
    let places = Places::of(rows);
    let mut reached = Reached::default();
    for row in rows {
        for h in &row.file.hit {
            let example = Example::hit(h);
            let claims = example.look(|a, fields, kind| {
                let request = Request::new(a.host(), a.path(), fields, kind);
                reached.add(&request);
                claims(&request, &places)
            });
            let says = claimed(row, &claims).or_else(|| hit(row, h, &example));
            wrong.extend(says.map(|says| row.wrong(h.url.span().start, says)));
        }
        for c in &row.file.clean {
            let example = Example::clean(c);
            example.look(|a, fields, kind| reached.add(&Request::new(a.host(), a.path(), fields, kind)));
            wrong.extend(clean(row, c, &example).map(|says| row.wrong(c.url.span().start, says)));
        }
    }
    let unreached = |what: &str, all: &[(&Row, usize)], reached: &BTreeSet<usize>| -> Vec<Wrong> {
        let not = all.iter().enumerate().filter(|(n, _)| !reached.contains(n));
        not.map(|(_, (row, at))| {
            row.wrong(*at, format!("no example reaches this {what}, so nothing shows that it works; add a [[hit]] that does or delete it"))
        })
        .collect()
    };
    wrong.extend(unreached("endpoint", &places.endpoints, &reached.endpoints));
    wrong.extend(unreached("signature", &places.signatures, &reached.signatures));
}

/// Two vendors would take the same request.
fn claimed(row: &Row, claims: &[(&Row, usize)]) -> Option<String> {
    let own = claims.iter().any(|(r, _)| r.path == row.path);
    let others: BTreeSet<String> =
        claims.iter().filter(|(r, _)| r.path != row.path).map(|(r, at)| format!("{} ({})", r.file.id.get_ref(), r.at(*at))).collect();
    (own && !others.is_empty()).then(|| {
        let others: Vec<String> = others.into_iter().collect();
        format!(
            "{} and {} both claim this example; give one of them a narrower path or `need`",
            row.file.id.get_ref(),
            others.join(" and ")
        )
    })
}

fn hit(row: &Row, h: &Hit, example: &Example<'_>) -> Option<String> {
    let id = row.file.id.get_ref();
    let told = example.told();
    let got = told.as_ref().map_or("nobody’s".to_owned(), |r| format!("{} of {}", r.role.word(), r.vendor.id));
    let Some(r) = told.filter(|r| r.vendor.id == id && r.role.word() == h.role.get_ref()) else {
        return Some(format!(
            "{} is told as {got}, not as {} of {id}; mend the endpoint, or the example",
            example.shown(),
            h.role.get_ref()
        ));
    };
    if let Some(said) = h.tracking.filter(|t| *t != r.tracking) {
        return Some(format!(
            "{} has tracking = {}; set `tracking = {said}` on its endpoint, or mend the example",
            example.shown(),
            r.tracking
        ));
    }
    let wrong = example.look(|_, fields, _| {
        let of = |(at, want): (&String, &Text)| match fields.items.iter().find(|f| f.at() == *at) {
            None => {
                let sent: Vec<String> = fields.items.iter().map(Field::at).take(20).collect();
                Some(format!("{at} is not sent, but {}", sent.join(", ")))
            }
            // A field the row is silent about is told by its name: core's tests ask what they say of the example's.
            Some(f) => {
                let got = rule(Some(&r), f)?.meaning.word();
                (got != want.get_ref()).then(|| format!("{at} means {got}, not {}", want.get_ref()))
            }
        };
        h.fields.iter().filter_map(of).collect::<Vec<_>>()
    });
    (!wrong.is_empty()).then(|| format!("{}; mend `[fields]`, or the example", wrong.join("; ")))
}

fn clean(row: &Row, c: &Clean, example: &Example<'_>) -> Option<String> {
    let id = row.file.id.get_ref();
    let told = example.told();
    match (&c.role, told.as_ref().filter(|r| r.vendor.id == id)) {
        (None, Some(r)) => Some(format!(
            "{} is taken for a {} request of {id}; narrow the pattern, or give the example its `role`",
            example.shown(),
            r.role.word()
        )),
        (Some(role), got) if got.is_none_or(|r| r.role.word() != role.get_ref()) => {
            let got = told.as_ref().map_or("nobody’s".to_owned(), |r| format!("{} of {}", r.role.word(), r.vendor.id));
            Some(format!("{} is told as {got}, not as {} of {id}; mend the endpoint, or the example", example.shown(), role.get_ref()))
        }
        _ => None,
    }
}

/// The examples with what was told of them here, so that core's tests can ask the compiled tables the same; and with what
/// the rows say their fields mean.
pub fn source(rows: &[Row]) -> String {
    let mut out = String::from("static EXAMPLES: &[Example] = &[\n");
    for row in rows {
        let none = Default::default();
        let hits = row.file.hit.iter().map(|h| (Example::hit(h), &h.fields));
        for (example, fields) in hits.chain(row.file.clean.iter().map(|c| (Example::clean(c), &none))) {
            let told = example.told().map(|r| format!("({:?},Role::{:?},{})", r.vendor.id, r.role, r.tracking));
            let meant: Vec<String> = fields.iter().map(|(at, word)| format!("({at:?},{:?})", word.get_ref())).collect();
            let _ = writeln!(
                out,
                "Example{{at:{:?},url:{:?},body:{:?},kind:{:?},told:{},fields:&[{}]}},",
                row.at(example.url.span().start),
                example.url.get_ref(),
                example.body,
                example.kind,
                told.map_or("None".to_owned(), |told| format!("Some({told})")),
                meant.join(",")
            );
        }
    }
    out + "];\n"
}
