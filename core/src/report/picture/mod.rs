//! Pictures of a visit, drawn as SVG text: pure functions of the view, so that the panel, the report and a lesson show the same.
//!
//! Every picture says in sentences what it shows; they stand in its `<title>` and `<desc>` too. Page text is shown as masked as the
//! view has it, cleared of what could make it read otherwise, and escaped: it is never markup. Everything drawn is bounded, and what
//! is left out is counted and said. A severity or a verdict is a shape and a word before it is a colour.

mod choice;
mod flow;
mod lineage;
mod pen;
#[cfg(test)]
mod tests;
mod timeline;

use super::view::View;
use leaklight_text::t;

/// A picture of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Who tells whom: what the page knows, what brought it, who was told.
    Flow,
    /// What brought what into the page, as a tree.
    Lineage,
    /// The visit in the order it came.
    Timeline,
    /// Before and after the choice, or the three steps of the guided check, side by side.
    Choice,
}

impl Which {
    /// Every one.
    pub const ALL: [Which; 4] = [Which::Flow, Which::Lineage, Which::Timeline, Which::Choice];

    /// Its name in file names and ids.
    pub const fn word(self) -> &'static str {
        match self {
            Which::Flow => "flow",
            Which::Lineage => "lineage",
            Which::Timeline => "timeline",
            Which::Choice => "choice",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Which::Flow => t!("Who tells whom"),
            Which::Lineage => t!("What brought what"),
            Which::Timeline => t!("The visit in order"),
            Which::Choice => t!("Before and after the choice"),
        }
    }

    /// Draws it from what the view has of it.
    pub fn draw(self, view: &View, room: Room) -> Picture {
        match self {
            Which::Flow => flow::flow(view, room),
            Which::Lineage => lineage::lineage(&view.lineage, room),
            Which::Timeline => timeline::timeline(view, room),
            Which::Choice => choice::choice(&view.consent, room),
        }
    }
}

/// How wide a picture may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// A side panel: 360 units across.
    Narrow,
    /// A page, a projector: 720 units across.
    Wide,
}

impl Room {
    const fn width(self) -> i32 {
        match self {
            Room::Narrow => 360,
            Room::Wide => 720,
        }
    }

    /// One of two numbers.
    const fn of(self, narrow: i32, wide: i32) -> i32 {
        match self {
            Room::Narrow => narrow,
            Room::Wide => wide,
        }
    }
}

/// A drawn picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its heading.
    pub title: &'static str,
    /// What it shows, in plain sentences; page text in them is clean, but not escaped.
    pub said: Vec<String>,
    svg: String,
}

impl Picture {
    /// The SVG document: well-formed XML with nothing to load and nothing that runs, for a file, an `<img>` or within HTML.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// Heading and sentences as one text: what is read aloud in its place.
    pub fn text(&self) -> String {
        [self.title, ". ", &self.said.join(" ")].concat()
    }
}
