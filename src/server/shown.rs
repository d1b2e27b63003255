//! Which hints are shown where: a level for all, and what is hidden besides.

use tower_lsp_server::ls_types::Uri;

use crate::{annotations, annotations::Hint, annotations::HintLevel};

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Shown {
    /// None: as the configuration file says.
    level: Option<HintLevel>,
    files: Vec<Uri>,
    functions: Vec<(Uri, String)>,
}

impl Shown {
    pub(super) fn workspace_level(&self) -> HintLevel {
        self.level.unwrap_or_default()
    }

    pub(super) fn set_workspace_level(&mut self, level: Option<HintLevel>) {
        self.level = level;
    }

    pub(super) fn level(&self, uri: &Uri, configured: HintLevel) -> HintLevel {
        if self.files.contains(uri) { HintLevel::Off } else { self.level.unwrap_or(configured) }
    }

    /// Whether the file's hints are hidden now.
    pub(super) fn toggle_file(&mut self, uri: &Uri) -> bool {
        toggle(&mut self.files, uri.clone())
    }

    /// Whether the function's hints are hidden now.
    pub(super) fn toggle_function(&mut self, uri: &Uri, name: &str) -> bool {
        toggle(&mut self.functions, (uri.clone(), name.to_owned()))
    }

    /// The hint stands in a function that is hidden.
    pub(super) fn hides(&self, uri: &Uri, text: &str, hint: &Hint) -> bool {
        let here = || self.functions.iter().filter(|(file, _)| file == uri);
        // Most often nothing is hidden.
        here().next().is_some()
            && annotations::function_around(text, hint.offset)
                .is_some_and(|(name, _)| here().any(|(_, hidden)| *hidden == name))
    }
}

/// Whether it is in the list now.
fn toggle<T: PartialEq>(list: &mut Vec<T>, item: T) -> bool {
    match list.iter().position(|there| *there == item) {
        Some(at) => {
            list.remove(at);
            false
        }
        None => {
            list.push(item);
            true
        }
    }
}
