//! How a visit stands to the visitor's choice, as people see it.

use super::plain::counted;
use super::view::{CheckRow, CheckView, ConsentView, ManagerView, MarkView, RunView, SendsView};
use crate::consent::check::{Check, Run};
use crate::consent::managers::{Grants, Manager, Says};
use crate::consent::timeline::{self, Timeline};
use crate::consent::{Choice, Standing, Verdict};
use crate::excerpt::Excerpt;
use crate::observation::Millis;
use crate::order;
use crate::tab::Tab;
use leaklight_text::{Message, message, t};

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
        said: said(line, &sends),
        state: word(line).to_owned(),
        restored: line.choice.is_some() && line.restored,
        managers: managers(line),
        disagree: disagree(line),
        marks: marks(line),
        more: line.marks.more,
        passes: super::passes::passes(state, &sends),
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
    match line.since.saturating_sub(line.began) {
        0..1_000 => t!("as the page began").to_owned(),
        ms @ 1_000..120_000 => t!("{n} s after the page began", n = ms / 1000),
        ms => t!("{n} min after the page began", n = ms / 60_000),
    }
}

/// What it does not mean that nothing was seen.
const NOT_SEEN: Message = message!(
    "That does not mean that there is none: visitors elsewhere may be asked, a choice made earlier may be stored in a form not known here, and a banner may be one that Leaklight does not know."
);

fn said(line: &Timeline, sends: &[SendsView]) -> String {
    let mut said = match (line.choice, line.restored) {
        (Some(Choice::Accepted), true) => t!("A stored acceptance is in force, made on an earlier page or visit.").to_owned(),
        (Some(Choice::Rejected), true) => t!("A stored refusal is in force, made on an earlier page or visit.").to_owned(),
        (Some(Choice::Partial), true) => {
            t!("A stored choice of some and not others is in force, made on an earlier page or visit.").to_owned()
        }
        (Some(Choice::Accepted), false) => t!("The visitor accepted, {when}.", when = after(line)),
        (Some(Choice::Rejected), false) => t!("The visitor refused, {when}.", when = after(line)),
        (Some(Choice::Partial), false) => t!("The visitor accepted some and refused some, {when}.", when = after(line)),
        (None, _) if line.asked => t!("No choice was made yet: the banner is open, or a manager waits.").to_owned(),
        (None, _) if line.said.iter().all(|s| s.site != line.site) && line.gpc.is_none() && !line.dnt => {
            let none = t!("No banner, no consent manager, no stored choice and no signal of the page’s was seen in this browser.");
            [none, " ", NOT_SEEN.say()].concat()
        }
        (None, _) => [t!("No banner and no consent manager that asks was seen in this browser."), " ", NOT_SEEN.say()].concat(),
    };
    let (mut before, mut ignored) = (0, 0);
    for s in sends.iter().filter(|s| s.tracks) {
        before += usize::from(s.before > 0);
        ignored += usize::from(is_ignored(line, s));
    }
    let early = match before {
        0 => String::new(),
        1 => t!("One company was told before the visitor could choose.").to_owned(),
        n => t!("{count} companies were told before the visitor could choose.", count = number(n)),
    };
    let late = match ignored {
        0 => String::new(),
        1 => t!("One company was told after a refusal.").to_owned(),
        n => t!("{count} companies were told after a refusal.", count = number(n)),
    };
    for more in [early, late] {
        if !more.is_empty() {
            said.push(' ');
            said.push_str(&more);
        }
    }
    said
}

/// A tracker that was told after a refusal.
pub(super) fn is_ignored(line: &Timeline, sends: &SendsView) -> bool {
    line.sends.get(&sends.recipient).is_some_and(|s| s.tracks && s.ignored > 0)
}

/// How many, as a sentence begins with it; more than one.
fn number(n: usize) -> String {
    match n {
        2 => t!("Two"),
        3 => t!("Three"),
        4 => t!("Four"),
        5 => t!("Five"),
        6 => t!("Six"),
        7 => t!("Seven"),
        8 => t!("Eight"),
        9 => t!("Nine"),
        _ => return n.to_string(),
    }
    .to_owned()
}

fn managers(line: &Timeline) -> Vec<ManagerView> {
    let mut all: Vec<&timeline::Said> = line.said.iter().filter(|s| s.site == line.site).collect();
    order::sort_by(&mut all, |a, b| (a.by, &a.at).cmp(&(b.by, &b.at)));
    let mut out: Vec<ManagerView> = Vec::new();
    out.extend(all.into_iter().map(|s| ManagerView {
        name: s.by.name().to_owned(),
        standing: line.standing(s).word().to_owned(),
        said: s.said.clone(),
        at: s.place().to_owned(),
        value: s.value.clone(),
        when: s.when,
    }));
    if let Some(when) = line.gpc.filter(|_| !out.iter().any(|m| m.name == Manager::Gpc.name())) {
        out.push(ManagerView {
            name: Manager::Gpc.name().to_owned(),
            standing: Says::Denied.word().to_owned(),
            said: t!("the browser asks not to sell or share what it learns of the visitor").to_owned(),
            at: t!("header {name}", name = "Sec-GPC"),
            value: Excerpt::plain("1", &[]),
            when,
        });
    }
    out
}

/// Where those who know contradict each other.
fn disagree(line: &Timeline) -> Vec<String> {
    let mut out = Vec::new();
    let mut firm: Vec<(&timeline::Said, Grants)> = Vec::new();
    for b in line.said.iter().filter(|s| s.site == line.site) {
        let Some(grants) = line.firm(b) else { continue };
        for (a, other) in firm.iter().filter(|(a, other)| other.contradicts(grants) && (a.by != b.by || a.stored != b.stored)) {
            let (yes, no) = if other.standing() == Standing::Granted { (*a, b) } else { (b, *a) };
            let said = t!(
                "{one} says yes ({place}), {other} says no ({elsewhere}).",
                one = yes.by.name(),
                place = yes.at,
                other = no.by.name(),
                elsewhere = no.at
            );
            if out.len() < 6 && !out.contains(&said) {
                out.push(said);
            }
        }
        firm.push((b, grants));
    }
    let (pressed, recorded) = (line.pressed.as_ref(), line.recorded());
    if let (Some(pressed), Some(record)) = (pressed, recorded)
        && line.choice.is_some_and(|choice| choice != pressed.choice)
        && !pressed.saved
        && pressed.at + timeline::TOGETHER >= record.when
    {
        out.push(t!(
            "“{button}” was pressed, and the record of {manager} says: {record}.",
            button = pressed.words,
            manager = record.by.name(),
            record = record.said
        ));
    }
    if pressed.is_some_and(|p| p.read_only) && recorded.is_none() && line.choice.is_some() {
        out.push(
            t!("No record tells what was chosen: a button that only says that the notice was read is taken for acceptance.").to_owned(),
        );
    }
    if line.shown && line.choice.is_some() && line.restored {
        out.push(t!("A banner is shown although a choice is stored.").to_owned());
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

fn check(check: &Check) -> CheckView {
    const STEPS: [&str; 3] = ["ignore", "accept", "reject"];
    let running = check.running.and_then(|run| STEPS.get(usize::from(run))).copied().unwrap_or_default();
    let next = match running {
        "ignore" => t!("Leave the banner alone, use the page for a moment, then end this step."),
        "accept" => t!("Accept everything in the banner, use the page for a moment, then end this step."),
        "reject" => t!("Refuse everything in the banner, use the page for a moment, then end this step."),
        _ if check.runs.iter().all(|r| r.done) => t!("All three were run: compare them."),
        _ => t!("Begin the next step; what this site stored is cleared first."),
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
    let (mut requests, mut there) = (0_u32, [0_u32; 3]);
    for ((kind, _), seen) in &run.rows {
        if *kind == 0 {
            requests = requests.saturating_add(seen.count);
        }
        for (slot, counted) in there.iter_mut().zip([*kind == 0 && seen.tracks, *kind == 1, *kind == 2]) {
            *slot += u32::from(counted);
        }
    }
    let [trackers, cookies, others] = there;
    let mut said = match run.begun {
        true => vec![
            [
                super::plain::requests(requests),
                counted(trackers, t!("1 tracker"), |n| t!("{n} trackers")),
                counted(cookies, t!("1 cookie"), |n| t!("{n} cookies")),
                counted(others, t!("1 other entry"), |n| t!("{n} other entries")),
            ]
            .join(t!(", ")),
        ],
        false => vec![String::new()],
    };
    if run.lost > 0 {
        said.push(t!("some were left out because there were too many").to_owned());
    }
    if state == "doubtful" {
        said.push(t!("what was chosen is not what this step asks for").to_owned());
    }
    let said = said.join(t!("; "));
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
            [false, true, false] if done(0) && done(2) => t!("only after accepting"),
            [_, true, true] if done(1) && done(2) => t!("the same whether accepted or refused"),
            [false, false, true] if done(1) => t!("only after refusing"),
            [true, ..] if tracks => t!("without a choice"),
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
        t!("This is the order in time in this browser; whether a consent was needed, or is valid, it does not tell.").to_owned(),
        t!("Visitors elsewhere may be shown another banner or none, and what servers pass on is not visible.").to_owned(),
    ];
    if !line.asked && line.choice.is_none() {
        out.push(t!("A banner that was not recognised counts as none.").to_owned());
    }
    if line.dnt {
        out.push(t!("Do Not Track is on in this browser; it is told, and counted as no refusal.").to_owned());
    }
    out
}
