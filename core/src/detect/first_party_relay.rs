//! A vendor's payload going to the site's own host.

use super::{Doc, Draft, Scene, words};
use crate::address::Address;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::reveal::Reveal;
use crate::vendor::{How, Meaning};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::FirstPartyRelay,
    sees: message!(
        "The shape of a vendor's payload (its parameter names) in a request to the site's own host, and host names that vendors' customers are known to give theirs."
    ),
    why: message!("Tag gateways, server containers and proxies take data in under the site's own name and can pass it on."),
    cannot_tell: message!("Where the server sends it next: only the first hop is seen. Ask the owner of that server."),
    fix: message!("Ask for the server container's or gateway's configuration, and treat it as a recipient until you know."),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let Some(r) = facts.recognised.as_ref().filter(|_| facts.is_relay() && !words::is_self_hosted(facts)) else { return };
    let telling = facts
        .meaning(Meaning::PageAddress)
        .filter_map(|i| facts.fields.items.get(i).map(|f| (i, f)))
        .map(|(i, f)| (i, f, facts.own.address(&Address::parse(&f.value))))
        .find(|(.., reveal)| reveal.sensitive);
    let said = match r.how {
        How::Name => {
            t!("This host of yours is named as customers of {} name theirs: what it receives could go to that company.", r.vendor.owner)
        }
        How::Declared => t!("You said that this host of yours is {}: what it receives goes there.", r.vendor.name),
        How::Signature { matched, of } => {
            t!("This goes to your own server, but looks like data for {} ({matched} of {of} typical parameters match).", r.vendor.name)
        }
        How::Host => return,
    };
    let (data, severity) = match (&telling, r.how) {
        (Some(_), _) => (2, Severity::Medium),
        (None, How::Name) => (0, Severity::Info),
        (None, _) => (1, Severity::Low),
    };
    let draft = Draft::of(&DOC, facts, scene, data, said).at(severity);
    out.push(match telling {
        Some((i, f, reveal)) => draft.proof(facts, i, words::excerpt_address(&f.value, &reveal)),
        None => draft.proof_at(
            "address".to_owned(),
            t!("request"),
            words::excerpt_address(facts.address.without_fragment(), &Reveal::default()),
        ),
    });
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/conditions/hiv-testing";

    #[test]
    fn words_and_examples() {
        check(
            Kind::FirstPartyRelay,
            &[
                Row::sent(
                    PAGE,
                    "https://metrics.clinic.example/g/collect?v=2&tid=G-ABC1234567&gtm=45je&_p=123&cid=123.456&ul=en-us&sr=1920x1080&_s=1&sid=1700000000&sct=1&seg=0&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&dt=Page&en=page_view",
                ),
                Row::sent(PAGE, "https://sstats.clinic.example/x?events=a"),
            ],
            &[
                Row::sent(PAGE, "https://www.clinic.example/api/collect?v=2&id=77"),
                Row::sent("https://sstats.clinic.example/report", "https://sstats.clinic.example/api?v=2"),
                Row::sent(PAGE, "https://stats.clinic.example/api?v=2"),
                Row::sent(PAGE, "https://stats.clinic.example/matomo.php?idsite=1&rec=1&url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1"),
            ],
        );
    }
}
