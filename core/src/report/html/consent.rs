//! Vendors' language on the site's own hosts, and what requests said of consent.

use super::{excerpt, table};
use crate::report::markup::Markup;
use crate::report::plain::standing;
use crate::report::view::RecipientView;
use leaklight_text::t;

/// Hosts of the site's own that speak a vendor's language; nothing where there was none.
pub(super) fn relays(m: &mut Markup, all: &[RecipientView]) {
    let mut relays = all.iter().filter_map(|r| r.relay.as_ref()).peekable();
    if relays.peek().is_none() {
        return;
    }
    m.raw("<section>\n<h2>").raw(t!("A vendor's language on the site's own hosts")).raw("</h2>\n");
    table(m, &[t!("Host"), t!("Seen"), t!("Decided by a person")]);
    for relay in relays {
        m.raw("<tr><th scope=\"row\" class=\"mono\"><bdi>").text(&relay.host).raw("</bdi></th><td>").between("", &relay.said, "<br>");
        m.raw("<span class=\"muted\">").text(&relay.limit).raw("</span></td><td>").text(&relay.decision).raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n</section>\n");
}

/// Every signal of every recipient.
pub(super) fn consent(m: &mut Markup, all: &[RecipientView]) {
    m.raw("<section>\n<h2>").raw(t!("What requests said of consent")).raw("</h2>\n");
    if all.iter().all(|r| r.consent.is_empty()) {
        m.raw("<p>").raw(t!("No request was seen to say anything of the visitor's consent, as far as its signals are known here."));
        m.raw("</p>\n</section>\n");
        return;
    }
    table(m, &[t!("Recipient"), t!("Signal"), t!("Stands"), t!("Says"), t!("As sent")]);
    for (r, signal) in all.iter().flat_map(|r| r.consent.iter().map(move |signal| (r, signal))) {
        m.raw("<tr><th scope=\"row\"><bdi>").text(&r.recipient.name).raw("</bdi></th><td>").text(&signal.name);
        m.raw("</td><td><span class=\"sev\">").raw(standing(&signal.standing)).raw("</span></td><td>").text(&signal.said);
        m.raw("</td><td class=\"mono\">");
        // What is said of a hit without any signal stands nowhere in it.
        if signal.at.is_empty() {
            m.raw("<span class=\"muted\">").raw(t!("nothing sent")).raw("</span>");
        } else {
            m.raw("<bdi>").text(&signal.at).raw("</bdi> = ");
            excerpt(m, &signal.value);
        }
        m.raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n</section>\n");
}
