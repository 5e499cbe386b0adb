//! What consent managers, frameworks and browsers say of the visitor's choice: their records in cookies and storage, and their
//! interfaces in the page.
//!
//! A record is a claim. One that is broken or contradicts itself is unclear and says why; nothing here can fail. Formats as read on
//! 2026-11-26 in the sources each file names; "generally known; no source read" where none was.

mod banners;
mod frameworks;
mod grants;
mod matomo;
mod platforms;
#[cfg(test)]
mod tests;

pub(crate) use frameworks::google_state;
pub(crate) use grants::{Grants, Purpose};
use leaklight_text::t;

use super::Standing;
use crate::payload::{self, Body};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Who says what was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Manager {
    OneTrust,
    Cookiebot,
    TrustArc,
    Usercentrics,
    Osano,
    Didomi,
    CookieYes,
    Klaro,
    CookieConsent,
    Tcf,
    Gpp,
    UsPrivacy,
    Google,
    Matomo,
    Gpc,
    Dnt,
    /// A record the site keeps itself.
    Site,
}

impl Manager {
    /// Its name for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Manager::OneTrust => "OneTrust",
            Manager::Cookiebot => "Cookiebot",
            Manager::TrustArc => "TrustArc",
            Manager::Usercentrics => "Usercentrics",
            Manager::Osano => "Osano",
            Manager::Didomi => "Didomi",
            Manager::CookieYes => "CookieYes",
            Manager::Klaro => "Klaro",
            Manager::CookieConsent => "vanilla-cookieconsent",
            Manager::Tcf => "IAB TCF",
            Manager::Gpp => "IAB GPP",
            Manager::UsPrivacy => "IAB US Privacy",
            Manager::Google => t!("Google consent mode"),
            Manager::Matomo => "Matomo",
            Manager::Gpc => "Global Privacy Control",
            Manager::Dnt => "Do Not Track",
            Manager::Site => t!("The site’s own record"),
        }
    }

    /// True for one that asks visitors and keeps what they chose. The others pass it on, or know objections alone.
    pub(crate) const fn asks(self) -> bool {
        !matches!(self, Manager::Gpp | Manager::UsPrivacy | Manager::Google | Manager::Matomo | Manager::Gpc | Manager::Dnt)
    }
}

/// What a record or interface says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Says {
    Granted,
    Denied,
    Mixed,
    Unclear,
    /// Nobody has chosen yet.
    Waiting,
}

impl Says {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Says::Granted => "granted",
            Says::Denied => "denied",
            Says::Mixed => "mixed",
            Says::Unclear => "unclear",
            Says::Waiting => "waiting",
        }
    }
}

impl From<Standing> for Says {
    fn from(standing: Standing) -> Says {
        match standing {
            Standing::Granted => Says::Granted,
            Standing::Denied => Says::Denied,
            Standing::Mixed => Says::Mixed,
            Standing::Unclear => Says::Unclear,
        }
    }
}

/// A record or an interface's word, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub by: Manager,
    pub says: Says,
    pub grants: Grants,
    /// In plain words, without anything of the value itself but numbers, dates and closed words.
    pub said: String,
    /// True where it says that somebody chose: it is no default, and no law that asks for nothing.
    pub chosen: bool,
}

impl Record {
    /// What follows from which purposes are allowed.
    fn of(by: Manager, grants: Grants, chosen: bool) -> Record {
        Record { by, says: grants.standing().into(), grants, said: grants.words(), chosen }
    }

    fn unclear(by: Manager, why: &str) -> Record {
        Record { by, says: Says::Unclear, grants: Grants::default(), said: why.to_owned(), chosen: false }
    }

    /// Nobody has chosen yet; what holds until then is added.
    fn waiting(self) -> Record {
        let said = if self.grants.is_empty() {
            t!("nobody has chosen yet").to_owned()
        } else {
            t!("nobody has chosen yet; until then {words}", words = self.said)
        };
        Record { says: Says::Waiting, said, chosen: false, ..self }
    }

    fn noting(self, what: &str) -> Record {
        Record { said: [self.said.as_str(), t!("; "), what].concat(), ..self }
    }
}

/// The longest record read, in bytes.
const LONGEST: usize = 8 << 10;

/// Reads a stored entry; none where it is no record of consent. `cookie`: it is one, and no entry of storage.
pub(crate) fn stored(name: &str, value: &str, cookie: bool) -> Option<Record> {
    let value = crate::address::cut(value.trim(), LONGEST);
    let plain = percent(value);
    Some(match name {
        "OptanonConsent" if cookie => banners::onetrust(&plain),
        "OptanonAlertBoxClosed" => banners::onetrust_closed(&plain),
        "CookieConsent" if cookie => banners::cookiebot(&plain),
        "notice_preferences" | "truste.eu.cookie.notice_preferences" => banners::trustarc(&plain),
        "notice_gdpr_prefs" | "truste.eu.cookie.notice_gdpr_prefs" => banners::trustarc(&plain),
        "cmapi_cookie_privacy" => banners::trustarc_permits(&plain),
        "cookieyes-consent" => banners::cookieyes(&plain),
        "klaro" => banners::klaro(&plain),
        "cc_cookie" => banners::cookieconsent(&plain),
        "cookieconsent_status" => banners::status(&plain),
        "uc_settings" | "ucData" => platforms::usercentrics(&plain),
        "uc_user_interaction" => platforms::usercentrics_interaction(&plain),
        "osano_consentmanager" => platforms::osano_record(),
        "didomi_token" => platforms::didomi(&plain),
        "didomi_dcs" => platforms::didomi_string(),
        "euconsent-v2" | "eupubconsent-v2" => frameworks::tcf_string(&plain),
        "__gpp" | "gpp" | "OTGPPConsent" => frameworks::gpp_string(&plain),
        "usprivacy" => frameworks::us_privacy(&plain),
        "mtm_consent" | "mtm_cookie_consent" | "mtm_consent_removed" => matomo::cookie(name),
        _ => return banners::sites_own(name, &plain),
    })
}

/// Reads what an interface said; none for one not known here.
pub(crate) fn said(api: &str, what: &str, value: &str) -> Option<Record> {
    let value = crate::address::cut(value.trim(), LONGEST);
    Some(match api {
        "tcf" => frameworks::tcf_api(what, value),
        "gpp" => frameworks::gpp_api(what, value),
        "usp" => frameworks::us_privacy(&member(value, "uspString").unwrap_or_else(|| unquoted(value).to_owned())),
        "google" => frameworks::google(what, value),
        "gpc" => frameworks::gpc(unquoted(value))?,
        "dnt" => frameworks::dnt(unquoted(value))?,
        "matomo" => matomo::command(what)?,
        "onetrust" => banners::onetrust_groups(value),
        "cookiebot" => banners::cookiebot_api(what, value),
        "osano" => platforms::osano(value),
        _ => return None,
    })
}

/// A record laid flat: JSON's values with the path to each; empty where it is none.
fn flat(value: &str) -> Vec<(String, String)> {
    let fields = payload::read_parts("", "", "", Body::Bytes(value.as_bytes()), None);
    let mut out = Vec::new();
    for field in fields.items.iter().take(400) {
        out.push((field.path.to_string(), field.value.to_string()));
    }
    out
}

/// The value of that member, at any depth.
fn member(value: &str, name: &str) -> Option<String> {
    value.contains(name).then(|| find(&flat(value), name).map(str::to_owned)).flatten()
}

fn find<'f>(flat: &'f [(String, String)], name: &str) -> Option<&'f str> {
    flat.iter().find(|(path, _)| last(path) == name).map(|(_, value)| value.as_str())
}

/// The last name of a path.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The name of the list an element stands in, `categories` of `categories[0]`.
fn list_of(path: &str) -> Option<&str> {
    path.split_once('[').map(|(list, _)| last(list))
}

fn unquoted(value: &str) -> &str {
    value.trim_matches('"')
}

fn percent(value: &str) -> Cow<'_, str> {
    if value.contains('%') { percent_encoding::percent_decode_str(value).decode_utf8_lossy() } else { value.into() }
}
