//! The judgement as a sum a person can add up again.

use super::{Evidence, Judgement, Kind, THRESHOLD};
use leaklight_text::t;
use std::fmt;

/// What lowers takes away at most this much: a page that names three drugs in a shop's path still tells.
const LOWEST: i32 = -250;
/// From here on a step counts in full; weaker context is capped, however much of it stands there.
const STRONG: i32 = 60;
/// What steps that anybody's customers take ("book an appointment") come to at most: a bank and a tyre shop say it in address
/// and title. Beside a clinic's name or a word about health it is enough. "New patient intake" says enough alone.
const STEPS: i32 = 95;

/// A reason with its signed points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'j> {
    /// The words as they stood: `hiv-testing`.
    pub text: &'j str,
    /// What they are, in plain words: "HIV test".
    pub words: &'static str,
    /// Where they stood: `path:2`, `query:q`, `fragment`, `title`, `host`.
    pub at: &'j str,
    /// Points counted: above 0 raises, below lowers, 0 where the cap of its kind was reached before.
    pub points: i32,
    /// Points the words have on their own; other than `points` where a cap was reached.
    pub weight: i32,
}

/// Every part, in the order the words stood, and what they come to. The parts' points add up to `total`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum<'j> {
    /// The parts.
    pub parts: Vec<Part<'j>>,
    /// Their sum.
    pub total: i32,
    /// From so many points on a text counts as sensitive.
    pub threshold: i32,
    /// False where nothing but context stands here, which counts for nothing without something to carry it.
    pub carried: bool,
}

impl Judgement<'_> {
    /// The sum, part by part. Its `Display` is the line a person reads:
    /// `hiv-testing (HIV test) 110 + schedule (step towards care) 30 = 140; from 100 on it counts`.
    pub fn sum(&self) -> Sum<'_> {
        let parts = self.evidence.iter().map(|e| Part {
            text: &e.text,
            words: e.words,
            at: &e.at,
            points: e.counted.into(),
            weight: e.weight.into(),
        });
        Sum { parts: parts.collect(), total: self.points, threshold: THRESHOLD, carried: self.carried }
    }

    /// The reasons as a line: `hiv (condition, HIV) + schedule (appointment step) − careers (careers section)`.
    pub fn explain(&self) -> String {
        let mut out = String::new();
        for e in &self.evidence {
            out.push_str(sign(out.is_empty(), e.weight < 0));
            out.push_str(&e.text);
            out.push_str(" (");
            out.push_str(e.words);
            out.push(')');
        }
        out
    }
}

/// Gives each reason the points it counts with, in the order the words stood, and their sum: weak context up to its cap,
/// what lowers down to [`LOWEST`].
pub(super) fn cap(evidence: &mut [Evidence<'_>]) -> i32 {
    let mut capped = [(Kind::Body, 40), (Kind::Person, 45), (Kind::Section, 60), (Kind::Step, 60)];
    let (mut sum, mut lowest, mut steps) = (0, LOWEST, STEPS);
    for e in evidence {
        let weight = i32::from(e.weight);
        let counted = if weight < 0 {
            let counted = weight.max(lowest);
            lowest -= counted;
            counted
        } else if let Some((_, left)) = capped.iter_mut().find(|(k, _)| *k == e.kind && weight < STRONG) {
            let counted = weight.min(*left);
            *left -= counted;
            counted
        } else {
            weight
        };
        let counted = if e.kind == Kind::Step && (1..THRESHOLD).contains(&weight) {
            let counted = counted.min(steps);
            steps -= counted;
            counted
        } else {
            counted
        };
        e.counted = counted as i16;
        sum += counted;
    }
    sum
}

const fn sign(first: bool, lowers: bool) -> &'static str {
    match (first, lowers) {
        (true, false) => "",
        (true, true) => "− ",
        (false, false) => " + ",
        (false, true) => " − ",
    }
}

impl fmt::Display for Sum<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, part) in self.parts.iter().enumerate() {
            let (points, weight) = (part.points.unsigned_abs(), part.weight.unsigned_abs());
            write!(f, "{}{} ({}) {points}", sign(n == 0, part.weight < 0), part.text, part.words)?;
            if points != weight {
                write!(f, " {}", t!("of {weight}"))?;
            }
        }
        if self.parts.is_empty() {
            return Ok(());
        }
        let total = self.total.unsigned_abs();
        write!(f, " = {}{total}; ", if self.total < 0 { "−" } else { "" })?;
        let threshold = self.threshold;
        f.write_str(&match !self.carried && self.total >= threshold {
            true => t!("from {threshold} on it counts, but context alone does not"),
            false => t!("from {threshold} on it counts"),
        })
    }
}
