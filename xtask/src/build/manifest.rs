//! The manifest: `manifest/base.json` with a browser's patch, and the tests' patch, laid over it (JSON merge patch, RFC 7396).

use crate::run::at;
use anyhow::{Context, Result};
use serde_json::{Map, Value};

/// The manifest for a browser's patch, with the workspace's version.
pub fn merged(patch: &str, test: bool) -> Result<Value> {
    let mut manifest = read("base")?;
    merge(&mut manifest, &read(patch)?);
    if test {
        merge(&mut manifest, &read("test")?);
    }
    if let Value::Object(members) = &mut manifest {
        members.insert("version".into(), env!("CARGO_PKG_VERSION").into());
    }
    Ok(manifest)
}

/// As it is written to the extension.
pub fn text(manifest: &Value) -> Result<Vec<u8>> {
    let mut text = serde_json::to_string_pretty(manifest)?;
    text.push('\n');
    Ok(text.into_bytes())
}

/// Every file of the extension the manifest names, sorted.
pub fn named_files(manifest: &Value) -> Vec<String> {
    let mut names = Vec::new();
    collect(manifest, &mut names);
    if let Some(locale) = manifest.get("default_locale").and_then(Value::as_str) {
        names.push(format!("_locales/{locale}/messages.json"));
    }
    names.sort();
    names.dedup();
    names
}

fn collect(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let name = text.split(['?', '#']).next().unwrap_or(text).trim_start_matches('/');
            if [".js", ".html", ".png", ".css", ".svg"].iter().any(|end| name.ends_with(end)) {
                names.push(name.to_owned());
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        Value::Object(members) => members.values().for_each(|member| collect(member, names)),
        _ => {}
    }
}

fn read(name: &str) -> Result<Value> {
    let path = at("manifest").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read manifest/{name}.json"))?;
    serde_json::from_str(&text).with_context(|| format!("manifest/{name}.json is not JSON"))
}

/// RFC 7396: null removes, objects are merged, all else replaces.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(members) = target else {
        return;
    };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{merge, named_files};
    use serde_json::json;

    #[test]
    fn patches_follow_rfc_7396() {
        for (target, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": ["c", "d"]}), json!({"a": ["c", "d"]})),
            (json!({"a": {"b": "c", "d": 1}}), json!({"a": {"b": "d", "d": null}}), json!({"a": {"b": "d"}})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
            (json!({"a": "foo"}), json!({"a": {"b": 1}}), json!({"a": {"b": 1}})),
        ] {
            let mut merged = target.clone();
            merge(&mut merged, &patch);
            assert_eq!(merged, result, "{target} with {patch}");
        }
    }

    #[test]
    fn files_are_named_once_and_without_query() {
        let manifest = json!({"a": {"b": ["x.js", "x.js"]}, "c": "p.html?tab=1", "description": "no file.", "default_locale": "en"});
        assert_eq!(named_files(&manifest), ["_locales/en/messages.json", "p.html", "x.js"]);
    }
}
