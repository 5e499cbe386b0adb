//! How words were judged, as core says it in a line, taken apart: a sum is read part by part.

/// A part of such a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'s> {
    /// "+", "−" or "=".
    pub sign: &'static str,
    /// The words as they stood; empty in the total.
    pub words: &'s str,
    /// What they are: "HIV test".
    pub what: &'s str,
    /// The points: "135", "15 of 25", "−10"; in the total with what is to be said of it.
    pub points: &'s str,
}

/// The parts of one line: `skin (part of the body) 25 − film (entertainment) 80 = −55; from 100 on it counts`; points and total may
/// be left out. None where it is no such sum: it is then shown as it stands.
pub fn parts(line: &str) -> Option<Vec<Part<'_>>> {
    let (terms, total) = line.rsplit_once(" = ").map_or((line, None), |(terms, total)| (terms, Some(total)));
    let mut all = Vec::new();
    let (mut rest, mut sign) = terms.strip_prefix("− ").map_or((terms, "+"), |lowered| (lowered, "−"));
    loop {
        let (end, next) = next_sign(rest);
        let (said, points) = rest.get(..end)?.rsplit_once(')')?;
        let (words, what) = said.split_once(" (")?;
        all.push(Part { sign, words, what, points: points.trim_start() });
        let Some(next) = next else { break };
        sign = next;
        rest = rest.get(end + " ".len() + next.len() + " ".len()..)?;
    }
    all.extend(total.map(|points| Part { sign: "=", words: "", what: "", points }));
    Some(all)
}

/// "", " 135", " 15 of 25" in any language: figures at both ends.
fn are_points(text: &str) -> bool {
    let text = text.trim();
    let figure = |c: Option<char>| c.is_none_or(|c| c.is_ascii_digit());
    figure(text.chars().next()) && figure(text.chars().last()) && !text.contains('(')
}

/// Where the first part ends, and the sign after it. Only after what the words are and their points: words may hold a sign too.
fn next_sign(text: &str) -> (usize, Option<&'static str>) {
    let found = [" + ", " − "].into_iter().flat_map(|sign| text.match_indices(sign).map(|(at, _)| at));
    let ends = |at: &usize| {
        let points = text.get(..*at).and_then(|before| before.rsplit_once(')'));
        points.is_some_and(|(said, points)| said.contains(" (") && are_points(points))
    };
    match found.filter(ends).min() {
        Some(at) => (at, Some(if text.get(at..).is_some_and(|rest| rest.starts_with(" +")) { "+" } else { "−" })),
        None => (text.len(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_taken_apart() {
        let check = |line: &str, want: Option<&[&str]>| {
            let said = parts(line).map(|all| all.iter().map(|p| [p.sign, p.words, p.what, p.points].join("|")).collect::<Vec<_>>());
            assert_eq!(said.as_deref(), want.map(|w| w.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()).as_deref(), "{line}");
        };
        check(
            "hiv-testing (HIV test) 135 + schedule (appointment step) 60 = 195; from 100 on it counts",
            Some(&["+|hiv-testing|HIV test|135", "+|schedule|appointment step|60", "=|||195; from 100 on it counts"]),
        );
        check(
            "− film (entertainment) 80 + rash (symptom) 125 − eye (part of the body) 15 of 25 = 30; from 100 on it counts",
            Some(&["−|film|entertainment|80", "+|rash|symptom|125", "−|eye|part of the body|15 of 25", "=|||30; from 100 on it counts"]),
        );
        check("film (ocio) 15 de 25 + eye (cuerpo) 5 = 20", Some(&["+|film|ocio|15 de 25", "+|eye|cuerpo|5", "=|||20"]));
        check("a + b (Latin) 5 = −5", Some(&["+|a + b|Latin|5", "=|||−5"]));
        check("covid 19 + flu (virus (new)) 5 = 5", Some(&["+|covid 19 + flu|virus (new)|5", "=|||5"]));
        check(
            "hiv (condition, HIV) + schedule (appointment step) − careers (careers section)",
            Some(&["+|hiv|condition, HIV|", "+|schedule|appointment step|", "−|careers|careers section|"]),
        );
        check("you said so", None);
        check("", None);
        check(" = ", None);
        check(" + = 5 = ", None);
    }
}
