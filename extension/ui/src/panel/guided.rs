//! The guided check: the same page with nothing chosen, with everything accepted, with everything refused, side by side. What the site
//! keeps in this browser is cleared before each step, with the person's yes.

use super::draw::{Item, begin, button, focus_soon, keyed, nothing, number_of, own, part, place, row, table, tag, text};
use super::parts::{excerpt, not_done, run_state, unexpected};
use crate::bridge;
use crate::choice::cleared;
use crate::feed;
use crate::state::Panel;
use crate::words::{count, thousands};
use leaklight_core::report::plain;
use leaklight_core::report::view::{CheckRow, CheckView, RunView};
use leaklight_text::{Message, message, t};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::sync::Arc;

const WHAT: Message = message!(
    "Loads this page three times: with nothing chosen, with everything accepted, with everything refused. Who was told and what was kept stand side by side afterwards."
);
const CLEARED: Message = message!(
    "This site’s cookies and what its pages keep in this browser are cleared: local storage, session storage, IndexedDB, Cache Storage. The page is then loaded again."
);
const FRAMES: Message = message!("The same goes for other companies’ frames that this page holds (a video, a map).");
const LOGINS: Message =
    message!("You are logged out of this site, perhaps of those companies too, and what was begun here (a form, a basket) is gone.");
const OTHERS: Message = message!("What other companies keep elsewhere stays: they may know this browser all the same.");
const EACH: Message = message!("The same is done before each of the three steps.");
const AGAIN: Message = message!("Do a step once more:");
const GOES: Message = message!("Stopping throws the results away.");
const UNASKED: Message = message!("“Unexpected” marks what counts or advertises and was seen with nothing chosen or after refusing.");
const MOST: usize = 300;

/// The element that has the keyboard once a step begins or ends.
const HERE: &str = "guided";
const ASK: &str = "guided-ask";

/// Everything of the check.
pub fn guided(panel: Panel) -> AnyView {
    // The step a person is asked about; empty where none.
    let asked = RwSignal::new("");
    // Keyed by what is to be done, so that a page that goes on sending takes nobody's place at the keyboard.
    let control = keyed(move || {
        let asked_for = asked.get();
        panel.consent.with(|c| {
            let steps = c
                .check
                .as_ref()
                .map(|c| (&c.running, &c.next, &c.address.shown, c.runs.iter().map(|r| (&r.step, &r.state)).collect::<Vec<_>>()));
            let id = number_of((asked_for, steps));
            let check = c.check.clone();
            vec![Item { id, draw: Arc::new(move || control(panel, asked, asked_for, check.as_ref())) }]
        })
    });
    let side_by_side = part(move || panel.consent.with(|c| c.check.as_ref().map_or_else(nothing, side_by_side)));
    let heading = place("h3", "", HERE, text(t!("Guided check")));
    row([heading, tag("div", "item guided stack", row([control, side_by_side]))])
}

fn control(panel: Panel, asked: RwSignal<&'static str>, asked_for: &'static str, check: Option<&CheckView>) -> AnyView {
    if !asked_for.is_empty() {
        return confirm(panel, asked, asked_for);
    }
    let ask = move |step: &'static str| {
        asked.set(step);
        focus_soon(ASK.to_owned());
    };
    let Some(check) = check else {
        let start = button("", text(t!("Start the guided check")), move || ask("ignore"));
        return row([own("p", "small muted", text(WHAT.say())), tag("div", "acts", start)]);
    };
    let stop = |label: &'static str| button("plain", text(label), move || tell(panel, "off"));
    let at = |which: &str| check.runs.iter().position(|run| run.step == which).unwrap_or(0) + 1;
    let head = tag("p", "mono small", excerpt(&check.address));
    let next = own("p", "", text(&check.next));
    if !check.running.is_empty() {
        let step = tag("b", "", text(t!("Step {step} of 3: {what}", step = at(&check.running), what = to_do(&check.running))));
        let done = button("main", text(t!("Done with this step")), move || tell(panel, "done"));
        let acts = tag("div", "acts", row([done, stop(t!("Stop the check"))]));
        return row([head, step, next, acts, own("p", "small muted", text(GOES.say()))]);
    }
    let open = check.runs.iter().find(|run| run.state == "not-run").map(|run| which(&run.step));
    let go_on = match open {
        Some(step) => {
            let label = t!("Clear again and go on: {what}", what = to_do(step));
            button("main", text(label), move || tell(panel, step))
        }
        None => nothing(),
    };
    let ran: Vec<&RunView> = check.runs.iter().filter(|run| matches!(run.state.as_str(), "doubtful" | "done")).collect();
    let repeat = row(ran.iter().map(|run| {
        let step = which(&run.step);
        button("", text(to_do(step)), move || ask(step))
    }));
    let repeat = if ran.is_empty() { nothing() } else { tag("div", "acts", row([own("span", "small muted", text(AGAIN.say())), repeat])) };
    let stop = stop(if open.is_some() { t!("Stop the check") } else { t!("Throw the results away") });
    row([head, next, tag("div", "acts", row([go_on, stop])), repeat])
}

/// The step's word, as it is told to the worker.
fn which(step: &str) -> &'static str {
    match step {
        "accept" => "accept",
        "reject" => "reject",
        _ => "ignore",
    }
}

fn to_do(step: &str) -> &'static str {
    match step {
        "accept" => t!("accept everything"),
        "reject" => t!("refuse everything"),
        _ => t!("leave the banner alone"),
    }
}

fn confirm(panel: Panel, asked: RwSignal<&'static str>, step: &'static str) -> AnyView {
    let back = move || {
        asked.set("");
        focus_soon(HERE.to_owned());
    };
    let yes = move || {
        asked.set("");
        tell(panel, step);
    };
    let escape: Box<dyn FnMut(KeyboardEvent)> = Box::new(move |event| {
        if event.key() == "Escape" {
            event.stop_propagation();
            back();
        }
    });
    let lines = row([CLEARED, FRAMES, LOGINS, OTHERS, EACH].map(|said| own("li", "", text(said.say()))));
    let acts = row([button("main", text(t!("Clear and load again")), yes), button("", text(t!("Cancel")), back)]);
    view! {
        <div class="own warned" id=ASK tabindex="-1" role="group" aria-label=t!("Before the check begins") on:keydown=escape>
            <b>{t!("Clear what this site keeps in this browser?")}</b>
            {tag("ul", "plain small", lines)}
            {tag("div", "acts", acts)}
        </div>
    }
    .into_any()
}

/// Tells the worker of a step. It may take a while: it clears what the site keeps first.
fn tell(panel: Panel, step: &'static str) {
    let Some(tab) = panel.tab() else { return };
    let clears = !matches!(step, "done" | "off");
    if clears {
        panel.notice.set(t!("Clearing what this site keeps…").to_owned().into());
    }
    begin(async move {
        let reply = bridge::ask("check", &[("tab", tab.into()), ("step", step.into())]).await;
        let said = match reply.ok {
            true if clears => cleared(&reply.text),
            true => String::new(),
            false => not_done(&reply),
        };
        panel.notice.set(said.into());
        feed::refresh(panel);
        focus_soon(HERE.to_owned());
    });
}

fn side_by_side(check: &CheckView) -> AnyView {
    let runs = tag("ul", "runs", row(check.runs.iter().map(run)));
    if check.rows.is_empty() {
        return runs;
    }
    let heads = check.runs.iter().map(|run| tag("th", "", text(plain::step(&run.step))));
    let first = tag("th", "first", text(t!(what: "Seen")));
    let head = tag("tr", "", row(std::iter::once(first).chain(heads)));
    let rows = row(check.rows.iter().take(MOST).map(|r| compared(check, r)));
    let left = check.rows.len().saturating_sub(MOST) as u32;
    let left = match left {
        0 => nothing(),
        n => tag("p", "small muted", text(count(n, t!("more row stands in the report."), t!("more rows stand in the report.")))),
    };
    row([runs, table("sends", head, rows), left, own("p", "small muted", text(UNASKED.say()))])
}

fn run(run: &RunView) -> AnyView {
    let watched = if run.lasted > 0 { t!("watched for {seconds} s", seconds = run.lasted / 1000) } else { String::new() };
    let lines = [
        own("b", "", text(plain::step(&run.step))),
        run_state(&run.state),
        own("p", "small", text(&run.said)),
        own("p", "small muted", text(watched)),
    ];
    tag("li", "", row(lines))
}

fn compared(check: &CheckView, r: &CheckRow) -> AnyView {
    let kind = match r.kind.as_str() {
        "recipient" => t!("requests to"),
        "cookie" => t!(kind: "cookie"),
        _ => t!(kind: "stored"),
    };
    let cells = check.runs.iter().zip(r.counts).map(|(run, n)| {
        if run.state == "not-run" {
            return tag("td", "", tag("span", "muted", text(t!("not run"))));
        }
        let wrong = if r.wrong && n > 0 && run.step != "accept" { unexpected() } else { nothing() };
        tag("td", "", row([tag(if n > 0 { "b" } else { "span" }, "", text(thousands(n))), wrong]))
    });
    let said = if r.said.is_empty() { nothing() } else { own("span", "small", text(&r.said)) };
    let what = tag("span", "", row([tag("span", "muted", text(kind)), text(" "), tag("b", "", excerpt(&r.name))]));
    let name = tag("th", "first", row([what, said]));
    tag("tr", "", row(std::iter::once(name).chain(cells)))
}
