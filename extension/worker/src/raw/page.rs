//! What content scripts and the page hook tell of storage's authors, scripts and consent: all of it untrusted and bounded. A member of a
//! list that is not as it should be loses only itself, and is counted where the observation counts what was left out.

use super::{MAX_ADDRESS, MAX_VALUE, cut, seen};
use leaklight_core::observation::{
    Area, Banner, CheckStep, Chose, ConsentSaid, Event, MAX_BUTTONS, MAX_CAUSE_BY, MAX_CAUSE_SCRIPT, MAX_CONSENT, MAX_FIELD_TEXT,
    MAX_SCRIPTS, MAX_WRITES, Observation, Script, Scripts, TabId, Write, Writes,
};
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Whose interfaces speak of consent ([`ConsentSaid::api`]).
const APIS: [&str; 10] = ["tcf", "gpp", "usp", "google", "onetrust", "cookiebot", "osano", "matomo", "gpc", "dnt"];

/// The members of all these lines: one struct for all, as each would cost the module a reader of its own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    #[serde(default)]
    origin: String,
    #[serde(default)]
    url: String,
    #[serde(default, deserialize_with = "api")]
    api: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    shown: bool,
    #[serde(default)]
    buttons: Vec<Piece>,
    #[serde(default)]
    button: String,
    #[serde(default)]
    list: Vec<Piece>,
    #[serde(default)]
    left_out: u32,
    step: Option<CheckStep>,
}

fn api<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let word = String::deserialize(deserializer)?;
    if APIS.contains(&word.as_str()) { Ok(word) } else { Err(de::Error::custom("no such interface")) }
}

impl Told {
    fn seen(&self, event: Event) -> Observation {
        seen(self.tab_id, self.time_stamp, event)
    }

    /// What the list holds, at most so many; with how many were left out of it.
    fn read<T>(&mut self, most: usize, one: impl Fn(&mut Pieces) -> Option<T>) -> (Vec<T>, u32) {
        let all = std::mem::take(&mut self.list);
        let given = all.len();
        let list: Vec<T> = all.into_iter().take(most).filter_map(|piece| one(&mut piece.list()?)).collect();
        let lost = u32::try_from(given - list.len()).unwrap_or(u32::MAX);
        (list, self.left_out.saturating_add(lost))
    }

    pub(super) fn writes(mut self) -> Option<Observation> {
        let (list, left_out) = self.read(MAX_WRITES, |from| {
            let area = match from.text(MAX_VALUE)?.as_str() {
                "local" => Area::Local,
                "session" => Area::Session,
                "cookie" => Area::Cookie,
                "indexed" => Area::Indexed,
                "cache" => Area::Cache,
                _ => return None,
            };
            let name = from.text(MAX_VALUE)?;
            let Some(Piece::Flag(removed)) = from.next() else { return None };
            let by = from.next()?.list()?.take(MAX_CAUSE_BY).filter_map(|by| by.text(MAX_CAUSE_SCRIPT)).collect();
            Some(Write { area, name, by, removed })
        });
        if list.is_empty() && left_out == 0 {
            return None;
        }
        let origin = cut(std::mem::take(&mut self.origin), MAX_ADDRESS);
        Some(self.seen(Event::Writes(Writes { frame: self.frame_id, origin, list, left_out })))
    }

    pub(super) fn scripts(mut self) -> Option<Observation> {
        let (list, left_out) = self.read(MAX_SCRIPTS, |from| {
            let (url, hash) = (from.text(MAX_CAUSE_SCRIPT)?, from.text(MAX_FIELD_TEXT)?);
            match (from.next(), from.next()) {
                (Some(Piece::Number(size)), Some(Piece::Flag(added))) => Some(Script { url, hash, size: size as u32, added }),
                _ => None,
            }
        });
        if list.is_empty() && left_out == 0 {
            return None;
        }
        let url = cut(std::mem::take(&mut self.url), MAX_ADDRESS);
        Some(self.seen(Event::Scripts(Scripts { frame: self.frame_id, url, list, left_out })))
    }

    /// Nothing where no interface is named.
    pub(super) fn consent(self) -> Option<Observation> {
        let (tab, time) = (self.tab_id, self.time_stamp);
        let said =
            ConsentSaid { frame: self.frame_id, api: self.api, what: cut(self.what, MAX_FIELD_TEXT), value: cut(self.value, MAX_CONSENT) };
        (!said.api.is_empty()).then(|| seen(tab, time, Event::Consent(said)))
    }

    pub(super) fn banner(self) -> Observation {
        let (tab, time) = (self.tab_id, self.time_stamp);
        let banner = Banner {
            frame: self.frame_id,
            name: cut(self.name, MAX_FIELD_TEXT),
            shown: self.shown,
            buttons: self.buttons.into_iter().filter_map(|words| words.text(MAX_FIELD_TEXT)).take(MAX_BUTTONS).collect(),
        };
        seen(tab, time, Event::Banner(banner))
    }

    pub(super) fn chose(self) -> Observation {
        let (tab, time) = (self.tab_id, self.time_stamp);
        let (name, button) = (cut(self.name, MAX_FIELD_TEXT), cut(self.button, MAX_FIELD_TEXT));
        seen(tab, time, Event::Chose(Chose { frame: self.frame_id, name, button }))
    }

    /// Nothing where no step is named.
    pub(super) fn check(self) -> Option<Observation> {
        self.step.map(|step| self.seen(Event::Check(step)))
    }
}

/// Anything a list may hold, so that what is not as it should be is passed over.
enum Piece {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<Piece>),
    Other,
}

type Pieces = std::vec::IntoIter<Piece>;

impl Piece {
    fn text(self, most: usize) -> Option<String> {
        match self {
            Piece::Text(text) => Some(cut(text, most)),
            _ => None,
        }
    }

    fn list(self) -> Option<Pieces> {
        match self {
            Piece::List(list) => Some(list.into_iter()),
            _ => None,
        }
    }
}

trait Text {
    /// The next piece, which must be text.
    fn text(&mut self, most: usize) -> Option<String>;
}

impl Text for Pieces {
    fn text(&mut self, most: usize) -> Option<String> {
        self.next()?.text(most)
    }
}

impl<'de> Deserialize<'de> for Piece {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Piece, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Piece;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("anything")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Piece, E> {
        Ok(Piece::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Piece, E> {
        Ok(Piece::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Piece, E> {
        Ok(Piece::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Piece, E> {
        Ok(Piece::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Piece, E> {
        Ok(Piece::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Piece, E> {
        Ok(Piece::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Piece, A::Error> {
        let mut all = Vec::new();
        while let Some(piece) = list.next_element()? {
            all.push(piece);
        }
        Ok(Piece::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Piece, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Piece::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::super::tests::{check, refused};
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn who_wrote_is_bounded_and_what_is_malformed_loses_only_itself() {
        check(
            json!({"writes": {"tabId": 7, "frameId": 3, "timeStamp": 6.5, "origin": "https://clinic.example", "leftOut": 0, "list": [
                ["cookie", "_ga", false, ["https://t.example/gtag.js", "https://clinic.example/"]], ["local", "", true, []],
                ["indexed", "db\tstore\tkey", false, []], ["cache", "v1\thttps://clinic.example/a", false, []], ["session", "s", true, []]]}}),
            &[json!({"at": 6, "tab": 7, "event": {"writes": {"frame": 3, "origin": "https://clinic.example", "left_out": 0, "list": [
                {"area": "cookie", "name": "_ga", "by": ["https://t.example/gtag.js", "https://clinic.example/"], "removed": false},
                {"area": "local", "name": "", "by": [], "removed": true}, {"area": "indexed", "name": "db\tstore\tkey", "by": []},
                {"area": "cache", "name": "v1\thttps://clinic.example/a", "by": []}, {"area": "session", "name": "s", "by": [], "removed": true}]}}})],
        );
        let good = json!(["local", "k", false, ["https://t.example/a.js"]]);
        let bad = [
            json!(["attic", "k", false, []]),
            json!(["local", 7, false, []]),
            json!(["local", "k", 1, []]),
            json!(["local", "k", false, "https://t.example/"]),
            json!(["local", "k"]),
            json!([]),
            json!({"area": "local", "__proto__": [1, {"a": null}]}),
            json!(null),
            json!(-1.5),
            json!("local"),
        ];
        let mut list: Vec<Value> = bad.to_vec();
        list.push(good);
        // Of callers too.
        list.push(json!(["local", "k", false, [7, "https://t.example/b.js", null]]));
        check(
            json!({"writes": {"tabId": 7, "timeStamp": 6, "origin": "null", "list": list, "leftOut": 4}}),
            &[json!({"at": 6, "tab": 7, "event": {"writes": {"frame": 0, "origin": "null", "left_out": 14, "list": [
                {"area": "local", "name": "k", "by": ["https://t.example/a.js"]}, {"area": "local", "name": "k", "by": ["https://t.example/b.js"]}]}}})],
        );
        let (long, many): (String, Vec<String>) = ("é".repeat(9000), (0..9).map(|n| format!("https://t.example/{n}")).collect());
        let list: Vec<Value> =
            std::iter::once(json!(["local", long, false, [long]])).chain((0..60).map(|_| json!(["local", "k", false, many]))).collect();
        let mut wanted = vec![json!({"area": "local", "name": "é".repeat(2048), "by": ["é".repeat(256)]})];
        wanted.extend((0..49).map(|_| json!({"area": "local", "name": "k", "by": many[..6]})));
        check(
            json!({"writes": {"tabId": 7, "timeStamp": 6, "origin": "https://clinic.example", "list": list}}),
            &[
                json!({"at": 6, "tab": 7, "event": {"writes": {"frame": 0, "origin": "https://clinic.example", "left_out": 11, "list": wanted}}}),
            ],
        );
        check(json!({"writes": {"tabId": 7, "timeStamp": 6, "origin": "https://clinic.example", "list": []}}), &[]);
    }

    #[test]
    fn scripts_of_a_document() {
        check(
            json!({"scripts": {"tabId": 7, "frameId": 3, "timeStamp": 6, "url": "https://clinic.example/book", "leftOut": 2, "list": [
                ["https://t.example/tag.js", "sha384-abc", 0, true], ["", "sha256-xyz", 1234, false], ["", "sha256-xyz", "1234", false], 7]}}),
            &[json!({"at": 6, "tab": 7, "event": {"scripts": {"frame": 3, "url": "https://clinic.example/book", "left_out": 4, "list": [
                {"url": "https://t.example/tag.js", "hash": "sha384-abc", "size": 0, "added": true},
                {"url": "", "hash": "sha256-xyz", "size": 1234, "added": false}]}}})],
        );
        let long = "é".repeat(900);
        check(
            json!({"scripts": {"tabId": 7, "timeStamp": 6, "url": "", "list": vec![json!([long, long, 1e99, false]); 130]}}),
            &[json!({"at": 6, "tab": 7, "event": {"scripts": {"frame": 0, "url": "", "left_out": 30,
                "list": vec![json!({"url": "é".repeat(256), "hash": "é".repeat(60), "size": u32::MAX}); 100]}}})],
        );
        check(json!({"scripts": {"tabId": 7, "timeStamp": 6, "url": "https://clinic.example/", "list": []}}), &[]);
    }

    #[test]
    fn interfaces_for_consent_are_a_closed_list() {
        for api in APIS {
            check(
                json!({"consent": {"tabId": 7, "frameId": 3, "timeStamp": 6, "api": api, "what": "update", "value": "{\"a\":1}"}}),
                &[json!({"at": 6, "tab": 7, "event": {"consent": {"frame": 3, "api": api, "what": "update", "value": "{\"a\":1}"}}})],
            );
        }
        let long = "é".repeat(5000);
        check(
            json!({"consent": {"tabId": 7, "timeStamp": 6, "api": "tcf", "what": long, "value": long}}),
            &[
                json!({"at": 6, "tab": 7, "event": {"consent": {"frame": 0, "api": "tcf", "what": "é".repeat(60), "value": "é".repeat(2048)}}}),
            ],
        );
        check(json!({"consent": {"tabId": 7, "timeStamp": 6}}), &[]);
        refused(&[
            r#"{"consent":{"tabId":7,"api":"hearsay"}}"#,
            r#"{"consent":{"tabId":7,"api":"TCF"}}"#,
            r#"{"consent":{"tabId":7,"api":"tcf","value":{"a":1}}}"#,
        ]);
    }

    #[test]
    fn banners_choices_and_steps() {
        check(
            json!({"banner": {"tabId": 7, "frameId": 3, "timeStamp": 6, "name": "klaro", "shown": true, "buttons": ["Accept all", 7, "Reject all"]}}),
            &[
                json!({"at": 6, "tab": 7, "event": {"banner": {"frame": 3, "name": "klaro", "shown": true, "buttons": ["Accept all", "Reject all"]}}}),
            ],
        );
        let long = "é".repeat(900);
        check(
            json!({"banner": {"tabId": 7, "timeStamp": 6, "name": long, "shown": false, "buttons": vec![long.clone(); 20]}}),
            &[
                json!({"at": 6, "tab": 7, "event": {"banner": {"frame": 0, "name": "é".repeat(60), "shown": false, "buttons": vec!["é".repeat(60); 8]}}}),
            ],
        );
        check(
            json!({"chose": {"tabId": 7, "timeStamp": 6, "name": "", "button": long}}),
            &[json!({"at": 6, "tab": 7, "event": {"chose": {"frame": 0, "name": "", "button": "é".repeat(60)}}})],
        );
        for step in ["ignore", "accept", "reject", "done", "off"] {
            check(json!({"check": {"tabId": 7, "timeStamp": 6, "step": step}}), &[json!({"at": 6, "tab": 7, "event": {"check": step}})]);
        }
        check(json!({"check": {"tabId": 7, "timeStamp": 6}}), &[]);
        refused(&[
            r#"{"check":{"tabId":7,"step":"sideways"}}"#,
            r#"{"banner":{"tabId":7,"shown":"yes"}}"#,
            r#"{"chose":{"tabId":7,"button":["Accept"]}}"#,
            r#"{"writes":{"tabId":7,"list":{}}}"#,
            r#"{"scripts":{"list":[]}}"#,
        ]);
    }

    #[test]
    fn lists_within_lists_end() {
        let deep = |n: usize| format!(r#"{{"writes":{{"tabId":7,"list":[{}{}]}}}}"#, "[".repeat(n), "]".repeat(n));
        assert_eq!(read(deep(60).as_bytes(), &mut Vec::new()), Some(()));
        assert_eq!(read(deep(100_000).as_bytes(), &mut Vec::new()), None);
    }
}
