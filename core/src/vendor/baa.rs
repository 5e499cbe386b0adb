//! A vendor's position on agreements, said.

use super::Vendor;
use leaklight_text::t;

impl Vendor {
    /// Its public position on a business associate agreement in one dated line; empty where nothing was found.
    pub fn baa_words(&self) -> String {
        match (self.baa.words, self.baa.source, self.baa.as_of) {
            ("", ..) => String::new(),
            (words, "", _) => words.to_owned(),
            (words, source, as_of) => t!("{words} ({source}, {as_of})"),
        }
    }
}
