//! Names of cookies and storage keys that are known: the Open Cookie Database (Apache-2.0), reduced by `data/keys.mjs`.

use super::fold::{START, domain, fold, step};
use super::purpose::Purpose;

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// The longest name looked up by what it begins with, in bytes.
const LONGEST: usize = 64;
/// Fewer bytes are the beginning of anything.
const SHORTEST: usize = 2;

/// Whose a name is known to be, and what it is for. `whose`: the cookie's domain or the frame's host; names that many give their
/// entries count only on the domain the table names.
pub(super) fn find(name: &str, whose: &str) -> Option<(&'static str, Purpose)> {
    let mut best = row(fold(name.bytes().fold(START, step), false), whose);
    if best.is_none() {
        let mut hash = START;
        for (n, byte) in name.bytes().take(LONGEST).enumerate() {
            hash = step(hash, byte);
            if n + 1 >= SHORTEST {
                best = row(fold(hash, true), whose).or(best);
            }
        }
    }
    let what = best?;
    let company = include_str!(concat!(env!("OUT_DIR"), "/keys.names")).split('\n').nth(usize::from(what >> 2))?;
    let purpose = match what & 3 {
        0 => Purpose::Essential,
        1 => Purpose::Preferences,
        2 => Purpose::Analytics,
        _ => Purpose::Advertising,
    };
    Some((company, purpose))
}

/// What stands in the row of that number: the one of that domain before the one of any.
fn row(name: u32, whose: &str) -> Option<u16> {
    let first = NAMES.partition_point(|n| *n < name);
    let alike = NAMES.get(first..)?.iter().take_while(|n| **n == name).count();
    let rows = || ON.iter().zip(&WHAT).skip(first).take(alike);
    // Those of a domain come after the one of any.
    rows().rev().find(|(on, _)| **on == 0 || lies_on(whose, **on)).map(|(_, what)| *what)
}

fn lies_on(whose: &str, on: u16) -> bool {
    let mut rest = whose;
    loop {
        if domain(rest) == on {
            return true;
        }
        match rest.split_once('.') {
            Some((_, parent)) if parent.contains('.') => rest = parent,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, whose: &str, want: Option<(&str, Purpose)>) {
        assert_eq!(find(name, whose), want, "{name} on {whose}");
    }

    #[test]
    fn names_that_tell() {
        for name in ["id", "lang", "session", "token", "theme", "uid", "user_id", "sessionId", "cart", "test", "s", "", "é", "visitor_id"]
        {
            check(name, "www.clinic.example", None);
        }
        for site in ["www.clinic.example", "clinic.example"] {
            check("_hjIncludedInSessionSample_12345", site, Some(("Hotjar", Purpose::Preferences)));
            check("IDE", site, None);
            check("__gads", site, Some(("Google Marketing (DoubleClick)", Purpose::Advertising)));
        }
        check("_pk_id.1.1fff", "clinic.example", Some(("Matomo", Purpose::Analytics)));
    }

    #[test]
    fn a_name_of_many_counts_on_its_domain_alone() {
        check("uid", "notadform.net", None);
        check("uid", "track.adform.net", Some(("Adform", Purpose::Advertising)));
        check("uid", "adform.net", Some(("Adform", Purpose::Advertising)));
        check("token", "adform.net", Some(("Adform", Purpose::Advertising)));
        check("uid", "adform.net.clinic.example", None);
    }
}
