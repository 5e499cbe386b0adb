//! What people and machines read: [`view`] for the pages of the extension, files for everyone else.

pub mod blind;
pub(crate) mod build;
pub(crate) mod cards;
mod choice;
mod coverage;
pub mod csv;
use build::excerpts;
pub use build::sealed;
pub mod diff;
pub mod file;
pub mod har;
pub mod hits;
pub mod html;
mod known;
mod learnt;
mod markup;
mod passes;
pub mod picture;
pub mod plain;
pub(crate) mod screen;
mod scripts;
pub mod segments;
pub mod time;
mod trails;
pub(crate) mod veil;
pub mod view;
