//! A test container on the live site, or one account counting the same page twice.

use super::{Doc, Draft, Scene, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::tags::Twice;
use crate::vendor::Role;
use leaklight_text::{Message, message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::EnvironmentOrDuplicateTag,
    sees: message!(
        "Development, staging and preview versions of tag managers' containers on a site that does not look like a test site; one account told of the same page view twice; two accounts of one product told of it."
    ),
    why: message!(
        "A test container sends what nobody released, and what it sends may be more than the live one does. What counts twice is told twice."
    ),
    cannot_tell: message!("Whether it is meant so: a move from one account to another, or a roll-up of several sites, looks the same."),
    fix: message!("Publish the live container and remove the test one's code; keep one tag an account and a page."),
};

/// How test versions are addressed: vendor, what stands in path or query, what to call it. Matomo Tag Manager names them in the
/// file (matomo-org/tag-manager, 2024-10), Adobe too (Omnibug's tests, MIT), Tealium in the folder (docs.tealium.com, Quick Start
/// Guide for Websites and Code Center, read 2026-11-26).
const TESTS: &[(&str, &str, Message)] = &[
    ("matomo-tag-manager", "_dev_", message!("a development version")),
    ("matomo-tag-manager", "_staging_", message!("a staging version")),
    ("matomo-tag-manager", "_preview", message!("a preview")),
    ("adobe-tags", "-development.", message!("a development version")),
    ("adobe-tags", "-staging.", message!("a staging version")),
    ("tealium", "/dev/utag", message!("a development version")),
    ("tealium", "/qa/utag", message!("a test version")),
    ("google-tag-manager", CHOSEN, message!("another environment than the published one")),
];

/// Google Tag Manager's environments by number, as snippets in public code have them (read 2026-11-26). Number 1 is the published
/// one (generally known, no source read); sites run others of their own making live too.
const CHOSEN: &str = "gtm_preview=env-";
const PUBLISHED: &str = "gtm_preview=env-1";

/// Words in a host's name that say the site itself is a test.
const TEST_SITES: &[&str] = &["dev", "development", "stage", "staging", "test", "testing", "qa", "uat", "preview", "sandbox", "localhost"];

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let Some(r) = facts.recognised.as_ref().filter(|r| r.role == Role::Script) else { return };
    let (path, query) = (facts.address.path(), facts.address.query());
    let test = TESTS.iter().find(|(id, mark, _)| *id == r.vendor.id && (path.contains(mark) || query.contains(mark)));
    let Some((_, mark, what)) = test.filter(|_| !facts.page.is_some_and(|p| is_test_site(p.host()))) else { return };
    let chosen = *mark == CHOSEN;
    if chosen && query.split(['?', '&']).any(|pair| pair == PUBLISHED) {
        return;
    }
    let said = t!("This live site runs {what} of {product}.", what = what.say(), product = r.vendor.name);
    let address = words::excerpt_address(facts.address.without_fragment(), &Default::default());
    let mut draft = Draft::of(&DOC, facts, scene, 0, said).at(if chosen { Severity::Low } else { Severity::Medium }).about(*mark).proof_at(
        "address".to_owned(),
        t!("container"),
        address,
    );
    if chosen {
        draft.limits.push(t!("An environment can be a site's live one: what it is called is not visible.").to_owned());
    }
    out.push(draft);
}

fn is_test_site(host: &str) -> bool {
    host.split(['.', '-']).any(|label| TEST_SITES.contains(&label.trim_end_matches(|c: char| c.is_ascii_digit())))
}

/// A page view was told twice: to one account, or to two.
pub(crate) fn twice(facts: &Facts<'_>, scene: &Scene<'_>, twice: Twice) -> Draft {
    let who = words::who(facts);
    let (said, severity, subject, value) = match twice {
        Twice::Account(account) => {
            (t!("{who} was told of this page view twice: its numbers may count twice."), Severity::Low, "account", account)
        }
        Twice::Accounts(accounts) => {
            (t!("Two accounts of {who} were told of this page view."), Severity::Info, "accounts", accounts.join(", "))
        }
    };
    // A tag set up wrongly may send anything for its account.
    let proof = words::excerpt_address(&value, &Default::default());
    Draft::of(&DOC, facts, scene, 0, said).at(severity).about(subject).proof_at(subject.to_owned(), t!("account"), proof)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::testing::{Row, check};

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::EnvironmentOrDuplicateTag,
            &[
                Row::sent(PAGE, "https://stats.clinic.example/js/container_ABCD1234_staging_0123456789abcdef01234567.js"),
                Row::sent(PAGE, "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123&gtm_auth=x&gtm_preview=env-3&gtm_cookies_win=x"),
                Row::sent(PAGE, "https://assets.adobedtm.com/0123456789ab/0123456789ab/launch-EN0123456789abcdef-development.min.js"),
                Row::sent(PAGE, "https://tags.tiqcdn.com/utag/acme/main/qa/utag.js"),
            ],
            &[
                Row::sent(PAGE, "https://stats.clinic.example/js/container_ABCD1234.js"),
                Row::sent(PAGE, "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123"),
                // The published container by its number.
                Row::sent(PAGE, "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123&gtm_auth=x&gtm_preview=env-1&gtm_cookies_win=x"),
                Row::sent(PAGE, "https://assets.adobedtm.com/0123456789ab/0123456789ab/launch-EN0123456789abcdef.min.js"),
                Row::sent(PAGE, "https://tags.tiqcdn.com/utag/acme/main/prod/utag.js"),
                Row::sent(
                    "https://staging.clinic.example/p/1042",
                    "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123&gtm_auth=x&gtm_preview=env-3",
                ),
                Row::sent("https://www2-qa3.clinic.example/", "https://tags.tiqcdn.com/utag/acme/main/qa/utag.js"),
            ],
        );
    }
}
