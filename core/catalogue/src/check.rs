//! Refuses a vendor's file that cannot be right, saying where and what to write instead. What needs the matcher
//! (examples, ambiguity, reach) is tried in `vendor/examples.rs`.

use crate::schema::{Endpoint, File, Kept, Signature, Text, meant};
use crate::skeleton::is_id;
use crate::vendor::{BaaStatus, Category, Meaning, Role, Shape, host_key, pattern, triggers};
use crate::{Row, Wrong};
use std::collections::{BTreeMap, BTreeSet};

/// The longest a text may be, in bytes: people read it on one line.
const LONGEST: usize = 1000;

/// webRequest's words for kinds of resource, in `ResourceType`'s order.
pub const KINDS: &[&str] = &[
    "main_frame",
    "sub_frame",
    "stylesheet",
    "script",
    "image",
    "font",
    "object",
    "xmlhttprequest",
    "ping",
    "csp_report",
    "media",
    "websocket",
    "other",
];

/// Parts of a place, by bit. `path` and `host` stand for the whole of either.
pub const PARTS: &[(&str, u8)] = &[("path", 1), ("matrix", 2), ("query", 4), ("fragment", 8), ("body", 16), ("header", 32), ("host", 64)];
/// Where a pattern without a part looks.
pub const ANYWHERE: u8 = 2 | 4 | 16;

/// `[part:]pattern` taken apart.
pub fn place(text: &str) -> (u8, &str) {
    PARTS.iter().find_map(|(word, bit)| text.strip_prefix(word)?.strip_prefix(':').map(|rest| (*bit, rest))).unwrap_or((ANYWHERE, text))
}

/// `[part:]key[=value]` taken apart. For `path` and `host` the key is the pattern for the whole.
pub fn condition(text: &str) -> (u8, &str, Option<&str>) {
    let (part, rest) = place(text);
    match rest.split_once('=') {
        Some((key, value)) if part & (1 | 64) == 0 => (part, key, Some(value)),
        _ => (part, rest, None),
    }
}

struct Checker<'a> {
    row: &'a Row,
    wrong: &'a mut Vec<Wrong>,
}

impl Checker<'_> {
    fn refuse(&mut self, at: &Text, message: String) {
        self.wrong.push(self.row.wrong(at.span().start, message));
    }

    fn word(&mut self, at: &Text, what: &str, all: impl Iterator<Item = &'static str>) {
        let all: Vec<&str> = all.collect();
        if !all.contains(&at.get_ref().as_str()) {
            self.refuse(at, format!("`{}` is no {what}; write one of {}", at.get_ref(), all.join(", ")));
        }
    }

    fn role(&mut self, at: &Text) {
        self.word(at, "role", Role::ALL.iter().map(|r| r.word()));
    }

    fn meaning(&mut self, at: &Text) {
        self.word(at, "meaning", Meaning::ALL.iter().map(|m| m.word()));
    }

    fn filled(&mut self, at: &Text, what: &str) {
        if at.get_ref().trim().is_empty() {
            self.refuse(at, format!("the {what} is empty; say it"));
        }
    }

    fn short(&mut self, at: &Text) {
        if at.get_ref().len() > LONGEST {
            self.refuse(at, format!("longer than {LONGEST} bytes; say it shorter"));
        }
    }

    fn dead(&mut self, list: &[Text], what: &str) {
        for (i, later) in list.iter().enumerate() {
            let sample = later.get_ref().replace('*', "\u{2}");
            if let Some(earlier) = list[..i].iter().find(|e| pattern::matches(e.get_ref(), &sample)) {
                self.refuse(
                    later,
                    format!("dead {what}: `{}` above matches all that `{}` does; delete one", earlier.get_ref(), later.get_ref()),
                );
            }
        }
    }

    fn conditions(&mut self, list: &[Text]) {
        for c in list {
            let (part, key, value) = condition(c.get_ref());
            if key.is_empty() || value == Some("") {
                self.refuse(c, format!("`{}` names nothing; write `name`, `name=value`, `query:name` or `path:/pattern`", c.get_ref()));
            }
            if part & 1 != 0 && !key.starts_with(['/', '*']) {
                self.refuse(c, format!("a path pattern begins with `/` or `*`: write `path:*/{key}`"));
            }
            self.short(c);
        }
        let mut seen = BTreeSet::new();
        for c in list {
            if !seen.insert(c.get_ref().as_str()) {
                self.refuse(c, format!("`{}` stands here twice; delete one", c.get_ref()));
            }
        }
    }

    fn paths(&mut self, list: &[Text]) {
        for p in list {
            if !p.get_ref().starts_with(['/', '*']) {
                self.refuse(p, format!("a path begins with `/` or `*`: write `/{0}` or `*/{0}`", p.get_ref()));
            }
            if p.get_ref().contains(['?', '#']) {
                self.refuse(p, "a path has no query and no fragment; put the parameter under `need`".into());
            }
            self.short(p);
        }
        self.dead(list, "path");
    }

    fn endpoint(&mut self, e: &Endpoint) {
        self.role(&e.role);
        if e.hosts.is_empty() {
            self.refuse(&e.role, "an endpoint names at least one host; a payload on any host is a `[[signature]]`".into());
        }
        for h in &e.hosts {
            let bare = h.get_ref().trim_start_matches('=');
            let good = !bare.is_empty()
                && bare.contains('.')
                && !bare.starts_with('.')
                && !bare.ends_with('.')
                && bare.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._*".contains(&b));
            if !good {
                self.refuse(
                    h,
                    format!("`{}` is no host; write `example.com`, `=www.example.com`, `k-*.example.com` or `www.example.*`", h.get_ref()),
                );
            } else if host_key(bare).is_none() {
                self.refuse(h, format!("`{}` needs a whole domain after its last `*`, or `.*` at its end alone", h.get_ref()));
            }
        }
        let mut seen = BTreeSet::new();
        for h in &e.hosts {
            if !seen.insert(h.get_ref().as_str()) {
                self.refuse(h, format!("dead host: `{}` stands here twice; delete one", h.get_ref()));
            }
        }
        for h in &e.hosts {
            let name = h.get_ref().trim_start_matches('=');
            if let Some(wide) = e.hosts.iter().find(|w| name.strip_suffix(w.get_ref().as_str()).is_some_and(|p| p.ends_with('.'))) {
                self.refuse(h, format!("dead host: `{}` covers `{}`; delete one", wide.get_ref(), h.get_ref()));
            }
        }
        for k in &e.kinds {
            self.word(k, "kind of resource", KINDS.iter().copied());
        }
        self.paths(&e.paths);
        self.conditions(&e.need);
    }

    fn signature(&mut self, s: &Signature) {
        self.role(&s.role);
        self.paths(&s.paths);
        self.conditions(&s.need);
        self.conditions(&s.some);
        if usize::from(s.min) > s.some.len() {
            self.refuse(&s.role, format!("`min` asks for {} of {} keys; lower it or name more under `some`", s.min, s.some.len()));
        }
        if s.min == 0 && !s.some.is_empty() {
            self.refuse(&s.role, "`some` without `min` decides nothing; add `min`".into());
        }
        if triggers(s).is_empty() {
            self.refuse(&s.role, "a signature needs a key without `*` under `need`, or in every path a whole segment without `*`".into());
        }
    }

    fn kept(&mut self, list: &[Kept]) {
        for k in list {
            self.filled(&k.name, "name");
            self.filled(&k.what, "`what`");
            self.short(&k.name);
            self.short(&k.what);
            if k.keeps.len().max(k.domain.len()) > LONGEST {
                self.refuse(&k.name, format!("`keeps` or `domain` is longer than {LONGEST} bytes; say it shorter"));
            }
            self.meaning(&k.is);
            if k.name.get_ref().trim_matches('*').len() < 2 && k.domain.is_empty() {
                self.refuse(&k.name, format!("`{}` would match too much; write more of the name, or its `domain`", k.name.get_ref()));
            }
        }
    }
}

/// One file by itself.
pub fn file(row: &Row, wrong: &mut Vec<Wrong>) {
    let f: &File = &row.file;
    let mut c = Checker { row, wrong };
    let id = f.id.get_ref();
    if !is_id(id) || !row.path.ends_with(&format!("/{id}.toml")) {
        c.refuse(&f.id, format!("`{id}` must be lower-case words joined by `-`, and the file's name must be `{id}.toml`"));
    }
    for (text, what) in [(&f.name, "name"), (&f.owner, "owner"), (&f.fix, "fix"), (&f.baa.words, "BAA's wording")] {
        c.filled(text, what);
        c.short(text);
    }
    c.word(&f.category, "category", Category::ALL.iter().map(|w| w.word()));
    c.word(&f.baa.status, "BAA status", BaaStatus::ALL.iter().map(|w| w.word()));
    if f.baa.status.get_ref() != "not-found" && (f.baa.source.trim().is_empty() || f.baa.as_of.trim().is_empty()) {
        c.refuse(&f.baa.status, "a BAA position needs `source` and `as-of`; without a source it is `not-found`".into());
    }
    if f.sources.is_empty() {
        c.refuse(&f.checked, "no source; add to `sources` where the patterns were read, with its date or version".into());
    }
    let date = f.checked.get_ref().as_bytes();
    if date.len() != 10 || date.iter().enumerate().any(|(i, b)| if i == 4 || i == 7 { *b != b'-' } else { !b.is_ascii_digit() }) {
        c.refuse(&f.checked, format!("`{}` is no day; write it as 2026-11-23", f.checked.get_ref()));
    }
    if f.endpoint.is_empty() && f.signature.is_empty() {
        c.refuse(&f.id, "nothing can be recognised; add an `[[endpoint]]` or a `[[signature]]`".into());
    }
    if f.hit.is_empty() || f.clean.is_empty() {
        c.refuse(&f.id, "no example; add at least one `[[hit]]` and one `[[clean]]`".into());
    }
    for label in &f.cnames {
        let name = label.get_ref();
        if name.trim_matches('*').len() < 3 || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-*".contains(&b)) {
            c.refuse(label, format!("`{name}` is no first label of a host that says whose it is; write one such as `smetrics`"));
        }
    }
    f.endpoint.iter().for_each(|e| c.endpoint(e));
    f.signature.iter().for_each(|s| c.signature(s));
    for (pattern, rule) in &f.fields {
        let (part, rest) = place(pattern);
        let at = &Text::new(rule.span(), String::new());
        if rest.is_empty() || rest == "*" || part == 64 {
            c.refuse(at, format!("`{pattern}` is no place; write `dl`, `query:dl`, `body:**.page_location` or `ep.*`"));
        }
        match meant(rule.get_ref()) {
            Err(message) => c.refuse(at, message),
            Ok(meant) => {
                c.meaning(&Text::new(rule.span(), meant.is.into()));
                if pattern.len().max(meant.label.len()) > LONGEST {
                    c.refuse(at, format!("longer than {LONGEST} bytes; say it shorter"));
                }
                c.word(&Text::new(rule.span(), meant.shape.into()), "shape", Shape::ALL.iter().map(|s| s.word()));
            }
        }
    }
    if let Some(batch) =
        f.batch.as_ref().filter(|b| b.get_ref().strip_suffix("[]").is_none_or(|name| name.is_empty() || name.contains(['*', '['])))
    {
        c.refuse(batch, format!("`{}` is no list; write its name and `[]`: `requests[]`", batch.get_ref()));
    }
    c.kept(&f.cookie);
    c.kept(&f.storage);
    let urls = f.hit.iter().map(|h| &h.url).chain(f.clean.iter().map(|h| &h.url));
    for url in urls {
        if !["http://", "https://", "ws://", "wss://"].iter().any(|s| url.get_ref().starts_with(s)) {
            c.refuse(url, format!("`{}` is no address; write it whole, with https://", url.get_ref()));
        }
    }
    for h in &f.hit {
        c.role(&h.role);
        h.fields.values().for_each(|m| c.meaning(m));
        h.kind.iter().for_each(|k| c.word(k, "kind of resource", KINDS.iter().copied()));
    }
    for h in &f.clean {
        h.role.iter().for_each(|r| c.role(r));
        h.kind.iter().for_each(|k| c.word(k, "kind of resource", KINDS.iter().copied()));
    }
}

/// Gives every vendor that says `fields-of` the fields of the other, where it does not name them itself.
pub fn lend(rows: &mut [Row], wrong: &mut Vec<Wrong>) {
    for at in 0..rows.len() {
        let Some(of) = rows[at].file.fields_of.clone() else { continue };
        let says = match rows.iter().find(|r| r.file.id.get_ref() == of.get_ref()) {
            Some(other) if other.file.fields_of.is_none() => {
                let mut lent = other.file.fields.clone();
                lent.retain(|pattern, _| !rows[at].file.fields.contains_key(pattern));
                rows[at].lent = lent;
                continue;
            }
            Some(_) => format!("`{}` takes its fields from another; name that one", of.get_ref()),
            None => format!("no vendor `{}`; name a file in this folder", of.get_ref()),
        };
        wrong.push(rows[at].wrong(of.span().start, says));
    }
}

/// What no file can say alone: one name, one owner of a cookie.
pub fn together(rows: &[Row], wrong: &mut Vec<Wrong>) {
    let mut named: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in rows {
        for label in &row.file.cnames {
            if let Some(other) = named.insert(label.get_ref(), row) {
                let says = format!("`{}` already stands in {}; a name can hint at one vendor", label.get_ref(), other.path);
                wrong.push(row.wrong(label.span().start, says));
            }
        }
    }
    let mut kept: BTreeMap<(bool, &str, &str), &Row> = BTreeMap::new();
    for row in rows {
        let both = row.file.cookie.iter().map(|k| (true, k)).chain(row.file.storage.iter().map(|k| (false, k)));
        for (cookie, k) in both {
            if let Some(other) = kept.insert((cookie, k.name.get_ref(), &k.domain), row) {
                let says = format!("`{}` already stands in {}; keep one, or give each its `domain`", k.name.get_ref(), other.path);
                wrong.push(row.wrong(k.name.span().start, says));
            }
        }
    }
}
