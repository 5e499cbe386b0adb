//! What stands in a field of the page, inside a request to another company.

use super::confirmed::{Confirmed, Tells};
use super::identity_with_health_context::{Part, Side};
use super::service::{Service, service};
use super::{Doc, Draft, Scene, proven, words};
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::known::What;
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::FormValueLeak,
    sees: message!(
        "What stands in a field of the page, found again in a request to another company, as it is or in a form it can be read back from (base64, hex, cut over several fields …). No guess: the value typed is known."
    ),
    why: message!(
        "What people type is a message to you. A script that reads along tells others of it, often letter by letter and before anybody pressed Send."
    ),
    cannot_tell: message!(
        "Whether the recipient keeps it, whether a contract covers it, and whether the visitor was told. A value typed and a word the tag sends anyway may be the same word."
    ),
    fix: message!(
        "Take the tag off pages with forms, or put the form in a frame of its own that loads no tags; turn off automatic form capture (Meta automatic advanced matching, GA4 form interactions, autocapture) and mask every input in recorders. Then type again and look."
    ),
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
    let into = if label.is_empty() { t!("in a form").to_owned() } else { t!("into “{label}”") };
    let mut whom = words::to_whom(facts);
    // "your own server, in the language of Google Analytics 4, before …"
    if whom.contains(", ") {
        whom.push(',');
    }
    let when = moment(scene, c);
    if what.is_secret() {
        let card = what == What::Card && service == Some(Service::Payment);
        let what = what.the();
        return match (c.found.one_way, card) {
            (_, true) => Draft::of(
                &DOC,
                facts,
                scene,
                4,
                t!("The {what} typed here was sent to {whom}, which takes payments: it gets the card the visitor pays with."),
            )
            .at(Severity::Low),
            (true, _) => Draft::of(
                &DOC,
                facts,
                scene,
                4,
                t!("A scrambled version of the {what} typed here was sent to {whom}: whoever has a guess can check it."),
            )
            .at(Severity::High),
            _ => Draft::of(&DOC, facts, scene, 4, t!("The {what} typed here went to {whom}{when}.")).at(Severity::Critical),
        };
    }
    let direct = c.direct();
    let reveal = facts.own.text(&c.value.text, "search");
    let telling = what == What::Text && reveal.sensitive;
    let said = match (direct, what.identifier()) {
        (Some(_), Some(_)) => t!("The {what} typed {into} went to {whom}{when}.", what = what.the()),
        (Some((_, words)), None) => t!("What was typed {into} went to {whom}{when}, with {words} in it."),
        _ if telling => t!("What was typed {into} went to {whom}{when}, and it names {}.", reveal.matter()),
        _ => t!("What was typed {into} went to {whom}{when}."),
    };
    let place = matches!(what, What::Zip | What::City);
    let mut draft = Draft::of(&DOC, facts, scene, if direct.is_some() || telling { 4 } else { 3 }, said);
    draft = match direct {
        Some((kind, words)) => draft.half(Part::plain(kind, words)),
        None if telling => draft.half(Part::wordless(Side::Written)),
        None => draft,
    };
    if telling && reveal.raises {
        draft.raised.push(t!("the topic is one of the most sensitive").to_owned());
    }
    let lower = match service {
        Some(Service::Lookup) => t!("it looks up places and addresses, which a form may need; a company is told all the same"),
        Some(Service::Payment) => t!("it takes payments, which needs the payer’s details"),
        Some(Service::Captcha) => t!("it tells people from bots; still it is told what was typed"),
        Some(Service::Scheduling) => t!("it books appointments, which is what the form is for; ask for its agreement"),
        Some(Service::Chat) => t!("it carries the chat these words may be meant for; ask for its agreement"),
        Some(Service::SignIn) | None if place => t!("a place alone names nobody"),
        Some(Service::SignIn) | None => return draft,
    };
    // What its service needs is said, and never as the gravest.
    draft.raised.clear();
    draft.lowered.push(lower.to_owned());
    match service {
        Some(Service::Lookup) if !telling && direct.is_none() => draft.at(Severity::Medium),
        Some(Service::Lookup) if matches!(what, What::Street | What::Address) => draft.at(Severity::High),
        Some(Service::Payment) if !telling => draft.at(Severity::High),
        _ => draft,
    }
}

/// When, to the person who typed: before or after the form was sent.
fn moment(scene: &Scene<'_>, c: &Confirmed<'_>) -> &'static str {
    let typed = proven::typed(c.value, scene.at);
    let sent = typed.and_then(|(at, _, when)| scene.known?.sent(at, when, scene.at));
    match sent {
        Some(form) if form.when <= scene.at => t!(" when the form was sent"),
        _ => t!(" before the form was sent"),
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{From, Row, check, visit};
    use crate::finding::{Kind, Severity};
    use crate::known::What;

    const PAGE: &str = "https://www.clinic.example/book";
    const HIV: &str = "https://www.clinic.example/conditions/hiv-testing";
    const GA: &str = "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=form_start";
    const MAIL: &str = "jordan.avery@example.org";
    const REASON: &str = "I think my HIV test came back positive";
    const NEUTRAL: &str = "Tuesday would be best for me";

    fn typed(label: &'static str) -> From {
        From::Typed(label, 9_600)
    }

    #[test]
    fn words_and_examples() {
        check(
            Kind::FormValueLeak,
            &[
                // Before Send, some seconds before it, after it; plain, in base64, as a part of a longer text.
                Row::sent(PAGE, "https://collector.example/in?v=jordan.avery%40example.org").knows(What::Email, typed("E-mail"), MAIL),
                Row::posted(
                    PAGE,
                    "https://api.segment.io/v1/t",
                    r#"{"event":"Field","properties":{"value":"am9yZGFuLmF2ZXJ5QGV4YW1wbGUub3Jn"}}"#,
                )
                .knows(What::Email, typed("E-mail"), MAIL)
                .pressed("Send", 11_200),
                Row::sent(PAGE, "https://www.facebook.com/tr/?id=1&ev=Lead&cd[note]=I%20think%20my%20HIV%20test%20came%20back%20positive")
                    .knows(What::Text, typed("Reason for your visit"), REASON)
                    .pressed("Send request", 9_700),
                // Two fields of one form.
                Row::posted(PAGE, "https://collector.example/log", r#"{"f":[{"n":"a1","v":"Jordan"},{"n":"a2","v":"(415) 555-0137"}]}"#)
                    .knows(What::FirstName, typed("First name"), "Jordan")
                    .knows(What::Phone, typed("Phone"), "(415) 555-0137"),
                // A free text tells nothing by itself; one may hold a detail.
                Row::sent(PAGE, "https://collector.example/in?v=Tuesday%20would%20be%20best%20for%20me").knows(
                    What::Text,
                    typed("Comments"),
                    NEUTRAL,
                ),
                Row::sent(PAGE, "https://collector.example/in?v=Please%20write%20to%20jordan.avery%40example.org").knows(
                    What::Text,
                    typed("Comments"),
                    "Please write to jordan.avery@example.org",
                ),
                Row::sent(PAGE, "https://collector.example/in?v=Tuesday%20would%20be%20best%20for%20me").knows(
                    What::Text,
                    typed(""),
                    NEUTRAL,
                ),
                // The field's name and a short word.
                Row::sent(PAGE, "https://collector.example/in?zip=60601").knows(What::Zip, typed("ZIP code"), "60601"),
                // Passwords and cards.
                Row::posted(PAGE, "https://collector.example/log", r#"{"value":"correct horse battery"}"#).knows(
                    What::Password,
                    typed("Password"),
                    "correct horse battery",
                ),
                Row::posted(PAGE, "https://api.stripe.com/v1/payment_methods", "type=card&card[number]=4242424242424242").knows(
                    What::Card,
                    typed("Card number"),
                    "4242424242424242",
                ),
                Row::posted(PAGE, "https://collector.example/log", r#"{"value":"4242424242424242"}"#).knows(
                    What::Card,
                    typed("Card number"),
                    "4242424242424242",
                ),
                // Services a form may need are said, and not as the gravest.
                Row::sent(PAGE, "https://us-autocomplete-pro.api.smarty.com/lookup?key=1&search=350%20Maple%20Street").knows(
                    What::Street,
                    typed("Street address"),
                    "350 Maple Street",
                ),
                Row::posted(
                    PAGE,
                    "https://api-iam.intercom.io/messenger/web/ping",
                    "app_id=abc123&v=3&body=I+think+my+HIV+test+came+back+positive",
                )
                .knows(What::Text, typed("Your message"), REASON),
                Row::posted(PAGE, "https://calendly.com/api/booking/invitees", r#"{"email":"jordan.avery@example.org"}"#).knows(
                    What::Email,
                    typed("E-mail"),
                    MAIL,
                ),
                // A relay on the site's own host.
                Row::sent(
                    PAGE,
                    "https://data.clinic.example/g/collect?v=2&tid=G-ABC1234567&cid=1.2&en=form_start&ep.v=jordan.avery%40example.org",
                )
                .knows(What::Email, typed("E-mail"), MAIL),
            ],
            &[
                // The site saves and checks what is typed.
                Row::posted(
                    PAGE,
                    "https://www.clinic.example/api/autosave",
                    r#"{"email":"jordan.avery@example.org","reason":"I think my HIV test came back positive"}"#,
                )
                .knows(What::Email, typed("E-mail"), MAIL)
                .knows(What::Text, typed("Reason"), REASON),
                Row::posted(PAGE, "https://api.clinic.example/validate", r#"{"password":"correct horse battery"}"#).knows(
                    What::Password,
                    typed("Password"),
                    "correct horse battery",
                ),
                // Another person's, and a value that left before anybody typed it.
                Row::sent(PAGE, "https://collector.example/in?v=robin.lee%40example.org").knows(What::Email, typed("E-mail"), MAIL),
                Row::sent(PAGE, "https://collector.example/in?v=jordan.avery%40example.org").knows(
                    What::Email,
                    From::Typed("E-mail", 14_000),
                    MAIL,
                ),
                Row::sent(PAGE, "https://collector.example/in?v=jordan.avery%40example.org").knows(
                    What::Email,
                    From::Persona("Jordan Avery"),
                    MAIL,
                ),
                // Any tag has short words, and single ones in longer texts.
                Row::sent(PAGE, "https://collector.example/in?status=none&n=yes").knows(What::Text, typed("Allergies"), "none"),
                Row::sent(PAGE, "https://collector.example/in?t=Monday%20hours").knows(What::Text, typed("Day"), "Monday"),
                // A digest is its own finding; so are search words.
                Row::sent(PAGE, "https://collector.example/in?em=973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b").knows(
                    What::Email,
                    typed("E-mail"),
                    "test@example.com",
                ),
                Row::sent(PAGE, GA).knows(What::Email, typed("E-mail"), MAIL),
                // Signing in with another company's help.
                Row::posted(
                    PAGE,
                    "https://clinic.okta.com/api/v1/authn",
                    r#"{"username":"jordan.avery@example.org","password":"correct horse battery"}"#,
                )
                .knows(What::Email, typed("E-mail"), MAIL)
                .knows(What::Password, typed("Password"), "correct horse battery"),
            ],
        );
    }

    #[test]
    fn a_secret_is_shown_nowhere() {
        // The chat's own finding shows the request's address.
        let chat = "https://api-iam.intercom.io/messenger/web/ping?app_id=abc123&v=3&note=Tr0ub4dor%2699xx&u=jordan.avery%40example.org";
        let row = Row::sent(PAGE, chat);
        let told = |row: Row| format!("{:?}", row.drafts());
        assert!(told(row).contains("Tr0ub4dor"), "nothing to hide");
        let row = row.knows(What::Password, typed("Password"), "Tr0ub4dor&99xx");
        assert!(row.drafts().iter().any(|d| d.kind == Kind::FormValueLeak && d.severity() == Severity::Critical));
        assert!(row.drafts().iter().any(|d| d.kind == Kind::ChatWidget));
        assert!(!told(row).contains("Tr0ub4dor"), "{}", told(row));
        // What is no secret is masked, and a person may uncover it.
        let drafts = Row::sent(PAGE, chat).knows(What::Text, typed("Note"), "Tr0ub4dor&99xx").drafts();
        let shown: Vec<&str> = drafts.iter().flat_map(|d| &d.evidence).map(|e| e.value.shown.as_str()).collect();
        assert!(!shown.is_empty() && shown.iter().all(|s| !s.contains("Tr0ub4dor")), "{shown:?}");
    }

    #[test]
    fn a_guess_gives_way_to_what_is_known() {
        fn check(row: Row, kinds: &[Kind]) {
            let of: Vec<Kind> =
                row.drafts().iter().map(|d| d.kind).filter(|k| kinds.contains(k) || *k == Kind::IdentifierToThirdParty).collect();
            assert_eq!(of, kinds, "{row:?}");
        }
        let mail = Row::sent(PAGE, "https://collector.example/in?email=jordan.avery%40example.org");
        check(mail, &[Kind::IdentifierToThirdParty]);
        check(mail.knows(What::Email, typed("E-mail"), MAIL), &[Kind::FormValueLeak]);
        check(mail.knows(What::Email, From::Persona("Jordan Avery"), MAIL), &[Kind::IdentifierToThirdParty]);
        // A name inside its own e-mail address is no finding of its own.
        let with_name =
            mail.knows(What::Email, From::Persona("Jordan Avery"), MAIL).knows(What::Name, From::Persona("Jordan Avery"), "Jordan Avery");
        check(with_name, &[Kind::IdentifierToThirdParty]);
        // Another detail beside it is still a guess.
        let two = Row::sent(PAGE, "https://collector.example/in?email=jordan.avery%40example.org&ssn=536-90-4399");
        check(two.knows(What::Email, typed("E-mail"), MAIL), &[Kind::FormValueLeak, Kind::IdentifierToThirdParty]);
    }

    #[test]
    fn over_a_visit() {
        let leaks = |rows: &[Row]| visit(rows).into_iter().filter(|f| f.kind == Kind::FormValueLeak).map(|f| f.said).collect::<Vec<_>>();
        // The page has had the words all along: clean.
        let meta = "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2Fconditions%2Fhiv-testing";
        assert_eq!(leaks(&[Row::sent(HIV, meta).knows(What::Text, typed("Topic"), "HIV testing")]), [""; 0]);
        // The other way round it is the visitor's.
        let note = "https://www.facebook.com/tr/?id=1&ev=Lead&cd[note]=I%20think%20my%20HIV%20test%20came%20back%20positive";
        let row = Row::sent(PAGE, note).knows(What::Text, typed("Reason"), REASON);
        let said = ["What was typed into “Reason” went to Meta Pixel before the form was sent, and it names a health matter."];
        assert_eq!(leaks(&[row]), said);
        assert_eq!(leaks(&[row, row]), said, "told once, counted");
        // The first request was read before the value was made ready: what was guessed of it is taken back.
        let mail =
            Row::sent(PAGE, "https://collector.example/in?email=jordan.avery%40example.org").knows(What::Email, typed("E-mail"), MAIL);
        for (rows, want) in [([mail].as_slice(), 1), (&[mail, mail], 2)] {
            let told = visit(rows);
            let kinds: Vec<(Kind, u32)> = told.iter().map(|f| (f.kind, f.count)).collect();
            assert!(kinds.contains(&(Kind::FormValueLeak, want)), "{kinds:?}");
            assert!(!kinds.iter().any(|(k, _)| *k == Kind::IdentifierToThirdParty), "{kinds:?}");
        }
    }
}
