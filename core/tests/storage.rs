//! What is kept in the browser: who put it there, what it is, how it is told.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{PAGE, cookie, go, request, seen, watch};
use leaklight_core::observation::*;
use leaklight_core::report::view::{StorageView, View};
use leaklight_core::session::{Session, Settings};

const TAG: &str = "https://vendor.example/tag.js";
const GTM: &str = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123";
const ID: &str = "8f14e45fceea167a5a36dedd4bea2543";

fn script(id: &str, url: &str) -> Event {
    Event::Request(Request { id: id.into(), url: url.into(), method: "GET".into(), kind: ResourceType::Script, ..Request::default() })
}

fn stored(area: Area, key: &str, value: Option<&str>) -> Event {
    let entries = vec![(key.into(), value.map(Into::into))];
    Event::Storage(Storage { frame: 0, origin: "https://www.clinic.example".into(), area, entries, left_out: 0 })
}

fn writes(area: Area, name: &str, by: &[&str]) -> Event {
    let by = by.iter().map(|s| (*s).to_owned()).collect();
    let list = vec![Write { area, name: name.into(), by, removed: false }];
    Event::Writes(Writes { frame: 0, origin: "https://www.clinic.example".into(), list, left_out: 0 })
}

fn answer(id: &str, line: &str) -> Event {
    Event::Response(Response { id: id.into(), status: 200, set_cookie: vec![line.into()], cached: false })
}

/// The page is loaded, then these events happen, 100 ms apart, ten seconds later.
fn view(events: &[Event]) -> View {
    let mut session = Session::new(Settings::default());
    session.step(&[seen(1000, watch(PAGE)), seen(1001, go(PAGE))], 0);
    for (n, event) in events.iter().enumerate() {
        session.step(&[seen(11_000 + 100 * n as u64, event.clone())], 0);
    }
    session.view(7)
}

#[track_caller]
fn entry<'v>(view: &'v View, name: &str) -> &'v StorageView {
    let all: Vec<&StorageView> = view.storage.iter().filter(|s| s.name.shown == name).collect();
    assert_eq!(all.len(), 1, "{name} in {:?}", view.storage.iter().map(|s| &s.name.shown).collect::<Vec<_>>());
    all[0]
}

#[track_caller]
fn check_author(events: &[Event], name: &str, by: &str, basis: &str) {
    let view = view(events);
    let entry = entry(&view, name);
    assert_eq!((entry.by.as_str(), entry.basis.as_str()), (by, basis));
}

fn loaded() -> Vec<Event> {
    let cause = Cause { frame: 0, url: TAG.into(), by: vec![GTM.into()], word: Word::Page };
    vec![script("1", GTM), script("2", TAG), Event::Cause(cause)]
}

#[test]
fn who_put_it_there() {
    let after = |more: &[Event]| [loaded(), more.to_vec()].concat();
    let own = Event::Cookie(cookie(".clinic.example", "visitor", ID));
    let wrote = writes(Area::Cookie, "visitor", &[TAG, GTM]);
    let chain = "written by tag.js on vendor.example, which gtm.js on www.googletagmanager.com brought";
    check_author(std::slice::from_ref(&own), "visitor", "a script that was not seen", "");
    for order in [[own.clone(), wrote.clone()], [wrote.clone(), own.clone()]] {
        check_author(&after(&order), "visitor", chain, "the page's own word");
    }
    let local = stored(Area::Local, "visitor", Some(ID));
    for order in [[local.clone(), writes(Area::Local, "visitor", &[TAG])], [writes(Area::Local, "visitor", &[TAG]), local]] {
        check_author(&after(&order), "visitor", chain, "the page's own word");
    }
    let px = request("9", "https://px.vendor.example/i.gif");
    let set = answer("9", "visitor=8f14e45fceea167a5a36dedd4bea2543; Max-Age=31536000");
    check_author(&[px.clone(), set.clone()], "visitor", "set by the answer of px.vendor.example", "the browser's word");
    // The browser tells of it too, before or after.
    let told = Event::Cookie(cookie("px.vendor.example", "visitor", ID));
    for order in [[set.clone(), told.clone()], [told.clone(), set.clone()]] {
        check_author(
            &[vec![px.clone()], order.to_vec()].concat(),
            "visitor",
            "set by the answer of px.vendor.example",
            "the browser's word",
        );
    }
    let there = Event::Cookie(Cookie { was_there: true, ..cookie(".clinic.example", "visitor", ID) });
    check_author(&[there], "visitor", "there before watching began", "");
    check_author(
        &after(&[own, writes(Area::Cookie, "visitor", &[PAGE])]),
        "visitor",
        "written by a script in the page",
        "the page's own word",
    );
}

#[test]
fn a_forged_write_makes_no_entry_and_labels_no_other() {
    assert!(view(&[writes(Area::Local, "visitor", &[TAG])]).storage.is_empty());
    let local = stored(Area::Local, "visitor", Some(ID));
    for other in
        [writes(Area::Session, "visitor", &[TAG]), writes(Area::Local, "visitors", &[TAG]), writes(Area::Cookie, "visitor", &[TAG])]
    {
        check_author(&[local.clone(), other], "visitor", "a script that was not seen", "");
    }
    let frame = Event::Writes(Writes {
        frame: 3,
        origin: "https://evil.example".into(),
        list: vec![Write { area: Area::Cookie, name: "visitor".into(), by: vec![TAG.into()], removed: false }],
        left_out: 0,
    });
    let own = Event::Cookie(cookie(".clinic.example", "visitor", ID));
    for order in [[own.clone(), frame.clone()], [frame, own]] {
        check_author(&order, "visitor", "a script that was not seen", "");
    }
}

#[test]
fn writes_are_counted_once() {
    let local = |value: &str| stored(Area::Local, "n", Some(value));
    let wrote = || writes(Area::Local, "n", &[TAG]);
    let count = |events: &[Event]| entry(&view(events), "n").writes;
    assert_eq!(count(&[local("1")]), 1);
    assert_eq!(count(&[local("1"), wrote()]), 1);
    assert_eq!(count(&[wrote(), local("1")]), 1);
    assert_eq!(count(&[wrote(), wrote(), local("1")]), 2);
    assert_eq!(count(&[wrote(), local("1"), wrote(), local("2")]), 2);
    assert_eq!(count(&[local("1"), wrote(), local("2"), wrote()]), 2);
    assert_eq!(count(&[local("1"), local("1"), local("1")]), 1);
}

#[test]
fn cookies_of_one_name_stay_apart() {
    let at = |path: &str, partition: Option<&str>| {
        Event::Cookie(Cookie { path: path.into(), partition: partition.map(Into::into), ..cookie("px.vendor.example", "uid", ID) })
    };
    let all =
        [at("/", None), at("/a", None), at("/", Some("https://clinic.example")), at("/", Some("https://other.example")), at("/", None)];
    let seen = view(&all).storage;
    assert_eq!(seen.len(), 4);
    assert!(seen.iter().any(|s| s.flags.iter().any(|f| f == "partitioned under clinic.example")));
    assert!(seen.iter().any(|s| s.flags.iter().any(|f| f == "path /a")));
}

#[test]
fn a_cookie_each_site_has_of_its_own_recognises_nobody_elsewhere() {
    let ids = |events: &[Event]| {
        let view = view(events);
        let found = view.findings.iter().filter(|f| f.finding.kind.word() == "cross-site-id").count();
        let notes = view.trails.iter().flat_map(|t| &t.notes).any(|n| n.contains("on other sites"));
        let because = view.recipients.iter().any(|r| r.because.contains("a number for this browser"));
        (found, notes, because)
    };
    let px = request("9", "https://px.vendor.example/i.gif");
    let of =
        |partition: Option<&str>| Event::Cookie(Cookie { partition: partition.map(Into::into), ..cookie("px.vendor.example", "uid", ID) });
    assert_eq!(ids(&[px.clone(), of(Some("https://clinic.example"))]), (0, false, false));
    assert_eq!(ids(&[px.clone(), answer("9", &format!("uid={ID}; Max-Age=31536000; Partitioned"))]), (0, false, false));
    assert_eq!(ids(&[px, of(None)]), (1, true, true));
}

#[test]
fn a_browser_that_keeps_cookies_apart_by_itself() {
    let px = request("9", "https://px.vendor.example/i.gif");
    let line = |value: &str| answer("9", &format!("uid={value}; Path=/; Max-Age=31536000"));
    let told = |value: &str| {
        Event::Cookie(Cookie { partition: Some("https://clinic.example".into()), ..cookie("px.vendor.example", "uid", value) })
    };
    let other = "0cc175b9c0f1b6a831c399e269772661";
    let check = |events: &[Event], writes: u32| {
        let view = view(&[vec![px.clone()], events.to_vec()].concat());
        let uid = entry(&view, "uid");
        assert_eq!((uid.by.as_str(), uid.basis.as_str()), ("set by the answer of px.vendor.example", "the browser's word"), "{events:?}");
        assert!(uid.flags.iter().any(|f| f == "partitioned under clinic.example"), "{:?}", uid.flags);
        assert_eq!(uid.writes, writes, "{events:?}");
        assert!(!view.findings.iter().any(|f| f.finding.kind.word() == "cross-site-id"), "{events:?}");
        assert!(!view.trails.iter().flat_map(|t| &t.notes).any(|n| n.contains("on other sites")), "{:?}", view.trails);
        assert!(view.trails.iter().all(|t| t.kept.len() <= 1), "{:?}", view.trails);
    };
    check(&[line(ID), told(ID)], 1);
    check(&[told(ID), line(ID)], 1);
    check(&[line(ID), told(ID), line(ID), told(ID)], 1);
    check(&[line(ID), told(ID), line(other), told(other)], 2);
    check(&[told(ID), line(ID), told(other), line(other)], 2);
    // Where a browser has both, both are told of.
    let both = [px.clone(), line(ID), answer("9", &format!("uid={ID}; Path=/; Max-Age=31536000; Partitioned"))];
    let plain = Event::Cookie(cookie("px.vendor.example", "uid", ID));
    for order in [[told(ID), plain.clone()], [plain.clone(), told(ID)]] {
        let seen = view(&[both.to_vec(), order.to_vec()].concat()).storage;
        assert_eq!(seen.len(), 2);
        assert!(seen.iter().all(|s| s.by == "set by the answer of px.vendor.example"));
    }
    // What was said before or of another value is somebody else's.
    let seen = view(&[px.clone(), line(ID), told(other)]).storage;
    assert_eq!((seen.len(), seen.iter().filter(|s| s.by == "a script that was not seen").count()), (2, 1));
}

#[test]
fn what_was_there_and_what_was_heard_to_be_written() {
    let reading = |frame: i64, entries: &[(&str, &str)]| {
        let entries = entries.iter().map(|(k, v)| ((*k).into(), Some((*v).into()))).collect();
        Event::Storage(Storage { frame, origin: "https://www.clinic.example".into(), area: Area::Session, entries, left_out: 0 })
    };
    let by = |frame: i64, events: &[Event], name: &str| {
        let mut session = Session::new(Settings::default());
        session.step(&[seen(1000, watch(PAGE)), seen(1001, go(PAGE))], 0);
        for (n, event) in events.iter().enumerate() {
            session.step(&[seen(1100 + 100 * n as u64 + frame as u64 * 9000, event.clone())], 0);
        }
        entry(&session.view(7), name).by.clone()
    };
    for frame in [0, 3] {
        let list = vec![Write { area: Area::Session, name: "s".into(), by: vec![TAG.into()], removed: false }];
        let wrote = Event::Writes(Writes { frame, origin: "https://www.clinic.example".into(), list, left_out: 0 });
        let read = reading(frame, &[("s", ID)]);
        let was = "there before watching began";
        assert_eq!(by(frame, std::slice::from_ref(&read), "s"), was);
        for order in [[read.clone(), wrote.clone()], [wrote.clone(), read.clone()]] {
            assert_eq!(by(frame, &order, "s"), "written by tag.js on vendor.example");
        }
        // A first reading that found nothing: what comes later was not there.
        assert_eq!(by(frame, &[reading(frame, &[]), read.clone()], "s"), "a script that was not seen");
        assert_eq!(by(frame, &[reading(frame, &[("s", ID)]), reading(frame, &[("t", "1")])], "s"), was);
    }
}

#[test]
fn flags_and_lifetimes() {
    let all = Cookie { secure: true, http_only: true, host_only: true, same_site: "lax".into(), ..cookie("www.clinic.example", "uid", ID) };
    let view = view(&[Event::Cookie(all)]);
    assert_eq!(entry(&view, "uid").flags, ["HttpOnly", "Secure", "host only", "SameSite=Lax"]);
    let px = request("9", "https://px.vendor.example/i.gif");
    let line = answer("9", "uid=8f14e45fceea167a5a36dedd4bea2543; Expires=Thu, 02 Apr 1970 00:00:00 GMT; Domain=vendor.example");
    let view = self::view(&[px, line]);
    let uid = entry(&view, "uid");
    assert_eq!((uid.lifetime.as_str(), uid.whose.as_str()), ("3 months", "vendor.example"));
}

#[test]
fn what_is_known_of_an_entry() {
    let known = |events: &[Event], name: &str| entry(&view(events), name).known_as.clone();
    let own = |name: &str, value: &str| vec![Event::Cookie(cookie(".clinic.example", name, value))];
    assert_eq!(known(&own("uid", ID), "uid"), None);
    assert_eq!(known(&own("lang", "en"), "lang").as_deref(), Some("preferences"));
    assert_eq!(known(&own("PHPSESSID", ID), "PHPSESSID").as_deref(), Some("PHP.net, essential"));
    assert_eq!(known(&own("_fbp", "fb.1.1700000000000.1098115397"), "_fbp").as_deref(), Some("Meta Pixel (Facebook), advertising"));
    let indexed = stored(Area::Indexed, "app\tvisitors\t42", Some(r#"{"visitorId":"8f14e45fceea167a5a36dedd4bea2543"}"#));
    let view = view(&[indexed, stored(Area::Cache, "pages\thttps://www.clinic.example/a", Some("https://www.clinic.example/a"))]);
    assert_eq!(entry(&view, "app › visitors › 42").area, "IndexedDB");
    assert_eq!((entry(&view, "pages").area.as_str(), entry(&view, "pages").shape.as_str()), ("Cache Storage", "page address"));
}

#[test]
fn telling_addresses_and_people_at_rest() {
    const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
    let found = |page: &str, events: &[Event]| {
        let mut session = Session::new(Settings::default());
        session.step(&[seen(1000, watch(page)), seen(1001, go(page))], 0);
        for (n, event) in events.iter().enumerate() {
            session.step(&[seen(11_000 + n as u64, event.clone())], 0);
        }
        session.view(7).findings.iter().any(|f| f.finding.kind.word() == "sensitive-storage")
    };
    let cache = |url: &str| stored(Area::Cache, &format!("pages\t{url}"), Some(url));
    // A site that keeps all its pages for offline use tells nothing of who visited which.
    for clean in [
        cache(HIV),
        cache("https://www.clinic.example/book"),
        stored(Area::Indexed, "app\tsettings\tui", Some(r#"{"theme":"dark"}"#)),
        stored(Area::Local, "calltrk_landing", Some("https://www.clinic.example/")),
        stored(Area::Local, "endpoints", Some(r#"{"api":"https://api.clinic.example/v2","on":true}"#)),
    ] {
        assert!(!found(PAGE, std::slice::from_ref(&clean)), "{clean:?}");
    }
    assert!(found(HIV, &[cache(HIV)]));
    for leak in [
        stored(
            Area::Indexed,
            "app\tvisits\t1",
            Some(r#"{"from":"https://www.clinic.example/","to":"https://www.clinic.example/conditions/hiv-testing"}"#),
        ),
        stored(Area::Indexed, "app\tprofile\t1", Some(r#"{"email":"jordan.avery@example.org"}"#)),
        stored(Area::Local, "calltrk_landing", Some(HIV)),
        Event::Cookie(cookie(".clinic.example", "_pk_ref.1.1fff", &format!(r#"["","",1700000000,"{HIV}"]"#))),
    ] {
        assert!(found(PAGE, std::slice::from_ref(&leak)), "{leak:?}");
    }
}

#[test]
fn scripts_of_the_page() {
    let of = |list: Vec<Script>| Event::Scripts(Scripts { frame: 0, url: PAGE.into(), list, left_out: 2 });
    let inline = Script { hash: "sha256-abc".into(), size: 12, ..Script::default() };
    let tag = Script { url: TAG.into(), hash: "sha384-def".into(), added: true, ..Script::default() };
    let own = Script { url: "https://www.clinic.example/app.js".into(), ..Script::default() };
    let view = view(&[loaded(), vec![of(vec![inline.clone(), inline, tag, own])]].concat());
    let got: Vec<(&str, &str, String, &str, u32)> =
        view.scripts.iter().map(|s| (s.name.shown.as_str(), s.owner.as_str(), s.chain.join(" < "), s.hashed.as_str(), s.count)).collect();
    assert_eq!(
        got,
        [
            ("https://www.googletagmanager.com/gtm.js?id=GTM-ABC123", "Google", String::new(), "", 1),
            (TAG, "vendor.example", "gtm.js on www.googletagmanager.com".to_owned(), "what the page requires of it", 1),
            ("https://www.clinic.example/app.js", "the site's own", "the page's markup".to_owned(), "", 1),
            ("written in the page", "the site's own", "the page's markup".to_owned(), "its text", 2),
        ]
    );
    assert!(view.blind_spots.iter().any(|b| b.said.starts_with("2 scripts of the page are not listed")));
}

#[test]
fn a_storm_is_bounded_and_said() {
    let mut session = Session::new(Settings::default());
    session.step(&[seen(1000, watch(PAGE)), seen(1001, go(PAGE))], 0);
    let storm = |n: u64| {
        let list = (0..60).map(|i| Write { area: Area::Local, name: format!("k{n}-{i}"), by: vec![TAG.into()], removed: false }).collect();
        let entries = (0..60).map(|i| (format!("k{n}-{i}"), Some("x".repeat(2_000)))).collect();
        let origin = "https://www.clinic.example".to_owned();
        [
            Event::Writes(Writes { frame: 0, origin: origin.clone(), list, left_out: 9_940 }),
            Event::Storage(Storage { frame: 0, origin, area: Area::Local, entries, left_out: 1 }),
        ]
    };
    for n in 0..60 {
        for event in storm(n) {
            session.step(&[seen(11_000 + n, event)], 0);
        }
    }
    let view = session.view(7);
    assert_eq!(view.storage.len(), 2000);
    let said = |start: &str| view.blind_spots.iter().any(|b| b.said.contains(start));
    assert!(said("writings to storage were not looked at") && said("stored entries were left out"), "{:?}", view.blind_spots);
    let again = Session::restore(&session.snapshot()).unwrap();
    assert_eq!(again.view(7).storage.len(), 2000);
}

#[test]
fn one_entry_written_ever_anew_costs_the_same_each_time() {
    let mut session = Session::new(Settings::default());
    session.step(&[seen(1000, watch(PAGE)), seen(1001, go(PAGE))], 0);
    let mut run = |from: u64, to: u64| {
        let begun = std::time::Instant::now();
        for n in from..to {
            let value = format!("8f14e45fceea167a5a36dedd4be{n:05}");
            for event in [writes(Area::Local, "visitor", &[TAG]), stored(Area::Local, "visitor", Some(&value))] {
                session.step(&[seen(11_000 + 10 * n, event)], 0);
            }
        }
        (begun.elapsed(), session.snapshot().len())
    };
    run(0, 1_000);
    let (early, small) = run(1_000, 2_000);
    run(2_000, 9_000);
    let (late, large) = run(9_000, 10_000);
    assert!(large < small + 4096, "a snapshot of {small}, then of {large} bytes");
    assert!(late < early * 3 + std::time::Duration::from_millis(200), "{early:?}, then {late:?}");
    let view = session.view(7);
    assert_eq!(entry(&view, "visitor").writes, 10_000);
    assert!(view.trails.len() <= 24 && view.blind_spots.iter().any(|b| b.said.contains("identifiers in storage were not followed")));
}
