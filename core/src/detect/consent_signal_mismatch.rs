//! What the consent manager says and what a request says of the visitor's consent are not the same.

use super::{Doc, Draft, identity, recipient, recipient_axis, words};
use crate::consent::managers::{Grants, Manager, Says};
use crate::consent::timeline::{GRACE, SLOW, Sent, Timeline};
use crate::consent::{self, Choice, Signal, Standing};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Axes, Kind, Severity};
use crate::observation::Millis;
use crate::reveal::Reveal;
use crate::storage::Purpose;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::ConsentSignalMismatch,
    sees: message!(
        "Consent signals in requests (gcs, asc, dpo, TC, GPP and US Privacy strings) beside what the page’s consent manager or the pressed button says; Google hits without a signal after a refusal, or sent before the page’s default was set."
    ),
    why: message!("Vendors act on the signal, not on the banner. Dashboards report what was meant; the request shows what was done."),
    cannot_tell: message!("Which of the two the vendor goes by, and what it makes of it."),
    fix: message!(
        "Set the default to denied before any tag runs, and let the consent manager pass its choice on to every tag; test again with a fresh profile."
    ),
};

/// Compares a request's signals with the choice.
pub(crate) fn detect(facts: &Facts<'_>, line: &Timeline, context: u8, at: Millis, out: &mut Vec<Draft>) {
    let since = if line.restored { line.began } else { line.since };
    let settled = at >= since.saturating_add(GRACE);
    let decided = line.decided();
    let grants = decided.as_ref().map(|d| d.0).unwrap_or_default();
    let objects = line.objects();
    if decided.is_none() && !line.asked && !objects {
        return;
    }
    for signal in consent::signals(facts) {
        let says = purposes(&signal);
        let refused = |of: Purpose| says.allows(of) && (grants.refuses(of) || line.choice == Some(Choice::Rejected));
        let no = [Purpose::Advertising, Purpose::Analytics].into_iter().any(refused);
        let what = if settled && no || settled && signal.at.is_empty() && line.choice == Some(Choice::Rejected) {
            if signal.at.is_empty() { Some(Says::Unclear) } else { Some(Says::Denied) }
        } else if line.choice.is_none() && line.asked && [Purpose::Advertising, Purpose::Analytics].iter().any(|p| says.allows(*p)) {
            Some(Says::Waiting)
        } else if line.choice == Some(Choice::Accepted)
            && at >= since.saturating_add(SLOW)
            && signal.standing == Standing::Denied
            && !says.is_empty()
        {
            // Not an objection of US law, nor a lesser choice of other things, which acceptance leaves as they are.
            Some(Says::Granted)
        } else {
            None
        };
        if let Some(what) = what {
            out.push(draft(facts, &signal, what, decided.as_ref().map(|(_, name, place, value)| (*name, place.as_str(), value)), context));
            continue;
        }
        if settled && let Some(own) = own_string(line, &signal) {
            // The string sent is not the page's own.
            out.push(draft(facts, &signal, Says::Mixed, Some((own.by.name(), own.at.trim_matches('`'), &own.value)), context));
        } else if objects && settled && not_limited(&signal) {
            out.push(draft(
                facts,
                &signal,
                Says::Mixed,
                Some(("Global Privacy Control", "header:sec-gpc", &Excerpt::plain("1", &[]))),
                context,
            ));
        }
    }
}

/// What a signal allows, by purpose.
fn purposes(signal: &Signal) -> Grants {
    let mut grants = Grants::default();
    let sign = |i: usize| signal.value.as_bytes().get(i).copied();
    match signal.name {
        "Google consent mode" if signal.is_read() && !signal.at.is_empty() => {
            for (of, place) in [(Purpose::Advertising, 2), (Purpose::Analytics, 3)] {
                match sign(place) {
                    Some(b'1') => grants.add(of, true),
                    Some(b'0') => grants.add(of, false),
                    _ => {}
                }
            }
        }
        // Strings of the US know objections alone: a refusal by a banner of another law leaves them as they are.
        "Microsoft UET consent mode" | "Consent flag" => match signal.standing {
            Standing::Granted => grants.add(Purpose::Advertising, true),
            Standing::Denied => grants.add(Purpose::Advertising, false),
            _ => {}
        },
        "Matomo consent" if signal.standing == Standing::Granted => grants.add(Purpose::Analytics, true),
        "TCF string" => {
            let sent = consent::managers::stored("euconsent-v2", &signal.value, true);
            grants = sent.map(|r| r.grants).unwrap_or_default();
        }
        _ => {}
    }
    grants
}

/// The page's own TC string, where the one sent allows what it refuses.
fn own_string<'t>(line: &'t Timeline, signal: &Signal) -> Option<&'t consent::timeline::Said> {
    if signal.name != "TCF string" || !signal.is_read() || signal.value.is_empty() {
        return None;
    }
    let sent = consent::managers::stored("euconsent-v2", &signal.value, true)?.grants;
    let own = line.said.iter().filter(|s| s.by == Manager::Tcf && s.site == line.site && s.chosen).max_by_key(|s| s.when)?;
    [Purpose::Advertising, Purpose::Analytics].iter().any(|p| sent.allows(*p) && own.grants.refuses(*p)).then_some(own)
}

/// True for a signal that could ask for limited use and does not.
fn not_limited(signal: &Signal) -> bool {
    signal.name == "Meta limited data use" && signal.value.is_empty() || signal.name == "US Privacy" && signal.standing == Standing::Granted
}

fn draft(facts: &Facts<'_>, signal: &Signal, what: Says, manager: Option<(&str, &str, &Excerpt)>, context: u8) -> Draft {
    let who = words::to_whom(facts);
    let said = match what {
        Says::Denied => t!("The banner says no, the tag says yes: {who} was sent a signal of consent."),
        Says::Unclear => t!("The visitor refused, and {who} was sent a hit that says nothing of it."),
        Says::Waiting => t!("The banner still asks, and the tag already says yes to {who}."),
        Says::Granted => t!("The banner says yes, the tag says no: {who} was told that nothing was allowed."),
        Says::Mixed => t!("{} was not told what the visitor or the browser asked for.", words::sentence(&who)),
    };
    let mut draft = Draft::here(&DOC, 1, context, said).about([signal.name, what.word()].concat());
    let consent = if matches!(what, Says::Waiting) { 2 } else { 1 };
    draft.axes = Axes { data: 1, identity: identity(facts), recipient: recipient_axis(facts), context, consent };
    draft.recipient = Some(recipient(facts));
    draft = draft.at(if what == Says::Granted { Severity::Low } else { Severity::Medium });
    if signal.name == "Microsoft UET consent mode" {
        draft.limits.push(t!("asc=G is also what the tag sends where the site set nothing.").to_owned());
    }
    let value = match signal.is_read() {
        true => words::excerpt_address(crate::address::cut(&signal.value, 400), &Reveal::default()),
        false => Excerpt::value(&signal.value),
    };
    if signal.at.is_empty() {
        let address = [facts.address.origin(), facts.address.path()].concat();
        draft = draft.proof_at("address".to_owned(), t!("request without a signal"), words::excerpt_address(&address, &Reveal::default()));
    } else {
        draft = draft.proof_at(signal.at.clone(), signal.called(), value);
    }
    match manager {
        Some((name, place, value)) => draft.proof_at(place.to_owned(), name, value.clone()),
        None => draft,
    }
}

/// The page's default of Google's consent mode came after a Google tag had sent.
pub(crate) fn late(sent: &Sent, said: &str, at: Millis, context: u8) -> Draft {
    let name = sent.who.as_ref().map_or(t!("A Google tag"), |w| w.name.as_str());
    let ms = at.saturating_sub(sent.at);
    let seconds = t!("{whole}.{tenth} s", whole = ms / 1000, tenth = ms / 100 % 10);
    let mut draft = Draft::here(&DOC, 1, context, t!("Late consent: {name} had already sent when the page set its default.")).about("late");
    draft.axes = Axes { context, consent: 1, ..sent.axes };
    draft.recipient = sent.who.clone();
    draft.limits.push(t!("The default came {seconds} after the first hit, as far as two ways of hearing can be compared."));
    draft.at(Severity::Medium).proof_at(sent.place.clone(), t!("request"), sent.proof.clone()).proof_at(
        "gtag('consent', 'default')".to_owned(),
        t!("the default"),
        Excerpt::plain(said, &[]),
    )
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::check_events;
    use crate::detect::testing::consent::*;
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        let ga =
            |at: u64, gcs: &str| sent(at, &format!("https://region1.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45&en=page_view{gcs}"));
        let uet = |at: u64, asc: &str| {
            sent(at, &format!("https://bat.bing.com/action/0?ti=1&Ver=2&evt=pageLoad&asc={asc}&mid=8f14e45f-ceea-167a-5a36-dedd4bea2543"))
        };
        let denied = r#"{"ad_storage":"denied","analytics_storage":"denied"}"#;
        check_events(
            Kind::ConsentSignalMismatch,
            &[
                visit(&[shown(1_200), press(4_000, "Reject all"), ga(6_500, "&gcs=G111")]),
                visit(&[shown(1_200), cookie(4_000, "klaro", "{\"google-ads\":false,\"matomo\":true}", false), ga(6_500, "&gcs=G110")]),
                visit(&[shown(1_200), press(4_000, "Reject all"), uet(6_500, "G")]),
                visit(&[shown(1_200), press(4_000, "Reject all"), ga(6_500, "")]),
                visit(&[shown(1_200), ga(1_500, "&gcs=G111")]),
                visit(&[shown(1_200), press(4_000, "Accept all"), ga(9_500, "&gcs=G100")]),
                visit(&[ga(1_100, "&gcs=G111"), said(2_600, "google", "default", denied)]),
                visit(&[
                    sent(1_050, "https://www.clinic.example/x.png"),
                    gpc(1_060, 1_050),
                    sent(2_500, &format!("{META}&dpo=&dpoco=0&dpost=0")),
                ]),
            ],
            &[
                visit(&[shown(1_200), press(4_000, "Reject all"), ga(6_500, "&gcs=G100"), uet(6_501, "D")]),
                visit(&[shown(1_200), ga(1_500, "&gcs=G100"), press(4_000, "Accept all"), ga(5_500, "&gcs=G100"), ga(9_500, "&gcs=G111")]),
                visit(&[said(1_050, "google", "default", denied), ga(1_100, "&gcs=G100"), said(4_000, "google", "update", denied)]),
                visit(&[ga(1_100, "&gcs=G111"), ga(9_100, "")]),
                visit(&[shown(1_200), press(4_000, "Reject all"), sent(6_500, &format!("{META}&us_privacy=1YNN"))]),
                visit(&[shown(1_200), cookie(4_000, "klaro", "{\"google-ads\":false,\"matomo\":true}", false), ga(6_500, "&gcs=G101")]),
                // An objection of US law beside an acceptance; a default that allows harms nobody by coming late.
                visit(&[shown(1_200), press(4_000, "Accept all"), sent(9_500, &format!("{META}&us_privacy=1YYN"))]),
                visit(&[ga(1_100, "&gcs=G111"), said(2_600, "google", "default", &denied.replace("denied", "granted"))]),
            ],
        );
    }
}
