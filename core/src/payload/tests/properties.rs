//! Any bytes: no panic, bounded, the same answer twice; and JSON as another reader reads it.

use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn sound(fields: &Fields<'_>) -> Result<(), TestCaseError> {
    prop_assert!(fields.items.len() <= FIELDS);
    for (i, field) in fields.items.iter().enumerate() {
        prop_assert!(field.path.len() <= PLACE, "{}", field.path.len());
        prop_assert!(field.inside.is_none_or(|outer| (outer as usize) < i));
        prop_assert!(fields.chain(i).len() <= 2 * usize::from(LAYERS) + 2);
    }
    Ok(())
}

/// Pieces that lead readers astray, put together in any order.
const PIECES: &[&str] = &[
    "{\"a\":",
    "[",
    "}",
    "]",
    "\"",
    ":",
    ",",
    "\\u00",
    "'",
    "%",
    "%7B",
    "%2525",
    "%C3",
    "&",
    "=",
    ";",
    "+",
    "/",
    "https://",
    "?",
    "#",
    "eyJhIjoiYiJ9",
    ".",
    "H4sIAAAA",
    "\n",
    "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
    "ü",
    "\u{0}",
    "a",
    "id",
    "Zm9vYmFyYmF6",
    "0",
    "-1e9",
    "true",
    "\u{feff}",
];

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|p| p.concat())
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        "[\"\\\\/\u{0}-\u{1f}\u{1f600}]{0,4}".prop_map(Value::from)
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-z$\"\\\\é]{1,6}", inner, 0..6).prop_map(|m| Value::Object(m.into_iter().collect()))
        ]
    })
}

fn flatten(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) if !map.is_empty() => map.iter().for_each(|(k, v)| {
            let path = if path.is_empty() { k.clone() } else { format!("{path}.{k}") };
            flatten(&path, v, out);
        }),
        Value::Array(list) if !list.is_empty() => list.iter().enumerate().for_each(|(i, v)| flatten(&format!("{path}[{i}]"), v, out)),
        Value::String(s) => out.push((path.to_owned(), s.clone())),
        other => out.push((path.to_owned(), other.to_string())),
    }
}

proptest! {
    #[test]
    fn any_parts(path in hostile(), query in hostile(), fragment in hostile(), body in hostile(), referer in hostile()) {
        let read = || read_parts(&path, &query, &fragment, Body::Bytes(body.as_bytes()), Some(&referer));
        let fields = read();
        sound(&fields)?;
        prop_assert_eq!(format!("{fields:?}"), format!("{:?}", read()));
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        sound(&read_url("", Body::Bytes(&bytes)))?;
        let packed = base64(&bytes);
        sound(&read_url(&format!("/?d={packed}"), Body::Empty))?;
        let mut zipped = gzip(&String::from_utf8_lossy(&bytes));
        sound(&read_url("", Body::Bytes(&zipped)))?;
        let middle = zipped.len() / 2;
        zipped[middle] ^= 0xff;
        sound(&read_url("", Body::Bytes(&zipped)))?;
    }

    #[test]
    fn json_reads_as_serde_reads_it(value in json()) {
        prop_assume!(value.is_object() || value.is_array());
        let text = value.to_string();
        let fields = read_url("", Body::Bytes(text.as_bytes()));
        let mut want = Vec::new();
        flatten("", &value, &mut want);
        // What is inside a value (a text that happens to be JSON in turn) is not the other reader's affair.
        let got: Vec<_> = fields.items.iter().filter(|f| f.inside.is_none()).map(|f| (f.path.to_string(), f.value.to_string())).collect();
        prop_assert_eq!(got, want);
    }

    #[test]
    fn forms_come_back(pairs in prop::collection::vec(("[a-z_]{1,8}", "\\PC{0,20}"), 1..20)) {
        let sent = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        let url = format!("/?{sent}");
        let fields = read_url(&url, Body::Empty);
        let got: Vec<_> = fields.items.iter().filter(|f| f.inside.is_none()).map(|f| (f.path.to_string(), f.value.to_string())).collect();
        prop_assert_eq!(got, pairs);
    }
}
