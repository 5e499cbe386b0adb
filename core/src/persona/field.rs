//! What a field of a page asks for, by what its page says of it: its type, name, label and what the browser is asked to fill in.
//!
//! The words are English and Spanish, written from how forms are commonly labelled (generally known; no source read), beside those by
//! which a page's forms are read ([`crate::sensitive::forms`]). Words for `autocomplete` are those of the
//! [HTML standard](https://developer.mozilla.org/docs/Web/HTML/Attributes/autocomplete) (read 2026-11-26).

use crate::known::What;
use crate::sensitive::forms::{BIRTH, Field, REASON, RECORD_NUMBER, SSN, SYMPTOMS, names};
use crate::sensitive::is_search_box;
use crate::sensitive::tokens::Words;

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub what: What,
    pub part: Part,
    /// It asks for the visitor's own; false for the e-mail address of a doctor or a friend.
    pub own: bool,
}

/// Which part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// In a visitor's own words: why they come.
    Reason,
    Day,
    Month,
    Year,
    /// The parts of a North American number: `217`, `555`, `0143`, and the last two together.
    Area,
    Exchange,
    Line,
    Local,
    /// Nothing that a persona holds.
    Nothing,
}

const NOTHING: Asked = asked(What::Text, Part::Nothing);

const fn asked(what: What, part: Part) -> Asked {
    Asked { what, part, own: true }
}

/// What a value typed into a field is. A part of a date or of a number is text: it proves nothing of who somebody is.
pub fn of_field(about: &str) -> What {
    let asked = read(&Field::read(about));
    if asked.part == Part::Whole { asked.what } else { What::Text }
}

/// What the browser is asked to fill in; the rest of the standard's words ask for what no persona holds.
static TOKENS: &[(&str, What, Part)] = &[
    ("given-name", What::FirstName, Part::Whole),
    ("family-name", What::LastName, Part::Whole),
    ("name", What::Name, Part::Whole),
    ("email", What::Email, Part::Whole),
    ("tel", What::Phone, Part::Whole),
    ("tel-national", What::Phone, Part::Whole),
    ("tel-area-code", What::Phone, Part::Area),
    ("tel-local", What::Phone, Part::Local),
    ("tel-local-prefix", What::Phone, Part::Exchange),
    ("tel-local-suffix", What::Phone, Part::Line),
    ("bday", What::BirthDate, Part::Whole),
    ("bday-day", What::BirthDate, Part::Day),
    ("bday-month", What::BirthDate, Part::Month),
    ("bday-year", What::BirthDate, Part::Year),
    ("street-address", What::Street, Part::Whole),
    ("address-line1", What::Street, Part::Whole),
    ("address-level2", What::City, Part::Whole),
    ("postal-code", What::Zip, Part::Whole),
    ("current-password", What::Password, Part::Whole),
    ("new-password", What::Password, Part::Whole),
    ("one-time-code", What::Password, Part::Whole),
    ("cc-number", What::Card, Part::Whole),
    ("cc-csc", What::Card, Part::Whole),
];
static OTHER_TOKENS: &[&str] = &[
    "honorific-prefix",
    "additional-name",
    "honorific-suffix",
    "nickname",
    "organization",
    "organization-title",
    "address-line2",
    "address-line3",
    "address-level1",
    "address-level3",
    "address-level4",
    "country",
    "country-name",
    "cc-name",
    "cc-given-name",
    "cc-family-name",
    "cc-exp",
    "cc-exp-month",
    "cc-exp-year",
    "cc-type",
    "tel-country-code",
    "tel-extension",
    "language",
    "sex",
    "url",
    "photo",
    "impp",
];

/// Tests for machines and traps for them.
static TRAPS: &[&str] = &[
    "captcha",
    "recaptcha",
    "hcaptcha",
    "honeypot",
    "hp",
    "botfield",
    "botcheck",
    "leaveblank",
    "leavethisblank",
    "leavethisfield",
    "leaveempty",
    "leavethisempty",
    "leaveunchanged",
    "donotfill",
    "donotcomplete",
    "dontfill",
    "dejarenblanco",
];
/// Never a visitor's detail: other things with an address, vouchers, what goes with a detail.
static NEVER: &[&str] = &[
    "website",
    "homepage",
    "webpage",
    "url",
    "uri",
    "webaddress",
    "ipaddress",
    "macaddress",
    "coupon",
    "couponcode",
    "promocode",
    "promotioncode",
    "promotionalcode",
    "discountcode",
    "voucher",
    "fax",
    "faxnumber",
    "radius",
    "distance",
    "phoneext",
    "extension",
    "countrycode",
    "middlename",
    "middleinitial",
    "address2",
    "addressline2",
    "addressline3",
    "addr2",
    "streetaddress2",
    "apartment",
    "suite",
    "groupnumber",
    "lastfour",
    "last4",
    "cupon",
    "codigopromocional",
    "sitioweb",
    "placeofbirth",
    "cityofbirth",
    "countryofbirth",
    "stateofbirth",
    "lugardenacimiento",
];
static PASSWORD: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "contrasena",
    "otp",
    "onetimecode",
    "onetimepassword",
    "verificationcode",
    "securityanswer",
    "codigodeverificacion",
];
static MEMBER: &[&str] = &[
    "memberid",
    "membernumber",
    "memberno",
    "membershipnumber",
    "subscriberid",
    "subscribernumber",
    "policynumber",
    "policyid",
    "insuranceid",
    "insurancenumber",
    "insurancecardnumber",
    "insuranceidnumber",
    "insurancememberid",
    "medicareid",
    "medicarenumber",
    "medicarecardnumber",
    "medicaidid",
    "medicaidnumber",
    "healthplanid",
    "numerodemiembro",
    "numerodepoliza",
    "numerodeafiliado",
    "numerodesocio",
];
static CARD: &[&str] = &[
    "cardnumber",
    "cardno",
    "cardnum",
    "creditcard",
    "creditcardnumber",
    "debitcard",
    "debitcardnumber",
    "ccnumber",
    "ccnum",
    "cccsc",
    "cccvv",
    "cccvc",
    "cvv",
    "cvc",
    "csc",
    "cvv2",
    "cvc2",
    "cardcode",
    "cardcvv",
    "cardcvc",
    "securitycode",
    "cardsecuritycode",
    "numerodetarjeta",
    "codigodeseguridad",
];
static EMAIL: &[&str] = &["email", "emailaddress", "mail", "correo", "correoelectronico"];
static PHONE: &[&str] = &[
    "phone",
    "phonenumber",
    "telephone",
    "telephonenumber",
    "tel",
    "telno",
    "mobile",
    "mobilenumber",
    "mobilephone",
    "cell",
    "cellphone",
    "homephone",
    "workphone",
    "dayphone",
    "daytimephone",
    "eveningphone",
    "contactnumber",
    "telefono",
    "celular",
    "movil",
    "tfno",
];
static AREA: &[&str] = &["areacode", "area", "codigodearea"];
/// Of birth, whatever of it.
static BORN: &[&str] = &["birth", "nacimiento", "fechanacimiento", "fechanac", "fnac", "dobmm", "dobdd", "dobyyyy"];
static DAY: &[&str] = &["day", "dd", "dia", "birthday", "dobday", "dobd", "dobdd"];
static MONTH: &[&str] = &["month", "mm", "mes", "birthmonth", "dobmonth", "dobm", "dobmm"];
static YEAR: &[&str] = &["year", "yyyy", "yy", "aaaa", "ano", "birthyear", "dobyear", "doby", "dobyyyy"];
static RECORD: &[&str] = &[
    "patientid",
    "patientnumber",
    "patientno",
    "chartnumber",
    "recordnumber",
    "medrecnumber",
    "mychartid",
    "numerodeexpediente",
    "numerodehistoria",
    "historiaclinica",
    "numerodepaciente",
];
static ZIP: &[&str] = &["zip", "zipcode", "postalcode", "postcode", "postal", "codigopostal", "cp"];
static CITY: &[&str] = &["city", "town", "locality", "ciudad", "localidad", "municipio"];
static STREET: &[&str] = &["street", "streetaddress", "streetname", "address1", "addressline1", "addr1", "calle"];
static FIRST: &[&str] = &["firstname", "fname", "givenname", "forename", "primernombre", "nombredepila", "nombres"];
static LAST: &[&str] = &["lastname", "lname", "surname", "familyname", "apellido", "primerapellido"];
static USER: &[&str] = &["username", "userid", "loginid", "loginname", "screenname", "usuario", "nombredeusuario", "user", "login"];
static WHY: &[&str] = &[
    "reason",
    "message",
    "comment",
    "note",
    "question",
    "concern",
    "complaint",
    "howcanwehelp",
    "howmaywehelp",
    "helpyou",
    "whatbringsyou",
    "describe",
    "description",
    "additionalinformation",
    "motivo",
    "mensaje",
    "comentario",
    "consulta",
    "pregunta",
    "inquiry",
    "enquiry",
];
static SEARCH: &[&str] = &["search", "searchfor", "searchterm", "searchquery", "keyword", "buscar", "busqueda", "busca"];
/// In a search box that asks for a place, and for more than that.
static SOUGHT: &[&str] =
    &["name", "specialty", "speciality", "condition", "doctor", "provider", "keyword", "symptom", "treatment", "service"];
/// Other people, whose details a persona does not hold.
static OTHERS: &[&str] = &[
    "doctor",
    "dr",
    "physician",
    "provider",
    "pcp",
    "clinician",
    "pharmacy",
    "insurance",
    "insurer",
    "employer",
    "school",
    "emergency",
    "emergencycontact",
    "friend",
    "recipient",
    "spouse",
    "husband",
    "wife",
    "nextofkin",
    "reference",
    "referring",
    "referrer",
    "medico",
    "doctora",
    "farmacia",
    "seguro",
    "emergencia",
    "amigo",
    "conyuge",
    "caregiver",
    "company",
    "business",
    "empresa",
];
/// A firm's e-mail address or telephone, where it is the visitor's at work.
static AT_WORK: &[&str] = &["company", "business", "empresa"];

/// Words that may stand beside "name" where it is a person's own. "Company name", "name on card", "event name" have others.
const BESIDE_NAME: &str = " name names fullname nombre nombres completo your full legal patient patients the of a first please enter type print \
    required optional contact complete preferred my customer client guest visitor applicant member members subscriber insured participant student \
    child childs parent parents guardian or and responsible party caller attendee su tu del de la el paciente persona obligatorio yourname ";
/// The same beside "address"; "address (URL)", "wallet address" have others.
const BESIDE_ADDRESS: &str = " address addr direccion domicilio your home mailing residential permanent current postal street line full complete the my \
    patient patients physical please enter required optional shipping billing residence of su tu de del la casa particular paciente obligatorio ";

/// Reads a field.
pub(super) fn read(field: &Field<'_>) -> Asked {
    match field.kind {
        "password" => return asked(What::Password, Part::Whole),
        "text" | "" | "email" | "tel" | "search" | "number" | "date" | "month" | "textarea" | "select-one" => {}
        _ => return NOTHING,
    }
    let token = field.autocomplete.split_ascii_whitespace().rfind(|t| *t != "webauthn").unwrap_or_default().to_ascii_lowercase();
    if let Some((_, what, part)) = TOKENS.iter().find(|(known, ..)| *known == token) {
        return asked(*what, *part);
    }
    if OTHER_TOKENS.contains(&&*token) {
        return NOTHING;
    }
    let mut all = Words::default();
    all.read(&[field.label, " | ", field.name].concat());
    if names(&all, TRAPS) {
        return NOTHING;
    }
    let mut found = by_words(field, &all);
    if token == "username" && !matches!(found, Some(Asked { what: What::Email | What::Phone, .. })) {
        found = Some(asked(What::UserName, Part::Whole));
    }
    let mut found = found.unwrap_or(match field.kind {
        "email" => asked(What::Email, Part::Whole),
        "tel" => asked(What::Phone, Part::Whole),
        "search" => asked(What::SearchWords, Part::Whole),
        _ => NOTHING,
    });
    let is_date = found.what == What::BirthDate;
    match field.kind {
        "date" | "month" if !is_date => return NOTHING,
        "select-one" if !is_date || found.part == Part::Whole => return NOTHING,
        _ => {}
    }
    let reachable = matches!(found.what, What::Email | What::Phone);
    if !matches!(found.what, What::SearchWords | What::RecordNumber | What::MemberId | What::Text | What::Password | What::Card)
        && names(&all, OTHERS)
        && !(reachable && names(&all, AT_WORK))
    {
        found.own = false;
        // The name and street of a doctor tell nothing of who the visitor is.
        if !(reachable || is_date || found.what == What::Ssn) {
            found = NOTHING;
        }
    }
    found
}

/// By the label first, then by the name, which may say more closely what a label says of several fields.
fn by_words(field: &Field<'_>, all: &Words) -> Option<Asked> {
    let born = names(all, BORN) || names(all, BIRTH);
    let mut words = Words::default();
    words.read(field.label);
    let label = role(field, &words, born);
    words.read(own_part(field.name));
    let name = role(field, &words, born);
    match (label, name) {
        (Some(l), Some(n)) if l.what == n.what && l.part == Part::Whole => Some(n),
        (Some(Asked { what: What::Name, .. }), Some(n)) if matches!(n.what, What::FirstName | What::LastName) => Some(n),
        // Both lines of an address, a number and its extension, may have one label.
        (Some(l), Some(NOTHING)) if matches!(l.what, What::Street | What::Address | What::Phone) => Some(NOTHING),
        (label, name) => label.or(name),
    }
}

/// The part of a name that is the field's own: `patient[address][city]`, `ctl00$Main$City` and `visitor.city` are a city.
fn own_part(name: &str) -> &str {
    name.rsplit(['[', ']', '.', '$', ':']).find(|part| part.bytes().any(|b| b.is_ascii_alphabetic())).unwrap_or(name)
}

fn role(field: &Field<'_>, words: &Words, born: bool) -> Option<Asked> {
    if words.tokens.is_empty() {
        return None;
    }
    let kind = field.kind;
    let has = |keys: &[&str]| names(words, keys);
    let is = |key: &str| matches!(words.tokens.as_slice(), [only] if words.of(only) == key.as_bytes());
    let whole = |what| Some(asked(what, Part::Whole));
    let only = |key: &[&str], beside: &str| has(key) && words.tokens.iter().all(|t| t.digits || is_beside(beside, words.of(t)));
    let is_address = || only(&["address", "addr", "direccion", "domicilio"], BESIDE_ADDRESS);
    if kind == "textarea" {
        return match () {
            () if has(REASON) || has(SYMPTOMS) || has(WHY) => Some(asked(What::Text, Part::Reason)),
            () if is_address() || has(STREET) => whole(What::Address),
            () => None,
        };
    }
    if has(NEVER) || is("ext") {
        return Some(NOTHING);
    }
    if has(PASSWORD) || is("pin") || is("clave") {
        return whole(What::Password);
    }
    if has(MEMBER) {
        return whole(What::MemberId);
    }
    if has(CARD) {
        return whole(What::Card);
    }
    if has(EMAIL) {
        return whole(What::Email);
    }
    let (zip, city) = (has(ZIP), has(CITY));
    if kind == "search" || has(SEARCH) || is_search_box(own_part(field.name)) {
        return match () {
            () if has(SOUGHT) => whole(What::SearchWords),
            () if zip => whole(What::Zip),
            () if city => whole(What::City),
            () => whole(What::SearchWords),
        };
    }
    if born {
        let parts = [(DAY, Part::Day), (MONTH, Part::Month), (YEAR, Part::Year)];
        let mut said = parts.iter().filter(|(keys, _)| has(keys));
        match (said.next(), said.next()) {
            // "Birthday" is the whole of it.
            (Some((_, part)), None) if !is("birthday") => return Some(asked(What::BirthDate, *part)),
            _ if has(BIRTH) || has(BORN) => return whole(What::BirthDate),
            _ => {}
        }
    }
    if has(SSN) || has(&["segurosocial", "numerodesegurosocial"]) {
        return whole(What::Ssn);
    }
    if has(RECORD_NUMBER) || has(RECORD) {
        return whole(What::RecordNumber);
    }
    if has(&["areacode", "codigodearea"]) || has(PHONE) && has(AREA) || is("area") {
        return Some(asked(What::Phone, Part::Area));
    }
    if has(PHONE) {
        return whole(What::Phone);
    }
    if city {
        return whole(What::City);
    }
    if zip {
        return whole(What::Zip);
    }
    if has(STREET) {
        return whole(What::Street);
    }
    let user = has(USER);
    let first = has(FIRST) || is("first");
    let last = has(LAST) || is("last");
    // "First and last name", "nombre y apellidos".
    if last && !user && (first || has(&["first", "nombre"])) {
        return whole(What::Name);
    }
    if first || last {
        return whole(if first { What::FirstName } else { What::LastName });
    }
    if user {
        return whole(What::UserName);
    }
    if matches!(kind, "text" | "") && (has(REASON) || has(SYMPTOMS) || has(WHY)) {
        return Some(asked(What::Text, Part::Reason));
    }
    if only(&["name", "fullname", "nombre"], BESIDE_NAME) {
        return whole(What::Name);
    }
    if is_address() {
        return whole(What::Address);
    }
    None
}

fn is_beside(list: &str, word: &[u8]) -> bool {
    list.split_ascii_whitespace().any(|known| known.as_bytes() == word)
}
