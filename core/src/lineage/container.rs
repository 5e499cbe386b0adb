//! Containers of tag managers: their ids in addresses of scripts, and what hits say of having been sent by one.
//!
//! File names and ids: the vendors' own installation snippets, as the catalogue's rows cite them. What hits say is not
//! documented by the vendors: each mark below was read in recorded requests (2026-11-26), and only ever labels a request that
//! nothing better is known of.

use crate::address::{Address, cut};
use crate::facts::Facts;

/// The longest id kept, in bytes.
const MAX_ID: usize = 48;

/// The id of the container, or of the Google tag, whose script the address is; none for every other script.
pub(crate) fn id(address: &Address<'_>) -> Option<String> {
    let path = address.path();
    let file = path.rsplit('/').next().unwrap_or(path);
    let google = address.query().split('&').find_map(|pair| pair.strip_prefix("id="));
    if let Some(id) = google.filter(|id| id.len() <= MAX_ID && is_google(id, path)) {
        return Some(id.to_owned());
    }
    let stem = file.strip_suffix(".js")?;
    let stem = stem.strip_suffix(".min").or_else(|| stem.strip_suffix(".sync")).unwrap_or(stem);
    let found = if let Some(rest) = stem.strip_prefix("container_") {
        // Matomo Tag Manager: eight letters or digits, then the environment where it is not the live one.
        let id = rest.split('_').next().unwrap_or(rest);
        (id.len() == 8 && id.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(id)
    } else if let Some(rest) = stem.strip_prefix("launch-").or_else(|| stem.strip_prefix("satelliteLib-")) {
        // Adobe Tags: `EN` and 32 hexadecimal digits, or the older library's 40.
        let id = rest.split('-').next().unwrap_or(rest);
        (id.len() >= 32).then_some(id)
    } else if stem == "utag" {
        // Tealium: account, profile and environment.
        path.split_once("/utag/").and_then(|(_, rest)| rest.rsplit_once('/')).map(|(place, _)| place)
    } else if address.host().ends_with(".containers.piwik.pro") || path.contains("/containers/") {
        (stem.len() == 36 && stem.split('-').count() == 5).then_some(stem)
    } else {
        // Segment: the source's key stands before the file.
        path.split_once("/analytics.js/v1/").and_then(|(_, rest)| rest.split_once('/')).map(|(key, _)| key)
    };
    found.filter(|id| !id.is_empty()).map(|id| cut(id, MAX_ID).to_owned())
}

/// `GTM-…` names a container wherever it stands; ids of Google tags are common words' beginnings, so the path must fit too.
fn is_google(id: &str, path: &str) -> bool {
    let tail = id.split_once('-').map_or("", |(_, tail)| tail);
    let sound = tail.len() >= 4 && tail.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let tag = ["G-", "GT-", "AW-", "DC-", "UA-"].iter().any(|start| id.starts_with(start));
    sound && (id.starts_with("GTM-") || (tag && (path.ends_with("/gtag/js") || path.ends_with("/gtag/destination"))))
}

/// What a hit says of the tag that sent it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hint {
    /// The id of a Google tag or container.
    pub id: Option<String>,
    /// True where it says that Google Tag Manager sent it.
    pub manager: bool,
}

/// Reads what a hit says of the tag that sent it.
pub(crate) fn hint(facts: &Facts<'_>) -> Hint {
    let mut hint = Hint::default();
    for field in &facts.fields.items {
        let value = field.value.as_ref();
        match field.path.as_ref() {
            "tid" if value.len() <= MAX_ID && ["G-", "GT-", "AW-", "DC-"].iter().any(|s| value.starts_with(s)) => {
                hint.id.get_or_insert_with(|| value.to_owned());
            }
            "gtm" => match value.get(6..).filter(|_| value.starts_with("2wg")) {
                // Universal Analytics: the container's id without its first letters.
                Some(rest) if (4..=12).contains(&rest.len()) => hint.id = Some(format!("GTM-{rest}")),
                // Today's tags: `H` where the container itself sends, `z8` before the number of the container that set the tag up.
                _ => hint.manager |= value.starts_with("45H") || (value.starts_with("45") && value.contains("z8")),
            },
            // Meta's agent.
            "a" => hint.manager |= value.starts_with("tmgoogletagmanager") || value.starts_with("tmSimo-GTM"),
            // Microsoft Advertising and LinkedIn.
            "tm" => hint.manager |= value.starts_with("gtm"),
            // Snapchat.
            "intg" => hint.manager |= value == "gtm",
            // Outbrain.
            "obApiVersion" => hint.manager |= value.ends_with("-gtm"),
            // TikTok, in whichever field its version puts it.
            _ => hint.manager |= value == "GoogleTagManagerClient",
        }
    }
    hint
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Input;
    use crate::payload::Body;
    use crate::site::Declared;

    #[test]
    fn ids_in_addresses_of_scripts() {
        let adobe = "https://assets.adobedtm.com/launch-ENf3494c5e66666d119e0e439ecc59e176.min.js";
        for (url, wanted) in [
            // Clean twins first: names that only look like a container's.
            ("https://www.clinic.example/app.js?id=17", None),
            ("https://www.clinic.example/app.js?id=G-ABC123", None),
            ("https://www.clinic.example/launch-party.js", None),
            ("https://www.clinic.example/container_main.js", None),
            ("https://www.clinic.example/containers/app.js", None),
            ("https://www.clinic.example/gtm.js?id=GTM-<b>", None),
            ("https://www.clinic.example/js/utag.js", None),
            ("", None),
            ("https://www.googletagmanager.com/gtm.js?id=GTM-ABC123&l=dataLayer", Some("GTM-ABC123")),
            ("https://www.clinic.example/metrics/x?id=GTM-ABC123", Some("GTM-ABC123")),
            ("https://www.googletagmanager.com/gtag/js?id=G-ABC123&cx=c", Some("G-ABC123")),
            ("https://www.googletagmanager.com/gtag/js?id=AW-987654321", Some("AW-987654321")),
            ("https://stats.clinic.example/js/container_Bay5ide1.js", Some("Bay5ide1")),
            ("https://cdn.matomo.cloud/x.matomo.cloud/container_Bay5ide1_staging_0123456789abcdef01234567.js", Some("Bay5ide1")),
            (adobe, Some("ENf3494c5e66666d119e0e439ecc59e176")),
            ("https://tags.tiqcdn.com/utag/acme/main/prod/utag.js", Some("acme/main/prod")),
            ("https://acme.containers.piwik.pro/1f0c2222-3333-4444-9be2-abcdefabcdef.js", Some("1f0c2222-3333-4444-9be2-abcdefabcdef")),
            ("https://cdn.segment.com/analytics.js/v1/Bay5ideWriteKey/analytics.min.js", Some("Bay5ideWriteKey")),
        ] {
            assert_eq!(id(&Address::parse(url)).as_deref(), wanted, "{url}");
        }
    }

    #[test]
    fn what_hits_say_of_the_tag_that_sent_them() {
        let own = Declared::default();
        let page = Address::parse("https://www.clinic.example/");
        for (url, body, id, manager) in [
            ("https://www.facebook.com/tr/?id=1&ev=PageView&a=plwix", "", None, false),
            ("https://t.example/c?tid=42&gtm=u64&tm=3&intg=none", "", None, false),
            ("https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123&gtm=45je54n0v9112771497za200", "", Some("G-ABC123"), false),
            ("https://analytics.google.com/g/collect?v=2&tid=G-ABC123&gtm=45je54n0v91z89121339943za200", "", Some("G-ABC123"), true),
            ("https://www.google.com/ccm/collect?gtm=45He54n0v849144038za200", "", None, true),
            ("https://www.google-analytics.com/collect?v=1&tid=UA-1-1&gtm=2wg1r0K27NW62", "", Some("GTM-K27NW62"), false),
            ("https://www.facebook.com/tr/?id=1&ev=PageView&a=tmgoogletagmanager", "", None, true),
            ("https://bat.bing.com/action/0?ti=1&tm=gtm002", "", None, true),
            ("https://tr.snapchat.com/p?pid=1&intg=gtm", "", None, true),
            ("https://analytics.tiktok.com/api/v2/pixel", r#"{"event":"Pageview","partner":"GoogleTagManagerClient"}"#, None, true),
        ] {
            let address = Address::parse(url);
            let body = if body.is_empty() { Body::Empty } else { Body::Bytes(body.as_bytes()) };
            let facts = Facts::read(&address, Some(&page), Input { body, ..Input::default() }, &own);
            assert_eq!(hint(&facts), Hint { id: id.map(str::to_owned), manager }, "{url}");
        }
    }
}
