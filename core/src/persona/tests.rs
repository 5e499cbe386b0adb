use super::field::{Part, read};
use super::*;
use crate::identify::{IdKind, has_form};
use crate::sensitive::forms::Field;
use std::collections::HashMap;

fn patient() -> Persona {
    let held = [
        (What::FirstName, "Tamsin"),
        (What::LastName, "Quillmoor"),
        (What::Email, "tamsin.quillmoor.48213@example.org"),
        (What::Phone, "(406) 555-0143"),
        (What::BirthDate, "1985-04-07"),
        (What::Street, "4127 Thistlewick Lane"),
        (What::City, "Kalispell"),
        (What::Zip, "59901"),
        (What::RecordNumber, "704125833"),
        (What::MemberId, "QHB482915037"),
        (What::SearchWords, "night sweats and sore knees"),
    ];
    Persona { details: held.iter().map(|(what, value)| Detail { what: *what, value: (*value).into() }).collect(), ..Persona::default() }
}

/// What each field of a form takes; `-` for nothing. A field is `type|name|label|autocomplete`, later parts left out where empty.
fn check_form(form: &[(&str, &str)]) {
    let lines: Vec<String> = form.iter().map(|(about, _)| about.replace('|', "\t")).collect();
    let fields: Vec<(u32, &str)> = lines.iter().enumerate().map(|(i, line)| (i as u32, line.as_str())).collect();
    let filled: HashMap<u32, String> = fill(&patient(), &fields).into_iter().collect();
    for (i, (about, value)) in form.iter().enumerate() {
        assert_eq!(filled.get(&(i as u32)).map_or("-", String::as_str), *value, "{about} of {form:#?}");
    }
}

const FIRST: &str = "Tamsin";
const LAST: &str = "Quillmoor";
const FULL: &str = "Tamsin Quillmoor";
const MAIL: &str = "tamsin.quillmoor.48213@example.org";
const PHONE: &str = "(406) 555-0143";
const STREET: &str = "4127 Thistlewick Lane";
const CITY: &str = "Kalispell";
const ZIP: &str = "59901";
const WORDS: &str = "night sweats and sore knees";
const MRN: &str = "704125833";
const MEMBER: &str = "QHB482915037";

#[test]
fn forms_as_they_are_built() {
    // By what the browser is asked to fill in.
    check_form(&[
        ("text|a1|First|given-name", FIRST),
        ("text|a2|Last|family-name", LAST),
        ("text|a3||section-x home email", MAIL),
        ("tel|a4||shipping tel-national", PHONE),
        ("text|a5||billing street-address", STREET),
        ("text|a6||address-line2", "-"),
        ("text|a7||address-level2", CITY),
        ("text|a8||address-level1", "-"),
        ("text|a9||postal-code", ZIP),
        ("text|b1||organization", "-"),
        ("text|b2||bday", "04/07/1985"),
    ]);
    // Contact Form 7.
    check_form(&[
        ("text|your-name|Your Name (required)|", FULL),
        ("email|your-email|Your Email (required)|email", MAIL),
        ("text|your-subject|Subject|", "-"),
        ("textarea|your-message|Your Message|", WORDS),
    ]);
    // Gravity Forms.
    check_form(&[
        ("text|input_1.3|First Name|", FIRST),
        ("text|input_1.6|Last Name|", LAST),
        ("email|input_2|Enter Email Email|", MAIL),
        ("email|input_2_2|Confirm Email Email|", MAIL),
        ("text|input_3.1|Street Address Address|", STREET),
        ("text|input_3.2|Address Line 2 Address|", "-"),
        ("text|input_3.3|City Address|", CITY),
        ("text|input_3.4|State / Province Address|", "-"),
        ("text|input_3.5|ZIP / Postal Code Address|", ZIP),
    ]);
    // WPForms: one legend over two fields.
    check_form(&[
        ("text|wpforms[fields][0][first]|First Name *|", FIRST),
        ("text|wpforms[fields][0][last]|Last Name *|", LAST),
        ("text|wpforms[hp]|Comment|", "-"),
        ("email|wpforms[fields][1]|E-mail *|", MAIL),
    ]);
    // Jotform.
    check_form(&[
        ("text|q3_fullName3[first]|First Name Full Name|", FIRST),
        ("text|q3_fullName3[last]|Last Name Full Name|", LAST),
        ("tel|q5_phoneNumber5[area]|Area Code Phone Number|", "406"),
        ("tel|q5_phoneNumber5[phone]|Phone Number Phone Number|", "555-0143"),
        ("text|q6_dateOfBirth6[month]|Month|", "04"),
        ("text|q6_dateOfBirth6[day]|Day|", "07"),
        ("text|q6_dateOfBirth6[year]|Year|", "1985"),
    ]);
    // HubSpot, Marketo, Mailchimp.
    check_form(&[("text|firstname|First name*|", FIRST), ("text|lastname|Last name*|", LAST), ("text|company|Company name|", "-")]);
    check_form(&[("text|FirstName||", FIRST), ("text|LastName||", LAST), ("email|Email||", MAIL), ("tel|Phone||", PHONE)]);
    check_form(&[("email|EMAIL|Email Address|", MAIL), ("text|FNAME|First Name|", FIRST), ("text|b_1a2b_3c4d||", "-")]);
    // Drupal, ASP.NET, Rails, Django: names in brackets and paths.
    check_form(&[
        ("text|submitted[patient_information][first_name]||", FIRST),
        ("text|ctl00$MainContent$txtLastName||", LAST),
        ("text|ctl00$MainContent$LastName||", LAST),
        ("text|patient[address][city]||", CITY),
        ("text|visitor.zip||", ZIP),
        ("email|message[0][email]||", MAIL),
    ]);
    // Divi: the name stands in the label alone.
    check_form(&[
        ("text|et_pb_contact_name_0|Name|", FULL),
        ("text|et_pb_contact_email_0|Email Address|", MAIL),
        ("textarea|et_pb_contact_message_0|Message|", WORDS),
        ("text|et_pb_contact_captcha_0|7 + 4 =|", "-"),
    ]);
}

#[test]
fn forms_of_practices() {
    check_form(&[
        ("text|patientFirstName|Patient’s first name|", FIRST),
        ("text|patientLastName|Patient’s last name|", LAST),
        ("date|patientDob|Date of birth|", "1985-04-07"),
        ("date|apptDate|Preferred appointment date|", "-"),
        ("text|reason|Reason for your visit|", WORDS),
        ("text|referring|Referring physician’s name|", "-"),
        ("tel|referring_phone|Referring physician’s phone|", "-"),
    ]);
    // A request for an appointment.
    check_form(&[
        ("text|name|Full Name|", FULL),
        ("tel|phone|Best phone number to reach you|", PHONE),
        ("text|dob|Date of Birth (DD/MM/YYYY)|", "07/04/1985"),
        ("textarea|symptoms|Please describe your symptoms|", WORDS),
        ("select-one|provider|Preferred provider|", "-"),
        ("radio|new|New patient|", "-"),
        ("checkbox|email_ok|E-mail me news|", "-"),
    ]);
    // An intake: insurance, an emergency contact.
    check_form(&[
        ("text|mrn|Medical record number|", MRN),
        ("text|ins_company|Insurance company|", "-"),
        ("text|ins_member|Member ID|", MEMBER),
        ("text|ins_group|Group number|", "-"),
        ("text|ins_card|Insurance card number|", MEMBER),
        ("text|ec_name|Emergency contact name|", "-"),
        ("tel|ec_phone|Emergency contact phone|", "-"),
        ("text|ssn|Social Security Number|", "-"),
        ("text|ssn4|Last 4 of SSN|", "-"),
        ("text|addr|Home address|", STREET),
        ("text|city|City|", CITY),
        ("text|zip|ZIP|", ZIP),
    ]);
    // An address in one piece.
    check_form(&[
        ("text|address|Your address|", "4127 Thistlewick Lane, Kalispell 59901"),
        ("textarea|mail_to|Mailing address|", "4127 Thistlewick Lane, Kalispell 59901"),
    ]);
    // A date of birth in lists.
    check_form(&[
        ("select-one|dob_month|Date of birth|", "4"),
        ("select-one|dob_day||", "7"),
        ("select-one|dob_year||", "1985"),
        ("select-one|state|State|", "-"),
        ("select-one|appt_month|Month|", "-"),
    ]);
    check_form(&[("number|birth_month|MM|bday-month", "4"), ("number|birth_day|DD|", "7"), ("number|birth_year|YYYY|", "1985")]);
    check_form(&[("text|birthday|Birthday (yyyy-mm-dd)|", "1985-04-07"), ("text|bdate|Birth date|", "04/07/1985")]);
    // A number in three fields, and three numbers.
    check_form(&[("tel|phone1||", "406"), ("tel|phone2||", "555"), ("tel|phone3||", "0143")]);
    check_form(&[("tel|phone1|Home phone|", PHONE), ("tel|phone2|Work phone|", PHONE), ("tel|phone3|Mobile|", PHONE)]);
    check_form(&[("text|p_area||tel-area-code", "406"), ("text|p_pre||tel-local-prefix", "555"), ("text|p_suf||tel-local-suffix", "0143")]);
    check_form(&[("number|mobile|Mobile|", "4065550143"), ("text|ph|Phone|", PHONE), ("text|phx|Ext|", "-")]);
    // A portal's sign-up and sign-in.
    check_form(&[
        ("text|username|Username|username", "-"),
        ("email|login|Email|username", MAIL),
        ("password|pw|Password|", "-"),
        ("text|pw2|Password (shown)|", "-"),
        ("text|code|Verification code|one-time-code", "-"),
    ]);
    // Paying.
    check_form(&[
        ("tel|cardnumber|Card number|cc-number", "-"),
        ("text|ccname|Name on card|", "-"),
        ("tel|cvv|CVV|", "-"),
        ("text|exp|Expiration (MM/YY)|", "-"),
        ("text|coupon|Coupon code|", "-"),
        ("text|bzip|Billing ZIP code|", ZIP),
    ]);
}

#[test]
fn boxes_to_search_in() {
    check_form(&[("search|q|Search|", WORDS)]);
    check_form(&[("text|s|Search for:|", WORDS)]);
    check_form(&[
        ("text|keys||", "-"),
        ("text|keyword|Condition, doctor or specialty|", WORDS),
        ("search|loc|City, state or ZIP|", ZIP),
        ("number|r|Search radius|", "-"),
    ]);
    check_form(&[("search|doc|Search by doctor’s name|", WORDS), ("text|zip|ZIP code|", ZIP)]);
    check_form(&[("text|buscar|Buscar|", WORDS)]);
}

#[test]
fn forms_in_spanish() {
    check_form(&[
        ("text|nombre|Nombre|", FIRST),
        ("text|apellidos|Apellidos|", LAST),
        ("text|correo|Correo electrónico|", MAIL),
        ("tel|telefono|Teléfono|", PHONE),
        ("text|fnac|Fecha de nacimiento (dd/mm/aaaa)|", "07/04/1985"),
        ("text|dir|Dirección|", STREET),
        ("text|ciudad|Ciudad|", CITY),
        ("text|cp|Código postal|", ZIP),
        ("textarea|motivo|Motivo de la consulta|", WORDS),
    ]);
    check_form(&[("text|n|Nombre y apellidos|", FULL), ("text|m|Nombre del médico|", "-"), ("text|e|Nombre de la empresa|", "-")]);
    check_form(&[
        ("text|n|Nombre completo del paciente|", FULL),
        ("text|h|Número de historia clínica|", MRN),
        ("password|c|Contraseña|", "-"),
    ]);
}

#[test]
fn what_is_left_alone() {
    check_form(&[
        ("hidden|email||email", "-"),
        ("text|website|Website|", "-"),
        ("text|url||", "-"),
        ("text|email_hp|Leave this field blank|", "-"),
        ("email|honeypot[email]|Email|", "-"),
        ("textarea|g-recaptcha-response||", "-"),
        ("file|resume|Résumé|", "-"),
        ("text|x|Friend’s email|", "-"),
        ("text|y|Event name|", "-"),
        ("text|z|Name of your doctor|", "-"),
        ("text|w|Address (URL)|", "-"),
        ("text|v|IP address|", "-"),
        ("text|u|Company address|", "-"),
        ("text|t|Middle name|", "-"),
        ("text|r|City of birth|", "-"),
        ("text|fax|Fax|", "-"),
        ("text|p|Pharmacy name|", "-"),
        ("text|d|Medication name|", "-"),
        ("textarea|bio||", "-"),
        ("", "-"),
    ]);
    assert!(fill(&Persona::default(), &[(1, "email\te\tEmail\temail")]).is_empty());
}

#[test]
fn what_a_typed_value_is() {
    let check = |about: &str, what: What| assert_eq!(What::of_field(&about.replace('|', "\t")), what, "{about}");
    // The clean twins first.
    for about in [
        "text|doctor|Name of your doctor|",
        "text|company|Company name|",
        "text|ccname|Name on card|",
        "text|ccname||cc-name",
        "text|event|Event name|",
        "number|radius|Search radius|",
        "text|address|Address (URL)|",
        "text|exp|Expiry|cc-exp",
        "text|color|Favourite colour|",
        "textarea|message|Message|",
        "text|reason|Reason for visit|",
        "select-one|state|State|",
        "date|appt|Appointment date|",
        "text|m|Month|bday-month",
        "text|a||tel-area-code",
        "text|card|Gift message card|",
        "checkbox|email|Email me|",
        "text|library|Library|",
        "text|spouse|Spouse’s first name|",
        "",
        "\u{0}|||",
    ] {
        check(about, What::Text);
    }
    check("password|pw||", What::Password);
    check("text|x||current-password", What::Password);
    check("text|pw|Password|", What::Password);
    check("tel|x|Code|one-time-code", What::Password);
    check("text|c|Código de verificación|", What::Password);
    check("tel|cardnumber||", What::Card);
    check("text|n||billing cc-number", What::Card);
    check("text|cvv|CVV|", What::Card);
    check("text|n|Número de tarjeta|", What::Card);
    check("text|n|Credit card number|", What::Card);
    check("text|n|Medicare card number|", What::MemberId);
    check("text|user|User name|", What::UserName);
    check("text|u||username", What::UserName);
    check("search|q||", What::SearchWords);
    check("text|q|What are you looking for?|", What::SearchWords);
    check("email|x|Your doctor’s email|", What::Email);
    check("text|dob||", What::BirthDate);
    check("text|ssn||", What::Ssn);
    check("text|street|Street|", What::Street);
    check("text|a|Address|", What::Address);
    check("text|n|Patient name|", What::Name);
    check("text|mrn||", What::RecordNumber);
}

#[test]
fn generated_patients_are_of_real_form_and_nobodys() {
    for seed in (0..500).chain([u64::MAX]) {
        let persona = generate(seed);
        assert_eq!(persona, generate(seed));
        let get = |what| persona.get(what).unwrap();
        assert_eq!(persona.name, format!("{} {}", get(What::FirstName), get(What::LastName)));
        for detail in &persona.details {
            let warned = check(detail.what, &detail.value);
            assert_eq!(warned.is_some(), detail.what == What::Zip, "{detail:?}: {warned:?}");
            assert!(detail.what.identifier().is_none_or(|kind| has_form(kind, &detail.value)), "{detail:?}");
        }
        assert!(has_form(IdKind::PostalAddress, get(What::Street)));
    }
    let order: Vec<What> = generate(1).details.iter().map(|d| d.what).collect();
    assert_eq!(order, generate(2).details.iter().map(|d| d.what).collect::<Vec<_>>());
}

#[test]
fn two_seeds_rarely_share_a_value() {
    let mut seen: HashMap<(What, String), u32> = HashMap::new();
    let many = 200;
    for seed in 0..many {
        for detail in generate(seed).details {
            *seen.entry((detail.what, detail.value)).or_default() += 1;
        }
    }
    for (what, most) in [
        (What::Email, 0),
        (What::MemberId, 0),
        (What::RecordNumber, 0),
        (What::Street, 0),
        (What::BirthDate, 6),
        (What::Phone, 30),
        (What::LastName, 90),
    ] {
        let shared: u32 = seen.iter().filter(|((w, _), n)| *w == what && **n > 1).map(|(_, n)| n - 1).sum();
        assert!(shared <= most, "{what:?}: {shared} of {many} had been given out before");
    }
}

#[test]
fn what_looks_wrong_is_said() {
    let says = |what, value: &str| check(what, value).unwrap_or_default();
    for (what, value) in [
        (What::Email, "tamsin@example.org"),
        (What::Email, "tamsin@mail.example.com"),
        (What::Phone, "406-555-0143"),
        (What::Phone, "+1 406 555 0143"),
        (What::BirthDate, "04/17/1985"),
        (What::Text, "anything"),
        (What::Email, ""),
        (What::FirstName, "Tamsin"),
        (What::Zip, "59901-1234"),
    ] {
        assert_eq!(check(what, value), None, "{what:?} {value}");
    }
    assert!(says(What::Email, "tamsin").contains("no e-mail"));
    assert!(says(What::Email, "tamsin@clinic.example.edu").contains("somebody"));
    assert!(says(What::Email, "tamsin@notexample.org").contains("somebody"));
    assert!(says(What::Phone, "12").contains("no telephone"));
    assert!(says(What::Phone, "(406) 257-0143").contains("somebody"));
    assert!(says(What::Phone, "(406) 555-1143").contains("somebody"));
    assert!(says(What::BirthDate, "soon").contains("1985-04-17"));
    assert!(says(What::Zip, "X").contains("postal code"));
    assert!(says(What::Ssn, "000-12-3456").contains("No Social"));
    assert!(says(What::Ssn, "123-45-6789").contains("somebody"));
    assert!(says(What::FirstName, "Ann").contains("six characters"));
    assert!(says(What::LastName, "Ng").contains("digest"));
    assert!(says(What::Password, "hunter22").contains("no passwords"));
}

#[test]
fn parts_know_their_place() {
    let part = |about: &str| read(&Field::read(&about.replace('|', "\t"))).part;
    assert_eq!(part("text|dob|Date of birth MM/DD/YYYY|"), Part::Whole);
    assert_eq!(part("text|dob_mm||"), Part::Month);
    assert_eq!(part("text|d|Day of the week|"), Part::Nothing);
}
