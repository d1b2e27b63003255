//! `inlayHint/resolve`: the tooltip of one hint, asked for when the mouse rests on it.

use std::sync::Arc;

use tower_lsp_server::{jsonrpc::Result, ls_types::InlayHint};

use crate::{
    annotations,
    server::{session::Session, to_lsp},
    text::Span,
};

pub(in crate::server) async fn handle(session: &Arc<Session>, mut hint: InlayHint) -> Result<InlayHint> {
    let key = hint.data.clone().and_then(|data| serde_json::from_value::<to_lsp::HintKey>(data).ok());
    let Some(key) = key else { return Ok(hint) };
    // After an edit the offset means another place: the client asks for new hints anyway.
    let Some(snapshot) = session.snapshot(&key.uri).filter(|snapshot| snapshot.version == key.version) else {
        return Ok(hint);
    };
    let analysis = session.analysis(&snapshot).await?;
    let level = session.level(&key.uri, &analysis);
    let known = session.hints(&key.uri, &snapshot, Span::new(key.offset, key.offset)).await?;
    let shown = annotations::at_level(&known.all, level);
    hint.tooltip = shown.iter().find(|hint| hint.offset == key.offset).map(|hint| to_lsp::tooltip(&known.facts, hint));
    Ok(hint)
}
