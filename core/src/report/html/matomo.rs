//! What each Matomo would store of the visit.

use super::excerpt;
use super::lineage::sentences;
use crate::report::markup::Markup;
use crate::report::plain::standing;
use crate::report::time::utc;
use crate::report::view::{MatomoAction, MatomoSetting, MatomoView};

/// One part a Matomo; nothing where there was none.
pub(super) fn matomo(m: &mut Markup, all: &[MatomoView]) {
    if all.is_empty() {
        return;
    }
    m.raw("<section>\n<h2>What Matomo would store of this visit</h2>\n");
    all.iter().for_each(|one| instance(m, one));
    m.raw("</section>\n");
}

fn instance(m: &mut Markup, view: &MatomoView) {
    m.raw("<h3><bdi>").text(&view.host).raw("</bdi></h3>\n<p class=\"muted\"><bdi>").text(&view.place).raw("</bdi>");
    m.between(" · site number ", &view.sites.join(", "), "").raw("</p>\n");
    settings(m, &view.settings);
    for (at, action) in view.actions.iter().enumerate() {
        stored(m, at as u32 + 1, action);
    }
    if view.more > 0 {
        m.raw("<p>Further actions that are not listed here: ").number(view.more).raw("</p>\n");
    }
    sentences(m, "<h4>Not visible from a browser</h4>\n", &view.not_visible);
}

fn settings(m: &mut Markup, all: &[MatomoSetting]) {
    if all.is_empty() {
        return;
    }
    m.raw(concat!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Setting</th><th scope=\"col\">Stands</th>",
        "<th scope=\"col\">Told by</th></tr></thead>\n<tbody>\n"
    ));
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
