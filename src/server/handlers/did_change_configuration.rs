//! `workspace/didChangeConfiguration`: new settings, and everything open is analysed again.

use std::sync::Arc;

use tower_lsp_server::ls_types::DidChangeConfigurationParams;

use crate::server::{options::Options, session::Session};

pub(in crate::server) fn handle(session: &Arc<Session>, params: DidChangeConfigurationParams) {
    // Some clients announce a change without saying which; what `initialize` said stays.
    if params.settings.is_null() {
        return;
    }
    let (options, complaints) = Options::read(&params.settings);
    for complaint in complaints {
        session.log(complaint);
    }
    if *session.options() != options {
        session.set_options(options);
        session.start_afresh();
        session.refresh_hints();
        session.refresh_diagnostics();
    }
}
