//! What is stored and by whom, the identifiers among it, and the scripts of the page.

use super::lineage::sentences;
use super::{badge, excerpt, table};
use crate::report::markup::Markup;
use crate::report::plain::{area, joined, requests, verdict, whose};
use crate::report::time::utc;
use crate::report::view::{ScriptView, StorageView, TrailView};
use leaklight_text::t;

const END: &str = "</tbody>\n</table></div>\n</section>\n";

/// Every stored entry.
pub(super) fn storage(m: &mut Markup, all: &[StorageView]) {
    m.raw("<section>\n<h2>").raw(t!("What is stored")).raw("</h2>\n");
    if all.is_empty() {
        m.raw("<p>").raw(t!("Nothing stored was seen.")).raw("</p>\n</section>\n");
        return;
    }
    table(m, &[t!("Name"), t!("Where"), t!("Whose"), t!("Value"), t!("Lifetime"), t!("How it got here")]);
    for s in all {
        m.raw("<tr><th scope=\"row\"><span class=\"mono\">");
        excerpt(m, &s.name);
        m.raw("</span> ");
        s.worst.into_iter().for_each(|worst| badge(m, worst));
        m.raw("</th><td>").text(area(&s.area)).raw("</td><td><bdi class=\"mono\">").text(&s.whose).raw("</bdi><br><span class=\"muted\">");
        m.raw(whose(s.party, false))
            .between(" · ", s.known_as.as_deref().unwrap_or_default(), "")
            .raw("</span></td><td><span class=\"mono\">");
        excerpt(m, &s.value);
        m.raw("</span><br><span class=\"muted\">").text(&s.shape).raw("</span></td><td>").text(&s.lifetime);
        m.between("<br><span class=\"muted\">", &joined(&s.flags), "</span>").raw("</td><td><bdi>").text(&s.by).raw("</bdi>");
        m.between(" <span class=\"muted\">(", &s.basis, ")</span>").between("<br>", verdict(&s.verdict), "");
        if s.writes > 1 {
            m.raw("<br><span class=\"muted\">").text(&t!("written {n} times", n = s.writes)).raw("</span>");
        }
        if s.first > 0 {
            m.raw("<br><span class=\"muted\">").text(&t!("first seen {when}", when = utc(s.first))).raw("</span>");
        }
        m.raw("</td></tr>\n");
    }
    m.raw(END);
}

/// One part an identifier; nothing where there was none.
pub(super) fn trails(m: &mut Markup, all: &[TrailView]) {
    if all.is_empty() {
        return;
    }
    m.raw("<section>\n<h2>").raw(t!("Identifiers, and where they went")).raw("</h2>\n");
    for trail in all {
        m.raw("<article class=\"item\">\n<h3 class=\"mono\">");
        excerpt(m, &trail.value);
        m.raw("</h3>\n");
        if !trail.born.is_empty() {
            m.raw("<p>").raw(t!("First seen")).raw(" <bdi>").text(&trail.born).raw("</bdi></p>\n");
        }
        sentences(m, "", "", &trail.notes);
        sentences(m, "h4", t!("Kept in"), &trail.kept);
        match trail.told.is_empty() {
            true => m.raw("<p class=\"muted\">").raw(t!("Not seen leaving.")).raw("</p>\n"),
            false => m.raw("<h4>").raw(t!("Told to")).raw("</h4>\n<ul>\n"),
        };
        for left in &trail.told {
            m.raw("<li><b><bdi>").text(&left.name).raw("</bdi></b> · ").text(&left.how).raw(" · ").text(&requests(left.count));
            m.raw(" <span class=\"muted\">").text(&t!("last at {when}", when = utc(left.last))).raw("</span></li>\n");
        }
        m.raw(if trail.told.is_empty() { "</article>\n" } else { "</ul>\n</article>\n" });
    }
    m.raw("</section>\n");
}

/// Every script; nothing where none was seen.
pub(super) fn scripts(m: &mut Markup, all: &[ScriptView]) {
    if all.is_empty() {
        return;
    }
    m.raw("<section>\n<h2>").raw(t!("Scripts")).raw("</h2>\n");
    table(m, &[t!("Script"), t!("Whose"), t!("Brought by"), t!("Hash"), t!("In the frame of")]);
    for s in all {
        m.raw("<tr><th scope=\"row\"><span class=\"mono\">");
        excerpt(m, &s.name);
        m.raw("</span>");
        if s.count > 1 {
            m.raw(" ×").number(s.count);
        }
        m.raw("</th><td><bdi>").text(&s.owner).raw("</bdi></td><td>").text(if s.chain.is_empty() { t!("not seen") } else { "" });
        for link in &s.chain {
            m.raw("<bdi>").text(link).raw("</bdi><br>");
        }
        m.raw("</td><td class=\"mono\">").text(&s.hash).between("<br><span class=\"muted\">", &s.hashed, "</span>");
        if s.size > 0 {
            m.raw("<br><span class=\"muted\">").text(&t!("{n} bytes", n = s.size)).raw("</span>");
        }
        m.raw("</td><td><bdi>").text(&s.frame).raw("</bdi>");
        if s.first > 0 {
            m.raw("<br><span class=\"muted\">").text(&t!("first seen {when}", when = utc(s.first))).raw("</span>");
        }
        m.raw("</td></tr>\n");
    }
    m.raw(END);
}
