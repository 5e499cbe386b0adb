//! Platforms that keep a state for every service.

use super::grants::{purpose, truth};
use super::{Grants, Manager, Purpose, Record, find, flat, last, list_of};
use leaklight_text::t;

/// Usercentrics: `uc_settings` (services with `status` and a `history` of actions) and `ucData` (`consent.services.*.{name,consent}`,
/// `gcm.analyticsStorage`) of localStorage, and its event `consent_status` (`action`, `type`, `ucCategory`):
/// usercentrics.com/beta-docs/consent-status; the keys as public programs read and set them.
pub(super) fn usercentrics(value: &str) -> Record {
    let by = Manager::Usercentrics;
    let flat = flat(value);
    // The history's last entry is the latest.
    let action = flat.iter().rev().find(|(path, _)| last(path) == "action").map(|(_, action)| action.as_str());
    let how = flat.iter().rev().find(|(path, _)| last(path) == "type").map_or("", |(_, how)| how.as_str());
    let (implicit, explicit) = (how.eq_ignore_ascii_case("implicit"), how.eq_ignore_ascii_case("explicit"));
    // A page's first loading and a session's return are nobody's act, unless an earlier one is behind them.
    let acted = match action.unwrap_or_default() {
        "onAcceptAllServices" | "onDenyAllServices" | "onUpdateServices" => !implicit,
        "onSessionRestored" | "onInitialPageLoad" => explicit,
        _ => false,
    };
    let mut grants = Grants::default();
    for (path, state) in &flat {
        let of = purpose(last(path));
        let named = path.contains("ucCategory") || path.contains("gcm.");
        if let Some(allowed) = truth(state).filter(|_| named && of != Purpose::Unknown) {
            grants.add(of, allowed);
        }
    }
    let all = match action.unwrap_or_default() {
        "onAcceptAllServices" => Some(true),
        "onDenyAllServices" => Some(false),
        _ => None,
    };
    if let Some(all) = all.filter(|_| grants.is_empty()) {
        grants = Grants::all(all);
    }
    if grants.is_empty() {
        let names: Vec<bool> =
            flat.iter().filter(|(path, _)| matches!(last(path), "status" | "consent")).filter_map(|(_, s)| truth(s)).collect();
        // Services that are necessary are among them: all refused looks like some allowed.
        return match names.iter().all(|allowed| *allowed) && !names.is_empty() {
            true => Record::of(by, Grants::all(true), acted),
            false => Record::unclear(by, t!("its record does not tell which services are necessary")),
        };
    }
    let record = Record::of(by, grants, acted);
    if implicit { record.waiting() } else { record }
}

/// `uc_user_interaction`: whether somebody chose.
pub(super) fn usercentrics_interaction(value: &str) -> Record {
    let by = Manager::Usercentrics;
    match truth(value) {
        Some(true) => Record { chosen: true, ..Record::unclear(by, t!("somebody chose")) },
        Some(false) => Record::unclear(by, "").waiting(),
        None => Record::unclear(by, t!("it is neither true nor false")),
    }
}

/// Osano's cookie is encrypted (edgee.mintlify.dev, "Osano consent mapping"): it can be seen to be there, not read.
pub(super) fn osano_record() -> Record {
    Record::unclear(Manager::Osano, t!("its record is there and encrypted; what it holds is not readable here"))
}

/// Osano's interface: `ANALYTICS: "ACCEPT"` and the like (the same source).
pub(super) fn osano(value: &str) -> Record {
    let mut grants = Grants::default();
    for (path, state) in flat(value) {
        let of = purpose(last(&path));
        if let Some(allowed) = truth(&state).filter(|_| of != Purpose::Unknown) {
            grants.add(of, allowed);
        }
    }
    match grants.is_empty() {
        true => Record::unclear(Manager::Osano, t!("its interface names no categories")),
        // It answers with its defaults, too, before anybody chose.
        false => Record::of(Manager::Osano, grants, false),
    }
}

/// Didomi's `didomi_token`, base64 of JSON: `purposes.enabled`, `purposes.disabled`, the same for `vendors`
/// (support.didomi.io, "Didomi Cookies: storage"). It is there before anybody chose, with empty lists.
pub(super) fn didomi(value: &str) -> Record {
    let by = Manager::Didomi;
    let flat = flat(value);
    let mut grants = Grants::default();
    for (path, name) in &flat {
        let Some(list) = path.split_once('[').map(|(list, _)| list) else { continue };
        let allowed = match list_of(path) {
            Some("enabled") => true,
            Some("disabled") => false,
            _ => continue,
        };
        if list.contains("purposes") && !list.contains("purposes_li") {
            grants.add(purpose(name), allowed);
        }
    }
    // A site with vendors alone.
    if grants.is_empty() {
        for (path, _) in flat.iter().filter(|(path, _)| path.contains("vendors") && !path.contains("vendors_li")) {
            match list_of(path) {
                Some("enabled") => grants.add(Purpose::Unknown, true),
                Some("disabled") => grants.add(Purpose::Unknown, false),
                _ => {}
            }
        }
    }
    match (grants.is_empty(), find(&flat, "user_id").or_else(|| find(&flat, "created"))) {
        (false, _) => Record::of(by, grants, true),
        (true, Some(_)) => Record::of(by, grants, false).waiting(),
        (true, None) => Record::unclear(by, t!("its record cannot be read")),
    }
}

/// `didomi_dcs`, Didomi's packed form (developers.didomi.io, "Didomi Consent String Structure"): its purposes are numbers that only the
/// site's own configuration names.
pub(super) fn didomi_string() -> Record {
    Record {
        chosen: true,
        ..Record::unclear(Manager::Didomi, t!("its record is there; which purposes its numbers stand for is not readable here"))
    }
}
