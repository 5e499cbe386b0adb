//! The case library: what courts and authorities made of the like, with outcomes both ways. Teaching text: it says how one dispute
//! ended, and nothing about a site that somebody looks at.

use leaklight_text::{Message, t};

/// A case, as `core/data/cases.toml` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// In addresses.
    pub id: &'static str,
    /// As it is cited.
    pub name: &'static str,
    /// Who decided, or who brought it.
    pub court: Message,
    /// `YYYY-MM-DD`, or `YYYY-MM` where no source read gives the day.
    pub when: &'static str,
    /// A closed word: see [`Side::of`].
    pub outcome: &'static str,
    /// What was at issue.
    pub what: Message,
    /// What it turned on.
    pub turned_on: Message,
    /// How it ended.
    pub ended: Message,
    /// What was open when the source was read.
    pub status: Option<Message>,
    /// The kinds of findings that show the like.
    pub kinds: &'static [&'static str],
    /// Where that can be read.
    pub source: &'static str,
    /// Whose word the source is.
    pub source_name: Message,
    /// When it was read.
    pub read: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// Which way a case went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Settled: as a rule nothing was admitted, and nothing decided.
    Settled,
    /// A penalty, or a verdict against the defendant.
    Against,
    /// For the defendant.
    For,
    /// Guidance taken away.
    Vacated,
}

impl Case {
    /// Which way it went.
    pub fn side(&self) -> Side {
        match self.outcome {
            "vacated" => Side::Vacated,
            "dismissed" | "judgment-for-defendant" => Side::For,
            "settlement" => Side::Settled,
            _ => Side::Against,
        }
    }

    /// The outcome in plain words.
    pub fn said(&self) -> &'static str {
        match self.outcome {
            "settlement" => t!("Settled"),
            "penalty" => t!("Penalty"),
            "verdict" => t!("Jury verdict"),
            "vacated" => t!("Guidance vacated in part"),
            "dismissed" => t!("Dismissed"),
            _ => t!("Won by the hospital"),
        }
    }

    /// True where it is shown: about that kind (empty for any), gone that way, and holding every word typed.
    pub fn passes(&self, kind: &str, side: Option<Side>, typed: &str) -> bool {
        let [court, what, turned_on, ended] = [self.court, self.what, self.turned_on, self.ended].map(Message::say);
        let held = [self.name, court, self.when, what, turned_on, ended, self.said()].join(" ").to_lowercase();
        (kind.is_empty() || self.kinds.contains(&kind))
            && side.is_none_or(|side| self.side() == side)
            && typed.to_lowercase().split_whitespace().all(|word| held.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leaklight_core::finding::Kind;
    use leaklight_draw::words::CASES_ABOUT;

    #[test]
    fn the_panel_offers_cases_for_the_kinds_that_have_some_and_no_others() {
        let with: Vec<&str> =
            Kind::ALL.iter().map(|kind| kind.word()).filter(|kind| CASES.iter().any(|c| c.kinds.contains(kind))).collect();
        let offered: Vec<&str> = CASES_ABOUT.iter().map(|kind| kind.word()).collect();
        assert_eq!(offered, with);
        for kind in CASES.iter().flat_map(|case| case.kinds) {
            assert!(Kind::ALL.iter().any(|each| each.word() == *kind), "{kind} is no kind of finding");
        }
    }

    #[test]
    fn outcomes_go_both_ways_and_every_case_is_sourced() {
        for side in [Side::Settled, Side::Against, Side::For, Side::Vacated] {
            assert!(CASES.iter().any(|case| case.side() == side), "{side:?}");
        }
        for case in CASES {
            assert!(case.source.starts_with("https://") && !case.source_name.say().is_empty(), "{}", case.id);
            let all =
                [case.what.say(), case.turned_on.say(), case.ended.say(), case.status.map_or("", Message::say)].join(" ").to_lowercase();
            assert!(!all.contains("complian") && !all.contains("illegal"), "{}: no verdict of our own", case.id);
        }
        assert!(CASES.windows(2).all(|pair| pair[0].when >= pair[1].when), "the latest first");
    }

    #[test]
    fn cases_are_filtered_by_kind_way_and_words() {
        let ids = |kind: &str, side: Option<Side>, typed: &str| -> Vec<&str> {
            CASES.iter().filter(|case| case.passes(kind, side, typed)).map(|case| case.id).collect()
        };
        assert_eq!(ids("", None, "").len(), CASES.len());
        assert_eq!(ids("title-leak", None, ""), ["healthline", "vita"]);
        assert_eq!(ids("title-leak", Some(Side::For), ""), ["vita"]);
        assert_eq!(ids("", None, "JURY meta"), ["flo"]);
        assert_eq!(ids("insecure-transport", None, ""), [""; 0]);
    }
}
