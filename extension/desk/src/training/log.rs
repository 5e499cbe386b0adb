//! A recorded log as a page takes it: whole and readable, or refused with the line and the reason.

use leaklight_core::observation::{Event, How, LOG_VERSION, Millis, Navigation, Observation, TabId, Watch};
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// The largest file taken, in bytes. What a browser keeps of a session has at most ten megabytes.
pub const MOST_BYTES: usize = 16 << 20;
/// The most things seen that are taken from one file.
pub const MOST_EVENTS: usize = 50_000;
/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The line it broke at, counted from 1; 0 where no line is to blame.
    pub line: u32,
    /// In plain words, a whole sentence.
    pub reason: String,
}

impl Refusal {
    /// One at a line, counted from 0 as iterators count.
    pub fn at(line: usize, reason: impl Into<String>) -> Refusal {
        Refusal { line: u32::try_from(line + 1).unwrap_or(u32::MAX), reason: reason.into() }
    }

    /// "Line 57: it ends in the middle."
    pub fn said(&self) -> String {
        if self.line == 0 { self.reason.clone() } else { t!("Line {line}: {reason}", line = self.line, reason = self.reason) }
    }
}

/// A recorded visit, every line of it read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// Whose events are shown: the tab the first of them came from.
    pub tab: TabId,
    /// Which line of the file holds the first event, counted from 0.
    pub first: usize,
    /// When each event was, in milliseconds after the first; never falling, so that a moment is a number of events.
    pub at: Vec<u64>,
    /// When the first was.
    pub began: Millis,
    /// Told before all others: that the tab is watched, where the recording lost that line. Empty where it is there.
    pub before: String,
    /// After how many events each page is there, in order.
    pub pages: Vec<usize>,
    /// The address of the latest of them, to tell whether another one follows.
    page: String,
    /// False where the recording says that its beginning was dropped.
    pub complete: bool,
}

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "leaklight-log")]
    version: u32,
    #[serde(default = "yes")]
    complete: bool,
}

fn yes() -> bool {
    true
}

/// True for a line that begins a recorded log.
pub fn begins_log(line: &str) -> bool {
    leaklight_json::read::<Head>(line.as_bytes()).is_some()
}

/// Reads a recorded log from line `from` of the text on, counted from 0: its head first, then an event a line.
pub fn read(text: &str, from: usize) -> Result<Visit, Refusal> {
    if text.len() > MOST_BYTES {
        return Err(Refusal { line: 0, reason: t!("This file has {} MB. A recorded visit has at most 16.", text.len() >> 20) });
    }
    let mut lines = text.lines().enumerate().skip(from);
    let (first, head) = lines.next().unwrap_or((from, ""));
    let Some(head) = leaklight_json::read::<Head>(head.as_bytes()) else {
        return Err(Refusal::at(first, t!("this is no recorded visit. One begins with {head}.", head = "{\"leaklight-log\":1}")));
    };
    if head.version > LOG_VERSION {
        let said = t!(
            "the visit was recorded in version {version} of the form, this Leaklight reads up to {LOG_VERSION}. Use a newer one.",
            version = head.version
        );
        return Err(Refusal::at(first, said));
    }
    let mut visit = Visit { tab: -1, first: first + 1, complete: head.complete, ..Visit::default() };
    let whole = text.ends_with('\n');
    let last = text.lines().count().saturating_sub(1);
    for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let Some(seen) = leaklight_json::read::<Observation>(line.as_bytes()) else {
            let cut = n == last && !whole;
            return Err(Refusal::at(
                n,
                if cut { t!("it ends in the middle: the file was cut off.") } else { t!("nothing that Leaklight writes reads like this.") },
            ));
        };
        if visit.at.len() == MOST_EVENTS {
            return Err(Refusal::at(n, t!("a visit has at most 50,000 events.")));
        }
        if !visit.take(&seen) {
            break;
        }
    }
    if visit.at.is_empty() {
        return Err(Refusal::at(first, t!("nothing was recorded after it.")));
    }
    Ok(visit)
}

impl Visit {
    /// Takes the next event; false where the visit ends with it.
    fn take(&mut self, seen: &Observation) -> bool {
        if self.at.is_empty() {
            self.began = seen.at;
        }
        if self.tab < 0 {
            self.tab = seen.tab;
            if seen.tab >= 0 && !matches!(seen.event, Event::Watch(_)) {
                self.before = watched(seen);
            }
        }
        let mine = seen.tab == self.tab;
        if mine && matches!(seen.event, Event::Unwatch | Event::Closed) {
            return false;
        }
        let at = seen.at.saturating_sub(self.began).max(self.at.last().copied().unwrap_or(0));
        self.at.push(at);
        if mine {
            self.mark(&seen.event);
        }
        true
    }

    fn mark(&mut self, event: &Event) {
        let page = match event {
            Event::Watch(watch) => &watch.url,
            Event::Navigation(Navigation { frame: 0, url, how }) if *how != How::Fragment => url,
            _ => return,
        };
        if self.page != *page {
            self.page.clone_from(page);
            self.pages.push(self.at.len());
        }
    }

    /// How many events had happened by then, in milliseconds after the first.
    pub fn until(&self, at: u64) -> usize {
        self.at.partition_point(|&when| when <= at)
    }

    /// When the moment after so many events is, in milliseconds after the first.
    pub fn when(&self, after: usize) -> u64 {
        after.checked_sub(1).and_then(|last| self.at.get(last)).copied().unwrap_or(0)
    }
}

/// The line that says the tab is watched, for a recording whose own was dropped: from the page on that it shows first.
fn watched(seen: &Observation) -> String {
    let url = match &seen.event {
        Event::Navigation(navigation) if navigation.frame == 0 => navigation.url.clone(),
        _ => String::new(),
    };
    let watch = Observation { at: seen.at, tab: seen.tab, event: Event::Watch(Watch { url, reload: false }) };
    serde_json::to_string(&watch).unwrap_or_default()
}

/// "12 seconds", "1 minute 5 seconds".
pub fn lasting(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let said_seconds = |n: u64| if n == 1 { t!("1 second").to_owned() } else { t!("{n} seconds") };
    let said_minutes = |n: u64| if n == 1 { t!("1 minute").to_owned() } else { t!("{n} minutes") };
    match (seconds / 60, seconds % 60) {
        (0, 0) if milliseconds > 0 => t!("less than a second").into(),
        (0, seconds) => said_seconds(seconds),
        (minutes, 0) => said_minutes(minutes),
        (minutes, seconds) => t!("{minutes} {seconds}", minutes = said_minutes(minutes), seconds = said_seconds(seconds)),
    }
}

/// What the shell's `replay.ts` needs to feed a visit to the core.
#[derive(Debug, Serialize)]
pub struct Feed<'v> {
    /// See [`Visit`].
    pub tab: TabId,
    /// See [`Visit`].
    pub first: usize,
    /// See [`Visit`].
    pub at: &'v [u64],
    /// See [`Visit`].
    pub before: &'v str,
}

/// Reads a file and says, as JSON, a [`Feed`] or a [`Refusal`]. Lines of a lesson before the log are passed over.
pub fn feed(text: &str) -> String {
    let from = text.lines().take(super::lesson::MOST_LINES).position(begins_log).unwrap_or(0);
    match read(text, from) {
        Ok(visit) => serde_json::to_string(&Feed { tab: visit.tab, first: visit.first, at: &visit.at, before: &visit.before }),
        Err(refusal) => serde_json::to_string(&refusal),
    }
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "{\"leaklight-log\":1}\n";
    const WATCH: &str = "{\"at\":1000,\"tab\":7,\"event\":{\"watch\":{\"url\":\"https://a.example/\"}}}\n";
    const TITLE: &str = "{\"at\":3500,\"tab\":7,\"event\":{\"title\":{\"text\":\"Book\"}}}\n";

    #[test]
    fn files_are_taken_whole_or_refused_with_the_line() {
        let check = |text: &str, said: &str| match read(text, 0) {
            Ok(_) => assert_eq!("", said, "{text}"),
            Err(refusal) => assert_eq!(refusal.said(), said, "{text}"),
        };
        let good = [HEAD, WATCH, TITLE].concat();
        check(&good, "");
        check(good.trim_end(), "");
        check(&good.replace('\n', "\r\n"), "");
        check("", "Line 1: this is no recorded visit. One begins with {\"leaklight-log\":1}.");
        check("{\"log\":{\"version\":\"1.2\"}}", "Line 1: this is no recorded visit. One begins with {\"leaklight-log\":1}.");
        check(HEAD, "Line 1: nothing was recorded after it.");
        check(
            &good.replacen(":1}", ":2}", 1),
            "Line 1: the visit was recorded in version 2 of the form, this Leaklight reads up to 1. Use a newer one.",
        );
        check(&good[..good.len() - 9], "Line 3: it ends in the middle: the file was cut off.");
        check(&[HEAD, "{\"at\":1}\n", TITLE].concat(), "Line 2: nothing that Leaklight writes reads like this.");
        check(&[HEAD, WATCH, "\n", TITLE, "\n"].concat(), "");
        check(&[HEAD, WATCH, "\u{0}\n"].concat(), "Line 3: nothing that Leaklight writes reads like this.");
        check(&" ".repeat(MOST_BYTES + 1), "This file has 16 MB. A recorded visit has at most 16.");
    }

    #[test]
    fn a_moment_is_a_number_of_events() {
        let late = "{\"at\":2000,\"tab\":7,\"event\":{\"title\":{\"text\":\"Late\"}}}\n";
        let away = "{\"at\":9000,\"tab\":7,\"event\":\"unwatch\"}\n";
        let visit = read(&[HEAD, WATCH, TITLE, late, away, TITLE].concat(), 0).unwrap();
        assert_eq!((visit.tab, visit.first, visit.before.as_str()), (7, 1, ""));
        assert_eq!(visit.at, [0, 2500, 2500], "never falling, and ended by the word that nobody watches");
        let until: Vec<usize> = [0, 2499, 2500, u64::MAX].map(|at| visit.until(at)).to_vec();
        assert_eq!(until, [1, 1, 3, 3]);
        assert_eq!([visit.when(0), visit.when(2), visit.when(99)], [0, 2500, 0]);
        assert_eq!(visit.pages, [1]);
    }

    #[test]
    fn a_visit_whose_beginning_was_dropped_begins_late() {
        let visit = read(&["{\"leaklight-log\":1,\"complete\":false}\n", TITLE].concat(), 0).unwrap();
        assert!(!visit.complete);
        let watch: Observation = serde_json::from_str(&visit.before).unwrap();
        assert_eq!((watch.at, watch.tab), (3500, 7));
        assert!(matches!(watch.event, Event::Watch(Watch { reload: false, .. })));
    }

    #[test]
    fn times_are_said_in_words() {
        let said = [0, 1, 1_000, 12_999, 60_000, 65_000, 125_000].map(lasting);
        assert_eq!(
            said,
            ["0 seconds", "less than a second", "1 second", "12 seconds", "1 minute", "1 minute 5 seconds", "2 minutes 5 seconds"]
        );
    }
}
