//! Boundary out: a finding is a kind with its severity, evidence and limits.

use crate::excerpt::Excerpt;
use crate::known::FieldAt;
use crate::observation::Millis;
use crate::site::Party;
use leaklight_text::{Message, message, t};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

macro_rules! kinds {
    ($($name:ident $word:literal $title:expr;)*) => {
        /// What kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum Kind { $($name,)* }

        impl Kind {
            /// The word in outputs, kebab-case.
            pub const fn word(self) -> &'static str { match self { $(Kind::$name => $word,)* } }
            /// A heading a person reads.
            pub fn title(self) -> &'static str { match self { $(Kind::$name => $title.say(),)* } }
            /// Every kind there is a detector for.
            pub const ALL: &'static [Kind] = &[$(Kind::$name,)*];
        }
    };
}

kinds! {
    SensitivePageUrl "sensitive-page-url" message!("Revealing page address");
    SensitiveUrlThirdParty "sensitive-url-third-party" message!("Page address sent to another company");
    SensitiveUrlOwnAnalytics "sensitive-url-own-analytics" message!("Page address kept by your own analytics");
    IdentifierInUrl "identifier-in-url" message!("Personal detail in the page address");
    IdentifierToThirdParty "identifier-to-third-party" message!("Personal detail sent to another company");
    IdentityWithHealthContext "identity-with-health-context" message!("A person and a sensitive matter, together");
    FormValueLeak "form-value-leak" message!("Typed text sent to another company");
    HashedIdentity "hashed-identity" message!("Scrambled identity sent");
    UserIdLinked "user-id-linked" message!("Visits tied to a user number");
    TitleLeak "title-leak" message!("Page title sent to another company");
    SearchTermLeak "search-term-leak" message!("Search words sent to another company");
    ReferrerLeak "referrer-leak" message!("Previous page passed on");
    InteractionDetailLeak "interaction-detail-leak" message!("Button or field text sent");
    EventNameLeak "event-name-leak" message!("Revealing event name");
    SessionReplayActive "session-replay-active" message!("The visit is being recorded");
    ChatWidget "chat-widget" message!("Chat line opened");
    EmbedContact "embed-contact" message!("Embedded content");
    CrossSiteId "cross-site-id" message!("Recognisable on other sites");
    SensitiveStorage "sensitive-storage" message!("Kept in this browser");
    PreConsentRequest "pre-consent-request" message!("Told before the visitor could choose");
    ConsentIgnored "consent-ignored" message!("The visitor said no");
    ConsentSignalMismatch "consent-signal-mismatch" message!("The banner and the tag disagree");
    CloudProcessor "cloud-processor" message!("Analytics hosted by a vendor");
    MatomoPluginFlow "matomo-plugin-flow" message!("A Matomo plugin sends more");
    MatomoConfigWeak "matomo-config-weak" message!("Matomo could collect less");
    FirstPartyRelay "first-party-relay" message!("Your own server, a vendor's language");
    InsecureTransport "insecure-transport" message!("Sent without encryption");
    SecretInTracking "secret-in-tracking" message!("A key in a tracking request");
    EnvironmentOrDuplicateTag "environment-or-duplicate-tag" message!("Test tag on the live site, or counted twice");
    TagChain "tag-chain" message!("Brought by another company's tag");
    UnknownOrUnreadable "unknown-or-unreadable" message!("Sent, and we could not read it");
}

/// How grave, worst last so that the order of the type is the order of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// The word in outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    pub(crate) const fn raised(self) -> Severity {
        match self {
            Severity::Info => Severity::Low,
            Severity::Low => Severity::Medium,
            Severity::Medium => Severity::High,
            Severity::High | Severity::Critical => Severity::Critical,
        }
    }

    /// Of the two, the lesser.
    pub(crate) const fn at_most(self, most: Severity) -> Severity {
        if (self as u8) > (most as u8) { most } else { self }
    }

    pub(crate) const fn lowered(self) -> Severity {
        match self {
            Severity::Critical => Severity::High,
            Severity::High => Severity::Medium,
            Severity::Medium => Severity::Low,
            Severity::Low | Severity::Info => Severity::Info,
        }
    }
}

/// The five axes severity is computed from, each from 0 (nothing) upward; see [`Axes::severity`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axes {
    /// 0 technical, 1 page address or title without a health term, 2 health topic, 3 intent or service, 4 direct identifier.
    pub data: u8,
    /// 0 IP address only, 1 pseudonymous id, 2 cross-site id, 3 hashed e-mail or phone, 4 plain identifier or user id.
    pub identity: u8,
    /// 0 same site, 1 first-party relay, 2 third party with a recorded BAA, 3 third party, 4 advertising, social, data broker.
    pub recipient: u8,
    /// 0 general, 1 public health topic, 2 intent flow, 3 logged-in portal (confirmed by the user).
    pub context: u8,
    /// 0 after accepting, 1 no banner or unknown, 2 before a choice, 3 after rejecting or with GPC.
    pub consent: u8,
}

impl Axes {
    /// The base severity of these axes.
    pub fn severity(self) -> Severity {
        let Axes { data: d, identity: i, recipient: r, context: c, consent: k } = self;
        if (d >= 4 && r >= 3) || (d >= 3 && c >= 3 && r >= 3) {
            Severity::Critical
        } else if (d >= 2 && i >= 2 && r >= 4 && c >= 1) || (d >= 3 && r >= 3) || (k >= 3 && r >= 3 && d >= 1) {
            Severity::High
        } else if (d >= 2 && r >= 2) || d >= 3 || (k == 2 && r >= 3 && d >= 1) {
            Severity::Medium
        } else if (d >= 1 && r >= 2) || d >= 2 {
            Severity::Low
        } else {
            Severity::Info
        }
    }

    /// The axes in plain words, one line each, for "why this severity".
    pub fn explain(self) -> Vec<&'static str> {
        let pick = |words: &[Message], n: u8| words.get(usize::from(n)).map_or("", |word| word.say());
        vec![
            pick(
                &[
                    message!("technical data only"),
                    message!("page address or title"),
                    message!("a health topic"),
                    message!("an intent or a service (appointment, test, provider, search)"),
                    message!("a personal detail"),
                ],
                self.data,
            ),
            pick(
                &[
                    message!("no identifier beside the network address"),
                    message!("with a visitor number"),
                    message!("with an id that works across sites"),
                    message!("with a scrambled e-mail or phone"),
                    message!("with a name, e-mail or user id"),
                ],
                self.identity,
            ),
            pick(
                &[
                    message!("to the site itself"),
                    message!("to a relay on the site's own host"),
                    message!("to a third party with a recorded agreement"),
                    message!("to a third party"),
                    message!("to an advertising, social or data company"),
                ],
                self.recipient,
            ),
            pick(
                &[
                    message!("on a general page"),
                    message!("on a health page"),
                    message!("on a page where a visitor acts (booking, searching, paying)"),
                    message!("in a logged-in portal"),
                ],
                self.context,
            ),
            pick(
                &[
                    message!("after consent"),
                    message!("consent state not known"),
                    message!("before the visitor chose"),
                    message!("after the visitor said no"),
                ],
                self.consent,
            ),
        ]
    }
}

/// Who got it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Stable key: the vendor's id, or the registrable domain where no vendor is known.
    pub id: String,
    /// As a person would say it: "Meta Pixel", "tracker.example".
    pub name: String,
    /// The company, where known.
    pub owner: Option<String>,
    /// The category's word, where known.
    pub category: Option<String>,
    /// The host the request went to.
    pub host: String,
    /// How it stands to the page.
    pub party: Party,
    /// A vendor's payload on a first-party host.
    pub relay: bool,
}

/// One thing that was seen, as proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it stood: `query:dl`, `body:events[0].dt`, `storage:local:_pk_ref`, `cookie:_fbp`.
    pub at: String,
    /// What the field means, in plain words: "page address".
    pub label: String,
    /// The value, masked and capped.
    pub value: Excerpt,
    /// How it was packed, outermost first, in plain words: "base64", "SHA-256".
    pub packed: Vec<String>,
    /// The known value behind it; none where only its form tells.
    #[serde(default)]
    pub known: Option<Proven>,
}

/// A known value behind a piece of proof: it is what it looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    /// The value's number in the tab.
    pub id: u32,
    /// Whose and what, as in a sentence: "your e-mail", "Jordan Avery’s phone number", "what you typed into “Reason”".
    pub value: String,
    /// What was done to it on its way out, the first first: "trimmed, lower-cased", "SHA-256", "hex"; empty where it left as it was.
    pub steps: Vec<String>,
    /// When it was last changed in its field; none where nobody typed it.
    pub typed: Option<Millis>,
    /// When it left.
    pub left: Millis,
    /// When the form it stands in was sent, and by which button; none while nobody pressed it.
    pub sent: Option<(Millis, String)>,
    /// The field it stands in, while its document is shown.
    pub field: Option<FieldAt>,
}

impl Proven {
    /// The whole proof in one line: "your e-mail → trimmed, lower-cased → SHA-256 → hex, in `ud[em]`, 1.2 s before Send". `at` is where it
    /// stood ([`Evidence::at`]); a field is named by its key as sent, in backticks.
    pub fn line(&self, at: &str) -> String {
        let mut out = self.value.clone();
        for step in &self.steps {
            out.push_str(" → ");
            out.push_str(step);
        }
        let place = match at.split_once(':') {
            None if at == "url" => t!("the address").into(),
            Some(("path", _)) => t!("the address’s path").into(),
            None if at == "body" => t!("the body").into(),
            None => Cow::Borrowed(at),
            Some(("header", "referer")) => t!("the Referer header").into(),
            Some((_, key)) => ["`", key, "`"].concat().into(),
        };
        match self.moment() {
            moment if moment.is_empty() => t!("{out}, in {place}"),
            moment => t!("{out}, in {place}, {moment}"),
        }
    }

    fn moment(&self) -> Cow<'static, str> {
        /// Nearer than this, in milliseconds, two clocks cannot say which came first.
        const NEAR: Millis = 50;
        match (&self.sent, self.typed) {
            (Some((when, button)), _) if self.left + NEAR < *when => {
                t!("{time} before {button}", time = lasting(when - self.left), button = quoted(button)).into()
            }
            (Some((when, button)), _) if *when + NEAR < self.left => {
                t!("{time} after {button}", time = lasting(self.left - when), button = quoted(button)).into()
            }
            (Some((_, button)), _) => t!("as {button} was pressed", button = quoted(button)).into(),
            (None, Some(typed)) if typed + NEAR < self.left => {
                t!("{time} after it was typed, before anything was pressed", time = lasting(self.left - typed)).into()
            }
            (None, Some(_)) => t!("as it was typed, before anything was pressed").into(),
            (None, None) => "".into(),
        }
    }
}

/// A button's words; several stand in quotation marks.
fn quoted(words: &str) -> Cow<'_, str> {
    if words.contains(' ') { ["“", words, "”"].concat().into() } else { words.into() }
}

/// "0.4 s", "12 s", "2 min".
fn lasting(ms: Millis) -> String {
    match ms {
        0..=9_949 => {
            let (whole, tenth) = (ms.saturating_add(50) / 1000, (ms + 50) / 100 % 10);
            t!("{whole}.{tenth} s")
        }
        9_950..=90_000 => t!("{n} s", n = (ms + 500) / 1000),
        _ => t!("{n} min", n = ms.saturating_add(30_000) / 60_000),
    }
}

/// Something a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable over the visit: kind, recipient, page and field. Findings with the same key are one, counted.
    pub key: String,
    /// What kind.
    pub kind: Kind,
    /// How grave, after raising and lowering.
    pub severity: Severity,
    /// What severity was computed from.
    pub axes: Axes,
    /// Why the severity differs from what the axes alone give ("raised: HIV"), in plain words.
    pub adjusted: Vec<String>,
    /// The first reason to raise it; empty where it was not raised. Of these two a view says nothing: they stand in `adjusted`.
    pub raised: String,
    /// It was lowered.
    pub lowered: bool,
    /// Who got it; none for findings about the page or its storage.
    pub recipient: Option<Recipient>,
    /// One plain sentence.
    pub said: String,
    /// The proof.
    pub evidence: Vec<Evidence>,
    /// The page it happened on, masked.
    pub page: Excerpt,
    /// What this does not tell ("whether it arrived"), beyond what the kind always says.
    pub limits: Vec<String>,
    /// How many times.
    pub count: u32,
    /// First seen.
    pub first: Millis,
    /// Last seen.
    pub last: Millis,
    /// True while every request behind it failed or was blocked: attempted, not received.
    pub attempted: bool,
    /// How its words were judged, as a sum a person can read: "hiv (condition, HIV) 110 + …"; empty where no words were.
    #[serde(default)]
    pub sum: String,
    /// The keys of the findings this one joins: one recipient got them all. Empty for every other.
    #[serde(default)]
    pub joins: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proof_is_one_line() {
        fn check(typed: Option<Millis>, left: Millis, sent: Option<Millis>, at: &str, end: &str) {
            let proven = Proven {
                id: 1,
                value: "your e-mail".to_owned(),
                steps: vec!["trimmed, lower-cased".to_owned(), "SHA-256".to_owned(), "hex".to_owned()],
                typed,
                left,
                sent: sent.map(|when| (when, "Send".to_owned())),
                field: None,
            };
            assert_eq!(proven.line(at), format!("your e-mail → trimmed, lower-cased → SHA-256 → hex, in {end}"));
        }
        check(None, 5_000, None, "query:ud[em]", "`ud[em]`");
        check(Some(1_000), 5_000, Some(6_200), "query:ud[em]", "`ud[em]`, 1.2 s before Send");
        check(Some(1_000), 1_400, None, "body:events[0].em", "`events[0].em`, 0.4 s after it was typed, before anything was pressed");
        check(Some(1_000), 1_000, None, "url", "the address, as it was typed, before anything was pressed");
        check(Some(1_000), 5_300, Some(5_000), "body", "the body, 0.3 s after Send");
        check(Some(1_000), 5_000, Some(5_000), "header:referer", "the Referer header, as Send was pressed");
        check(Some(1_000), 2_000, Some(11_940), "path:2", "the address’s path, 9.9 s before Send");
        check(Some(1_000), 2_000, Some(11_960), "query:e", "`e`, 10 s before Send");
        check(Some(1_000), 2_000, Some(92_000), "query:e", "`e`, 90 s before Send");
        check(Some(1_000), 2_000, Some(122_000), "query:e", "`e`, 2 min before Send");
    }
}
