//! Brotli, Zstandard and LZ-string: bounded in what comes out, in memory and so in time, whatever the bytes are.

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use leaklight_core::payload::lz::{self, Code};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The largest window a Zstandard frame may ask for, in bytes: what encoders use up to level 19 (RFC 8878, 3.1.1.1.2
/// recommends that decoders take 8 MB). Brotli's own is at most 16 MB, as its large windows are refused.
const WINDOW: u64 = 8 << 20;

/// The most bytes that LZ-string's table may come to: the crate keeps every entry whole.
const TABLE: u64 = 32 << 20;

/// The least characters that Brotli, told by nothing but that it can be read, must hold.
const LEAST: usize = 8;

/// Takes one layer off that core cannot: `brotli`, `zstd`, `lz-string`; all of them are tried where `how` is empty. At most `limit`
/// bytes of text come out, cut at a character where there is more; none where the bytes are no such thing or no text. Of a text
/// cut short by its sender nothing comes out.
pub fn unpack(how: &str, bytes: &[u8], limit: usize) -> Option<String> {
    match how {
        "zstd" => zstd(bytes, limit),
        "brotli" => brotli(bytes, limit),
        "lz-string" => lz_string(bytes, limit),
        "" => zstd(bytes, limit).or_else(|| lz_string(bytes, limit)).or_else(|| brotli(bytes, limit)),
        _ => None,
    }
}

/// A whole stream with nothing behind it, of readable text; or as much of it as `limit` allows.
fn brotli(bytes: &[u8], limit: usize) -> Option<String> {
    const PIECE: usize = 64 << 10;
    // Strict: no large windows.
    let mut state = BrotliState::new_strict(StandardAlloc::default(), StandardAlloc::default(), StandardAlloc::default());
    let (mut left, mut at, mut total) = (bytes.len(), 0, 0);
    let mut out = Vec::new();
    loop {
        let made = out.len();
        // One more than is wanted tells whether there is more.
        let room = PIECE.min((limit + 1).saturating_sub(made));
        out.resize(made + room, 0);
        let (mut free, mut filled) = (room, 0);
        let piece = out.get_mut(made..)?;
        let result = BrotliDecompressStream(&mut left, &mut at, bytes, &mut free, &mut filled, piece, &mut total, &mut state);
        out.truncate(made + filled);
        match result {
            BrotliResult::ResultSuccess if left == 0 => break,
            BrotliResult::NeedsMoreOutput if out.len() > limit => break,
            BrotliResult::NeedsMoreOutput if filled > 0 => {}
            _ => return None,
        }
    }
    text(out, limit)
        .filter(|text| text.chars().count() >= LEAST && !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')))
}

/// All frames, one behind the other, skippable ones left out.
fn zstd(bytes: &[u8], limit: usize) -> Option<String> {
    let mut rest = bytes;
    let mut out: Vec<u8> = Vec::new();
    while !rest.is_empty() && out.len() <= limit {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        match decoder.reset(&mut rest) {
            Ok(()) => {}
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                rest = rest.get(length as usize..)?;
                continue;
            }
            Err(_) => return None,
        }
        while !decoder.is_finished() && out.len() <= limit {
            decoder.decode_blocks(&mut rest, BlockDecodingStrategy::UptoBlocks(1)).ok()?;
            // While a frame goes on, its window is kept back: at most [`WINDOW`] bytes.
            out.extend(decoder.collect().unwrap_or_default());
        }
    }
    text(out, limit)
}

/// A token in either alphabet. Its table is measured before it is built: a few kilobytes can ask for gigabytes.
fn lz_string(bytes: &[u8], limit: usize) -> Option<String> {
    let token = std::str::from_utf8(bytes).ok()?;
    let mut lengths: Vec<u64> = vec![0, 0, 0];
    let (mut last, mut made, mut table) = (0_u64, 0_u64, 0_u64);
    let whole = lz::walk(token, &mut |code| {
        let length = match code {
            Code::New => {
                lengths.push(1);
                1
            }
            Code::Old(n) => lengths.get(n as usize).copied().unwrap_or(last + 1),
        };
        if last > 0 {
            lengths.push(last + 1);
            table += 2 * (last + 1);
        }
        last = length;
        made += length;
        made <= limit as u64 && table <= TABLE
    });
    if !whole {
        return None;
    }
    let units = if token.contains(['/', '=']) {
        lz_str::decompress_from_base64(token)
    } else {
        lz_str::decompress_from_encoded_uri_component(token)
    };
    text(String::from_utf16(&units?).ok()?.into_bytes(), limit)
}

/// The bytes as text, where they are text from first to last, cut at `limit`.
fn text(mut out: Vec<u8>, limit: usize) -> Option<String> {
    if out.len() > limit {
        out.truncate(limit);
        // A character cut in two is the cut's doing.
        if let Err(e) = std::str::from_utf8(&out)
            && e.error_len().is_none()
        {
            out.truncate(e.valid_up_to());
        }
    }
    String::from_utf8(out).ok().filter(|text| !text.is_empty())
}
