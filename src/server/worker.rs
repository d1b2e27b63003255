//! Work that takes time: off the message loop, bounded in number, stoppable.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::{sync::Semaphore, task::spawn_blocking};
use tower_lsp_server::jsonrpc::{Error, Result};

/// Whether somebody still waits for the result. Long work polls it.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The framework drops the future of a cancelled request; this tells the thread that works for it.
struct CancelOnDrop(Cancel);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// As many pieces of work at once as the machine has processors.
pub(super) struct Workers {
    slots: Arc<Semaphore>,
}

impl Workers {
    pub(super) fn new() -> Self {
        let count = std::thread::available_parallelism().map_or(2, usize::from);
        Self { slots: Arc::new(Semaphore::new(count)) }
    }

    /// Runs `work` on a thread of its own. A panic in it is an internal error; a dropped future sets its [`Cancel`].
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Cancel) -> T + Send + 'static) -> Result<T> {
        let cancel = Cancel::default();
        let _guard = CancelOnDrop(cancel.clone());
        let slot = self.slots.clone().acquire_owned().await.map_err(|_| Error::internal_error())?;
        let job = spawn_blocking(move || {
            let _slot = slot;
            work(&cancel)
        });
        job.await.map_err(|_panicked| Error::internal_error())
    }
}
