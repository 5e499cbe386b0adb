//! A hit as text for elsewhere: a command line, a row of a table.

use crate::report::time::utc;
use crate::report::view::{HitView, SentView};
use leaklight_text::t;

/// The hit as a curl command for a POSIX shell. Without `sent` values are masked, and a line above says so; with it the request is
/// given as it left, headers apart.
pub fn curl(hit: &HitView, sent: Option<&SentView>) -> String {
    let (method, url, body) = match sent {
        Some(sent) => (sent.method.as_str(), sent.url.clone(), sent.body.clone()),
        None => (hit.method.as_str(), [hit.address.shown.as_str(), &joined(hit, "query:", "?")].concat(), joined(hit, "body:", "")),
    };
    let mut out = String::from(match sent {
        Some(sent) if sent.partial => t!("# The body is not whole: bytes that are no text, or not seen."),
        Some(_) => "",
        None => t!("# Masked by Leaklight: this does not repeat the request as it was sent."),
    });
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str("curl ");
    out.push_str(&quoted(&url));
    if !matches!(method, "" | "GET") {
        out.push_str(" -X ");
        out.push_str(&quoted(method));
    }
    if !body.is_empty() {
        out.push_str(" --data-raw ");
        out.push_str(&quoted(&body));
    }
    out
}

/// The fields of one part of a request as a query is written.
fn joined(hit: &HitView, part: &str, before: &str) -> String {
    let mut out = String::new();
    for field in hit.fields.iter().filter(|f| f.at.starts_with(part)) {
        out.push_str(if out.is_empty() { before } else { "&" });
        out.push_str(&field.name);
        out.push('=');
        out.push_str(&field.value.shown);
    }
    out
}

/// A text as one word of a POSIX shell, whatever it holds. A shell's words hold no NUL.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => out.push_str("'\\''"),
            '\0' => {}
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// What the columns of [`table_row`] are, parted by tabs.
pub const TABLE_HEAD: &str = "time (UTC)\trecipient\tevent\tmethod\tstatus\tworst finding\tconsent\taddress\tparameters";

/// The hit as a row of a table, parted by tabs; nothing in it begins a formula in a spreadsheet.
pub fn table_row(hit: &HitView, sent: Option<&SentView>) -> String {
    let mut parameters = String::new();
    for field in &hit.fields {
        let whole = sent.and_then(|s| s.values.iter().find(|(at, _)| *at == field.at)).map(|(_, value)| value.as_str());
        if !parameters.is_empty() {
            parameters.push_str("; ");
        }
        parameters.push_str(&field.name);
        parameters.push('=');
        parameters.push_str(whole.unwrap_or(&field.value.shown));
    }
    let status = hit.status.map_or_else(|| hit.failed.clone(), |status| status.to_string());
    let address = sent.map_or(hit.address.shown.as_str(), |sent| sent.url.as_str());
    let time = utc(hit.at);
    let cells =
        [time.as_str(), &hit.recipient.name, &hit.event, &hit.method, &status, &hit.worst, &hit.verdict, address, &parameters].map(cell);
    cells.join("\t")
}

fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    guard.chars().chain(text.chars().map(|c| if c.is_control() { ' ' } else { c })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_word() {
        for (text, want) in [
            ("a b", "'a b'"),
            ("it's; rm -rf /", "'it'\\''s; rm -rf /'"),
            ("$(x) `y` \\", "'$(x) `y` \\'"),
            ("a\0b\nc", "'ab\nc'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(text), want, "{text:?}");
        }
    }

    #[test]
    fn nothing_leaves_its_cell() {
        for (text, want) in [("a\tb\nc\0", "a b c "), ("=1+1", "'=1+1"), ("@x", "'@x"), ("1=1", "1=1")] {
            assert_eq!(cell(text), want, "{text:?}");
        }
    }
}
