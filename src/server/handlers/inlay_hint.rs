//! `textDocument/inlayHint`: the hints of the lines on the screen.

use std::sync::Arc;

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{InlayHint, InlayHintParams},
};

use crate::{
    annotations::HintLevel,
    server::{session::Session, to_lsp},
};

pub(in crate::server) async fn handle(
    session: &Arc<Session>,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let uri = params.text_document.uri;
    let Some(snapshot) = session.known_snapshot(&uri, "inlayHint") else { return Ok(None) };
    if session.options().hints == HintLevel::Off {
        return Ok(None);
    }
    let asked = snapshot.span(params.range);
    let features = session.features();
    let analysis = session.analysis(&snapshot).await?;
    let hints = &analysis.hints;
    let first = hints.partition_point(|hint| hint.offset < asked.start);
    let shown = hints[first..].iter().take_while(|hint| hint.offset <= asked.end);
    Ok(Some(shown.map(|hint| to_lsp::hint(&uri, &snapshot, hint, features)).collect()))
}
