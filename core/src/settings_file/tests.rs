use super::*;
use crate::known::What;
use crate::own::Says;
use crate::persona::Detail;
use proptest::prelude::*;

fn refused(file: &str) -> (String, String) {
    let refused = read(file.as_bytes()).expect_err("refused");
    (refused.place, refused.why)
}

/// A file with one more member.
fn with(member: &str) -> String {
    format!("{{\"leaklight-settings\":1,{member}}}")
}

fn full() -> Everything {
    let words = |all: &[&str]| Some(all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
    Everything {
        always_watch: words(&["https://www.clinic.example", "http://localhost:8080"]),
        record: Some(false),
        uncover: Some(false),
        cards_from: Some(Severity::Medium),
        own_domains: words(&["clinic.example"]),
        groups: Some(vec![Group { name: "Bayside".into(), domains: vec!["bayside.example".into(), "bay.example".into()] }]),
        relays: Some([("data.clinic.example".to_owned(), "matomo".to_owned())].into()),
        rules: Some(vec![Rule { what: "project lighthouse".into(), site: String::new(), says: Says::Innocent, topic: "hiv".into() }]),
        pages: Some(vec![PageKind { site: "clinic.example".into(), path: "/app/*".into(), class: 3 }]),
        own_vendors: Some(vec![OwnVendor { name: "Acme".into(), hosts: vec!["acme.example".into()], category: "analytics".into() }]),
        muted: words(&["kind:title-leak@clinic.example", "recipient:meta-pixel", "site:clinic.example"]),
        personas: Some(vec![Persona {
            id: "made-1".into(),
            name: "Jordan Avery".into(),
            details: vec![Detail { what: What::Email, value: "jordan@mail.example".into() }],
            on: true,
            saved: false,
        }]),
        notes: Some([("meta-pixel".to_owned(), "Signed 2026-03, with legal".to_owned())].into()),
    }
}

#[test]
fn what_is_written_is_read_as_it_was() {
    let all = full();
    let read_again = read(write(&all, true).as_bytes()).unwrap();
    assert_eq!(read_again, FromFile { set: all.clone(), ..FromFile::default() });
    let without = read(write(&all, false).as_bytes()).unwrap().set;
    assert_eq!(without, Everything { personas: None, ..all });
    assert_eq!(read(write(&Everything::default(), true).as_bytes()).unwrap().set, Everything::default());
    // A single finding's name can hold a page's address.
    let found = Everything { muted: Some(vec!["title-leak|x|https://clinic.example/hiv|".into()]), ..Everything::default() };
    assert!(!write(&found, true).contains("hiv"));
}

#[test]
fn refused_with_the_place_and_the_reason() {
    let whole = write(&full(), true);
    assert!(read(whole.as_bytes()).is_ok(), "the clean twin");
    let check = |file: &str, place: &str, why: &str| {
        let said = refused(file);
        assert!(said.0 == place && said.1.contains(why), "{:.200}\n{said:?}", file);
    };
    check("", "", "empty");
    check("[1]", "", "begins with {");
    check("hello", "line 1, column 1", "begins with {");
    check("{}", "", "is missing");
    check(r#"{"leaklight-settings":2,"rules":7}"#, "leaklight-settings", "newer");
    check(r#"{"leaklight-settings":"1"}"#, "leaklight-settings", "1 is the only one");
    check(r#"{"leaklight-settings":0}"#, "leaklight-settings", "1 is the only one");
    check("{\"leaklight-settings\":1,\n \"record\" true}", "line 2, column 11", "JSON");
    check("{\"leaklight-settings\":1,\n \"rules\":[{\"what\":\"a", "line 2, column 21", "cut off");
    check(&with(r#""record":"yes""#), "record", "true or false; here stands a text");
    check(&with(r#""uncover":1"#), "uncover", "true or false; here stands a number");
    check(&with(r#""record":true,"record":true"#), "record", "twice");
    check(&with(r#""cards_from":"hi""#), "cards_from", "none of: critical, high, medium, low, info");
    check(&with(r#""own_domains":["a.example","https://b.example/"]"#), "own_domains[1]", "no host");
    check(&with(r#""own_domains":["A.example"]"#), "own_domains[0]", "lower case");
    check(&with(r#""always_watch":["javascript:alert(1)"]"#), "always_watch[0]", "no site");
    check(&with(r#""rules":[{"what":"ab","says":"sensitive"},{"what":"ab","says":7}]"#), "rules[1].says", "a text; here stands a number");
    check(&with(r#""rules":[{"what":"ab","says":"maybe"}]"#), "rules[0].says", "none of: sensitive, innocent");
    check(&with(r#""rules":[{"what":"!","says":"sensitive"}]"#), "rules[0].what", "two letters");
    check(&with(r#""rules":{"what":"ab"}"#), "rules", "a list; here stands an object");
    check(&with(r#""pages":[{"site":"a.example","class":4}]"#), "pages[0].class", "0, 1, 2 or 3");
    check(&with(r#""pages":[{"site":"a.example","path":"x","class":1}]"#), "pages[0].path", "begins with /");
    check(&with(r#""relays":{"a.example":"<b>"}"#), "relays.a.example", "no vendor");
    check(&with(r#""relays":{"<b>":"matomo"}"#), "relays, entry 1", "no host");
    check(&with(r#""notes":{"a":"x","<b>":7}"#), "notes, entry 2", "a text; here stands a number");
    check(&with(&format!("\"notes\":{{\"a\":\"{}\"}}", "é".repeat(201))), "notes, entry 1", "200 letters");
    check(&with(r#""notes":{"__proto__":"x"}"#), "notes, entry 1", "no recipient");
    check(&with(r#""groups":[{"name":"x","domains":[]}]"#), "groups[0].domains", "At least one");
    check(
        &with("\"own_vendors\":[{\"name\":\"A\u{202e}B\",\"hosts\":[\"a.example\"],\"category\":\"other\"}]"),
        "own_vendors[0].name",
        "cannot be seen",
    );
    check(&with(r#""own_vendors":[{"name":"A\u0000","hosts":["a.example"],"category":"other"}]"#), "own_vendors[0].name", "cannot be seen");
    check(
        &with(r#""own_vendors":[{"name":"A","hosts":["a.example"],"category":"evil"}]"#),
        "own_vendors[0].category",
        "none of: advertising",
    );
    check(&with(r#""muted":["title-leak|x|https://a.example|"]"#), "muted[0]", "kind:");
    check(&with(r#""personas":[{"id":"a","details":[{"what":"password","value":"x"}]}]"#), "personas[0].details[0].what", "none of");
    check(&with(r#""personas":[{"id":"a","details":[]}]"#), "personas[0].details", "at least one");
    check(&with(&format!("\"own_domains\":[\"{}.example\"]", "a".repeat(250))), "own_domains[0]", "too long");
    let hosts = vec!["\"a.example\""; MAX_HOSTS_SET + 1].join(",");
    check(&with(&format!("\"own_domains\":[{hosts}]")), "own_domains", "301; 300 are the most");
    let large = with(&format!("\"x\":\"{}\"", "a".repeat(5 << 20)));
    check(&large, "", "larger than 4 MB");
    check(&"[".repeat(1_000_000), "line 1, column 129", "begins with {");
    assert_eq!(read(b"\xff\xfe{").unwrap_err().why, "This is no text (UTF-8).");
}

#[test]
fn a_host_of_two_hundred_and_fifty_signs_is_kept() {
    let host = format!("{}.example", ["a".repeat(59), "b".repeat(60), "c".repeat(60), "d".repeat(60)].join("."));
    assert_eq!(host.len(), 250);
    let read = read(with(&format!("\"own_domains\":[\"{host}\"]")).as_bytes()).unwrap();
    assert_eq!(read.set.own_domains, Some(vec![host]));
}

#[test]
fn every_cut_is_refused() {
    let whole = write(&full(), true);
    for at in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
        assert!(read(&whole.as_bytes()[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn what_is_not_known_is_counted_and_said() {
    let file = with(r#""theme":"dark","<b>x</b>":1,"rules":[{"what":"ab","says":"sensitive","colour":1}]"#);
    let read = read(file.as_bytes()).unwrap();
    assert_eq!((read.unknown, read.unknown_at.join(" ").as_str()), (3, "theme … rules[0].colour"));
    assert_eq!(read.set.rules.map(|rules| rules.len()), Some(1));
}

#[test]
fn what_would_change_is_said_first() {
    let domains = |all: &[&str]| Some(all.iter().map(|d| (*d).to_owned()).collect::<Vec<_>>());
    let now = Everything { own_domains: domains(&["a.example", "b.example"]), record: Some(true), ..full() };
    let file = Everything { own_domains: domains(&["b.example", "c.example"]), record: Some(false), ..Everything::default() };
    let merged = planned(&now, &file, How::Merge);
    assert_eq!(
        merged.set,
        Everything { own_domains: domains(&["a.example", "b.example", "c.example"]), record: Some(false), ..now.clone() }
    );
    assert_eq!(merged.said, ["Recording: off from now on.", "Your own domains: 1 added, 2 as before."]);
    assert_eq!(merged.untouched.len(), 11);
    assert!(!merged.same);
    let on = Everything { uncover: Some(true), ..Everything::default() };
    assert_eq!(planned(&now, &on, How::Merge).said, ["Uncovering: on from now on."]);
    let replaced = planned(&now, &file, How::Replace);
    assert_eq!(replaced.set.own_domains, file.own_domains);
    assert_eq!(replaced.said[1], "Your own domains: 1 added, 1 removed, 1 as before.");
    assert!(planned(&now, &now, How::Replace).same && planned(&now, &now, How::Merge).same);
    let unlike = replaced.set.unlike(&now);
    assert_eq!(unlike, Everything { own_domains: file.own_domains.clone(), record: Some(false), ..Everything::default() });
    // What both speak of, the file decides.
    let rule = |says| Rule { what: "Project".into(), site: String::new(), says, topic: String::new() };
    let (was, new) = (vec![rule(Says::Sensitive)], vec![Rule { what: "project".into(), ..rule(Says::Innocent) }]);
    let (was, new) = (Everything { rules: Some(was), ..now.clone() }, Everything { rules: Some(new.clone()), ..Everything::default() });
    let laid = planned(&was, &new, How::Merge);
    assert_eq!((laid.set.rules, laid.said[0].as_str()), (new.rules, "Your rules: 1 changed."));
    // No more than is heeded.
    let many = |from: usize| Some((from..from + MAX_HOSTS_SET).map(|n| format!("{n}.example")).collect::<Vec<_>>());
    let full = Everything { own_domains: many(0), ..now };
    let over = planned(&full, &Everything { own_domains: many(299), ..Everything::default() }, How::Merge);
    assert_eq!(over.set.own_domains.map(|all| all.len()), Some(MAX_HOSTS_SET));
    assert_eq!(over.said, ["Your own domains: 300 as before, 299 left out, as there is no room."]);
}

#[test]
fn nothing_of_a_hostile_file_is_repeated() {
    for file in [
        with(r#""rules":[{"what":"ab","says":"<img src=x onerror=alert(1)>"}]"#),
        with(r#""<img src=x>":1,"rules":7"#),
        with(r#""relays":{"<script>":"x"}"#),
        "<html><script>alert(1)</script></html>".to_owned(),
    ] {
        let (place, why) = refused(&file);
        assert!(!place.contains('<') && !why.contains('<'), "{place} {why}");
    }
}

fn host() -> impl Strategy<Value = String> {
    "[a-z0-9_-]{1,20}(\\.[a-z0-9-]{1,12}){1,3}"
}

fn hosts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(host(), 1..4)
}

fn some_name() -> impl Strategy<Value = String> {
    "[A-Za-zäöüß&<>\" '()]{0,20}".prop_map(|name| format!("N{}", name.trim_end()))
}

prop_compose! {
    fn any_settings()(
        always in prop::collection::vec(host().prop_map(|h| format!("https://{h}")), 0..4),
        record: bool,
        uncover: bool,
        own in hosts(),
        groups in prop::collection::vec((some_name(), hosts()), 0..4),
        relays in prop::collection::btree_map(host(), "[a-z0-9-]{1,20}", 0..4),
        rules in prop::collection::vec(("\\PC{0,20}", host(), prop::bool::ANY, "[a-z-]{0,10}"), 0..5),
        pages in prop::collection::vec((host(), "(/[a-z*]{0,9})?", 0u8..4), 0..4),
        vendors in prop::collection::vec((some_name(), hosts(), prop::sample::select(crate::vendor::Category::ALL.to_vec())), 0..4),
        muted in prop::collection::vec("(kind|recipient|site):[a-z.@-]{1,20}", 0..4),
        notes in prop::collection::btree_map("[a-z:.-]{1,20}", "\\S{1,40}", 0..4),
        personas in prop::collection::vec(("[a-z0-9-]{1,40}", some_name(), prop::sample::select(checked::WHATS.to_vec()), "\\S{1,30}", any::<bool>(), any::<bool>()), 0..3),
    ) -> Everything {
        Everything {
            always_watch: Some(always),
            record: Some(record),
            uncover: Some(uncover),
            cards_from: Some(Severity::High),
            own_domains: Some(own),
            groups: Some(groups.into_iter().map(|(name, domains)| Group { name, domains }).collect()),
            relays: Some(relays),
            rules: Some(rules.into_iter().map(|(what, site, innocent, topic)| Rule {
                what: format!("ab {}", what.trim()).trim().to_owned(), site, says: if innocent { Says::Innocent } else { Says::Sensitive }, topic,
            }).collect()),
            pages: Some(pages.into_iter().map(|(site, path, class)| PageKind { site, path, class }).collect()),
            own_vendors: Some(vendors.into_iter().map(|(name, hosts, c)| OwnVendor { name, hosts, category: c.word().into() }).collect()),
            muted: Some(muted),
            notes: Some(notes),
            personas: Some(personas.into_iter().map(|(id, name, what, value, on, saved)| Persona {
                id, name, details: vec![Detail { what, value }], on, saved,
            }).collect()),
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes: Vec<u8>, text in "\\PC{0,60}") {
        prop_assert!(read(&bytes).is_err());
        prop_assert!(read(text.as_bytes()).is_err());
    }

    #[test]
    fn any_json_under_any_name_is_answered(name in prop::sample::select(SECTIONS.to_vec()), value in json()) {
        let file = with(&format!("\"{}\":{value}", name.0));
        if let Ok(read_once) = read(file.as_bytes()) {
            prop_assert_eq!(read(write(&read_once.set, true).as_bytes()).map(|again| again.set), Ok(read_once.set));
        }
    }

    #[test]
    fn any_settings_come_back_as_they_were(all in any_settings()) {
        prop_assert_eq!(read(write(&all, true).as_bytes()), Ok(FromFile { set: all.clone(), ..FromFile::default() }));
        let again = planned(&Everything::default(), &all, How::Replace);
        // Of two about the same the later counts: laid once more, nothing changes.
        prop_assert!(planned(&again.set, &all, How::Merge).set == again.set);
    }
}

/// JSON with the right names and any values.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("3".to_owned()),
        Just("-1e400".to_owned()),
        Just("\"a.example\"".to_owned()),
        Just("\"sensitive\"".to_owned()),
        Just("\"https://a.example\"".to_owned()),
        Just("\"kind:x\"".to_owned()),
        "\\PC{0,10}".prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    let names =
        ["what", "site", "says", "topic", "path", "class", "name", "hosts", "domains", "category", "id", "details", "value", "a.example"];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(","))),
            prop::collection::btree_map(prop::sample::select(names.to_vec()), inner, 0..5)
                .prop_map(|all| format!("{{{}}}", all.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect::<Vec<_>>().join(","))),
        ]
    })
}
