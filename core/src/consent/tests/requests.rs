//! Signals of whole requests, and of a visit.

use super::NOTHING;
use crate::address::Address;
use crate::consent::*;
use crate::facts::{Facts, Input};
use crate::observation::{Event, Observation, PageSend, Request, ResourceType, SeenBody, Watch};
use crate::payload::Body;
use crate::report::view::View;
use crate::session::{Session, Settings};
use crate::site::Declared;

const PAGE: &str = "https://www.clinic.example/p/1042";
fn with<T>(url: &str, body: &str, then: impl FnOnce(&Facts<'_>) -> T) -> T {
    let (address, page) = (Address::parse(url), Address::parse(PAGE));
    let body = if body.is_empty() { Body::Empty } else { Body::Bytes(body.as_bytes()) };
    then(&Facts::read(&address, Some(&page), Input { body, ..Input::default() }, &Declared::default()))
}

/// Every signal as "place: what it says [standing]".
fn said(url: &str, body: &str) -> Vec<String> {
    let signals = with(url, body, signals);
    signals.into_iter().map(|s| format!("{}: {} [{}]", s.at, s.said, s.standing.word())).collect()
}

#[track_caller]
fn check(url: &str, want: &[&str]) {
    assert_eq!(said(url, ""), want, "{url}");
}

#[test]
fn a_request_without_signals_says_nothing() {
    for url in [
        "https://clinic.example/search?gcs=bucket&asc=1&consent=1&dpo=LDU&q=consent",
        "https://www.google-analytics.com/g/collect?v=2&tid=G-1&en=page_view",
        "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2F",
        "https://ads.example/?gdpr=&gdpr_consent=&us_privacy=",
        // What stands in an address is told to that address's host.
        "https://sync.example/?next=https%3A%2F%2Fads.example%2F%3Fgdpr%3D1%26us_privacy%3D1YNN",
    ] {
        check(url, &[]);
    }
    // An address another program measured, as Datadog's agent sends it.
    let measured =
        r#"{"type":"resource","resource":{"url":"https://www.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45je1&gcs=G111&npa=0"}}"#;
    let none: [&str; 0] = [];
    assert_eq!(said("https://browser-intake-datadoghq.com/api/v2/rum?ddsource=browser", measured), none);
}

#[test]
fn google_s_hits() {
    check(
        "https://www.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45je1&gcs=G100&gcd=13p3p3p3p5l1&npa=1&dma=1&dma_cps=-&en=page_view",
        &[
            "query:gcs: advertising storage and analytics storage denied [denied]",
            "query:gcd: advertising storage, analytics storage, user data for advertising and personalised advertising denied by default [denied]",
            "query:npa: advertisements that are not personalised asked for; the hit itself is sent all the same [denied]",
            "query:dma: the EU’s Digital Markets Act said to apply [unclear]",
            "query:dma_cps: consent passed on to none of Google’s services [denied]",
        ],
    );
    let missing = ": consent mode is not active on this hit: no consent state was sent with it [unclear]";
    check("https://www.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45je1&en=page_view", &[missing]);
    check(
        "https://www.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45je1&gcd=13l3l3l3l1l1&en=page_view",
        &[missing, "query:gcd: nothing set for any purpose [unclear]"],
    );
    // A state was set, and `gcs` is only not on this kind of hit.
    check(
        "https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/?gtm=45je1&gcd=13r3r3r3r5l1",
        &["query:gcd: advertising storage, analytics storage, user data for advertising and personalised advertising \
           granted by update after denied by default [granted]"],
    );
}

#[test]
fn the_gdpr_s_pair() {
    check("https://ads.example/?gdpr=0&gdpr_consent=", &["query:gdpr: the GDPR said not to apply [unclear]"]);
    check(
        "https://ads.example/?gdpr=1&gdpr_consent=",
        &[
            "query:gdpr: the GDPR said to apply [unclear]",
            "query:gdpr_consent: the GDPR said to apply, and no TC string was sent [unclear]",
        ],
    );
    check(
        "https://ads.example/?gdpr=$%7BGDPR%7D&gdpr_consent=$%7BGDPR_CONSENT_755%7D",
        &[
            "query:gdpr: nothing: a placeholder was sent that should have been replaced [unclear]",
            "query:gdpr_consent: nothing: a placeholder was sent that should have been replaced [unclear]",
        ],
    );
    let made = "made 2022-04-20; consent tool 31, screen 1, EN; publisher in DE";
    let nothing = format!("consent to no purpose; 0 vendors with consent; {made} [denied]");
    assert_eq!(said(&format!("https://ads.example/?gdpr_consent={NOTHING}"), ""), [format!("query:gdpr_consent: {nothing}")]);
    // Google's own number is looked for where the string goes to Google or is named for it.
    let google = format!("consent to no purpose; 0 vendors with consent; Google (vendor 755) is not among them; {made} [denied]");
    let url = format!("https://securepubads.g.doubleclick.net/gampad/ads?gdpr_consent={NOTHING}");
    assert_eq!(said(&url, ""), [format!("query:gdpr_consent: {google}")]);
    let named = said(&format!("https://ads.example/?gdpr_consent_12={NOTHING}"), "");
    assert!(named[0].contains("the one it was sent for (vendor 12) is not among them"), "{named:?}");
    // OpenRTB carries the same in a body.
    let body = format!(r#"{{"regs":{{"ext":{{"gdpr":1}}}},"user":{{"ext":{{"consent":"{NOTHING}"}}}}}}"#);
    let got = said("https://ib.adnxs.com/ut/v3/prebid", &body);
    assert_eq!(got, ["body:regs.ext.gdpr: the GDPR said to apply [unclear]".to_owned(), format!("body:user.ext.consent: {nothing}")]);
}

#[test]
fn single_vendors() {
    check(
        "https://www.facebook.com/tr/?id=1&ev=PageView&dpo=LDU&dpoco=1&dpost=1000",
        &["query:dpo: limited data use asked for, for California [denied]"],
    );
    check("https://www.facebook.com/tr/?id=1&ev=PageView&dpo=&dpoco=0&dpost=0", &["query:dpo: limited data use not asked for [unclear]"]);
    check(
        "https://bat.bing.com/action/0?ti=1&Ver=2&asc=D",
        &["query:asc: advertising storage denied; the hit itself is sent all the same [denied]"],
    );
    check(
        "https://matomo.clinic.example/matomo.php?idsite=1&rec=1&action_name=A&url=https%3A%2F%2Fwww.clinic.example%2F&rand=1&consent=1",
        &["query:consent: the tracker was told to wait for consent, and consent was given [granted]"],
    );
    check("https://sb.scorecardresearch.com/p?c1=2&c2=1&cs_ucfr=0", &["query:cs_ucfr: consent said to be denied [denied]"]);
    check("https://ib.adnxs.com/pixie?pi=1&e=PageView&consent=0", &["query:consent: consent said to be denied [denied]"]);
    check(
        "https://alb.reddit.com/rp.gif?id=t2_1&event=PageVisit&opt_out=0&dpm=LDU&dpcc=US",
        &["query:dpm: limited data use asked for [denied]", "query:opt_out: not opted out [granted]"],
    );
    check("https://ads.example/x?data_processing_options=LMU", &["query:data_processing_options: limited data use asked for [denied]"]);
    check("https://ads.example/x?limited_data_use=false", &["query:limited_data_use: limited data use not asked for [unclear]"]);
    check(
        "https://ads.example/x?us_privacy=%5BUSPRIVACY%5D",
        &["query:us_privacy: nothing: a placeholder was sent that should have been replaced [unclear]"],
    );
}

/// What stands in an address the request carries is meant for that address's host.
#[test]
fn what_is_meant_for_the_next_is_not_this_recipient_s() {
    check(
        "https://ads.example/sync?redir=https%3A%2F%2Fnext.example%2F%3Fus_privacy%3D1YYN&us_privacy=1---",
        &["query:us_privacy: US privacy law said not to apply [unclear]"],
    );
    check("https://ads.example/sync?redir=https%3A%2F%2Fnext.example%2F%3Fus_privacy%3D1YYN", &[]);
}

#[test]
fn the_latest_value_of_each_signal_is_kept_and_what_was_left_out_only_until_it_is_said() {
    let mut seen = Seen::default();
    let mut note = |url: &str| with(url, "", |facts| (seen.note(facts), seen.signals(None).iter().map(|s| s.standing).collect::<Vec<_>>()));
    let hit = |rest: &str| format!("https://www.google-analytics.com/g/collect?v=2&tid=G-1&gtm=45je1&{rest}");
    assert_eq!(note(&hit("")), (true, vec![Standing::Unclear]));
    assert_eq!(note(&hit("")), (false, vec![Standing::Unclear]), "nothing new");
    assert_eq!(note(&hit("gcs=G100")), (true, vec![Standing::Denied]), "no longer missing");
    assert_eq!(note(&hit("gcs=G111")), (true, vec![Standing::Granted]));
    assert_eq!(note(&hit("")), (false, vec![Standing::Granted]), "what was said stays");
    let mut seen = Seen::default();
    let mut note = |rest: &str| {
        let url = ["https://www.facebook.com/tr/?id=1&ev=PageView", rest].concat();
        with(&url, "", |facts| (seen.note(facts), seen.signals(None).iter().map(|s| s.standing).collect::<Vec<_>>()))
    };
    assert_eq!(note("&dpo=LDU&dpoco=0&dpost=0"), (true, vec![Standing::Denied]));
    assert_eq!(note("&dpo=&dpoco=0&dpost=0"), (true, vec![Standing::Unclear]), "empty options are an answer");
}

#[test]
fn long_values_are_cut_and_go_first_when_memory_is_short() {
    let long = format!("https://ads.example/?addtl_consent=1~{}&us_privacy=1YNN", "12.".repeat(2000));
    let mut seen = Seen::default();
    with(&long, "", |facts| seen.note(facts));
    assert!(seen.signals(None)[0].said.starts_with("consent for at least 682 of"), "{seen:?}");
    assert!(serde_json::to_string(&seen).unwrap().len() < VALUE + 300);
    assert_eq!(serde_json::from_str::<Seen>(&serde_json::to_string(&seen).unwrap()).unwrap(), seen);
    seen.shed();
    assert_eq!(seen.signals(None).len(), 1);
}

/// The view of a tab after these requests to the page's recipients.
fn visit(requests: &[Request]) -> (Session, View) {
    let mut session = Session::new(Settings::default());
    let watch = Event::Watch(Watch { url: PAGE.to_owned(), reload: true });
    let events = std::iter::once(watch).chain(requests.iter().cloned().map(Event::Request));
    let events: Vec<Observation> = events.enumerate().map(|(at, event)| Observation { at: at as u64, tab: 7, event }).collect();
    session.step(&events, 0);
    let view = session.view(7);
    (session, view)
}

fn get(url: &str) -> Request {
    Request { id: url.to_owned(), url: url.to_owned(), method: "GET".to_owned(), kind: ResourceType::Image, ..Request::default() }
}

#[test]
fn a_view_says_the_latest_of_each_signal_and_masks_what_it_cannot_read() {
    let meta = "https://www.facebook.com/tr/?id=1&ev=PageView";
    let (session, view) = visit(&[
        get(&[meta, "&us_privacy=1YNN&dpo=LDU&dpoco=1&dpost=1000"].concat()),
        get(&[meta, "&us_privacy=1YYN&gpp=Jordan+Smith"].concat()),
        get("https://cdn.clinic.example/logo.png"),
    ]);
    let of = |view: &View| -> Vec<(String, String, String)> {
        let signals = view.recipients.iter().flat_map(|r| r.consent.clone());
        signals.map(|s| (s.name, s.standing, s.value.shown)).collect()
    };
    let want = [("GPP string", "unclear", "J•••h (12)"), ("US Privacy", "denied", "1YYN"), ("Meta limited data use", "denied", "LDU")];
    assert_eq!(of(&view), want.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    let restored = Session::restore(&session.snapshot()).unwrap();
    assert_eq!(restored.view(7), view, "kept over a restart");
}

#[test]
fn what_the_page_s_own_word_shows_of_a_body_is_noted_too() {
    let url = "https://ib.adnxs.com/ut/v3/prebid";
    let unseen = Request { method: "POST".to_owned(), body: SeenBody::Unseen(9), ..get(url) };
    let (mut session, view) = visit(&[unseen]);
    assert!(view.recipients.iter().all(|r| r.consent.is_empty()));
    let body = SeenBody::Text(r#"{"regs":{"ext":{"us_privacy":"1YYN"}}}"#.to_owned());
    let send = PageSend { frame: 0, url: url.to_owned(), how: "fetch".to_owned(), body, cut: false };
    session.step(&[Observation { at: 9, tab: 7, event: Event::PageSend(send) }], 0);
    assert!(session.view(7).recipients.iter().any(|r| r.consent.iter().any(|s| s.at == "body:regs.ext.us_privacy")));
}
