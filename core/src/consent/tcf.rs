//! The Transparency and Consent Framework's string (TC string) and what travels with it.
//!
//! IAB Tech Lab, "Transparency and Consent String with Global Vendor & CMP List Formats", version 2 with its updates, and
//! "Consent string and vendor list formats v1.1"
//! (github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework, read 2026-11-26); for Canada, "GPP
//! Extension: IAB Canada TCF". TCF 2.2 and 2.3 keep the format of version 2. Publisher restrictions and the publisher's own
//! purposes are not read: they say what a vendor may not do, never that the visitor agreed.

use super::bits::Bits;
use super::{Decoded, Standing, list, unread};
use crate::report::time::civil;
use leaklight_text::{Message, message, t};

/// Google's number in the Global Vendor List.
pub(super) const GOOGLE: u16 = 755;

/// A vendor of the Global Vendor List whose bit is to be looked at, and what to call it.
pub(super) type Wanted<'a> = Option<(u16, &'a str)>;

/// Why a string could not be read, in words that go on from "cannot be read: ".
type Read<T> = Result<T, Message>;

/// How many purposes a string has room for.
const PURPOSES: u32 = 24;

const SHORT: Message = message!("it ends too early");

/// True for a value of the form of a TC string of version 1 or 2: long enough for its first fields, of its characters.
pub(super) fn is_string(value: &str) -> bool {
    let core = value.split('.').next().unwrap_or(value);
    core.starts_with(['B', 'C']) && core.len() >= 28 && Bits::new(core).is_sound()
}

/// `gdpr`.
pub(super) fn gdpr(value: &str) -> Decoded {
    match value {
        "1" | "true" => (t!("the GDPR said to apply").to_owned(), Standing::Unclear),
        "0" | "false" => (t!("the GDPR said not to apply").to_owned(), Standing::Unclear),
        _ if is_placeholder(value) => placeholder(),
        _ => unread(t!("it is neither 0 nor 1")),
    }
}

/// A string's place was left as the macro that should have been replaced (IAB Tech Lab, "Macro to pass TC String":
/// `${GDPR_CONSENT_755}`), or as another system's placeholder.
pub(super) fn is_placeholder(value: &str) -> bool {
    value.starts_with(['$', '[', '{', '%', '<'])
}

pub(super) fn placeholder() -> Decoded {
    (t!("nothing: a placeholder was sent that should have been replaced").to_owned(), Standing::Unclear)
}

/// A TC string; one in a field of its own may also be a GPP string.
pub(super) fn string(value: &str, wanted: Wanted<'_>) -> Decoded {
    if value.is_empty() {
        return (t!("the GDPR said to apply, and no TC string was sent").to_owned(), Standing::Unclear);
    }
    if is_placeholder(value) {
        return placeholder();
    }
    match read(value, wanted) {
        Ok(decoded) => decoded,
        Err(why) => unread(why.say()),
    }
}

fn read(value: &str, wanted: Wanted<'_>) -> Read<Decoded> {
    let mut segments = value.split('.');
    let core = segments.next().unwrap_or_default();
    let mut bits = Bits::new(core);
    if !bits.is_sound() {
        return Err(message!("it has characters that no TC string has"));
    }
    match bits.number(6).ok_or(SHORT)? {
        1 => first(bits),
        2 => second(bits, wanted, segments),
        3 => Err(message!("it is the start of a GPP string")),
        _ => Err(message!("its version is not known here")),
    }
}

/// The purposes a TC string of version 2 allows; none where it cannot be read.
pub(super) fn purposes(value: &str) -> Option<u32> {
    let mut bits = Bits::new(value.split('.').next()?);
    let version = bits.number(6)?;
    Made::read(&mut bits)?;
    match version {
        1 => {}
        // Policy, scope, stacks and features stand before.
        2 => bits.skip(6 + 2 + 12),
        _ => return None,
    }
    bits.number(PURPOSES as usize)
}

/// Whether a purpose, by its number, is among those of [`purposes`].
pub(super) const fn has(set: u32, purpose: u32) -> bool {
    set >> (PURPOSES - purpose) & 1 == 1
}

/// Who made the string, when, and in front of whom: the same in every version.
struct Made {
    created: u64,
    updated: u64,
    cmp: u32,
    screen: u32,
    language: Option<[char; 2]>,
}

impl Made {
    fn read(bits: &mut Bits<'_>) -> Option<Made> {
        // Tenths of a second since 1970.
        let (created, updated) = (bits.take(36)?, bits.take(36)?);
        let cmp = bits.number(12)?;
        bits.skip(12);
        let screen = bits.number(6)?;
        let language = bits.letters();
        bits.skip(12);
        Some(Made { created, updated, cmp, screen, language })
    }

    fn words(&self, said: &mut Vec<String>) {
        let day = |at: u64| {
            let (year, month, day) = civil(i64::try_from(at / 864_000).unwrap_or(0));
            format!("{year:04}-{month:02}-{day:02}")
        };
        let (created, updated) = (day(self.created), day(self.updated));
        said.push(if created == updated { t!("made {created}") } else { t!("made {created}, updated {updated}") });
        let (tool, screen) = (self.cmp, self.screen);
        said.push(match self.language {
            Some([a, b]) => t!("consent tool {tool}, screen {screen}, {language}", language = String::from_iter([a, b])),
            None => t!("consent tool {tool}, screen {screen}"),
        });
    }
}

/// Version 1, in use until 2020: five purposes and one list of vendors.
fn first(mut bits: Bits<'_>) -> Read<Decoded> {
    let made = Made::read(&mut bits).ok_or(SHORT)?;
    let purposes = bits.number(PURPOSES as usize).ok_or(SHORT)?;
    let mut said = vec![consent(purposes, 5)];
    if let Some(vendors) = vendors_of_first(&mut bits) {
        said.push(counted(vendors));
    }
    made.words(&mut said);
    said.push(t!("version 1, retired in 2020").to_owned());
    Ok((said.join(t!("; ")), standing(purposes, 5)))
}

fn vendors_of_first(bits: &mut Bits<'_>) -> Option<u32> {
    let max = bits.number(16)?;
    if !bits.flag()? {
        return (0..max).try_fold(0, |sum, _| Some(sum + u32::from(bits.flag()?)));
    }
    let rest = bits.flag()?;
    let listed = ranges(bits, None)?.0.min(max);
    Some(if rest { max - listed } else { listed })
}

fn second<'a>(mut bits: Bits<'_>, wanted: Wanted<'_>, segments: impl Iterator<Item = &'a str>) -> Read<Decoded> {
    let made = Made::read(&mut bits).ok_or(SHORT)?;
    let policy = bits.number(6).ok_or(SHORT)?;
    bits.skip(2);
    let features = bits.number(12).ok_or(SHORT)?;
    let purposes = bits.number(PURPOSES as usize).ok_or(SHORT)?;
    let interest = bits.number(PURPOSES as usize).ok_or(SHORT)?;
    bits.skip(1);
    let country = bits.letters();
    // Policy 4, that of TCF 2.2, brought the eleventh purpose.
    let all = if policy >= 4 { 11 } else { 10 };
    let told = telling(purposes);
    let mut said = vec![match consent(purposes, all) {
        consent if told.is_empty() || is_all(purposes, all) => consent,
        consent => t!("{consent}, among them {some}", some = list(&told)),
    }];
    if interest != 0 {
        said.push(t!("legitimate interest claimed for {purposes}", purposes = numbers(interest)));
    }
    let features: Vec<&str> = [(11, t!("precise location")), (10, t!("scanning the device"))]
        .into_iter()
        .filter_map(|(bit, words)| (features >> bit & 1 == 1).then_some(words))
        .collect();
    if !features.is_empty() {
        said.push(t!("{uses} allowed", uses = list(&features)));
    }
    let mut standing = standing(purposes, all);
    match vendors(&mut bits, wanted.map(|w| w.0)) {
        Some((count, has)) => {
            said.push(counted(count));
            if let Some((number, name)) = wanted {
                said.push(match has {
                    true => t!("{name} (vendor {number}) is among them"),
                    false => t!("{name} (vendor {number}) is not among them"),
                });
                if !has && standing == Standing::Granted {
                    standing = Standing::Mixed;
                }
            }
        }
        None => said.push(t!("its list of vendors could not be read").to_owned()),
    }
    if let Some(shown) = segments.filter_map(disclosed).next() {
        said.push(t!("{shown} vendors shown to the visitor"));
    }
    made.words(&mut said);
    if let Some([a, b]) = country {
        said.push(t!("publisher in {country}", country = String::from_iter([a, b])));
    }
    Ok((said.join(t!("; ")), standing))
}

/// Canada's TCF: express and implied consent in the places of consent and legitimate interest.
pub(super) fn canada(value: &str) -> Decoded {
    let mut bits = Bits::new(value.split('.').next().unwrap_or_default());
    let read = |bits: &mut Bits<'_>| {
        bits.skip(6);
        let made = Made::read(bits)?;
        bits.skip(6 + 1 + 12);
        Some((made, bits.number(PURPOSES as usize)?, bits.number(PURPOSES as usize)?))
    };
    let Some((made, express, implied)) = read(&mut bits) else { return unread(SHORT.say()) };
    let mut said = vec![t!("express {consent}", consent = consent(express, 10))];
    if implied != 0 {
        said.push(t!("implied {consent}", consent = consent(implied, 10)));
    }
    made.words(&mut said);
    (said.join(t!("; ")), standing(express | implied, 10))
}

/// The vendors with consent: how many, and whether the one looked for is among them.
fn vendors(bits: &mut Bits<'_>, wanted: Option<u16>) -> Option<(u32, bool)> {
    let max = bits.number(16)?;
    if bits.flag()? {
        let (count, has) = ranges(bits, wanted)?;
        return Some((count.min(max), has));
    }
    let (mut count, mut has) = (0, false);
    for number in 1..=max {
        let set = bits.flag()?;
        count += u32::from(set);
        has |= set && wanted.is_some_and(|w| u32::from(w) == number);
    }
    Some((count, has))
}

/// A list of single numbers and runs of numbers.
fn ranges(bits: &mut Bits<'_>, wanted: Option<u16>) -> Option<(u32, bool)> {
    let (mut count, mut has) = (0u32, false);
    for _ in 0..bits.number(12)? {
        let run = bits.flag()?;
        let from = bits.number(16)?;
        let to = if run { bits.number(16)? } else { from };
        count = count.saturating_add((to + 1).saturating_sub(from));
        has |= wanted.is_some_and(|w| (from..=to).contains(&u32::from(w)));
    }
    Some((count, has))
}

/// How many vendors a segment of disclosed vendors names; none where it is another segment. TCF 2.3 makes it a must.
fn disclosed(segment: &str) -> Option<u32> {
    let mut bits = Bits::new(segment);
    (bits.number(3)? == 1).then(|| vendors(&mut bits, None)).flatten().map(|v| v.0)
}

fn counted(vendors: u32) -> String {
    if vendors == 1 { t!("1 vendor with consent").to_owned() } else { t!("{vendors} vendors with consent") }
}

/// What a visitor would want to know is among the purposes, by their numbers in the framework's policies.
fn telling(purposes: u32) -> Vec<&'static str> {
    let has = |n: u32| purposes >> (PURPOSES - n) & 1 == 1;
    [
        (has(1), t!("storing on the device")),
        (has(3) || has(4), t!("profiles for advertising")),
        (has(7) || has(8) || has(9), t!("measuring")),
    ]
    .into_iter()
    .filter_map(|(set, words)| set.then_some(words))
    .collect()
}

fn consent(set: u32, all: u32) -> String {
    match set {
        0 => t!("consent to no purpose").to_owned(),
        _ if is_all(set, all) => t!("consent to all {all} purposes"),
        _ => t!("consent to {purposes}", purposes = numbers(set)),
    }
}

const fn is_all(set: u32, all: u32) -> bool {
    set >> (PURPOSES - all) == (1 << all) - 1
}

const fn standing(set: u32, all: u32) -> Standing {
    match set {
        0 => Standing::Denied,
        _ if is_all(set, all) => Standing::Granted,
        _ => Standing::Mixed,
    }
}

/// The numbers of set bits, the first bit being 1, runs joined: "purposes 1–4, 7".
fn numbers(set: u32) -> String {
    let has = |n: u32| (1..=PURPOSES).contains(&n) && set >> (PURPOSES - n) & 1 == 1;
    let mut out = String::new();
    for from in (1..=PURPOSES).filter(|&n| has(n) && !has(n - 1)) {
        let to = (from..=PURPOSES).take_while(|&n| has(n)).last().unwrap_or(from);
        if !out.is_empty() {
            out.push_str(t!(", "));
        }
        out.push_str(&from.to_string());
        if to > from {
            out.push_str(if to == from + 1 { t!(", ") } else { "–" });
            out.push_str(&to.to_string());
        }
    }
    if set.count_ones() == 1 { t!("purpose {numbers}", numbers = out) } else { t!("purposes {numbers}", numbers = out) }
}
