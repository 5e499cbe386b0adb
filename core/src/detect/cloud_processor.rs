//! Analytics that looks like the owner's and is hosted by a vendor.

use super::{Doc, Draft, Scene, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::site;
use crate::vendor::Role;
use leaklight_text::{Message, message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::CloudProcessor,
    sees: message!(
        "Hits to host names under which the makers of Matomo and Piwik PRO run their clouds, and the tracker or container loaded from there."
    ),
    why: message!(
        "Matomo is often chosen to keep data at home; in its cloud a vendor stores and processes it for you, and the vendor’s own contractors can take part."
    ),
    cannot_tell: message!(
        "Whether a contract is in place and what it covers, and in which place this account is hosted. A custom domain hides the vendor altogether: not seen is not self-hosted."
    ),
    fix: message!("Check with the owner of the account that a contract is in place, and hold what is sent against its scope."),
};

/// Hosts under which the vendors themselves run the product, with what they say of it in public.
const CLOUDS: &[(&str, Message)] = &[
    ("matomo.cloud", MATOMO),
    ("innocraft.cloud", MATOMO),
    ("piwik.pro", message!("By its own agreement (piwik.pro/core-dpa, 22 April 2024) Piwik PRO SA, Poland, is the processor.")),
];
const MATOMO: Message = message!(
    "By its own agreement and list of contractors (matomo.org/matomo-cloud-dpa, 9 October 2025) InnoCraft Ltd, New Zealand, is the processor, on servers of Amazon in Frankfurt with backups in Dublin."
);

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let Some(role) = facts.recognised.as_ref().map(|r| r.role).filter(|r| matches!(r, Role::Collect | Role::Script)) else { return };
    let host = facts.address.host();
    let Some((_, stated)) = CLOUDS.iter().find(|(cloud, _)| site::is_below(host, cloud)).filter(|_| !facts.party.is_own()) else { return };
    let said = if role == Role::Collect {
        t!("This analytics is hosted by a vendor ({host}), not by you.")
    } else {
        t!("This analytics is loaded from a vendor’s cloud ({host}); hits to a name of your own may end there too.")
    };
    // On a page that tells nothing it is a fact; where the page says why somebody is there, somebody else keeps that.
    let severity = if role == Role::Collect && scene.context >= 1 { Severity::Low } else { Severity::Info };
    let address = words::excerpt_address(facts.address.origin(), &Default::default());
    let mut draft = Draft::of(&DOC, facts, scene, 0, said).at(severity).about(role.word()).proof_at("host".to_owned(), t!("host"), address);
    draft.limits.push(stated.say().to_owned());
    out.push(draft);
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";
    const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";

    #[test]
    fn words_and_examples() {
        check(
            Kind::CloudProcessor,
            &[
                Row::sent(PAGE, "https://clinic.matomo.cloud/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042"),
                Row::sent(HIV, "https://clinic.piwik.pro/ppms.php?idsite=dc0f2c80-79d8-456a-9c77-6d48d6f867dd&rec=1"),
                Row::sent(PAGE, "https://cdn.matomo.cloud/stats.clinic.example/container_AbCd1234.js"),
            ],
            &[
                Row::sent(PAGE, "https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042"),
                Row::sent(PAGE, "https://stats.clinic.example/ppms.php?idsite=dc0f2c80-79d8-456a-9c77-6d48d6f867dd&rec=1"),
                Row::sent(PAGE, "https://clinic.matomo.cloud/index.php?module=Login"),
                Row::sent("https://clinic.matomo.cloud/index.php", "https://clinic.matomo.cloud/matomo.php?idsite=1&rec=1"),
            ],
        );
    }
}
