//! Made-up views for the tests, as core would publish them. Their JSON lies in `fixtures/`, where the browser tests hand
//! it to the panel that ships.

use self::stored::stored;
use crate::sift;
use leaklight_core::excerpt::Excerpt;
use leaklight_core::finding::{Axes, Evidence, Finding, Kind, Recipient, Severity};
use leaklight_core::observation::Millis;
use leaklight_core::report::view::{
    BlindSpot, CoverageView, FindingView, LearntView, Page, PageView, RecipientView, StorageView, Summary, View,
};
use leaklight_core::site::Party;

mod choice;
mod joined;
mod known;
mod lineage;
mod matomo;
mod relay;
mod stored;
mod trails;

/// Every fixture.
const NAMES: &[&str] = &["idle", "none", "one", "clinic", "rtl", "joined", "portal", "known", "quiet", "waiting", "ignored", "followed"];

/// How the words of its address were judged.
pub const SUM: &str = "hiv-testing (HIV test) 135 + schedule-appointment (appointment step) 60 = 195; from 100 on it counts";

/// When the made-up visit began: 2027-03-03 14:02:30 UTC.
pub const BEGAN: Millis = 1_804_082_550_000;

/// The view of that name.
pub fn view(name: &str) -> Option<View> {
    Some(match name {
        "idle" => View { tab: 7, blind_spots: blind(&["Nothing is watched in this tab, so nothing was seen."]), ..View::default() },
        "none" => View { lineage: lineage::bare(), ..watched("bayside-clinic.example", Vec::new(), Vec::new(), Vec::new()) },
        "one" => watched("bayside-clinic.example", vec![meta_url(0)], vec![recipient(&meta(), Some(Severity::High))], Vec::new()),
        "clinic" => clinic(),
        "rtl" => right_to_left(),
        "joined" => joined::together(),
        "portal" => joined::portal(),
        "known" => known::leaked(),
        "quiet" => known::quiet(),
        "waiting" => choice::waiting(),
        "ignored" => choice::ignored(),
        "followed" => choice::followed(),
        _ => return None,
    })
}

fn watched(site: &str, findings: Vec<FindingView>, recipients: Vec<RecipientView>, storage: Vec<StorageView>) -> View {
    // As core counts: what another finding joins is counted with it.
    let joined = sift::joined(findings.iter());
    let listed = || findings.iter().filter(|f| !joined.contains(&f.finding.key));
    let number = |severity| listed().filter(|f| f.finding.severity == severity).count() as u32;
    let address = format!("https://{site}/conditions/hiv-testing/schedule-appointment");
    let marks = ["hiv-testing", "schedule-appointment"].map(|word| mark(&address, word));
    View {
        tab: 7,
        watching: true,
        since: BEGAN,
        site: site.into(),
        page: Page {
            address: Excerpt::plain(&address, &marks),
            title: Excerpt::plain("HIV testing | Bayside Clinic", &[(0, 11)]),
            context: "Scheduling page".into(),
            class: 2,
            because: vec!["the address says “schedule-appointment”".into(), "its form asks for a date of birth".into()],
            sum: SUM.into(),
            host: site.into(),
            path: "/conditions/hiv-testing/schedule-appointment".into(),
            ..Page::default()
        },
        summary: Summary {
            critical: number(Severity::Critical),
            high: number(Severity::High),
            medium: number(Severity::Medium),
            low: number(Severity::Low),
            info: number(Severity::Info),
            companies: recipients.iter().filter(|r| !r.recipient.party.is_own()).count() as u32,
            requests: 12 + recipients.iter().map(|r| r.requests).sum::<u32>(),
            unread: if findings.len() > 2 { 2 } else { 0 },
            worst: findings.iter().map(|f| f.finding.severity).max(),
        },
        recipients,
        findings,
        storage,
        coverage: pages(),
        blind_spots: blind(&[
            "2 request bodies could not be read.",
            "What a company's servers pass on to others.",
            "Pages that were not opened, and anything before 14:02.",
        ]),
        ..View::default()
    }
}

fn blind(said: &[&str]) -> Vec<BlindSpot> {
    let spot = |s: &&str| {
        let count = s.chars().next().and_then(|c| c.to_digit(10)).unwrap_or(0);
        let advice = if count > 0 { "Leaklight’s DevTools panel lists them." } else { "" };
        BlindSpot { said: (*s).into(), count, advice: advice.into() }
    };
    said.iter().map(spot).collect()
}

/// Two pages opened, one with something in its address that is masked.
fn pages() -> CoverageView {
    let told = "https://www.bayside-clinic.example/services/hiv-testing?visitor=jordan.avery@example.org";
    let address = Excerpt::masking(told, &[mark(told, "hiv-testing")], &[mark(told, "jordan.avery@example.org")]).sealed();
    let pages = vec![
        PageView { address: Excerpt::plain("https://www.bayside-clinic.example/", &[]), at: BEGAN, requests: 9, unread: 0 },
        PageView { address, at: BEGAN + 4_000, requests: 31, unread: 2 },
    ];
    CoverageView { pages, more: 0 }
}

fn mark(text: &str, word: &str) -> (u32, u32) {
    let at = text.find(word).unwrap_or(0);
    (at as u32, (at + word.len()) as u32)
}

fn who(id: &str, name: &str, owner: Option<&str>, category: Option<&str>, host: &str, party: Party) -> Recipient {
    Recipient {
        id: id.into(),
        name: name.into(),
        owner: owner.map(Into::into),
        category: category.map(Into::into),
        host: host.into(),
        party,
        relay: false,
    }
}

fn meta() -> Recipient {
    who("meta-pixel", "Meta Pixel", Some("Meta Platforms"), Some("advertising"), "www.facebook.com", Party::Third)
}

fn google() -> Recipient {
    who("google-analytics", "Google Analytics 4", Some("Google"), Some("analytics"), "region1.google-analytics.com", Party::Third)
}

fn matomo() -> Recipient {
    who("matomo", "Your own Matomo", None, Some("analytics"), "stats.bayside-clinic.example", Party::First)
}

fn recipient(r: &Recipient, worst: Option<Severity>) -> RecipientView {
    let advertising = r.category.as_deref() == Some("advertising");
    RecipientView {
        recipient: r.clone(),
        hosts: if advertising { vec![r.host.clone(), "connect.facebook.net".into()] } else { vec![r.host.clone()] },
        worst,
        told: if advertising {
            ["page address", "button text", "e-mail, hashed", "visitor id"].map(Into::into).to_vec()
        } else {
            ["page address", "page title", "visitor id"].map(Into::into).to_vec()
        },
        baa: match r.id.as_str() {
            "google-analytics" => {
                "Says it signs no business associate agreement for this product (Google Analytics help page, seen 2026-11).".into()
            }
            "meta-pixel" => "Says health information must not be sent to it (Business Tools Terms, seen 2026-11).".into(),
            _ => String::new(),
        },
        requests: 6,
        failed: u32::from(advertising),
        first: BEGAN + 1_000,
        last: BEGAN + 24_000,
        because: match r.category {
            Some(_) => "by its host".into(),
            None => "sends the page’s address with a number for the visitor".into(),
        },
        relay: None,
        consent: if r.owner.is_some() { relay::signals(advertising) } else { Vec::new() },
        note: if advertising { String::new() } else { "Asked on 2027-02-10; no answer yet (contract folder).".into() },
        learnt: learnt(advertising),
        learnt_more: if advertising { 3 } else { 0 },
    }
}

/// What it could now know, as core words it.
fn learnt(advertising: bool) -> Vec<LearntView> {
    let row = |seconds: u64, said: &str, value: Excerpt, note: &str| LearntView {
        at: BEGAN + seconds * 1_000,
        said: said.into(),
        value,
        note: note.into(),
        count: 1 + seconds as u32 % 3,
    };
    let address = "https://bayside-clinic.example/conditions/hiv-testing/schedule-appointment";
    let mut all = vec![
        row(1, "A number for this visitor", Excerpt::digest("fb.1.1804082550.1098115397").sealed(), ""),
        row(1, "Which page is open", Excerpt::plain(address, &[mark(address, "hiv-testing")]), "names “HIV testing”"),
    ];
    if advertising {
        all.push(row(12, "What was pressed", Excerpt::plain("Confirm my HIV test", &[(11, 19)]), "names “HIV test”"));
        let mail = Excerpt::value("jordan.avery@example.org").sealed();
        all.push(row(24, "The e-mail address known here", mail, "trimmed, lower-cased → SHA-256 → hex, which can be matched"));
    }
    all
}

/// A finding with words like those core gives.
struct Sketch {
    kind: Kind,
    severity: Severity,
    recipient: Option<Recipient>,
    said: String,
    evidence: Vec<Evidence>,
    count: u32,
    seconds: u64,
}

fn finding(n: usize, sketch: Sketch) -> FindingView {
    let Sketch { kind, severity, recipient, said, evidence, count, seconds } = sketch;
    let axes = match severity {
        Severity::Critical => Axes { data: 4, identity: 3, recipient: 4, context: 2, consent: 1 },
        Severity::High => Axes { data: 3, identity: 2, recipient: 4, context: 2, consent: 2 },
        Severity::Medium => Axes { data: 3, identity: 1, recipient: 0, context: 2, consent: 1 },
        Severity::Low => Axes { data: 1, identity: 1, recipient: 3, context: 0, consent: 1 },
        Severity::Info => Axes { data: 0, identity: 1, recipient: 3, context: 0, consent: 0 },
    };
    let page = "https://bayside-clinic.example/conditions/hiv-testing/schedule-appointment";
    FindingView {
        finding: Finding {
            key: format!("{}:{n}", kind.word()),
            kind,
            severity,
            axes,
            adjusted: if severity == Severity::High { vec!["raised: HIV".into()] } else { Vec::new() },
            raised: String::new(),
            lowered: false,
            recipient,
            said,
            evidence,
            page: Excerpt::plain(page, &[mark(page, "hiv-testing")]),
            limits: vec!["Whether the company kept it.".into()],
            count,
            first: BEGAN + 1_000,
            last: BEGAN + seconds * 1_000,
            attempted: n % 7 == 3,
            sum: match kind {
                Kind::SensitiveUrlThirdParty => SUM.into(),
                Kind::TitleLeak => "hiv testing (HIV test) 135 − news (news section) 15 of 40 = 120; from 100 on it counts".into(),
                _ => String::new(),
            },
            joins: Vec::new(),
        },
        title: kind.title().into(),
        why: "Together with a visitor number this could reveal to the company that somebody it knows is looking for this care.".into(),
        fix: "Take the tag off this template, or send a neutral address with `setCustomUrl('/conditions/x')`. Then open the page again and look here.".into(),
        cannot_tell: "What the company does with it, and whether a contract covers it.".into(),
        severity_because: axes.explain().join(", "),
    }
}

fn evidence(at: &str, label: &str, value: Excerpt, packed: &[&str]) -> Evidence {
    Evidence { at: at.into(), label: label.into(), value, packed: packed.iter().map(|p| (*p).into()).collect(), known: None }
}

fn page_address() -> Excerpt {
    let text = "https://bayside-clinic.example/conditions/hiv-testing/schedule-appointment?email=jordan.avery@example.org";
    Excerpt::masking(text, &[mark(text, "hiv-testing"), mark(text, "schedule-appointment")], &[mark(text, "jordan.avery@example.org")])
}

fn meta_url(n: usize) -> FindingView {
    finding(
        n,
        Sketch {
            kind: Kind::SensitiveUrlThirdParty,
            severity: Severity::High,
            recipient: Some(meta()),
            said: "Meta was told this visitor is on your HIV testing page.".into(),
            evidence: vec![
                evidence("query:dl", "page address", page_address(), &[]),
                evidence("query:fbp", "visitor id", Excerpt::value("fb.1.1804082550000.1234567890"), &[]),
            ],
            count: 3,
            seconds: 28,
        },
    )
}

fn clinic() -> View {
    let digest = "1f0c2222333344449be21f0c2222333344449be21f0c2222333344449be29be2";
    let mut n = 0;
    let mut next = |kind, severity, recipient: Option<Recipient>, said: &str, evidence, count, seconds| {
        n += 1;
        finding(n, Sketch { kind, severity, recipient, said: said.into(), evidence, count, seconds })
    };
    let title = || Excerpt::plain("HIV testing | Bayside Clinic", &[(0, 11)]);
    let findings = vec![
        next(
            Kind::HashedIdentity,
            Severity::Critical,
            Some(meta()),
            "Meta was sent this visitor's e-mail, scrambled, together with the page HIV testing. Scrambled is not anonymous: Meta can match it to an account.",
            vec![
                evidence("query:udff[em]", "e-mail", Excerpt::digest(digest), &["SHA-256"]),
                evidence("query:dl", "page address", page_address(), &[]),
            ],
            3,
            29,
        ),
        next(
            Kind::InteractionDetailLeak,
            Severity::Critical,
            Some(who("heapline", "heapline.example", None, None, "c.heapline.example", Party::Third)),
            "Text typed into “Reason for visit” was sent to heapline.example before Send was pressed.",
            vec![evidence("body:events[0].props.value", "typed text", Excerpt::value("I may be pregnant"), &["JSON", "base64", "gzip"])],
            1,
            12,
        ),
        meta_url(3),
        next(
            Kind::TitleLeak,
            Severity::High,
            Some(google()),
            "The page title names a condition and was sent to Google.",
            vec![
                evidence("query:dt", "page title", title(), &[]),
                evidence("query:cid", "visitor id", Excerpt::value("123456.789012"), &[]),
            ],
            4,
            20,
        ),
        next(
            Kind::SearchTermLeak,
            Severity::High,
            Some(google()),
            "What the visitor typed into search went to Google.",
            vec![evidence("query:ep.search_term", "search words", Excerpt::value("abortion clinic near me"), &[])],
            1,
            5,
        ),
        next(
            Kind::SensitiveUrlOwnAnalytics,
            Severity::Medium,
            Some(matomo()),
            "Your own Matomo will store this page's address and title. It stays with you; so does the duty to protect it.",
            vec![evidence("query:url", "page address", page_address(), &[]), evidence("query:action_name", "page title", title(), &[])],
            1,
            26,
        ),
        next(
            Kind::CrossSiteId,
            Severity::Low,
            Some(meta()),
            "Meta can recognise this browser on other sites.",
            vec![evidence("cookie:_fbp", "visitor id", Excerpt::value("fb.1.1804082550000.1234567890"), &[])],
            9,
            29,
        ),
        next(
            Kind::EmbedContact,
            Severity::Info,
            Some(who("google-maps", "Google Maps", Some("Google"), Some("embedded content"), "maps.googleapis.com", Party::Third)),
            "Showing this map tells Google the visitor's network address and your site's name.",
            vec![],
            2,
            3,
        ),
    ];
    let recipients = vec![
        recipient(&meta(), Some(Severity::Critical)),
        recipient(&who("heapline", "heapline.example", None, None, "c.heapline.example", Party::Third), Some(Severity::Critical)),
        recipient(&google(), Some(Severity::High)),
        recipient(&matomo(), Some(Severity::Medium)),
        recipient(&who("google-maps", "Google Maps", Some("Google"), Some("embedded content"), "maps.googleapis.com", Party::Third), None),
        relay::recognised(),
        relay::decided(),
    ];
    let view = watched("bayside-clinic.example", findings, recipients, stored());
    View { lineage: lineage::clinic(), matomo: vec![matomo::own(), matomo::cloud()], ..view }
}

fn right_to_left() -> View {
    let analytics = who("hosted", "تحليلات المثال", Some("شركة المثال"), Some("analytics"), "collect.tahlil.example", Party::Third);
    let title = "حجز فحص نقص المناعة | عيادة المثال";
    let one = finding(
        1,
        Sketch {
            kind: Kind::TitleLeak,
            severity: Severity::High,
            recipient: Some(analytics.clone()),
            said: "عنوان الصفحة يذكر حالة صحية وقد أُرسل إلى شركة المثال.".into(),
            evidence: vec![
                evidence("query:dt", "page title", Excerpt::plain(title, &[mark(title, "نقص المناعة")]), &[]),
                evidence("query:dl", "page address", page_address(), &[]),
            ],
            count: 2,
            seconds: 25,
        },
    );
    let mut view = watched(
        "iyada.example",
        vec![one, meta_url(2)],
        vec![recipient(&analytics, Some(Severity::High)), recipient(&meta(), None)],
        stored(),
    );
    view.page.title = Excerpt::plain(title, &[mark(title, "نقص المناعة")]);
    view.lineage = lineage::right_to_left();
    view.matomo = vec![matomo::right_to_left()];
    view.known = known::right_to_left();
    view.recipients.push(relay::recognised());
    view
}

/// `LEAKLIGHT_BLESS=1 cargo test -p leaklight-ui` writes them anew.
#[test]
fn fixtures_are_as_committed() {
    for name in NAMES {
        let made = serde_json::to_string_pretty(&view(name).unwrap()).unwrap() + "\n";
        let path = format!("{}/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("LEAKLIGHT_BLESS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), made, "{path}");
        assert_eq!(view(name), serde_json::from_str(&made).unwrap(), "{name} is read as it was written");
    }
}
