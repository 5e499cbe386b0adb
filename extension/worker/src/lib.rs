//! The core for a browser's worker: takes a batch of raw browser events as bytes, hands core typed observations, gives
//! bytes back. Wire types and normalising; no judgement.
//!
//! # The wire
//!
//! In: NDJSON, one raw event a line (see [`raw`]). Each line is decoded alone: a bad one loses only itself and is counted.
//!
//! Out: one line of JSON, the array of [`Effect`](leaklight_core::report::view::Effect)s; every further line is one
//! normalised [`Observation`](leaklight_core::observation::Observation), ready for the journal and the recorded log.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod batch;
mod hits;
pub mod raw;

use leaklight_core::observation::Millis;
use leaklight_core::session::{Session, Settings};
use wasm_bindgen::prelude::*;

/// All watched tabs, for one worker's life.
#[wasm_bindgen]
pub struct Core {
    session: Session,
    listed: Option<hits::Listed>,
}

#[wasm_bindgen]
impl Core {
    /// Nothing watched yet. Settings that cannot be read are the default ones.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str) -> Core {
        Core { session: Session::new(read_settings(settings)), listed: None }
    }

    /// Goes on from a snapshot; throws where the bytes are none of ours.
    pub fn restore(snapshot: &[u8], settings: &str) -> Result<Core, JsError> {
        let settings = read_settings(settings);
        let mut session = Session::restore(snapshot).map_err(|error| JsError::new(&error))?.choosing(settings.clone());
        // So that everything shown is said again.
        session.configure(settings);
        Ok(Core { session, listed: None })
    }

    /// Takes a batch of raw events; returns effects and journal as described at the crate's head.
    pub fn ingest(&mut self, batch: &[u8], now: f64) -> Vec<u8> {
        let now = millis(now);
        let observations = batch::observations(batch, now);
        let effects = self.session.step(&observations, now);
        self.forget_hits();
        batch::answer(&effects, &observations)
    }

    /// Takes journal lines again after a restart; returns the line of effects alone. Lines that cannot be read are counted.
    pub fn replay(&mut self, journal: &[u8], now: f64) -> Vec<u8> {
        let now = millis(now);
        let observations = batch::journal(journal, now);
        let effects = self.session.step(&observations, now);
        batch::answer(&effects, &[])
    }

    /// Everything needed to go on after the worker was stopped.
    pub fn snapshot(&self) -> Vec<u8> {
        self.session.snapshot()
    }

    /// What the panel shows of a tab, as JSON.
    pub fn view(&self, tab: i32) -> String {
        serde_json::to_string(&self.session.view(tab)).unwrap_or_default()
    }

    /// The unmasked text of one piece of evidence, asked for by a person.
    pub fn uncover(&self, tab: i32, key: &str, evidence: usize) -> Option<String> {
        self.session.uncover(tab, key, evidence)
    }

    /// What may be written to disk of a tab, as JSON: masked. `browser`: how the browser calls itself.
    pub fn report(&self, tab: i32, now: f64, browser: &str) -> String {
        self.session.written(tab, millis(now), browser)
    }

    /// One request as it left, with nothing masked, as JSON ([`leaklight_core::report::view::SentView`]); none where it is no hit of
    /// the journal's.
    pub fn sent(&self, journal: &[u8], request: u32, at: f64) -> Option<String> {
        let sent = leaklight_core::report::hits::sent(&batch::journal(journal, 0), self.session.settings(), request, millis(at))?;
        serde_json::to_string(&sent).ok()
    }

    /// Takes changed settings (JSON); ones that cannot be read change nothing and give false.
    pub fn configure(&mut self, settings: &str) -> bool {
        let read = leaklight_json::read(settings.as_bytes());
        let sound = read.is_some();
        if let Some(settings) = read {
            self.session.configure(settings);
            // Who is told apart from whom has changed: what was read for hits is to be read again.
            self.listed = None;
        }
        sound
    }

    /// Every vendor a person can name, one a line: its id, a space, its name.
    pub fn vendors(&self) -> String {
        leaklight_core::vendor::all().flat_map(|v| [v.id, " ", v.name, "\n"]).collect()
    }

    /// Takes the table of a known value; returns the line of effects (see [`leaklight_core::session::Session::learn`]).
    pub fn learn(&mut self, tab: i32, value: u32, table: &[u8]) -> Vec<u8> {
        batch::answer(&self.session.learn(tab, value, table), &[])
    }

    /// Takes what was unpacked, or that it could not be; returns the line of effects. Numbers of packings are exact up to 2^53.
    pub fn unpacked(&mut self, tab: i32, packed: f64, text: Option<String>) -> Vec<u8> {
        batch::answer(&self.session.unpacked(tab, packed as u64, text.as_deref()), &[])
    }

    /// Which fields take which of a persona's values: JSON `[[number, about], …]` in, `[[number, value], …]` out.
    pub fn fill(&self, persona: &str, fields: &str) -> String {
        let fields: Vec<(u32, String)> = leaklight_json::read(fields.as_bytes()).unwrap_or_default();
        let fields: Vec<(u32, &str)> = fields.iter().map(|(number, about)| (*number, about.as_str())).collect();
        serde_json::to_string(&self.session.fill(persona, &fields)).unwrap_or_default()
    }

    /// The tabs that are watched.
    pub fn watched(&self) -> Vec<i32> {
        self.session.watched()
    }
}

fn read_settings(json: &str) -> Settings {
    leaklight_json::read(json.as_bytes()).unwrap_or_default()
}

/// JavaScript's clock as whole milliseconds; what is no time is 0.
fn millis(now: f64) -> Millis {
    now as Millis
}

/// What this module says, in the person's language: one message a line. Called once, before anything else; after a trap, once more.
#[wasm_bindgen]
pub fn speak(text: String) {
    leaklight_text::set(text);
}

/// After a trap: the next call starts in a fresh instance of the module. It must be [`settle`]: wasm-bindgen's glue copies a
/// call's arguments before it makes the instance, so that any call with arguments would find them gone.
#[wasm_bindgen]
pub fn renew() {
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen::handler::schedule_reinit();
}

/// Does nothing, in the fresh instance that [`renew`] arranged.
#[wasm_bindgen]
pub fn settle() {}

#[cfg(target_arch = "wasm32")]
mod panics {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console, js_name = error)]
        fn log_error(text: &str);
    }

    /// A panic traps; the caller sees the trap, drops its objects, renews and restores from the journal. The place is logged,
    /// never the message: it could hold page text.
    #[wasm_bindgen(start)]
    fn start() {
        std::panic::set_hook(Box::new(|info| {
            let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
            log_error(&format!("Leaklight's core stopped at {place}"));
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::Core;
    use leaklight_core::known::What;

    /// Settings that name a kind core does not know could not be read at all.
    #[test]
    fn what_a_persona_may_hold_core_knows() {
        let shell = include_str!("../../shell/personas.ts");
        let list = shell.split_once("WHATS = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
        let words: Vec<&str> = list.split(',').map(|word| word.trim().trim_matches('"')).filter(|word| !word.is_empty()).collect();
        assert!(words.len() > 10, "{words:?}");
        for word in words {
            let what: What = serde_json::from_str(&format!("\"{word}\"")).unwrap_or_else(|_| panic!("core does not know {word}"));
            assert!(what.word() == word && !what.is_secret(), "{word}");
        }
    }

    #[test]
    fn fields_are_filled_whose_description_has_tabs() {
        let core =
            Core::new(r#"{"personas":[{"id":"p","name":"P","details":[{"what":"email","value":"jordan@mail.example"}],"on":true}]}"#);
        let filled = core.fill("p", r#"[[7,"email\temail\tE-mail\temail"],[8,"text\tcolour\tFavourite “colour”\t"]]"#);
        assert_eq!(filled, r#"[[7,"jordan@mail.example"]]"#);
        for (persona, fields) in [("q", r#"[[7,"email\temail\tE-mail\temail"]]"#), ("p", "[]"), ("p", "{"), ("p", r#"[["7",7]]"#)] {
            assert_eq!(core.fill(persona, fields), "[]", "{persona} {fields}");
        }
    }

    #[test]
    fn vendors_are_named_by_id() {
        let all = Core::new("{}").vendors();
        assert!(all.lines().any(|line| line == "matomo Matomo"), "{all}");
        assert!(all.lines().all(|line| line.split_once(' ').is_some_and(|(_, name)| !name.is_empty())), "{all}");
    }
}
