//! Frameworks that pass a choice on: TCF, GPP, US Privacy, Google's consent mode; and the browser's own settings.
//!
//! The strings' formats and sources are with their decoders ([`crate::consent`]); the interfaces: IAB Tech Lab, "Consent Management
//! Platform API" of TCF and of GPP 1.1 (github.com/InteractiveAdvertisingBureau), developers.google.com/tag-platform/security/guides/consent;
//! read 2026-11-26.

use super::grants::{purpose, truth};
use super::{Grants, Manager, Purpose, Record, find, flat, last};
use crate::consent::{UNREAD, gpp, tcf, us_privacy as usp};
use leaklight_text::t;

/// Purposes of the TCF by what they are for: 2 to 4 and 7 advertising, 8 and 9 measuring, 5 and 6 content made to fit.
fn purposes(allowed: impl Fn(u32) -> bool) -> Grants {
    let mut grants = Grants::default();
    for (of, numbers) in [(Purpose::Advertising, 2..=4), (Purpose::Analytics, 8..=9), (Purpose::Preferences, 5..=6)] {
        for n in numbers {
            grants.add(of, allowed(n));
        }
    }
    grants
}

/// `euconsent-v2` and what holds a TC string.
pub(super) fn tcf_string(value: &str) -> Record {
    let (said, standing) = tcf::string(value, None);
    let grants = tcf::purposes(value).map(|set| purposes(|n| tcf::has(set, n))).unwrap_or_default();
    let chosen = !said.starts_with(UNREAD.say()) && !grants.is_empty();
    Record { by: Manager::Tcf, says: standing.into(), grants, said, chosen }
}

/// `__tcfapi`: the TCData of an event.
pub(super) fn tcf_api(what: &str, value: &str) -> Record {
    let by = Manager::Tcf;
    let flat = flat(value);
    let status = find(&flat, "eventStatus").unwrap_or(what).to_owned();
    if find(&flat, "gdprApplies").and_then(truth) == Some(false) {
        return Record::unclear(by, t!("the GDPR does not apply, by its word"));
    }
    let text = find(&flat, "tcString").unwrap_or_default();
    let mut listed = Grants::default();
    let told: Vec<u32> = flat
        .iter()
        .filter(|(path, allowed)| path.contains("purpose.consents") && truth(allowed) == Some(true))
        .filter_map(|(path, _)| last(path).parse().ok())
        .collect();
    let lists = flat.iter().any(|(path, _)| path.contains("purpose.consents"));
    if lists {
        listed = purposes(|n| told.contains(&n));
    }
    let mut record = match text {
        "" if lists => Record::of(by, listed, true),
        "" => Record::unclear(by, t!("its interface gave no string")),
        text => tcf_string(text),
    };
    if !text.is_empty() && lists && record.grants != listed {
        record = Record::unclear(by, t!("its interface contradicts itself: its list of purposes is not what its string says"));
    }
    match status.as_str() {
        "cmpuishown" => record.waiting(),
        "tcloaded" | "useractioncomplete" => record,
        _ => Record { chosen: false, ..record },
    }
}

/// A stored GPP string.
pub(super) fn gpp_string(value: &str) -> Record {
    let (said, standing) = gpp::string(value, None);
    let mut grants = Grants::default();
    // The sections of the US know sale, sharing and advertising.
    match standing {
        crate::consent::Standing::Granted => grants.add(Purpose::Advertising, true),
        crate::consent::Standing::Denied => grants.add(Purpose::Advertising, false),
        _ => {}
    }
    Record { by: Manager::Gpp, says: standing.into(), grants, said, chosen: false }
}

/// `__gpp`: the data of `ping` or of an event.
pub(super) fn gpp_api(_what: &str, value: &str) -> Record {
    let flat = flat(value);
    let record = match find(&flat, "gppString") {
        Some(text) if !text.is_empty() => gpp_string(text),
        _ if value.starts_with("\"DB") || value.starts_with("DB") => gpp_string(super::unquoted(value)),
        _ => Record::unclear(Manager::Gpp, t!("its interface gave no string")),
    };
    match (find(&flat, "signalStatus"), find(&flat, "cmpDisplayStatus")) {
        (Some("not ready"), _) | (_, Some("visible")) => record.waiting(),
        _ => record,
    }
}

/// A US Privacy string.
pub(super) fn us_privacy(value: &str) -> Record {
    let (said, standing) = usp::string(value);
    let mut grants = Grants::default();
    match standing {
        crate::consent::Standing::Granted => grants.add(Purpose::Advertising, true),
        crate::consent::Standing::Denied => grants.add(Purpose::Advertising, false),
        _ => {}
    }
    Record { by: Manager::UsPrivacy, says: standing.into(), grants, said, chosen: false }
}

/// Google's consent mode: the arguments of a `consent` command. A default may be for some regions alone.
pub(super) fn google(what: &str, value: &str) -> Record {
    let by = Manager::Google;
    let (mut grants, mut regions) = (Grants::default(), Vec::new());
    for (path, state) in flat(value) {
        if path.starts_with("region") {
            // A country's or a region's code, nothing else.
            if state.len() <= 6 && state.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                regions.push(state);
            }
        } else if let Some(allowed) = truth(&state) {
            let name = last(&path);
            if matches!(name, "functionality_storage" | "security_storage") {
                continue;
            }
            grants.add(purpose(name), allowed);
        }
    }
    if grants.is_empty() {
        return Record::unclear(by, t!("it names no purpose"));
    }
    let record = google_state(grants, what);
    if regions.is_empty() {
        return record;
    }
    let more = regions.len().saturating_sub(6);
    regions.truncate(6);
    let names: Vec<&str> = regions.iter().map(String::as_str).collect();
    let (words, regions) = (&record.said, names.join(t!(", ")));
    let said = match more {
        0 => t!("{words}; for visitors in {regions} alone, and whether that is here is not visible"),
        _ => t!("{words}; for visitors in {regions} and {more} more alone, and whether that is here is not visible"),
    };
    Record { says: super::Says::Unclear, said, ..record }
}

/// What Google's consent mode stands at after such a command.
pub(crate) fn google_state(grants: Grants, what: &str) -> Record {
    Record::of(Manager::Google, grants, false).noting(match what {
        "update" => t!("set after the page began"),
        _ => t!("the default, until something else is said"),
    })
}

/// Global Privacy Control as scripts see it; none where it is off.
pub(super) fn gpc(value: &str) -> Option<Record> {
    let mut grants = Grants::default();
    grants.add(Purpose::Advertising, false);
    (truth(value) == Some(true)).then(|| Record {
        said: t!("the browser asks not to sell or share what it learns of the visitor").to_owned(),
        ..Record::of(Manager::Gpc, grants, false)
    })
}

/// Do Not Track: an unheeded wish, told and no more.
pub(super) fn dnt(value: &str) -> Option<Record> {
    (truth(value) == Some(true))
        .then(|| Record::unclear(Manager::Dnt, t!("the browser asks not to be tracked; few heed it, and it is counted as no refusal")))
}
