//! Before and after the choice, side by side: who was sent how much.

use super::pen::{Pen, UNSEEN, and_more, named, not_drawn, nothing, short};
use super::{Picture, Room, Which};
use crate::report::plain::{counted, joined, step};
use crate::report::view::{CheckView, ConsentView};
use leaklight_text::{Message, message, t};

/// Rows drawn.
const MOST: usize = 14;
const NONE: Message = message!("No request was seen that could stand before or after a choice. What was not seen is not drawn.");

/// A column's heading: where there is room, and where there is little.
const HEADS: [(Message, Message); 5] = [
    (message!("Before a choice"), message!(narrow: "Before")),
    (message!("After accepting"), message!(narrow: "Accepted")),
    (message!("After refusing"), message!(narrow: "Refused")),
    (message!("After a choice of some"), message!(narrow: "Some")),
    (message!("No banner seen"), message!(narrow: "No banner")),
];

struct Row {
    name: String,
    about: &'static str,
    counts: Vec<u32>,
    /// Columns in which anything was not to be expected.
    wrong: Vec<bool>,
}

pub(super) fn choice(consent: &ConsentView, room: Room) -> Picture {
    match &consent.check {
        Some(check) if !check.rows.is_empty() => checked(check, room),
        _ => sends(consent, room),
    }
}

fn checked(check: &CheckView, room: Room) -> Picture {
    let heads: Vec<&'static str> = check
        .runs
        .iter()
        .map(|run| if room == Room::Narrow && run.step == "ignore" { t!(narrow: "Nothing") } else { step(&run.step) })
        .collect();
    let not_run = |at: usize| check.runs.get(at).is_none_or(|run| run.state == "not-run");
    let rows = check.rows.iter().map(|row| Row {
        name: named(&row.name.shown),
        about: match row.kind.as_str() {
            "recipient" => t!("requests"),
            "cookie" => t!("cookie, written"),
            _ => t!("entry, written"),
        },
        counts: row.counts.to_vec(),
        wrong: (0..3).map(|at| row.wrong && check.runs.get(at).is_some_and(|run| run.step != "accept") && !not_run(at)).collect(),
    });
    let said = t!("The same page three times: with nothing chosen, accepted and refused.").to_owned();
    table(&heads, &rows.collect::<Vec<_>>(), said, room)
}

fn sends(consent: &ConsentView, room: Room) -> Picture {
    let all = consent.sends.iter().map(|s| (s, [s.before, s.accepted, s.rejected, s.partial, s.none])).collect::<Vec<_>>();
    // What came before is there to be compared with, even where it is nothing.
    let used: Vec<usize> =
        (0..HEADS.len()).filter(|at| *at == 0 && !all.is_empty() || all.iter().any(|(_, n)| n.get(*at).is_some_and(|n| *n > 0))).collect();
    let heads: Vec<&'static str> = used
        .iter()
        .filter_map(|at| HEADS.get(*at))
        .map(|(wide, narrow)| if room == Room::Wide { wide.say() } else { narrow.say() })
        .collect();
    let rows = all.iter().map(|(s, numbers)| Row {
        name: named(&s.name),
        about: match room {
            _ if !s.tracks => "",
            Room::Narrow => t!(narrow: "counts or advertises"),
            Room::Wide => t!("counts or advertises"),
        },
        counts: used.iter().filter_map(|at| numbers.get(*at).copied()).collect(),
        wrong: used.iter().map(|at| s.tracks && *at == 2).collect(),
    });
    let said = [t!("Requests by where they stood to the visitor’s choice."), " ", &consent.said].concat();
    table(&heads, &rows.collect::<Vec<_>>(), said, room)
}

fn table(heads: &[&'static str], rows: &[Row], first: String, room: Room) -> Picture {
    if rows.is_empty() || heads.is_empty() {
        return nothing(Which::Choice, room, NONE.say());
    }
    let mut pen = Pen::default();
    let mut said = vec![short(&first)];
    // Where there is little room, names stand above their bars.
    let (names, above) = (room.of(12, 200), room.of(18, 0));
    let cell = (room.width() - names - 12) / heads.len() as i32;
    let bar = cell - 54;
    let most = rows.iter().flat_map(|row| row.counts.iter().copied()).max().unwrap_or(1).max(1);
    for (at, head) in heads.iter().enumerate() {
        pen.label("b", names + cell * at as i32, 24, cell - 6, head);
    }
    let mut y = 36;
    for row in rows.iter().take(MOST) {
        pen.line("r", 12, y, room.width() - 12, y);
        pen.label("b", 12, y + 18, room.of(210, names - 20), &row.name);
        match room {
            Room::Narrow => pen.label("m e", room.width() - 12, y + 18, 126, row.about),
            Room::Wide => pen.label("m", 12, y + 32, names - 20, row.about),
        }
        let mut words = Vec::new();
        for (at, n) in row.counts.iter().enumerate() {
            let x = names + cell * at as i32;
            let wrong = *n > 0 && row.wrong.get(at) == Some(&true);
            let long = (u64::from(*n) * bar.max(1) as u64 / u64::from(most)) as i32;
            if *n > 0 {
                pen.rect(if wrong { "high" } else { "info" }, x, y + above + 9, long.max(3), 12);
            }
            let number = itoa::Buffer::new().format(*n).to_owned();
            pen.label(if *n > 0 { "b" } else { "m" }, x + if *n > 0 { long.max(3) + 5 } else { 0 }, y + above + 19, 60, &number);
            if wrong {
                pen.label("high", x, y + above + 33, cell - 4, t!("▲ unexpected"));
            }
            let column = heads.get(at).copied().unwrap_or_default();
            let told = [column, " ", &number].concat();
            words.push(if wrong { t!("{told} (unexpected)") } else { told });
        }
        said.push([&short(&row.name), ": ", &joined(&words), "."].concat());
        y += 40 + above;
    }
    let left = rows.len().saturating_sub(MOST);
    if left > 0 {
        pen.label("m", 12, y + 16, room.width() - 24, &and_more(left));
        said.push(not_drawn(left));
        y += 22;
    }
    pen.label("m", 12, y + 18, room.width() - 24, UNSEEN.say());
    said.push(counted(rows.len() as u32, t!("1 row in all."), |n| t!("{n} rows in all.")));
    said.push(UNSEEN.say().to_owned());
    pen.done(Which::Choice, room, y + 28, said)
}
