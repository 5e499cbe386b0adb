//! Whence a tab's values are known: personas, fields, the page itself, storage, what was read before.

use super::Tab;
use crate::address::{Address, cut};
use crate::detect::proven;
use crate::facts::Facts;
use crate::identify::{self, Confidence, IdContext, IdKind, Identifier};
use crate::known::{FieldAt, MAX_SENT, Sent, Source, Value, What};
use crate::observation::{MAX_FORM_FIELDS, Millis, Selected, Submitted, Typed};
use crate::payload::{self, Body, Fields};
use crate::persona::{MAX_PERSONAS, Persona};
use crate::report::plain;
use crate::site::{self, Declared};
use leaklight_text::t;

/// Shorter text of the page's own is not looked for, in characters.
const LEAST: usize = 6;
/// What left longer ago than this, in milliseconds, is no longer told to have left before a form was sent.
const LONG_AGO: Millis = 600_000;

/// Controls in which nothing is typed, by their type.
const CHOICES: &[&str] =
    &["select-one", "select-multiple", "radio", "checkbox", "range", "color", "button", "submit", "reset", "image", "file", "hidden"];
/// Fields that hold one of few things, by words of their names and labels.
const FEW: &[&str] = &["state", "province", "country", "gender", "sex", "language", "month", "weekday", "salutation", "prefix", "suffix"];
/// What stands in fields of every site, and proves nothing anywhere else.
const COMMON: &[&str] = &[
    "yes",
    "no",
    "none",
    "n/a",
    "ok",
    "true",
    "false",
    "male",
    "female",
    "other",
    "test",
    "hello",
    "hi",
    "thanks",
    "thank you",
    "unknown",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "today",
    "tomorrow",
    "morning",
    "afternoon",
    "evening",
];

impl Tab {
    /// A person chose which personas are looked for.
    pub fn heed(&mut self, personas: &[Persona], at: Millis) {
        let on = || personas.iter().filter(|p| p.on).take(MAX_PERSONAS);
        let holds = |name: &str, text: &str| on().any(|p| p.name == name && all_of(p).iter().any(|(_, t)| t == text));
        self.known.forget(&|text, source| matches!(source, Source::Persona(name) if !holds(name, text)));
        for persona in on() {
            for (what, text) in all_of(persona) {
                let source = Source::Persona(persona.name.clone());
                let there = self.known.values.list.iter().any(|v| v.text == text && v.sources.contains(&source));
                if !there {
                    self.know_and_compare(what, &text, source, at);
                }
            }
        }
    }

    /// A field's content changed.
    pub fn typed(&mut self, typed: &Typed, at: Millis) {
        self.dirty = true;
        self.known.prune(at);
        let here = FieldAt { frame: typed.frame, field: typed.field };
        let mut columns = typed.about.split('\t');
        let (kind, name, label) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""), columns.next().unwrap_or(""));
        let text = typed.value.trim();
        let mut what = What::of_field(&typed.about);
        if typed.secret && !what.is_secret() {
            what = if kind == "password" { What::Password } else { What::Card };
        }
        if what == What::Text {
            what = by_form(text).unwrap_or(What::Text);
        }
        let secret = what.is_secret();
        let old = self.known.values.list.iter().zip(&self.known.notes).position(|(v, n)| n.over.is_none() && stands_in(&v.sources, here));
        let was = old.and_then(|place| self.known.values.list.get(place)).map(|v| v.text.clone());
        // Said of a password once more after a restart, when what it was is no longer there to tell.
        if secret && text.is_empty() && old.is_some_and(|p| self.known.is_gone_at(p)) {
            return;
        }
        if !secret && was.as_deref() == Some(text) {
            return;
        }
        if let Some(place) = old {
            self.typed_over(place, here, was.unwrap_or_default().as_str(), text, at);
        }
        let looked_for = if secret { old.is_none() || !text.is_empty() } else { is_telling(what, kind, &typed.about, text) };
        if looked_for {
            let label = if label.is_empty() { name } else { label };
            let source = Source::Typed { at: here, label: cut(label, 80).to_owned(), when: at };
            self.know_and_compare(what, text, source, at);
        }
    }

    /// What stood in a field no longer stands in it.
    fn typed_over(&mut self, place: usize, here: FieldAt, was: &str, text: &str, at: Millis) {
        let sent = self.known.values.list.get(place).is_some_and(|value| self.is_sent(value, here));
        let turn = self.known.turn_over();
        let (Some(value), Some(note)) = (self.known.values.list.get_mut(place), self.known.notes.get_mut(place)) else { return };
        let elsewhere = |s: &Source| !matches!(s, Source::Typed { at, .. } if *at == here);
        // The form was sent and emptied, and what was sent may still leave; or it is looked for anyway.
        if sent || value.sources.iter().any(elsewhere) {
            gone(&mut value.sources, turn, &|field| field == here);
            return;
        }
        note.over = Some(at);
        note.partial = !text.is_empty() && !was.is_empty() && (text.starts_with(was) || was.starts_with(text));
    }

    fn know_and_compare(&mut self, what: What, text: &str, source: Source, at: Millis) {
        let standing = what.identifier().is_none_or(|id| matches!(id, IdKind::Name | IdKind::Zip)) && self.says(text);
        let Some(id) = self.know(what, text, source, at) else { return };
        if let Some(note) = self.known.place(id).and_then(|p| self.known.notes.get_mut(p)) {
            note.standing |= standing;
        }
    }

    /// True where the page's address or title says it.
    fn says(&self, text: &str) -> bool {
        let plain =
            |text: &str| -> String { text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect() };
        let wanted = plain(text.trim());
        let address = percent_encoding::percent_decode_str(&self.page.address).decode_utf8_lossy();
        !wanted.is_empty() && [address.as_ref(), &self.page.title].into_iter().any(|said| plain(said).contains(&wanted))
    }

    /// A form was sent.
    pub fn submitted(&mut self, sent: &Submitted, at: Millis) {
        let mut fields = sent.fields.clone();
        fields.truncate(MAX_FORM_FIELDS);
        let form = Sent { frame: sent.frame, fields, button: cut(&sent.button, 60).to_owned(), when: at };
        let known = &mut self.known.values;
        if known.sent.len() >= MAX_SENT {
            known.sent.remove(0);
        }
        known.sent.push(form);
        (self.dirty, self.loud) = (true, true);
        for proof in self.findings.values_mut().flat_map(|f| &mut f.evidence).filter_map(|e| e.known.as_mut()) {
            if let (None, Some(field), Some(typed)) = (&proof.sent, proof.field, proof.typed)
                && proof.left + LONG_AGO >= at
            {
                proof.sent = self.known.values.sent(field, typed, proof.left).map(|form| (form.when, proven::label(&form.button)));
            }
        }
    }

    fn is_sent(&self, value: &Value, field: FieldAt) -> bool {
        let is_it = |s: &Source| matches!(s, Source::Typed { at, when, .. } if *at == field && self.known.values.sent(field, *when, *when).is_some());
        value.sources.iter().any(is_it)
    }

    /// A frame shows another document: its fields' numbers mean nothing any more. 0 takes all frames along.
    pub fn left_document(&mut self, frame: i64) {
        let goes = |field: FieldAt| field.frame >= 0 && (frame == 0 || field.frame == frame);
        let turn = self.known.turn_over();
        for value in &mut self.known.values.list {
            gone(&mut value.sources, turn, &goes);
        }
        for form in &mut self.known.values.sent {
            let mut field = FieldAt { frame: form.frame, field: 0 };
            if goes(field) {
                leave(&mut field, turn);
                form.frame = field.frame;
            }
        }
        for proof in self.findings.values_mut().flat_map(|f| &mut f.evidence).filter_map(|e| e.known.as_mut()) {
            if proof.field.is_some_and(goes) {
                proof.field = None;
                (self.dirty, self.loud) = (true, true);
            }
        }
    }

    /// Text of the page was selected.
    pub fn selected(&mut self, selected: &Selected, at: Millis) {
        if selected.text.trim().chars().count() >= LEAST {
            self.know(What::Selection, &selected.text, Source::Page, at);
        }
    }

    /// The page's own address, where it tells something or names somebody.
    pub(super) fn know_page(&mut self, own: &Declared, at: Millis) {
        let text = self.page.address.clone();
        let address = Address::parse(&text);
        if !address.is_network() {
            return;
        }
        let fields = payload::read(&address, Body::Empty, None);
        let found = identify::scan(&fields, &IdContext { page: Some(address.as_str()), is_page: true, ..IdContext::NONE });
        let named = personal(&fields, &found, address.host(), "");
        if self.page.reveal.sensitive || !named.is_empty() {
            self.know(What::PageAddress, address.without_fragment(), Source::Page, at);
            if address.path().len() >= LEAST && own.rules.on(&address).text(address.path(), "path").sensitive {
                self.know(What::PageAddress, address.path(), Source::Page, at);
            }
        }
        for (what, text) in named {
            self.know(what, &text, Source::Seen(t!("the page address").to_owned()), at);
        }
    }

    /// The page's title, where it tells something or names somebody.
    pub(super) fn know_title(&mut self, own: &Declared) {
        let (title, text) = (self.page.title.clone(), self.page.address.clone());
        let address = Address::parse(&text);
        let telling = || own.rules.on(&address).text(&title, "title").sensitive || !identify::scan_text(&title).is_empty();
        if title.trim().chars().count() >= LEAST && telling() {
            self.know(What::PageTitle, &title, Source::Page, self.known.now);
        }
    }

    /// Who is named by what lies in a cookie or in storage.
    pub fn know_stored(&mut self, area: &str, name: &str, value: &str, at: Millis) {
        if value.len() < LEAST {
            return;
        }
        let pair = [(name.to_owned(), value.to_owned())];
        let address = Address::parse("");
        let fields = payload::read(&address, Body::Form(&pair), None);
        let found = identify::scan(&fields, &IdContext::NONE);
        let page = self.page.address.clone();
        for (what, text) in personal(&fields, &found, Address::parse(&page).host(), name) {
            self.know(what, &text, Source::Stored([plain::area(area), " ", name].concat()), at);
        }
    }

    /// Who is named by a request, so that the same told in another way is recognised.
    pub(super) fn know_seen(&mut self, facts: &Facts<'_>, who: &str, at: Millis) {
        if facts.identifiers.is_empty() {
            return;
        }
        for (what, text) in personal(&facts.fields, &facts.identifiers, facts.page.map_or("", |p| p.host()), "") {
            if !self.known.values.list.iter().any(|v| v.text == text) {
                self.know(what, &text, Source::Sent(t!("a request to {who}")), at);
            }
        }
    }
}

/// What a persona holds, and its whole name where it holds the parts alone.
fn all_of(persona: &Persona) -> Vec<(What, String)> {
    let mut all: Vec<(What, String)> = Vec::with_capacity(persona.details.len() + 1);
    for detail in persona.details.iter().filter(|d| !d.value.trim().is_empty()) {
        all.push((detail.what, detail.value.trim().to_owned()));
    }
    let of = |what: What| all.iter().find(|(w, _)| *w == what).map(|(_, text)| text.as_str());
    if let (None, Some(first), Some(last)) = (of(What::Name), of(What::FirstName), of(What::LastName)) {
        let name = [first, " ", last].concat();
        all.push((What::Name, name));
    }
    all
}

/// Identifiers as sure as a form makes them, the site's own contact details apart.
fn personal(fields: &Fields<'_>, found: &[Identifier], host: &str, name: &str) -> Vec<(What, String)> {
    let mut out = Vec::new();
    for id in found.iter().filter(|id| id.confidence == Confidence::High) {
        let (Some(what), Some(field)) = (of_kind(id.kind), fields.items.get(id.field)) else { continue };
        let text = match id.range {
            Some((from, to)) => field.value.get(from as usize..to as usize).unwrap_or(""),
            None if id.encoding == "plain" => field.value.as_ref(),
            None => "",
        };
        let own = match what {
            What::Email => text.rsplit('@').next().is_some_and(|domain| site::registrable(domain) == site::registrable(host)),
            // A number anybody may call stands in what a site keeps of itself.
            What::Phone => !of_somebody(name) && !of_somebody(&field.path),
            _ => false,
        };
        if !own && text.len() >= LEAST {
            out.push((what, text.to_owned()));
        }
    }
    out
}

fn of_somebody(name: &str) -> bool {
    const SOMEBODY: &[&str] = &["user", "patient", "customer", "member", "visitor", "profile", "lead", "login", "account", "ud["];
    let name = name.to_ascii_lowercase();
    SOMEBODY.iter().any(|word| name.contains(word))
}

fn of_kind(kind: IdKind) -> Option<What> {
    Some(match kind {
        IdKind::Email => What::Email,
        IdKind::Phone => What::Phone,
        IdKind::Mrn => What::RecordNumber,
        IdKind::MemberId | IdKind::Mbi => What::MemberId,
        IdKind::Ssn => What::Ssn,
        _ => return None,
    })
}

/// What a text is by its form, whatever its field is called.
fn by_form(text: &str) -> Option<What> {
    let whole = |range: (u32, u32)| range == (0, text.len() as u32);
    identify::scan_text(text).into_iter().find(|(_, range)| whole(*range)).and_then(|(kind, _)| of_kind(kind))
}

/// False for what is picked rather than written, and for what everybody writes.
fn is_telling(what: What, kind: &str, about: &str, text: &str) -> bool {
    if CHOICES.contains(&kind) || text.is_empty() {
        return false;
    }
    if what != What::Text {
        return true;
    }
    let about = about.to_ascii_lowercase();
    let few = |word: &str| FEW.contains(&word);
    let common = |word: &&str| text.eq_ignore_ascii_case(word);
    !(about.split(|c: char| !c.is_ascii_alphabetic()).any(few)
        || COMMON.iter().any(common)
        || text.len() < LEAST && text.bytes().all(|b| !b.is_ascii_alphabetic() && b.is_ascii()))
}

fn stands_in(sources: &[Source], field: FieldAt) -> bool {
    sources.iter().any(|s| matches!(s, Source::Typed { at, .. } if *at == field))
}

fn gone(sources: &mut [Source], turn: i64, goes: &dyn Fn(FieldAt) -> bool) {
    for source in sources {
        if let Source::Typed { at, .. } = source
            && goes(*at)
        {
            leave(at, turn);
        }
    }
}

/// Gives a field the number of a document no longer shown: a frame below 0, so that its form is still told from others.
pub(super) fn leave(field: &mut FieldAt, turn: i64) {
    field.frame = -1 - (turn << 32 | field.frame & 0xffff_ffff);
}
