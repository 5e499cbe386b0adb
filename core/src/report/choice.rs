//! How the visit stands to the visitor's choice, for the view.

use super::view::ConsentView;
use crate::tab::Tab;

pub(super) fn view(_state: &Tab) -> ConsentView {
    ConsentView::default()
}
