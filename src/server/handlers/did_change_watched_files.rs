//! `workspace/didChangeWatchedFiles`: a `pyproject.toml` has changed, and with it what is to be found.

use std::sync::Arc;

use tower_lsp_server::ls_types::DidChangeWatchedFilesParams;

use crate::server::session::Session;

pub(in crate::server) fn handle(session: &Arc<Session>, params: &DidChangeWatchedFilesParams) {
    let configuration = params.changes.iter().any(|change| change.uri.path().as_str().ends_with(".toml"));
    if configuration {
        session.forget_configurations();
        session.start_afresh();
        session.refresh_hints();
        session.refresh_diagnostics();
    }
}
