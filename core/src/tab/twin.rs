//! One cookie told twice: by the answer that set it, and by a browser that keeps each site's cookies apart of its own accord.
//!
//! Firefox gives a third party's cookie a partition that its Set-Cookie line does not ask for (Total Cookie Protection; generally known,
//! no source read): the line and the browser name two places for what is one.

use super::stored::{Put, key};
use super::{Author, Tab};
use crate::finding::Kind;
use crate::observation::Millis;

impl Tab {
    /// The key under which a cookie is kept that is told now. What an answer set moves to where the browser says it lies, and its author
    /// goes with it.
    pub(super) fn joined_twin(&mut self, put: &mut Put<'_>, hash: u64, at: Millis) -> String {
        let own = key(put.area, put.whose, put.raw, put.tail);
        if put.area != "cookie" {
            return own;
        }
        let near = |changed: Millis, other: u64| other == hash && changed.abs_diff(at) <= super::written::WINDOW;
        let by_answer = matches!(put.author, Author::Answer { .. });
        if self.storage.get(&own).is_some_and(|k| near(k.changed, k.hash) && (by_answer || matches!(k.author, Author::Answer { .. }))) {
            return own;
        }
        let start = key(put.area, put.whose, put.raw, "");
        let path = path_of(put.tail);
        let twin = self.storage.range(start.clone()..).take_while(|(k, _)| k.starts_with(&start)).find(|(other, kept)| {
            let answered = matches!(kept.author, Author::Answer { .. });
            let fits = if by_answer { kept.told } else { answered };
            **other != own && fits && near(kept.changed, kept.hash) && path_of(other.get(start.len()..).unwrap_or_default()) == path
        });
        let Some((other, kept)) = twin else { return own };
        let other = other.clone();
        if by_answer {
            // The browser said where it lies.
            put.flags.clone_from(&kept.flags);
            put.apart = kept.apart;
            return other;
        }
        if kept.told {
            // Both are there.
            if put.author == Author::Unseen {
                put.author = kept.author.clone();
            }
            return own;
        }
        put.author = kept.author.clone();
        let Some(mut twin) = self.storage.remove(&other) else { return own };
        if let Some(old) = self.storage.remove(&own) {
            twin.first = twin.first.min(old.first);
            twin.writes = twin.writes.saturating_add(old.writes);
            twin.findings.extend(old.findings);
        }
        // Kept apart for each site, it recognises nobody elsewhere.
        let said = twin.findings.iter().position(|k| k.starts_with(Kind::CrossSiteId.word()) && !k.contains("|back:"));
        let said = said.filter(|_| put.apart).map(|n| twin.findings.remove(n));
        if let Some(said) = said
            && !self.storage.values().any(|k| k.findings.contains(&said))
        {
            self.take_back(&said);
        }
        self.id_moved(&other, &own);
        self.storage.insert(own.clone(), twin);
        own
    }
}

/// A cookie's path, of what tells it from others of its name; the root is what is not said.
fn path_of(tail: &str) -> &str {
    match tail.split_once('\n').map_or(tail, |(path, _)| path) {
        "/" => "",
        path => path,
    }
}
