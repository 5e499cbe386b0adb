//! Who a request is for and what its fields mean: the catalogue of `data/vendors/*.toml`, compiled to static tables.
//!
//! A vendor is recognised by host, path and fields, or, on a host that is no vendor's, by the shape of what is sent
//! (a relay, a self-hosted tool, a proxy). Adding a vendor is one TOML file and no code.
//!
//! The facts are dated: [`Vendor::checked`] says when the patterns were last compared with their sources, which the
//! rows name. A business associate agreement cannot be seen from a browser; [`Baa`] repeats dated public statements.

mod baa;
mod behaviour;
mod compiled;
mod entry;
mod kept;
mod meaning;
mod own;
mod owner;
mod packed;
mod pattern;
mod recognise;
mod rules;
mod table;
mod words;

#[cfg(test)]
mod tests;

pub use behaviour::{Stranger, tracks};
pub use entry::{Baa, How, Recognised, Vendor};
pub use kept::{CookieFact, cookie, storage_key};
pub(crate) use meaning::{LONGEST, is_address, names_somebody, plain_name};
pub use meaning::{meaning, meaning_on};
pub use own::{declared, named};
pub use owner::{Owner, owner_of};
pub use recognise::recognise;
pub use rules::{is_one_of_many, label, said, shape};
pub use words::{BaaStatus, Category, Meaning, Role, Shape};

/// Every vendor of the catalogue, by id.
pub fn all() -> impl Iterator<Item = &'static Vendor> {
    compiled::vendors().iter()
}

/// The vendor with that id.
pub fn by_id(id: &str) -> Option<&'static Vendor> {
    compiled::vendors().binary_search_by(|v| v.id.cmp(id)).ok().and_then(|i| compiled::vendors().get(i))
}
