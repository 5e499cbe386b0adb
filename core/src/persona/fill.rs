//! Which fields of a page take which values of a persona.

use super::Persona;
use super::field::{Asked, Part, read};
use crate::known::What;
use crate::sensitive::forms::Field;

/// Which of the fields take which values, in the fields' order. `fields` are the numbers and descriptions
/// ([`crate::observation::Typed::about`]) of those a visitor can see and change, as they stand on the page.
///
/// Passwords, cards, traps for machines, vouchers and other people's details are left alone; so is what a persona does not hold.
pub fn fill(persona: &Persona, fields: &[(u32, &str)]) -> Vec<(u32, String)> {
    let told: Vec<Field<'_>> = fields.iter().map(|(_, about)| Field::read(about)).collect();
    let asked: Vec<Asked> = told.iter().map(read).collect();
    let page = Page { persona, told: &told, asked: &asked };
    fields.iter().enumerate().filter_map(|(i, (number, _))| Some((*number, page.value(i)?))).collect()
}

struct Page<'a> {
    persona: &'a Persona,
    told: &'a [Field<'a>],
    asked: &'a [Asked],
}

impl Page<'_> {
    fn value(&self, i: usize) -> Option<String> {
        let (field, asked) = (self.told.get(i)?, self.asked.get(i)?);
        if !asked.own || asked.what.is_secret() {
            return None;
        }
        let held = |what| self.persona.get(what);
        match (asked.what, asked.part) {
            (_, Part::Nothing) => None,
            (_, Part::Reason) => held(What::SearchWords).map(str::to_owned),
            (What::BirthDate, part) => birth(held(What::BirthDate)?, part, field),
            (What::Phone, part) => phone(held(What::Phone)?, self.part(i, part), field),
            (What::Name, _) => {
                // Beside a field for the surname, "name" is the first name.
                if self.asks(What::LastName) && !self.asks(What::FirstName) {
                    return held(What::FirstName).map(str::to_owned);
                }
                held(What::Name).map(str::to_owned).or_else(|| Some([held(What::FirstName)?, " ", held(What::LastName)?].concat()))
            }
            (What::Address, _) => {
                let street = held(What::Street).or(held(What::Address))?;
                match (held(What::City), held(What::Zip)) {
                    (Some(city), Some(zip)) if !self.asks(What::City) && !self.asks(What::Zip) => {
                        Some([street, ", ", city, " ", zip].concat())
                    }
                    _ => Some(street.to_owned()),
                }
            }
            (what, _) => held(what).map(str::to_owned),
        }
    }

    fn asks(&self, what: What) -> bool {
        self.asked.iter().any(|asked| asked.what == what && asked.own)
    }

    /// Which part of a number a field takes, by the fields about it: three in a row that are named alike take a third each, and what
    /// follows an area code takes the rest.
    fn part(&self, i: usize, part: Part) -> Part {
        if part != Part::Whole {
            return part;
        }
        for (back, third) in [(0, Part::Area), (1, Part::Exchange), (2, Part::Line)] {
            if i.checked_sub(back).is_some_and(|from| self.are_thirds(from)) {
                return third;
            }
        }
        let before = i.checked_sub(1).and_then(|before| self.asked.get(before));
        if before.is_some_and(|b| b.what == What::Phone && b.part == Part::Area) { Part::Local } else { part }
    }

    /// Three fields for a number, `phone1`, `phone2`, `phone3`, under one label or none.
    fn are_thirds(&self, from: usize) -> bool {
        let (Some([a, b, c]), Some(asked)) = (self.told.get(from..from + 3), self.asked.get(from..from + 3)) else { return false };
        let last = |field: &Field<'_>| field.name.trim_end_matches(']').bytes().last().unwrap_or_default();
        let stem = |field: &Field<'_>| field.name.trim_end_matches(']').len();
        asked.iter().all(|asked| asked.what == What::Phone && asked.part == Part::Whole)
            && a.label == b.label
            && b.label == c.label
            && last(a) + 1 == last(b)
            && last(b) + 1 == last(c)
            && stem(a) == stem(b)
            && a.name.get(..stem(a).saturating_sub(1)) == b.name.get(..stem(b).saturating_sub(1))
    }
}

fn phone(held: &str, part: Part, field: &Field<'_>) -> Option<String> {
    let digits: String = held.chars().filter(char::is_ascii_digit).collect();
    let national = if digits.len() == 11 { digits.strip_prefix('1').unwrap_or(&digits) } else { &digits };
    let cut = |from, to| (national.len() == 10).then(|| national.get(from..to).unwrap_or_default().to_owned());
    match part {
        Part::Area => cut(0, 3),
        Part::Exchange => cut(3, 6),
        Part::Line => cut(6, 10),
        Part::Local if field.kind == "number" => cut(3, 10),
        Part::Local => Some([&cut(3, 6)?, "-", &cut(6, 10)?].concat()),
        _ if field.kind == "number" => Some(digits),
        _ => Some(held.to_owned()),
    }
}

/// A date of birth as the field wants it: what a date field takes, or as its label shows it (`DD/MM/YYYY`), or as it is usual in the US.
fn birth(held: &str, part: Part, field: &Field<'_>) -> Option<String> {
    let pieces: Vec<&str> = held.split(['-', '/', '.']).collect();
    let (year, month, day) = match pieces.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [month, day, year] if year.len() == 4 => (*year, *month, *day),
        _ => return None,
    };
    // A list has 4 or 04 or April: the host finds the one that says the same.
    let short = |n: &str| if field.kind == "text" || field.kind.is_empty() { n.to_owned() } else { n.trim_start_matches('0').to_owned() };
    Some(match (part, field.kind) {
        (Part::Day, _) => short(day),
        (Part::Month, _) => short(month),
        (Part::Year, _) => year.to_owned(),
        (_, "date") => [year, "-", month, "-", day].concat(),
        (_, "month") => [year, "-", month].concat(),
        (_, "number") => [month, day, year].concat(),
        _ => shown(&field.label.to_ascii_lowercase()).map_or_else(
            || [month, "/", day, "/", year].concat(),
            |form| form.replace("yyyy", year).replace("aaaa", year).replace("mm", month).replace("dd", day),
        ),
    })
}

/// The form of a date that a label shows: `mm/dd/yyyy`.
fn shown(label: &str) -> Option<&str> {
    let year = label.find("yyyy").or_else(|| label.find("aaaa"))?;
    let (month, day) = (label.find("mm")?, label.find("dd")?);
    let (from, to) = (year.min(month).min(day), (year + 4).max(month + 2).max(day + 2));
    label.get(from..to).filter(|form| form.len() <= 14 && form.bytes().all(|b| b"mdya/-. ".contains(&b)))
}
