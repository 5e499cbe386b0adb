//! The lexicon's own examples, and what holds of any input.

use super::*;
use proptest::prelude::*;

type Example = (&'static str, Option<Topic>, bool, &'static str);
static EXAMPLES: &[Example] = &include!(concat!(env!("OUT_DIR"), "/lexicon_examples.rs"));

pub(super) fn judged(text: &str) -> (bool, String, Vec<Topic>) {
    let whole = format!("https://www.example.com{text}");
    let a = Address::parse(&whole);
    let j = address(&a, None);
    (j.sensitive, j.explain(), j.topics)
}

#[test]
fn every_example_of_the_lexicon_holds() {
    let mut wrong = Vec::new();
    for (file, topic, says, path) in EXAMPLES {
        let (sensitive, why, topics) = judged(path);
        if sensitive != *says || (*says && topic.is_some_and(|t| !topics.contains(&t))) {
            wrong.push(format!("{file}: {path} should be {says}: {sensitive} {topics:?} {why}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), EXAMPLES.len(), wrong.join("\n"));
}

#[test]
fn deeds_are_sorted() {
    assert!(super::place::DEEDS.is_sorted());
}

#[test]
fn every_topic_has_words() {
    for t in Topic::ALL {
        assert!(EXAMPLES.iter().any(|(_, x, says, _)| *x == Some(t) && *says), "{t:?} has no sensitive example");
        assert_eq!(Topic::ALL.iter().filter(|x| x.word() == t.word()).count(), 1);
    }
}

#[test]
fn words_are_read_out_of_any_spelling() {
    for path in [
        "/hiv-testing",
        "/hiv_testing",
        "/hiv.testing",
        "/HIVTesting",
        "/hivTesting",
        "/HIV%20Testing",
        "/hiv+testing",
        "/?q=hiv+testing",
        "/?q=hiv%2Btesting",
        "/#/hiv-testing",
        "/?next=%2Fconditions%2Fhiv-testing",
        "/?x=hiv%2520testing",
        "/#topic=hiv%20testing",
        "/a;x=hiv-testing",
        "/?x=hiv%u0020testing",
        "/?x=h%u00EDv-testing",
        "/hiv&nbsp;testing",
    ] {
        assert!(judged("/nothing/here").1.is_empty());
        let (sensitive, why, topics) = judged(path);
        assert!(sensitive && topics.contains(&Topic::Hiv), "{path}: {why}");
    }
}

#[test]
fn evidence_says_where_and_what() {
    let a = Address::parse("https://www.example.com/conditions/caf%C3%A9-hiv-testing/book?reason=chest+pain");
    let j = address(&a, Some("Chest Pain Clinic"));
    let e = j.evidence.iter().find(|e| e.words == "HIV test").unwrap();
    assert_eq!((e.text.as_ref(), e.at.as_str(), e.topic), ("hiv-testing", "path:2", Some(Topic::Hiv)));
    assert_eq!(&"café-hiv-testing"[e.range.0 as usize..e.range.1 as usize], "hiv-testing");
    let e = j.evidence.iter().find(|e| e.at == "query:reason" && e.kind == Kind::Symptom).unwrap();
    assert_eq!((e.text.as_ref(), e.range), ("chest pain", (0, 10)));
    assert_eq!(j.headline().as_deref(), Some("HIV testing"));
    assert!(j.intent);
    assert!(j.explain().contains("hiv-testing (HIV test) + "), "{}", j.explain());
}

#[test]
fn a_step_anybody_may_take_tells_nothing_however_often_it_is_said() {
    let check = |url: &str, title: &str, want: bool| {
        let a = Address::parse(url);
        let j = address(&a, Some(title));
        assert_eq!(j.sensitive, want, "{url} {}", j.explain());
        assert_eq!(i32::from(j.evidence.iter().map(|e| e.counted).sum::<i16>()), j.points, "{url}");
    };
    for (path, title) in [
        ("book-appointment", "Book an appointment"),
        ("appointments", "Make an appointment | Acme"),
        ("book-an-appointment", "Book your bridal appointment"),
        ("request-appointment/schedule", "Schedule an appointment"),
    ] {
        check(&format!("https://www.acme.example/{path}"), title, false);
        check(&format!("https://www.acme-clinic.example/{path}"), title, true);
        check(&format!("https://www.acme.example/cardiology/{path}"), title, true);
    }
}

#[test]
fn a_law_firm_is_where_such_matters_are_taken() {
    let check = |url: &str, want: bool| {
        let a = Address::parse(url);
        let j = address(&a, None);
        assert_eq!(j.sensitive, want, "{url} {}", j.explain());
    };
    for clean in ["practice-areas/zoning", "practice-areas/real-estate", "attorneys/jane-doe", "news/supreme-court-stroke-case"] {
        check(&format!("https://www.avery-law.example/{clean}"), false);
    }
    for leak in ["practice-areas/deportation-defense", "dui-lawyer", "bankruptcy/chapter-7", "domestic-violence"] {
        check(&format!("https://www.avery-law.example/{leak}"), true);
    }
    // What is no such matter still gives way.
    check("https://www.health-law.example/analysis/stroke-treatment", false);
}

#[test]
fn the_sum_adds_up_and_shows_its_caps() {
    let check = |path: &str, want: &str| {
        let whole = format!("https://www.example.com{path}");
        let a = Address::parse(&whole);
        assert_eq!(address(&a, None).sum().to_string(), want, "{path}");
    };
    check("/contact", "");
    check("/hiv-testing", "hiv-testing (HIV test) 135 = 135; from 100 on it counts");
    check(
        "/conditions/hiv-testing/schedule-appointment",
        "conditions (health word) 40 + hiv-testing (HIV test) 135 + schedule-appointment (appointment step) 65 = 240; \
         from 100 on it counts",
    );
    // What caps hold back is said: context at most so much, what lowers at most so much.
    check(
        "/skin/eye/rash",
        "skin (part of the body) 25 + eye (part of the body) 15 of 25 + rash (symptom) 125 = 165; from 100 on it counts",
    );
    check(
        "/film/dog/investors/rash",
        "− film (entertainment) 80 − dog (animals) 80 − investors (about the organisation) 90 of 100 + rash (symptom) 125 \
         = −125; from 100 on it counts",
    );
}

#[test]
fn titles_and_event_names_are_read_as_people_see_them() {
    let check = |title: &str, want: bool| {
        let j = text(title, "title");
        assert_eq!(j.sensitive, want, "{title}: {}", j.sum());
    };
    // What HTML escaped is read.
    check("Crohn&#39;s &amp; You", true);
    check("Crohn&rsquo;s &#38; You", true);
    check("D&eacute;pression&#x20;screening", true);
    check("AT&T; B&W", false);
    // A word that is a whole part of a title is its subject; in passing it is not.
    check("Depression | Example Health", true);
    check("Example Health - Surgery", true);
    check("Example | Nine rules of surgery", false);
    check("Example Health — Addiction", true);
    check("The year of addiction to small screens", false);
    check("pharmacy", true);
    check("our pharmacy-green paint", false);
    // So is a word beside which an event's name says only what was done.
    check("Lead_Rehab", true);
    check("therapistSelected", true);
    check("pharmacy_view_page", true);
    check("rehab_house_view", false);
    check("a rehab view", false);
}

#[test]
fn a_host_in_punycode_raises_like_its_spelling() {
    // `clínica-diabetes`, as browsers hand it over.
    let raised = |host: &str| {
        let whole = format!("https://{host}/blood/stroke");
        let a = Address::parse(&whole);
        address(&a, None).evidence.iter().any(|e| e.at == "host" && e.weight > 0)
    };
    assert!(!raised("xn--schne-lra.example"));
    assert!(raised("xn--mdecin-bva-diabetes.example"));
    assert!(raised("xn--diabtes-5xa.example"));
}

#[test]
fn names_of_parameters_tell_too() {
    for path in ["/p?pregnancy_week=12", "/p?hivStatus=1", "/p?x=1&chemo-cycle=3"] {
        assert!(judged(path).0, "{path}: {}", judged(path).1);
    }
    for path in [
        "/p?ms=1&ct=2&ed=3&pe=4&ra=5&md=6",
        "/p?id=bph03886",
        "/p?e=wqT_3QL3P-MD5x8AAAMA1gAFAQjeq4v-HSVMDabM-Y2s7hnIeHqpRJKjYJ44-MS_Ct-CF3k",
        "/p?t=wqTQLPQLPEdHSVMDabMSPeCt&q=1",
    ] {
        assert!(!judged(path).0, "{path}: {}", judged(path).1);
    }
}

#[test]
fn a_short_form_tells_where_a_condition_is_asked_for() {
    for path in ["/start?condition=ed", "/conditions/ms", "/treatments/ed", "/visit?symptom=uti&diagnosis=als"] {
        assert!(judged(path).0, "{path}: {}", judged(path).1);
    }
    for path in ["/start?city=ed", "/schools/ms", "/ed", "/conditions/ms-office", "/weather/conditions/ct", "/tests/pe/1"] {
        assert!(!judged(path).0, "{path}: {}", judged(path).1);
    }
}

#[test]
fn where_a_visitor_came_from_does_not_lower() {
    assert!(judged("/patient-portal/lab-results?from=news&ref=careers").0);
    assert!(!judged("/news/new-portal-for-patients").0);
}

#[test]
fn headlines_read_as_a_person_would_say_them() {
    let check = |path: &str, want: Option<&str>| {
        let whole = format!("https://www.example.com{path}");
        let a = Address::parse(&whole);
        assert_eq!(address(&a, None).headline().as_deref(), want, "{path}");
    };
    check("/careers/nurse", None);
    check("/conditions/hiv-testing/schedule-appointment", Some("HIV testing"));
    check("/womens-health/pregnancy-test-request", Some("pregnancy test"));
    check("/rx/lisinopril-20mg", Some("lisinopril"));
    check("/claim?icd10=f32.9", Some("F32.9"));
}

#[test]
fn the_host_alone_says_nothing() {
    for host in ["hiv-clinic.example", "www.abortioncare.example", "cancer.example"] {
        let whole = format!("https://{host}/");
        let a = Address::parse(&whole);
        assert!(!address(&a, None).sensitive, "{host}");
    }
}

#[test]
fn pages_have_a_context() {
    let check = |path: &str, want: Context| {
        let whole = format!("https://www.example.com{path}");
        let a = Address::parse(&whole);
        let j = address(&a, None);
        assert_eq!(page_context(&a, &j), want, "{path}: {}", j.explain());
    };
    check("/", Context::C0);
    check("/careers/oncology-nurse", Context::C0);
    check("/news/2025/new-cancer-center-opens", Context::C0);
    check("/barber/book-appointment", Context::C0);
    check("/conditions/diabetes", Context::C1);
    check("/find-a-doctor?specialty=urology", Context::C2);
    check("/conditions/hiv-testing/schedule-appointment", Context::C2);
    check("/symptom-checker?symptoms=fever", Context::C2);
    check("/new-patient-intake", Context::C2);
    check("/patients/billing/pay-medical-bill", Context::C2);
    check("/quiz/results", Context::C0);
    check("/customer-portal/login", Context::C0);
    check("/mychart/messages", Context::C3candidate);
    check("/patient/portal/messages?from=news", Context::C3candidate);
    check("/patient-portal/login", Context::C3candidate);
}

#[test]
fn long_input_costs_no_more_than_its_beginning() {
    let long = format!("/{}hiv-testing", "x".repeat(3 << 20));
    assert!(!judged(&long).0);
    let many = format!("/hiv-testing/{}", "a/".repeat(1 << 20));
    assert!(judged(&many).0);
    let words = "hiv ".repeat(1 << 18);
    assert!(text(&words, "title").sensitive);
    // An encoded value longer than what is read stays one, wherever reading stops.
    let encoded = format!("/?v={}", "aW1nMD9Pe8Ed7Ct6".repeat(200));
    assert!(judged(&encoded).1.is_empty());
}

/// Words of every kind, those with caps several times.
static SUMMANDS: &[&str] = &[
    "hiv",
    "-testing",
    "/conditions/",
    "my",
    "-chest",
    "-pain",
    "-knee",
    "/eye/",
    "skin/",
    "health/",
    "care/",
    "wellness/",
    "?q=dose",
    "&reason=",
    "book/",
    "schedule/",
    "/consult",
    "new-patient",
    "i-have-",
    "my-son/",
    "film/",
    "dog/",
    "investors/",
    "jobs/",
    "law/",
    "news/",
    "golf/",
    "-syndrome",
    "mychart",
    "MRN448812",
    "&x=careers",
    "%20stroke",
    "#refill",
];

proptest! {
    #[test]
    fn any_text_is_judged_without_panic_and_alike(t in "(\\PC|[%+&=#/;?a-zA-Z0-9'\u{301}é]){0,120}") {
        let (a, b) = (text(&t, "title"), text(&t, "title"));
        prop_assert_eq!(a.score.to_bits(), b.score.to_bits());
        prop_assert_eq!(a.evidence, b.evidence);
        let whole = format!("https://a.example/{t}");
        let parsed = Address::parse(&whole);
        let j = address(&parsed, Some(&t));
        prop_assert!((0.0..=1.0).contains(&j.score));
        prop_assert_eq!(j.sensitive, j.score >= 0.5);
        let _ = (j.headline(), j.explain(), page_context(&parsed, &j));
        let sum = j.sum();
        prop_assert_eq!(sum.parts.iter().map(|p| p.points).sum::<i32>(), sum.total);
        prop_assert_eq!(j.sensitive, sum.carried && sum.total >= sum.threshold);
    }

    #[test]
    fn the_parts_of_a_sum_add_up_to_what_decided(words in proptest::collection::vec(proptest::sample::select(SUMMANDS), 0..14)) {
        let whole = format!("https://clinic.example/{}", words.concat());
        let a = Address::parse(&whole);
        let j = address(&a, words.first().copied());
        let sum = j.sum();
        prop_assert_eq!(sum.parts.iter().map(|p| p.points).sum::<i32>(), sum.total);
        prop_assert_eq!(j.sensitive, sum.carried && sum.total >= sum.threshold);
        prop_assert!(sum.parts.iter().all(|p| p.points.abs() <= p.weight.abs() && p.points.signum() * p.weight.signum() >= 0));
        prop_assert_eq!(sum.to_string().is_empty(), sum.parts.is_empty());
    }

    #[test]
    fn a_word_tells_the_same_in_any_case(upper in 0usize..3, term in proptest::sample::select(vec!["diabetes", "chemotherapy", "hiv", "depresion"])) {
        let path = match upper {
            0 => term.to_owned(),
            1 => term.to_uppercase(),
            _ => term[..1].to_uppercase() + &term[1..],
        };
        let (sensitive, ..) = judged(&format!("/{path}"));
        prop_assert!(sensitive, "{path}");
    }
}
