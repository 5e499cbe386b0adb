//! What each Matomo would store of the visit.

use super::lineage::sentences;
use super::{excerpt, table};
use crate::report::markup::Markup;
use crate::report::plain::{joined, standing};
use crate::report::time::utc;
use crate::report::view::{MatomoAction, MatomoSetting, MatomoView};
use leaklight_text::t;

/// One part a Matomo; nothing where there was none.
pub(super) fn matomo(m: &mut Markup, all: &[MatomoView]) {
    if all.is_empty() {
        return;
    }
    m.raw("<section>\n<h2>").raw(t!("What Matomo would store of this visit")).raw("</h2>\n");
    all.iter().for_each(|one| instance(m, one));
    m.raw("</section>\n");
}

fn instance(m: &mut Markup, view: &MatomoView) {
    m.raw("<h3><bdi>").text(&view.host).raw("</bdi></h3>\n<p class=\"muted\"><bdi>").text(&view.place).raw("</bdi>");
    if !view.sites.is_empty() {
        m.raw(" · ").text(&t!("site number {numbers}", numbers = joined(&view.sites)));
    }
    m.raw("</p>\n");
    settings(m, &view.settings);
    for (at, action) in view.actions.iter().enumerate() {
        stored(m, at as u32 + 1, action);
    }
    if view.more > 0 {
        m.raw("<p>").text(&t!("Further actions that are not listed here: {n}", n = view.more)).raw("</p>\n");
    }
    sentences(m, "h4", t!("Not visible from a browser"), &view.not_visible);
}

fn settings(m: &mut Markup, all: &[MatomoSetting]) {
    if all.is_empty() {
        return;
    }
    table(m, &[t!("Setting"), t!("Stands"), t!("Told by")]);
    for s in all {
        m.raw("<tr><th scope=\"row\"><code>").text(&s.name).raw("</code><br><span class=\"muted\">").text(&s.what);
        m.raw("</span></th><td><span class=\"sev\">").raw(standing(&s.state)).raw("</span></td><td>").text(&s.because).raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n");
}

fn stored(m: &mut Markup, number: u32, action: &MatomoAction) {
    m.raw("<article class=\"item\">\n<h4>").number(number).raw(". <bdi>").text(&action.what).raw("</bdi> <span class=\"muted\">");
    m.text(&utc(action.at)).raw("</span></h4>\n<dl>\n");
    for row in &action.rows {
        m.raw("<dt><bdi>").text(&row.label).raw("</bdi> <code>").text(&row.name).raw("</code></dt><dd><span class=\"mono\">");
        excerpt(m, &row.value);
        m.raw("</span>").between("<br><bdi class=\"note\">", &row.note, "</bdi>").raw("</dd>\n");
    }
    m.raw("</dl>\n</article>\n");
}
