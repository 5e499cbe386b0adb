//! A lasting id by which another company can recognise this browser elsewhere.

use super::{Doc, Draft};
use crate::excerpt::Excerpt;
use crate::finding::{Kind, Severity};
use crate::site::Party;
use crate::storage::{Shape, Stored};

pub(super) const DOC: Doc = Doc {
    kind: Kind::CrossSiteId,
    sees: "Cookies of another company's domain that hold an identifier and last longer than a visit.",
    why: "The same id comes back on every site that uses this company, and ties this visit to the others.",
    cannot_tell: "Whether the company links it to a name. Cookies for security and load balancing can look alike.",
    fix: "Load the tag only after consent, or not on these pages; use the vendor's cookieless mode where there is one.",
};

/// Under a day: gone before it recognises anybody.
const LASTING: u64 = 24 * 60 * 60 * 1000;

pub(super) fn detect(entry: &Stored<'_>, context: u8, out: &mut Vec<Draft>) {
    let lasts = entry.lifetime.is_some_and(|ms| ms > LASTING);
    if entry.party != Party::Third || entry.area != "cookie" || !lasts || entry.shape != Shape::Identifier || entry.is_technical() {
        return;
    }
    let said = format!("{} can recognise this browser on other sites.", entry.owner_name());
    out.push(Draft::here(&DOC, 0, context, said).at(Severity::Low).about(format!("{}:{}", entry.whose, entry.name)).proof_at(
        format!("cookie:{}", entry.name),
        "cookie value",
        Excerpt::digest(entry.value),
    ));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        check(
            Kind::CrossSiteId,
            &[Row::cookie("https://www.clinic.example/p/1042", ".adnetwork.example", "uid", "8f14e45fceea167a5a36dedd4bea2543", 365)],
            &[
                Row::cookie("https://www.clinic.example/p/1042", ".adnetwork.example", "lang", "en", 365),
                Row::cookie("https://www.clinic.example/p/1042", ".clinic.example", "uid", "8f14e45fceea167a5a36dedd4bea2543", 365),
                Row::cookie("https://www.clinic.example/p/1042", ".adnetwork.example", "__cf_bm", "8f14e45fceea167a5a36dedd4bea2543", 365),
            ],
        );
    }
}
