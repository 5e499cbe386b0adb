//! The extension, unpacked, for both browsers.
//!
//! What is shipped is flat: the WASM modules with their glue, the shell's scripts, and everything under
//! `extension/pages` and `extension/assets` side by side, with `manifest.json`. The browsers differ in the manifest alone.

mod manifest;
mod script;
mod wasm;

use crate::run::{at, shown};
use crate::{need, stamp};
use anyhow::{Context, Result, bail};
use leaklight_messages::LANGUAGES;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which extension to build.
#[derive(clap::Args, Clone, Copy, Default)]
pub struct Flavour {
    /// For browser tests: <all_urls> is granted at install (a headless browser cannot answer the question); writes to
    /// target/extension-test/.
    #[arg(long)]
    pub test: bool,
    /// Quick to build instead of small: no link-time optimisation, no wasm-opt, no minifying.
    #[arg(long)]
    pub dev: bool,
}

impl Flavour {
    /// Where this flavour's folders lie.
    pub fn folder(self) -> PathBuf {
        at(if self.test { "target/extension-test" } else { "target/extension" })
    }
}

/// The browsers built for: the folder's name and the manifest patch's.
pub const BROWSERS: [(&str, &str); 2] = [("chromium", "chrome"), ("firefox", "firefox")];

/// Files by their place in the extension.
type Files = BTreeMap<String, Vec<u8>>;

/// Builds both browsers' folders; what did not change is not built again.
pub fn build(flavour: Flavour) -> Result<()> {
    need::wasm_target()?;
    need::npm("extension")?;
    let mut files = Files::new();
    wasm::collect(flavour.dev, &mut files)?;
    script::collect(flavour.dev, &mut files)?;
    for folder in ["extension/pages", "extension/assets"] {
        add_folder(&mut files, &at(folder))?;
    }
    spoken(&mut files)?;
    for (folder, patch) in BROWSERS {
        let manifest = manifest::merged(patch, flavour.test)?;
        let absent: Vec<String> = manifest::named_files(&manifest).into_iter().filter(|name| !files.contains_key(name)).collect();
        if !absent.is_empty() {
            let sentence = format!("the {folder} manifest names files that are not built: {}", absent.join(", "));
            if !flavour.dev {
                bail!(sentence);
            }
            println!("warning: {sentence}");
        }
        let mut all = files.clone();
        all.insert("manifest.json".into(), manifest::text(&manifest)?);
        let place = flavour.folder().join(folder);
        write_folder(&place, &all)?;
        println!("built {} ({} files)", shown(&place), all.len());
    }
    Ok(())
}

/// Puts each language's text as the modules read it in the place of its source.
fn spoken(files: &mut Files) -> Result<()> {
    for language in LANGUAGES {
        files.remove(&format!("_locales/{language}/text.json"));
        let table = leaklight_messages::table(language).map_err(anyhow::Error::msg)?;
        files.insert(format!("_locales/{language}/text.txt"), table.join("\n").into_bytes());
    }
    Ok(())
}

/// Adds every file under the folder; a place taken twice is an error.
fn add_folder(files: &mut Files, folder: &Path) -> Result<()> {
    for path in stamp::files(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        if name.ends_with("README.md") || name.rsplit('/').next().is_some_and(|last| last.starts_with('.')) {
            continue;
        }
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", shown(&path)))?;
        if files.insert(name.clone(), bytes).is_some() {
            bail!("{name} has two sources; the second is {}", shown(&path));
        }
    }
    Ok(())
}

/// Makes the folder hold exactly these files; what is already right is left alone.
fn write_folder(folder: &Path, files: &Files) -> Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        if std::fs::read(&path).is_ok_and(|held| held == *bytes) {
            continue;
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", shown(&path)))?;
    }
    for path in stamp::files(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        if !files.contains_key(&name) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}
