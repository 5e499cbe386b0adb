//! What kind of page an address belongs to, by its words and by what the page asks for.

use super::forms::Seen;
use super::{Evidence, Judgement, Kind, Topic, tells};
use crate::address::Address;
use crate::visible::printable;
use leaklight_text::{Message, message, t};

/// The context axis (DOMAIN 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// General pages, careers, news.
    C0,
    /// A public health topic, or another sensitive one.
    C1,
    /// A flow with intent: find a doctor, scheduling, symptom checker, intake, bill pay.
    C2,
    /// Looks like a portal behind a login. An address cannot prove that: the user must confirm before it counts as C3.
    C3candidate,
}

impl Context {
    /// The axis's short name.
    pub const fn word(self) -> &'static str {
        match self {
            Context::C0 => "C0",
            Context::C1 => "C1",
            Context::C2 => "C2",
            Context::C3candidate => "C3?",
        }
    }

    /// The axis's number. The portal needs the user's word; until then it counts as a page where a visitor acts.
    pub const fn class(self) -> u8 {
        match self {
            Context::C0 => 0,
            Context::C1 => 1,
            Context::C2 | Context::C3candidate => 2,
        }
    }
}

/// A portal's word that only patients' portals have, from so many points on; "portal" by itself is any shop's.
const PATIENTS: i16 = 40;
/// Points from which on a provider's word in a title says what the page is for.
const FINDING: i16 = 60;
/// Reasons given for one class.
const MAX_REASONS: usize = 4;

/// The context of the page at `a`, judged as `j`.
pub fn page_context(a: &Address<'_>, j: &Judgement<'_>) -> Context {
    let raises = |k: Kind| j.evidence.iter().any(|e| e.kind == k && e.weight > 0);
    // The word "portal" by itself is any shop's; only beside health does it mean a patient's.
    if j.sensitive && raises(Kind::Portal) {
        return Context::C3candidate;
    }
    let step = raises(Kind::Step) || raises(Kind::Billing);
    let care = j.evidence.iter().any(|e| {
        let says = !matches!(e.kind, Kind::Step | Kind::Body | Kind::Person | Kind::Section) && e.weight >= 40;
        e.at == "host" && e.weight > 0 || says && e.topic.is_some_and(super::Topic::is_health)
    });
    if step && (j.sensitive || care && !is_lowered(j)) {
        return Context::C2;
    }
    if j.sensitive {
        // "… at Bayside Clinic" is how a clinic ends its titles; "Find a doctor" is what a page is for.
        let provider = |e: &Evidence<'_>| e.kind == Kind::Provider && e.weight > 0 && !is_name(e);
        let intake = j.evidence.iter().any(provider) || a.query().contains("symptom");
        return if intake { Context::C2 } else { Context::C1 };
    }
    Context::C0
}

/// Words speak against it: careers, news, a shop.
fn is_lowered(j: &Judgement<'_>) -> bool {
    !j.sensitive && j.evidence.iter().any(|e| e.kind == Kind::Setting)
}

/// True where the words are about health.
pub(crate) fn is_health(j: &Judgement<'_>) -> bool {
    j.sensitive && j.topics.iter().copied().any(Topic::is_health)
}

/// True where the words are a provider's: an appointment, finding a doctor, a bill, a patient portal.
pub(crate) fn is_providers(j: &Judgement<'_>) -> bool {
    is_health(j) && j.evidence.iter().any(|e| e.weight > 0 && matches!(e.kind, Kind::Provider | Kind::Portal | Kind::Step | Kind::Billing))
}

/// The context of a page, with the reasons for it in plain words, the weightiest first.
///
/// `seen` are its forms and links. `care` is true where the site has shown pages about care: what says little elsewhere (a form to
/// write to somebody, "book an appointment") then says more.
pub(crate) fn context(a: &Address<'_>, j: &Judgement<'_>, seen: &Seen, care: bool) -> (Context, Vec<String>) {
    const SHOWN: Message = message!("this site has shown pages about care");
    let by_words = page_context(a, j);
    let raises = |k: Kind| j.evidence.iter().any(|e| e.kind == k && e.weight > 0);
    let care = care && !is_lowered(j);
    let about = care || is_health(j);
    let patients = j.evidence.iter().any(|e| e.kind == Kind::Portal && e.weight >= PATIENTS);
    let mut why: Vec<String> = Vec::new();
    let mut class = by_words;

    let theirs = !seen.records.is_empty() || patients;
    // Many health sites have a field to sign in at the head of every page: beside health alone only a page that is about signing in.
    let door = || ["login", "log-in", "signin", "sign-in", "account", "portal"].iter().any(|w| a.path().contains(w));
    if seen.sign_out && (theirs || care) || seen.sign_in && (theirs && !is_lowered(j) || about && door()) {
        class = Context::C3candidate;
        why.push(if seen.sign_out { t!("somebody can sign out here") } else { t!("somebody can sign in here") }.to_owned());
        if !seen.records.is_empty() {
            why.push(t!("it offers “{link}”", link = seen.records));
        } else if !patients && care {
            why.push(SHOWN.say().to_owned());
        }
    }
    let intake = seen.asks.is_intake(about) && !is_lowered(j);
    let acts = care && (raises(Kind::Step) || raises(Kind::Billing));
    let writes = care && seen.write && (acts || ["contact", "request", "inquir"].iter().any(|w| a.path().contains(w)));
    if intake || acts || writes {
        class = class.max(Context::C2);
        if intake {
            why.push(t!("its form asks for {what}", what = list(&seen.asks.what)));
        } else if writes {
            why.push(t!("it has a form to write to the site").to_owned());
        }
        if by_words < Context::C2 && !(intake && seen.asks.is_intake(false)) && care && !why.iter().any(|w| w == SHOWN.say()) {
            why.push(SHOWN.say().to_owned());
        }
    }
    if class > Context::C0 {
        words(j, class, &mut why);
    }
    why.truncate(MAX_REASONS);
    (class, why)
}

/// True for a provider's word in a title that may be no more than the site's name.
fn is_name(e: &Evidence<'_>) -> bool {
    e.kind == Kind::Provider && e.at == "title" && e.weight < FINDING
}

/// "a date of birth, symptoms and insurance", of lines.
fn list(what: &str) -> String {
    match what.rsplit_once('\n') {
        Some((first, last)) => t!("{first} and {last}", first = first.replace('\n', t!(", "))),
        None => what.to_owned(),
    }
}

/// The words that say so: for a page where a visitor acts those of the act first.
fn words(j: &Judgement<'_>, class: Context, why: &mut Vec<String>) {
    if j.is_marked() {
        why.push(t!("you marked this page as sensitive").to_owned());
    }
    let acts = |e: &&Evidence<'_>| matches!(e.kind, Kind::Step | Kind::Billing | Kind::Portal | Kind::Provider);
    let told = |e: &&Evidence<'_>| e.weight > 0 && !matches!(e.at.as_str(), "host" | "address") && !e.text.is_empty() && tells(e.kind);
    let first = j.evidence.iter().filter(told).filter(|e| class >= Context::C2 && acts(e) && !is_name(e)).max_by_key(|e| e.weight);
    let second = j.evidence.iter().filter(told).filter(|e| j.sensitive && !acts(e)).max_by_key(|e| e.weight);
    for e in first.into_iter().chain(second) {
        let words = printable(crate::address::cut(&e.text, 60));
        why.push(match e.at.as_str() {
            at if super::is_typed(at) => t!("what was typed into search says so").to_owned(),
            "title" => t!("the title says “{words}”"),
            _ => t!("the address says “{words}”"),
        });
    }
}
