//! What a report covers and what it cannot: pages opened, requests read and not, blind spots, and what no browser shows.

use super::excerpt;
use crate::observation::Millis;
use crate::report::file::Report;
use crate::report::markup::Markup;
use crate::report::time::utc;
use crate::report::view::View;

/// What no browser can show, whoever looks.
const NOT_VISIBLE: [(&str, &str); 7] = [
    (
        "What servers pass on",
        "Conversion interfaces, server-side tag containers, customer data platforms: the first hop is seen, nothing behind it. Ask the owner of each server.",
    ),
    ("What happens after arrival", "How long something is kept, who may read it, whether it is joined with other data."),
    (
        "Filters on the receiving side",
        "An analytics server may drop a parameter or shorten an address after it arrives. It still left the browser.",
    ),
    (
        "Contracts",
        "Whether an agreement exists, and what it covers. Positions named here are public statements with their dates, never proof for this site.",
    ),
    ("Who runs a host", "A name can belong to somebody else than it seems; the records behind it are not visible to an extension."),
    (
        "Other visits",
        "Pages not opened, other regions and browsers, variants of a test, what comes after a login, apps, e-mail, telephone.",
    ),
    ("What the law says of it", "Whether this was allowed depends on facts that no recording of requests holds."),
];

/// What this report can say: the blind spots of this visit.
pub(super) fn unseen(m: &mut Markup, view: &View, written: Millis) {
    m.raw("<section class=\"blind\">\n<h2>What this report can say</h2>\n<p>Seen in this browser, on the pages opened, up to ");
    m.text(&utc(written)).raw(". Not seen:</p>\n<ul>\n");
    for spot in &view.blind_spots {
        m.raw("<li dir=\"auto\">").text(&spot.said).raw("</li>\n");
    }
    m.raw("</ul>\n<p>What no browser shows stands at the end. A record of what was seen, not a judgement on whether it was allowed.</p>\n");
    m.raw("</section>\n");
}

/// What no report of this kind can say.
pub(super) fn not_visible(m: &mut Markup) {
    m.raw("<section class=\"blind\">\n<h2>Not visible from a browser</h2>\n<dl>\n");
    for (what, said) in NOT_VISIBLE {
        m.raw("<dt>").raw(what).raw("</dt><dd>").raw(said).raw("</dd>\n");
    }
    m.raw("</dl>\n</section>\n");
}

/// What was looked at.
pub(super) fn coverage(m: &mut Markup, report: &Report) {
    let View { coverage, summary, storage, scripts, recipients, .. } = &report.view;
    let failed = recipients.iter().fold(0_u32, |all, r| all.saturating_add(r.failed));
    m.raw("<section>\n<h2>What was looked at</h2>\n<dl>\n<dt>Requests</dt><dd>").number(summary.requests).raw(" seen, ");
    m.number(summary.requests.saturating_sub(summary.unread)).raw(" read whole, ").number(summary.unread);
    m.raw(" with something that could not be read, ").number(failed).raw(" attempted and not received</dd>\n<dt>Stored entries</dt><dd>");
    m.number(storage.len() as u32).raw("</dd>\n<dt>Scripts</dt><dd>").number(scripts.len() as u32);
    m.raw("</dd>\n<dt>Recipients</dt><dd>").number(recipients.len() as u32).raw("</dd>\n</dl>\n");
    if coverage.pages.is_empty() {
        m.raw("<p>No page is on record: what is said above is said of the page named at the top.</p>\n</section>\n");
        return;
    }
    m.raw(concat!(
        "<h3>Pages opened</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Page</th><th scope=\"col\">Opened</th>",
        "<th scope=\"col\">Requests</th><th scope=\"col\">Not readable</th></tr></thead>\n<tbody>\n"
    ));
    for page in &coverage.pages {
        m.raw("<tr><th scope=\"row\" class=\"mono\">");
        excerpt(m, &page.address);
        m.raw("</th><td>").text(&utc(page.at)).raw("</td><td>").number(page.requests).raw("</td><td>").number(page.unread);
        m.raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n");
    if coverage.more > 0 {
        m.raw("<p>Pages opened after these, not listed: ").number(coverage.more).raw("</p>\n");
    }
    m.raw("<p class=\"muted\">Nothing is said of any other page.</p>\n</section>\n");
}

/// Who wrote this, with what, and when.
pub(super) fn foot(m: &mut Markup, report: &Report) {
    let made = &report.made;
    m.raw("<footer class=\"muted\">\n<h2>Versions</h2>\n<dl>\n<dt>Written</dt><dd>").text(&utc(report.generated_at));
    m.raw("</dd>\n<dt>By</dt><dd>Leaklight ").text(&report.version).raw(", report format ").number(report.format).raw("</dd>\n");
    if made.vendors > 0 {
        m.raw("<dt>Catalogue</dt><dd>").number(made.vendors).raw(" vendors").between(
            ", last compared with their sources on ",
            &made.checked,
            "",
        );
        m.raw("</dd>\n");
    }
    m.raw("<dt>Browser</dt><dd>").text(if made.browser.is_empty() { "not told" } else { &made.browser }).raw(concat!(
        "</dd>\n</dl>\n<p>Values are masked: the first and last character and the length. What was typed or declared is looked for once more in every ",
        "text of this report and masked where it stood. Nothing was sent anywhere to make this report.</p>\n</footer>\n"
    ));
}
