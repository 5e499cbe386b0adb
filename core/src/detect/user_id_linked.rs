//! A stable user id of the site's own in an analytics hit.

use super::identity_with_health_context::{Part, Side};
use super::{Doc, Draft, Scene, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::{self, Meaning};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::UserIdLinked,
    sees: message!("A filled user id field (`uid`, `userId`, `user_id`) in a hit to an analytics or advertising vendor."),
    why: message!(
        "A user number ties every visit, on every device, to one person; anybody with the list of accounts can name them. Any unique number or code is on HIPAA's list of identifiers."
    ),
    cannot_tell: message!("Whether the number stands for a person in your systems or is random and kept for analytics only."),
    fix: message!(
        "Use a random id kept for analytics alone, never a record number or an e-mail address, and none at all before consent or behind a login."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if facts.recognised.is_none() || (facts.party.is_own() && !words::is_self_hosted(facts)) {
        return;
    }
    let Some(first) = user(facts) else { return };
    let Some(field) = facts.fields.items.get(first) else { return };
    let whom = words::to_whom(facts);
    // What names a person by itself is no number of the site's.
    let plain = words::named(facts).find(|(id, _)| id.field == first).map(|(id, named)| (id.kind, named));
    let draft = match plain {
        Some((kind, named)) => {
            let said = t!("Visits are tied to a person: the user id sent to {whom} is {named}.");
            Draft::of(&DOC, facts, scene, 4, said).half(Part::plain(kind, named))
        }
        None => {
            let said = t!("Visits are tied to a user number of yours, and {whom} was sent it.");
            let severity = if scene.context >= 3 && !facts.party.is_own() { Severity::High } else { Severity::Medium };
            Draft::of(&DOC, facts, scene, 1, said).at(severity).half(Part::wordless(Side::Number))
        }
    };
    out.push(draft.proof(facts, first, Excerpt::value(&field.value)));
}

/// The field that names a user, where one does. Before anybody is identified, tools send the browser's own number (`$device:`
/// and such before it) as the user's.
pub(crate) fn user(facts: &Facts<'_>) -> Option<usize> {
    let value = |i: usize| facts.fields.items.get(i).map_or("", |f| f.value.as_ref());
    let own: Vec<&str> = facts.meaning(Meaning::VisitorId).map(value).filter(|own| own.len() >= 8).collect();
    let browsers = |i: usize| {
        let (key, id) = (facts.fields.items.get(i).map_or("", |f| f.key()), value(i));
        own.iter().any(|own| id.ends_with(own)) || own.is_empty() && key == "distinct_id" && is_made(id)
    };
    facts.meaning(Meaning::UserId).find(|&i| is_set(value(i)) && !browsers(i) && is_number(facts, i) && !is_nobody(facts, i))
}

/// The same object says that its user is anonymous: its key is the browser's.
fn is_nobody(facts: &Facts<'_>, index: usize) -> bool {
    let parent = |path: &'_ str| path.rfind(['.', '[']).map_or(0, |at| at);
    let Some(field) = facts.fields.items.get(index) else { return false };
    let of = field.path.get(..parent(&field.path)).unwrap_or("");
    facts.fields.items.iter().any(|f| {
        let at = parent(&f.path);
        let last = f.path.get(at..).unwrap_or("").trim_matches(['.', '[', ']']);
        f.part == field.part && f.path.get(..at) == Some(of) && *f.value == *"true" && ["anonymous", "isAnonymous"].contains(&last)
    })
}

/// Rows that name whatever is known of a user (`traits.*`) hold their plan and their theme too: of those, only what is called an
/// id is one.
fn is_number(facts: &Facts<'_>, index: usize) -> bool {
    const LAST: &[&str] = &["id", "uid", "cid", "uuid", "guid", "userid", "username", "email", "mail", "mrn", "number", "key"];
    const ANYWHERE: &[&str] = &["cid", "ids", "identities", "identifiers", "identity", "alias"];
    let Some(field) = facts.fields.items.get(index) else { return false };
    if !vendor::is_one_of_many(facts.recognised.as_ref(), field) {
        return true;
    }
    let is = |word: &str, of: &[&str]| of.iter().any(|known| word.eq_ignore_ascii_case(known));
    let last = parts(&field.path).last().unwrap_or_default();
    is(last, LAST) || parts(&field.path).any(|word| is(word, ANYWHERE))
}

/// The words of a name: `user.customIDs[0]` is `user`, `custom`, `IDs` and `0`.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).flat_map(|part| {
        let humps =
            part.as_bytes().windows(2).enumerate().filter(|(_, w)| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
        let mut ends: Vec<usize> = humps.map(|(at, _)| at + 1).collect();
        ends.push(part.len());
        let mut from = 0;
        ends.into_iter().filter_map(move |end| part.get(std::mem::replace(&mut from, end)..end))
    })
}

/// Whether PostHog or Mixpanel made the id itself: a UUID, or one with `$device:` before it. Only beside the browser's own number
/// would it tell that somebody was identified.
fn is_made(id: &str) -> bool {
    let id = id.strip_prefix("$device:").unwrap_or(id);
    id.len() == 36 && id.bytes().enumerate().all(|(i, b)| if [8, 13, 18, 23].contains(&i) { b == b'-' } else { b.is_ascii_hexdigit() })
}

/// Empty and placeholder values say that nobody is logged in.
fn is_set(value: &str) -> bool {
    let v = value.trim();
    // What stands inside an object is read by itself.
    v.len() > 1
        && !v.starts_with(['{', '['])
        && !["null", "undefined", "false", "none", "anonymous", "guest", "unknown", "missing", "(not set)", "empty", "nan"]
            .contains(&v.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://portal.clinic.example/home";

    #[test]
    fn words_and_examples() {
        check(
            Kind::UserIdLinked,
            &[
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&uid=patient-00482913"),
                Row::posted(
                    PAGE,
                    "https://api.segment.io/v1/identify",
                    r#"{"type":"identify","traits":{"plan":"family","patientId":"00482913"}}"#,
                ),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&up.crm_id=00482913"),
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$pageview","properties":{"token":"phc","distinct_id":"p-4711","$device_id":"0198f3c1-7a5e-7c11-a1b2-3c4d5e6f7a8b"}}"#,
                ),
                // A number that is none: the person is named outright.
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&uid=jordan.avery%40example.org"),
                Row::posted(PAGE, "https://api.segment.io/v1/i", r#"{"type":"identify","userId":"jordan.avery@example.org"}"#),
                // To your own analytics.
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&uid=jordan.avery%40example.org&_id=0123456789abcdef",
                ),
                Row::posted(
                    PAGE,
                    "https://events.launchdarkly.com/events/bulk/0123456789abcdef01234567",
                    r#"[{"kind":"identify","context":{"kind":"user","key":"p-4711"}}]"#,
                ),
            ],
            &[
                // Nobody is signed in: the key is the browser's own.
                Row::posted(
                    PAGE,
                    "https://events.launchdarkly.com/events/bulk/0123456789abcdef01234567",
                    r#"[{"kind":"identify","context":{"kind":"user","key":"0198f3c1-7a5e-7c11-a1b2-3c4d5e6f7a8b","anonymous":true}}]"#,
                ),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&uid="),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2"),
                // Before anybody is identified, the id is the browser's own number under another name.
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$pageview","properties":{"token":"phc","distinct_id":"0198f3c1-7a5e-7c11-a1b2-3c4d5e6f7a8b","$device_id":"0198f3c1-7a5e-7c11-a1b2-3c4d5e6f7a8b"}}"#,
                ),
                Row::posted(
                    PAGE,
                    "https://api-js.mixpanel.com/track/",
                    r#"[{"event":"view","properties":{"token":"t","distinct_id":"$device:0198f3c1-7a5e-7c11-a1b2-3c4d5e6f7a8b","$device_id":"0198f3c1-7a5e-7c11-a1b2-3c4d5e6f7a8b"}}]"#,
                ),
                Row::posted(
                    PAGE,
                    "https://api2.amplitude.com/2/httpapi",
                    r#"{"api_key":"k","events":[{"event_type":"$identify","device_id":"d","user_properties":{"$setOnce":{"initial_utm_campaign":"EMPTY"}}}]}"#,
                ),
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/flags/?v=2",
                    r#"{"token":"phc","distinct_id":"0198f3c1-7a5e-7c11-a1b2-3c4d5e6f7a8b"}"#,
                ),
                Row::posted(
                    PAGE,
                    "https://api-iam.intercom.io/messenger/web/ping",
                    r#"{"app_id":"a","user_data":{"anonymous_id":"a1b2-c3"}}"#,
                ),
                Row::sent(
                    PAGE,
                    "https://api-iam.intercom.io/messenger/web/ping?app_id=a&user_data=%7B%22anonymous_id%22%3A%22a1b2-c3%22%7D",
                ),
                // What is known of a user is no number of theirs.
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&up.theme=dark&upn.visits=12"),
                Row::sent(PAGE, "https://acme.tt.omtrdc.net/m2/acme/mbox/ajax?mbox=m&profile.custType=B2C"),
                Row::sent(PAGE, "https://participants.evolv.ai/v1/acme/events?error.userId=missing"),
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$pageview","properties":{"token":"phc"},"$set":{"$os":"Mac OS X"},"$set_once":{"$initial_pathname":"/x"}}"#,
                ),
                Row::posted(PAGE, "https://api.segment.io/v1/identify", r#"{"type":"identify","traits":{"plan":"family","paid":"yes"}}"#),
            ],
        );
    }
}
