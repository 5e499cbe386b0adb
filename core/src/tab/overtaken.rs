//! What a choice set off is often heard of before the choice: a press and a record come by other ways than requests. It is judged anew
//! here, so that the order in which things are heard makes nobody look as if they had not waited.

use super::Tab;
use crate::consent::timeline::{Counted, TOGETHER};
use crate::consent::{Choice, Verdict};
use crate::detect::{self, pre_consent_request};
use crate::finding::Kind;
use crate::observation::Millis;

impl Tab {
    /// What was chosen is known, or when: what left or was kept since then is of this choice. `heard`: when what told of it was heard.
    pub(super) fn overtaken(&mut self, heard: Millis) {
        let now = self.verdict();
        let (Verdict::After(choice, false), Some((since, pressed))) = (now, self.choice.chosen_at(heard)) else { return };
        if pressed {
            self.choice.date(choice, since);
        }
        // The browser's own objection stands until it is overruled.
        let objects = self.choice.objects();
        let axis = if choice == Choice::Accepted { 0 } else { 1 };
        // Where a record alone tells, its time is rough: what was allowed or refused stays so.
        let stays = |was: Verdict| was == now || !pressed && was != Verdict::Before;
        // Nearly always nothing: what was heard last tells.
        for n in (0..self.recent.len()).rev() {
            let Some(recent) = self.recent.get_mut(n) else { continue };
            // Heard in nearly the order they left in.
            if recent.at.saturating_add(TOGETHER) < since {
                break;
            }
            let Some(counted) = recent.counted.filter(|c| recent.at >= since && !stays(c.stands())) else { continue };
            recent.counted = Some(Counted { verdict: now, refused: false, ..counted });
            let (recipient, findings) = (recent.recipient.clone(), std::mem::take(&mut recent.findings));
            let (number, at, unreceived) = (recent.number, recent.at, recent.unreceived);
            self.choice.recount(&recipient, counted, since, at);
            let (mut left, mut changed, mut objected) = (Vec::new(), false, false);
            for key in findings {
                let Some(finding) = self.findings.get_mut(&key) else { continue };
                let stands = objects && finding.axes.recipient >= 4;
                match finding.kind {
                    Kind::PreConsentRequest | Kind::ConsentSignalMismatch => self.fewer(&key, (number, at), &[], unreceived),
                    Kind::ConsentIgnored if !stands => self.fewer(&key, (number, at), &[], unreceived),
                    kind => {
                        objected |= kind == Kind::ConsentIgnored;
                        if finding.first >= since && finding.axes.consent > axis && !stands {
                            detect::by_choice(finding, axis);
                            changed = true;
                        }
                        left.push(key);
                    }
                }
            }
            if let Some(ear) = &mut self.ear {
                ear.judge(number, now.word(), objected);
            }
            if changed {
                self.join_again(&left);
            }
            if let Some(recent) = self.recent.get_mut(n) {
                recent.findings = left;
            }
            (self.dirty, self.loud) = (true, true);
        }
        for kept in self.storage.values_mut().filter(|k| k.verdict.is_some_and(|v| !stays(v)) && k.changed >= since) {
            kept.verdict = Some(now);
            self.dirty = true;
        }
        for sent in std::mem::take(&mut self.choice.early) {
            if sent.at >= since {
                self.choice.counts.kept_before = self.choice.counts.kept_before.saturating_sub(1);
                let key = pre_consent_request::draft(&sent, self.page.context).key(&self.page.template);
                self.fewer(&key, (0, sent.at), &[], false);
            } else {
                self.choice.early.push(sent);
            }
        }
        self.choice.marks.overtaken(since, now, &stays);
    }
}
