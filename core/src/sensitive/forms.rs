//! What a page's forms and links tell of it: does it ask what a practice asks, does somebody sign in or out.
//!
//! The words a page gives its fields are read, never what is typed. All of it only ever says what kind of page it is.

use super::own::{folded, spelled};
use super::tokens::Words;
use super::{Topic, text};
use crate::observation::{MAX_FIELD_TEXT, MAX_FORM_FIELDS, MAX_FORMS, MAX_LINKS, Structure};
use leaklight_text::{Message, message};
use serde::{Deserialize, Serialize};

/// What a page's forms and links tell of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The form that asks most of what a practice asks.
    pub asks: Asks,
    /// Somebody may sign in here.
    pub sign_in: bool,
    /// Somebody is signed in.
    pub sign_out: bool,
    /// A form to write to somebody: a way to answer, and room for a message.
    pub write: bool,
    /// Words of links to a patient's own records; empty where there are none.
    pub records: String,
}

/// What one form asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Asks {
    /// Things hardly anybody but a practice asks for.
    pub strong: u8,
    /// Things a practice asks for, and others do too.
    pub more: u8,
    /// A day or an hour for a visit.
    pub visit: bool,
    /// Things a practice does not ask for: a pet's name, a curriculum vitae, a vehicle.
    pub other: bool,
    /// In plain words, one a line: "a date of birth".
    pub what: String,
}

impl Asks {
    fn points(&self) -> u8 {
        self.strong.saturating_mul(2).saturating_add(self.more)
    }

    /// True for a form as a practice gives it to a patient; where the page or the site is about care, less is enough.
    pub(crate) fn is_intake(&self, care: bool) -> bool {
        !self.other && (self.strong > 0 && self.points() >= 3 || care && self.points() + u8::from(self.visit) >= 2)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Tells {
    Strong,
    More,
    Visit,
    Other,
}

/// Names of fields that are read for more than the kind of a page ([`crate::persona`]).
pub(crate) static SYMPTOMS: &[&str] = &["symptom", "symptoms", "sintoma", "sintomas"];
/// See [`SYMPTOMS`].
pub(crate) static REASON: &[&str] = &[
    "reasonforvisit",
    "reasonforyourvisit",
    "reasonforappointment",
    "reasonforyourappointment",
    "visitreason",
    "chiefcomplaint",
    "motivodelavisita",
    "motivodeconsulta",
    "motivodelaconsulta",
    "motivodelacita",
];
/// See [`SYMPTOMS`].
pub(crate) static RECORD_NUMBER: &[&str] = &["medicalrecordnumber", "medicalrecord", "mrn", "nhsnumber"];
/// See [`SYMPTOMS`].
pub(crate) static BIRTH: &[&str] = &["dateofbirth", "dob", "birthdate", "birthday", "birthmonth", "birthyear", "bday", "fechadenacimiento"];
/// See [`SYMPTOMS`].
pub(crate) static SSN: &[&str] = &["ssn", "socialsecurity", "socialsecuritynumber"];

/// What fields are named, as folded letters without spaces; English and Spanish. Written from how forms are commonly labelled
/// (generally known; no source read).
static FIELDS: &[(Tells, Option<Message>, &[&str])] = &[
    (Tells::Strong, Some(message!("symptoms")), SYMPTOMS),
    (Tells::Strong, Some(message!("the reason for a visit")), REASON),
    (
        Tells::Strong,
        Some(message!("a medical history")),
        &["medicalhistory", "healthhistory", "medicalcondition", "healthcondition", "historialmedico", "antecedentesmedicos", "surgeries"],
    ),
    (Tells::Strong, Some(message!("a medical record number")), RECORD_NUMBER),
    (Tells::Strong, Some(message!("a diagnosis")), &["diagnosis", "diagnoses", "diagnostico"]),
    (
        Tells::Strong,
        Some(message!("medicines")),
        &["medication", "currentmedication", "prescription", "rxnumber", "medicamento", "medicinas"],
    ),
    (
        Tells::Strong,
        Some(message!("a patient’s name or number")),
        &[
            "patientname",
            "patientsname",
            "patientfirstname",
            "patientlastname",
            "patientid",
            "patientdob",
            "patientdateofbirth",
            "patientbirthdate",
            "patientemail",
            "patientphone",
            "nombredelpaciente",
        ],
    ),
    (
        Tells::Strong,
        Some(message!("health insurance")),
        &["healthinsurance", "medicalinsurance", "healthplan", "medicare", "medicaid", "segurodesalud", "seguromedico"],
    ),
    (
        Tells::Strong,
        Some(message!("a doctor’s name")),
        &[
            "primarycare",
            "primarycarephysician",
            "primarycareprovider",
            "primarycaredoctor",
            "referringphysician",
            "referringprovider",
            "referringdoctor",
            "familydoctor",
            "preferreddoctor",
            "medicodecabecera",
        ],
    ),
    (
        Tells::Strong,
        Some(message!("a pregnancy")),
        &["pregnant", "pregnancy", "lastmenstrualperiod", "lastperiod", "embarazada", "embarazo"],
    ),
    (Tells::More, Some(message!("a date of birth")), BIRTH),
    (
        Tells::More,
        Some(message!("insurance")),
        &[
            "insurance",
            "insuranceprovider",
            "insurancecompany",
            "insurancecarrier",
            "insuranceplan",
            "memberid",
            "groupnumber",
            "subscriberid",
            "seguro",
        ],
    ),
    (Tells::More, Some(message!("allergies")), &["allergy", "allergies", "alergia"]),
    (Tells::More, Some(message!("a doctor")), &["doctor", "physician", "provider", "clinician", "medico"]),
    (Tells::More, Some(message!("a patient")), &["patient", "newpatient", "paciente"]),
    (Tells::More, Some(message!("a pharmacy")), &["pharmacy", "farmacia"]),
    (Tells::More, Some(message!("a Social Security number")), SSN),
    (Tells::More, Some(message!("a person to call in need")), &["emergencycontact", "contactodeemergencia"]),
    (Tells::More, Some(message!("sex or gender")), &["gender", "sexatbirth", "sex", "genero", "sexo"]),
    (
        Tells::Visit,
        Some(message!("a time for a visit")),
        &["appointment", "appointmentdate", "appointmenttime", "preferreddate", "preferredtime", "visitdate", "timeslot", "cita"],
    ),
    (
        Tells::Other,
        None,
        &[
            "pet",
            "petname",
            "mascota",
            "breed",
            "vehicle",
            "vin",
            "licenseplate",
            "resume",
            "coverletter",
            "employer",
            "linkedin",
            "salary",
        ],
    ),
];

/// Words of links to a patient's own records, in the singular.
static RECORDS: &[&str] = &[
    "mychart",
    "patientportal",
    "labresult",
    "medicalrecord",
    "healthrecord",
    "myhealth",
    "myprescription",
    "mymedication",
    "careteam",
    "immunization",
    "visitsummary",
    "portaldelpaciente",
    "resultadosdeexamene",
];
/// Said of one's own records by others too: a hairdresser, a school. Two of them are a patient's.
static ANYBODYS: &[&str] = &["myappointment", "testresult", "miscita"];
static SIGN_OUT: &[&str] = &["logout", "logoff", "signout", "signoff", "cerrarsesion"];

/// Reads a page's forms and links.
pub(crate) fn read(structure: &Structure) -> Seen {
    let mut seen = Seen::default();
    let mut words = Words::default();
    for form in structure.forms.iter().take(MAX_FORMS) {
        let asks = asks(form, &mut words);
        let (mut secrets, mut new, mut answer, mut message) = (0, false, false, false);
        for field in fields(form) {
            secrets += u8::from(field.kind == "password");
            new |= field.autocomplete.contains("new-password");
            answer |= matches!(field.kind, "email" | "tel") || named(&mut words, &field, &["email", "phone"]);
            message |= field.kind == "textarea";
        }
        seen.sign_in |= !new && secrets == 1;
        seen.write |= answer && message;
        if asks.points() > seen.asks.points() || seen.asks == Asks::default() {
            seen.asks = asks;
        }
    }
    let mut anybodys: Option<Vec<u8>> = None;
    for link in structure.links.iter().take(MAX_LINKS) {
        let link = crate::address::cut(link, MAX_FIELD_TEXT);
        let letters = folded(link);
        let one = letters.strip_suffix(b"s").unwrap_or(&letters);
        let is = |keys: &[&str]| keys.iter().any(|key| key.as_bytes() == one);
        seen.sign_out |= is(SIGN_OUT);
        if seen.records.is_empty() && (is(RECORDS) || is(ANYBODYS) && anybodys.as_deref().is_some_and(|other| other != one)) {
            link.clone_into(&mut seen.records);
        } else if is(ANYBODYS) {
            anybodys = Some(one.to_vec());
        }
    }
    seen
}

/// A field of a form, as it is told.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    pub kind: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub autocomplete: &'a str,
}

impl<'a> Field<'a> {
    /// Reads one line of a form ([`Structure::forms`]).
    pub(crate) fn read(line: &'a str) -> Field<'a> {
        let mut parts = line.split('\t').map(|part| crate::address::cut(part, MAX_FIELD_TEXT));
        let mut next = || parts.next().unwrap_or_default();
        Field { kind: next(), name: next(), label: next(), autocomplete: next() }
    }
}

fn fields(form: &str) -> impl Iterator<Item = Field<'_>> {
    form.lines().take(MAX_FORM_FIELDS).map(Field::read)
}

fn named(words: &mut Words, field: &Field<'_>, keys: &[&str]) -> bool {
    words.read(field.name);
    names(words, keys)
}

/// True where the words, one or several taken together, spell one of the keys.
pub(crate) fn names(words: &Words, keys: &[&str]) -> bool {
    (0..words.tokens.len()).any(|i| keys.iter().any(|key| at(words, i, key)))
}

fn at(words: &Words, i: usize, key: &str) -> bool {
    spelled(key.as_bytes(), words.tokens.iter().skip(i).map(|t| words.of(t))).is_some()
}

fn asks(form: &str, words: &mut Words) -> Asks {
    let mut asks = Asks::default();
    let mut ticks = 0;
    for field in fields(form) {
        if matches!(field.kind, "search" | "password" | "hidden") {
            continue;
        }
        words.read(&[field.name, " | ", field.label, " | ", field.autocomplete].concat());
        let found = FIELDS.iter().find(|(_, _, keys)| names(words, keys));
        let ticked = matches!(field.kind, "checkbox" | "radio");
        match found {
            // "I am a patient", beside "send me your news".
            Some(_) if ticked => {}
            Some((tells, what, _)) => asks.add(*tells, what.map_or("", |what| what.say())),
            None => {}
        }
        if found.is_none() || ticked {
            let judged = text(field.label, "form");
            if judged.sensitive && judged.topics.iter().copied().any(Topic::is_health) {
                ticks += u8::from(ticked);
                // One box is a wish ("send me news of diabetes"); a list of them is a history.
                if !ticked || ticks == 2 {
                    asks.add(Tells::Strong, &format!("“{}”", judged.headline().unwrap_or_default()));
                }
            }
        }
    }
    asks
}

impl Asks {
    fn add(&mut self, tells: Tells, what: &str) {
        if tells == Tells::Other {
            self.other = true;
            return;
        }
        if self.what.lines().any(|w| w == what) {
            return;
        }
        match tells {
            Tells::Strong => self.strong = self.strong.saturating_add(1),
            Tells::More => self.more = self.more.saturating_add(1),
            _ => self.visit = true,
        }
        if self.what.lines().count() < 6 {
            if !self.what.is_empty() {
                self.what.push('\n');
            }
            self.what.push_str(what);
        }
    }
}
