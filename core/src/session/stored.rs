//! What lies in cookies and storage, as hosts tell it: read, named, and handed to the tab.

use crate::address::{Address, cut};
use crate::observation::{Area, Cookie, Millis, Storage};
use crate::site::{self, Declared};
use crate::storage;
use crate::tab::{Author, Put, Tab};
use leaklight_text::t;

/// Reads a Set-Cookie line of an answer from `from` (RFC 6265 section 5.2). Max-Age wins over Expires; a domain that the answer's host
/// does not lie on makes it no cookie. `page` is the address of the page, whose site a partitioned cookie is kept under.
pub(super) fn set_cookie(line: &str, from: &Address<'_>, page: &Address<'_>, at: Millis) -> Option<Cookie> {
    let mut parts = line.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let directory = from.path().rsplit_once('/').map_or("/", |(directory, _)| if directory.is_empty() { "/" } else { directory });
    let mut cookie = Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        domain: from.host().to_owned(),
        path: directory.to_owned(),
        host_only: true,
        ..Cookie::default()
    };
    let (mut lasts, mut expires) = (None, None);
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.is_empty() => {
                cookie.domain = value.trim_start_matches('.').to_ascii_lowercase();
                cookie.host_only = false;
                if !site::is_below(from.host(), &cookie.domain) {
                    return None;
                }
            }
            "samesite" => cookie.same_site = value.to_ascii_lowercase(),
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "max-age" => lasts = value.parse::<i64>().ok().or(lasts),
            "expires" => expires = storage::date(value),
            "httponly" => cookie.http_only = true,
            "secure" => cookie.secure = true,
            "partitioned" => cookie.partition = Some(site::registrable(page.host()).to_owned()),
            _ => {}
        }
    }
    match (lasts, expires) {
        (Some(s), _) if s > 0 => cookie.expires = Some(at.saturating_add((s as u64).saturating_mul(1000))),
        (Some(_), _) => cookie.removed = true,
        (None, Some(end)) if end > at => cookie.expires = Some(end),
        (None, Some(_)) => cookie.removed = true,
        (None, None) => {}
    }
    Some(cookie)
}

/// Entries of a frame's storage.
pub(super) fn stored_entries(tab: &mut Tab, storage: &Storage, own: &Declared, at: Millis) {
    let area = match storage.area {
        Area::Cookie => return,
        area => area_words(area),
    };
    if storage.left_out > 0 {
        tab.lose("storage-left-out", storage.left_out);
    }
    let origin = Address::parse(&storage.origin);
    let was_there = tab.first_reading(storage.frame, origin.host(), area, at);
    for (key, value) in &storage.entries {
        let shown = shown_name(storage.area, key);
        let put = Put {
            area,
            raw: key,
            name: &shown,
            tail: "",
            value: value.as_deref(),
            whose: origin.host(),
            lifetime: None,
            flags: Vec::new(),
            apart: false,
            author: if was_there { Author::There } else { Author::Unseen },
        };
        tab.keep(put, own, at);
    }
}

/// A cookie that was set, changed or removed; `author`: the answer that set it, or by what the browser said.
pub(super) fn stored_cookie(tab: &mut Tab, cookie: &Cookie, author: Author, own: &Declared, at: Millis) {
    let mut flags: Vec<String> = Vec::new();
    for (on, word) in [(cookie.http_only, "HttpOnly"), (cookie.secure, "Secure"), (cookie.host_only, t!("host only"))] {
        if on {
            flags.push(word.to_owned());
        }
    }
    let same_site = match cookie.same_site.as_str() {
        "strict" => "SameSite=Strict",
        "lax" => "SameSite=Lax",
        "none" | "no_restriction" => "SameSite=None",
        _ => "",
    };
    if !same_site.is_empty() {
        flags.push(same_site.to_owned());
    }
    let partition = cookie.partition.as_deref().unwrap_or_default();
    let partition = cut(partition.split_once("://").map_or(partition, |(_, host)| host), 120);
    if cookie.partition.is_some() {
        flags.push(if partition.is_empty() { t!("partitioned").to_owned() } else { t!("partitioned under {partition}") });
    }
    let path = cut(&cookie.path, 120);
    if path.len() > 1 {
        flags.push(t!("path {path}"));
    }
    // Of one name several may lie side by side; the root is what is not said.
    let tail = match (path, partition) {
        ("" | "/", "") => String::new(),
        _ => [path, "\n", partition].concat(),
    };
    let author = if cookie.was_there { Author::There } else { author };
    let put = Put {
        area: "cookie",
        raw: &cookie.name,
        name: &cookie.name,
        tail: &tail,
        value: (!cookie.removed).then_some(cookie.value.as_str()),
        whose: cookie.domain.trim_start_matches('.'),
        lifetime: cookie.expires.map(|end| end.saturating_sub(at)),
        flags,
        apart: cookie.partition.is_some(),
        author,
    };
    tab.keep(put, own, at);
}

/// An area in plain words.
pub(crate) const fn area_words(area: Area) -> &'static str {
    match area {
        Area::Local => "local storage",
        Area::Session => "session storage",
        Area::Cookie => "cookie",
        Area::Indexed => "IndexedDB",
        Area::Cache => "Cache Storage",
    }
}

/// What a person calls an entry: of IndexedDB database, store and key, of Cache Storage the cache.
fn shown_name(area: Area, key: &str) -> std::borrow::Cow<'_, str> {
    match area {
        Area::Indexed => key.trim_end_matches('\t').replace('\t', " › ").into(),
        Area::Cache => key.split('\t').next().unwrap_or(key).into(),
        _ => key.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Millis = 1_790_000_000_000;

    fn read(line: &str) -> Option<Cookie> {
        let (from, page) = (Address::parse("https://px.vendor.example/a/b.gif?x"), Address::parse("https://www.clinic.example/book"));
        set_cookie(line, &from, &page, AT)
    }

    #[test]
    fn lines_as_servers_write_them() {
        let plain = read("uid=1").unwrap();
        assert_eq!((plain.domain.as_str(), plain.path.as_str(), plain.host_only, plain.expires), ("px.vendor.example", "/a", true, None));
        let all = read("uid = a=b ; Domain=.Vendor.example; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure; HttpOnly; SameSite=None; Partitioned").unwrap();
        assert_eq!((all.name.as_str(), all.value.as_str(), all.domain.as_str(), all.path.as_str()), ("uid", "a=b", "vendor.example", "/"));
        assert!(all.secure && all.http_only && !all.host_only && !all.removed);
        assert_eq!(
            (all.expires, all.partition.as_deref(), all.same_site.as_str()),
            (Some(1_792_567_680_000), Some("clinic.example"), "none")
        );
    }

    #[test]
    fn how_long_it_lasts() {
        let end = |line: &str| read(line).map(|c| (c.expires.map(|e| e - AT), c.removed));
        assert_eq!(end("a=1; Max-Age=60"), Some((Some(60_000), false)));
        assert_eq!(end("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Max-Age=60"), Some((Some(60_000), false)));
        assert_eq!(end("a=1; Max-Age=x; Expires=Wed, 21 Oct 2026 07:28:00 GMT"), Some((Some(2_567_680_000), false)));
        assert_eq!(end("a=; Max-Age=0"), Some((None, true)));
        assert_eq!(end("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"), Some((None, true)));
        assert_eq!(end("a=1; Expires=soon"), Some((None, false)));
    }

    #[test]
    fn a_cookie_for_somebody_else_is_none() {
        assert_eq!(read("a=1; Domain=clinic.example"), None);
        assert_eq!(read("a=1; Domain=example.px.vendor.example"), None);
        assert_eq!(read("nothing"), None);
    }

    #[test]
    fn names_as_people_read_them() {
        for (area, key, want) in [
            (Area::Indexed, "app\tvisitors\t42", "app › visitors › 42"),
            (Area::Indexed, "app\tvisitors\t", "app › visitors"),
            (Area::Cache, "pages-v1\thttps://www.clinic.example/", "pages-v1"),
            (Area::Local, "a\tb", "a\tb"),
        ] {
            assert_eq!(shown_name(area, key), want);
        }
    }
}
