//! A setting by which a Matomo collects more than its reports need.

use super::{Doc, Draft, Scene, words};
use crate::address::Address;
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::matomo::hit::{self, Hit};
use crate::matomo::{FEATURES, crosses};
use crate::reveal::Reveal;
use crate::storage::Stored;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::MatomoConfigWeak,
    sees: message!(
        "Signs of settings in hits to Matomo and in its cookies: cookies with no consent seen, the screen’s size and the browser’s features, visitor numbers in links, the part of an address after #, user numbers that name somebody."
    ),
    why: message!(
        "Matomo could collect less with the same reports. What is never collected cannot leak, be asked for or be kept too long."
    ),
    cannot_tell: message!("What the server masks or leaves out after it arrived, and whether a consent banner decided outside Matomo."),
    fix: message!(
        "In the page: `disableCookies` or `requireConsent`, `disableBrowserFeatureDetection`, `discardHashTag`; no `enableCrossDomainLinking`; with `setUserId` a random number."
    ),
};

/// The subject of the finding about cookies, taken back where consent turns out to have been given.
pub(crate) const COOKIES: &str = "disableCookies";

/// True for a cookie in which Matomo keeps a consent: it asks for one, and keeps no other cookie before it is given.
pub(crate) fn is_consent(name: &str) -> bool {
    matches!(name, "mtm_consent" | "mtm_cookie_consent")
}

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !hit::collects(facts) || facts.recognised.as_ref().is_none_or(|r| r.vendor.id == "piwik-pro") {
        return;
    }
    for hit in hit::hits(facts) {
        features(facts, scene, &hit, out);
        if let Some((field, number)) = crosses(&hit) {
            let said = t!("An address sent to {} carries the visitor’s number, for anybody who reads the address.", words::to_whom(facts));
            let proof = std::iter::once((field, Excerpt::digest(number)));
            add(out, facts, scene, "enableCrossDomainLinking", Severity::Medium, said, proof);
        }
        fragment(facts, scene, &hit, out);
        let named = |i: &usize| facts.identifiers.iter().any(|id| id.field == *i && words::direct(id.kind).is_some());
        // To somebody else this is a personal detail sent, which has a finding of its own.
        if let Some(i) = hit.field("uid").filter(|i| facts.party.is_own() && named(i)) {
            let said = t!("The user number sent to {} names somebody instead of standing for them.", words::to_whom(facts));
            add(out, facts, scene, "setUserId", Severity::Medium, said, std::iter::once((i, Excerpt::value(hit.value(i)))));
        }
    }
}

/// Screen, plugins and the browser's own words about itself, with a page view.
fn features(facts: &Facts<'_>, scene: &Scene<'_>, hit: &Hit<'_>, out: &mut Vec<Draft>) {
    let sent: Vec<usize> = FEATURES.iter().filter_map(|name| hit.field(name)).collect();
    if sent.len() < 2 {
        return;
    }
    let severity = if scene.context >= 1 { Severity::Low } else { Severity::Info };
    let said = t!(
        "The screen’s size and features of the browser were sent to {}; together they help tell one visitor from another.",
        words::to_whom(facts)
    );
    let proof = sent.into_iter().take(3).map(|i| (i, words::excerpt_address(crate::address::cut(hit.value(i), 512), &Reveal::default())));
    add(out, facts, scene, "disableBrowserFeatureDetection", severity, said, proof);
}

/// The part after `#`, where it holds more than the name of a section.
fn fragment(facts: &Facts<'_>, scene: &Scene<'_>, hit: &Hit<'_>, out: &mut Vec<Draft>) {
    let Some(field) = hit.field("url") else { return };
    let url = Address::parse(hit.value(field));
    let part = url.fragment();
    if !part.contains(['/', '=', '?', '&']) || !part.bytes().any(|b| b.is_ascii_alphabetic()) {
        return;
    }
    let reveal = facts.own.address(&Address::parse(&format!("{}/{}", url.origin(), part.trim_start_matches(['!', '/']))));
    let severity = if reveal.sensitive { Severity::Medium } else { Severity::Low };
    let said =
        t!("The part of the page’s address after # was sent to {}; such a part can hold what a page does not show.", words::to_whom(facts));
    add(out, facts, scene, "discardHashTag", severity, said, std::iter::once((field, words::excerpt_address(hit.value(field), &reveal))));
}

/// Cookies of Matomo. The one on its own host is the same on every site it measures.
pub(super) fn stored(entry: &Stored<'_>, context: u8, out: &mut Vec<Draft>) {
    if entry.area != "cookie" || entry.value.is_empty() {
        return;
    }
    let (subject, severity, said) = match entry.name {
        "_pk_uid" => (
            "_pk_uid",
            Severity::Medium,
            t!("Matomo on {} keeps a number by which it can recognise this browser on every site it measures.", entry.whose),
        ),
        name if name.starts_with("_pk_id.") || name.starts_with("_pk_ses.") => (
            COOKIES,
            Severity::Low,
            t!("Matomo keeps a number for this browser in a cookie, and no consent to that was seen in Matomo.").to_owned(),
        ),
        _ => return,
    };
    let mut draft = Draft::here(&DOC, 0, context, said).at(severity).about(format!("{subject}:{}", entry.whose));
    draft
        .limits
        .push(t!("Piwik PRO’s cookies bear the same names, and a consent banner can have decided without Matomo knowing.").to_owned());
    out.push(draft.proof_at(format!("cookie:{}", entry.name), t!("cookie value"), Excerpt::digest(entry.value)));
}

/// One finding a setting and host, whatever the number of hits; the proof names what it is inferred from.
fn add(
    out: &mut Vec<Draft>,
    facts: &Facts<'_>,
    scene: &Scene<'_>,
    setting: &str,
    severity: Severity,
    said: String,
    proof: impl Iterator<Item = (usize, Excerpt)>,
) {
    let subject = format!("{setting}:{}", facts.address.host());
    if out.iter().any(|d| d.kind == DOC.kind && d.subject == subject) {
        return;
    }
    let mut draft = Draft::of(&DOC, facts, scene, 0, said).at(severity).about(subject);
    for (field, value) in proof {
        draft = draft.proof(facts, field, value);
    }
    draft.limits.push(t!("The setting `{setting}` is inferred from what was sent."));
    out.push(draft);
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";
    const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";

    #[test]
    fn words_and_examples() {
        const BASE: &str =
            "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=Page&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042";
        check(
            Kind::MatomoConfigWeak,
            &[
                Row::cookie(PAGE, ".clinic.example", "_pk_id.1.1fff", "0123456789abcdef.1700000000.", 390),
                Row::cookie(PAGE, "stats.agency.example", "_pk_uid", "0123456789abcdef", 390),
                Row::sent(
                    HIV,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=Page&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042&res=1920x1080&cookie=1&pdf=1",
                ),
                Row::sent(
                    PAGE,
                    "https://clinic.matomo.cloud/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fpay.clinic.example%2F%3Fpk_vid%3D0123456789abcdef1700000000",
                ),
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fapp%23%2Fresults%2Fhiv-testing",
                ),
                Row::posted(
                    PAGE,
                    "https://stats.clinic.example/matomo.php",
                    "{\"requests\":[\"?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fapp%23%2Fsteps%2F2&uid=jordan.avery%40example.org\"]}",
                ),
            ],
            &[
                Row::sent(HIV, BASE),
                Row::sent(
                    HIV,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042%23top&uid=r7KqZ2",
                ),
                Row::sent(HIV, "https://www.clinic.example/api?res=1920x1080&cookie=1&pdf=1"),
                Row::sent(
                    HIV,
                    "https://clinic.piwik.pro/ppms.php?idsite=dc0f2c80-79d8-456a-9c77-6d48d6f867dd&rec=1&res=1920x1080&cookie=1&pdf=1",
                ),
                Row::cookie(PAGE, ".clinic.example", "mtm_cookie_consent", "1700000000", 390),
                Row::cookie(PAGE, ".clinic.example", "_pk_testcookie.1.1fff", "1", 0),
            ],
        );
    }
}
