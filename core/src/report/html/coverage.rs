//! What a report covers and what it cannot: pages opened, requests read and not, blind spots, and what no browser shows.

use super::{excerpt, table};
use crate::observation::Millis;
use crate::report::blind::NOT_VISIBLE;
use crate::report::file::Report;
use crate::report::markup::Markup;
use crate::report::time::utc;
use crate::report::view::View;
use leaklight_text::t;

/// What this report can say: the blind spots of this visit.
pub(super) fn unseen(m: &mut Markup, view: &View, written: Millis) {
    m.raw("<section class=\"blind\">\n<h2>").raw(t!("What this report can say")).raw("</h2>\n<p>");
    m.text(&t!("Seen in this browser, on the pages opened, up to {when}. Not seen:", when = utc(written))).raw("</p>\n<ul>\n");
    for spot in &view.blind_spots {
        m.raw("<li dir=\"auto\">").text(&spot.said).raw("</li>\n");
    }
    m.raw("</ul>\n<p>");
    m.raw(t!("What no browser shows stands at the end. A record of what was seen, not a judgement on whether it was allowed."));
    m.raw("</p>\n</section>\n");
}

/// What no report of this kind can say.
pub(super) fn not_visible(m: &mut Markup) {
    m.raw("<section class=\"blind\">\n<h2>").raw(t!("Not visible from a browser")).raw("</h2>\n<dl>\n");
    for (what, said) in NOT_VISIBLE {
        m.raw("<dt>").raw(what.say()).raw("</dt><dd>").raw(said.say()).raw("</dd>\n");
    }
    m.raw("</dl>\n</section>\n");
}

/// What was looked at.
pub(super) fn coverage(m: &mut Markup, report: &Report) {
    let View { coverage, summary, storage, scripts, recipients, .. } = &report.view;
    let failed = recipients.iter().fold(0_u32, |all, r| all.saturating_add(r.failed));
    m.raw("<section>\n<h2>").raw(t!("What was looked at")).raw("</h2>\n<dl>\n<dt>").raw(t!("Requests")).raw("</dt><dd>");
    m.text(&t!(
        "{seen} seen, {whole} read whole, {unread} with something that could not be read, {failed} attempted and not received",
        seen = summary.requests,
        whole = summary.requests.saturating_sub(summary.unread),
        unread = summary.unread
    ));
    m.raw("</dd>\n");
    for (what, count) in [(t!("Stored entries"), storage.len()), (t!("Scripts"), scripts.len()), (t!("Recipients"), recipients.len())] {
        m.raw("<dt>").raw(what).raw("</dt><dd>").number(count as u32).raw("</dd>\n");
    }
    m.raw("</dl>\n");
    if coverage.pages.is_empty() {
        m.raw("<p>").raw(t!("No page is on record: what is said above is said of the page named at the top.")).raw("</p>\n</section>\n");
        return;
    }
    m.raw("<h3>").raw(t!("Pages opened")).raw("</h3>\n");
    table(m, &[t!("Page"), t!("Opened"), t!("Requests"), t!("Not readable")]);
    for page in &coverage.pages {
        m.raw("<tr><th scope=\"row\" class=\"mono\">");
        excerpt(m, &page.address);
        m.raw("</th><td>").text(&utc(page.at)).raw("</td><td>").number(page.requests).raw("</td><td>").number(page.unread);
        m.raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n");
    if coverage.more > 0 {
        m.raw("<p>").text(&t!("Pages opened after these, not listed: {n}", n = coverage.more)).raw("</p>\n");
    }
    m.raw("<p class=\"muted\">").raw(t!("Nothing is said of any other page.")).raw("</p>\n</section>\n");
}

/// Who wrote this, with what, and when.
pub(super) fn foot(m: &mut Markup, report: &Report) {
    let made = &report.made;
    m.raw("<footer class=\"muted\">\n<h2>").raw(t!("Versions")).raw("</h2>\n<dl>\n");
    let mut fact = |what, said: &str| {
        m.raw("<dt>").raw(what).raw("</dt><dd>").text(said).raw("</dd>\n");
    };
    fact(t!("Written"), &utc(report.generated_at));
    fact(t!(writer: "By"), &t!("Leaklight {version}, report format {format}", version = report.version, format = report.format));
    let (count, day) = (made.vendors, &made.checked);
    match (count, day.is_empty()) {
        (0, _) => {}
        (_, true) => fact(t!("Catalogue"), &t!("{count} vendors")),
        _ => fact(t!("Catalogue"), &t!("{count} vendors, last compared with their sources on {day}")),
    }
    fact(t!("Browser"), if made.browser.is_empty() { t!("not told") } else { &made.browser });
    m.raw("</dl>\n<p>").raw(t!(
        "Values are masked: the first and last character and the length. What was typed or declared is looked for once more in every text of this report and masked where it stood. Nothing was sent anywhere to make this report."
    ));
    m.raw("</p>\n</footer>\n");
}
