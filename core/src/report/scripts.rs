//! The scripts of a page, for the view.

use super::view::ScriptView;
use crate::address::Address;
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::lineage::{self, Kind};
use crate::order;
use crate::reveal::Reveal;
use crate::site::Declared;
use crate::tab::Tab;
use leaklight_text::t;

/// The most scripts shown; as many as are kept, and those only the browser told of.
const MAX: usize = 500;

pub(super) fn view(state: &Tab, _own: &Declared) -> Vec<ScriptView> {
    let site = t!("the site's own");
    let mut out: Vec<ScriptView> = Vec::new();
    for held in &state.written.scripts {
        let inline = held.key.is_empty();
        let mut chain = if inline { Vec::new() } else { lineage::loaders(state, &held.key, held.frame) };
        if chain.is_empty() && !held.added {
            chain.push(t!("the page's markup").to_owned());
        }
        let name =
            if inline { Excerpt::plain(t!("written in the page"), &[]) } else { words::excerpt_address(&held.key, &Reveal::default()) };
        out.push(ScriptView {
            name,
            owner: held.owner.clone(),
            chain,
            hash: held.hash.clone(),
            hashed: match (held.hash.is_empty(), inline) {
                (true, _) => "",
                (false, true) => t!("its text"),
                (false, false) => t!("what the page requires of it"),
            }
            .to_owned(),
            size: held.size,
            frame: held.host.clone(),
            first: held.first,
            count: held.count,
        });
    }
    // What the browser asked for and no document told of: scripts of frames that could not be read, and of scripts that are gone.
    let told = |key: &str| state.written.scripts.iter().any(|s| s.key == key);
    for source in state.lineage.sources.iter().filter(|s| s.kind == Kind::Script && s.requests > 0 && !told(&s.key)) {
        if out.len() >= MAX {
            break;
        }
        let own = source.who.party.is_own();
        out.push(ScriptView {
            name: words::excerpt_address(&source.key, &Reveal::default()),
            owner: if own { site.to_owned() } else { source.who.owner.clone().unwrap_or_else(|| source.who.name.clone()) },
            chain: lineage::loaders(state, &source.key, source.frame),
            hash: String::new(),
            hashed: String::new(),
            size: 0,
            frame: if source.frame == 0 { Address::parse(&state.page.address).host().to_owned() } else { String::new() },
            first: 0,
            count: 1,
        });
    }
    order::sort_by(&mut out, |a, b| (a.owner == site, &a.owner, &a.name.shown).cmp(&(b.owner == site, &b.owner, &b.name.shown)));
    out
}
