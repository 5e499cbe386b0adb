//! What a request carries, as flat fields with their place.
//!
//! A request's address (path, matrix parameters, query, fragment) and body (form, multipart, JSON, NDJSON, text,
//! compressed, base64) become a list of [`Field`]s. A value that is itself an address, JSON or base64 is kept as sent
//! and its inside follows as further fields, to a bounded depth and size; what was not read is counted in
//! [`Fields::unread`], never dropped in silence.
//!
//! Bounds, whatever is sent: [`BYTES`] of a body are read and as many come out of all decoding together, in [`FIELDS`]
//! fields, [`LAYERS`] layers and [`NESTING`] levels of JSON. So a request costs time and memory in proportion to its own
//! size plus 1 MB: a bomb of gzip, Zstandard or Brotli, alone or nested, ends at 1 MB decoded; JSON a thousand deep, a body
//! of 50 MB and a million parameters are passed over at the speed of a search. What needs the host to be unpacked is
//! bounded by [`given::WANTED`] and [`given::PACKED`]. (`tests/bounds.rs` here, and `core/tests/bounds.rs` for a whole session.)

use crate::address::Address;
use crate::visible::visible;
pub use given::Given;
use given::Wants;
use std::borrow::Cow;

mod body;
mod codec;
pub mod given;
mod inflate;
mod json;
pub mod lz;
mod multipart;
mod parts;
mod reader;
#[cfg(test)]
mod tests;

/// How many layers are taken off one value: base64 of JSON of an address is three.
pub const LAYERS: u8 = 6;

/// How many fields one request may have; what is beyond is one [`Unread`].
pub const FIELDS: usize = 2_000;

/// How many bytes of a body are read, and how many bytes all decoding of one request may produce, each.
pub const BYTES: usize = 1 << 20;

/// How many levels of objects and arrays one JSON text may have; what is deeper is [`Unread`].
pub const NESTING: usize = 64;

/// How many bytes a place may have; longer ones are cut, their values are not.
pub const PLACE: usize = 512;

/// The bytes a host handed over as base64; `None` where the text is none.
pub fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

/// Bytes as base64, as hosts take them.
pub(crate) fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Where in a request a field stood; the part before the colon of a place such as `query:dl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A segment of the path, counted from 1: `path:3`.
    Path,
    /// A `;name=value` parameter in the path: `matrix:~oref`.
    Matrix,
    /// A query parameter: `query:dl`.
    Query,
    /// The fragment, or a parameter in it: `fragment:token`.
    Fragment,
    /// The body: form key, JSON path or multipart name: `body:events[0].dl`.
    Body,
    /// A request header a browser shows: `header:referer`.
    Header,
    /// A cookie sent along, whose value is known from where it is stored: `cookie:user_email`.
    Cookie,
    /// A message handed to a frame (`postMessage`): `message:email`.
    Message,
}

impl Part {
    /// The word before the colon.
    pub const fn word(self) -> &'static str {
        match self {
            Part::Path => "path",
            Part::Matrix => "matrix",
            Part::Query => "query",
            Part::Fragment => "fragment",
            Part::Body => "body",
            Part::Header => "header",
            Part::Cookie => "cookie",
            Part::Message => "message",
        }
    }
}

/// One layer taken off to read a value, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coding {
    /// Percent-encoding beyond the one layer every query has.
    Percent,
    /// Base64, standard or URL-safe, padded or not.
    Base64,
    /// Gzip.
    Gzip,
    /// Deflate or zlib.
    Deflate,
    /// Zstandard, unpacked by the host.
    Zstd,
    /// Brotli, unpacked by the host.
    Brotli,
    /// LZ-string, unpacked by the host.
    LzString,
    /// A JSON text inside a value.
    Json,
    /// An address inside a value.
    Address,
    /// A form-encoded text inside a value.
    Form,
    /// A readable text in binary data.
    Binary,
}

impl Coding {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Coding::Percent => "percent-encoded",
            Coding::Base64 => "base64",
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
            Coding::Zstd => "Zstandard",
            Coding::Brotli => "Brotli",
            Coding::LzString => "LZ-string",
            Coding::Json => "JSON",
            Coding::Address => "an address",
            Coding::Form => "a form",
            Coding::Binary => "binary",
        }
    }

    /// True where it wraps a value; JSON, addresses and forms are how data is built.
    pub const fn is_packing(self) -> bool {
        !matches!(self, Coding::Json | Coding::Address | Coding::Form | Coding::Binary)
    }
}

/// One named value, decoded, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Which part of the request.
    pub part: Part,
    /// The place inside the part: a parameter's name, a path segment's number, a JSON path. Inside a decoded value the
    /// place goes on (`data.properties.$current_url`).
    pub path: Cow<'a, str>,
    /// The value as sent, decoded.
    pub value: Cow<'a, str>,
    /// The index of the field this one was found inside, if any.
    pub inside: Option<u32>,
    /// The layer taken off `inside` to reach this one.
    pub coding: Option<Coding>,
}

impl Field<'_> {
    /// The place as people and the command line read it: `query:dl`. Names are the page's: nothing in them turns text around or is unseen.
    pub fn at(&self) -> String {
        let mut at = String::with_capacity(16 + self.path.len());
        at.push_str(self.part.word());
        at.push(':');
        at.extend(self.path.chars().map(visible));
        at
    }

    /// The last name in the path, without indices: `dl` of `events[0].dl`. What vendors' tables are keyed by.
    pub fn key(&self) -> &str {
        let p = self.path.as_ref();
        let tail = p.rsplit('.').next().unwrap_or(p);
        if tail.ends_with(']') && !tail.starts_with('[') {
            // `events[0]` is keyed `events`; `cd[value]` (a form key) keeps its brackets.
            if let Some(open) = tail.rfind('[')
                && tail[open + 1..tail.len() - 1].bytes().all(|b| b.is_ascii_digit())
                && open + 2 < tail.len()
            {
                return &tail[..open];
            }
        }
        tail
    }
}

/// Something that was sent and could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where it stood (`body`, `query:d`).
    pub at: String,
    /// Its size in bytes, as far as known.
    pub size: usize,
    /// Why, in plain words ("binary", "larger than 1 MB", "the browser did not show it").
    pub why: &'static str,
    /// What it was tried to be read as, and is not: "gzip, deflate or Zstandard"; empty where that is no question.
    pub tried: &'static str,
}

/// Everything read from one request.
#[derive(Clone, Debug, Default)]
pub struct Fields<'a> {
    /// The fields in the order they stood; an outer field stands before what is inside it.
    pub items: Vec<Field<'a>>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What the host is to unpack; until it has, it is counted in `unread` as well.
    pub wanted: Wants,
    /// The body's first text as sent, before it became fields; at most [`BYTES`] bytes, all parts of a body together.
    pub(crate) sent: Option<&'a str>,
    /// Its further ones: those of a body's other parts, and what came out of gzip and its kin, which is named; at most [`BYTES`]
    /// bytes unpacked.
    pub(crate) more: Vec<(Option<Coding>, Cow<'a, str>)>,
}

/// A request body as a host could see it.
#[derive(Clone, Copy, Debug, Default)]
pub enum Body<'a> {
    /// None was sent.
    #[default]
    Empty,
    /// Bytes, text or not.
    Bytes(&'a [u8]),
    /// A form the browser already took apart, in order.
    Form(&'a [(String, String)]),
    /// There was one and the host could not see it; the number is its size in bytes where known, else 0.
    Unseen(usize),
}

impl Fields<'_> {
    /// The body's texts before they became fields, and what each was packed in.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (Option<Coding>, &str)> {
        self.sent.map(|text| (None, text)).into_iter().chain(self.more.iter().map(|(coding, text)| (*coding, text.as_ref())))
    }

    /// True where the field is its outer value with a layer taken off and no name of its own: base64 of a plain text,
    /// the text of a JSON value under base64. It stands at the same place as the outer one.
    pub fn is_layer(&self, index: usize) -> bool {
        let Some(field) = self.items.get(index) else { return false };
        let outer = field.inside.and_then(|i| self.items.get(i as usize));
        outer.is_some_and(|o| o.part == field.part && o.path == field.path)
    }

    /// The layers taken off what was sent to reach the field, outermost first.
    pub fn chain(&self, index: usize) -> Vec<Coding> {
        let mut chain = Vec::new();
        let mut at = self.items.get(index);
        // An outer field always stands before what is inside it, so this ends.
        while let Some(field) = at {
            if let Some(coding) = field.coding {
                chain.push(coding);
            }
            let outer = field.inside.and_then(|i| self.items.get(i as usize));
            if let Some(Coding::Gzip | Coding::Deflate | Coding::Zstd | Coding::Brotli) = field.coding
                && outer.is_some_and(|o| o.value.is_ascii())
            {
                // Compressed bytes stand in a text as base64; or as they are, a character each, of which many are no ASCII.
                chain.push(Coding::Base64);
            }
            at = outer;
        }
        chain.reverse();
        chain
    }
}

/// The text under gzip or zlib, at most `limit` bytes of it, whole or as far as it could be read.
pub(crate) fn unpack(bytes: &[u8], limit: usize) -> Option<(String, Coding)> {
    match inflate::inflate(bytes, limit)? {
        (codec::Unpacked::Whole(text) | codec::Unpacked::Cut(text, _), coding) => Some((text, coding)),
        _ => None,
    }
}

/// The text under gzip or zlib whose bytes are a text's characters; see [`codec::characters`].
pub(crate) fn unpack_characters(text: &str, limit: usize) -> Option<String> {
    Some(unpack(&codec::characters(text)?, limit)?.0)
}

/// A JSON string's content without its escapes.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    json::unescape(text, text.contains('\\'))
}

/// Reads what a request carries from the raw parts of its address (neither decoded nor with their `?` and `#`), its
/// body and the Referer header, where they are known.
///
/// Places, beyond what [`Part`] says:
/// - A value without a name (a whole query of base64, `?1549980140729`, a body of plain text) has the empty path:
///   `query:`, `body:`.
/// - Several JSON documents in one body, and several events a line each (Google Analytics 4), are numbered:
///   `body:[0].en`.
/// - An address inside a value yields its parameters, `query:dl.utm_source`; its host and path are in the value itself.
/// - Addresses in the midst of a text are numbered: `body:[0]`.
/// - A query parted by `;` is, as browsers read it, one parameter; the others are inside it: `query:js.u`.
/// - A signed token's pieces are numbered: `query:t[1].sub`. So are the texts in a binary body: `body:[2]`.
/// - A file in a form has its name at `body:photo.filename`.
/// - One layer taken off without a name of its own stays at the place: see [`Fields::is_layer`].
pub fn read_parts<'a>(path: &'a str, query: &'a str, fragment: &'a str, body: Body<'a>, referer: Option<&'a str>) -> Fields<'a> {
    read_all([path, query, fragment], body, referer, Default::default())
}

/// [`read_parts`] of a parsed address.
pub fn read<'a>(address: &'a Address<'_>, body: Body<'a>, referer: Option<&'a str>) -> Fields<'a> {
    read_given(address, body, referer, Default::default())
}

/// [`read`], with what the host has unpacked.
pub fn read_given<'a>(address: &'a Address<'_>, body: Body<'a>, referer: Option<&'a str>, given: &'a Given) -> Fields<'a> {
    read_all([address.path(), address.query(), address.fragment()], body, referer, given)
}

fn read_all<'a>([path, query, fragment]: [&'a str; 3], body: Body<'a>, referer: Option<&'a str>, given: &'a Given) -> Fields<'a> {
    let mut reader = reader::Reader::new(given);
    reader.path(path);
    reader.query(query);
    reader.fragment(fragment);
    reader.body(body);
    if let Some(referer) = referer {
        reader.referer(referer);
    }
    reader.finish()
}
