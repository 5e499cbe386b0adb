//! Patterns of the catalogue: literal text with `*` for any run of characters, `[]` for an index (`[3]`, `[]`), and a
//! leading `**.` for "at any depth". No regular expressions: nothing is built at start.

/// Whether `pattern` matches the whole of `text`.
pub fn matches(pattern: &str, text: &str) -> bool {
    match pattern.strip_prefix("**.") {
        None => glob(pattern.as_bytes(), text.as_bytes()),
        Some(rest) => {
            let (rest, text) = (rest.as_bytes(), text.as_bytes());
            glob(rest, text) || text.iter().enumerate().any(|(i, b)| *b == b'.' && glob(rest, text.get(i + 1..).unwrap_or_default()))
        }
    }
}

fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where the last star stood and how far it had eaten: only the last one is ever tried again.
    let mut star: Option<(usize, usize)> = None;
    loop {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            Some(b'[') if pattern.get(p + 1) == Some(&b']') => {
                if let Some(n) = index(text.get(t..).unwrap_or_default()) {
                    p += 2;
                    t += n;
                    continue;
                }
            }
            Some(c) if text.get(t) == Some(c) => {
                p += 1;
                t += 1;
                continue;
            }
            None if t == text.len() => return true,
            _ => {}
        }
        match star {
            Some((sp, st)) if st < text.len() => {
                star = Some((sp, st + 1));
                p = sp + 1;
                t = st + 1;
            }
            _ => return false,
        }
    }
}

/// The length of an index at the start of `text`.
fn index(text: &[u8]) -> Option<usize> {
    let inner = text.strip_prefix(b"[")?;
    let digits = inner.iter().take_while(|b| b.is_ascii_digit()).count();
    (inner.get(digits) == Some(&b']')).then_some(digits + 2)
}

/// A path without a leading index: several events in one body name their fields as one alone would. `[2].en` is `en`.
pub fn bare(path: &str) -> &str {
    match index(path.as_bytes()) {
        Some(end) if path.as_bytes().get(end) == Some(&b'.') => path.get(end + 1..).unwrap_or(path),
        _ => path,
    }
}

/// A path without the list it stands in: `requests[3].url` is `url` where `batch` is `requests`.
pub fn unbatched<'p>(batch: &str, path: &'p str) -> &'p str {
    let rest = path.strip_prefix(batch).and_then(|rest| rest.get(index(rest.as_bytes())?..));
    rest.and_then(|rest| rest.strip_prefix('.')).unwrap_or(path)
}

/// The hash the static tables are probed with: FNV-1a over the bytes from the last to the first, so that every suffix
/// of a host is hashed on the way of hashing the whole.
pub const fn hash_step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Where a hash begins.
pub const HASH_START: u32 = 0x811c_9dc5;

/// The hash of a whole word.
pub fn hash(word: &str) -> u32 {
    let h = word.bytes().rev().fold(HASH_START, hash_step);
    h ^ (h >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        for text in no {
            assert!(!matches(pattern, text), "`{pattern}` must not match `{text}`");
        }
        for text in yes {
            assert!(matches(pattern, text), "`{pattern}` must match `{text}`");
        }
    }

    #[test]
    fn patterns() {
        check("/tr", &["/tr"], &["/tr/", "/translations", "", "/t"]);
        check("/tr*", &["/tr", "/tr/", "/translations"], &["/t"]);
        check("*/b/ss/*", &["/b/ss/x/1", "/proxy/b/ss/"], &["/b/s/x", "b/ss/"]);
        check("ep.*", &["ep.a", "ep.a.b"], &["epn.a", "x.ep.a"]);
        check("**.ep.*", &["ep.a", "[0].ep.a", "x.ep.a"], &["epn.a", "xep.a"]);
        check("**.page_location", &["page_location", "events[0].page_location"], &["old_page_location", "page_location.q"]);
        check("events[].name", &["events[0].name", "events[12].name", "events[].name"], &["events.name", "events[x].name"]);
        check("hsr_ev[]", &["hsr_ev[]", "hsr_ev[3]"], &["hsr_ev"]);
        check("cd[*]", &["cd[buttonText]"], &["cd", "cdx[a]"]);
        check("*a*b", &["ab", "xaxb", "aabb"], &["ba", "abx"]);
        check("", &[""], &["a"]);
    }

    #[test]
    fn bare_paths() {
        for (path, bare_path) in
            [("en", "en"), ("[2].en", "en"), ("2.en", "2.en"), ("a[2].en", "a[2].en"), ("2", "2"), ("[2]", "[2]"), ("", "")]
        {
            assert_eq!(bare(path), bare_path, "{path}");
        }
    }

    #[test]
    fn unbatched_paths() {
        for (path, want) in [
            ("requests[3].url", "url"),
            ("requests[].hsr_ev[0][ty]", "hsr_ev[0][ty]"),
            ("requests[3]", "requests[3]"),
            ("requests[x].url", "requests[x].url"),
            ("requests.url", "requests.url"),
            ("xrequests[3].url", "xrequests[3].url"),
            ("url", "url"),
        ] {
            assert_eq!(unbatched("requests", path), want, "{path}");
        }
    }
}
