//! A personal detail in the page's own address.

use super::{Doc, Draft, words};
use crate::address::Address;
use crate::finding::{Kind, Severity};
use crate::identify::{self, IdContext};
use crate::payload::{self, Body};

pub(super) const DOC: Doc = Doc {
    kind: Kind::IdentifierInUrl,
    sees: "E-mail addresses, phone numbers, names, birth dates, record numbers, cards and keys in the page's address.",
    why: "Every script on the page can read the address, the Referer header can carry it on, and logs keep it.",
    cannot_tell: "Whether the value is a real person's or a test value.",
    fix: "Send forms by POST, use numbers that mean nothing outside your server, and clean the address with `history.replaceState` before any tag loads.",
};

pub(super) fn detect(address: &Address<'_>, context: u8, out: &mut Vec<Draft>) {
    let fields = payload::read(address, Body::Empty, None);
    for id in identify::scan(&fields, &IdContext { page: Some(address.as_str()), is_page: true, ..IdContext::NONE }) {
        let words = match words::named(&id) {
            Some(words) => words,
            None if words::opens(&id) => "a key that could open an account",
            None => continue,
        };
        let Some(field) = fields.items.get(id.field) else { continue };
        out.push(
            Draft::here(&DOC, 4, context, format!("{} stands in this page's address.", words::sentence(words)))
                .at(Severity::High)
                .about(field.at())
                .proof_at(field.at(), words, words::excerpt_identifier(&field.value, id.range)),
        );
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
            ],
            &[Row::page("https://www.clinic.example/p/1042?v=1700000000000"), Row::page("https://www.clinic.example/assets/logo@2x.png")],
        );
    }
}
