//! What the names of fields can say, and the numbers that stand for it in the compiled table. The build script reads this
//! file as well.

/// What a name says a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Class {
    /// Nothing known.
    None,
    Email,
    Phone,
    Name,
    Street,
    Zip,
    Dob,
    Ssn,
    Mrn,
    /// A patient number on a care site, anything elsewhere (`pid`).
    CareOnly,
    MemberId,
    /// A claim with an insurer.
    Claim,
    /// An appointment, a visit, a prescription.
    Case,
    /// A passport, a driving licence.
    StateId,
    Npi,
    Icd10,
    /// What was done, as billed: CPT, HCPCS, CDT.
    Procedure,
    Ip,
    Card,
    Latitude,
    Longitude,
    Place,
    Device,
    /// Something that names a person, in whatever form (`uid`, `contact`, `external_id`).
    Identity,
    /// A key that opens something.
    Token,
    /// A key that opens something in a page's address; in a request it opens its recipient's own interface, which every
    /// visitor's browser may use (`access_token`).
    Access,
    /// A code that may open something where its address speaks of signing in (`code`).
    OneTime,
    /// A signature that makes an address open a file.
    Signature,
    /// A place the site filled as it liked (`c1`, `v12`, `dimension3`).
    Slot,
    /// Goods, orders and money.
    Goods,
    /// Versions, times, cache busters, checks.
    Technical,
}

/// How much a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// The name fits many things (`p`, `name`, `token`): the value must say more.
    Weak,
    /// The name alone says what the value is.
    Firm,
}

/// All classes a name in `data/names.txt` can have; the place of each is its number in the compiled table.
#[rustfmt::skip]
pub const CLASSES: &[Class] = &[
    Class::Email, Class::Phone, Class::Name, Class::Street, Class::Zip, Class::Dob, Class::Ssn, Class::Mrn, Class::CareOnly, Class::MemberId, Class::Claim, Class::Case, Class::StateId, Class::Npi, Class::Icd10, Class::Procedure, Class::Ip, Class::Card, Class::Latitude, Class::Longitude, Class::Place, Class::Device, Class::Identity, Class::Token, Class::Access, Class::OneTime, Class::Signature, Class::Goods, Class::Technical,
];
