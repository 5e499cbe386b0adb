//! Whether a request no row names serves tracking, by what it does: what it is called, what it carries, whom it goes
//! to. A guess, and worded as one.

use super::meaning::by_name;
use super::{Category, Meaning, Owner};
use crate::observation::ResourceType;
use crate::payload::{Coding, Field, Fields, Part};

/// Words that name a collecting host or file. Whole words only: `track` is one of `/track.gif`, none of `/soundtrack`.
const COLLECTS: &[&str] = &[
    "analytics",
    "analytic",
    "beacon",
    "beacons",
    "collect",
    "collector",
    "cookiematch",
    "cookiesync",
    "counter",
    "csync",
    "dmp",
    "fingerprint",
    "getuid",
    "idsync",
    "insight",
    "metrics",
    "mtrcs",
    "pageview",
    "pageviews",
    "pixel",
    "pixels",
    "px",
    "rum",
    "setuid",
    "stat",
    "stats",
    "statistics",
    "sync",
    "syncd",
    "telemetry",
    "track",
    "tracker",
    "trackers",
    "tracking",
    "usermatch",
    "usersync",
    "visit",
    "webtrack",
    "webtracking",
    "webtrekk",
];

/// Why a third party's request looks like tracking, in plain words; `None` where nothing speaks for it. For requests
/// that no vendor's row names.
pub fn tracks(host: &str, path: &str, fields: &Fields<'_>, kind: ResourceType, owner: Option<Owner>) -> Option<&'static str> {
    let kind = super::recognise::likely(kind, path);
    if matches!(kind, ResourceType::Stylesheet | ResourceType::Font | ResourceType::Media | ResourceType::MainFrame | ResourceType::Object)
    {
        return None;
    }
    let carried = Carried::of(fields);
    if carried.page && carried.visitor {
        return Some("sends the page’s address with a number for the visitor");
    }
    let still = kind == ResourceType::Image && is_picture(path);
    if kind == ResourceType::Ping {
        return Some("is sent in the background, as measuring requests are");
    }
    if carried.partner && named(path) {
        return Some("matches visitors’ numbers between companies");
    }
    let sends = carried.count > 0;
    let measures =
        matches!(owner.map(|o| o.category), Some(Category::Advertising | Category::Analytics | Category::SessionReplay | Category::Cdp));
    if measures && (!still || sends) {
        return Some("goes to a measuring or advertising company");
    }
    if still && !sends {
        return None;
    }
    if path.ends_with(".gif") && sends && kind != ResourceType::Script {
        return Some("is an invisible picture that carries data");
    }
    let speaks = sends || matches!(kind, ResourceType::Script | ResourceType::Xmlhttprequest | ResourceType::Other);
    if speaks && (named(host) || named(path)) {
        return Some("is named as measuring requests are");
    }
    None
}

/// What a request carries, as far as it speaks for tracking.
#[derive(Default)]
struct Carried {
    page: bool,
    visitor: bool,
    /// A number given by another company, or where to send the visitor's number next.
    partner: bool,
    /// How many values that say something.
    count: usize,
}

impl Carried {
    fn of(fields: &Fields<'_>) -> Self {
        let mut carried = Carried::default();
        for field in fields.items.iter().filter(|f| matches!(f.part, Part::Query | Part::Body | Part::Matrix)) {
            // What stands inside an address is that address's, not the request's.
            if field.coding == Some(Coding::Address) {
                continue;
            }
            // A bare number only keeps caches from answering.
            let says = !field.path.is_empty() && !field.value.is_empty() && field.value.bytes().any(|b| !b.is_ascii_digit() && b != b'.');
            carried.count += usize::from(says || field.value.len() >= 16);
            match by_name(field) {
                Meaning::PageAddress | Meaning::Referrer => carried.page = true,
                Meaning::VisitorId | Meaning::UserId | Meaning::HashedIdentity => carried.visitor = true,
                _ => {}
            }
            carried.partner |= is_partner(field);
        }
        carried
    }
}

fn is_partner(field: &Field<'_>) -> bool {
    let key = field.key();
    ["partner", "redir", "uid", "userid", "user_id", "dsp", "ssp", "source", "id", "gdpr_consent"]
        .iter()
        .any(|k| key.eq_ignore_ascii_case(k))
}

fn named(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        word.len() <= 16 && COLLECTS.iter().any(|c| c.eq_ignore_ascii_case(word))
    })
}

fn is_picture(path: &str) -> bool {
    [".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif", ".ico", ".avif"].iter().any(|e| path.ends_with(e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::payload::{Body, read};

    #[track_caller]
    fn check(url: &str, kind: ResourceType, owner: Option<Category>, want: Option<&str>) {
        let address = Address::parse(url);
        let fields = read(&address, Body::Empty, None);
        let owner = owner.map(|category| Owner { name: "x", category });
        let got = tracks(address.host(), address.path(), &fields, kind, owner);
        assert_eq!(got, want, "{url}");
    }

    #[test]
    fn ordinary_requests_do_not_track() {
        use ResourceType::*;
        check("https://cdn.example/app.js?v=3", Script, None, None);
        check("https://cdn.example/soundtrack/stats-of-2026.png", Image, None, None);
        check("https://cdn.example/spacer.gif?1549980140729", Image, None, None);
        check("https://cdn.example/analytics/style.css?a=bcd", Stylesheet, None, None);
        check("https://api.example/v1/doctors?q=heart", Xmlhttprequest, None, None);
        check("https://img.ads.example/banner.png", Image, Some(Category::Advertising), None);
        check("https://fonts.example/track.woff2", Font, Some(Category::Analytics), None);
        check("https://player.example/embed?url=https%3A%2F%2Fvideo.example%2F1", SubFrame, None, None);
        check("", Other, None, None);
    }

    #[test]
    fn tracking_is_told_by_what_it_does() {
        use ResourceType::*;
        check(
            "https://x.example/a?url=https%3A%2F%2Fclinic.example%2Fhiv&uid=5a7b",
            Image,
            None,
            Some("sends the page’s address with a number for the visitor"),
        );
        check("https://x.example/a", Ping, None, Some("is sent in the background, as measuring requests are"));
        check("https://x.example/usersync?partner=4&uid=abc", Image, None, Some("matches visitors’ numbers between companies"));
        check("https://x.example/lib.js", Script, Some(Category::Analytics), Some("goes to a measuring or advertising company"));
        check("https://x.example/p.gif?e=view&s=abc", Image, None, Some("is an invisible picture that carries data"));
        check("https://stats.x.example/v2/e", Xmlhttprequest, None, Some("is named as measuring requests are"));
        check("https://x.example/js/tracker.js", Script, None, Some("is named as measuring requests are"));
    }
}
