//! Managers that part consent in a handful of categories.

use super::grants::{purpose, truth};
use super::{Grants, Manager, Purpose, Record, Says, find, flat, last, list_of};
use leaklight_text::t;

/// OneTrust's `OptanonConsent`: `groups=C0001:1,C0002:0`, 1 for allowed (my.onetrust.com, "OneTrust Cookies";
/// toolstation-docs-develop.vercel.getdemo.dev, "Cookie Consent"), with `interactionCount` and `AwaitingReconsent` as cookies in public
/// programs have them (`…&interactionCount=1&…&AwaitingReconsent=false`). It is written before anybody chose: that somebody did is told
/// by the count, or by `OptanonAlertBoxClosed`.
pub(super) fn onetrust(value: &str) -> Record {
    let by = Manager::OneTrust;
    let part = |name: &str| value.split('&').filter_map(|p| p.split_once('=')).find(|(k, _)| *k == name).map(|(_, v)| v);
    let Some(groups) = part("groups") else { return Record::unclear(by, t!("its record names no groups")) };
    let mut grants = Grants::default();
    for (group, state) in groups.split(',').take(60).filter_map(|g| g.rsplit_once(':')) {
        // 2 is what a group is given that waits for the visitor's browser; only 1 allows.
        match truth(state) {
            Some(allowed) => grants.add(purpose(group), allowed),
            None => grants.add(purpose(group), false),
        }
    }
    let reached = part("interactionCount").and_then(|n| n.trim().parse::<u32>().ok()).unwrap_or(0) > 0;
    let record = Record::of(by, grants, reached);
    if part("AwaitingReconsent").and_then(truth) == Some(true) {
        // What was chosen before holds no longer, though its banner was closed once.
        let said = t!("it asks anew; until then {words}", words = record.said);
        return Record { says: Says::Waiting, grants: Grants::default(), said, chosen: false, by };
    }
    if reached { record } else { record.waiting() }
}

/// `OptanonAlertBoxClosed` holds when the banner was closed.
pub(super) fn onetrust_closed(value: &str) -> Record {
    match value.get(..10).filter(|day| day.bytes().all(|b| b.is_ascii_digit() || b == b'-')) {
        Some(day) => Record { chosen: true, ..Record::unclear(Manager::OneTrust, &t!("its banner was closed on {day}")) },
        None => Record::unclear(Manager::OneTrust, t!("when its banner was closed cannot be read")),
    }
}

/// OneTrust's `OnetrustActiveGroups` and the detail of its events: the groups that may run.
pub(super) fn onetrust_groups(value: &str) -> Record {
    let mut grants = Grants::default();
    let mut any = false;
    for group in value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|g| g.len() == 5 && g.starts_with('C')) {
        any = true;
        grants.add(purpose(group), true);
    }
    if !any {
        return Record::unclear(Manager::OneTrust, t!("its interface names no groups of the usual form"));
    }
    for of in [Purpose::Analytics, Purpose::Advertising, Purpose::Preferences] {
        if !grants.allows(of) {
            grants.add(of, false);
        }
    }
    Record::of(Manager::OneTrust, grants, false)
}

/// Cookiebot's `CookieConsent`: -1 where the visitor is in no region that needs consent, 0 where nothing was accepted, else
/// `{stamp:'…',necessary:true,preferences:false,statistics:false,marketing:false,method:'explicit',utc:…}`
/// (cookiebot.com/en/developer, "Server-side usage", as quoted in public programs of Cookiebot's own and others).
pub(super) fn cookiebot(value: &str) -> Record {
    let by = Manager::Cookiebot;
    match value {
        "-1" => return Record::unclear(by, t!("it says no consent is needed where the visitor is")),
        "0" => return Record::of(by, Grants::all(false), true),
        _ => {}
    }
    let mut record = categories(by, value, true);
    if record.says == Says::Unclear {
        // Other programs call a record so, too.
        return sites_own("CookieConsent", value).unwrap_or(record);
    }
    if is_implied(value) {
        record = implied(record);
    }
    record
}

/// True where Cookiebot took consent for granted: where the visitor is, none is needed. Its stamp is then -1 (generally known; no
/// source read).
fn is_implied(value: &str) -> bool {
    let flat = flat(value);
    find(&flat, "method") == Some("implied") || find(&flat, "stamp") == Some("-1")
}

/// Nobody chose, and what is allowed was taken for granted.
fn implied(record: Record) -> Record {
    Record { chosen: false, ..record }.noting(t!("taken for granted, nobody was asked"))
}

/// `Cookiebot.consent` with what stands beside it (cookiebot.com/en/developer).
pub(super) fn cookiebot_api(what: &str, value: &str) -> Record {
    let flat = flat(value);
    let answered = find(&flat, "hasResponse").and_then(truth);
    let event = what.to_ascii_lowercase();
    let chosen = answered.unwrap_or(event.ends_with("accept") || event.ends_with("decline"));
    let record = categories(Manager::Cookiebot, value, chosen);
    match answered {
        _ if is_implied(value) => implied(record),
        Some(false) => record.waiting(),
        _ => record,
    }
}

/// TrustArc's `notice_preferences` (`0:` what is required, `1:` what is functional too, `2:` advertising too) and
/// `notice_gdpr_prefs`, the same as a list (`0,1,2:`), as test programs of redhat.com, ibm.com and others set them; TrustArc publishes
/// no description that was found.
pub(super) fn trustarc(value: &str) -> Record {
    let list = value.split([':', ';']).next().unwrap_or_default();
    let levels = list.split([',', '|']).map(|n| n.trim().parse::<u8>().ok());
    let highest = levels.into_iter().try_fold(None::<u8>, |high, n| n.map(|n| high.max(Some(n)))).flatten();
    let record = trustarc_level(highest, true);
    // `0,1,2::implied,us`: where nothing need be asked, everything is allowed from the start (generally known; no source read).
    if record.says == Says::Granted && value.contains("implied") { implied(record) } else { record }
}

/// TrustArc's `cmapi_cookie_privacy`: `permit 1 required`, `permit 1,2,3`. It is written before anybody chose, too.
pub(super) fn trustarc_permits(value: &str) -> Record {
    let Some(rest) = value.strip_prefix("permit") else { return Record::unclear(Manager::TrustArc, t!("it is not of the known form")) };
    let levels = rest.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<u8>().ok());
    trustarc_level(levels.max().and_then(|n| n.checked_sub(1)), false)
}

fn trustarc_level(highest: Option<u8>, chosen: bool) -> Record {
    let by = Manager::TrustArc;
    let mut grants = Grants::all(false);
    match highest {
        Some(0) => {}
        Some(1) => {
            grants = Grants::default();
            grants.add(Purpose::Preferences, true);
            grants.add(Purpose::Advertising, false);
        }
        Some(2..=9) => grants = Grants::all(true),
        _ => return Record::unclear(by, t!("it is not of the known form")),
    }
    Record::of(by, grants, chosen)
}

/// CookieYes: `consentid:…,consent:yes,action:yes,necessary:yes,functional:no,…`; `action` is empty until somebody chose (cookies and
/// tests in public programs).
pub(super) fn cookieyes(value: &str) -> Record {
    let by = Manager::CookieYes;
    let pairs = || value.split(',').take(40).filter_map(|p| p.split_once(':'));
    let mut grants = Grants::default();
    for (name, state) in pairs() {
        if let Some(allowed) = truth(state).filter(|_| !matches!(name, "consent" | "action")) {
            grants.add(purpose(name), allowed);
        }
    }
    if grants.is_empty() {
        return Record::unclear(by, t!("its record names no categories"));
    }
    let acted = pairs().find(|(name, _)| *name == "action").is_some_and(|(_, state)| truth(state) == Some(true));
    let record = Record::of(by, grants, acted);
    if acted { record } else { record.waiting() }
}

/// Klaro: an object of services, each true or false; written when somebody chose (klaro.org/docs, "Annotated Config File":
/// `storageMethod`, `storageName`).
pub(super) fn klaro(value: &str) -> Record {
    let by = Manager::Klaro;
    let mut grants = Grants::default();
    let flat = flat(value);
    for (path, state) in &flat {
        if let Some(allowed) = truth(state).filter(|_| !matches!(last(path), "confirmed" | "changed" | "necessary")) {
            grants.add(purpose(last(path)), allowed);
        }
    }
    if grants.is_empty() {
        return Record::unclear(by, t!("its record names no services"));
    }
    match find(&flat, "confirmed").and_then(truth) {
        Some(false) => Record::of(by, grants, false).waiting(),
        _ => Record::of(by, grants, true),
    }
}

/// vanilla-cookieconsent's `cc_cookie`: `categories`, those accepted, of which those that are necessary are part (its `types/index.d.ts`,
/// 3.1.0). The record does not tell what was refused.
pub(super) fn cookieconsent(value: &str) -> Record {
    let by = Manager::CookieConsent;
    if !value.contains("categories") {
        return Record::unclear(by, t!("its record names no categories"));
    }
    let mut grants = Grants::default();
    for (_, name) in flat(value).iter().filter(|(path, _)| list_of(path) == Some("categories")) {
        grants.add(purpose(name), true);
    }
    Record::of(by, if grants.is_empty() { Grants::all(false) } else { grants }, true)
}

/// `cookieconsent_status` of Osano's open-source banner: `allow`, `deny`, `dismiss` (generally known; no source read).
pub(super) fn status(value: &str) -> Record {
    match value {
        "allow" => Record::of(Manager::Site, Grants::all(true), true),
        "deny" => Record::of(Manager::Site, Grants::all(false), true),
        "dismiss" => Record { chosen: true, ..Record::unclear(Manager::Site, t!("the notice was dismissed")) },
        _ => Record::unclear(Manager::Site, t!("it is not of the known form")),
    }
}

/// A record of a site's own making: a name that says consent and a value of a closed vocabulary; none otherwise.
pub(super) fn sites_own(name: &str, value: &str) -> Option<Record> {
    if value.len() > 24 || name.len() > 40 {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let named = ["consent", "gdpr"].iter().any(|w| lower.contains(w)) && !lower.contains("id");
    // Only a word for an act is taken for a choice; the others sites also write before anybody chose.
    let (allowed, acted) = match value.to_ascii_lowercase().as_str() {
        "accepted" | "accept" | "accept-all" | "acceptall" => (true, true),
        "rejected" | "reject" | "declined" | "decline" | "reject-all" => (false, true),
        "all" | "granted" | "allow" | "allowed" => (true, false),
        "denied" | "deny" | "necessary" | "essential" | "none" => (false, false),
        _ => return None,
    };
    let record = Record::of(Manager::Site, Grants::all(allowed), acted);
    named.then(|| if acted { record } else { record.noting(t!("whether somebody chose that is not told")) })
}

/// Named categories, each true or false, wherever they stand.
fn categories(by: Manager, value: &str, chosen: bool) -> Record {
    let mut grants = Grants::default();
    for (path, state) in flat(value) {
        let of = purpose(last(&path));
        if let Some(allowed) = truth(&state).filter(|_| of != Purpose::Unknown) {
            grants.add(of, allowed);
        }
    }
    if grants.is_empty() { Record::unclear(by, t!("its record names no categories")) } else { Record::of(by, grants, chosen) }
}
