//! `initialize`: settings in, capabilities out.

use std::sync::Arc;

use tower_lsp_server::ls_types::{
    HoverProviderCapability, InitializeParams, InitializeResult, InlayHintOptions, InlayHintServerCapabilities, OneOf,
    ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
};

use crate::server::{features::Features, options::Options, session::Session};

pub(in crate::server) fn handle(session: &Arc<Session>, params: &InitializeParams) -> InitializeResult {
    let features = Features::of(&params.capabilities);
    session.set_features(features);
    if let Some(value) = &params.initialization_options {
        let (options, complaints) = Options::read(value);
        session.set_options(options);
        session.keep_for_later(complaints);
    }
    InitializeResult {
        capabilities: capabilities(features),
        server_info: Some(ServerInfo {
            name: "heaplight".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    }
}

fn capabilities(features: Features) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(features.encoding_kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
            resolve_provider: Some(true),
            ..InlayHintOptions::default()
        }))),
        ..ServerCapabilities::default()
    }
}
