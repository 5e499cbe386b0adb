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

macro_rules! one_object {
    (finding: $($(#[$attribute:meta])* $of:ident: $type:ty),*; words: $($word:ident),*) => {
        /// [`FindingView`] on its way to JSON. Flattening by serde writes a map: half again the code of the whole view.
        #[derive(Serialize)]
        struct Laid<'v> {
            $($of: &'v $type,)*
            $($word: &'v str,)*
        }

        /// [`FindingView`] as it stands in JSON. Read in one piece, it takes a fraction of the code and the time that reading
        /// flattened parts does.
        #[derive(Deserialize)]
        struct Flat {
            $($(#[$attribute])* $of: $type,)*
            $($word: String,)*
        }

        impl Serialize for FindingView {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // Named one by one, so that none of a finding's is forgotten.
                let Finding { $($of,)* raised: _, lowered: _ } = &self.finding;
                Laid { $($of,)* $($word: &self.$word,)* }.serialize(serializer)
            }
        }

        impl From<Flat> for FindingView {
            fn from(flat: Flat) -> FindingView {
                FindingView { finding: Finding { $($of: flat.$of,)* raised: String::new(), lowered: false }, $($word: flat.$word,)* }
            }
        }
    };
}

one_object! {
    finding:
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
        joins: Vec<String>;
    words: title, why, fix, cannot_tell, severity_because
}
