//! A vendor's language on the site's own host: how sure that is, and what a person says it really is.

use super::draw::{Item, begin, button, keyed, nothing, number_of, own, part_if, press, row, tag, text, truth, words};
use super::parts::{choose, take_back};
use crate::bridge;
use crate::state::{Choice, Panel};
use leaklight_core::report::view::{RecipientView, RelayView};
use leaklight_text::{Message, message, t};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use std::sync::Arc;

/// What a person decides where no vendor is behind a host.
const NO_VENDOR: &str = "none";
const REMEMBERED: Message = message!("Remembered for this host.");
const NOT_LISTED: Message = message!("That is no name in the list. Choose one of those offered while you type.");

/// What is said of a relay, with the person's decision; nothing for other recipients.
pub fn relay(panel: Panel, id: u32, value: ArcRwSignal<RecipientView>) -> AnyView {
    // A list of one, keyed by what it says: drawn anew only where the relay differs, as somebody may be typing.
    keyed(move || {
        let relay = value.with(|r| r.relay.clone());
        let item = |r: RelayView| {
            let number = number_of((&r.host, &r.vendor, &r.said, &r.decided, &r.limit));
            Item { id: number, draw: Arc::new(move || block(panel, id, r.clone())) }
        };
        relay.into_iter().map(item).collect()
    })
}

fn block(panel: Panel, id: u32, relay: RelayView) -> AnyView {
    let RelayView { host, vendor, said, decided, decision, limit } = relay;
    let choice = move |vendor: &str| Choice { kind: "relay", fields: vec![("host", host.as_str().into()), ("vendor", vendor.into())] };
    ask_for_vendors(panel);
    let control = match decided {
        Some(decided) => {
            let choice = choice(&decided);
            let said = match decided.as_str() {
                NO_VENDOR => t!("You said: this is your own, no vendor's.").to_owned(),
                _ => t!("You said: it is {vendor}.", vendor = decision),
            };
            row([own("b", "grow", text(said)), button("", text(t!("Take back")), move || take_back(panel, choice.clone()))])
        }
        None => {
            let (yes, no) = (choice(&vendor), choice(NO_VENDOR));
            row([
                button("", text(t!("Yes, it is")), move || choose(panel, yes.clone(), REMEMBERED.say())),
                button("", text(t!("No, it is our own")), move || choose(panel, no.clone(), REMEMBERED.say())),
                other(panel, id, choice),
            ])
        }
    };
    // Empty where a person's word is all there is.
    let said = if said.is_empty() { nothing() } else { own("p", "", text(said)) };
    view! {
        <div class="relay" role="group" aria-label=t!("A vendor's language on your own host")>
            {row([said, own("p", "small muted", text(limit)), tag("div", "acts", control)])}
        </div>
    }
    .into_any()
}

fn ask_for_vendors(panel: Panel) {
    if panel.vendors.with_untracked(Vec::is_empty) {
        begin(async move {
            let reply = bridge::ask("vendors", &[]).await;
            let named = |line: &str| line.split_once(' ').map(|(id, name)| (id.to_owned(), name.to_owned()));
            let all: Vec<_> = reply.text.lines().filter_map(named).collect();
            if !all.is_empty() {
                panel.vendors.set(all);
            }
        });
    }
}

/// Another vendor, by its name; not offered where there is no list of them.
fn other(panel: Panel, id: u32, choice: impl Fn(&str) -> Choice + Clone + Send + Sync + 'static) -> AnyView {
    let (open, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let names = format!("vendors-{id}");
    let form = part_if(move || {
        let (choice, names) = (choice.clone(), names.clone());
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            let wanted = typed.get_untracked().trim().to_lowercase();
            let found =
                panel.vendors.with_untracked(|all| all.iter().find(|(_, name)| name.to_lowercase() == wanted).map(|(id, _)| id.clone()));
            match found {
                Some(id) => choose(panel, choice(&id), REMEMBERED.say()),
                None => panel.notice.set(NOT_LISTED.say().to_owned().into()),
            }
        };
        open.get().then(|| {
            let options =
                panel.vendors.with_untracked(|all| row(all.iter().map(|(_, name)| view! { <option value=name.clone() /> }.into_any())));
            view! {
                <form class="row wrap" on:submit=submit>
                    <input
                        type="text"
                        class="grow"
                        aria-label=t!("The vendor's name")
                        placeholder=t!("The vendor's name")
                        list=names.clone()
                        prop:value=words(move || typed.get())
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <datalist id=names>{options}</datalist>
                    <button>{t!("Remember")}</button>
                </form>
            }
            .into_any()
        })
    });
    let offer = part_if(move || {
        let flip = press(move || open.update(|open| *open = !*open));
        let offered = !panel.vendors.with(Vec::is_empty);
        offered.then(|| {
            view! { <button type="button" aria-expanded=truth(move || open.get()) on:click=flip>{t!("It is something else…")}</button> }
                .into_any()
        })
    });
    row([offer, form])
}
