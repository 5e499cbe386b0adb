//! The visitor's choice: who says what was chosen, who was told before and after, what was tested, and the time line.

use super::lineage::sentences;
use super::{excerpt, marked as coded, pictured};
use crate::observation::Millis;
use crate::report::markup::Markup;
use crate::report::picture::Which;
use crate::report::plain::{after, chosen, mark, outcome, run, since_page, standing, step, verdict};
use crate::report::time::utc;
use crate::report::view::{CheckView, ConsentView, ManagerView, MarkView, PassView, SendsView, View};

const END: &str = "</tbody>\n</table></div>\n";

/// The section.
pub(super) fn choice(m: &mut Markup, whole: &View) {
    let (view, since) = (&whole.consent, whole.since);
    m.raw("<section>\n<h2>The visitor's choice</h2>\n");
    if view.said.is_empty() {
        m.raw("<p>No banner or consent manager was seen.</p>\n");
    } else {
        m.raw("<p><span class=\"sev\">").raw(chosen(&view.state)).raw("</span> <bdi>").text(&view.said).raw("</bdi></p>\n");
    }
    sentences(m, "<h3>They contradict each other</h3>\n", &view.disagree);
    if !view.sends.is_empty() || view.check.as_ref().is_some_and(|check| !check.rows.is_empty()) {
        pictured(m, Which::Choice, whole);
    }
    sends(m, &view.sends);
    managers(m, &view.managers);
    passes(m, &view.passes);
    view.check.iter().for_each(|check| checked(m, check));
    if !view.marks.is_empty() {
        pictured(m, Which::Timeline, whole);
    }
    marks(m, view, since);
    sentences(m, "<h3>What this cannot tell</h3>\n", &view.limits);
    m.raw("</section>\n");
}

fn sends(m: &mut Markup, all: &[SendsView]) {
    if all.is_empty() {
        return;
    }
    m.raw(concat!(
        "<h3>Before and after the choice</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Requests to</th>",
        "<th scope=\"col\">Before a choice</th><th scope=\"col\">After accepting</th><th scope=\"col\">After refusing</th>",
        "<th scope=\"col\">After a choice of some</th><th scope=\"col\">No banner seen</th></tr></thead>\n<tbody>\n"
    ));
    for s in all {
        m.raw("<tr><th scope=\"row\"><bdi>").text(&s.name).raw("</bdi>");
        m.raw(if s.tracks { "<br><span class=\"muted\">counts or advertises</span></th>" } else { "</th>" });
        for number in [s.before, s.accepted, s.rejected, s.partial, s.none] {
            m.raw("<td>").number(number).raw("</td>");
        }
        m.raw("</tr>\n");
    }
    m.raw(END);
}

fn managers(m: &mut Markup, all: &[ManagerView]) {
    if all.is_empty() {
        return;
    }
    m.raw(concat!(
        "<h3>Who says what was chosen</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Who</th><th scope=\"col\">Stands</th>",
        "<th scope=\"col\">Says</th><th scope=\"col\">Where</th></tr></thead>\n<tbody>\n"
    ));
    for one in all {
        m.raw("<tr><th scope=\"row\"><bdi>").text(&one.name).raw("</bdi></th><td><span class=\"sev\">").raw(standing(&one.standing));
        m.raw("</span></td><td><bdi>").text(&one.said).raw("</bdi></td><td class=\"mono\"><bdi>");
        coded(m, &one.at);
        m.raw("</bdi>");
        if !one.value.shown.is_empty() {
            m.raw(" = ");
            excerpt(m, &one.value);
        }
        m.raw("<br><span class=\"muted\">").text(&utc(one.when)).raw("</span></td></tr>\n");
    }
    m.raw(END);
}

fn passes(m: &mut Markup, all: &[PassView]) {
    if all.is_empty() {
        return;
    }
    m.raw(concat!(
        "<h3>What was tested</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Result</th>",
        "<th scope=\"col\">Observation</th></tr></thead>\n<tbody>\n"
    ));
    for pass in all {
        m.raw("<tr><th scope=\"row\">").text(&pass.name).raw("</th><td><span class=\"sev\">").raw(outcome(&pass.state));
        m.raw("</span></td><td><bdi>").text(&pass.because).raw("</bdi></td></tr>\n");
    }
    m.raw(END);
}

fn checked(m: &mut Markup, check: &CheckView) {
    m.raw("<h3>Guided check: the same page three times</h3>\n<p class=\"mono\">");
    excerpt(m, &check.address);
    m.raw("</p>\n<ul>\n");
    for one in &check.runs {
        m.raw("<li><b>").raw(step(&one.step)).raw("</b>: ").raw(run(&one.state)).between(". ", &one.said, "");
        m.raw(", watched for ").number((one.lasted / 1000) as u32).raw(" s</li>\n");
    }
    m.raw("</ul>\n");
    if check.rows.is_empty() {
        return;
    }
    m.raw("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">Seen</th>");
    for one in &check.runs {
        m.raw("<th scope=\"col\">").raw(step(&one.step)).raw("</th>");
    }
    m.raw("<th scope=\"col\">What this could mean</th></tr></thead>\n<tbody>\n");
    for row in &check.rows {
        m.raw("<tr><th scope=\"row\"><span class=\"muted\">").text(&row.kind).raw("</span> ");
        excerpt(m, &row.name);
        m.raw("</th>");
        for (one, n) in check.runs.iter().zip(row.counts) {
            m.raw("<td>");
            if one.state == "not-run" {
                m.raw("not run");
            } else {
                m.number(n);
            }
            let is_unexpected = row.wrong && n > 0 && one.step != "accept";
            m.raw(if is_unexpected { " <b class=\"note\">unexpected</b></td>" } else { "</td>" });
        }
        m.raw("<td>").text(&row.said).raw("</td></tr>\n");
    }
    m.raw(END);
}

fn marks(m: &mut Markup, view: &ConsentView, since: Millis) {
    if view.marks.is_empty() {
        return;
    }
    m.raw("<h3>In the order it came</h3>\n");
    if view.more > 0 {
        m.raw("<p>Earlier events that are not kept here: ").number(view.more).raw("</p>\n");
    }
    m.raw(concat!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">After the page began</th><th scope=\"col\">What</th>",
        "<th scope=\"col\">How it stands to the choice</th></tr></thead>\n<tbody>\n"
    ));
    for (event, time) in view.marks.iter().zip(since_page(&view.marks, since)) {
        marked(m, event, time);
    }
    m.raw(END);
}

fn marked(m: &mut Markup, event: &MarkView, time: Millis) {
    m.raw("<tr><td>")
        .text(&after(time))
        .raw("<br><span class=\"muted\">")
        .text(&utc(event.at))
        .raw("</span></td><td><span class=\"muted\">");
    m.raw(mark(&event.kind)).raw("</span> <bdi>").text(&event.said).raw("</bdi>");
    if event.count > 1 {
        m.raw(", ").number(event.count).raw(" times");
    }
    m.raw("</td><td>").raw(verdict(&event.verdict)).raw("</td></tr>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::excerpt::Excerpt;

    #[test]
    fn places_are_code_and_never_markup() {
        let place = "`gtag('consent', 'default')` <b>";
        let one = ManagerView {
            name: "Google consent mode".to_owned(),
            standing: "denied".to_owned(),
            said: String::new(),
            at: place.to_owned(),
            value: Excerpt::default(),
            when: 0,
        };
        let consent = ConsentView {
            said: "Said.".to_owned(),
            managers: vec![one],
            disagree: vec![["Klaro says yes (cookie klaro), Google says no (", place, ")."].concat()],
            ..ConsentView::default()
        };
        let mut m = Markup::default();
        choice(&mut m, &View { consent, ..View::default() });
        let html = m.finish();
        assert_eq!(html.matches("<code>gtag(&#39;consent&#39;, &#39;default&#39;)</code> &lt;b&gt;").count(), 2, "{html}");
        assert!(!html.contains('`') && !html.contains("<b>"), "{html}");
    }
}
