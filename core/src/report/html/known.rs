//! The values looked for, and whom they left for.

use super::{excerpt, table};
use crate::report::markup::Markup;
use crate::report::plain::requests;
use crate::report::time::utc;
use crate::report::view::KnownView;
use leaklight_text::t;

/// One row a value; nothing where none was looked for.
pub(super) fn known(m: &mut Markup, all: &[KnownView]) {
    if all.is_empty() {
        return;
    }
    m.raw("<section>\n<h2>").raw(t!("What was looked for, and to whom it was sent")).raw("</h2>\n");
    table(m, &[t!("Value"), t!("Known from"), t!("Sent to")]);
    for value in all {
        m.raw("<tr><th scope=\"row\">").text(&value.what).raw("<br><span class=\"mono\">");
        excerpt(m, &value.value);
        m.raw("</span></th><td>");
        for source in &value.sources {
            m.raw("<bdi dir=\"auto\">").text(source).raw("</bdi><br>");
        }
        m.raw("</td><td>");
        if value.left.is_empty() {
            m.raw("<span class=\"muted\">").raw(t!("not seen leaving")).raw("</span>");
        }
        for left in &value.left {
            m.raw("<b><bdi>").text(&left.name).raw("</bdi></b> · ").text(&left.how).raw(" · ").text(&requests(left.count));
            m.raw(" <span class=\"muted\">").text(&t!("last at {when}", when = utc(left.last))).raw("</span><br>");
        }
        m.raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n</section>\n");
}
