//! Diagnostics follow the text at a distance: after a pause in the typing, and only for the newest version.

use std::{sync::Arc, time::Duration};

use tokio::task::AbortHandle;
use tower_lsp_server::ls_types::Uri;

use super::{session::Session, snapshot::Snapshot};

/// The pause in the typing that starts an analysis.
pub(super) const DEBOUNCE: Duration = Duration::from_millis(100);

/// Dropping it stops the work.
pub(super) struct Scheduled(AbortHandle);

impl Drop for Scheduled {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(super) fn schedule(session: Arc<Session>, uri: Uri, snapshot: Arc<Snapshot>, delay: Duration) -> Scheduled {
    let task = tokio::spawn(async move {
        tokio::time::sleep(delay).await;
        match session.analysis(&snapshot).await {
            Ok(analysis) => session.publish(uri, &snapshot, &analysis).await,
            Err(error) => session.log(format!("no diagnostics for {}: {}", uri.as_str(), error.message)),
        }
    });
    Scheduled(task.abort_handle())
}
