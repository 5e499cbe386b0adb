//! Analytics that looks like the owner's and is hosted by a vendor.

use super::{Doc, Draft, Scene, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::site;
use crate::vendor::Role;

pub(super) const DOC: Doc = Doc {
    kind: Kind::CloudProcessor,
    sees: "Hits to Matomo Cloud and Piwik PRO's own host names.",
    why: "Matomo is often chosen to keep data at home; in its cloud a vendor stores and processes it.",
    cannot_tell: "Whether a contract is in place. A custom domain hides the vendor altogether.",
    fix: "Check the contract and its scope with the owner of the account.",
};

/// Hosts under which the vendors themselves run the product (matomo.org FAQ on cloud data, 2025-10; help.piwik.pro).
const CLOUDS: &[&str] = &["matomo.cloud", "innocraft.cloud", "piwik.pro"];

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let collects = facts.recognised.as_ref().is_some_and(|r| r.role == Role::Collect);
    if facts.party.is_own() || !collects || !CLOUDS.iter().any(|c| site::is_below(facts.address.host(), c)) {
        return;
    }
    let said = format!("This analytics is hosted by a vendor ({}), not by you.", facts.address.host());
    let address = words::excerpt_address(facts.address.origin(), &Default::default());
    out.push(Draft::of(&DOC, facts, scene, 0, said).at(Severity::Info).proof_at("host".to_owned(), "host", address));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";

    #[test]
    fn words_and_examples() {
        check(
            Kind::CloudProcessor,
            &[Row::sent(PAGE, "https://clinic.matomo.cloud/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042")],
            &[Row::sent(PAGE, "https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042")],
        );
    }
}
