//! `textDocument/inlayHint`: the hints of the lines on the screen.

use std::sync::Arc;

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{InlayHint, InlayHintParams},
};

use crate::{
    annotations::{self, HintLevel},
    server::{session::Session, to_lsp},
};

pub(in crate::server) async fn handle(
    session: &Arc<Session>,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let uri = params.text_document.uri;
    let Some(snapshot) = session.known_snapshot(&uri, "inlayHint") else { return Ok(None) };
    let shown_where = session.shown();
    let asked = snapshot.span(params.range);
    let features = session.features();
    let analysis = session.analysis(&snapshot).await?;
    let level = shown_where.level(&uri, analysis.hint_level);
    if level == HintLevel::Off {
        // `null` would leave in place what some clients show already.
        return Ok(Some(Vec::new()));
    }
    let known = session.hints(&uri, &snapshot, asked).await?;
    let mut shown = annotations::at_level(&known.all, level);
    shown.retain(|hint| asked.start <= hint.offset && hint.offset <= asked.end);
    shown.retain(|hint| !shown_where.hides(&uri, &snapshot.text, hint));
    Ok(Some(shown.iter().map(|hint| to_lsp::hint(&uri, &snapshot, &known.facts, hint, features)).collect()))
}
