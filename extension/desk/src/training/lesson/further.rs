//! A lesson's texts in further languages. They stand in the same lines as the plain ones, under `in`.

use super::{Choice, Head, MOST_TEXT, Question, Step};
use crate::training::log::Refusal;
use leaklight_text::t;
use serde::Deserialize;

/// The texts of one line in one language; each line has its own of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Texts {
    /// The language's code: `es`.
    pub language: String,
    pub title: String,
    pub about: String,
    pub text: String,
    pub look: String,
    pub ask: String,
    /// In the order of the plain ones; which are right is theirs to say.
    pub choices: Vec<Choice>,
    pub reveal: String,
}

/// A text's name, what it is in the line itself, and in another language.
type Pair<'t> = (&'static str, &'t str, &'t str);

/// A line that can be said in another language.
pub trait Line {
    /// Its texts in further languages.
    fn further(&mut self) -> &mut Vec<Texts>;
    /// Every text beside the same in another language; none where there are not as many answers.
    fn pairs<'t>(&'t self, own: &'t Texts) -> Option<Vec<Pair<'t>>>;
    /// Puts the other language's in their place.
    fn say(&mut self, own: Texts);
}

/// Checks a line's texts in all languages, which are those of the first line, and puts the wanted one's in the place of the plain ones.
pub fn put(n: usize, line: &mut dyn Line, languages: &[String], wanted: &str) -> Result<(), Refusal> {
    let further = std::mem::take(line.further());
    if !further.iter().map(|own| &own.language).eq(languages) {
        return Err(Refusal::at(n, t!("`in` has other languages than in the first line.")));
    }
    for own in &further {
        let language = &own.language;
        let Some(pairs) = line.pairs(own) else {
            return Err(Refusal::at(n, t!("in `{language}` there are not as many `choices`.")));
        };
        for (name, plain, own) in pairs {
            if own.trim().is_empty() && !plain.trim().is_empty() {
                return Err(Refusal::at(n, t!("`{name}` is missing in `{language}`.")));
            }
            if own.len() > MOST_TEXT {
                return Err(Refusal::at(n, t!("`{name}` is longer than 2,000 bytes.")));
            }
        }
    }
    if let Some(own) = further.into_iter().find(|own| own.language == wanted) {
        line.say(own);
    }
    Ok(())
}

/// The languages a lesson's first line has its texts in.
pub fn languages(further: &[Texts]) -> Result<Vec<String>, Refusal> {
    let mut all: Vec<String> = Vec::new();
    for Texts { language, .. } in further {
        let code = (2..=12).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if !code || all.contains(language) {
            return Err(Refusal::at(0, t!("`in` names each `language` once, by its code, as `es`.")));
        }
        all.push(language.clone());
    }
    Ok(all)
}

impl Line for Head {
    fn further(&mut self) -> &mut Vec<Texts> {
        &mut self.further
    }

    fn pairs<'t>(&'t self, own: &'t Texts) -> Option<Vec<Pair<'t>>> {
        Some(vec![("title", &self.title, &own.title), ("about", &self.about, &own.about)])
    }

    fn say(&mut self, own: Texts) {
        self.title = own.title;
        self.about = own.about;
    }
}

impl Line for Step {
    fn further(&mut self) -> &mut Vec<Texts> {
        &mut self.further
    }

    fn pairs<'t>(&'t self, own: &'t Texts) -> Option<Vec<Pair<'t>>> {
        Some(vec![("title", &self.title, &own.title), ("text", &self.text, &own.text), ("look", &self.look, &own.look)])
    }

    fn say(&mut self, own: Texts) {
        self.title = own.title;
        self.text = own.text;
        self.look = own.look;
    }
}

impl Line for Question {
    fn further(&mut self) -> &mut Vec<Texts> {
        &mut self.further
    }

    fn pairs<'t>(&'t self, own: &'t Texts) -> Option<Vec<Pair<'t>>> {
        if self.choices.len() != own.choices.len() {
            return None;
        }
        let mut all: Vec<Pair<'t>> = vec![("ask", &self.ask, &own.ask), ("reveal", &self.reveal, &own.reveal)];
        for (plain, own) in self.choices.iter().zip(&own.choices) {
            all.push(("says", &plain.says, &own.says));
            all.push(("because", &plain.because, &own.because));
        }
        Some(all)
    }

    fn say(&mut self, own: Texts) {
        self.ask = own.ask;
        self.reveal = own.reveal;
        for (choice, own) in self.choices.iter_mut().zip(own.choices) {
            choice.says = own.says;
            choice.because = own.because;
        }
    }
}
