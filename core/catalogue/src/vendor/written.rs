//! Writes the tables' columns.

use super::compiled::number;
use super::packed::{Tables, Walk};
use std::collections::BTreeMap;

#[derive(Default)]
struct Writer {
    columns: Vec<u8>,
    texts: String,
    known: BTreeMap<&'static str, u16>,
}

impl Walk for Writer {
    fn count(&mut self, rows: usize) -> usize {
        self.number(&mut (rows as u16));
        rows
    }

    fn number(&mut self, n: &mut u16) {
        let mut left = *n;
        while left >= 0x80 {
            self.columns.push(left as u8 | 0x80);
            left >>= 7;
        }
        self.columns.push(left as u8);
    }

    fn text(&mut self, text: &mut &'static str) {
        let next = self.known.len() as u16 + 1;
        let mut n = *self.known.entry(text).or_insert(next);
        if n == next {
            self.texts.extend([*text, "\0"]);
            n = 0;
        }
        self.number(&mut n);
    }

    fn said(&mut self, text: &mut &'static str) {
        match number(text) {
            Some(message) => self.number(&mut (message + 1)),
            None => {
                self.number(&mut 0);
                self.text(text);
            }
        }
    }
}

impl Tables {
    /// All texts and the columns, for [`Tables::read`].
    pub fn written(&mut self) -> (String, Vec<u8>) {
        let mut writer = Writer::default();
        self.walk(&mut writer);
        (writer.texts, writer.columns)
    }
}
