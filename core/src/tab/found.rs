//! Findings of a tab: added, counted, raised where repeated, taken back where they proved wrong.

use super::{Late, Tab};
use crate::detect::{self, Draft, session_replay_active, words};
use crate::excerpt::Excerpt;
use crate::finding::{Evidence, Finding, Kind, Severity};
use crate::observation::Millis;
use leaklight_text::t;
use std::collections::BTreeSet;

/// The most findings kept for a tab; what is beyond is counted.
const MAX_FINDINGS: usize = 1000;
/// Pieces of proof kept with a finding.
const MAX_EVIDENCE: usize = 6;

impl Tab {
    /// A body that could not be read has been read after all, by the page's own word: what was said of it is taken back.
    pub fn mend(&mut self, findings: &[String]) {
        (self.dirty, self.loud) = (true, true);
        self.unread = self.unread.saturating_sub(1);
        for key in findings {
            let Some(known) = self.findings.get_mut(key).filter(|f| f.kind == Kind::UnknownOrUnreadable) else { continue };
            known.count = known.count.saturating_sub(1);
            if known.count == 0 {
                self.take_back(key);
            }
        }
    }

    /// True where a finding may turn out to be a known value's.
    pub fn is_guess(&self, key: &str) -> bool {
        self.findings.get(key).is_some_and(|f| detect::gives_way(f.kind))
    }

    /// Something was read again with more known: a guess it gave reason for has given way to what is known.
    pub fn give_way(&mut self, key: &str, late: &Late, unreceived: bool) {
        let told = self.known.late.iter().filter(|l| l.number == 0 && l != &late && l.findings.iter().any(|k| k == key));
        let told: Vec<Millis> = told.map(|l| l.at).collect();
        self.fewer(key, (late.number, late.at), &told, unreceived);
    }

    /// One of a finding's requests, by its number and when it left, gave no reason for it after all; `others`: when what is no request did.
    pub(super) fn fewer(&mut self, key: &str, (number, left): (u32, Millis), others: &[Millis], unreceived: bool) {
        let Some(finding) = self.findings.get_mut(key) else { return };
        finding.count = finding.count.saturating_sub(1);
        if finding.count == 0 {
            self.take_back(key);
            return;
        }
        // What is left of it was seen when the others were.
        let requests = self.recent.iter().filter(|r| r.number != number && r.findings.iter().any(|k| k == key)).map(|r| r.at);
        let all = requests.chain(others.iter().copied());
        let (first, last) = all.fold((finding.last, finding.first), |(first, last), at| (first.min(at), last.max(at)));
        if finding.first == left {
            finding.first = first;
        }
        if finding.last == left {
            finding.last = last;
        }
        if let Some(failed) = self.failures.get_mut(key) {
            *failed = failed.saturating_sub(u32::from(unreceived));
            finding.attempted = *failed >= finding.count;
        }
        (self.dirty, self.loud) = (true, true);
    }

    /// A Matomo turned out to ask for consent: cookies it keeps were agreed to, and what was said of them is taken back.
    pub fn cookies_were_agreed_to(&mut self) {
        let start = format!("{}|||{}:", Kind::MatomoConfigWeak.word(), detect::matomo_config_weak::COOKIES);
        let keys: Vec<String> =
            self.findings.range(start.clone()..).map(|(k, _)| k.clone()).take_while(|k| k.starts_with(&start)).collect();
        for key in keys {
            self.take_back(&key);
        }
    }

    /// Takes a finding back, and with it what it was joined into.
    pub fn take_back(&mut self, key: &str) {
        (self.dirty, self.loud) = (true, true);
        self.findings.remove(key);
        self.failures.remove(key);
        self.rejoin(key);
    }

    /// Adds a draft, or counts it where it is already there and not `before`. Returns its key.
    pub fn add(&mut self, draft: Draft, at: Millis, before: &[String]) -> String {
        (self.dirty, self.loud) = (true, true);
        if let Some(key) = self.same_address(&draft, at) {
            return key;
        }
        let key = draft.key(&self.page.template);
        let severity = draft.severity();
        if let Some(known) = self.findings.get_mut(&key) {
            // A request read again is dated as it left.
            (known.first, known.last) = (known.first.min(at), known.last.max(at));
            if !before.contains(&key) {
                known.count = known.count.saturating_add(1);
                known.attempted = false;
            }
            if draft.kind == Kind::SessionReplayActive {
                session_replay_active::more(known, &draft);
            } else if is_proven(&draft.evidence) && !is_proven(&known.evidence) {
                (known.said, known.limits) = (draft.said, draft.limits);
            }
            if severity > known.severity {
                known.severity = severity;
                known.axes = draft.axes;
            }
            for e in draft.evidence {
                match known.evidence.iter().position(|k| k.at == e.at) {
                    // What only looked like it is it.
                    Some(place)
                        if (e.known.is_some() || e.value.is_veiled()) && known.evidence.get(place).is_some_and(|k| k.known.is_none()) =>
                    {
                        known.evidence.splice(place..=place, [e]);
                    }
                    None if known.evidence.len() < MAX_EVIDENCE => known.evidence.push(e),
                    _ => {}
                }
            }
            return key;
        }
        if self.findings.len() >= MAX_FINDINGS {
            self.lose("too-many-findings", 1);
            return key;
        }
        let mut finding = finding(draft, key.clone(), words::excerpt_address(&self.page.address, &self.page.reveal), at);
        finding.evidence.truncate(MAX_EVIDENCE);
        self.repeated(&mut finding);
        self.findings.insert(key.clone(), Box::new(finding));
        key
    }

    /// A Referer that says what the same recipient was told anyway is one more proof of that, not a finding of its own.
    fn same_address(&mut self, draft: &Draft, at: Millis) -> Option<String> {
        let (who, proof) = (draft.recipient.as_ref()?, draft.evidence.first()?);
        if draft.kind != Kind::ReferrerLeak {
            return None;
        }
        let start = format!("{}|{}|{}|", Kind::SensitiveUrlThirdParty.word(), who.id, self.page.template);
        let told = self.findings.range_mut(start.clone()..).take_while(|(k, _)| k.starts_with(&start));
        let (key, known) = told.into_iter().find(|(_, f)| f.evidence.iter().any(|e| e.value.shown == proof.value.shown))?;
        known.last = at;
        if known.evidence.len() < MAX_EVIDENCE && !known.evidence.iter().any(|e| e.at == proof.at) {
            known.evidence.push(proof.clone());
        }
        Some(key.clone())
    }

    /// The third page on which one recipient is told the same kind of thing raises it by one.
    fn repeated(&self, finding: &mut Finding) {
        let Some(who) = &finding.recipient else { return };
        let no_more = finding.severity < Severity::Low || finding.severity >= detect::most(finding.kind);
        if finding.axes.recipient < 3 || finding.axes.data < 2 || !finding.adjusted.is_empty() || no_more {
            return;
        }
        let start = format!("{}|{}|", finding.kind.word(), who.id);
        // `extend` adds one by one; `collect` would bring a sort of its own.
        let mut pages: BTreeSet<&str> = BTreeSet::new();
        let others = self
            .findings
            .range(start.clone()..)
            .take_while(|(k, _)| k.starts_with(&start))
            .filter_map(|(k, _)| k[start.len()..].split('|').next())
            .filter(|p| *p != self.page.template);
        pages.extend(others);
        if pages.len() >= 2 {
            finding.severity = finding.severity.raised();
            let why = t!("seen on three pages or more");
            finding.adjusted.push(t!("raised: {why}"));
            why.clone_into(&mut finding.raised);
        }
    }
}

pub(super) fn is_proven(evidence: &[Evidence]) -> bool {
    evidence.iter().any(|e| e.known.is_some())
}

/// A draft counted once.
pub(super) fn finding(draft: Draft, key: String, page: Excerpt, at: Millis) -> Finding {
    let severity = draft.severity();
    let mut adjusted: Vec<String> = draft.raised.iter().map(|why| t!("raised: {why}")).collect();
    adjusted.extend(draft.lowered.iter().map(|why| t!("lowered: {why}")));
    Finding {
        key,
        kind: draft.kind,
        severity,
        axes: draft.axes,
        adjusted,
        raised: draft.raised.into_iter().next().unwrap_or_default(),
        lowered: !draft.lowered.is_empty(),
        recipient: draft.recipient,
        said: draft.said,
        evidence: draft.evidence,
        page,
        limits: draft.limits,
        count: 1,
        first: at,
        last: at,
        attempted: false,
        sum: draft.sum,
        joins: Vec::new(),
    }
}
