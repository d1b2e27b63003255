//! The language server: standard LSP over stdio. The only room that names the LSP crates; it has no analysis logic.
//!
//! Order and liveness rest on these rules (`tests/lsp` tries each):
//! - Messages that change the session have no await; the framework polls new handlers in the order of arrival.
//! - Requests clone the immutable [`snapshot`] first, then work on a [`worker`] thread that a cancel stops.
//! - 64 messages may be in flight, so that a cancel always gets through; each is bounded in time.
//! - A request to the client is spawned, never awaited in a handler.
//! - [`guard`] turns a panic into an error answer.

mod analysis;
mod asked;
mod cells;
mod execute;
mod features;
mod guard;
mod handlers;
mod hints;
mod options;
mod publish;
mod repair;
mod router;
mod session;
mod shown;
mod snapshot;
mod to_lsp;
mod worker;
mod workspace;

use std::{io::Write, process::ExitCode, sync::Arc};

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp_server::{LspService, Server};

pub use analysis::{Analysis, Analyze, Annotations, Basis, analyze};
pub use worker::Cancel;

use crate::project::STACK_BYTES;
use guard::Guard;
use router::Router;
use session::Session;

/// Slots are cheap; with few of them a cancel would wait behind the very requests that it is about.
const CONCURRENCY: usize = 64;

/// Between the client and the framework.
const PIPE_BYTES: usize = 1 << 20;

/// Serves on stdin and stdout until the client says goodbye.
#[must_use]
pub fn run() -> ExitCode {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = match builder.enable_all().thread_stack_size(STACK_BYTES).build() {
        Ok(runtime) => runtime,
        Err(error) => {
            // Nobody is left to tell if this fails too.
            let _ = writeln!(std::io::stderr(), "heaplight: cannot start threads: {error}");
            return ExitCode::from(2);
        }
    };
    let code = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // A reading of stdin may still block its thread: do not wait for it.
    runtime.shutdown_background();
    code.into()
}

/// Serves one client and returns the exit code that LSP asks for: 0 after `shutdown`, else 1.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite) -> u8 {
    serve_with(analyze, input, output).await
}

/// [`serve`] with another analysis in place of heaplight's own.
pub async fn serve_with(analyze: Analyze, input: impl AsyncRead + Unpin, output: impl AsyncWrite) -> u8 {
    let mut session = None;
    let init = |client| {
        let new = Arc::new(Session::new(client, analyze));
        session = Some(new.clone());
        Router(new)
    };
    let (service, socket) = LspService::build(init).custom_method("heaplight/text", Router::text).finish();
    let (to_server, repaired) = tokio::io::duplex(PIPE_BYTES);
    let serving = Server::new(repaired, output, socket).concurrency_level(CONCURRENCY).serve(Guard(service));
    // After `exit` nobody waits for the client to close its end.
    let copying = async {
        repair::copy(input, to_server).await;
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = serving => {}
        () = copying => {}
    }
    u8::from(!session.is_some_and(|session| session.is_shut_down()))
}
