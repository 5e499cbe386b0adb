//! The visitor's choice: how the visit stands to it, who says so, who was told before and after.

use super::consent::told;
use super::draw::{Item, calm, keyed, leads, nothing, number_of, own, part, row, table, tag, text, told_apart, words};
use super::findings::more;
use super::guided;
use super::parts::{chosen, outcome, sentences};
use super::picture::picture;
use super::recipients::show_row;
use crate::state::Panel;
use crate::words::thousands;
use leaklight_core::report::picture::Which;
use leaklight_core::report::view::{ConsentView, ManagerView, PassView, SendsView};
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use std::sync::Arc;

const STEP: usize = 50;
const NONE: Message =
    message!("Once a consent banner or a consent manager is seen on the page, this shows whom the visitor’s choice lets in.");
const TRACKS: Message = message!("counts or advertises");

/// The sheet.
pub fn sheet(panel: Panel) -> AnyView {
    let of = move |what: fn(&ConsentView) -> AnyView| part(move || panel.consent.with(what));
    row([
        tag("h2", "unseen", text(t!("Consent"))),
        of(state),
        of(disagree),
        guided::guided(panel),
        before_and_after(panel),
        managers(panel),
        of(|c| listed(t!("What was tested"), row(c.passes.iter().map(pass)), c.passes.is_empty())),
        of(|c| sentences(tag("h3", "", text(t!("What this cannot tell"))), &c.limits)),
    ])
}

fn state(consent: &ConsentView) -> AnyView {
    if consent.said.is_empty() {
        return calm(t!("No banner or consent manager seen so far"), text(NONE.say()));
    }
    let earlier = if consent.restored { tag("span", "chip", text(t!("chosen on an earlier visit"))) } else { nothing() };
    let line = tag("p", "row wrap", row([chosen(&consent.state), earlier]));
    tag("div", "item state", row([line, own("p", "said", text(&consent.said))]))
}

fn disagree(consent: &ConsentView) -> AnyView {
    if consent.disagree.is_empty() {
        return nothing();
    }
    let said = row(consent.disagree.iter().map(|said| own("li", "", text(said))));
    tag("div", "own warned", row([tag("b", "", text(t!("They contradict each other"))), tag("ul", "plain small", said)]))
}

/// A list under a heading; nothing where it is empty.
fn listed(heading: &'static str, rows: AnyView, is_empty: bool) -> AnyView {
    if is_empty { nothing() } else { row([tag("h3", "", text(heading)), tag("ul", "item values", rows)]) }
}

fn managers(panel: Panel) -> AnyView {
    let none = words(move || if panel.consent.with(|c| c.managers.is_empty()) { "gone" } else { "" }.to_owned());
    // Keyed by what they say, so that the others stay as they are.
    let rows = keyed(move || {
        panel.consent.with(|c| {
            let item = |m: &ManagerView| {
                let id = number_of((&m.name, &m.standing, &m.said, &m.at, &m.value.shown));
                let m = m.clone();
                Item { id, draw: Arc::new(move || manager(panel, &m)) }
            };
            told_apart(c.managers.iter().map(item))
        })
    });
    view! {
        <section class=none>
            <h3>{t!("Who says what was chosen")}</h3>
            <ul class="item proofs signals small" aria-label=t!("Who says what was chosen")>
                {rows}
            </ul>
        </section>
    }
    .into_any()
}

fn manager(panel: Panel, m: &ManagerView) -> AnyView {
    let when = m.when;
    let when = words(move || panel.clock.get().at(when));
    told(&m.name, &m.standing, &m.said, &m.at, &m.value, when.into_any())
}

fn pass(pass: &PassView) -> AnyView {
    let line = row([own("b", "grow", text(&pass.name)), outcome(&pass.state)]);
    tag("li", "", row([tag("p", "row wrap", line), own("p", "small muted", text(&pass.because))]))
}

/// A column: its heading, and what of a recipient stands in it.
type Column = (Message, fn(&SendsView) -> u32);

/// The columns of the table: a heading, and what stands beneath it.
const COLUMNS: [Column; 5] = [
    (message!(sends: "Before"), |s| s.before),
    (message!(sends: "Accepted"), |s| s.accepted),
    (message!(sends: "Refused"), |s| s.rejected),
    (message!(sends: "Some allowed"), |s| s.partial),
    (message!(sends: "No banner"), |s| s.none),
];

/// Those that hold anything; a phone has no room for the others.
fn columns(all: &[SendsView]) -> Vec<usize> {
    (0..COLUMNS.len()).filter(|at| COLUMNS.get(*at).is_some_and(|(_, number)| all.iter().any(|s| number(s) > 0))).collect()
}

fn before_and_after(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    let all = move || panel.consent.with(|c| c.sends.len());
    let head = part(move || {
        let heads = panel.consent.with(|c| columns(&c.sends)).into_iter().filter_map(|at| COLUMNS.get(at));
        let heads = heads.map(|(name, _)| tag("th", "", text(name.say())));
        tag("tr", "", row(std::iter::once(tag("th", "first", text(t!("Requests to")))).chain(heads)))
    });
    let rows = keyed(move || {
        panel.consent.with(|c| {
            let columns = columns(&c.sends);
            let item = |s: &SendsView| {
                let (s, columns) = (s.clone(), columns.clone());
                let id = number_of((&s.recipient, &s.name, s.tracks, &columns));
                Item { id, draw: Arc::new(move || sends(panel, &s, &columns)) }
            };
            told_apart(c.sends.iter().take(most.get()).map(item))
        })
    });
    let class = words(move || if all() == 0 { "gone" } else { "" }.to_owned());
    // Two numbers stand beside a name on any screen, more do not.
    let box_of = words(move || if panel.consent.with(|c| columns(&c.sends).len()) > 2 { "item stack" } else { "item" }.to_owned());
    let inside = row([table("sends", head, rows), more(most, STEP, all)]);
    view! {
        <section class=class>
            <h3>{t!("Before and after the choice")}</h3>
            {picture(panel, Which::Choice)}
            <div class=box_of>{inside}</div>
        </section>
    }
    .into_any()
}

fn sends(panel: Panel, sends: &SendsView, columns: &[usize]) -> AnyView {
    let id: Arc<str> = sends.recipient.as_str().into();
    let tracks = sends.tracks;
    let name = if panel.recipients.with_untracked(|rows| rows.iter().any(|r| r.value.with_untracked(|r| r.recipient.id == *id))) {
        let id = id.clone();
        leads(own("bdi", "", text(&sends.name)), move || show_row(panel, &id))
    } else {
        own("bdi", "", text(&sends.name))
    };
    let what = if tracks { tag("span", "small muted", text(TRACKS.say())) } else { nothing() };
    let cells = columns.iter().filter_map(|at| COLUMNS.get(*at)).map(|(_, number)| {
        let id = id.clone();
        // Found anew each time, so that a number that grows takes nobody's place at the keyboard.
        let said = part(move || {
            let n = panel.consent.with(|c| c.sends.iter().find(|s| *s.recipient == *id).map_or(0, number));
            tag(if n > 0 && tracks { "b" } else { "span" }, if n == 0 { "muted" } else { "" }, text(thousands(n)))
        });
        tag("td", "", said)
    });
    tag("tr", "", row(std::iter::once(tag("th", "first", row([name, what]))).chain(cells)))
}

/// What the tab says beside its name.
pub fn in_short(state: &str) -> &'static str {
    match state {
        "waiting" => t!(tab: "waiting"),
        "accepted" => t!(tab: "accepted"),
        "rejected" => t!(tab: "refused"),
        "partial" => t!(tab: "some"),
        _ => "",
    }
}
