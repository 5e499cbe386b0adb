use super::read;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Whole {
    small: u8,
    signed: i64,
    broken: f64,
    text: String,
    perhaps: Option<Box<Whole>>,
    kind: Kind,
    list: Vec<(String, Option<bool>)>,
    map: BTreeMap<String, Vec<u8>>,
    wrapped: Wrapped,
    nothing: (),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Wrapped(u32);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    #[default]
    AloneHere,
    Held(String),
    Pair(i8, char),
    Named {
        deep: Vec<Kind>,
    },
    #[serde(other)]
    Other,
}

#[track_caller]
fn check<T: DeserializeOwned + PartialEq + Debug>(text: &str, wanted: Option<T>) {
    assert_eq!(read::<T>(text.as_bytes()), wanted, "{text}");
    assert_eq!(serde_json::from_str(text).ok(), wanted, "serde_json, {text}");
}

#[test]
fn strings_are_read() {
    let check = |text: &str, wanted: Option<&str>| check(text, wanted.map(str::to_owned));
    check(r#""""#, Some(""));
    check(r#" "plain é" "#, Some("plain é"));
    check(r#""\"\\\/\b\f\n\r\t""#, Some("\"\\/\u{8}\u{c}\n\r\t"));
    check(r#""a\u0041b\ud83d\ude00c\u00e9""#, Some("aAb😀cé"));
    for bad in ["", "\"", r#""\"#, r#""\"#, r#""\x""#, r#""\u12""#, r#""\u12g4""#, r#""\u+123""#, "a", "\"a\" b", "'a'", "null", "7"] {
        check(bad, None);
    }
}

#[test]
fn half_a_pair_is_replaced() {
    let check = |text: &str, wanted: &str| assert_eq!(read::<String>(text.as_bytes()).as_deref(), Some(wanted), "{text}");
    check(r#""\\ud83d""#, r"\ud83d");
    check(r#""\ud83d""#, "\u{fffd}");
    check(r#""a\ude00b\ud83dc""#, "a\u{fffd}b\u{fffd}c");
    check(r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀");
    check(r#""\ud83d\u0041""#, "\u{fffd}A");
    check(r#""\ud83d\n""#, "\u{fffd}\n");
    assert_eq!(read::<String>(br#""\ud83d\ud8""#), None);
}

#[test]
fn numbers_are_read() {
    for (text, wanted) in [("0", 0), ("7", 7), (" 255 ", 255)] {
        check(text, Some(wanted as u8));
        check(text, Some(wanted as i64));
        check(text, Some(wanted as f64));
    }
    for bad in ["256", "-1", "1.0", "1e1", "99999999999999999999", "true", "null", "\"1\""] {
        check::<u8>(bad, None);
    }
    check("-9223372036854775808", Some(i64::MIN));
    check::<i64>("-9223372036854775809", None);
    check("18446744073709551615", Some(u64::MAX));
    check::<u64>("18446744073709551616", None);
    for (text, wanted) in [
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("1700000000000.123", 1_700_000_000_000.123),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        ("1.25e+2", 125.0),
        ("0e999999999999", 0.0),
        ("1e-999999999999", 0.0),
    ] {
        check(text, Some(wanted));
    }
    for bad in ["", "-", ".5", "1.", "1.e2", "1e", "1e+", "+1", "01", "-01", "1_0", "0x1", "1e400", "-1e400", "NaN", "1e999999999999"] {
        check::<f64>(bad, None);
    }
}

#[test]
fn what_is_not_wanted_is_passed_over_and_still_json() {
    for (text, sound) in [
        (r#"{"other":{"a":[1,{"b":null}],"c":"]}","d":-1.5e3},"small":3}"#, true),
        (r#"{"other":[1,],"small":3}"#, false),
        (r#"{"other":{"a"},"small":3}"#, false),
        (r#"{"other":truth,"small":3}"#, false),
        (r#"{"other":,"small":3}"#, false),
    ] {
        check(text, sound.then(|| Whole { small: 3, ..Whole::default() }));
    }
}

#[test]
fn enums_are_read() {
    check(r#""alone-here""#, Some(Kind::AloneHere));
    check(r#"{"alone-here":null}"#, Some(Kind::AloneHere));
    check(r#""unheard-of""#, Some(Kind::Other));
    check(r#"{"held":"x"}"#, Some(Kind::Held("x".into())));
    check(r#"{"pair":[-1,"é"]}"#, Some(Kind::Pair(-1, 'é')));
    check(r#"{"named":{"deep":["alone-here"]}}"#, Some(Kind::Named { deep: vec![Kind::AloneHere] }));
    for bad in
        [r#""held""#, r#"{"held":"x","held":"x"}"#, r#"{"held":7}"#, "{}", "7", r#"{"pair":[1]}"#, r#"{"pair":[1,"a",2]}"#, r#"{"held""#]
    {
        check::<Kind>(bad, None);
    }
}

#[test]
fn objects_are_read_strictly() {
    check(" { } ", Some(Whole::default()));
    check("{\"small\":1,\n\t\"wrapped\" : 9}", Some(Whole { small: 1, wrapped: Wrapped(9), ..Whole::default() }));
    for bad in
        [r#"{"small":1,"small":1}"#, r#"{"small":1,}"#, r#"{,"small":1}"#, r#"{"small" 1}"#, r#"{small:1}"#, r#"{"small":1"#, "{}}", "null"]
    {
        check::<Whole>(bad, None);
    }
    assert_eq!(read::<Whole>(b"[]"), None);
    assert_eq!(read::<String>(b"\"\xff\""), None);
}

#[test]
fn nesting_ends() {
    for (deep, sound) in [(100, true), (127, true), (129, false), (100_000, false)] {
        let text = format!("{{\"other\":{}{}}}", "[".repeat(deep - 1), "]".repeat(deep - 1));
        assert_eq!(read::<Whole>(text.as_bytes()), sound.then(Whole::default), "{deep}");
    }
}

fn whole() -> impl Strategy<Value = Whole> {
    let list = proptest::collection::vec((any::<String>(), any::<Option<bool>>()), 0..4);
    let map = proptest::collection::btree_map(any::<String>(), any::<Vec<u8>>(), 0..3);
    let kind = prop_oneof![
        Just(Kind::AloneHere),
        any::<String>().prop_map(Kind::Held),
        any::<(i8, char)>().prop_map(|(a, b)| Kind::Pair(a, b)),
        any::<String>().prop_map(|a| Kind::Named { deep: vec![Kind::Held(a), Kind::AloneHere] }),
    ];
    let broken = any::<i32>().prop_map(|n| f64::from(n) / 64.0);
    (any::<(u8, i64, String, u32)>(), broken, kind, list, map).prop_map(|((small, signed, text, wrapped), broken, kind, list, map)| {
        let inner = Whole { small, text: text.clone(), ..Whole::default() };
        let perhaps = (small > 100).then(|| Box::new(inner));
        Whole { small, signed, broken, text, perhaps, kind, list, map, wrapped: Wrapped(wrapped), nothing: () }
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read(whole in whole()) {
        prop_assert_eq!(read(&serde_json::to_vec(&whole).unwrap()), Some(whole.clone()));
        prop_assert_eq!(read(&serde_json::to_vec_pretty(&whole).unwrap()), Some(whole));
    }

    #[test]
    fn what_is_cut_or_changed_is_judged_alike(whole in whole(), at: prop::sample::Index, byte in prop::sample::select(b"{}[]\",:\\x1-.e ".to_vec())) {
        let mut text = serde_json::to_vec(&whole).unwrap();
        let at = at.index(text.len());
        prop_assert_eq!(read::<Whole>(&text[..at]), None);
        text[at] = byte;
        let (ours, mut theirs) = (read::<Whole>(&text), serde_json::from_slice::<Whole>(&text).ok());
        // serde_json rounds some long numbers in the last place, ours does not.
        if let (Some(ours), Some(theirs)) = (&ours, &mut theirs)
            && (ours.broken - theirs.broken).abs() <= ours.broken.abs() * f64::EPSILON
        {
            theirs.broken = ours.broken;
        }
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn numbers_are_as_serde_json_reads_them(number: f64, text in "-?[0-9]{1,30}(\\.[0-9]{1,30})?(e[-+]?[0-9]{1,3})?") {
        for text in [number.to_string(), format!("{number:e}"), text] {
            let (ours, theirs) = (read::<f64>(text.as_bytes()), serde_json::from_str::<f64>(&text).ok());
            let near = match (ours, theirs) {
                (Some(a), Some(b)) => (a - b).abs() <= b.abs() * 1e-13 + f64::MIN_POSITIVE,
                (a, b) => a == b || a.or(b).is_some_and(|n| n.abs() > 1e308),
            };
            prop_assert!(near, "{text}: {ours:?}, {theirs:?}");
            prop_assert_eq!(read::<u64>(text.as_bytes()), serde_json::from_str::<u64>(&text).ok(), "{}", text);
        }
    }

    #[test]
    fn any_bytes_are_judged(bytes: Vec<u8>, text in "[\\[\\]{}\",:ntf0-9e.\\\\u-]{0,40}") {
        prop_assert_eq!(read::<Vec<Value>>(&bytes).is_some(), false);
        let ours: Option<BTreeMap<String, serde::de::IgnoredAny>> = read(text.as_bytes());
        prop_assert_eq!(ours.is_some(), serde_json::from_str::<BTreeMap<String, serde::de::IgnoredAny>>(&text).is_ok());
    }
}
