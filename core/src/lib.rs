//! Leaklight's judgement: what left the page, who was told, what exactly, and why it could matter.
//!
//! Pure Rust. No clock, no input or output, no randomness, no JavaScript: the host hands in
//! [`observation::Observation`]s and the time, and carries out what comes back. The same events give the same
//! findings in a browser's worker, on the command line and in a test.
//!
//! Core cannot fail on any input: it answers with what could be read and says what could not.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod address;
mod beat;
pub mod consent;
pub mod detect;
pub mod excerpt;
pub mod facts;
pub mod finding;
mod hash;
pub mod identify;
pub mod known;
mod lineage;
mod matomo;
pub mod observation;
mod order;
pub mod own;
pub mod payload;
pub mod persona;
mod provenance;
mod replay;
pub mod report;
pub mod reveal;
pub mod sensitive;
pub mod session;
pub mod settings_file;
pub mod site;
pub mod storage;
mod tab;
mod tags;
mod trie;
pub mod vendor;
mod visible;
mod witness;
