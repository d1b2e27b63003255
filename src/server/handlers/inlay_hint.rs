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
    let Some(text) = session.asked(&params.text_document.uri, "inlayHint") else { return Ok(None) };
    let (uri, snapshot) = (&text.document, &text.snapshot);
    let shown_where = session.shown();
    let asked = text.span(params.range);
    let features = session.features();
    let level = session.hint_level(uri, snapshot).await?;
    if level == HintLevel::Off {
        // `null` would leave in place what some clients show already.
        return Ok(Some(Vec::new()));
    }
    let known = session.hints(uri, snapshot, asked).await?;
    let mut shown = annotations::at_level(&known.all, level);
    shown.retain(|hint| asked.start <= hint.offset && hint.offset <= asked.end);
    shown.retain(|hint| !shown_where.hides(uri, &snapshot.text, hint));
    Ok(Some(shown.iter().map(|hint| to_lsp::hint(uri, snapshot, &known.facts, hint, features)).collect()))
}
