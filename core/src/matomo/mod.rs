//! What a Matomo, or a tool that speaks its language, would store of a visit, and which of its settings show from outside.
//!
//! Bounded: a few hosts, a few dozen actions each, values as excerpts. What is beyond is counted. Only requests the catalogue
//! tells as Matomo, Matomo Cloud or Piwik PRO are looked at.

mod action;
pub(crate) mod hit;
mod page;
mod settings;
#[cfg(test)]
mod tests;

use crate::facts::Facts;
use crate::hash;
use crate::observation::Millis;
use crate::report::view::{MatomoAction, MatomoView};
use crate::site::{self, Party};
use crate::tab::Tab;
use crate::vendor::Role;
use hit::Hit;
use leaklight_text::t;
use page::Shown;
use serde::{Deserialize, Serialize};
use settings::Seen;
pub(crate) use settings::{FEATURES, crosses};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Hosts kept for a tab. A fifth is not shown here; its findings are.
const MAX_HOSTS: usize = 4;
/// Actions kept of a host; what is beyond is counted.
const MAX_ACTIONS: usize = 60;
/// Text kept of a host's actions, in bytes: a page chooses how long its titles and events are.
const MAX_BYTES: u32 = 128 * 1024;
/// Site numbers kept of a host.
const MAX_SITES: usize = 8;
/// Pages shown lately that hits are compared with: a hit can leave after its page did.
const MAX_PAGES: usize = 4;
/// Page views of the page shown, remembered to tell the same one sent twice.
const MAX_VIEWS: usize = 16;

/// Every Matomo a tab's pages told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Matomos {
    hosts: BTreeMap<String, Box<Matomo>>,
    /// Pages shown, the newest first.
    pages: VecDeque<Shown>,
    /// Page views sent of the page shown now: what, and to whom.
    views: Vec<(u64, String)>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Matomo {
    vendor: String,
    party: Party,
    /// True where the host is the page's own, false for another one of the same site.
    same_host: bool,
    sites: BTreeSet<String>,
    actions: Vec<Kept>,
    more: u32,
    /// Bytes of text in `actions`.
    #[serde(default)]
    bytes: u32,
    #[serde(default)]
    seen: Seen,
}

/// An action, with what it is told from others by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    of: u64,
    /// True where later pieces belong to it: a recording, a form.
    joins: bool,
    action: MatomoAction,
}

/// The moment a request left.
struct Scene<'a> {
    at: Millis,
    /// True for the main frame: only its page is known to the tab.
    main: bool,
    pages: &'a VecDeque<Shown>,
}

impl Matomos {
    /// The main frame shows another address.
    pub fn show(&mut self, address: &str) {
        self.views.clear();
        self.pages.push_front(Shown::new(address));
        self.pages.truncate(MAX_PAGES);
    }

    /// The page's title became known.
    pub fn entitle(&mut self, title: &str) {
        if let Some(page) = self.pages.front_mut() {
            page.entitle(title);
        }
    }

    /// A request left. `again` where the same one was read before and now its body is known too.
    pub fn observe(&mut self, facts: &Facts<'_>, main: bool, again: bool, at: Millis) {
        let Matomos { hosts, pages, views } = self;
        let host = facts.address.host();
        if !hosts.contains_key(host) && (hosts.len() >= MAX_HOSTS || is_distribution(host)) {
            return;
        }
        let scene = Scene { at, main, pages };
        let hits = if facts.role() == Role::Collect { hit::hits(facts) } else { Vec::new() };
        let tracker = facts.role() == Role::Script && !facts.address.path().contains("/plugins/");
        if hits.is_empty() && !tracker && !hosts.contains_key(host) {
            return;
        }
        let one = hosts.entry(host.to_owned()).or_insert_with(|| {
            Box::new(Matomo {
                vendor: facts.recognised.as_ref().map_or_else(String::new, |r| r.vendor.id.to_owned()),
                party: facts.party,
                same_host: facts.page.is_some_and(|p| p.host() == host),
                sites: BTreeSet::new(),
                actions: Vec::new(),
                more: 0,
                bytes: 0,
                seen: Seen::default(),
            })
        });
        one.seen.script(facts, &scene);
        for (n, hit) in hits.iter().enumerate() {
            one.hit(facts, hit, &scene, hash::of(facts.address.query(), n as u64), again);
            one.seen.hit(facts, hit, &scene);
        }
        if let Some(twice) = hits.iter().find_map(|hit| sent_twice(views, host, hit)) {
            one.seen.twice(twice);
        }
    }

    /// True where a consent given to a Matomo was seen in a hit.
    pub fn consented(&self) -> bool {
        self.hosts.values().any(|one| one.seen.consented())
    }

    /// Memory is nearly full: what can be told again goes.
    pub fn shed(&mut self) {
        for one in self.hosts.values_mut() {
            one.more = one.more.saturating_add(one.actions.len().saturating_sub(MAX_ACTIONS / 4) as u32);
            one.actions.truncate(MAX_ACTIONS / 4);
        }
    }
}

impl Matomo {
    fn hit(&mut self, facts: &Facts<'_>, hit: &Hit<'_>, scene: &Scene<'_>, of: u64, again: bool) {
        if let Some(site) = hit.get("idsite").filter(|site| is_site(site) && self.sites.len() < MAX_SITES) {
            self.sites.insert(crate::address::cut(site, 40).to_owned());
        }
        let Some(kept) = action::action(facts, hit, scene, of) else { return };
        let size = kept.action.rows.iter().map(|row| row.value.shown.len() + row.note.len() + row.label.len()).sum::<usize>() as u32;
        let full = self.actions.len() >= MAX_ACTIONS || self.bytes.saturating_add(size) > MAX_BYTES;
        let known = self.actions.iter_mut().rev().find(|k| k.of == kept.of && (k.joins && kept.joins || again));
        match known {
            Some(known) if kept.joins => action::join(&mut known.action, kept.action),
            Some(known) => known.action.rows = kept.action.rows,
            None if full => self.more = self.more.saturating_add(1),
            None => {
                self.bytes = self.bytes.saturating_add(size);
                self.actions.push(kept);
            }
        }
    }

    fn place(&self, host: &str) -> String {
        match (self.vendor.as_str(), self.party) {
            (_, Party::First) if self.same_host => t!("on the site’s own host").to_owned(),
            (_, Party::First) => t!("on a host of the same site").to_owned(),
            (_, Party::SameOwner) => t!("on another host, which you named as yours").to_owned(),
            ("matomo-cloud", _) => t!("Matomo Cloud, run by InnoCraft").to_owned(),
            ("piwik-pro", _) if site::is_below(host, "piwik.pro") => t!("Piwik PRO’s cloud, run by Piwik PRO").to_owned(),
            _ => t!("on another host; who runs it is not visible").to_owned(),
        }
    }
}

/// What each hit of a request tells of, in a word or two.
pub(crate) fn names(facts: &Facts<'_>) -> Vec<String> {
    hit::hits(facts).iter().map(action::name).collect()
}

/// True where the request tells of a page view.
pub(crate) fn views(facts: &Facts<'_>) -> bool {
    hit::hits(facts).iter().any(action::is_view)
}

/// What the panel shows of every Matomo told.
pub(crate) fn view(state: &Tab) -> Vec<MatomoView> {
    let cookies = settings::Cookies::read(state);
    let of = |(host, one): (&String, &Matomo)| MatomoView {
        host: host.clone(),
        place: one.place(host),
        sites: one.sites.iter().cloned().collect(),
        actions: one.actions.iter().map(|kept| kept.action.clone()).collect(),
        more: one.more,
        settings: settings::settings(&one.seen, &cookies, &one.sites, one.vendor == "piwik-pro"),
        not_visible: not_visible(one),
    };
    state.matomo.hosts.iter().map(|(host, one)| of((host, one.as_ref()))).collect()
}

/// What no browser shows of an installation (matomo.org FAQ on privacy settings; the tracker sends no version).
fn not_visible(one: &Matomo) -> Vec<String> {
    let mut out = vec![
        t!("What the server leaves out or masks after it arrived: parameters and visitors excluded there, network addresses.").to_owned(),
        t!("How long it is kept, who can read it, and whether it is passed on.").to_owned(),
        t!("Which requests are dropped as robots, and which version runs.").to_owned(),
        t!("Whether what was sent was stored: it left this browser, and no more than that is seen.").to_owned(),
    ];
    if one.party.is_own() {
        out.insert(0, t!("Who runs the server behind this host: a vendor’s cloud can stand behind a name of your own.").to_owned());
    } else if one.vendor == "matomo" {
        out.insert(0, t!("Who runs this host.").to_owned());
    }
    out
}

/// Hosts that only hand out the tracker; the hits go elsewhere.
fn is_distribution(host: &str) -> bool {
    matches!(host, "cdn.matomo.cloud" | "cdn.innocraft.cloud") || site::is_below(host, "containers.piwik.pro")
}

/// Whether a site number has the form of one (Piwik PRO's are UUIDs): it is shown as it is.
fn is_site(site: &str) -> bool {
    site.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The other place the same page view was sent to, where there is one.
fn sent_twice(views: &mut Vec<(u64, String)>, host: &str, hit: &Hit<'_>) -> Option<String> {
    let (url, title, site) = (hit.get("url")?, hit.get("action_name")?, hit.get("idsite").filter(|site| is_site(site))?);
    if !action::is_view(hit) {
        return None;
    }
    let what = hash::of(title, hash::of(url, 0));
    let to = t!("site {site} on {host}", site = crate::address::cut(site, 40));
    let other = views.iter().find(|(of, whom)| *of == what && *whom != to).map(|(_, whom)| whom.clone());
    if views.len() < MAX_VIEWS && !views.contains(&(what, to.clone())) {
        views.push((what, to));
    }
    other
}
