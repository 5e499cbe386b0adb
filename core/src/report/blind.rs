//! What could not be seen, in plain sentences.

use super::view::BlindSpot;
use crate::finding::Recipient;
use crate::tab::Tab;
use crate::vendor;

/// What could not be seen, counted first, then what no browser can show.
pub(super) fn spots(state: &Tab) -> Vec<BlindSpot> {
    let mut out = Vec::new();
    if state.unread > 0 {
        out.push(BlindSpot {
            said: plural(
                state.unread,
                "request carried something that could not be read",
                "requests carried something that could not be read",
            ),
            count: state.unread,
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
            said: format!(
                "{} tells people from programs on this page: in a browser driven by a program, tags may stay silent that speak to visitors.",
                guard.recipient.name
            ),
            count: 0,
        });
    }
    for (what, &count) in &lost {
        let said = match what.as_str() {
            "no-tab" => plural(count, "request came from the site's service worker", "requests came from the site's service worker"),
            "before-attach" => {
                "What the page sent before watching began was not seen; reload the page to see it from the start.".to_owned()
            }
            "malformed" => plural(count, "event could not be read", "events could not be read"),
            "flood" => plural(
                count,
                "message from the page was left out because there were too many",
                "messages from the page were left out because there were too many",
            ),
            "journal-gap" | "restart" => plural(
                count,
                "moment was lost while the browser restarted Leaklight",
                "moments were lost while the browser restarted Leaklight",
            ),
            "quota" => "Memory for this visit is nearly full; evidence is dropped before findings and counts.".to_owned(),
            "worker-panic" => plural(
                count,
                "time Leaklight had to start again after a fault of its own",
                "times Leaklight had to start again after a fault of its own",
            ),
            "codecs" => plural(
                count,
                "known value or packed text could not be looked into after a fault of Leaklight’s own",
                "known values or packed texts could not be looked into after a fault of Leaklight’s own",
            ),
            "automation" => {
                "A program drives this browser (navigator.webdriver): counters and recorders may leave its visits out, so that nothing seen may only be their filter."
                    .to_owned()
            }
            "blocked" => plural(
                count,
                "request was blocked in this browser, so the page may look better here than for visitors",
                "requests were blocked in this browser, so the page may look better here than for visitors",
            ),
            "unmatched-page-message" => plural(
                count,
                "claim by the page matched no request and was left out",
                "claims by the page matched no request and were left out",
            ),
            "consent-left-out" => plural(
                count,
                "event of the consent time line was left out because there were too many",
                "events of the consent time line were left out because there were too many",
            ),
            "storage-left-out" => plural(
                count,
                "stored entry was left out because there were too many",
                "stored entries were left out because there were too many",
            ),
            "writes-left-out" => plural(
                count,
                "writing to storage was not looked at because there were too many",
                "writings to storage were not looked at because there were too many",
            ),
            "scripts-left-out" => plural(
                count,
                "script of the page is not listed because there were too many",
                "scripts of the page are not listed because there were too many",
            ),
            "ids-left-out" => plural(
                count,
                "identifier in storage was not followed because there were too many",
                "identifiers in storage were not followed because there were too many",
            ),
            "patched" => {
                "The page put its own functions in place of the browser's before Leaklight could listen: which script wrote or sent something may be missing or wrong."
                    .to_owned()
            }
            "late-hook" => plural(
                count,
                "embedded frame may have sent something before it was watched",
                "embedded frames may have sent something before they were watched",
            ),
            "secret-restart" => plural(
                count,
                "password or card number typed before the restart is no longer looked for: nothing of it is kept",
                "passwords or card numbers typed before the restart are no longer looked for: nothing of them is kept",
            ),
            "known-left-out" => plural(
                count,
                "known value is no longer looked for because there were too many",
                "known values are no longer looked for because there were too many",
            ),
            "known-late" => plural(
                count,
                "request too large to be kept was not searched for values known only later",
                "requests too large to be kept were not searched for values known only later",
            ),
            "known-cut" => plural(
                count,
                "request was searched for known values only in part because it held too much that looks like them",
                "requests were searched for known values only in part because they held too much that looks like them",
            ),
            "packed" => plural(
                count,
                "compressed part of a request was not taken apart because there were too many or it was too large",
                "compressed parts of requests were not taken apart because there were too many or they were too large",
            ),
            "message-cut" => plural(
                count,
                "message to an embedded frame was read only in part because it was too large",
                "messages to embedded frames were read only in part because they were too large",
            ),
            other => plural(count, &format!("event of kind “{other}” was not seen"), &format!("events of kind “{other}” were not seen")),
        };
        out.push(BlindSpot { said, count });
    }
    out.push(BlindSpot {
        said: "What servers pass on to others, contracts, settings on the vendors' side, pages you did not open, other visitors' browsers."
            .to_owned(),
        count: 0,
    });
    out
}

/// Services that tell programs from people beside captchas, by their id in the catalogue.
const GUARDS: &[&str] = &["cheq", "clickcease", "datadome", "human-security", "lunio"];

fn is_guard(who: &Recipient) -> bool {
    who.category.as_deref() == Some(vendor::Category::Captcha.word()) || GUARDS.contains(&who.id.as_str())
}

fn plural(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}.", if n == 1 { one } else { many })
}
