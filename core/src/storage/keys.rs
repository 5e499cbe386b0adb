//! Names of cookies and storage keys that are known: the Open Cookie Database (Apache-2.0), reduced by `data/keys.mjs`.

use super::fold::{START, domain, fold, step};
use super::purpose::Purpose;
use std::sync::OnceLock;

/// The longest name looked up by what it begins with, in bytes.
const LONGEST: usize = 64;
/// Fewer bytes are the beginning of anything.
const SHORTEST: usize = 2;

/// A row of the table.
#[derive(Clone, Copy)]
struct Row {
    /// The name's number; bit 31 for what begins so.
    name: u32,
    /// The domain it must lie on; 0 for any.
    on: u16,
    company: u16,
    purpose: Purpose,
}

const PREFIX: u32 = 1 << 31;

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut table: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/keys.table"));
        let mut rows: Vec<Row> = Vec::new();
        while let Some((&[a, b, c, d, kind], rest)) = table.split_first_chunk::<5>() {
            let (company, count) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
            let has_domain = kind & 8 != 0;
            let (names, rest) = rest.split_at_checked(count * 3).unwrap_or((&[], &[]));
            let (domains, rest) = rest.split_at_checked(if has_domain { count * 2 } else { 0 }).unwrap_or((&[], &[]));
            let purpose = match kind & 3 {
                0 => Purpose::Essential,
                1 => Purpose::Preferences,
                2 => Purpose::Analytics,
                _ => Purpose::Advertising,
            };
            for (n, name) in names.as_chunks::<3>().0.iter().enumerate() {
                let [x, y, z] = *name;
                let on = domains.get(n * 2..n * 2 + 2).map_or(0, |d| u16::from_le_bytes([d[0], d[1]]));
                let name = u32::from_le_bytes([x, y, z, 0]) | if kind & 4 != 0 { PREFIX } else { 0 };
                rows.push(Row { name, on, company, purpose });
            }
            table = rest;
        }
        crate::order::sort_by(&mut rows, |a, b| (a.name, a.on).cmp(&(b.name, b.on)));
        rows
    })
}

/// Whose a name is known to be, and what it is for. `whose`: the cookie's domain or the frame's host; names that many give their
/// entries count only on the domain the table names.
pub(super) fn find(name: &str, whose: &str) -> Option<(&'static str, Purpose)> {
    let exact = name.bytes().fold(START, step);
    let mut best = row(fold(exact), whose);
    if best.is_none() {
        let mut hash = START;
        for (n, byte) in name.bytes().take(LONGEST).enumerate() {
            hash = step(hash, byte);
            if n + 1 >= SHORTEST {
                best = row(fold(hash) | PREFIX, whose).or(best);
            }
        }
    }
    let row = best?;
    let company = include_str!(concat!(env!("OUT_DIR"), "/keys.names")).split('\n').nth(usize::from(row.company))?;
    Some((company, row.purpose))
}

/// The row of that number: the one of that domain before the one of any.
fn row(name: u32, whose: &str) -> Option<Row> {
    let all = rows();
    let first = all.partition_point(|r| r.name < name);
    let mut any = None;
    for row in all.get(first..)?.iter().take_while(|r| r.name == name) {
        match row.on {
            0 => any = any.or(Some(*row)),
            on if lies_on(whose, on) => return Some(*row),
            _ => {}
        }
    }
    any
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
