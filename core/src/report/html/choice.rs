//! The visitor's choice: who says what was chosen, who was told before and after, what was tested, and the time line.

use super::lineage::sentences;
use super::{excerpt, marked as coded, pictured, table};
use crate::observation::Millis;
use crate::report::markup::Markup;
use crate::report::picture::Which;
use crate::report::plain::{after, checked as row_kind, chosen, mark, outcome, run, since_page, standing, step, times, verdict};
use crate::report::time::utc;
use crate::report::view::{CheckView, ConsentView, ManagerView, MarkView, PassView, SendsView, View};
use leaklight_text::t;

const END: &str = "</tbody>\n</table></div>\n";

/// The section.
pub(super) fn choice(m: &mut Markup, whole: &View) {
    let (view, since) = (&whole.consent, whole.since);
    m.raw("<section>\n<h2>").raw(t!("The visitor's choice")).raw("</h2>\n");
    if view.said.is_empty() {
        m.raw("<p>").raw(t!("No banner or consent manager was seen.")).raw("</p>\n");
    } else {
        m.raw("<p><span class=\"sev\">").raw(chosen(&view.state)).raw("</span> <bdi>").text(&view.said).raw("</bdi></p>\n");
    }
    sentences(m, "h3", t!("They contradict each other"), &view.disagree);
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
    sentences(m, "h3", t!("What this cannot tell"), &view.limits);
    m.raw("</section>\n");
}

fn sends(m: &mut Markup, all: &[SendsView]) {
    if all.is_empty() {
        return;
    }
    m.raw("<h3>").raw(t!("Before and after the choice")).raw("</h3>\n");
    table(
        m,
        &[
            t!("Requests to"),
            t!("Before a choice"),
            t!("After accepting"),
            t!("After refusing"),
            t!("After a choice of some"),
            t!("No banner seen"),
        ],
    );
    for s in all {
        m.raw("<tr><th scope=\"row\"><bdi>").text(&s.name).raw("</bdi>");
        if s.tracks {
            m.raw("<br><span class=\"muted\">").raw(t!("counts or advertises")).raw("</span>");
        }
        m.raw("</th>");
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
    m.raw("<h3>").raw(t!("Who says what was chosen")).raw("</h3>\n");
    table(m, &[t!("Who"), t!("Stands"), t!("Says"), t!("Where")]);
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
    m.raw("<h3>").raw(t!("What was tested")).raw("</h3>\n");
    table(m, &[t!("What"), t!("Result"), t!("Observation")]);
    for pass in all {
        m.raw("<tr><th scope=\"row\">").text(&pass.name).raw("</th><td><span class=\"sev\">").raw(outcome(&pass.state));
        m.raw("</span></td><td><bdi>").text(&pass.because).raw("</bdi></td></tr>\n");
    }
    m.raw(END);
}

fn checked(m: &mut Markup, check: &CheckView) {
    m.raw("<h3>").raw(t!("Guided check: the same page three times")).raw("</h3>\n<p class=\"mono\">");
    excerpt(m, &check.address);
    m.raw("</p>\n<ul>\n");
    for one in &check.runs {
        m.raw("<li><b>").raw(step(&one.step)).raw("</b>: ").raw(run(&one.state)).between(". ", &one.said, "");
        m.raw(t!(", ")).text(&t!("watched for {n} s", n = one.lasted / 1000)).raw("</li>\n");
    }
    m.raw("</ul>\n");
    if check.rows.is_empty() {
        return;
    }
    let steps = check.runs.iter().map(|one| step(&one.step));
    table(m, &std::iter::once(t!("Seen")).chain(steps).chain([t!("What this could mean")]).collect::<Vec<_>>());
    for row in &check.rows {
        m.raw("<tr><th scope=\"row\"><span class=\"muted\">").text(row_kind(&row.kind)).raw("</span> ");
        excerpt(m, &row.name);
        m.raw("</th>");
        for (one, n) in check.runs.iter().zip(row.counts) {
            m.raw("<td>");
            if one.state == "not-run" {
                m.raw(t!("not run"));
            } else {
                m.number(n);
            }
            let is_unexpected = row.wrong && n > 0 && one.step != "accept";
            if is_unexpected {
                m.raw(" <b class=\"note\">").raw(t!("unexpected")).raw("</b>");
            }
            m.raw("</td>");
        }
        m.raw("<td>").text(&row.said).raw("</td></tr>\n");
    }
    m.raw(END);
}

fn marks(m: &mut Markup, view: &ConsentView, since: Millis) {
    if view.marks.is_empty() {
        return;
    }
    m.raw("<h3>").raw(t!("In the order it came")).raw("</h3>\n");
    if view.more > 0 {
        m.raw("<p>").text(&t!("Earlier events that are not kept here: {n}", n = view.more)).raw("</p>\n");
    }
    table(m, &[t!("After the page began"), t!("What"), t!("How it stands to the choice")]);
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
        m.raw(t!(", ")).text(&times(event.count));
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
