//! A finding as the view shows it.

use crate::excerpt::Excerpt;
use crate::finding::{Axes, Evidence, Finding, Kind, Recipient, Severity};
use crate::observation::Millis;
use serde::{Deserialize, Serialize, Serializer};

/// One finding, with the words of its kind; in JSON all in one object.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Flat")]
pub struct FindingView {
    /// The finding.
    pub finding: Finding,
    /// The kind's heading.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do about it.
    pub fix: String,
    /// What the kind cannot tell.
    pub cannot_tell: String,
    /// The severity in one line of plain words.
    pub severity_because: String,
}

/// [`FindingView`] on its way to JSON. Flattening by serde writes a map: half again the code of the whole view.
#[derive(Serialize)]
struct Laid<'v> {
    key: &'v String,
    kind: &'v Kind,
    severity: &'v Severity,
    axes: &'v Axes,
    adjusted: &'v Vec<String>,
    recipient: &'v Option<Recipient>,
    said: &'v String,
    evidence: &'v Vec<Evidence>,
    page: &'v Excerpt,
    limits: &'v Vec<String>,
    count: &'v u32,
    first: &'v Millis,
    last: &'v Millis,
    attempted: &'v bool,
    sum: &'v String,
    joins: &'v Vec<String>,
    title: &'v String,
    why: &'v String,
    fix: &'v String,
    cannot_tell: &'v String,
    severity_because: &'v String,
}

impl Serialize for FindingView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FindingView { finding, title, why, fix, cannot_tell, severity_because } = self;
        let Finding {
            key,
            kind,
            severity,
            axes,
            adjusted,
            recipient,
            said,
            evidence,
            page,
            limits,
            count,
            first,
            last,
            attempted,
            sum,
            joins,
        } = finding;
        Laid {
            key,
            kind,
            severity,
            axes,
            adjusted,
            recipient,
            said,
            evidence,
            page,
            limits,
            count,
            first,
            last,
            attempted,
            sum,
            joins,
            title,
            why,
            fix,
            cannot_tell,
            severity_because,
        }
        .serialize(serializer)
    }
}

/// [`FindingView`] as it stands in JSON. Read in one piece, it takes a fraction of the code and the time that reading
/// flattened parts does.
#[derive(Deserialize)]
struct Flat {
    key: String,
    kind: Kind,
    severity: Severity,
    axes: Axes,
    adjusted: Vec<String>,
    recipient: Option<Recipient>,
    said: String,
    evidence: Vec<Evidence>,
    page: Excerpt,
    limits: Vec<String>,
    count: u32,
    first: Millis,
    last: Millis,
    attempted: bool,
    #[serde(default)]
    sum: String,
    #[serde(default)]
    joins: Vec<String>,
    title: String,
    why: String,
    fix: String,
    cannot_tell: String,
    severity_because: String,
}

impl From<Flat> for FindingView {
    fn from(flat: Flat) -> FindingView {
        let Flat { key, kind, severity, axes, adjusted, recipient, said, evidence, page, limits, count, first, last, attempted, .. } = flat;
        let Flat { sum, joins, title, why, fix, cannot_tell, severity_because, .. } = flat;
        let finding = Finding {
            key,
            kind,
            severity,
            axes,
            adjusted,
            recipient,
            said,
            evidence,
            page,
            limits,
            count,
            first,
            last,
            attempted,
            sum,
            joins,
        };
        FindingView { finding, title, why, fix, cannot_tell, severity_because }
    }
}
