//! Which script wrote something, and what brought that script, in plain words.

use super::source::{self, caller, nearest};
use super::{MAX_DEPTH, Origin};
use crate::address::{Address, cut};
use crate::excerpt::Excerpt;
use crate::observation::MAX_CAUSE_BY;
use crate::site::Declared;
use crate::tab::Tab;
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// How many loaders a sentence names.
const NAMED: usize = 3;

/// The script that wrote something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Writer {
    /// Its address as scripts are known by; empty for one written in the page.
    pub key: String,
    pub frame: i64,
    /// Its company; none for the site's own.
    pub owner: Option<String>,
    /// What brought it, as known when it wrote, the nearest first.
    chain: Vec<String>,
    /// Which page's, counted.
    turn: u32,
}

/// The script that wrote, of the callers as the page hook tells them: the nearest that did ask. None where nobody is named.
pub(crate) fn writer(tab: &Tab, frame: i64, by: &[String], own: &Declared) -> Option<Writer> {
    let page = tab.page.address.clone();
    let shown = Address::parse(&page);
    let callers: Vec<_> = by.iter().take(MAX_CAUSE_BY).filter_map(|by| caller(tab, frame, by, &shown, own)).collect();
    let caller = callers.get(nearest(&callers))?;
    let turn = tab.lineage.turn;
    let Some(who) = &caller.who else { return Some(Writer { frame, turn, ..Writer::default() }) };
    let owner = (!who.party.is_own()).then(|| who.owner.clone().unwrap_or_else(|| who.name.clone()));
    let key = cut(&source::key(&caller.address), 200).to_owned();
    let chain = loaders(tab, &key, frame);
    Some(Writer { key, frame, owner, chain, turn })
}

/// "tag.js on vendor.example, which gtm.js on www.googletagmanager.com brought".
pub(crate) fn written_by(tab: &Tab, writer: &Writer) -> String {
    if writer.key.is_empty() {
        return t!("a script in the page").to_owned();
    }
    let mut said = script_name(&writer.key);
    // Who brought it may have become known since; of an earlier page nothing more will.
    let now = if writer.turn == tab.lineage.turn { loaders(tab, &writer.key, writer.frame) } else { Vec::new() };
    let chain = if now.is_empty() { &writer.chain } else { &now };
    for loader in chain.iter().take(NAMED) {
        said = t!("{said}, which {loader} brought");
    }
    said
}

/// What brought a script, the nearest first; ends with the page's markup where that is known.
pub(crate) fn loaders(tab: &Tab, key: &str, frame: i64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let Some(at) = tab.lineage.find(key, frame) else { return out };
    let mut source = tab.lineage.sources.get(usize::from(at));
    while let Some(this) = source.filter(|_| out.len() < MAX_DEPTH) {
        source = match this.origin {
            Origin::Source(up) => tab.lineage.sources.get(usize::from(up)),
            Origin::Page => {
                out.push(t!("the page").to_owned());
                None
            }
            Origin::Unseen => None,
        };
        out.extend(source.map(|s| script_name(&s.key)));
    }
    out
}

/// A script as a sentence names it: its file and its host.
pub(crate) fn script_name(key: &str) -> String {
    let address = Address::parse(key);
    let file = address.path().rsplit('/').next().unwrap_or_default();
    let said = match file {
        "" => address.host().to_owned(),
        file => t!("{file} on {host}", file = cut(file, 60), host = address.host()),
    };
    Excerpt::plain(&said, &[]).shown
}
