//! What a person said of words and pages, in plain words. Pure, so that it is tested on the host.

use leaklight_core::own::{PageKind, Rule, Says};
use leaklight_core::sensitive::Topic;

/// The kinds of page there are, by their number: what each is called, and what that means.
pub const KINDS: [(&str, &str); 4] = [
    ("General page", "About you, news, jobs: it says nothing of the person who reads it."),
    ("Health topic", "It speaks of a condition, a treatment or something else people keep to themselves."),
    ("Page where a visitor acts", "Booking, searching, finding a doctor, filling in a form, paying."),
    ("Logged-in portal", "A person’s own records, behind a login. What leaves such a page weighs most."),
];

/// "on bayside-clinic.example", "everywhere".
pub fn on(site: &str) -> String {
    if site.is_empty() { "everywhere".to_owned() } else { format!("on {site}") }
}

/// A rule as a sentence's beginning and the rest: "“project lighthouse”", "Always sensitive, about mental health, everywhere".
pub fn rule(rule: &Rule) -> (String, String) {
    let what = match rule.what.as_str() {
        "" if rule.site.is_empty() => "Every page".to_owned(),
        "" => rule.site.clone(),
        path if path.starts_with('/') => path.to_owned(),
        words => format!("“{words}”"),
    };
    let says = match rule.says {
        Says::Sensitive => "Always sensitive",
        Says::Innocent => "Never sensitive",
    };
    let about = Topic::ALL.iter().find(|t| t.word() == rule.topic).map_or_else(String::new, |t| format!(", about {}", t.plain()));
    let of_site = if rule.what.is_empty() { "every page".to_owned() } else { on(&rule.site) };
    (what, format!("{says}{about}, {of_site}"))
}

/// A page's kind likewise: "bayside-clinic.example/programs/*", "Health topic".
pub fn page(page: &PageKind) -> (String, &'static str) {
    let whole = if page.path.is_empty() { ", every page" } else { "" };
    let name = KINDS.get(usize::from(page.class)).map_or(KINDS[0].0, |(name, _)| name);
    (format!("{}{}{whole}", page.site, page.path), name)
}
