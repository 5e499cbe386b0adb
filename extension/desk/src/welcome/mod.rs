//! The first page after installing: what Leaklight sees and never does, how to turn it on, and a visit to try it on.

mod picture;

use leaklight_draw::bridge;
use leaklight_draw::draw::{begin, nothing, part, press, row, tag, text};
use leaklight_text::{Message, message, t};
use leptos::prelude::*;
use serde::Deserialize;

/// Where the demo visit opens.
const DEMO: &str = "training.html?lesson=meta-pixel";

const SEES: [(Message, Message); 4] = [
    (message!("Who is told"), message!("Every company the page sends something to, by name where it is known.")),
    (
        message!("What they are told"),
        message!("Each value, decoded: the page’s address, its title, what was typed, numbers that recognise a browser."),
    ),
    (message!("What is kept"), message!("Cookies and storage, who wrote them, and how long they stay.")),
    (
        message!("Before or after a choice"),
        message!("What went out before a visitor agreed, or after they refused, as far as this browser shows."),
    ),
];
const NEVER: [(Message, Message); 4] = [
    (message!("Nothing leaves this computer"), message!("Leaklight has no network code. Its own rules forbid it to connect to anything.")),
    (message!("It looks only where you say"), message!("Until you turn it on for a tab, it listens to nothing.")),
    (
        message!("It changes nothing on the page"),
        message!("It blocks nothing, sends no form and writes no cookie. The guided check clears a site’s storage, and asks first."),
    ),
    (
        message!("It passes no judgement"),
        message!("It is a witness: it says what it saw, and what it could not see. Whether something is allowed, it does not say."),
    ),
];

/// What the browser says of itself.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
struct Browser {
    /// Access to all sites was given.
    allowed: bool,
    /// The shortcut as it is set; empty where there is none.
    shortcut: String,
    /// The panel's shortcut, likewise.
    panel: String,
    /// The button stands in the toolbar.
    pinned: bool,
}

impl Default for Browser {
    fn default() -> Browser {
        Browser { allowed: false, shortcut: "Alt+Shift+L".to_owned(), panel: "Alt+Shift+O".to_owned(), pinned: true }
    }
}

async fn ask(here: RwSignal<Browser>) {
    let reply = bridge::ask("browser", &[]).await;
    if let Some(known) = leaklight_json::read(reply.text.as_bytes()) {
        here.set(known);
    }
}

/// The whole page.
pub fn page() -> AnyView {
    let here = RwSignal::new(Browser::default());
    begin(ask(here));
    let facts = |all: [(Message, Message); 4]| {
        tag(
            "ul",
            "facts",
            row(all.map(|(name, what)| tag("li", "item", row([tag("h3", "", text(name.say())), tag("p", "", text(what.say()))])))),
        )
    };
    view! {
        <header class="mast">
            <img src="icons/48.png" alt="" width="48" height="48" />
            <h1>{t!("See who a page tells, and what")}</h1>
            <p class="lead">{t!("Leaklight shows on the page you are looking at who it tells, what it tells them, and why that can matter on a healthcare site.")}</p>
            <p class="acts">
                <a class="button main" href=DEMO>{t!("Try it on a demo visit")}</a>
                <a class="button" href="options.html">{t!("Options")}</a>
            </p>
            <p class="small muted">{t!("The demo visit is a recording. It plays here, offline; no company is contacted.")}</p>
        </header>
        <main>
            <section aria-labelledby="on">
                <h2 id="on">{t!("Turn it on for a site")}</h2>
                {picture::picture()}
                <ol class="steps">{steps(here)}</ol>
            </section>
            <section aria-labelledby="access">
                <h2 id="access">{t!("Why it asks for access to all sites")}</h2>
                <div class="item">{access(here)}</div>
            </section>
            <section aria-labelledby="sees">
                <h2 id="sees">{t!("What it sees")}</h2>
                {facts(SEES)}
            </section>
            <section aria-labelledby="never">
                <h2 id="never">{t!("What it never does")}</h2>
                {facts(NEVER)}
            </section>
            <section aria-labelledby="blind">
                <h2 id="blind">{t!("What it cannot see")}</h2>
                <p class="item">
                    {t!("What a company’s server does with what it got, and what servers send each other. Contracts. Other visitors, other pages, apps and e-mails. Not seen is not clean: every sheet says what could not be seen.")}
                </p>
            </section>
        </main>
    }
    .into_any()
}

fn steps(here: RwSignal<Browser>) -> AnyView {
    let step = |inside: AnyView| tag("li", "", inside);
    let pin = part(move || match here.with(|b| b.pinned) {
        true => nothing(),
        false => tag(
            "li",
            "",
            text(t!(
                "Pin the lamp first: press the puzzle piece beside the address, then the pin beside Leaklight. So the lamp stays in sight and shows how many findings there are."
            )),
        ),
    });
    let keys = part(move || match here.with(|b| b.shortcut.clone()) {
        none if none.is_empty() => text(t!("Open the page you want to look at, and press the lamp.")),
        keys => row([text(t!("Open the page you want to look at, and press the lamp, or ")), tag("kbd", "", text(keys)), text(".")]),
    });
    let panel = part(move || match here.with(|b| b.panel.clone()) {
        none if none.is_empty() => nothing(),
        keys => row([text(" "), text(t!("Its keys are ")), tag("kbd", "", text(keys)), text(".")]),
    });
    row([
        pin,
        step(keys),
        step(text(t!("Reload when a card offers it: then nothing of the page’s beginning is missed."))),
        step(row([
            text(t!("Read the cards, or open the panel for everything: right-click the page or the lamp, then “Open the panel”.")),
            panel,
        ])),
        step(text(t!("Press the lamp again to stop. What was seen in that tab is forgotten."))),
    ])
}

fn access(here: RwSignal<Browser>) -> AnyView {
    let refused = RwSignal::new(false);
    let asks = press(move || {
        // Called here, not inside the task: browsers ask only within a person's gesture.
        let answer = bridge::watch(-1, false);
        begin(async move {
            refused.set(answer.await.state == "refused");
            ask(here).await;
        });
    });
    let given = move || here.with(|b| b.allowed);
    let said = part(move || match (given(), refused.get()) {
        (true, _) => text(t!("Access is given. Press the lamp on any page.")),
        (false, true) => {
            text(t!("Access was not given, and nothing is watched. You can give it at any time, here or when you first press the lamp."))
        }
        (false, false) => text(t!("Not given yet. Leaklight asks when you first press the lamp, or now:")),
    });
    let button = view! { <button type="button" class="main" class:gone=given on:click=asks>{t!("Give access")}</button> }.into_any();
    let why = t!(
        "A page’s requests go to companies nobody can list beforehand, and browsers show an extension a request only where it may read that company’s site too. So the browser asks for all sites, once, and says so in strong words. Leaklight uses it for the tabs you watch and for nothing else. You can take it back in the browser’s own settings."
    );
    row([tag("p", "", text(why)), view! { <p role="status">{said}</p> }.into_any(), tag("div", "acts", button)])
}
