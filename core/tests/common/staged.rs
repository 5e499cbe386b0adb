//! Reports as tests have them written.

use leaklight_core::report::file::{Made, Report};
use leaklight_core::report::html::html;
use leaklight_core::report::view::{CoverageView, PageView, View};

/// When every one was written.
pub const WRITTEN: u64 = 1_804_082_580_000;

/// The report of a view that was not sealed.
pub fn report(mut view: View) -> String {
    if view.watching {
        let page = PageView { address: view.page.address.clone(), at: WRITTEN - 40_000, requests: 12, unread: 2 };
        view.coverage =
            CoverageView { pages: vec![page.clone(), PageView { at: WRITTEN - 20_000, requests: 0, unread: 0, ..page }], more: 3 };
    }
    let made = Made { vendors: 700, checked: "2026-11-23".into(), browser: "Firefox 141".into() };
    html(&Report { format: 1, version: "0.1.0".into(), generated_at: WRITTEN, made, view })
}
