//! Paths with `*` in them.

use crate::address::Address;

/// True where the path of `address` is what the pattern says; letters' case and a slash at the end do not matter, and `/shop/*`
/// is `/shop` too. A pattern with `?` or `#` in it is held against the query or the fragment as well.
pub(super) fn matches(pattern: &str, address: &Address<'_>) -> bool {
    let (query, fragment) = (pattern.contains('?'), pattern.contains('#'));
    if !query && !fragment {
        return path(pattern, address.path());
    }
    let mut text = address.path().to_owned();
    if query {
        text.push('?');
        text.push_str(address.query());
    }
    if fragment {
        text.push('#');
        text.push_str(address.fragment());
    }
    glob(pattern.as_bytes(), text.as_bytes())
}

fn path(pattern: &str, path: &str) -> bool {
    let bare = |text: &str| text.strip_suffix('/').unwrap_or(text).len();
    let (pattern, path) = (&pattern.as_bytes()[..bare(pattern)], &path.as_bytes()[..bare(path)]);
    glob(pattern, path) || pattern.strip_suffix(b"/*").is_some_and(|section| glob(section, path))
}

/// How much a pattern pins down: letters that are not `*`, and that it is there at all.
pub(super) fn exactness(pattern: &str) -> usize {
    match pattern {
        "" => 0,
        path => 1 + path.bytes().filter(|b| *b != b'*').count(),
    }
}

/// `*` is any run of bytes, none too. One way back is kept, to the last `*`: the time is at most the product of the lengths.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while let Some(c) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                back = Some((p + 1, t));
                p += 1;
            }
            Some(want) if want.eq_ignore_ascii_case(c) => (p, t) = (p + 1, t + 1),
            _ => match &mut back {
                Some((after, from)) => {
                    *from += 1;
                    (p, t) = (*after, *from);
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).is_none_or(|rest| rest.iter().all(|b| *b == b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, url: &str, want: bool) {
        assert_eq!(matches(pattern, &Address::parse(url)), want, "{pattern} {url}");
    }

    #[test]
    fn patterns() {
        check("/shop", "https://clinic.example/shop", true);
        check("/shop", "https://clinic.example/Shop/", true);
        check("/shop/", "https://clinic.example/shop", true);
        check("/shop", "https://clinic.example/shop/pillows", false);
        check("/shop", "https://clinic.example/workshop", false);
        check("/shop/*", "https://clinic.example/shop/pillows?id=1#top", true);
        check("/shop/*", "https://clinic.example/shop", true);
        check("/shop/*", "https://clinic.example/shopping", false);
        check("*/shop/*", "https://clinic.example/en/shop/pillows", true);
        check("/*/shop/*.html", "https://clinic.example/en/us/shop/a.html", true);
        check("/*/shop/*.html", "https://clinic.example/en/us/shop/a.htm", false);
        check("/", "https://clinic.example/", true);
        check("/", "https://clinic.example/a", false);
        check("/*", "https://clinic.example/", true);
        check("/search?q=*", "https://clinic.example/search?q=x", true);
        check("/search?q=*", "https://clinic.example/search?p=x", false);
        check("/#/visit*", "https://app.example/#/visit/1", true);
        check("/#/visit*", "https://app.example/#/home", false);
        check(&"*a".repeat(100), &format!("https://app.example/{}", "a".repeat(4000)), true);
    }
}
