//! JSON between a browser's modules: what scripts write with `JSON.stringify` and what our own code wrote, read by way of serde.
//!
//! `serde_json` says where and why it could not read something, and for its sentences links large tables of how numbers are written.
//! Here a mistake is a mistake: hosts count it, nobody reads a sentence about it. Beyond that the two agree, save that here
//!
//! - half a surrogate pair, which JavaScript's strings may hold, is U+FFFD and no mistake;
//! - a struct is an object, never an array of its members;
//! - a line break or tab within a string may stand as itself;
//! - a map's keys are strings.
//!
//! For tools and tests, which have room, `serde_json` stays the better choice.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod number;
mod text;

use number::Number;
use serde::de::value::StrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The deepest nesting read; what is deeper is a mistake.
const DEEPEST: u8 = 127;

/// Reads the one value that the bytes are. `None` where they are no JSON, or no `T`.
pub fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Option<T> {
    let mut reader = Reader { text: std::str::from_utf8(bytes).ok()?, at: 0, deep: 0 };
    let value = T::deserialize(&mut reader).ok()?;
    reader.next().is_none().then_some(value)
}

/// The same, with how far the reading came where it failed: the byte at or behind which the bytes are no JSON, or no `T`. What a person
/// handed over is refused with its place.
pub fn read_or_place<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, usize> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to())?;
    let mut reader = Reader { text, at: 0, deep: 0 };
    let value = T::deserialize(&mut reader);
    match value {
        Ok(value) if reader.next().is_none() => Ok(value),
        _ => Err(reader.at),
    }
}

/// That something could not be read.
#[derive(Debug)]
struct Bad;

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Bad {}

impl de::Error for Bad {
    fn custom<T: fmt::Display>(_: T) -> Bad {
        Bad
    }
}

/// The text, and how far it is read.
struct Reader<'de> {
    text: &'de str,
    at: usize,
    deep: u8,
}

impl<'de> Reader<'de> {
    /// The next byte that is no space; it is not taken.
    fn next(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    /// Takes the byte where it is the next.
    fn take(&mut self, byte: u8) -> Result<(), Bad> {
        if self.next() != Some(byte) {
            return Err(Bad);
        }
        self.at += 1;
        Ok(())
    }

    /// Takes the word where it is the next.
    fn word(&mut self, word: &str) -> Result<(), Bad> {
        self.next();
        let rest = self.text.get(self.at..).ok_or(Bad)?;
        if !rest.starts_with(word) {
            return Err(Bad);
        }
        self.at += word.len();
        Ok(())
    }

    fn string(&mut self) -> Result<Cow<'de, str>, Bad> {
        self.take(b'"')?;
        let (string, taken) = text::string(self.text.get(self.at..).ok_or(Bad)?).ok_or(Bad)?;
        self.at += taken;
        Ok(string)
    }

    fn number(&mut self) -> Result<Number, Bad> {
        self.next();
        let (number, taken) = number::number(self.text.as_bytes().get(self.at..).ok_or(Bad)?).ok_or(Bad)?;
        self.at += taken;
        Ok(number)
    }

    fn truth(&mut self) -> Result<bool, Bad> {
        let truth = self.next() == Some(b't');
        self.word(if truth { "true" } else { "false" }).map(|()| truth)
    }

    /// Goes into an object or array.
    fn enter(&mut self, open: u8) -> Result<(), Bad> {
        self.take(open)?;
        self.deep += 1;
        if self.deep > DEEPEST { Err(Bad) } else { Ok(()) }
    }

    /// Goes out of one.
    fn leave(&mut self, close: u8) -> Result<(), Bad> {
        self.deep -= 1;
        self.take(close)
    }

    /// Whether an object or array has another member; what parts it from the one before is taken.
    fn more(&mut self, close: u8, first: &mut bool) -> Result<bool, Bad> {
        if self.next() == Some(close) {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.take(b',')?;
        }
        Ok(true)
    }

    fn key(&mut self) -> Result<Cow<'de, str>, Bad> {
        let key = self.string()?;
        self.take(b':')?;
        Ok(key)
    }
}

/// Methods that read a number, whichever the type.
macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
            match self.number()? {
                Number::Whole(number) => visitor.visit_u64(number),
                Number::Below(number) => visitor.visit_i64(number),
                Number::Broken(number) => visitor.visit_f64(number),
            }
        }
    )*};
}

/// Methods that read a string.
macro_rules! strings {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
            match self.string()? {
                Cow::Borrowed(string) => visitor.visit_borrowed_str(string),
                Cow::Owned(string) => visitor.visit_string(string),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Bad;

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    strings! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        match self.next().ok_or(Bad)? {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'n' => self.deserialize_unit(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            _ => self.deserialize_f64(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_any(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        visitor.visit_bool(self.truth()?)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        if self.next() == Some(b'n') {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Bad> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.enter(b'[')?;
        let made = visitor.visit_seq(Members { reader: self, first: true })?;
        self.leave(b']')?;
        Ok(made)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Bad> {
        self.enter(b'{')?;
        let made = visitor.visit_map(Members { reader: self, first: true })?;
        self.leave(b'}')?;
        Ok(made)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Bad> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Bad> {
        let alone = self.next() == Some(b'"');
        if !alone {
            self.enter(b'{')?;
        }
        let made = visitor.visit_enum(Variant { reader: self, alone })?;
        if !alone {
            self.leave(b'}')?;
        }
        Ok(made)
    }
}

/// What an object or array holds.
struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Members<'_, 'de> {
    type Error = Bad;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Bad> {
        if !self.reader.more(b']', &mut self.first)? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Bad;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Bad> {
        if !self.reader.more(b'}', &mut self.first)? {
            return Ok(None);
        }
        let key = self.reader.key()?;
        seed.deserialize(StrDeserializer::new(&key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Bad> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant: its name alone, or an object of its name and what it holds.
struct Variant<'r, 'de> {
    reader: &'r mut Reader<'de>,
    alone: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Bad;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Bad> {
        let name = if self.alone { self.reader.string()? } else { self.reader.key()? };
        Ok((seed.deserialize(StrDeserializer::<Bad>::new(&name))?, self))
    }
}

impl<'de> Variant<'_, 'de> {
    fn held(self) -> Result<Self, Bad> {
        if self.alone { Err(Bad) } else { Ok(self) }
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Bad;

    fn unit_variant(self) -> Result<(), Bad> {
        if self.alone { Ok(()) } else { self.reader.word("null") }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Bad> {
        seed.deserialize(self.held()?.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Bad> {
        self.held()?.reader.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Bad> {
        self.held()?.reader.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests;
