//! Core's own matcher over the rows just read, and the tables it reads, filled and printed.

// Core's files. Core uses all of each; here some of it lies idle.
#[path = "../../src/vendor/entry.rs"]
#[allow(dead_code)]
mod entry;
#[path = "../../src/vendor/packed.rs"]
#[allow(dead_code)]
mod packed;
#[path = "../../src/vendor/pattern.rs"]
#[allow(dead_code)]
pub mod pattern;
#[path = "../../src/vendor/recognise.rs"]
#[allow(dead_code)]
mod recognise;
#[path = "../../src/vendor/rules.rs"]
#[allow(dead_code)]
mod rules;
#[path = "../../src/vendor/table.rs"]
#[allow(dead_code)]
mod table;
#[path = "../../src/vendor/words.rs"]
#[allow(dead_code)]
mod words;

mod compiled;
mod emit;
mod examples;
mod written;

pub use compiled::put_to_use;
pub use emit::{host_key, tables, triggers};
use entry::{How, Recognised, Vendor};
pub use examples::{source as examples_source, try_examples};
pub use words::{BaaStatus, Category, Meaning, Role, Shape};
