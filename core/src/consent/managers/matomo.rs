//! Matomo's own consent: waiting with everything is told from waiting with cookies alone.
//!
//! developer.matomo.org/guides/tracking-consent and matomo-org/matomo `js/piwik.js`, read 2026-11-26.

use super::{Grants, Manager, Purpose, Record, Says};
use leaklight_text::t;

fn analytics(allowed: bool) -> Grants {
    let mut grants = Grants::default();
    grants.add(Purpose::Analytics, allowed);
    grants
}

/// Its cookies.
pub(super) fn cookie(name: &str) -> Record {
    let by = Manager::Matomo;
    match name {
        "mtm_consent" => Record::of(by, analytics(true), true).noting(t!("consent to being measured is remembered")),
        "mtm_cookie_consent" => Record::of(by, analytics(true), true).noting(t!("consent to its cookies alone is remembered")),
        _ => Record::of(by, analytics(false), true).noting(t!("consent was taken back, or refused")),
    }
}

/// Its commands; none for one that is not about consent.
pub(super) fn command(name: &str) -> Option<Record> {
    let by = Manager::Matomo;
    let wait = |said: &str| Record { by, says: Says::Waiting, grants: Grants::default(), said: said.to_owned(), chosen: false };
    Some(match name {
        "requireConsent" => wait(t!("told to wait: it sends nothing and keeps no cookies until consent is given")),
        "requireCookieConsent" => wait(t!("told to wait with its cookies alone: it sends at once, whatever the visitor chooses")),
        "setConsentGiven" | "rememberConsentGiven" => Record::of(by, analytics(true), true),
        "setCookieConsentGiven" | "rememberCookieConsentGiven" => Record::of(by, analytics(true), true).noting(t!("for its cookies alone")),
        "forgetConsentGiven" | "optUserOut" => Record::of(by, analytics(false), true),
        "forgetCookieConsentGiven" => Record::of(by, analytics(false), true).noting(t!("for its cookies alone: it goes on sending")),
        _ => return None,
    })
}
