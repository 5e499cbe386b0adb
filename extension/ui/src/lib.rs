//! The extension pages; they never decide.
