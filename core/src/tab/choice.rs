//! A tab's consent time line: what it hears, and how what leaves stands to the visitor's choice.

use super::Tab;
use crate::address::cut;
use crate::consent::check::{Check, place};
use crate::consent::managers::{self, Manager, Record, Says};
use crate::consent::timeline::{Change, Counted, DEFAULT, REGIONAL, Sent, Sort, UPDATE};
use crate::consent::{self, Choice, Verdict};
use crate::detect::{self, Draft, consent_ignored, consent_signal_mismatch, pre_consent_request, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Axes, Recipient};
use crate::observation::{Banner, CheckStep, Chose, ConsentSaid, Headers, Millis};
use crate::reveal::Reveal;
use crate::site::{self, Declared};
use crate::storage::{Purpose, Shape, Stored, purpose_of};
use crate::vendor::{Category, Meaning};
use leaklight_text::t;

/// A page's own Google tag that sent this long before its default was set did not wait for it, in milliseconds; two ways of hearing apart.
const LATE: Millis = 1_000;
/// Entries kept before a choice that are kept in mind until it is known when the choice was made.
const MAX_EARLY: usize = 40;

impl Tab {
    /// The main frame's document, asked for at `asked`, was answered, and not committed yet; recordings commit it as it is asked for.
    pub fn choice_answered(&mut self, asked: Millis, at: Millis) {
        if self.choice.is_committed(asked) {
            return;
        }
        self.choice.begin(site::registrable(&self.site), at, false);
    }

    /// The main frame has a new document.
    pub fn choice_page(&mut self, at: Millis) {
        self.choice.begin(site::registrable(&self.site), at, true);
    }

    fn on_its_site(&mut self, at: Millis) {
        self.choice.on(site::registrable(&self.site), at);
    }

    /// An interface for consent said something.
    pub fn consent_said(&mut self, said: &ConsentSaid, _own: &Declared, at: Millis) {
        // Somebody else's frame speaks of its own visitors.
        if said.frame != 0 {
            return;
        }
        self.on_its_site(at);
        let Some(mut record) = managers::said(&said.api, &said.what, &said.value) else { return };
        self.dirty = true;
        let place = match said.api.as_str() {
            "tcf" => "`__tcfapi`".to_owned(),
            "gpp" => "`__gpp`".to_owned(),
            "usp" => "`__uspapi`".to_owned(),
            "google" => {
                let place = match said.what.as_str() {
                    // A command that names no purpose changes nothing.
                    _ if record.grants.is_empty() => return,
                    "update" => UPDATE,
                    "default" if record.says == Says::Unclear => REGIONAL,
                    "default" => DEFAULT,
                    _ => return,
                };
                if let Some(old) = self.choice.google(place).filter(|_| record.says != Says::Unclear) {
                    record = managers::google_state(old.grants.then(record.grants), &said.what);
                }
                place.to_owned()
            }
            "matomo" => ["`_paq` ", closed(&said.what)].concat(),
            "gpc" => "`navigator.globalPrivacyControl`".to_owned(),
            "dnt" => "`navigator.doNotTrack`".to_owned(),
            _ => t!("its interface in the page").to_owned(),
        };
        match record.by {
            Manager::Gpc => self.choice.object(at),
            Manager::Dnt => self.choice.dnt = true,
            Manager::Google if said.what == "default" && matches!(record.says, Says::Denied | Says::Mixed) => {
                self.late_default(&record, at)
            }
            _ => {}
        }
        // Cookiebot's events come on every page, for a stored choice too.
        let acts = said.api == "tcf" && (said.what == "useractioncomplete" || said.value.contains("useractioncomplete"));
        let value = consent::shown(&said.value, record.says);
        let change = self.choice.hear(record, (place, value, false), false, acts, at);
        self.chose_by_word(change, at);
    }

    /// Google's default came when a Google tag had already sent.
    fn late_default(&mut self, record: &Record, at: Millis) {
        let sent = self.choice.google.as_ref().filter(|s| s.at + LATE < at).cloned();
        let known = self.choice.said.iter().any(|s| s.by == Manager::Google && !s.stored);
        if let Some(sent) = sent.filter(|_| !known) {
            let draft = consent_signal_mismatch::late(&sent, &record.said, at, self.page.context);
            self.add(draft, at, &[]);
        }
    }

    /// A banner is shown, or no longer.
    pub fn banner(&mut self, banner: &Banner, _own: &Declared, at: Millis) {
        // A frame's own banner counts where a rule tells whose it is: managers do show theirs in frames.
        if banner.frame != 0 && banner.name.is_empty() {
            return;
        }
        self.on_its_site(at);
        self.dirty = true;
        let change = self.choice.banner(&title(closed(&banner.name)), banner.shown, at);
        self.choice_known(change, at);
    }

    /// A button of a banner was pressed.
    pub fn chose(&mut self, chose: &Chose, _own: &Declared, at: Millis) {
        // An embedded player's or map's own banner.
        if chose.frame != 0 && chose.name.is_empty() {
            return;
        }
        self.on_its_site(at);
        self.dirty = true;
        let change = self.choice.press(&chose.button, at);
        self.choice_known(change, at);
        self.overtaken(at);
    }

    /// A step of the guided check.
    pub fn checked(&mut self, step: CheckStep, at: Millis) {
        self.dirty = true;
        let address = words::excerpt_address(&self.page.address, &self.page.reveal);
        let chosen = self.choice.choice;
        match (step, place(step)) {
            (CheckStep::Off, _) => self.choice.check = None,
            (_, Some(run)) => {
                self.choice.clear();
                let check = self.choice.check.get_or_insert_with(|| Check { address, ..Check::default() });
                check.start(at, run);
            }
            _ => {
                if let Some(check) = &mut self.choice.check {
                    check.end(at, chosen);
                }
            }
        }
    }

    /// A request carried the browser's own signals of refusal.
    pub fn refused_by_browser(&mut self, headers: &Headers, _own: &Declared, at: Millis) {
        self.dirty |= headers.gpc && self.choice.gpc.is_none() || headers.dnt && !self.choice.dnt;
        if headers.gpc {
            self.choice.object(at);
        }
        self.choice.dnt |= headers.dnt;
    }

    /// An entry was stored, changed or (where its value is none) removed; `was_there`: it was so when it was first read. It may be a consent
    /// manager's record. How its writing stands to the choice; none where it was there.
    pub fn choice_stored(&mut self, entry: &Stored<'_>, removed: bool, was_there: bool, _own: &Declared, at: Millis) -> Option<Verdict> {
        self.on_its_site(at);
        let place = [entry.area, " ", cut(entry.name, 80)].concat();
        if removed {
            let change = self.choice.forget(&place, at);
            self.choice_known(change, at);
        } else if entry.party.is_own()
            && let Some(record) = managers::stored(entry.name, entry.value, entry.area == "cookie")
        {
            let value = consent::shown(entry.value, record.says);
            let change = self.choice.hear(record, (place, value, true), was_there, false, at);
            self.chose_by_word(change, at);
        }
        if was_there || removed {
            return None;
        }
        let verdict = self.choice.verdict();
        self.kept(entry, verdict, at);
        Some(verdict)
    }

    /// An entry was written: whom it serves, and whether it should have waited.
    fn kept(&mut self, entry: &Stored<'_>, verdict: Verdict, at: Millis) {
        let cookie = entry.area == "cookie";
        let recognises = entry.shape == Shape::Identifier && !entry.is_technical();
        let tracks = entry.category.tracks();
        if let Some(check) = &mut self.choice.check {
            check.count(if cookie { 1 } else { 2 }, entry.name, tracks);
        }
        // Deleting is writing nothing.
        if !tracks || entry.shape == Shape::Empty {
            return;
        }
        let whose = entry.known_as.map_or_else(|| entry.owner_name(), str::to_owned);
        let sort = if cookie { Sort::Cookie } else { Sort::Write };
        let what = t!("An entry for {purpose} was kept: {whose}", purpose = entry.category.said());
        self.choice.marks.add(at, sort, what, Some(verdict), "");
        let proof = [if cookie { "cookie:" } else { "storage:" }, cut(entry.name, 120)].concat();
        let advertising = entry.category == Purpose::Advertising;
        let sent = Sent {
            number: 0,
            at,
            who: None,
            axes: Axes { data: 1, identity: 1 + u8::from(advertising), recipient: 3 + u8::from(advertising), context: 0, consent: 2 },
            purpose: entry.category,
            ping: false,
            whose,
            place: proof,
            proof: Excerpt::digest(entry.value),
        };
        match verdict {
            Verdict::None => self.choice.keep_open(sent),
            Verdict::Before => self.before_choice(sent, at),
            Verdict::After(..) if recognises && self.choice.refuses(entry.category, at) => {
                let draft = self.ignored(&sent, at);
                self.add(draft, at, &[]);
            }
            Verdict::After(..) => {}
        }
    }

    /// How what leaves now stands to the choice, as far as is known by now.
    pub fn verdict(&self) -> Verdict {
        self.choice.verdict()
    }

    /// The axis of consent of a request: what is no tracker's counts as if nobody was asked.
    pub fn consent_axis(&self, facts: &Facts<'_>, at: Millis) -> u8 {
        let verdict = self.verdict();
        if !tracks(facts) {
            return verdict.axis().min(1);
        }
        let purpose = purpose(facts);
        if self.choice.refuses(purpose, at) || self.choice.objects() && detect::recipient_axis(facts) >= 4 {
            return 3;
        }
        match verdict {
            Verdict::After(Choice::Rejected, _) => 1,
            verdict => verdict.axis(),
        }
    }

    /// A request left for somebody; called once for each. What there is to say of it is put to the others; how it was counted, if it was.
    pub fn choice_sent(
        &mut self,
        facts: &Facts<'_>,
        who: &Recipient,
        _own: &Declared,
        at: Millis,
        out: &mut Vec<Draft>,
    ) -> Option<Counted> {
        self.on_its_site(at);
        let matomo = self.observe_for_passes(facts);
        let own = facts.recognised.is_some() || facts.leaves_the_site();
        if !own {
            return None;
        }
        let (verdict, purpose, tracks) = (self.verdict(), purpose(facts), tracks(facts));
        let refused = tracks && self.choice.refuses(purpose, at);
        let objects = tracks && self.choice.objects() && detect::recipient_axis(facts) >= 4;
        self.choice.count(&who.id, tracks, refused);
        self.choice.counts.gpc_sends += u32::from(objects);
        if let Some(check) = &mut self.choice.check {
            check.count(0, &who.name, tracks);
        }
        let told = if tracks { t!("{who} was told", who = who.name) } else { t!("{who} was asked", who = who.name) };
        self.choice.marks.add(at, Sort::Request, told, Some(verdict), &who.id);
        let google = consent::is_google_hit(facts);
        if tracks || google {
            let sent = self.sent(facts, who, purpose, at);
            if google && self.choice.google.is_none() {
                self.choice.google = Some(sent.clone());
            }
            let to_others = detect::recipient_axis(facts) >= 3;
            match verdict {
                _ if refused && to_others || objects => out.push(self.ignored(&sent, at)),
                Verdict::None if to_others => self.choice.keep_open(sent),
                Verdict::Before if to_others => out.push(pre_consent_request::draft(&sent, self.page.context)),
                _ => {}
            }
        }
        if consent::speaks(facts) {
            consent_signal_mismatch::detect(facts, &self.choice, self.page.context, at, out);
        }
        Some(Counted { verdict, refused, objected: objects, matomo })
    }

    fn sent(&self, facts: &Facts<'_>, who: &Recipient, purpose: Purpose, at: Millis) -> Sent {
        let told = facts.meaning(Meaning::PageAddress).next().is_some();
        // What else it tells has findings of its own.
        let data = if told && self.page.reveal.sensitive { 2 } else { 1 };
        let axes = Axes { data, identity: detect::identity(facts), recipient: detect::recipient_axis(facts), context: 0, consent: 2 };
        // No more of its address than whose it is: what is kept may turn out later to hold what must not be.
        let mut proof = [facts.address.origin(), "/"].concat();
        if facts.recognised.is_some() {
            proof.push_str(facts.address.path().trim_start_matches('/'));
        }
        let proof = words::excerpt_address(&proof, &Reveal::default());
        Sent {
            number: self.requests,
            at,
            who: Some(who.clone()),
            axes,
            purpose,
            ping: consent::is_ping(facts),
            whose: String::new(),
            place: "address".to_owned(),
            proof,
        }
    }

    fn ignored(&self, sent: &Sent, at: Millis) -> Draft {
        let restored = self.choice.restored;
        let refused = self.choice.refuses(sent.purpose, at);
        let after = refused.then(|| at.saturating_sub(self.choice.since)).filter(|_| !restored);
        let decided = self.choice.decided().filter(|_| refused).map(|(_, name, place, value)| (name, place, value));
        let partial = self.choice.choice == Some(Choice::Partial);
        consent_ignored::draft(sent, consent_ignored::Refusal { refused, partial, after, decided }, self.page.context)
    }

    /// Something left or was kept before a choice.
    fn before_choice(&mut self, sent: Sent, at: Millis) {
        self.choice.counts.kept_before += u32::from(sent.who.is_none());
        let draft = pre_consent_request::draft(&sent, self.page.context);
        let key = self.add(draft, at, &[]);
        self.of_request(sent.number, key);
        if sent.who.is_none() && self.choice.early.len() < MAX_EARLY {
            self.choice.early.push(sent);
        }
    }

    /// A finding made later belongs to a request that may yet turn out not to have arrived.
    fn of_request(&mut self, number: u32, key: String) {
        let Some(recent) = self.recent.iter_mut().rev().find(|r| number > 0 && r.number == number) else { return };
        if !recent.findings.contains(&key) {
            recent.findings.push(key.clone());
            if recent.unreceived {
                crate::session::not_received(self, &key);
            }
        }
    }

    /// One that knows spoke of a choice, later than it was made.
    fn chose_by_word(&mut self, change: Change, at: Millis) {
        self.choice_known(change, at);
        if change == Change::Chose {
            self.overtaken(at);
        }
    }

    /// It became known that a choice is asked for, or what was chosen: what left in this document before that is judged by it.
    fn choice_known(&mut self, change: Change, at: Millis) {
        self.note_choice_lost();
        let (verdict, open) = self.choice.settled(change);
        if change != Change::None {
            let began = self.choice.began;
            for kept in self.storage.values_mut().filter(|k| k.verdict == Some(Verdict::None) && k.changed >= began) {
                kept.verdict = Some(verdict);
                self.dirty = true;
            }
        }
        if open.is_empty() {
            return;
        }
        (self.dirty, self.loud) = (true, true);
        match verdict {
            Verdict::Before => {
                self.raise_before(&open);
                for sent in open {
                    let left = sent.at;
                    self.before_choice(sent, left);
                }
            }
            Verdict::After(_, true) => {
                for sent in &open {
                    if sent.who.is_none() || !self.choice.refuses(sent.purpose, at) {
                        continue;
                    }
                    if let Some(sends) = sent.who.as_ref().and_then(|who| self.choice.sends.get_mut(&who.id)) {
                        sends.ignored = sends.ignored.saturating_add(1);
                    }
                    let key = self.add(self.ignored(sent, at), sent.at, &[]);
                    self.of_request(sent.number, key);
                }
            }
            _ => {}
        }
    }

    /// Findings of requests that left before a choice: that is one of the axes of their severity.
    fn raise_before(&mut self, open: &[Sent]) {
        let mut changed: Vec<String> = Vec::new();
        for sent in open.iter().filter(|s| s.number > 0) {
            let Some(recent) = self.recent.iter().rev().find(|r| r.number == sent.number) else { continue };
            for key in &recent.findings {
                if let Some(finding) = self.findings.get_mut(key).filter(|f| f.axes.consent == 1 && f.axes.recipient >= 3) {
                    detect::by_choice(finding, 2);
                    changed.push(key.clone());
                }
            }
        }
        if !changed.is_empty() {
            self.join_again(&changed);
        }
    }

    fn note_choice_lost(&mut self) {
        let lost = std::mem::take(&mut self.choice.lost);
        if lost > 0 {
            self.lose("consent-left-out", lost);
        }
    }
}

/// True for a request that counts, advertises or profiles. What a page cannot do without never does.
fn tracks(facts: &Facts<'_>) -> bool {
    let spared = matches!(
        facts.category(),
        Some(Category::Consent | Category::Captcha | Category::Cdn | Category::Fonts | Category::TagManager | Category::ErrorMonitoring)
    );
    facts.tracking.is_some() && !spared
}

/// What a request is for, by who gets it.
fn purpose(facts: &Facts<'_>) -> Purpose {
    facts.category().map_or(Purpose::Unknown, purpose_of)
}

/// A word that may be shown: the page chose it.
fn closed(word: &str) -> &str {
    let fits = word.len() <= 40 && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b' '));
    if fits { word } else { "" }
}

/// A rule's name as people know the manager.
fn title(name: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "onetrust" => "OneTrust".to_owned(),
        "trustarc" => "TrustArc".to_owned(),
        "cookieyes" => "CookieYes".to_owned(),
        "cookieconsent" => "vanilla-cookieconsent".to_owned(),
        _ => words::sentence(name),
    }
}
