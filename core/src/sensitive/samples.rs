//! What sites really write into titles, searches, event names, buttons and addresses, on both sides. Each line stands for
//! a class of its kind; the lexicon's own examples stand beside its words.

use super::tests::judged;
use super::text;

#[test]
fn titles_searches_events_and_buttons_that_tell() {
    let lines = [
        // Buttons and questions.
        "Schedule my colonoscopy",
        "Book STI test",
        "Get Wegovy",
        "Start your visit for hair loss",
        "Request a refill",
        "Talk to a therapist",
        "Chat with a nurse",
        "Find a psychiatrist",
        "Text 988",
        "Pay hospital bill",
        "Message my care team",
        "Download my medical records",
        "Are you pregnant?",
        "Are you currently taking any medications?",
        "Do you have a history of seizures?",
        "When was your last period?",
        "Reason for visit: chest pain",
        // Titles.
        "Jane Doe, MD | Obstetrics & Gynecology | Example Clinic",
        "Understanding Your Mammogram Results",
        "Thank you for booking your colonoscopy",
        "Appointment Confirmed: Dermatology",
        "Abortion Care &amp; Services | Example",
        "Your Results: Moderate Depression",
        "Compare Medicare Advantage Plans",
        "Transfer Your Prescriptions",
        "Weight Loss Injections Online",
        // Searches.
        "how to lower blood pressure",
        "burning when i pee",
        "missed period negative test",
        "wegovy vs zepbound",
        "prep near me",
        "therapist near me",
        "psychiatrist that takes medicaid",
        "medical marijuana card",
        "hair loss women",
        // Events.
        "ChemoConsult_Submit",
        "R_SELECT_LAST_PERIOD_DATE",
        "book_therapy_session",
        "refill_request",
        "mychart_login",
        "PHQ9_score",
        "VaccineScheduled",
        "telehealth_visit_started",
        "rx_transfer_submit",
        "verify_insurance_rehab",
        "addToCart: pregnancy test",
        "urgent_care_reserve",
        "GLP1_Purchase",
        "rehab_call_click",
        "order_placed_hiv_test",
    ];
    let quiet: Vec<_> = lines.iter().filter(|line| !text(line, "title").sensitive).collect();
    assert!(quiet.is_empty(), "{quiet:#?}");
}

#[test]
fn titles_searches_events_and_buttons_that_tell_nothing() {
    let lines = [
        // A shop's, a bank's, anybody's.
        "Book now",
        "Find a store",
        "Get a quote",
        "Schedule a demo",
        "Appointment Confirmed: Tire Rotation",
        "Thank you for booking your test drive",
        "Buy prescription sunglasses",
        "Free delivery on orders over $50",
        "Acne Studios coat",
        "Dr. Martens 1460 Boots",
        "Bone china dinner set",
        "roof shingles",
        "Wheelchair accessible tours of Rome",
        // Words at home elsewhere.
        "Terms of treatment of data",
        "Stroke width in CSS",
        "Bipolar transistor basics",
        "Intake manifold gasket",
        "Discharge pipe for washing machine",
        "Contractions - English grammar",
        "Stress testing your API",
        "How to remove malware from Windows",
        "Top 10 Symptoms of a Failing Alternator",
        "Dog vaccination schedule",
        "Lawn fungus treatment",
        "Gas pains at the pump",
        // The arts, games and sport.
        "Doctor Who: The Complete Series",
        "Cancer horoscope today",
        "Grey's Anatomy season 12 recap",
        "The Sims 4 pregnancy cheats",
        "Injury list fantasy football",
        "Football coaching clinic",
        "surgeon simulator",
        // The trade, not the patient.
        "Jobs: Registered Nurse",
        "Telehealth platform pricing",
        "Biotech layoffs",
        "Medical coder salary",
        // Short forms.
        "MS Excel tips",
        "Higher Ed news",
        "PE fund returns",
        "Subaru WRX STI",
        "GERD dam Ethiopia",
        "AIDS to navigation",
        // Events.
        "virus_scan_complete",
        "auto_refill_coffee",
        "appointment_request_submit",
        "claims_submit",
        "quiz_completed",
        "provider_selected",
        "treatment_group_assigned",
        "heart_icon_click",
        "stroke_drawn",
        "delivery_slot_booked",
        "portal_login",
        "period_changed",
    ];
    let loud: Vec<_> = lines.iter().map(|line| (line, text(line, "title"))).filter(|(_, j)| j.sensitive).collect();
    assert!(loud.is_empty(), "{:#?}", loud.iter().map(|(line, j)| format!("{line}: {}", j.sum())).collect::<Vec<_>>());
}

#[test]
fn addresses_of_every_walk_of_the_web() {
    for path in [
        "/admissions/virtual-visit",
        "/jail/video-visit/schedule",
        "/find-a-provider/internet",
        "/find-a-home/denver-co",
        "/rehab-loans/fha",
        "/juice-detox",
        "/recipes/low-cholesterol",
        "/midwives-of-1900/museum",
        "/obituary/cancer-battle",
        "/alzheimers-walk/register",
        "/covid-19",
        "/wiki/Cancer_(constellation)",
        "/residency-program/internal-medicine",
        "/animal-hospital/appointments",
        "/sklearn/load_breast_cancer",
        "/lithium-ion/charger",
        "/rx-7/mazda",
        "/std/collections",
        "/ct-state-parks",
        "/insomnia-cookies/order",
        "/maternity/dresses",
        "/baby-names/meaning",
        "/terms/conditions-of-carriage",
        "/donate-blood",
        "/parish/mass-times",
        "/login?next=%2Faccount",
    ] {
        let (sensitive, why, _) = judged(path);
        assert!(!sensitive, "{path}: {why}");
    }
}
