//! `cargo xtask banners`: the table of consent banners, reduced from the rules of `@duckduckgo/autoconsent` (MPL-2.0).
//!
//! Those rules say how to find a banner and how to answer it; only the finding is kept: the rule's name, what in a page tells that the
//! manager is there, what of it is seen while it asks, and the sites it is for. Steps that run code in the page, XPath and the answering are
//! left out. Of a conjunction the longest selector stays, which says most; alternatives stay all.

use crate::run::at;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use time::OffsetDateTime;

/// Where the table lies; [`crate::build`] makes a script of it.
pub const TABLE: &str = "extension/data/banners.tsv";

/// Where the rules are.
#[derive(clap::Args)]
pub struct Options {
    /// The unpacked npm package @duckduckgo/autoconsent.
    #[arg(long)]
    package: PathBuf,
}

/// Managers that the package knows by code and not by rule (its `lib/cmps/*.ts`, version 16.23.0, read 2026-11-26): name, presence, what is
/// seen, addresses. Cookiebot's is asked by its interface there; the selectors are those its code hides and presses.
const BY_CODE: [[&str; 4]; 13] = [
    ["admiral", "div>div[class*=Card]>div[class*=Frame]>div[class*=Pills]>button[class*=Pills__StyledPill]", "", ""],
    ["consentmanager", "#cmpbox", "#cmpbox .cmpmore", ""],
    ["conversant", ".cmp-root .cmp-receptacle", "", ""],
    ["cookiebot", "#CybotCookiebotDialog,#dtcookie-container", "", ""],
    ["evidon", "#_evidon_banner", "", ""],
    ["klaro", ".klaro>.cookie-modal,.klaro>.cookie-notice", "", ""],
    ["onetrust", "#onetrust-consent-sdk,#onetrust-banner-sdk,#onetrust-pc-sdk", "#onetrust-banner-sdk,#onetrust-pc-sdk", ""],
    ["sourcepoint", "div[id^=sp_message_container_]", "", ""],
    ["sourcepoint", "[class*=sp_choice_type_]", "", "/(index|privacy-manager/index|ccpa_pm/index|us_pm/index)\\.html"],
    ["tiktok.com", "tiktok-cookie-banner", "", ""],
    [
        "trustarc",
        "#truste-show-consent,#truste-consent-track",
        "#truste-consent-content,#trustarc-banner-overlay,#truste-consent-track",
        "",
    ],
    ["tumblr-com", "#cmp-app-container", "", "tumblr\\.com/"],
    ["uniconsent", ".unic .unic-box,.unic .unic-bar,.unic .unic-modal", "", ""],
];

/// Names under which a manager is known to the rest of Leaklight.
const KNOWN_AS: [(&str, &str); 9] = [
    ("trustarc-newcm", "trustarc"),
    ("usercentrics-api", "usercentrics"),
    ("usercentrics-button", "usercentrics"),
    ("cookieconsent2", "cookieconsent"),
    ("cookieconsent3", "cookieconsent"),
    ("complianz banner", "complianz"),
    ("complianz categories", "complianz"),
    ("complianz notice", "complianz"),
    ("complianz opt-out", "complianz"),
];

/// What the id of a banner is made of; one that says so is a banner's on any site.
const SPEAKING: [&str; 9] = ["cookie", "consent", "gdpr", "ccpa", "rgpd", "dsgvo", "cmp", "privacy", "popin_tc"];

/// What is between a host and the selector inside its shadow root.
const INSIDE: &str = " >>> ";

struct Row {
    name: String,
    presence: String,
    shown: String,
    site: String,
}

/// Writes the table anew and says what it holds.
pub fn banners(options: &Options) -> Result<()> {
    let read = |name: &str| -> Result<Value> {
        let path = options.package.join(name);
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{name} is not JSON"))
    };
    let version = read("package.json")?["version"].as_str().unwrap_or("").to_owned();
    let rules = read("rules/rules.json")?;
    let rules = rules["autoconsent"].as_array().context("rules/rules.json has no list named autoconsent")?;
    let (text, sum) = table(rules, &version, OffsetDateTime::now_utc().date().to_string().as_str());
    std::fs::write(at(TABLE), text).with_context(|| format!("cannot write {TABLE}"))?;
    println!("{sum}");
    Ok(())
}

/// The table and a sentence on what of the rules it covers.
fn table(rules: &[Value], version: &str, day: &str) -> (String, String) {
    let mut rows: Vec<Row> = BY_CODE
        .iter()
        .map(|[name, presence, shown, site]| Row {
            name: (*name).into(),
            presence: squeezed(presence),
            shown: squeezed(shown),
            site: (*site).into(),
        })
        .collect();
    let mut ids = BTreeSet::new();
    let (mut hand, mut hand_kept, mut made, mut made_kept, mut by_id) = (0, 0, 0, 0, 0);
    for rule in rules {
        let name = rule["name"].as_str().unwrap_or("");
        if name.starts_with("auto_") {
            made += 1;
            if let Some(id) = speaking_id(rule) {
                by_id += 1;
                ids.insert(id);
            } else if let Some((presence, site)) = named_path(rule) {
                rows.push(Row { name: String::new(), presence, shown: String::new(), site });
            } else {
                continue;
            }
            made_kept += 1;
        } else if !name.starts_with("Test page") {
            hand += 1;
            if let Some(row) = row(name, rule) {
                hand_kept += 1;
                rows.push(row);
            }
        }
    }
    let sum = format!(
        "{hand_kept} of {hand} rules written by hand, {made_kept} of {made} generated ones ({} by ids that speak, the rest by site), {} by code; {} rules in the package",
        by_id,
        BY_CODE.len(),
        rules.len(),
    );
    let mut text = format!(
        "# This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not distributed with\n\
         # this file, You can obtain one at https://mozilla.org/MPL/2.0/.\n\
         # Consent banners: name, what tells the manager, what is seen while it asks (empty: the same), its addresses (empty: any).\n\
         # Reduced from @duckduckgo/autoconsent {version} (https://github.com/duckduckgo/autoconsent) by `cargo xtask banners`, {day}.\n\
         # {sum}.\n",
    );
    rows.sort_by(|a, b| (&a.site, &a.name).cmp(&(&b.site, &b.name)));
    for Row { name, presence, shown, site } in rows {
        let line = format!("{name}\t{presence}\t{}\t{site}", if shown == presence { "" } else { &shown });
        let _ = writeln!(text, "{}", line.trim_end_matches('\t'));
    }
    // Without a name: told by an id that speaks for itself, on any site, and by the words of its buttons.
    let _ = writeln!(text, "\t{}", ids.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(","));
    (text, sum)
}

fn row(name: &str, rule: &Value) -> Option<Row> {
    let name = name.to_lowercase();
    let shown = conjunction(&rule["detectPopup"]);
    let presence = conjunction(&rule["detectCmp"]).or_else(|| shown.clone())?;
    let known = KNOWN_AS.iter().find(|(theirs, _)| *theirs == name);
    Some(Row {
        name: known.map_or(name.as_str(), |(_, ours)| ours).to_owned(),
        shown: shown.unwrap_or_default(),
        presence,
        site: rule["runContext"]["urlPattern"].as_str().map(site).unwrap_or_default(),
    })
}

/// The longest of the selectors that must all be there.
fn conjunction(steps: &Value) -> Option<String> {
    steps.as_array()?.iter().filter_map(step).max_by_key(String::len)
}

/// What a step looks for; none where it runs code, waits, or looks for what is not to be there.
fn step(step: &Value) -> Option<String> {
    if step["negated"] == true || step["check"] == "none" {
        return None;
    }
    if let Some(any) = step["any"].as_array() {
        let all: Vec<String> = any.iter().filter_map(self::step).collect();
        // One inside a shadow root cannot stand in a list of others.
        let plain: Vec<&str> = all.iter().map(String::as_str).filter(|one| !one.contains(INSIDE)).collect();
        return (!plain.is_empty()).then(|| plain.join(","));
    }
    let selector = ["exists", "visible", "waitForVisible"].into_iter().map(|word| &step[word]).find(|value| !value.is_null())?;
    let chain: Vec<&str> = match selector {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let sound = |one: &&str| !one.starts_with("xpath/") && one.matches('[').count() == one.matches(']').count();
    chain.iter().all(sound).then(|| chain.into_iter().map(squeezed).collect::<Vec<_>>().join(INSIDE))
}

/// Without spaces that mean nothing, and without the generated paths' assurance that an element has no id.
fn squeezed(selector: &str) -> String {
    let mut out = selector.replace(":not([id])", "");
    for (long, short) in [(" > ", ">"), (" ~ ", "~"), (", ", ","), ("(> ", "(>")] {
        out = out.replace(long, short);
    }
    out
}

/// The addresses a rule is for, without what nearly all of them begin with: scheme and, where any is allowed, the host's first label.
fn site(pattern: &str) -> String {
    let mut out = pattern.to_owned();
    for start in ["^https://", "^https?://"] {
        out = out.replace(start, "");
    }
    for any in [
        "(www\\.)?",
        "(www\\.|)?",
        "(?:www\\.)?",
        "([a-z0-9-]+\\.)?",
        "(?:[a-z0-9-]+\\.)?",
        "(?:[^/]+\\.)?",
        "([a-z]*\\.)?",
        "(\\w+\\.)?",
        "www\\.",
    ] {
        out = out.replace(any, "");
    }
    out
}

/// The outermost id of a generated rule's path that says what it is: the inner ones are often a button's.
fn speaking_id(rule: &Value) -> Option<String> {
    let path = rule["detectCmp"][0]["exists"].as_str()?;
    let mut ids = path
        .split('>')
        .filter_map(|part| part.split_once('#'))
        .map(|(_, id)| id.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect::<String>());
    ids.find(|id| SPEAKING.iter().any(|word| id.to_lowercase().contains(word)))
}

/// A generated rule's path from its innermost id, attribute or element of the site's own on, and its site. A path by position alone is left
/// out: it holds until the page's next design.
fn named_path(rule: &Value) -> Option<(String, String)> {
    let path = squeezed(rule["detectCmp"][0]["exists"].as_str()?);
    let site = rule["runContext"]["urlPattern"].as_str().map(site)?;
    let parts: Vec<&str> = path.split('>').collect();
    let of_its_own = |part: &&str| part.contains(['#', '[']) || part.split(':').next().is_some_and(|tag| tag.contains('-'));
    let from = parts.iter().rposition(of_its_own)?;
    let first = parts.get(from)?;
    let first = first.find('#').map_or(*first, |at| first.get(at..).unwrap_or(first));
    let rest = parts.get(from + 1..)?;
    Some((std::iter::once(first).chain(rest.iter().copied()).collect::<Vec<_>>().join(">"), site))
}

#[cfg(test)]
mod tests {
    use super::{INSIDE, site, table};
    use serde_json::json;

    #[test]
    fn rules_are_reduced_to_what_tells_a_banner() {
        let rules = [
            json!({"name": "Plain", "detectCmp": [{"exists": "#a > .b"}], "detectPopup": [{"visible": "#a > .b"}]}),
            json!({"name": "Sited", "runContext": {"urlPattern": "^https?://(www\\.)?site\\.example/"},
                "detectCmp": [{"exists": ["x-host", "#in"]}, {"eval": "EVAL_X"}], "detectPopup": [{"visible": "#seen", "check": "any"}]}),
            json!({"name": "None", "detectCmp": [{"exists": "xpath///div"}], "detectPopup": [{"wait": 500}]}),
            json!({"name": "auto_A", "detectCmp": [{"exists": "body > div#app > div#cookieBar > button#cookie-ok:not([id])"}]}),
            json!({"name": "auto_B", "detectCmp": [{"exists": "body > div > button:nth-child(2)"}]}),
        ];
        let (text, sum) = table(&rules, "1.2.3", "2026-11-26");
        assert!(sum.starts_with("2 of 3 rules written by hand, 1 of 2 generated ones (1 by ids"), "{sum}");
        for line in ["plain\t#a>.b\n", "sited\tx-host >>> #in\t#seen\tsite\\.example/\n", "\n\t#cookieBar\n", "autoconsent 1.2.3"] {
            assert!(text.contains(line), "{line:?} in {text}");
        }
        assert!(text.contains(INSIDE) && text.starts_with("# This Source Code Form"));
    }

    #[test]
    fn sites_lose_what_all_have() {
        assert_eq!(site("^https?://(www\\.)?a\\.b/|^https://([a-z]*\\.)?c\\.d/"), "a\\.b/|c\\.d/");
    }
}
