//! Values cut over neighbouring fields: an e-mail address in two, a telephone number in its parts, a birth date in three.

use super::tree::Tree;
use crate::payload::{Fields, Part};

/// Longest piece, in bytes.
const PIECE: usize = 64;
/// Most pieces.
const PIECES: usize = 4;
/// Most bytes of neighbouring pieces read.
const JOINED: usize = 8192;

/// Reads neighbouring fields as one text. What counts begins where a field begins and ends where one ends, two to four
/// fields on: chance does not cut there. Path segments count only for what holds a digit or an `@`: words that follow one
/// another in a path are a page's name.
pub(super) fn read(tree: &mut Tree<'_>, fields: &Fields<'_>) {
    let mut joined = Vec::new();
    // Where each piece begins, and its field.
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (index, field) in fields.items.iter().enumerate() {
        // What is inside a piece is no neighbour of it.
        if fields.is_layer(index) || field.inside.is_some_and(|i| starts.first().is_some_and(|s| i as usize >= s.1)) {
            continue;
        }
        let last = starts.last().and_then(|&(_, i)| fields.items.get(i));
        let neighbour = last.is_none_or(|l| l.part == field.part && l.inside == field.inside && l.coding == field.coding);
        if !neighbour || joined.len() > JOINED {
            search(tree, fields, &mut joined, &mut starts);
        }
        let value = field.value.trim();
        // A field that holds nothing does not part its neighbours.
        if value.is_empty() {
            continue;
        }
        if value.len() > PIECE {
            search(tree, fields, &mut joined, &mut starts);
            continue;
        }
        starts.push((joined.len(), index));
        joined.extend_from_slice(value.as_bytes());
    }
    search(tree, fields, &mut joined, &mut starts);
}

fn search(tree: &mut Tree<'_>, fields: &Fields<'_>, joined: &mut Vec<u8>, starts: &mut Vec<(usize, usize)>) {
    if starts.len() > 1 {
        let set = tree.set;
        let mut left = tree.left;
        set.needles.find(&set.tables, joined, true, &mut left, &mut |needle, start, end| {
            let Ok(first) = starts.binary_search_by_key(&start, |s| s.0) else { return };
            let next = if end == joined.len() { Ok(starts.len()) } else { starts.binary_search_by_key(&end, |s| s.0) };
            let Ok(next) = next else { return };
            let Some(&(_, field)) = starts.get(first) else { return };
            let path = fields.items.get(field).is_some_and(|f| f.part == Part::Path);
            let telling = !path || joined.get(start..end).unwrap_or(&[]).iter().any(|b| b.is_ascii_digit() || *b == b'@');
            if (2..=PIECES).contains(&(next - first)) && telling {
                tree.keep_split(field, needle.slot, needle.text.recipe);
            }
        });
        tree.left = left;
    }
    joined.clear();
    starts.clear();
}
