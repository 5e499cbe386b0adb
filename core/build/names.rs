//! Compiles `data/names.txt`, what the names of fields say, to a text that is searched in place. A finite-state map would hardly
//! be smaller, and packed for the way it would be half as large again.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../src/identify/class.rs"]
#[allow(dead_code)]
mod class;

/// Reads `data/names.txt`. Writes `OUT_DIR/names.table`: all names in order, each followed by a byte with its highest bit set,
/// twice the class's place in `CLASSES`, and one where it is firm; and `OUT_DIR/names.index`: for each first character from
/// `0` to `z`, which lengths its names have, as 32 bits, and where they start and end in the table, as 16 bits each. Most
/// words are none of these, which first character and length say without a search.
pub fn compile(out: &Path) {
    let file = "data/names.txt";
    println!("cargo::rerun-if-changed={file}");
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut names: BTreeMap<&str, u8> = BTreeMap::new();
    let mut value = None;
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let words = match line.split_once(':') {
            Some((head, words)) => {
                value = Some(number(head).unwrap_or_else(|| panic!("{file}:{}: `{head}` is no class with `firm` or `weak`", n + 1)));
                words
            }
            None => line,
        };
        for word in words.split_whitespace() {
            let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            assert!(plain, "{file}:{}: `{word}` has more than small letters and digits", n + 1);
            let value = value.unwrap_or_else(|| panic!("{file}:{}: a name before any class", n + 1));
            assert!(names.insert(word, value).is_none(), "{file}:{}: `{word}` stands twice", n + 1);
        }
    }
    let mut lengths = [0u32; 256];
    let mut ends = [0u16; 256];
    let mut table = Vec::new();
    for (name, value) in &names {
        let first = usize::from(name.as_bytes()[0]);
        lengths[first] |= 1 << name.len().min(31);
        table.extend(name.as_bytes());
        table.push(value | 0x80);
        ends[first] = u16::try_from(table.len()).unwrap_or_else(|_| panic!("{file}: too long"));
    }
    let mut index = Vec::new();
    let mut start = 0u16;
    for first in usize::from(b'0')..=usize::from(b'z') {
        index.extend(lengths[first].to_le_bytes());
        index.extend(start.to_le_bytes());
        start = start.max(ends[first]);
        index.extend(start.to_le_bytes());
    }
    for (name, bytes) in [("names.table", table), ("names.index", index)] {
        let path = out.join(name);
        std::fs::write(&path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}

fn number(head: &str) -> Option<u8> {
    let (class, hold) = head.split_once(' ')?;
    let place = class::CLASSES.iter().position(|c| format!("{c:?}") == class)?;
    let firm = match hold {
        "firm" => 1,
        "weak" => 0,
        _ => return None,
    };
    Some(2 * place as u8 + firm)
}
