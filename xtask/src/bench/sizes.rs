//! Sizes of what ships, with budgets and a committed snapshot, so that growth is seen where it is made.

use crate::build::Flavour;
use crate::run::{at, shown};
use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::io::Write as _;

const SNAPSHOT: &str = "xtask/sizes.snap";
/// Against the snapshot, in either direction, before it must be written anew.
const TOLERANCE_PERCENT: u64 = 3;

/// A budget, in bytes; a kilobyte is 1,000 of them.
struct Budget {
    name: &'static str,
    /// What is counted together.
    files: &'static [&'static str],
    /// WASM is compared as a store's package holds it (gzip -9), the page scripts as they are injected.
    gzip: bool,
    most: u64,
}

const BUDGETS: [Budget; 13] = [
    // 450 kB was for a first slice of 25 vendors; 800 held the whole catalogue, the lexicon and the codecs. The list of hits with their
    // events, files masked value by value, groups of cards and what each recipient could know are 44 kB more, and what it says, which it
    // reads from the locales, 32 kB less.
    Budget { name: "worker-wasm", files: &["core_bg.wasm"], gzip: true, most: 820_000 },
    // Read at each start, by the worker and by every page.
    Budget { name: "text", files: &["_locales/en/text.txt"], gzip: true, most: 50_000 },
    // 200 kB held three sheets; the tree of tags, Matomo, relays and consent are a third more to read and to draw. The HTML report
    // is written here too, not in the worker, which starts again and again: 9 kB. What kind of page it is, rules of a person's own
    // and joined findings took 37 kB more. Consent and storage with their authors 40 kB, of which a reader of JSON without
    // sentences gave 37 kB back.
    Budget { name: "ui-wasm", files: &["ui_bg.wasm"], gzip: true, most: 300_000 },
    // The pages beside the panel: DevTools, training, options, welcome. Two recorded lessons and the case library stand in it.
    Budget { name: "desk-wasm", files: &["desk_bg.wasm"], gzip: true, most: 305_000 },
    // Writes the HTML report and the table of findings; loaded when one is saved.
    Budget { name: "report-wasm", files: &["report_bg.wasm"], gzip: true, most: 120_000 },
    // Loaded when the first value is known or something is packed as core cannot take apart.
    Budget { name: "codecs-wasm", files: &["codecs_bg.wasm"], gzip: true, most: 250_000 },
    // Groups, three ways to mute, "show me where" and stepping aside for a page's dialogs took a quarter more.
    Budget { name: "content-script", files: &["content.js", "card.js", "cards.js"], gzip: false, most: 17_500 },
    // IndexedDB and Cache Storage, and the inventory of scripts: in every frame of a watched site, beside the content script.
    Budget { name: "stored-script", files: &["stored.js", "inventory.js"], gzip: false, most: 6_000 },
    // Who writes to storage and what interfaces for consent say took as much again as bodies and causes.
    Budget { name: "page-hook", files: &["page-hook.js"], gzip: false, most: 12_400 },
    Budget { name: "structure-script", files: &["structure.js"], gzip: true, most: 1_500 },
    Budget { name: "fields-script", files: &["labels.js", "fields.js"], gzip: false, most: 7_000 },
    // Outlines fields, and what a person asks to be shown on the page.
    Budget { name: "where-script", files: &["where.js"], gzip: false, most: 3_700 },
    // The table is 14 kB of it: names and selectors of some 700 rules.
    Budget { name: "banner-script", files: &["banners.js", "banner.js"], gzip: true, most: 19_000 },
];

fn measure(budget: &Budget) -> Result<u64> {
    let folder = Flavour::default().folder().join("chromium");
    let sizes = budget.files.iter().map(|file| {
        let path = folder.join(file);
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {} (run `cargo xtask build`)", shown(&path)))?;
        if !budget.gzip {
            return Ok(bytes.len() as u64);
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes)?;
        Ok(encoder.finish()?.len() as u64)
    });
    sizes.sum()
}

/// Prints the table; fails where a budget is passed or the snapshot no longer tells the truth.
pub fn check() -> Result<()> {
    let snapshot = std::fs::read_to_string(at(SNAPSHOT))
        .with_context(|| format!("cannot read {SNAPSHOT} (run `cargo xtask bench sizes --update`)"))?;
    println!("{:<15} {:>9} {:>9} {:>9}  as", "what", "bytes", "budget", "snapshot");
    let mut complaints = Vec::new();
    for budget in &BUDGETS {
        let size = measure(budget)?;
        let held = recorded(&snapshot, budget.name);
        let shown_held = held.map_or_else(|| "none".to_owned(), |held| held.to_string());
        println!("{:<15} {size:>9} {:>9} {shown_held:>9}  {}", budget.name, budget.most, how(budget));
        if size > budget.most {
            complaints.push(format!("{} is over its budget", budget.name));
        }
        if held.is_none_or(|held| size.abs_diff(held) * 100 > held * TOLERANCE_PERCENT) {
            complaints.push(format!(
                "{} is more than {TOLERANCE_PERCENT} % off {SNAPSHOT}: if that is meant, run `cargo xtask bench sizes --update`",
                budget.name
            ));
        }
    }
    if !complaints.is_empty() {
        bail!(complaints.join("; "));
    }
    Ok(())
}

/// Writes the snapshot.
pub fn update() -> Result<()> {
    let mut text = String::from("# Bytes of what ships: `cargo xtask bench sizes --update` writes this file.\n");
    for budget in &BUDGETS {
        writeln!(text, "{:<15} {:>9} {}", budget.name, measure(budget)?, how(budget))?;
    }
    std::fs::write(at(SNAPSHOT), &text)?;
    print!("{text}");
    Ok(())
}

fn how(budget: &Budget) -> &'static str {
    if budget.gzip { "gzip -9" } else { "shipped" }
}

fn recorded(snapshot: &str, name: &str) -> Option<u64> {
    snapshot.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some(name)).then(|| words.next()?.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::recorded;

    #[test]
    fn the_snapshot_is_read_back() {
        let text = "# worker-wasm 1\nworker-wasm  412345 gzip -9\npage-hook x shipped\n";
        assert_eq!(recorded(text, "worker-wasm"), Some(412_345));
        assert_eq!(recorded(text, "page-hook"), None);
        assert_eq!(recorded(text, "ui-wasm"), None);
    }
}
