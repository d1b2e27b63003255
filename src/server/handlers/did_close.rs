//! `textDocument/didClose`: the diagnostics go with the text.

use std::sync::Arc;

use tower_lsp_server::ls_types::DidCloseTextDocumentParams;

use crate::server::session::Session;

pub(in crate::server) fn handle(session: &Arc<Session>, params: DidCloseTextDocumentParams) {
    let uri = params.text_document.uri;
    if session.remove(&uri) {
        let session = session.clone();
        tokio::spawn(async move { session.publish_none(uri).await });
    } else {
        session.log(format!("ignored the closing of {}, which is not open", uri.as_str()));
    }
}
