//! Tables for spreadsheets (RFC 4180): one row a finding, one row a parameter of a hit.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a NUL for a formula or drops what follows: an apostrophe
//! before it says that it is text (OWASP ASVS 1.2.10, <https://asvs.emil.hemdal.se/1.2.10>). What else could change how a table is
//! read is made visible as in every excerpt. A byte order mark at the beginning tells spreadsheets that the text is UTF-8.

use super::file::Report;
use super::time::iso;
use super::view::HitView;
use crate::finding::Evidence;
use crate::visible::printable;
use leaklight_text::t;

/// A table being written.
struct Table {
    out: String,
}

impl Table {
    fn new(head: &[&str]) -> Table {
        let mut table = Table { out: "\u{feff}".to_owned() };
        table.row(head.iter().map(|name| (*name).to_owned()));
        table
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        for (n, text) in cells.into_iter().enumerate() {
            if n > 0 {
                self.out.push(',');
            }
            cell(&text, &mut self.out);
        }
        self.out.push_str("\r\n");
    }
}

/// Every cell in quotation marks, so that no reader has to guess.
fn cell(text: &str, out: &mut String) {
    out.push('"');
    let mut said = String::with_capacity(text.len());
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            said.push('\n');
        }
        said.push_str(&printable(line));
    }
    // A formula may also begin after spaces, and in the wide signs of East Asian keyboards. What was a control character is a space.
    let first = said.trim_start().chars().next();
    if matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) || text.starts_with(|c: char| c.is_control()) {
        out.push('\'');
    }
    for c in said.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    out.push('"');
}

/// One row a finding, the worst first, its proof a line each in one cell.
pub fn findings(report: &Report) -> String {
    let mut table = Table::new(&[
        "severity",
        "kind",
        "title",
        "recipient",
        "owner",
        "category",
        "host",
        "said",
        "proof",
        "page",
        "count",
        "first",
        "last",
        "attempted",
        "severity because",
        "how to fix",
        "what this cannot tell",
        "key",
    ]);
    for view in &report.view.findings {
        let f = &view.finding;
        let who = f.recipient.as_ref();
        let of = |text: Option<&String>| text.cloned().unwrap_or_default();
        let lines = |all: &mut dyn Iterator<Item = String>| all.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        table.row([
            f.severity.word().to_owned(),
            f.kind.word().to_owned(),
            view.title.clone(),
            of(who.map(|w| &w.name)),
            of(who.and_then(|w| w.owner.as_ref())),
            of(who.and_then(|w| w.category.as_ref())),
            of(who.map(|w| &w.host)),
            f.said.clone(),
            lines(&mut f.evidence.iter().map(proof)),
            f.page.shown.clone(),
            f.count.to_string(),
            iso(f.first),
            iso(f.last),
            if f.attempted { t!("attempted, not received") } else { "" }.to_owned(),
            lines(&mut [&view.severity_because].into_iter().chain(&f.adjusted).cloned()),
            view.fix.clone(),
            lines(&mut [&view.cannot_tell].into_iter().chain(&f.limits).cloned()),
            f.key.clone(),
        ]);
    }
    table.out
}

/// "query:ud[em] (e-mail) = 1f0c…9be2, base64 → SHA-256".
fn proof(e: &Evidence) -> String {
    let mut out = e.at.clone();
    for (before, text, after) in [(" (", e.label.as_str(), ")"), (" = ", &e.value.shown, ""), (", ", &e.packed.join(" → "), "")] {
        if !text.is_empty() {
            out.push_str(before);
            out.push_str(text);
            out.push_str(after);
        }
    }
    if let Some(known) = &e.known {
        out.push_str(t!("; "));
        out.push_str(&t!("known: {proof}", proof = known.line(&e.at)));
    }
    out
}

/// One row a parameter, with its hit before it; a hit without any has one row.
pub fn hits(hits: &[HitView]) -> String {
    let mut table = Table::new(&[
        "request",
        "part",
        "of",
        "time",
        "recipient",
        "owner",
        "category",
        "host",
        "role",
        "event",
        "method",
        "type",
        "address",
        "page",
        "status",
        "failed",
        "not readable",
        "consent",
        "findings",
        "where",
        "name",
        "meaning",
        "value",
        "note",
    ]);
    for hit in hits {
        let who = &hit.recipient;
        let head = [
            hit.request.to_string(),
            hit.part.to_string(),
            hit.parts.to_string(),
            iso(hit.at),
            who.name.clone(),
            who.owner.clone().unwrap_or_default(),
            who.category.clone().unwrap_or_default(),
            who.host.clone(),
            hit.role.clone(),
            hit.event.clone(),
            hit.method.clone(),
            hit.kind.clone(),
            hit.address.shown.clone(),
            hit.page.shown.clone(),
            hit.status.map(|status| status.to_string()).unwrap_or_default(),
            hit.failed.clone(),
            if hit.unread { "yes" } else { "" }.to_owned(),
            hit.verdict.clone(),
            hit.findings.join(" "),
        ];
        let more = if hit.more > 0 { ["", "", "", "", &t!("{count} more parameters are not listed", count = hit.more)] } else { [""; 5] };
        let last = (hit.fields.is_empty() || hit.more > 0).then(|| more.map(str::to_owned));
        let fields =
            hit.fields.iter().map(|f| [f.at.clone(), f.name.clone(), f.label.clone(), f.value.shown.clone(), f.note.clone()]).chain(last);
        for field in fields {
            table.row(head.iter().cloned().chain(field));
        }
    }
    table.out
}
