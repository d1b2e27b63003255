//! `textDocument/diagnostic`: findings for a client that asks for them, or that nothing has changed.

use std::sync::Arc;

use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{
        DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
        FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
        UnchangedDocumentDiagnosticReport,
    },
};

use crate::server::{session::Session, to_lsp};

pub(in crate::server) async fn handle(
    session: &Arc<Session>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = params.text_document.uri;
    let Some(asked) = session.asked(&uri, "diagnostic") else {
        return Ok(full(None, Vec::new()));
    };
    if asked.is_cell() {
        // VS Code asks for those of texts and never for those of cells: these are sent, and not told twice.
        return Ok(full(None, Vec::new()));
    }
    let analysis = session.analysis(&asked).await?;
    let items = to_lsp::diagnostics(&asked, &analysis, session.features());
    let id = to_lsp::result_id(&items);
    if params.previous_result_id.as_deref() == Some(&id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        let report =
            RelatedUnchangedDocumentDiagnosticReport { related_documents: None, unchanged_document_diagnostic_report };
        return Ok(DocumentDiagnosticReport::Unchanged(report).into());
    }
    Ok(full(Some(id), items))
}

fn full(
    result_id: Option<String>,
    items: Vec<tower_lsp_server::ls_types::Diagnostic>,
) -> DocumentDiagnosticReportResult {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    let report = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report };
    DocumentDiagnosticReport::Full(report).into()
}
