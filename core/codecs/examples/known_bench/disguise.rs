//! The disguises, made without the code under test: encodings and functions by their crates, spellings by hand.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use blake2::digest::consts::{U16, U20, U32};
use md5::Digest;

/// Sent beside what is salted.
pub const SALT: &str = "pepper-7Qx";

type Encode = fn(&str) -> String;
type Function = fn(&[u8]) -> Vec<u8>;
type Write = fn(&[u8]) -> String;

/// Encodings of text.
pub const ENCODINGS: [(&str, Encode); 16] = [
    ("percent", percent),
    ("base64", |x| STANDARD.encode(x)),
    ("base64 unpadded", |x| STANDARD_NO_PAD.encode(x)),
    ("base64url", |x| URL_SAFE.encode(x)),
    ("base64url unpadded", |x| URL_SAFE_NO_PAD.encode(x)),
    ("hex", |x| data_encoding::HEXLOWER.encode(x.as_bytes())),
    ("upper hex", |x| data_encoding::HEXUPPER.encode(x.as_bytes())),
    ("base32", |x| data_encoding::BASE32.encode(x.as_bytes())),
    ("base58", |x| bs58::encode(x).into_string()),
    ("reversed", |x| x.chars().rev().collect()),
    ("rot13", rot13),
    ("substituted", substituted),
    ("json escapes", |x| units(x, |u| format!("\\u{u:04x}"))),
    ("x escapes", |x| {
        x.chars().map(|c| if c.is_ascii() { format!("\\x{:02x}", c as u32) } else { format!("\\u{:04x}", c as u32) }).collect()
    }),
    ("html entities", |x| x.chars().map(|c| format!("&#{};", c as u32)).collect()),
    ("html hex entities", |x| x.chars().map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("&#x{:x};", c as u32) }).collect()),
];
/// Those that stand inside digests and under turned letters: the others write marks nobody hashes.
const PLAIN: usize = 12;
/// Turned letters.
const TURNS: std::ops::Range<usize> = 9..12;

fn units(x: &str, write: fn(u16) -> String) -> String {
    x.encode_utf16()
        .map(|u| if u < 0x80 && (u as u8).is_ascii_alphanumeric() { char::from(u as u8).to_string() } else { write(u) })
        .collect()
}

pub fn percent(x: &str) -> String {
    let kept = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b);
    x.bytes().map(|b| if kept(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn rot13(x: &str) -> String {
    const FROM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const TO: &str = "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm";
    swap(x, FROM, TO)
}

fn substituted(x: &str) -> String {
    const FROM: &str = "kibp8A4EWRMKHa7gvyz1dOPt6UI5xYD3nqhVwZBXfCcFeJmrLN20lS9QGsjTuo";
    const TO: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    swap(x, FROM, TO)
}

fn swap(x: &str, from: &str, to: &str) -> String {
    x.chars().map(|c| from.find(c).map_or(c, |i| char::from(to.as_bytes()[i]))).collect()
}

fn hash<D: Digest>(x: &[u8]) -> Vec<u8> {
    D::digest(x).to_vec()
}

/// Functions, the four that are chained three times first.
pub const FUNCTIONS: [(&str, Function); 21] = [
    ("md5", hash::<md5::Md5>),
    ("sha1", hash::<sha1::Sha1>),
    ("sha256", hash::<sha2::Sha256>),
    ("sha512", hash::<sha2::Sha512>),
    ("sha224", hash::<sha2::Sha224>),
    ("sha384", hash::<sha2::Sha384>),
    ("sha512-224", hash::<sha2::Sha512_224>),
    ("sha512-256", hash::<sha2::Sha512_256>),
    ("sha3-224", hash::<sha3::Sha3_224>),
    ("sha3-256", hash::<sha3::Sha3_256>),
    ("sha3-384", hash::<sha3::Sha3_384>),
    ("sha3-512", hash::<sha3::Sha3_512>),
    ("ripemd160", hash::<ripemd::Ripemd160>),
    ("blake2b", hash::<blake2::Blake2b512>),
    ("blake2s", hash::<blake2::Blake2s256>),
    ("blake2b-256", hash::<blake2::Blake2b<U32>>),
    ("blake2b-160", hash::<blake2::Blake2b<U20>>),
    ("blake2b-128", hash::<blake2::Blake2b<U16>>),
    ("blake2s-128", hash::<blake2::Blake2s<U16>>),
    ("murmur3-128", |x| {
        let whole = murmur3::murmur3_x64_128(&mut &*x, 0).unwrap();
        format!("{:016x}{:016x}", whole as u64, (whole >> 64) as u64)
            .into_bytes()
            .chunks(2)
            .map(|p| u8::from_str_radix(std::str::from_utf8(p).unwrap(), 16).unwrap())
            .collect()
    }),
    ("murmur3-x86-128", |x| {
        let whole = murmur3::murmur3_x86_128(&mut &*x, 0).unwrap();
        (0..4).flat_map(|i| ((whole >> (32 * i)) as u32).to_be_bytes()).collect()
    }),
];
const CHAINED: usize = 4;

/// How a digest is written.
const WRITTEN: [(&str, Write); 6] = [
    ("hex", |x| data_encoding::HEXLOWER.encode(x)),
    ("upper hex", |x| data_encoding::HEXUPPER.encode(x)),
    ("base64", |x| STANDARD.encode(x)),
    ("base64url", |x| URL_SAFE_NO_PAD.encode(x)),
    ("base32", |x| data_encoding::BASE32.encode(x)),
    ("base58", |x| bs58::encode(x).into_string()),
];

/// One step from the value outwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layer {
    Encoded(usize),
    /// A function, and how its digest is written.
    Digest(usize, usize),
    /// A salt before, behind, or as a key.
    Salted(usize, u8),
    /// CRC32 in hex or decimal, MurmurHash3 in hex or decimal.
    Check(u8),
}

/// A spelling and up to three layers, innermost first.
#[derive(Clone, Debug, Default)]
pub struct Disguise {
    pub spelling: &'static str,
    pub layers: Vec<Layer>,
}

/// Spellings besides those that hold for every value.
const SPELLINGS: [&str; 12] =
    ["plain", "lower", "upper", "spaces around", "mailbox", "untagged", "e164", "digits", "yyyymmdd", "iso date", "packed", "slug"];

impl Disguise {
    pub fn cut() -> Disguise {
        Disguise { spelling: "split", layers: Vec::new() }
    }

    /// What is sent; none where the value has no such spelling.
    pub fn of(&self, value: &str) -> Option<String> {
        let mut text = spelled(self.spelling, value)?;
        for layer in &self.layers {
            text = match *layer {
                Layer::Encoded(n) => ENCODINGS[n].1(&text),
                Layer::Digest(n, how) => WRITTEN[how].1(&FUNCTIONS[n].1(text.as_bytes())),
                Layer::Salted(n, 0) => data_encoding::HEXLOWER.encode(&FUNCTIONS[n].1(format!("{SALT}{text}").as_bytes())),
                Layer::Salted(n, 1) => data_encoding::HEXLOWER.encode(&FUNCTIONS[n].1(format!("{text}{SALT}").as_bytes())),
                Layer::Salted(..) => data_encoding::HEXLOWER.encode(&hmac_sha256(SALT.as_bytes(), text.as_bytes())),
                Layer::Check(0) => format!("{:08x}", crc32fast::hash(text.as_bytes())),
                Layer::Check(1) => crc32fast::hash(text.as_bytes()).to_string(),
                Layer::Check(2) => format!("{:08x}", murmur3::murmur3_32(&mut text.as_bytes(), 0).ok()?),
                Layer::Check(_) => (murmur3::murmur3_32(&mut text.as_bytes(), 0).ok()? as i32).to_string(),
            };
        }
        // A check below a million is too common a number to count.
        (!matches!(self.layers.last(), Some(Layer::Check(_))) || text.len() >= 7).then_some(text)
    }

    /// The whole name: `sha256(hex) < base64 < lower`.
    pub fn name(&self) -> String {
        self.layers.iter().rev().map(|l| l.name()).chain([self.spelling.to_owned()]).collect::<Vec<_>>().join(" < ")
    }

    /// The row of the table it counts in.
    pub fn label(&self) -> String {
        match self.layers.as_slice() {
            [] => self.spelling.to_owned(),
            [one] if matches!(self.spelling, "plain" | "lower") => one.name(),
            [one] => format!("{} < {}", one.kind(), self.spelling),
            more => format!("{}: {}", more.len(), more.iter().rev().map(|l| l.kind()).collect::<Vec<_>>().join(" < ")),
        }
    }
}

impl Layer {
    fn name(self) -> String {
        match self {
            Layer::Encoded(n) => ENCODINGS[n].0.to_owned(),
            Layer::Digest(n, 0) => FUNCTIONS[n].0.to_owned(),
            Layer::Digest(n, how) => format!("{} in {}", FUNCTIONS[n].0, WRITTEN[how].0),
            Layer::Salted(n, how) => format!("{} salted {}", FUNCTIONS[n].0, ["before", "behind", "HMAC"][usize::from(how)]),
            Layer::Check(how) => ["crc32 hex", "crc32 decimal", "murmur3 hex", "murmur3 signed"][usize::from(how)].to_owned(),
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Layer::Encoded(n) if TURNS.contains(&n) => "turned",
            Layer::Encoded(_) => "encoded",
            Layer::Digest(..) => "digest",
            Layer::Salted(..) => "salted",
            Layer::Check(_) => "check",
        }
    }
}

/// RFC 2104 by hand.
fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let pad = |with: u8| (0..64).map(|i| key.get(i).copied().unwrap_or(0) ^ with).collect::<Vec<u8>>();
    let inner = hash::<sha2::Sha256>(&[pad(0x36), text.to_vec()].concat());
    hash::<sha2::Sha256>(&[pad(0x5c), inner].concat())
}

fn spelled(spelling: &str, value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    let digits = || value.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_phone = !value.contains('/') && value.chars().next().is_some_and(|c| c == '+' || c.is_ascii_digit());
    let date = || {
        let mut parts = value.split('/').map(str::to_owned);
        Some((parts.next()?, parts.next()?, parts.next()?))
    };
    Some(match spelling {
        "plain" => value.to_owned(),
        "lower" => lower,
        "upper" => value.to_uppercase(),
        "spaces around" => format!(" {value} "),
        "mailbox" | "untagged" => {
            let (local, host) = lower.split_once('@')?;
            let local = local.split('+').next()?;
            format!("{}@{host}", if spelling == "mailbox" { local.replace('.', "") } else { local.to_owned() })
        }
        "e164" | "digits" if is_phone => {
            let digits = if value.starts_with('+') { digits() } else { format!("1{}", digits()) };
            if spelling == "e164" { format!("+{digits}") } else { digits }
        }
        "yyyymmdd" => date().map(|(m, d, y)| format!("{y}{m}{d}"))?,
        "iso date" => date().map(|(m, d, y)| format!("{y}-{m}-{d}"))?,
        "packed" | "slug" if value.contains(' ') && !is_phone => lower.replace(' ', if spelling == "packed" { "" } else { "-" }),
        _ => return None,
    })
}

/// Every disguise. Depth one and two whole; depth three: every kind of chain, over all encodings, with the usual functions inside.
pub fn all() -> Vec<Disguise> {
    let mut out = Vec::new();
    let mut add = |spelling: &'static str, layers: &[Layer]| out.push(Disguise { spelling, layers: layers.to_vec() });
    let encodings = || (0..ENCODINGS.len()).map(Layer::Encoded);
    let plain = || (0..PLAIN).map(Layer::Encoded);
    let digests = || (0..FUNCTIONS.len()).map(|n| Layer::Digest(n, 0));
    let chained = || (0..CHAINED).map(|n| Layer::Digest(n, 0));
    let usual = || [0, 1, 4, 5, 9].into_iter().map(Layer::Encoded);
    for spelling in SPELLINGS {
        for _ in 0..10 {
            add(spelling, &[]);
        }
        // Nobody hashes space around, or substitutes letters that are capitals already.
        for layer in encodings().chain(chained()) {
            let folly = match spelling {
                "spaces around" => matches!(layer, Layer::Digest(..)),
                "upper" => is_turn(layer),
                _ => false,
            };
            if !folly {
                add(spelling, &[layer]);
            }
        }
    }
    for spelling in ["plain", "lower"] {
        for layer in encodings() {
            (0..5).for_each(|_| add(spelling, &[layer]));
        }
        for n in 0..FUNCTIONS.len() {
            (0..WRITTEN.len()).for_each(|how| (0..3).for_each(|_| add(spelling, &[Layer::Digest(n, how)])));
        }
        (0..6).for_each(|n| (0..2).for_each(|how| add(spelling, &[Layer::Salted(n, how)])));
        add(spelling, &[Layer::Salted(2, 2)]);
        (0..4).for_each(|how| (0..5).for_each(|_| add(spelling, &[Layer::Check(how)])));
        for inner in encodings() {
            for outer in encodings() {
                if (!is_turn(outer) || plain().any(|p| p == inner)) && (inner != outer || !is_turn(outer)) {
                    add(spelling, &[inner, outer]);
                }
            }
        }
        for inner in digests() {
            digests().for_each(|outer| add(spelling, &[inner, outer]));
            encodings().for_each(|outer| add(spelling, &[inner, outer]));
        }
        for inner in plain() {
            digests().for_each(|outer| add(spelling, &[inner, outer]));
        }
        // Depth three.
        for a in encodings() {
            for b in encodings() {
                for c in encodings() {
                    let turned = |outer, inner: Layer| is_turn(outer) && plain().all(|p| p != inner);
                    // Turned letters over turned letters, and these over a third thing: nobody's chain.
                    let folly = [a, b, c].into_iter().filter(|l| is_turn(*l)).count() > 1;
                    // Turned letters over percent-encoding or base58 of anything but the value.
                    let over = is_turn(c) && matches!(b, Layer::Encoded(0 | 8));
                    if !turned(b, a) && !turned(c, b) && !folly && !over {
                        add(spelling, &[a, b, c]);
                    }
                }
            }
        }
        for a in usual() {
            for b in usual() {
                chained().for_each(|c| add(spelling, &[a, b, c]));
            }
            for b in chained() {
                chained().for_each(|c| add(spelling, &[a, b, c]));
            }
        }
        for a in chained() {
            for b in chained() {
                chained().for_each(|c| add(spelling, &[a, b, c]));
            }
            for b in usual() {
                chained().for_each(|c| add(spelling, &[a, b, c]));
            }
            for b in chained() {
                encodings().for_each(|c| add(spelling, &[a, b, c]));
            }
        }
        for a in digests() {
            for b in plain() {
                plain().filter(|c| !is_turn(*c) || !is_turn(b) && b != Layer::Encoded(8)).for_each(|c| add(spelling, &[a, b, c]));
            }
        }
        for a in plain() {
            for b in chained() {
                plain().for_each(|c| add(spelling, &[a, b, c]));
            }
        }
    }
    out
}

fn is_turn(layer: Layer) -> bool {
    matches!(layer, Layer::Encoded(n) if TURNS.contains(&n))
}
