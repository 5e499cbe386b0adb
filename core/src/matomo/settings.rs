//! Settings of Matomo that show from outside, each with the observation it is told by.
//!
//! Names as in the JavaScript tracking client's reference; what each does to a hit as read in `js/piwik.js` 5.2.0-b5 (snapshot
//! 2024-10-24) and in the tracker of Heatmap & Session Recording 5.3.5.

use super::Scene;
use super::hit::{Hit, is_family};
use super::page::{Told, retitled, told};
use crate::facts::Facts;
use crate::report::view::MatomoSetting;
use crate::tab::Tab;
use leaklight_text::t;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Names of parameters kept, either way.
const MAX_NAMES: usize = 8;
/// Beginnings of campaign parameters' names (matomo.org FAQ on campaign tracking).
const CAMPAIGN: &[&str] = &["utm_", "mtm_", "matomo_", "pk_", "piwik_"];
/// What `disableBrowserFeatureDetection` keeps back.
pub(crate) const FEATURES: &[&str] = &["res", "cookie", "uadata", "pdf", "qt", "realp", "wma", "fla", "java", "ag"];

/// What was seen of one host's settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    hits: u32,
    views: u32,
    with_id: u32,
    with_consent: u32,
    with_features: u32,
    url_rewritten: u32,
    url_kept: u32,
    title_rewritten: u32,
    title_kept: u32,
    fragment_kept: bool,
    fragment_left: bool,
    left_out: BTreeSet<String>,
    sent: BTreeSet<String>,
    campaign_left: bool,
    campaign_sent: bool,
    user: bool,
    ping: bool,
    crossing: bool,
    unqueued: bool,
    bots: bool,
    typed: bool,
    masked: bool,
    recorded: bool,
    /// The recorder's question for its settings told the page's own address.
    asked_with_page: bool,
    asked_rewritten: bool,
    twice: BTreeSet<String>,
}

impl Seen {
    /// A file of the tool was loaded. The recorder asks for its settings with an address in the question.
    pub fn script(&mut self, facts: &Facts<'_>, scene: &Scene<'_>) {
        if !is_family(facts) || !facts.address.path().ends_with("/HeatmapSessionRecording/configs.php") {
            return;
        }
        let url = facts.fields.items.iter().find(|f| f.path == "url").map(|f| told(&f.value, scene.pages));
        self.asked_with_page |= matches!(url, Some(Told::Page { .. }));
        self.asked_rewritten |= url == Some(Told::Rewritten);
    }

    pub fn hit(&mut self, facts: &Facts<'_>, hit: &Hit<'_>, scene: &Scene<'_>) {
        let is = |name: &str, value: &str| hit.get(name) == Some(value);
        self.hits = self.hits.saturating_add(1);
        self.with_id += u32::from(hit.get("_id").is_some());
        self.with_consent += u32::from(is("consent", "1"));
        self.user |= hit.get("uid").is_some();
        self.ping |= is("ping", "1");
        self.unqueued |= is("queuedtracking", "0");
        self.bots |= is("bots", "1");
        self.crossing |= crosses(hit).is_some() || facts.page.is_some_and(|p| p.query().contains("pk_vid="));
        if let Some(recording) = hit.recording() {
            self.recorded = true;
            self.typed |= recording.typed.is_some();
            self.masked |= recording.masked.is_some();
            return;
        }
        if is("ping", "1") || hit.sent("ca") || hit.get("e_c").is_some() {
            return;
        }
        self.views = self.views.saturating_add(1);
        self.with_features += u32::from(FEATURES.iter().any(|name| hit.sent(name)));
        if !scene.main {
            return;
        }
        match hit.get("url").map(|url| told(url, scene.pages)) {
            Some(Told::Rewritten) => self.url_rewritten += 1,
            Some(Told::Page { dropped, kept, fragment }) => {
                self.url_kept += 1;
                self.fragment_kept |= fragment == Some(true);
                self.fragment_left |= fragment == Some(false);
                for (names, left) in [(dropped, true), (kept, false)] {
                    for name in names {
                        self.parameter(&name, left);
                    }
                }
            }
            _ => {}
        }
        match hit.get("action_name").and_then(|title| retitled(title, scene.pages)) {
            Some(true) => self.title_rewritten += 1,
            Some(false) => self.title_kept += 1,
            None => {}
        }
    }

    fn parameter(&mut self, name: &str, left_out: bool) {
        if CAMPAIGN.iter().any(|start| name.starts_with(start)) {
            *(if left_out { &mut self.campaign_left } else { &mut self.campaign_sent }) = true;
            return;
        }
        // A name made of anything else is not one a site's own program gave, and is not repeated.
        let plain = name.len() <= 24 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let names = if left_out { &mut self.left_out } else { &mut self.sent };
        if names.len() < MAX_NAMES {
            names.insert(if plain { name.to_owned() } else { "…".to_owned() });
        }
    }

    /// The same page view went to another host or site number as well.
    pub fn twice(&mut self, to: String) {
        if self.twice.len() < 4 {
            self.twice.insert(to);
        }
    }

    pub fn consented(&self) -> bool {
        self.with_consent > 0
    }
}

/// The visitor's number in an address of the hit, on its way to another site: the field, and the number.
pub(crate) fn crosses<'f>(hit: &Hit<'f>) -> Option<(usize, &'f str)> {
    let among = ["url", "link", "urlref"].iter().filter_map(|name| hit.field(name)).find_map(|i| {
        let (_, rest) = hit.value(i).split_once("pk_vid=")?;
        Some((i, rest.split(['&', '#']).next().unwrap_or(rest)))
    });
    among.or_else(|| hit.field("pk_vid").map(|i| (i, hit.value(i))))
}

/// Cookies of Matomo in the tab.
#[derive(Clone, Debug, Default)]
pub(super) struct Cookies {
    /// Site numbers in the names of cookies that hold a number for the browser or the visit (`_pk_id.<site>.<hash>`).
    visitor: BTreeSet<String>,
    third_party: bool,
    consent: bool,
    cookie_consent: bool,
    removed: bool,
}

impl Cookies {
    pub fn read(state: &Tab) -> Cookies {
        let mut out = Cookies::default();
        for kept in state.storage.values().filter(|k| k.area == "cookie") {
            match kept.name.shown.as_str() {
                "mtm_consent" => out.consent = true,
                "mtm_cookie_consent" => out.cookie_consent = true,
                "mtm_consent_removed" => out.removed = true,
                "_pk_uid" => out.third_party = true,
                name => {
                    let rest = ["_pk_id.", "_pk_ses.", "_pk_ref."].iter().find_map(|start| name.strip_prefix(start));
                    out.visitor.extend(rest.map(|r| r.split('.').next().unwrap_or(r).to_owned()));
                }
            }
        }
        out
    }
}

const ON: &str = "on";
const OFF: &str = "off";
const NOT_VISIBLE: &str = "not-visible";

/// Every setting that shows, or is known not to.
pub(super) fn settings(seen: &Seen, cookies: &Cookies, sites: &BTreeSet<String>, piwik_pro: bool) -> Vec<MatomoSetting> {
    let mut out = Vec::new();
    // Several trackers keep their cookies side by side, told apart by the site's number.
    let kept = cookies.visitor.iter().any(|site| sites.is_empty() || sites.contains(site));
    let mut say = |name: &str, what: &str, state: &str, because: &str| {
        let [name, what, state, because] = [name, what, state, because].map(str::to_owned);
        out.push(MatomoSetting { name, what, state, because });
    };
    let (state, because) = match () {
        () if kept => (OFF, t!("cookies whose names begin with _pk_ are there")),
        () if seen.hits == 0 => (NOT_VISIBLE, t!("nothing was sent so far")),
        () if seen.with_id > 0 => {
            (NOT_VISIBLE, t!("no _pk_ cookie was seen, yet a visitor number was sent; the cookies’ names can be changed"))
        }
        () => (ON, t!("no _pk_ cookie is there and no visitor number was sent; the same shows while consent to cookies is awaited")),
    };
    say("disableCookies", t!("Keeps no number for this browser in cookies."), state, because);
    if cookies.third_party {
        say(
            "_pk_uid",
            t!("A cookie on Matomo’s own host that is the same on every site it measures."),
            ON,
            t!("the cookie _pk_uid is there"),
        );
    }
    if !piwik_pro {
        consent(seen, cookies, kept, &mut say);
        let because = t!("the browser’s setting is not known here; the tracker reads Do Not Track and not Global Privacy Control");
        say("setDoNotTrack", t!("Sends nothing where the browser asks not to be tracked."), NOT_VISIBLE, because);
    }
    address(seen, &mut say);
    let (state, because) = match (seen.with_features, seen.views) {
        (0, 0) => (NOT_VISIBLE, t!("no page view was sent so far")),
        (0, _) => (ON, t!("page views came without the screen’s size and the browser’s features")),
        _ => (OFF, t!("the screen’s size or the browser’s features were sent")),
    };
    say("disableBrowserFeatureDetection", t!("Leaves out the screen’s size, plugins and details of the browser."), state, because);
    let mut if_seen = |name: &str, what: &str, seen: bool, because: &str, otherwise: &str| {
        let (state, because) = if seen { (ON, because) } else { (NOT_VISIBLE, otherwise) };
        say(name, what, state, because);
    };
    let what = t!("Puts the visitor’s number into links to other sites.");
    if_seen("enableCrossDomainLinking", what, seen.crossing, t!("pk_vid stood in an address"), t!("no address with pk_vid was seen"));
    let what = t!("Ties visits to the site’s own number for the user.");
    if_seen("setUserId", what, seen.user, t!("uid was sent"), t!("no uid was sent; a visitor who signs in may differ"));
    let what = t!("Tells how long the page stays open.");
    if_seen("enableHeartBeatTimer", what, seen.ping, t!("ping=1 was sent"), t!("no ping=1 was sent so far"));
    if seen.recorded {
        let because = if seen.typed { t!("typed text was sent") } else { t!("typed text was sent masked: only its length") };
        let what = t!("Records what is typed into forms.");
        if_seen("captureKeystrokes", what, seen.typed || seen.masked, because, t!("the recording held no typed text so far"));
    }
    recorder(seen, &mut say);
    let twice: Vec<&str> = seen.twice.iter().map(String::as_str).collect();
    if !twice.is_empty() {
        let because = t!("the same page view was sent to {} too", twice.join(t!(", ")));
        say("addTracker", t!("Sends the same hits to another Matomo or another site number."), ON, &because);
    }
    if seen.unqueued {
        say("queuedtracking=0", t!("Stores this hit at once, past the queue."), ON, t!("queuedtracking=0 was sent"));
    }
    if seen.bots {
        say("bots=1", t!("Counts this visit even where it looks like a robot."), ON, t!("bots=1 was sent"));
    }
    out
}

fn consent(seen: &Seen, cookies: &Cookies, kept: bool, say: &mut impl FnMut(&str, &str, &str, &str)) {
    let (state, because) = match () {
        () if seen.with_consent > 0 => (ON, t!("hits carry consent=1, which is added only where consent is asked for and given")),
        () if cookies.consent => (ON, t!("the cookie mtm_consent is there")),
        () if seen.hits == 0 => (NOT_VISIBLE, t!("nothing was sent so far: consent may be awaited")),
        () => (OFF, t!("hits left without consent=1")),
    };
    say("requireConsent", t!("Sends nothing before the visitor agrees."), state, because);
    let (state, because) = match () {
        () if cookies.cookie_consent => (ON, t!("the cookie mtm_cookie_consent is there")),
        () if kept => (NOT_VISIBLE, t!("cookies are there and no consent to them was seen in Matomo; a banner may have decided")),
        () => (NOT_VISIBLE, t!("neither a cookie nor a consent to cookies was seen")),
    };
    say("requireCookieConsent", t!("Sends hits at once and keeps cookies only after the visitor agrees."), state, because);
    if cookies.removed {
        say(
            "forgetConsentGiven",
            t!("The visitor took the consent back; hits must stop."),
            ON,
            t!("the cookie mtm_consent_removed is there"),
        );
    }
}

fn address(seen: &Seen, say: &mut impl FnMut(&str, &str, &str, &str)) {
    let list = |names: &BTreeSet<String>| names.iter().map(String::as_str).collect::<Vec<_>>().join(t!(", "));
    let (state, because) = match (seen.left_out.is_empty(), seen.sent.is_empty()) {
        (false, true) => (ON, t!("parameters of the page’s address were left out: {}", list(&seen.left_out))),
        (false, false) => (ON, t!("left out: {}; sent: {}", list(&seen.left_out), list(&seen.sent))),
        (true, false) => (OFF, t!("parameters of the page’s address were sent: {}", list(&seen.sent))),
        (true, true) => (NOT_VISIBLE, t!("no address with parameters was sent").to_owned()),
    };
    say("setExcludedQueryParams", t!("Leaves named parameters out of addresses; paths, titles and searches stay."), state, &because);
    let (state, because) = match (seen.campaign_left, seen.campaign_sent) {
        (true, false) => (ON, t!("campaign parameters of the page’s address were left out")),
        (_, true) => (OFF, t!("campaign parameters were sent")),
        _ => (NOT_VISIBLE, t!("no address with campaign parameters was shown")),
    };
    say("disableCampaignParameters", t!("Leaves campaign parameters out of addresses."), state, because);
    let (state, because) = match (seen.fragment_kept, seen.fragment_left) {
        (true, _) => (OFF, t!("the part after # was sent")),
        (false, true) => (ON, t!("the page’s address has a part after #, which was not sent")),
        _ => (NOT_VISIBLE, t!("no page with a part after # was shown")),
    };
    say("discardHashTag", t!("Leaves out the part of an address after #."), state, because);
    let pair = |rewritten: u32, kept: u32, on: &'static str, off: &'static str, none: &'static str| match (rewritten, kept) {
        (0, 0) => (NOT_VISIBLE, none),
        (0, _) => (OFF, off),
        _ => (ON, on),
    };
    let (state, because) = pair(
        seen.url_rewritten,
        seen.url_kept,
        t!("the address sent is not the page’s"),
        t!("the page’s own address was sent"),
        t!("no address was sent that could be compared"),
    );
    say("setCustomUrl", t!("Sends another address in place of the page’s."), state, because);
    let (state, because) = pair(
        seen.title_rewritten,
        seen.title_kept,
        t!("the title sent is not the page’s"),
        t!("the page’s own title was sent"),
        t!("no title was sent that could be compared"),
    );
    say("setDocumentTitle", t!("Sends another title in place of the page’s."), state, because);
}

/// The recorder asks for its settings with the page's own address unless it is told to use the tracker's.
fn recorder(seen: &Seen, say: &mut impl FnMut(&str, &str, &str, &str)) {
    let what = t!("Makes the recorder ask for its settings with the address the tracker sends, not the page’s.");
    if seen.asked_with_page && seen.url_rewritten > 0 {
        say("matchTrackerUrl", what, OFF, t!("hits carry another address, and the recorder’s configs.php was still told the page’s own"));
    } else if seen.asked_rewritten {
        say("matchTrackerUrl", what, ON, t!("configs.php was told another address than the page’s"));
    }
}
