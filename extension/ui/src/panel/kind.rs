//! What kind of page is shown: what it was taken for and why, and what a person says it is.

use super::details::judged;
use super::draw::{
    Item, begin, button, form, keyed, line_id, nothing, number_of, opened, opener, ours, own, part_if, pick, row, sends, tag, text, words,
};
use super::parts::{ask_own, choose, sentences, take_back};
use super::rules;
use crate::bridge;
use crate::own::{KINDS, TEST_PATIENTS, said_of};
use crate::state::{Choice, Panel};
use leaklight_core::own::PageKind;
use leaklight_core::report::view::Page;
use leaklight_text::t;
use leptos::prelude::*;
use std::sync::Arc;

const ID: &str = "page-kind";
/// The number of a portal behind a login.
const PORTAL: u8 = 3;
/// The number of a page where a visitor acts.
const ACTS: u8 = 2;

/// The button that says what kind of page it is, and what it opens.
pub fn kind(panel: Panel) -> (AnyView, AnyView) {
    let open = ArcRwSignal::new(false);
    let context = words(move || panel.head.with(|head| head.page.context.clone()));
    let name = row([tag("span", "unseen", row([text(t!("Kind of page:")), text(" ")])), ours("", context.into_any())]);
    let shut = open.clone();
    let block = opened("own", ID, open.clone(), move || {
        let shut = shut.clone();
        page_of(panel, move |page| block(panel, page, &shut))
    });
    let asked = page_of(panel, move |page| match (page.said_so, page.portal, page.class) {
        (false, true, _) => question(panel, page),
        (_, _, PORTAL) => own("p", "small warned", text(TEST_PATIENTS.say())),
        _ => nothing(),
    });
    (opener("chip kind", ID, open, name), row([asked, block]))
}

/// What is said of the page, drawn anew only where that differs: somebody may be choosing.
fn page_of(panel: Panel, what: impl Fn(&Page) -> AnyView + Send + Sync + 'static) -> AnyView {
    let what = Arc::new(what);
    keyed(move || {
        let what = what.clone();
        panel.head.with(|head| {
            let page = head.page.clone();
            let id = number_of((&page.class, &page.because, page.said_so, page.portal, &page.host, &page.path, &page.sum));
            vec![Item { id, draw: Arc::new(move || what(&page)) }]
        })
    })
}

/// Tells the worker, and gives the keyboard back to the button that says what kind it is: what was pressed is about to go.
fn say(panel: Panel, page: PageKind) {
    let kind = KINDS.get(usize::from(page.class)).map_or("", |(name, _)| name.say());
    let PageKind { site, path, .. } = &page;
    let done = match path.as_str() {
        "" => t!("Remembered for all of {site}: {kind}."),
        _ => t!("Remembered for {page}: {kind}.", page = [site.as_str(), path].concat()),
    };
    choose(panel, Choice::page(page), done);
    bridge::focus_near(&line_id(ID));
}

fn question(panel: Panel, page: &Page) -> AnyView {
    let answer = |label: String, path: &str, class: u8| {
        let said = PageKind { site: page.host.clone(), path: path.to_owned(), class };
        button("", tag("bdi", "", text(label)), move || say(panel, said.clone()))
    };
    let answers = row([
        answer(t!("Yes, all of {site}", site = page.host), "", PORTAL),
        answer(t!("Yes, this page").to_owned(), &page.path, PORTAL),
        answer(t!("No").to_owned(), &page.path, page.class.min(ACTS)),
    ]);
    tag(
        "div",
        "own warned",
        row([
            tag("b", "", text(t!("This looks like a patient portal. Is it one, behind a login?"))),
            own("p", "small", text(TEST_PATIENTS.say())),
            tag("div", "acts", answers),
        ]),
    )
}

fn block(panel: Panel, page: &Page, shut: &ArcRwSignal<bool>) -> AnyView {
    let why = match (page.because.is_empty(), page.said_so) {
        (true, true) => own("p", "small", text(t!("You said so."))),
        (true, false) => own("p", "small muted", text(t!("Nothing on it points to anything else."))),
        (false, _) => sentences(own("p", "small", text(t!("Taken for that because:"))), &page.because),
    };
    let sum = if page.sum.is_empty() {
        nothing()
    } else {
        row([own("p", "small", text(t!("How the words of its address and title were judged:"))), tag("div", "small", judged(&page.sum))])
    };
    let context = tag("b", "", ours("", text(page.context.clone())));
    row([context, why, sum, correction(panel, page, shut)])
}

/// The way to all that was said.
fn leads(panel: Panel, shut: ArcRwSignal<bool>) -> AnyView {
    let go = move || {
        shut.set(false);
        rules::show_rules(panel);
    };
    button("plain", text(t!("Your rules")), go)
}

fn correction(panel: Panel, page: &Page, shut: &ArcRwSignal<bool>) -> AnyView {
    let (class, whole) = (ArcRwSignal::new(page.class), ArcRwSignal::new(false));
    let kinds = row(KINDS.iter().zip(0_u8..).map(|(&(name, means), number)| {
        let class = class.clone();
        let inside = row([tag("b", "", text(name.say())), own("span", "small muted", text(means.say()))]);
        pick("kind", number == page.class, inside, move || class.set(number))
    }));
    // Where it is a portal, or may be one, that stands above already.
    let (shown, unsaid) = (class.clone(), page.class != PORTAL && (page.said_so || !page.portal));
    let warned = part_if(move || (unsaid && shown.get() == PORTAL).then(|| own("p", "small warned", text(TEST_PATIENTS.say()))));
    let scope = |all: bool, name: &'static str, what: &str| {
        let whole = whole.clone();
        let inside = row([tag("b", "", text(name)), tag("bdi", "small mono", text(what))]);
        pick("scope", !all, inside, move || whole.set(all))
    };
    let scopes = row([scope(false, t!("This page"), &page.path), scope(true, t!("The whole site"), &page.host)]);
    let take = match page.said_so {
        true => forget(panel, page, shut.clone()),
        false => nothing(),
    };
    let rules = leads(panel, shut.clone());
    let (host, path, shut) = (page.host.clone(), page.path.clone(), shut.clone());
    let send = move || {
        let path = if whole.get_untracked() { String::new() } else { path.clone() };
        shut.set(false);
        say(panel, PageKind { site: host.clone(), path, class: class.get_untracked() });
    };
    let group =
        |name: &'static str, inside: AnyView| tag("fieldset", "", row([tag("legend", "", text(name)), tag("div", "picks", inside)]));
    let parts = [
        group(t!("If that is not right, what kind of page is it?"), kinds),
        warned,
        group(t!("For"), scopes),
        tag("div", "acts", row([sends(t!("Remember")), take, rules])),
    ];
    form("", send, row(parts))
}

/// Takes back what was said of this page. It may have been said of the whole site.
fn forget(panel: Panel, page: &Page, shut: ArcRwSignal<bool>) -> AnyView {
    let (host, path) = (page.host.clone(), page.path.clone());
    button("", text(t!("Take back")), move || {
        let (host, path) = (host.clone(), path.clone());
        shut.set(false);
        bridge::focus_near(&line_id(ID));
        begin(async move {
            ask_own(panel).await;
            let said = panel.own.with_untracked(|own| said_of(&own.pages, &host, &path).cloned());
            match said {
                Some(said) => take_back(panel, Choice::page(said)),
                None => panel.notice.set(t!("That is no longer remembered.").to_owned().into()),
            }
        });
    })
}
