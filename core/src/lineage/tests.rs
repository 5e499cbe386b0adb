//! The tree as a person would read it, one line a node: depth by dots, kind, name, detail, how it is known.

use crate::observation::*;
use crate::session::{Session, Settings};

const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing";
const GTM: &str = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123";
const FBEVENTS: &str = "https://connect.facebook.net/en_US/fbevents.js";
const META: &str = "https://www.facebook.com/tr/?id=1&ev=PageView";
const HOTJAR: &str = "https://static.hotjar.com/c/hotjar-1.js";
const OWN: &str = "https://www.clinic.example/app.js";

fn asks(id: &str, kind: ResourceType, frame: i64, url: &str) -> Event {
    let parent = (frame > 0).then_some(0);
    Event::Request(Request { id: id.into(), url: url.into(), method: "GET".into(), kind, frame, parent, ..Request::default() })
}

fn script(url: &str) -> Event {
    asks(url, ResourceType::Script, 0, url)
}

fn image(url: &str) -> Event {
    asks(url, ResourceType::Image, 0, url)
}

fn cause(url: &str, by: &[&str]) -> Event {
    in_frame(0, url, by)
}

fn in_frame(frame: i64, url: &str, by: &[&str]) -> Event {
    Event::Cause(Cause { frame, url: url.into(), by: by.iter().map(|&b| b.into()).collect(), word: Word::Page })
}

fn committed() -> Event {
    Event::Navigation(Navigation { frame: 0, url: PAGE.into(), how: How::Committed })
}

fn session(events: &[Event]) -> Session {
    let mut session = Session::new(Settings::default());
    let watch = Event::Watch(Watch { url: PAGE.into(), reload: true });
    let all: Vec<_> = std::iter::once(&watch).chain(events).map(|e| Observation { at: 1, tab: 7, event: e.clone() }).collect();
    session.step(&all, 0);
    session
}

fn lines(session: &Session) -> Vec<String> {
    let nodes = session.view(7).lineage.nodes;
    let line = |n: &crate::report::view::LineageNode| {
        format!("{}{} {} | {} | {}", ".".repeat(n.depth.into()), n.kind, n.name.shown, n.detail, n.basis).replace(" (Facebook)", "")
    };
    nodes.iter().filter(|n| n.kind != "page").map(line).collect()
}

#[track_caller]
fn check(what: &str, events: &[Event], wanted: &[&str]) {
    let session = session(events);
    assert_eq!(lines(&session), wanted, "{what}");
    let restored = Session::restore(&session.snapshot()).unwrap();
    assert_eq!(restored.view(7), session.view(7), "{what}: it survives the snapshot");
}

fn chains(events: &[Event]) -> Vec<(String, u32, bool)> {
    let view = session(events).view(7);
    let chains = view.findings.into_iter().filter(|f| f.finding.kind.word() == "tag-chain");
    chains.map(|f| (f.finding.said, f.finding.count, f.finding.attempted)).collect()
}

/// Container, its tag, the tag's pixel, each with its cause before or after it.
fn through_gtm(order: &[usize]) -> Vec<Event> {
    let steps = [
        script(GTM),
        cause(GTM, &[PAGE]),
        script(FBEVENTS),
        cause(FBEVENTS, &[PAGE, GTM]),
        image(META),
        cause(META, &[FBEVENTS, GTM]),
        script(HOTJAR),
        cause(HOTJAR, &[GTM]),
    ];
    order.iter().map(|&i| steps[i].clone()).collect()
}

#[test]
fn a_page_that_asks_for_its_own_has_no_tree() {
    check("nothing", &[], &[]);
    let own = [script(OWN), image("https://www.clinic.example/logo.png"), cause(OWN, &[PAGE])];
    check("its own alone", &own, &[]);
}

#[test]
fn container_tag_pixel_in_any_order() {
    let wanted = [
        ".container Google Tag Manager GTM-ABC123 | Google · brought 3 requests | the page's own word",
        "..script connect.facebook.net/…/fbevents.js | Meta · brought 1 request | the page's own word",
        "...recipient Meta Pixel | Meta · 1 request | the page's own word",
        "..recipient Hotjar | Contentsquare (Hotjar) · 1 request | the page's own word",
    ];
    for order in [[0, 1, 2, 3, 4, 5, 6, 7], [1, 0, 3, 2, 5, 4, 7, 6], [0, 2, 4, 6, 7, 5, 3, 1], [7, 5, 3, 1, 0, 2, 4, 6]] {
        let events = through_gtm(&order);
        check(&format!("{order:?}"), &events, &wanted);
        let mut said = chains(&events);
        said.sort();
        let meta = ("Meta Pixel is here because Google Tag Manager (GTM-ABC123) brought it.".to_owned(), 2, false);
        assert_eq!(said, [("Hotjar is here because Google Tag Manager (GTM-ABC123) brought it.".to_owned(), 1, false), meta], "{order:?}");
    }
}

#[test]
fn without_a_word_it_is_unknown_and_no_finding() {
    let events = [script(GTM), script(FBEVENTS), image(META)];
    check(
        "browser alone",
        &events,
        &[
            ".unknown brought by something not seen | 3 requests | ",
            "..container Google Tag Manager GTM-ABC123 | Google · brought nothing that was seen | ",
            "..recipient Meta Pixel | Meta · 2 requests | ",
        ],
    );
    assert_eq!(chains(&events), []);
    assert!(session(&events).view(7).lineage.limits.iter().any(|l| l.contains("Not seen")));
}

#[test]
fn what_the_site_or_the_vendor_itself_brought_is_no_finding() {
    let direct = [script(FBEVENTS), cause(FBEVENTS, &[PAGE]), image(META), cause(META, &[FBEVENTS])];
    check(
        "a vendor's own loader",
        &direct,
        &[
            ".script connect.facebook.net/…/fbevents.js | Meta · brought 1 request | the page's own word",
            "..recipient Meta Pixel | Meta · 1 request | the page's own word",
        ],
    );
    assert_eq!(chains(&direct), []);
    let own = [script(OWN), image(META), cause(META, &[OWN, PAGE])];
    check(
        "the site's own script",
        &own,
        &[
            ".script www.clinic.example/app.js | the site's own host · brought 1 request | served by the site itself",
            "..recipient Meta Pixel | Meta · 1 request | the page's own word",
        ],
    );
    assert_eq!(chains(&own), []);
}

#[test]
fn a_claim_without_a_request_changes_nothing() {
    let claims: Vec<Event> = (0..500).map(|n| cause(&format!("{META}&n={n}"), &["https://forger.example/x.js", GTM])).collect();
    check("claims alone", &claims, &[]);
    assert_eq!(chains(&claims), []);
    let plain = session(&[image(META)]);
    let mut with = vec![image(META)];
    with.extend(claims);
    let with = session(&with);
    assert_eq!(with.view(7).lineage, plain.view(7).lineage);
    assert_eq!(with.view(7).findings, plain.view(7).findings);
    assert!(with.snapshot().len() < 60_000, "{}", with.snapshot().len());
}

#[test]
fn a_claim_labels_one_request_and_names_only_scripts_that_were_loaded() {
    let made_up = [image(META), cause(META, &["https://forger.example/x.js"]), cause(META, &[GTM])];
    check(
        "a script nobody saw",
        &made_up,
        &[
            ".unknown brought by something not seen | 1 request | ",
            "..script forger.example/x.js | forger.example · brought 1 request · loading it was not seen | ",
            "...recipient Meta Pixel | Meta · 1 request | the page's own word",
        ],
    );
    assert_eq!(chains(&made_up), [], "a script nobody saw brings no finding");
    // A claim cannot make a circle.
    let circle = [script(GTM), script(HOTJAR), cause(GTM, &[HOTJAR]), cause(HOTJAR, &[GTM])];
    assert_eq!(lines(&session(&circle)).len(), 3);
}

#[test]
fn frames_hold_what_was_asked_for_in_them() {
    let frame = "https://widget.example/embed?id=1";
    let inside = asks("3", ResourceType::Image, 5, "https://pixel.example/p.gif");
    let events = [asks("2", ResourceType::SubFrame, 5, frame), inside.clone(), asks("4", ResourceType::Script, 5, HOTJAR)];
    check(
        "by the browser",
        &events,
        &[
            ".frame widget.example/embed | widget.example · brought 2 requests | the browser's word",
            "..recipient Hotjar | Contentsquare (Hotjar) · 1 request | the browser's word",
            "..recipient pixel.example | pixel.example · 1 request | the browser's word",
        ],
    );
    let said: Vec<String> = chains(&events).into_iter().map(|c| c.0).collect();
    assert_eq!(said, ["Hotjar is here because widget.example brought it.", "pixel.example is here because widget.example brought it."]);
    let by_script = [
        script(GTM),
        cause(GTM, &[PAGE]),
        cause(frame, &[GTM]),
        asks("2", ResourceType::SubFrame, 5, frame),
        asks("4", ResourceType::Script, 5, "https://widget-lib.example/v1/lib.js"),
        inside,
        in_frame(5, "https://pixel.example/p.gif", &["https://widget-lib.example/v1/lib.js", frame]),
    ];
    check(
        "a container's frame, a script in it",
        &by_script,
        &[
            ".container Google Tag Manager GTM-ABC123 | Google · brought 3 requests | the page's own word",
            "..frame widget.example/embed | widget.example · brought 2 requests | the page's own word",
            "...script widget-lib.example/…/lib.js | widget-lib.example · brought 1 request | the browser's word",
            "....recipient pixel.example | pixel.example · 1 request | the page's own word",
        ],
    );
}

#[test]
fn ids_and_marks_in_a_request_name_its_container() {
    let gtag = "https://www.googletagmanager.com/gtag/js?id=G-ABC123";
    let hit = "https://region1.google-analytics.com/g/collect?v=2&tid=G-ABC123&en=page_view";
    check(
        "a Google tag's id",
        &[script(gtag), image(hit)],
        &[
            ".unknown brought by something not seen | 2 requests | ",
            "..container Google Analytics 4 G-ABC123 | Google · brought 1 request | ",
            "...recipient Google Analytics 4 | Google · 1 request | container id in the request",
        ],
    );
    let marked = format!("{META}&a=tmgoogletagmanager");
    let by_mark = [script(GTM), image(&marked)];
    check(
        "a mark, and one container",
        &by_mark,
        &[
            ".unknown brought by something not seen | 2 requests | ",
            "..container Google Tag Manager GTM-ABC123 | Google · brought 1 request | ",
            "...recipient Meta Pixel | Meta · 1 request | the request says a tag manager sent it",
        ],
    );
    assert_eq!(chains(&by_mark).len(), 1);
    let two = [script(GTM), script("https://www.googletagmanager.com/gtm.js?id=GTM-OTHER1"), image(&marked)];
    assert!(lines(&session(&two)).contains(&"..recipient Meta Pixel | Meta · 1 request | ".to_owned()), "which of two is not known");
    assert_eq!(chains(&two), []);
}

#[test]
fn a_redirect_stands_under_who_sent_it_on() {
    let next = "https://match.example/sync?x=1";
    let events = [
        script(FBEVENTS),
        cause(FBEVENTS, &[PAGE]),
        asks("9", ResourceType::Image, 0, META),
        Event::Redirect(Redirect { id: "9".into(), to: next.into() }),
        asks("9", ResourceType::Image, 0, next),
        cause(META, &[FBEVENTS]),
    ];
    check(
        "redirected",
        &events,
        &[
            ".script connect.facebook.net/…/fbevents.js | Meta · brought 2 requests | the page's own word",
            "..recipient Meta Pixel | Meta · 1 request | the page's own word",
            "...recipient match.example | match.example · 1 request · sent on by Meta Pixel | the browser's word",
        ],
    );
    assert_eq!(chains(&events), [("match.example is here because Meta Pixel sent the browser on to it.".to_owned(), 1, false)]);
}

#[test]
fn go_betweens_are_passed_over() {
    let sentry = "https://browser.sentry-cdn.com/11.12.0/bundle.min.js";
    let brought_by = |by: &[&str]| lines(&session(&[script(GTM), cause(GTM, &[PAGE]), script(sentry), image(META), cause(META, by)]));
    let pixel = "..recipient Meta Pixel | Meta · 1 request | the page's own word".to_owned();
    let under_gtm =
        |l: &[String]| l.first().is_some_and(|l| l.contains("GTM-ABC123 | Google · brought 1 request")) && l.get(1) == Some(&pixel);
    assert!(under_gtm(&brought_by(&[sentry, GTM])), "an error monitor wraps what others call");
    assert!(under_gtm(&brought_by(&[PAGE, GTM])), "a container's own code written into the page");
    assert!(!under_gtm(&brought_by(&[PAGE, OWN])));
    assert!(!under_gtm(&brought_by(&[OWN, GTM])), "the site's own script asked");
}

#[test]
fn another_document_begins_anew_and_a_cached_script_is_remembered() {
    let mut events = through_gtm(&[0, 1, 2, 3, 4, 5, 6, 7]);
    events.push(Event::Navigation(Navigation { frame: 0, url: PAGE.into(), how: How::History }));
    assert_eq!(lines(&session(&events)).len(), 4, "the same document at another address");
    events.push(committed());
    check("the same page, loaded again", &events, &[]);
    events.extend([image(HOTJAR), cause(HOTJAR, &[GTM])]);
    assert_eq!(lines(&session(&events)).first().map(String::as_str), Some(".unknown brought by something not seen | 1 request | "));
    assert_eq!(chains(&events).len(), 2, "the container was loaded before, so that it is believed to be there");
}

#[test]
fn a_document_begins_once_whichever_the_browser_says_first() {
    let document = asks("1", ResourceType::MainFrame, 0, PAGE);
    let answered = Event::Response(Response { id: "1".into(), status: 200, set_cookie: Vec::new(), cached: false });
    // When each happened, and what; in the orders Chromium and Firefox tell them in.
    let steps = [(2, document), (3, answered), (4, script(HOTJAR)), (5, committed()), (6, script(GTM)), (7, cause(GTM, &[PAGE]))];
    for order in [[0, 1, 2, 3, 4, 5], [0, 3, 1, 2, 4, 5], [0, 3, 5, 1, 4, 2], [3, 5, 0, 1, 2, 4]] {
        let mut session = session(&through_gtm(&[0, 1, 2, 3, 4, 5, 6, 7]));
        for i in order {
            let (at, event): (u64, Event) = steps[i].clone();
            session.step(&[Observation { at, tab: 7, event }], 0);
        }
        let wanted = [
            ".container Google Tag Manager GTM-ABC123 | Google · brought nothing that was seen | the page's own word",
            ".unknown brought by something not seen | 1 request | ",
            "..recipient Hotjar | Contentsquare (Hotjar) · 1 request | ",
        ];
        assert_eq!(lines(&session), wanted, "{order:?}");
    }
}

#[test]
fn a_blocked_request_was_attempted_whenever_its_cause_comes() {
    let failed = Event::Failed(Failed { id: HOTJAR.into(), error: "net::ERR_BLOCKED_BY_CLIENT".into() });
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2]] {
        let steps = [script(HOTJAR), cause(HOTJAR, &[GTM]), failed.clone()];
        let mut events = vec![script(GTM), cause(GTM, &[PAGE])];
        events.extend(order.iter().map(|&i: &usize| steps[i].clone()));
        assert_eq!(
            chains(&events),
            [("Hotjar is here because Google Tag Manager (GTM-ABC123) brought it.".to_owned(), 1, true)],
            "{order:?}"
        );
    }
}

#[test]
fn what_a_frame_was_sent_is_no_part_of_its_name() {
    let frame = "https://1.fls.doubleclick.net/activityi;src=1;type=a;cat=b;u1=hiv%20test;~oref=https%3A%2F%2Fwww.clinic.example%2Fhiv?";
    let wanted = [".frame 1.fls.doubleclick.net/activityi | Google · brought nothing that was seen | the browser's word"];
    check("a frame's matrix", &[asks(frame, ResourceType::SubFrame, 3, frame)], &wanted);
}

#[test]
fn a_google_tag_is_called_what_its_id_says() {
    for (id, name) in [("G-ABC12345", "Google Analytics 4"), ("UA-12345-1", "Google Universal Analytics"), ("AW-12345678", "Google Ads")] {
        let nodes = session(&[script(&format!("https://www.googletagmanager.com/gtag/js?id={id}"))]).view(7).lineage.nodes;
        assert_eq!(nodes.last().unwrap().name.shown, format!("{name} {id}"));
    }
    let nodes = session(&[script("https://www.googletagmanager.com/gtag/js?id=DC-12345678")]).view(7).lineage.nodes;
    assert!(nodes.last().unwrap().name.shown.starts_with("Google Floodlight"), "{nodes:?}");
}

#[test]
fn any_number_of_scripts_and_recipients_is_bounded_and_counted() {
    let mut events = Vec::new();
    for n in 0..700 {
        let url = format!("https://v{n}.example/a.js");
        events.extend([script(&url), cause(&url, &[PAGE]), image(&format!("https://v{n}.example/p.gif"))]);
    }
    let session = session(&events);
    let view = session.view(7).lineage;
    assert!(view.nodes.len() <= 500);
    assert!(view.limits.iter().any(|l| l.starts_with("The tree is full")), "{:?}", view.limits);
}
