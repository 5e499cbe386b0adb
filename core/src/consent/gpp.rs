//! The Global Privacy Platform's string: a header that names its sections, then the sections.
//!
//! IAB Tech Lab, "Consent String Specification" and "Section Information" of the Global Privacy Platform, and the
//! specifications of its sections for the US, nation and states
//! (github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform, read 2026-11-26). The sections of Maryland, Indiana,
//! Kentucky and Rhode Island, which begin with a header of their own and were open for comment in October 2025, are named
//! and not read.

use super::bits::Bits;
use super::tcf::{self, Wanted};
use super::{Decoded, Standing, unread, us_privacy};
use leaklight_text::{Message, message, t};

/// Sections read of one string: there are fewer than thirty in the world.
const SECTIONS: usize = 32;

/// A US section's number, whom it is for, how many notices of two bits stand before the choices, and what the choices are.
const US: &[(u32, Message, usize, &[Message])] = &[
    (7, message!("US, national"), 6, &[message!("sale"), message!("sharing"), message!("targeted advertising")]),
    (8, message!("California"), 3, &[message!("sale"), message!("sharing")]),
    (9, message!("Virginia"), 3, SALE),
    (10, message!("Colorado"), 3, SALE),
    (11, message!("Utah"), 4, SALE),
    (12, message!("Connecticut"), 3, SALE),
    (13, message!("Florida"), 3, SALE),
    (14, message!("Montana"), 3, SALE),
    (15, message!("Oregon"), 3, SALE),
    (16, message!("Texas"), 3, SALE),
    (17, message!("Delaware"), 3, SALE),
    (18, message!("Iowa"), 4, SALE),
    (19, message!("Nebraska"), 3, SALE),
    (20, message!("New Hampshire"), 3, SALE),
    (21, message!("New Jersey"), 3, SALE),
    (22, message!("Tennessee"), 3, SALE),
    (23, message!("Minnesota"), 3, SALE),
];

const SALE: &[Message] = &[message!("sale"), message!("targeted advertising")];

/// The name of a section for people.
fn name(section: u32) -> &'static str {
    match section {
        1 => t!("EU TCF, version 1"),
        2 => t!("EU TCF"),
        5 => t!("Canada TCF"),
        6 => t!("US Privacy"),
        24 => t!("Maryland"),
        25 => t!("Indiana"),
        26 => t!("Kentucky"),
        27 => t!("Rhode Island"),
        _ => US.iter().find(|row| row.0 == section).map_or(t!("a section not known here"), |row| row.1.say()),
    }
}

/// `gpp`.
pub(super) fn string(value: &str, wanted: Wanted<'_>) -> Decoded {
    if tcf::is_placeholder(value) {
        return tcf::placeholder();
    }
    let mut parts = value.split('~');
    let Some(sections) = header(parts.next().unwrap_or_default()) else {
        return unread(t!("its header is not that of a GPP string of version 1"));
    };
    if sections.is_empty() {
        return (t!("no section: no choice is said").to_owned(), Standing::Unclear);
    }
    let (mut yes, mut no) = (false, false);
    let said: Vec<String> = sections
        .into_iter()
        .map(|section| {
            let (words, standing) = match parts.next() {
                Some(text) => one(section, text, wanted),
                None => unread(t!("it is not in the string")),
            };
            yes |= matches!(standing, Standing::Granted | Standing::Mixed);
            no |= matches!(standing, Standing::Denied | Standing::Mixed);
            t!("{section}: {words}", section = name(section))
        })
        .collect();
    (said.join(t!(". ")), Standing::of(yes, no))
}

/// The numbers of the sections that follow; none where it is no header of version 1.
fn header(text: &str) -> Option<Vec<u32>> {
    let mut bits = Bits::new(text);
    if (bits.take(6)?, bits.take(6)?) != (3, 1) {
        return None;
    }
    let (mut sections, mut last) = (Vec::new(), 0u32);
    for _ in 0..bits.number(12)? {
        let run = bits.flag()?;
        let from = last.checked_add(bits.fibonacci()?)?;
        last = if run { from.checked_add(bits.fibonacci()?)? } else { from };
        let room = SECTIONS.saturating_sub(sections.len());
        sections.extend((from..=last).take(room));
    }
    Some(sections)
}

fn one(section: u32, text: &str, wanted: Wanted<'_>) -> Decoded {
    match section {
        1 | 2 => tcf::string(text, wanted),
        5 => tcf::canada(text),
        6 => us_privacy::string(text),
        _ => match US.iter().find(|row| row.0 == section) {
            Some(row) => {
                us(text, row.0 == 7, row.2, row.3).unwrap_or_else(|| unread(t!("it ends too early or its version is not known here")))
            }
            None => (t!("there, and not read").to_owned(), Standing::Unclear),
        },
    }
}

/// A section of the US: opt-outs, on the national one also consent to data about health, and the browser's Global Privacy
/// Control where it was passed on.
fn us(text: &str, national: bool, notices: usize, choices: &[Message]) -> Option<Decoded> {
    let mut segments = text.split('.');
    let mut bits = Bits::new(segments.next()?);
    let version = bits.take(6)?;
    if version != 1 && !(national && version == 2) {
        return None;
    }
    bits.skip(2 * notices);
    let (mut yes, mut no) = (false, false);
    let (mut out, mut not_out) = (Vec::new(), Vec::new());
    for choice in choices {
        match bits.take(2)? {
            1 => out.push(choice.say()),
            2 => not_out.push(choice.say()),
            _ => {}
        }
    }
    let mut said = Vec::new();
    if !out.is_empty() {
        no = true;
        said.push(t!("opted out of {choices}", choices = super::list(&out)));
    }
    if !not_out.is_empty() {
        yes = true;
        said.push(t!("not opted out of {choices}", choices = super::list(&not_out)));
    }
    if said.is_empty() {
        said.push(t!("no choice said to apply").to_owned());
    }
    if national {
        // Race and belief come before health.
        bits.skip(2 * 2);
        match bits.take(2) {
            Some(1) => said.push(t!("no consent to use data about health").to_owned()),
            Some(2) => said.push(t!("consent to use data about health").to_owned()),
            _ => {}
        }
    }
    for segment in segments {
        let mut bits = Bits::new(segment);
        if bits.take(2) == Some(1) {
            match bits.flag() {
                Some(true) => {
                    no = true;
                    said.push(t!("the browser’s Global Privacy Control is on").to_owned());
                }
                Some(false) => said.push(t!("the browser’s Global Privacy Control is off").to_owned()),
                None => {}
            }
        }
    }
    Some((said.join(t!("; ")), Standing::of(yes, no)))
}

/// `gpp_sid`: the numbers of the sections that apply, `-1` where none does.
pub(super) fn applicable(value: &str) -> Decoded {
    if tcf::is_placeholder(value) {
        return tcf::placeholder();
    }
    if value == "-1" {
        return (t!("no section said to apply").to_owned(), Standing::Unclear);
    }
    let numbers: Option<Vec<u32>> = value.split([',', '_', '.']).take(SECTIONS).map(|n| n.trim().parse().ok()).collect();
    match numbers {
        Some(numbers) => {
            let names: Vec<&str> = numbers.into_iter().map(name).collect();
            (t!("said to apply: {sections}", sections = names.join(t!("; "))), Standing::Unclear)
        }
        None => unread(t!("it is no list of section numbers")),
    }
}
