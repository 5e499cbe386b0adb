//! One more of each.

use super::page::kind;
use super::said;
use super::state::{Options, change};
use leaklight_core::own::{Group, OwnVendor, PageKind, Rule, Says};
use leaklight_core::report::plain;
use leaklight_core::sensitive::Topic;
use leaklight_core::settings_file::Everything;
use leaklight_core::vendor::Category;
use leaklight_draw::bridge;
use leaklight_draw::draw::{form, nothing, option, own, part, pick, row, select, sends, tag, text, truth};
use leaklight_text::t;
use leptos::prelude::*;

/// A line to type in.
#[derive(Clone)]
struct Line {
    id: &'static str,
    typed: ArcRwSignal<String>,
}

impl Line {
    fn new(id: &'static str) -> Line {
        Line { id, typed: ArcRwSignal::default() }
    }

    fn get(&self) -> String {
        self.typed.with_untracked(|typed| typed.trim().to_owned())
    }

    /// With its name above it and a hint below it.
    fn field(&self, name: &'static str, hint: &'static str, error: &ArcRwSignal<String>, list: &'static str) -> AnyView {
        let (shown, typed, wrong) = (self.typed.clone(), self.typed.clone(), error.clone());
        let (about, said) = (format!("{}-hint", self.id), format!("{}-error", self.id));
        let described = format!("{about} {said}");
        let hint = tag("span", "small muted", text(hint));
        view! {
            <div class="field">
                <label for=self.id>{name}</label>
                <input
                    type="text"
                    id=self.id
                    dir="auto"
                    autocomplete="off"
                    spellcheck="false"
                    list=list
                    aria-describedby=described
                    aria-invalid=truth(move || wrong.with(|said| !said.is_empty()))
                    prop:value=move || shown.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <span id=about>{hint}</span>
            </div>
        }
        .into_any()
    }
}

/// What is set on the sending of a form: the edit and what is said once it is done, or why not.
type Made = Result<(Box<dyn FnOnce(&mut Everything)>, String), &'static str>;

/// A form: its fields, and what they make. The first line has the keyboard again afterwards.
fn adds(
    o: Options,
    label: &'static str,
    lines: Vec<Line>,
    error: ArcRwSignal<String>,
    fields: AnyView,
    make: impl Fn() -> Made + 'static,
) -> AnyView {
    let first = lines.first().map_or("", |line| line.id);
    let shown = error.clone();
    let send = move || {
        error.set(String::new());
        let (lines, error) = (lines.clone(), error.clone());
        match make() {
            Err(why) => {
                error.set(why.to_owned());
                bridge::focus_near(first);
            }
            Ok((edit, done)) => change(o, done, edit, move |why| {
                if why.is_none() {
                    lines.iter().for_each(|line| line.typed.set(String::new()));
                }
                error.set(why.unwrap_or_default());
                bridge::focus_near(first);
            }),
        }
    };
    let wrong = part(move || match shown.get() {
        none if none.is_empty() => nothing(),
        why => own("p", "small wrong", text(why)),
    });
    let alert = view! { <div id=format!("{first}-error") role="alert">{wrong}</div> }.into_any();
    form("add", send, row([tag("div", "fields", fields), alert, tag("div", "acts", sends(label))]))
}

fn push<T: PartialEq>(list: &mut Option<Vec<T>>, one: T, is_same: impl Fn(&T) -> bool) {
    let list = list.get_or_insert_default();
    list.retain(|other| !is_same(other));
    list.push(one);
}

/// A site watched always. Without access to all sites nothing would come of it: that is asked for first.
pub fn always(o: Options) -> AnyView {
    let (site, error) = (Line::new("always-site"), ArcRwSignal::default());
    let fields = site.field(t!("Site"), t!("Like www.clinic.example"), &error, "");
    let typed = site.clone();
    adds(o, t!("Always watch"), vec![site], error, fields, move || {
        let site = typed.get();
        if site.is_empty() {
            return Err(t!("Type a site."));
        }
        // Begun within the gesture: browsers ask at no later time.
        let asked = bridge::watch(-1, false);
        leaklight_draw::draw::begin(async move {
            if asked.await.state == "refused" {
                o.says(t!("Without access to all sites nothing can be watched. The site is listed all the same."));
            }
        });
        let done = t!("Watched from now on: {site}.");
        Ok((Box::new(move |all| push(&mut all.always_watch, site, |_| false)), done))
    })
}

pub fn domain(o: Options) -> AnyView {
    let (domain, error) = (Line::new("own-domain"), ArcRwSignal::default());
    let fields = domain.field(t!("Domain"), t!("Hosts below it belong to it"), &error, "");
    let typed = domain.clone();
    adds(o, t!("Add"), vec![domain], error, fields, move || {
        let domain = typed.get();
        if domain.is_empty() {
            return Err(t!("Type a domain."));
        }
        let done = t!("Yours: {domain}. Reload a page to see what it tells now.");
        Ok((Box::new(move |all| push(&mut all.own_domains, domain, |_| false)), done))
    })
}

pub fn group(o: Options) -> AnyView {
    let (name, domains, error) = (Line::new("group-name"), Line::new("group-domains"), ArcRwSignal::default());
    let fields = row([
        name.field(t!("Owner"), t!("As it should be shown"), &error, ""),
        domains.field(t!("Domains"), t!("Two or more, with spaces between"), &error, ""),
    ]);
    let (called, typed) = (name.clone(), domains.clone());
    adds(o, t!("Add"), vec![name, domains], error, fields, move || {
        let group = Group { name: called.get(), domains: said::hosts(&typed.get()) };
        if group.domains.len() < 2 {
            return Err(t!("A group needs two domains."));
        }
        let done = t!("One owner: {domains}.", domains = group.domains.join(t!(", ")));
        Ok((Box::new(move |all| push(&mut all.groups, group.clone(), |other| !group.name.is_empty() && other.name == group.name)), done))
    })
}

pub fn vendor(o: Options) -> AnyView {
    let (name, hosts, error) = (Line::new("vendor-name"), Line::new("vendor-hosts"), ArcRwSignal::default());
    let category = ArcRwSignal::new(Category::default().word().to_owned());
    let chosen = category.clone();
    let options = row(Category::ALL.iter().map(|c| option(c.word(), text(plain::category(c.word())))));
    let fields = row([
        name.field(t!("Name"), t!("As it should be shown"), &error, ""),
        hosts.field(t!("Hosts"), t!("With spaces between; hosts below them belong to them"), &error, ""),
        labelled(t!("What it is for"), select(options, move |word| chosen.set(word))),
    ]);
    let (called, typed) = (name.clone(), hosts.clone());
    adds(o, t!("Add"), vec![name, hosts], error, fields, move || {
        let vendor = OwnVendor { name: called.get(), hosts: said::hosts(&typed.get()), category: category.get_untracked() };
        if vendor.name.is_empty() || vendor.hosts.is_empty() {
            return Err(t!("Give it a name and a host."));
        }
        let done = t!("Named from now on: {vendor}.", vendor = vendor.name);
        Ok((Box::new(move |all| push(&mut all.own_vendors, vendor.clone(), |other| other.name == vendor.name)), done))
    })
}

pub fn relay(o: Options) -> AnyView {
    let (host, vendor, error) = (Line::new("relay-host"), Line::new("relay-vendor"), ArcRwSignal::default());
    let fields = row([
        host.field(t!("Host of yours"), t!("Like data.clinic.example"), &error, ""),
        vendor.field(t!("What answers there"), t!("A vendor’s name from the list; empty where it is no vendor’s"), &error, "vendor-names"),
        view! {
            <datalist id="vendor-names">
                {part(move || row(o.vendors.get().into_iter().map(|(_, name)| view! { <option value=name></option> }.into_any())))}
            </datalist>
        }
        .into_any(),
    ]);
    let (at, typed) = (host.clone(), vendor.clone());
    adds(o, t!("Add"), vec![host, vendor], error, fields, move || {
        let (host, name) = (at.get().to_ascii_lowercase(), typed.get());
        let known =
            || o.vendors.with_untracked(|all| all.iter().find(|(id, known)| *known == name || *id == name).map(|(id, _)| id.clone()));
        let vendor = if name.is_empty() {
            "none".to_owned()
        } else {
            known().ok_or(t!("That is no name in the list. Choose one of those offered."))?
        };
        if host.is_empty() {
            return Err(t!("Type a host."));
        }
        let done = t!("Remembered for {host}.");
        let edit = move |all: &mut Everything| {
            all.relays.get_or_insert_default().insert(host, vendor);
        };
        Ok((Box::new(edit), done))
    })
}

pub fn rule(o: Options) -> AnyView {
    let (what, site, error) = (Line::new("rule-what"), Line::new("rule-site"), ArcRwSignal::default());
    let (says, topic) = (ArcRwSignal::new(Says::Sensitive), ArcRwSignal::new(String::new()));
    let way = |which: Says, name: &'static str, means: &'static str| {
        let says = says.clone();
        let inside = row([tag("b", "", text(name)), tag("span", "small muted", text(means))]);
        pick("says", which == Says::Sensitive, inside, move || says.set(which))
    };
    let ways = row([
        way(Says::Sensitive, t!("Always sensitive"), t!("Counts wherever it stands.")),
        way(Says::Innocent, t!("Never sensitive"), t!("Ignored.")),
    ]);
    let ways = tag("fieldset", "whole", row([tag("legend", "", text(t!("What you say of it"))), tag("div", "picks", ways)]));
    let chosen = topic.clone();
    let topics = Topic::ALL.iter().map(|t| option(t.word(), text(t.plain())));
    let topics = select(row([option("", text(t!("Not said")))].into_iter().chain(topics)), move |word| chosen.set(word));
    let fields = row([
        ways,
        what.field(t!("Words or a path"), t!("project lighthouse, or /programs/*"), &error, ""),
        site.field(t!("On which site"), t!("Empty: everywhere"), &error, ""),
        labelled(t!("About (optional)"), topics),
    ]);
    let (typed, at) = (what.clone(), site.clone());
    adds(o, t!("Add"), vec![what, site], error, fields, move || {
        let says = says.get_untracked();
        let topic = if says == Says::Sensitive { topic.get_untracked() } else { String::new() };
        let rule = Rule { what: typed.get(), site: at.get(), says, topic };
        if rule.what.is_empty() && rule.site.is_empty() {
            return Err(t!("Type words, a path that begins with /, or a site."));
        }
        let done = t!("Remembered: {what}.", what = leaklight_draw::said::rule(&rule).0);
        Ok((Box::new(move |all| push(&mut all.rules, rule.clone(), |r| r.site == rule.site && r.what == rule.what)), done))
    })
}

pub fn page_kind(o: Options) -> AnyView {
    let (site, path, error) = (Line::new("page-site"), Line::new("page-path"), ArcRwSignal::default());
    let class = ArcRwSignal::new(0_u8);
    let chosen = class.clone();
    let options = row(["0", "1", "2", "3"].into_iter().zip(0..).map(|(word, class)| option(word, text(kind(class)))));
    let fields = row([
        site.field(t!("Site"), t!("Like www.clinic.example"), &error, ""),
        path.field(t!("Path"), t!("Begins with /, * stands for anything; empty: every page"), &error, ""),
        labelled(t!("What its pages are"), select(options, move |word| chosen.set(word.parse().unwrap_or_default()))),
    ]);
    let (at, typed) = (site.clone(), path.clone());
    adds(o, t!("Add"), vec![site, path], error, fields, move || {
        let page = PageKind { site: at.get(), path: typed.get(), class: class.get_untracked() };
        if page.site.is_empty() {
            return Err(t!("Type a site."));
        }
        let done = t!("Remembered: {what}.", what = kind(page.class));
        Ok((Box::new(move |all| push(&mut all.pages, page.clone(), |p| p.site == page.site && p.path == page.path)), done))
    })
}

fn labelled(name: &'static str, field: AnyView) -> AnyView {
    tag("label", "field", row([tag("span", "", text(name)), field]))
}
