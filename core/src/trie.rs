//! A map from byte strings to small numbers, walked in place.
//!
//! The large tables are laid out so that a store's package, which is compressed, holds them small: text stays text in reading
//! order, what is the same looks the same wherever it stands, and lengths, which hardly compress, are left blank. A [`Table`] works
//! them out in one pass when it is first asked: 14 kB less in the package for three tables.
//! A finite-state map, whose bits are packed already, takes half as much again.
//!
//! A node is, in order: its value where it has one; its branches, letters ascending; its last or only way on as plain text. A node
//! of many long ways has them in a table instead. The build writes it with `leaklight-catalogue`, which compiles this file too.

use std::sync::OnceLock;

/// A branch: its letter and the node behind it follow, then the rest of this node.
pub(crate) const BRANCH: u8 = 0;
/// The same where the node behind it is long: its letter, its length in three bytes, low first, the node.
pub(crate) const SIZED: u8 = 1;
/// All ways at once: how many, their letters, where each ends, counted from the first's beginning in three bytes, low first; then
/// the nodes.
pub(crate) const WIDE: u8 = 2;
/// The value of a node with no way on; the number follows, less [`SMALL`].
pub(crate) const LEAF: u8 = 3;
/// The value of a node with a way on.
pub(crate) const FINAL: u8 = 4;
/// Values below [`SMALL`] are one byte: counted from here without a way on,
pub(crate) const SMALL_LEAF: u8 = 5;
/// and from here with one.
pub(crate) const SMALL_FINAL: u8 = SMALL_LEAF + SMALL;
/// How many values are one byte.
pub(crate) const SMALL: u8 = 13;
/// Everything from here on is a letter of a key.
pub(crate) const LETTER: u8 = b' ';

/// A table as the build wrote it, and made ready.
#[derive(Debug)]
pub(crate) struct Table {
    written: &'static [u8],
    ready: OnceLock<Vec<u8>>,
}

impl Table {
    pub(crate) const fn new(written: &'static [u8]) -> Table {
        Table { written, ready: OnceLock::new() }
    }

    /// Where every walk begins.
    #[inline]
    pub(crate) fn root(&self) -> Node<'_> {
        Node(self.ready.get_or_init(|| measured(self.written)))
    }
}

/// A part that is being read.
enum Open {
    Branch,
    /// Where its length is wanted.
    Sized(usize),
    /// Where the end of the way being read is wanted, where the first way began, and how many are still to come.
    Wide(usize, usize, u8),
}

/// The table with its lengths. Of one that the build did not write, as much as could be read.
pub(crate) fn measured(written: &[u8]) -> Vec<u8> {
    let mut table = written.to_vec();
    measure(&mut table);
    table
}

fn measure(table: &mut [u8]) -> Option<()> {
    let mut open = Vec::new();
    let mut at = 0;
    loop {
        let head = *table.get(at)?;
        at += 1;
        match head {
            SMALL_FINAL.. => continue,
            FINAL => at = past(table, at)?,
            BRANCH => {
                at += 1;
                open.push(Open::Branch);
            }
            SIZED => {
                open.push(Open::Sized(at + 1));
                at += 4;
            }
            WIDE => {
                let ways = *table.get(at)?;
                let ends = at + 1 + usize::from(ways);
                at = ends + usize::from(ways) * 3;
                open.push(Open::Wide(ends, at, ways.checked_sub(1)?));
            }
            LEAF | SMALL_LEAF..SMALL_FINAL => {
                if head == LEAF {
                    at = past(table, at)?;
                }
                // A node ends, and every table whose last way it was.
                loop {
                    match open.pop()? {
                        Open::Branch => break,
                        Open::Sized(length) => {
                            set(table, length, at - length - 3)?;
                            break;
                        }
                        Open::Wide(end, nodes, left) => {
                            set(table, end, at - nodes)?;
                            if let Some(left) = left.checked_sub(1) {
                                open.push(Open::Wide(end + 3, nodes, left));
                                break;
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Past the number that stands there.
fn past(table: &[u8], at: usize) -> Option<usize> {
    Some(at + 1 + table.get(at..)?.iter().position(|byte| *byte < 0x80)?)
}

fn set(table: &mut [u8], at: usize, n: usize) -> Option<()> {
    let [low, middle, high, _] = (n as u32).to_le_bytes();
    *table.get_mut(at..)?.first_chunk_mut()? = [low, middle, high];
    Some(())
}

/// Where a walk stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a>(&'a [u8]);

impl<'a> Node<'a> {
    /// The start of a table that has its lengths.
    #[cfg_attr(not(test), allow(dead_code))] // the build's
    pub(crate) const fn root(table: &'a [u8]) -> Node<'a> {
        Node(table)
    }

    /// One byte on; none where no key goes on so.
    #[inline]
    pub(crate) fn step(self, byte: u8) -> Option<Node<'a>> {
        let (&head, after) = self.0.split_first()?;
        if head >= LETTER {
            return (head == byte).then_some(Node(after));
        }
        self.branch(byte)
    }

    fn branch(self, byte: u8) -> Option<Node<'a>> {
        let mut rest = match self.0 {
            [FINAL, after @ ..] => number(after)?.1,
            [SMALL_FINAL..LETTER, after @ ..] => after,
            all => all,
        };
        loop {
            let (&head, after) = rest.split_first()?;
            if head == WIDE {
                return wide(after, byte);
            }
            if head > WIDE {
                return (head >= LETTER && head == byte).then_some(Node(after));
            }
            let (&letter, after) = after.split_first()?;
            if letter > byte {
                return None;
            }
            let node = if head == SIZED { after.get(3..)? } else { after };
            if letter == byte {
                return Some(Node(node));
            }
            rest = if head == SIZED { node.get(place(after, 0)?..)? } else { behind(node)? };
        }
    }

    /// Many bytes on.
    pub(crate) fn steps(self, bytes: &[u8]) -> Option<Node<'a>> {
        bytes.iter().try_fold(self, |node, byte| node.step(*byte))
    }

    /// For keys that are hosts with their labels backwards: where each label of `host` leads, its last label first, as far as a
    /// key goes on so.
    pub(crate) fn labels(self, host: &str) -> impl Iterator<Item = Node<'a>> {
        let mut at = self;
        host.rsplit('.').enumerate().map_while(move |(n, label)| {
            let start = if n == 0 { at } else { at.step(b'.')? };
            at = label.bytes().try_fold(start, |node, byte| node.step(byte.to_ascii_lowercase()))?;
            Some(at)
        })
    }

    /// The number of the key that ends here, where one does.
    pub(crate) fn value(self) -> Option<u32> {
        let (&head, after) = self.0.split_first()?;
        match head {
            LEAF | FINAL => number(after)?.0.checked_add(SMALL.into()),
            SMALL_LEAF..SMALL_FINAL => Some(u32::from(head - SMALL_LEAF)),
            SMALL_FINAL..LETTER => Some(u32::from(head - SMALL_FINAL)),
            _ => None,
        }
    }
}

/// One way of many.
fn wide(table: &[u8], byte: u8) -> Option<Node<'_>> {
    let (&ways, table) = table.split_first()?;
    let (letters, table) = table.split_at_checked(ways.into())?;
    let (ends, nodes) = table.split_at_checked(letters.len() * 3)?;
    let n = letters.iter().position(|letter| *letter == byte)?;
    nodes.get(n.checked_sub(1).map_or(Some(0), |before| place(ends, before))?..).map(Node)
}

/// The n-th number of three bytes.
#[inline]
fn place(numbers: &[u8], n: usize) -> Option<usize> {
    let &[low, middle, high] = numbers.get(n * 3..)?.first_chunk()?;
    Some(u32::from_le_bytes([low, middle, high, 0]) as usize)
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn number(mut bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (mut n, mut shift) = (0, 0);
    loop {
        let (&byte, after) = bytes.split_first()?;
        n |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some((n, after));
        }
        (bytes, shift) = (after, shift + 7);
    }
}

/// What stands behind a node.
fn behind(mut rest: &[u8]) -> Option<&[u8]> {
    // Each branch is one more leaf to come.
    let mut leaves = 1;
    while leaves > 0 {
        let (&head, after) = rest.split_first()?;
        rest = after;
        match head {
            SMALL_FINAL.. => {}
            SMALL_LEAF..SMALL_FINAL => leaves -= 1,
            FINAL => rest = number(rest)?.1,
            LEAF => {
                rest = number(rest)?.1;
                leaves -= 1;
            }
            BRANCH => {
                rest = rest.get(1..)?;
                leaves += 1;
            }
            WIDE => {
                let (&ways, table) = rest.split_first()?;
                let (_, table) = table.split_at_checked(ways.into())?;
                let (ends, nodes) = table.split_at_checked(usize::from(ways) * 3)?;
                rest = nodes.get(place(ends, usize::from(ways).checked_sub(1)?)?..)?;
                leaves -= 1;
            }
            SIZED => {
                let after = rest.get(1..)?;
                rest = after.get(3 + place(after, 0)?..)?;
            }
        }
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use leaklight_catalogue::grow::grow as written;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn grow(map: &BTreeMap<Vec<u8>, u32>) -> Result<Vec<u8>, String> {
        written(map).map(|table| measured(&table))
    }

    fn get(table: &[u8], key: &str) -> Option<u32> {
        Node::root(table).steps(key.as_bytes()).and_then(Node::value)
    }

    #[test]
    fn a_key_is_neither_its_beginning_nor_what_follows() {
        let keys: BTreeMap<Vec<u8>, u32> = [("com", 1), ("com.example", 300), ("net", 0)].map(|(k, v)| (k.into(), v)).into();
        let table = grow(&keys).unwrap();
        for (key, value) in [("com", Some(1)), ("com.example", Some(300)), ("net", Some(0)), ("", None), ("co", None), ("com.", None)] {
            assert_eq!(get(&table, key), value, "{key}");
        }
        // What stands in a table as a mark is no letter.
        for byte in 0..LETTER {
            assert!(Node::root(&table).step(byte).is_none() && Node::root(&table).steps(&[b'n', b'e', b't', byte]).is_none());
        }
        let ends: Vec<_> = Node::root(&table).labels("www.Example.COM").map(Node::value).collect();
        assert_eq!(ends, [Some(1), Some(300)]);
    }

    #[test]
    fn what_can_be_no_table_is_refused() {
        for keys in [&[][..], &[""], &["a\nb"]] {
            assert!(grow(&keys.iter().map(|k| (k.as_bytes().to_vec(), 1)).collect()).is_err(), "{keys:?}");
        }
    }

    proptest! {
        // Few letters make deep tables and near misses; many keys make wide ones.
        #[test]
        fn as_a_map_does(
            keys in prop::collection::btree_map("[a-f]{1,7}|[ -~é]{1,5}", prop_oneof![0u32..30, any::<u32>()], 1..400),
            others in prop::collection::vec("[a-f]{0,7}|[ -~é]{0,5}", 0..50),
        ) {
            let table = grow(&keys.iter().map(|(k, v)| (k.clone().into_bytes(), *v)).collect()).unwrap();
            for key in keys.keys().chain(&others) {
                prop_assert_eq!(get(&table, key), keys.get(key).copied(), "{}", key);
            }
        }

        #[test]
        fn any_bytes_end(table in prop::collection::vec(any::<u8>(), 0..200), key in prop::collection::vec(any::<u8>(), 0..20)) {
            let _ = Node::root(&table).steps(&key).and_then(Node::value);
            let _ = Node::root(&measured(&table)).steps(&key).and_then(Node::value);
        }
    }
}
