//! Compiles `data/names.txt`, what the names of fields say, to a finite-state map.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../src/identify/class.rs"]
#[allow(dead_code)]
mod class;

/// Reads `data/names.txt`, writes `OUT_DIR/names.fst`: name → twice the class's place in `CLASSES`, and one where it is firm; and
/// `OUT_DIR/names.lengths`: for each first character from `0` to `z`, which lengths names have, as 32 bits.
pub fn compile(out: &Path) {
    let file = "data/names.txt";
    println!("cargo::rerun-if-changed={file}");
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
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
    // Most words of most names are none of these: their first character and length say so without a look into the map.
    let mut lengths = [0u32; 256];
    for name in names.keys() {
        lengths[usize::from(name.as_bytes()[0])] |= 1 << name.len().min(31);
    }
    let lengths: Vec<u8> = (b'0'..=b'z').flat_map(|first| lengths[usize::from(first)].to_le_bytes()).collect();
    let path = out.join("names.lengths");
    std::fs::write(&path, lengths).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let map = fst::Map::from_iter(names).unwrap_or_else(|e| panic!("{file}: {e}"));
    let path = out.join("names.fst");
    std::fs::write(&path, map.as_fst().as_bytes()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

fn number(head: &str) -> Option<u64> {
    let (class, hold) = head.split_once(' ')?;
    let place = class::CLASSES.iter().position(|c| format!("{c:?}") == class)?;
    let firm = match hold {
        "firm" => 1,
        "weak" => 0,
        _ => return None,
    };
    Some(2 * place as u64 + firm)
}
