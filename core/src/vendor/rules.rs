//! What the vendor's own table says of a field.

use super::compiled;
use super::pattern::{self, bare, unbatched};
use super::recognise::bit;
use super::table::Rule;
use super::{Meaning, Recognised, Shape};
use crate::payload::Field;

/// What the vendor's own table says of a field; `None` where it is silent.
pub fn said(r: Option<&Recognised>, field: &Field<'_>) -> Option<Meaning> {
    rule(r, field).map(|rule| rule.meaning)
}

/// The vendor's plain words for a field, where its row gives any.
pub fn label(r: Option<&Recognised>, field: &Field<'_>) -> Option<&'static str> {
    rule(r, field).map(|rule| rule.label.get()).filter(|l| !l.is_empty())
}

/// Whether the vendor's row says that a field holds an identity hashed or plain.
pub fn shape(r: Option<&Recognised>, field: &Field<'_>) -> Shape {
    rule(r, field).map_or(Shape::Unsaid, |rule| rule.shape)
}

/// Whether the vendor's row names the field only as one of many under a head (`traits.*`), whatever it is called.
pub fn is_one_of_many(r: Option<&Recognised>, field: &Field<'_>) -> bool {
    rule(r, field).is_some_and(|rule| rule.glob && rule.pattern.get().ends_with('*'))
}

/// The row of the vendor's table that a field falls under.
pub(super) fn rule(r: Option<&Recognised>, field: &Field<'_>) -> Option<&'static Rule> {
    let vendor = r?.vendor;
    let rules = vendor.rules.of(compiled::rules());
    let path = bare(&field.path);
    let path = if vendor.batch.is_empty() { path } else { unbatched(vendor.batch.get(), path) };
    let part = bit(field.part);
    let (exact, globs) = rules.split_at_checked(rules.partition_point(|r| !r.glob))?;
    let first = exact.partition_point(|r| r.pattern.get() < path);
    let same = exact.get(first..)?.iter().take_while(|r| r.pattern.get() == path);
    same.chain(globs.iter().filter(|r| pattern::matches(r.pattern.get(), path))).find(|r| r.parts & part != 0)
}
