//! TC and GPP strings bit by bit.

use super::NOTHING;
use crate::consent::*;

/// Writes bits as a TC or GPP string has them.
#[derive(Default)]
struct Pen(Vec<bool>);

impl Pen {
    fn put(mut self, bits: u32, value: u64) -> Pen {
        self.0.extend((0..bits).rev().map(|i| value >> i & 1 == 1));
        self
    }

    fn text(self) -> String {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let six = |bits: &[bool]| (0..6).fold(0, |sum, i| sum * 2 + usize::from(bits.get(i) == Some(&true)));
        self.0.chunks(6).map(|c| char::from(alphabet[six(c)])).collect()
    }
}

/// Up to and with the vendor list's version, the same in versions 1 and 2: made 2026-01-02, updated 2026-01-03, tool 10,
/// screen 2, French.
fn begun(version: u64) -> Pen {
    let day = |n: u64| n * 864_000;
    Pen::default()
        .put(6, version)
        .put(36, day(20_455))
        .put(36, day(20_456) + 5)
        .put(12, 10)
        .put(12, 1)
        .put(6, 2)
        .put(6, 5)
        .put(6, 17)
        .put(12, 300)
}

/// Version 2 up to the vendors: publisher in Ireland.
fn core(policy: u64, features: u64, purposes: u64, interest: u64) -> Pen {
    begun(2).put(6, policy).put(2, 2).put(12, features).put(24, purposes).put(24, interest).put(1, 0).put(6, 8).put(6, 4)
}

/// A purpose's bit among 24.
const fn purpose(n: u32) -> u64 {
    1 << (24 - n)
}

#[test]
fn tc_strings_of_version_2() {
    let made = "made 2026-01-02, updated 2026-01-03; consent tool 10, screen 2, FR; publisher in IE";
    let wanted = Some((tcf::GOOGLE, "Google"));
    let all: u64 = (1..=11).map(purpose).sum();
    let some = purpose(1) | purpose(2) | purpose(3) | purpose(7) | purpose(9);
    let bits = |pen: Pen, set: &[u64]| (1..=800u64).fold(pen.put(16, 800).put(1, 0), |pen, n| pen.put(1, set.contains(&n).into()));
    let runs = |pen: Pen| pen.put(16, 800).put(1, 1).put(12, 2).put(1, 0).put(16, 3).put(1, 1).put(16, 700).put(16, 760);
    let disclosed = Pen::default().put(3, 1).put(16, 5).put(1, 0).put(5, 0b11011).text();
    for (string, said, standing) in [
        (
            bits(core(4, 0, all, 0), &[1, 755]).text(),
            "consent to all 11 purposes; 2 vendors with consent; Google (vendor 755) is among them; ",
            Standing::Granted,
        ),
        (
            bits(core(4, 0, all, 0), &[754]).text(),
            "consent to all 11 purposes; 1 vendor with consent; Google (vendor 755) is not among them; ",
            Standing::Mixed,
        ),
        (
            runs(core(5, 0b1100_0000_0000, some, purpose(2) | purpose(10))).text(),
            "consent to purposes 1–3, 7, 9, among them storing on the device, profiles for advertising and measuring; legitimate interest \
             claimed for purposes 2, 10; precise location and scanning the device allowed; 62 vendors with consent; Google (vendor 755) is \
             among them; ",
            Standing::Mixed,
        ),
        (
            [bits(core(2, 0, purpose(2), 0), &[]).text(), disclosed].join("."),
            "consent to purpose 2; 0 vendors with consent; Google (vendor 755) is not among them; 4 vendors shown to the visitor; ",
            Standing::Mixed,
        ),
        (
            core(4, 0, 0, purpose(7)).put(16, 800).put(1, 0).put(3, 0).text(),
            "consent to no purpose; legitimate interest claimed for purpose 7; its list of vendors could not be read; ",
            Standing::Denied,
        ),
    ] {
        assert_eq!(tcf::string(&string, wanted), ([said, made].concat(), standing), "{string}");
    }
}

#[test]
fn tc_strings_of_version_1() {
    let made = "; made 2026-01-02, updated 2026-01-03; consent tool 10, screen 2, FR; version 1, retired in 2020";
    let all: u64 = (1..=5).map(purpose).sum();
    for (string, said, standing) in [
        (
            begun(1).put(24, all).put(16, 4).put(1, 0).put(4, 0b1010).text(),
            "consent to all 5 purposes; 2 vendors with consent",
            Standing::Granted,
        ),
        // All but those listed.
        (
            begun(1).put(24, purpose(1)).put(16, 9).put(1, 1).put(1, 1).put(12, 1).put(1, 0).put(16, 3).text(),
            "consent to purpose 1; 8 vendors with consent",
            Standing::Mixed,
        ),
    ] {
        assert_eq!(tcf::string(&string, None), ([said, made].concat(), standing), "{string}");
    }
}

#[test]
fn tc_strings_that_cannot_be_read_say_why() {
    for (string, why) in [
        ("C", "it ends too early"),
        ("CPXxRfAPXxRfAAfKAB", "it ends too early"),
        ("1", "its version is not known here"),
        ("CPXx RfA", "it has characters that no TC string has"),
        ("jordan@example.org", "it has characters that no TC string has"),
    ] {
        assert_eq!(tcf::string(string, None), (format!("cannot be read: {why}"), Standing::Unclear), "{string}");
    }
}

#[test]
fn gpp_strings() {
    let eu = "EU TCF: consent to no purpose; 0 vendors with consent; made 2022-04-20; consent tool 31, screen 1, EN; publisher in DE";
    let us = "US Privacy: not opted out of sale; notice given; not under the limited service provider agreement";
    let header = |ids: &[(u32, u64)]| {
        ids.iter().fold(Pen::default().put(6, 3).put(6, 1).put(12, ids.len() as u64), |pen, &(n, v)| pen.put(1, 0).put(n, v)).text()
    };
    // Fibonacci: 7 is 01011, 8 is 000011, 11 is 001011, 24 is 00100011 with 1, 2, 3, 5, 8, 13, 21.
    let (national, california, utah, maryland) = ((5, 0b01011), (6, 0b000011), (6, 0b001011), (8, 0b0010_0011));
    let choices = |version: u64, notices: u32, signs: &[u64]| {
        signs.iter().fold(Pen::default().put(6, version).put(2 * notices, 0x5555 >> (16 - 2 * notices)), |pen, &v| pen.put(2, v)).text()
    };
    for (string, said, standing) in [
        // The specification's own examples.
        (format!("DBABM~{NOTHING}"), eu.to_owned(), Standing::Denied),
        (format!("DBACNY~{NOTHING}~1YNN"), format!("{eu}. {us}"), Standing::Mixed),
        (
            format!("{}~{}.{}", header(&[national]), choices(1, 6, &[1, 2, 0, 0, 0, 1]), Pen::default().put(2, 1).put(1, 1).text()),
            "US, national: opted out of sale; not opted out of sharing; no consent to use data about health; the browser’s Global Privacy \
             Control is on"
                .to_owned(),
            Standing::Mixed,
        ),
        (
            format!("{}~{}", header(&[california]), choices(1, 3, &[2, 2])),
            "California: not opted out of sale and sharing".to_owned(),
            Standing::Granted,
        ),
        (format!("{}~{}", header(&[utah]), choices(1, 4, &[0, 1])), "Utah: opted out of targeted advertising".to_owned(), Standing::Denied),
        (format!("{}~{}", header(&[utah]), choices(1, 4, &[0, 0])), "Utah: no choice said to apply".to_owned(), Standing::Unclear),
        (format!("{}~AAAA", header(&[maryland])), "Maryland: there, and not read".to_owned(), Standing::Unclear),
        (
            format!("{}~{}", header(&[california]), choices(2, 3, &[2, 2])),
            "California: cannot be read: it ends too early or its version is not known here".to_owned(),
            Standing::Unclear,
        ),
        (header(&[california]), "California: cannot be read: it is not in the string".to_owned(), Standing::Unclear),
        ("DBAA".to_owned(), "no section: no choice is said".to_owned(), Standing::Unclear),
        ("CPXx".to_owned(), "cannot be read: its header is not that of a GPP string of version 1".to_owned(), Standing::Unclear),
    ] {
        assert_eq!(gpp::string(&string, None), (said, standing), "{string}");
    }
    // Sections 5 and 6 as one run: the specification's third example.
    assert!(gpp::string("DBABjw~x~1YNN", None).0.ends_with(us));
}

#[test]
fn gpp_sections_that_apply() {
    for (value, said) in [
        ("7", "said to apply: US, national"),
        ("7,8", "said to apply: US, national; California"),
        ("7_2", "said to apply: US, national; EU TCF"),
        ("99", "said to apply: a section not known here"),
        ("-1", "no section said to apply"),
        ("seven", "cannot be read: it is no list of section numbers"),
        ("", "cannot be read: it is no list of section numbers"),
    ] {
        assert_eq!(gpp::applicable(value).0, said, "{value}");
    }
}

/// The largest numbers a string can hold cost no more than its own length: a range of every vendor, thousands of entries,
/// a header of a million sections.
#[test]
fn what_a_string_claims_costs_nothing() {
    let every = |pen: Pen| (0..300).fold(pen.put(16, 0xffff).put(1, 1).put(12, 4095), |pen, _| pen.put(1, 1).put(16, 1).put(16, 0xffff));
    let entries = every(core(4, 0, purpose(1), 0)).text();
    assert!(tcf::string(&entries, None).0.contains("its list of vendors could not be read"));
    let one = core(4, 0, purpose(1), 0).put(16, 0xffff).put(1, 1).put(12, 1).put(1, 1).put(16, 1).put(16, 0xffff).text();
    assert!(tcf::string(&one, None).0.contains("65535 vendors"));
    // One run of 28,657 sections, each missing: named up to the bound.
    let sections = Pen::default().put(6, 3).put(6, 1).put(12, 1).put(1, 1).put(2, 0b11).put(22, 0b11).text();
    assert_eq!(gpp::string(&sections, None).0.matches("cannot be read").count(), 32);
    assert_eq!(gpp::applicable(&"7,".repeat(500)).0.matches("US, national").count(), 32);
}
