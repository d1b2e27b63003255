//! One file a message. A handler takes its snapshot before its first await, and never awaits the client.

pub(super) mod code_action;
pub(super) mod code_lens;
pub(super) mod diagnostic;
pub(super) mod did_change;
pub(super) mod did_change_configuration;
pub(super) mod did_change_watched_files;
pub(super) mod did_change_workspace_folders;
pub(super) mod did_close;
pub(super) mod did_open;
pub(super) mod document_highlight;
pub(super) mod document_link;
pub(super) mod hover;
pub(super) mod initialize;
pub(super) mod inlay_hint;
pub(super) mod inlay_hint_resolve;
pub(super) mod notebook;
pub(super) mod text;
pub(super) mod workspace_diagnostic;
