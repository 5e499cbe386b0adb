//! What people and machines read: [`view`] for the pages of the extension, files for everyone else.

pub mod view;
