//! What is an identifier and what is not, as tables. The clean ones come first.

use super::*;
use crate::payload::{Body, read_parts};
use proptest::prelude::*;

/// Kinds and places found in an address's path, query and fragment.
fn found(path: &str, query: &str, fragment: &str, context: &IdContext<'_>) -> Vec<(IdKind, String)> {
    let fields = read_parts(path, query, fragment, Body::Empty, None);
    scan(&fields, context).iter().map(|i| (i.kind, fields.items[i.field].at())).collect()
}

fn check(query: &str, want: &[(IdKind, &str)]) {
    let got = found("/collect", query, "", &IdContext::NONE);
    let want: Vec<_> = want.iter().map(|&(k, at)| (k, at.to_owned())).collect();
    assert_eq!(got, want, "{query}");
}

#[test]
fn ordinary_parameters_are_clean() {
    for query in [
        "",
        "v=2&tid=G-ABC123&cid=555.666&_p=1510498609&sr=1920x1080&dl=https%3A%2F%2Fclinic.example%2Fbook&dt=Contact+us&gcd=13l3l3l3l1l1",
        "v=2&tid=G-ABC123&cid=555.666&_p=2063454321&_s=2125550188",
        "ptid=77bd2dc6683c03ac&ref=x",
        "t=1754305915323&ts=1606224512&rnd=0.8237468723&cb=84736251936",
        "img=logo%402x.png&dep=react%4018.2.0&module=%40angular%2Fcore%4017.3.1&uafvl=Chromium%3B131.0.6778.86",
        "dsn=https%3A%2F%2Fabc123%40o12.ingest.sentry.io%2F45",
        "email_optin=1&phone_type=mobile&email=&phone=undefined&name=&zip=1&dob=&ssn=none&ip=1",
        "order=362-47-5285&sku=362475285&price=129.45&invoice=415-555-0137",
        "build=F32.9.1&page=E11&version=10.20.30.40&lat_bucket=40.7&lat=40.7",
        "ver=6e79ed05baec2754e25b4eac73a332d2&etag=ae19e7d59819c9c43b9b60a464107ab34124efb9&integrity=65cb2d994114c6d2c4a627f161cf6f954829474e45f680a141e5218187a9e967",
        "id=246813579024680&pixel=4111111111111111&fbp=fb.1.1681766409616.115449348",
        "uuid=38400000-8cf0-11bd-b23e-10b96e40000d&user_id=38400000-8cf0-11bd-b23e-10b96e40000d",
        "content_name=Jane+Doe&event_name=Page+View&name=Page+View&name=wp.data&c1=Home+Page&v3=Buy+Now",
        "em=tv.1~em.&ud[em]=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855&email_sha256=",
        "token=481649dedec06b3434f5c2618942e33c&api_key=phc_abcdefghijklmnopqrstuvwxyz012345&session_id=1754305915&writeKey=a1b2c3d4e5f6a1b2c3d4",
        "provider=google&doctor=1234567890&condition=new&chart=bar&card=visa&mobile=1&cell=3&position=2&location=header",
        "click=https%3A%2F%2Fads.example%2Faclk%3Fsig%3DAOD64_0h4UZtboEweWXLC7mD9NhpQa8WwQ",
        "a=%&b=%zz&c=%25&d=%2525&e=%00&f=%ff",
    ] {
        check(query, &[]);
    }
}

#[test]
fn identifiers_are_named_where_they_stand() {
    use IdKind::*;
    let rows: &[(&str, &[(IdKind, &str)])] = &[
        ("q=jane%40clinic-mail.test", &[(Email, "query:q")]),
        ("contact=J%C3%BCrgen.O%27Neil%2Btag%40mail.example.co.uk.", &[(Email, "query:contact")]),
        ("x=%22Jane%22+%3Cjane%40mail.test%3E%2C+bob%40mail.test", &[(Email, "query:x"), (Email, "query:x")]),
        ("order=jane%40mail.test", &[(Email, "query:order")]),
        ("tel=%2B1+%28415%29+555-0137", &[(Phone, "query:tel")]),
        ("tel=+14155550137", &[(Phone, "query:tel")]),
        (
            "ud[ph]=4155550137&p=415.555.0137&mobile=%2B447911123456&fax=0791112345",
            &[(Phone, "query:ud[ph]"), (Phone, "query:p"), (Phone, "query:mobile"), (Phone, "query:fax")],
        ),
        ("q=call+%28415%29+555-0137+now", &[(Phone, "query:q")]),
        (
            "first_name=Jane&lname=van+der+Berg&patient[fullName]=Zo%C3%AB+Brandt&fn=JANE+DOE",
            &[(Name, "query:first_name"), (Name, "query:lname"), (Name, "query:patient[fullName]"), (Name, "query:fn")],
        ),
        ("name=Millaray+O%27Hara&c1=Lily+Hill", &[(Name, "query:name"), (Name, "query:c1")]),
        (
            "address=70+Cedar+Street&addr1=Hauptplatz+60&x=1619+Langley+St%2C+Apt+4",
            &[(PostalAddress, "query:address"), (PostalAddress, "query:addr1"), (PostalAddress, "query:x")],
        ),
        (
            "billing_zip=02139&postalCode=SW1A+1AA&zp=02139-4307",
            &[(Zip, "query:billing_zip"), (Zip, "query:postalCode"), (Zip, "query:zp")],
        ),
        (
            "dob=1971-10-17&birthDate=10/17/1971&db=19711017&bd=17.10.71&birth_year=1971&birthday=Oct+17%2C+1971",
            &[
                (Dob, "query:dob"),
                (Dob, "query:birthDate"),
                (Dob, "query:db"),
                (Dob, "query:bd"),
                (Dob, "query:birth_year"),
                (Dob, "query:birthday"),
            ],
        ),
        ("ssn=362475285&s=362-47-5285", &[(Ssn, "query:ssn"), (Ssn, "query:s")]),
        ("ptid=00482913", &[(Mrn, "query:ptid")]),
        ("MRN=05389024&patient_id=A044466&patientId=12380736", &[(Mrn, "query:MRN"), (Mrn, "query:patient_id"), (Mrn, "query:patientId")]),
        ("member_id=W123456789&mbi=1EG4TE5MK73&x=1EG4-TE5-MK73", &[(MemberId, "query:member_id"), (Mbi, "query:mbi"), (Mbi, "query:x")]),
        ("npi=1234567893&provider=1234567893", &[(Npi, "query:npi"), (Npi, "query:provider")]),
        ("dx=E11.9&icd10[0]=b20&diagnosis_code=C50911", &[(Icd10, "query:dx"), (Icd10, "query:icd10[0]"), (Icd10, "query:diagnosis_code")]),
        ("client_ip=129.89.142.61&uip=2001%3Adb8%3A%3A1&x=129.89.142.61", &[(Ip, "query:client_ip"), (Ip, "query:uip"), (Ip, "query:x")]),
        ("cc_number=4111111111111111&x=4111+1111+1111+1111", &[(Card, "query:cc_number"), (Card, "query:x")]),
        (
            "lat=40.71281&lng=-74.00601&coords=40.71281,-74.00601",
            &[(Coordinates, "query:lat"), (Coordinates, "query:lng"), (Coordinates, "query:coords")],
        ),
        ("idfa=38400000-8cf0-11bd-b23e-10b96e40000d", &[(DeviceId, "query:idfa")]),
        ("access_token=2d22516cf9152c9ad17492a5ae88102c&password=hunter2", &[(Token, "query:access_token"), (Token, "query:password")]),
        (
            "x=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            &[(Jwt, "query:x")],
        ),
        ("dl=https%3A%2F%2Fclinic.example%2Freset%3Ftoken%3Db7f3a91c0d4e88aab7f3a91c", &[(Token, "query:dl.token")]),
        (
            "dl=https%3A%2F%2Fstore.example%2Fmri.pdf%3FX-Amz-Signature%3D9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            &[(Token, "query:dl.X-Amz-Signature")],
        ),
        ("dl=https%3A%2F%2Fclinic.example%2Fbook%3Femail%3Djane%2540mail.test", &[(Email, "query:dl.email")]),
        (
            "ud[em]=098f6bcd4621d373cade4e832627b4f6&email_sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08&u_hem=n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
            &[(Hash, "query:ud[em]"), (Hash, "query:email_sha256"), (Hash, "query:u_hem")],
        ),
        ("em=tv.1~em.n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg", &[(Hash, "query:em")]),
    ];
    for (query, want) in rows {
        check(query, want);
    }
}

#[test]
fn a_layer_hides_nothing() {
    for clean in ["x=Q29udGFjdCB1cw%3D%3D", "zip=YWJjZGU%3D", "x=4655a0"] {
        check(clean, &[]);
    }
    let rows = [
        ("e=jane%2540mail.test", IdKind::Email, "percent"),
        ("e=jane%252540mail.test", IdKind::Email, "percent"),
        ("e=amFuZUBtYWlsLnRlc3Q%3D", IdKind::Email, "base64"),
        ("e=amFuZUBtYWlsLnRlc3Q", IdKind::Email, "base64"),
        ("zip=MDIxMzk%3D", IdKind::Zip, "base64"),
        ("dx=QjIw", IdKind::Icd10, "base64"),
        ("s=MzYyLTQ3LTUyODU%3D", IdKind::Ssn, "base64"),
        ("c5=6a616e65406d61696c2e74657374", IdKind::Email, "hex"),
        ("fn=Layla%2520Bird", IdKind::Name, "percent"),
    ];
    for (query, kind, encoding) in rows {
        let fields = read_parts("/", query, "", Body::Empty, None);
        let got: Vec<_> = scan(&fields, &IdContext::NONE).iter().map(|i| (i.kind, i.encoding)).collect();
        assert_eq!(got, [(kind, encoding)], "{query}");
    }
}

#[test]
fn paths_fragments_and_page_addresses() {
    use IdKind::*;
    for path in ["/articles/2024/12345", "/tel/department", "/patients/new", "/reset/password", "/v2/1.2.3.4/x.js"] {
        assert_eq!(found(path, "", "", &IdContext::NONE), [], "{path}");
    }
    let page = IdContext { is_page: true, ..IdContext::NONE };
    assert_eq!(found("/patients/05389024/visit", "", "", &page), [(Mrn, "path:2".to_owned())]);
    assert_eq!(found("/u/jane@mail.test", "", "", &page), [(Email, "path:2".to_owned())]);
    assert_eq!(found("/reset/b7f3a91c0d4e88aab7f3a91c", "", "", &page), [(Token, "path:2".to_owned())]);
    assert_eq!(found("/", "token=b7f3a91c0d4e88aab7f3a91c", "", &page), [(Token, "query:token".to_owned())]);
    assert_eq!(found("/", "", "access_token=b7f3a91c0d4e88aab7f3a91c", &page), [(Token, "fragment:access_token".to_owned())]);
    let fields = read_parts("/px.gif", "", "", Body::Empty, Some("https://clinic.example/thanks?email=jane@mail.test&key=1"));
    let got: Vec<_> = scan(&fields, &IdContext::NONE).iter().map(|i| (i.kind, fields.items[i.field].at())).collect();
    assert_eq!(got, [(Email, "header:referer.email".to_owned())]);
}

#[test]
fn what_the_vendor_says_counts() {
    let account = IdContext { meaning: &|_| Meaning::Account, page: Some("https://clinic.example/book"), is_page: false };
    let unknown = IdContext { meaning: &|_| Meaning::Other, ..account };
    let shop = IdContext { page: Some("https://shop.example/"), ..unknown };
    assert_eq!(found("/", "pid=33461640", "", &account), []);
    assert_eq!(found("/", "pid=33461640", "", &shop), []);
    assert_eq!(found("/", "pid=33461640", "", &unknown), [(IdKind::Mrn, "query:pid".to_owned())]);
    assert_eq!(found("/", "pid=3346164&pid=05389024", "", &account), [(IdKind::Mrn, "query:pid".to_owned())]);
    let visitor = IdContext { meaning: &|_| Meaning::VisitorId, ..unknown };
    assert_eq!(found("/", "uid=b359dfed3be3bd52306b0a7698a763fc", "", &visitor), []);
    let hashed = IdContext { meaning: &|_| Meaning::HashedIdentity, ..unknown };
    assert_eq!(found("/", "x9=b359dfed3be3bd52306b0a7698a763fc", "", &hashed), [(IdKind::Hash, "query:x9".to_owned())]);
}

#[test]
fn confidence_says_how_sure() {
    let level = |query: &str| scan(&read_parts("/", query, "", Body::Empty, None), &IdContext::NONE).first().map(|i| i.confidence);
    assert_eq!(level("email=info%40clinic.test"), Some(Confidence::Low));
    assert_eq!(level("email=jane%40clinic.test"), Some(Confidence::High));
    assert_eq!(level("uid=b359dfed3be3bd52306b0a7698a763fc"), Some(Confidence::Low));
    assert_eq!(level("ud[em]=b359dfed3be3bd52306b0a7698a763fc"), Some(Confidence::High));
    assert_eq!(level("c1=Lily+Hill"), Some(Confidence::Low));
    assert_eq!(level("first_name=Lily"), Some(Confidence::High));
    // A firm's number is nobody's.
    assert_eq!(level("phone=1-800-555-0137"), Some(Confidence::Low));
    assert_eq!(level("q=call+(888)+555-0137"), Some(Confidence::Low));
    assert_eq!(level("phone=1-415-555-0137"), Some(Confidence::High));
}

#[test]
fn goods_have_names_too() {
    let level = |body: &str| {
        let fields = read_parts("/", "", "", Body::Bytes(body.as_bytes()), None);
        scan(&fields, &IdContext::NONE).iter().find(|i| i.kind == IdKind::Name).map(|i| i.confidence)
    };
    for goods in [
        r#"{"event":"Product Added","properties":{"sku":"G-32","name":"Wool Coat","price":79.5},"context":{"email":"jane@mail.test"}}"#,
        r#"{"type":"page","name":"Summer Dresses"}"#,
        "id=1&name=Bunk+Beds",
    ] {
        assert!(level(goods) <= Some(Confidence::Low), "{goods}");
    }
    for person in [
        r#"{"type":"identify","traits":{"name":"Jordan Avery"}}"#,
        r#"{"form":{"name":"Jordan Avery","email":"jane@mail.test","message":"Hello"}}"#,
        "name=Jordan+Avery&phone=415-555-0137",
    ] {
        assert_eq!(level(person), Some(Confidence::Medium), "{person}");
    }
}

#[test]
fn texts_are_searched_and_ranges_hold() {
    for clean in ["", "Contact us", "logo@2x.png", "GA1.2.632960426.1786230063", "ORDER 12-34-5678", "Room 415-555", "2024-11-23 10:15"] {
        assert_eq!(scan_text(clean), [], "{clean}");
    }
    let text = "Jane <jane@mail.test>, +44 7911 123456, 362-47-5285";
    let got: Vec<_> = scan_text(text).iter().map(|&(k, (a, b))| (k, &text[a as usize..b as usize])).collect();
    assert_eq!(got, [(IdKind::Email, "jane@mail.test"), (IdKind::Phone, "+44 7911 123456"), (IdKind::Ssn, "362-47-5285")]);
    assert_eq!(scan_named("user_email", "amFuZUBtYWlsLnRlc3Q="), [(IdKind::Email, Confidence::High)]);
    assert_eq!(scan_named("_ga", "GA1.2.632960426.1786230063"), []);
}

#[test]
fn a_flood_is_bounded() {
    let many = (0..5_000).map(|i| format!("u{i}@mail.test ")).collect::<String>();
    assert_eq!(scan_text(&many).len(), MOST);
}

proptest! {
    #[test]
    fn any_text_is_answered(name in ".{0,40}", value in ".{0,200}") {
        let query = format!("{name}={value}&{value}={name}");
        let fields = read_parts(&value, &query, &name, Body::Bytes(value.as_bytes()), Some(&query));
        let once = scan(&fields, &IdContext::NONE);
        for i in &once {
            let value = &fields.items[i.field].value;
            prop_assert!(i.range.is_none_or(|(a, b)| value.get(a as usize..b as usize).is_some_and(|v| !v.is_empty())));
        }
        prop_assert_eq!(once, scan(&fields, &IdContext::NONE));
        let _ = scan_text(&value);
        let _ = scan_named(&name, &value);
    }

    #[test]
    fn values_near_the_forms_are_answered(value in "[0-9a-zA-Z@.+() %/=:~-]{0,60}", name in "(ssn|tel|p|zip|dob|mrn|npi|dx|ip|cc|lat|geo|idfa|token|e|em|c1|address|name|first_name)") {
        let body = format!("{{\"{name}\":\"{value}\"}}");
        let fields = read_parts("/", "", "", Body::Bytes(body.as_bytes()), None);
        for i in scan(&fields, &IdContext::NONE) {
            prop_assert!(i.range.is_none_or(|(a, b)| fields.items[i.field].value.get(a as usize..b as usize).is_some()));
        }
    }
}
