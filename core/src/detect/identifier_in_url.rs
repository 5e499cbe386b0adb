//! A personal detail in the page's own address.

use super::{Doc, Draft, words};
use crate::address::Address;
use crate::finding::{Kind, Severity};
use crate::identify::{self, IdContext};
use crate::payload::{self, Body, Part};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::IdentifierInUrl,
    sees: message!(
        "E-mail addresses, phone numbers, names, birth dates, record, member and card numbers, and keys, in the path, the query or the fragment of the page's address."
    ),
    why: message!(
        "Every script on the page can read the address, the Referer header can carry it on, and browser history and server logs keep it."
    ),
    cannot_tell: message!(
        "Whether the value is a real person's or a test value, and whether anybody was told; see the findings that name a recipient."
    ),
    fix: message!(
        "Send forms by POST, use numbers that mean nothing outside your server, and clean the address with `history.replaceState` before any tag loads: a tag that loads first has read it."
    ),
};

pub(super) fn detect(address: &Address<'_>, context: u8, out: &mut Vec<Draft>) {
    let fields = payload::read(address, Body::Empty, None);
    for id in identify::scan(&fields, &IdContext { page: Some(address.as_str()), is_page: true, ..IdContext::NONE }) {
        let words = match words::sure(&id) {
            Some(words) => words,
            None if words::opens(&id) => t!("a key that could open an account"),
            None => continue,
        };
        let Some(field) = fields.items.get(id.field) else { continue };
        if out.iter().any(|d| d.kind == DOC.kind && d.subject == field.at()) {
            continue;
        }
        let what = words::sentence(words);
        let said = match field.part {
            Part::Path | Part::Matrix => t!("{what} stands in this page's address, in its path."),
            Part::Fragment => t!("{what} stands in this page's address, behind its #."),
            _ => t!("{what} stands in this page's address, among its parameters."),
        };
        out.push(Draft::here(&DOC, 4, context, said).at(Severity::High).about(field.at()).proof_at(
            field.at(),
            words,
            words::excerpt_identifier(&field.value, id.range),
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    #[test]
    fn words_and_examples() {
        check(
            Kind::IdentifierInUrl,
            &[
                Row::page("https://www.clinic.example/thanks?email=jordan.avery%40example.org"),
                Row::page("https://portal.clinic.example/patient?mrn=00482913"),
                Row::page("https://portal.clinic.example/patients/00482913/chart"),
                Row::page("https://www.clinic.example/book?first_name=Jordan&dob=1984-02-29&phone=%2B1%20415%20555%200132"),
                Row::page("https://www.clinic.example/app#/welcome?email=jordan.avery%40example.org"),
                Row::page("https://portal.clinic.example/reset?reset_token=8f14e45fceea167a5a36dedd4bea2543c9f0f895"),
                Row::page(
                    "https://portal.clinic.example/in?t=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
                ),
            ],
            &[
                // Times, versions, page and order numbers, days of articles and of events, addresses of the site itself.
                Row::page("https://www.clinic.example/p/1042?v=1700000000000"),
                Row::page("https://www.clinic.example/assets/logo@2x.png"),
                Row::page("https://www.clinic.example/articles/10042"),
                Row::page("https://www.clinic.example/blog/2024/02/29/flu-season"),
                Row::page("https://www.clinic.example/events?date=2026-12-01"),
                Row::page("https://www.clinic.example/contact?to=info@clinic.example"),
                Row::page("https://www.clinic.example/p?cid=1234567890.1700000000&_ga=2.1.1234567890.1700000000&_pk_id=0123456789abcdef"),
                Row::page("https://www.clinic.example/locations?zip=60601"),
            ],
        );
    }
}
