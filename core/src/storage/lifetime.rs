//! How long an entry lasts: a cookie's dates read, a lifetime in words.

use crate::observation::Millis;
use leaklight_text::{Message, message, t};

/// A cookie's Expires date as browsers read it (RFC 6265 section 5.1.1, https://www.rfc-editor.org/rfc/rfc6265, generally known; no
/// source read): the parts in whatever order, two-digit years, names of months by three letters. Milliseconds since the epoch; 0 for a
/// date before it; none where it is no date.
pub(crate) fn date(text: &str) -> Option<Millis> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let is_delimiter = |c: char| matches!(c, '\t' | ' '..='/' | ';'..='@' | '['..='`' | '{'..='~');
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for token in text.split(is_delimiter).filter(|t| !t.is_empty()) {
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        let number = token.get(..digits).and_then(|d| d.parse::<u64>().ok());
        if time.is_none() && token.contains(':') {
            let mut parts = token.splitn(3, ':').map(|p| {
                let digits = p.bytes().take_while(u8::is_ascii_digit).count();
                p.get(..digits).filter(|d| (1..=2).contains(&d.len())).and_then(|d| d.parse::<u64>().ok())
            });
            if let (Some(Some(h)), Some(Some(m)), Some(Some(s))) = (parts.next(), parts.next(), parts.next()) {
                time = Some((h, m, s));
                continue;
            }
        }
        match number {
            Some(n) if day.is_none() && (1..=2).contains(&digits) => day = Some(n),
            Some(n) if year.is_none() && (2..=4).contains(&digits) => year = Some(n),
            _ if month.is_none() => {
                let name = token.get(..3).unwrap_or_default().to_ascii_lowercase();
                month = (name.len() == 3).then(|| MONTHS.find(&name)).flatten().filter(|at| at % 3 == 0).map(|at| at as u64 / 3 + 1);
            }
            _ => {}
        }
    }
    let ((h, m, s), day, month, mut year) = (time?, day?, month?, year?);
    year += match year {
        70..=99 => 1900,
        0..=69 => 2000,
        _ => 0,
    };
    if !(1..=31).contains(&day) || year < 1601 || h > 23 || m > 59 || s > 59 {
        return None;
    }
    // Days since the epoch in the civil calendar, years beginning in March (Howard Hinnant, days_from_civil; generally known).
    let y = year - u64::from(month <= 2);
    let (era, of_era) = (y / 400, y % 400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    Some((days * 86_400 + h * 3600 + m * 60 + s).saturating_sub(719_468 * 86_400).saturating_mul(1000))
}

/// A lifetime in plain words.
pub fn lifetime_words(lifetime: Option<u64>, area: &str) -> String {
    const DAY: u64 = 86_400_000;
    match (lifetime, area) {
        (None, "local storage" | "IndexedDB" | "Cache Storage") => t!("until it is deleted").to_owned(),
        (None, "session storage") => t!("until the tab closes").to_owned(),
        (None, _) => t!("until the browser closes").to_owned(),
        (Some(ms), _) => {
            let said = |n: u64, one: Message, many: fn(u64) -> String| if n == 1 { one.say().to_owned() } else { many(n) };
            match ms {
                0..3_600_000 => said(ms.div_ceil(60_000), message!("1 minute"), |n| t!("{n} minutes")),
                3_600_000..DAY => said((ms + 1_800_000) / 3_600_000, message!("1 hour"), |n| t!("{n} hours")),
                DAY..5_184_000_000 => said((ms + DAY / 2) / DAY, message!("1 day"), |n| t!("{n} days")),
                _ => said((ms + 15 * DAY) / (30 * DAY), message!("1 month"), |n| t!("{n} months")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes() {
        assert_eq!(lifetime_words(None, "cookie"), "until the browser closes");
        assert_eq!(lifetime_words(None, "IndexedDB"), "until it is deleted");
        assert_eq!(lifetime_words(Some(1_800_000), "cookie"), "30 minutes");
        assert_eq!(lifetime_words(Some(86_400_000), "cookie"), "1 day");
        assert_eq!(lifetime_words(Some(390 * 86_400_000), "cookie"), "13 months");
    }

    #[track_caller]
    fn check(text: &str, want: Option<u64>) {
        assert_eq!(date(text), want.map(|s| s * 1000), "{text}");
    }

    #[test]
    fn dates_as_servers_write_them() {
        check("Wed, 21 Oct 2026 07:28:00 GMT", Some(1_792_567_680));
        check("Wed, 21-Oct-2026 07:28:00 GMT", Some(1_792_567_680));
        check("Wednesday, 21-Oct-26 07:28:00 GMT", Some(1_792_567_680));
        check("Wed Oct 21 07:28:00 2026", Some(1_792_567_680));
        check("Thu, 01 Jan 1970 00:00:00 GMT", Some(0));
        check("Thu, 01-Jan-1970 00:00:01 GMT", Some(1));
        check("Thu, 29 Feb 2024 23:59:59 GMT", Some(1_709_251_199));
        check("Mon, 01 Jan 1601 00:00:00 GMT", Some(0));
        check("Fri, 31 Dec 9999 23:59:59 GMT", Some(253_402_300_799));
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "0", "-1", "Session", "Wed, 21 Oct 2026", "Wed, 21 Oct 2026 25:00:00 GMT", "21 2026 07:28:00", "é:é:é 1 Jan 2026"]
        {
            check(text, None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,60}") {
            let _ = date(&text);
        }
    }
}
