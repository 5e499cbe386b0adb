//! Personas: made-up patients a tester declares, so that what leaves can be told from what only looks like it.

use crate::known::What;
use serde::{Deserialize, Serialize};

/// A made-up patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Persona {
    /// The host's name for it.
    pub id: String,
    /// What a tester calls it: "Jordan Avery".
    pub name: String,
    /// What it holds; each kind once.
    pub details: Vec<Detail>,
    /// True where its values are looked for.
    pub on: bool,
    /// True where a person wants it kept on disk; else it lives in memory until the browser closes.
    pub saved: bool,
}

/// One value of a persona.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// What it is.
    pub what: What,
    /// The value.
    pub value: String,
}

/// Personas that are heeded.
pub const MAX_PERSONAS: usize = 20;
