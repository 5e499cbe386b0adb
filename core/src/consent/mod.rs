//! What a request says of the visitor's consent: signals by which tags tell their vendors what was allowed, decoded to
//! plain words.
//!
//! A signal is what the sender claims. It is no proof that somebody was asked, nor that the vendor acts on it: a hit that
//! says "denied" left the page all the same. Raw values are kept as they pass ([`Seen`]) and decoded when somebody looks.

use crate::address::cut;
use crate::facts::Facts;
use crate::payload::Coding;
use crate::vendor::{Meaning, Role, Vendor};
use leaklight_text::{Message, message, t};
use serde::{Deserialize, Serialize};

pub mod banner;
mod bits;
pub(crate) mod check;
mod google;
mod gpp;
mod heard;
mod key;
pub(crate) mod managers;
pub(crate) mod marks;
mod shown;
mod tcf;
pub(crate) mod timeline;
mod told;
mod us_privacy;
mod vendors;
mod verdict;
mod weighed;

#[cfg(test)]
mod tests;

pub(crate) use key::{Form, has_form};
pub(crate) use shown::shown;
pub use verdict::{Choice, Verdict};

/// The longest value kept, in bytes: a TC string with bits for two thousand vendors fits.
const VALUE: usize = 2048;
/// The longest place kept, in bytes.
const PLACE: usize = 80;
/// The longest text said of one value, in bytes: a made-up GPP string may name section after section.
const SAID: usize = 1500;

/// What a signal comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Everything it speaks of may be done: consent was given or, where the law knows only objections, none was made.
    Granted,
    /// Nothing it speaks of may be done, or an objection or limit is in force.
    Denied,
    /// Some may be done and some not.
    Mixed,
    /// It does not say, or it cannot be read.
    Unclear,
}

impl Standing {
    /// The standing's word in data.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Granted => "granted",
            Standing::Denied => "denied",
            Standing::Mixed => "mixed",
            Standing::Unclear => "unclear",
        }
    }

    /// From whether anything is allowed and whether anything is refused.
    const fn of(yes: bool, no: bool) -> Standing {
        match (yes, no) {
            (true, false) => Standing::Granted,
            (false, true) => Standing::Denied,
            (true, true) => Standing::Mixed,
            (false, false) => Standing::Unclear,
        }
    }
}

/// One signal, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Its name in the field, the same in all languages: "TCF string", "US Privacy".
    pub name: &'static str,
    /// Where it stood, `query:gcs`; empty for one that is told by what is not there.
    pub at: String,
    /// The value as sent, cut. Text of the page: it reaches a person only through an `Excerpt`.
    pub value: String,
    /// What it says, in plain words, without anything of the value itself but numbers, dates and two-letter codes.
    pub said: String,
    /// What that comes to.
    pub standing: Standing,
    kind: Kind,
}

impl Signal {
    /// Its name for people.
    pub fn called(&self) -> &'static str {
        self.kind.called()
    }

    /// False where the value is not of its signal's form: it may then be anything.
    pub fn is_read(&self) -> bool {
        !self.said.starts_with(UNREAD.say())
    }
}

/// How the words on a value begin that is not of its signal's form.
const UNREAD: Message = message!("cannot be read: ");

/// What a value says and what that comes to.
type Decoded = (String, Standing);

/// The signals known, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Gcs,
    /// A hit of a Google tag on which `gcs` should stand and does not.
    GcsMissing,
    Gcd,
    Gcu,
    Npa,
    Dma,
    DmaCps,
    Gdpr,
    Tcf,
    Additional,
    Gpp,
    GppSid,
    UsPrivacy,
    MetaOptions,
    MetaCountry,
    MetaState,
    Limited,
    OptOut,
    Uet,
    Matomo,
    Given,
}

impl Kind {
    const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// Its name in data.
    const fn name(self) -> &'static str {
        match self {
            Kind::Gcs | Kind::GcsMissing => "Google consent mode",
            Kind::Gcd => "Google consent mode, how it came about",
            Kind::Gcu => "Google consent mode, update",
            Kind::Npa => "Google non-personalised ads",
            Kind::Dma | Kind::DmaCps => "Google and the Digital Markets Act",
            Kind::Gdpr => "GDPR applies",
            Kind::Tcf => "TCF string",
            Kind::Additional => "Google additional consent",
            Kind::Gpp => "GPP string",
            Kind::GppSid => "GPP sections that apply",
            Kind::UsPrivacy => "US Privacy",
            Kind::MetaOptions | Kind::MetaCountry | Kind::MetaState => "Meta limited data use",
            Kind::Limited => "Limited data use",
            Kind::OptOut => "Opt-out",
            Kind::Uet => "Microsoft UET consent mode",
            Kind::Matomo => "Matomo consent",
            Kind::Given => "Consent flag",
        }
    }

    /// Its name for people.
    fn called(self) -> &'static str {
        match self {
            Kind::Gcs | Kind::GcsMissing => t!("Google consent mode"),
            Kind::Gcd => t!("Google consent mode, how it came about"),
            Kind::Gcu => t!("Google consent mode, update"),
            Kind::Npa => t!("Google non-personalised ads"),
            Kind::Dma | Kind::DmaCps => t!("Google and the Digital Markets Act"),
            Kind::Gdpr => t!("GDPR applies"),
            Kind::Tcf => t!("TCF string"),
            Kind::Additional => t!("Google additional consent"),
            Kind::Gpp => t!("GPP string"),
            Kind::GppSid => t!("GPP sections that apply"),
            Kind::UsPrivacy => t!("US Privacy"),
            Kind::MetaOptions | Kind::MetaCountry | Kind::MetaState => t!("Meta limited data use"),
            Kind::Limited => t!("Limited data use"),
            Kind::OptOut => t!("Opt-out"),
            Kind::Uet => t!("Microsoft UET consent mode"),
            Kind::Matomo => t!("Matomo consent"),
            Kind::Given => t!("Consent flag"),
        }
    }
}

/// A value as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sent {
    at: String,
    value: String,
    /// True where the value was longer than what is kept.
    #[serde(default)]
    cut: bool,
}

/// The latest value of each signal one recipient was sent, in the order of the signals: at most as many as there are, and nearly always
/// none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Seen(Vec<(Kind, Sent)>);

/// The signals of one request, decoded; empty for nearly all.
pub fn signals(facts: &Facts<'_>) -> Vec<Signal> {
    let mut seen = Seen::default();
    seen.note(facts);
    seen.signals(facts.recognised.map(|r| r.vendor))
}

/// Whether a request is worth [`Seen::note`]: it carries a consent field, or is a hit on which one should stand.
pub(crate) fn speaks(facts: &Facts<'_>) -> bool {
    facts.meanings.contains(&Meaning::Consent) || is_google_hit(facts)
}

/// A hit of a Google tag that measures or advertises.
pub(crate) fn is_google_hit(facts: &Facts<'_>) -> bool {
    let measures = |id: &str| matches!(id, "google-analytics-4" | "google-ads" | "floodlight" | "universal-analytics");
    facts.recognised.as_ref().is_some_and(|r| r.role == Role::Collect && measures(r.vendor.id))
}

/// A Google hit that says that neither advertising nor analytics storage is allowed: it carries no cookies, and the page's address.
pub(crate) fn is_ping(facts: &Facts<'_>) -> bool {
    is_google_hit(facts) && facts.fields.items.iter().any(|f| f.path == "gcs" && f.value == "G100")
}

impl Seen {
    /// Takes note of what a request carries. True where anything changed.
    pub(crate) fn note(&mut self, facts: &Facts<'_>) -> bool {
        let vendor = facts.recognised.as_ref().map(|r| r.vendor.id);
        let (mut found, mut changed) = (0u32, false);
        // A field of the request itself goes before one found inside another: the inner one may be meant for somebody else.
        for inside in [false, true] {
            for (i, (field, meaning)) in facts.fields.items.iter().zip(&facts.meanings).enumerate() {
                if *meaning != Meaning::Consent || field.inside.is_some() != inside {
                    continue;
                }
                // What stands in an address was told to that address's host.
                if inside && facts.fields.chain(i).contains(&Coding::Address) {
                    continue;
                }
                let Some(kind) = key::kind(field, vendor).filter(|k| found & k.bit() == 0) else { continue };
                found |= kind.bit();
                changed |= self.set(kind, || field.at(), &field.value);
            }
        }
        let said = |kind: Kind| found & kind.bit() != 0;
        if said(Kind::Gdpr) && !said(Kind::Tcf) && self.get(Kind::Gdpr).is_some_and(|s| matches!(s.value.as_str(), "1" | "true")) {
            // What was said before by a fuller request stays.
            changed |= self.get(Kind::Tcf).is_none() && self.left_empty(Kind::Tcf, facts, vendor);
        }
        // Options that are there and empty are an answer: none is asked for.
        if said(Kind::MetaCountry) && !said(Kind::MetaOptions) {
            changed |= self.left_empty(Kind::MetaOptions, facts, vendor);
        }
        if !said(Kind::Gcs) && self.get(Kind::GcsMissing).is_none() {
            let missing = match said(Kind::Gcd) {
                true => self.get(Kind::Gcd).is_some_and(|s| google::is_unset(&s.value)),
                // `gtm` is what Google's own tag adds to every hit: without it a site's own program may have sent this one.
                false => is_google_hit(facts) && facts.fields.items.iter().any(|f| f.path == "gtm"),
            };
            if missing {
                changed |= self.set(Kind::GcsMissing, String::new, "");
            }
        }
        changed
    }

    /// A field of the kind is there and empty.
    fn left_empty(&mut self, kind: Kind, facts: &Facts<'_>, vendor: Option<&str>) -> bool {
        let empty = facts.fields.items.iter().find(|f| f.value.is_empty() && key::kind(f, vendor) == Some(kind));
        empty.is_some_and(|field| self.set(kind, || field.at(), ""))
    }

    fn get(&self, kind: Kind) -> Option<&Sent> {
        self.0.iter().find(|(known, _)| *known == kind).map(|(_, sent)| sent)
    }

    fn set(&mut self, kind: Kind, at: impl FnOnce() -> String, value: &str) -> bool {
        let value = value.trim();
        let kept = cut(value, VALUE);
        if self.get(kind).is_some_and(|s| s.value == kept) {
            return false;
        }
        let sent = Sent { at: cut(&at(), PLACE).to_owned(), value: kept.to_owned(), cut: kept.len() < value.len() };
        match self.0.iter().position(|(known, _)| *known >= kind) {
            Some(at) if self.0.get(at).is_some_and(|(known, _)| *known == kind) => drop(self.0.splice(at..=at, [(kind, sent)])),
            at => self.0.insert(at.unwrap_or(self.0.len()), (kind, sent)),
        }
        true
    }

    /// Long values go: memory is nearly full.
    pub(crate) fn shed(&mut self) {
        self.0.retain(|(_, sent)| sent.value.len() <= PLACE);
    }

    /// What was sent, decoded for whom it was sent to.
    pub(crate) fn signals(&self, vendor: Option<&Vendor>) -> Vec<Signal> {
        self.0
            .iter()
            .filter_map(|(kind, sent)| {
                let (mut said, standing) = self.decode(*kind, sent, vendor)?;
                if said.len() > SAID {
                    said = [cut(&said, SAID), "…"].concat();
                }
                Some(Signal { name: kind.name(), at: sent.at.clone(), value: sent.value.clone(), said, standing, kind: *kind })
            })
            .collect()
    }

    fn decode(&self, kind: Kind, sent: &Sent, vendor: Option<&Vendor>) -> Option<Decoded> {
        let value = sent.value.as_str();
        let other = |kind: Kind| self.get(kind).map(|s| s.value.as_str());
        let wanted = || match key::vendor_number(&sent.at) {
            Some(number) => Some((number, t!("the one it was sent for"))),
            None => vendor.filter(|v| v.owner.starts_with("Google")).map(|_| (tcf::GOOGLE, "Google")),
        };
        Some(match kind {
            Kind::Gcs => google::gcs(value),
            Kind::GcsMissing => return other(Kind::Gcs).is_none().then(google::missing),
            Kind::Gcd => google::gcd(value),
            Kind::Gcu => return google::gcu(value),
            Kind::Npa => google::npa(value),
            Kind::Dma => google::dma(value),
            Kind::DmaCps => google::dma_cps(value),
            Kind::Gdpr => tcf::gdpr(value),
            // A GPP string where a TC string was expected: "D" is its first sign.
            Kind::Tcf if value.starts_with('D') => gpp::string(value, wanted()),
            Kind::Tcf => tcf::string(value, wanted()),
            Kind::Additional => vendors::additional(value, sent.cut),
            Kind::Gpp => gpp::string(value, wanted()),
            Kind::GppSid => gpp::applicable(value),
            Kind::UsPrivacy if tcf::is_placeholder(value) => tcf::placeholder(),
            Kind::UsPrivacy => us_privacy::string(value),
            Kind::MetaOptions => vendors::meta(value, other(Kind::MetaCountry), other(Kind::MetaState)),
            Kind::MetaCountry | Kind::MetaState => return None,
            Kind::Limited => vendors::limited(value),
            Kind::OptOut => vendors::opt_out(value),
            Kind::Uet => vendors::uet(value),
            Kind::Matomo => vendors::matomo(value),
            Kind::Given => vendors::given(value),
        })
    }
}

/// A value that is not of its signal's form, and why.
fn unread(why: &str) -> Decoded {
    ([UNREAD.say(), why].concat(), Standing::Unclear)
}

/// "a", "a and b", "a, b and c".
fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => [&rest.join(t!(", ")), t!(" and "), last].concat(),
    }
}
