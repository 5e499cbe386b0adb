//! What a person said of words and pages, in plain words. Pure, so that it is tested on the host.

use leaklight_core::finding::Kind;
use leaklight_core::own::{PageKind, Rule, Says};
use leaklight_core::sensitive::Topic;
use leaklight_text::{Message, message, t};

/// The kinds of page there are, by their number: what each is called, and what that means.
pub const KINDS: [(Message, Message); 4] = [
    (message!("General page"), message!("About you, news, jobs: it says nothing of the person who reads it.")),
    (message!("Health topic"), message!("It speaks of a condition, a treatment or something else people keep to themselves.")),
    (message!("Page where a visitor acts"), message!("Booking, searching, finding a doctor, filling in a form, paying.")),
    (message!("Logged-in portal"), message!("A person’s own records, behind a login. What leaves such a page weighs most.")),
];

/// "on bayside-clinic.example", "everywhere".
pub fn on(site: &str) -> String {
    if site.is_empty() { t!("everywhere").to_owned() } else { t!("on {site}") }
}

/// A rule as a sentence's beginning and the rest: "“project lighthouse”", "Always sensitive, about mental health, everywhere".
pub fn rule(rule: &Rule) -> (String, String) {
    let what = match rule.what.as_str() {
        "" if rule.site.is_empty() => t!("Every page").to_owned(),
        "" => rule.site.clone(),
        path if path.starts_with('/') => path.to_owned(),
        words => t!("“{words}”"),
    };
    let place = if rule.what.is_empty() { t!("every page").to_owned() } else { on(&rule.site) };
    let topic = Topic::ALL.iter().find(|t| t.word() == rule.topic).map(|t| t.plain());
    let says = match (rule.says, topic) {
        (Says::Sensitive, Some(topic)) => t!("Always sensitive, about {topic}, {place}"),
        (Says::Sensitive, None) => t!("Always sensitive, {place}"),
        (Says::Innocent, Some(topic)) => t!("Never sensitive, about {topic}, {place}"),
        (Says::Innocent, None) => t!("Never sensitive, {place}"),
    };
    (what, says)
}

/// A page's kind likewise: "bayside-clinic.example/programs/*", "Health topic".
pub fn page(page: &PageKind) -> (String, &'static str) {
    let PageKind { site, path, class } = page;
    let whose = if path.is_empty() { t!("{site}, every page") } else { [site.as_str(), path].concat() };
    (whose, KINDS.get(usize::from(*class)).unwrap_or(&KINDS[0]).0.say())
}

/// What is muted, and what that does: "Page title sent to another company", "No cards on bayside-clinic.example". A single finding's
/// key holds its page's address, which is not repeated. `vendor` names a recipient by its id.
pub fn muted(key: &str, vendor: impl Fn(&str) -> String) -> (String, String) {
    let titled = |word: &str| Kind::ALL.iter().find(|k| k.word() == word).map_or_else(|| word.to_owned(), |k| k.title().to_owned());
    match key.split_once(':') {
        Some(("kind", word)) => match word.split_once('@') {
            Some((word, site)) => (titled(word), t!("No cards {place}", place = on(site))),
            None => (titled(word), t!("No cards, on any site").to_owned()),
        },
        Some(("recipient", id)) => (vendor(id), t!("No cards about this recipient").to_owned()),
        Some(("site", host)) => (host.to_owned(), t!("No cards on this site").to_owned()),
        _ => {
            let mut parts = key.split('|');
            let (what, who) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let who = if who.is_empty() { String::new() } else { format!(" ({})", vendor(who)) };
            (format!("{}{who}", titled(what)), t!("No card for one finding, until watching ends").to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_muted_says_no_address() {
        let check = |key: &str, what: &str, rest: &str| {
            let vendor = |id: &str| if id == "meta-pixel" { "Meta Pixel".to_owned() } else { id.to_owned() };
            assert_eq!(muted(key, vendor), (what.to_owned(), rest.to_owned()), "{key}");
        };
        let title = Kind::TitleLeak.title();
        check("kind:title-leak@clinic.example", title, "No cards on clinic.example");
        check("kind:title-leak", title, "No cards, on any site");
        check("kind:of-later", "of-later", "No cards, on any site");
        check("recipient:meta-pixel", "Meta Pixel", "No cards about this recipient");
        check("site:clinic.example", "clinic.example", "No cards on this site");
        let one = "No card for one finding, until watching ends";
        check("title-leak|meta-pixel|https://clinic.example/hiv|dt", &format!("{title} (Meta Pixel)"), one);
        check("|||", "", one);
    }
}
