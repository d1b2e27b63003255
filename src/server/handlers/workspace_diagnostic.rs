//! `workspace/diagnostic`: findings in files that are not open, some files at a time.
//!
//! Off unless the setting `diagnosticMode` is `workspace`. Clients ask again and again: a file that has not changed since
//! is not read again.

use std::{collections::HashMap, path::PathBuf, sync::Arc, time::Instant};

use serde_json::{Value, json};
use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{
        FullDocumentDiagnosticReport, NumberOrString, UnchangedDocumentDiagnosticReport, Uri,
        WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
        WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
        WorkspaceUnchangedDocumentDiagnosticReport,
    },
};

use crate::server::{
    options::DiagnosticMode,
    session::Session,
    workspace::{Closed, PROGRESS_AFTER},
};

/// So many files are read before the client hears of them.
const BATCH: usize = 32;

pub(in crate::server) async fn handle(
    session: &Arc<Session>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    if session.options().diagnostic_mode == DiagnosticMode::OpenFilesOnly {
        return Ok(WorkspaceDiagnosticReport { items: Vec::new() }.into());
    }
    let mut before: HashMap<Uri, String> = params.previous_result_ids.into_iter().map(|p| (p.uri, p.value)).collect();
    let files = session.workspace_files().await?;
    let partial = params.partial_result_params.partial_result_token;
    let mut progress = Progress::new(session, params.work_done_progress_params.work_done_token, files.len());
    let mut all = Vec::new();
    for batch in files.chunks(BATCH) {
        let found = session.findings_of_closed(batch.to_vec()).await?;
        let items: Vec<_> = found.into_iter().filter_map(|closed| report(&mut before, closed)).collect();
        match &partial {
            Some(token) if !items.is_empty() => send(session, token, json!({ "items": items })).await,
            _ => all.extend(items),
        }
        progress.advance(batch.len()).await;
    }
    progress.end().await;
    Ok(WorkspaceDiagnosticReport { items: all }.into())
}

/// Nothing for a file without findings of which the client knows nothing else.
fn report(before: &mut HashMap<Uri, String>, closed: Closed) -> Option<WorkspaceDocumentDiagnosticReport> {
    let Closed { uri, id, items } = closed;
    let known = before.remove(&uri);
    if known.as_ref() == Some(&id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        let report =
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version: None, unchanged_document_diagnostic_report };
        return Some(WorkspaceDocumentDiagnosticReport::Unchanged(report));
    }
    if items.is_empty() && known.is_none() {
        return None;
    }
    let full_document_diagnostic_report =
        FullDocumentDiagnosticReport { result_id: Some(id), items: items.as_ref().clone() };
    let report = WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report };
    Some(WorkspaceDocumentDiagnosticReport::Full(report))
}

async fn send(session: &Session, token: &NumberOrString, value: Value) {
    session.send_progress(json!({ "token": token, "value": value })).await;
}

/// Tells how far the work is, when it takes long enough to ask oneself.
struct Progress<'a> {
    session: &'a Session,
    token: Option<NumberOrString>,
    start: Instant,
    begun: bool,
    done: usize,
    count: usize,
}

impl<'a> Progress<'a> {
    fn new(session: &'a Session, token: Option<NumberOrString>, count: usize) -> Self {
        Self { session, token, start: Instant::now(), begun: false, done: 0, count }
    }

    async fn advance(&mut self, by: usize) {
        self.done += by;
        let Some(token) = self.token.as_ref().filter(|_| self.start.elapsed() > PROGRESS_AFTER) else { return };
        let percentage = self.done * 100 / self.count.max(1);
        let message = format!("{} of {} files", self.done, self.count);
        let value = if self.begun {
            json!({ "kind": "report", "message": message, "percentage": percentage })
        } else {
            json!({ "kind": "begin", "title": "heaplight", "message": message, "percentage": percentage })
        };
        self.begun = true;
        send(self.session, token, value).await;
    }

    async fn end(self) {
        if let Some(token) = self.token.as_ref().filter(|_| self.begun) {
            send(self.session, token, json!({ "kind": "end" })).await;
        }
    }
}

/// The folders that the client has open.
pub(in crate::server) fn folders_of(params: &tower_lsp_server::ls_types::InitializeParams) -> Vec<PathBuf> {
    let folder = |uri: &Uri| uri.to_file_path().map(|path| path.into_owned());
    let folders = params.workspace_folders.iter().flatten();
    let folders: Vec<PathBuf> = folders.filter_map(|f| folder(&f.uri)).collect();
    #[expect(deprecated, reason = "older clients know one root alone")]
    let root = params.root_uri.as_ref().and_then(folder);
    if folders.is_empty() { root.into_iter().collect() } else { folders }
}
