//! Requests as trackers send them, full of what looks like a known value, and the places a leak may stand in.

use crate::Leak;
use crate::disguise::{Disguise, FUNCTIONS, Layer, SALT, percent};
use crate::random::Random;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::io::Write;

pub struct Request {
    pub url: String,
    pub body: Vec<u8>,
    pub referer: String,
}

const WORDS: [&str; 16] = [
    "pageview",
    "session",
    "scroll",
    "click",
    "product",
    "banner",
    "article",
    "consent",
    "variant",
    "experiment",
    "campaign",
    "medium",
    "clinic",
    "treatment",
    "chronicle",
    "janeway",
];
const KEYS: [&str; 10] = ["e", "em", "uid", "ud[em]", "email_hash", "cd1", "q", "p", "data", "u"];

/// Every place.
pub const CARRIERS: [&str; 18] = [
    "query",
    "path",
    "matrix",
    "fragment",
    "referer",
    "form body",
    "JSON body",
    "NDJSON body",
    "multipart body",
    "text body",
    "form in JSON in base64",
    "JSON in base64 in query",
    "gzip body",
    "deflate body",
    "brotli body",
    "zstd body",
    "gzip in base64",
    "lz-string in query",
];

impl Request {
    /// A request that leaks none of the values.
    pub fn clean(random: &mut Random, values: &[String]) -> Request {
        let page = format!("https://{}.example/{}/{}?ref={}", random.of(&WORDS), random.of(&WORDS), random.of(&WORDS), random.hex(8));
        let mut url = format!("https://t{}.tracker.example/{}/{}?", random.below(9), random.of(&WORDS), random.hex(16));
        let count = 4 + random.below(10);
        let pairs: Vec<(String, String)> = (0..count).map(|n| (format!("p{n}"), look_alike(random, values))).collect();
        for (key, value) in &pairs {
            url.push_str(&format!("{key}={}&", percent(value)));
        }
        url.push_str(&format!("dl={}&cid={}.{}", percent(&page), random.below(1 << 30), random.below(1 << 30)));
        let mut request = Request { url, body: Vec::new(), referer: if random.below(2) == 0 { page } else { String::new() } };
        match random.below(4) {
            0 => {
                let mut object = serde_json::Map::new();
                for n in 0..4 + random.below(12) {
                    object.insert(format!("k{n}"), look_alike(random, values).into());
                }
                request.body = serde_json::json!({"event": random.of(&WORDS), "properties": object}).to_string().into_bytes();
            }
            1 => {
                let pairs: Vec<String> =
                    (0..4 + random.below(8)).map(|n| format!("f{n}={}", percent(&look_alike(random, values)))).collect();
                request.body = pairs.join("&").into_bytes();
            }
            _ => {}
        }
        request
    }

    /// Puts a value in; none where it has no such disguise.
    pub fn leak(&mut self, random: &mut Random, turn: usize, disguise: &Disguise, index: usize, value: &str) -> Option<Leak> {
        let sent = disguise.of(value)?;
        // What counts as a whole field only is sent as one.
        let carrier = match disguise.layers.last() {
            Some(Layer::Check(_)) => CARRIERS[[0, 3, 5, 6][turn % 4]],
            _ => CARRIERS[turn % CARRIERS.len()],
        };
        let salt = disguise.layers.iter().any(|l| matches!(l, Layer::Salted(..)));
        if salt {
            self.url.push_str(&format!("&salt={SALT}"));
        }
        self.carry(random, carrier, &sent);
        Some(Leak { index, carrier })
    }

    fn carry(&mut self, random: &mut Random, carrier: &'static str, sent: &str) {
        let key = random.of(&KEYS);
        let json = || serde_json::json!({"event": "identify", "user": {key: sent, "lib": "web"}}).to_string();
        match carrier {
            "query" => self.url.push_str(&format!("&{key}={}", percent(sent))),
            "path" => self.before_query(&format!("/{}/px.gif", percent(sent))),
            "matrix" => self.before_query(&format!(";src=123;u1={}", percent(sent))),
            "fragment" => self.url.push_str(&format!("#a=1&{key}={}", percent(sent))),
            "referer" => self.referer = format!("https://clinic.example/p?{key}={}&x=1", percent(sent)),
            "form body" => self.body = format!("cid=1&{}={}&ev=x", percent(key), percent(sent).replace("%20", "+")).into_bytes(),
            "JSON body" => self.body = json().into_bytes(),
            "NDJSON body" => self.body = format!("{{\"event\":\"a\",\"n\":1}}\n{}\n", json()).into_bytes(),
            "multipart body" => {
                self.body = format!("--X7\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X7\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{sent}\r\n--X7--\r\n").into_bytes();
            }
            "text body" => self.body = format!("identify {sent}").into_bytes(),
            "form in JSON in base64" => {
                let json = serde_json::json!({"d": format!("cid=1&{key}={}&z=2", percent(sent))}).to_string();
                self.body = format!("data={}", percent(&STANDARD.encode(json))).into_bytes();
            }
            "JSON in base64 in query" => self.url.push_str(&format!("&data={}", URL_SAFE_NO_PAD.encode(json()))),
            "gzip body" => self.body = gzip(json().as_bytes()),
            "deflate body" => {
                let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
                encoder.write_all(json().as_bytes()).unwrap();
                self.body = encoder.finish().unwrap();
            }
            "brotli body" => {
                let mut out = Vec::new();
                let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
                brotli::BrotliCompress(&mut json().as_bytes(), &mut out, &params).unwrap();
                self.body = out;
            }
            "zstd body" => self.body = ruzstd::encoding::compress_to_vec(json().as_bytes(), ruzstd::encoding::CompressionLevel::Fastest),
            "gzip in base64" => self.url.push_str(&format!("&data={}", percent(&STANDARD.encode(gzip(json().as_bytes()))))),
            _ => {
                let units: Vec<u16> = json().encode_utf16().collect();
                self.url.push_str(&format!("&d={}", lz_str::compress_to_encoded_uri_component(units)));
            }
        }
    }

    fn before_query(&mut self, text: &str) {
        let at = self.url.find('?').unwrap();
        self.url.insert_str(at, text);
    }

    /// Cuts a value over neighbouring fields.
    pub fn split(&mut self, random: &mut Random, index: usize, value: &str) -> Leak {
        let pieces: Vec<String> = if let Some((user, host)) = value.split_once('@').filter(|_| random.below(2) == 0) {
            vec![user.to_owned(), host.to_owned()]
        } else if value.contains('/') {
            let mut parts = value.split('/').map(str::to_owned).collect::<Vec<_>>();
            parts.rotate_right(random.below(2));
            parts
        } else if value.contains(' ') && !value.starts_with(|c: char| c == '+' || c.is_ascii_digit()) {
            let mut words = value.splitn(4, ' ').map(str::to_owned).collect::<Vec<_>>();
            let rest = words.get(3).map(|w| w.replace(' ', ""));
            words.truncate(3);
            words.extend(rest);
            words
        } else if value.starts_with(|c: char| c == '+' || c.is_ascii_digit()) {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            let n = digits.len();
            vec![digits[..n - 7].to_owned(), digits[n - 7..n - 4].to_owned(), digits[n - 4..].to_owned()]
        } else {
            let middle = 1 + random.below(value.len() - 1);
            vec![value[..middle].to_owned(), value[middle..].to_owned()]
        };
        let carrier = match random.below(2) {
            0 => {
                for (n, piece) in pieces.iter().enumerate() {
                    self.url.push_str(&format!("&e{n}={}", percent(piece)));
                }
                "split over the query"
            }
            _ => {
                let object: serde_json::Map<String, serde_json::Value> =
                    pieces.iter().enumerate().map(|(n, p)| (format!("e{n}"), p.as_str().into())).collect();
                self.body = serde_json::json!({"event": "x", "user": object}).to_string().into_bytes();
                "split over JSON"
            }
        };
        Leak { index, carrier }
    }

    pub fn shown(&self) -> String {
        format!("{} | {} | {}", self.url, self.referer, String::from_utf8_lossy(&self.body[..self.body.len().min(400)]))
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What looks like a known value, or like a disguise of one, and is none.
fn look_alike(random: &mut Random, values: &[String]) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let near = |random: &mut Random| {
        // One character other than in the value; digits stay digits.
        let value = &values[random.below(values.len())];
        let places: Vec<usize> = value.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(i, _)| i).collect();
        // An address's tag may be anything, and so may capitals: the first characters tell.
        // Without the country code a number is still the number: its last digits tell.
        let phone = !value.contains('/') && value.starts_with(|c: char| c == '+' || c.is_ascii_digit());
        let at = if phone { places[places.len() - 1 - random.below(4)] } else { places[random.below(places.len().min(6))] };
        let old = value.as_bytes()[at];
        let new = loop {
            let new = if old.is_ascii_digit() { random.of(b"23456789") } else { random.of(LETTERS) };
            if new != old.to_ascii_lowercase() {
                break char::from(new);
            }
        };
        format!("{}{new}{}", &value[..at], &value[at + 1..])
    };
    let digest = |random: &mut Random, text: &str| {
        let n = random.below(FUNCTIONS.len());
        FUNCTIONS[n].1(text.as_bytes())
    };
    match random.below(16) {
        0 => random.hex(32),
        1 => {
            let n = random.of(&[16, 20, 32, 64]) * 2;
            random.hex(n)
        }
        2 => {
            let n = 8 + random.below(40);
            STANDARD.encode(random.bytes(n))
        }
        3 => {
            let n = 8 + random.below(40);
            URL_SAFE_NO_PAD.encode(random.bytes(n))
        }
        4 => format!("{}-{}-4{}-a{}-{}", random.hex(8), random.hex(4), random.hex(3), random.hex(3), random.hex(12)),
        5 => near(random),
        6 => {
            let text = near(random);
            let digest = digest(random, &text);
            data_encoding::HEXLOWER.encode(&digest)
        }
        7 => {
            let text = near(random).to_lowercase();
            let digest = digest(random, &text);
            STANDARD.encode(digest)
        }
        8 => STANDARD.encode(serde_json::json!({"k": random.of(&WORDS), "em": near(random)}).to_string()),
        9 => format!("{} {}", random.of(&WORDS), random.of(&WORDS)),
        10 => random.below(1_000_000_000).to_string(),
        11 => format!("{}@{}.example", random.letters(LETTERS, 7), random.of(&WORDS)),
        12 => {
            let n = 10 + random.below(30);
            random.letters(BASE64, n)
        }
        // Half of a value is no leak of it.
        13 => {
            let value = &values[random.below(values.len())];
            let half: String = value.chars().take(value.chars().count() / 2).collect();
            half + &random.letters(LETTERS, 3)
        }
        14 => format!("https://clinic.example/{}/{}", random.of(&WORDS), random.hex(6)),
        _ => random.of(&WORDS).to_owned(),
    }
}
