//! The recorded log (NDJSON of observations) back to observations.

use crate::har::Recording;
use leaklight_core::observation::{LOG_VERSION, Observation};
use serde::Deserialize;

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "leaklight-log")]
    version: u32,
}

/// True where the text starts as a recorded log does.
pub fn is_log(text: &str) -> bool {
    text.lines().next().is_some_and(|l| serde_json::from_str::<Head>(l).is_ok())
}

/// Reads a recorded log. Lines that are no observation are named and skipped.
pub fn read(text: &str) -> Result<Recording, String> {
    let mut lines = text.lines().enumerate();
    let head = lines.next().and_then(|(_, l)| serde_json::from_str::<Head>(l).ok()).ok_or("line 1: this is no recorded log")?;
    if head.version > LOG_VERSION {
        return Err(format!("line 1: the log has version {}, this program reads up to {LOG_VERSION}; use a newer one", head.version));
    }
    let (mut events, mut skipped) = (Vec::new(), Vec::new());
    for (n, line) in lines.filter(|(_, l)| !l.trim().is_empty()) {
        match serde_json::from_str::<Observation>(line) {
            Ok(seen) => events.push(seen),
            Err(e) => skipped.push(format!("line {}: {e}", n + 1)),
        }
    }
    Ok(Recording { events, skipped })
}
