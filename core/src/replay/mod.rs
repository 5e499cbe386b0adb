//! What a recording of a visit holds: whether typing and the page's text stand in it, and whether they are masked.
//!
//! Read are, by their shape and not by who sends them:
//! - **rrweb's events**, which PostHog, Sentry, Mixpanel, Amplitude, New Relic and many others send: a snapshot's nodes, changes of
//!   them, and input events (rrweb-io/rrweb `packages/types/src/index.ts` and `packages/rrweb/src/record/observer.ts`, generally
//!   known and as the packages below carry them). PostHog puts parts of an event into a string as gzip, a character a byte
//!   (npm posthog-js 1.449.2, `lib/src/extensions/replay/external/lazy-loaded-session-recorder.js`).
//! - **Datadog's records**, rrweb's shapes in older releases and changes with a table of strings by role in newer ones (npm
//!   @datadog/browser-rum 7.16.2, `src/types/sessionReplayConstants.ts`, `src/domain/record/trackers/trackInput.ts`).
//! - **Clarity's tokens** (npm clarity-js 0.8.70, `src/interaction/encode.ts`, `src/layout/encode.ts`, `src/core/scrub.ts`).
//!
//! All read 2026-11-26. The formats of Fullstory, Hotjar, Mouseflow, LogRocket, Smartlook and Matomo's recorder were not
//! found in a source that could be read: of them only the upload is seen, and that what it holds was not read is said.
//!
//! Masks are told by values made of one mask character alone; no vendor says in its recording that it masks.

mod mask;
mod scan;
#[cfg(test)]
mod tests;

use crate::payload::{Coding, Fields};
use scan::Scan;

/// The most bytes of one request that are scanned for a recording, unpacked ones too.
const BYTES: usize = 4 << 20;

/// Values of one sort in a recording, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that can be read.
    pub clear: u32,
    /// Those that are nothing but mask characters.
    pub masked: u32,
    /// One of them is the format's own mark, which nobody types.
    pub sure: bool,
}

/// What values of one sort are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// None was seen, or too few to say.
    NotSeen,
    /// All are masked.
    Masked,
    /// Some can be read.
    Clear,
}

impl Tally {
    /// One readable value is enough to say so. Masked is said of two or more, as a visitor may type `xxx` once, or of a
    /// format's own mark.
    pub fn held(self) -> Held {
        match self {
            Tally { clear: 1.., .. } => Held::Clear,
            Tally { masked: 2.., .. } | Tally { masked: 1.., sure: true, .. } => Held::Masked,
            _ => Held::NotSeen,
        }
    }

    /// How many there are.
    pub fn count(self) -> u32 {
        self.clear.saturating_add(self.masked)
    }
}

/// What one upload of a recording holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// Values typed or chosen in fields.
    pub typed: Tally,
    /// The page’s texts but for its title, and values that stood in its fields before anybody typed.
    pub text: Tally,
    /// Bytes scanned.
    pub bytes: usize,
}

impl Recording {
    /// What the page's texts are. Recorders that mask let some through (a choice's name, a number of a list): fewer than one
    /// in twenty make no readable page.
    pub fn text_held(&self) -> Held {
        let Tally { clear, masked, .. } = self.text;
        if masked / 20 > clear { Held::Masked } else { self.text.held() }
    }
}

/// True where a body has words that rrweb's events alone have together: an input event, or a page's snapshot. Cheap enough
/// for every request to a host nobody knows.
pub fn has_shape(fields: &Fields<'_>) -> bool {
    let has = |text: &str, word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let event =
        |text: &str| has(text, "\"isChecked\":") && has(text, "\"source\":5") || has(text, "\"childNodes\":") && has(text, "\"tagName\":");
    fields.texts().any(|(_, text)| text.len() >= 64 && event(text) && has(text, "\"timestamp\":"))
}

/// Scans what a request carries for a recording: the body as a whole, and texts that stood packed in its values.
pub fn read(fields: &Fields<'_>) -> Recording {
    let mut scan = Scan::new(BYTES);
    for (_, text) in fields.texts() {
        scan.text("", text);
    }
    for (i, field) in fields.items.iter().enumerate() {
        let packed = matches!(
            field.coding,
            Some(Coding::Base64 | Coding::Gzip | Coding::Deflate | Coding::Zstd | Coding::Brotli | Coding::LzString | Coding::Percent)
        );
        // The scan takes apart what stands in a text character by character itself, where it knows what it belongs to.
        let outer = field.inside.and_then(|i| fields.items.get(i as usize));
        if packed && field.value.len() >= 32 && outer.is_some_and(|o| o.value.is_ascii()) && fields.is_layer(i) {
            scan.text(field.key(), &field.value);
        }
    }
    if fields.texts().next().is_none() {
        // A form the browser took apart, and what came by the query.
        for field in fields.items.iter().filter(|f| f.inside.is_none() && f.value.len() >= 32) {
            scan.text(field.key(), &field.value);
        }
    }
    scan.finish()
}
