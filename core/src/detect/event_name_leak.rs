//! An event whose name or parameters tell a condition, a drug or a step.

use super::confirmed::{self, Confirmed};
use super::identity_with_health_context::{Part, Side};
use super::words::Telling;
use super::{Doc, Draft, Scene, draft, words};
use crate::facts::Facts;
use crate::finding::Kind;
use crate::vendor::Meaning;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::EventNameLeak,
    sees: message!("Event names, categories, labels and parameters whose words name a health topic or a service."),
    why: message!("Events are named by people who know what they mean. A 2025 jury verdict on a health app turned on event names."),
    cannot_tell: message!("What the event stands for in your reports."),
    fix: message!(
        "Name events neutrally (`form_submit`, not `chemo_consult_submit`) and send only parameters from a list you keep; leave out those that repeat the page, the service or the specialty."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    if !draft::to_others(facts) {
        return;
    }
    // An address among an event's parameters, and the address's own query, are told as addresses.
    let names = facts.meaning(Meaning::Event).filter(|&field| {
        facts.fields.items.get(field).is_some_and(|f| !words::is_address(&f.value))
            && !confirmed::is_visitor_s(known, facts, field)
            && ![Meaning::SearchTerm, Meaning::PageAddress].iter().any(|&m| facts.is_inside(field, m))
    });
    words::telling_text(facts, scene, names, "event", &DOC, out, |told| {
        let (named, whom) = (told.reveal.named(), words::to_whom(facts));
        let said = match is_name(told) {
            true => t!("An event sent to {whom} is named after {named}."),
            false => t!("A detail of an event sent to {whom} names {named}."),
        };
        (said, Part::of(Side::Event, told.reveal))
    });
}

/// True for what an event is called, false for what is sent along with it.
fn is_name(told: &Telling<'_>) -> bool {
    const KEYS: &[&str] =
        &["action", "category", "e_a", "e_c", "e_n", "ea", "ec", "en", "ev", "event", "event_name", "event_type", "eventname", "eventtype"];
    let last = told.key.rsplit(['.', ']', '[']).find(|part| !part.is_empty()).unwrap_or(told.key);
    let names = [t!("event name"), t!("event action"), t!("event category"), t!("kind of event")];
    names.contains(&told.label) || told.label == t!("event") && KEYS.iter().any(|k| k.eq_ignore_ascii_case(last))
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::EventNameLeak,
            &[
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=chemotherapy_consult_submit"),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=HIVTestBooked"),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=ViewContent&cd[content_name]=Vasectomy%20reversal"),
                Row::posted(
                    PAGE,
                    "https://api2.amplitude.com/2/httpapi",
                    r#"{"api_key":"k","events":[{"event_type":"Abortion Pill Quiz Started","device_id":"d"}]}"#,
                ),
                Row::sent(PAGE, "https://1234567.fls.doubleclick.net/activityi;src=1234567;type=a;cat=b;ord=1;u1=opioid%20treatment"),
            ],
            &[
                // Meta's standard events on a booking of anything.
                Row::sent("https://salon.example/book", "https://www.facebook.com/tr/?id=1&ev=Schedule&cd[content_name]=Haircut"),
                Row::sent("https://salon.example/book", "https://www.facebook.com/tr/?id=1&ev=FindLocation"),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=Lead&cd[content_category]=Archive"),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=page_view"),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=PageView"),
                // An address in an event's parameters is not the event's name; the address has a finding of its own.
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=form_start&ep.form_destination=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing",
                ),
                Row::posted(
                    PAGE,
                    "https://o1.ingest.sentry.io/api/4/envelope/",
                    r#"{"sdk":{"name":"sentry.javascript.browser"},"exception":{"values":[{"stacktrace":{"frames":[{"filename":"https://www.clinic.example/conditions/hiv-testing"}]}}]}}"#,
                ),
            ],
        );
    }
}
