//! A person's own words, exceptions and kinds of pages, and what kind of page the core takes a page for.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{go, request, seen, title, watch};
use leaklight_core::finding::Severity;
use leaklight_core::observation::*;
use leaklight_core::own::{PageKind, Rule, Rules, Says};
use leaklight_core::report::view::{Effect, View};
use leaklight_core::session::{Session, Settings};
use leaklight_core::site::Declared;

const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";

fn rule(what: &str, site: &str, says: Says) -> Rule {
    Rule { what: what.into(), site: site.into(), says, topic: String::new() }
}

fn telling(what: &str) -> Rule {
    rule(what, "", Says::Sensitive)
}

fn innocent(what: &str, site: &str) -> Rule {
    rule(what, site, Says::Innocent)
}

fn settings(rules: &[Rule], pages: &[(&str, &str, u8)]) -> Settings {
    let pages = pages.iter().map(|(site, path, class)| PageKind { site: (*site).into(), path: (*path).into(), class: *class }).collect();
    Settings { declared: Declared { rules: Rules::new(rules.to_vec()), pages, ..Declared::default() }, ..Settings::default() }
}

fn meta(id: &str, page: &str) -> Event {
    let page: String = page.replace(':', "%3A").replace('/', "%2F");
    request(id, &format!("https://www.facebook.com/tr/?id=1&ev=PageView&dl={page}&fbp=fb.1.1.2"))
}

fn session(settings: Settings, events: Vec<Event>) -> Session {
    let mut session = Session::new(settings);
    let events: Vec<Observation> = events.into_iter().enumerate().map(|(n, e)| seen(n as u64 + 1, e)).collect();
    session.step(&events, 0);
    session
}

fn severity(view: &View, kind: &str) -> Option<Severity> {
    view.findings.iter().find(|f| f.finding.kind.word() == kind).map(|f| f.finding.severity)
}

fn kinds(view: &View) -> Vec<&'static str> {
    let mut all: Vec<_> = view.findings.iter().map(|f| f.finding.kind.word()).collect();
    all.sort_unstable();
    all
}

/// A form of fields as type, name, label.
fn form(fields: &[(&str, &str, &str)]) -> String {
    fields.iter().map(|(kind, name, label)| format!("{kind}\t{name}\t{label}\t\n")).collect()
}

fn page(forms: Vec<String>, links: &[&str]) -> Event {
    Event::Structure(Structure { forms, links: links.iter().map(|l| (*l).into()).collect() })
}

fn newsletter() -> String {
    form(&[("text", "first_name", "First name"), ("email", "email", "E-mail"), ("checkbox", "topics", "Send me news about diabetes")])
}

fn checkout() -> String {
    form(&[
        ("text", "name", "Full name"),
        ("text", "address1", "Address"),
        ("tel", "phone", "Phone"),
        ("text", "birthday", "Birthday (for a gift)"),
        ("text", "cardnumber", "Card number"),
    ])
}

fn intake() -> String {
    form(&[
        ("text", "firstName", "First name"),
        ("date", "dateOfBirth", "Date of birth"),
        ("text", "insuranceCarrier", "Insurance carrier"),
        ("textarea", "reason", "Reason for your visit"),
    ])
}

fn contact() -> String {
    form(&[("text", "name", "Name"), ("email", "email", "E-mail"), ("textarea", "message", "Your message")])
}

fn sign_in() -> String {
    form(&[("text", "user", "User name"), ("password", "pwd", "Password")])
}

#[test]
fn own_words_are_telling_in_every_spelling() {
    let check = |what: &str, url: &str, want: bool| {
        let telling = kinds(&session(settings(&[telling(what)], &[]), vec![watch(url)]).view(7)).contains(&"sensitive-page-url");
        assert_eq!(telling, want, "{what} {url}");
    };
    assert!(kinds(&session(Settings::default(), vec![watch("https://a.example/project-lighthouse")]).view(7)).is_empty());
    for url in [
        "https://a.example/project-lighthouse",
        "https://a.example/programs/ProjectLighthouse.html",
        "https://a.example/programs/projectlighthouse",
        "https://a.example/search?q=project+lighthouse",
        "https://a.example/search?q=project%20lighthouses",
        "https://a.example/x#project_lighthouse",
        "https://a.example/careers/project-lighthouse/nurse",
        "https://a.example/x?projectLighthouse=1",
    ] {
        check("Project Lighthouse", url, true);
    }
    for url in [
        "https://a.example/lighthouse-project",
        "https://a.example/project",
        "https://project-lighthouse.example/",
        "https://a.example/projects/lighthousekeeper",
    ] {
        check("Project Lighthouse", url, false);
    }
    // A pattern, a whole site.
    check("/programs/*", "https://a.example/programs/17", true);
    check("/programs/*", "https://a.example/news/programs", false);
    let site = |url: &str| kinds(&session(settings(&[rule("", "a.example", Says::Sensitive)], &[]), vec![watch(url)]).view(7));
    assert_eq!(site("https://www.a.example/p/7"), ["sensitive-page-url"]);
    assert!(site("https://b.example/p/7").is_empty());
}

#[test]
fn an_own_word_leaks_like_any_other_and_says_whose_it_is() {
    let url = "https://a.example/project-lighthouse";
    let raising = Rule { topic: "substance-use".into(), ..telling("project lighthouse") };
    let view = session(settings(&[raising], &[]), vec![watch(url), meta("1", url)]).view(7);
    let f = view.findings.iter().find(|f| f.finding.kind.word() == "sensitive-url-third-party").unwrap();
    assert!(f.finding.said.contains("“project lighthouse”"), "{}", f.finding.said);
    assert!(f.finding.adjusted.iter().any(|a| a.starts_with("raised")), "the topic raises");
    assert!(view.page.sum.contains("your own word"), "{}", view.page.sum);
    let marked =
        session(settings(&[telling("/p/*")], &[]), vec![watch("https://a.example/p/7"), meta("1", "https://a.example/p/7")]).view(7);
    let f = marked.findings.iter().find(|f| f.finding.kind.word() == "sensitive-url-third-party").unwrap();
    assert!(f.finding.said.contains("a matter you marked as sensitive"), "{}", f.finding.said);
    assert_eq!(marked.page.because, ["you marked this page as sensitive"]);
}

#[test]
fn innocent_words_pages_and_sites_tell_nothing_but_still_name_people() {
    let check = |rules: &[Rule], url: &str, want: &[&str]| {
        let view = session(settings(rules, &[]), vec![watch(url)]).view(7);
        assert_eq!(kinds(&view), want, "{rules:?} {url}");
    };
    check(&[], HIV, &["sensitive-page-url"]);
    check(&[innocent("hiv", ""), innocent("testing", "")], HIV, &[]);
    check(&[innocent("hiv testing", "clinic.example")], HIV, &[]);
    check(&[innocent("hiv testing", "other.example")], HIV, &["sensitive-page-url"]);
    check(&[innocent("hiv testing", "clinic.example")], "https://www.clinic.example/conditions/depression", &["sensitive-page-url"]);
    check(&[innocent("/conditions/*", "")], HIV, &[]);
    check(&[innocent("/conditions/*", "other.example")], HIV, &["sensitive-page-url"]);
    check(&[innocent("", "clinic.example")], HIV, &[]);
    check(&[innocent("", "clinic.example")], &format!("{HIV}?email=jordan.avery%40clinic.example"), &["identifier-in-url"]);
    // The longer words, the narrower site and the later rule count; an exception beats a mark on the same page.
    check(&[telling("project lighthouse"), innocent("lighthouse", "")], "https://a.example/project-lighthouse", &["sensitive-page-url"]);
    check(&[telling("lighthouse"), innocent("lighthouse", "a.example")], "https://a.example/lighthouse", &[]);
    check(&[innocent("lighthouse", ""), telling("lighthouse")], "https://a.example/lighthouse", &["sensitive-page-url"]);
    check(&[innocent("/x/*", ""), telling("/x/*")], "https://a.example/x/1", &[]);
}

#[test]
fn what_is_no_rule_is_left_out_alone() {
    let rules = Rules::new(vec![telling(""), telling("-"), telling(&"x".repeat(201)), telling("lighthouse"), innocent("", "shop.example")]);
    assert_eq!(rules.list().len(), 2);
    assert_eq!(Rules::new(vec![telling("lighthouse"); 1000]).list().len(), 300);
    let read: Settings = serde_json::from_str(
        r#"{"rules":[{"what":"?"},{"what":"lighthouse","says":"innocent","site":"a.example"}],"pages":[{"site":"a.example","class":3}]}"#,
    )
    .unwrap();
    assert_eq!(read.declared.rules.list(), [innocent("lighthouse", "a.example")]);
    assert_eq!(read.declared.pages[0].class, 3);
}

#[test]
fn saying_that_it_is_not_sensitive_takes_the_cards_away_at_once_and_no_others() {
    let other = "https://www.clinic.example/conditions/depression";
    let mut session = session(Settings::default(), vec![watch(other), meta("1", other), go(HIV), meta("2", HIV)]);
    let before = kinds(&session.view(7));
    assert_eq!(before, ["sensitive-page-url", "sensitive-page-url", "sensitive-url-third-party", "sensitive-url-third-party"]);
    session.configure(settings(&[innocent("/conditions/hiv-testing", "clinic.example")], &[]));
    let view = session.view(7);
    assert_eq!(kinds(&view), ["sensitive-page-url", "sensitive-url-third-party"]);
    assert!(view.findings.iter().all(|f| f.finding.page.shown.contains("depression")));
    assert_eq!((view.page.class, view.page.because.join("")), (0, "you said that words tell nothing here".to_owned()));
    let effects = session.step(&[], 0);
    assert!(effects.iter().any(|e| matches!(e, Effect::Cards { cards, .. } if cards.len() == 1)), "{effects:?}");
    // What leaves later is judged by it too.
    session.step(&[seen(9, meta("3", HIV))], 0);
    assert_eq!(kinds(&session.view(7)), ["environment-or-duplicate-tag", "sensitive-page-url", "sensitive-url-third-party"]);
    // Taken back, the page is telling again; what had left is not known any more.
    session.configure(Settings::default());
    let pages = session.view(7).findings.iter().filter(|f| f.finding.kind.word() == "sensitive-page-url").count();
    assert_eq!(pages, 2);
}

#[test]
fn a_new_word_is_told_of_the_page_shown() {
    let mut session = session(Settings::default(), vec![watch("https://a.example/lighthouse")]);
    assert!(kinds(&session.view(7)).is_empty());
    session.configure(settings(&[telling("lighthouse")], &[]));
    assert_eq!(kinds(&session.view(7)), ["sensitive-page-url"]);
    let twice = settings(&[telling("lighthouse"), telling("other")], &[]);
    session.configure(twice.clone());
    session.configure(twice);
    assert_eq!(session.view(7).findings[0].finding.count, 1);
}

#[test]
fn forms_and_links_say_what_kind_of_page_it_is() {
    let check = |events: Vec<Event>, class: u8, portal: bool, because: &str| {
        let view = session(Settings::default(), events).view(7);
        assert_eq!((view.page.class, view.page.portal), (class, portal), "{:?}", view.page);
        assert!(view.page.because.join("; ").contains(because), "{:?} {because}", view.page.because);
        assert_eq!(view.page.because.is_empty(), class == 0, "{:?}", view.page);
        assert!(kinds(&view).iter().all(|k| *k == "sensitive-page-url"), "a kind of page is no finding: {:?}", kinds(&view));
        view
    };
    let plain = || watch("https://www.clinic.example/p/1042");
    let shop = || watch("https://shop.example/p/1042");
    // Clean twins first.
    check(vec![plain()], 0, false, "");
    check(vec![plain(), page(vec![newsletter()], &["log in"])], 0, false, "");
    check(vec![shop(), page(vec![checkout(), sign_in()], &["log out", "my appointments"])], 0, false, "");
    check(vec![plain(), page(vec![contact()], &[])], 0, false, "");
    let vet =
        form(&[("text", "petName", "Your pet"), ("text", "symptoms", "Symptoms"), ("text", "insurance", "Insurance"), ("date", "dob", "")]);
    check(vec![plain(), page(vec![vet], &[])], 0, false, "");
    let motor = form(&[("date", "dob", "Date of birth"), ("text", "insurance", "Current insurance company"), ("text", "gender", "")]);
    check(vec![plain(), page(vec![motor], &[])], 0, false, "");
    check(vec![watch("https://www.clinic.example/careers/nurse"), page(vec![intake()], &[])], 0, false, "");
    check(vec![plain(), page(vec![], &["mychart", "log in"])], 0, false, "");
    check(vec![shop(), page(vec![], &["log out", "test results"])], 0, false, "");
    check(vec![shop(), page(vec![], &["log out", "test results", "my appointments"])], 2, true, "it offers “my appointments”");

    check(
        vec![plain(), page(vec![newsletter(), intake()], &[])],
        2,
        false,
        "its form asks for a date of birth, insurance and the reason for a visit",
    );
    let spanish = form(&[("text", "nombre", ""), ("date", "fechaNacimiento", "Fecha de nacimiento"), ("textarea", "s", "Síntomas")]);
    check(vec![plain(), page(vec![spanish], &[])], 2, false, "symptoms");
    let ticks =
        form(&[("date", "bday", "Birthday"), ("checkbox", "c", "Diabetes"), ("checkbox", "c", "Asthma"), ("checkbox", "c", "Depression")]);
    check(vec![plain(), page(vec![ticks], &[])], 2, false, "asthma");
    check(vec![plain(), page(vec![sign_in()], &["mychart"])], 2, true, "somebody can sign in here; it offers “mychart”");
    check(vec![shop(), page(vec![], &["log out", "lab results"])], 2, true, "sign out");
    check(vec![watch("https://www.clinic.example/mychart/login")], 2, true, "the address says “mychart");

    // The title speaks too, but makes no finding of an address that does not.
    let view = check(vec![plain(), title("HIV testing at Bayside Clinic")], 1, false, "the title says “HIV");
    assert!(kinds(&view).is_empty());
    assert!(!view.page.title.marks.is_empty());
    let view = session(Settings::default(), vec![plain(), title("HIV testing"), meta("1", "https://www.clinic.example/p/1042")]).view(7);
    assert!(kinds(&view).is_empty(), "a neutral address stays one: {:?}", kinds(&view));

    // Structure that comes late raises what was found before.
    let leak = || vec![watch(HIV), meta("1", HIV)];
    let before = session(Settings::default(), leak()).view(7);
    assert_eq!((before.page.class, severity(&before, "sensitive-page-url")), (1, Some(Severity::Info)));
    let after = session(Settings::default(), leak().into_iter().chain([page(vec![intake()], &[])]).collect()).view(7);
    assert_eq!((after.page.class, severity(&after, "sensitive-page-url")), (2, Some(Severity::Low)));
    // Another page is another page.
    check(vec![plain(), page(vec![intake()], &[]), go("https://www.clinic.example/about")], 0, false, "");
}

#[test]
fn nothing_is_marked_on_a_page_that_tells_nothing() {
    let shown = |url: &str, text: &str| {
        let page = session(Settings::default(), vec![watch(url), title(text)]).view(7).page;
        (page.address.marks.len(), page.title.marks.len())
    };
    assert_eq!(shown("https://www.bayside.example/", "Bayside Clinic: care close to home"), (0, 0));
    assert_eq!(shown("https://www.bayside.example/clinic/about-us", "Bayside Clinic"), (0, 0));
    assert_eq!(shown("https://www.bayside.example/conditions/hiv-testing", "HIV testing"), (1, 1));
}

#[test]
fn a_site_that_has_shown_care_is_known_for_it() {
    let site = |more: Vec<Event>| {
        let mut events =
            vec![watch("https://www.bayside.example/conditions/hiv-testing"), go("https://www.bayside.example/find-a-doctor/cardiology")];
        events.extend(more);
        session(Settings::default(), events).view(7).page
    };
    let alone = |more: Vec<Event>| session(Settings::default(), more).view(7).page;
    let book = "https://my.bayside.example/book-appointment";
    let write = || vec![go("https://www.bayside.example/contact"), page(vec![contact()], &[])];
    assert_eq!(alone(vec![watch(book)]).class, 0);
    assert_eq!(alone(vec![watch("https://www.bayside.example/contact"), page(vec![contact()], &[])]).class, 0);
    for (events, why) in [
        (vec![go(book)], "the address says “book-appointment”"),
        (write(), "it has a form to write to the site"),
        (vec![go("https://www.bayside.example/login"), page(vec![sign_in()], &[])], "somebody can sign in here"),
    ] {
        let page = site(events);
        assert_eq!(page.class, 2, "{page:?}");
        assert!(page.because.iter().any(|b| b == "this site has shown pages about care"), "{:?}", page.because);
        assert!(page.because.iter().any(|b| b == why), "{:?}", page.because);
    }
    // A field to sign in at the head of every page asks nobody about a portal.
    for ordinary in ["https://www.bayside.example/p/7", "https://www.bayside.example/conditions/asthma"] {
        assert!(!site(vec![go(ordinary), page(vec![sign_in()], &[])]).portal, "{ordinary}");
    }
    // Clean twins on the same site: news, jobs, a newsletter; and another site.
    assert_eq!(site(vec![go("https://www.bayside.example/p/7"), page(vec![newsletter()], &[])]).class, 0);
    assert_eq!(site(vec![go("https://www.bayside.example/careers/apply"), page(vec![contact()], &[])]).class, 0);
    assert_eq!(site(vec![go("https://www.bayside.example/blog/picnic"), page(vec![contact()], &[])]).class, 0);
    assert_eq!(site(vec![go("https://elsewhere.example/book-appointment")]).class, 0);
    // Articles alone make no provider.
    let reader = vec![
        watch("https://reader.example/health/diabetes"),
        go("https://reader.example/health/asthma"),
        go("https://reader.example/contact"),
        page(vec![contact()], &[]),
    ];
    let page = alone(reader);
    assert_eq!(page.class, 0, "{page:?}");
}

#[test]
fn what_a_person_says_of_a_page_counts_and_only_they_make_a_portal() {
    const FIND: &str = "https://www.clinic.example/find-a-doctor/cardiology";
    let leak = || vec![watch(FIND), meta("1", FIND)];
    let view = session(Settings::default(), leak()).view(7);
    let page = &view.page;
    assert_eq!(
        (page.class, page.said_so, page.host.as_str(), page.path.as_str()),
        (2, false, "www.clinic.example", "/find-a-doctor/cardiology")
    );
    let now = severity(&view, "sensitive-url-third-party").unwrap();
    assert!(now < Severity::Critical, "{now:?}");
    let check = |pages: &[(&str, &str, u8)], class: u8, want: Severity| {
        // Said before, said after, said and taken back.
        let before = session(settings(&[], pages), leak()).view(7);
        let mut after = session(Settings::default(), leak());
        after.configure(settings(&[], pages));
        for view in [before, after.view(7)] {
            assert_eq!((view.page.class, view.page.said_so), (class, true), "{pages:?}");
            assert_eq!(view.page.because, ["you said so"]);
            assert_eq!(severity(&view, "sensitive-url-third-party"), Some(want), "{pages:?}");
        }
        after.configure(Settings::default());
        assert_eq!((after.view(7).page.class, severity(&after.view(7), "sensitive-url-third-party")), (2, Some(now)));
    };
    check(&[("clinic.example", "", 3)], 3, Severity::Critical);
    check(&[("www.clinic.example", "/find-a-doctor/cardiology", 3), ("clinic.example", "", 0)], 3, Severity::Critical);
    check(&[("clinic.example", "", 0)], 0, now);
    // Said of a page left since.
    let mut left = session(Settings::default(), leak().into_iter().chain([go("https://www.clinic.example/about")]).collect());
    left.configure(settings(&[], &[("clinic.example", "/find-a-doctor/*", 3)]));
    let view = left.view(7);
    assert_eq!((view.page.class, severity(&view, "sensitive-url-third-party")), (0, Some(Severity::Critical)));
    // A portal by its looks is asked about, not called one.
    let view = session(Settings::default(), vec![watch("https://www.clinic.example/mychart/login")]).view(7);
    assert_eq!((view.page.class, view.page.portal), (2, true));
    let view = session(settings(&[], &[("clinic.example", "", 3)]), vec![watch("https://www.clinic.example/mychart/login")]).view(7);
    assert_eq!((view.page.class, view.page.portal, view.page.context.as_str()), (3, false, "Logged-in portal"));
}

#[test]
fn a_restart_with_the_same_choices_changes_nothing() {
    let chosen = settings(&[innocent("depression", "")], &[("clinic.example", "", 3)]);
    let before = session(chosen.clone(), vec![watch(HIV), meta("1", HIV), page(vec![intake()], &["log out"]), title("HIV testing")]);
    let mut restored = Session::restore(&before.snapshot()).unwrap().choosing(chosen.clone());
    assert_eq!(restored, before);
    restored.configure(chosen);
    assert_eq!(restored.view(7), before.view(7));
}

#[test]
fn an_exception_takes_back_what_was_said_of_pages_left_as_well() {
    const LUPUS: &str = "https://www.clinic.example/conditions/lupus";
    let visit = vec![watch(HIV), meta("1", HIV), go(LUPUS), meta("2", LUPUS), go("https://www.clinic.example/p/1042")];
    let mut session = session(Settings::default(), visit);
    let of = |session: &Session, word: &str| session.view(7).findings.iter().filter(|f| f.finding.key.contains(word)).count();
    let (others, all) = (of(&session, "lupus"), of(&session, "hiv-testing"));
    assert!(others > 0 && all > 1);
    session.configure(settings(&[innocent("/conditions/hiv-testing", "clinic.example")], &[]));
    assert_eq!((of(&session, "lupus"), of(&session, "hiv-testing")), (others, 0));
}

#[test]
fn the_home_page_and_the_story_of_its_site_are_two_things() {
    let mail = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&ep.email=jordan.avery%40example.org";
    let told = "https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&en=hiv_testing_click";
    let send = |id: &str, url: &str| {
        Event::Request(Request { id: id.into(), url: url.into(), method: "GET".into(), kind: ResourceType::Image, ..Request::default() })
    };
    let visit = vec![watch("https://clinic.example/a"), send("1", mail), send("2", told), go("https://clinic.example/b")];
    let mut session = session(Settings::default(), visit);
    let story = |session: &Session| {
        session.view(7).findings.into_iter().map(|f| f.finding).find(|f| f.kind.word() == "identity-with-health-context").unwrap()
    };
    let before = story(&session);
    session.configure(settings(&[], &[("clinic.example", "/", 3)]));
    assert_eq!(story(&session), before);
}
