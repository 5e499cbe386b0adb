//! An address parsed once: every later step reads from here.
//!
//! Browsers hand over addresses already in normal form, so the common case borrows the text and only finds its seams.
//! Anything else goes through the `url` crate (WHATWG URL); what even that refuses keeps its text and says so
//! ([`Address::is_readable`]), with the parts a plain split finds.

use std::borrow::Cow;
use std::ops::Range;

/// The longest address read; the rest is cut. Browsers themselves stop at 2 MB.
pub const MAX_LEN: usize = 2 << 20;

/// A parsed address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    text: Cow<'a, str>,
    scheme: usize,
    host: Range<usize>,
    path: Range<usize>,
    query: Range<usize>,
    fragment: Range<usize>,
    readable: bool,
}

impl<'a> Address<'a> {
    /// Reads an address. Never fails: see [`Address::is_readable`].
    pub fn parse(text: &'a str) -> Address<'a> {
        let text = cut(text, MAX_LEN);
        if is_normal(text) {
            return Address::split(Cow::Borrowed(text), true);
        }
        // The URL standard drops these wherever they stand.
        if text.contains(['\t', '\n', '\r']) {
            return Address::parse(&text.replace(['\t', '\n', '\r'], "")).into_owned();
        }
        let parsed = match international(text) {
            Host::Plain => url::Url::parse(text).ok(),
            Host::Converted(ascii) => url::Url::parse(&ascii).ok(),
            Host::Unreadable => None,
        };
        match parsed {
            Some(u) => Address::split(Cow::Owned(String::from(u)), true),
            None => Address::split(Cow::Borrowed(text.trim()), false),
        }
    }

    fn split(text: Cow<'a, str>, readable: bool) -> Address<'a> {
        let t = text.as_ref();
        let end = t.len();
        let scheme = t.find(':').filter(|&i| is_scheme(&t[..i])).unwrap_or(0);
        let mut at = if scheme > 0 { scheme + 1 } else { 0 };
        let mut host = at..at;
        if t[at..].starts_with("//") {
            at += 2;
            let stop = t[at..].find(['/', '?', '#', '\\']).map_or(end, |i| at + i);
            let authority = &t[at..stop];
            let from = authority.rfind('@').map_or(at, |i| at + i + 1);
            let to = match t[from..stop].rfind(':') {
                // The colon inside an IPv6 literal is not a port's.
                Some(i) if !t[from + i..stop].contains(']') => from + i,
                _ => stop,
            };
            host = from..to;
            at = stop;
        }
        let hash = t[at..].find('#').map_or(end, |i| at + i);
        let mark = t[at..hash].find('?').map_or(hash, |i| at + i);
        Address { scheme, host, path: at..mark, query: (mark + 1).min(hash)..hash, fragment: (hash + 1).min(end)..end, readable, text }
    }

    /// The same address owning its text.
    pub fn into_owned(self) -> Address<'static> {
        Address { text: Cow::Owned(self.text.into_owned()), ..self }
    }

    /// The whole address in normal form, or as given where it is not readable.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// False where the text is no valid address; its parts are then a guess.
    pub fn is_readable(&self) -> bool {
        self.readable
    }

    /// `https`, without the colon; empty where there is none.
    pub fn scheme(&self) -> &str {
        &self.text[..self.scheme]
    }

    /// Host without port or credentials; empty for `data:` and its like. An IPv6 literal keeps its brackets.
    pub fn host(&self) -> &str {
        &self.text[self.host.clone()]
    }

    /// The path, not decoded.
    pub fn path(&self) -> &str {
        &self.text[self.path.clone()]
    }

    /// The query without `?`, not decoded; empty where there is none.
    pub fn query(&self) -> &str {
        &self.text[self.query.clone()]
    }

    /// The fragment without `#`, not decoded; empty where there is none.
    pub fn fragment(&self) -> &str {
        &self.text[self.fragment.clone()]
    }

    /// Scheme, host and port: what a browser calls the origin, for the schemes that have one.
    pub fn origin(&self) -> &str {
        &self.text[..self.path.start]
    }

    /// The address up to its fragment.
    pub fn without_fragment(&self) -> &str {
        &self.text[..self.query.end.max(self.path.end)]
    }

    /// Host and path with every run of digits made one `#`: `/p/1042` and `/p/1043` are pages of one kind.
    pub fn template(&self) -> String {
        let mut out = String::with_capacity(self.host().len() + self.path().len());
        out.push_str(self.host());
        let mut digits = false;
        for c in cut(self.path(), 512).chars() {
            match (c.is_ascii_digit(), digits) {
                (true, true) => {}
                (true, false) => out.push('#'),
                (false, _) => out.push(c),
            }
            digits = c.is_ascii_digit();
        }
        out
    }

    /// True for `http`, `https`, `ws` and `wss`: what goes over the network.
    pub fn is_network(&self) -> bool {
        matches!(self.scheme(), "http" | "https" | "ws" | "wss")
    }

    /// True for `https` and `wss`, and for addresses that never leave the machine.
    pub fn is_encrypted(&self) -> bool {
        !matches!(self.scheme(), "http" | "ws" | "ftp")
    }
}

/// `text` cut to at most `max` bytes at a character's border.
pub(crate) fn cut(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let mut end = max;
    while end > 0 && !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What an authority needs before the `url` crate may see it: its Unicode tables are left out of the build (see
/// `Cargo.toml`), and without them it must not be handed anything but ASCII.
enum Host {
    Plain,
    Converted(String),
    Unreadable,
}

fn international(text: &str) -> Host {
    let Some(start) = text.find(':').map(|i| i + 1 + text[i + 1..].bytes().take_while(|b| matches!(b, b'/' | b'\\')).count()) else {
        return Host::Plain;
    };
    let special = ["http", "https", "ws", "wss", "ftp", "file"];
    let scheme = text[..start].trim_start_matches(|c| c <= ' ').trim_end_matches([':', '/', '\\']);
    if !special.iter().any(|s| scheme.eq_ignore_ascii_case(s)) {
        return Host::Plain;
    }
    let stop = text[start..].find(['/', '?', '#', '\\']).map_or(text.len(), |i| start + i);
    let at = text[start..stop].rfind('@').map_or(start, |i| start + i + 1);
    let host = &text[at..stop];
    if host.contains('%') {
        // An escaped host: no browser sends one, and what it hides is not ours to guess.
        return Host::Unreadable;
    }
    if host.is_ascii() {
        return Host::Plain;
    }
    let mut ascii = text[..at].to_owned();
    for (i, label) in host.split('.').enumerate() {
        let lower = label.to_lowercase();
        if i > 0 {
            ascii.push('.');
        }
        if lower.is_ascii() {
            ascii.push_str(&lower);
        } else {
            let Some(code) = idna::punycode::encode_str(&lower) else { return Host::Unreadable };
            ascii.push_str("xn--");
            ascii.push_str(&code);
        }
    }
    ascii.push_str(&text[stop..]);
    Host::Converted(ascii)
}

fn is_scheme(s: &str) -> bool {
    s.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && s.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// True where the `url` crate would give the text back unchanged, cheaply decided; a "no" only costs time.
fn is_normal(t: &str) -> bool {
    let rest = match t.as_bytes() {
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] | [b'w', b's', b's', b':', b'/', b'/', ..] => {
            if t.starts_with('w') {
                &t[6..]
            } else {
                &t[8..]
            }
        }
        [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => &t[7..],
        _ => return false,
    };
    let Some(slash) = rest.find('/') else { return false };
    let host = &rest.as_bytes()[..slash];
    // A host of digits may be an odd spelling of an IP address; ports and credentials take the long way too.
    let plain_host = !host.is_empty()
        && host.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'))
        && host.rsplit(|&b| b == b'.').find(|l| !l.is_empty()).is_some_and(|l| l[0].is_ascii_lowercase())
        && !host.starts_with(b"xn--")
        && !host.windows(5).any(|w| w == b".xn--");
    plain_host
        && rest.as_bytes()[slash..]
            .iter()
            .all(|&b| b > b' ' && b < 0x7f && !matches!(b, b'"' | b'<' | b'>' | b'`' | b'\\' | b'{' | b'}' | b'\'' | b'^'))
        && !rest[slash..].contains("/.")
        && !rest[slash..].contains("%2")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, host: &str, path: &str, query: &str, fragment: &str) {
        let a = Address::parse(text);
        assert_eq!((a.host(), a.path(), a.query(), a.fragment()), (host, path, query, fragment), "{text}");
    }

    #[test]
    fn finds_the_parts() {
        check("https://a.example/", "a.example", "/", "", "");
        check("https://a.example", "a.example", "/", "", "");
        check("https://a.example/p?q=1#f", "a.example", "/p", "q=1", "f");
        check("https://a.example/p#f?no", "a.example", "/p", "", "f?no");
        check("https://u:p@A.Example:8443/x?y", "a.example", "/x", "y", "");
        check("http://[2001:DB8::1]:80/x", "[2001:db8::1]", "/x", "", "");
        check("data:text/html,hi", "", "text/html,hi", "", "");
        check("wss://ws.example/live?v=1", "ws.example", "/live", "v=1", "");
        check("https://a.example?x=1", "a.example", "/", "x=1", "");
        check("https://BÜCHER.example/", "xn--bcher-kva.example", "/", "", "");
        check("  https://a.example/a b ", "a.example", "/a%20b", "", "");
    }

    #[test]
    fn what_is_no_address_keeps_its_text() {
        for text in ["", "no address", "https://", "http://[::1", "https://a b/", "https://ex\u{0}ample/"] {
            let a = Address::parse(text);
            assert!(!a.is_readable(), "{text}");
            assert_eq!(a.as_str(), text.trim());
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_agrees_with_the_url_crate(text in "(https?:/{0,3})?[ -~é\u{0}\t]{0,80}") {
            let a = Address::parse(&text);
            let _ = (a.scheme(), a.origin(), a.without_fragment(), a.is_network());
            if text.is_ascii() && !text.contains('%') && let Ok(u) = url::Url::parse(&text) {
                prop_assert_eq!(a.as_str(), u.as_str());
                prop_assert_eq!(a.host(), u.host_str().unwrap_or(""));
                prop_assert_eq!(a.path(), u.path());
                prop_assert_eq!(a.query(), u.query().unwrap_or(""));
                prop_assert_eq!(a.fragment(), u.fragment().unwrap_or(""));
            }
        }
    }
}
