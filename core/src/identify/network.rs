//! Network addresses, places on earth and device numbers.

use super::text;
use std::net::{IpAddr, Ipv4Addr};

/// Reads a whole value as an IP address; a port or brackets around it do not matter.
pub(super) fn ip(value: &str) -> Option<IpAddr> {
    let v = value.trim();
    if !(3..=60).contains(&v.len()) {
        return None;
    }
    if let Some(inner) = v.strip_prefix('[') {
        return inner.split(']').next().and_then(|a| a.parse().ok());
    }
    // `X-Forwarded-For` lists the visitor first.
    let first = v.split(',').next().unwrap_or(v).trim();
    let host = match first.split_once(':') {
        Some((host, port)) if !port.contains(':') => host,
        _ => first,
    };
    host.parse().ok()
}

/// An address that could be a visitor's and is unlikely to be a version number, for values no key explains.
pub(super) fn ip_by_look(value: &str) -> bool {
    match ip(value) {
        Some(IpAddr::V4(v4)) => {
            let [a, b, c, d] = v4.octets();
            let public = !(v4.is_private()
                || v4.is_loopback()
                || v4.is_unspecified()
                || v4.is_link_local()
                || v4.is_multicast()
                || a == 0
                || a >= 240);
            public && [a, b, c, d].iter().filter(|&&o| o >= 30).count() >= 3
        }
        Some(IpAddr::V6(v6)) => v6.segments()[0] & 0xe000 == 0x2000 && value.len() >= 15,
        None => false,
    }
}

/// An address that says nothing about a visitor: none, this machine.
pub(super) fn is_nobody(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(a) => a.is_unspecified() || a.is_loopback() || a == Ipv4Addr::BROADCAST,
        IpAddr::V6(a) => a.is_unspecified() || a.is_loopback(),
    }
}

/// A latitude or longitude with three decimals or more: within about 100 metres.
///
/// Read as two whole numbers: reading a broken one would link large tables of powers.
pub(super) fn is_degree(value: &str, most: u16) -> bool {
    let v = value.trim();
    let Some((whole, decimals)) = v.strip_prefix(['-', '+']).unwrap_or(v).split_once('.') else { return false };
    if !(1..=3).contains(&whole.len()) || !(3..=18).contains(&decimals.len()) || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let broken = decimals.bytes().any(|b| b != b'0');
    // A second sign is none of a number's.
    whole.bytes().all(|b| b.is_ascii_digit())
        && whole.parse::<u16>().is_ok_and(|whole| (whole > 0 || broken) && (whole < most || whole == most && !broken))
}

/// `40.7128,-74.0060`: a precise latitude and longitude.
pub(super) fn is_place(value: &str) -> bool {
    let v = value.trim().trim_matches(['(', ')', '[', ']']);
    let Some((lat, lon)) = v.split_once([',', ';', '|']) else { return false };
    is_degree(lat, 90) && is_degree(lon, 180)
}

/// A device's own number: an advertising id (a UUID, not all zero), an IMEI (fifteen digits, Luhn), a MAC address.
pub(super) fn is_device(value: &str) -> bool {
    let v = value.trim();
    if text::is_uuid(v) {
        return v.bytes().any(|b| b != b'0' && b != b'-');
    }
    let digits = v.bytes().all(|b| b.is_ascii_digit());
    if digits {
        return v.len() == 15 && text::luhn(v.as_bytes(), 0) && !text::all_same(v.as_bytes());
    }
    let mac =
        v.len() == 17 && v.bytes().enumerate().all(|(i, b)| if i % 3 == 2 { matches!(b, b':' | b'-') } else { b.is_ascii_hexdigit() });
    mac || (v.len() == 16 && v.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_rounded_places_are_clean() {
        for clean in ["131.0.6778.86", "2.9.82", "1.2.3.4", "10.0.0.1", "192.168.1.20", "", "1", "::", "12:30:55"] {
            assert!(!ip_by_look(clean), "{clean}");
        }
        assert!(ip_by_look("129.89.142.61") && ip("[2001:db8::1]:443").is_some() && ip("29.16.25.246:8080").is_some());
        for clean in ["40.7", "40", "1920.000x", "129.450", "0.000", "a.bcd", "95.12345"] {
            assert!(!is_degree(clean, 90), "{clean}");
        }
        for clean in
            ["0.000", "-00.000", "--1.234", "+-1.234", "90.001", "91.000", "1.23", "1234.567", "a.123", "1.2a3", ".123", "1.2345.6"]
        {
            assert!(!is_degree(clean, 90), "{clean}");
        }
        for degree in ["90.000", "-90.000", "+0.001", " 089.999 ", "-0.100"] {
            assert!(is_degree(degree, 90), "{degree}");
        }
        assert!(is_degree("40.7128", 90) && is_degree("-74.0060", 180) && is_place("40.7128,-74.0060"));
        assert!(
            !is_device("00000000-0000-0000-0000-000000000000")
                && is_device("38400000-8cf0-11bd-b23e-10b96e40000d")
                && is_device("01:23:45:67:89:ab")
        );
    }
}
