//! `cargo xtask package`: one zip a browser, the same bytes from the same source.

use crate::build::{self, BROWSERS, Flavour};
use crate::run::{at, program, run, shown};
use crate::stamp;
use anyhow::{Context, Result};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Mozilla's checker; asked for by flag only, since it brings several hundred packages.
const WEB_EXT: &str = "web-ext@10.7.0";

/// How to package.
#[derive(clap::Args)]
pub struct Options {
    /// Let Mozilla's web-ext check the Firefox folder too (downloads it on first use).
    #[arg(long)]
    lint: bool,
}

/// Builds, zips, and lints where asked.
pub fn package(options: &Options) -> Result<()> {
    let flavour = Flavour::default();
    build::build(flavour)?;
    let out = at("target/package");
    std::fs::create_dir_all(&out)?;
    for (browser, _) in BROWSERS {
        let zip = zipped(&flavour.folder().join(browser))?;
        let path = out.join(format!("leaklight-{}-{browser}.zip", env!("CARGO_PKG_VERSION")));
        std::fs::write(&path, &zip)?;
        println!("packed {} ({} bytes)", shown(&path), zip.len());
    }
    if options.lint {
        println!("checking the Firefox folder ({WEB_EXT})");
        let folder = flavour.folder().join("firefox");
        run(program("npx").args(["--yes", WEB_EXT, "lint", "--source-dir"]).arg(folder))?;
    }
    Ok(())
}

/// Sorted names, one fixed date, plain permissions: nothing of the machine or the day.
fn zipped(folder: &Path) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for path in stamp::files(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        zip.start_file(name, options)?;
        zip.write_all(&std::fs::read(&path).with_context(|| format!("cannot read {}", shown(&path)))?)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::zipped;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let root = std::env::temp_dir().join(format!("leaklight-zip-{}", std::process::id()));
        let make = |name: &str, order: [&str; 2]| {
            let folder = root.join(name);
            std::fs::create_dir_all(folder.join("sub"))
                .and_then(|()| order.iter().try_for_each(|file| std::fs::write(folder.join(file), file.repeat(100))))
                .map(|()| zipped(&folder))
        };
        let first = make("a", ["b.txt", "sub/a.txt"]);
        let second = make("b", ["sub/a.txt", "b.txt"]);
        let _ = std::fs::remove_dir_all(&root);
        let (Ok(Ok(first)), Ok(Ok(second))) = (first, second) else { unreachable!("temporary files cannot be written") };
        assert!(first.len() > 100);
        assert_eq!(first, second);
    }
}
