//! What of a tab is written to disk.

use super::view::View;
use crate::observation::Millis;
use crate::vendor;
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// The format's version; a new number where a key changes its meaning or goes. Described in `core/data/report.schema.json`.
pub const FORMAT: u32 = 1;

/// A tab's sealed view with who wrote it and when. Its JSON is the report for machines, and [`html`](super::html::html)
/// makes of it the one for people: where the tab is watched need not be where the report is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The format's version, [`FORMAT`].
    #[serde(rename = "leaklight-report")]
    pub format: u32,
    /// Leaklight's version.
    pub version: String,
    /// When it was written, by the host's clock.
    pub generated_at: Millis,
    /// What it was made with.
    #[serde(default)]
    pub made: Made,
    /// What was seen, with nothing left to uncover.
    pub view: View,
}

/// What a report was made with, beside Leaklight's version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// How many vendors' tags the catalogue knows.
    pub vendors: u32,
    /// The latest day one of them was compared with its sources: "2026-11-23".
    pub checked: String,
    /// The browser, with its main version: "Firefox 141"; empty where nothing tells.
    pub browser: String,
}

impl Report {
    /// The report of a view, which is sealed here.
    pub fn new(view: View, now: Millis) -> Report {
        let made = Made {
            vendors: vendor::all().count() as u32,
            checked: vendor::all().map(|v| v.checked).max().unwrap_or_default().to_owned(),
            browser: String::new(),
        };
        Report { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), generated_at: now, made, view: super::sealed(view) }
    }

    /// Reads a report's JSON. Errors with one plain sentence: what it is not, that a newer Leaklight wrote it, or where it cannot be read.
    pub fn read(json: &str) -> Result<Report, String> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(rename = "leaklight-report")]
            format: u32,
        }
        let json = json.trim_start_matches('\u{feff}');
        let place = |e: &serde_json::Error| t!("line {line}, column {column}", line = e.line(), column = e.column());
        let head: Head = serde_json::from_str(json).map_err(|e| match e.classify() {
            serde_json::error::Category::Data => {
                t!("this is no Leaklight report: it has no key `leaklight-report` with a number").to_owned()
            }
            _ => t!("this is no whole JSON document: it cannot be read at {place}", place = place(&e)),
        })?;
        match head.format {
            FORMAT => serde_json::from_str(json).map_err(|e| t!("the report cannot be read at {place}: {why}", place = place(&e), why = e)),
            newer if newer > FORMAT => {
                Err(t!("the report has format {newer}, this Leaklight reads {own}: open it with a newer Leaklight", own = FORMAT))
            }
            older => Err(t!("the report has format {older}, which no Leaklight ever wrote: it was changed")),
        }
    }
}

/// "Firefox 141" out of how a browser calls itself; empty where no name is known.
pub(crate) fn browser(agent: &str) -> String {
    // Most call themselves Chrome as well, so that the others come first.
    for (word, name) in [("Firefox/", "Firefox "), ("Edg/", "Edge "), ("OPR/", "Opera "), ("Chrome/", "Chromium ")] {
        if let Some((_, rest)) = agent.split_once(word) {
            let version: String = rest.chars().take_while(char::is_ascii_digit).take(5).collect();
            return [name, &version].concat();
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named() {
        for (agent, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0", "Firefox 141"),
            ("Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36", "Chromium 138"),
            ("Mozilla/5.0 AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0", "Edge 138"),
            ("curl/8", ""),
        ] {
            assert_eq!(browser(agent), name);
        }
    }

    #[test]
    fn other_reports_are_refused_in_a_sentence() {
        let report = Report::new(View::default(), 7);
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(Report::read(&json), Ok(report));
        let check = |json: &str, said: &str| {
            let error = Report::read(json).unwrap_err();
            assert!(error.contains(said), "{error}");
        };
        check(&json.replace("report\":1", "report\":2"), "the report has format 2, this Leaklight reads 1: open it with a newer Leaklight");
        check(&json.replace("report\":1", "report\":0"), "format 0");
        check(json.get(..json.len() / 2).unwrap(), "it cannot be read at line 1, column");
        check("{}", "this is no Leaklight report");
        check("[1]", "cannot be read at line 1");
        check("\0", "line 1, column 1");
        check(&json.replace("\"tab\":0", "\"tab\":\"x\""), "cannot be read at line 1, column");
    }
}
