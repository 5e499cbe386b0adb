//! What is kept where, and forgetting it.

use super::said::size;
use super::state::{Kept, Options};
use leaklight_core::settings_file::Everything;
use leaklight_draw::draw::{begin, button, fact, focus_soon, nothing, own, part, part_if, place, row, tag, text};
use leaklight_draw::parts::not_done;
use leaklight_draw::{bridge, words};
use leaklight_text::t;
use leptos::prelude::*;

/// The sizes, what could not be read, and the button that forgets everything.
pub fn kept(o: Options) -> AnyView {
    let sizes = part(move || {
        let Kept { settings, personas, journal, memory, tabs, .. } = o.kept.get();
        let watched = match tabs {
            0 => t!("In memory; it goes when watching ends or the browser closes (no tab is watched).").to_owned(),
            1 => t!("In memory; it goes when watching ends or the browser closes (1 tab watched).").to_owned(),
            n => t!("In memory; it goes when watching ends or the browser closes ({tabs} tabs watched).", tabs = words::thousands(n)),
        };
        let of = |bytes: u64, rest: &str| own("span", "", text([&size(bytes), ". ", rest].concat()));
        tag(
            "dl",
            "",
            row([
                fact(t!("Settings"), of(settings, t!("On this computer, until you remove them."))),
                fact(t!("Test patients you keep"), of(personas, t!("On this computer, as you ticked for them."))),
                fact(t!("What was seen"), of(journal, &watched)),
                fact(
                    t!("Else in memory"),
                    of(
                        memory,
                        t!("Which tabs are watched, single findings muted, test patients not kept. It goes when the browser closes."),
                    ),
                ),
            ]),
        )
    });
    let refresh = button("", text(t!("Look again")), move || begin(o.read()));
    row([sizes, tag("div", "acts", refresh), aside(o), forget(o)])
}

/// Settings that could not be read.
fn aside(o: Options) -> AnyView {
    part_if(move || {
        let odd = o.kept.with(|kept| kept.odd.clone());
        if odd.is_empty() {
            return None;
        }
        let said = t!(
            "Stored settings that could not be read: {which}. What could not be read is at its default; what stood there is set aside.",
            which = odd.join(t!(", "))
        );
        let save = button("", text(t!("Save what stood there")), move || {
            begin(async move {
                let reply = bridge::ask("aside", &[]).await;
                let name = words::file_name("set-aside", bridge::clock(), "json");
                let saved = reply.ok && bridge::save(&name, "application/json", &reply.text).is_ok();
                o.says(if saved { t!("Saved as {name}.") } else { not_done(&reply) });
            });
        });
        let drop = button("plain", text(t!("Drop it")), move || {
            begin(async move {
                let reply = bridge::ask("aside", &[("on", false.into())]).await;
                o.says(if reply.ok { t!("Dropped.").to_owned() } else { not_done(&reply) });
                o.read().await;
                bridge::focus_near(&super::entries::heading("kept"));
            });
        });
        Some(tag("div", "own warned", row([own("p", "", text(said)), tag("div", "acts", row([save, drop]))])))
    })
}

const ASK: &str = "forget-ask";

fn forget(o: Options) -> AnyView {
    let asked = ArcRwSignal::new(false);
    let (ask, shown) = (asked.clone(), asked.clone());
    let begin_with = button("wrong", text(t!("Forget everything…")), move || {
        ask.set(true);
        focus_soon(ASK.to_owned());
    });
    let question = part(move || {
        if !shown.get() {
            return nothing();
        }
        let (done, not) = (asked.clone(), asked.clone());
        let yes = button("main", text(t!("Yes, forget everything")), move || {
            let done = done.clone();
            begin(async move {
                let reply = bridge::ask("forget-everything", &[]).await;
                done.set(false);
                o.all.set(Everything::default());
                o.read().await;
                o.says(if reply.ok { t!("Everything is forgotten. Nothing is watched.").to_owned() } else { not_done(&reply) });
                bridge::focus_near(&super::entries::heading("kept"));
            });
        });
        let no = button("", text(t!("No")), move || {
            not.set(false);
            bridge::focus_near(&super::entries::heading("kept"));
        });
        let heading = place("b", "", ASK, text(t!("Forget everything?")));
        let said = t!(
            "Watching ends in every tab. What was seen, every setting on this page and every test patient go for good. Save the settings as a file first if you may want them again."
        );
        tag("div", "own warned", row([heading, tag("p", "", text(said)), tag("div", "acts", row([yes, no]))]))
    });
    row([tag("div", "acts", begin_with), question])
}
