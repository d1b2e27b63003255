//! Pages for an editor to open, in a folder that goes with the process.

use std::{
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use tempfile::TempDir;

/// The folder is made for the first page.
#[derive(Debug, Default)]
pub struct Pages(Mutex<Option<TempDir>>);

impl Pages {
    /// The file of a page, written when it is first asked for; none where nothing can be written.
    pub fn file(&self, name: &str, text: impl FnOnce() -> String) -> Option<PathBuf> {
        let mut folder = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if folder.is_none() {
            *folder = tempfile::Builder::new().prefix("heaplight-pages-").tempdir().ok();
        }
        let file = folder.as_ref()?.path().join(format!("{name}.md"));
        if !file.exists() {
            fs::write(&file, text()).ok()?;
        }
        Some(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_written_once_and_goes_with_its_folder() {
        let pages = Pages::default();
        let file = pages.file("a", || "text".to_owned()).expect("a file");
        assert_eq!(pages.file("a", || "other".to_owned()), Some(file.clone()));
        assert_eq!(fs::read_to_string(&file).expect("the page"), "text");
        drop(pages);
        assert!(!file.exists());
    }
}
