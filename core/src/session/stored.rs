//! What lies in cookies and storage: read, judged, kept.

use crate::address::Address;
use crate::detect::{self, matomo_config_weak as weak};
use crate::excerpt::Excerpt;
use crate::observation::{Area, Cookie, Millis, Storage};
use crate::site::Declared;
use crate::storage::{Shape, Stored, lifetime_words};
use crate::tab::{Kept, Tab};

/// The most stored entries kept for a tab; what is beyond is counted.
const MAX_STORED: usize = 2000;

/// Reads a Set-Cookie line (RFC 6265 section 5.2). Max-Age wins; an Expires date alone is taken as lasting.
pub(super) fn set_cookie(line: &str, host: &str, at: Millis) -> Option<Cookie> {
    let mut parts = line.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let mut cookie = Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        domain: host.to_owned(),
        path: String::new(),
        partition: None,
        http_only: false,
        secure: false,
        expires: None,
        same_site: String::new(),
        host_only: true,
        was_there: false,
        removed: false,
    };
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.is_empty() => {
                cookie.domain = value.trim_start_matches('.').to_ascii_lowercase();
                cookie.host_only = false;
            }
            "samesite" => cookie.same_site = value.to_ascii_lowercase(),
            "path" => value.clone_into(&mut cookie.path),
            "max-age" => match value.parse::<i64>() {
                Ok(s) if s > 0 => cookie.expires = Some(at.saturating_add((s as u64).saturating_mul(1000))),
                Ok(_) => cookie.removed = true,
                Err(_) => {}
            },
            "httponly" => cookie.http_only = true,
            "secure" => cookie.secure = true,
            _ => {}
        }
    }
    Some(cookie)
}

/// Entries of a frame's storage.
pub(super) fn stored_entries(tab: &mut Tab, storage: &Storage, own: &Declared, at: Millis) {
    let area = match storage.area {
        Area::Local => "local storage",
        Area::Session => "session storage",
        Area::Cookie => return,
        Area::Indexed => "IndexedDB",
        Area::Cache => "Cache Storage",
    };
    if storage.left_out > 0 {
        tab.lose("storage-left-out", storage.left_out);
    }
    let origin = Address::parse(&storage.origin);
    for (key, value) in &storage.entries {
        keep(tab, area, key, value.as_deref(), origin.host(), (None, false), Vec::new(), own, at);
    }
}

/// A cookie that was set, changed or removed.
pub(super) fn stored_cookie(tab: &mut Tab, cookie: &Cookie, own: &Declared, at: Millis) {
    let mut flags = Vec::new();
    for (on, word) in [(cookie.http_only, "HttpOnly"), (cookie.secure, "Secure"), (cookie.partition.is_some(), "partitioned")] {
        if on {
            flags.push(word.to_owned());
        }
    }
    let lifetime = cookie.expires.map(|end| end.saturating_sub(at));
    let value = (!cookie.removed).then_some(cookie.value.as_str());
    keep(tab, "cookie", &cookie.name, value, &cookie.domain, (lifetime, cookie.was_there), flags, own, at);
}

/// True where a consent given to Matomo was seen, in a hit or in a cookie.
fn agreed(tab: &Tab) -> bool {
    tab.matomo.consented() || tab.storage.values().any(|k| k.area == "cookie" && weak::is_consent(&k.name.shown))
}

#[allow(clippy::too_many_arguments)]
fn keep(
    tab: &mut Tab,
    area: &'static str,
    name: &str,
    value: Option<&str>,
    whose: &str,
    (lifetime, was_there): (Option<u64>, bool),
    flags: Vec<String>,
    own: &Declared,
    at: Millis,
) {
    let name = crate::address::cut(name, 512);
    let key = format!("{area}|{}|{name}", whose.trim_start_matches('.'));
    let Some(value) = value else {
        if tab.storage.remove(&key).is_some() {
            tab.dirty = true;
            let shown = tab.page.address.clone();
            let entry = Stored::read(area, name, "", whose, &Address::parse(&shown), None, own);
            tab.choice_stored(&entry, true, false, own, at);
        }
        return;
    };
    if tab.storage.len() >= MAX_STORED && !tab.storage.contains_key(&key) {
        tab.lose("storage-left-out", 1);
        return;
    }
    let value = crate::address::cut(value, 16 * 1024);
    let shown = tab.page.address.clone();
    let page = Address::parse(&shown);
    let entry = Stored::read(area, name, value, whose, &page, lifetime, own);
    let mut drafts = detect::stored(&entry, tab.page.context);
    if area == "cookie" && weak::is_consent(name) {
        tab.cookies_were_agreed_to();
    } else if drafts.iter().any(|d| d.subject.starts_with(weak::COOKIES)) && agreed(tab) {
        drafts.retain(|d| !d.subject.starts_with(weak::COOKIES));
    }
    let shown = match (&entry.reveal, entry.shape) {
        (_, Shape::Number | Shape::Empty) => Excerpt::plain(value, &[]),
        (Some(reveal), Shape::Address | Shape::Text | Shape::Record) => detect::words::excerpt_address(value, reveal),
        _ => Excerpt::digest(value),
    };
    let mut kept = Kept {
        area: area.to_owned(),
        name: Excerpt::plain(name, &[]),
        whose: entry.whose.to_owned(),
        party: entry.party,
        value: shown,
        shape: entry.shape,
        lifetime: lifetime_words(lifetime, area),
        flags,
        findings: Vec::new(),
    };
    if tab.storage.get(&key).is_some_and(|old| old.value == kept.value && old.lifetime == kept.lifetime) {
        return;
    }
    tab.choice_stored(&entry, false, was_there, own, at);
    // An entry written again is the same entry: its finding is counted once, however often the page writes.
    let known: Vec<String> = tab.storage.get(&key).map(|old| old.findings.clone()).unwrap_or_default();
    for draft in drafts {
        let own_key = draft.key(&tab.page.template);
        kept.findings.push(if known.contains(&own_key) { own_key } else { tab.add(draft, at, &[]) });
    }
    tab.dirty = true;
    tab.storage.insert(key, kept);
    tab.know_stored(area, name, value, at);
}
