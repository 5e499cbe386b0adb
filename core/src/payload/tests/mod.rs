//! Tables behind one `check`: what is sent, and every field it becomes.

use super::*;

mod places;

/// `(place, value)` of every field, in order.
pub(super) fn flat(fields: &Fields<'_>) -> Vec<(String, String)> {
    fields.items.iter().map(|f| (f.at(), f.value.to_string())).collect()
}

/// Reads an address's parts out of a text; enough for tests.
pub(super) fn address<'a>(url: &'a str, body: Body<'a>) -> Fields<'a> {
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    read_parts(path, query, fragment, body, None)
}

/// Asserts the fields, those that are only a layer of another left out, and that nothing is unread.
#[track_caller]
pub(super) fn check(url: &str, body: Body<'_>, want: &[(&str, &str)]) {
    let fields = address(url, body);
    let got: Vec<_> = flat(&fields).into_iter().enumerate().filter(|(i, _)| !fields.is_layer(*i)).map(|(_, f)| f).collect();
    let want: Vec<_> = want.iter().map(|(a, v)| ((*a).to_owned(), (*v).to_owned())).collect();
    assert_eq!(got, want, "fields of {url}");
    assert_eq!(fields.unread, [], "unread of {url}");
}
