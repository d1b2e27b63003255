use std::{
    io::{self, IsTerminal, Write},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

/// How long a run may take before it says that it is still at work.
const PATIENCE: Duration = Duration::from_secs(1);
const INTERVAL: Duration = Duration::from_millis(100);

/// Runs `work`; if it takes long and somebody watches a terminal, counts the finished files there.
pub(super) fn watch<T>(done: &AtomicUsize, all: usize, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (finished, waiting) = mpsc::channel::<()>();
        scope.spawn(move || count(done, all, &waiting));
        let result = work();
        drop(finished);
        result
    })
}

fn count(done: &AtomicUsize, all: usize, waiting: &mpsc::Receiver<()>) {
    let mut interval = PATIENCE;
    let mut err = io::stderr();
    while let Err(RecvTimeoutError::Timeout) = waiting.recv_timeout(interval) {
        interval = INTERVAL;
        // A counter that cannot be shown is no reason to stop.
        let _shown = write!(err, "\r{} of {all} files", done.load(Ordering::Relaxed)).and_then(|()| err.flush());
    }
    if interval == INTERVAL {
        let _cleared = write!(err, "\r\x1b[K").and_then(|()| err.flush());
    }
}
