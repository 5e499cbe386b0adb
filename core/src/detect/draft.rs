//! A finding on its way: what a detector says, before it is counted and dated.

use super::identity_with_health_context::Part;
use super::{Doc, Scene, confirmed, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Axes, Evidence, Kind, Recipient, Severity};
use crate::identify::IdKind;
use crate::reveal::Reveal;
use crate::site::Party;
use crate::vendor::{self, Category, Meaning};
use crate::visible::printable;
use leaklight_text::t;

/// A finding before it is counted and dated.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The kind.
    pub kind: Kind,
    /// What severity is computed from.
    pub axes: Axes,
    /// Who got it.
    pub recipient: Option<Recipient>,
    /// One plain sentence.
    pub said: String,
    /// Tells this finding from others of its kind and recipient on the same page: a field, a topic. Part of the key.
    pub subject: String,
    /// The proof.
    pub evidence: Vec<Evidence>,
    /// Reasons to raise the severity by one, in plain words.
    pub raised: Vec<String>,
    /// Reasons to lower it by one.
    pub lowered: Vec<String>,
    /// What this one does not tell, beyond what its kind always says.
    pub limits: Vec<String>,
    /// A severity the axes do not give, for kinds about presence or configuration; replaces the computed one.
    pub fixed: Option<Severity>,
    /// How its words were judged ([`crate::finding::Finding::sum`]).
    pub sum: String,
    /// What it adds to a joined finding, where it tells half of one.
    pub(crate) part: Option<Part>,
}

/// The longest sum kept with a finding, in bytes.
const MAX_SUM: usize = 400;

impl Draft {
    /// A draft about a request.
    pub(crate) fn of(doc: &Doc, facts: &Facts<'_>, scene: &Scene<'_>, data: u8, said: String) -> Draft {
        let axes = Axes {
            data,
            identity: identity(facts).max(confirmed::identity(facts, scene)),
            recipient: recipient_axis(facts),
            context: scene.context,
            consent: scene.consent,
        };
        let mut draft = Draft { axes, recipient: Some(recipient(facts)), ..Draft::here(doc, data, scene.context, said) };
        if to_others(facts) && words::is_self_hostable(facts) {
            draft.limits.push(t!("Who runs this host is not visible: software like this can be run by anybody.").to_owned());
        }
        draft
    }

    /// A draft about the page or what it stores: nobody was told.
    pub(crate) fn here(doc: &Doc, data: u8, context: u8, said: String) -> Draft {
        Draft {
            kind: doc.kind,
            axes: Axes { data, identity: 0, recipient: 0, context, consent: 1 },
            recipient: None,
            said,
            subject: String::new(),
            evidence: Vec::new(),
            raised: Vec::new(),
            lowered: Vec::new(),
            limits: Vec::new(),
            fixed: None,
            sum: String::new(),
            part: None,
        }
    }

    /// Adds a piece of proof from a field of the request.
    pub fn proof(mut self, facts: &Facts<'_>, field: usize, value: Excerpt) -> Draft {
        if let Some(f) = facts.fields.items.get(field) {
            let meaning = facts.meanings.get(field).copied().unwrap_or(Meaning::Other);
            let label = vendor::label(facts.recognised.as_ref(), f).unwrap_or_else(|| words::meaning(meaning));
            self.evidence.push(Evidence { at: f.at(), label: label.to_owned(), value, packed: words::packing(facts, field), known: None });
        }
        self
    }

    /// Adds a piece of proof that is no field of a request.
    pub fn proof_at(mut self, at: String, label: &str, value: Excerpt) -> Draft {
        self.evidence.push(Evidence { at: printable(&at), label: label.to_owned(), value, packed: Vec::new(), known: None });
        self
    }

    /// Raises the severity where the topic calls for it, and keeps how the words were judged.
    pub fn topic(mut self, reveal: &Reveal) -> Draft {
        if reveal.raises {
            self.raised.push(t!("the topic is one of the most sensitive").to_owned());
        }
        self.judged(reveal)
    }

    /// Keeps how the words were judged.
    pub fn judged(mut self, reveal: &Reveal) -> Draft {
        crate::address::cut(&reveal.explained, MAX_SUM).clone_into(&mut self.sum);
        self
    }

    /// Says which half of a joined finding it tells.
    pub(crate) fn half(mut self, part: impl Into<Option<Part>>) -> Draft {
        self.part = part.into();
        self
    }

    /// Says one thing more that it does not tell.
    pub(crate) fn limited(mut self, limit: String) -> Draft {
        self.limits.push(limit);
        self
    }

    /// Tells this finding from others of its kind.
    pub fn about(mut self, subject: impl Into<String>) -> Draft {
        self.subject = subject.into();
        self
    }

    /// Sets a severity the axes do not give.
    pub fn at(mut self, severity: Severity) -> Draft {
        self.fixed = Some(severity);
        self
    }

    /// The severity: from the axes, raised and lowered by at most one, and never below Medium for a direct identifier.
    pub fn severity(&self) -> Severity {
        let mut s = self.fixed.unwrap_or_else(|| self.axes.severity());
        if !self.raised.is_empty() {
            s = s.raised();
        }
        if !self.lowered.is_empty() {
            s = s.lowered();
        }
        if self.axes.data >= 4 && self.fixed.is_none() { s.max(Severity::Medium) } else { s }
    }

    /// The key under which findings are one: kind, recipient, page and subject. A setting is the same on every page.
    pub fn key(&self, page: &str) -> String {
        let page = if self.kind == Kind::MatomoConfigWeak { "" } else { page };
        let who = self.recipient.as_ref().map_or("", |r| r.id.as_str());
        format!("{}|{who}|{page}|{}", self.kind.word(), printable(&self.subject))
    }
}

/// Who a request went to.
pub(crate) fn recipient(facts: &Facts<'_>) -> Recipient {
    let host = facts.address.host();
    let domain = crate::site::registrable(host).to_owned();
    let own = facts.party.is_own();
    let (id, name, owner, category) = match (&facts.recognised, &facts.owner) {
        (None, _) if facts.listed.is_some() => {
            let listed = facts.listed.cloned().unwrap_or_default();
            let id = listed.hosts.into_iter().next().unwrap_or_else(|| domain.clone());
            (id, listed.name.clone(), Some(listed.name), facts.category().map(|c| c.word().to_owned()))
        }
        (Some(r), _) if own => {
            ([words::OWN, r.vendor.id].concat(), words::own_name(facts), None, Some(r.vendor.category.word().to_owned()))
        }
        (Some(r), _) => {
            // Its maker is not who runs it.
            let owner = (!words::is_self_hostable(facts)).then(|| r.vendor.owner.to_owned());
            (r.vendor.id.to_owned(), r.vendor.name.to_owned(), owner, Some(r.vendor.category.word().to_owned()))
        }
        (None, Some(o)) if !own => (domain.clone(), domain, Some(o.name.to_owned()), Some(o.category.word().to_owned())),
        _ => (domain.clone(), domain, None, None),
    };
    let owner = facts.group.filter(|_| !own).map(str::to_owned).or(owner);
    Recipient { id, name, owner, category, host: host.to_owned(), party: facts.party, relay: facts.is_relay() }
}

/// The recipient axis: 0 same site, 1 relay, 3 third party, 4 advertising, social, data broker.
pub(crate) fn recipient_axis(facts: &Facts<'_>) -> u8 {
    if facts.party.is_own() {
        return u8::from(facts.is_relay() && !words::is_self_hosted(facts));
    }
    let advertising = facts.category().is_some_and(Category::is_advertising);
    if advertising { 4 } else { 3 }
}

/// The identity axis: what in the same request could say who the visitor is.
pub(crate) fn identity(facts: &Facts<'_>) -> u8 {
    let hashed = facts.identifiers.iter().any(|id| id.kind == IdKind::Hash).then_some(3);
    let named = words::named(facts).next().map(|_| 4).into_iter().chain(hashed);
    let meant = facts.fields.items.iter().zip(&facts.meanings).map(|(field, meaning)| match meaning {
        Meaning::UserId if !field.value.is_empty() => {
            if super::user_id_linked::user(facts).is_some() {
                4
            } else {
                1 + u8::from(recipient_axis(facts) >= 4)
            }
        }
        Meaning::HashedIdentity if field.value.len() >= 32 => 3,
        Meaning::VisitorId if !field.value.is_empty() => 1 + u8::from(recipient_axis(facts) >= 4),
        _ => 0,
    });
    named.chain(meant).max().unwrap_or(0)
}

/// True where somebody else than the site gets the request.
pub(crate) fn to_others(facts: &Facts<'_>) -> bool {
    matches!(facts.party, Party::Third | Party::Unknown)
}
