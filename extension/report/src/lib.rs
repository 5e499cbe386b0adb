//! Writes a report for people: the worker hands out its content as JSON, already sealed; how it looks is made here. A module of its own,
//! loaded when somebody saves one, so that neither the worker nor the panel carries it.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use leaklight_core::report::file::Report;
use leaklight_core::report::{csv, html};
use wasm_bindgen::prelude::wasm_bindgen;

/// What this module says, in the person's language: one message a line. Called once, before anything else.
#[wasm_bindgen]
pub fn speak(text: String) {
    leaklight_text::set(text);
}

/// The report as one HTML page; none where the JSON is no report of this version.
#[wasm_bindgen]
pub fn page(report: &str) -> Option<String> {
    read(report).map(|report| html::html(&report))
}

/// Its findings as a table for spreadsheets (RFC 4180); none where the JSON is no report of this version.
#[wasm_bindgen]
pub fn findings(report: &str) -> Option<String> {
    read(report).map(|report| csv::findings(&report))
}

fn read(report: &str) -> Option<Report> {
    leaklight_json::read(report.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{findings, page};

    #[test]
    fn what_is_no_report_is_not_written() {
        for bad in ["", "{", "[]", "{\"view\":{}}", "\u{0}"] {
            assert!(page(bad).is_none() && findings(bad).is_none(), "{bad}");
        }
    }
}
