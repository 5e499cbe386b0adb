//! Tables over what is read of a hit; whole small visits through a session; bounds on any body.

use super::hit::{self, Hit};
use super::{MAX_ACTIONS, MAX_HOSTS};
use crate::address::Address;
use crate::facts::{Facts, Input};
use crate::observation::{Cookie, Event, How, Navigation, Observation, PageSend, Request, ResourceType, SeenBody, Title, Watch};
use crate::payload::{Body, Field, Part};
use crate::report::view::MatomoView;
use crate::session::{Session, Settings};
use crate::site::Declared;
use crate::vendor::{self, How as Told, Meaning, Recognised, Role};
use proptest::prelude::*;
use std::borrow::Cow;
use std::fmt::Write;

/// Every parameter of the tracking API and of the plugins' trackers, in their documentation's order.
const PARAMETERS: &str = "idsite rec apiv rand r url action_name urlref _id cid uid new_visit pv_id cs send_image ca ping \
    _idn _refts _ref _rcn _rck _idts _idvc _viewts _ects res h m s cookie pdf qt realp wma fla java ag dir gears uadata uadata.model ua lang \
    search search_cat search_count link download idgoal revenue e_c e_a e_n e_v c_n c_p c_t c_i dimension1 dimension999 \
    cvar cvar.1[0] _cvar _cvar.1[1] e_cvar data data.a ec_id ec_items ec_items[0][1] ec_st ec_tx ec_sh ec_dt _pks _pkn _pkc _pkp \
    pf_net pf_srv pf_tfr pf_dm1 pf_dm2 pf_onl gt_ms consent token_auth cip cdt country region city lat long \
    bots recMode http_status bw_bytes source queuedtracking debug pk_vid tracker_install_check \
    hsr_vid hsr_ids[] hsr_vw hsr_vh hsr_smp hsr_fyp hsr_ti hsr_dom hsr_ev[0][ty] hsr_ev[0][ti] hsr_ev[0][x] hsr_ev[0][y] hsr_ev[0][s] \
    hsr_ev[0][te] hsr_ev[0][dom] hsr_ev[0][id] hsr_ev[0][te].children[0].attributes.href trackerid \
    fa_pv fa_fp[0][fa_id] fa_fp[0][fa_vid] fa_fp[0][fa_fv] fa_vid fa_id fa_name fa_ef fa_lf fa_fields fa_fields[0].fa_fn \
    fa_fields[0].fa_ft fa_fields[0].fa_cn fa_ts fa_tts fa_ht fa_st fa_su fa_co fa_cv fa_fv \
    ma_id ma_ti ma_re ma_mt ma_pn ma_st ma_le ma_ps ma_ttp ma_w ma_h ma_fs ma_se cra cra_st cra_ct cra_tp cra_ru cra_rl cra_rc";

#[test]
fn every_parameter_has_a_meaning_or_is_said_to_have_none() {
    let says = |id: &str, path: &str, part: Part| {
        let vendor = vendor::by_id(id).unwrap();
        let r = Recognised { vendor, role: Role::Collect, tracking: true, how: Told::Host };
        let field = Field { part, path: Cow::Borrowed(path), value: Cow::Borrowed("1"), inside: None, coding: None };
        (vendor::meaning(Some(&r), &field), vendor::label(Some(&r), &field).unwrap_or_default())
    };
    for name in PARAMETERS.split_whitespace() {
        let said = says("matomo", name, Part::Query);
        assert!(said.0 != Meaning::Other || !said.1.is_empty(), "{name} has neither a meaning nor a label");
        for id in ["matomo", "matomo-cloud", "piwik-pro"] {
            assert_eq!(says(id, name, Part::Query), said, "{id}: {name}");
            assert_eq!(says(id, &format!("requests[7].{name}"), Part::Body), said, "{id}: {name} in a batch");
        }
    }
    let unknown = says("matomo", "no_such_parameter", Part::Query);
    assert_eq!(unknown, (Meaning::Other, ""), "the rule above must be able to fail");
}

fn with<X>(url: &str, body: &str, see: impl FnOnce(&Facts<'_>, Vec<Hit<'_>>) -> X) -> X {
    let address = Address::parse(url);
    let page = Address::parse("https://www.clinic.example/p/1042");
    let body = if body.is_empty() { Body::Empty } else { Body::Bytes(body.as_bytes()) };
    let own = Declared::default();
    let facts = Facts::read(&address, Some(&page), Input { body, ..Input::default() }, &own);
    see(&facts, hit::hits(&facts))
}

#[test]
fn requests_are_taken_apart_into_hits() {
    #[track_caller]
    fn check(url: &str, body: &str, want: &[&str]) {
        let got = with(url, body, |_, hits| hits.iter().map(|h| h.get("url").unwrap_or("-").to_owned()).collect::<Vec<_>>());
        assert_eq!(got, want, "{url} {body}");
    }
    const OWN: &str = "https://stats.clinic.example/matomo.php";
    check(OWN, "", &[]);
    check(OWN, "hello", &[]);
    check(&format!("{OWN}?idsite=1"), "", &["-"]);
    check(&format!("{OWN}?idsite=1&rec=1&url=https%3A%2F%2Fa.example%2F%3Fx%3D1"), "", &["https://a.example/?x=1"]);
    check(OWN, "idsite=1&rec=1&url=https%3A%2F%2Fa.example%2F", &["https://a.example/"]);
    check(OWN, r#"{"idsite":1,"rec":1,"url":"https://a.example/"}"#, &["https://a.example/"]);
    check(
        OWN,
        r#"[{"idsite":1,"url":"https://a.example/"},{"idsite":1,"url":"https://b.example/"}]"#,
        &["https://a.example/", "https://b.example/"],
    );
    check(
        OWN,
        r#"{"requests":["?idsite=1&rec=1&url=https%3A%2F%2Fa.example%2F","?idsite=2&rec=1&ping=1"],"send_image":0}"#,
        &["https://a.example/", "-"],
    );
    check(OWN, r#"{"requests":[{"idsite":1,"rec":1,"url":"https://a.example/"}]}"#, &["https://a.example/"]);
    check(OWN, r#"{"requests":"#, &[]);
    let many = format!(r#"{{"requests":[{}]}}"#, vec![r#""?idsite=1&rec=1&url=https%3A%2F%2Fa.example%2F""#; 300].join(","));
    with(OWN, &many, |_, hits| assert_eq!(hits.len(), hit::MAX_HITS));
}

#[test]
fn recordings_are_told_by_the_kinds_of_their_pieces() {
    #[track_caller]
    fn check(pieces: &str, want: Option<&str>) {
        let url = "https://stats.clinic.example/matomo.php";
        let body = format!("idsite=1&rec=1{pieces}");
        let got = with(url, &body, |_, hits| {
            hits[0].recording().map(|r| {
                let mut words = Vec::new();
                for (is, word) in [
                    (r.content.is_some(), "content"),
                    (r.typed.is_some(), "typed"),
                    (r.masked.is_some(), "masked"),
                    (r.chosen.is_some(), "chosen"),
                    (r.moves, "moves"),
                ] {
                    words.extend(is.then_some(word));
                }
                words.join(" ")
            })
        });
        assert_eq!(got.as_deref(), want, "{pieces}");
    }
    check("", None);
    check("&hsr_vid=a", Some(""));
    for (kind, want) in [(1, "moves"), (2, "moves"), (3, "moves"), (4, "moves"), (5, "content"), (6, "content"), (7, ""), (9, "typed")] {
        check(&format!("&hsr_vid=a&hsr_ev[0][ty]={kind}&hsr_ev[0][te]=x"), Some(want));
    }
    for (kind, want) in [(10, "chosen"), (11, ""), (12, "moves"), (13, ""), (99, "")] {
        check(&format!("&hsr_vid=a&hsr_ev[4][ty]={kind}&hsr_ev[4][te]=x"), Some(want));
    }
    check("&hsr_vid=a&hsr_ev[0][ty]=8&hsr_ev[0][dom]=%7B%7D", Some("content"));
    check("&hsr_vid=a&hsr_dom=%7B%22x%22%3A1%7D", Some("content"));
    check("&hsr_vid=a&hsr_ev[0][ty]=9&hsr_ev[0][te]=***&hsr_ev[1][ty]=9&hsr_ev[1][te]=lump", Some("typed masked"));
    check("&hsr_vid=a&hsr_ev[0][ty]=9&hsr_ev[0][te]=", Some(""));
    check("&hsr_vid=a&hsr_ev[99999999999][ty]=9&hsr_ev[99999999999][te]=x&hsr_ev[][ty]=9", Some(""));
    check("&hsr_vid=a&hsr_ev[9999][ty]=9&hsr_ev[9999][te]=x", Some(""));
}

const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing?q=lump&utm_source=mail#results";
const OWN: &str = "https://stats.clinic.example/matomo.php";

fn watch(url: &str) -> Event {
    Event::Watch(Watch { url: url.into(), reload: true })
}

fn sent(url: &str, body: &str) -> Event {
    let body = if body.is_empty() { SeenBody::None } else { SeenBody::Text(body.into()) };
    Event::Request(Request { id: url.into(), url: url.into(), method: "POST".into(), kind: ResourceType::Ping, body, ..Request::default() })
}

fn hit_of(parameters: &str) -> Event {
    sent(&format!("{OWN}?idsite=1&rec=1{parameters}"), "")
}

fn cookie(name: &str) -> Event {
    Event::Cookie(Cookie {
        name: name.into(),
        value: "0123456789abcdef.1700000000.".into(),
        domain: ".clinic.example".into(),
        path: "/".into(),
        partition: None,
        http_only: false,
        secure: true,
        expires: Some(34_000_000_000),
        ..Cookie::default()
    })
}

fn session(events: Vec<Event>) -> Session {
    let mut session = Session::new(Settings::default());
    for (n, event) in events.into_iter().enumerate() {
        session.step(&[Observation { at: n as u64 * 1000, tab: 7, event }], 0);
        session = Session::restore(&session.snapshot()).unwrap();
    }
    session
}

fn views(events: Vec<Event>) -> Vec<MatomoView> {
    session(events).view(7).matomo
}

/// A view as a person reads it.
fn read(view: &MatomoView) -> String {
    let mut out = format!("{} ({}), sites {}\n", view.host, view.place, view.sites.join(", "));
    for action in &view.actions {
        writeln!(out, "  {} {}", action.at, action.what).unwrap();
        for row in &action.rows {
            let note = if row.note.is_empty() { String::new() } else { format!(" — {}", row.note) };
            writeln!(out, "    {} ({}): {}{note}", row.label, row.name, row.value.shown).unwrap();
        }
    }
    writeln!(out, "  and {} more", view.more).unwrap();
    for s in &view.settings {
        writeln!(out, "  {} [{}] {} Told by: {}", s.name, s.state, s.what, s.because).unwrap();
    }
    for line in &view.not_visible {
        writeln!(out, "  not visible: {line}").unwrap();
    }
    out
}

#[test]
fn a_small_visit_as_people_read_it() {
    let page = "https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing%3Futm_source%3Dmail";
    let all = views(vec![
        watch("https://www.clinic.example/"),
        Event::Navigation(Navigation { frame: 0, url: PAGE.into(), how: How::Committed }),
        Event::Title(Title { text: "HIV testing | Clinic".into() }),
        cookie("_pk_id.1.1fff"),
        hit_of(&format!(
            "&action_name=HIV%20testing%20%7C%20Clinic&url={page}&urlref=https%3A%2F%2Fwww.clinic.example%2F&_id=0123456789abcdef&uid=patient-4711&res=1920x1080&cookie=1&dimension1=Jordan%20Avery%20jordan.avery%40example.org"
        )),
        hit_of("&action_name=Page%201042&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042&_id=0123456789abcdef"),
        hit_of("&ping=1"),
        sent(
            OWN,
            r#"{"requests":["?idsite=1&rec=1&search=breast%20lump&search_count=4&url=https%3A%2F%2Fwww.clinic.example%2Fsearch","?idsite=1&rec=1&ca=1&e_c=Form&e_a=HIV%20test%20booked&e_n=step%202"],"send_image":0}"#,
        ),
        sent(OWN, "idsite=1&rec=1&ca=1&hsr_vid=Ab3dEf&hsr_ids[]=4&hsr_ev[0][ty]=5&hsr_ev[0][te]=%7B%22rootId%22%3A1%7D"),
        sent(OWN, "idsite=1&rec=1&ca=1&hsr_vid=Ab3dEf&hsr_ids[]=4&hsr_ev[0][ty]=9&hsr_ev[0][te]=I%20found%20a%20lump&hsr_ev[1][ty]=2"),
        hit_of(
            "&ca=1&fa_vid=x1y2z3&fa_name=Intake&fa_ef=first&fa_fields=%5B%7B%22fa_fn%22%3A%22hiv_status%22%7D%2C%7B%22fa_fn%22%3A%22email%22%7D%5D",
        ),
        hit_of("&ca=1&fa_vid=x1y2z3&fa_name=Intake&fa_lf=email&fa_su=1"),
        sent(
            "https://clinic.matomo.cloud/matomo.php?idsite=9&rec=1&action_name=HIV%20testing%20%7C%20Clinic&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042",
            "",
        ),
        sent(
            "https://stats.agency.example/x.php?idsite=2&rec=1&consent=1&action_name=Page%201042&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042",
            "",
        ),
    ]);
    let text: String = all.iter().map(read).collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("a_small_visit", text);
    });
    for secret in ["jordan.avery", "breast lump", "found a lump", "patient-4711"] {
        assert!(!text.contains(secret), "{secret} is shown");
    }
}

#[test]
fn settings_are_told_by_what_was_seen() {
    #[track_caller]
    fn check(setting: &str, events: Vec<Event>, state: &str) {
        let mut all = vec![watch(PAGE), Event::Title(Title { text: "HIV testing".into() })];
        all.extend(events);
        let views = views(all);
        let found = views.iter().flat_map(|v| &v.settings).find(|s| s.name == setting);
        assert_eq!(found.map_or("", |s| s.state.as_str()), state, "{setting}: {found:?}");
    }
    let url = |rest: &str| hit_of(&format!("&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing{rest}"));
    let loaded = || {
        Event::Request(Request {
            id: "s".into(),
            url: "https://stats.clinic.example/matomo.js".into(),
            method: "GET".into(),
            kind: ResourceType::Script,
            ..Request::default()
        })
    };
    check("disableCookies", vec![loaded()], "not-visible");
    check("disableCookies", vec![url("")], "on");
    check("disableCookies", vec![url(""), cookie("_pk_id.1.1fff")], "off");
    check("disableCookies", vec![url("&_id=0123456789abcdef")], "not-visible");
    check("disableCookies", vec![url(""), cookie("_pk_id.8.1fff")], "on");
    check("_pk_uid", vec![url("")], "");
    check("_pk_uid", vec![url(""), cookie("_pk_uid")], "on");
    check("requireConsent", vec![loaded()], "not-visible");
    check("requireConsent", vec![url("")], "off");
    check("requireConsent", vec![url("&consent=1")], "on");
    check("requireConsent", vec![url(""), cookie("mtm_consent")], "on");
    check("requireCookieConsent", vec![url("")], "not-visible");
    check("requireCookieConsent", vec![url(""), cookie("mtm_cookie_consent")], "on");
    check("forgetConsentGiven", vec![url(""), cookie("mtm_consent_removed")], "on");
    check("setDoNotTrack", vec![url("")], "not-visible");
    check("setExcludedQueryParams", vec![url("%3Fq%3Dlump%26utm_source%3Dmail")], "off");
    check("setExcludedQueryParams", vec![url("%3Futm_source%3Dmail")], "on");
    check("disableCampaignParameters", vec![url("%3Fq%3Dlump")], "on");
    check("disableCampaignParameters", vec![url("%3Futm_source%3Dmail")], "off");
    check("discardHashTag", vec![url("")], "on");
    check("discardHashTag", vec![url("%23results")], "off");
    check("setCustomUrl", vec![url("")], "off");
    check("setCustomUrl", vec![hit_of("&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042")], "on");
    check("setCustomUrl", vec![hit_of("&action_name=x")], "not-visible");
    check("setDocumentTitle", vec![hit_of("&action_name=HIV%20testing")], "off");
    check("setDocumentTitle", vec![hit_of("&action_name=www.clinic.example%2FHIV%20testing")], "off");
    check("setDocumentTitle", vec![hit_of("&action_name=Page")], "on");
    check("disableBrowserFeatureDetection", vec![url("")], "on");
    check("disableBrowserFeatureDetection", vec![url("&res=1x1")], "off");
    check("enableCrossDomainLinking", vec![url("")], "not-visible");
    check("enableCrossDomainLinking", vec![url("%3Fpk_vid%3D0123456789abcdef1")], "on");
    check("setUserId", vec![url("&uid=7")], "on");
    check("enableHeartBeatTimer", vec![url(""), hit_of("&ping=1")], "on");
    check("addTracker", vec![url("&action_name=x"), url("&action_name=x")], "");
    check(
        "addTracker",
        vec![
            url("&action_name=x"),
            sent(
                "https://clinic.matomo.cloud/matomo.php?idsite=9&rec=1&action_name=x&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing",
                "",
            ),
        ],
        "on",
    );
    check("queuedtracking=0", vec![url("&queuedtracking=0")], "on");
    check("bots=1", vec![url("&bots=1")], "on");
    check("captureKeystrokes", vec![url("")], "");
    check("captureKeystrokes", vec![hit_of("&hsr_vid=a&hsr_ev[0][ty]=2")], "not-visible");
    check("captureKeystrokes", vec![hit_of("&hsr_vid=a&hsr_ev[0][ty]=9&hsr_ev[0][te]=**")], "on");
    let asked = |url: &str| {
        let url = format!("https://stats.clinic.example/plugins/HeatmapSessionRecording/configs.php?idsite=1&trackerid=x&url={url}");
        Event::Request(Request { id: "c".into(), url, method: "GET".into(), kind: ResourceType::Script, ..Request::default() })
    };
    let neutral = || hit_of("&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042");
    check("matchTrackerUrl", vec![neutral(), asked("https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing")], "off");
    check("matchTrackerUrl", vec![neutral(), asked("https%3A%2F%2Fwww.clinic.example%2Fp%2F1042")], "on");
}

#[test]
fn cookies_agreed_to_are_no_weakness_in_whatever_order_they_are_seen() {
    let weak = |events: Vec<Event>| {
        let mut all = vec![watch("https://www.clinic.example/p/1")];
        all.extend(events);
        session(all).view(7).findings.iter().filter(|f| f.finding.kind.word() == "matomo-config-weak").count()
    };
    assert_eq!(weak(vec![cookie("_pk_id.1.1fff"), cookie("_pk_ses.1.1fff")]), 1);
    assert_eq!(weak(vec![cookie("_pk_id.1.1fff"), cookie("mtm_cookie_consent")]), 0);
    assert_eq!(weak(vec![cookie("mtm_cookie_consent"), cookie("_pk_id.1.1fff")]), 0);
    assert_eq!(weak(vec![cookie("_pk_id.1.1fff"), hit_of("&consent=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1")]), 0);
    assert_eq!(weak(vec![hit_of("&consent=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1"), cookie("_pk_id.1.1fff")]), 0);
}

#[test]
fn one_weak_setting_is_one_finding_on_however_many_pages() {
    let mut events = vec![watch("https://www.clinic.example/p/1")];
    for page in ["a", "b", "c"] {
        let url = format!("https://www.clinic.example/{page}");
        events.push(Event::Navigation(Navigation { frame: 0, url, how: How::Committed }));
        events.push(hit_of(&format!("&url=https%3A%2F%2Fwww.clinic.example%2F{page}&res=1920x1080&cookie=1&pdf=1")));
    }
    let view = session(events).view(7);
    let found: Vec<_> = view.findings.iter().filter(|f| f.finding.kind.word() == "matomo-config-weak").collect();
    assert_eq!((found.len(), found[0].finding.count), (1, 3));
}

#[test]
fn a_body_told_by_the_page_hook_is_the_same_action() {
    let url = format!("{OWN}?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1");
    let unseen = Event::Request(Request {
        id: "1".into(),
        url: url.clone(),
        method: "POST".into(),
        kind: ResourceType::Ping,
        body: SeenBody::Unseen(0),
        ..Request::default()
    });
    let told = |text: &str| {
        Event::PageSend(PageSend { frame: 0, url: url.clone(), how: "beacon".into(), body: SeenBody::Text(text.into()), cut: false })
    };
    for (body, rows) in [("", 1), ("action_name=HIV", 2)] {
        let seen = views(vec![watch("https://www.clinic.example/p/1"), unseen.clone(), told(body)]);
        assert_eq!(seen[0].actions.len(), 1, "{body}");
        assert_eq!(seen[0].actions[0].rows.len(), rows, "{body}");
    }
}

#[test]
fn where_it_runs_decides_what_is_said_and_what_is_found() {
    #[track_caller]
    fn check(host_and_path: &str, place: &str, kind: &str) {
        let settings =
            Settings { declared: Declared::owning(vec!["clinic.example".into(), "clinic-stats.example".into()]), ..Settings::default() };
        let mut session = Session::new(settings);
        let parameters = "idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
        for (at, event) in [watch(PAGE), sent(&format!("https://{host_and_path}?{parameters}"), "")].into_iter().enumerate() {
            session.step(&[Observation { at: at as u64, tab: 7, event }], 0);
        }
        let view = session.view(7);
        assert_eq!(view.matomo.iter().map(|m| m.place.as_str()).collect::<Vec<_>>(), [place]);
        assert!(view.matomo.iter().all(|m| !m.not_visible.is_empty()));
        let found = view.findings.iter().find(|f| f.finding.kind.word() == kind).unwrap_or_else(|| panic!("{host_and_path}: no {kind}"));
        let unknown = place.contains("who runs it is not visible");
        assert_eq!(found.finding.limits.iter().any(|l| l.contains("Who runs this host is not visible")), unknown, "{host_and_path}");
        assert_eq!(
            found.finding.recipient.as_ref().unwrap().owner.is_none(),
            unknown || kind.ends_with("own-analytics"),
            "{host_and_path}"
        );
    }
    let (own, third) = ("sensitive-url-own-analytics", "sensitive-url-third-party");
    check("www.clinic.example/matomo-proxy.php", "on the site’s own host", own);
    check("www.clinic.example/wp-json/matomo/v1/hit/", "on the site’s own host", own);
    check("stats.clinic.example/renamed.php", "on a host of the same site", own);
    check("m.clinic-stats.example/matomo.php", "on another host, which you named as yours", own);
    check("clinic.matomo.cloud/matomo.php", "Matomo Cloud, run by InnoCraft", third);
    check("clinic.piwik.pro/ppms.php", "Piwik PRO’s cloud, run by Piwik PRO", third);
    check("stats.agency.example/matomo.php", "on another host; who runs it is not visible", third);
}

#[test]
fn only_so_much_is_kept_and_the_rest_is_counted() {
    let mut events = vec![watch("https://www.clinic.example/p/1")];
    events.extend((0..90).map(|n| hit_of(&format!("&action_name=Page%20{n}&r={n}"))));
    events.extend((0..9).map(|n| sent(&format!("https://m{n}.agency.example/matomo.php?idsite=1&rec=1&action_name=x"), "")));
    let mut session = session(events);
    let seen = session.view(7).matomo;
    assert_eq!(seen.len(), MAX_HOSTS);
    let own = seen.iter().find(|v| v.host == "stats.clinic.example").unwrap();
    assert_eq!((own.actions.len(), own.more), (MAX_ACTIONS, 90 - MAX_ACTIONS as u32));
    let quota = Event::Lost(crate::observation::Lost { what: "quota".into(), count: 1 });
    session.step(&[Observation { at: 1, tab: 7, event: quota }], 0);
    let own = session.view(7).matomo.into_iter().find(|v| v.host == "stats.clinic.example").unwrap();
    assert_eq!(own.actions.len() + own.more as usize, 90);
    assert!(own.actions.len() < MAX_ACTIONS);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Any body, as often as it likes: what is kept stays small and can be saved and read again.
    #[test]
    fn any_body_keeps_bounded(
        bodies in prop::collection::vec(prop_oneof![
            "[ -~é]{0,200}",
            ("[a-z_]{1,9}", "[ -~é%]{0,90}").prop_map(|(k, v)| format!("idsite=1&rec=1&{k}={v}&url={v}&dimension3={v}")),
            ("[ -~é]{0,60}", 1usize..120).prop_map(|(v, n)| {
                let recording = if n % 2 == 0 { "" } else { "&hsr_vid=a&hsr_ev[0][ty]=9&hsr_ev[0][te]=x" };
                let one = serde_json::to_string(&format!("?idsite={n}&rec=1&e_c={v}&e_a={}{recording}", "€".repeat(n))).unwrap();
                format!(r#"{{"requests":[{}]}}"#, vec![one; n].join(","))
            }),
            (0usize..3000).prop_map(|n| format!("idsite=1&rec=1&cra={}", "€".repeat(n * 20))),
        ], 1..30),
        host in "[a-e]",
    ) {
        let mut session = Session::new(Settings::default());
        session.step(&[Observation { at: 0, tab: 7, event: watch(PAGE) }], 0);
        for (n, body) in bodies.iter().enumerate() {
            let event = sent(&format!("https://{host}.clinic.example/matomo.php"), body);
            session.step(&[Observation { at: n as u64, tab: 7, event }], 0);
        }
        let view = session.view(7);
        for one in &view.matomo {
            prop_assert!(one.actions.len() <= MAX_ACTIONS && one.sites.len() <= super::MAX_SITES);
            for row in one.actions.iter().flat_map(|a| &a.rows) {
                prop_assert!(row.value.shown.chars().count() <= 300 && row.value.uncovered() == row.value.shown);
            }
            prop_assert!(one.actions.iter().all(|a| a.rows.len() <= 24));
        }
        let size = serde_json::to_string(&view.matomo).unwrap().len();
        prop_assert!(size < 300_000, "{} bytes", size);
        prop_assert_eq!(Session::restore(&session.snapshot()).unwrap().view(7), view);
    }
}
