//! Lessons: what is said about a recorded visit, moment by moment, with a question and what it comes to.
//!
//! A lesson is one file. Its lines say one thing each: a head, then steps and questions in the order they are taught, then a
//! recorded log as Leaklight saves it. `docs/lessons.md` says how to write one.

mod further;

use super::log::{self, Refusal, Visit};
use further::Texts;
use leaklight_core::finding::Kind;
use leaklight_core::session::Settings;
use leaklight_text::{Message, message, t};
use serde::Deserialize;

/// The version of the form, in the first line: `{"leaklight-lesson":1}`.
pub const LESSON_VERSION: u32 = 1;
/// The most lines a lesson has before its log.
pub const MOST_LINES: usize = 100;
/// The longest text in a lesson, in bytes.
pub const MOST_TEXT: usize = 2_000;
/// The most answers to choose from.
pub const MOST_CHOICES: usize = 8;
/// The panel's sheets, as a lesson names them.
pub const SHEETS: [&str; 9] = ["recipients", "findings", "known", "consent", "timeline", "lineage", "matomo", "storage", "unseen"];

/// The lessons that come with Leaklight: the name in the address, and the file.
pub const SHIPPED: [(&str, &str); 2] = [
    ("meta-pixel", include_str!("../../lessons/meta-pixel.ndjson")),
    ("matomo-exclusions", include_str!("../../lessons/matomo-exclusions.ndjson")),
];

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// What it is called; empty for a visit without a lesson.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub about: String,
    /// How long it takes to teach, in minutes; 0 where nothing is said.
    pub minutes: u32,
    /// Who wrote it and when; may be empty.
    pub by: String,
    /// What a person chose, as the core reads it: own domains, test patients. As JSON; `{}` where nothing is said.
    pub settings: String,
    /// Steps and questions, in order.
    pub parts: Vec<Part>,
    /// The recorded visit.
    pub visit: Visit,
}

/// What a lesson says at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Step(Step),
    Question(Question),
}

/// A step: a moment, where to look, and what is to be said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Step {
    /// The moment, in milliseconds after the first event; none for the moment of the part before.
    pub at: Option<u64>,
    /// In a few words.
    pub title: String,
    /// What is to be said; a line break parts paragraphs.
    pub text: String,
    /// What to look at, in a few words; may be empty.
    pub look: String,
    /// The panel's sheet to turn to, one of [`SHEETS`]; empty for the one that is open.
    pub sheet: String,
    /// What the panel then shows: `KIND` or `KIND RECIPIENT`; the first is unfolded.
    pub shows: Vec<String>,
    /// Its texts in further languages, as the file has them; none once it is read.
    #[serde(rename = "in")]
    pub further: Vec<Texts>,
}

/// A question about what was seen so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Question {
    /// See [`Step::at`].
    pub at: Option<u64>,
    /// What is asked.
    pub ask: String,
    /// The answers to choose from.
    pub choices: Vec<Choice>,
    /// What is said once somebody chose; a line break parts paragraphs.
    pub reveal: String,
    /// The moment the visit goes on to with the reveal; none for the one it stands at.
    pub reveal_at: Option<u64>,
    /// See [`Step::sheet`]; turned to with the reveal.
    pub sheet: String,
    /// See [`Step::shows`].
    pub shows: Vec<String>,
    /// See [`Step::further`].
    #[serde(rename = "in")]
    pub further: Vec<Texts>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// The answer.
    pub says: String,
    /// True where it is right; more than one may be.
    pub right: bool,
    /// Why it is or is not; may be empty.
    pub because: String,
}

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "leaklight-lesson")]
    version: u32,
    #[serde(default)]
    title: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    minutes: u32,
    #[serde(default)]
    by: String,
    #[serde(default)]
    settings: Settings,
    #[serde(default, rename = "in")]
    further: Vec<Texts>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Step(Step),
    Question(Question),
}

/// Reads a file: a lesson, or a recorded visit alone. A lesson is said in the person's language where it has it.
pub fn read(text: &str) -> Result<Lesson, Refusal> {
    read_in(text, t!(language: "en"))
}

/// The same in a language, by its code; in the lesson's own plain words where it does not have it.
pub fn read_in(text: &str, language: &str) -> Result<Lesson, Refusal> {
    let first = text.lines().next().unwrap_or("");
    let Some(mut head) = leaklight_json::read::<Head>(first.as_bytes()) else {
        // A visit without a lesson, or neither.
        return Ok(Lesson { settings: "{}".into(), visit: log::read(text, 0)?, ..Lesson::default() });
    };
    if head.version > LESSON_VERSION {
        let said = t!(
            "the lesson has version {version} of the form, this Leaklight reads up to {LESSON_VERSION}. Use a newer one.",
            version = head.version
        );
        return Err(Refusal::at(0, said));
    }
    needed(0, message!("a lesson"), &[("title", &head.title), ("about", &head.about)])?;
    let languages = further::languages(&head.further)?;
    further::put(0, &mut head, &languages, language)?;
    let settings = serde_json::to_string(&head.settings).unwrap_or_default();
    let mut lesson = Lesson { title: head.title, about: head.about, minutes: head.minutes, by: head.by, settings, ..Lesson::default() };
    let mut where_from = Vec::new();
    for (n, line) in text.lines().enumerate().skip(1) {
        if log::begins_log(line) {
            lesson.visit = log::read(text, n)?;
            break;
        }
        if n >= MOST_LINES {
            return Err(Refusal::at(n, t!("a lesson has at most 100 lines before its recorded visit.")));
        }
        let Some(line) = leaklight_json::read::<Line>(line.as_bytes()) else {
            return Err(Refusal::at(n, t!("this is no step, no question, and no beginning of a recorded visit.")));
        };
        let mut part = checked(n, line)?;
        match &mut part {
            Part::Step(step) => further::put(n, step, &languages, language)?,
            Part::Question(question) => further::put(n, question, &languages, language)?,
        }
        lesson.parts.push(part);
        where_from.push(n);
    }
    if lesson.visit.at.is_empty() {
        return Err(Refusal::at(text.lines().count().saturating_sub(1), t!("the lesson ends here, and its recorded visit is missing.")));
    }
    if lesson.parts.is_empty() {
        return Err(Refusal::at(0, t!("the lesson has no step.")));
    }
    let end = lesson.visit.at.last().copied().unwrap_or(0);
    for (part, n) in lesson.parts.iter().zip(where_from) {
        if part.at().max(part.reveal_at()).is_some_and(|at| at > end) {
            return Err(Refusal::at(n, t!("`at` or `reveal_at` lies after the visit's end, which is at {end}.")));
        }
    }
    Ok(lesson)
}

fn needed(n: usize, what: Message, fields: &[(&str, &str)]) -> Result<(), Refusal> {
    for (name, value) in fields {
        if value.trim().is_empty() {
            return Err(Refusal::at(n, t!("{what} needs a `{name}`.", what = what.say())));
        }
    }
    within(n, fields)
}

fn within(n: usize, fields: &[(&str, &str)]) -> Result<(), Refusal> {
    match fields.iter().find(|(_, value)| value.len() > MOST_TEXT) {
        Some((name, _)) => Err(Refusal::at(n, t!("`{name}` is longer than 2,000 bytes."))),
        None => Ok(()),
    }
}

fn checked(n: usize, line: Line) -> Result<Part, Refusal> {
    let (sheet, shows) = match &line {
        Line::Step(step) => {
            needed(n, message!("a step"), &[("title", &step.title), ("text", &step.text)])?;
            within(n, &[("look", &step.look)])?;
            (&step.sheet, &step.shows)
        }
        Line::Question(question) => {
            needed(n, message!("a question"), &[("ask", &question.ask), ("reveal", &question.reveal)])?;
            if !(2..=MOST_CHOICES).contains(&question.choices.len()) {
                return Err(Refusal::at(n, t!("a question needs two to eight `choices`.")));
            }
            for choice in &question.choices {
                needed(n, message!("a choice"), &[("says", &choice.says)])?;
                within(n, &[("because", &choice.because)])?;
            }
            if !question.choices.iter().any(|choice| choice.right) {
                return Err(Refusal::at(n, t!("none of the `choices` is `right`.")));
            }
            (&question.sheet, &question.shows)
        }
    };
    if !sheet.is_empty() && !SHEETS.contains(&sheet.as_str()) {
        return Err(Refusal::at(n, t!("`sheet` is one of {sheets}.", sheets = SHEETS.join(", "))));
    }
    for shown in shows {
        let kind = shown.split(' ').next().unwrap_or("");
        if !Kind::ALL.iter().any(|each| each.word() == kind) {
            return Err(Refusal::at(n, t!("`shows` names a kind of finding that there is not.")));
        }
    }
    Ok(match line {
        Line::Step(step) => Part::Step(step),
        Line::Question(question) => Part::Question(question),
    })
}

impl Part {
    /// The moment it names.
    pub fn at(&self) -> Option<u64> {
        match self {
            Part::Step(step) => step.at,
            Part::Question(question) => question.at,
        }
    }

    /// The moment it goes on to once it is answered.
    pub fn reveal_at(&self) -> Option<u64> {
        match self {
            Part::Step(_) => None,
            Part::Question(question) => question.reveal_at,
        }
    }

    /// What the panel shows then: the sheet, and findings.
    pub fn shows(&self) -> (&str, &[String]) {
        match self {
            Part::Step(step) => (&step.sheet, &step.shows),
            Part::Question(question) => (&question.sheet, &question.shows),
        }
    }
}

impl Lesson {
    /// After how many events of the visit a part is taught.
    pub fn moment(&self, part: usize) -> usize {
        let before = self.parts.iter().take(part).rev().find_map(|part| part.reveal_at().or(part.at()));
        self.parts.get(part).and_then(Part::at).or(before).map_or(1, |at| self.visit.until(at))
    }

    /// After how many events of the visit its reveal is, or the part itself where it has none.
    pub fn revealed(&self, part: usize) -> usize {
        let at = self.parts.get(part).and_then(Part::reveal_at);
        at.map_or_else(|| self.moment(part), |at| self.visit.until(at))
    }

    /// The kinds of findings it is about, each once.
    pub fn kinds(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for shown in self.parts.iter().flat_map(|part| part.shows().1) {
            let kind = shown.split(' ').next().unwrap_or("");
            if !all.contains(&kind) {
                all.push(kind);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
