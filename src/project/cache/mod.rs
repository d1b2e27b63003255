//! What was found in files of old, on disk. Linting is pure, so a result is kept under a hash of all that it follows
//! from: nothing ever needs to be invalidated, and two processes at once cannot tell each other anything wrong.
//!
//! A file is linted *alone* first: that follows from its bytes, its settings and the names of the run's packages that
//! its imports may mean. If it asks for functions of other files, its *final* result follows, besides, from the bytes
//! and settings of those files.

mod entry;
mod key;
mod store;

use std::path::{Path, PathBuf};

use super::FileReport;
pub(super) use entry::Entry;
pub(super) use key::{Key, Keys};
use store::Store;

/// The folder that holds results, in a project's root.
pub const CACHE_FOLDER: &str = ".heaplight_cache";

/// Results of old and new.
#[derive(Debug, Default)]
pub struct Cache(Option<Store>);

impl Cache {
    /// Knows nothing and keeps nothing.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// What the folder holds. A cache that cannot be read is an empty one.
    #[must_use]
    pub fn open(folder: &Path) -> Self {
        Self(Some(Store::open(folder)))
    }

    /// In the root of the project around a folder, else in the folder itself.
    #[must_use]
    pub fn folder_for(here: &Path) -> PathBuf {
        let is_root =
            |folder: &&Path| [".git", "heaplight.toml", "pyproject.toml"].iter().any(|mark| folder.join(mark).exists());
        here.ancestors().find(is_root).unwrap_or(here).join(CACHE_FOLDER)
    }

    /// Writes down what is new. What cannot be written costs the next run its time, and nothing else.
    pub fn save(&self) {
        if let Some(store) = &self.0 {
            store.save();
        }
    }

    pub(super) fn get(&self, key: Key) -> Option<Entry> {
        Entry::decode(self.0.as_ref()?.get(key)?)
    }

    /// Keeps what a report says, if anything is kept at all.
    pub(super) fn put(&self, key: Key, report: &FileReport) {
        if let Some(store) = &self.0
            && let Some(bytes) = Entry::of(report).and_then(|entry| entry.encode())
        {
            store.put(key, bytes);
        }
    }
}
