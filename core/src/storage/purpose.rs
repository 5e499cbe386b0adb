//! What a stored entry is for, as far as its name tells.

use crate::vendor::{self, Category};
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
    /// In plain words, as outputs have it.
    pub const fn word(self) -> &'static str {
        match self {
            Purpose::Unknown => "unknown",
            Purpose::Essential => "essential",
            Purpose::Preferences => "preferences",
            Purpose::Analytics => "analytics",
            Purpose::Advertising => "advertising",
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

/// Whose an entry is known to be, and what it is for.
pub(super) fn known(area: &str, name: &str, whose: &str) -> (Option<&'static str>, Purpose) {
    let fact = if area == "cookie" { vendor::cookie(name, whose) } else { vendor::storage_key(name) };
    match fact {
        Some(fact) if fact.meaning == vendor::Meaning::Consent => (Some(fact.vendor.name), Purpose::Essential),
        Some(fact) => (Some(fact.vendor.name), of_vendor(fact.vendor.category)),
        None => (None, Purpose::Unknown),
    }
}
