//! Every script of the page and its frames, by owner: what brought it, and its hash.

use super::draw::{calm, nothing, ours, part, part_if, row, tag, text, titled};
use super::findings::more;
use super::parts::{dotted, excerpt};
use crate::choice::by_owner;
use crate::state::Panel;
use crate::words::{count, thousands};
use leaklight_core::report::view::ScriptView;
use leaklight_text::{Message, message, t};
use leptos::prelude::*;

const STEP: usize = 200;
const NONE: Message = message!("Scripts of the page and its frames stand here once they are seen.");
const NOT_SEEN: Message = message!("what brought it was not seen");

/// The list.
pub fn list_of(panel: Panel) -> AnyView {
    let most = RwSignal::new(STEP);
    let none = part_if(move || panel.scripts.with(Vec::is_empty).then(|| calm(t!("No script seen so far"), text(NONE.say()))));
    let groups = part(move || {
        let host = panel.head.with(|head| head.page.host.clone());
        panel.scripts.with(|all| {
            let groups = by_owner(all.iter().take(most.get()), |script| &script.owner);
            row(groups.into_iter().map(|(owner, scripts)| {
                let number = tag("span", "number", text(thousands(scripts.len() as u32)));
                let heading = tag("h3", "", row([tag("bdi", "", text(owner)), text(" "), number]));
                row([heading, tag("ul", "item values", row(scripts.into_iter().map(|s| script(s, &host))))])
            }))
        })
    });
    row([none, groups, more(most, STEP, move || panel.scripts.with(Vec::len))])
}

fn script(script: &ScriptView, host: &str) -> AnyView {
    let times = if script.count > 1 { tag("span", "small muted times", text(format!("×{}", thousands(script.count)))) } else { nothing() };
    let size = if script.size > 0 { count(script.size, t!("byte"), t!("bytes")) } else { String::new() };
    let frame =
        if script.frame == host || script.frame.is_empty() { String::new() } else { t!("in the frame of {host}", host = script.frame) };
    let brought = match script.chain.as_slice() {
        [] => NOT_SEEN.say().to_owned(),
        chain => chain.iter().map(|who| t!("brought by {who}")).collect::<Vec<_>>().join(t!(", ")),
    };
    let hash = match script.hash.as_str() {
        "" => nothing(),
        hash => tag("p", "row wrap small muted", row([titled("code", "hash", hash), tag("span", "", text(&script.hashed))])),
    };
    let lines = [
        tag("p", "row", row([tag("span", "grow mono", excerpt(&script.name)), times])),
        tag("p", "small muted", ours("", dotted(&[&brought, &frame, &size]))),
        hash,
    ];
    tag("li", "", row(lines))
}
