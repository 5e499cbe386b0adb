//! Small words for numbers and times. Pure, so that they are tested on the host.

use leaklight_core::finding::Kind;
use leaklight_core::observation::Millis;
use leaklight_core::report::time::civil;
use leaklight_text::{Message, message, t};

/// The kinds of findings that cases of the case library are about; the pages link from the one to the other.
pub const CASES_ABOUT: [Kind; 16] = [
    Kind::SensitivePageUrl,
    Kind::SensitiveUrlThirdParty,
    Kind::IdentifierToThirdParty,
    Kind::IdentityWithHealthContext,
    Kind::FormValueLeak,
    Kind::HashedIdentity,
    Kind::UserIdLinked,
    Kind::TitleLeak,
    Kind::SearchTermLeak,
    Kind::InteractionDetailLeak,
    Kind::EventNameLeak,
    Kind::CrossSiteId,
    Kind::PreConsentRequest,
    Kind::ConsentIgnored,
    Kind::ConsentSignalMismatch,
    Kind::TagChain,
];

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;
const MONTHS: [Message; 12] = [
    message!(month: "Jan"),
    message!(month: "Feb"),
    message!(month: "Mar"),
    message!(month: "Apr"),
    message!(month: "May"),
    message!(month: "Jun"),
    message!(month: "Jul"),
    message!(month: "Aug"),
    message!(month: "Sep"),
    message!(month: "Oct"),
    message!(month: "Nov"),
    message!(month: "Dec"),
];

/// The reader's clock: now, and how far local time lies east of UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds since the Unix epoch.
    pub now: Millis,
    /// Minutes to add to UTC; negative west of it.
    pub east: i32,
}

impl Clock {
    /// "just now", "4 s ago", "14:02", "3 Mar 14:02". A time ahead of the clock reads "just now".
    pub fn ago(self, then: Millis) -> String {
        let seconds = self.now.saturating_sub(then) / 1000;
        match seconds {
            0..3 => t!("just now").to_owned(),
            3..60 => t!("{seconds} s ago"),
            _ => self.at(then),
        }
    }

    /// "14:02", with the day before it where that is another day: "3 Mar 14:02".
    pub fn at(self, then: Millis) -> String {
        let (then, now) = (self.local(then), self.local(self.now));
        let time = format!("{:02}:{:02}", then.rem_euclid(DAY) / (60 * MINUTE), then.rem_euclid(60 * MINUTE) / MINUTE);
        if then.div_euclid(DAY) == now.div_euclid(DAY) {
            return time;
        }
        let (year, month, day) = civil(then.div_euclid(DAY));
        let month = MONTHS.get(usize::from(month).wrapping_sub(1)).map_or("", |name| name.say());
        match civil(now.div_euclid(DAY)).0 == year {
            true => t!("{day} {month} {time}"),
            false => t!("{day} {month} {year} {time}"),
        }
    }

    /// The same to the second: "14:02:31".
    pub fn second(self, then: Millis) -> String {
        format!("{}:{:02}", self.at(then), self.local(then).rem_euclid(MINUTE))
    }

    /// `20270303-1402`, for file names.
    pub fn stamp(self) -> String {
        let now = self.local(self.now);
        let (year, month, day) = civil(now.div_euclid(DAY));
        let minutes = now.rem_euclid(DAY) / MINUTE;
        format!("{year:04}{month:02}{day:02}-{:02}{:02}", minutes / 60, minutes % 60)
    }

    fn local(self, at: Millis) -> i64 {
        i64::try_from(at / 1000).unwrap_or(0) + i64::from(self.east) * MINUTE
    }
}

/// "1 request", "12 requests". The number comes first in every language; the words after it are the person's own language already.
pub fn count(n: u32, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// 12,345: thin figures are hard to read from the back of a room.
pub fn thousands(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push_str(t!(thousands: ","));
        }
        out.push(c);
    }
    out
}

/// The first letter or figure of a name, for the square beside it. The style sheet sets it in capitals.
pub fn initial(name: &str) -> String {
    let sign = |c: &char| !c.is_ascii_punctuation() && !matches!(c, ' ' | '\u{2010}'..='\u{2027}' | '«' | '»');
    name.chars().find(sign).map_or_else(|| "?".into(), String::from)
}

/// A file name that every system takes: `leaklight-bayside-clinic.example-20270303-1402.html`.
pub fn file_name(site: &str, clock: Clock, ending: &str) -> String {
    let safe: String = site.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).take(60).collect();
    let between = if safe.is_empty() { "" } else { "-" };
    format!("leaklight-{safe}{between}{}.{ending}", clock.stamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2027-03-03 14:02:30 UTC.
    const NOON: Millis = 1_804_082_550_000;

    #[test]
    fn times_are_said_as_a_person_would() {
        assert_eq!(Clock { now: NOON, east: 60 }.second(NOON + 31_999), "15:03:01");
        let check =
            |now: Millis, east: i32, then: Millis, said: &str| assert_eq!(Clock { now, east }.ago(then), said, "{now} {east} {then}");
        check(NOON, 0, NOON, "just now");
        check(NOON, 0, NOON + 90_000, "just now");
        check(NOON, 0, NOON - 2_999, "just now");
        check(NOON, 0, NOON - 4_000, "4 s ago");
        check(NOON, 0, NOON - 59_999, "59 s ago");
        check(NOON, 0, NOON - 60_000, "14:01");
        check(NOON, 60, NOON - 60_000, "15:01");
        check(NOON, -14 * 60 - 2, NOON - 60_000, "2 Mar 23:59");
        check(NOON, -15 * 60, NOON - 60_000, "23:01");
        check(NOON, 345, NOON - 3_600_000, "18:47");
        check(NOON, 0, NOON - 86_400_000, "2 Mar 14:02");
        check(NOON, 0, NOON - 365 * 86_400_000, "3 Mar 2026 14:02");
        check(NOON, 0, 0, "1 Jan 1970 00:00");
        check(Millis::MAX, 840, 951_782_400_000, "29 Feb 2000 14:00");
    }

    #[test]
    fn file_names_hold_nothing_a_page_could_smuggle_in() {
        let clock = Clock { now: NOON, east: 0 };
        assert_eq!(file_name("bayside-clinic.example", clock, "html"), "leaklight-bayside-clinic.example-20270303-1402.html");
        assert_eq!(file_name("../../etc/passwd\0", clock, "json"), "leaklight-....etcpasswd-20270303-1402.json");
        assert_eq!(file_name("", clock, "json"), "leaklight-20270303-1402.json");
    }

    #[test]
    fn counts_and_initials() {
        assert_eq!(count(1, "request", "requests"), "1 request");
        assert_eq!(count(0, "request", "requests"), "0 requests");
        assert_eq!(count(1_234_567, "request", "requests"), "1,234,567 requests");
        assert_eq!(thousands(100), "100");
        assert_eq!((initial("meta pixel").as_str(), initial("„Ärzte“").as_str(), initial("…").as_str()), ("m", "Ä", "?"));
    }
}
