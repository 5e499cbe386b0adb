//! Dates for people, from milliseconds alone: core knows no clock and no time zone.

use crate::observation::Millis;

const DAY: i64 = 86_400;

/// Year, month (1 to 12) and day of a day number since 1970-01-01, proleptic Gregorian (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`,
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
pub fn civil(days: i64) -> (i64, u8, u8) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month < 3), month as u8, day as u8)
}

/// "2027-03-03 14:02:30 UTC".
pub fn utc(at: Millis) -> String {
    let seconds = i64::try_from(at / 1000).unwrap_or(0);
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    let s = seconds.rem_euclid(DAY);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", s / 3600, s / 60 % 60, s % 60)
}

/// "2027-03-03T14:02:30.125Z": the same for programs (ISO 8601, RFC 3339).
pub fn iso(at: Millis) -> String {
    let mut out = utc(at).replacen(' ', "T", 1);
    out.truncate(out.len().saturating_sub(" UTC".len()));
    let ms = at % 1000;
    for piece in [".", digit(ms / 100), digit(ms / 10 % 10), digit(ms % 10), "Z"] {
        out.push_str(piece);
    }
    out
}

fn digit(n: Millis) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"].get(n as usize).copied().unwrap_or("0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_the_calendar_s() {
        for (at, said) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399_999, "2000-02-28 23:59:59 UTC"),
            (951_782_400_000, "2000-02-29 00:00:00 UTC"),
            (1_804_082_550_000, "2027-03-03 14:02:30 UTC"),
            (4_107_542_400_000, "2100-03-01 00:00:00 UTC"),
        ] {
            assert_eq!(utc(at), said);
        }
        assert_eq!(iso(1_804_082_550_125), "2027-03-03T14:02:30.125Z");
        assert_eq!(iso(7), "1970-01-01T00:00:00.007Z");
        assert_eq!(civil(-1), (1969, 12, 31));
        let _ = utc(Millis::MAX);
    }
}
