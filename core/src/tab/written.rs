//! Who writes what a tab stores, and which scripts its page holds.

use super::Tab;
use crate::observation::{Millis, Scripts, Writes};
use crate::site::Declared;

impl Tab {
    /// Scripts wrote to storage, by the page's own word.
    pub fn wrote(&mut self, _writes: &Writes, _own: &Declared, _at: Millis) {}

    /// Scripts of a frame's document.
    pub fn scripts(&mut self, _scripts: &Scripts, _own: &Declared, _at: Millis) {}
}
