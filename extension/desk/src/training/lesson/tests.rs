//! The form, and that the shipped lessons keep to it and say what their visits show.

use super::*;
use base64::Engine;
use leaklight_core::observation::Observation;
use leaklight_core::report::view::{Effect, View};
use leaklight_core::session::Session;

const VISIT: &str = "{\"leaklight-log\":1}\n{\"at\":1000,\"tab\":7,\"event\":{\"watch\":{\"url\":\"https://a.example/\"}}}\n{\"at\":3000,\"tab\":7,\"event\":{\"title\":{\"text\":\"Book\"}}}\n";
const HEAD: &str = "{\"leaklight-lesson\":1,\"title\":\"T\",\"about\":\"A\"}\n";
const STEP: &str = "{\"step\":{\"at\":2000,\"title\":\"T\",\"text\":\"X\",\"sheet\":\"findings\",\"shows\":[\"title-leak\"]}}\n";
const QUESTION: &str =
    "{\"question\":{\"ask\":\"Q\",\"choices\":[{\"says\":\"a\"},{\"says\":\"b\",\"right\":true}],\"reveal\":\"R\",\"reveal_at\":1500}}\n";

#[test]
fn a_lesson_is_read_or_refused_with_line_and_field() {
    let check = |text: &str, said: &str| match read(text) {
        Ok(_) => assert_eq!("", said, "{text}"),
        Err(refusal) => assert_eq!(refusal.said(), said, "{text}"),
    };
    let good = [HEAD, STEP, QUESTION, VISIT].concat();
    check(&good, "");
    check(VISIT, "");
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    check(
        &with("lesson\":1", "lesson\":2"),
        "Line 1: the lesson has version 2 of the form, this Leaklight reads up to 1. Use a newer one.",
    );
    check(&with("\"about\":\"A\"", "\"abuot\":\"A\""), "Line 1: a lesson needs a `about`.");
    check(&with("\"text\":\"X\"", "\"text\":\" \""), "Line 2: a step needs a `text`.");
    check(&with("\"at\":2000", "\"at\":\"soon\""), "Line 2: this is no step, no question, and no beginning of a recorded visit.");
    check(&with("\"at\":2000", "\"at\":2001"), "Line 2: `at` or `reveal_at` lies after the visit's end, which is at 2000.");
    check(&with("1500", "2500"), "Line 3: `at` or `reveal_at` lies after the visit's end, which is at 2000.");
    check(
        &with("\"findings\"", "\"finding\""),
        "Line 2: `sheet` is one of recipients, findings, known, consent, timeline, lineage, matomo, storage, unseen.",
    );
    check(&with("title-leak", "title-leaks"), "Line 2: `shows` names a kind of finding that there is not.");
    check(&with(",\"right\":true", ""), "Line 3: none of the `choices` is `right`.");
    check(&with("{\"says\":\"a\"},", ""), "Line 3: a question needs two to eight `choices`.");
    check(&with("\"says\":\"a\"", "\"says\":\"\""), "Line 3: a choice needs a `says`.");
    check(&with("\"text\":\"X\"", &format!("\"text\":\"{}\"", "x".repeat(2_001))), "Line 2: `text` is longer than 2,000 bytes.");
    check(&[HEAD, VISIT].concat(), "Line 1: the lesson has no step.");
    check(&[HEAD, STEP, STEP].concat(), "Line 3: the lesson ends here, and its recorded visit is missing.");
    check(&[HEAD, &STEP.repeat(100), VISIT].concat(), "Line 101: a lesson has at most 100 lines before its recorded visit.");
    check(&good[..good.len() - 9], "Line 6: it ends in the middle: the file was cut off.");
    check("[]", "Line 1: this is no recorded visit. One begins with {\"leaklight-log\":1}.");
}

#[test]
fn a_lesson_is_said_in_another_language_whole_or_refused() {
    let own = |line: &str, texts: &str| {
        let at = line.rfind("}").unwrap() - usize::from(!line.contains("leaklight-lesson"));
        [&line[..at], ",\"in\":[{\"language\":\"es\",", texts, "}]", &line[at..]].concat()
    };
    let head = own(HEAD, "\"title\":\"Te\",\"about\":\"Ae\"");
    let step = own(&STEP.replace("\"text\"", "\"look\":\"L\",\"text\""), "\"title\":\"Te\",\"text\":\"Xe\",\"look\":\"Le\"");
    let question = own(QUESTION, "\"ask\":\"Qe\",\"choices\":[{\"says\":\"ae\"},{\"says\":\"be\"}],\"reveal\":\"Re\"");
    let good = [&head, &step, &question, VISIT].concat();
    let said = |lesson: &Lesson| {
        let [Part::Step(step), Part::Question(question)] = lesson.parts.as_slice() else { panic!("two parts") };
        let choices: String =
            question.choices.iter().map(|choice| format!("{}{} ", choice.says, if choice.right { "!" } else { "" })).collect();
        [&lesson.title, &lesson.about, &step.title, &step.text, &step.look, &question.ask, &choices, &question.reveal]
            .map(String::as_str)
            .join(" ")
    };
    assert_eq!(said(&read_in(&good, "es").unwrap()), "Te Ae Te Xe Le Qe ae be!  Re");
    for other in ["en", "de"] {
        assert_eq!(said(&read_in(&good, other).unwrap()), "T A T X L Q a b!  R", "{other}");
    }
    let check = |from: &str, to: &str, said: &str| {
        assert!(good.contains(from), "{from}");
        assert_eq!(read_in(&good.replacen(from, to, 1), "en").unwrap_err().said(), said, "{from} → {to}");
    };
    check(",\"about\":\"Ae\"", "", "Line 1: `about` is missing in `es`.");
    let once = "Line 1: `in` names each `language` once, by its code, as `es`.";
    check("\"es\",\"title\":\"Te\",\"about\"", "\"Spanish\",\"title\":\"Te\",\"about\"", once);
    check("[{\"language\"", "[{\"language\":\"es\"},{\"language\"", once);
    check(",\"look\":\"Le\"", "", "Line 2: `look` is missing in `es`.");
    check("Xe", &"x".repeat(2_001), "Line 2: `text` is longer than 2,000 bytes.");
    check(
        "\"es\",\"title\":\"Te\",\"text\"",
        "\"fr\",\"title\":\"Te\",\"text\"",
        "Line 2: `in` has other languages than in the first line.",
    );
    check("{\"says\":\"ae\"},", "", "Line 3: in `es` there are not as many `choices`.");
    check("\"ae\"", "\" \"", "Line 3: `says` is missing in `es`.");
    let (plain, more) = ([HEAD, STEP, &question, VISIT].concat(), [&head, STEP, &question, VISIT].concat());
    for (text, line) in [(plain, 3), (more, 2)] {
        assert_eq!(read_in(&text, "en").unwrap_err().said(), format!("Line {line}: `in` has other languages than in the first line."));
    }
}

#[test]
fn every_shipped_lesson_is_in_every_language() {
    for (name, text) in SHIPPED {
        let [english, spanish] = ["en", "es"].map(|language| read_in(text, language).unwrap());
        assert_ne!((&english.title, &english.about), (&spanish.title, &spanish.about), "{name}");
        for (part, own) in english.parts.iter().zip(&spanish.parts) {
            assert_ne!(part, own, "{name}");
            assert_eq!((part.at(), part.reveal_at(), part.shows()), (own.at(), own.reveal_at(), own.shows()), "{name}");
        }
    }
}

#[test]
fn a_part_without_a_moment_stays_where_the_one_before_ended() {
    let later = "{\"step\":{\"title\":\"T\",\"text\":\"X\"}}\n";
    let lesson = read(&[HEAD, later, STEP, QUESTION, later, VISIT].concat()).unwrap();
    assert_eq!([0, 1, 2, 3].map(|n| lesson.moment(n)), [1, 2, 2, 1]);
    assert_eq!([0, 1, 2, 3].map(|n| lesson.revealed(n)), [1, 2, 1, 1]);
    assert_eq!(lesson.kinds(), ["title-leak"]);
}

fn carry_out(session: &mut Session, effect: Effect) -> Vec<Effect> {
    match effect {
        Effect::Prepare { tab, value, text, salt, secret } => session.learn(tab, value, &leaklight_codecs::prepare(&text, &salt, secret)),
        Effect::Unpack { tab, packed, how, bytes } => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(bytes).unwrap();
            session.unpacked(tab, packed, leaklight_codecs::unpack(&how, &bytes, 1 << 20).as_deref())
        }
        _ => Vec::new(),
    }
}

/// The view after so many events, as `replay.ts` comes by it.
fn view(lesson: &Lesson, text: &str, after: usize) -> View {
    let mut session = Session::new(serde_json::from_str(&lesson.settings).unwrap());
    for line in text.lines().skip(lesson.visit.first).take(after) {
        let seen: Observation = serde_json::from_str(line).unwrap();
        let mut effects = session.step(&[seen], 0);
        while !effects.is_empty() {
            effects = effects.into_iter().flat_map(|effect| carry_out(&mut session, effect)).collect();
        }
    }
    session.view(lesson.visit.tab)
}

fn shipped(name: &str) -> (Lesson, &'static str) {
    let text = SHIPPED.iter().find(|(id, _)| *id == name).unwrap().1;
    (read(text).unwrap_or_else(|refusal| panic!("{name}: {}", refusal.said())), text)
}

#[test]
fn what_a_shipped_lesson_points_at_is_in_the_replayed_view() {
    for (name, text) in SHIPPED {
        assert!(text.len() < 60_000, "{name}: {} bytes", text.len());
        let (lesson, _) = shipped(name);
        let mut asked = 0;
        for (n, part) in lesson.parts.iter().enumerate() {
            let (_, shows) = part.shows();
            // A question points at what is seen once it is answered.
            let view = view(&lesson, text, lesson.revealed(n));
            for shown in shows {
                let (kind, recipient) = shown.split_once(' ').unwrap_or((shown, ""));
                let there = view.findings.iter().any(|f| {
                    f.finding.kind.word() == kind
                        && (recipient.is_empty() || f.finding.recipient.as_ref().is_some_and(|r| r.id == recipient))
                });
                let found: Vec<_> = view.findings.iter().map(|f| f.finding.key.as_str()).collect();
                assert!(there, "{name}, part {}: no {shown} among {found:?}", n + 1);
            }
            asked += usize::from(matches!(part, Part::Question(_)));
        }
        assert!(asked > 0, "{name} asks something");
    }
}

#[test]
fn no_screen_of_a_shipped_lesson_shows_what_was_typed() {
    for (name, text) in SHIPPED {
        let (lesson, _) = shipped(name);
        let view = view(&lesson, text, usize::MAX);
        let typed: Vec<&str> =
            view.known.iter().filter(|v| v.sources.iter().any(|s| s.starts_with("typed"))).map(|v| v.value.uncovered()).collect();
        assert_eq!(typed.len() > 3, name == "meta-pixel", "{name}: {typed:?}");
        let json = serde_json::to_value(&view).unwrap();
        // What may be uncovered stands beside what is shown.
        let (mut rest, mut shown) = (vec![&json], Vec::new());
        while let Some(value) = rest.pop() {
            shown.extend(value.get("shown").and_then(|text| text.as_str()));
            match value {
                serde_json::Value::Array(items) => rest.extend(items),
                serde_json::Value::Object(members) => rest.extend(members.values()),
                _ => {}
            }
        }
        assert!(shown.len() > 10, "{name}");
        for value in typed {
            for spelled in [value.to_owned(), value.replace(' ', "+"), value.replace(' ', "%20")] {
                let found: Vec<_> = shown.iter().filter(|text| text.contains(&spelled)).collect();
                assert!(found.is_empty(), "{name}: {spelled} in {found:?}");
            }
        }
    }
}

#[test]
fn what_the_lesson_on_the_pixel_says_is_so() {
    let (lesson, text) = shipped("meta-pixel");
    let left = |part: usize| {
        let view = view(&lesson, text, lesson.revealed(part));
        let mail: Vec<_> = view.known.into_iter().filter(|known| known.what == "E-mail address").flat_map(|known| known.left).collect();
        mail.into_iter().map(|left| (left.recipient, left.how)).collect::<Vec<_>>()
    };
    assert_eq!(left(3), [], "typed, and not seen to leave");
    assert_eq!(left(4), [("meta-pixel".to_owned(), "SHA-256 → hex, which can be matched".to_owned())]);
    assert!(left(6).contains(&("meta-pixel".to_owned(), "as it was".to_owned())), "in clear on the last page");
    let kinds: Vec<String> = [0, 2].map(|part| view(&lesson, text, lesson.revealed(part)).page.context).to_vec();
    assert_eq!(kinds, ["Health topic", "Page where a visitor acts"]);
}

#[test]
fn what_the_lesson_on_matomo_says_is_so() {
    let (lesson, text) = shipped("matomo-exclusions");
    // Where the search words stood, and how often they were told, once each part is taught.
    let told = |part: usize| {
        let view = view(&lesson, text, lesson.revealed(part));
        let leaks = view.findings.iter().filter(|f| f.finding.kind.word() == "search-term-leak");
        let mut at: Vec<&str> =
            leaks.clone().flat_map(|f| &f.finding.evidence).filter(|e| e.known.is_some()).map(|e| e.at.as_str()).collect();
        at.sort_unstable();
        let words = view.known.iter().filter(|known| known.what == "Search words").flat_map(|known| &known.left);
        (at.join(" "), words.map(|left| left.count).sum::<u32>())
    };
    assert_eq!(told(0), (String::new(), 0), "the clean twin: nothing searched, nothing told");
    assert_eq!(told(1), ("header:referer.q query:url.q".to_owned(), 1), "excluded on the server");
    assert_eq!(told(3), ("header:referer.q query:search query:url.q".to_owned(), 2), "excluded in the page");
    assert_eq!(told(4).1, 3, "by the header alone");
    assert_eq!(told(5).1, 3, "no more with a policy");
    assert_eq!(told(6).1, 3);
}
