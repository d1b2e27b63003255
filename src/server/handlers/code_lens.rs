//! `textDocument/codeLens`: one line above each function, if the user asks for it.

use std::sync::Arc;

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{CodeLens, CodeLensParams, Command},
};

use crate::{annotations, server::session::Session};

pub(in crate::server) async fn handle(session: &Arc<Session>, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    if !session.options().code_lens {
        return Ok(None);
    }
    let Some(asked) = session.asked(&params.text_document.uri, "codeLens") else { return Ok(None) };
    let functions = session.functions(&asked).await?;
    let lenses = annotations::lenses(&functions, &asked.text).into_iter();
    let lenses = lenses.filter(|(span, _)| asked.has(span.start)).map(|(span, title)| CodeLens {
        range: asked.range(span),
        command: Some(Command { title, command: String::new(), arguments: None }),
        data: None,
    });
    Ok(Some(lenses.collect()))
}
