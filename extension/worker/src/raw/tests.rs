//! Each row is an event as Chromium 156 or Firefox 153 hands it to a listener, reduced to the members the listeners pick, and
//! what it must say.

use super::read;
use leaklight_core::observation::Observation;
use serde_json::{Value, json};

/// Asserts what the line says, as the recorded log spells it.
#[track_caller]
pub(super) fn check(line: Value, wanted: &[Value]) {
    let mut seen = Vec::new();
    assert_eq!(read(line.to_string().as_bytes(), &mut seen), Some(()), "unreadable: {line}");
    let wanted: Vec<Observation> = wanted.iter().map(|row| serde_json::from_value(row.clone()).unwrap()).collect();
    assert_eq!(seen, wanted, "{line}");
}

/// Asserts that none of the lines can be read.
#[track_caller]
pub(super) fn refused(lines: &[&str]) {
    for line in lines {
        let mut seen = Vec::new();
        assert_eq!(read(line.as_bytes(), &mut seen), None, "{line}");
        assert_eq!(seen, []);
    }
}

#[test]
fn requests_of_both_browsers() {
    check(
        json!({"request": {"requestId": "101", "url": "https://t.example/collect?dl=x", "method": "POST", "type": "xmlhttprequest", "frameId": 0,
            "tabId": 7, "timeStamp": 1700000000123.4567, "initiator": "https://clinic.example", "body": {"text": "{\"a\":1}"}, "cut": false}}),
        &[
            json!({"at": 1700000000123u64, "tab": 7, "event": {"request": {"id": "101", "url": "https://t.example/collect?dl=x", "method": "POST",
            "kind": "xmlhttprequest", "frame": 0, "initiator": "https://clinic.example", "body": {"text": "{\"a\":1}"}}}}),
        ],
    );
    check(
        json!({"request": {"requestId": "101", "url": "https://t.example/collect", "method": "POST", "type": "beacon", "frameId": 0, "tabId": 7,
            "timeStamp": 1700000000123u64, "originUrl": "https://clinic.example/book?x=1", "documentUrl": "https://clinic.example/book?x=1",
            "body": {"form": [["email", "a@example.org"], ["email", "b@example.org"]]}}}),
        &[
            json!({"at": 1700000000123u64, "tab": 7, "event": {"request": {"id": "101", "url": "https://t.example/collect", "method": "POST",
            "kind": "ping", "document": "https://clinic.example/book?x=1", "initiator": "https://clinic.example",
            "body": {"form": [["email", "a@example.org"], ["email", "b@example.org"]]}}}}),
        ],
    );
    // A service worker's, in Chromium: no tab, no frame. A body the browser does not show.
    check(
        json!({"request": {"requestId": "9", "url": "https://t.example/", "method": "post", "type": "xmlhttprequest", "frameId": -1, "tabId": -1,
            "timeStamp": 1.0, "initiator": "https://clinic.example", "body": {"unseen": 0}}}),
        &[
            json!({"at": 1, "tab": -1, "event": {"request": {"id": "9", "url": "https://t.example/", "method": "POST", "kind": "xmlhttprequest",
            "frame": -1, "initiator": "https://clinic.example", "body": {"unseen": 0}}}}),
        ],
    );
    // A kind no browser had when this was written; a page without an origin; bytes cut at the limit.
    check(
        json!({"request": {"requestId": "9", "url": "https://t.example/", "method": "GET", "type": "webbundle", "frameId": 4, "tabId": 7,
            "timeStamp": 1, "originUrl": "about:blank", "body": {"base64": "AAECAw=="}, "cut": true}}),
        &[
            json!({"at": 1, "tab": 7, "event": {"request": {"id": "9", "url": "https://t.example/", "method": "GET", "kind": "other", "frame": 4,
            "initiator": "null", "body": {"base64": "AAECAw=="}, "cut": true}}}),
        ],
    );
}

#[test]
fn headers_give_the_referer_and_names_of_cookies() {
    check(
        json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "requestHeaders": [
            {"name": "Referer", "value": "https://clinic.example/hiv"}, {"name": "Cookie", "value": "_ga=GA1.1.5; empty=; lone; =nameless; a=b=c"}]}}),
        &[
            json!({"at": 2, "tab": 7, "event": {"headers": {"id": "1", "referer": "https://clinic.example/hiv", "cookies": ["_ga", "empty", "a"]}}}),
        ],
    );
    check(
        json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "requestHeaders": [{"name": "referer", "binaryValue": [104, 255]}]}}),
        &[json!({"at": 2, "tab": 7, "event": {"headers": {"id": "1", "referer": "h\u{fffd}", "cookies": []}}})],
    );
    check(json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "requestHeaders": [{"name": "Accept", "value": "*/*"}]}}), &[]);
    // The browser's own refusals, in either browser's spelling; another value is none.
    for (headers, gpc, dnt) in [
        (json!([{"name": "Sec-GPC", "value": "1"}]), true, false),
        (json!([{"name": "sec-gpc", "value": "1"}, {"name": "DNT", "value": "1"}]), true, true),
        (json!([{"name": "dnt", "value": "1"}, {"name": "sec-gpc", "value": "0"}]), false, true),
    ] {
        check(
            json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "requestHeaders": headers}}),
            &[json!({"at": 2, "tab": 7, "event": {"headers": {"id": "1", "referer": null, "cookies": [], "gpc": gpc, "dnt": dnt}}})],
        );
    }
    check(
        json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "requestHeaders": [{"name": "DNT", "value": "0"}, {"name": "Sec-GPC", "value": "true"}]}}),
        &[],
    );
    // The sender's own, bounded; what lets somebody in is not taken.
    let many: Vec<Value> = (0..20).map(|n| json!({"name": format!("X-Own-{n}"), "value": "é".repeat(999)})).collect();
    let held: Vec<Value> = (0..10).map(|n| json!([format!("x-own-{n}"), "é".repeat(512)])).collect();
    check(
        json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "more": many}}),
        &[json!({"at": 2, "tab": 7, "event": {"headers": {"id": "1", "referer": null, "cookies": [], "more": held}}})],
    );
    check(
        json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "more": [
            {"name": "Authorization", "value": "Bearer x"}, {"name": "x-empty", "value": ""}, {"name": "Cookie", "value": "a=1"}]}}),
        &[],
    );
    for name in [
        "X-Auth-Token",
        "X-Access-Token",
        "X-Session-Id",
        "X-Amz-Security-Token",
        "X-CSRF",
        "X-XSRF-Token",
        "X-Api-Key",
        "apikey",
        "Client-Secret",
        "Proxy-Authorization",
        "X-Authorization",
    ] {
        check(json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "more": [{"name": name, "value": "key to it"}]}}), &[]);
    }
    for name in ["x-user", "x-api-version", "x-sess"] {
        check(
            json!({"headers": {"requestId": "1", "tabId": 7, "timeStamp": 2, "more": [{"name": name, "value": "v"}]}}),
            &[json!({"at": 2, "tab": 7, "event": {"headers": {"id": "1", "referer": null, "cookies": [], "more": [[name, "v"]]}}})],
        );
    }
}

#[test]
fn answers_redirects_and_failures() {
    // Chromium has a header a line.
    check(
        json!({"response": {"requestId": "1", "tabId": 7, "timeStamp": 3, "statusCode": 200, "fromCache": false, "responseHeaders": [
            {"name": "set-cookie", "value": "a=1; Path=/"}, {"name": "Set-Cookie", "value": "b=2"}]}}),
        &[
            json!({"at": 3, "tab": 7, "event": {"response": {"id": "1", "status": 200, "set_cookie": ["a=1; Path=/", "b=2"], "cached": false}}}),
        ],
    );
    // Firefox joins them.
    check(
        json!({"response": {"requestId": "1", "tabId": 7, "timeStamp": 3, "statusCode": 204, "fromCache": true, "responseHeaders": [
            {"name": "Set-Cookie", "value": "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT\nb=2"}]}}),
        &[json!({"at": 3, "tab": 7, "event": {"response": {"id": "1", "status": 204,
            "set_cookie": ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"], "cached": true}}})],
    );
    check(
        json!({"redirect": {"requestId": "1", "tabId": 7, "timeStamp": 3, "statusCode": 302, "redirectUrl": "https://b.example/",
            "responseHeaders": [{"name": "set-cookie", "value": "a=1"}]}}),
        &[
            json!({"at": 3, "tab": 7, "event": {"response": {"id": "1", "status": 302, "set_cookie": ["a=1"]}}}),
            json!({"at": 3, "tab": 7, "event": {"redirect": {"id": "1", "to": "https://b.example/"}}}),
        ],
    );
    check(
        json!({"redirect": {"requestId": "1", "tabId": 7, "timeStamp": 3, "statusCode": 307, "redirectUrl": "https://b.example/"}}),
        &[json!({"at": 3, "tab": 7, "event": {"redirect": {"id": "1", "to": "https://b.example/"}}})],
    );
    for error in ["net::ERR_BLOCKED_BY_CLIENT", "NS_ERROR_NET_ERROR_RESPONSE"] {
        check(
            json!({"failed": {"requestId": "1", "tabId": 7, "timeStamp": 3, "error": error}}),
            &[json!({"at": 3, "tab": 7, "event": {"failed": {"id": "1", "error": error}}})],
        );
    }
}

#[test]
fn navigations() {
    for (kind, how) in [("committed", "committed"), ("history", "history"), ("fragment", "fragment")] {
        check(
            json!({kind: {"tabId": 7, "frameId": 12, "timeStamp": 4.9, "url": "https://clinic.example/a#b"}}),
            &[json!({"at": 4, "tab": 7, "event": {"navigation": {"frame": 12, "url": "https://clinic.example/a#b", "how": how}}})],
        );
    }
    check(
        json!({"watch": {"tabId": 7, "timeStamp": 4, "url": "https://clinic.example/", "reload": true}}),
        &[json!({"at": 4, "tab": 7, "event": {"watch": {"url": "https://clinic.example/", "reload": true}}})],
    );
    check(json!({"unwatch": {"tabId": 7, "timeStamp": 4}}), &[json!({"at": 4, "tab": 7, "event": "unwatch"})]);
    check(json!({"closed": {"tabId": 7, "timeStamp": 4}}), &[json!({"at": 4, "tab": 7, "event": "closed"})]);
    check(
        json!({"lost": {"tabId": 7, "timeStamp": 4, "what": "before-attach", "count": 1}}),
        &[json!({"at": 4, "tab": 7, "event": {"lost": {"what": "before-attach", "count": 1}}})],
    );
}

#[test]
fn cookies_of_both_browsers() {
    check(
        json!({"cookie": {"tabId": 7, "timeStamp": 5, "removed": false, "cause": "explicit", "cookie": {"name": "_fbp", "value": "fb.1.2.3",
            "domain": ".clinic.example", "hostOnly": false, "path": "/", "secure": true, "httpOnly": false, "session": false, "storeId": "0",
            "sameSite": "lax", "expirationDate": 1800000000.25, "partitionKey": {"topLevelSite": "https://clinic.example", "hasCrossSiteAncestor": false}}}}),
        &[json!({"at": 5, "tab": 7, "event": {"cookie": {"name": "_fbp", "value": "fb.1.2.3", "domain": ".clinic.example", "path": "/",
            "partition": "https://clinic.example", "http_only": false, "secure": true, "expires": 1800000000250u64,
            "same_site": "lax", "removed": false}}})],
    );
    check(
        json!({"cookie": {"tabId": 7, "timeStamp": 5, "removed": true, "cause": "expired", "cookie": {"name": "s", "value": "", "domain": "clinic.example",
            "hostOnly": true, "path": "/", "secure": false, "httpOnly": true, "session": true, "storeId": "firefox-default", "firstPartyDomain": "",
            "partitionKey": null}}}),
        &[
            json!({"at": 5, "tab": 7, "event": {"cookie": {"name": "s", "value": "", "domain": "clinic.example", "path": "/", "http_only": true,
            "secure": false, "host_only": true, "removed": true}}}),
        ],
    );
    // Both browsers spell three of these words alike; "unspecified" says nothing.
    for (given, same_site) in
        [("no_restriction", "none"), ("lax", "lax"), ("strict", "strict"), ("unspecified", ""), ("loose", ""), ("", "")]
    {
        check(
            json!({"cookie": {"tabId": 7, "timeStamp": 5, "removed": false, "cause": "read", "cookie": {"name": "s", "value": "1",
                "domain": ".clinic.example", "hostOnly": false, "sameSite": given}}}),
            &[
                json!({"at": 5, "tab": 7, "event": {"cookie": {"name": "s", "value": "1", "domain": ".clinic.example", "same_site": same_site,
                "was_there": true}}}),
            ],
        );
    }
    // What goes before a new value is no removal.
    check(
        json!({"cookie": {"tabId": 7, "timeStamp": 5, "removed": true, "cause": "overwrite", "cookie": {"name": "s", "value": "", "domain": "a.example"}}}),
        &[],
    );
}

#[test]
fn what_pages_say_is_bounded() {
    let long = "é".repeat(3000);
    check(
        json!({"title": {"tabId": 7, "timeStamp": 6, "text": long}}),
        &[json!({"at": 6, "tab": 7, "event": {"title": {"text": "é".repeat(2048)}}})],
    );
    let entries: Vec<Value> = (0..201).map(|n| json!([format!("k{n}"), if n == 0 { "x".repeat(20_000) } else { "v".into() }])).collect();
    let kept: Vec<Value> = (1..200).map(|n| json!([format!("k{n}"), "v"])).collect();
    check(
        json!({"storage": {"tabId": 7, "frameId": 3, "timeStamp": 6, "origin": "https://clinic.example", "area": "local", "entries": entries, "leftOut": 4}}),
        &[
            json!({"at": 6, "tab": 7, "event": {"storage": {"frame": 3, "origin": "https://clinic.example", "area": "local", "entries": kept, "left_out": 6}}}),
        ],
    );
    for (area, key, value) in [
        ("indexed", "db\tstore\tkey", "{}"),
        ("indexed", "db\tstore\t", ""),
        ("cache", "v1\thttps://clinic.example/a", "https://clinic.example/a"),
    ] {
        check(
            json!({"storage": {"tabId": 7, "timeStamp": 6, "origin": "https://clinic.example", "area": area, "entries": [[key, value]]}}),
            &[
                json!({"at": 6, "tab": 7, "event": {"storage": {"frame": 0, "origin": "https://clinic.example", "area": area, "entries": [[key, value]]}}}),
            ],
        );
    }
    check(
        json!({"storage": {"tabId": 7, "timeStamp": 6, "origin": "https://clinic.example", "area": "session", "entries": [["gone", null]]}}),
        &[
            json!({"at": 6, "tab": 7, "event": {"storage": {"frame": 0, "origin": "https://clinic.example", "area": "session", "entries": [["gone", null]]}}}),
        ],
    );
    check(
        json!({"page-send": {"tabId": 7, "frameId": 3, "timeStamp": 6, "url": "wss://r.example/", "how": "websocket", "body": {"text": "x".repeat(super::MAX_BODY + 1)}}}),
        &[json!({"at": 6, "tab": 7, "event": {"page-send": {"frame": 3, "url": "wss://r.example/", "how": "websocket",
            "body": {"text": "x".repeat(super::MAX_BODY)}, "cut": true}}})],
    );
    check(
        json!({"page-send": {"tabId": 7, "timeStamp": 6, "url": "https://r.example/", "how": "devtools", "body": {"text": "a=1"}}}),
        &[json!({"at": 6, "tab": 7, "event": {"page-send": {"frame": 0, "url": "https://r.example/", "how": "devtools",
            "body": {"text": "a=1"}, "cut": false}}})],
    );
    check(
        json!({"page-send": {"tabId": 7, "timeStamp": 6, "url": "https://r.example/", "how": "fetch", "body": {"unseen": 17}}}),
        &[
            json!({"at": 6, "tab": 7, "event": {"page-send": {"frame": 0, "url": "https://r.example/", "how": "fetch", "body": {"unseen": 17}}}}),
        ],
    );
}

#[test]
fn forms_and_links_are_bounded() {
    check(
        json!({"structure": {"tabId": 7, "timeStamp": 6, "forms": ["date\tdob\tDate of birth\tbday", ""], "links": ["log out"]}}),
        &[json!({"at": 6, "tab": 7, "event": {"structure": {"links": ["log out"], "forms": ["date\tdob\tDate of birth\tbday", ""]}}})],
    );
    let long = "é".repeat(9000);
    check(
        json!({"structure": {"tabId": 7, "timeStamp": 6, "forms": vec![long.clone(); 20], "links": vec![long; 99]}}),
        &[json!({"at": 6, "tab": 7, "event": {"structure": {"links": vec!["é".repeat(60); 20], "forms": vec!["é".repeat(4096); 8]}}})],
    );
}

#[test]
fn what_is_typed_sent_and_selected() {
    let about = "email\temail\tE-mail\temail";
    check(
        json!({"typed": {"tabId": 7, "frameId": 3, "timeStamp": 6.5, "field": 12, "about": about, "value": "jordan@example.org"}}),
        &[
            json!({"at": 6, "tab": 7, "event": {"typed": {"frame": 3, "field": 12, "about": about, "value": "jordan@example.org", "secret": false}}}),
        ],
    );
    check(
        json!({"typed": {"tabId": 7, "timeStamp": 6, "field": 1, "about": "password\tpw\t\t", "value": "x"}}),
        &[
            json!({"at": 6, "tab": 7, "event": {"typed": {"frame": 0, "field": 1, "about": "password\tpw\t\t", "value": "x", "secret": true}}}),
        ],
    );
    let long = "é".repeat(3000);
    check(
        json!({"typed": {"tabId": 7, "timeStamp": 6, "field": 1, "about": long, "value": long}}),
        &[json!({"at": 6, "tab": 7, "event": {"typed": {"frame": 0, "field": 1, "about": "é".repeat(240), "value": "é".repeat(512)}}})],
    );
    check(
        json!({"submitted": {"tabId": 7, "frameId": 3, "timeStamp": 6, "fields": [12, 13], "button": "Request appointment"}}),
        &[json!({"at": 6, "tab": 7, "event": {"submitted": {"frame": 3, "fields": [12, 13], "button": "Request appointment"}}})],
    );
    let (many, kept): (Vec<u32>, Vec<u32>) = ((0..300).collect(), (0..100).collect());
    check(
        json!({"submitted": {"tabId": 7, "timeStamp": 6, "fields": many, "button": " "}}),
        &[json!({"at": 6, "tab": 7, "event": {"submitted": {"frame": 0, "fields": kept, "button": "Send"}}})],
    );
    check(
        json!({"selected": {"tabId": 7, "frameId": 2, "timeStamp": 6, "text": long}}),
        &[json!({"at": 6, "tab": 7, "event": {"selected": {"frame": 2, "text": "é".repeat(512)}}})],
    );
}

#[test]
fn what_a_frame_was_handed() {
    check(
        json!({"message": {"tabId": 7, "frameId": 4, "timeStamp": 6, "url": "https://chat.example/w", "from": "https://clinic.example",
            "body": {"text": "{\"email\":\"jordan@example.org\"}"}, "cut": false}}),
        &[json!({"at": 6, "tab": 7, "event": {"message": {"frame": 4, "url": "https://chat.example/w", "from": "https://clinic.example",
            "body": {"text": "{\"email\":\"jordan@example.org\"}"}, "cut": false}}})],
    );
    check(
        json!({"message": {"tabId": 7, "frameId": 4, "timeStamp": 6, "from": "null", "body": {"text": "x".repeat(70_000)}}}),
        &[
            json!({"at": 6, "tab": 7, "event": {"message": {"frame": 4, "url": "", "from": "null", "body": {"text": "x".repeat(65_536)}, "cut": true}}}),
        ],
    );
}

#[test]
fn who_asked_is_one_observation_a_request_and_bounded() {
    check(
        json!({"causes": {"tabId": 7, "frameId": 3, "timeStamp": 6.5, "list": [
            ["https://r.example/p.gif?x=1", ["https://t.example/tag.js", "https://clinic.example/"]], ["https://r.example/2", []]]}}),
        &[json!({"at": 6, "tab": 7, "event": {"cause": {"frame": 3, "url": "https://r.example/p.gif?x=1",
            "by": ["https://t.example/tag.js", "https://clinic.example/"], "word": "page"}}})],
    );
    let many: Vec<String> = (0..9).map(|n| format!("https://t.example/{n}")).collect();
    let long = "é".repeat(1000);
    let list: Vec<Value> = std::iter::once(json!([long, [long]])).chain((0..80).map(|_| json!(["https://r.example/", many]))).collect();
    let one = |url: &str, by: &[String]| json!({"at": 6, "tab": 7, "event": {"cause": {"frame": 0, "url": url, "by": by}}});
    let mut wanted = vec![one(&"é".repeat(512), &["é".repeat(256)])];
    wanted.extend((0..49).map(|_| one("https://r.example/", &many[..6])));
    check(json!({"causes": {"tabId": 7, "timeStamp": 6, "list": list}}), &wanted);
    // What is in none is the main frame, whatever number Chromium gives it before it is shown.
    for (frame, parent, as_frame, as_parent) in
        [(5, 0, 5, json!(0)), (9, 5, 9, json!(5)), (5, -1, 0, Value::Null), (0, -1, 0, Value::Null), (-1, -1, -1, Value::Null)]
    {
        check(
            json!({"request": {"requestId": "1", "url": "https://r.example/", "method": "GET", "type": "image", "frameId": frame,
                "parentFrameId": parent, "tabId": 7, "timeStamp": 1}}),
            &[json!({"at": 1, "tab": 7, "event": {"request": {"id": "1", "url": "https://r.example/", "method": "GET", "kind": "image",
                "frame": as_frame, "parent": as_parent}}})],
        );
    }
}

#[test]
fn what_is_not_an_event_is_refused() {
    refused(&[
        r#"{"page-send":{"tabId":7,"url":"https://a.example/","how":"carrier-pigeon","body":{"text":""}}}"#,
        r#"{"lost":{"tabId":7,"what":"faith","count":1}}"#,
        r#"{"storage":{"tabId":7,"origin":"","area":"attic","entries":[]}}"#,
        r#"{"request":{"tabId":7,"timeStamp":1}}"#,
        r#"{"causes":{"tabId":7,"list":[["https://a.example/","https://b.example/"]]}}"#,
        r#"{"structure":{"tabId":7,"forms":[["date","dob","label"]],"links":[]}}"#,
        r#"{"title":{"tabId":1e99,"text":""}}"#,
        r#"{"typed":{"tabId":7,"field":-1,"about":"","value":""}}"#,
        r#"{"typed":{"tabId":7,"field":1,"about":"","value":7}}"#,
        r#"{"submitted":{"tabId":7,"fields":"all","button":"Send"}}"#,
        r#"{"message":{"tabId":7,"from":"","body":"bare"}}"#,
        r#"{"title":{"tabId":7,"text":""},"unwatch":{"tabId":7}}"#,
    ]);
}
