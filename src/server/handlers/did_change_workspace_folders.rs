//! `workspace/didChangeWorkspaceFolders`: other folders are looked through from now on.

use std::{path::PathBuf, sync::Arc};

use tower_lsp_server::ls_types::{DidChangeWorkspaceFoldersParams, WorkspaceFolder};

use crate::server::session::Session;

pub(in crate::server) fn handle(session: &Arc<Session>, params: &DidChangeWorkspaceFoldersParams) {
    let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
        folders.iter().filter_map(|folder| Some(folder.uri.to_file_path()?.into_owned())).collect()
    };
    session.workspace().change_folders(paths(&params.event.added), &paths(&params.event.removed));
    session.refresh_diagnostics();
}
