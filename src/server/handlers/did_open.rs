//! `textDocument/didOpen`. Synchronous on purpose: see [`super::did_change`].

use std::{path::PathBuf, sync::Arc, time::Duration};

use tower_lsp_server::ls_types::DidOpenTextDocumentParams;

use crate::server::{session::Session, snapshot::Snapshot};

pub(in crate::server) fn handle(session: &Arc<Session>, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let path = document.uri.to_file_path().map(|path| path.into_owned());
    let path = path.unwrap_or_else(|| PathBuf::from(document.uri.path().as_str()));
    let snapshot = Snapshot::new(document.text.into(), path.into(), document.version, session.features());
    session.put(&document.uri, snapshot, Duration::ZERO);
}
