//! How vendors pack what they send: one vector a trap. None of the values is anyone's.

use super::Coding::{Address, Base64, Deflate, Form, Gzip, Json, Percent};
use super::*;

#[test]
fn queries() {
    let event = r#"{"event":"$pageview","properties":{"$current_url":"https://clinic.example/hiv?q=test"}}"#;
    let structs = r#"{"schema":"iglu:x","data":{"data":{"targetUrl":"https://clinic.example/a"}}}"#;
    check_some(
        &format!("/track?data={}&ip=1", escape(&base64(event))),
        Body::Empty,
        &[
            ("query:data", &base64(event), &[]),
            ("query:data.event", "$pageview", &[Base64, Json]),
            ("query:data.properties.$current_url", "https://clinic.example/hiv?q=test", &[Base64, Json]),
            ("query:data.properties.$current_url.q", "test", &[Base64, Json, Address]),
            ("query:ip", "1", &[]),
        ],
    );
    // Snowplow: unstructured event and contexts.
    check_some(
        &format!("/i?e=ue&ue_px={}", base64url(structs)),
        Body::Empty,
        &[("query:ue_px.data.data.targetUrl", "https://clinic.example/a", &[Base64, Json])],
    );
    // Pinterest and Meta: JSON in a value.
    let pd = r#"{"em":"","np":"gtm"}"#;
    let ad = r#"{"loc":"https://clinic.example/hiv","ref":""}"#;
    check_some(
        &format!("/v3/?tid=1&pd={}&ad={}", escape(pd), escape(ad)),
        Body::Empty,
        &[
            ("query:pd", pd, &[]),
            ("query:pd.np", "gtm", &[Json]),
            ("query:ad.loc", "https://clinic.example/hiv", &[Json]),
            ("query:ad.ref", "", &[Json]),
        ],
    );
    check_some(
        "/tr/?cd[buttonFeatures]=%7B%22innerText%22%3A%22Book%20HIV%20test%22%2C%22n%22%3A0%7D",
        Body::Empty,
        &[("query:cd[buttonFeatures].innerText", "Book HIV test", &[Json]), ("query:cd[buttonFeatures].n", "0", &[Json])],
    );
    // A whole query that is one value.
    check_some(&format!("/p?{}", base64url(event)), Body::Empty, &[("query:event", "$pageview", &[Base64, Json])]);
    check_some(&format!("/p?{}", base64(event)), Body::Empty, &[("query:event", "$pageview", &[Base64, Json])]);
    check_some(&format!("/p?{}", escape(event)), Body::Empty, &[("query:event", "$pageview", &[Json])]);
    check_some(r#"/p?{"a":"b&c=d"}"#, Body::Empty, &[("query:a", "b&c=d", &[Json])]);
    // Encoded twice; a form in a value; an address in a form in a value.
    check_some(
        "/px?rh=https%253A%252F%252Fclinic.example%252F%253Fq%253Dhiv",
        Body::Empty,
        &[
            ("query:rh", "https%3A%2F%2Fclinic.example%2F%3Fq%3Dhiv", &[]),
            ("query:rh", "https://clinic.example/?q=hiv", &[Percent]),
            ("query:rh.q", "hiv", &[Percent, Address]),
        ],
    );
    check_some(
        "/px?qs=utm_source%253Dhttps%25253A%25252F%25252Fclinic.example",
        Body::Empty,
        &[("query:qs.utm_source", "https://clinic.example", &[Percent, Form])],
    );
    check_some(
        "/ads?cust_params=kw%3Dhiv%252Caids%26ind%3Dno",
        Body::Empty,
        &[("query:cust_params.kw", "hiv,aids", &[Form]), ("query:cust_params.ind", "no", &[Form])],
    );
    // Semicolons for ampersands.
    check_some(
        "/counter?js=13;id=29;u=https%3A//clinic.example/hiv;s=800*600",
        Body::Empty,
        &[
            ("query:js", "13;id=29;u=https://clinic.example/hiv;s=800*600", &[]),
            ("query:js.id", "29", &[Form]),
            ("query:js.u", "https://clinic.example/hiv", &[Form]),
        ],
    );
    // reCAPTCHA's origin is padded with dots; an unescaped plus arrives as a space.
    check_some("/anchor?co=aHR0cHM6Ly93d3cuZGhsLmRlOjQ0Mw..", Body::Empty, &[("query:co", "https://www.dhl.de:443", &[Base64])]);
    let plus = base64(r#"{"a":">>>???>>>"}"#);
    assert!(plus.contains('+'), "the vector must hold a plus");
    check_some(&format!("/px?d={plus}"), Body::Empty, &[("query:d.a", ">>>???>>>", &[Base64, Json])]);
    // Signed tokens.
    let token = format!("{}.{}.c2lnbmF0dXJl", base64url(r#"{"alg":"HS256"}"#), base64url(r#"{"sub":"jane"}"#));
    check_some(
        &format!("/cb?t={token}"),
        Body::Empty,
        &[("query:t[0].alg", "HS256", &[Base64, Json]), ("query:t[1].sub", "jane", &[Base64, Json])],
    );
    // A list that holds an address; a map's coded field.
    check_some(
        &format!("/px?d={}", base64url("1510221158;https://clinic.example/hiv;https://a.example/?q=1")),
        Body::Empty,
        &[("query:d[0]", "https://clinic.example/hiv", &[Base64, Address]), ("query:d[1].q", "1", &[Base64, Address, Address])],
    );
    check_some("/maps?1shttps%3A%2F%2Fclinic.example%2F&2u6", Body::Empty, &[("query:[0]", "https://clinic.example/", &[Address])]);
    // Packed several times.
    check_some(
        &format!("/px?d={}", escape(&base64(base64("jane.doe@clinic.example")))),
        Body::Empty,
        &[("query:d", "jane.doe@clinic.example", &[Base64, Base64])],
    );
    check_some(
        &format!("/px?d={}", escape(&base64(escape(event)))),
        Body::Empty,
        &[("query:d.event", "$pageview", &[Base64, Percent, Json])],
    );
    check_some(
        &format!("/px?d={}", escape(&base64(zlib(event)))),
        Body::Empty,
        &[("query:d.event", "$pageview", &[Base64, Deflate, Json])],
    );
    check_some(&format!("/px/{}/x.gif", base64url(event)), Body::Empty, &[("path:2.event", "$pageview", &[Base64, Json])]);
    check_some("/px?j=%22%7B%5C%22a%5C%22%3A%5C%22hiv%5C%22%7D%22", Body::Empty, &[("query:j.a", "hiv", &[Json, Json])]);
}

#[test]
fn bodies() {
    let post = |bytes: &[u8], want: &[(&str, &str, &[Coding])]| check_some("/collect", Body::Bytes(bytes), want);
    // LinkedIn: base64 of gzip of JSON.
    let wa = r#"{"pids":[1],"url":"https://clinic.example/hiv","signalType":"CLICK","innerElements":[{"tagName":"A"}]}"#;
    post(
        base64(gzip(wa)).as_bytes(),
        &[("body:url", "https://clinic.example/hiv", &[Base64, Gzip, Json]), ("body:innerElements[0].tagName", "A", &[Base64, Gzip, Json])],
    );
    // Matomo in bulk.
    post(
        br#"{"requests":["?idsite=1&rec=1&url=https%3A%2F%2Fclinic.example%2Fhiv%3Fq%3Da","?idsite=1&ping=1"],"send_image":0}"#,
        &[
            ("body:requests[0].idsite", "1", &[Address]),
            ("body:requests[0].url", "https://clinic.example/hiv?q=a", &[Address]),
            ("body:requests[0].url.q", "a", &[Address, Address]),
            ("body:requests[1].ping", "1", &[Address]),
            ("body:send_image", "0", &[]),
        ],
    );
    // PostHog: gzip-js, and base64 in a form. Segment, Amplitude: batches.
    let batch =
        r#"{"api_key":"phc_1","batch":[{"event":"$autocapture","properties":{"$el_text":"Schedule","elements":[{"tag_name":"a"}]}}]}"#;
    post(
        &gzip(batch),
        &[("body:batch[0].properties.$el_text", "Schedule", &[Gzip]), ("body:batch[0].properties.elements[0].tag_name", "a", &[Gzip])],
    );
    post(&zlib(batch), &[("body:batch[0].event", "$autocapture", &[Deflate])]);
    post(format!("data={}", escape(&base64(batch))).as_bytes(), &[("body:data.batch[0].event", "$autocapture", &[Base64, Json])]);
    post(
        br#"[{"type":"page","context":{"page":{"url":"https://clinic.example/a"}}}]"#,
        &[("body:[0].context.page.url", "https://clinic.example/a", &[])],
    );
    // Snap: JSON in a form.
    post(
        b"pl=%7B%22ctx%22%3A%7B%22url%22%3A%22https%3A%2F%2Fclinic.example%2F%22%7D%7D&ev=PAGE_VIEW",
        &[("body:pl.ctx.url", "https://clinic.example/", &[Json]), ("body:ev", "PAGE_VIEW", &[])],
    );
    // Google Analytics 4: several events a body.
    post(
        b"en=page_view&dl=https%3A%2F%2Fclinic.example%2Fhiv&_et=1\r\nen=scroll&epn.percent_scrolled=90",
        &[("body:[0].dl", "https://clinic.example/hiv", &[]), ("body:[1].en", "scroll", &[]), ("body:[1].epn.percent_scrolled", "90", &[])],
    );
    post(b"en=page_view\nen=scroll", &[("body:[0].en", "page_view", &[]), ("body:[1].en", "scroll", &[])]);
    // Sentry's envelope and Datadog's lines.
    post(
        b"{\"sent_at\":\"t\",\"sdk\":{\"name\":\"s\"}}\n{\"type\":\"event\"}\n{\"request\":{\"url\":\"https://clinic.example/\"}}\n",
        &[("body:[0].sdk.name", "s", &[]), ("body:[1].type", "event", &[]), ("body:[2].request.url", "https://clinic.example/", &[])],
    );
    // A form in text/plain, and one with a field in a line.
    post(b"name=Jane Doe\r\nnote=a&b is 50%25\r\n", &[("body:name", "Jane Doe", &[]), ("body:note", "a&b is 50%25", &[])]);
    post(b"name=Jane Doe\r\ncity=Bern\r\n", &[("body:name", "Jane Doe", &[]), ("body:city", "Bern", &[])]);
    // Socket.IO; JSON percent-encoded whole; unquoted names; a JSON string of JSON.
    post(br#"42["say",{"text":"hi there"}]"#, &[("body:[0]", "say", &[]), ("body:[1].text", "hi there", &[])]);
    post(b"%7B%22url%22%3A%22https%3A%2F%2Fclinic.example%2F%22%7D", &[("body:url", "https://clinic.example/", &[Percent, Json])]);
    post(br#"d={INQ:{xd:true,siteID:100,custID:"",n:'x'}}"#, &[("body:d.INQ.xd", "true", &[Json]), ("body:d.INQ.n", "x", &[Json])]);
    post(br#""{\"a\":{\"b\":\"c\"}}""#, &[("body:a.b", "c", &[Json, Json])]);
    // Text that is nothing else.
    post(
        b"<e><u>https://clinic.example/</u></e>",
        &[("body:", "<e><u>https://clinic.example/</u></e>", &[]), ("body:[0]", "https://clinic.example/", &[Address])],
    );
}

#[test]
fn multipart() {
    let body = "------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"arguments\"\r\n\r\n[[{\"url\":\"@linkClick\"}]]\r\n\
        ------WebKitFormBoundaryX\r\ncontent-disposition: form-data; name=\"na%22me\"\r\n\r\nJane\r\nDoe\r\n\
        ------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"doc\"; filename=\"hiv-result.json\"\r\nContent-Type: application/json\r\n\r\n{\"r\":\"positive\"}\r\n\
        ------WebKitFormBoundaryX--\r\n";
    let want = &[
        ("body:arguments", "[[{\"url\":\"@linkClick\"}]]"),
        ("body:arguments[0][0].url", "@linkClick"),
        ("body:na\"me", "Jane\r\nDoe"),
        ("body:doc.filename", "hiv-result.json"),
        ("body:doc.r", "positive"),
    ];
    check("", Body::Bytes(body.as_bytes()), want);
    check("", Body::Bytes(body.replace("\r\n", "\n").replace("Jane\n", "Jane\r\n").as_bytes()), want);
    let form = [("cd[b]".to_owned(), r#"{"t":"Go"}"#.to_owned())];
    check("", Body::Form(&form), &[("body:cd[b]", r#"{"t":"Go"}"#), ("body:cd[b].t", "Go")]);
}

/// Chromium shows a form's text and nothing of its files: that there was one is said. An empty file field is no such thing.
#[test]
fn a_file_the_browser_did_not_show() {
    let body = |file: &str| {
        let part = |head: &str, content: &str| format!("--X1\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n");
        part("name=\"a\"", "1") + &part(&format!("name=\"segment\"; filename=\"{file}\""), "") + "--X1--\r\n"
    };
    for (file, want) in [("", vec![]), ("blob", vec![("body:segment", "the browser did not show it")])] {
        let body = body(file);
        let fields = read_parts("", "", "", Body::Bytes(body.as_bytes()), None);
        assert_eq!(fields.unread.iter().map(|u| (u.at.as_str(), u.why)).collect::<Vec<_>>(), want);
        assert_eq!(fields.items.first().map(|f| f.at()), Some("body:a".to_owned()));
    }
}

#[test]
fn the_referer() {
    let fields = read_parts("/x", "", "", Body::Empty, Some("https://clinic.example/find?q=hiv"));
    assert_eq!(
        flat(&fields)[1..],
        [("header:referer".to_owned(), "https://clinic.example/find?q=hiv".to_owned()), ("header:referer.q".to_owned(), "hiv".to_owned())]
    );
}
