//! Who was told what, counted for each recipient.

use super::learnt::{Learnt, meaning};
use super::{Relay, Tab, Told};
use crate::beat::Beat;
use crate::consent;
use crate::detect::words;
use crate::facts::Facts;
use crate::finding::Recipient;
use crate::observation::Millis;
use std::collections::BTreeSet;

/// The most recipients kept.
const MAX_RECIPIENTS: usize = 500;

impl Tab {
    /// A request told a recipient something.
    pub(super) fn told(&mut self, who: Recipient, facts: &Facts<'_>, at: Millis) {
        if self.recipients.len() >= MAX_RECIPIENTS && !self.recipients.contains_key(&who.id) {
            self.lose("too-many-recipients", 1);
            return;
        }
        let host = who.host.clone();
        self.loud |= !self.recipients.contains_key(&who.id);
        let entry = self.recipients.entry(who.id.clone()).or_insert_with(|| {
            Box::new(Told {
                recipient: who.clone(),
                hosts: BTreeSet::new(),
                told: BTreeSet::new(),
                requests: 0,
                failed: 0,
                first: at,
                last: at,
                because: words::because(facts),
                tracks: false,
                relay: None,
                beat: Beat::default(),
                consent: consent::Seen::default(),
                learnt: Learnt::default(),
            })
        });
        if let Some(r) = facts.recognised.filter(|_| facts.is_relay()) {
            let strength = r.how.matched();
            if entry.relay.as_ref().is_none_or(|known| known.strength < strength) {
                // What a host is named like, or its script's address, was all that spoke for it before.
                (entry.recipient, entry.because) = (who, words::because(facts));
                entry.relay = Some(Relay { host: facts.address.host().to_owned(), vendor: r.vendor.id.to_owned(), strength });
            }
        }
        if facts.recognised.is_none() && facts.tracking.is_some() && !entry.tracks {
            (entry.because, entry.tracks) = (words::because(facts), true);
        }
        if facts.recognised.is_none() && facts.tracking.is_none() && facts.leaves_the_site() {
            entry.beat.heard(facts.address.path(), at);
        }
        entry.requests = entry.requests.saturating_add(1);
        entry.last = at;
        if entry.hosts.len() < 20 {
            entry.hosts.insert(host);
        }
        let said = (0..facts.fields.items.len()).filter_map(|place| meaning(facts, place));
        said.for_each(|meaning| {
            entry.told.insert(words::meaning(meaning).to_owned());
        });
        entry.learnt.hear(facts, at);
        for (id, _) in words::named(facts) {
            entry.told.insert(id.kind.said().to_owned());
        }
    }
}
