//! What a vendor's file may hold. An unknown key is refused by the parser, with its line.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

pub type Text = Spanned<String>;

/// Place pattern → what it says.
pub type Fields = BTreeMap<String, Spanned<toml::Value>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    pub id: Text,
    pub name: Text,
    pub owner: Text,
    pub category: Text,
    /// The day the patterns were last compared with a source.
    pub checked: Text,
    /// Where the facts were read: title or address, with a date or version.
    pub sources: Vec<Text>,
    /// The setting that stops the leak at its source, in plain words.
    pub fix: Text,
    pub baa: Baa,
    /// Registrable domains of the owner beyond those the endpoints name.
    #[serde(default)]
    pub domains: Vec<Text>,
    /// First labels of host names that the vendor's customers give a host of their own which is the vendor's:
    /// `smetrics`, `load-*`. Only names that say little else.
    #[serde(default)]
    pub cnames: Vec<Text>,
    #[serde(default)]
    pub endpoint: Vec<Endpoint>,
    #[serde(default)]
    pub signature: Vec<Signature>,
    /// Another vendor whose fields mean the same here; those named below come first.
    pub fields_of: Option<Text>,
    /// The list in a body in which several hits may stand, `requests[]`: there a field is named as in one alone.
    pub batch: Option<Text>,
    /// Place pattern → meaning.
    #[serde(default)]
    pub fields: Fields,
    #[serde(default)]
    pub cookie: Vec<Kept>,
    #[serde(default)]
    pub storage: Vec<Kept>,
    #[serde(default)]
    pub hit: Vec<Hit>,
    #[serde(default)]
    pub clean: Vec<Clean>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Baa {
    pub status: Text,
    pub words: Text,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub as_of: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Endpoint {
    pub role: Text,
    /// `example.com` (it and what is below it), `=www.example.com` (it alone), `k-*.example.com`, `www.example.*`
    /// (any country's domain).
    pub hosts: Vec<Text>,
    /// Any of these; all paths where absent.
    #[serde(default)]
    pub paths: Vec<Text>,
    /// Any of these kinds of resource, in webRequest's words; all where absent.
    #[serde(default)]
    pub kinds: Vec<Text>,
    /// All of these fields must be there: `[part:]name[=value]`.
    #[serde(default)]
    pub need: Vec<Text>,
    pub tracking: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Signature {
    pub role: Text,
    #[serde(default)]
    pub paths: Vec<Text>,
    #[serde(default)]
    pub need: Vec<Text>,
    /// At least `min` of these.
    #[serde(default)]
    pub some: Vec<Text>,
    #[serde(default)]
    pub min: u8,
    pub tracking: Option<bool>,
}

/// What a rule says: `"page-address"`, or `{ is = "page-address", label = "…", shape = "hashed" }`.
pub struct Meant<'a> {
    pub is: &'a str,
    pub label: &'a str,
    pub shape: &'a str,
}

/// Reads a rule; the error is the sentence that mends it.
pub fn meant(rule: &toml::Value) -> Result<Meant<'_>, String> {
    let mut meant = Meant { is: "", label: "", shape: "unsaid" };
    match rule {
        toml::Value::String(word) => meant.is = word,
        toml::Value::Table(table) => {
            for (key, value) in table {
                let place = match key.as_str() {
                    "is" => &mut meant.is,
                    "label" => &mut meant.label,
                    "shape" => &mut meant.shape,
                    other => return Err(format!("unknown key `{other}`; a rule has `is`, `label` and `shape`")),
                };
                *place = value.as_str().ok_or_else(|| format!("`{key}` is a text; put it in quotes"))?;
            }
        }
        _ => return Err("a rule is a meaning in quotes, or { is = \"…\", label = \"…\" }".into()),
    }
    Ok(meant)
}

/// A cookie or a storage key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Kept {
    /// The whole name, or a pattern with `*`.
    pub name: Text,
    pub is: Text,
    /// In plain words: what it holds.
    pub what: Text,
    /// In plain words: how long.
    #[serde(default)]
    pub keeps: String,
    /// Only on this domain and below.
    #[serde(default)]
    pub domain: String,
    /// The same value is seen by the vendor on other sites.
    #[serde(default)]
    pub cross_site: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hit {
    pub url: Text,
    #[serde(default, rename = "type")]
    pub kind: Option<Text>,
    #[serde(default)]
    pub body: String,
    pub role: Text,
    pub tracking: Option<bool>,
    /// Place → meaning, for some of the fields.
    #[serde(default)]
    pub fields: BTreeMap<String, Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clean {
    pub url: Text,
    #[serde(default, rename = "type")]
    pub kind: Option<Text>,
    #[serde(default)]
    pub body: String,
    /// The other role it has for this vendor; not this vendor at all where absent.
    pub role: Option<Text>,
}
