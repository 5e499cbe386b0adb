//! Compiles `data/` into compact static tables, used in place at run time. A bad row stops the build with file and line.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)] // a build script refuses by panicking

#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/psl.rs"]
mod psl;
#[path = "build/vendors.rs"]
mod vendors;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var_os("OUT_DIR").map(std::path::PathBuf::from).unwrap_or_default();
    psl::compile(&out);
    vendors::compile(&out);
    lexicon::compile(&out);
}
