//! Compiles `data/phones.tsv`, which digits a telephone number may have, to one tree in bytes.
//!
//! First sixteen bits: how many sets of lengths there are; then the sets, sixteen bits each, bit n set where n more digits
//! may follow; then ten places, where the tree of each first digit starts (0: no code does); then the trees. All numbers are
//! little-endian. A node is its edges, one after the other: ten bits for the digits an edge takes, one that says it is the
//! node's last, five for what follows: 0, the node written next; 1 to 30, that set of lengths; 31, the set whose number
//! less 31 is the byte that follows.

use std::collections::BTreeMap;
use std::path::Path;

enum Tree {
    Lengths(u16),
    /// Digits as ten bits, and what follows them.
    Digits(Vec<(u16, Tree)>),
}

/// Reads `data/phones.tsv`, writes `OUT_DIR/phones.bin`.
pub fn compile(out: &Path) {
    let file = "data/phones.tsv";
    println!("cargo::rerun-if-changed={file}");
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut root = Tree::Digits(Vec::new());
    let mut used: BTreeMap<u16, usize> = BTreeMap::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let (digits, lengths) = row(line).unwrap_or_else(|| panic!("{file}:{}: not code, beginning and lengths", n + 1));
        *used.entry(lengths).or_default() += 1;
        put(&mut root, &digits, lengths).unwrap_or_else(|| panic!("{file}:{}: overlaps a row before it", n + 1));
    }
    let mut sets: Vec<u16> = used.keys().copied().collect();
    sets.sort_by_key(|s| (std::cmp::Reverse(used[s]), *s));
    let Tree::Digits(first) = root else { unreachable!() };
    let mut bytes: Vec<u8> = Vec::new();
    let head = 2 + 2 * sets.len() + 20;
    let mut starts = [0u16; 10];
    let mut trees = Vec::new();
    for (digits, tree) in &first {
        starts[digits.trailing_zeros() as usize] = u16::try_from(head + trees.len()).unwrap_or_else(|_| panic!("{file}: too long"));
        write(tree, &sets, &mut trees);
    }
    for n in [sets.len() as u16].iter().chain(&sets).chain(&starts) {
        bytes.extend(n.to_le_bytes());
    }
    bytes.extend(trees);
    let path = out.join("phones.bin");
    std::fs::write(&path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// The digits a number begins with, one set of ten bits each, and how many more may follow.
fn row(line: &str) -> Option<(Vec<u16>, u16)> {
    let mut columns = line.split('\t');
    let (code, begins, lengths) = (columns.next()?, columns.next()?, columns.next()?);
    let mut digits = Vec::new();
    let mut open = false;
    for c in code.chars().chain(begins.trim_start_matches('-').chars()) {
        match c {
            '[' => {
                digits.push(0);
                open = true;
            }
            ']' => open = false,
            c => {
                let digit = 1 << c.to_digit(10)?;
                if open { *digits.last_mut()? |= digit } else { digits.push(digit) }
            }
        }
    }
    let national = digits.len() - code.len();
    let mut set = 0;
    for length in lengths.split(',') {
        set |= 1 << length.parse::<usize>().ok()?.checked_sub(national)?;
    }
    Some((digits, set))
}

fn put(tree: &mut Tree, digits: &[u16], lengths: u16) -> Option<()> {
    let (first, rest) = digits.split_first()?;
    let Tree::Digits(edges) = tree else { return None };
    let edge = match edges.iter().position(|(d, _)| d & first != 0) {
        Some(i) if edges[i].0 != *first || rest.is_empty() => return None,
        Some(i) => i,
        None => {
            edges.push((*first, if rest.is_empty() { Tree::Lengths(lengths) } else { Tree::Digits(Vec::new()) }));
            edges.len() - 1
        }
    };
    if rest.is_empty() { Some(()) } else { put(&mut edges[edge].1, rest, lengths) }
}

fn write(tree: &Tree, sets: &[u16], out: &mut Vec<u8>) {
    let Tree::Digits(edges) = tree else { panic!("a first digit is a whole calling code's beginning") };
    for (i, (digits, after)) in edges.iter().enumerate() {
        let set = match after {
            Tree::Digits(_) => 0,
            Tree::Lengths(l) => 1 + sets.iter().position(|s| s == l).unwrap_or_default(),
        };
        let edge = digits | u16::from(i + 1 == edges.len()) << 10 | (set.min(31) as u16) << 11;
        out.extend(edge.to_le_bytes());
        if set >= 31 {
            out.push((set - 31) as u8);
        }
        if set == 0 {
            write(after, sets, out);
        }
    }
}
