//! Where a field stands: path, matrix, query, fragment, body.

use super::*;

#[test]
fn parts_of_an_address() {
    let urls: &[(&str, &[(&str, &str)])] = &[
        ("", &[]),
        ("/", &[]),
        ("/tr/", &[("path:1", "tr")]),
        ("/a//b%20c", &[("path:1", "a"), ("path:3", "b c")]),
        ("?dl=https%3A%2F%2Fclinic.example%2F&dt=Hello+you", &[("query:dl", "https://clinic.example/"), ("query:dt", "Hello you")]),
        ("?a=1&a=2&&b=&debug", &[("query:a", "1"), ("query:a", "2"), ("query:b", ""), ("query:debug", "")]),
        ("?cd%5Bvalue%5D=3", &[("query:cd[value]", "3")]),
        ("?1549980140729", &[("query:", "1549980140729")]),
        ("?a-bare-word-of-some-length", &[("query:a-bare-word-of-some-length", "")]),
        ("?=x", &[("query:", "x")]),
        ("#token=abc&state=1", &[("fragment:token", "abc"), ("fragment:state", "1")]),
        ("#/step-2?name=Ann", &[("fragment:", "/step-2"), ("fragment:name", "Ann")]),
        ("#section", &[("fragment:", "section")]),
        (
            "/activity;src=1;type=x;~oref=https%3A%2F%2Fclinic.example%2Fhiv?",
            &[("path:1", "activity"), ("matrix:src", "1"), ("matrix:type", "x"), ("matrix:~oref", "https://clinic.example/hiv")],
        ),
        (
            "/ddm/activity/src=1;type=x;~oref=https://clinic.example/hiv/test",
            &[
                ("path:1", "ddm"),
                ("path:2", "activity"),
                ("matrix:src", "1"),
                ("matrix:type", "x"),
                ("matrix:~oref", "https://clinic.example/hiv/test"),
            ],
        ),
        ("/proxy/https://clinic.example/hiv", &[("path:1", "proxy"), ("path:2", "https://clinic.example/hiv")]),
    ];
    for (url, want) in urls {
        check(url, Body::Empty, want);
    }
}

#[test]
fn bodies() {
    let bodies: &[(&str, &[(&str, &str)])] = &[
        ("", &[]),
        ("cd[value]=3&x=a+b", &[("body:cd[value]", "3"), ("body:x", "a b")]),
        (
            r#"{"events":[{"page_location":"/a","n":1.50},{"ok":true}],"e":[],"z":null}"#,
            &[
                ("body:events[0].page_location", "/a"),
                ("body:events[0].n", "1.50"),
                ("body:events[1].ok", "true"),
                ("body:e", "[]"),
                ("body:z", "null"),
            ],
        ),
        (
            "en=page_view&dl=x\r\nen=scroll&epn.percent=90\r\n",
            &[("body:[0].en", "page_view"), ("body:[0].dl", "x"), ("body:[1].en", "scroll"), ("body:[1].epn.percent", "90")],
        ),
        ("{\"a\":1}\n{\"a\":2}\n", &[("body:[0].a", "1"), ("body:[1].a", "2")]),
        ("[{\"e\":\"x\"}]", &[("body:[0].e", "x")]),
        ("hello there", &[("body:", "hello there")]),
        ("{not json}", &[("body:", "{not json}")]),
    ];
    for (body, want) in bodies {
        check("", Body::Bytes(body.as_bytes()), want);
    }
}

#[test]
fn values_inside_values() {
    let rows: &[(&str, &[(&str, &str)])] = &[
        (
            "?dl=https%3A%2F%2Fx.example%2Fp%3Futm%3Da%26q%3Dhiv",
            &[("query:dl", "https://x.example/p?utm=a&q=hiv"), ("query:dl.utm", "a"), ("query:dl.q", "hiv")],
        ),
        ("?cd[b]=%7B%22t%22%3A%22Go%22%7D", &[("query:cd[b]", r#"{"t":"Go"}"#), ("query:cd[b].t", "Go")]),
        // {"event":"x","properties":{"$current_url":"https://c.example/?q=1"}}
        (
            "?data=eyJldmVudCI6IngiLCJwcm9wZXJ0aWVzIjp7IiRjdXJyZW50X3VybCI6Imh0dHBzOi8vYy5leGFtcGxlLz9xPTEifX0%3D",
            &[
                ("query:data", "eyJldmVudCI6IngiLCJwcm9wZXJ0aWVzIjp7IiRjdXJyZW50X3VybCI6Imh0dHBzOi8vYy5leGFtcGxlLz9xPTEifX0="),
                ("query:data.event", "x"),
                ("query:data.properties.$current_url", "https://c.example/?q=1"),
                ("query:data.properties.$current_url.q", "1"),
            ],
        ),
    ];
    for (url, want) in rows {
        check(url, Body::Empty, want);
    }
}
