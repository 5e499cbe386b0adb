//! A new vendor's file: what is known already, and in comments what goes where. What is missing stays empty, and the check
//! says of each empty place what to write there.

use crate::Category;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// What is known of the vendor so far; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct New {
    /// Lower-case words joined by `-`.
    pub id: String,
    /// As people know the product.
    pub name: String,
    /// The company.
    pub owner: String,
    /// A word of the closed list.
    pub category: String,
    /// The day the facts are read (`2026-11-23`).
    pub checked: String,
    /// Where the facts were read.
    pub sources: Vec<String>,
    /// The setting that stops the leak, in plain words.
    pub fix: String,
    /// What the vendor says of a business associate agreement.
    pub baa_words: String,
    /// Hosts that data is sent to.
    pub hosts: Vec<String>,
    /// The address of a request that is the vendor's.
    pub hit: String,
    /// The address of one that is not.
    pub clean: String,
}

/// Why no file can be begun for it; `None` where one can.
fn refusal(new: &New) -> Option<String> {
    if !is_id(&new.id) {
        return Some(format!("`{}` is no id; write lower-case words and digits joined by `-`, such as `example-analytics`", new.id));
    }
    if !new.category.is_empty() && !Category::ALL.iter().any(|c| c.word() == new.category) {
        return Some(format!("`{}` is no category; write one of {}", new.category, categories(", ")));
    }
    None
}

/// Begins the file in a folder, which messages call `shown`. Never overwrites.
///
/// # Errors
///
/// The sentence that mends the call.
pub fn write(folder: &Path, shown: &str, new: &New) -> Result<(), String> {
    if let Some(sentence) = refusal(new) {
        return Err(sentence);
    }
    let name = format!("{}.toml", new.id);
    let created = File::options().write(true).create_new(true).open(folder.join(&name));
    created.and_then(|mut file| file.write_all(text(new).as_bytes())).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => format!("{shown}/{name} is there already; add to it, or choose another id"),
        _ => format!("cannot write {shown}/{name}: {e}"),
    })
}

/// Whether it is lower-case words and digits joined by `-`.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !id.starts_with('-')
        && !id.ends_with('-')
}

/// The closed list's words.
pub fn categories(between: &str) -> String {
    Category::ALL.iter().map(|c| c.word()).collect::<Vec<_>>().join(between)
}

/// The file's text.
pub fn text(new: &New) -> String {
    let New { id, checked, .. } = new;
    let [name, owner, category, fix, baa, hit, clean] =
        [&new.name, &new.owner, &new.category, &new.fix, &new.baa_words, &new.hit, &new.clean].map(|text| quoted(text));
    let sources = list(&new.sources);
    let hosts = if new.hosts.is_empty() { "[\"\"]".to_owned() } else { list(&new.hosts) };
    let mut out = String::new();
    let _ = write!(
        out,
        r##"# Every key and what it takes: README.md beside this file. Try it: `cargo xtask vendor check {id}`.
id = "{id}"
name = {name} # as people know the product
owner = {owner} # the company; a former or better-known name follows in brackets
# One of {categories}.
category = {category}
checked = "{checked}" # the day the patterns were compared with the sources
sources = {sources} # where the facts were read, each with its date: "docs.example.com/http-api ({checked})"
fix = {fix} # the setting at the vendor that stops the leak, in plain words

# A dated public statement, never proof for a site. Any other status than not-found needs `source` and `as-of`.
[baa]
status = "not-found" # no | yes-plan | plan-dependent | reported | conflict | not-found
words = {baa} # what was said; where you looked and found nothing: "No public statement found."

# Where data goes. Scripts, embedded content and consent traffic are endpoints of their own: role = "script" and so on.
[[endpoint]]
role = "collect" # collect | script | embed | consent | other
hosts = {hosts} # "x.com" with all below it, "=www.x.com" alone, "k-*.x.com", "www.x.*" in any country
# paths = ["/collect"] # any of these; * for any run of characters
# need = ["query:id"] # all of these fields

# The same payload on any other host: [[signature]] with role, need, some and min.

# What the fields hold: place = meaning.
# [fields]
# "url" = "page-address"
# "body:**.user.id" = "user-id"

# [[cookie]] or [[storage]]
# name = "_example*"
# is = "visitor-id"
# what = "a number for this browser"
# keeps = "1 year"

# Requests as they are sent; every endpoint and every signature is reached by one.
[[hit]]
url = {hit}
role = "collect"
# fields = {{ "query:url" = "page-address" }}

# Requests that look alike and are not this vendor's.
[[clean]]
url = {clean}
"##,
        categories = categories(", "),
    );
    out
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}
