//! One kind of finding, one file: what it sees, why it matters, what it cannot tell, severity, fix, examples both ways.
//!
//! A detector reads [`Facts`] (one request) in a [`Scene`] (the page it left) and adds [`Draft`]s. Severity is computed from
//! the axes ([`crate::finding::Axes`]) and shown with them.

mod again;
mod chat_widget;
mod cloud_processor;
mod confirmed;
pub(crate) mod consent_ignored;
pub(crate) mod consent_signal_mismatch;
pub(crate) mod cross_site_id;
mod draft;
mod embed_contact;
pub(crate) mod environment_or_duplicate_tag;
mod event_name_leak;
mod first_party_relay;
mod form_value_leak;
mod hashed_identity;
mod identifier_in_url;
mod identifier_to_third_party;
pub(crate) mod identity_with_health_context;
mod insecure_transport;
mod interaction_detail_leak;
pub(crate) mod matomo_config_weak;
mod matomo_plugin_flow;
pub(crate) mod pre_consent_request;
pub(crate) mod proven;
mod referrer_leak;
mod search_term_leak;
mod secret_in_tracking;
mod sensitive_page_url;
mod sensitive_storage;
mod sensitive_url_own_analytics;
mod sensitive_url_third_party;
mod service;
pub(crate) mod session_replay_active;
pub(crate) mod tag_chain;
#[cfg(test)]
mod testing;
mod title_leak;
mod unknown_or_unreadable;
pub(crate) mod user_id_linked;
pub(crate) mod words;

pub(crate) use again::{by_choice, in_context, is_by_words, most};
pub use draft::Draft;
pub(crate) use draft::{identity, recipient, recipient_axis, to_others};

use crate::facts::Facts;
use crate::finding::Kind;
use crate::known::Values;
use crate::observation::Millis;
use crate::reveal::Reveal;
use crate::storage::Stored;
use leaklight_text::Message;

/// What a kind of finding is about, in plain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The kind.
    pub kind: Kind,
    /// What the detector looks at.
    pub sees: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What it cannot tell.
    pub cannot_tell: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// The same as messages ([`Said`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Doc {
    kind: Kind,
    sees: Message,
    why: Message,
    cannot_tell: Message,
    fix: Message,
}

/// The page a request left.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene<'a> {
    /// What the page's address reveals.
    pub page: Option<&'a Reveal>,
    /// The page's own title, where known.
    pub title: Option<&'a str>,
    /// The page's context class, 0 to 3 (see [`crate::finding::Axes::context`]).
    pub context: u8,
    /// Where the moment stands to a consent choice (see [`crate::finding::Axes::consent`]).
    pub consent: u8,
    /// The values the tab knows; [`Facts::known`] names them by number.
    pub known: Option<&'a Values>,
    /// When the request left.
    pub at: Millis,
}

/// Everything one request gives reason to say.
pub fn request(facts: &Facts<'_>, scene: &Scene<'_>) -> Vec<Draft> {
    let known = &confirmed::read(facts, scene);
    let mut out = Vec::new();
    sensitive_url_third_party::detect(facts, scene, known, &mut out);
    sensitive_url_own_analytics::detect(facts, scene, &mut out);
    form_value_leak::detect(facts, scene, known, &mut out);
    identifier_to_third_party::detect(facts, scene, known, &mut out);
    hashed_identity::detect(facts, scene, known, &mut out);
    user_id_linked::detect(facts, scene, &mut out);
    title_leak::detect(facts, scene, known, &mut out);
    search_term_leak::detect(facts, scene, known, &mut out);
    referrer_leak::detect(facts, scene, &mut out);
    interaction_detail_leak::detect(facts, scene, known, &mut out);
    event_name_leak::detect(facts, scene, known, &mut out);
    session_replay_active::detect(facts, scene, known, &mut out);
    chat_widget::detect(facts, scene, known, &mut out);
    embed_contact::detect(facts, scene, &mut out);
    cloud_processor::detect(facts, scene, &mut out);
    matomo_plugin_flow::detect(facts, scene, &mut out);
    matomo_config_weak::detect(facts, scene, &mut out);
    first_party_relay::detect(facts, scene, &mut out);
    insecure_transport::detect(facts, scene, &mut out);
    secret_in_tracking::detect(facts, scene, &mut out);
    environment_or_duplicate_tag::detect(facts, scene, &mut out);
    unknown_or_unreadable::detect(facts, scene, &mut out);
    confirmed::veil(known, facts, &mut out);
    out
}

/// True for kinds that go by a field's form, name or words, which may turn out to be a known value's.
pub(crate) const fn gives_way(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::IdentifierToThirdParty | Kind::HashedIdentity | Kind::SearchTermLeak | Kind::InteractionDetailLeak | Kind::EventNameLeak
    )
}

/// What a message handed to somebody else's frame gives reason to say: who is named in it, and what of it is known.
pub fn message(facts: &Facts<'_>, scene: &Scene<'_>) -> Vec<Draft> {
    let known = &confirmed::read(facts, scene);
    let mut out = Vec::new();
    form_value_leak::detect(facts, scene, known, &mut out);
    identifier_to_third_party::detect(facts, scene, known, &mut out);
    hashed_identity::detect(facts, scene, known, &mut out);
    search_term_leak::detect(facts, scene, known, &mut out);
    confirmed::veil(known, facts, &mut out);
    out
}

/// Everything a page's own address gives reason to say.
pub fn page(address: &crate::address::Address<'_>, reveal: &Reveal, context: u8) -> Vec<Draft> {
    let mut out = Vec::new();
    sensitive_page_url::detect(address, reveal, context, &mut out);
    identifier_in_url::detect(address, context, &mut out);
    out
}

/// Everything a stored entry gives reason to say.
pub fn stored(entry: &Stored<'_>, context: u8) -> Vec<Draft> {
    let mut out = Vec::new();
    sensitive_storage::detect(entry, context, &mut out);
    cross_site_id::detect(entry, context, &mut out);
    matomo_config_weak::stored(entry, context, &mut out);
    out
}

/// The words of a kind.
pub fn doc(kind: Kind) -> Said {
    let doc = messages(kind);
    let [sees, why, cannot_tell, fix] = [doc.sees, doc.why, doc.cannot_tell, doc.fix].map(Message::say);
    Said { kind: doc.kind, sees, why, cannot_tell, fix }
}

const fn messages(kind: Kind) -> &'static Doc {
    match kind {
        Kind::SensitivePageUrl => &sensitive_page_url::DOC,
        Kind::SensitiveUrlThirdParty => &sensitive_url_third_party::DOC,
        Kind::SensitiveUrlOwnAnalytics => &sensitive_url_own_analytics::DOC,
        Kind::IdentifierInUrl => &identifier_in_url::DOC,
        Kind::IdentifierToThirdParty => &identifier_to_third_party::DOC,
        Kind::FormValueLeak => &form_value_leak::DOC,
        Kind::HashedIdentity => &hashed_identity::DOC,
        Kind::IdentityWithHealthContext => &identity_with_health_context::DOC,
        Kind::UserIdLinked => &user_id_linked::DOC,
        Kind::TitleLeak => &title_leak::DOC,
        Kind::SearchTermLeak => &search_term_leak::DOC,
        Kind::ReferrerLeak => &referrer_leak::DOC,
        Kind::InteractionDetailLeak => &interaction_detail_leak::DOC,
        Kind::EventNameLeak => &event_name_leak::DOC,
        Kind::SessionReplayActive => &session_replay_active::DOC,
        Kind::ChatWidget => &chat_widget::DOC,
        Kind::EmbedContact => &embed_contact::DOC,
        Kind::CrossSiteId => &cross_site_id::DOC,
        Kind::SensitiveStorage => &sensitive_storage::DOC,
        Kind::PreConsentRequest => &pre_consent_request::DOC,
        Kind::ConsentIgnored => &consent_ignored::DOC,
        Kind::ConsentSignalMismatch => &consent_signal_mismatch::DOC,
        Kind::CloudProcessor => &cloud_processor::DOC,
        Kind::MatomoPluginFlow => &matomo_plugin_flow::DOC,
        Kind::MatomoConfigWeak => &matomo_config_weak::DOC,
        Kind::FirstPartyRelay => &first_party_relay::DOC,
        Kind::InsecureTransport => &insecure_transport::DOC,
        Kind::SecretInTracking => &secret_in_tracking::DOC,
        Kind::EnvironmentOrDuplicateTag => &environment_or_duplicate_tag::DOC,
        Kind::TagChain => &tag_chain::DOC,
        Kind::UnknownOrUnreadable => &unknown_or_unreadable::DOC,
    }
}
