//! A plain personal detail inside a request to another company.

use super::confirmed::{self, Confirmed, Tells};
use super::identity_with_health_context::Part;
use super::{Doc, Draft, Scene, draft, proven, session_replay_active, words};
use crate::facts::Facts;
use crate::finding::Kind;
use crate::identify::IdKind;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::IdentifierToThirdParty,
    sees: message!(
        "E-mail addresses, phone numbers, names, birth dates, postal addresses, record, card and Social Security numbers in a request to another company, plain or merely encoded."
    ),
    why: message!(
        "A plain identifier turns everything else in the request into something about a known person. No ordinary analytics needs it."
    ),
    cannot_tell: message!("Whether the value is a patient's, an employee's or a test value."),
    fix: message!(
        "Drop the field where it is made, or redact it in the tag manager before the tag reads it; then test again. Wrapping it (base64, percent-encoding) hides nothing."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    for c in known.iter().filter(|c| c.tells == Tells::Named) {
        let Some((kind, words)) = c.direct() else { continue };
        let about = format!("{}:{}", kind.word(), c.key(facts));
        if out.iter().any(|d| d.kind == DOC.kind && d.subject == about) {
            continue;
        }
        let whose = proven::whose(scene, c.value);
        let whom = words::to_whom(facts);
        let said = match c.found.chain.is_empty() {
            true => t!("{} left this page unmasked to {whom}.", words::sentence(&whose)),
            false => t!("{} left this page to {whom}, wrapped in a way that hides nothing.", words::sentence(&whose)),
        };
        out.push(c.prove(facts, scene, Draft::of(&DOC, facts, scene, 4, said).about(about).half(Part::plain(kind, words))));
    }
    for (id, words) in words::named(facts) {
        if confirmed::explains(known, facts, id) {
            continue;
        }
        let Some(field) = facts.fields.items.get(id.field) else { continue };
        // A recording holds the page's own text, and with it where the site's house stands.
        if id.kind == IdKind::PostalAddress && session_replay_active::uploads(facts) {
            continue;
        }
        // The Referer is the previous page's address: its own finding.
        if field.part == crate::payload::Part::Header {
            continue;
        }
        let whom = words::to_whom(facts);
        let said = match id.encoding {
            coding @ ("base64" | "hex") => {
                t!("{} left this page to {whom}, wrapped in {coding}, which hides nothing.", words::sentence(words))
            }
            _ => t!("{} left this page unmasked to {whom}.", words::sentence(words)),
        };
        let about = format!("{}:{}", id.kind.word(), field.key());
        if out.iter().any(|d| d.kind == DOC.kind && d.subject == about) {
            continue;
        }
        out.push(Draft::of(&DOC, facts, scene, 4, said).about(about).half(Part::plain(id.kind, words)).proof(
            facts,
            id.field,
            words::excerpt_identifier(&field.value, id.range),
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{From, Row, check};
    use crate::finding::Kind;
    use crate::known::What;

    const PAGE: &str = "https://www.clinic.example/book";

    #[test]
    fn words_and_examples() {
        check(
            Kind::IdentifierToThirdParty,
            &[
                Row::sent(PAGE, "https://pi.pardot.com/analytics?pi_email=jordan.avery%40example.org&url=x"),
                Row::posted(
                    PAGE,
                    "https://api.segment.io/v1/i",
                    r#"{"userId":"u1","traits":{"email":"jordan.avery@example.org","firstName":"Jordan"}}"#,
                ),
                // Inside an address, in a path's parameter, wrapped once and twice.
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fwww.clinic.example%2Fbook%3Fdob%3D1984-02-29%26email%3Djordan.avery%2540example.org",
                ),
                Row::sent(
                    PAGE,
                    "https://1234567.fls.doubleclick.net/activityi;src=1234567;type=a;cat=b;ord=1;u2=jordan.avery%40example.org",
                ),
                Row::sent(PAGE, "https://collector.example/in?d=am9yZGFuLmF2ZXJ5QGV4YW1wbGUub3Jn"),
                Row::sent(PAGE, "https://collector.example/in?ssn=536-90-4399"),
                // Known: a persona's, stored; dressed as no form would tell.
                Row::sent(PAGE, "https://collector.example/in?v=jordan.avery%40example.org").knows(
                    What::Email,
                    From::Persona("Jordan Avery"),
                    "jordan.avery@example.org",
                ),
                Row::sent(PAGE, "https://collector.example/in?v=6a6f7264616e2e6176657279406578616d706c652e6f7267").knows(
                    What::Email,
                    From::Persona("Jordan Avery"),
                    "jordan.avery@example.org",
                ),
                Row::sent(PAGE, "https://collector.example/in?v=MRN-004829137").knows(
                    What::RecordNumber,
                    From::Stored("cookie patient"),
                    "MRN-004829137",
                ),
            ],
            &[
                // The site's own address, in a recording of its page.
                Row::posted(
                    PAGE,
                    "https://collector.example/rec",
                    r#"{"events":[{"type":2,"data":{"node":{"type":0,"childNodes":[{"type":2,"tagName":"p","childNodes":[{"type":3,"textContent":"1200 Harbor Street, Bayside"}]}]}},"timestamp":1}]}"#,
                ),
                // The name the page itself shows, the site's own server, what tells where and not who.
                Row::sent(PAGE, "https://collector.example/in?dt=Dr.%20Jordan%20Avery%20%7C%20Bayside%20Clinic")
                    .titled("Dr. Jordan Avery | Bayside Clinic")
                    .knows(What::Name, From::Persona("Jordan Avery"), "Jordan Avery"),
                Row::posted(PAGE, "https://www.clinic.example/api/book", r#"{"v":"jordan.avery@example.org"}"#).knows(
                    What::Email,
                    From::Persona("Jordan Avery"),
                    "jordan.avery@example.org",
                ),
                Row::sent(PAGE, "https://collector.example/in?city=Springfield").knows(
                    What::City,
                    From::Persona("Jordan Avery"),
                    "Springfield",
                ),
                Row::sent(PAGE, "https://collector.example/in?contact=info%40clinic.example"),
                Row::sent(PAGE, "https://collector.example/in?published=2024-02-29&id=60601&t=1700000000000"),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=click&ep.link_url=tel%3A%2B14155550132",
                ),
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$autocapture","properties":{"attr__href":"mailto:anna.lee@clinic.example"}}"#,
                ),
                Row::sent(PAGE, "https://bayside.matomo.cloud/matomo.php?idsite=1&rec=1&_id=0123456789abcdef&_idts=1700000000"),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1234567890.1700000000&dl=https%3A%2F%2Fwww.clinic.example%2Fbook",
                ),
                // An author in a slot of the site's own, an office's mailbox.
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&cd15=Jordan%20Avery&link=mailto%3Ainfo%40clinic.example",
                ),
                Row::posted(PAGE, "https://www.clinic.example/api/book", r#"{"email":"jordan.avery@example.org"}"#),
            ],
        );
    }
}
