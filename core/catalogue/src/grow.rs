//! Writes the tables that core walks in place: see `core/src/trie.rs` for what they look like.

use crate::trie::{BRANCH, FINAL, LEAF, LETTER, Node, SIZED, SMALL, SMALL_FINAL, SMALL_LEAF, WIDE, measured};
use std::collections::BTreeMap;

/// From so many bytes on a branch is passed by its length; what is shorter is walked over. Room for a length costs little, as it is
/// left blank, and most branches are short.
const LONG: usize = 24;
/// So many ways on, so long together, are found by a table: most walks come through these nodes.
const MANY: usize = 5;
const WIDE_FROM: usize = 300;
/// Where a length will stand.
const BLANK: [u8; 3] = [0; 3];

/// The table of these keys and values, lengths left blank. Every key is looked up in it before it is handed out.
///
/// # Errors
///
/// Where there is no key, or one is empty or holds a control character.
pub fn grow(map: &BTreeMap<Vec<u8>, u32>) -> Result<Vec<u8>, String> {
    let keys: Vec<(&[u8], u32)> = map.iter().map(|(key, value)| (key.as_slice(), *value)).collect();
    if keys.is_empty() {
        return Err("a table without keys".into());
    }
    if let Some((key, _)) = keys.iter().find(|(key, _)| key.is_empty() || key.iter().any(|b| *b < LETTER)) {
        return Err(format!("{:?} cannot be a key", String::from_utf8_lossy(key)));
    }
    let table = node(&keys, 0);
    let ready = measured(&table);
    let lost = keys.iter().find(|(key, value)| Node::root(&ready).steps(key).and_then(Node::value) != Some(*value));
    lost.map_or(Ok(table.clone()), |(key, _)| Err(format!("{:?} was not found again", String::from_utf8_lossy(key))))
}

/// The node of keys that are the same up to `depth`, in order.
fn node(keys: &[(&[u8], u32)], depth: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = keys;
    if let Some(((key, value), others)) = keys.split_first()
        && key.len() == depth
    {
        let (small, large) = if others.is_empty() { (SMALL_LEAF, LEAF) } else { (SMALL_FINAL, FINAL) };
        match value.checked_sub(SMALL.into()) {
            None => out.push(small + *value as u8),
            Some(n) => {
                out.push(large);
                number(&mut out, n as usize);
            }
        }
        rest = others;
    }
    let letter = |key: &[u8]| key.get(depth).copied().unwrap_or_default();
    let ways = rest.chunk_by(|a, b| letter(a.0) == letter(b.0));
    let mut ways: Vec<(u8, Vec<u8>)> = ways.map(|same| (same.first().map_or(0, |(key, _)| letter(key)), node(same, depth + 1))).collect();
    if ways.len() >= MANY && ways.iter().map(|(_, node)| node.len()).sum::<usize>() >= WIDE_FROM {
        out.extend([WIDE, ways.len() as u8]);
        out.extend(ways.iter().map(|(letter, _)| letter));
        out.extend(ways.iter().flat_map(|_| BLANK));
        out.extend(ways.into_iter().flat_map(|(_, node)| node));
        return out;
    }
    let last = ways.pop();
    for (letter, node) in ways {
        out.extend([if node.len() < LONG { BRANCH } else { SIZED }, letter]);
        if node.len() >= LONG {
            out.extend(BLANK);
        }
        out.extend(node);
    }
    if let Some((letter, node)) = last {
        out.push(letter);
        out.extend(node);
    }
    out
}

fn number(out: &mut Vec<u8>, mut n: usize) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}
