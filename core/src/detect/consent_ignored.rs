//! The visitor refused, and what was refused went on.

use super::{Doc, Draft};
use crate::consent::timeline::Sent;
use crate::excerpt::Excerpt;
use crate::finding::{Axes, Kind, Severity};
use crate::observation::Millis;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::ConsentIgnored,
    sees: message!(
        "Requests to companies that count or advertise, and new numbers kept for that, a second or more after the visitor refused, or after refusing just their purpose; and requests to advertising while the browser sends Global Privacy Control."
    ),
    why: message!("The visitor said no, and it had no effect. Regulators acted on opt-outs that did nothing."),
    cannot_tell: message!(
        "Whether the refusal had to be heeded here, and what the recipient does with what it got. Which tag serves which purpose goes by what it is known for."
    ),
    fix: message!(
        "Use the consent manager’s blocking mode, and test again with a fresh profile. Look for tags that stand in the page itself, outside the tag manager."
    ),
};

/// What was refused, and by what.
pub(crate) struct Refusal {
    /// False where Global Privacy Control alone speaks against it.
    pub refused: bool,
    /// Some was accepted, and this purpose was not.
    pub partial: bool,
    /// How long before, in milliseconds; none where an earlier visit or page chose.
    pub after: Option<Millis>,
    /// Who says what was chosen: its name, where, and the record.
    pub decided: Option<(&'static str, String, Excerpt)>,
}

/// What there is to say of one sending or writing.
pub(crate) fn draft(sent: &Sent, refusal: Refusal, context: u8) -> Draft {
    let no = match (refusal.refused, refusal.partial) {
        (false, _) => t!("The browser asks for privacy (Global Privacy Control)"),
        (true, false) => t!("The visitor said no"),
        (true, true) => t!("The visitor refused this purpose"),
    };
    let (said, subject, label) = match &sent.who {
        Some(who) if sent.ping => {
            (t!("{no}; {} was still sent the page’s address, without cookies.", who.name), "ping".to_owned(), t!("request"))
        }
        Some(who) => (t!("{no}; {} was still told of the visit.", who.name), String::new(), t!("request")),
        None => (t!("{no}; a number for this browser was still kept ({}).", sent.whose), sent.whose.clone(), t!("value")),
    };
    let mut draft = Draft::here(&DOC, sent.axes.data, context, said).about(subject);
    draft.axes = Axes { context, consent: 3, ..sent.axes };
    draft.recipient = sent.who.clone();
    if sent.who.is_none() {
        draft = draft.at(Severity::High);
    }
    if sent.ping {
        draft = draft.at(Severity::Low);
        draft.limits.push(t!("It says of itself that nothing was allowed (gcs=G100); Google then sets no cookies.").to_owned());
    }
    if !refusal.refused {
        draft.limits.push(t!("In some places such a signal is an objection by law, in others it is a wish.").to_owned());
    }
    match refusal.after {
        Some(ms) => draft.limits.push(t!("First seen {} s after the choice.", itoa::Buffer::new().format(ms / 1000))),
        None if refusal.refused => draft.limits.push(t!("The choice was made on an earlier page or visit.").to_owned()),
        None => {}
    }
    draft = draft.proof_at(sent.place.clone(), label, sent.proof.clone());
    match refusal.decided {
        Some((name, place, value)) => draft.proof_at(place, name, value),
        None => draft,
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::check_events;
    use crate::detect::testing::consent::*;
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        const FBP: &str = "fb.1.1770198687545.390053971848850268";
        const PING: &str = "https://region1.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45&gcs=G100&en=page_view&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042";
        const SOME: &str = "interactionCount=1&groups=C0001%3A1%2CC0002%3A1%2CC0004%3A0";
        const GA: &str = "https://region1.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45&gcs=G101&en=page_view&cid=1.2";
        check_events(
            Kind::ConsentIgnored,
            &[
                visit(&[shown(1_200), press(4_000, "Reject all"), sent(6_500, META)]),
                visit(&[shown(1_200), press(4_000, "Nur notwendige"), sent(6_500, PING)]),
                visit(&[shown(1_200), cookie(4_000, "OptanonConsent", SOME, false), sent(6_500, META)]),
                visit(&[shown(1_200), press(4_000, "Reject all"), cookie(6_000, "_fbp", FBP, false)]),
                // A stored refusal, known only after the request left.
                visit(&[sent(1_100, META), cookie(1_300, "klaro", "{\"meta-pixel\":false}", true)]),
                visit(&[sent(1_100, "https://www.clinic.example/x.png"), gpc(1_101, 1_100), sent(1_200, META)]),
            ],
            &[
                // What was on its way; what was accepted; what measures, where advertising was refused; GPC and what measures.
                visit(&[shown(1_200), press(4_000, "Reject all"), sent(4_500, META)]),
                visit(&[shown(1_200), press(4_000, "Accept all"), sent(6_500, META)]),
                visit(&[shown(1_200), cookie(4_000, "OptanonConsent", SOME, false), sent(6_500, GA)]),
                visit(&[shown(1_200), press(4_000, "Reject all"), press(5_000, "Accept all"), sent(7_500, META)]),
                visit(&[sent(1_100, "https://www.clinic.example/x.png"), gpc(1_101, 1_100), sent(1_200, GA)]),
                visit(&[shown(1_200), press(4_000, "Reject all"), sent(6_500, "https://fonts.gstatic.com/s/roboto/v30/a.woff2")]),
                visit(&[shown(1_200), press(4_000, "Reject all"), cookie(6_000, "theme", "dark", false), cookie(6_001, "_fbp", "", false)]),
                visit(&[said(1_100, "dnt", "", "1"), sent(2_500, META)]),
            ],
        );
    }
}
