//! `textDocument/documentLink`: the name of a rule in a suppression comment leads to its page.

use std::sync::Arc;

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{DocumentLink, DocumentLinkParams, Uri},
};

use crate::{annotations, server::session::Session};

pub(in crate::server) fn handle(
    session: &Arc<Session>,
    params: &DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    let Some(asked) = session.asked(&params.text_document.uri, "documentLink") else { return Ok(None) };
    let named = annotations::rules_in_comments(&asked.text).into_iter().filter(|(span, _)| asked.has(span.start));
    let link = |(span, rule)| {
        let page = session.pages().file(rule, || annotations::page(rule).unwrap_or_default())?;
        Some(DocumentLink {
            range: asked.range(span),
            target: Some(Uri::from_file_path(page)?),
            tooltip: Some(format!("what `{rule}` finds, and why")),
            data: None,
        })
    };
    Ok(Some(named.filter_map(link).collect()))
}
