//! A lasting id by which another company can recognise this browser elsewhere; an id one company tells another; an id that comes back.

use super::{Doc, Draft, Scene, recipient, recipient_axis};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Recipient, Severity};
use crate::known::KnownMatch;
use crate::provenance::place;
use crate::site::Party;
use crate::storage::{Purpose, Shape, Stored};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::CrossSiteId,
    sees: message!(
        "Cookies of another company's domain that hold an identifier, last longer than a visit and are not kept apart for each site; an identifier that one company keeps in this browser and that another company is told, as it is, encoded or scrambled; an identifier that was deleted and came back."
    ),
    why: message!(
        "The same id comes back on every site that uses this company, and ties this visit to the others. Told to another company, it lets the two put their records of this browser together."
    ),
    cannot_tell: message!(
        "Whether the company links it to a name, and what either does with it. Cookies for security and load balancing can look alike."
    ),
    fix: message!(
        "Load the tag only after consent, or not on these pages; use the vendor's cookieless mode where there is one. Turn off cookie matching and partner syncs in the tag's settings."
    ),
};

/// Under a day: gone before it recognises anybody.
const LASTING: u64 = 24 * 60 * 60 * 1000;

pub(super) fn detect(entry: &Stored<'_>, context: u8, out: &mut Vec<Draft>) {
    let lasts = entry.lifetime.is_some_and(|ms| ms > LASTING);
    let needed = entry.category == Purpose::Essential;
    if entry.party != Party::Third || entry.area != "cookie" || !lasts || entry.shape != Shape::Identifier || needed || entry.apart {
        return;
    }
    let said = t!("{} can recognise this browser on other sites.", entry.owner_name());
    out.push(Draft::here(&DOC, 0, context, said).at(Severity::Low).about(format!("{}:{}", entry.whose, entry.name)).proof_at(
        format!("cookie:{}", entry.name),
        t!("cookie value"),
        Excerpt::digest(entry.value),
    ));
}

/// A company was told the number another one keeps. `place`: the entry that holds it, as a sentence names it; `text`: the number.
pub(crate) fn synced(facts: &Facts<'_>, scene: &Scene<'_>, keeper: &Recipient, place: &str, found: &KnownMatch, text: &str) -> Draft {
    let who = recipient(facts);
    let said = sync_words(&who.name, &keeper.name);
    let severity = if recipient_axis(facts) >= 4 { Severity::Medium } else { Severity::Low };
    let mut draft = Draft::of(&DOC, facts, scene, 0, said).at(severity).about(["told:", &keeper.id].concat());
    draft.axes.identity = draft.axes.identity.max(if severity == Severity::Medium { 2 } else { 1 });
    draft = match found.field {
        Some(field) => draft.proof(facts, field, Excerpt::digest(text)),
        None => draft.proof_at(found.at.clone(), t!("browser id"), Excerpt::digest(text)),
    };
    draft.limited(t!("It is kept here in the {place}."))
}

/// In plain words, that a company was told another's number.
pub(crate) fn sync_words(who: &str, keeper: &str) -> String {
    t!("{who} was told the number {keeper} keeps for this browser: the two can now put their records together.")
}

/// An entry that was deleted holds the same number again; `from`: another entry that held it all the time. The finding, and the same for
/// the number's own story.
pub(crate) fn came_back(entry: &Stored<'_>, from: Option<&str>, context: u8) -> (Draft, String) {
    let place = place(entry.area, entry.name, entry.whose);
    let said = match from {
        Some(from) => t!("The number in the {place} came back after it was deleted. It could come from the {from}, which was not deleted."),
        None => t!("The number in the {place} came back after it was deleted. Where it came from was not seen."),
    };
    let draft = Draft::here(&DOC, 0, context, said.clone())
        .at(Severity::Low)
        .about(["back:", entry.whose, ":", entry.name].concat())
        .proof_at([entry.area, ":", entry.name].concat(), t!("stored value"), Excerpt::digest(entry.value));
    (draft, said)
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        const PAGE: &str = "https://www.clinic.example/p/1042";
        const ID: &str = "8f14e45fceea167a5a36dedd4bea2543";
        check(
            Kind::CrossSiteId,
            &[Row::cookie(PAGE, ".adnetwork.example", "uid", ID, 365)],
            &[
                Row::cookie(PAGE, ".adnetwork.example", "lang", "en", 365),
                Row::cookie(PAGE, ".clinic.example", "uid", ID, 365),
                Row::cookie(PAGE, ".adnetwork.example", "__cf_bm", ID, 365),
                Row::cookie(PAGE, ".adnetwork.example", "OptanonConsent", ID, 365),
                Row::cookie(PAGE, ".adnetwork.example", "XSRF-TOKEN", ID, 365),
                Row::cookie(PAGE, ".adnetwork.example", "app_build", ID, 365),
            ],
        );
    }
}
