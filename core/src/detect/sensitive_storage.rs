//! A telling address, a telling text or a personal detail kept in this browser.

use super::{Doc, Draft, words};
use crate::excerpt::Excerpt;
use crate::finding::{Kind, Severity};
use crate::identify::{self, IdKind};
use crate::site::Party;
use crate::storage::{Shape, Stored};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SensitiveStorage,
    sees: "Cookies, localStorage and sessionStorage entries that hold a telling page address, telling words, or a personal detail in plain form.",
    why: "What is kept stays on the device after the visit: on a shared computer others can read it, and every script of the site can send it on.",
    cannot_tell: "Who reads it, and what happened before watching began.",
    fix: "Do not keep it, or keep a number that means nothing elsewhere. Matomo's `_pk_ref` goes away with `disableCookies` or `setReferralCookieTimeout(0)`.",
};

pub(super) fn detect(entry: &Stored<'_>, context: u8, out: &mut Vec<Draft>) {
    let named: Vec<(IdKind, (u32, u32))> =
        identify::scan_text(entry.value).into_iter().filter(|(k, _)| words::direct(*k).is_some()).collect();
    let place = format!("{}:{}", entry.area.replace(' ', "-"), entry.name);
    let others = entry.party == Party::Third;
    if let Some(what) = named.first().and_then(|(kind, _)| words::direct(*kind)) {
        let ranges: Vec<_> = named.iter().map(|(_, range)| *range).collect();
        let said = format!("{} is kept in this browser under “{}”, in plain form.", words::sentence(what), entry.name);
        out.push(Draft::here(&DOC, 4, context, said).at(if others { Severity::High } else { Severity::Medium }).about(place).proof_at(
            format!("{}:{}", entry.area, entry.name),
            what,
            Excerpt::masking(entry.value, &[], &ranges),
        ));
        return;
    }
    let Some(reveal) = entry.reveal.as_ref().filter(|r| r.sensitive) else { return };
    let what = if entry.shape == Shape::Address || crate::storage::percent(entry.value).contains("://") {
        "A page address about"
    } else {
        "A text about"
    };
    let said = format!("{what} {} is kept in this browser under “{}”.", reveal.named(), entry.name);
    out.push(
        Draft::here(&DOC, reveal.data(), context, said)
            .at(if others { Severity::Medium } else { Severity::Low })
            .about(place)
            .judged(reveal)
            .proof_at(format!("{}:{}", entry.area, entry.name), "stored value", words::excerpt_address(entry.value, reveal)),
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
