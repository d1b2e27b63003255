//! Files that are not open, and configuration files that are wrong.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{Diagnostic, DiagnosticSeverity, Position, Range, Uri, notification::Notification},
};

use super::{asked::Asked, session::Session, snapshot::Snapshot, to_lsp};
use crate::{
    project::{Configuration, Problem, find_files, guard, read_source},
    text::LineColumn,
};

/// Work that takes longer is told of.
pub(super) const PROGRESS_AFTER: Duration = Duration::from_millis(300);

/// What was found in a file that is not open.
#[derive(Clone)]
pub(super) struct Closed {
    pub(super) uri: Uri,
    pub(super) id: String,
    pub(super) items: Arc<Vec<Diagnostic>>,
}

/// What is known of the folders that the client has open.
#[derive(Default)]
pub(super) struct Workspace {
    folders: Mutex<Vec<PathBuf>>,
    /// What was found in a file when it was last read.
    known: Mutex<HashMap<PathBuf, (Stamp, Closed)>>,
    /// What is wrong with configuration files.
    wrong: Mutex<HashMap<Uri, Vec<Diagnostic>>>,
    showing: tokio::sync::Mutex<()>,
}

/// A file with the same stamp has not changed.
#[derive(Clone, PartialEq)]
struct Stamp {
    changed: Option<SystemTime>,
    bytes: u64,
    configuration: Arc<Configuration>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `$/progress` with any value: the crate's own type knows no partial results.
enum AnyProgress {}

impl Notification for AnyProgress {
    type Params = serde_json::Value;
    const METHOD: &'static str = "$/progress";
}

impl Workspace {
    pub(super) fn set_folders(&self, folders: Vec<PathBuf>) {
        *locked(&self.folders) = folders;
    }

    pub(super) fn change_folders(&self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let mut folders = locked(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added);
    }
}

impl Session {
    pub(super) async fn send_progress(&self, params: serde_json::Value) {
        self.client().send_notification::<AnyProgress>(params).await;
    }

    /// Python files below the folders that the client has open.
    pub(super) async fn workspace_files(self: &Arc<Self>) -> Result<Vec<PathBuf>> {
        let folders = locked(&self.workspace().folders).clone();
        self.workers().run(move |_| find_files(&folders).files).await
    }

    /// What is found in those of the files that are not open and not left out by their configuration.
    pub(super) async fn findings_of_closed(self: &Arc<Self>, files: Vec<PathBuf>) -> Result<Vec<Closed>> {
        let session = self.clone();
        let work = move |cancel: &super::Cancel| {
            let wanted = files.iter().take_while(|_| !cancel.is_set());
            wanted.filter_map(|path| session.findings_of(path, cancel)).collect()
        };
        self.workers().run(work).await
    }

    fn findings_of(&self, path: &Path, cancel: &super::Cancel) -> Option<Closed> {
        let uri = Uri::from_file_path(path)?;
        if self.snapshot(&uri).is_some() || self.excludes(path) {
            return None;
        }
        let metadata = fs::metadata(path).ok()?;
        let configuration = self.configuration_of(path);
        let stamp = Stamp { changed: metadata.modified().ok(), bytes: metadata.len(), configuration };
        if let Some((known, closed)) = locked(&self.workspace().known).get(path)
            && *known == stamp
        {
            return Some(closed.clone());
        }
        let text = read_source(path).ok()?;
        let snapshot = Snapshot::new(text.into(), path.into(), 0, self.features());
        let analysis = guard(|| self.analyze(&snapshot, &stamp.configuration, cancel)).ok()?;
        let text = Asked::text(uri.clone(), Arc::new(snapshot));
        let items = to_lsp::diagnostics(&text, &analysis, self.features());
        let closed = Closed { uri, id: to_lsp::result_id(&items), items: Arc::new(items) };
        locked(&self.workspace().known).insert(path.to_path_buf(), (stamp, closed.clone()));
        Some(closed)
    }

    /// Shows what is wrong with a configuration file, in that file.
    pub(super) fn complain(&self, problem: &Problem) {
        self.log(problem.to_string());
        let absolute = std::path::absolute(&problem.path).ok();
        let Some(uri) = absolute.and_then(Uri::from_file_path) else { return };
        let further = problem.also.iter().map(|(place, message)| mistake(Some(*place), message));
        let shown: Vec<Diagnostic> = [mistake(problem.place, &problem.message)].into_iter().chain(further).collect();
        let before = locked(&self.workspace().wrong).insert(uri.clone(), shown.clone());
        if before.as_ref() != Some(&shown) {
            self.show_what_is_wrong(uri);
        }
    }

    /// Configuration files are read again: what was wrong with them is told again if it still is.
    pub(super) fn forget_complaints(&self) {
        let files: Vec<Uri> = locked(&self.workspace().wrong).drain().map(|(uri, _)| uri).collect();
        files.into_iter().for_each(|uri| self.show_what_is_wrong(uri));
    }

    /// Shows what is so when its turn comes: whichever turn is the last, the client sees the truth.
    fn show_what_is_wrong(&self, uri: Uri) {
        let (client, workspace) = (self.client().clone(), self.workspace().clone());
        tokio::runtime::Handle::current().spawn(async move {
            let _turn = workspace.showing.lock().await;
            let shown = locked(&workspace.wrong).get(&uri).cloned();
            client.publish_diagnostics(uri, shown.unwrap_or_default(), None).await;
        });
    }
}

/// One mistake of a configuration file.
fn mistake(place: Option<LineColumn>, message: &str) -> Diagnostic {
    let at = place.map_or(Position::default(), |place| Position {
        line: place.line.saturating_sub(1),
        character: place.column.saturating_sub(1),
    });
    Diagnostic {
        range: Range { start: at, end: at },
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("heaplight".to_owned()),
        message: message.to_owned(),
        ..Diagnostic::default()
    }
}
