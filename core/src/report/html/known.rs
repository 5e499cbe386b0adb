//! The values looked for, and whom they left for.

use super::excerpt;
use crate::report::markup::Markup;
use crate::report::time::utc;
use crate::report::view::KnownView;

/// One row a value; nothing where none was looked for.
pub(super) fn known(m: &mut Markup, all: &[KnownView]) {
    if all.is_empty() {
        return;
    }
    m.raw(concat!(
        "<section>\n<h2>What was looked for, and to whom it was sent</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Value</th>",
        "<th scope=\"col\">Known from</th><th scope=\"col\">Sent to</th></tr></thead>\n<tbody>\n"
    ));
    for value in all {
        m.raw("<tr><th scope=\"row\">").text(&value.what).raw("<br><span class=\"mono\">");
        excerpt(m, &value.value);
        m.raw("</span></th><td>");
        for source in &value.sources {
            m.raw("<bdi dir=\"auto\">").text(source).raw("</bdi><br>");
        }
        m.raw("</td><td>").raw(if value.left.is_empty() { "<span class=\"muted\">not seen leaving</span>" } else { "" });
        for left in &value.left {
            m.raw("<b><bdi>").text(&left.name).raw("</bdi></b> · ").text(&left.how).raw(" · ").number(left.count);
            m.raw(if left.count == 1 { " request" } else { " requests" });
            m.raw(" <span class=\"muted\">last at ").text(&utc(left.last)).raw("</span><br>");
        }
        m.raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n</section>\n");
}
