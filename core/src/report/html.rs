//! The report for people: one self-contained page, masked, with nothing to load and nothing that runs.

mod choice;
mod consent;
mod coverage;
mod known;
mod learnt;
mod lineage;
mod matomo;
mod stored;

use super::file::Report;
use super::markup::Markup;
use super::picture::{Room, Which};
use super::plain::{category, whose};
use super::segments::{coded, segments};
use super::time::utc;
use super::view::{FindingView, View};
use crate::excerpt::Excerpt;
use crate::finding::{Evidence, Severity};
use crate::observation::Millis;

const STYLE: &str = include_str!("html.css");

/// Severity's word, the worst first.
const SEVERITIES: [(Severity, &str); 5] = [
    (Severity::Critical, "Critical"),
    (Severity::High, "High"),
    (Severity::Medium, "Medium"),
    (Severity::Low, "Low"),
    (Severity::Info, "Info"),
];

/// How many of the worst findings are said at the beginning.
const IN_SHORT: usize = 3;

/// The report. What an excerpt hides stays hidden; every text of a page is escaped.
pub fn html(report: &Report) -> String {
    let view = &report.view;
    let mut m = Markup::default();
    m.raw(concat!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n",
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Leaklight: "
    ));
    m.text(&view.site).raw("</title>\n<style>\n").raw(STYLE).raw("</style>\n</head>\n<body>\n");
    head(&mut m, view, report.generated_at);
    m.raw("<main>\n");
    summary(&mut m, view);
    coverage::unseen(&mut m, view, report.generated_at);
    findings(&mut m, view);
    known::known(&mut m, &view.known);
    recipients(&mut m, view);
    learnt::learnt(&mut m, &view.recipients);
    consent::relays(&mut m, &view.recipients);
    choice::choice(&mut m, view);
    consent::consent(&mut m, &view.recipients);
    lineage::lineage(&mut m, view);
    matomo::matomo(&mut m, &view.matomo);
    stored::storage(&mut m, &view.storage);
    stored::trails(&mut m, &view.trails);
    stored::scripts(&mut m, &view.scripts);
    coverage::coverage(&mut m, report);
    coverage::not_visible(&mut m);
    m.raw("</main>\n");
    coverage::foot(&mut m, report);
    m.raw("</body>\n</html>\n");
    m.finish()
}

fn head(m: &mut Markup, view: &View, written: Millis) {
    m.raw("<header>\n<p class=\"muted\">Leaklight report</p>\n<h1><bdi>").text(&view.site).raw("</bdi></h1>\n<p>");
    excerpt(m, &view.page.title);
    m.between(" <span class=\"chip\">", &view.page.context, "</span>").between(" because ", &view.page.because.join("; "), "");
    m.raw("</p>\n<p class=\"mono\">");
    excerpt(m, &view.page.address);
    m.raw("</p>\n<p class=\"muted\">Watched from ").text(&utc(view.since)).raw(" to ").text(&utc(written)).raw("</p>\n</header>\n");
}

fn summary(m: &mut Markup, view: &View) {
    let s = &view.summary;
    m.raw("<section aria-label=\"Summary\">\n<ul class=\"sum\">\n");
    for (number, word) in [
        (s.critical, "critical"),
        (s.high, "high"),
        (s.medium, "medium"),
        (s.low, "low"),
        (s.info, "info"),
        (s.companies, "companies told"),
        (s.requests, "requests read"),
        (s.unread, "not readable"),
    ] {
        m.raw("<li><b>").number(number).raw("</b> ").raw(word).raw("</li>\n");
    }
    m.raw("</ul>\n");
    let whole = view.findings.iter().filter(|f| !is_part(f, &view.findings)).map(|f| &f.finding);
    let mut worst = whole.filter(|f| f.severity >= Severity::Medium && !f.attempted).take(IN_SHORT).peekable();
    if worst.peek().is_some() {
        m.raw("<h2>In short</h2>\n<ul>\n");
        for f in worst {
            m.raw("<li dir=\"auto\">");
            badge(m, f.severity);
            m.raw(" ").text(&f.said).raw("</li>\n");
        }
        m.raw("</ul>\n");
    }
    m.raw("</section>\n");
}

/// What another finding joins stands within it.
fn is_part(f: &FindingView, all: &[FindingView]) -> bool {
    f.finding.joins.is_empty() && all.iter().any(|other| other.finding.joins.contains(&f.finding.key))
}

fn findings(m: &mut Markup, view: &View) {
    m.raw("<section>\n<h2>What leaked</h2>\n");
    if view.findings.iter().all(|f| f.finding.severity == Severity::Info) {
        m.raw("<p>Nothing above Info was seen. That says nothing about what was not seen.</p>\n");
    }
    for (severity, word) in SEVERITIES {
        let mut of_it = view.findings.iter().filter(|f| f.finding.severity == severity && !is_part(f, &view.findings)).peekable();
        if of_it.peek().is_some() {
            m.raw("<h3>").raw(word).raw("</h3>\n");
            of_it.for_each(|f| finding(m, f, view));
        }
    }
    m.raw("</section>\n");
}

/// One finding; those it joins stand within it.
fn finding(m: &mut Markup, view: &FindingView, all: &View) {
    let f = &view.finding;
    m.raw("<article class=\"item ").raw(f.severity.word()).raw("\">\n<h4>");
    badge(m, f.severity);
    match &f.recipient {
        Some(who) => m.raw(" <bdi>").text(&who.name).raw("</bdi>: "),
        None => m.raw(" "),
    };
    m.text(&view.title).raw("</h4>\n<p class=\"said\" dir=\"auto\">").text(&f.said).raw("</p>\n");
    if f.attempted {
        m.raw("<p>Attempted: blocked or failed, as far as the browser knows.</p>\n");
    }
    if !f.evidence.is_empty() {
        m.raw("<ul class=\"proof\">\n");
        f.evidence.iter().for_each(|e| evidence(m, e));
        m.raw("</ul>\n");
    }
    m.raw("<dl>\n");
    if let Some(who) = &f.recipient {
        m.raw("<dt>Sent to</dt><dd><bdi class=\"mono\">").text(&who.host).raw("</bdi>");
        m.between(" · <bdi>", who.owner.as_deref().unwrap_or_default(), "</bdi>");
        m.between(" · ", &category(who.category.as_deref().unwrap_or_default()), "").raw("</dd>\n");
        let loaders = lineage::loaders(&all.lineage, &who.id);
        if !loaders.is_empty() {
            m.raw("<dt>Brought by</dt><dd class=\"mono\">");
            for (n, name) in loaders.into_iter().enumerate() {
                m.raw(if n == 0 { "" } else { " → " });
                excerpt(m, name);
            }
            m.raw("</dd>\n");
        }
        let baa = all.recipients.iter().find(|r| r.recipient.id == who.id).map_or("", |r| &r.baa);
        m.between("<dt>Agreement (BAA), public position</dt><dd>", baa, "</dd>\n");
    }
    m.raw("<dt>On</dt><dd class=\"mono\">");
    excerpt(m, &f.page);
    m.raw("</dd>\n<dt>Seen</dt><dd>")
        .number(f.count)
        .raw(if f.count == 1 { " time, at " } else { " times, first at " })
        .text(&utc(f.first));
    if f.count != 1 {
        m.raw(", last at ").text(&utc(f.last));
    }
    m.raw("</dd>\n");
    said(m, "<dt>Why it matters</dt><dd>", [view.why.as_str()]);
    said(m, "<dt>How to fix</dt><dd>", [view.fix.as_str()]);
    said(m, "<dt>What this cannot tell</dt><dd>", [&view.cannot_tell].into_iter().chain(&f.limits).map(String::as_str));
    said(m, "<dt>Why this severity</dt><dd>", [&view.severity_because].into_iter().chain(&f.adjusted).map(String::as_str));
    said(m, "<dt>How it was judged</dt><dd>", f.sum.lines());
    m.raw("</dl>\n");
    // A part joins nothing itself.
    let parts: Vec<&FindingView> =
        all.findings.iter().filter(|part| f.joins.contains(&part.finding.key) && part.finding.joins.is_empty()).collect();
    if !parts.is_empty() {
        m.raw("<p class=\"muted\">What makes it up</p>\n");
        parts.into_iter().for_each(|part| finding(m, part, all));
    }
    m.raw("</article>\n");
}

/// A fact in sentences of our own, one a line; nothing where there is nothing to say.
fn said<'s>(m: &mut Markup, name: &'static str, lines: impl IntoIterator<Item = &'s str>) {
    let mut lines = lines.into_iter().filter(|line| !line.is_empty()).peekable();
    if lines.peek().is_none() {
        return;
    }
    m.raw(name);
    for (at, line) in lines.enumerate() {
        m.raw(if at == 0 { "" } else { "<br>" });
        marked(m, line);
    }
    m.raw("</dd>\n");
}

/// A line of our own, what stands in backticks as code.
fn marked(m: &mut Markup, line: &str) {
    for piece in coded(line) {
        match piece.marked {
            true => m.raw("<code>").text(piece.text).raw("</code>"),
            false => m.text(piece.text),
        };
    }
}

fn evidence(m: &mut Markup, e: &Evidence) {
    m.raw("<li><code>").text(&e.at).raw("</code> <span class=\"muted\">").text(&e.label);
    for packed in &e.packed {
        m.raw(" → ").text(packed);
    }
    m.raw("</span><br><span class=\"mono\">");
    excerpt(m, &e.value);
    m.raw("</span>");
    if let Some(known) = &e.known {
        m.raw("<br><span class=\"known\" dir=\"auto\">Known: ");
        marked(m, &known.line(&e.at));
        m.raw("</span>");
    }
    m.raw("</li>\n");
}

fn recipients(m: &mut Markup, view: &View) {
    let all = &view.recipients;
    m.raw("<section>\n<h2>Who was told</h2>\n");
    if all.is_empty() {
        m.raw("<p>Nobody was seen to be told anything.</p>\n</section>\n");
        return;
    }
    pictured(m, Which::Flow, view);
    m.raw(concat!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Recipient</th><th scope=\"col\">Told</th>",
        "<th scope=\"col\">Hosts</th><th scope=\"col\">Requests</th><th scope=\"col\">Agreement (BAA), public position</th></tr></thead>\n<tbody>\n"
    ));
    for r in all {
        let who = &r.recipient;
        m.raw("<tr><th scope=\"row\"><bdi>").text(&who.name).raw("</bdi> ");
        r.worst.into_iter().for_each(|worst| badge(m, worst));
        m.raw("<br><span class=\"muted\">").raw(whose(who.party, who.relay));
        m.between(" · ", &category(who.category.as_deref().unwrap_or_default()), "").between(
            " · ",
            who.owner.as_deref().unwrap_or_default(),
            "",
        );
        m.between("<br>Listed because: <bdi>", &r.because, "</bdi>")
            .raw("</span></th><td>")
            .text(&r.told.join(", "))
            .raw("</td><td class=\"mono\">");
        for host in &r.hosts {
            m.raw("<bdi>").text(host).raw("</bdi><br>");
        }
        m.raw("</td><td>").number(r.requests);
        if r.failed > 0 {
            m.raw(", ").number(r.failed).raw(" of them attempted, not received");
        }
        m.raw("<br><span class=\"muted\">").text(&span(r.first, r.last)).raw("</span></td><td>");
        m.text(if r.baa.is_empty() { "none on record here" } else { &r.baa });
        m.between("<br>Own note: <bdi>", &r.note, "</bdi>").raw("</td></tr>\n");
    }
    m.raw("</tbody>\n</table></div>\n</section>\n");
}

/// "2027-03-03 14:02:30 to 14:05:01 UTC": the day once, and one time where both are the same.
fn span(first: Millis, last: Millis) -> String {
    let (first, last) = (utc(first), utc(last));
    if first == last {
        return first;
    }
    let day = first.split_inclusive(' ').next().unwrap_or_default();
    match last.strip_prefix(day) {
        Some(time) => format!("{} to {time}", first.trim_end_matches(" UTC")),
        None => format!("{first} to {last}"),
    }
}

/// A picture, and the same in words.
fn pictured(m: &mut Markup, which: Which, view: &View) {
    let picture = which.draw(view, Room::Wide);
    m.raw("<figure>\n").picture(&picture).raw("<details><summary>").raw(which.title()).raw(", in words</summary>\n<ul>\n");
    for said in &picture.said {
        m.raw("<li dir=\"auto\">").text(said).raw("</li>\n");
    }
    m.raw("</ul>\n</details>\n</figure>\n");
}

fn badge(m: &mut Markup, severity: Severity) {
    let (_, word) = SEVERITIES.iter().find(|(s, _)| *s == severity).unwrap_or(&SEVERITIES[4]);
    m.raw("<span class=\"sev ").raw(severity.word()).raw("\">").raw(word).raw("</span>");
}

fn excerpt(m: &mut Markup, excerpt: &Excerpt) {
    m.raw("<bdi dir=\"auto\">");
    for piece in segments(&excerpt.shown, &excerpt.marks) {
        match piece.marked {
            true => m.raw("<mark>").text(piece.text).raw("</mark>"),
            false => m.text(piece.text),
        };
    }
    m.raw("</bdi>");
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_span_says_its_day_once() {
        let noon = 1_804_082_550_000;
        for (last, said) in [
            (noon, "2027-03-03 14:02:30 UTC"),
            (noon + 151_000, "2027-03-03 14:02:30 to 14:05:01 UTC"),
            (noon + 86_400_000, "2027-03-03 14:02:30 UTC to 2027-03-04 14:02:30 UTC"),
        ] {
            assert_eq!(span(noon, last), said);
        }
    }
}
