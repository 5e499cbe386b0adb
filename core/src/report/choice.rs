//! How a visit stands to the visitor's choice, as people see it.

use super::view::{CheckRow, CheckView, ConsentView, ManagerView, MarkView, PassView, RunView, SendsView};
use crate::consent::check::{Check, Run};
use crate::consent::managers::{Grants, Manager, Says};
use crate::consent::timeline::{self, Timeline};
use crate::consent::{Choice, Standing, Verdict};
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
        said: said(line, &sends),
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
    match line.since.saturating_sub(line.began) {
        0..1_000 => "as the page began".to_owned(),
        ms @ 1_000..120_000 => count((ms / 1000) as u32, " s", " s") + " after the page began",
        ms => count((ms / 60_000) as u32, " min", " min") + " after the page began",
    }
}

/// What it does not mean that nothing was seen.
const NOT_SEEN: &str = " That does not mean that there is none: visitors elsewhere may be asked, a choice made earlier may be stored in a form not known here, and a banner may be one that Leaklight does not know.";

fn said(line: &Timeline, sends: &[SendsView]) -> String {
    let mut said = match (line.choice, line.restored) {
        (Some(choice), true) => {
            let what = match choice {
                Choice::Accepted => "acceptance",
                Choice::Rejected => "refusal",
                Choice::Partial => "choice of some and not others",
            };
            ["A stored ", what, " is in force, made on an earlier page or visit."].concat()
        }
        (Some(choice), false) => {
            let what = match choice {
                Choice::Accepted => "The visitor accepted, ",
                Choice::Rejected => "The visitor refused, ",
                Choice::Partial => "The visitor accepted some and refused some, ",
            };
            [what, &after(line), "."].concat()
        }
        (None, _) if line.asked => "No choice was made yet: the banner is open, or a manager waits.".to_owned(),
        (None, _) if line.said.iter().all(|s| s.site != line.site) && line.gpc.is_none() && !line.dnt => {
            ["No banner, no consent manager, no stored choice and no signal of the page’s was seen in this browser.", NOT_SEEN].concat()
        }
        (None, _) => ["No banner and no consent manager that asks was seen in this browser.", NOT_SEEN].concat(),
    };
    let (mut before, mut ignored) = (0, 0);
    for s in sends.iter().filter(|s| s.tracks) {
        before += usize::from(s.before > 0);
        ignored += usize::from(is_ignored(line, s));
    }
    for (count, what) in [(before, " told before the visitor could choose."), (ignored, " told after a refusal.")] {
        if count > 0 {
            let who = if count == 1 { " company was" } else { " companies were" };
            said.push_str(&[" ", &number(count), who, what].concat());
        }
    }
    said
}

fn is_ignored(line: &Timeline, sends: &SendsView) -> bool {
    line.sends.get(&sends.recipient).is_some_and(|s| s.tracks && s.ignored > 0)
}

fn number(n: usize) -> String {
    const WORDS: [&str; 10] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    WORDS.get(n).map_or_else(|| count(n as u32, "", ""), |w| (*w).to_owned())
}

/// "1 page", "2 pages".
#[inline(never)]
fn count(n: u32, one: &str, more: &str) -> String {
    [itoa::Buffer::new().format(n), if n == 1 { one } else { more }].concat()
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
    let mut firm: Vec<(&timeline::Said, Grants)> = Vec::new();
    for b in line.said.iter().filter(|s| s.site == line.site) {
        let Some(grants) = line.firm(b) else { continue };
        for (a, other) in firm.iter().filter(|(a, other)| other.contradicts(grants) && (a.by != b.by || a.stored != b.stored)) {
            let (yes, no) = if other.standing() == Standing::Granted { (*a, b) } else { (b, *a) };
            let said = [yes.by.name(), " says yes (", &yes.at, "), ", no.by.name(), " says no (", &no.at, ")."].concat();
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
        out.push(["“", &pressed.words, "” was pressed, and the record of ", record.by.name(), " says: ", &record.said, "."].concat());
    }
    if pressed.is_some_and(|p| p.read_only) && recorded.is_none() && line.choice.is_some() {
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

/// The checks that can pass, one by one.
struct Passes {
    out: Vec<PassView>,
    /// Why nothing can pass; empty where it can.
    blind: &'static str,
}

impl Passes {
    /// Adds one: `failed` why it failed, `not` why it was not tested, else it passed because of what was `seen`.
    #[inline(never)]
    fn add(&mut self, name: &str, failed: String, not: &str, seen: String) {
        let not = if not.is_empty() { self.blind } else { not };
        let (state, because) = match (failed.is_empty(), not.is_empty()) {
            (false, _) => ("fail", failed),
            (true, false) => ("not-tested", sentence(not)),
            (true, true) => ("pass", seen),
        };
        self.out.push(PassView { name: name.to_owned(), state: state.to_owned(), because });
    }
}

/// "Meta and TikTok told before"; nothing where there is nobody.
fn names(mut all: Vec<String>, what: &str) -> String {
    let more = all.len().saturating_sub(4) as u32;
    all.truncate(4);
    if more > 0 {
        all.push(count(more, " more", " more"));
    }
    if all.is_empty() { String::new() } else { listed(&all) + what }
}

/// Why it failed, where it did so `n` times.
fn failed(n: u32, one: &str, more: &str) -> String {
    if n > 0 { count(n, one, more) } else { String::new() }
}

/// A reason where it holds.
const fn unless(tested: bool, why: &'static str) -> &'static str {
    if tested { "" } else { why }
}

/// The checks that can pass: with an observation behind them, or not tested.
fn passes(state: &Tab, sends: &[SendsView]) -> Vec<PassView> {
    let (line, c) = (&state.choice, &state.choice.counts);
    let (mut before, mut ignored) = (Vec::new(), Vec::new());
    for s in sends.iter().filter(|s| s.tracks) {
        if s.before > 0 {
            before.push(s.name.clone());
        }
        if is_ignored(line, s) {
            ignored.push(s.name.clone());
        }
    }
    // What could not be seen may have been just that.
    let blind = if state.unread > 0 {
        "some of what left could not be read"
    } else if state.lost.contains_key("blocked") {
        "something in this browser blocks requests"
    } else if state.lost.contains_key("consent-left-out") {
        "there was more than is kept of the time line"
    } else if c.loads == 0 {
        "no page was seen from its start: reload it"
    } else {
        ""
    };
    let mut all = Passes { out: Vec::new(), blind };
    let asked = unless(c.asked > 0, "no page was seen on which a choice was asked for");
    let over = count(c.asked, " page on which a choice was asked for", " pages on which a choice was asked for");
    all.add(
        "No request to a tracker before the choice",
        names(before, " told before"),
        asked,
        ["0 requests before a choice, over ", &over].concat(),
    );
    let kept = failed(c.kept_before, " kept before", " kept before");
    all.add("No cookie or entry of a tracker before the choice", kept, asked, ["0 kept before a choice, over ", &over].concat());
    all.add(
        "Nothing to trackers after refusing",
        names(ignored, " told after"),
        unless(c.refused > 0, "no page was loaded after a refusal"),
        "0 requests to trackers, over ".to_owned() + &count(c.refused, " page loaded after a refusal", " pages loaded after a refusal"),
    );
    all.add(
        "Global Privacy Control honoured",
        failed(c.gpc_sends, " request to advertising", " requests to advertising"),
        match (line.gpc, c.gpc) {
            (None, _) => "this browser does not send it",
            (_, 0) => "no page was loaded with it on",
            _ => "",
        },
        "0 requests to advertising, over ".to_owned() + &count(c.gpc, " page loaded with it on", " pages loaded with it on"),
    );
    let (hits, given) = (count(c.matomo, " hit", " hits"), count(c.matomo_consent, " of ", " of "));
    let carried = [&given, &hits, " carried it"].concat();
    all.add(
        "Matomo waited: consent=1 on its hits",
        if c.matomo_consent > 0 && c.matomo_consent < c.matomo { carried.clone() } else { String::new() },
        match (c.matomo, c.matomo_consent) {
            (0, _) => "no hit to Matomo was seen",
            (_, 0) => "no hit carried it: Matomo was not told to wait (requireConsent)",
            _ => "",
        },
        carried,
    );
    all.add(
        "Matomo: no hit before the choice",
        failed(c.matomo_before, " hit before", " hits before"),
        if asked.is_empty() && c.matomo_after == 0 { "no hit to Matomo was seen after a choice" } else { asked },
        "0 hits before a choice, ".to_owned() + &count(c.matomo_after, " after", " after"),
    );
    all.add(
        "Search words gone from the address sent",
        failed(c.search_kept, " address sent with them", " addresses sent with them"),
        unless(c.search_gone > 0, "no page with search words in its address was told of"),
        count(c.search_gone, " address sent without them", " addresses sent without them"),
    );
    all.add(
        "Title rewritten before sending",
        failed(c.title_telling, " telling title sent as it is", " telling titles sent as they are"),
        unless(c.title_new > 0, "no title was sent that differs from the page’s"),
        count(c.title_new, " title sent that differs from the page’s", " titles sent that differ from the page’s"),
    );
    all.out
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
        true => [
            &count(requests, " request, ", " requests, "),
            &count(trackers, " tracker, ", " trackers, "),
            &count(cookies, " cookie, ", " cookies, "),
            &count(others, " other entry", " other entries"),
        ]
        .map(String::as_str)
        .concat(),
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
