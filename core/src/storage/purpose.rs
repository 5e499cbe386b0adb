//! What a stored entry is for, as far as its name tells.

use crate::vendor::{self, Category};
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// What an entry is for, in the words consent banners use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Nobody knows.
    #[default]
    Unknown,
    /// The site cannot do without it: sign-in, security, load balancing, the consent record itself.
    Essential,
    /// Remembers what a visitor chose or filled in; chat, video and other functions.
    Preferences,
    /// Counts and measures.
    Analytics,
    /// Advertising and profiles.
    Advertising,
}

impl Purpose {
    /// As outputs have it.
    pub const fn word(self) -> &'static str {
        match self {
            Purpose::Unknown => "unknown",
            Purpose::Essential => "essential",
            Purpose::Preferences => "preferences",
            Purpose::Analytics => "analytics",
            Purpose::Advertising => "advertising",
        }
    }

    /// In plain words.
    pub fn said(self) -> &'static str {
        match self {
            Purpose::Unknown => t!("unknown"),
            Purpose::Essential => t!("essential"),
            Purpose::Preferences => t!("preferences"),
            Purpose::Analytics => t!("analytics"),
            Purpose::Advertising => t!("advertising"),
        }
    }

    /// True where a consent law that asks for consent would want it asked for: it counts or advertises.
    pub const fn tracks(self) -> bool {
        matches!(self, Purpose::Analytics | Purpose::Advertising)
    }
}

/// What a vendor's entries are for, by what the vendor is for.
pub(crate) const fn of_vendor(category: Category) -> Purpose {
    match category {
        Category::Consent | Category::Captcha | Category::Cdn => Purpose::Essential,
        Category::Advertising
        | Category::Social
        | Category::Cdp
        | Category::EmailMarketing
        | Category::Crm
        | Category::CallTracking
        | Category::Relay => Purpose::Advertising,
        Category::Analytics
        | Category::SessionReplay
        | Category::TagManager
        | Category::Experimentation
        | Category::ErrorMonitoring
        | Category::Performance => Purpose::Analytics,
        Category::Chat | Category::Scheduling | Category::Embed | Category::Maps | Category::Video | Category::Fonts => {
            Purpose::Preferences
        }
        Category::Other => Purpose::Unknown,
    }
}

/// Whose an entry is known to be, and what it is for: the vendor catalogue goes first, what kind of entry it is the Open Cookie Database
/// tells apart more finely. Of IndexedDB the database's name is looked up, of Cache Storage the cache's.
pub fn known(area: &str, name: &str, whose: &str) -> (Option<&'static str>, Purpose) {
    let whose = whose.trim_start_matches('.');
    let name = name.split(['\t', '›']).next().unwrap_or(name).trim_end();
    let fact = if area == "cookie" { vendor::cookie(name, whose) } else { vendor::storage_key(name) };
    let row = super::keys::find(name, whose);
    let Some(fact) = fact else { return row.map_or((None, Purpose::Unknown), |(company, purpose)| (Some(company), purpose)) };
    let purpose = match (fact.meaning, row) {
        (vendor::Meaning::Consent, _) => Purpose::Essential,
        // By it a browser is recognised, whatever the database calls that.
        (vendor::Meaning::VisitorId | vendor::Meaning::UserId, Some((_, Purpose::Essential | Purpose::Preferences))) | (_, None) => {
            of_vendor(fact.vendor.category)
        }
        (_, Some((_, purpose))) => purpose,
    };
    (Some(fact.vendor.name), purpose)
}

/// Beginnings of names of bot defence and load balancing: they recognise a connection, not a person.
const TECHNICAL: &[&str] = &[
    "__cf_bm",
    "_cfuvid",
    "cf_clearance",
    "__cfruid",
    "__cflb",
    "_abck",
    "bm_",
    "ak_bmsc",
    "datadome",
    "_px",
    "_pxhd",
    "_pxvid",
    "_pxde",
    "pxcts",
    "AWSALB",
    "AWSELB",
    "ARRAffinity",
    "ApplicationGatewayAffinity",
    "incap_ses",
    "visid_incap",
    "nlbi",
    "TS01",
    "BIGipServer",
    "reese84",
    "SERVERID",
    "GCLB",
    "__Host-GAPS",
    "_GRECAPTCHA",
    "rc::",
    "cf_chl",
    "hmt_id",
    "ROUTEID",
    "NSC_",
    "_imp_apg_r_",
    "sessionAffinity",
];
/// Words in names of what a site cannot do without.
const NEEDED: &[&str] = &[
    "csrf",
    "xsrf",
    "csrftoken",
    "antiforgery",
    "verification",
    "nonce",
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "sessionid",
    "session",
    "sess",
    "sessid",
    "sid",
    "auth",
    "jwt",
    "token",
    "login",
    "cart",
    "basket",
    "checkout",
    "oauth",
    "saml",
    "oidc",
];
/// Words in names of what a visitor set.
const CHOSEN: &[&str] =
    &["lang", "language", "locale", "theme", "currency", "country", "timezone", "font", "darkmode", "i18n", "prefs", "preferences"];

/// True for what is known to serve security or load balancing.
pub(super) fn is_technical(name: &str) -> bool {
    let forgery = |w: &String| matches!(w.as_str(), "csrf" | "xsrf" | "csrftoken" | "antiforgery");
    let begins = |k: &str| {
        name.strip_prefix(k).is_some_and(|rest| k.ends_with(['_', ':', '1']) || !rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    TECHNICAL.iter().any(|k| begins(k)) || name.contains("RequestVerificationToken") || super::shape::words(name).iter().any(forgery)
}

/// What an entry of the site's own is for, by the words of its name.
pub(super) fn by_words(name: &str) -> Purpose {
    let has = |list: &[&str]| super::shape::words(name).iter().any(|w| list.contains(&w.as_str()));
    match () {
        () if has(NEEDED) => Purpose::Essential,
        () if has(CHOSEN) => Purpose::Preferences,
        () => Purpose::Unknown,
    }
}
