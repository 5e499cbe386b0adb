//! A recipient that another company's tag or container brought into the page.

use super::{Doc, Draft, Scene, words};
use crate::finding::{Axes, Kind, Recipient, Severity};
use crate::lineage::{Basis, is_go_between, same_company};
use crate::reveal::Reveal;
use crate::vendor;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::TagChain,
    sees: message!(
        "Which script, container or frame asked for each request, as far as the browser, the page, a recording or the request itself tells."
    ),
    why: message!(
        "A tag that loads others decides who is told. As far as seen, the page itself did not put this recipient in: it comes and goes with the settings of somebody else's tag."
    ),
    cannot_tell: message!(
        "Who set the tag up, and whether on purpose. Bundles, service workers and scripts that call one another can hide who asked, and a page can forge it."
    ),
    fix: message!(
        "Remove the tag where it is set up (in the container, or in the vendor's own settings), and list the hosts the page may contact in a Content-Security-Policy."
    ),
};

/// What stands between a recipient and the page.
pub(crate) struct Chain<'a> {
    /// Who was reached.
    pub recipient: &'a Recipient,
    /// What brought it, the nearest first.
    pub links: &'a [Link<'a>],
    /// True where the last of them was brought by the page itself; false where what brought it was not seen.
    pub from_page: bool,
}

/// A script, a container or a frame on the way; or a recipient that sent the browser on.
pub(crate) struct Link<'a> {
    /// Whose it is.
    pub who: &'a Recipient,
    /// The id of a tag manager's container; else empty.
    pub container: &'a str,
    /// True where the browser itself reported that it was loaded.
    pub seen: bool,
    /// How it is known that it brought the one before it.
    pub basis: Basis,
    /// True where it redirected the request.
    pub redirect: bool,
}

impl Link<'_> {
    /// "Google Tag Manager (GTM-ABC123)", "Hotjar", "cdn.example".
    fn name(&self) -> String {
        let known = vendor::by_id(self.who.id.strip_prefix(words::OWN).unwrap_or(&self.who.id));
        let name = short(known.map_or(self.who.name.as_str(), |v| v.name));
        if self.container.is_empty() { name.to_owned() } else { format!("{name} ({})", self.container) }
    }
}

/// A former name in brackets is left to the panel.
fn short(name: &str) -> &str {
    name.split_once(" (").map_or(name, |(short, _)| short)
}

/// Says so where another company than the recipient's or the site's brought it. The site's own container counts as another: what
/// it loads is set up in it, not in the page.
pub(crate) fn detect(chain: &Chain<'_>, scene: &Scene<'_>) -> Option<Draft> {
    let who = chain.recipient;
    if who.party.is_own() {
        return None;
    }
    let is_another =
        |l: &Link<'_>| !same_company(l.who, who) && !is_go_between(l.who) && (!l.who.party.is_own() || !l.container.is_empty());
    let nearest = chain.links.iter().position(is_another)?;
    let (below, bringer) = (chain.links.get(..=nearest)?, chain.links.get(nearest)?);
    // A script nobody but the page speaks of may not exist.
    if !below.iter().all(|l| l.seen) {
        return None;
    }
    let recipient = short(&who.name);
    let said = if bringer.redirect {
        t!("{recipient} is here because {another} sent the browser on to it.", another = bringer.name())
    } else {
        t!("{recipient} is here because {another} brought it.", another = bringer.name())
    };
    let mut steps = vec![recipient.to_owned()];
    for link in chain.links {
        let name = link.name();
        if steps.last() != Some(&name) {
            steps.push(name);
        }
    }
    steps.push(if chain.from_page { t!("the page").to_owned() } else { t!("not seen").to_owned() });
    steps.reverse();
    let advertising = matches!(who.category.as_deref(), Some("advertising" | "social"));
    let telling = scene.page.is_some_and(|p| p.sensitive);
    let axes = Axes { data: 0, identity: 0, recipient: 3 + u8::from(advertising), context: scene.context, consent: scene.consent };
    // What a container brings that the page itself put in is set up there on purpose: good to know, no fault.
    let placed = chain.from_page && nearest + 1 == chain.links.len() && !bringer.container.is_empty();
    let severity = match (advertising && telling, placed) {
        (true, false) => Severity::Medium,
        (true, true) | (false, false) => Severity::Low,
        (false, true) => Severity::Info,
    };
    let mut draft = Draft { axes, recipient: Some(who.clone()), ..Draft::here(&DOC, 0, scene.context, said) }.at(severity).proof_at(
        "chain".to_owned(),
        t!("what brought what"),
        words::excerpt_address(&steps.join(" → "), &Reveal::default()),
    );
    let mut told_by: Vec<&str> = below.iter().filter(|l| l.basis != Basis::Browser).map(|l| l.basis.words()).collect();
    told_by.dedup();
    if !told_by.is_empty() {
        let by = told_by.join(t!(" and "));
        let page = below.iter().any(|l| l.basis == Basis::Page);
        draft.limits.push(match page {
            true => t!("Who asked is told by {by}; a page can forge its word."),
            false => t!("Who asked is told by {by}."),
        });
    }
    Some(draft)
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing";
    const GTM: &str = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123";
    const META: &str = "https://www.facebook.com/tr/?id=1&ev=PageView";
    const FBEVENTS: &str = "https://connect.facebook.net/en_US/fbevents.js";

    #[test]
    fn words_and_examples() {
        check(
            Kind::TagChain,
            &[
                Row::brought(PAGE, "https://static.hotjar.com/c/hotjar-1.js", &[GTM]),
                Row::brought(PAGE, META, &[FBEVENTS, GTM]),
                Row::brought("https://www.clinic.example/p/1042", META, &[FBEVENTS, GTM]),
                // A tag that the container brought brings another company's.
                Row::brought(PAGE, META, &["https://js.hs-analytics.net/analytics/1/2.js", GTM]),
                Row::brought("https://www.clinic.example/p/1042", META, &["https://js.hs-analytics.net/analytics/1/2.js"]),
                // The site's own container brings others all the same.
                Row::brought(PAGE, "https://static.hotjar.com/c/hotjar-1.js", &["https://www.clinic.example/js/container_Bay5ide1.js"]),
                // Past a library and an error monitor, which ask for nothing themselves.
                Row::brought(
                    PAGE,
                    META,
                    &["https://cdn.jsdelivr.net/npm/x@1/x.js", "https://browser.sentry-cdn.com/11.12.0/bundle.min.js", GTM],
                ),
            ],
            &[
                // Put into the page by the site, or by one of its own scripts.
                Row::brought(PAGE, META, &[]),
                Row::brought(PAGE, META, &["https://www.clinic.example/app.js"]),
                // A vendor's own loader loads its own hit.
                Row::brought(PAGE, META, &[FBEVENTS]),
                Row::brought(PAGE, "https://region1.google-analytics.com/g/collect?v=2&tid=G-ABC123&en=page_view", &[GTM]),
                // A library, an error monitor and a banner stand between, and bring nobody.
                Row::brought(PAGE, META, &["https://cdn.jsdelivr.net/npm/x@1/x.js"]),
                Row::brought(PAGE, META, &["https://browser.sentry-cdn.com/11.12.0/bundle.min.js"]),
                Row::brought(PAGE, META, &["https://consent.cookiebot.com/uc.js"]),
                // The site's own, whoever asked.
                Row::brought(PAGE, "https://www.clinic.example/api/menu", &[GTM]),
            ],
        );
    }
}
