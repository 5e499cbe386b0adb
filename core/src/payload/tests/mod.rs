//! Tables behind one `check`: what is sent, and every field it becomes.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::io::Write;

mod bounds;
mod given;
mod guards;
mod packings;
mod places;
mod properties;
mod recorders;

/// `(place, value)` of every field, in order; those that are only a layer of another left out.
pub(super) fn flat(fields: &Fields<'_>) -> Vec<(String, String)> {
    let named = fields.items.iter().enumerate().filter(|(i, _)| !fields.is_layer(*i));
    named.map(|(_, f)| (f.at(), f.value.to_string())).collect()
}

/// Reads an address and a body.
pub(super) fn read_url<'a>(url: &'a str, body: Body<'a>) -> Fields<'a> {
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    read_parts(path, query, fragment, body, None)
}

/// Asserts every field, and that nothing is unread.
#[track_caller]
pub(super) fn check(url: &str, body: Body<'_>, want: &[(&str, &str)]) {
    let fields = read_url(url, body);
    let want: Vec<_> = want.iter().map(|(a, v)| ((*a).to_owned(), (*v).to_owned())).collect();
    assert_eq!(flat(&fields), want, "fields of {url} {body:?}");
    assert_eq!(fields.unread, [], "unread of {url} {body:?}");
}

/// Asserts that some fields are there, in this order among others, with these layers; and that nothing is unread.
#[track_caller]
pub(super) fn check_some(url: &str, body: Body<'_>, want: &[(&str, &str, &[Coding])]) {
    let fields = read_url(url, body);
    let mut rest = fields.items.iter().enumerate();
    for (at, value, chain) in want {
        let found = rest.find(|(_, f)| f.at() == *at && f.value == *value);
        assert!(found.is_some(), "{at} = {value} not in {:#?}", flat(&fields));
        if let Some((i, _)) = found {
            assert_eq!(fields.chain(i), *chain, "layers of {at}");
        }
    }
    assert_eq!(fields.unread, [], "unread of {url}");
}

pub(super) fn base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

pub(super) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn gzip(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

pub(super) fn zlib(text: &str) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

/// Percent-encoded as `encodeURIComponent` does.
pub(super) fn escape(text: &str) -> String {
    text.bytes()
        .map(|c| if c.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&c) { char::from(c).to_string() } else { format!("%{c:02X}") })
        .collect()
}
