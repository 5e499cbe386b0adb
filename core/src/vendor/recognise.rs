//! Host, path and fields → vendor and role.

use super::compiled;
use super::pattern::{self, HASH_START, bare, hash, hash_step};
use super::table::{Condition, Endpoint, Host, Signature, Span, T};
use super::{How, Recognised, Role, Vendor};
use crate::observation::ResourceType;
use crate::payload::{Field, Fields, Part};

/// Second-level names under which countries hand out domains: `google.co.uk` is `google.*`.
const SECOND: &[&str] = &["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "gob", "gouv"];

/// A host has at most this many labels that are looked at.
const LABELS: usize = 8;

/// Who a request is for. `host` in lower case without a port, `path` as in the address, with its leading slash.
/// Answers `None` for a request that is no vendor's.
pub fn recognise(host: &str, path: &str, fields: &Fields<'_>, kind: ResourceType) -> Option<Recognised> {
    let request = Request::new(host, path, fields, kind);
    let by_host = request.by_host();
    // A host whose row only says "something of theirs" yields to a payload that says more: a content network may carry
    // anyone's.
    if let Some((endpoint, vendor)) = by_host
        && (endpoint.rank >= 2 || matches!(endpoint.role, Role::Collect | Role::Script))
    {
        // A visit to the vendor's own site is a visit, not a measurement.
        if endpoint.rank == 0 && request.kind == ResourceType::MainFrame {
            return Some(found(vendor, Role::Other, false, How::Host));
        }
        return Some(found(vendor, endpoint.role, endpoint.tracking, How::Host));
    }
    request.by_signature().or_else(|| by_host.map(|(e, vendor)| found(vendor, e.role, e.tracking, How::Host)))
}

fn found(vendor: &'static Vendor, role: Role, tracking: bool, how: How) -> Recognised {
    Recognised { vendor, role, tracking, how }
}

/// The kind of resource the browser named, or else the one the path's ending speaks for.
pub(super) fn likely(kind: ResourceType, path: &str) -> ResourceType {
    if kind != ResourceType::Other {
        return kind;
    }
    let file = path.rsplit('/').next().unwrap_or(path);
    match file.rsplit_once('.').map_or("", |f| f.1) {
        "js" | "mjs" => ResourceType::Script,
        "css" => ResourceType::Stylesheet,
        "gif" | "png" | "jpg" | "jpeg" | "webp" | "svg" | "ico" => ResourceType::Image,
        "woff" | "woff2" | "ttf" | "otf" => ResourceType::Font,
        "html" | "htm" => ResourceType::SubFrame,
        "mp4" | "webm" | "mp3" => ResourceType::Media,
        _ => ResourceType::Other,
    }
}

/// A request, looked at.
pub(super) struct Request<'a> {
    host: &'a str,
    path: &'a str,
    fields: &'a Fields<'a>,
    kind: ResourceType,
}

impl<'a> Request<'a> {
    pub(super) fn new(host: &'a str, path: &'a str, fields: &'a Fields<'a>, kind: ResourceType) -> Self {
        Request { host, path, fields, kind: likely(kind, path) }
    }

    /// The endpoint of the longest domain that fits.
    pub(super) fn by_host(&self) -> Option<(&'static Endpoint, &'static Vendor)> {
        let endpoint = self.hosts().into_iter().flatten().find_map(|host| self.endpoints(host).next())?;
        Some((endpoint, compiled::vendors().get(usize::from(endpoint.vendor))?))
    }

    pub(super) fn endpoints(&self, host: &'static Host) -> impl Iterator<Item = &'static Endpoint> {
        host.links.of(compiled::links()).iter().filter_map(|link| {
            let endpoint = compiled::endpoints().get(usize::from(link.endpoint))?;
            ((link.only.is_empty() || pattern::matches(link.only.get(), self.host)) && self.fits(endpoint)).then_some(endpoint)
        })
    }

    /// The rows of the host and of the domains above it, the longest first; last the row of a brand under any
    /// country's domain.
    pub(super) fn hosts(&self) -> [Option<&'static Host>; LABELS + 1] {
        let mut rows = [None; LABELS + 1];
        let mut next = 0;
        let bytes = self.host.as_bytes();
        let mut hash = HASH_START;
        for (i, byte) in bytes.iter().enumerate().rev() {
            hash = hash_step(hash, *byte);
            if (i == 0 || bytes.get(i - 1) == Some(&b'.')) && next < LABELS {
                let name = self.host.get(i..).unwrap_or_default();
                if let Some(row) = host_row(hash, |t| t == name)
                    && let Some(slot) = rows.get_mut(next)
                {
                    *slot = Some(row);
                    next += 1;
                }
            }
        }
        if let Some(known) = rows.get_mut(..next) {
            known.reverse();
        }
        if let Some(slot) = rows.get_mut(next) {
            *slot = brand(self.host).and_then(brand_row);
        }
        rows
    }

    fn fits(&self, e: &Endpoint) -> bool {
        (e.kinds == 0 || e.kinds >> (self.kind as u16) & 1 == 1) && self.on_path(e.paths) && self.all(e.need.of(compiled::conditions()))
    }

    fn on_path(&self, paths: Span) -> bool {
        paths.is_empty() || paths.of(compiled::paths()).iter().any(|p| pattern::matches(p.get(), self.path))
    }

    fn all(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|c| self.holds(c))
    }

    fn holds(&self, c: &Condition) -> bool {
        const PATH: u8 = 1;
        const HOST: u8 = 64;
        match c.parts {
            PATH => pattern::matches(c.key.get(), self.path),
            HOST => pattern::matches(c.key.get(), self.host),
            _ => {
                let (key, value) = (c.key.get(), c.value.get());
                self.fields.items.iter().any(|f| {
                    c.parts & bit(f.part) != 0
                        && pattern::matches(key, bare(&f.path))
                        && (value == "*" || pattern::matches(value, &f.value))
                })
            }
        }
    }

    fn by_signature(&self) -> Option<Recognised> {
        let mut best: Option<((bool, u8), Recognised)> = None;
        let mut tried = [0u64; 8];
        let mut consider = |number: u16| {
            let (word, bit) = (usize::from(number / 64) % tried.len(), 1u64 << (number % 64));
            if let Some(seen) = tried.get_mut(word) {
                if *seen & bit != 0 {
                    return;
                }
                *seen |= bit;
            }
            let Some(signature) = compiled::signatures().get(usize::from(number)) else { return };
            let Some((matched, mut found)) = self.signed(signature) else { return };
            // Of several shapes of one vendor that fit, the one with more marks is said.
            if let Some((_, before)) = &best
                && std::ptr::eq(before.vendor, found.vendor)
                && before.how.matched() > found.how.matched()
            {
                found.how = before.how;
            }
            match &mut best {
                Some((most, held)) if *most >= matched => {
                    if std::ptr::eq(held.vendor, found.vendor) {
                        held.how = found.how;
                    }
                }
                _ => best = Some((matched, found)),
            }
        };
        self.worth_trying(&mut consider);
        best.map(|b| b.1)
    }

    /// Hands on the numbers of the signatures that a word of the request speaks for, some of them more than once.
    pub(super) fn worth_trying(&self, consider: &mut impl FnMut(u16)) {
        for segment in self.path.split(['/', ';']).filter(|s| !s.is_empty()) {
            triggered(segment, consider);
        }
        for field in &self.fields.items {
            triggered(last_key(field), consider);
        }
    }

    /// The vendor of a signature that fits, with its strength: a path that fits weighs more than any number of names.
    pub(super) fn signed(&self, s: &'static Signature) -> Option<((bool, u8), Recognised)> {
        if !self.on_path(s.paths) || !self.all(s.need.of(compiled::conditions())) {
            return None;
        }
        let some = s.some.of(compiled::conditions());
        let met = some.iter().filter(|c| self.holds(c)).count() as u8;
        if met < s.min {
            return None;
        }
        let need = s.need.of(compiled::conditions()).len() as u8 + u8::from(!s.paths.is_empty());
        let how = How::Signature { matched: need + met, of: need + some.len() as u8 };
        let vendor = compiled::vendors().get(usize::from(s.vendor))?;
        Some(((!s.paths.is_empty(), need + met), found(vendor, s.role, s.tracking, how)))
    }
}

/// The bit of a part in a pattern's mask.
pub(super) const fn bit(part: Part) -> u8 {
    match part {
        Part::Path => 1,
        Part::Matrix => 2,
        Part::Query => 4,
        Part::Fragment => 8,
        Part::Body => 16,
        Part::Header => 32,
        // No vendor is told by these.
        Part::Cookie | Part::Message => 0,
    }
}

/// A field's last name, as signatures' trigger words are cut.
fn last_key<'f>(field: &'f Field<'_>) -> &'f str {
    let tail = field.path.rsplit('.').next().unwrap_or(&field.path);
    match tail.strip_suffix(']').and_then(|t| t.rfind('[').map(|at| (t, at))) {
        Some((t, at)) if at > 0 && t.get(at + 1..).is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit())) => t.get(..at).unwrap_or(tail),
        _ => tail,
    }
}

fn triggered(word: &str, consider: &mut impl FnMut(u16)) {
    let mask = compiled::trigger_slots().len() - 1;
    let mut at = hash(word) as usize & mask;
    // Half of the slots are empty by construction, so the walk ends; the bound keeps it so whatever the table holds.
    for _ in 0..compiled::trigger_slots().len() {
        let Some(row) = compiled::trigger_slots().get(at).and_then(|slot| compiled::triggers().get(usize::from(*slot).wrapping_sub(1)))
        else {
            return;
        };
        if row.word.get() == word {
            consider(row.signature);
        }
        at = (at + 1) & mask;
    }
}

fn host_row(hash: u32, is: impl Fn(&str) -> bool) -> Option<&'static Host> {
    let mask = compiled::host_slots().len() - 1;
    let mut at = (hash ^ (hash >> 15)) as usize & mask;
    for _ in 0..compiled::host_slots().len() {
        let row = compiled::host_slots().get(at).and_then(|slot| compiled::hosts().get(usize::from(*slot).wrapping_sub(1)))?;
        if is(T::get(row.name)) {
            return Some(row);
        }
        at = (at + 1) & mask;
    }
    None
}

/// The label that stands before a country's domain: `google` of `www.google.co.uk`.
pub(super) fn brand(host: &str) -> Option<&str> {
    let (rest, _) = host.rsplit_once('.')?;
    let (before, label) = match rest.rsplit_once('.') {
        Some((before, second)) if SECOND.contains(&second) => (before, before.rsplit('.').next().unwrap_or(before)),
        _ => (rest, rest.rsplit('.').next().unwrap_or(rest)),
    };
    (!before.is_empty() && !label.is_empty()).then_some(label)
}

fn brand_row(label: &str) -> Option<&'static Host> {
    let start = hash_step(hash_step(HASH_START, b'*'), b'.');
    let hash = label.bytes().rev().fold(start, hash_step);
    host_row(hash, |t| t.strip_suffix(".*") == Some(label))
}
