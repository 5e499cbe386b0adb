//! Build, test, package, measure and demonstrate.
fn main() {}
