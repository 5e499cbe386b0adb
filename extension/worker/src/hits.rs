//! A tab's hits, kept while somebody looks at them: only what was seen since is read for the next question.

use super::{Core, batch, millis};
use leaklight_core::observation::{Event, Millis};
use leaklight_core::report::hits::HitReader;
use leaklight_core::report::{csv, har};
use wasm_bindgen::prelude::*;

/// What was read of one tab's journal.
pub struct Listed {
    tab: i32,
    /// Since when the tab was watched: it may have been watched anew since.
    since: Millis,
    /// The first batch's number: requests are counted from there.
    first: f64,
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
        let (mut reader, first, since) = match self.listed.take() {
            Some(listed) if listed.tab == tab && begins.is_none() => (listed.reader, listed.first, listed.since),
            _ => (HitReader::new(self.session.settings().clone()), upto, self.session.since(tab)),
        };
        reader.read(seen.get(begins.unwrap_or(0)..).unwrap_or_default());
        self.listed = Some(Listed { tab, since, first, upto, reader });
        true
    }

    /// The hits read, of requests from that number on that left at or after a moment, for a page that has the others: one a line as JSON
    /// ([`leaklight_core::report::view::HitView`]), masked. Before them a line that says how many older ones were left out and a number
    /// for the visit (`watched`): where it is another than before, requests are counted from another beginning.
    #[wasm_bindgen(js_name = hitsFrom)]
    pub fn hits_from(&self, tab: i32, request: u32, since: f64) -> String {
        let listed = self.listed(tab);
        let all = listed.map(|listed| listed.reader.hits(request, millis(since), Some(&self.session))).unwrap_or_default();
        let first = listed.map_or(0, |listed| millis(listed.first));
        let visit = (self.session.since(tab) << 12).wrapping_add(first & 0xfff).to_string();
        let mut out = ["{\"left_out\":", &all.left_out.to_string(), ",\"watched\":", &visit, "}\n"].concat();
        for line in all.list.iter().filter_map(|hit| serde_json::to_string(hit).ok()) {
            out.push_str(&line);
            out.push('\n');
        }
        out
    }

    /// The hits read as a file: `har`, an HTTP archive, or else a table for spreadsheets. Masked, and no known value in it.
    #[wasm_bindgen(js_name = hitsFile)]
    pub fn hits_file(&self, tab: i32, what: &str) -> String {
        let all = self.listed(tab).map(|listed| listed.reader.hits(0, 0, Some(&self.session))).unwrap_or_default();
        let hits = self.session.masked_hits(tab, all.unmarked().list);
        if what == "har" { har::har(&hits) } else { csv::hits(&hits) }
    }

    /// One hit for a copy: event `part` of a request, by the request's number and when it left, as JSON
    /// ([`leaklight_core::report::view::HitView`]). Masked, and no known value in it; none where it was not read.
    #[wasm_bindgen(js_name = hitCopy)]
    pub fn hit_copy(&self, tab: i32, request: u32, at: f64, part: u32) -> Option<String> {
        let of_request = self.listed(tab)?.reader.hits_of(request, millis(at), Some(&self.session));
        let mut hits = of_request.unmarked().list;
        hits.retain(|hit| hit.part == part);
        self.session.masked_hits(tab, hits).first().and_then(|hit| serde_json::to_string(hit).ok())
    }

    /// What was read of this visit of the tab's; nothing of one before.
    fn listed(&self, tab: i32) -> Option<&Listed> {
        self.listed.as_ref().filter(|listed| listed.tab == tab && listed.since == self.session.since(tab))
    }

    /// Of a tab that is no longer watched nothing stays.
    pub(super) fn forget_hits(&mut self) {
        if self.listed.as_ref().is_some_and(|listed| !self.session.watched().contains(&listed.tab)) {
            self.listed = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leaklight_core::report::view::HitView;

    const NOW: f64 = 1_800_000_000_000.0;

    /// The worker's core and the journal it kept: batches by number.
    struct Told {
        core: Core,
        batches: Vec<Vec<u8>>,
    }

    impl Told {
        fn new() -> Told {
            Told { core: Core::new("{}"), batches: Vec::new() }
        }

        fn tell(&mut self, tab: i32, events: &[&str]) {
            let lines: Vec<String> = events
                .iter()
                .map(|e| e.replace("TAB", &format!("\"tabId\":{tab},\"timeStamp\":{}", NOW + self.batches.len() as f64)))
                .collect();
            let answer = self.core.ingest(lines.join("\n").as_bytes(), NOW);
            let at = answer.iter().position(|b| *b == b'\n').unwrap_or(0);
            self.batches.push(answer[at + 1..].to_vec());
        }

        /// Asks as the shell does: what was not heard yet, batch by batch.
        fn hits(&mut self, tab: i32, from: u32) -> (String, usize) {
            let after = self.core.hits_heard(tab);
            for (n, batch) in self.batches.iter().enumerate().filter(|(n, _)| *n as f64 > after) {
                let of_tab: Vec<&[u8]> =
                    batch.split(|b| *b == b'\n').filter(|l| String::from_utf8_lossy(l).contains(&format!("\"tab\":{tab},"))).collect();
                assert!(self.core.hits_hear(tab, &of_tab.join(&b'\n'), self.core.hits_heard(tab), n as f64));
            }
            let answer = self.core.hits_from(tab, from, 0.0);
            let head = answer.lines().next().unwrap_or_default().to_owned();
            (head, answer.lines().count() - 1)
        }
    }

    const WATCH: &str = r#"{"watch":{TAB,"frameId":0,"url":"https://www.clinic.example/hiv-testing","reload":false}}"#;
    const PAGE: &str = r#"{"committed":{TAB,"frameId":0,"url":"https://www.clinic.example/hiv-testing"}}"#;
    const HIT: &str = r#"{"request":{TAB,"requestId":"1","url":"https://www.facebook.com/tr/?id=1234567890&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fhiv-testing","method":"GET","type":"image","frameId":0}}"#;

    #[test]
    fn hits_are_heard_as_they_come_and_begin_anew_with_the_visit() {
        let mut told = Told::new();
        assert_eq!(told.hits(7, 0).1, 0, "nothing is watched");
        told.tell(7, &[WATCH, PAGE, HIT]);
        let (visit, count) = told.hits(7, 0);
        assert_eq!(count, 1);
        told.tell(7, &[HIT, HIT]);
        assert_eq!(told.hits(7, 0), (visit.clone(), 3));
        assert_eq!(told.hits(7, 3), (visit.clone(), 1), "the newest alone");
        assert!(!told.core.hits_hear(7, b"", 0.0, 9.0), "what was heard since is said");

        // Watched anew while nobody had heard of it: the hits of before are not told as the new visit's.
        let heard = told.core.hits_heard(7);
        told.tell(7, &[r#"{"unwatch":{TAB}}"#]);
        assert_eq!(told.core.hits_heard(7), -1.0, "of a tab that is not watched nothing stays");
        told.tell(7, &[WATCH, PAGE]);
        let (next, none) = told.hits(7, 0);
        assert!(none == 0 && next != visit && heard > 0.0, "{next}");
        told.tell(7, &[HIT]);
        assert_eq!(told.hits(7, 0), (next, 1));
    }

    #[test]
    fn one_hit_is_copied_by_its_request_and_moment() {
        let mut told = Told::new();
        told.tell(7, &[WATCH, PAGE, HIT]);
        told.tell(7, &[&HIT.replace("PageView", "Search")]);
        assert_eq!(told.core.hit_copy(7, 2, NOW + 1.0, 1), None, "nothing was read yet");
        assert_eq!(told.hits(7, 0).1, 2);
        let copied = told.core.hit_copy(7, 2, NOW + 1.0, 1).unwrap();
        let read: HitView = serde_json::from_str(&copied).unwrap();
        assert_eq!((read.request, read.event.as_str(), read.fields.len()), (2, "Search", 3));
        assert!(read.fields.iter().all(|field| field.mark == 0), "no mark leaves the extension");
        for (tab, request, at, part) in
            [(7, 2, NOW + 1.0, 2), (7, 2, NOW, 1), (7, 9, NOW + 1.0, 1), (8, 2, NOW + 1.0, 1), (7, 2, f64::NAN, 0)]
        {
            assert_eq!(told.core.hit_copy(tab, request, at, part), None, "{tab} {request} {at} {part}");
        }
    }

    #[test]
    fn other_settings_another_tab_and_a_lost_beginning_are_told_apart() {
        let mut told = Told::new();
        told.tell(7, &[WATCH, PAGE, HIT, HIT]);
        told.tell(8, &[WATCH, PAGE, HIT]);
        let (visit, count) = told.hits(7, 0);
        assert_eq!((count, told.hits(8, 0).1, told.hits(7, 0).1), (2, 1, 2));
        assert!(told.core.configure("{}"));
        assert_eq!(told.core.hits_heard(7), -1.0);
        assert_eq!(told.hits(7, 0), (visit.clone(), 2), "read again, counted from the same beginning");
        told.tell(7, &[HIT]);
        told.batches[0] = Vec::new();
        assert!(told.core.configure("{}"));
        told.batches.rotate_left(1);
        let (other, rest) = told.hits(7, 0);
        assert_eq!(rest, 1, "{other}");
    }
}
