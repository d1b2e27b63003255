//! `textDocument/hover`: the object's card, or nothing, so that other servers' hovers stand alone.

use std::sync::Arc;

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{Hover, HoverParams},
};

use crate::{
    annotations,
    server::{session::Session, to_lsp},
};

pub(in crate::server) async fn handle(session: &Arc<Session>, params: HoverParams) -> Result<Option<Hover>> {
    let place = params.text_document_position_params;
    let Some(asked) = session.asked(&place.text_document.uri, "hover") else { return Ok(None) };
    let snapshot = &asked.snapshot;
    let Some(offset) = asked.offset(place.position) else {
        session.log(format!("hover outside the text, on line {}", place.position.line));
        return Ok(None);
    };
    let annotations = session.annotations(snapshot).await?;
    let mut card = (annotations.hover)(offset).or_else(|| annotations::rule_page(&snapshot.text, offset));
    if card.is_none() && annotations::names_a_def(&snapshot.text, offset) {
        let functions = session.functions(snapshot).await?;
        card = annotations::function_card(&functions, &snapshot.text, offset);
    }
    Ok(card.map(|hover| to_lsp::hover(snapshot, hover)))
}
