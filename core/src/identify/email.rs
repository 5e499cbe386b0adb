//! E-mail addresses.

use super::text;

/// Endings of file names that look like the end of an address: `logo@2x.png`.
const FILE_ENDINGS: &str = "\
    aspx avif bmp css csv eot gif gz htm html ico jpeg jpg js json jsx map min mjs mp3 mp4 otf pdf php png svg tgz \
    ts tsx ttf txt wasm webm webp woff woff2 xml";

/// Ends of domains that make a name before a file's ending an address's.
const COMMON_TOPS: &str = "co com edu gov health info mil net org";

/// Mailboxes that belong to an office, not to a person (RFC 2142 and everyday use).
const ROLES: &str = "\
    abuse admin billing bookings careers contact contactus customerservice do-not-reply donotreply enquiries \
    feedback git hello help helpdesk hr info inquiries jobs mail marketing media newsletter no-reply noreply office \
    postmaster press privacy reception sales security service support team webmaster";

/// The next e-mail address at or after byte `from`: where it stands.
pub(super) fn email(value: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = value.as_bytes();
    let mut search = from;
    while let Some(found) = bytes.get(search..).and_then(|rest| memchr(b'@', rest)) {
        let at = search + found;
        search = at + 1;
        let start = bytes.get(from..at)?.iter().rposition(|&b| !is_local(b)).map_or(from, |i| from + i + 1);
        let end = bytes.get(at + 1..)?.iter().position(|&b| !is_domain(b)).map_or(bytes.len(), |i| at + 1 + i);
        // A dot or dash that ends a sentence is not part of the address, nor is a quote or slash before it.
        let start = start + bytes.get(start..at)?.iter().take_while(|b| matches!(b, b'.' | b'-' | b'+' | b'\'')).count();
        let end = end - bytes.get(at + 1..end)?.iter().rev().take_while(|b| matches!(b, b'.' | b'-' | b'_')).count();
        // `https://key@host`: a credential before a host, not a mailbox.
        if start >= 2 && bytes.get(start - 2..start) == Some(b"//") {
            continue;
        }
        let (Some(local), Some(domain)) = (value.get(start..at), value.get(at + 1..end)) else { continue };
        if !local_holds(local) {
            continue;
        }
        if domain_holds(domain) {
            return Some((start, end));
        }
        // `jane@mail.org.pdf`: a file named after somebody. Retina pictures (`logo@2x.png`) have no such domain.
        if let Some((name, ending)) = domain.rsplit_once('.')
            && is_file_ending(ending)
            && name.rsplit_once('.').is_some_and(|(_, top)| text::is_listed(COMMON_TOPS, top))
            && domain_holds(name)
        {
            return Some((start, at + 1 + name.len()));
        }
    }
    None
}

/// True where the mailbox is an office's: `info@`.
pub(super) fn is_role(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or("");
    text::is_listed(ROLES, local)
}

fn is_file_ending(label: &str) -> bool {
    text::is_listed(FILE_ENDINGS, label)
}

fn memchr(needle: u8, hay: &[u8]) -> Option<usize> {
    hay.iter().position(|&b| b == needle)
}

fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'.' | b'_' | b'-' | b'+' | b'\'')
}

fn is_domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'.' | b'-' | b'_')
}

fn local_holds(local: &str) -> bool {
    (1..=64).contains(&local.len()) && !local.contains("..") && !local.ends_with('.')
}

fn domain_holds(domain: &str) -> bool {
    if domain.len() > 253 || !domain.contains('.') {
        return false;
    }
    let mut last = "";
    for label in domain.split('.') {
        if label.is_empty() || label.len() > 63 || label.starts_with('-') || label.ends_with('-') {
            return false;
        }
        last = label;
    }
    let letters =
        last.chars().all(char::is_alphabetic) || (last.len() > 4 && last.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("xn--")));
    letters && (2..=24).contains(&last.len()) && !is_file_ending(last)
}
