//! What becomes of a finding when its page turns out to be of another kind, or a person's rules change.

use super::{insecure_transport, sensitive_page_url, session_replay_active, unknown_or_unreadable};
use crate::finding::{Axes, Finding, Kind, Severity};

/// Puts a finding into another context. Its severity follows where the context has a say in it.
pub(crate) fn in_context(finding: &mut Finding, context: u8) {
    let before = finding.axes;
    finding.axes.context = context;
    if finding.severity == severity(finding, before) {
        finding.severity = severity(finding, finding.axes);
    }
}

/// How it stands to the visitor's choice turned out to be another ([`Axes::consent`]). Its severity follows where that has a say in it.
pub(crate) fn by_choice(finding: &mut Finding, axis: u8) {
    let before = finding.axes;
    finding.axes.consent = axis;
    if finding.severity == severity(finding, before) {
        finding.severity = severity(finding, finding.axes);
    }
}

/// What the finding's detector says in such a context, raised and lowered as the finding was.
fn severity(finding: &Finding, axes: Axes) -> Severity {
    let fixed = match finding.kind {
        Kind::SensitivePageUrl => Some(sensitive_page_url::severity(axes.context)),
        Kind::SessionReplayActive => Some(session_replay_active::severity(axes.context)),
        Kind::InsecureTransport => Some(insecure_transport::severity(axes.context)),
        Kind::UnknownOrUnreadable => Some(unknown_or_unreadable::severity(axes.context)),
        _ => None,
    };
    let mut severity = fixed.unwrap_or_else(|| axes.severity());
    if !finding.raised.is_empty() {
        severity = severity.raised();
    }
    if finding.lowered {
        severity = severity.lowered();
    }
    severity = severity.at_most(most(finding.kind));
    if axes.data >= 4 && fixed.is_none() { severity.max(Severity::Medium) } else { severity }
}

/// The gravest a kind can be. What was chosen, and that it was told often, say nothing of what was told: that has findings of its own.
pub(crate) const fn most(kind: Kind) -> Severity {
    match kind {
        Kind::PreConsentRequest | Kind::ConsentIgnored | Kind::ConsentSignalMismatch => Severity::High,
        _ => Severity::Critical,
    }
}

/// True for kinds that rest on telling words alone: where a person says that the words tell nothing, nothing is left of them.
pub(crate) const fn is_by_words(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::SensitivePageUrl
            | Kind::SensitiveUrlThirdParty
            | Kind::SensitiveUrlOwnAnalytics
            | Kind::TitleLeak
            | Kind::SearchTermLeak
            | Kind::ReferrerLeak
            | Kind::InteractionDetailLeak
            | Kind::EventNameLeak
            | Kind::SensitiveStorage
    )
}
