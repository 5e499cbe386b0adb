//! Gzip (RFC 1952) and zlib (RFC 1950), as far as they can be read. Checksums are not checked: a witness takes what is
//! there, and their tables would cost the worker 24 KB.

use super::Coding;
use super::codec::{Unpacked, is_text};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags as flags};

const BROKEN: &str = "compressed data broken or cut short";
const TOO_MUCH: &str = "more than 1 MB decoded";

/// The text under gzip or zlib, at most `limit` bytes of it; `None` where the bytes have neither header, or a zlib
/// header (two bytes: a weak sign) and no text behind it.
pub(super) fn inflate(bytes: &[u8], limit: usize) -> Option<(Unpacked, Coding)> {
    let coding = match bytes {
        [0x1f, 0x8b, 8, ..] => Coding::Gzip,
        // Deflate with a window of at most 32 KB, no preset dictionary, and the pair divisible by 31.
        [method, more, _, _, _, _, ..]
            if method & 0x8f == 8 && more & 0x20 == 0 && (u16::from(*method) << 8 | u16::from(*more)).is_multiple_of(31) =>
        {
            Coding::Deflate
        }
        _ => return None,
    };
    let mut out = Vec::new();
    let mut why = match coding {
        Coding::Gzip => members(bytes, limit, &mut out),
        _ => stream(bytes, flags::TINFL_FLAG_PARSE_ZLIB_HEADER, limit, &mut out).err(),
    };
    let text = String::from_utf8(out).unwrap_or_else(|e| {
        let end = e.utf8_error().valid_up_to();
        let mut out = e.into_bytes();
        // A character cut in two at the end is the cut's doing; anything else is no text.
        if why.is_some() && end + 4 > out.len() {
            out.truncate(end);
        } else {
            out.clear();
            why = why.or(Some("compressed binary data"));
        }
        String::from_utf8(out).unwrap_or_default()
    });
    let weak = coding == Coding::Deflate && (why.is_some() && text.len() < 32 || !is_text(&text));
    (!weak).then_some(match why {
        None => (Unpacked::Whole(text), coding),
        Some(why) => (Unpacked::Cut(text, why), coding),
    })
}

/// The text under deflate without a header (RFC 1951), which nothing tells but that it can be read: a whole stream, no
/// byte left over, and at least eight characters, all readable.
pub(super) fn raw(bytes: &[u8], limit: usize) -> Option<String> {
    let mut out = Vec::new();
    let used = stream(bytes, 0, limit, &mut out).ok()?;
    let text = String::from_utf8(out).ok()?;
    (used == bytes.len() && text.len() >= 8 && is_text(&text)).then_some(text)
}

/// All members of a gzip file, one behind the other; why it ended early, if it did.
fn members(bytes: &[u8], limit: usize, out: &mut Vec<u8>) -> Option<&'static str> {
    let mut rest = bytes;
    while let Some(data) = member(rest) {
        match stream(data, 0, limit, out) {
            // Checksum and length follow.
            Ok(used) => rest = data.get(used + 8..).unwrap_or_default(),
            Err(why) => return Some(why),
        }
        if rest.is_empty() {
            return None;
        }
    }
    Some(BROKEN)
}

/// What stands behind a member's header.
fn member(bytes: &[u8]) -> Option<&[u8]> {
    let (&[0x1f, 0x8b, 8, flags, ..], mut rest) = bytes.split_at_checked(10)? else { return None };
    if flags & 4 != 0 {
        let (&[low, high], extra) = rest.split_at_checked(2)? else { return None };
        rest = extra.get(usize::from(u16::from_le_bytes([low, high]))..)?;
    }
    // The file's name, then a comment; each ends with a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            rest = rest.get(memchr::memchr(0, rest)? + 1..)?;
        }
    }
    if flags & 2 != 0 { rest.get(2..) } else { Some(rest) }
}

/// One deflate stream behind what is in `out`; how many bytes of input it took.
fn stream(bytes: &[u8], flag: u32, limit: usize, out: &mut Vec<u8>) -> Result<usize, &'static str> {
    let flag = flag | flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF | flags::TINFL_FLAG_IGNORE_ADLER32;
    let start = out.len();
    let mut state = Box::<DecompressorOxide>::default();
    let (mut used, mut made) = (0, 0);
    let mut room = bytes.len().saturating_mul(4).max(64).min(limit.saturating_sub(start).max(1));
    loop {
        out.resize(start + room, 0);
        let target = out.get_mut(start..).unwrap_or_default();
        let (status, took, gave) = decompress(&mut state, bytes.get(used..).unwrap_or_default(), target, made, flag);
        used += took;
        made += gave;
        if status == TINFLStatus::HasMoreOutput && start + room < limit {
            room = room.saturating_mul(2).min(limit - start);
            continue;
        }
        out.truncate((start + made).min(limit));
        return match status {
            TINFLStatus::Done if start + made <= limit => Ok(used),
            TINFLStatus::Done | TINFLStatus::HasMoreOutput => Err(TOO_MUCH),
            _ => Err(BROKEN),
        };
    }
}
