//! The scripts of a page, for the view.

use super::view::ScriptView;
use crate::site::Declared;
use crate::tab::Tab;

pub(super) fn view(_state: &Tab, _own: &Declared) -> Vec<ScriptView> {
    Vec::new()
}
