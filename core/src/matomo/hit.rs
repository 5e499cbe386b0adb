//! One tracking request taken apart into single hits: alone, or several in one body.
//!
//! Parameters and their places: Matomo's HTTP Tracking API (developer documentation 5.x, read at commit 01e41b8) and, for the
//! plugins, the names their trackers use as installed (Heatmap & Session Recording 5.3.5, Form Analytics, Media Analytics).

use crate::facts::Facts;
use crate::payload::{Fields, Part};
use crate::vendor::Role;

/// Hits read from one request; Matomo's own tracker sends at most 50 at once.
pub(crate) const MAX_HITS: usize = 100;
/// Pieces of a recording whose kind is remembered while one hit is read.
const MAX_PIECES: usize = 512;

/// True for a request to Matomo, Matomo Cloud or Piwik PRO: they speak one language.
pub(crate) fn is_family(facts: &Facts<'_>) -> bool {
    facts.recognised.as_ref().is_some_and(|r| matches!(r.vendor.id, "matomo" | "matomo-cloud" | "piwik-pro"))
}

/// True for a request that hands such a tool data.
pub(crate) fn collects(facts: &Facts<'_>) -> bool {
    is_family(facts) && facts.role() == Role::Collect
}

/// One hit: its parameters, each with the field that holds it.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'f> {
    fields: &'f Fields<'f>,
    /// Parameter and the field's index, in the order sent.
    pub params: Vec<(&'f str, usize)>,
}

impl<'f> Hit<'f> {
    /// The field that holds the parameter, where it is there and not empty.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.params.iter().find(|(n, i)| *n == name && !self.value(*i).is_empty()).map(|(_, i)| *i)
    }

    /// The parameter's value; none where it is not there or empty.
    pub fn get(&self, name: &str) -> Option<&'f str> {
        self.field(name).map(|i| self.value(i))
    }

    /// A field's value.
    pub fn value(&self, field: usize) -> &'f str {
        self.fields.items.get(field).map_or("", |f| f.value.as_ref())
    }

    /// True where the parameter was sent, even empty.
    pub fn sent(&self, name: &str) -> bool {
        self.params.iter().any(|(n, _)| *n == name)
    }

    /// What of a visit is in a piece of a recording; none for every other hit.
    pub fn recording(&self) -> Option<Recording> {
        let mut kinds = Vec::new();
        let mut found = Recording::default();
        let mut any = self.sent("hsr_vid");
        for &(name, field) in &self.params {
            if name == "hsr_dom" && !self.value(field).is_empty() {
                (any, found.content) = (true, Some(field));
            }
            let Some((piece, key)) = piece(name) else { continue };
            any = true;
            if kinds.len() <= piece && piece < MAX_PIECES {
                kinds.resize(piece + 1, 0u8);
            }
            let value = self.value(field);
            match key {
                "ty" => {
                    if let Some(kind) = kinds.get_mut(piece) {
                        *kind = value.parse().unwrap_or(0);
                    }
                    found.moves |= matches!(value, "1" | "2" | "3" | "4" | "12");
                }
                "te" | "dom" if !value.is_empty() => match kinds.get(piece) {
                    Some(5 | 6 | 8) => found.content = found.content.or(Some(field)),
                    // Stars stand for what was typed where the field is masked: how long it is, not what it says.
                    Some(9) if value.bytes().all(|b| b == b'*') => found.masked = found.masked.or(Some(field)),
                    Some(9) => found.typed = found.typed.or(Some(field)),
                    Some(10) if value.bytes().any(|b| b != b'*') => found.chosen = found.chosen.or(Some(field)),
                    _ => {}
                },
                _ => {}
            }
        }
        any.then_some(found)
    }
}

/// What a piece of a recording holds, by the kinds of its events (`hsr_ev[n][ty]`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recording {
    /// The page's content or a change of it (5, 6, 8, `hsr_dom`).
    pub content: Option<usize>,
    /// Text typed into a field (9); sent only where capturing keystrokes is on.
    pub typed: Option<usize>,
    /// The same, masked: only its length shows.
    pub masked: Option<usize>,
    /// A choice made in a form (10): sent whether keystrokes are captured or not.
    pub chosen: Option<usize>,
    /// Moves, clicks, scrolling.
    pub moves: bool,
}

/// `hsr_ev[3][te]`, or `hsr_ev[3].te` where the hit is JSON, taken apart.
fn piece(name: &str) -> Option<(usize, &str)> {
    let (number, rest) = name.strip_prefix("hsr_ev[")?.split_once(']')?;
    let key = rest.strip_prefix('.').or_else(|| rest.strip_prefix('[')?.strip_suffix(']'))?;
    (!key.contains(['.', '['])).then_some((number.parse().ok()?, key))
}

/// The hits of a request: one, or those of a list in its body.
pub(crate) fn hits<'f>(facts: &'f Facts<'_>) -> Vec<Hit<'f>> {
    let fields: &'f Fields<'f> = &facts.fields;
    let mut alone = Hit { fields, params: Vec::new() };
    let mut listed: Vec<(&str, Hit<'f>)> = Vec::new();
    for (i, field) in fields.items.iter().enumerate() {
        if !matches!(field.part, Part::Query | Part::Body | Part::Matrix) || fields.is_layer(i) {
            continue;
        }
        let (list, name) = listed_name(&field.path);
        // What stands inside a value (the parameters of an address, the names in a record) is told with it.
        if name.is_empty() || name.contains('.') && !name.starts_with("hsr_ev[") && !name.starts_with("fa_fields[") {
            continue;
        }
        if list.is_empty() {
            alone.params.push((name, i));
        } else if let Some((_, hit)) = listed.last_mut().filter(|(known, _)| *known == list) {
            hit.params.push((name, i));
        } else if listed.len() < MAX_HITS {
            listed.push((list, Hit { fields, params: vec![(name, i)] }));
        }
    }
    let mut out: Vec<Hit<'f>> = listed.into_iter().map(|(_, hit)| hit).filter(|h| h.sent("idsite") || h.tells()).collect();
    if alone.sent("idsite") || out.is_empty() && alone.tells() {
        out.insert(0, alone);
    }
    out
}

impl Hit<'_> {
    /// True where it holds anything a report would show.
    fn tells(&self) -> bool {
        self.params.iter().any(|(name, _)| {
            matches!(
                *name,
                "url" | "action_name" | "search" | "e_c" | "e_a" | "link" | "download" | "idgoal" | "hsr_vid" | "fa_vid" | "ma_id" | "cra"
            )
        })
    }
}

/// A path taken apart into the list's place and the parameter: `requests[3].url`, `[3].url`; no list for `url`.
fn listed_name(path: &str) -> (&str, &str) {
    let open = if path.starts_with("requests[") { "requests".len() } else { 0 };
    let end = path.get(open..).and_then(|rest| {
        let (digits, _) = rest.strip_prefix('[')?.split_once("].")?;
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(open + digits.len() + 2)
    });
    match end.and_then(|end| Some((path.get(..end)?, path.get(end + 1..)?))) {
        Some(both) => both,
        None => ("", path),
    }
}
