//! What a visit covers: the pages opened, and how much of what they sent was read.

use super::view::{CoverageView, PageView};
use crate::tab::Tab;

pub(super) fn view(state: &Tab) -> CoverageView {
    let list = &state.pages.list;
    // Each page's requests are those until the next one was opened; the last one kept has those of pages beyond it too.
    let ends = list.iter().skip(1).map(|next| (next.requests, next.unread)).chain([(state.requests, state.unread)]);
    let pages = list.iter().zip(ends).map(|(page, (requests, unread))| PageView {
        address: page.address.clone(),
        at: page.at,
        requests: requests.saturating_sub(page.requests),
        unread: unread.saturating_sub(page.unread),
    });
    CoverageView { pages: pages.collect(), more: state.pages.more }
}
