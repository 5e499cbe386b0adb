//! A stable user id of the site's own in an analytics hit.

use super::{Doc, Draft, Scene, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::Meaning;

pub(super) const DOC: Doc = Doc {
    kind: Kind::UserIdLinked,
    sees: "A filled user id field (`uid`, `userId`, `user_id`) in a hit to an analytics or advertising vendor.",
    why: "A user number ties every visit, on every device, to one person; anybody with the list of accounts can name them.",
    cannot_tell: "Whether the number stands for a person in your systems or is random for analytics only.",
    fix: "Use a random id kept for analytics alone, never a record number or an e-mail address, and none at all before consent.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if facts.recognised.is_none() || (facts.party.is_own() && !words::is_self_hosted(facts)) {
        return;
    }
    let fields: Vec<usize> =
        facts.meaning(Meaning::UserId).filter(|&i| facts.fields.items.get(i).is_some_and(|f| is_set(&f.value))).collect();
    let Some(&first) = fields.first() else { return };
    let Some(field) = facts.fields.items.get(first) else { return };
    let said = format!("Visits are tied to a user number, and {} was sent it.", words::to_whom(facts));
    out.push(Draft::of(&DOC, facts, scene, 1, said).at(Severity::Medium).proof(facts, first, Excerpt::value(&field.value)));
}

/// Empty and placeholder values say that nobody is logged in.
fn is_set(value: &str) -> bool {
    let v = value.trim();
    v.len() > 1 && !["null", "undefined", "false", "none", "anonymous", "guest", "unknown", "[object Object]", "(not set)"].contains(&v)
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://portal.clinic.example/home";

    #[test]
    fn words_and_examples() {
        check(
            Kind::UserIdLinked,
            &[Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&uid=patient-00482913")],
            &[
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&uid="),
                Row::sent(PAGE, "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2"),
            ],
        );
    }
}
