//! What is taught beside the visit: a step, or a question and what it reveals.

use super::lesson::{Lesson, Part, Question, Step};
use super::log::lasting;
use super::state::{Room, Section};
use leaklight_core::finding::Kind;
use leaklight_draw::draw::{button, focus_soon, leads, nothing, part, part_if, pick, place, row, tag, text, words};
use leaklight_draw::parts::{answered, coded};
use leaklight_draw::words::{CASES_ABOUT, thousands};
use leaklight_text::t;
use leptos::prelude::*;

/// The id of the part's heading, for the keyboard.
pub const HEADING: &str = "taught";

/// The column beside the panel.
pub fn taught(room: Room) -> AnyView {
    let inside = part(move || {
        let lesson = room.open();
        let at = room.part.get();
        match lesson.parts.get(at) {
            None => alone(&lesson),
            Some(Part::Step(step)) => row([stepped(step), onward(room, &lesson, at)]),
            Some(Part::Question(question)) => row([asked(room, at, question), onward(room, &lesson, at)]),
        }
    });
    view! { <section class="taught" aria-labelledby=HEADING>{inside}</section> }.into_any()
}

/// A visit nobody wrote a lesson about.
fn alone(lesson: &Lesson) -> AnyView {
    let visit = &lesson.visit;
    let pages = match visit.pages.len() as u32 {
        1 => t!("1 page").to_owned(),
        n => t!("{n} pages", n = thousands(n)),
    };
    let events = match visit.at.len() as u32 {
        1 => t!("1 event").to_owned(),
        n => t!("{n} events", n = thousands(n)),
    };
    let facts = [pages, events, lasting(visit.when(visit.at.len()))];
    let late = if visit.complete && visit.before.is_empty() {
        nothing()
    } else {
        tag("p", "warned", text(t!("The recording’s beginning was dropped: what came before is not in it.")))
    };
    row([
        place("h2", "", HEADING, text(t!("A recorded visit"))),
        tag("p", "", text(facts.join(" · "))),
        late,
        tag(
            "p",
            "",
            text(t!("Go through it with the line of time below. The panel beside it shows what it would have shown at that moment.")),
        ),
        tag(
            "p",
            "small muted",
            text(t!(
                "What you chose in Leaklight since, such as domains of your own and test patients, holds here too. Nothing that you press in the panel changes anything: this is a recording."
            )),
        ),
    ])
}

fn paragraphs(said: &str) -> AnyView {
    row(said.lines().map(|line| tag("p", "", coded(line))))
}

fn stepped(step: &Step) -> AnyView {
    let look = match step.look.is_empty() {
        true => nothing(),
        false => tag("p", "look", row([tag("b", "", text(t!("Look at: "))), coded(&step.look)])),
    };
    row([place("h2", "", HEADING, text(step.title.clone())), paragraphs(&step.text), look])
}

fn asked(room: Room, at: usize, question: &Question) -> AnyView {
    let question = question.clone();
    let heading = place("h2", "", HEADING, text(question.ask.clone()));
    let body = part(move || match room.answers.with(|answers| answers.get(at).copied().flatten()) {
        None => choose(room, &question),
        Some(choice) => revealed(&question, choice),
    });
    row([tag("p", "small muted", text(t!("Question"))), heading, view! { <div aria-live="polite">{body}</div> }.into_any()])
}

fn choose(room: Room, question: &Question) -> AnyView {
    let chosen = RwSignal::new(None::<usize>);
    let picks =
        row(question.choices.iter().enumerate().map(|(n, choice)| pick("answer", false, coded(&choice.says), move || chosen.set(Some(n)))));
    let none = part_if(move || chosen.get().is_none().then(|| tag("span", "small muted", text(t!("Choose one first.")))));
    let answer = button("main", text(t!("Answer")), move || {
        if let Some(choice) = chosen.get_untracked() {
            room.answer(choice);
            focus_soon(HEADING.into());
        }
    });
    let legend = view! { <legend class="unseen">{t!("Answers")}</legend> }.into_any();
    row([tag("fieldset", "picks", row([legend, picks])), tag("div", "acts", row([answer, none]))])
}

fn revealed(question: &Question, chosen: usize) -> AnyView {
    let rows = row(question.choices.iter().enumerate().map(|(n, choice)| {
        let mine = if n == chosen { tag("span", "small muted", text(t!("your answer"))) } else { nothing() };
        let verdict = tag("div", "row wrap", row([answered(choice.right), mine]));
        let class = if n == chosen { "choice mine" } else { "choice" };
        tag("li", class, row([verdict, tag("p", "", coded(&choice.says)), tag("p", "small muted", coded(&choice.because))]))
    }));
    row([tag("div", "reveal", paragraphs(&question.reveal)), tag("ul", "choices", rows)])
}

fn onward(room: Room, lesson: &Lesson, at: usize) -> AnyView {
    let last = lesson.parts.len().saturating_sub(1);
    let back = if at == 0 { nothing() } else { button("", text(t!("Back")), move || turn(room, at - 1)) };
    let next = match at == last {
        true => button("", text(t!("End the lesson")), move || room.leave(Section::Home)),
        false => button("main", text(t!("Next")), move || turn(room, at + 1)),
    };
    let so_far = words(move || t!("Part {part} of {parts}", part = at + 1, parts = last + 1));
    let so_far = tag("span", "small muted grow", so_far.into_any());
    let cases = if at == last { cases(room, lesson) } else { nothing() };
    row([
        cases,
        view! { <div class="acts onward" role="group" aria-label=t!("Parts of the lesson")>{row([so_far, back, next])}</div> }.into_any(),
    ])
}

/// Turns to another part; the keyboard is at its heading.
pub fn turn(room: Room, part: usize) {
    room.teach(part);
    focus_soon(HEADING.into());
}

fn cases(room: Room, lesson: &Lesson) -> AnyView {
    let mut about: Vec<Kind> = CASES_ABOUT.into_iter().filter(|kind| lesson.kinds().contains(&kind.word())).collect();
    about.truncate(4);
    if about.is_empty() {
        return nothing();
    }
    let links = row(about.into_iter().map(|kind| {
        let to = kind.word().to_owned();
        tag("li", "", leads(text(kind.title()), move || room.leave(Section::Cases(to.clone()))))
    }));
    row([tag("h3", "", text(t!("Cases about this"))), tag("ul", "plain", links)])
}
