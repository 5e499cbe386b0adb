//! What a browser's worker does for core, done at once: known values made ready, packed bytes taken apart.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leaklight_core::observation::{Millis, Observation};
use leaklight_core::payload::BYTES;
use leaklight_core::persona::Persona;
use leaklight_core::report::view::Effect;
use leaklight_core::session::Session;
use std::path::Path;

/// Takes what was seen, an event a step: what becomes known by one is looked for in the next.
pub fn run(session: &mut Session, events: &[Observation], end: Millis) {
    for event in events {
        let mut effects = session.step(std::slice::from_ref(event), end);
        while !effects.is_empty() {
            effects = effects.into_iter().flat_map(|effect| carry_out(session, effect)).collect();
        }
    }
}

fn carry_out(session: &mut Session, effect: Effect) -> Vec<Effect> {
    match effect {
        Effect::Prepare { tab, value, text, salt, secret } => session.learn(tab, value, &leaklight_codecs::prepare(&text, &salt, secret)),
        Effect::Unpack { tab, packed, how, bytes } => {
            let text = STANDARD.decode(bytes).ok().and_then(|bytes| leaklight_codecs::unpack(&how, &bytes, BYTES));
            session.unpacked(tab, packed, text.as_deref())
        }
        _ => Vec::new(),
    }
}

/// Reads the values to look for: a persona, or a list of personas, as JSON. Errors in words for a person, with the line.
pub fn personas(path: &Path) -> Result<Vec<Persona>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("could not be read: {e}"))?;
    let wrong = |e: serde_json::Error| {
        format!(
            "line {}, column {}: {e}; a persona is {{\"name\": \"Jordan Avery\", \"details\": [{{\"what\": \"email\", \"value\": \"…\"}}]}}",
            e.line(),
            e.column()
        )
    };
    let list: Result<Vec<Persona>, _> =
        if text.trim_start().starts_with('[') { serde_json::from_str(&text) } else { serde_json::from_str(&text).map(|one| vec![one]) };
    let mut personas = list.map_err(wrong)?;
    for persona in &mut personas {
        persona.on = true;
        if persona.details.iter().all(|d| d.value.trim().is_empty()) {
            return Err(format!("line 1: the persona “{}” holds nothing to look for; give it \"details\"", persona.name));
        }
    }
    Ok(personas)
}
