//! What stands in fields, is sent by their forms, and is handed to frames: all of it from content scripts, untrusted and bounded.

use super::{Body, MAX_ADDRESS, cut, seen};
use leaklight_core::known::What;
use leaklight_core::observation::{Event, MAX_FIELD_TEXT, MAX_TYPED, Message, Observation, Submitted, TabId, Typed};
use serde::Deserialize;

/// What a frame was handed by another window, in bytes.
const MAX_MESSAGE: usize = 64 << 10;
/// Fields of one form.
const MAX_FIELDS: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InField {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    field: u32,
    /// Its type, name, label and what may be filled in, by tabs.
    about: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sending {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    fields: Vec<u32>,
    button: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Handed {
    tab_id: TabId,
    #[serde(default)]
    time_stamp: f64,
    #[serde(default)]
    frame_id: i64,
    #[serde(default)]
    url: String,
    from: String,
    body: Body,
    #[serde(default)]
    cut: bool,
}

impl InField {
    pub(super) fn typed(self) -> Observation {
        let about = cut(self.about, MAX_FIELD_TEXT * 4);
        let value = cut(self.value, MAX_TYPED);
        let secret = What::of_typed(&about, &value).is_secret();
        seen(self.tab_id, self.time_stamp, Event::Typed(Typed { frame: self.frame_id, field: self.field, about, value, secret }))
    }
}

impl Sending {
    pub(super) fn submitted(mut self) -> Observation {
        self.fields.truncate(MAX_FIELDS);
        let button = match self.button.trim() {
            "" => "Send".to_owned(),
            words => cut(words.to_owned(), MAX_FIELD_TEXT),
        };
        seen(self.tab_id, self.time_stamp, Event::Submitted(Submitted { frame: self.frame_id, fields: self.fields, button }))
    }
}

impl Handed {
    pub(super) fn message(self) -> Observation {
        let (body, shortened) = self.body.bounded(MAX_MESSAGE);
        seen(
            self.tab_id,
            self.time_stamp,
            Event::Message(Message {
                frame: self.frame_id,
                url: cut(self.url, MAX_ADDRESS),
                from: cut(self.from, MAX_ADDRESS),
                body,
                cut: self.cut || shortened,
            }),
        )
    }
}
