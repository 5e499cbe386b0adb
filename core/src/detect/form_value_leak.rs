//! What stands in a field of the page, inside a request to another company.

use super::confirmed::{Confirmed, Tells};
use super::identity_with_health_context::{Part, Side};
use super::service::{Service, service};
use super::{Doc, Draft, Scene, proven, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::known::What;

pub(super) const DOC: Doc = Doc {
    kind: Kind::FormValueLeak,
    sees: "What stands in a field of the page, found again in a request to another company, as it is or in a form it can be read back from (base64, hex, cut over several fields …). No guess: the value typed is known.",
    why: "What people type is a message to you. A script that reads along tells others of it, often letter by letter and before anybody pressed Send.",
    cannot_tell: "Whether the recipient keeps it, whether a contract covers it, and whether the visitor was told. A value typed and a word the tag sends anyway may be the same word.",
    fix: "Take the tag off pages with forms, or put the form in a frame of its own that loads no tags; turn off automatic form capture (Meta automatic advanced matching, GA4 form interactions, autocapture) and mask every input in recorders. Then type again and look.",
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, known: &[Confirmed<'_>], out: &mut Vec<Draft>) {
    for c in known.iter().filter(|c| c.tells == Tells::Typed) {
        let service = service(facts);
        // Signing in is what it is for.
        if service == Some(Service::SignIn) {
            continue;
        }
        let about = about(c);
        if let Some(draft) = out.iter_mut().find(|d| d.kind == DOC.kind && d.subject == about) {
            *draft = c.prove(facts, scene, draft.clone());
            continue;
        }
        out.push(c.prove(facts, scene, draft(facts, scene, c, service).about(about)));
    }
}

/// A finding for each field of the page.
fn about(c: &Confirmed<'_>) -> String {
    let label = proven::label(c.label);
    if label.is_empty() { c.value.what.word().to_owned() } else { label }
}

fn draft(facts: &Facts<'_>, scene: &Scene<'_>, c: &Confirmed<'_>, service: Option<Service>) -> Draft {
    let what = c.value.what;
    let label = proven::label(c.label);
    let into = if label.is_empty() { "in a form".to_owned() } else { format!("into “{label}”") };
    let whom = words::to_whom(facts);
    let when = moment(scene, c);
    if what.is_secret() {
        let said = what.said();
        let card = what == What::Card && service == Some(Service::Payment);
        return match (c.found.one_way, card) {
            (_, true) => Draft::of(
                &DOC,
                facts,
                scene,
                4,
                format!("The {said} typed here was sent to {whom}, which takes payments: it gets the card the visitor pays with."),
            )
            .at(Severity::Low),
            (true, _) => Draft::of(
                &DOC,
                facts,
                scene,
                4,
                format!("A scrambled version of the {said} typed here was sent to {whom}: whoever has a guess can check it."),
            )
            .at(Severity::High),
            _ => Draft::of(&DOC, facts, scene, 4, format!("The {said} typed here was sent to {whom}{when}.")).at(Severity::Critical),
        };
    }
    let direct = c.direct();
    let reveal = facts.own.text(&c.value.text, "search");
    let telling = what == What::Text && reveal.sensitive;
    let said = match (direct, what.identifier()) {
        (Some(_), Some(_)) => format!("The {} typed {into} was sent to {whom}{when}.", what.said()),
        (Some((_, words)), None) => format!("What was typed {into} was sent to {whom}{when}, with {words} in it."),
        _ if telling => format!("What was typed {into} was sent to {whom}{when}, and it names {}.", reveal.matter()),
        _ => format!("What was typed {into} was sent to {whom}{when}."),
    };
    let place = matches!(what, What::Zip | What::City);
    let mut draft = Draft::of(&DOC, facts, scene, if direct.is_some() || telling { 4 } else { 3 }, said);
    draft = match direct {
        Some((kind, words)) => draft.half(Part::plain(kind, words)),
        None if telling => draft.half(Part::wordless(Side::Written)),
        None => draft,
    };
    if telling && reveal.raises {
        draft.raised.push("the topic is one of the most sensitive".to_owned());
    }
    let lower = match service {
        Some(Service::Lookup) => "it looks up places and addresses, which a form may need; a company is told all the same",
        Some(Service::Payment) => "it takes payments, which needs the payer’s details",
        Some(Service::Captcha) => "it tells people from bots; still it is told what was typed",
        Some(Service::Scheduling) => "it books appointments, which is what the form is for; ask for its agreement",
        Some(Service::Chat) => "it carries the chat these words may be meant for; ask for its agreement",
        Some(Service::SignIn) | None if place => "a place alone names nobody",
        Some(Service::SignIn) | None => return draft,
    };
    // What its service needs is said, and never as the gravest.
    draft.raised.clear();
    draft.lowered.push(lower.to_owned());
    let names_somebody = direct.is_some() && !matches!(what, What::Street | What::Address);
    match service {
        Some(Service::Lookup) if !telling && !names_somebody => draft.at(Severity::Medium),
        Some(Service::Payment) if !telling => draft.at(Severity::High),
        _ => draft,
    }
}

/// When, to the person who typed: before or after the form was sent.
fn moment(scene: &Scene<'_>, c: &Confirmed<'_>) -> &'static str {
    let typed = proven::typed(c.value, scene.at);
    let sent = typed.and_then(|(at, _, when)| scene.known?.sent(at, when));
    match sent {
        Some(form) if form.when <= scene.at => " when the form was sent",
        _ => " before the form was sent",
    }
}
