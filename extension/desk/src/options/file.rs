//! All settings as a file, out and in.

use super::said;
use super::state::{Options, fresh, put};
use leaklight_core::settings_file::{self, FromFile, How, MAX_FILE, planned};
use leaklight_draw::draw::{begin, button, check, focus_soon, nothing, own, part, pick, place, row, tag, text, truth};
use leaklight_draw::parts::{coded, not_done};
use leaklight_draw::{bridge, words};
use leaklight_text::t;
use leptos::ev::Event;
use leptos::prelude::*;

const FIELD: &str = "settings-file";
const PLAN: &str = "settings-plan";

/// Both.
pub fn file(o: Options) -> AnyView {
    row([tag("h3", "", text(t!("Export"))), export(o), tag("h3", "", text(t!("Import"))), import(o)])
}

fn export(o: Options) -> AnyView {
    let personas = ArcRwSignal::new(false);
    let (on, tick) = (personas.clone(), personas.clone());
    let about = row([
        tag("b", "", text(t!("Test patients too"))),
        tag("span", "small muted", text(t!("Their values stand in the file as they are."))),
    ]);
    let tick = check(truth(move || on.get()), about, move |on| tick.set(on));
    let save = button("main", text(t!("Save settings as a file")), move || {
        let personas = personas.get_untracked();
        begin(async move {
            let Some(all) = fresh().await else { return o.says(t!("Leaklight’s background part gave no answer. Try again.")) };
            let text = settings_file::write(&all, personas);
            let text = bridge::indented(&text).unwrap_or(text);
            let name = words::file_name("settings", bridge::clock(), "json");
            let saved = bridge::save(&name, "application/json", &text).is_ok();
            o.says(if saved { t!("Saved as {name}.") } else { t!("The browser did not save the file.").to_owned() });
        });
    });
    let without = t!("Single findings you muted are no part of it: their names can hold a page’s address.");
    row([tick, tag("p", "small muted", text(without)), tag("div", "acts", save)])
}

/// What was read of the file chosen.
#[derive(Clone, Default)]
enum Chosen {
    #[default]
    None,
    Refused(String),
    Read(Box<FromFile>),
}

fn import(o: Options) -> AnyView {
    let (chosen, how) = (ArcRwSignal::new(Chosen::None), ArcRwSignal::new(How::Merge));
    let taken = chosen.clone();
    let changed: Box<dyn FnMut(Event)> = Box::new(move |_| {
        let taken = taken.clone();
        begin(async move {
            let Some(bytes) = bridge::chosen(FIELD, MAX_FILE).await else { return };
            o.read().await;
            taken.set(match settings_file::read(&bytes) {
                Ok(file) => Chosen::Read(Box::new(file)),
                Err(why) => Chosen::Refused(said::refused(&why)),
            });
            focus_soon(PLAN.to_owned());
        });
    });
    let field = view! {
        <div class="field">
            <label for=FIELD>{t!("A file of settings")}</label>
            <input type="file" id=FIELD accept=".json,application/json" aria-describedby="settings-file-hint" on:change=changed />
            <span class="small muted" id="settings-file-hint">{t!("Nothing changes before you have seen what would.")}</span>
        </div>
    }
    .into_any();
    let shown = part(move || match chosen.get() {
        Chosen::None => nothing(),
        Chosen::Refused(why) => place("div", "own warned", PLAN, own("p", "", coded(&why))),
        Chosen::Read(file) => plan(o, *file, chosen.clone(), how.clone()),
    });
    row([field, shown])
}

fn plan(o: Options, file: FromFile, chosen: ArcRwSignal<Chosen>, how: ArcRwSignal<How>) -> AnyView {
    let way = |which: How, name: &'static str, means: &'static str| {
        let (how, now) = (how.clone(), how.get_untracked() == which);
        pick("how", now, row([tag("b", "", text(name)), tag("span", "small muted", text(means))]), move || how.set(which))
    };
    let ways = row([
        way(How::Merge, t!("Add to what is set"), t!("What is set stays; the file decides where both speak of the same.")),
        way(How::Replace, t!("Replace what is set"), t!("Of each kind the file speaks of, only what it holds stays.")),
    ]);
    let ways = tag("fieldset", "", row([tag("legend", "", text(t!("How"))), tag("div", "picks", ways)]));
    let (of, by) = (file.clone(), how.clone());
    let changes = part(move || {
        let plan = o.all.with(|now| planned(now, &of.set, by.get()));
        let said = row(plan.said.iter().map(|said| tag("li", "", text(said))));
        let untouched = match plan.untouched.as_slice() {
            [] => nothing(),
            all => tag("p", "small muted", text(t!("Not in the file and left as they are: {sections}.", sections = all.join(t!(", "))))),
        };
        let same = if plan.same { tag("p", "", text(t!("Nothing would change."))) } else { nothing() };
        view! { <div aria-live="polite">{row([tag("ul", "plain", said), same, untouched])}</div> }.into_any()
    });
    let unknown = match said::unknown(&file) {
        none if none.is_empty() => nothing(),
        said => own("p", "warned", coded(&said)),
    };
    let (done, not) = (chosen.clone(), chosen);
    let yes = button("main", text(t!("Use these settings")), move || {
        let (file, done, how) = (file.clone(), done.clone(), how.get_untracked());
        begin(async move {
            let Some(now) = fresh().await else { return o.says(t!("Leaklight’s background part gave no answer. Try again.")) };
            let set = planned(&now, &file.set, how).set;
            let (new, before) = (set.unlike(&now), now.unlike(&set));
            let reply = put(&new).await;
            if reply.ok {
                done.set(Chosen::None);
                o.notice.set(super::state::Notice { said: t!("The file’s settings are in use.").to_owned(), undo: Some(before) });
                o.read().await;
                bridge::focus_near(FIELD);
            } else {
                o.says(not_done(&reply));
            }
        });
    });
    let no = button("", text(t!("Leave all as it is")), move || {
        not.set(Chosen::None);
        bridge::focus_near(FIELD);
    });
    let heading = place("h4", "", PLAN, text(t!("What this file would change")));
    tag("div", "own", row([heading, ways, changes, unknown, tag("div", "acts", row([yes, no]))]))
}
