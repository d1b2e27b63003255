//! `heaplight/text`: the server's view of an open text, for bug reports and tests. No feature needs it.
//!
//! Params `{ textDocument: { uri } }`; result `{ version, text }`, or null when the text is not open.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp_server::{jsonrpc::Result, ls_types::TextDocumentIdentifier};

use crate::server::session::Session;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::server) struct Params {
    text_document: TextDocumentIdentifier,
}

#[derive(Serialize)]
pub(in crate::server) struct Text {
    version: i32,
    text: String,
}

pub(in crate::server) fn handle(session: &Arc<Session>, params: &Params) -> Result<Option<Text>> {
    let snapshot = session.snapshot(&params.text_document.uri);
    Ok(snapshot.map(|snapshot| Text { version: snapshot.version, text: snapshot.text.to_string() }))
}
