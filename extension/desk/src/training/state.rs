//! What the training page shows now, and the way to the replay.

use super::lesson::{self, Lesson};
use super::log::{MOST_BYTES, Refusal};
use leaklight_core::excerpt::Excerpt;
use leaklight_core::finding::Severity;
use leaklight_draw::bridge;
use leaklight_draw::draw::begin;
use leaklight_draw::parts::not_done;
use leaklight_text::t;
use leptos::prelude::*;
use serde::Deserialize;
use std::cell::Cell;
use std::sync::Arc;

/// The longest that two events are shown apart while the visit plays, in milliseconds: nobody waits through a coffee break.
const LONGEST_GAP: u64 = 1_500;

thread_local! {
    /// A question to the replay is under way.
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// What the replay is to show, whether the panel is then to be turned to what the lesson points at, and for which of its parts.
    static WANTED: Cell<(usize, bool, usize)> = const { Cell::new((0, false, 0)) };
    /// Which run of playing goes on; an earlier one ends.
    static RUN: Cell<u32> = const { Cell::new(0) };
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// Lessons to choose from.
    #[default]
    Home,
    /// A visit.
    Visit,
    /// The case library; about one kind of finding, or all.
    Cases(String),
}

/// A finding's place in the visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// After how many events it is there.
    pub after: usize,
    /// How grave it is at the end.
    pub severity: Severity,
}

/// Everything shown. Copies refer to the same signals.
#[derive(Clone, Copy)]
pub struct Room {
    pub section: RwSignal<Section>,
    /// The lesson or visit that is open.
    pub lesson: RwSignal<Option<Arc<Lesson>>>,
    /// What it is called: a lesson's title, a file's name.
    pub name: RwSignal<String>,
    /// How many of its events are shown.
    pub shown: RwSignal<usize>,
    /// What the page in the visit is called at this moment, masked.
    pub page: RwSignal<String>,
    /// Where findings first are.
    pub found: RwSignal<Vec<Found>>,
    /// Which part of the lesson is taught.
    pub part: RwSignal<usize>,
    /// What was answered, by part.
    pub answers: RwSignal<Vec<Option<usize>>>,
    pub playing: RwSignal<bool>,
    /// How much faster than it was.
    pub speed: RwSignal<u32>,
    pub presenter: RwSignal<bool>,
    /// True while a file is read and replayed to its end once.
    pub opening: RwSignal<bool>,
    /// Why a file was not opened, or a visit does not go on.
    pub trouble: RwSignal<String>,
}

/// What is read of a view.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Seen {
    page: Page,
    findings: Vec<First>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Page {
    title: Excerpt,
    address: Excerpt,
}

#[derive(Deserialize)]
struct First {
    first: u64,
    severity: Severity,
}

impl Room {
    /// Nothing open.
    pub fn new() -> Room {
        Room {
            section: RwSignal::default(),
            lesson: RwSignal::new(None),
            name: RwSignal::default(),
            shown: RwSignal::new(0),
            page: RwSignal::default(),
            found: RwSignal::default(),
            part: RwSignal::new(0),
            answers: RwSignal::default(),
            playing: RwSignal::new(false),
            speed: RwSignal::new(1),
            presenter: RwSignal::new(bridge::presenting()),
            opening: RwSignal::new(false),
            trouble: RwSignal::default(),
        }
    }

    /// The lesson that is open.
    pub fn open(self) -> Arc<Lesson> {
        self.lesson.get().unwrap_or_default()
    }

    /// Opens one of the lessons that come with Leaklight.
    pub fn open_shipped(self, id: &str) {
        match lesson::SHIPPED.iter().find(|(name, _)| *name == id) {
            Some((_, text)) => self.open_text(String::new(), (*text).to_owned()),
            None => self.trouble.set(t!("There is no lesson of that name.").into()),
        }
    }

    /// Opens a file's text: a lesson, or a recorded visit.
    pub fn open_text(self, file: String, text: String) {
        let lesson = match lesson::read(&text) {
            Ok(lesson) => lesson,
            Err(refusal) => return self.refuse(&file, &refusal),
        };
        let settings = lesson.settings.clone();
        self.opening.set(true);
        begin(async move {
            let reply = bridge::ask("replay-open", &[("text", text.into()), ("settings", settings.into())]).await;
            self.opening.set(false);
            if !reply.ok {
                self.trouble.set(not_done(&reply));
                return;
            }
            let seen: Seen = leaklight_json::read(reply.text.as_bytes()).unwrap_or_default();
            let visit = &lesson.visit;
            let mut found: Vec<Found> = seen
                .findings
                .iter()
                .map(|f| Found { after: visit.until(f.first.saturating_sub(visit.began)), severity: f.severity })
                .collect();
            found.sort_by_key(|f| (f.after, std::cmp::Reverse(f.severity)));
            found.dedup_by_key(|f| f.after);
            self.found.set(found);
            self.name.set(if lesson.title.is_empty() { file } else { lesson.title.clone() });
            self.answers.set(vec![None; lesson.parts.len()]);
            self.trouble.set(String::new());
            self.part.set(0);
            self.lesson.set(Some(Arc::new(lesson)));
            self.section.set(Section::Visit);
            self.teach(0);
        });
    }

    /// Says why a file is not opened.
    pub fn refuse(self, file: &str, refusal: &Refusal) {
        let name = if file.is_empty() { t!("This lesson") } else { file };
        self.trouble.set(t!("{name} was not opened. {why}", why = refusal.said()));
    }

    /// True for a file that is not even read; says so.
    pub fn too_large(self, file: &str, bytes: f64) -> bool {
        let large = bytes > MOST_BYTES as f64;
        if large {
            let reason = t!("This file has {} MB. A recorded visit has at most 16.", bytes as u64 >> 20);
            self.refuse(file, &Refusal { line: 0, reason });
        }
        large
    }

    /// Turns to a part of the lesson and to its moment.
    pub fn teach(self, part: usize) {
        let lesson = self.open();
        let part = part.min(lesson.parts.len().saturating_sub(1));
        self.playing.set(false);
        self.part.set(part);
        let answered = self.answers.with_untracked(|answers| answers.get(part).copied().flatten().is_some());
        let after = match (lesson.parts.is_empty(), answered) {
            (true, _) => lesson.visit.at.len(),
            (false, true) => lesson.revealed(part),
            (false, false) => lesson.moment(part),
        };
        self.point(after);
    }

    /// Takes an answer, goes on to what it reveals.
    pub fn answer(self, choice: usize) {
        let part = self.part.get_untracked();
        self.answers.update(|answers| {
            if let Some(answer) = answers.get_mut(part) {
                *answer = Some(choice);
            }
        });
        self.point(self.open().revealed(part));
    }

    /// Goes to a moment of the visit.
    pub fn go(self, after: usize) {
        self.want(after, false);
    }

    /// The same, and turns the panel to what the lesson points at.
    fn point(self, after: usize) {
        self.want(after, true);
    }

    fn want(self, after: usize, point: bool) {
        let after = after.min(self.open().visit.at.len());
        if self.shown.get_untracked() != after {
            self.shown.set(after);
        }
        // Two parts may be of one moment and point at different things.
        WANTED.set((after, point, self.part.get_untracked()));
        if BUSY.replace(true) {
            return;
        }
        begin(async move {
            loop {
                let wanted = WANTED.get();
                let reply = bridge::ask("replay-to", &[("events", (wanted.0 as u32).into())]).await;
                if !reply.ok {
                    self.trouble.set(not_done(&reply));
                    break;
                }
                if WANTED.get() != wanted {
                    continue;
                }
                let Page { title, address } = leaklight_json::read::<Seen>(reply.text.as_bytes()).unwrap_or_default().page;
                self.page.set(if title.shown.is_empty() { address.shown } else { title.shown });
                if wanted.1 {
                    self.show().await;
                }
                if WANTED.get() == wanted {
                    break;
                }
            }
            BUSY.set(false);
        });
    }

    /// Turns the panel to what the part points at. A question points at nothing before it is answered.
    async fn show(self) {
        let lesson = self.open();
        let part = self.part.get_untracked();
        let Some(taught) = lesson.parts.get(part) else { return };
        let open = !matches!(taught, lesson::Part::Question(_))
            || self.answers.with_untracked(|answers| answers.get(part).copied().flatten().is_some());
        if open {
            let (sheet, shows) = taught.shows();
            let first = shows.first().map_or("", String::as_str);
            let _ = bridge::ask("replay-show", &[("sheet", sheet.into()), ("shows", first.into())]).await;
        }
    }

    /// Plays the visit from here, or from its start where it has ended; stops where it plays.
    pub fn play(self) {
        let run = RUN.get().wrapping_add(1);
        RUN.set(run);
        if self.playing.get_untracked() {
            self.playing.set(false);
            return;
        }
        self.playing.set(true);
        let lesson = self.open();
        let end = lesson.visit.at.len();
        if self.shown.get_untracked() >= end {
            self.go(1);
        }
        begin(async move {
            while self.playing.get_untracked() && RUN.get() == run {
                let now = self.shown.get_untracked();
                if now >= end {
                    self.playing.set(false);
                    break;
                }
                let gap = lesson.visit.when(now + 1).saturating_sub(lesson.visit.when(now)).min(LONGEST_GAP);
                bridge::sleep((gap / u64::from(self.speed.get_untracked().max(1))) as i32).await;
                if self.playing.get_untracked() && RUN.get() == run && self.shown.get_untracked() == now {
                    self.go(now + 1);
                }
            }
        });
    }

    /// Leaves the visit.
    pub fn leave(self, to: Section) {
        self.playing.set(false);
        self.trouble.set(String::new());
        if self.lesson.get_untracked().is_some() {
            self.lesson.set(None);
            begin(async {
                let _ = bridge::ask("replay-close", &[]).await;
            });
        }
        self.section.set(to);
    }

    /// Large type and high contrast, or as it was.
    pub fn present(self, on: bool) {
        self.presenter.set(on);
        begin(async move {
            let _ = bridge::ask("presenter", &[("on", on.into())]).await;
        });
    }
}
