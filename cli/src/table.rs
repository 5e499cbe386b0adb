//! Findings as a table for people.

use comfy_table::{ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};
use leaklight_core::report::view::View;

/// One recording: head, recipients, findings, what could not be seen.
pub fn text(file: &str, view: &View) -> String {
    let s = &view.summary;
    let mut out = format!(
        "{file}: {}\n{} requests, {} other companies told; findings: {} critical, {} high, {} medium, {} low, {} info\n",
        view.site, s.requests, s.companies, s.critical, s.high, s.medium, s.low, s.info
    );
    let mut told = base(&["Who was told", "Worst", "Requests", "What"]);
    for r in view.recipients.iter().filter(|r| !r.recipient.party.is_own() || r.worst.is_some()) {
        let name = match &r.recipient.owner {
            Some(owner) if *owner != r.recipient.name => format!("{} ({owner})", r.recipient.name),
            _ => r.recipient.name.clone(),
        };
        told.add_row([name, r.worst.map_or("", |w| w.word()).to_owned(), r.requests.to_string(), r.told.join(", ")]);
    }
    let mut found = base(&["Severity", "Finding", "Proof", "Times"]);
    for f in &view.findings {
        let proof: Vec<String> = f.finding.evidence.iter().take(3).map(|e| format!("{} = {}", e.at, e.value.shown)).collect();
        found.add_row([f.finding.severity.word().to_owned(), f.finding.said.clone(), proof.join("\n"), f.finding.count.to_string()]);
    }
    out.push_str(&format!("\n{told}\n\n{found}\n\nNot seen:\n"));
    for b in &view.blind_spots {
        out.push_str(&format!("  {}\n", b.said));
    }
    out
}

fn base(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(head);
    if !table.is_tty() {
        table.set_width(140);
    }
    table
}
