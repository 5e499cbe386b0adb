//! Each kind beside what only looks like it. The look-alikes come first; they are what sites send all day.

use super::IdKind::*;
use super::*;
use crate::payload::{Body, read_parts};

fn found(query: &str, context: &IdContext<'_>) -> Vec<(IdKind, String)> {
    let fields = read_parts("/collect", query, "", Body::Empty, None);
    scan(&fields, context).iter().map(|i| (i.kind, fields.items[i.field].at())).collect()
}

/// `clean` must give nothing at all, each of `leaks` its kind and nothing else.
fn check(kind: IdKind, clean: &[&str], leaks: &[&str]) {
    let page = IdContext { is_page: true, page: Some("https://www.clinic.example/book"), ..IdContext::NONE };
    for context in [&IdContext::NONE, &page] {
        for query in clean {
            assert_eq!(found(query, context), [], "{kind:?}: {query}");
        }
    }
    for query in leaks {
        let got = found(query, &page);
        assert!(!got.is_empty() && got.iter().all(|(k, _)| *k == kind), "{kind:?}: {query} gave {got:?}");
    }
}

#[test]
fn mail_addresses() {
    check(
        Email,
        &[
            "img=hero%403x.webp&icon=logo%402x.min.svg",
            "pkg=react%4018.2.0&url=https%3A%2F%2Fcdn.example%2Fnpm%2Fvue%403.4.21%2Fdist%2Fvue.esm.js",
            "family=Open+Sans%3Aital%2Cwght%400%2C400%3B1%2C700&f=wght%40300..900",
            "dsn=https%3A%2F%2F0123456789abcdef%40o42.ingest.sentry.io%2F7",
            "handle=%40clinicname&u=%40clinic.example&x=a%40b",
            "mention=hello%40&x=%40%40&price=3%4010.50",
        ],
        &[
            "q=jane%40mail.test",
            "f=jane%40mail.org.pdf",
            "dl=https%3A%2F%2Fa.example%2Fu%2Fjane%40mail.test%2Fedit%3Fx%3D1",
            "x=mailto%3Ajane%40mail.test",
        ],
    );
}

#[test]
fn telephone_numbers() {
    check(
        Phone,
        &[
            "order=4155550137&sku=415-555-0137&invoice=415.555.0137",
            "ts=1754305915&t=1754305915323&_p=2063454321&rnd=4155550137",
            // Another tag's address, reported by a performance monitor.
            "u=https%3A%2F%2Fwww.google-analytics.com%2Fg%2Fcollect%3Fv%3D2%26_p%3D2063454321",
            "id=4155550137&zone=2025550188&cid=4155550137.1754305915",
            "v=415.555.137&build=4155.550.137&price=4155550.13",
            "isbn=978-0-13-468599-1&gtin=00012345600012&ean=4006381333931",
            "tracking=9400+1000+0000+0000+0000+00&trackingnumber=1Z999AA10123456784",
            "date=2024-11-23&event_date=23.11.2024&hours=09.00-17.00",
            "q=1920x1080&range=100-200-3000&x=%2B1+more&x2=%2B15&x3=%2B999+123456789",
            "phone_type=mobile&phone_clicked=1&tel=department&mobile=true",
        ],
        &[
            "tel=%2B14155550137",
            "tel=tel%3A%2B1-415-555-0137",
            "phone=0791112345",
            "contact_phone=415-555-0137+x204",
            "telefono=%2B52+55+1234+5678",
            "q=call+%2B44+20+7946+0958+today",
            "dl=https%3A%2F%2Fa.example%2Fcall%2F%2B14155550137",
        ],
    );
}

#[test]
fn names_and_places_people_live_at() {
    check(
        Name,
        &[
            "event_name=Sign+Up&page_name=Jane+Doe&product_name=Anna+Sofa&campaign_name=Grace+Hopper",
            "name=Page+View&name=Thank+You&nombre=Consulta+general+2",
            "c1=Comments+OFF&c2=Gold+Star&first_name=Valued&last_name=undefined",
            "filename=jane-doe&hostname=grace&screen_name=Home&font_name=Open+Sans&nickname=jd",
        ],
        &[
            "first_name=Jane",
            "patient[lastName]=Doe",
            "apellido=Garc%C3%ADa",
            "vorname=J%C3%BCrgen",
            "name=Jane+Doe",
            "c1=JANE+DOE",
            "c1=John+Smith+III",
        ],
    );
    check(
        PostalAddress,
        &[
            "address=home&addr=0x3f&street=&ip_address_type=v4",
            "x=Top+10+Ways&x2=5+Steps+To+Way&title=1600+Jobs+In+Drive&x3=5+Minute+Drive&x4=100+Mile+Trail",
            "address=Clinic+Berlin",
        ],
        &["address=70+Cedar+Street", "direccion=Calle+Mayor+15", "x=1619+Langley+St%2C+Apt+4"],
    );
    check(Zip, &["zip=1&zip_file=a.zip&zip=download", "x=02139&order=80203"], &["zip=02139", "codigo_postal=28013"]);
    check(
        Dob,
        &["date=1971-10-17&event_date=1971-10-17&published=1971-10-17", "dob=&dob=yes&dob=1971-13-45&dob_verified=1"],
        &["dob=1971-10-17", "fecha_nacimiento=17%2F10%2F1971", "year_of_birth=1971"],
    );
    check(
        Coordinates,
        &[
            "lat=40.7&lng=-74.0&lat_bucket=40.712",
            "x=40.71281&price=129.450&ratio=0.71281",
            "geo=us-ny&position=3.5&latency=12.345",
            "long=true",
        ],
        &["lat=40.71281", "geo=40.71281,-74.00601"],
    );
}

#[test]
fn numbers_of_records() {
    check(
        Ssn,
        &[
            "sku=362-47-5285&part=362475285",
            "id=362475285&x=362475285",
            "ssn=000-12-3456&ssn=xxx-xx-1234&ssn=***",
            "x=36-2475-285&x2=2024-11-2301",
        ],
        &["ssn=362475285", "x=362-47-5285", "dl=https%3A%2F%2Fa.example%2Fx%2F362-47-5285%2Fy"],
    );
    check(
        Mrn,
        &["ptid=77bd2dc6683c03ac&patient=new&patients=all", "chart=bar&chart=2&mrn=&mrn=none", "patient_portal=1&patient_count=1200"],
        &["mrn=00482913", "patient_id=A044466", "dl=https%3A%2F%2Fa.example%2Fpatients%2F05389024%2Fvisit%3Fx%3D1"],
    );
    check(Mbi, &["x=1EG4TE5MK73&sku=1EG4-TE5-MK73", "mbi=none&x=1SG4-TE5-MK73"], &["mbi=1EG4TE5MK73", "x=1EG4-TE5-MK73"]);
    check(
        MemberId,
        &[
            "member_id=38400000-8cf0-11bd-b23e-10b96e40000d&memberId=0f8e7d6c5b4a39281706f5e4",
            "member=yes&policy=privacy&policy_id=cookies&policyId=3&member_type=gold",
        ],
        &["member_id=W123456789", "policy_number=HX-20458819", "subscriberId=30099812"],
    );
    check(Claim, &["claim=free-trial&claim=1&claims=open&claim_offer=123456"], &["claim_id=2024110098123", "claimNumber=CLM-0098123"]);
    check(Case, &["case=lower&case_study=2024001&visit=123456&visit_count=100200"], &["appointment_id=88210034", "rx_number=7701234-01"]);
    check(StateId, &["passport=yes&passport_color=12345678"], &["passport_number=C01X00T478", "driver_license=D1234567"]);
    check(Npi, &["provider=google&npi=1234567890&id=1234567893&x=1234567893", "doctor_id=42"], &["npi=1234567893", "provider=1234567893"]);
    check(
        Icd10,
        &["build=F32.9.1&page=E11&version=J45.909&model=C50.911", "condition=new&dx=&dx=yes&diagnosis=flu", "x=E11.9&color=E11"],
        &["dx=E11.9", "diagnosis_code=C50911", "icd10[0]=b20"],
    );
    check(
        ProcedureCode,
        &[
            "x=99213&x4=9921&code=99213&color=A1234",
            "procedure=new&procedure=appendectomy&cpt=&cpt=yes&cpt=0&service_code=web",
            "hcpcs=00000",
        ],
        &["cpt=99213", "cpt_code=90837%2C99214", "hcpcs=J1885", "procedureCode=D1110"],
    );
}

#[test]
fn money_and_machines() {
    check(
        Card,
        &[
            // Goods and shipments pass Luhn one time in ten.
            "gtin=4006381333931&upc=036000291452&sku=4111111111111111&order_id=4111111111111111",
            "id=4111111111111111&pixel=4012888888881881&x=4111111111111111",
            "card=visa&card_type=4111&card_last4=1111&cc=us&cc=4111111111111112",
            "iban=DE89370400440532013000&x=DE89+3704+0044+0532+0130+00",
            "tracking=9400111899223100001233&x=4111+1111+1111+1112",
        ],
        &["cc_number=4111111111111111", "x=4111+1111+1111+1111", "card=378282246310005"],
    );
    check(
        Ip,
        &["v=131.0.6778.86&version=10.20.30.40&x=1.2.3.4", "ip=&ip=1&ip=127.0.0.1&ip_country=us", "x=12:30:55&oid=1.3.6.1.4.1"],
        &["ip=203.0.113.7", "uip=2001%3Adb8%3A%3A1", "x=129.89.142.61"],
    );
    check(
        DeviceId,
        &["uuid=38400000-8cf0-11bd-b23e-10b96e40000d", "idfa=00000000-0000-0000-0000-000000000000", "x=01:23:45:67:89:ab"],
        &["idfa=38400000-8cf0-11bd-b23e-10b96e40000d", "imei=490154203237518"],
    );
}

#[test]
fn keys_that_open_and_keys_that_do_not() {
    check(
        Token,
        &[
            "token=newsletter&code=SPRING2024SALE&code=us&code=80203&code=1234567&reset=1&session=summer-camp-2024-week-10",
            "api_key=AIzaSyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1v&token=pk_live_51H8xYzAbCdEfGhIjKlMnOp&auth=G-ABC1234567",
            "token=6LdAbCdEAAAAAAbCdEfGhIjKlMnOpQrStUvWxYz0&token=pub0123456789abcdef0123456789abcdef",
            "x-algolia-api-key=0123456789abcdef0123456789abcdef&writeKey=a1b2c3d4e5f6a1b2c3d4&tid=G-ABC1234567&id=GTM-ABC123",
            "dsn=https%3A%2F%2F0123456789abcdef%40o42.ingest.sentry.io%2F7&k=phc_abcdefghijklmnopqrstuvwxyz012345abcdefghij1",
            "click=https%3A%2F%2Fads.example%2Faclk%3Fsig%3DAOD64_0h4UZtboEweWXLC7mD9NhpQa8WwQ",
            "dl=https%3A%2F%2Fclinic.example%2Fa%3Fsignature%3Djane-doe-md%26expires%3D1754305915",
            "dl=https%3A%2F%2Fclinic.example%2Fcallback%3Fcode%3Dok&u=https%3A%2F%2Fclinic.example%2Flogin%2Ferror%3Fcode%3D500581&dr=https%3A%2F%2Fclinic.example%2Fshop%3Fcode%3D482913",
            "dl=https%3A%2F%2Fclinic.example%2Freset-password%2Fstep-2-of-3&x=sk-ii-facial-treatment-essence-2024",
            "password=&password=true&password_reset=1&otp_sent=1&v=6e79ed05baec2754e25b4eac73a332d2",
        ],
        &[
            "token=b7f3a91c0d4e88aab7f3a91c",
            "PHPSESSID=k11lf2097p3d8ucjusrcidcle6",
            "sid=k11lf2097p3d8ucjusrcidcle6",
            "reset_password_token=b7f3a91c0d4e88aa",
            "dl=https%3A%2F%2Fclinic.example%2Freset-password%2Fb7f3a91c0d4e88aab7f3a91c",
            "dl=https%3A%2F%2Fclinic.example%2Fverify%3Fcode%3D482913",
            "dl=https%3A%2F%2Fclinic.example%2Fcb%3Fcode%3DSplxlOBeZQQYbYS6WxSbIA%26state%3Dxyz",
            "dl=https%3A%2F%2Fclinic.example%2Fapp%23access_token%3D2YotnFZFEjr1zCsicMWpAA%26token_type%3Dbearer",
            "dl=https%3A%2F%2Fclinic.example%2Fshop%3Bjsessionid%3D0A1B2C3D4E5F%3Fx%3D1",
            "dl=https%3A%2F%2Fstore.example%2Fmri.pdf%3FX-Amz-Expires%3D900%26X-Amz-Signature%3D9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "u=https%3A%2F%2Fstore.example%2Fmri.pdf%3FAWSAccessKeyId%3DAKIA%26Expires%3D1754305915%26Signature%3DvjbyPxybdZaNmGa%252ByT272YEAiv4%253D",
            "u=https%3A%2F%2Fx.blob.core.windows.net%2Fc%2Fmri.pdf%3Fsv%3D2022-11-02%26se%3D2024-11-23T10%253A15%253A00Z%26sp%3Dr%26sig%3DaB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3gH5jK7mN9o%253D",
            "u=https%3A%2F%2Fd1.cloudfront.net%2Fmri.pdf%3FExpires%3D1754305915%26Signature%3DaB3dE5gH7jK9-mN1pQ3sT5vW7yZ9bC1dF3gH~5jK7mN9o%26Key-Pair-Id%3DK2JCJMDEHXQW5F",
            "x=sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "dl=https%3A%2F%2Fshop.example%2Forder-received%2F1042%2F%3Fkey%3Dwc_order_a1B2c3D4e5F6g",
        ],
    );
    check(
        Jwt,
        &["token=pk.eyJ1IjoiY2xpbmljIiwiYSI6ImNrMTIzIn0.AbCdEfGhIjKlMnOpQrStUv", "x=eyJhbGciOiJIUzI1NiJ9"],
        &[
            "dl=https%3A%2F%2Fa.example%2F%3Fx%3DeyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        ],
    );
}

#[test]
fn hashes_of_people_and_of_files() {
    check(
        Hash,
        &[
            "build=6e79ed05baec2754e25b4eac73a332d2&v=ae19e7d59819c9c43b9b60a464107ab34124efb9&chunk=0b7a1c9d",
            "src=app.973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b.js&integrity=sha256-n4bQgYhMfWWaL%2BqgxVrQFaO%2FTxsrC4Is0V1sFbDwCgg%3D",
            "em=tv.1~em.&ud[em]=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ],
        &["ud[em]=098f6bcd4621d373cade4e832627b4f6", "email_sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    );
}
