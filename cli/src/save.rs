//! The files a person can have written of a recording: what the panel's Save menu writes.

use leaklight_core::observation::Observation;
use leaklight_core::report::file::Report;
use leaklight_core::report::{csv, har, html};
use leaklight_core::session::Session;
use std::path::PathBuf;

/// Where to write what; all of it masked.
#[derive(clap::Args)]
pub struct Files {
    /// Write the report as one HTML file.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the report as JSON (format: core/data/report.schema.json).
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the findings as a table.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the hits, a row a parameter, as a table.
    #[arg(long, value_name = "FILE")]
    hits_csv: Option<PathBuf>,
    /// Write the hits as an HTTP archive.
    #[arg(long, value_name = "FILE")]
    har: Option<PathBuf>,
}

impl Files {
    /// True where something is to be written.
    pub fn any(&self) -> bool {
        [&self.html, &self.json, &self.csv, &self.hits_csv, &self.har].into_iter().any(Option::is_some)
    }

    /// Writes what was asked for of a tab. Errors name the file.
    pub fn write(&self, session: &Session, report: &Report, events: &[Observation]) -> Result<(), String> {
        let json = |report: &Report| serde_json::to_string_pretty(report).unwrap_or_default() + "\n";
        put(&self.html, || html::html(report))?;
        put(&self.json, || json(report))?;
        put(&self.csv, || csv::findings(report))?;
        if self.hits_csv.is_some() || self.har.is_some() {
            let tab = report.view.tab;
            let of_tab: Vec<Observation> = events.iter().filter(|o| o.tab == tab).cloned().collect();
            let hits = session.masked_hits(tab, session.hits(&of_tab).unmarked().list);
            put(&self.hits_csv, || csv::hits(&hits))?;
            put(&self.har, || har::har(&hits))?;
        }
        Ok(())
    }
}

fn put(path: &Option<PathBuf>, text: impl FnOnce() -> String) -> Result<(), String> {
    let Some(path) = path else { return Ok(()) };
    std::fs::write(path, text()).map_err(|e| format!("{} could not be written: {e}", path.display()))
}
