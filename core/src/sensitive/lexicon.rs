//! The compiled lexicon and finding its terms among the words of a value.

use super::tokens::{Token, Words};
use super::{Kind, Topic};
use crate::trie::{Node, Table};
use leaklight_text::{Message, message};

/// What a term counts for; many terms share one.
#[derive(Debug)]
pub(super) struct Class {
    pub kind: Kind,
    pub topic: Option<Topic>,
    pub weight: i16,
    pub words: Message,
    pub intent: bool,
    /// Never inside a run-together word.
    pub whole: bool,
}

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// Folded phrase → the number of its class.
static TERMS: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.trie")));

static BEGINS: &[u8; super::tokens::BEGINS] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.begins"));

/// Can a term begin like this word? Words of fewer than three letters, or of others, may.
fn may_begin(word: &[u8]) -> bool {
    super::tokens::beginning(word).is_none_or(|bit| BEGINS.get(bit / 8).is_some_and(|byte| byte & (1 << (bit % 8)) != 0))
}

/// The most words a term may have.
const MAX_PHRASE: usize = 8;
/// A run-together word is looked into up to this length.
const MAX_RUN: usize = 48;
/// Below this length an unknown word is neither looked into nor judged by its ending.
const MIN_RUN: usize = 7;

/// A term at the edge of a run-together word counts from this length and these points on.
const MIN_EDGE: usize = 7;
/// So much must stand beside it: `switching` is no itching.
const MIN_REST: usize = 5;
const EDGE: i16 = 70;
const SURE: i16 = 100;

/// A term found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub class: &'static Class,
    /// The words it covers, by number; the end is exclusive.
    pub tokens: (u32, u32),
    /// Where it stood in the value, in bytes.
    pub raw: (u32, u32),
    /// Its folded letters in the scratch buffer.
    pub text: (u32, u32),
}

/// Where a walk over [`TERMS`] stands.
type At = Node<'static>;

/// Finds the terms among the words, longest first from the left, none overlapping.
pub(super) fn scan(words: &Words, hits: &mut Vec<Hit>) {
    let tokens = &words.tokens;
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        if let Some((end, class)) = longest(words, i) {
            let last = tokens.get(end - 1).unwrap_or(token);
            hits.push(Hit { class, tokens: (i as u32, end as u32), raw: (token.raw.0, last.raw.1), text: (token.at.0, last.at.1) });
            i = end;
            continue;
        }
        if !token.opaque && !token.digits && words.of(token).len() >= MIN_RUN {
            let before = hits.len();
            run_together(words, i, token, hits);
            if hits.len() == before {
                by_ending(words, i, token, hits);
            }
        }
        i += 1;
    }
}

fn class_of(at: At) -> Option<&'static Class> {
    CLASSES.get(at.value()? as usize)
}

/// The longest term that begins at word `i`: where it ends, and its class.
fn longest(words: &Words, i: usize) -> Option<(usize, &'static Class)> {
    let mut best = None;
    if !may_begin(words.tokens.get(i).map_or(&[], |t| words.of(t))) {
        return None;
    }
    follow(TERMS.root(), words, i, MAX_PHRASE, &mut best);
    best
}

fn follow(at: At, words: &Words, i: usize, left: usize, best: &mut Option<(usize, &'static Class)>) {
    let Some(token) = words.tokens.get(i) else { return };
    if left == 0 || token.opaque {
        return;
    }
    for form in forms(at, words.of(token)).into_iter().flatten() {
        if let Some(class) = class_of(form)
            && best.is_none_or(|(end, _)| i + 1 > end)
            // `bph03886` is a part number, `MRN448812` a record's.
            && !(token.glued && left == MAX_PHRASE && words.of(token).len() <= 4 && class.kind != Kind::Portal)
        {
            *best = Some((i + 1, class));
        }
        if let Some(next) = form.step(b' ') {
            follow(next, words, i + 1, left - 1, best);
        }
    }
}

/// The states reached by a word as it stands, then without a plural's `s`, `es`, `ies` for `y`.
fn forms(from: At, word: &[u8]) -> [Option<At>; 4] {
    let mut out = [None; 4];
    let n = word.len();
    let (mut at, mut back) = (Some(from), [None; 3]);
    for (k, &b) in word.iter().enumerate() {
        if k + 3 >= n {
            back[k + 3 - n] = at;
        }
        at = at.and_then(|a| a.step(b));
        if at.is_none() && k + 3 < n {
            return out;
        }
    }
    out[0] = at;
    if n > 3 && word.ends_with(b"s") && !word.ends_with(b"ss") {
        out[1] = back[2];
        if word.ends_with(b"es") {
            out[2] = back[1];
        }
        if word.ends_with(b"ies") {
            out[3] = back[0].and_then(|a| a.step(b'y'));
        }
    }
    out
}

/// `headandneckcancer`: a word wholly made of terms; failing that, `skinpigmentationdisorders`: a long telling term at
/// its end, or a sure one at its beginning.
fn run_together(words: &Words, i: usize, token: &Token, hits: &mut Vec<Hit>) {
    let word = words.of(token);
    let n = word.len();
    if n > MAX_RUN {
        return;
    }
    // For each border: the fewest pieces that reach it, where the last piece began, and its class.
    let mut edge: Option<(usize, usize, &'static Class)> = None;
    let mut reached: [Option<(u8, u8, &'static Class)>; MAX_RUN + 1] = [None; MAX_RUN + 1];
    for from in 0..n {
        let (open, count) = match (from, reached.get(from).copied().flatten()) {
            (0, _) => (true, 0),
            (_, Some((count, ..))) => (true, count),
            _ => (false, 0),
        };
        let rest = word.get(from..).unwrap_or(&[]);
        // Behind a border nobody reached, only a long term at the word's end would count.
        if !may_begin(rest) || !open && rest.len() < MIN_EDGE {
            continue;
        }
        let mut note = |to: usize, class: &'static Class| {
            let whole = from == 0 && to == n;
            if to > n || to - from < 2 || !whole && (class.whole || class.kind == Kind::Setting) {
                return;
            }
            // `influenzato`: small words only join others.
            if !whole && class.kind == Kind::Plain && to - from <= 3 && (from == 0 || to == n) {
                return;
            }
            // A telling term at the word's edge, should the rest stay unknown.
            let beside = n - (to - from);
            let telling =
                to - from >= MIN_EDGE && beside >= MIN_REST && class.weight >= EDGE && (to == n || from == 0 && class.weight >= SURE);
            if telling && edge.is_none_or(|(f, t, _): (usize, usize, &Class)| t - f < to - from) {
                edge = Some((from, to, class));
            }
            if !open {
                return;
            }
            if let Some(slot) = reached.get_mut(to)
                && slot.is_none_or(|(c, ..)| count + 1 < c)
            {
                *slot = Some((count + 1, from as u8, class));
            }
        };
        pieces(TERMS.root(), rest, 0, &mut |to, class| note(from + to, class));
    }
    let same_length = token.raw.1 - token.raw.0 == n as u32;
    let mut push = |from: usize, to: usize, class: &'static Class| {
        let raw = if same_length { (token.raw.0 + from as u32, token.raw.0 + to as u32) } else { token.raw };
        let text = (token.at.0 + from as u32, token.at.0 + to as u32);
        hits.push(Hit { class, tokens: (i as u32, i as u32 + 1), raw, text });
    };
    if reached.get(n).copied().flatten().is_none() {
        if let Some((from, to, class)) = edge {
            push(from, to, class);
        }
        return;
    }
    let mut cuts = [0u8; MAX_RUN];
    let (mut to, mut count) = (n, 0);
    while to > 0 {
        let Some((_, from, _)) = reached.get(to).copied().flatten() else { break };
        if let Some(slot) = cuts.get_mut(count) {
            *slot = to as u8;
        }
        count += 1;
        to = from as usize;
    }
    for cut in cuts.iter().take(count).rev() {
        if let Some((_, from, class)) = reached.get(*cut as usize).copied().flatten() {
            push(from as usize, *cut as usize, class);
        }
    }
}

/// Every term that begins inside the word and goes on at `to`; a term's space may be missing, a plural's `s` may follow.
fn pieces(at: At, word: &[u8], to: usize, note: &mut impl FnMut(usize, &'static Class)) {
    if let Some(class) = class_of(at) {
        note(to, class);
        if word.get(to) == Some(&b's') {
            note(to + 1, class);
        }
    }
    let Some(&b) = word.get(to) else { return };
    if let Some(next) = at.step(b) {
        pieces(next, word, to + 1, note);
    }
    if let Some(next) = at.step(b' ').and_then(|s| s.step(b)) {
        pieces(next, word, to + 1, note);
    }
}

/// `spondylolisthesis`, unknown to the lexicon: its ending tells.
fn by_ending(words: &Words, i: usize, token: &Token, hits: &mut Vec<Hit>) {
    let word = words.of(token);
    let singular = word.strip_suffix(b"s").filter(|w| !w.ends_with(b"s"));
    for word in [Some(word), singular].into_iter().flatten() {
        let found = ENDINGS
            .iter()
            .filter(|(end, _)| word.len() >= end.len() + 3 && word.iter().rev().zip(end.bytes()).take(end.len()).all(|(a, b)| *a == b));
        // The longest ending speaks: `-trophy` before `-phy`.
        if let Some((_, class)) = found.max_by_key(|(end, _)| end.len())
            && let Some(class) = CLASSES.get(*class as usize)
        {
            hits.push(Hit { class, tokens: (i as u32, i as u32 + 1), raw: token.raw, text: token.at });
            return;
        }
    }
}
