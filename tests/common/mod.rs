//! What several test files need. Each of them is a crate of its own, so some of this is unused in some of them.
#![allow(dead_code)]

pub mod blocks;
pub mod consumers;
pub mod formats;
pub mod heaplight;
pub mod python;

use std::path::{Path, PathBuf};

/// A path inside the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Files of one folder with an extension, sorted; `recursive` folders are walked by the caller.
pub fn files_in(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}
