//! What a person can say of a finding's words and pages, and what they said, in plain words.

use leaklight_core::finding::{Finding, Kind};
use leaklight_core::own::PageKind;
use leaklight_core::report::segments::segments;
use leaklight_core::report::view::FindingView;

pub use leaklight_draw::said::{KINDS, muted, page, rule};
use leaklight_text::{Message, message};

/// What is said wherever a page may be a portal.
pub const TEST_PATIENTS: Message =
    message!("Use a test patient there, never a real account: what a portal shows can be seen in this panel and end up in a report.");

/// The most words of a finding that are offered.
const MOST_WORDS: usize = 4;

/// True for findings that rest on words being telling; one that joins others names a matter by its words.
pub fn rests_on_words(finding: &Finding) -> bool {
    !finding.joins.is_empty()
        || matches!(
            finding.kind,
            Kind::SensitivePageUrl
                | Kind::SensitiveUrlThirdParty
                | Kind::SensitiveUrlOwnAnalytics
                | Kind::TitleLeak
                | Kind::SearchTermLeak
                | Kind::EventNameLeak
                | Kind::InteractionDetailLeak
                | Kind::ReferrerLeak
        )
}

/// The telling words of a finding as a person would write them: "hiv testing". What is masked is left out.
pub fn words(view: &FindingView) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for excerpt in view.finding.evidence.iter().map(|e| &e.value).chain([&view.finding.page]) {
        for piece in segments(&excerpt.shown, &excerpt.marks).into_iter().filter(|s| s.marked && !s.text.contains(['•', '…'])) {
            let said = piece.text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect::<Vec<_>>();
            let said = said.join(" ").to_lowercase();
            if !said.is_empty() && !all.contains(&said) {
                all.push(said);
            }
        }
    }
    all.truncate(MOST_WORDS);
    all
}

/// The host and the path of an address as it is shown, with all that is masked and every number as `*`: it holds for the next
/// record too. The way within a page whose address keeps it behind `#` belongs to the path.
pub fn place(shown: &str) -> Option<(String, String)> {
    let (_, rest) = shown.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    let host = host.split(':').next().filter(|host| !host.is_empty())?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let path = rest.split('?').next().unwrap_or_default();
    let mut out = String::with_capacity(rest.len());
    steps(&mut out, if path.is_empty() { "/" } else { path });
    let route = fragment.strip_prefix('!').unwrap_or(fragment);
    if route.len() > 1 && route.starts_with('/') && !out.ends_with('…') {
        out.push_str("#*");
        steps(&mut out, route.split(['?', '&', '=']).next().unwrap_or_default());
    }
    // What was cut off can be anything.
    if let Some(at) = out.find('…') {
        out.truncate(at);
        out.push('*');
    }
    Some((host.to_owned(), out))
}

fn steps(out: &mut String, path: &str) {
    for (at, step) in path.split('/').enumerate() {
        if at > 0 {
            out.push('/');
        }
        if step.contains('•') {
            out.push('*');
            continue;
        }
        for c in step.chars() {
            match c.is_ascii_digit() {
                true if out.ends_with('*') => {}
                true => out.push('*'),
                false => out.push(c),
            }
        }
    }
}

/// What was said of this page: its own kind first, then its site's.
pub fn said_of<'p>(pages: &'p [PageKind], host: &str, path: &str) -> Option<&'p PageKind> {
    let below = |site: &str| host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'));
    let here = || pages.iter().filter(|p| below(&p.site));
    here().find(|p| p.path == path).or_else(|| here().find(|p| p.path.is_empty())).or_else(|| here().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use leaklight_core::excerpt::Excerpt;
    use leaklight_core::own::{Rule, Says};

    #[test]
    fn the_words_of_a_finding_are_what_is_marked_and_never_what_is_masked() {
        let view = fixtures::view("clinic").unwrap();
        let check = |at: usize, want: &[&str]| assert_eq!(words(&view.findings[at]), want, "finding {at}");
        check(2, &["hiv testing", "schedule appointment"]);
        check(7, &["hiv testing"]);
        let mut one = view.findings[2].clone();
        let text = "https://a.example/HIV_test+kit/jordan";
        one.finding.evidence[0].value = Excerpt::masking(text, &[(18, 30), (31, 37)], &[(31, 37)]);
        one.finding.page = Excerpt::default();
        assert_eq!(words(&one), ["hiv test kit"]);
    }

    #[test]
    fn a_page_is_known_by_host_and_path() {
        let check = |shown: &str, want: Option<(&str, &str)>| {
            let got = place(shown);
            assert_eq!(got.as_ref().map(|(host, path)| (host.as_str(), path.as_str())), want, "{shown}");
        };
        check("https://a.example/programs/lighthouse?q=1#x", Some(("a.example", "/programs/lighthouse")));
        check("https://a.example:8443", Some(("a.example", "/")));
        check("https://a.example?q=/x", Some(("a.example", "/")));
        check("https://a.example/p/10423/step2/", Some(("a.example", "/p/*/step*/")));
        check("https://app.example/#!/visit/10423?x=1", Some(("app.example", "/#*/visit/*")));
        check("https://a.example/help#top", Some(("a.example", "/help")));
        check("https://a.example/p/j•••n (6)/x", Some(("a.example", "/p/*/x")));
        check("https://a.example/p/long-and-…/x", Some(("a.example", "/p/long-and-*")));
        check("https://a.example/p/…#/x", Some(("a.example", "/p/*")));
        check("about:blank", None);
        check("", None);
        check("https:///x", None);
    }

    #[test]
    fn rules_are_said_in_words() {
        let check = |what: &str, site: &str, says: Says, topic: &str, want: (&str, &str)| {
            let made = Rule { what: what.into(), site: site.into(), says, topic: topic.into() };
            let (head, rest) = rule(&made);
            assert_eq!((head.as_str(), rest.as_str()), want);
        };
        check(
            "project lighthouse",
            "",
            Says::Sensitive,
            "mental-health",
            ("“project lighthouse”", "Always sensitive, about mental health, everywhere"),
        );
        check("/shop/*", "a.example", Says::Innocent, "", ("/shop/*", "Never sensitive, on a.example"));
        check("", "a.example", Says::Innocent, "no-such", ("a.example", "Never sensitive, every page"));
        check("", "", Says::Innocent, "", ("Every page", "Never sensitive, every page"));
    }

    #[test]
    fn the_nearest_word_about_a_page_is_found() {
        let made = |site: &str, path: &str, class| PageKind { site: site.into(), path: path.into(), class };
        let all = [made("a.example", "", 0), made("a.example", "/x", 1), made("b.a.example", "/y", 3)];
        let check =
            |host: &str, path: &str, class: Option<u8>| assert_eq!(said_of(&all, host, path).map(|p| p.class), class, "{host}{path}");
        check("a.example", "/x", Some(1));
        check("a.example", "/y", Some(0));
        check("b.a.example", "/y", Some(3));
        check("xa.example", "/x", None);
        check("", "", None);
        assert_eq!(page(&all[0]), ("a.example, every page".to_owned(), "General page"));
        assert_eq!(page(&all[2]), ("b.a.example/y".to_owned(), "Logged-in portal"));
        assert_eq!(page(&made("a.example", "/x", 9)).1, "General page");
    }
}
