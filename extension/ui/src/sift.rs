//! Which findings a person asked to see. A choice of display: it hides nothing for good.

use leaklight_core::finding::Severity;
use leaklight_core::report::view::FindingView;
use std::collections::HashSet;

/// What the filters above the findings are set to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sift {
    /// Only these severities; all where empty.
    pub severities: Vec<Severity>,
    /// What stands in the search field.
    pub typed: String,
    /// Its words, lower case: all must stand somewhere in the finding.
    pub words: Vec<String>,
    /// Only this recipient, by its id.
    pub recipient: Option<String>,
}

impl Sift {
    /// Takes what was typed into the search field.
    pub fn search(&mut self, typed: &str) {
        self.typed = typed.to_owned();
        self.words = typed.split_whitespace().map(str::to_lowercase).collect();
    }

    /// Adds the severity, or takes it away.
    pub fn toggle(&mut self, severity: Severity) {
        match self.severities.iter().position(|s| *s == severity) {
            Some(at) => drop(self.severities.remove(at)),
            None => self.severities.push(severity),
        }
    }

    /// True where nothing is held back.
    pub fn is_open(&self) -> bool {
        self.severities.is_empty() && self.words.is_empty() && self.recipient.is_none()
    }

    /// Whether the finding is to be shown; `joined` gives those it joins, which stand beneath it and are looked at with it.
    pub fn passes(&self, view: &FindingView, joined: impl FnOnce(&mut dyn FnMut(&FindingView))) -> bool {
        if !self.severities.is_empty() && !self.severities.contains(&view.finding.severity) {
            return false;
        }
        if self.recipient.is_none() && self.words.is_empty() {
            return true;
        }
        let told =
            |view: &FindingView| self.recipient.as_ref().is_none_or(|id| view.finding.recipient.as_ref().is_some_and(|r| r.id == *id));
        let (mut named, mut text) = (told(view), String::with_capacity(512));
        haystack(view, &mut text);
        joined(&mut |part| {
            // What two services of one company got is joined under one of them.
            named = named || told(part);
            haystack(part, &mut text);
        });
        let text = text.to_lowercase();
        named && self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// The keys of the findings another one joins. They are shown beneath it and are no rows of their own; one that joins others itself
/// always is.
pub fn joined<'v>(all: impl Iterator<Item = &'v FindingView> + Clone) -> HashSet<String> {
    let mut keys: HashSet<String> = all.clone().flat_map(|view| view.finding.joins.iter().cloned()).collect();
    if !keys.is_empty() {
        all.filter(|view| !view.finding.joins.is_empty()).for_each(|view| {
            keys.remove(&view.finding.key);
        });
    }
    keys
}

/// Adds what a person can read of a finding that tells it from others: what stands in every one of its kind would find them all.
fn haystack(view: &FindingView, text: &mut String) {
    let finding = &view.finding;
    let mut add = |piece: &str| {
        text.push_str(piece);
        text.push('\n');
    };
    add(&view.title);
    add(finding.kind.word());
    add(finding.severity.word());
    add(&finding.said);
    add(&finding.page.shown);
    if let Some(who) = &finding.recipient {
        add(&who.name);
        add(&who.host);
        add(who.owner.as_deref().unwrap_or_default());
        add(who.category.as_deref().unwrap_or_default());
    }
    for evidence in &finding.evidence {
        add(&evidence.at);
        add(&evidence.label);
        add(&evidence.value.shown);
        evidence.packed.iter().for_each(|how| add(how));
        if let Some(known) = &evidence.known {
            add(&known.value);
            known.steps.iter().for_each(|step| add(step));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    #[test]
    fn filters_narrow_and_never_invent() {
        let view = fixtures::view("clinic").unwrap();
        let left = |set: &dyn Fn(&mut Sift)| {
            let mut sift = Sift::default();
            set(&mut sift);
            view.findings.iter().filter(|f| sift.passes(f, |_| ())).count()
        };
        let critical = view.findings.iter().filter(|f| f.finding.severity == Severity::Critical).count();
        assert_eq!(left(&|_| ()), view.findings.len());
        assert_eq!(left(&|s| s.toggle(Severity::Critical)), critical);
        assert_eq!(left(&|s| [Severity::Critical, Severity::Critical].into_iter().for_each(|v| s.toggle(v))), view.findings.len());
        assert_eq!(left(&|s| s.search("   ")), view.findings.len());
        assert!(left(&|s| s.search("META udff[em]")) >= 1);
        assert!((1..view.findings.len()).contains(&left(&|s| s.search("sha-256"))), "how it was packed");
        assert_eq!(left(&|s| s.search("meta no-such-word")), 0);
        assert!((1..view.findings.len()).contains(&left(&|s| s.recipient = Some("meta-pixel".into()))));
        assert_eq!(left(&|s| s.recipient = Some("nobody".into())), 0);
    }

    #[test]
    fn a_finding_that_is_part_of_another_is_no_row_of_its_own_and_still_found() {
        let view = fixtures::view("joined").unwrap();
        let keys = joined(view.findings.iter());
        let (parts, rows): (Vec<_>, Vec<_>) = view.findings.iter().partition(|f| keys.contains(&f.finding.key));
        assert_eq!((parts.len(), rows.len()), (2, 2));
        let s = &view.summary;
        assert_eq!((s.critical + s.high + s.medium + s.low + s.info) as usize, rows.len(), "the numbers count what is listed");
        let mut sift = Sift::default();
        sift.search("query:fbp");
        assert!(!sift.passes(rows[0], |_| ()));
        assert!(sift.passes(rows[0], |each| parts.iter().for_each(|part| each(part))));
        let sift = Sift { recipient: Some("facebook-connect".into()), ..Sift::default() };
        assert!(!sift.passes(rows[0], |_| ()));
        assert!(sift.passes(rows[0], |each| parts.iter().for_each(|part| each(part))));
        // Whatever is said to join whatever, nothing is lost from sight.
        let mut view = fixtures::view("clinic").unwrap();
        assert_eq!(joined(view.findings.iter()).len(), 0);
        let all: Vec<String> = view.findings.iter().map(|f| f.finding.key.clone()).collect();
        view.findings.iter_mut().for_each(|f| f.finding.joins.clone_from(&all));
        assert_eq!(joined(view.findings.iter()).len(), 0);
    }
}
