//! Maps, videos, fonts, captchas: content from another company that learns of the visit.

use super::{Doc, Draft, Scene, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::vendor::{Category, Role};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::EmbedContact,
    sees: message!("Requests to providers of maps, videos, fonts, captchas, social media posts and buttons, and other embedded content."),
    why: message!(
        "Showing the content tells its provider the visitor's network address and this site's name; a video's number can name a condition."
    ),
    cannot_tell: message!("What the provider does with it."),
    fix: message!("Use a picture of the map, load videos on click, host fonts yourself."),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let Some(r) = facts.recognised.as_ref().filter(|_| !facts.party.is_own()) else { return };
    let what = match r.vendor.category {
        Category::Maps => t!("this map"),
        Category::Video => t!("this video"),
        Category::Fonts => t!("these fonts"),
        Category::Captcha => t!("this captcha"),
        Category::Embed => t!("this embedded content"),
        Category::Social if r.role == Role::Embed => t!("this social media content"),
        _ => return,
    };
    let on_topic = scene.page.is_some_and(|p| p.sensitive) && r.vendor.category == Category::Video;
    let severity = if on_topic { Severity::Low } else { Severity::Info };
    let said = t!("Showing {what} tells {} the visitor's network address and your site's name.", words::to_whom(facts));
    let address = words::excerpt_address(facts.address.without_fragment(), &Default::default());
    out.push(Draft::of(&DOC, facts, scene, u8::from(on_topic), said).at(severity).proof_at("address".to_owned(), t!("request"), address));
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        check(
            Kind::EmbedContact,
            &[
                Row::sent("https://www.clinic.example/p/1042", "https://www.youtube.com/embed/dQw4w9WgXcQ"),
                Row::sent("https://www.clinic.example/conditions/hiv-testing", "https://www.youtube.com/embed/dQw4w9WgXcQ"),
                Row::sent("https://www.clinic.example/p/1042", "https://maps.googleapis.com/maps/api/js?key=AIzaX"),
                Row::sent("https://www.clinic.example/p/1042", "https://fonts.gstatic.com/s/roboto/v30/a.woff2"),
                Row::sent("https://www.clinic.example/p/1042", "https://www.google.com/recaptcha/api2/anchor?k=6Lx"),
                Row::sent(
                    "https://www.clinic.example/p/1042",
                    "https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Fwww.facebook.com%2Fclinic",
                ),
            ],
            &[
                Row::sent("https://www.clinic.example/p/1042", "https://www.clinic.example/fonts/sans.woff2"),
                Row::sent("https://www.clinic.example/p/1042", "https://www.facebook.com/tr/?id=1&ev=PageView"),
            ],
        );
    }
}
