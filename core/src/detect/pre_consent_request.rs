//! Somebody who counts or advertises was told, or kept something, before the visitor could choose.

use super::{Doc, Draft};
use crate::consent::timeline::Sent;
use crate::finding::{Axes, Kind, Severity};
use crate::storage::Purpose;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::PreConsentRequest,
    sees: message!(
        "Requests to companies that count or advertise, and entries kept for that, on a page that asks for a choice and before one was made. The consent manager’s own calls, content networks, captchas, fonts and tag managers’ loaders are left out, and so is a visit whose choice was stored before."
    ),
    why: message!(
        "A visitor who is asked expects that nothing happens before the answer. What left cannot be called back by a later refusal."
    ),
    cannot_tell: message!(
        "Whether consent was needed here: that differs by state and country. It shows the order, not a verdict; what visitors elsewhere are shown may differ."
    ),
    fix: message!(
        "Let tags load after the consent manager and by its word: its blocking mode, or the tag manager’s consent settings. Matomo: `requireConsent`, not `requireCookieConsent` alone."
    ),
};

/// What there is to say of one sending or writing.
pub(crate) fn draft(sent: &Sent, context: u8) -> Draft {
    let (said, subject, label) = match &sent.who {
        Some(who) if sent.ping => (
            t!("{} was still sent the page’s address, without cookies, before the visitor could choose.", who.name),
            "ping".to_owned(),
            t!("request"),
        ),
        Some(who) => (t!("{} was told of this visit before the visitor could choose.", who.name), String::new(), t!("request")),
        None => {
            let what = if sent.purpose == Purpose::Advertising { t!("advertising") } else { t!("measuring") };
            let said = t!("An entry for {what} ({}) was kept before the visitor could choose.", sent.whose);
            (said, sent.whose.clone(), t!("value"))
        }
    };
    let mut draft = Draft::here(&DOC, sent.axes.data, context, said).about(subject);
    draft.axes = Axes { context, consent: 2, ..sent.axes };
    draft.recipient = sent.who.clone();
    if sent.who.is_none() {
        draft = draft.at(Severity::Medium);
    }
    if sent.ping {
        draft = draft.at(Severity::Low);
        draft.limits.push(t!("It says of itself that nothing was allowed (gcs=G100); Google then sets no cookies.").to_owned());
    }
    draft.limits.push(t!("What is seen is the order in time in this browser.").to_owned());
    draft.proof_at(sent.place.clone(), label, sent.proof.clone())
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::check_events;
    use crate::detect::testing::consent::*;
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        const PING: &str = "https://region1.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45&gcs=G100&en=page_view&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042";
        const FBP: &str = "fb.1.1770198687545.390053971848850268";
        check_events(
            Kind::PreConsentRequest,
            &[
                // Known to be asked for when it left, and only afterwards.
                visit(&[shown(1_200), sent(1_400, META), press(9_000, "Accept all"), sent(9_500, META)]),
                visit(&[sent(1_100, META), sent(1_150, META), shown(1_800)]),
                visit(&[sent(1_100, PING), shown(1_800)]),
                visit(&[cookie(1_100, "_fbp", FBP, false), shown(1_800)]),
                // The choice itself tells that it was asked for.
                visit(&[sent(1_100, META), press(4_000, "Reject all")]),
                visit(&[
                    cookie(1_050, "cookieyes-consent", "consentid:a,consent:no,action:,necessary:yes,analytics:no,advertisement:no", false),
                    sent(1_100, META),
                ]),
            ],
            &[
                // No banner; after accepting; a stored choice, there before or written again at once; what serves the page.
                visit(&[sent(1_100, META)]),
                visit(&[shown(1_200), press(4_000, "Accept all"), sent(4_100, META)]),
                visit(&[cookie(1_050, "klaro", "{\"meta-pixel\":true}", true), sent(1_100, META), shown(2_000)]),
                visit(&[sent(1_100, META), cookie(1_300, "klaro", "{\"meta-pixel\":true}", false)]),
                visit(&[
                    shown(1_050),
                    sent(1_100, "https://cdn.cookielaw.org/scripttemplates/otSDKStub.js"),
                    sent(1_101, "https://fonts.gstatic.com/s/roboto/v30/a.woff2"),
                    sent(1_102, "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123"),
                    sent(1_103, "https://www.google.com/recaptcha/api.js"),
                    sent(1_104, "https://cdn.jsdelivr.net/npm/x/dist/x.js"),
                    cookie(1_200, "_fbp", FBP, true),
                    cookie(1_201, "__cf_bm", "8f14e45fceea167a5a36dedd4bea2543", false),
                    cookie(1_202, "PHPSESSID", "8f14e45fceea167a5a36dedd4bea2543", false),
                ]),
            ],
        );
    }
}
