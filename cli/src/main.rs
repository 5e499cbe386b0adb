//! `leaklight`: the same core over recordings.
fn main() {}
