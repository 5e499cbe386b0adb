//! Words of the guided check, and scripts by owner. Pure, so that they are tested on the host.

use leaklight_text::t;
use serde::Deserialize;

/// What was cleared before a step of the guided check, as the worker answers it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Cleared {
    /// In words.
    said: String,
}

/// What to say once the site's storage was cleared.
pub fn cleared(answer: &str) -> String {
    match leaklight_json::read::<Cleared>(answer.as_bytes()) {
        Some(Cleared { said }) if !said.is_empty() => said,
        _ => t!("Cleared; how much is not known.").to_owned(),
    }
}

/// The scripts by owner, in the order they first come.
pub fn by_owner<'s, T>(all: impl Iterator<Item = &'s T>, owner: impl Fn(&'s T) -> &'s str) -> Vec<(&'s str, Vec<&'s T>)> {
    let mut groups: Vec<(&str, Vec<&T>)> = Vec::new();
    for one in all {
        let whose = owner(one);
        match groups.iter_mut().find(|(name, _)| *name == whose) {
            Some((_, group)) => group.push(one),
            None => groups.push((whose, vec![one])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use leaklight_core::report::plain::since_page;

    #[test]
    fn times_count_from_the_page_they_belong_to() {
        let view = fixtures::view("ignored").unwrap();
        let times = since_page(&view.consent.marks, view.since);
        assert_eq!(times.first(), Some(&0));
        assert_eq!(times.get(3), Some(&12_300));
        assert_eq!(times.last(), Some(&900), "the second page has its own beginning");
        let orphan: Vec<_> = view.consent.marks.iter().skip(3).take(1).cloned().collect();
        assert_eq!(since_page(&orphan, view.since), [12_300], "the page's own mark is not kept any more");
        assert_eq!(since_page(&orphan, u64::MAX), [0]);
    }

    #[test]
    fn what_was_cleared_is_said() {
        assert_eq!(cleared(r#"{"cookies":1,"frames":3,"left":1,"said":"Cookies removed: 1."}"#), "Cookies removed: 1.");
        for unread in ["", "{}", "{", "[]", r#"{"said":7}"#] {
            assert_eq!(cleared(unread), "Cleared; how much is not known.", "{unread}");
        }
    }

    #[test]
    fn scripts_stand_with_their_owner() {
        let view = fixtures::view("followed").unwrap();
        let groups = by_owner(view.scripts.iter(), |script| &script.owner);
        let sizes: Vec<_> = groups.iter().take(3).map(|(owner, group)| (*owner, group.len())).collect();
        assert_eq!(sizes, [("Google", 1), ("Meta", 2), ("the site’s own", 2)]);
        assert_eq!(groups.iter().map(|(_, group)| group.len()).sum::<usize>(), view.scripts.len());
    }
}
