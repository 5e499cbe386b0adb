//! The vendor's eye: what each recipient could now know, in the order it arrived.

use super::excerpt;
use crate::report::markup::Markup;
use crate::report::plain::times;
use crate::report::time::utc;
use crate::report::view::RecipientView;
use leaklight_text::t;

/// A list for each recipient that was told anything that was understood.
pub(super) fn learnt(m: &mut Markup, all: &[RecipientView]) {
    let mut told = all.iter().filter(|r| !r.learnt.is_empty()).peekable();
    if told.peek().is_none() {
        return;
    }
    m.raw("<section>\n<h2>").raw(t!("What each could now know of this visitor")).raw("</h2>\n<p class=\"muted\">");
    m.raw(t!(
        "In the order it arrived, as far as requests could be read. What a company does with it, and what it knew before, is not visible from a browser."
    ));
    m.raw("</p>\n");
    for r in told {
        m.raw("<h3><bdi>").text(&r.recipient.name).raw("</bdi></h3>\n<ol class=\"eye\">\n");
        for row in &r.learnt {
            m.raw("<li><span class=\"muted\">").text(&utc(row.at)).raw("</span> ").text(&row.said);
            if !row.value.shown.is_empty() {
                m.raw(": <span class=\"mono\">");
                excerpt(m, &row.value);
                m.raw("</span>");
            }
            m.between(" <span class=\"note\" dir=\"auto\">", &row.note, "</span>");
            if row.count > 1 {
                m.raw(" <span class=\"muted\">").text(&times(row.count)).raw("</span>");
            }
            m.raw("</li>\n");
        }
        m.raw("</ol>\n");
        if r.learnt_more > 0 {
            m.raw("<p class=\"muted\">").text(&t!("Told, and no longer kept: {n}", n = r.learnt_more)).raw("</p>\n");
        }
        if r.failed > 0 {
            m.raw("<p class=\"muted\">");
            m.text(&t!("Requests that failed or were blocked: {n}. What those carried may not have arrived.", n = r.failed));
            m.raw("</p>\n");
        }
    }
    m.raw("</section>\n");
}
