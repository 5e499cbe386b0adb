//! A tab's hits, kept while somebody looks at them: only what was seen since is read for the next question.

use super::{Core, batch, millis};
use leaklight_core::observation::Event;
use leaklight_core::report::hits::HitReader;
use leaklight_core::report::{csv, har};
use wasm_bindgen::prelude::*;

/// What was read of one tab's journal.
pub struct Listed {
    tab: i32,
    /// The last batch's number.
    upto: f64,
    reader: HitReader,
}

#[wasm_bindgen]
impl Core {
    /// The number of the last batch of the journal that was read for this tab's hits; -1 where nothing was, or is to be read again.
    #[wasm_bindgen(js_name = hitsHeard)]
    pub fn hits_heard(&self, tab: i32) -> f64 {
        self.listed.as_ref().filter(|listed| listed.tab == tab).map_or(-1.0, |listed| listed.upto)
    }

    /// Reads the lines of the next batch of a tab's journal, numbered `upto`; `after` is what [`Core::hits_heard`] said. False where it
    /// says something else by now: the question is to be asked from the start. Only one tab is kept.
    #[wasm_bindgen(js_name = hitsHear)]
    pub fn hits_hear(&mut self, tab: i32, journal: &[u8], after: f64, upto: f64) -> bool {
        if self.hits_heard(tab) != after {
            return false;
        }
        let seen = batch::journal(journal, 0);
        // Watched anew: its hits begin anew.
        let begins = seen.iter().rposition(|one| one.tab == tab && matches!(one.event, Event::Watch(_)));
        let mut reader = match self.listed.take() {
            Some(listed) if listed.tab == tab && begins.is_none() => listed.reader,
            _ => HitReader::new(self.session.settings().clone()),
        };
        reader.read(seen.get(begins.unwrap_or(0)..).unwrap_or_default());
        self.listed = Some(Listed { tab, upto, reader });
        true
    }

    /// The hits read, of requests from that number on that left at or after a moment, for a page that has the others: one a line as JSON
    /// ([`leaklight_core::report::view::HitView`]), masked. Before them a line that says how many older ones were left out and since
    /// when the tab is watched.
    #[wasm_bindgen(js_name = hitsFrom)]
    pub fn hits_from(&self, tab: i32, request: u32, since: f64) -> String {
        let listed = self.listed.as_ref().filter(|listed| listed.tab == tab);
        let all = listed.map(|listed| listed.reader.hits(request, millis(since), Some(&self.session))).unwrap_or_default();
        let watched = self.session.since(tab).to_string();
        let mut out = ["{\"left_out\":", &all.left_out.to_string(), ",\"watched\":", &watched, "}\n"].concat();
        for line in all.list.iter().filter_map(|hit| serde_json::to_string(hit).ok()) {
            out.push_str(&line);
            out.push('\n');
        }
        out
    }

    /// The hits read as a file: `har`, an HTTP archive, or else a table for spreadsheets. Masked, and no known value in it.
    #[wasm_bindgen(js_name = hitsFile)]
    pub fn hits_file(&self, tab: i32, what: &str) -> String {
        let listed = self.listed.as_ref().filter(|listed| listed.tab == tab);
        let all = listed.map(|listed| listed.reader.hits(0, 0, Some(&self.session))).unwrap_or_default();
        let hits = self.session.masked_hits(tab, all.unmarked().list);
        if what == "har" { har::har(&hits) } else { csv::hits(&hits) }
    }
}
