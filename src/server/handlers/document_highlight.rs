//! `textDocument/documentHighlight`: every place that is the object under the cursor; where it changes, as a write.

use std::sync::Arc;

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams},
};

use crate::{
    annotations::{self, Access},
    server::session::Session,
};

pub(in crate::server) async fn handle(
    session: &Arc<Session>,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    if !session.options().highlight {
        return Ok(None);
    }
    let place = params.text_document_position_params;
    let Some(asked) = session.asked(&place.text_document.uri, "documentHighlight") else { return Ok(None) };
    let Some(offset) = asked.offset(place.position) else { return Ok(None) };
    let known = session.annotations(&asked).await?;
    let places = annotations::highlight(&known.facts, offset);
    let kind = |access| match access {
        Access::Read => DocumentHighlightKind::READ,
        Access::Change => DocumentHighlightKind::WRITE,
    };
    let shown = places
        .into_iter()
        .filter(|(span, _)| asked.has(span.start))
        .map(|(span, access)| DocumentHighlight { range: asked.range(span), kind: Some(kind(access)) });
    let shown: Vec<DocumentHighlight> = shown.collect();
    // Nothing to say: the names of another server's answer stand alone.
    Ok((!shown.is_empty()).then_some(shown))
}
