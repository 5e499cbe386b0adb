//! Skipping steps whose inputs did not change: a step's inputs are hashed and the hash kept beside its output.

use crate::run::at;
use anyhow::{Context, Result};
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// A hash over names and contents of files (folders are walked) and further words, such as versions and flags.
pub fn hash(paths: &[PathBuf], words: &[&str]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        for file in files(path)? {
            hasher.write(file.as_os_str().as_encoded_bytes());
            hasher.write(&std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
            hasher.write_u8(0);
        }
    }
    for word in words {
        hasher.write(word.as_bytes());
        hasher.write_u8(0);
    }
    Ok(hasher.finish())
}

/// Does the step unless it was done with the same inputs and its outputs still lie there. True where it was done now.
pub fn once(step: &str, inputs: u64, outputs: &[PathBuf], work: impl FnOnce() -> Result<()>) -> Result<bool> {
    let stamp = at("target/stamps").join(step);
    let wanted = format!("{inputs:016x}");
    let fresh = std::fs::read_to_string(&stamp).is_ok_and(|held| held == wanted);
    if fresh && outputs.iter().all(|output| output.exists()) {
        return Ok(false);
    }
    // A step that fails half-way must not look done.
    let _ = std::fs::remove_file(&stamp);
    work()?;
    if let Some(folder) = stamp.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&stamp, wanted)?;
    Ok(true)
}

/// Every file under the path, sorted; the path itself where it is a file; nothing where it is not there.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    walk(path, &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            walk(&entry?.path(), found)?;
        }
    }
    Ok(())
}
