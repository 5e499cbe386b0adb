//! The words by which fields tell what they ask for.
//!
//! They are English and Spanish, as folded letters without spaces ([`crate::sensitive::forms`], whose lists stand beside these),
//! written from how forms are commonly labelled (generally known; no source read). Words for `autocomplete` are those of the
//! [HTML standard](https://developer.mozilla.org/docs/Web/HTML/Attributes/autocomplete) (read 2026-11-26).

use super::field::Part;
use crate::known::What;

/// What the browser is asked to fill in; the rest of the standard's words ask for what no persona holds.
pub(super) static TOKENS: &[(&str, What, Part)] = &[
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
pub(super) static OTHER_TOKENS: &[&str] = &[
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
pub(super) static TRAPS: &[&str] = &[
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
pub(super) static NEVER: &[&str] = &[
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
pub(super) static PASSWORD: &[&str] = &[
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
pub(super) static MEMBER: &[&str] = &[
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
pub(super) static CARD: &[&str] = &[
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
pub(super) static EMAIL: &[&str] = &["email", "emailaddress", "mail", "correo", "correoelectronico"];
pub(super) static PHONE: &[&str] = &[
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
pub(super) static AREA: &[&str] = &["areacode", "area", "codigodearea"];
/// Of birth, whatever of it.
pub(super) static BORN: &[&str] = &["birth", "nacimiento", "fechanacimiento", "fechanac", "fnac", "dobmm", "dobdd", "dobyyyy"];
pub(super) static DAY: &[&str] = &["day", "dd", "dia", "birthday", "dobday", "dobd", "dobdd"];
pub(super) static MONTH: &[&str] = &["month", "mm", "mes", "birthmonth", "dobmonth", "dobm", "dobmm"];
pub(super) static YEAR: &[&str] = &["year", "yyyy", "yy", "aaaa", "ano", "birthyear", "dobyear", "doby", "dobyyyy"];
pub(super) static RECORD: &[&str] = &[
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
pub(super) static ZIP: &[&str] = &["zip", "zipcode", "postalcode", "postcode", "postal", "codigopostal", "cp"];
pub(super) static CITY: &[&str] = &["city", "town", "locality", "ciudad", "localidad", "municipio"];
pub(super) static STREET: &[&str] = &["street", "streetaddress", "streetname", "address1", "addressline1", "addr1", "calle"];
pub(super) static FIRST: &[&str] = &["firstname", "fname", "givenname", "forename", "primernombre", "nombredepila", "nombres"];
pub(super) static LAST: &[&str] = &["lastname", "lname", "surname", "familyname", "apellido", "primerapellido"];
pub(super) static USER: &[&str] =
    &["username", "userid", "loginid", "loginname", "screenname", "usuario", "nombredeusuario", "user", "login"];
pub(super) static WHY: &[&str] = &[
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
pub(super) static SEARCH: &[&str] = &["search", "searchfor", "searchterm", "searchquery", "keyword", "buscar", "busqueda", "busca"];
/// In a search box that asks for a place, and for more than that.
pub(super) static SOUGHT: &[&str] =
    &["name", "specialty", "speciality", "condition", "doctor", "provider", "keyword", "symptom", "treatment", "service"];
/// Other people, whose details a persona does not hold.
pub(super) static OTHERS: &[&str] = &[
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
pub(super) static AT_WORK: &[&str] = &["company", "business", "empresa"];

/// Words that may stand beside "name" where it is a person's own. "Company name", "name on card", "event name" have others.
pub(super) const BESIDE_NAME: &str = " name names fullname nombre nombres completo your full legal patient patients the of a first please enter type print \
    required optional contact complete preferred my customer client guest visitor applicant member members subscriber insured participant student \
    child childs parent parents guardian or and responsible party caller attendee su tu del de la el paciente persona obligatorio yourname ";
/// The same beside "address"; "address (URL)", "wallet address" have others.
pub(super) const BESIDE_ADDRESS: &str = " address addr direccion domicilio your home mailing residential permanent current postal street line full complete the my \
    patient patients physical please enter required optional shipping billing residence of su tu de del la casa particular paciente obligatorio ";
