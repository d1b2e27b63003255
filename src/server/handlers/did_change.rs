//! `textDocument/didChange`, incremental.
//!
//! The framework polls many handlers at once, each for the first time in the order of arrival. Text is therefore
//! changed within that first poll: one await here, and edits overtake each other. `tests/lsp` holds it to that.

use std::sync::Arc;

use tower_lsp_server::ls_types::DidChangeTextDocumentParams;

use crate::server::{publish::DEBOUNCE, session::Session};

pub(in crate::server) fn handle(session: &Arc<Session>, params: DidChangeTextDocumentParams) {
    let uri = params.text_document.uri;
    let Some(current) = session.snapshot(&uri) else {
        session.log(format!("ignored a change of {}, which is not open", uri.as_str()));
        return;
    };
    let (next, odd) = current.edited(params.content_changes, params.text_document.version);
    for what in odd {
        session.log(format!("odd change of {}: {what}", uri.as_str()));
    }
    session.put(&uri, next, DEBOUNCE);
}
