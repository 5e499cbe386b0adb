//! The names fields go by, as tables looked up in place.
//!
//! Names are in lower case with nothing between the words. They are those of HTML autofill tokens
//! (html.spec.whatwg.org, "autofill"), of the matching parameters vendors document (Meta advanced matching, Google
//! enhanced conversions, Snap, Pinterest, TikTok) and of everyday forms.

use super::key::Hold::{self, Firm, Weak};

/// What a name says a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Class {
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
    Npi,
    Icd10,
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
    /// A signature that makes an address open a file.
    Signature,
    /// A place the site filled as it liked (`c1`, `v12`, `dimension3`).
    Slot,
    /// Goods, orders and money.
    Goods,
    /// Versions, times, cache busters, checks.
    Technical,
}

/// Looks up words run together; tries again without a trailing number (`address1`) and without a word that only says
/// whose it is (`patientname`).
pub(super) fn look_up(word: &[u8]) -> Option<(Class, Hold)> {
    if let Some(found) = exact(word) {
        return Some(found);
    }
    let digits = word.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let stem = word.get(..word.len() - digits).unwrap_or(&[]);
    if digits > 0
        && digits <= 2
        && stem.len() > 1
        && let Some(found) = exact(stem)
    {
        return Some(found);
    }
    for owner in OWNERS {
        if let Some(rest) = stem.strip_prefix(owner.as_bytes())
            && rest.len() > 2
            && let Some((class, _)) = exact(rest)
            && !matches!(class, Class::Goods | Class::Technical | Class::Token | Class::Identity | Class::Signature)
        {
            return Some((class, Firm));
        }
    }
    None
}

fn exact(word: &[u8]) -> Option<(Class, Hold)> {
    let i = TABLE.binary_search_by(|(name, _, _)| name.as_bytes().cmp(word)).ok()?;
    TABLE.get(i).map(|&(_, class, hold)| (class, hold))
}

/// A word that says the value is scrambled.
pub(super) fn is_hash_word(word: &[u8]) -> bool {
    among(HASH_WORDS, word)
}

/// A word that adds nothing after a name.
pub(super) fn is_filler(word: &[u8]) -> bool {
    among(FILLERS, word)
}

/// A container that says nothing about what it holds (`ep`, `cd`, `data`).
pub(super) fn is_carrier(word: &[u8]) -> bool {
    among(CARRIERS, word)
}

/// A container or owner that is a person (`user`, `patient`, `ud`).
pub(super) fn is_person_word(word: &[u8]) -> bool {
    among(PEOPLE, word)
}

fn among(list: &[&str], word: &[u8]) -> bool {
    list.binary_search_by(|w| w.as_bytes().cmp(word)).is_ok()
}

/// A numbered place for whatever a site wants to send: Adobe's `c1` and `v12` (props and eVars), Google's `cd3`,
/// Matomo's `dimension7`, Floodlight's `u1`.
pub(super) fn is_slot(word: &[u8]) -> bool {
    let digits = word.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    (1..=3).contains(&digits) && among(SLOTS, word.get(..word.len() - digits).unwrap_or(&[]))
}

/// A path segment after which a person's record number follows: `/patients/12345`.
pub(super) fn is_plural_person(segment: &str) -> bool {
    ["patients", "patient", "mrn", "charts"].iter().any(|p| p.eq_ignore_ascii_case(segment))
}

const SLOTS: &[&str] =
    &["attr", "attribute", "c", "cd", "custom", "customvar", "cv", "dimension", "evar", "l", "list", "param", "prop", "u", "v", "var"];

const HASH_WORDS: &[&str] = &["hash", "hashed", "hashes", "hex", "hmac", "md5", "sha", "sha1", "sha256", "sha512"];

const FILLERS: &[&str] = &[
    "b64",
    "base64",
    "encoded",
    "entered",
    "field",
    "input",
    "lower",
    "normalized",
    "plain",
    "raw",
    "str",
    "string",
    "text",
    "txt",
    "val",
    "value",
];

const CARRIERS: &[&str] = &[
    "attributes",
    "body",
    "cd",
    "context",
    "cx",
    "d",
    "data",
    "ep",
    "epn",
    "events",
    "f",
    "fields",
    "form",
    "formdata",
    "p",
    "params",
    "payload",
    "properties",
    "props",
    "q",
    "query",
    "root",
    "set",
    "up",
    "upn",
    "values",
    "variables",
    "vars",
];

const PEOPLE: &[&str] = &[
    "account",
    "applicant",
    "billing",
    "buyer",
    "caller",
    "caregiver",
    "client",
    "contact",
    "customer",
    "employee",
    "guardian",
    "guest",
    "identify",
    "identity",
    "insured",
    "lead",
    "member",
    "parent",
    "patient",
    "pd",
    "person",
    "profile",
    "recipient",
    "shipping",
    "student",
    "subscriber",
    "traits",
    "ud",
    "udff",
    "user",
    "userdata",
    "usr",
    "visitor",
];

const OWNERS: &[&str] = &[
    "alternate",
    "applicant",
    "billing",
    "buyer",
    "caller",
    "caregiver",
    "client",
    "company",
    "contact",
    "cust",
    "customer",
    "emergency",
    "employee",
    "guardian",
    "guest",
    "home",
    "insured",
    "lead",
    "mailing",
    "member",
    "mother",
    "my",
    "parent",
    "patient",
    "primary",
    "recipient",
    "secondary",
    "sender",
    "shipping",
    "student",
    "subscriber",
    "user",
    "visitor",
    "work",
    "your",
];

/// Sorted by name.
#[rustfmt::skip]
const TABLE: &[(&str, Class, Hold)] = &[
    ("aaid", Class::Device, Firm), ("accesstoken", Class::Token, Firm), ("activate", Class::Token, Weak),
    ("activationtoken", Class::Token, Firm), ("ad", Class::Goods, Firm), ("additionalname", Class::Name, Firm),
    ("addr", Class::Street, Firm), ("addr1", Class::Street, Firm), ("address", Class::Street, Firm),
    ("addressline", Class::Street, Firm), ("addrline", Class::Street, Firm), ("adid", Class::Goods, Firm),
    ("advertisingid", Class::Device, Firm), ("amount", Class::Goods, Firm), ("androidid", Class::Device, Firm),
    ("apisecret", Class::Token, Firm), ("appointmentid", Class::MemberId, Firm), ("apptid", Class::MemberId, Firm),
    ("appversion", Class::Technical, Firm), ("articleid", Class::Goods, Firm), ("asin", Class::Goods, Firm),
    ("auction", Class::Goods, Firm), ("auth", Class::Token, Weak), ("authcode", Class::Token, Weak),
    ("authorization", Class::Token, Firm), ("authtoken", Class::Token, Firm),
    ("awsaccesskeyid", Class::Signature, Weak), ("bd", Class::Dob, Weak), ("bday", Class::Dob, Firm),
    ("bearer", Class::Token, Firm), ("beneficiaryid", Class::MemberId, Firm), ("birth", Class::Dob, Firm),
    ("birthdate", Class::Dob, Firm), ("birthday", Class::Dob, Firm), ("birthdob", Class::Dob, Firm),
    ("birthdt", Class::Dob, Firm), ("birthyear", Class::Dob, Firm), ("browser", Class::Technical, Firm),
    ("browserversion", Class::Technical, Firm), ("build", Class::Technical, Firm), ("cache", Class::Technical, Firm),
    ("cachebust", Class::Technical, Firm), ("cachebuster", Class::Technical, Firm),
    ("callbacknumber", Class::Phone, Firm), ("callerid", Class::Phone, Firm), ("callernumber", Class::Phone, Firm),
    ("campaign", Class::Goods, Firm), ("campaignid", Class::Goods, Firm), ("card", Class::Card, Firm),
    ("cardholder", Class::Name, Firm), ("cardholdername", Class::Name, Firm), ("cardno", Class::Card, Firm),
    ("cardnum", Class::Card, Firm), ("cardnumber", Class::Card, Firm), ("cart", Class::Goods, Firm),
    ("cartid", Class::Goods, Firm), ("catalog", Class::Goods, Firm), ("cb", Class::Technical, Firm),
    ("cc", Class::Card, Firm), ("ccname", Class::Name, Firm), ("ccnum", Class::Card, Firm),
    ("ccnumber", Class::Card, Firm), ("cell", Class::Phone, Firm), ("cellnumber", Class::Phone, Firm),
    ("cellphone", Class::Phone, Firm), ("chart", Class::Mrn, Weak), ("chartid", Class::Mrn, Firm),
    ("chartno", Class::Mrn, Firm), ("chartnumber", Class::Mrn, Firm), ("checksum", Class::Technical, Firm),
    ("chrome", Class::Technical, Firm), ("cip", Class::Ip, Firm), ("claimid", Class::MemberId, Firm),
    ("claimno", Class::MemberId, Firm), ("claimnumber", Class::MemberId, Firm), ("clientip", Class::Ip, Firm),
    ("clientipaddress", Class::Ip, Firm), ("clientsecret", Class::Token, Firm), ("code", Class::Token, Weak),
    ("commit", Class::Technical, Firm), ("condition", Class::Icd10, Weak), ("conditioncode", Class::Icd10, Firm),
    ("confirm", Class::Token, Weak), ("confirmationtoken", Class::Token, Firm), ("contact", Class::Identity, Firm),
    ("contactid", Class::Identity, Firm), ("contactno", Class::Phone, Firm), ("contactnumber", Class::Phone, Firm),
    ("coord", Class::Place, Firm), ("coordinates", Class::Place, Firm), ("coords", Class::Place, Firm),
    ("coupon", Class::Goods, Firm), ("created", Class::Technical, Firm), ("creative", Class::Goods, Firm),
    ("creativeid", Class::Goods, Firm), ("creditcard", Class::Card, Firm), ("creditcardnumber", Class::Card, Firm),
    ("crmid", Class::Identity, Firm), ("cuid", Class::Identity, Weak), ("customer", Class::Identity, Weak),
    ("customerid", Class::Identity, Weak), ("date", Class::Technical, Firm), ("dateofbirth", Class::Dob, Firm),
    ("dayphone", Class::Phone, Firm), ("db", Class::Dob, Weak), ("debitcard", Class::Card, Firm),
    ("dep", Class::Technical, Firm), ("deviceserial", Class::Device, Firm), ("diag", Class::Icd10, Firm),
    ("diagcode", Class::Icd10, Firm), ("diagnoses", Class::Icd10, Firm), ("diagnosis", Class::Icd10, Firm),
    ("diagnosiscode", Class::Icd10, Firm), ("diagnosiscodes", Class::Icd10, Firm), ("digest", Class::Technical, Firm),
    ("distinctid", Class::Identity, Weak), ("dob", Class::Dob, Firm), ("doby", Class::Dob, Firm),
    ("docid", Class::Goods, Firm), ("doctor", Class::Npi, Weak), ("doctorid", Class::Npi, Firm),
    ("doctornpi", Class::Npi, Firm), ("driverlicense", Class::MemberId, Firm),
    ("driverslicense", Class::MemberId, Firm), ("duration", Class::Technical, Firm), ("dx", Class::Icd10, Firm),
    ("dxcode", Class::Icd10, Firm), ("dxcodes", Class::Icd10, Firm), ("e", Class::Email, Weak),
    ("ean", Class::Goods, Firm), ("em", Class::Email, Firm), ("email", Class::Email, Firm),
    ("emailaddr", Class::Email, Firm), ("emailaddress", Class::Email, Firm), ("emailadress", Class::Email, Firm),
    ("emailid", Class::Email, Firm), ("emails", Class::Email, Firm), ("emailtoken", Class::Token, Firm),
    ("eml", Class::Email, Firm), ("empi", Class::Mrn, Firm), ("encounterid", Class::MemberId, Firm),
    ("enrolleeid", Class::MemberId, Firm), ("epoch", Class::Technical, Firm), ("etag", Class::Technical, Firm),
    ("euid", Class::Identity, Weak), ("eveningphone", Class::Phone, Firm), ("exp", Class::Technical, Firm),
    ("expires", Class::Technical, Firm), ("externalid", Class::Identity, Firm), ("extid", Class::Identity, Firm),
    ("familyname", Class::Name, Firm), ("fax", Class::Phone, Firm), ("fbclid", Class::Technical, Firm),
    ("file", Class::Technical, Firm), ("filename", Class::Technical, Firm), ("firstname", Class::Name, Firm),
    ("flight", Class::Goods, Firm), ("fn", Class::Name, Weak), ("fname", Class::Name, Firm),
    ("font", Class::Technical, Firm), ("forwardedfor", Class::Ip, Firm), ("fullname", Class::Name, Firm),
    ("gaid", Class::Device, Firm), ("gcd", Class::Technical, Firm), ("gclid", Class::Technical, Firm),
    ("geo", Class::Place, Firm), ("geocoord", Class::Place, Firm), ("geolat", Class::Latitude, Firm),
    ("geolng", Class::Longitude, Firm), ("geolocation", Class::Place, Firm), ("geolon", Class::Longitude, Firm),
    ("geopoint", Class::Place, Firm), ("givenname", Class::Name, Firm), ("googleadid", Class::Device, Firm),
    ("gps", Class::Place, Firm), ("gpsadid", Class::Device, Firm), ("gpslat", Class::Latitude, Firm),
    ("gpslng", Class::Longitude, Firm), ("gpslon", Class::Longitude, Firm), ("gtin", Class::Goods, Firm),
    ("gtm", Class::Technical, Firm), ("guardianname", Class::Name, Firm), ("guestid", Class::Identity, Weak),
    ("hash", Class::Technical, Firm), ("hashedid", Class::Identity, Firm), ("hashedidentity", Class::Identity, Firm),
    ("healthplanid", Class::MemberId, Firm), ("healthrecordnumber", Class::Mrn, Firm), ("hem", Class::Email, Firm),
    ("hicn", Class::MemberId, Firm), ("homeaddress", Class::Street, Firm), ("hospitalnumber", Class::Mrn, Firm),
    ("hpn", Class::Phone, Firm), ("hrn", Class::Mrn, Weak), ("icd", Class::Icd10, Firm), ("icd10", Class::Icd10, Firm),
    ("icd10cm", Class::Icd10, Firm), ("icd10code", Class::Icd10, Firm), ("icdcode", Class::Icd10, Firm),
    ("icdcodes", Class::Icd10, Firm), ("identifier", Class::Identity, Firm), ("identity", Class::Identity, Firm),
    ("idfa", Class::Device, Firm), ("idfv", Class::Device, Firm), ("idtoken", Class::Token, Firm),
    ("image", Class::Technical, Firm), ("imei", Class::Device, Firm), ("img", Class::Technical, Firm),
    ("insuranceid", Class::MemberId, Firm), ("insurancenumber", Class::MemberId, Firm),
    ("integrity", Class::Technical, Firm), ("invitationtoken", Class::Token, Firm), ("invite", Class::Token, Weak),
    ("invitetoken", Class::Token, Firm), ("invoice", Class::Goods, Firm), ("invoiceid", Class::Goods, Firm),
    ("invoicenumber", Class::Goods, Firm), ("ip", Class::Ip, Firm), ("ipaddr", Class::Ip, Firm),
    ("ipaddress", Class::Ip, Firm), ("ipv4", Class::Ip, Firm), ("ipv6", Class::Ip, Firm), ("isbn", Class::Goods, Firm),
    ("item", Class::Goods, Firm), ("itemid", Class::Goods, Firm), ("items", Class::Goods, Firm),
    ("itin", Class::Ssn, Firm), ("jobid", Class::Goods, Firm), ("jsessionid", Class::Token, Firm),
    ("jwt", Class::Token, Firm), ("keypairid", Class::Signature, Weak), ("lastname", Class::Name, Firm),
    ("lat", Class::Latitude, Firm), ("latitude", Class::Latitude, Firm), ("latlng", Class::Place, Firm),
    ("latlon", Class::Place, Firm), ("latlong", Class::Place, Firm), ("leadid", Class::Identity, Firm),
    ("lib", Class::Technical, Firm), ("library", Class::Technical, Firm), ("lineitem", Class::Goods, Firm),
    ("listing", Class::Goods, Firm), ("listingid", Class::Goods, Firm), ("ll", Class::Place, Weak),
    ("ln", Class::Name, Weak), ("lname", Class::Name, Firm), ("lng", Class::Longitude, Firm),
    ("location", Class::Place, Weak), ("login", Class::Identity, Weak), ("loginid", Class::Identity, Weak),
    ("logintoken", Class::Token, Firm), ("lon", Class::Longitude, Firm), ("long", Class::Longitude, Weak),
    ("longitude", Class::Longitude, Firm), ("macaddress", Class::Device, Firm), ("magic", Class::Token, Weak),
    ("magiclink", Class::Token, Firm), ("magictoken", Class::Token, Firm), ("maid", Class::Device, Firm),
    ("maidenname", Class::Name, Firm), ("mail", Class::Email, Firm), ("mailto", Class::Email, Firm),
    ("mbi", Class::MemberId, Firm), ("medicaidid", Class::MemberId, Firm), ("medicaidnumber", Class::MemberId, Firm),
    ("medicalrecord", Class::Mrn, Firm), ("medicalrecordid", Class::Mrn, Firm), ("medicalrecordno", Class::Mrn, Firm),
    ("medicalrecordnumber", Class::Mrn, Firm), ("medicareid", Class::MemberId, Firm),
    ("medicareno", Class::MemberId, Firm), ("medicarenumber", Class::MemberId, Firm), ("medrec", Class::Mrn, Firm),
    ("meid", Class::Device, Firm), ("memberid", Class::MemberId, Firm), ("memberno", Class::MemberId, Firm),
    ("membernumber", Class::MemberId, Firm), ("middlename", Class::Name, Firm), ("millis", Class::Technical, Firm),
    ("mobile", Class::Phone, Firm), ("mobileno", Class::Phone, Firm), ("mobilenumber", Class::Phone, Firm),
    ("mobilephone", Class::Phone, Firm), ("model", Class::Goods, Firm), ("module", Class::Technical, Firm),
    ("mpi", Class::Mrn, Weak), ("mpn", Class::Goods, Firm), ("mrn", Class::Mrn, Firm), ("mrno", Class::Mrn, Firm),
    ("mrnumber", Class::Mrn, Firm), ("ms", Class::Technical, Firm), ("msclkid", Class::Technical, Firm),
    ("msisdn", Class::Phone, Firm), ("mychartid", Class::Mrn, Firm), ("name", Class::Name, Weak),
    ("namefirst", Class::Name, Firm), ("namelast", Class::Name, Firm), ("nameofpatient", Class::Name, Firm),
    ("nameoncard", Class::Name, Firm), ("namespace", Class::Technical, Firm), ("nhsnumber", Class::MemberId, Firm),
    ("nickname", Class::Identity, Weak), ("nocache", Class::Technical, Firm), ("nonce", Class::Technical, Firm),
    ("npi", Class::Npi, Firm), ("npiid", Class::Npi, Firm), ("npinumber", Class::Npi, Firm),
    ("oauthtoken", Class::Token, Firm), ("oauthverifier", Class::Token, Firm), ("onetimecode", Class::Token, Firm),
    ("onetimetoken", Class::Token, Firm), ("ord", Class::Technical, Firm), ("order", Class::Goods, Firm),
    ("orderid", Class::Goods, Firm), ("orderno", Class::Goods, Firm), ("ordernumber", Class::Goods, Firm),
    ("originip", Class::Ip, Firm), ("os", Class::Technical, Firm), ("osversion", Class::Technical, Firm),
    ("otc", Class::Token, Weak), ("otp", Class::Token, Firm), ("p", Class::Phone, Weak), ("pan", Class::Card, Firm),
    ("part", Class::Goods, Firm), ("partno", Class::Goods, Firm), ("partnumber", Class::Goods, Firm),
    ("passcode", Class::Token, Firm), ("passphrase", Class::Token, Firm), ("passportno", Class::MemberId, Firm),
    ("passportnumber", Class::MemberId, Firm), ("passwd", Class::Token, Firm), ("password", Class::Token, Firm),
    ("passwordresettoken", Class::Token, Firm), ("patid", Class::Mrn, Firm), ("patient", Class::Mrn, Weak),
    ("patientaccount", Class::Mrn, Firm), ("patientaccountnumber", Class::Mrn, Firm), ("patientid", Class::Mrn, Firm),
    ("patientkey", Class::Mrn, Firm), ("patientmrn", Class::Mrn, Firm), ("patientno", Class::Mrn, Firm),
    ("patientnum", Class::Mrn, Firm), ("patientnumber", Class::Mrn, Firm), ("paymentcard", Class::Card, Firm),
    ("pcp", Class::Npi, Weak), ("ph", Class::Phone, Firm), ("phone", Class::Phone, Firm),
    ("phoneno", Class::Phone, Firm), ("phonenum", Class::Phone, Firm), ("phonenumber", Class::Phone, Firm),
    ("phones", Class::Phone, Firm), ("phpsessid", Class::Token, Firm), ("physician", Class::Npi, Weak),
    ("physicianid", Class::Npi, Firm), ("physiciannpi", Class::Npi, Firm), ("pid", Class::CareOnly, Weak),
    ("piemail", Class::Email, Firm), ("placement", Class::Goods, Firm), ("platform", Class::Technical, Firm),
    ("platformversion", Class::Technical, Firm), ("plz", Class::Zip, Firm), ("pn", Class::Phone, Weak),
    ("pname", Class::Name, Weak), ("policyid", Class::MemberId, Firm), ("policyno", Class::MemberId, Firm),
    ("policynumber", Class::MemberId, Firm), ("position", Class::Place, Weak), ("postal", Class::Zip, Firm),
    ("postalcode", Class::Zip, Firm), ("postcode", Class::Zip, Firm), ("postid", Class::Goods, Firm),
    ("prescriber", Class::Npi, Weak), ("prescribernpi", Class::Npi, Firm), ("prescriptionid", Class::MemberId, Firm),
    ("prescriptionnumber", Class::MemberId, Firm), ("price", Class::Goods, Firm),
    ("primarydiagnosis", Class::Icd10, Firm), ("privatekey", Class::Token, Firm), ("problemcode", Class::Icd10, Firm),
    ("product", Class::Goods, Firm), ("productid", Class::Goods, Firm), ("provider", Class::Npi, Weak),
    ("providerid", Class::Npi, Firm), ("providernpi", Class::Npi, Firm), ("ptid", Class::Mrn, Weak),
    ("publicip", Class::Ip, Firm), ("puid", Class::Identity, Weak), ("pwd", Class::Token, Firm),
    ("qty", Class::Goods, Firm), ("quantity", Class::Goods, Firm), ("quote", Class::Goods, Firm),
    ("rand", Class::Technical, Firm), ("random", Class::Technical, Firm), ("realip", Class::Ip, Firm),
    ("realname", Class::Name, Firm), ("referringprovider", Class::Npi, Firm), ("refreshtoken", Class::Token, Firm),
    ("release", Class::Technical, Firm), ("remoteaddr", Class::Ip, Firm), ("remoteaddress", Class::Ip, Firm),
    ("remoteip", Class::Ip, Firm), ("renderingprovider", Class::Npi, Firm), ("requisition", Class::Goods, Firm),
    ("res", Class::Technical, Firm), ("reset", Class::Token, Weak), ("resetcode", Class::Token, Firm),
    ("resetkey", Class::Token, Firm), ("resetpasswordtoken", Class::Token, Firm), ("resettoken", Class::Token, Firm),
    ("residence", Class::Street, Firm), ("resolution", Class::Technical, Firm), ("rev", Class::Technical, Firm),
    ("revenue", Class::Goods, Firm), ("revision", Class::Technical, Firm), ("rida", Class::Device, Firm),
    ("rnd", Class::Technical, Firm), ("rxnumber", Class::MemberId, Firm), ("samlresponse", Class::Token, Firm),
    ("sdk", Class::Technical, Firm), ("sdkversion", Class::Technical, Firm), ("secret", Class::Token, Firm),
    ("secretkey", Class::Token, Firm), ("securitytoken", Class::Token, Firm), ("seed", Class::Technical, Firm),
    ("serial", Class::Goods, Firm), ("serialnumber", Class::Goods, Firm), ("sessid", Class::Token, Weak),
    ("session", Class::Token, Weak), ("sessionid", Class::Token, Weak), ("sessionkey", Class::Token, Firm),
    ("sessiontoken", Class::Token, Firm), ("sha", Class::Technical, Firm), ("shipment", Class::Goods, Firm),
    ("shipmentid", Class::Goods, Firm), ("sid", Class::Token, Weak), ("sig", Class::Signature, Weak),
    ("signature", Class::Signature, Weak), ("signintoken", Class::Token, Firm), ("sku", Class::Goods, Firm),
    ("sms", Class::Phone, Firm), ("socialsec", Class::Ssn, Firm), ("socialsecurity", Class::Ssn, Firm),
    ("socialsecurityno", Class::Ssn, Firm), ("socialsecuritynumber", Class::Ssn, Firm), ("sourceip", Class::Ip, Firm),
    ("sr", Class::Technical, Firm), ("ssn", Class::Ssn, Firm), ("ssnumber", Class::Ssn, Firm),
    ("ssotoken", Class::Token, Firm), ("street", Class::Street, Firm), ("street1", Class::Street, Firm),
    ("streetaddress", Class::Street, Firm), ("streetline", Class::Street, Firm), ("streetname", Class::Street, Firm),
    ("style", Class::Goods, Firm), ("styleid", Class::Goods, Firm), ("subscriber", Class::Identity, Weak),
    ("subscriberid", Class::MemberId, Weak), ("surname", Class::Name, Firm), ("taxid", Class::Ssn, Firm),
    ("taxpayerid", Class::Ssn, Firm), ("tel", Class::Phone, Firm), ("telephone", Class::Phone, Firm),
    ("telephonenumber", Class::Phone, Firm), ("telno", Class::Phone, Firm), ("ticket", Class::Token, Weak),
    ("time", Class::Technical, Firm), ("timestamp", Class::Technical, Firm), ("tin", Class::Ssn, Firm),
    ("tk", Class::Token, Weak), ("tkn", Class::Token, Weak), ("token", Class::Token, Weak),
    ("tokenauth", Class::Token, Firm), ("total", Class::Goods, Firm), ("tracking", Class::Goods, Firm),
    ("trackingnumber", Class::Goods, Firm), ("transaction", Class::Goods, Firm), ("transactionid", Class::Goods, Firm),
    ("ts", Class::Technical, Firm), ("ttl", Class::Technical, Firm), ("txn", Class::Goods, Firm),
    ("txnid", Class::Goods, Firm), ("ua", Class::Technical, Firm), ("uafv", Class::Technical, Firm),
    ("uafvl", Class::Technical, Firm), ("uhem", Class::Email, Firm), ("uhpn", Class::Phone, Firm),
    ("uid", Class::Identity, Weak), ("uip", Class::Ip, Firm), ("upc", Class::Goods, Firm),
    ("updated", Class::Technical, Firm), ("user", Class::Identity, Weak), ("useragent", Class::Technical, Firm),
    ("userhash", Class::Identity, Firm), ("userid", Class::Identity, Weak), ("userip", Class::Ip, Firm),
    ("userkey", Class::Identity, Weak), ("username", Class::Identity, Weak), ("usertoken", Class::Token, Firm),
    ("v", Class::Technical, Firm), ("ver", Class::Technical, Firm), ("verificationtoken", Class::Token, Firm),
    ("verify", Class::Token, Weak), ("version", Class::Technical, Firm), ("visitorip", Class::Ip, Firm),
    ("whatsapp", Class::Phone, Firm), ("xamzcredential", Class::Signature, Firm),
    ("xamzsecuritytoken", Class::Token, Firm), ("xamzsignature", Class::Signature, Firm),
    ("xforwardedfor", Class::Ip, Firm), ("xgoogsignature", Class::Signature, Firm), ("xrealip", Class::Ip, Firm),
    ("xuid", Class::Identity, Firm), ("yearofbirth", Class::Dob, Firm), ("yob", Class::Dob, Firm),
    ("zip", Class::Zip, Firm), ("zipcode", Class::Zip, Firm), ("zp", Class::Zip, Firm),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_without_doubles() {
        for list in [SLOTS, HASH_WORDS, FILLERS, CARRIERS, PEOPLE, OWNERS] {
            assert!(list.windows(2).all(|w| w[0] < w[1]), "{list:?}");
        }
        for pair in TABLE.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
        }
        for (name, _, _) in TABLE {
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{name}");
        }
    }
}
