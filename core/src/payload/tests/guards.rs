//! What must not be taken for a coding.

use super::*;

/// Values that stay one field.
const PLAIN: &[&str] = &[
    "pageview",
    "amstbmtjanpocnhh",
    "PageView",
    "GTM-ABC123",
    "G-RJZRDLSZR5",
    "fb.1.1681766409616.115449348",
    "dQw4w9WgXcQ",
    "AIzaSyA0tMu4q6olhWQABPX",
    "5214adc3-de4e-449f-9aaa-4ad5ac30d212",
    "1510221167",
    "1379040080.1689664340",
    "d41d8cd98f00b204e9800998ecf8427e",
    "en-US,en;q=0.9",
    "1920x1080",
    "Back pain | Clinic",
    "50% off",
    "a=",
    "==",
    "{CLICK_ID}",
    "{{gtm.start}}",
    "[timestamp]",
    "[object Object]",
    "{}",
    "AAECAwQFBgcICQoLDA0ODw==",
    "ALNI_MZGqRBfviymB9d0bBvemxsOSgCQVA",
    "Mozilla/5.0 (X11; Linux x86_64)",
    "Tom & Jerry = fun",
    "/conditions/back-pain",
    "clinic.example",
    "ScheduleAppointment",
    "AddToCart",
    "SubmitApplication",
    "IDE",
    "x^2=4",
    "e=mc2=?",
    "Q: what? A: that",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "CAVWwDWEbNXCggoPYCwKAPD_LNWD",
    "Hospital",
    "IntegrationTest",
    "JavaScript",
];

#[test]
fn plain_values_have_nothing_inside() {
    for value in PLAIN {
        let form = [("v".to_owned(), (*value).to_owned())];
        let fields = read_url("", Body::Form(&form));
        let inside: Vec<_> = fields.items.iter().skip(1).filter(|f| f.coding != Some(Coding::Form)).collect();
        assert!(inside.is_empty(), "{value}: {inside:?}");
        assert_eq!(fields.unread, [], "{value}");
    }
}

/// Words of a page or an event, and random identifiers: how many pass as base64, out of how many.
#[test]
fn random_identifiers_are_hardly_ever_base64() {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    // A fixed linear congruential generator: the same identifiers on every run.
    let mut state = 42_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for (length, most) in [(11, 5), (16, 1), (22, 0), (32, 0), (43, 0)] {
        let passed = (0..50_000).filter(|_| {
            let id: String = (0..length).map(|_| char::from(alphabet[next() % alphabet.len()])).collect();
            super::codec::base64_text(&id, BYTES).is_some()
        });
        let passed = passed.count();
        assert!(passed <= most, "{passed} of 50000 identifiers of {length} characters");
    }
}

/// The other side: short values that are base64 indeed.
#[test]
fn short_base64_is_read() {
    for plain in [
        "48989",
        "Angel Martin",
        "1980-01-02",
        "jane.doe@clinic.example",
        "+1 415 555 0137",
        "chronic migraine treatment",
        "/search?q=hiv",
        "Müller, Jörg",
        "Профиль пациента",
    ] {
        for packed in [base64(plain), base64url(plain)] {
            let form = [("v".to_owned(), packed.clone())];
            let fields = read_url("", Body::Form(&form));
            let found = fields.items.iter().any(|f| f.value == plain && f.coding == Some(Coding::Base64) && f.at() == "body:v");
            assert!(found, "{plain} in {packed}: {fields:?}");
        }
    }
}
