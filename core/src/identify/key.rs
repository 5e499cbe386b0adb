//! What the name of a field says about its value.
//!
//! Names come in every spelling (`patient[firstName]`, `user_data.email`, `billing-zip`): they are cut into lower-case
//! words, and the last words, which carry the meaning in English compounds, are looked up. `email_optin` is therefore an
//! opt-in and `phone_type` a type, while `shipping_phone` is a phone.

use super::class::{Class, Hold};
use super::keys;

/// A field's name, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// What it says.
    pub class: Class,
    /// How firmly.
    pub hold: Hold,
    /// It names a hash (`email_sha256`) or stands in a container that holds hashes (`ud[em]`).
    pub hashed: bool,
    /// It stands in a container that describes a person (`user`, `ud`, `patient`).
    pub person: bool,
}

impl Key {
    /// A name that says nothing.
    pub(super) const NONE: Key = Key { class: Class::None, hold: Hold::Weak, hashed: false, person: false };
}

/// Bytes of a name that are read, from its end: deeper containers add nothing.
const READ: usize = 80;
/// Words kept, the last ones.
const WORDS: usize = 6;

/// Reads a name: a parameter's key or a whole JSON path.
pub(super) fn read(path: &str) -> Key {
    // `_p`, `_s`, also inside an address that is passed on (`url._p`): a tool's own counters. `p` alone may be a phone.
    let last = path.rsplit('.').next().unwrap_or(path);
    if matches!(last.as_bytes(), [b'_', letter] if letter.is_ascii_alphabetic()) {
        return Key::NONE;
    }
    let words = Words::of(path);
    words.key()
}

/// The last words of a name, lower-case, without separators.
struct Words {
    text: [u8; READ],
    /// Where each word starts and ends in `text`; oldest first.
    at: [(u8, u8); WORDS],
    len: usize,
}

impl Words {
    fn of(path: &str) -> Words {
        let bytes = path.as_bytes();
        let tail = &bytes[bytes.len().saturating_sub(READ)..];
        let mut w = Words { text: [0; READ], at: [(0, 0); WORDS], len: 0 };
        let mut fill = 0usize;
        let mut start = 0usize;
        for (i, &b) in tail.iter().enumerate() {
            let prev = if i > 0 { tail[i - 1] } else { b' ' };
            let next = tail.get(i + 1).copied().unwrap_or(b' ');
            let new_word = !b.is_ascii_alphanumeric()
                || (b.is_ascii_uppercase() && (prev.is_ascii_lowercase() || prev.is_ascii_digit()))
                || (b.is_ascii_uppercase() && prev.is_ascii_uppercase() && next.is_ascii_lowercase());
            if new_word && fill > start {
                w.push(start, fill);
                start = fill;
            }
            if b.is_ascii_alphanumeric()
                && let Some(slot) = w.text.get_mut(fill)
            {
                *slot = b.to_ascii_lowercase();
                fill += 1;
            }
        }
        if fill > start {
            w.push(start, fill);
        }
        w
    }

    fn push(&mut self, from: usize, to: usize) {
        let word = self.text.get(from..to).unwrap_or(&[]);
        // An index in brackets (`dx[0]`) names nothing.
        if word.len() <= 4 && word.iter().all(u8::is_ascii_digit) {
            return;
        }
        if self.len == WORDS {
            self.at.copy_within(1.., 0);
            self.len -= 1;
        }
        if let Some(slot) = self.at.get_mut(self.len) {
            *slot = (from as u8, to as u8);
            self.len += 1;
        }
    }

    fn word(&self, i: usize) -> &[u8] {
        let (a, b) = self.at.get(i).copied().unwrap_or((0, 0));
        self.text.get(usize::from(a)..usize::from(b)).unwrap_or(&[])
    }

    /// Words `from..to` run together.
    fn joined(&self, from: usize, to: usize) -> JoinedWord {
        let mut out = JoinedWord { bytes: [0; READ], len: 0 };
        for i in from..to {
            for &b in self.word(i) {
                if let Some(slot) = out.bytes.get_mut(out.len) {
                    *slot = b;
                    out.len += 1;
                }
            }
        }
        out
    }

    fn key(&self) -> Key {
        let mut key = Key::NONE;
        let mut end = self.len;
        for i in 0..self.len {
            let word = self.word(i);
            if keys::is_hash_word(word) {
                key.hashed = true;
            }
            if i + 1 < self.len && keys::is_person_word(word) {
                key.person = true;
                key.hashed |= matches!(word, b"ud" | b"udff" | b"pd");
            }
        }
        // `lastName.value`, `email_sha256`: the word before says what it is.
        while end > 1 && (keys::is_filler(self.word(end - 1)) || keys::is_hash_word(self.word(end - 1))) {
            end -= 1;
        }
        for from in end.saturating_sub(4)..end {
            let joined = self.joined(from, end);
            let Some((class, hold)) = keys::look_up(joined.as_bytes()) else { continue };
            if hold == Hold::Weak && !(0..from).all(|i| keys::is_carrier(self.word(i)) || keys::is_person_word(self.word(i))) {
                // `content_name`, `page_p`: another word before a weak one changes what it names.
                continue;
            }
            key.class = class;
            key.hold = hold;
            return key;
        }
        if end > 0 && keys::is_slot(self.word(end - 1)) {
            key.class = Class::Slot;
        }
        key
    }
}

struct JoinedWord {
    bytes: [u8; READ],
    len: usize,
}

impl JoinedWord {
    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, class: Class) {
        assert_eq!(read(path).class, class, "{path}");
    }

    #[test]
    fn other_words_after_a_name_change_what_it_says() {
        for path in ["email_optin", "phone_type", "lat_bucket", "card_type", "tokenizer", "", "é", "[]", "0"] {
            check(path, Class::None);
        }
        for path in ["zip_file", "namespace", "email_ts"] {
            check(path, Class::Technical);
        }
        for path in ["content_name", "page_name", "event.name", "cd[content_name]"] {
            assert_ne!(read(path).class, Class::Name, "{path}");
        }
    }

    #[test]
    fn every_spelling_says_the_same() {
        for path in [
            "email",
            "Email",
            "user_email",
            "userData.email",
            "cd[email]",
            "ud[em]",
            "ep.email",
            "email_sha256",
            "hashed_email",
            "u_hem",
            "pd.em",
            "data.properties.$email",
            "emails[0]",
            "email.value",
            "patientEmail",
            "useremail",
            "EmailAddress1",
        ] {
            check(path, Class::Email);
        }
        for path in [
            "patient[firstName]",
            "first_name",
            "fname",
            "lastName",
            "patientname",
            "patient.name",
            "FULL-NAME",
            "fields[2].lastName.value",
        ] {
            check(path, Class::Name);
        }
        for path in ["zip", "billing_zip", "postalCode", "shipping.zipcode"] {
            check(path, Class::Zip);
        }
        for path in ["c1", "v12", "cd3", "dimension7", "prop5", "eVar3", "u1"] {
            check(path, Class::Slot);
        }
        check("MRN", Class::Mrn);
        check("patient_id", Class::Mrn);
        check("patientID", Class::Mrn);
        check("IPAddress", Class::Ip);
        check("icd10[0]", Class::Icd10);
        assert!(read("ud[em]").hashed && read("sha256_email_address").hashed && !read("email").hashed);
    }
}
