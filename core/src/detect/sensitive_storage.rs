//! A telling address, a telling text or a personal detail kept in this browser.

use super::{Doc, Draft, words};
use crate::excerpt::Excerpt;
use crate::finding::{Kind, Severity};
use crate::identify::{self, IdKind};
use crate::site::Party;
use crate::storage::{Shape, Stored};
use crate::visible::printable;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitiveStorage,
    sees: message!(
        "Cookies and entries of localStorage, sessionStorage and IndexedDB that hold a telling page address, telling words, or a personal detail in plain form; the address of the page shown in Cache Storage."
    ),
    why: message!(
        "What is kept stays on the device after the visit: on a shared computer others can read it, and every script of the site can send it on."
    ),
    cannot_tell: message!(
        "Who reads it, and what happened before watching began. Of IndexedDB a sample is read; what a site keeps for offline use before anybody asks for it tells of no visit and is left out."
    ),
    fix: message!(
        "Do not keep it, or keep a number that means nothing elsewhere. Matomo's `_pk_ref` goes away with `disableCookies` or `setReferralCookieTimeout(0)`."
    ),
};

pub(super) fn detect(entry: &Stored<'_>, context: u8, out: &mut Vec<Draft>) {
    let named: Vec<(IdKind, (u32, u32))> =
        identify::scan_text(entry.value).into_iter().filter(|(k, _)| words::direct(*k).is_some()).collect();
    let name = printable(entry.name);
    let place = format!("{}:{name}", entry.area.replace(' ', "-"));
    let others = entry.party == Party::Third;
    if let Some(what) = named.first().and_then(|(kind, _)| words::direct(*kind)) {
        let ranges: Vec<_> = named.iter().map(|(_, range)| *range).collect();
        let said = t!("{} is kept in this browser under “{}”, in plain form.", words::sentence(what), name);
        out.push(Draft::here(&DOC, 4, context, said).at(if others { Severity::High } else { Severity::Medium }).about(place).proof_at(
            format!("{}:{}", entry.area, entry.name),
            what,
            Excerpt::masking(entry.value, &[], &ranges),
        ));
        return;
    }
    let Some(reveal) = entry.reveal.as_ref().filter(|r| r.sensitive) else { return };
    let named = reveal.named();
    let said = if entry.shape == Shape::Address || crate::storage::percent(entry.value).contains("://") {
        t!("A page address about {named} is kept in this browser under “{name}”.")
    } else {
        t!("A text about {named} is kept in this browser under “{name}”.")
    };
    out.push(
        Draft::here(&DOC, reveal.data(), context, said)
            .at(if others { Severity::Medium } else { Severity::Low })
            .about(place)
            .judged(reveal)
            .proof_at(format!("{}:{}", entry.area, entry.name), t!("stored value"), words::excerpt_address(entry.value, reveal)),
    );
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::SensitiveStorage,
            &[
                Row::stored(PAGE, "profile", r#"{"email":"jordan.avery@example.org"}"#),
                Row::cookie(
                    PAGE,
                    ".clinic.example",
                    "_pk_ref.1.1fff",
                    r#"["","",1700000000,"https://www.clinic.example/conditions/hiv-testing"]"#,
                    180,
                ),
            ],
            &[
                Row::stored(PAGE, "theme", "dark"),
                Row::stored(PAGE, "_ga_session", "8f14e45fceea167a5a36dedd4bea2543"),
                Row::cookie(PAGE, ".clinic.example", "_pk_id.1.1fff", "0123456789abcdef.1700000000.", 390),
            ],
        );
    }
}
