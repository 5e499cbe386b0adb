//! Who the visitor is and what the visit is about, told to one recipient: two findings, one story.
//!
//! Either half alone is a leak. Together they say that a person looked for a clinic, a test, a cure; so a recipient that got both
//! has one finding of this kind, joined from the others ([`crate::tab`] keeps the books).

use super::{Doc, Draft, words};
use crate::finding::{Axes, Finding, Kind, Severity};
use crate::identify::IdKind;
use crate::reveal::Reveal;
use leaklight_text::{message, t};
use serde::{Deserialize, Serialize};

pub(super) const DOC: Doc = Doc {
    kind: Kind::IdentityWithHealthContext,
    sees: message!(
        "One recipient that got both: something that says who the visitor is (a personal detail, plain or scrambled, or a user number) and something that says what the visit is about (a telling address, title, search, event, button or previous page). In one request, or over the visit."
    ),
    why: message!(
        "Either half alone may be explained away. Together they say which person looked for which care: that is the record nobody meant to send."
    ),
    cannot_tell: message!(
        "Whether the detail is the visitor's own, whether the recipient puts the two together, keeps them or drops them, and whether a contract covers it."
    ),
    fix: message!(
        "Cut one half off, best both: no personal detail and no user number in any tag, and no tag that is told addresses, titles or searches on telling pages. The findings joined here name each field."
    ),
};

/// The most pieces of proof: who and what first, then one of each other finding.
const PROOFS: usize = 6;

/// Which half of the story a finding tells, and by what. What says who comes first, the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Side {
    /// The site's number for the user.
    Number,
    /// A digest of a contact detail.
    Hashed,
    /// A personal detail as it is.
    Plain,
    /// The page before.
    Previous,
    /// A form field's name or text.
    Field,
    /// A button's or link's text.
    Button,
    /// An event's name or parameter.
    Event,
    /// Words typed into search.
    Search,
    /// Words written into a form.
    Written,
    /// The page's title.
    Title,
    /// The page's address.
    Page,
}

impl Side {
    /// True for what says who, false for what says what the visit is about.
    pub(crate) const fn is_who(self) -> bool {
        matches!(self, Side::Number | Side::Hashed | Side::Plain)
    }
}

/// What a finding adds to a joined one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub side: Side,
    /// Of several plain details, the one that points at a person most surely is named.
    pub rank: u8,
    /// As it goes on in a sentence: "an e-mail address", "“HIV testing”".
    pub words: String,
    /// A plain detail as a mark of a person: "this e-mail address".
    this: String,
}

impl Part {
    /// A plain personal detail with its article.
    pub(super) fn plain(kind: IdKind, words: &str) -> Part {
        let rank = match kind {
            IdKind::Email => 9,
            IdKind::Ssn | IdKind::Mrn | IdKind::Mbi => 8,
            IdKind::MemberId | IdKind::Card => 7,
            IdKind::Phone => 6,
            IdKind::Name => 5,
            IdKind::PostalAddress => 4,
            IdKind::Dob => 3,
            _ => 1,
        };
        Part { side: Side::Plain, rank, words: words.to_owned(), this: words::this(kind).to_owned() }
    }

    /// What needs no words: a number, a digest, or words of the visitor's own, which are not repeated beside their mask.
    pub(super) fn wordless(side: Side) -> Part {
        Part { side, rank: 0, words: String::new(), this: String::new() }
    }

    /// What the visit is about.
    pub(super) fn of(side: Side, reveal: &Reveal) -> Part {
        Part { side, rank: u8::from(reveal.intent), words: reveal.named(), this: String::new() }
    }

    /// As a thing one can get.
    fn thing(&self) -> String {
        let words = &self.words;
        match self.side {
            Side::Number => t!("a user number").to_owned(),
            Side::Hashed => t!("a scrambled personal detail").to_owned(),
            Side::Plain => words.clone(),
            Side::Previous => t!("a previous page about {words}"),
            Side::Field => t!("a form field about {words}"),
            Side::Button => t!("a button about {words}"),
            Side::Event => t!("an event named after {words}"),
            Side::Search => t!("search words that name a sensitive matter").to_owned(),
            Side::Written => t!("words written in a form that name a sensitive matter").to_owned(),
            Side::Title => t!("a page title that names {words}"),
            Side::Page => t!("your page about {words}"),
        }
    }

    /// As something a person does.
    fn does(&self) -> String {
        let words = &self.words;
        match self.side {
            Side::Previous => t!("came from a page about {words}"),
            Side::Field => t!("was shown a form field about {words}"),
            Side::Button => t!("pressed or saw {words}"),
            Side::Event => t!("set off an event named after {words}"),
            Side::Written => t!("wrote something in a form that names a sensitive matter").to_owned(),
            Side::Search => t!("searched for something that names a sensitive matter").to_owned(),
            _ => t!("is on your page about {words}"),
        }
    }
}

/// One half: the finding and what it adds.
pub(crate) type Half<'a> = (&'a Finding, &'a Part);

/// The joined finding of two halves. `once` where both came in one request; `others` are further findings of the same story.
pub(crate) fn join(who: Half<'_>, what: Half<'_>, once: bool, others: &[Half<'_>]) -> Draft {
    let ((person, mark), (matter, topic)) = (who, what);
    let same = person.recipient.as_ref().map(|r| &r.id) == matter.recipient.as_ref().map(|r| &r.id);
    let mut recipient = person.recipient.clone();
    let name = |f: &Finding| f.recipient.as_ref().map_or_else(String::new, |r| short(&r.name).to_owned());
    let (got_who, got_what) = match same {
        true => (mark.thing(), topic.thing()),
        false => (format!("{} ({})", mark.thing(), name(person)), format!("{} ({})", topic.thing(), name(matter))),
    };
    if let Some(r) = recipient.as_mut().filter(|_| !same)
        && let Some(owner) = &r.owner
    {
        r.name.clone_from(owner);
    }
    let called = recipient.as_ref().map_or("", |r| short(&r.name));
    let inside = words::inside(called.to_owned(), recipient.as_ref().is_some_and(|r| r.id.starts_with(words::OWN)));
    let said = match (once, mark.side) {
        (true, Side::Plain) => t!("{called} was told that the person with {} {}.", mark.this, topic.does()),
        (true, _) => t!("In one request {inside} got {got_who} and {got_what}: together they could tell who looked for what."),
        (false, _) => {
            t!("Over this visit {inside} got {got_who} and, in another request, {got_what}: together they could tell who looked for what.")
        }
    };
    let axes = axes(person, matter, mark.side == Side::Plain);
    let mut draft = Draft { axes, recipient, ..Draft::here(&DOC, axes.data, axes.context, said) };
    let own = axes.recipient < 2;
    let base = if own { Severity::Medium } else { axes.severity().max(Severity::High) };
    let gravest = others.iter().chain([&who, &what]).map(|(f, _)| f.severity).max().unwrap_or(Severity::Info);
    let topics = others.iter().chain([&what]).filter(|(_, p)| !p.side.is_who()).map(|(f, _)| &f.raised);
    let raises = topics.filter(|why| !why.is_empty()).take(1).filter(|_| !own && base < Severity::Critical);
    draft = draft.at(base);
    draft.raised.extend(raises.cloned());
    if gravest > draft.severity() {
        // The story is never told as less than one of its parts.
        draft = draft.at(gravest);
        draft.raised.clear();
    }
    draft.limits = person.limits.iter().chain(matter.limits.iter().filter(|l| !person.limits.contains(l))).cloned().collect();
    if !once {
        draft.limits.push(t!("The two came in different requests: whether the company joins them is not visible.").to_owned());
    }
    let firsts = others.iter().filter_map(|(f, _)| f.evidence.first());
    draft.evidence = person.evidence.iter().take(1).chain(matter.evidence.first()).chain(firsts).take(PROOFS).cloned().collect();
    draft.sum.clone_from(&matter.sum);
    draft
}

/// Each axis as far as either half goes; a plain detail is data of the gravest kind.
fn axes(who: &Finding, what: &Finding, plain: bool) -> Axes {
    let (a, b) = (who.axes, what.axes);
    Axes {
        data: if plain { 4 } else { b.data.max(2) },
        identity: a.identity.max(b.identity),
        recipient: a.recipient.max(b.recipient),
        context: a.context.max(b.context),
        consent: a.consent.max(b.consent),
    }
}

/// A former name in brackets is left to the panel.
fn short(name: &str) -> &str {
    name.split_once(" (").map_or(name, |(short, _)| short)
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{From, Row, check_visits};
    use crate::finding::Kind;
    use crate::known::What;

    const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
    const PLAIN: &str = "https://www.clinic.example/p/1042";
    const META_HIV: &str = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    const META_LEAD: &str = "https://www.facebook.com/tr/?id=1&ev=Lead&dl=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042&udff[em]=973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";
    const GA: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2";
    const GA_HIV: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
    const GA_MAIL: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.email=jordan.avery%40example.org";
    const GA_SEARCH: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&uid=p-4711&en=view_search_results&ep.search_term=chest%20pain";
    const ADS_MAIL: &str = "https://www.googleadservices.com/pagead/conversion/1/?url=https%3A%2F%2Fwww.clinic.example%2Fp%2F1042%3Femail%3Djordan.avery%2540example.org";
    const MATOMO: &str = "https://stats.clinic.example/matomo.php?idsite=1&rec=1&uid=p-4711&url=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing&_id=0123456789abcdef";
    const SEGMENT: &str = "https://api.segment.io/v1/t";
    const BOTH: &str = r#"{"writeKey":"w","type":"track","event":"Viewed","context":{"traits":{"email":"jordan.avery@example.org"},"page":{"url":"https://www.clinic.example/conditions/hiv-testing"}}}"#;

    #[test]
    fn words_and_examples() {
        check_visits(
            Kind::IdentityWithHealthContext,
            &[
                // In one request, then in another once more.
                &[Row::posted(HIV, SEGMENT, BOTH), Row::posted(HIV, SEGMENT, BOTH)],
                // Over the visit, on different pages.
                &[Row::sent(PLAIN, GA_MAIL), Row::sent(HIV, GA_HIV)],
                &[Row::sent(HIV, META_HIV), Row::sent(PLAIN, META_LEAD)],
                // Two services of one owner.
                &[Row::sent(PLAIN, ADS_MAIL), Row::sent(HIV, GA_HIV)],
                // A number for the user beside what they searched for: typed words are not repeated.
                &[Row::sent("https://www.clinic.example/find-a-doctor", GA_SEARCH)],
                // What was typed into two fields of one form: who, and what about.
                &[Row::posted(
                    PLAIN,
                    SEGMENT,
                    r#"{"writeKey":"w","type":"track","event":"Form","properties":{"a1":"am9yZGFuLmF2ZXJ5QGV4YW1wbGUub3Jn","a2":"I think my HIV test came back positive"}}"#,
                )
                .knows(What::Email, From::Typed("E-mail", 0), "jordan.avery@example.org")
                .knows(What::Text, From::Typed("Reason", 0), "I think my HIV test came back positive")],
                // Your own analytics got both.
                &[Row::sent(HIV, MATOMO)],
            ],
            &[
                // Who alone, what alone, and neither.
                &[Row::sent(PLAIN, GA_MAIL)],
                &[Row::sent(HIV, GA_HIV)],
                &[Row::sent(PLAIN, GA)],
                // A visitor number is nobody's name.
                &[Row::sent(HIV, META_HIV), Row::sent(HIV, GA_HIV)],
                // Two companies got one half each.
                &[Row::sent(PLAIN, GA_MAIL), Row::sent(HIV, META_HIV)],
                // A member of staff signs in, somebody asks for a newsletter.
                &[Row::posted(
                    "https://www.clinic.example/staff/login",
                    SEGMENT,
                    r#"{"type":"identify","traits":{"email":"jordan.avery@example.org"}}"#,
                )],
                &[Row::sent("https://www.clinic.example/careers/oncology-nurse", GA_MAIL)],
                // Another site's page is another story.
                &[Row::sent("https://shop.example/thanks", GA_MAIL), Row::sent(HIV, GA_HIV)],
                // The site itself needs to know who books what.
                &[Row::posted(
                    HIV,
                    "https://www.clinic.example/api/book",
                    r#"{"email":"jordan.avery@example.org","url":"https://www.clinic.example/conditions/hiv-testing"}"#,
                )],
            ],
        );
    }
}
