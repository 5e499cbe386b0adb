//! A batch of lines in, effects and journal out.

use crate::raw;
use leaklight_core::observation::{Event, Lost, Millis, Observation, TabId, Typed};
use leaklight_core::report::view::Effect;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The longest line read, in bytes: a body at its limit with every byte escaped, and room for its address.
pub const MAX_LINE: usize = 4 << 20;

/// What a batch of raw events says. Lines that say nothing readable are counted at the end, by tab.
pub fn observations(batch: &[u8], now: Millis) -> Vec<Observation> {
    let mut out = Vec::new();
    let mut malformed = Malformed::default();
    for line in lines(batch) {
        if line.len() > MAX_LINE || raw::read(line, &mut out).is_none() {
            malformed.count(line);
        }
    }
    malformed.push_to(&mut out, now);
    out
}

/// The observations of journal lines; lines that cannot be read are counted at the end.
pub fn journal(lines_of: &[u8], now: Millis) -> Vec<Observation> {
    let mut out = Vec::new();
    let mut malformed = Malformed::default();
    for line in lines(lines_of) {
        match leaklight_json::read(line) {
            Some(observation) => out.push(observation),
            None => malformed.count(line),
        }
    }
    malformed.push_to(&mut out, now);
    out
}

/// The effects on the first line, then one observation a line. What stands in a field for a password or a card number is left out:
/// the lines are kept, and exported as the recorded log. A page that sends a password to somebody sends it in a request, and that
/// line says what was sent.
pub fn answer(effects: &[Effect], observations: &[Observation]) -> Vec<u8> {
    let mut out = serde_json::to_vec(effects).unwrap_or_else(|_| b"[]".to_vec());
    out.push(b'\n');
    for observation in observations {
        let start = out.len();
        let blanked = blanked(observation);
        match serde_json::to_writer(&mut out, blanked.as_ref().unwrap_or(observation)) {
            Ok(()) => out.push(b'\n'),
            Err(_) => out.truncate(start),
        }
    }
    out
}

/// The observation without its secret; none where it holds none.
fn blanked(observation: &Observation) -> Option<Observation> {
    let Event::Typed(Typed { frame, field, about, secret: true, .. }) = &observation.event else {
        return None;
    };
    let event = Event::Typed(Typed { frame: *frame, field: *field, about: about.clone(), value: String::new(), secret: true });
    Some(Observation { at: observation.at, tab: observation.tab, event })
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty())
}

/// How many lines of which tab could not be read.
#[derive(Default)]
struct Malformed(BTreeMap<TabId, u32>);

impl Malformed {
    fn count(&mut self, line: &[u8]) {
        let count = self.0.entry(tab_of(line).unwrap_or(-1)).or_default();
        *count = count.saturating_add(1);
    }

    fn push_to(self, out: &mut Vec<Observation>, at: Millis) {
        out.extend(self.0.into_iter().map(|(tab, count)| Observation {
            at,
            tab,
            event: Event::Lost(Lost { what: "malformed".into(), count }),
        }));
    }
}

/// The tab of a line that is JSON but no event, so that the loss stands where it happened.
fn tab_of(line: &[u8]) -> Option<TabId> {
    #[derive(Deserialize)]
    struct Tab {
        #[serde(rename = "tabId")]
        tab: i32,
    }
    if line.len() > MAX_LINE {
        return None;
    }
    let one: BTreeMap<String, Tab> = leaklight_json::read(line)?;
    one.into_values().next().map(|details| details.tab)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lost(tab: TabId, count: u32) -> Observation {
        Observation { at: 9, tab, event: Event::Lost(Lost { what: "malformed".into(), count }) }
    }

    #[test]
    fn a_bad_line_loses_only_itself() {
        let good = r#"{"title":{"tabId":3,"timeStamp":5,"text":"Visit"}}"#;
        let bad = [
            "{",
            "[]",
            "null",
            r#"{"title":7}"#,
            r#"{"unheard-of":{}}"#,
            "\u{0}",
            r#"{"title":{"tabId":3}} x"#,
            // Of tab 3, and said so.
            r#"{"title":{"tabId":3,"text":7}}"#,
        ];
        let clean = observations(good.as_bytes(), 9);
        assert_eq!(clean.len(), 1, "{clean:?}");
        let mut batch = String::new();
        for line in bad {
            batch += &format!("{line}\n{good}\n\n");
        }
        let mut wanted = vec![clean[0].clone(); bad.len()];
        wanted.extend([lost(-1, 7), lost(3, 1)]);
        assert_eq!(observations(batch.as_bytes(), 9), wanted);
    }

    #[test]
    fn a_line_past_the_limit_is_counted_unread() {
        let long = format!(r#"{{"title":{{"tabId":3,"text":"{}"}}}}"#, "a".repeat(MAX_LINE));
        assert_eq!(observations(long.as_bytes(), 9), [lost(-1, 1)]);
    }

    #[test]
    fn half_a_pair_does_not_lose_the_line() {
        let seen = observations(br#"{"title":{"tabId":3,"timeStamp":5,"text":"caf\ud83d"}}"#, 9);
        let [Observation { event: Event::Title(title), .. }] = seen.as_slice() else { panic!("{seen:?}") };
        assert_eq!(title.text, "caf\u{fffd}");
    }

    #[test]
    fn what_is_answered_can_be_replayed() {
        let batch = br#"{"title":{"tabId":3,"timeStamp":5,"text":"Visit\n\u2028"}}
{"lost":{"tabId":3,"timeStamp":6,"what":"flood","count":2}}
{"#;
        let seen = observations(batch, 9);
        let answer = answer(&[], &seen);
        let mut parts = answer.splitn(2, |&byte| byte == b'\n');
        assert_eq!(parts.next(), Some(b"[]".as_slice()));
        assert_eq!(journal(parts.next().unwrap(), 9), seen);
        assert_eq!(seen.len(), 3);
    }

    #[test]
    fn what_stands_in_a_password_field_is_told_and_not_kept() {
        let line = |about: &str| {
            format!(r#"{{"typed":{{"tabId":3,"frameId":0,"timeStamp":5,"field":7,"about":{about:?},"value":"correct horse"}}}}"#)
        };
        for (about, secret) in [("text\tnote\tNote\t", false), ("password\tpw\tPassword\tcurrent-password", true)] {
            let seen = observations(line(about).as_bytes(), 9);
            let [Observation { event: Event::Typed(typed), .. }] = seen.as_slice() else { panic!("{seen:?}") };
            assert_eq!((typed.value.as_str(), typed.secret), ("correct horse", secret), "{about}");
            let kept = answer(&[], &seen);
            assert_eq!(String::from_utf8_lossy(&kept).contains("horse"), !secret, "{about}");
            // That it was typed in stays.
            let again = journal(kept.strip_prefix(b"[]\n").unwrap(), 9);
            let [Observation { event: Event::Typed(typed), .. }] = again.as_slice() else { panic!("{again:?}") };
            assert_eq!((typed.field, typed.secret, typed.value.is_empty()), (7, secret, secret), "{about}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let seen = observations(&bytes, 1);
            prop_assert_eq!(seen.is_empty(), lines(&bytes).next().is_none());
            journal(&bytes, 1);
        }

        #[test]
        fn any_json_of_any_kind_is_answered(kind in prop::sample::select(raw::KINDS.to_vec()), details in json()) {
            let line = format!("{{\"{kind}\":{details}}}");
            let seen = observations(line.as_bytes(), 1);
            let answer = answer(&[], &seen);
            let kept: Vec<_> = seen.iter().map(|one| blanked(one).unwrap_or_else(|| one.clone())).collect();
            prop_assert_eq!(journal(answer.strip_prefix(b"[]\n").unwrap(), 1), kept);
        }
    }

    /// Details with the right names and any values.
    fn json() -> impl Strategy<Value = String> {
        let names = [
            "tabId",
            "frameId",
            "timeStamp",
            "requestId",
            "url",
            "method",
            "type",
            "body",
            "cut",
            "initiator",
            "originUrl",
            "documentUrl",
            "requestHeaders",
            "responseHeaders",
            "redirectUrl",
            "statusCode",
            "fromCache",
            "error",
            "cookie",
            "removed",
            "cause",
            "entries",
            "area",
            "origin",
            "leftOut",
            "how",
            "what",
            "count",
            "text",
            "reload",
            "field",
            "about",
            "value",
            "fields",
            "button",
            "from",
            "more",
            "list",
            "api",
            "name",
            "shown",
            "buttons",
            "step",
        ];
        let value = prop_oneof![
            Just("null".to_owned()),
            Just("[]".to_owned()),
            Just("{}".to_owned()),
            Just("true".to_owned()),
            Just("1e308".to_owned()),
            Just(r#"{"text":"a=1"}"#.to_owned()),
            Just(r#"{"form":[["a","b"]]}"#.to_owned()),
            Just(r#"{"unseen":-1}"#.to_owned()),
            Just(r#"[{"name":"referer","value":"https://a.example/"},{"name":"Cookie","binaryValue":[255]}]"#.to_owned()),
            Just(r#""password\tpw\tPassword\t""#.to_owned()),
            Just("[7,4294967295]".to_owned()),
            Just(r#"[["local","k",false,["https://a.example/"]],["https://a.example/","",9,true],{"a":[null]},-1]"#.to_owned()),
            Just(r#""tcf""#.to_owned()),
            Just(r#""accept""#.to_owned()),
            Just("4294967296".to_owned()),
            any::<f64>().prop_filter("JSON has no NaN", |n| n.is_finite()).prop_map(|n| n.to_string()),
            any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        ];
        proptest::collection::btree_map(prop::sample::select(names.to_vec()), value, 0..12).prop_map(|members| {
            let members: Vec<String> = members.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        })
    }
}
