//! How a visit stands to the visitor's choice, as people see it.

use super::view::{CheckRow, CheckView, ConsentView, ManagerView, MarkView, PassView, RunView, SendsView};
use crate::consent::check::{Check, Run};
use crate::consent::managers::{Manager, Says};
use crate::consent::timeline::{self, Timeline};
use crate::consent::{Choice, Verdict};
use crate::detect::words::{listed, sentence};
use crate::excerpt::Excerpt;
use crate::observation::Millis;
use crate::order;
use crate::tab::Tab;

/// The consent view of a tab.
pub(super) fn view(state: &Tab) -> ConsentView {
    let line = &state.choice;
    let mut sends: Vec<SendsView> = line
        .sends
        .iter()
        .map(|(id, s)| SendsView {
            recipient: id.clone(),
            name: state.recipients.get(id).map_or_else(|| id.clone(), |told| told.recipient.name.clone()),
            tracks: s.tracks,
            before: s.before,
            accepted: s.accepted,
            rejected: s.rejected,
            partial: s.partial,
            none: s.none,
        })
        .collect();
    let weight = |s: &SendsView| (s.tracks && s.before + s.rejected > 0, s.tracks, s.before + s.rejected + s.partial + s.accepted + s.none);
    order::sort_by(&mut sends, |a, b| weight(b).cmp(&weight(a)).then(a.recipient.cmp(&b.recipient)));
    ConsentView {
        said: said(state, &sends),
        state: word(line).to_owned(),
        restored: line.choice.is_some() && line.restored,
        managers: managers(line),
        disagree: disagree(line),
        marks: marks(line),
        more: line.marks.more,
        passes: passes(state, &sends),
        sends,
        check: line.check.as_ref().map(check),
        limits: limits(line),
    }
}

const fn word(line: &Timeline) -> &'static str {
    match (line.choice, line.asked) {
        (Some(Choice::Accepted), _) => "accepted",
        (Some(Choice::Rejected), _) => "rejected",
        (Some(Choice::Partial), _) => "partial",
        (None, true) => "waiting",
        (None, false) => "none",
    }
}

/// "12 s after the page began".
fn after(line: &Timeline) -> String {
    let ms = line.since.saturating_sub(line.began);
    let mut number = itoa::Buffer::new();
    match ms {
        0..1_000 => "as the page began".to_owned(),
        1_000..120_000 => [number.format(ms / 1000), " s after the page began"].concat(),
        _ => [number.format(ms / 60_000), " min after the page began"].concat(),
    }
}

fn said(state: &Tab, sends: &[SendsView]) -> String {
    let line = &state.choice;
    let mut said = match (line.choice, line.restored) {
        (Some(choice), true) => {
            let what = match choice {
                Choice::Accepted => "acceptance",
                Choice::Rejected => "refusal",
                Choice::Partial => "choice of some and not others",
            };
            format!("A stored {what} is in force, made on an earlier page or visit.")
        }
        (Some(Choice::Accepted), false) => format!("The visitor accepted, {}.", after(line)),
        (Some(Choice::Rejected), false) => format!("The visitor refused, {}.", after(line)),
        (Some(Choice::Partial), false) => format!("The visitor accepted some and refused some, {}.", after(line)),
        (None, _) if line.asked => "No choice was made yet: the banner is open, or a manager waits.".to_owned(),
        (None, _) => "No banner and no consent manager that asks was seen here.".to_owned(),
    };
    for (count, what) in [
        (sends.iter().filter(|s| s.tracks && s.before > 0).count(), " told before the visitor could choose."),
        (line.sends.values().filter(|s| s.tracks && s.ignored > 0).count(), " told after a refusal."),
    ] {
        if count > 0 {
            let who = if count == 1 { " company was" } else { " companies were" };
            said.push_str(&[" ", &number(count), who, what].concat());
        }
    }
    said
}

fn number(n: usize) -> String {
    const WORDS: [&str; 10] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    WORDS.get(n).map_or_else(|| itoa::Buffer::new().format(n).to_owned(), |w| (*w).to_owned())
}

fn managers(line: &Timeline) -> Vec<ManagerView> {
    let mut all: Vec<&timeline::Said> = line.said.iter().filter(|s| s.site == line.site).collect();
    order::sort_by(&mut all, |a, b| (a.by, &a.at).cmp(&(b.by, &b.at)));
    let mut out: Vec<ManagerView> = Vec::new();
    out.extend(all.into_iter().map(|s| ManagerView {
        name: s.by.name().to_owned(),
        standing: line.standing(s).word().to_owned(),
        said: s.said.clone(),
        at: s.at.clone(),
        value: s.value.clone(),
        when: s.when,
    }));
    if let Some(when) = line.gpc.filter(|_| !out.iter().any(|m| m.name == Manager::Gpc.name())) {
        out.push(ManagerView {
            name: Manager::Gpc.name().to_owned(),
            standing: Says::Denied.word().to_owned(),
            said: "the browser asks not to sell or share what it learns of the visitor".to_owned(),
            at: "header Sec-GPC".to_owned(),
            value: Excerpt::plain("1", &[]),
            when,
        });
    }
    out
}

/// Where those who know contradict each other.
fn disagree(line: &Timeline) -> Vec<String> {
    let mut out = Vec::new();
    let clear: Vec<(&timeline::Said, Says)> = line
        .said
        .iter()
        .filter(|s| s.site == line.site && !matches!(s.by, Manager::Gpc | Manager::Dnt))
        .map(|s| (s, line.standing(s)))
        .filter(|(_, says)| matches!(says, Says::Granted | Says::Denied))
        .collect();
    for (i, (a, says)) in clear.iter().enumerate() {
        for (b, other) in clear.iter().skip(i + 1).filter(|(b, other)| other != says && (a.by != b.by || a.stored != b.stored)) {
            let (yes, no) = if *says == Says::Granted { (a, b) } else { (b, a) };
            let _ = other;
            let said = format!("{} says yes ({}), {} says no ({}).", yes.by.name(), yes.at, no.by.name(), no.at);
            if out.len() < 6 && !out.contains(&said) {
                out.push(said);
            }
        }
    }
    if let (Some(pressed), Some(record)) = (&line.pressed, line.recorded()) {
        let recorded = line.choice;
        if recorded.is_some() && recorded != Some(pressed.choice) && !pressed.saved && pressed.at + timeline::TOGETHER >= record.when {
            out.push(format!("“{}” was pressed, and the record of {} says: {}.", pressed.words, record.by.name(), record.said));
        }
    }
    if line.pressed.as_ref().is_some_and(|p| p.read_only) && line.recorded().is_none() && line.choice.is_some() {
        out.push("No record tells what was chosen: a button that only says that the notice was read is taken for acceptance.".to_owned());
    }
    if line.shown && line.choice.is_some() && line.restored {
        out.push("A banner is shown although a choice is stored.".to_owned());
    }
    out
}

fn marks(line: &Timeline) -> Vec<MarkView> {
    let mut out = Vec::new();
    out.extend(line.marks.list.iter().map(|m| MarkView {
        at: m.at,
        kind: m.sort.word().to_owned(),
        said: m.said.clone(),
        verdict: m.verdict.map_or("", Verdict::word).to_owned(),
        recipient: m.who.clone(),
        count: m.count,
    }));
    out
}

/// The checks that can pass: with an observation behind them, or not tested.
fn passes(state: &Tab, sends: &[SendsView]) -> Vec<PassView> {
    let (line, c) = (&state.choice, &state.choice.counts);
    let names = |of: &dyn Fn(&SendsView) -> bool| -> String {
        let mut names: Vec<String> = Vec::new();
        names.extend(sends.iter().filter(|s| s.tracks && of(s)).take(4).map(|s| s.name.clone()));
        listed(&names)
    };
    let before = names(&|s| s.before > 0);
    let ignored = names(&|s| line.sends.get(&s.recipient).is_some_and(|l| l.ignored > 0));
    // What could not be seen may have been just that.
    let blind = if state.unread > 0 {
        Some("some of what left could not be read")
    } else if state.lost.contains_key("blocked") {
        Some("something in this browser blocks requests")
    } else if c.loads == 0 {
        Some("no page was seen from its start: reload it")
    } else {
        None
    };
    let pages = |n: u32, what: &str| format!("{n} {}{what}", if n == 1 { "page" } else { "pages" });
    let check = |name: &str, failed: Option<String>, seen: Result<String, &str>| {
        let (state, because) = match (failed, seen, blind) {
            (Some(why), ..) => ("fail", why),
            (None, Ok(_), Some(why)) | (None, Err(why), _) => ("not-tested", sentence(why)),
            (None, Ok(why), None) => ("pass", why),
        };
        PassView { name: name.to_owned(), state: state.to_owned(), because }
    };
    let waited = |what: &str| match c.asked {
        0 => Err("no page was seen on which a choice was asked for"),
        n => Ok(format!("{what}, over {}", pages(n, " on which a choice was asked for"))),
    };
    let fails = |failed: bool, why: String| failed.then_some(why);
    vec![
        check(
            "No request to a tracker before the choice",
            fails(!before.is_empty(), format!("{before} told before")),
            waited("0 requests before a choice"),
        ),
        check(
            "No cookie or entry of a tracker before the choice",
            fails(c.kept_before > 0, format!("{} kept before", c.kept_before)),
            waited("0 kept before a choice"),
        ),
        check(
            "Nothing to trackers after refusing",
            fails(!ignored.is_empty(), format!("{ignored} told after")),
            match c.refused {
                0 => Err("no page was loaded after a refusal"),
                n => Ok(format!("0 requests to trackers, over {}", pages(n, " loaded after a refusal"))),
            },
        ),
        check(
            "Global Privacy Control honoured",
            fails(c.gpc_sends > 0, format!("{} requests to advertising", c.gpc_sends)),
            match (line.gpc, c.gpc) {
                (None, _) => Err("this browser does not send it"),
                (_, 0) => Err("no page was loaded with it on"),
                (_, n) => Ok(format!("0 requests to advertising, over {}", pages(n, " loaded with it on"))),
            },
        ),
        check(
            "Matomo waited: consent=1 on its hits",
            fails(c.matomo_consent > 0 && c.matomo_consent < c.matomo, format!("{} of {} hits carried it", c.matomo_consent, c.matomo)),
            match (c.matomo, c.matomo_consent) {
                (0, _) => Err("no hit to Matomo was seen"),
                (_, 0) => Err("no hit carried it: Matomo was not told to wait (requireConsent)"),
                (n, _) => Ok(format!("{n} of {n} hits carried it")),
            },
        ),
        check(
            "Matomo: no hit before the choice",
            fails(c.matomo_before > 0, format!("{} hits before", c.matomo_before)),
            match (c.asked, c.matomo) {
                (0, _) => Err("no page was seen on which a choice was asked for"),
                (_, 0) => Err("no hit to Matomo was seen"),
                (_, n) => Ok(format!("0 hits before a choice, {n} after")),
            },
        ),
        check(
            "Search words gone from the address sent",
            fails(c.search_kept > 0, format!("{} addresses sent with them", c.search_kept)),
            match c.search_gone {
                0 => Err("no page with search words in its address was told of"),
                n => Ok(format!("{n} addresses sent without them")),
            },
        ),
        check(
            "Title rewritten before sending",
            fails(c.title_telling > 0, format!("{} telling titles sent as they are", c.title_telling)),
            match c.title_new {
                0 => Err("no title was sent that differs from the page’s"),
                n => Ok(format!("{n} titles sent that differ from the page’s")),
            },
        ),
    ]
}

fn check(check: &Check) -> CheckView {
    const STEPS: [&str; 3] = ["ignore", "accept", "reject"];
    let running = check.running.and_then(|run| STEPS.get(usize::from(run))).copied().unwrap_or_default();
    let next = match running {
        "ignore" => "Leave the banner alone, use the page for a moment, then end this step.",
        "accept" => "Accept everything in the banner, use the page for a moment, then end this step.",
        "reject" => "Refuse everything in the banner, use the page for a moment, then end this step.",
        _ if check.runs.iter().all(|r| r.done) => "All three were run: compare them.",
        _ => "Begin the next step; what this site stored is cleared first.",
    };
    let runs = STEPS.iter().zip(&check.runs).enumerate().map(|(i, (step, run))| one(step, run, check.running == u8::try_from(i).ok()));
    CheckView {
        running: running.to_owned(),
        next: next.to_owned(),
        address: check.address.clone(),
        runs: runs.collect(),
        rows: rows(check),
    }
}

fn one(step: &str, run: &Run, running: bool) -> RunView {
    let state = match (run.done, run.doubtful) {
        _ if running => "running",
        (true, true) => "doubtful",
        (true, false) => "done",
        (false, _) => "not-run",
    };
    let of = |kind: u8, tracks: bool| run.rows.iter().filter(move |((k, _), seen)| *k == kind && (!tracks || seen.tracks));
    let requests: u32 = of(0, false).map(|(_, seen)| seen.count).sum();
    let mut said = match run.begun {
        true => format!(
            "{requests} requests, {} trackers, {} cookies, {} other entries",
            of(0, true).count(),
            of(1, false).count(),
            of(2, false).count()
        ),
        false => String::new(),
    };
    if run.lost > 0 {
        said.push_str("; some were left out because there were too many");
    }
    if state == "doubtful" {
        said.push_str("; what was chosen is not what this step asks for");
    }
    let lasted: Millis = if run.done { run.to.saturating_sub(run.from) } else { 0 };
    RunView { step: step.to_owned(), state: state.to_owned(), said, lasted }
}

/// What was seen in the three runs, what differs first.
fn rows(check: &Check) -> Vec<CheckRow> {
    let mut keys: std::collections::BTreeSet<&(u8, String)> = std::collections::BTreeSet::new();
    keys.extend(check.runs.iter().flat_map(|r| r.rows.keys()));
    let done = |i: usize| check.runs.get(i).is_some_and(|r| r.done);
    let mut out: Vec<(bool, CheckRow)> = Vec::new();
    for key in keys {
        let seen = |i: usize| check.runs.get(i).and_then(|r| r.rows.get(key)).copied().unwrap_or_default();
        let counts = [seen(0).count, seen(1).count, seen(2).count];
        let tracks = (0..3).any(|i| seen(i).tracks);
        let there = counts.map(|n| n > 0);
        let said = match there {
            [false, true, false] if done(0) && done(2) => "only after accepting",
            [_, true, true] if done(1) && done(2) => "the same whether accepted or refused",
            [false, false, true] if done(1) => "only after refusing",
            [true, ..] if tracks => "without a choice",
            _ => "",
        };
        let name = Excerpt::plain(&key.1, &[]);
        let kind = ["recipient", "cookie", "storage"].get(usize::from(key.0)).copied().unwrap_or_default().to_owned();
        let wrong = tracks && (there[0] || there[2]);
        let differs = there != [there[0]; 3];
        out.push((differs, CheckRow { kind, name, counts, said: said.to_owned(), wrong }));
    }
    order::sort_by(&mut out, |a, b| (b.1.wrong, b.0).cmp(&(a.1.wrong, a.0)));
    out.into_iter().map(|(_, row)| row).collect()
}

fn limits(line: &Timeline) -> Vec<String> {
    let mut out = vec![
        "This is the order in time in this browser; whether a consent was needed, or is valid, it does not tell.".to_owned(),
        "Visitors elsewhere may be shown another banner or none, and what servers pass on is not visible.".to_owned(),
    ];
    if !line.asked && line.choice.is_none() {
        out.push("A banner that was not recognised counts as none.".to_owned());
    }
    if line.dnt {
        out.push("Do Not Track is on in this browser; it is told, and counted as no refusal.".to_owned());
    }
    out
}
