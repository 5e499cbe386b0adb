//! What could not be seen, in plain sentences, and what no browser shows.

use super::plain::counted;
use super::view::BlindSpot;
use crate::finding::Recipient;
use crate::tab::Tab;
use crate::vendor;
use leaklight_text::{Message, message, t};

/// What could not be seen, counted first, then what no browser can show.
pub(super) fn spots(state: &Tab) -> Vec<BlindSpot> {
    let mut out = Vec::new();
    if state.unread > 0 {
        out.push(BlindSpot {
            said: counted(state.unread, t!("1 request carried something that could not be read."), |count| {
                t!("{count} requests carried something that could not be read.")
            }),
            count: state.unread,
            advice: t!(
                "Leaklight’s DevTools panel lists them. While DevTools are open, some bodies can be read that are out of reach otherwise."
            )
            .to_owned(),
        });
    }
    let mut lost = state.lost.clone();
    if !state.waiting.is_empty() {
        *lost.entry("unmatched-page-message".to_owned()).or_default() += state.waiting.len() as u32;
    }
    let gone = state.known.gone();
    if gone > 0 {
        lost.insert("secret-restart".to_owned(), gone);
    }
    for guard in state.recipients.values().filter(|t| is_guard(&t.recipient)) {
        out.push(BlindSpot {
            said: t!(
                "{service} tells people from programs on this page: in a browser driven by a program, tags may stay silent that speak to visitors.",
                service = guard.recipient.name
            ),
            count: 0,
            advice: t!("Compare with a visit made by hand.").to_owned(),
        });
    }
    for (what, &count) in &lost {
        let said = match what.as_str() {
            "no-tab" => counted(count, t!("1 request came from the site's service worker."), |count| t!("{count} requests came from the site's service worker.")),
            "before-attach" => {
                t!("What the page sent before watching began was not seen; reload the page to see it from the start.").to_owned()
            }
            "malformed" => counted(count, t!("1 event could not be read."), |count| t!("{count} events could not be read.")),
            "flood" => counted(count, t!("1 message from the page was left out because there were too many."), |count| t!("{count} messages from the page were left out because there were too many.")),
            "journal-gap" | "restart" => counted(count, t!("1 moment was lost while the browser restarted Leaklight."), |count| t!("{count} moments were lost while the browser restarted Leaklight.")),
            "quota" => t!("Memory for this visit is nearly full; evidence is dropped before findings and counts.").to_owned(),
            "worker-panic" => counted(count, t!("1 time Leaklight had to start again after a fault of its own."), |count| t!("{count} times Leaklight had to start again after a fault of its own.")),
            "codecs" => counted(count, t!("1 known value or packed text could not be looked into after a fault of Leaklight’s own."), |count| t!("{count} known values or packed texts could not be looked into after a fault of Leaklight’s own.")),
            "automation" => {
                t!("A program drives this browser (navigator.webdriver): counters and recorders may leave its visits out, so that nothing seen may only be their filter.")
                    .to_owned()
            }
            "blocked" => counted(count, t!("1 request was blocked in this browser, so the page may look better here than for visitors."), |count| t!("{count} requests were blocked in this browser, so the page may look better here than for visitors.")),
            "unmatched-page-message" => counted(count, t!("1 claim by the page matched no request and was left out."), |count| t!("{count} claims by the page matched no request and were left out.")),
            "consent-left-out" => counted(count, t!("1 event of the consent time line was left out because there were too many."), |count| t!("{count} events of the consent time line were left out because there were too many.")),
            "storage-left-out" => counted(count, t!("1 stored entry was left out because there were too many."), |count| t!("{count} stored entries were left out because there were too many.")),
            "writes-left-out" => counted(count, t!("1 writing to storage was not looked at because there were too many."), |count| t!("{count} writings to storage were not looked at because there were too many.")),
            "scripts-left-out" => counted(count, t!("1 script of the page is not listed because there were too many."), |count| t!("{count} scripts of the page are not listed because there were too many.")),
            "ids-left-out" => counted(count, t!("1 identifier in storage was not followed because there were too many."), |count| t!("{count} identifiers in storage were not followed because there were too many.")),
            "patched" => {
                t!("The page put its own functions in place of the browser's before Leaklight could listen: which script wrote or sent something may be missing or wrong.")
                    .to_owned()
            }
            "late-hook" => counted(count, t!("1 embedded frame may have sent something before it was watched."), |count| t!("{count} embedded frames may have sent something before they were watched.")),
            "secret-restart" => counted(count, t!("1 password or card number typed before the restart is no longer looked for: nothing of it is kept."), |count| t!("{count} passwords or card numbers typed before the restart are no longer looked for: nothing of them is kept.")),
            "known-left-out" => counted(count, t!("1 known value is no longer looked for because there were too many."), |count| t!("{count} known values are no longer looked for because there were too many.")),
            "known-late" => counted(count, t!("1 request too large to be kept was not searched for values known only later."), |count| t!("{count} requests too large to be kept were not searched for values known only later.")),
            "known-cut" => counted(count, t!("1 request was searched for known values only in part because it held too much that looks like them."), |count| t!("{count} requests were searched for known values only in part because they held too much that looks like them.")),
            "packed" => counted(count, t!("1 compressed part of a request was not taken apart because there were too many or it was too large."), |count| t!("{count} compressed parts of requests were not taken apart because there were too many or they were too large.")),
            "message-cut" => counted(count, t!("1 message to an embedded frame was read only in part because it was too large."), |count| t!("{count} messages to embedded frames were read only in part because they were too large.")),
            other => match count {
                1 => t!("1 event of kind “{kind}” was not seen.", kind = other),
                _ => t!("{count} events of kind “{kind}” were not seen.", kind = other),
            },
        };
        out.push(BlindSpot { said, count, advice: advice(what).to_owned() });
    }
    out.push(BlindSpot {
        said: t!(
            "What servers pass on to others, contracts, settings on the vendors' side, pages you did not open, other visitors' browsers."
        )
        .to_owned(),
        count: 0,
        advice: String::new(),
    });
    out
}

/// What a person can do to see what was lost; empty where there is nothing.
fn advice(lost: &str) -> &'static str {
    match lost {
        "late-hook" | "journal-gap" | "restart" | "worker-panic" | "codecs" => {
            t!("Reload the page while Leaklight is on, and go the same way again.")
        }
        "automation" => t!("Open the page in a browser that no program drives."),
        "blocked" => t!("Look again with blockers and tracking protection turned off for this site."),
        "secret-restart" => t!("Type it once more."),
        "quota" | "flood" | "consent-left-out" | "storage-left-out" | "writes-left-out" | "scripts-left-out" | "ids-left-out"
        | "known-left-out" | "known-late" | "known-cut" | "packed" => {
            t!("Save what you need, press Stop, turn Leaklight on again and open fewer pages in one visit.")
        }
        _ => "",
    }
}

/// What no browser can show, whoever looks: of what, and what of it.
pub const NOT_VISIBLE: [(Message, Message); 7] = [
    (
        message!("What servers pass on"),
        message!(
            "Conversion interfaces, server-side tag containers, customer data platforms: the first hop is seen, nothing behind it. Ask the owner of each server."
        ),
    ),
    (
        message!("What happens after arrival"),
        message!("How long something is kept, who may read it, whether it is joined with other data."),
    ),
    (
        message!("Filters on the receiving side"),
        message!("An analytics server may drop a parameter or shorten an address after it arrives. It still left the browser."),
    ),
    (
        message!("Contracts"),
        message!(
            "Whether an agreement exists, and what it covers. Positions named here are public statements with their dates, never proof for this site."
        ),
    ),
    (
        message!("Who runs a host"),
        message!("A name can belong to somebody else than it seems; the records behind it are not visible to an extension."),
    ),
    (
        message!("Other visits"),
        message!("Pages not opened, other regions and browsers, variants of a test, what comes after a login, apps, e-mail, telephone."),
    ),
    (message!("What the law says of it"), message!("Whether this was allowed depends on facts that no recording of requests holds.")),
];

/// Services that tell programs from people beside captchas, by their id in the catalogue.
const GUARDS: &[&str] = &["cheq", "clickcease", "datadome", "human-security", "lunio"];

fn is_guard(who: &Recipient) -> bool {
    who.category.as_deref() == Some(vendor::Category::Captcha.word()) || GUARDS.contains(&who.id.as_str())
}
