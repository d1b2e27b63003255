use std::{
    io::{self, IsTerminal},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run may take before it says that it is still at work.
const PATIENCE: Duration = Duration::from_secs(1);
const INTERVAL: Duration = Duration::from_millis(100);

/// Runs `work`; if it takes long and somebody watches a terminal, shows there how many files are finished.
pub(super) fn watch<T>(done: &AtomicUsize, all: usize, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (finished, waiting) = mpsc::channel::<()>();
        scope.spawn(move || show(done, all, &waiting));
        let result = work();
        drop(finished);
        result
    })
}

fn show(done: &AtomicUsize, all: usize, waiting: &mpsc::Receiver<()>) {
    let mut bar = None;
    let mut interval = PATIENCE;
    while let Err(RecvTimeoutError::Timeout) = waiting.recv_timeout(interval) {
        interval = INTERVAL;
        bar.get_or_insert_with(|| new_bar(all)).set_position(done.load(Ordering::Relaxed) as u64);
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

fn new_bar(all: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:30} {pos} of {len} files") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
