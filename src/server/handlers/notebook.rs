//! `notebookDocument/didOpen`, `didChange`, `didClose`: the cells as one module. Synchronous on purpose: see
//! [`super::did_change`].

use std::{path::PathBuf, sync::Arc, time::Duration};

use tower_lsp_server::ls_types::{
    DidChangeNotebookDocumentParams, DidCloseNotebookDocumentParams, DidOpenNotebookDocumentParams, Uri,
};

use crate::server::{cells::Cells, publish::DEBOUNCE, session::Session, snapshot::Snapshot};

pub(in crate::server) fn open(session: &Arc<Session>, params: DidOpenNotebookDocumentParams) {
    let notebook = params.notebook_document;
    let cells = Cells::new(notebook.cells, params.cell_text_documents);
    let path = notebook.uri.to_file_path().map(|path| path.into_owned());
    let path = path.unwrap_or_else(|| PathBuf::from(notebook.uri.path().as_str()));
    let snapshot = Snapshot::of_cells(&cells, path.into(), notebook.version, session.features(), None);
    remember(session, &notebook.uri, cells);
    session.put(&notebook.uri, snapshot, Duration::ZERO);
}

pub(in crate::server) fn change(session: &Arc<Session>, params: DidChangeNotebookDocumentParams) {
    let (uri, version) = (params.notebook_document.uri, params.notebook_document.version);
    let known = session.notebooks().iter().find(|(notebook, _)| *notebook == uri).map(|(_, cells)| cells.clone());
    let (Some(mut cells), Some(before)) = (known, session.snapshot(&uri)) else {
        return session.log(format!("ignored a change of {}, which is not open", uri.as_str()));
    };
    let Some(change) = params.change.cells else { return };
    let gone: Vec<Uri> = cells.uris().cloned().collect();
    let features = session.features();
    cells.change(change, features.encoding);
    let gone = gone.into_iter().filter(|uri| cells.uris().all(|kept| kept != uri)).collect();
    let snapshot = Snapshot::of_cells(&cells, before.path.clone(), version, features, Some(&before));
    remember(session, &uri, cells);
    session.put(&uri, snapshot, DEBOUNCE);
    take_back(session, gone);
}

pub(in crate::server) fn close(session: &Arc<Session>, params: DidCloseNotebookDocumentParams) {
    let uri = params.notebook_document.uri;
    let mut open = session.notebooks();
    let at = open.iter().position(|(notebook, _)| *notebook == uri);
    let closed = at.map(|at| open.remove(at));
    drop(open);
    match closed {
        Some((_, cells)) => {
            session.remove(&uri);
            take_back(session, cells.uris().cloned().collect());
        }
        None => session.log(format!("ignored the closing of {}, which is not open", uri.as_str())),
    }
}

fn remember(session: &Arc<Session>, uri: &Uri, cells: Cells) {
    let mut open = session.notebooks();
    open.retain(|(notebook, _)| notebook != uri);
    open.push((uri.clone(), cells));
}

/// The diagnostics of cells that are gone.
fn take_back(session: &Arc<Session>, cells: Vec<Uri>) {
    let session = session.clone();
    tokio::spawn(async move {
        for cell in cells {
            session.publish_none(cell).await;
        }
    });
}
