//! Whether a request no row names serves tracking, by what it does: what it is called, what it carries, whom it goes
//! to. A guess, and worded as one.

use super::{Category, Meaning, Owner};
use crate::observation::ResourceType;
use crate::payload::{Coding, Field, Fields, Part};
use leaklight_text::t;

/// Words that name a collecting host or file. Whole words only: `track` is one of `/track.gif`, none of `/soundtrack`.
const COLLECTS: &[&str] = &[
    "analytics",
    "analytic",
    "beacon",
    "beacons",
    "collect",
    "collector",
    "counter",
    "dmp",
    "fingerprint",
    "insight",
    "metrics",
    "mtrcs",
    "pageview",
    "pageviews",
    "pixel",
    "pixels",
    "px",
    "rum",
    "stat",
    "stats",
    "statistics",
    "telemetry",
    "track",
    "tracker",
    "trackers",
    "tracking",
    "webtrack",
    "webtracking",
    "webtrekk",
];

/// Words that name a meeting of two companies' numbers for one visitor.
const MATCHES: &[&str] = &["cookiematch", "cookiesync", "csync", "getuid", "idsync", "setuid", "usermatch", "usersync", "syncd", "sync"];

/// Those that speak for a request: programs call it `sync` too when they keep a calendar or a session up to date.
const fn matches(kind: ResourceType) -> &'static [&'static str] {
    match (kind, MATCHES) {
        (ResourceType::Xmlhttprequest | ResourceType::Websocket, [sure @ .., _]) => sure,
        _ => MATCHES,
    }
}

/// Names under which device facts are sent, in lower case without anything but letters and digits, with the kind of fact
/// each is; two names of one kind count once. Sorted. Names as the vendors' own rows of the catalogue spell them.
const DEVICE: &[(&str, u8)] = &[
    ("audio", 0),
    ("availheight", 1),
    ("availwidth", 1),
    ("canvas", 2),
    ("cd", 3),
    ("colordepth", 3),
    ("cores", 4),
    ("cpu", 4),
    ("devicememory", 5),
    ("devicepixelratio", 6),
    ("dpr", 6),
    ("fonts", 7),
    ("hardwareconcurrency", 4),
    ("lang", 8),
    ("language", 8),
    ("languages", 8),
    ("maxtouchpoints", 9),
    ("os", 10),
    ("pixelratio", 6),
    ("platform", 10),
    ("plugins", 11),
    ("res", 1),
    ("resolution", 1),
    ("screen", 1),
    ("screenheight", 1),
    ("screenresolution", 1),
    ("screensize", 1),
    ("screenwidth", 1),
    ("sr", 1),
    ("timezone", 12),
    ("timezoneoffset", 12),
    ("touch", 9),
    ("touchsupport", 9),
    ("tz", 12),
    ("tzoffset", 12),
    ("ua", 13),
    ("useragent", 13),
    ("viewport", 14),
    ("vp", 14),
    ("webgl", 15),
    ("webglrenderer", 15),
    ("webglvendor", 15),
];

/// So many kinds of device facts in one request tell one browser from others.
const DESCRIBES: u32 = 5;

/// A third party's request that no vendor's row names.
#[derive(Clone, Copy, Debug)]
pub struct Stranger<'a> {
    /// Its host, lower case.
    pub host: &'a str,
    /// Its path.
    pub path: &'a str,
    /// What it is for.
    pub kind: ResourceType,
    /// Whose the host is, where the list of owners says.
    pub owner: Option<Owner>,
    /// True where the list of owners gives the page to the same company.
    pub same_owner: bool,
}

/// Why such a request looks like tracking, in plain words; `None` where nothing speaks for it. `meanings` are those of
/// the fields, one each.
pub fn tracks(stranger: &Stranger<'_>, fields: &Fields<'_>, meanings: &[Meaning]) -> Option<&'static str> {
    let Stranger { host, path, owner, same_owner, .. } = *stranger;
    let kind = super::recognise::likely(stranger.kind, path);
    if matches!(kind, ResourceType::Stylesheet | ResourceType::Font | ResourceType::Media | ResourceType::MainFrame | ResourceType::Object)
    {
        return None;
    }
    let carried = Carried::of(fields, meanings);
    if carried.page && carried.visitor {
        return Some(t!("sends the page’s address with a number for the visitor"));
    }
    if carried.device.count_ones() >= DESCRIBES && kind != ResourceType::SubFrame {
        return Some(t!("describes this browser in detail, as fingerprints do"));
    }
    if carried.happened && (carried.page || carried.visitor) {
        return Some(t!("sends what the visitor does"));
    }
    if kind == ResourceType::Ping {
        return Some(t!("is sent in the background, as measuring requests are"));
    }
    // What one company tells itself is no matching between companies.
    if carried.partner && !same_owner && (named(path, matches(kind)) || named(path, COLLECTS)) {
        return Some(t!("matches visitors’ numbers between companies"));
    }
    let still = kind == ResourceType::Image && is_picture(path);
    let sends = carried.count > 0;
    let measures =
        matches!(owner.map(|o| o.category), Some(Category::Advertising | Category::Analytics | Category::SessionReplay | Category::Cdp));
    if measures && !same_owner && (!still || sends) {
        return Some(t!("goes to a measuring or advertising company"));
    }
    let speaks = sends || matches!(kind, ResourceType::Script | ResourceType::Xmlhttprequest | ResourceType::Other);
    if path.ends_with(".gif") && kind != ResourceType::Script && (sends || carried.named >= 3) {
        return Some(t!("is a picture that carries data, as counting pictures do"));
    }
    if still && !sends {
        return None;
    }
    // A picture without a picture's name, on a host that is called a counter.
    let collects = |text: &str| named(text, COLLECTS) || !same_owner && named(text, matches(kind));
    if (speaks || kind == ResourceType::Image) && collects(host) || speaks && collects(path) {
        return Some(t!("is named as measuring requests are"));
    }
    let loads = matches!(kind, ResourceType::Script | ResourceType::Xmlhttprequest) && !is_film(path);
    if owner.is_none() && loads && path.split('/').any(scrambled) {
        return Some(t!("carries a long scrambled text in its address"));
    }
    if carried.page && !same_owner && matches!(kind, ResourceType::Image | ResourceType::Xmlhttprequest) {
        return Some(t!("sends the page’s address"));
    }
    if carried.title && kind == ResourceType::Image {
        return Some(t!("sends the page’s title"));
    }
    None
}

/// What a request carries, as far as it speaks for tracking.
#[derive(Default)]
struct Carried {
    /// The page's address, or the one before.
    page: bool,
    title: bool,
    visitor: bool,
    /// An event's name or action.
    happened: bool,
    /// A number given by another company, or where to send the visitor's number next.
    partner: bool,
    /// How many values that say something.
    count: usize,
    /// How many parameters with a name and a value.
    named: usize,
    /// Kinds of device facts, a bit each.
    device: u32,
}

impl Carried {
    fn of(fields: &Fields<'_>, meanings: &[Meaning]) -> Self {
        let mut carried = Carried::default();
        let sent = fields.items.iter().zip(meanings).filter(|(f, _)| matches!(f.part, Part::Query | Part::Body | Part::Matrix));
        for (field, meaning) in sent {
            // What stands inside an address is that address's, not the request's.
            if field.coding == Some(Coding::Address) {
                continue;
            }
            // A bare number only keeps caches from answering.
            let filled = !field.path.is_empty() && !field.value.is_empty();
            let says = filled && field.value.bytes().any(|b| !b.is_ascii_digit() && b != b'.');
            carried.count += usize::from(says || field.value.len() >= 16);
            carried.named += usize::from(filled);
            match meaning {
                Meaning::PageAddress | Meaning::Referrer => carried.page = true,
                Meaning::PageTitle => carried.title = true,
                Meaning::VisitorId | Meaning::UserId | Meaning::HashedIdentity => carried.visitor = true,
                Meaning::Event => carried.happened = true,
                _ => {}
            }
            carried.partner |= is_partner(field);
            carried.device |= device(field);
        }
        carried
    }
}

/// The bit of the kind of device fact a field is by its name; 0 for none.
fn device(field: &Field<'_>) -> u32 {
    if field.value.is_empty() {
        return 0;
    }
    let mut buffer = [0; super::LONGEST];
    let name = super::plain_name(field.key(), &mut buffer).unwrap_or_default();
    DEVICE.binary_search_by(|row| row.0.cmp(name)).ok().and_then(|i| DEVICE.get(i)).map_or(0, |row| 1 << row.1)
}

fn is_partner(field: &Field<'_>) -> bool {
    let key = field.key();
    ["partner", "redir", "uid", "userid", "user_id", "dsp", "ssp", "source", "id", "gdpr_consent"]
        .iter()
        .any(|k| key.eq_ignore_ascii_case(k))
}

/// Whether a host or a path is named so. A segment of many words (`how-to-track-your-cycle`) is a heading, not a name.
fn named(text: &str, words: &[&str]) -> bool {
    text.split(['/', '.', ';']).filter(|segment| segment.bytes().filter(|b| *b == b'-' || *b == b'_').count() <= 3).any(|segment| {
        segment.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
            let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
            word.len() <= 16 && words.iter().any(|c| c.eq_ignore_ascii_case(word))
        })
    })
}

/// A segment of a path that is no name: long, without a full stop, and of small and capital letters and digits mixed.
fn scrambled(segment: &str) -> bool {
    segment.len() >= 64
        && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && [u8::is_ascii_digit as fn(&u8) -> bool, u8::is_ascii_uppercase, u8::is_ascii_lowercase]
            .iter()
            .all(|class| segment.as_bytes().iter().filter(|b| class(b)).count() >= 4)
}

/// Pieces of films and sound, which players fetch themselves under addresses that run out.
fn is_film(path: &str) -> bool {
    [".ts", ".m4s", ".m3u8", ".mpd", ".mp4", ".m4a", ".m4v", ".aac", ".webm", ".vtt", ".key"].iter().any(|e| path.ends_with(e))
}

fn is_picture(path: &str) -> bool {
    [".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif", ".ico", ".avif"].iter().any(|e| path.ends_with(e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::payload::{Body, read};

    fn told(url: &str, kind: ResourceType, owner: Option<Category>, same_owner: bool) -> Option<&'static str> {
        let address = Address::parse(url);
        let fields = read(&address, Body::Empty, None);
        let owner = owner.map(|category| Owner { name: "x", category });
        let meanings: Vec<Meaning> = fields.items.iter().map(|f| crate::vendor::meaning(None, f)).collect();
        tracks(&Stranger { host: address.host(), path: address.path(), kind, owner, same_owner }, &fields, &meanings)
    }

    #[track_caller]
    fn check(url: &str, kind: ResourceType, owner: Option<Category>, want: Option<&str>) {
        assert_eq!(told(url, kind, owner, false), want, "{url}");
    }

    #[test]
    fn device_names_are_sorted_and_bare() {
        assert!(DEVICE.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(DEVICE.iter().all(|d| d.0.len() <= 20 && d.1 < 32 && d.0.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())));
    }

    #[test]
    fn one_company_tells_itself() {
        use ResourceType::*;
        let sync = "https://x.example/ads/idsync?id=a706a6beb&ex=y";
        assert_eq!(told(sync, Image, None, false), Some("matches visitors’ numbers between companies"));
        assert_eq!(told(sync, Image, None, true), None);
        let view = "https://x.example/pageview?of=home";
        assert_eq!(told(view, Xmlhttprequest, None, true), Some("is named as measuring requests are"));
        let page = "https://x.example/a?url=https%3A%2F%2Fclinic.example%2Fhiv&uid=5a7b";
        assert_eq!(told(page, Image, None, true), Some("sends the page’s address with a number for the visitor"));
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
        check("https://x.example/photo?w=300&h=200&id=7", Image, None, None);
        check("https://x.example/spacer.gif?a=1&b=2", Image, None, None);
        check("https://x.example/api/slots?tz=UTC&lang=en", Xmlhttprequest, None, None);
        check("https://share.example/button.js?url=https%3A%2F%2Fclinic.example%2Fhiv", Script, None, None);
        check("https://x.example/files/2026-how-to-prepare-for-your-first-visit-to-our-Clinic-in-Oakland-2", Xmlhttprequest, None, None);
        check("https://x.example/api/plan-your-visit?step=2", Xmlhttprequest, None, None);
        check("https://x.example/blog/how-to-track-your-cycle", Xmlhttprequest, None, None);
        check("https://x.example/app/4f3c2b1a0f9e8d7c6b5a49382716050f4f3c2b1a0f9e8d7c6b5a493827160500.js", Script, None, None);
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9AbCd1234EfGh5678IjKl9012MnOp3456QrSt";
        check(&format!("https://video.example/hls/{token}/seg1.ts"), Xmlhttprequest, None, None);
        check(&format!("https://video.example/{token}/main.m3u8"), Xmlhttprequest, None, None);
        check("https://x.example/calendar/sync?source=web&id=abc", Xmlhttprequest, None, None);
        check("https://x.example/picture?title=Our%20doctors", Xmlhttprequest, None, None);
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
        check("https://x.example/p.gif?e=view&s=abc", Image, None, Some("is a picture that carries data, as counting pictures do"));
        check("https://stats.x.example/v2/e", Xmlhttprequest, None, Some("is named as measuring requests are"));
        check("https://x.example/js/tracker.js", Script, None, Some("is named as measuring requests are"));
        check("https://stats.x.example/gc/36ddca355514b3", Image, None, Some("is named as measuring requests are"));
        check(
            "https://x.example/x.gif?ads=1&size=2&slot=3&rnd=33463",
            Image,
            None,
            Some("is a picture that carries data, as counting pictures do"),
        );
        check("https://x.example/a?u=https%3A%2F%2Fclinic.example%2Fhiv", Xmlhttprequest, None, Some("sends the page’s address"));
        check("https://x.example/a?title=HIV%20testing", Image, None, Some("sends the page’s title"));
        check("https://x.example/a?event=click&visitor_id=81b2", Xmlhttprequest, None, Some("sends what the visitor does"));
        check(
            "https://x.example/a?screen=1920x1080&tz=-60&language=en&cores=8&webgl=ANGLE&fonts=71",
            Xmlhttprequest,
            None,
            Some("describes this browser in detail, as fingerprints do"),
        );
    }
}
