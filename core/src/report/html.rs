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
use super::plain::{category, joined, severity, whose};
use super::segments::{coded, segments};
use super::time::utc;
use super::view::{FindingView, View};
use crate::excerpt::Excerpt;
use crate::finding::{Evidence, Severity};
use crate::observation::Millis;
use leaklight_text::t;

const STYLE: &str = include_str!("html.css");

/// Severities, the worst first.
const SEVERITIES: [Severity; 5] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

/// How many of the worst findings are said at the beginning.
const IN_SHORT: usize = 3;

/// The report. What an excerpt hides stays hidden; every text of a page is escaped.
pub fn html(report: &Report) -> String {
    let view = &report.view;
    let mut m = Markup::default();
    m.raw("<!doctype html>\n<html lang=\"").raw(t!(language: "en")).raw(concat!(
        "\">\n<head>\n<meta charset=\"utf-8\">\n",
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
    m.raw("<header>\n<p class=\"muted\">").raw(t!("Leaklight report")).raw("</p>\n<h1><bdi>").text(&view.site).raw("</bdi></h1>\n<p>");
    excerpt(m, &view.page.title);
    m.between(" <span class=\"chip\">", &view.page.context, "</span>");
    if !view.page.because.is_empty() {
        m.raw(" ").text(&t!("because {reasons}", reasons = view.page.because.join(t!("; "))));
    }
    m.raw("</p>\n<p class=\"mono\">");
    excerpt(m, &view.page.address);
    m.raw("</p>\n<p class=\"muted\">").text(&t!("Watched from {from} to {to}", from = utc(view.since), to = utc(written)));
    m.raw("</p>\n</header>\n");
}

fn summary(m: &mut Markup, view: &View) {
    let s = &view.summary;
    m.raw("<section aria-label=\"").raw(t!("Summary")).raw("\">\n<ul class=\"sum\">\n");
    for (number, word) in [
        (s.critical, t!(count: "critical")),
        (s.high, t!(count: "high")),
        (s.medium, t!(count: "medium")),
        (s.low, t!(count: "low")),
        (s.info, t!(count: "info")),
        (s.companies, t!("companies told")),
        (s.requests, t!("requests read")),
        (s.unread, t!("not readable")),
    ] {
        m.raw("<li><b>").number(number).raw("</b> ").raw(word).raw("</li>\n");
    }
    m.raw("</ul>\n");
    let whole = view.findings.iter().filter(|f| !is_part(f, &view.findings)).map(|f| &f.finding);
    let mut worst = whole.filter(|f| f.severity >= Severity::Medium && !f.attempted).take(IN_SHORT).peekable();
    if worst.peek().is_some() {
        m.raw("<h2>").raw(t!("In short")).raw("</h2>\n<ul>\n");
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
    m.raw("<section>\n<h2>").raw(t!("What leaked")).raw("</h2>\n");
    if view.findings.iter().all(|f| f.finding.severity == Severity::Info) {
        m.raw("<p>").raw(t!("Nothing above Info was seen. That says nothing about what was not seen.")).raw("</p>\n");
    }
    for level in SEVERITIES {
        let mut of_it = view.findings.iter().filter(|f| f.finding.severity == level && !is_part(f, &view.findings)).peekable();
        if of_it.peek().is_some() {
            m.raw("<h3>").raw(severity(level)).raw("</h3>\n");
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
        m.raw("<p>").raw(t!("Attempted: blocked or failed, as far as the browser knows.")).raw("</p>\n");
    }
    if !f.evidence.is_empty() {
        m.raw("<ul class=\"proof\">\n");
        f.evidence.iter().for_each(|e| evidence(m, e));
        m.raw("</ul>\n");
    }
    m.raw("<dl>\n");
    if let Some(who) = &f.recipient {
        m.raw("<dt>").raw(t!("Sent to")).raw("</dt><dd><bdi class=\"mono\">").text(&who.host).raw("</bdi>");
        m.between(" · <bdi>", who.owner.as_deref().unwrap_or_default(), "</bdi>");
        m.between(" · ", &category(who.category.as_deref().unwrap_or_default()), "").raw("</dd>\n");
        let loaders = lineage::loaders(&all.lineage, &who.id);
        if !loaders.is_empty() {
            m.raw("<dt>").raw(t!("Brought by")).raw("</dt><dd class=\"mono\">");
            for (n, name) in loaders.into_iter().enumerate() {
                m.raw(if n == 0 { "" } else { " → " });
                excerpt(m, name);
            }
            m.raw("</dd>\n");
        }
        let baa = all.recipients.iter().find(|r| r.recipient.id == who.id).map_or("", |r| &r.baa);
        said(m, t!("Agreement (BAA), public position"), [baa]);
    }
    m.raw("<dt>").raw(t!(page: "On")).raw("</dt><dd class=\"mono\">");
    excerpt(m, &f.page);
    m.raw("</dd>\n<dt>").raw(t!("Seen")).raw("</dt><dd>").text(&match f.count {
        1 => t!("1 time, at {when}", when = utc(f.first)),
        n => t!("{n} times, first at {first}, last at {last}", first = utc(f.first), last = utc(f.last)),
    });
    m.raw("</dd>\n");
    said(m, t!("Why it matters"), [view.why.as_str()]);
    said(m, t!("How to fix"), [view.fix.as_str()]);
    said(m, t!("What this cannot tell"), [&view.cannot_tell].into_iter().chain(&f.limits).map(String::as_str));
    said(m, t!("Why this severity"), [&view.severity_because].into_iter().chain(&f.adjusted).map(String::as_str));
    said(m, t!("How it was judged"), f.sum.lines());
    m.raw("</dl>\n");
    // A part joins nothing itself.
    let parts: Vec<&FindingView> =
        all.findings.iter().filter(|part| f.joins.contains(&part.finding.key) && part.finding.joins.is_empty()).collect();
    if !parts.is_empty() {
        m.raw("<p class=\"muted\">").raw(t!("What makes it up")).raw("</p>\n");
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
    m.raw("<dt>").raw(name).raw("</dt><dd>");
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
        m.raw("<br><span class=\"known\" dir=\"auto\">").raw(t!("Known:")).raw(" ");
        marked(m, &known.line(&e.at));
        m.raw("</span>");
    }
    m.raw("</li>\n");
}

fn recipients(m: &mut Markup, view: &View) {
    let all = &view.recipients;
    m.raw("<section>\n<h2>").raw(t!("Who was told")).raw("</h2>\n");
    if all.is_empty() {
        m.raw("<p>").raw(t!("Nobody was seen to be told anything.")).raw("</p>\n</section>\n");
        return;
    }
    pictured(m, Which::Flow, view);
    table(m, &[t!("Recipient"), t!("Told"), t!("Hosts"), t!("Requests"), t!("Agreement (BAA), public position")]);
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
        labelled(m, t!("Listed because:"), &r.because);
        m.raw("</span></th><td>").text(&joined(&r.told)).raw("</td><td class=\"mono\">");
        for host in &r.hosts {
            m.raw("<bdi>").text(host).raw("</bdi><br>");
        }
        m.raw("</td><td>").number(r.requests);
        if r.failed > 0 {
            m.raw(t!(", ")).text(&t!("{n} of them attempted, not received", n = r.failed));
        }
        m.raw("<br><span class=\"muted\">").text(&span(r.first, r.last)).raw("</span></td><td>");
        m.text(if r.baa.is_empty() { t!("none on record here") } else { &r.baa });
        labelled(m, t!("Own note:"), &r.note);
        m.raw("</td></tr>\n");
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
        Some(time) => t!("{first} to {last}", first = first.trim_end_matches(" UTC"), last = time),
        None => t!("{first} to {last}"),
    }
}

/// A picture, and the same in words.
fn pictured(m: &mut Markup, which: Which, view: &View) {
    let picture = which.draw(view, Room::Wide);
    m.raw("<figure>\n")
        .picture(&picture)
        .raw("<details><summary>")
        .text(&t!("{picture}, in words", picture = which.title()))
        .raw("</summary>\n<ul>\n");
    for said in &picture.said {
        m.raw("<li dir=\"auto\">").text(said).raw("</li>\n");
    }
    m.raw("</ul>\n</details>\n</figure>\n");
}

fn badge(m: &mut Markup, which: Severity) {
    m.raw("<span class=\"sev ").raw(which.word()).raw("\">").raw(severity(which)).raw("</span>");
}

/// A table's beginning up to its body, with what its columns are.
fn table(m: &mut Markup, heads: &[&'static str]) {
    m.raw("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"").raw(t!("Table")).raw("\"><table>\n<thead><tr>");
    for head in heads {
        m.raw("<th scope=\"col\">").raw(head).raw("</th>");
    }
    m.raw("</tr></thead>\n<tbody>\n");
}

/// A line of its own: words of ours, and what somebody else said; nothing where that is empty.
fn labelled(m: &mut Markup, label: &'static str, text: &str) {
    if !text.is_empty() {
        m.raw("<br>").raw(label).raw(" <bdi>").text(text).raw("</bdi>");
    }
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
