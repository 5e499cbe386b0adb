//! Adding words up.

use super::codes::{self, System};
use super::headline::NAMES;
use super::lexicon::{self, Class, Hit};
use super::place::{Place, is_deed, is_piece, is_search_box, is_typed, may_be_search, spelled};
use super::tokens::Words;
use super::{Evidence, Judgement, Kind, Topic};
use crate::own::Own;
use leaklight_text::{Message, message, t};
use std::borrow::Cow;

/// Points at which a text counts as sensitive. A word nobody uses otherwise ("leukemia") has as many alone; a word
/// with other meanings ("stroke", "treatment") has fewer and needs company.
pub const THRESHOLD: i32 = 100;

/// What the lexicon says of a law firm's, a court's and a lawmaker's words (`data/lexicon/setting.toml`).
const LAW: Message = message!("law, government or court");
/// What the host's words add at most.
const HOST: i32 = 25;
/// Points for a complaint said of a part of the body: "chest pain", "swollen knee".
const OF_THE_BODY: i16 = 40;
/// Points for a part of the body that is somebody's: "my neck".
const SOMEBODYS: i16 = 30;
/// A word of at least so many points that is all a path segment, a parameter, an event's name or a part of a title
/// ("Depression | Example") holds gains a few: it is the subject.
const ALONE: i16 = 40;
const STANDS_ALONE: i16 = 25;
/// A word of fewer points ("test", "child") asks for no condition.
const ASKS: i16 = 20;
/// Points for a short form that stands where a condition is asked for.
const ASKED: i16 = 60;
/// Points for the number behind a record's name.
const RECORD: i16 = 45;
/// Points for a code beside a word that says what it is: nobody means anything else by it.
const CODE: i16 = 110;
/// A value with so many pieces that are no words is itself encoded: the two or three letters between them are no short form.
const OPAQUE: usize = 2;
/// The longest short form.
const SHORT: u32 = 3;
/// From how many words on a value is a sentence, in which a setting's words count less.
const SENTENCE: u32 = 5;
/// How many words may stand between the two.
const NEAR: u32 = 3;
/// The shortest word that tells in a parameter's name.
const NAME: u32 = 4;

/// A value, borrowed from the address where nothing had to be decoded.
pub(super) type Text<'a> = Cow<'a, str>;

/// A judgement in the making.
pub(super) struct Tally<'a> {
    words: Words,
    hits: Vec<Hit>,
    pub(super) evidence: Vec<Evidence<'a>>,
    /// Folded words already counted.
    seen: Vec<(&'static Class, Box<[u8]>)>,
    best: Option<(i16, Cow<'a, str>, (u32, u32))>,
    tokens: usize,
    /// What the path segment or the parameter's name before says the codes behind it are.
    named: Option<System>,
    /// The path segment or the parameter's name before asks for a condition: `/conditions/`, `treatment=`.
    asked: bool,
    own: Own<'a>,
    /// A person's own words in the value being read.
    pub(super) said: Vec<super::own::Said>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(own: Own<'a>) -> Self {
        Tally {
            words: Words::default(),
            hits: Vec::with_capacity(8),
            evidence: Vec::new(),
            seen: Vec::new(),
            best: None,
            tokens: 0,
            named: None,
            asked: false,
            own,
            said: Vec::new(),
        }
    }

    /// Reads one value.
    pub(super) fn value(&mut self, value: Cow<'a, str>, place: Place<'_>) {
        self.scan(&value);
        self.own_words(&value, place);
        self.code(&value, place);
        if self.hits.iter().all(|h| h.class.kind == Kind::Plain) {
            self.asked = false;
            return;
        }
        let hits = std::mem::take(&mut self.hits);
        let aside = matches!(place, Place::Query(_)) && hits.iter().all(|h| h.class.weight <= 0);
        let syndrome = hits.iter().find(|h| self.folded(h).starts_with(b"syndrome"));
        for hit in &hits {
            // `?from=news` says where a visitor came from, not what the page is about.
            if aside && hit.class.kind == Kind::Setting {
                continue;
            }
            // "Cat eye syndrome" speaks of no cat: what stands right before the word is the syndrome's name.
            let name =
                hit.class.kind == Kind::Setting && syndrome.is_some_and(|s| hit.tokens.1 <= s.tokens.0 && s.tokens.0 - hit.tokens.1 < NEAR);
            if !name {
                self.count(hit, &value, place);
            }
        }
        self.of_the_body(&hits, &value, place);
        if let Some((weight, span)) = super::headline::stretch(&hits) {
            self.head(weight, &value, span, place);
        }
        self.asked = matches!(place, Place::Path(_))
            && hits.len() == 1
            && hits.iter().any(|h| asks(h) && h.tokens.1 as usize == self.words.tokens.len());
        self.hits = hits;
    }

    /// Reads one parameter. Its name counts too (`specialty=`, `pregnancy_week=`), where it is more than a short form: two
    /// or three letters name anything.
    pub(super) fn parameter(&mut self, key: &'a str, value: Cow<'a, str>, fragment: bool) {
        let place = if fragment { Place::Fragment(key) } else { Place::Query(key) };
        self.scan(key);
        self.own_words(&Cow::Borrowed(key), place);
        self.named = codes::named(&self.words);
        let hits = std::mem::take(&mut self.hits);
        for hit in hits.iter().filter(|h| h.class.weight > 0 && (h.text.1 - h.text.0 >= NAME || i32::from(h.class.weight) >= THRESHOLD)) {
            let named = Hit { raw: (0, 0), ..*hit };
            let text = key.get(hit.raw.0 as usize..hit.raw.1 as usize).unwrap_or(key);
            self.push(&named, Cow::Borrowed(text), place.at(), hit.class.weight);
        }
        self.asked = hits.iter().any(asks);
        self.hits = hits;
        self.value(value, place);
        self.named = None;
    }

    /// A code of a diagnosis or procedure, where something says that it is one. Called with the value's words read.
    fn code(&mut self, value: &Text<'a>, place: Place<'_>) {
        let before = self.named.take();
        let here = codes::named(&self.words);
        if matches!(place, Place::Path(_)) {
            self.named = here;
        }
        let found = before.and_then(|s| codes::find(value, s)).or_else(|| codes::find(value, here?));
        let Some(code) = found else { return };
        self.evidence.push(Evidence {
            text: part(value, code.raw),
            at: place.at(),
            topic: Some(code.topic),
            kind: code.kind,
            weight: CODE,
            counted: 0,
            words: code.words,
            range: code.raw,
        });
        self.head(CODE + NAMES, value, code.raw, place);
    }

    /// Takes words for the headline, where none weigh more. What was typed into search is masked, and not repeated in one.
    pub(super) fn head(&mut self, weight: i16, value: &Text<'a>, span: (u32, u32), place: Place<'_>) {
        let typed = match place {
            Place::Query(key) | Place::Fragment(key) => is_search_box(key),
            Place::Named(at) => is_typed(at),
            Place::Path(_) | Place::Title => false,
        };
        if !typed && self.best.as_ref().is_none_or(|(best, ..)| *best < weight) {
            self.best = Some((weight, value.clone(), span));
        }
    }

    /// Words of the host are context: they raise a little, and only what the page already says.
    pub(super) fn host(&mut self, host: &str) {
        let points = self.points();
        if points < THRESHOLD / 2 || host.is_empty() {
            return;
        }
        let host = &*spelled(host);
        self.scan(host);
        let mut raise = 0;
        for hit in std::mem::take(&mut self.hits) {
            let weight = i32::from(hit.class.weight);
            let weight = if weight > 0 { (weight / 4).min(HOST - raise) } else { weight };
            if weight == 0 || hit.class.kind == Kind::Person || hit.class.words == LAW && self.is_for_a_lawyer() {
                continue;
            }
            raise += weight.max(0);
            let text = host.get(hit.raw.0 as usize..hit.raw.1 as usize).unwrap_or(host);
            self.evidence.push(Evidence {
                text: Cow::Owned(text.to_owned()),
                at: "host".into(),
                topic: None,
                kind: if weight > 0 { Kind::Section } else { Kind::Setting },
                weight: weight as i16,
                counted: 0,
                words: if weight > 0 { t!("the site's name") } else { hit.class.words.say() },
                range: hit.raw,
            });
        }
    }

    /// Matters a person takes to a law firm: its name says nothing against them.
    fn is_for_a_lawyer(&self) -> bool {
        let is = |e: &Evidence<'_>| e.weight > 0 && matches!(e.topic, Some(Topic::Legal | Topic::Finance | Topic::Immigration));
        self.evidence.iter().any(is)
    }

    fn scan(&mut self, value: &str) {
        self.hits.clear();
        if self.tokens >= super::tokens::MAX_TOKENS {
            return;
        }
        self.words.read(value);
        self.tokens += self.words.tokens.len();
        self.said.clear();
        if !self.own.is_empty() {
            super::own::read(self.own, &mut self.words, &mut self.said);
        }
        lexicon::scan(&self.words, &mut self.hits);
        // What a person called innocent has no letters left and is no encoded piece.
        let pieces = || self.words.tokens.iter().filter(|t| t.opaque && t.at.0 < t.at.1).count();
        if !self.hits.is_empty() && pieces() >= OPAQUE {
            self.hits.retain(|h| h.text.1 - h.text.0 > SHORT);
        }
    }

    fn count(&mut self, hit: &Hit, value: &Text<'a>, place: Place<'_>) {
        if hit.class.kind == Kind::Plain {
            return;
        }
        let kind = hit.class.kind;
        let written = matches!(place, Place::Title | Place::Named(_));
        let whole = !written && hit.raw == (0, value.len() as u32);
        let alone = whole || written && hit.class.weight >= ALONE && (is_piece(value, hit.raw) || is_deed(value, self.others(hit)));
        let words = self.words.tokens.len() as u32;
        let weight = match kind {
            // `/conditions/…`: a segment that is nothing but a section's name says what the rest is about.
            Kind::Section if whole => hit.class.weight * 2,
            // `/careers/…` is a section; a career somewhere in a long sentence is a word.
            Kind::Setting if words > SENTENCE && hit.tokens.0 > 0 => hit.class.weight / 3,
            // `MRN448812`: a name that means a record's number, and the number.
            Kind::Portal if hit.class.weight >= ALONE && self.number_follows(hit) => hit.class.weight + RECORD,
            // `?condition=ed`, `/conditions/ms`: the short form of what is asked for.
            Kind::Condition if whole && self.asked && hit.class.whole && hit.class.weight < ALONE => hit.class.weight + ASKED,
            _ if alone && hit.class.weight >= ALONE => hit.class.weight + STANDS_ALONE,
            _ => hit.class.weight,
        };
        self.push(hit, part(value, hit.raw), place.at(), weight);
    }

    fn push(&mut self, hit: &Hit, text: Cow<'a, str>, at: String, weight: i16) {
        let class = hit.class;
        let folded = self.folded(hit);
        if self.seen.iter().any(|(c, t)| std::ptr::eq(*c, class) && (**t == *folded || class.kind == Kind::Setting)) {
            return;
        }
        self.seen.push((class, folded.into()));
        self.evidence.push(Evidence {
            text,
            at,
            topic: class.topic,
            kind: class.kind,
            weight,
            counted: 0,
            words: class.words.say(),
            range: hit.raw,
        });
    }

    /// "pain" beside "chest": together they tell more than apart.
    fn of_the_body(&mut self, hits: &[Hit], value: &Text<'a>, place: Place<'_>) {
        let mut said = false;
        for (i, hit) in hits.iter().enumerate() {
            if hit.class.kind != Kind::Body {
                continue;
            }
            if let Some(owner) = self.owner(hit) {
                let raw = (owner, hit.raw.1);
                self.evidence.push(Evidence {
                    text: part(value, raw),
                    at: place.at(),
                    topic: None,
                    kind: Kind::Person,
                    weight: SOMEBODYS,
                    counted: 0,
                    words: t!("somebody's body"),
                    range: raw,
                });
            }
            let complaint = hits.iter().enumerate().find(|(j, h)| {
                matches!(h.class.kind, Kind::Symptom | Kind::Condition | Kind::Procedure | Kind::Test | Kind::Medication)
                    && h.class.weight < THRESHOLD as i16
                    && i.abs_diff(*j) <= NEAR as usize
                    && h.tokens.0.max(hit.tokens.0).saturating_sub(h.tokens.1.min(hit.tokens.1)) <= NEAR
            });
            let Some((_, other)) = complaint.filter(|_| !said) else { continue };
            said = true;
            let raw = (hit.raw.0.min(other.raw.0), hit.raw.1.max(other.raw.1));
            self.evidence.push(Evidence {
                text: part(value, raw),
                at: place.at(),
                topic: other.class.topic,
                kind: other.class.kind,
                weight: OF_THE_BODY,
                counted: 0,
                words: t!("said of a part of the body"),
                range: raw,
            });
        }
    }

    /// The folded letters of a hit.
    fn folded(&self, hit: &Hit) -> &[u8] {
        self.words.text.get(hit.text.0 as usize..hit.text.1 as usize).unwrap_or(&[])
    }

    /// Does a number of some length follow at once?
    fn number_follows(&self, hit: &Hit) -> bool {
        self.words.tokens.get(hit.tokens.1 as usize).is_some_and(|t| t.digits && t.at.1 - t.at.0 >= 4)
    }

    /// The value's words beside the hit's.
    fn others(&self, hit: &Hit) -> impl Iterator<Item = &[u8]> {
        let own = hit.tokens.0 as usize..hit.tokens.1 as usize;
        self.words.tokens.iter().enumerate().filter(move |(n, _)| !own.contains(n)).map(|(_, t)| self.words.of(t))
    }

    /// Where "my", "his", "her" before a part of the body stands.
    fn owner(&self, hit: &Hit) -> Option<u32> {
        let before = self.words.tokens.get((hit.tokens.0 as usize).checked_sub(1)?)?;
        let word = self.words.of(before);
        [&b"my"[..], b"his", b"her", b"their", b"our", b"mi", b"su"].contains(&word).then_some(before.raw.0)
    }

    /// The sum so far, the caps kept.
    fn points(&mut self) -> i32 {
        super::sum::cap(&mut self.evidence)
    }

    pub(super) fn finish(mut self) -> Judgement<'a> {
        let points = self.points();
        // Context alone says nothing, however much of it there is.
        let core = self.evidence.iter().any(|e| e.weight > 0 && tells(e.kind));
        let sensitive = core && points >= THRESHOLD;
        let score = (points as f32 / (2 * THRESHOLD) as f32).clamp(0.0, if core { 1.0 } else { 0.49 });
        let mut topics: Vec<(Topic, i32)> = Vec::new();
        let mut intent = false;
        if sensitive {
            for e in self.evidence.iter().filter(|e| e.weight > 0) {
                if let Some(t) = e.topic {
                    match topics.iter_mut().find(|(x, _)| *x == t) {
                        Some((_, w)) => *w += i32::from(e.weight),
                        None => topics.push((t, i32::from(e.weight))),
                    }
                }
                intent |= matches!(
                    e.kind,
                    Kind::Step
                        | Kind::Provider
                        | Kind::Test
                        | Kind::Medication
                        | Kind::Symptom
                        | Kind::Portal
                        | Kind::Billing
                        | Kind::Person
                        | Kind::Specialty
                );
                intent |= may_be_search(&e.at);
            }
            intent |= self.seen.iter().any(|(c, _)| c.intent);
            crate::order::sort_by(&mut topics, |(_, a), (_, b)| b.cmp(a));
        }
        Judgement {
            score,
            points,
            carried: core,
            sensitive,
            topics: topics.into_iter().map(|(t, _)| t).collect(),
            evidence: self.evidence,
            intent,
            best: self.best.map(|(_, v, s)| (v, s)),
        }
    }
}

/// Does the word ask for a condition?
fn asks(hit: &Hit) -> bool {
    hit.class.weight >= ASKS && matches!(hit.class.kind, Kind::Section | Kind::Condition | Kind::Symptom | Kind::Test | Kind::Procedure)
}

/// Kinds that can carry a judgement.
pub(super) fn tells(kind: Kind) -> bool {
    !matches!(kind, Kind::Body | Kind::Person | Kind::Section | Kind::Setting | Kind::Plain)
}

pub(super) fn part<'a>(value: &Text<'a>, range: (u32, u32)) -> Cow<'a, str> {
    let r = range.0 as usize..range.1 as usize;
    match value {
        Cow::Borrowed(v) => Cow::Borrowed(v.get(r).unwrap_or(v)),
        Cow::Owned(v) => Cow::Owned(v.get(r).unwrap_or(v).to_owned()),
    }
}
