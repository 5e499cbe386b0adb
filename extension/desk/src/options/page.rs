//! The page: its sections in order.

use super::entries::{self, entries};
use super::state::{Options, change, undo};
use super::{file, forms, kept};
use leaklight_core::finding::Severity;
use leaklight_core::persona::Persona;
use leaklight_draw::draw::{begin, button, check, nothing, part, place, row, tag, text, truth};
use leaklight_draw::parts::{SEVERITIES, said};
use leaklight_draw::said as words_of;
use leaklight_draw::{bridge, words::thousands};
use leaklight_text::{Message, message, t};
use leptos::ev::Event;
use leptos::prelude::*;

/// The sections: id, heading, what it is about.
const SECTIONS: [(&str, Message, Option<Message>); 12] = [
    (
        "watch",
        message!("What to watch"),
        Some(message!(
            "Leaklight watches a tab when you press its button. A site listed here is watched whenever you open it, from its first request on."
        )),
    ),
    (
        "domains",
        message!("Your own domains"),
        Some(message!("What one of them sends to another stays with you. It counts from a page’s next load on.")),
    ),
    (
        "groups",
        message!("Groups of one owner"),
        Some(message!(
            "Domains that belong together because one company owns them: a hospital’s sites, or a vendor’s many hosts. Between domains of a group nobody else is told; elsewhere the group’s name is shown as the owner. Leaklight never guesses this."
        )),
    ),
    (
        "vendors",
        message!("Your own vendors"),
        Some(message!("A recipient no list knows, named by you. Its findings say that the name is from your own list.")),
    ),
    (
        "relays",
        message!("Your decisions about hosts"),
        Some(message!(
            "What really answers on hosts of your own that look like a vendor’s. Only the first hop is seen; this is your word."
        )),
    ),
    (
        "rules",
        message!("Your words and paths"),
        Some(message!(
            "Words found in any spelling an address may have, or paths, that are always or never sensitive. A path begins with / and * stands for anything."
        )),
    ),
    ("pages", message!("Kinds of pages"), Some(message!("What kind of page it is, where Leaklight took it for another."))),
    (
        "patients",
        message!("Test patients"),
        Some(message!(
            "Made-up people whose values are looked for in everything a page sends. They are made and changed in the panel. One that is not kept on this computer is gone when the browser closes."
        )),
    ),
    (
        "cards",
        message!("Cards on the page"),
        Some(message!("From which severity on a finding gets a card over the page. The panel and the report show everything.")),
    ),
    ("muted", message!("Muted"), Some(message!("What gets no card. Mute in a card; take it back here."))),
    ("masking", message!("Masking"), None),
    (
        "kept",
        message!("Storage and deletion"),
        Some(message!("Everything Leaklight keeps stays in this browser. It has no network code, and no server to send to.")),
    ),
];
const FILE: (&str, Message, Option<Message>) =
    ("file", message!("Import and export"), Some(message!("All of these settings as one file, for another computer or a colleague.")));

/// The whole page.
pub fn page() -> AnyView {
    let o = Options::new();
    let busy = RwSignal::new(true);
    begin(async move {
        o.read().await;
        o.read_vendors().await;
        busy.set(false);
    });
    let links =
        SECTIONS.iter().chain([&FILE]).map(|(id, heading, _)| view! { <li><a href=format!("#{id}")>{heading.say()}</a></li> }.into_any());
    let links = row(links);
    let body = row(SECTIONS.iter().chain([&FILE]).map(|&(id, heading, about)| section(o, id, heading, about)));
    view! {
        <header class="mast">
            <img src="icons/48.png" alt="" width="32" height="32" />
            <h1>{t!("Leaklight options")}</h1>
            <p class="small">
                <a href="welcome.html">{t!("What Leaklight sees")}</a>
                " "
                <a href="training.html?lesson=meta-pixel">{t!("Try it on a demo visit")}</a>
            </p>
        </header>
        <div class="columns">
            <nav aria-label=t!("Sections")><ul>{links}</ul></nav>
            <main aria-busy=truth(move || busy.get())>{body}</main>
        </div>
        <div class="notice row" role="status">{notice(o)}</div>
    }
    .into_any()
}

fn notice(o: Options) -> AnyView {
    part(move || {
        let done = o.notice.get();
        if done.said.is_empty() {
            return nothing();
        }
        let back = done.undo.map_or_else(nothing, |before| button("", text(t!("Undo")), move || undo(o, before.clone())));
        let close = button("plain", text(t!("Close")), move || o.says(""));
        row([tag("span", "grow", text(done.said)), back, close])
    })
}

fn section(o: Options, id: &'static str, heading: Message, about: Option<Message>) -> AnyView {
    let inside = match id {
        "watch" => watch(o),
        "domains" => row([entries(o, id, t!("None yet."), entries::domains), forms::domain(o)]),
        "groups" => row([entries(o, id, t!("None yet."), entries::groups), forms::group(o)]),
        "vendors" => row([entries(o, id, t!("None yet."), entries::vendors), forms::vendor(o)]),
        "relays" => row([entries(o, id, t!("None yet."), entries::relays), forms::relay(o)]),
        "rules" => row([entries(o, id, t!("None yet."), entries::rules), forms::rule(o)]),
        "pages" => row([entries(o, id, t!("None yet."), entries::pages), forms::page_kind(o)]),
        "patients" => patients(o),
        "cards" => threshold(o),
        "muted" => entries(o, id, t!("Nothing is muted."), entries::muted),
        "masking" => masking(o),
        "kept" => kept::kept(o),
        _ => file::file(o),
    };
    let about = about.map_or_else(nothing, |about| tag("p", "small muted", text(about.say())));
    let head = place("h2", "", entries::heading(id), text(heading.say()));
    view! { <section id=id aria-labelledby=entries::heading(id)>{row([head, about, tag("div", "item", inside)])}</section> }.into_any()
}

fn watch(o: Options) -> AnyView {
    let on = truth(move || o.all.with(|all| all.record.unwrap_or(true)));
    let said = row([
        tag("b", "", text(t!("Keep the recorded log"))),
        tag("span", "small muted", text(t!("So that a visit can be saved and replayed. In memory alone, until watching ends."))),
    ]);
    let record = check(on, said, move |on| {
        let done = if on { t!("The log is kept from now on.") } else { t!("The log is kept no longer.") };
        change(o, done, move |all| all.record = Some(on), refused(o));
    });
    row([entries(o, "watch", t!("No site is watched always."), entries::always), forms::always(o), tag("div", "after", record)])
}

/// Says why something was not done, where no form does.
pub fn refused(o: Options) -> impl FnOnce(Option<String>) {
    move |why| {
        if let Some(why) = why {
            o.says(why);
        }
    }
}

fn threshold(o: Options) -> AnyView {
    let picks = row(SEVERITIES.map(|severity| {
        let means = match severity {
            Severity::Critical => t!("Only what is worst."),
            Severity::High => t!("High and critical."),
            Severity::Medium => t!("Medium and worse."),
            Severity::Low => t!("Low and worse: as it comes."),
            Severity::Info => t!("Everything, also what is only good to know."),
        };
        let picked: Box<dyn FnMut(Event)> = Box::new(move |_| {
            let done = t!("Cards from {severity} on.", severity = said(severity));
            change(o, done, move |all| all.cards_from = Some(severity), refused(o));
        });
        let on = move || o.all.with(|all| all.cards_from.unwrap_or(Severity::Low) == severity);
        view! {
            <label class="pick">
                <input type="radio" name="cards-from" prop:checked=on on:change=picked />
                <span>{row([leaklight_draw::parts::severity(severity), tag("span", "small muted", text(means))])}</span>
            </label>
        }
        .into_any()
    }));
    let legend = tag("legend", "", text(t!("Cards from")));
    tag("fieldset", "", row([legend, tag("div", "picks", picks)]))
}

fn patients(o: Options) -> AnyView {
    let open = button("", text(t!("Make and change them in the panel")), move || {
        begin(async move {
            let reply = bridge::ask("open-panel", &[]).await;
            o.says(if reply.ok {
                t!("The panel is open. Turn to a watched page: its sheet “Test patient” has them.")
            } else {
                t!("The panel could not be opened from here. Open it by the menu of Leaklight’s button.")
            });
        });
    });
    row([entries(o, "patients", t!("None yet."), entries::patients), tag("div", "acts", open)])
}

/// A persona in one line.
pub fn persona(persona: &Persona) -> (String, String) {
    let held = match persona.details.len() as u32 {
        1 => t!("1 value").to_owned(),
        n => t!("{n} values", n = thousands(n)),
    };
    let looked = if persona.on { t!("looked for") } else { t!("not looked for") };
    let kept = if persona.saved { t!("kept on this computer") } else { t!("gone when the browser closes") };
    let name = if persona.name.is_empty() { t!("Without a name") } else { &persona.name };
    (name.to_owned(), [&held, looked, kept].join(t!(", ")))
}

fn masking(o: Options) -> AnyView {
    let facts = [
        t!(
            "Values that could say who somebody is are masked wherever Leaklight shows them: on cards, in the panel, in reports and pictures. Only a few of their letters, and how long they are, can be seen. In DevTools you can ask for one hit as it was sent."
        ),
        t!("“Uncover” shows one value, to you, in the panel, for a quarter of a minute. Nothing that is saved is ever uncovered."),
        t!("The recorded log holds what was sent as it was sent, for testers; treat such a file as you would the page itself."),
    ];
    let on = truth(move || o.all.with(|all| all.uncover.unwrap_or(true)));
    let said = row([
        tag("b", "", text(t!("Let values be uncovered"))),
        tag(
            "span",
            "small muted",
            text(t!("When this is off, nobody at this screen can uncover a value or ask for a hit as it was sent.")),
        ),
    ]);
    let set = move |on| {
        let done = if on { t!("Values can be uncovered.") } else { t!("Values stay masked.") };
        change(o, done, move |all| all.uncover = Some(on), refused(o));
    };
    row([
        tag("ul", "plain", row(facts.map(|fact| tag("li", "", text(fact))))),
        tag("p", "small muted", text(t!("There is no switch that turns masking off."))),
        tag("div", "after", check(on, said, set)),
    ])
}

/// A kind of page's name.
pub fn kind(class: u8) -> &'static str {
    words_of::KINDS.get(usize::from(class)).map_or("", |(name, _)| name.say())
}
