//! What personal details and keys are called.

use super::IdKind;
use leaklight_text::t;

impl IdKind {
    /// In plain words, without an article: "e-mail address".
    pub(crate) fn said(self) -> &'static str {
        match self {
            IdKind::Email => t!("e-mail address"),
            IdKind::Phone => t!("phone number"),
            IdKind::Name => t!("person's name"),
            IdKind::PostalAddress => t!("postal address"),
            IdKind::Dob => t!("date of birth"),
            IdKind::Ssn => t!("Social Security number"),
            IdKind::Mrn => t!("patient record number"),
            IdKind::Mbi => t!("Medicare number"),
            IdKind::MemberId => t!("member or policy number"),
            IdKind::Claim => t!("claim number"),
            IdKind::StateId => t!("passport or licence number"),
            IdKind::Card => t!("payment card number"),
            IdKind::Hash => t!("scrambled identity"),
            IdKind::Token | IdKind::Jwt => t!("key that may open something"),
            IdKind::Coordinates => t!("place on earth"),
            IdKind::DeviceId => t!("device’s number"),
            IdKind::Ip => t!("network address"),
            IdKind::Icd10 | IdKind::ProcedureCode => t!("diagnosis’s or procedure’s code"),
            IdKind::Npi => t!("provider’s number"),
            IdKind::Zip => t!("postcode"),
            // What is of a visit, not of a person.
            IdKind::Case => t!("the number of a visit or case"),
        }
    }
}
