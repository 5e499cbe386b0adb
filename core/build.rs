//! Compiles `data/` into compact static tables, used in place at run time. A bad row stops the build with file and line.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)] // a build script refuses by panicking

#[path = "build/keys.rs"]
mod keys;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/names.rs"]
mod names;
#[path = "build/phones.rs"]
mod phones;
#[path = "build/psl.rs"]
mod psl;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var_os("OUT_DIR").map(std::path::PathBuf::from).unwrap_or_default();
    psl::compile(&out);
    names::compile(&out);
    phones::compile(&out);
    vendors(&out);
    lexicon::compile(&out);
    keys::compile(&out);
}

/// The vendor catalogue. A bad row stops the build with file, line and the sentence that mends it.
fn vendors(out: &std::path::Path) {
    let messages = "../extension/assets/_locales/en/text.json";
    for path in ["data/vendors", "data/owners.tsv", "data/owners-corrected.tsv", messages] {
        println!("cargo::rerun-if-changed={path}");
    }
    if let Err(wrong) = leaklight_catalogue::compile(std::path::Path::new("data"), "core/data", out) {
        for complaint in wrong {
            println!("cargo::error={complaint}");
        }
        std::process::exit(1);
    }
}
