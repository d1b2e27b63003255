//! `textDocument/didOpen`. Synchronous on purpose: see [`super::did_change`].

use std::{path::Path, sync::Arc, time::Duration};

use tower_lsp_server::ls_types::DidOpenTextDocumentParams;

use crate::{
    server::{session::Session, snapshot::Snapshot},
    syntax::SourceKind,
};

pub(in crate::server) fn handle(session: &Arc<Session>, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let kind = SourceKind::of(Path::new(document.uri.path().as_str()));
    let is_file = document.uri.scheme().as_str() == "file";
    let path = document.uri.to_file_path().filter(|_| is_file).map(|path| Arc::from(&*path));
    let snapshot = Snapshot::new(document.text.into(), path, kind, document.version, session.features());
    session.put(&document.uri, snapshot, Duration::ZERO);
}
