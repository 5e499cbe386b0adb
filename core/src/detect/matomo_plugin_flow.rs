//! What a plugin of Matomo sends beyond page views.

use super::{Doc, Draft, Scene, draft, words};
use crate::address::cut;
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::matomo::hit::{self, Hit};
use crate::reveal::Reveal;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::MatomoPluginFlow,
    sees: message!(
        "Payloads of plugins in hits to Matomo and its kin: heatmap and session recording, form analytics, video and sound, program errors, A/B tests. A plugin that is only loaded or only asks for its settings is not reported."
    ),
    why: message!(
        "A plugin can send far more than a page view: the page as the visitor saw it, what was typed, the names of a form’s fields. What is recorded is one question, who gets it another; both are told here."
    ),
    cannot_tell: message!(
        "Which parts of a page are masked before they are packed into a recording, what the server drops, and what a plugin sends from server to server."
    ),
    fix: message!(
        "Keep recordings and form analytics off telling pages, forms and portals: `HeatmapSessionRecording::disable`, `FormAnalytics::disableFormAnalytics`. `HeatmapSessionRecording::disableCaptureKeystrokes`; `data-matomo-mask` around what must not be recorded, and no `data-matomo-unmask`."
    ),
};

/// The longest text taken as proof, in bytes.
const MAX_TEXT: usize = 2048;

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    if !hit::collects(facts) || !facts.fields.items.iter().any(|f| is_plugins(f.key(), &f.value)) {
        return;
    }
    for hit in hit::hits(facts) {
        recording(facts, scene, &hit, out);
        form(facts, scene, &hit, out);
        let plugins: [(&str, Plugin, &[&str]); 3] = [
            ("ma_id", Plugin::Media, &["ma_ti", "ma_re"]),
            ("cra", Plugin::Crash, &["cra", "cra_st"]),
            ("e_a", Plugin::Test, &["e_a", "e_n"]),
        ];
        for (told_by, plugin, proof) in plugins {
            if hit.get(told_by).is_some() && (told_by != "e_a" || hit.get("e_c") == Some("abtesting")) {
                let texts = proof.iter().filter_map(|name| hit.field(name));
                add(out, texts_of(facts, scene, &hit, plugin, texts));
            }
        }
    }
}

/// A plugin whose proof are texts of the page.
#[derive(Clone, Copy)]
enum Plugin {
    Media,
    Crash,
    Test,
    Form,
}

impl Plugin {
    /// Tells its findings from those of other plugins.
    const fn word(self) -> &'static str {
        match self {
            Plugin::Media => "media analytics",
            Plugin::Crash => "crash analytics",
            Plugin::Test => "A/B testing",
            Plugin::Form => "form analytics",
        }
    }

    /// What it is called, and what it sends.
    fn said(self) -> (&'static str, &'static str) {
        match self {
            Plugin::Media => (t!("media analytics"), t!("what was played on this page")),
            Plugin::Crash => (t!("crash analytics"), t!("errors of this page, with whatever stands in them,")),
            Plugin::Test => (t!("A/B testing"), t!("which variation of a test this visitor sees")),
            Plugin::Form => (t!("form analytics"), t!("the names of this form and its fields, and how they are filled in,")),
        }
    }
}

/// A cheap look at one field before the hit is taken apart.
fn is_plugins(key: &str, value: &str) -> bool {
    key.starts_with("hsr_") || key.starts_with("fa_") || key.starts_with("ma_") || key == "cra" || key == "e_c" && value == "abtesting"
}

fn add(out: &mut Vec<Draft>, draft: Draft) {
    if !out.iter().any(|d| d.kind == draft.kind && d.subject == draft.subject) {
        out.push(draft);
    }
}

fn recording(facts: &Facts<'_>, scene: &Scene<'_>, hit: &Hit<'_>, out: &mut Vec<Draft>) {
    let Some(found) = hit.recording() else { return };
    let to_others = draft::to_others(facts);
    // As for every recorder: what the page is for decides how grave it is that somebody else sees it.
    let seen = match scene.context {
        3 => Severity::Critical,
        2 => Severity::High,
        _ => Severity::Medium,
    };
    let personal = found.typed.is_some_and(|i| facts.identifiers.iter().any(|id| id.field == i && words::direct(id.kind).is_some()));
    let own_typed = if personal { Severity::Medium } else { Severity::Low };
    let pieces = [
        (found.typed, "typed", t!("keystrokes (what the visitor types into fields)"), own_typed, Severity::Critical),
        (found.chosen, "chosen", t!("choices the visitor makes in forms"), Severity::Low, Severity::High),
        (found.masked, "masked", t!("how much the visitor types into fields (masked, not what)"), Severity::Info, seen),
        (found.content, "content", t!("the content of this page"), Severity::Info, seen),
    ];
    for (field, subject, what, own, other) in pieces {
        let Some(field) = field else { continue };
        let data = if matches!(subject, "typed" | "chosen") { 3 } else { scene.page.map_or(1, Reveal::data) };
        let draft = base(facts, scene, t!("heatmap and session recording"), what, "", data).at(if to_others { other } else { own });
        add(out, draft.about(subject).proof(facts, field, Excerpt::value(cut(hit.value(field), MAX_TEXT))));
    }
    if found.moves && found.content.is_none() {
        let draft = base(facts, scene, t!("heatmap and session recording"), t!("moves, clicks and scrolling"), "", 1);
        let field = hit.params.iter().find(|(name, i)| name.ends_with("[s]") && !hit.value(*i).is_empty()).map(|(_, i)| *i);
        let draft = draft.at(if to_others { seen } else { Severity::Info }).about("moves");
        add(
            out,
            match field {
                Some(i) => draft.proof(facts, i, words::excerpt_address(cut(hit.value(i), MAX_TEXT), &Reveal::default())),
                None => draft,
            },
        );
    }
}

fn form(facts: &Facts<'_>, scene: &Scene<'_>, hit: &Hit<'_>, out: &mut Vec<Draft>) {
    if hit.get("fa_vid").is_none() && !hit.params.iter().any(|(name, _)| name.starts_with("fa_fp[")) {
        return;
    }
    let names = hit.params.iter().filter(|(name, _)| {
        matches!(*name, "fa_name" | "fa_id" | "fa_ef" | "fa_lf")
            || name.ends_with("].fa_fn")
            || name.ends_with("[fa_name]")
            || name.ends_with("[fa_id]")
    });
    let names = names.map(|(_, i)| *i).filter(|i| !hit.value(*i).is_empty()).take(40);
    add(out, texts_of(facts, scene, hit, Plugin::Form, names));
}

/// A draft whose proof are texts of the page; telling ones first.
fn texts_of(facts: &Facts<'_>, scene: &Scene<'_>, hit: &Hit<'_>, plugin: Plugin, fields: impl Iterator<Item = usize>) -> Draft {
    let judged = fields.map(|i| (i, facts.own.text(cut(hit.value(i), MAX_TEXT), "button")));
    let mut texts: Vec<(usize, Reveal)> = judged.collect();
    crate::order::sort_by(&mut texts, |(_, a), (_, b)| b.sensitive.cmp(&a.sensitive));
    let telling = texts.first().filter(|(_, reveal)| reveal.sensitive).map(|(_, reveal)| reveal.clone());
    let (name, what) = plugin.said();
    let named = telling.as_ref().map(Reveal::named).unwrap_or_default();
    let mut draft = base(facts, scene, name, what, &named, telling.as_ref().map_or(1, Reveal::data)).about(plugin.word());
    if !draft::to_others(facts) {
        draft = draft.at(if telling.is_some() { Severity::Low } else { Severity::Info });
    }
    for (field, reveal) in texts.into_iter().take(3) {
        draft = draft.proof(facts, field, words::excerpt_address(cut(hit.value(field), MAX_TEXT), &reveal));
    }
    draft
}

/// `named`: what the texts name, where they tell something.
fn base(facts: &Facts<'_>, scene: &Scene<'_>, plugin: &str, what: &str, named: &str, data: u8) -> Draft {
    let product = facts.recognised.as_ref().map_or("Matomo", |r| r.vendor.name);
    let to_others = draft::to_others(facts);
    let whom = if to_others { facts.address.host() } else { t!("your own server") };
    let said = match named {
        "" => t!("{product}’s {plugin} is sending {what} to {whom}."),
        named => t!("{product}’s {plugin} is sending {what} to {whom}; {named} is named there."),
    };
    let mut draft = Draft::of(&DOC, facts, scene, data, said);
    draft.limits.push(if to_others {
        t!("What is recorded and who gets it both count here.").to_owned()
    } else {
        t!("It stays with the site: what counts here is what is recorded, not who gets it.").to_owned()
    });
    draft
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://www.clinic.example/p/1042";
    const BOOK: &str = "https://www.clinic.example/schedule-appointment";
    const OWN: &str = "https://stats.clinic.example/matomo.php";
    const CLOUD: &str = "https://clinic.matomo.cloud/matomo.php";

    #[test]
    fn words_and_examples() {
        const CONTENT: &str =
            "hsr_vid=Ab3dEf&hsr_ev[0][ti]=0&hsr_ev[0][ty]=5&hsr_ev[0][te]=%7B%22rootId%22%3A1%7D&hsr_ids[]=4&ca=1&idsite=1&rec=1";
        const TYPED: &str = "hsr_vid=Ab3dEf&hsr_ev[0][ty]=9&hsr_ev[0][s]=%23why&hsr_ev[0][te]=I%20found%20a%20lump&hsr_ev[1][ty]=10&hsr_ev[1][s]=%23who&hsr_ev[1][te]=for%20myself&hsr_ids[]=4&ca=1&idsite=1&rec=1";
        check(
            Kind::MatomoPluginFlow,
            &[
                Row::posted(PAGE, OWN, CONTENT),
                Row::posted(BOOK, CLOUD, CONTENT),
                Row::posted(BOOK, OWN, TYPED),
                Row::posted(PAGE, CLOUD, TYPED),
                Row::posted(
                    PAGE,
                    OWN,
                    "{\"requests\":[\"?hsr_vid=Ab3dEf&hsr_ev%5B0%5D%5Bty%5D=9&hsr_ev%5B0%5D%5Bte%5D=****&hsr_ev%5B1%5D%5Bty%5D=2&hsr_ev%5B1%5D%5Bs%5D=%23book&hsr_ids%5B%5D=4&idsite=1&rec=1\"]}",
                ),
                Row::sent(
                    BOOK,
                    "https://stats.clinic.example/matomo.php?fa_vid=Ab3dEf&fa_name=Intake&fa_ef=first&fa_fields=%5B%7B%22fa_fn%22%3A%22hiv_status%22%2C%22fa_ft%22%3A%22select%22%7D%5D&ca=1&idsite=1&rec=1",
                ),
                Row::sent(
                    PAGE,
                    "https://clinic.matomo.cloud/matomo.php?action_name=Page&fa_pv=1&fa_fp[0][fa_vid]=Ab3dEf&fa_fp[0][fa_id]=newsletter&idsite=1&rec=1",
                ),
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?ma_id=x1y2z3&ma_ti=Living%20with%20HIV&ma_re=%2Fv.mp4&ca=1&idsite=1&rec=1",
                ),
                Row::sent(PAGE, "https://stats.clinic.example/matomo.php?ca=1&cra=x%20is%20not%20defined&cra_st=at%20book&idsite=1&rec=1"),
                Row::sent(PAGE, "https://stats.clinic.example/matomo.php?e_c=abtesting&e_a=booking-button&e_n=original&idsite=1&rec=1"),
            ],
            &[
                Row::sent(PAGE, "https://stats.clinic.example/matomo.php?idsite=1&rec=1&action_name=Page&e_c=Form&e_a=sent"),
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/plugins/HeatmapSessionRecording/configs.php?idsite=1&trackerid=x&url=https%3A%2F%2Fwww.clinic.example%2F",
                ),
                Row::sent(PAGE, "https://www.clinic.example/api?fa_vid=Ab3dEf&fa_name=Intake"),
            ],
        );
    }
}
