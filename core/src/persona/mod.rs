//! Personas: made-up patients a tester declares, so that what leaves can be told from what only looks like it.
//!
//! [`generate`] makes one, [`check`] says what looks wrong with a value somebody entered, [`fill`] says which fields of a page take
//! which value. What a field asks for is read in one place, for filling and for what a visitor types alike ([`of_field`]).

mod check;
mod field;
mod fill;
mod generate;
#[cfg(test)]
mod tests;

pub use check::check;
pub use field::of_field;
pub use fill::fill;
pub use generate::generate;

use crate::known::What;
use serde::{Deserialize, Serialize};

/// A made-up patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Persona {
    /// The host's name for it.
    pub id: String,
    /// What a tester calls it: "Tamsin Quillmoor".
    pub name: String,
    /// What it holds; each kind once.
    pub details: Vec<Detail>,
    /// True where its values are looked for.
    pub on: bool,
    /// True where a person wants it kept on disk; else it lives in memory until the browser closes.
    pub saved: bool,
}

impl Persona {
    /// What it holds of that kind.
    pub fn get(&self, what: What) -> Option<&str> {
        let held = self.details.iter().find(|detail| detail.what == what)?;
        (!held.value.is_empty()).then_some(&held.value)
    }
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
