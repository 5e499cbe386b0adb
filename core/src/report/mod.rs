//! What people and machines read: [`view`] for the pages of the extension, files for everyone else.

pub(crate) mod build;
pub use build::sealed;
pub mod html;
mod markup;
pub mod plain;
pub mod segments;
pub mod time;
pub mod view;
