//! What is stored and by whom, the identifiers among it, and the scripts of the page.

use super::lineage::sentences;
use super::{badge, excerpt};
use crate::report::markup::Markup;
use crate::report::plain::{verdict, whose};
use crate::report::time::utc;
use crate::report::view::{ScriptView, StorageView, TrailView};

const END: &str = "</tbody>\n</table></div>\n</section>\n";

/// Every stored entry.
pub(super) fn storage(m: &mut Markup, all: &[StorageView]) {
    m.raw("<section>\n<h2>What is stored</h2>\n");
    if all.is_empty() {
        m.raw("<p>Nothing stored was seen.</p>\n</section>\n");
        return;
    }
    m.raw(concat!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Where</th><th scope=\"col\">Whose</th>",
        "<th scope=\"col\">Value</th><th scope=\"col\">Lifetime</th><th scope=\"col\">How it got here</th></tr></thead>\n<tbody>\n"
    ));
    for s in all {
        m.raw("<tr><th scope=\"row\"><span class=\"mono\">");
        excerpt(m, &s.name);
        m.raw("</span> ");
        s.worst.into_iter().for_each(|worst| badge(m, worst));
        m.raw("</th><td>").text(&s.area).raw("</td><td><bdi class=\"mono\">").text(&s.whose).raw("</bdi><br><span class=\"muted\">");
        m.raw(whose(s.party, false))
            .between(" · ", s.known_as.as_deref().unwrap_or_default(), "")
            .raw("</span></td><td><span class=\"mono\">");
        excerpt(m, &s.value);
        m.raw("</span><br><span class=\"muted\">").text(&s.shape).raw("</span></td><td>").text(&s.lifetime);
        m.between("<br><span class=\"muted\">", &s.flags.join(", "), "</span>").raw("</td><td><bdi>").text(&s.by).raw("</bdi>");
        m.between(" <span class=\"muted\">(", &s.basis, ")</span>").between("<br>", verdict(&s.verdict), "");
        if s.writes > 1 {
            m.raw("<br><span class=\"muted\">written ").number(s.writes).raw(" times</span>");
        }
        if s.first > 0 {
            m.raw("<br><span class=\"muted\">first seen ").text(&utc(s.first)).raw("</span>");
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
    m.raw("<section>\n<h2>Identifiers, and where they went</h2>\n");
    for trail in all {
        m.raw("<article class=\"item\">\n<h3 class=\"mono\">");
        excerpt(m, &trail.value);
        m.raw("</h3>\n").between("<p>First seen <bdi>", &trail.born, "</bdi></p>\n");
        sentences(m, "", &trail.notes);
        sentences(m, "<h4>Kept in</h4>\n", &trail.kept);
        m.raw(if trail.told.is_empty() { "<p class=\"muted\">Not seen leaving.</p>\n" } else { "<h4>Told to</h4>\n<ul>\n" });
        for left in &trail.told {
            m.raw("<li><b><bdi>").text(&left.name).raw("</bdi></b> · ").text(&left.how).raw(" · ").number(left.count);
            m.raw(if left.count == 1 { " request" } else { " requests" });
            m.raw(" <span class=\"muted\">last at ").text(&utc(left.last)).raw("</span></li>\n");
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
    m.raw(concat!(
        "<section>\n<h2>Scripts</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Script</th><th scope=\"col\">Whose</th>",
        "<th scope=\"col\">Brought by</th><th scope=\"col\">Hash</th><th scope=\"col\">In the frame of</th></tr></thead>\n<tbody>\n"
    ));
    for s in all {
        m.raw("<tr><th scope=\"row\"><span class=\"mono\">");
        excerpt(m, &s.name);
        m.raw("</span>");
        if s.count > 1 {
            m.raw(" ×").number(s.count);
        }
        m.raw("</th><td><bdi>").text(&s.owner).raw("</bdi></td><td>").text(if s.chain.is_empty() { "not seen" } else { "" });
        for link in &s.chain {
            m.raw("<bdi>").text(link).raw("</bdi><br>");
        }
        m.raw("</td><td class=\"mono\">").text(&s.hash).between("<br><span class=\"muted\">", &s.hashed, "</span>");
        if s.size > 0 {
            m.raw("<br><span class=\"muted\">").number(s.size).raw(" bytes</span>");
        }
        m.raw("</td><td><bdi>").text(&s.frame).raw("</bdi>");
        if s.first > 0 {
            m.raw("<br><span class=\"muted\">first seen ").text(&utc(s.first)).raw("</span>");
        }
        m.raw("</td></tr>\n");
    }
    m.raw(END);
}
