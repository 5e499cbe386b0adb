use super::pen::{clean, named};
use super::{Room, Which};
use crate::consent::{Choice as Chosen, Verdict};
use crate::excerpt::Excerpt;
use crate::finding::{Recipient, Severity};
use crate::report::view::{CheckRow, CheckView, ConsentView, LineageNode, LineageView, MarkView, RecipientView, RunView, SendsView, View};
use crate::site::Party;

fn told(id: &str, name: &str, worst: Option<Severity>) -> RecipientView {
    RecipientView {
        recipient: Recipient {
            id: id.to_owned(),
            name: name.to_owned(),
            owner: None,
            category: None,
            host: id.to_owned(),
            party: Party::Third,
            relay: false,
        },
        hosts: vec![id.to_owned()],
        worst,
        told: vec!["page address".to_owned(), "e-mail address".to_owned()],
        baa: String::new(),
        requests: 6,
        failed: 0,
        first: 0,
        last: 0,
        because: String::new(),
        relay: None,
        consent: Vec::new(),
        note: String::new(),
        learnt: Vec::new(),
        learnt_more: 0,
    }
}

fn node(depth: u8, kind: &str, name: &str, recipient: Option<&str>) -> LineageNode {
    LineageNode {
        depth,
        kind: kind.to_owned(),
        name: Excerpt::plain(name, &[]),
        detail: String::new(),
        basis: String::new(),
        recipient: recipient.map(str::to_owned),
        worst: None,
    }
}

fn mark(at: u64, kind: &str, said: &str, recipient: &str, verdict: &str) -> MarkView {
    MarkView { at, kind: kind.into(), said: said.into(), verdict: verdict.into(), recipient: recipient.into(), count: 1 }
}

/// A visit whose every name is `name`.
fn view(name: &str, recipients: usize) -> View {
    let nodes = vec![node(0, "page", name, None), node(1, "container", name, None), node(2, "recipient", name, Some("r0"))];
    let sends =
        SendsView { recipient: "r0".into(), name: name.into(), tracks: true, before: 2, accepted: 0, rejected: 3, partial: 0, none: 0 };
    View {
        site: name.to_owned(),
        recipients: (0..recipients).map(|n| told(&format!("r{n}"), name, Some(Severity::Critical))).collect(),
        lineage: LineageView { nodes, limits: vec![name.to_owned()] },
        consent: ConsentView {
            said: name.to_owned(),
            marks: vec![mark(0, "page", name, "", ""), mark(9, "choice", name, "", ""), mark(10, "request", name, "r0", "rejected")],
            sends: vec![sends; recipients],
            ..ConsentView::default()
        },
        ..View::default()
    }
}

fn all(view: &View) -> impl Iterator<Item = String> + '_ {
    let both = Which::ALL.into_iter().flat_map(|which| [Room::Narrow, Room::Wide].map(|room| (which, room)));
    both.map(|(which, room)| which.draw(view, room).svg().to_owned())
}

/// The names of the elements, and that every one is closed: as much of XML as pictures have.
fn elements(svg: &str) -> Vec<String> {
    let (mut names, mut open) = (Vec::new(), Vec::new());
    for tag in svg.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("a tag has no end: {tag}"));
        assert!(!tag.contains(" on"), "nothing runs: {tag}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name), "{svg}"),
            None => {
                let name = tag.split([' ', '/']).next().unwrap_or_default().to_owned();
                names.push(name.clone());
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
        }
    }
    assert!(open.is_empty(), "{open:?} {svg}");
    names
}

#[test]
fn hostile_names_are_text() {
    let check = |name: &str| {
        for svg in all(&view(name, 2)) {
            let ours = ["svg", "title", "desc", "style", "rect", "path", "text"];
            assert!(elements(&svg).iter().all(|n| ours.contains(&n.as_str())), "{name}: {svg}");
            assert!(!svg.contains("href") && !svg.contains("url("), "nothing to load: {svg}");
            assert!(svg.chars().all(|c| c == '\n' || !c.is_control()), "{name}");
        }
    };
    check("Meta Pixel");
    check("</text></svg><script>alert(1)</script>");
    check("\"/><image xlink:src='x'/><foreignObject><b>");
    check("<svg onload=alert(1)>]]><!-- <?x ?>");
    check("a\0b\u{1}c\u{8}\u{1f}\r");
}

#[test]
fn nothing_makes_text_read_otherwise() {
    let check = |text: &str, want: &str| assert_eq!(clean(text), want);
    check("tracker.example", "tracker.example");
    check("evil\u{202e}moc.knab", "evil\u{fffd}moc.knab");
    check("a\u{200b}b\u{61c}c\u{feff}d\u{2066}e", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e");
    check("a\tb\u{ffff}", "a b\u{fffd}");
    check("שלום", "שלום");
    let mut view = view("evil\u{202e}moc.knab\u{200f}", 1);
    view.recipients[0].told = vec!["evil\u{202e}\u{1}".to_owned()];
    view.recipients[0].recipient.owner = Some("\u{2067}owner\u{7}".to_owned());
    for svg in all(&view) {
        assert!(svg.chars().all(|c| c == '\n' || !c.is_control()) && !svg.contains('\u{2067}'), "{svg}");
        assert!(!svg.contains(['\u{202e}', '\u{200f}']), "{svg}");
    }
}

#[test]
fn a_host_that_could_be_taken_for_another_is_spelled_out() {
    let check = |name: &str, want: &str| assert_eq!(named(name), want);
    check("apple.com", "apple.com");
    check("Meta Pixel", "Meta Pixel");
    check("تحليلات المثال", "تحليلات المثال");
    check("\u{430}pple.com", "\u{430}pple.com (xn--pple-43d.com)");
    check("\u{430}.example/b.js", "\u{430}.example/b.js (xn--80a.example)");
    check("a-name-that-is-cut.exam…", "a-name-that-is-cut.exam…");
    check("www.münchen.example", "www.münchen.example (www.xn--mnchen-3ya.example)");
}

#[test]
fn long_names_are_cut_and_kept_whole_in_the_title() {
    let host = format!("{}.example", "a-very-long-label.".repeat(12).trim_end_matches('.'));
    for svg in all(&view(&host, 1)) {
        assert!(svg.contains(&format!("<title>{}", &host[..190])) && svg.contains("…</text>"), "{svg}");
    }
    for svg in all(&view("short", 1)) {
        assert!(!svg.contains('…'), "{svg}");
    }
}

#[test]
fn hundreds_are_bounded_and_counted() {
    let few = Which::Flow.draw(&view("a.example", 12), Room::Wide);
    assert!(!few.svg().contains("more</text>") && few.said.iter().all(|s| !s.contains(" more")), "{:?}", few.said);
    let many = view("a.example", 300);
    let flow = Which::Flow.draw(&many, Room::Wide);
    assert!(flow.svg().contains(">and 288 more</text>") && flow.said.iter().any(|s| s.starts_with("and 288 more")), "{:?}", flow.said);
    assert!(flow.said.len() < 20 && flow.said[0].contains("300 recipients"), "{:?}", flow.said);
    let choice = Which::Choice.draw(&many, Room::Narrow);
    assert!(choice.svg().contains(">and 286 more</text>"), "{}", choice.svg());
    assert!(all(&many).all(|svg| svg.len() < 40_000));
}

#[test]
fn what_the_pictures_show_they_say() {
    let check = |which: Which, view: &View, want: &[&str]| {
        let picture = which.draw(view, Room::Wide);
        for said in want {
            assert!(picture.text().contains(said), "{said}: {:?}", picture.said);
        }
        assert!(picture.svg().contains("<desc id=") && picture.said.iter().all(|s| picture.svg().contains(s.as_str())));
    };
    let mut one = view("Meta Pixel", 1);
    check(
        Which::Flow,
        &one,
        &[
            "Meta Pixel, another company, was told page address, e-mail address; brought by Meta Pixel; 6 requests; worst finding: Critical.",
        ],
    );
    one.recipients[0].failed = 6;
    check(Which::Flow, &one, &["was to be told", "none of which arrived"]);
    check(Which::Lineage, &one, &["Recipient: Meta Pixel, brought by Meta Pixel."]);
    check(Which::Timeline, &one, &["+0.0 s: Meta Pixel, Request, after refusing."]);
    check(Which::Choice, &one, &["Meta Pixel: Before a choice 2, After refusing 3 (unexpected)."]);
    let run = |word: &str, state: &str| RunView { step: word.into(), state: state.into(), ..RunView::default() };
    one.consent.check = Some(CheckView {
        runs: vec![run("ignore", "done"), run("accept", "done"), run("reject", "not-run")],
        rows: vec![CheckRow {
            kind: "recipient".into(),
            name: Excerpt::plain("Meta Pixel", &[]),
            counts: [1, 2, 0],
            said: String::new(),
            wrong: true,
        }],
        ..CheckView::default()
    });
    check(Which::Choice, &one, &["The same page three times", "Nothing chosen 1 (unexpected), Accepted 2, Refused 0."]);
}

#[test]
fn nothing_seen_is_said_with_what_was_not_seen() {
    for which in Which::ALL {
        let picture = which.draw(&View::default(), Room::Narrow);
        assert!(picture.said.len() == 1 && picture.said[0].ends_with("What was not seen is not drawn."), "{:?}", picture.said);
        elements(picture.svg());
    }
}

#[test]
fn every_verdict_has_its_shape() {
    let mut seen = Vec::new();
    for verdict in [Verdict::Before, Verdict::After(Chosen::Rejected, true), Verdict::After(Chosen::Accepted, false), Verdict::None] {
        let mut view = view("a", 1);
        view.consent.marks = vec![mark(0, "request", "a", "r0", verdict.word())];
        let svg = Which::Timeline.draw(&view, Room::Wide).svg().to_owned();
        let path = svg
            .split("translate(")
            .nth(1)
            .and_then(|rest| rest.split(" d=\"").nth(1))
            .map(|d| d.split('"').next().unwrap_or_default().to_owned());
        assert!(path.is_some() && !seen.contains(&path), "{verdict:?} {svg}");
        seen.push(path);
    }
}

#[test]
fn who_is_not_in_the_tree_of_the_page_shown_was_not_brought_into_it() {
    let mut two = view("clinic.example", 2);
    let brought = |view: &View, at: usize| Which::Flow.draw(view, Room::Wide).said[at].clone();
    assert!(brought(&two, 1).contains("brought by clinic.example;"), "{}", brought(&two, 1));
    assert!(brought(&two, 2).contains("brought by an earlier page, or something not seen;"), "{}", brought(&two, 2));
    two.lineage.nodes.extend([node(1, "unknown", "brought by something not seen", None), node(2, "recipient", "r1", Some("r1"))]);
    assert!(brought(&two, 2).contains("brought by something not seen;"), "{}", brought(&two, 2));
}

/// How far two colours stand apart (WCAG 2.2, contrast ratio).
fn contrast(a: u32, b: u32) -> f64 {
    let light = |colour: u32| {
        let part = |shift: u32| {
            let c = f64::from(colour >> shift & 0xff) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn texts_of_pictures_stand_out_in_light_and_dark() {
    let svg = Which::Flow.draw(&View::default(), Room::Wide);
    let style = svg.svg().split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
    let sets: Vec<&str> = style.split("--p:").skip(1).filter(|set| set.starts_with('#')).collect();
    assert_eq!(sets.len(), 3, "light, dark, paper");
    for set in sets {
        let number = |text: &str| {
            let digits: String = text.chars().take_while(char::is_ascii_hexdigit).collect();
            let whole = if digits.len() == 3 { digits.chars().flat_map(|d| [d, d]).collect() } else { digits };
            u32::from_str_radix(&whole, 16).unwrap()
        };
        let colour = |name: &str| number(set.split(&format!("--{name}:#")).nth(1).unwrap_or_else(|| panic!("--{name} in {set}")));
        let ground = number(&set[1..]);
        // Text on the ground, and the ground's colour as text on a severity's.
        for name in ["k", "m", "c", "h", "d", "l", "i", "y"] {
            assert!(contrast(colour(name), ground) >= 4.5, "--{name}: {:.2} in {set}", contrast(colour(name), ground));
        }
        // Lines need less.
        assert!(contrast(colour("b"), ground) >= 3.0, "--b in {set}");
    }
}
