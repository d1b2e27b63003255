//! `check --watch`: again after each change.

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use notify::{Event, EventKind, RecursiveMode, Watcher, event::ModifyKind};

use super::exit::{Exit, Failure};

/// Editors write a file in several steps, and tools several files: so much quiet ends a change.
const QUIET: Duration = Duration::from_millis(150);

/// Runs `check` now and after each change below `paths`, until it fails to print or the process is ended.
pub(super) fn run(
    paths: &[PathBuf],
    out: &mut dyn Write,
    err: &mut dyn Write,
    mut check: impl FnMut(&mut dyn Write, &mut dyn Write) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let (sender, changes) = mpsc::channel();
    let watching = |error: notify::Error| Failure::Message(format!("cannot watch for changes: {error}"));
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Errors are about single folders that come and go.
        if event.is_ok_and(|event| matters(&event)) {
            let _nobody_waits = sender.send(());
        }
    })
    .map_err(watching)?;
    for path in paths {
        watcher.watch(&watched(path), RecursiveMode::Recursive).map_err(watching)?;
    }
    loop {
        if io::stdout().is_terminal() {
            write!(out, "\x1b[2J\x1b[H")?;
        }
        check(out, err)?;
        out.flush()?;
        writeln!(err, "Waiting for changes; Ctrl-C ends it.")?;
        if !wait(&changes) {
            return Ok(Exit::Clean);
        }
    }
}

/// A file is often replaced by a new one: its folder sees that.
fn watched(path: &Path) -> PathBuf {
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

/// Until something has changed and nothing more does; false: there is nobody left to tell.
fn wait(changes: &Receiver<()>) -> bool {
    if changes.recv().is_err() {
        return false;
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    true
}

/// Sources and configurations; reading a file is no change.
fn matters(event: &Event) -> bool {
    let changes = match event.kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    };
    let is_source = |path: &PathBuf| {
        path.extension().is_some_and(|extension| ["ipynb", "py", "pyi", "toml"].iter().any(|known| extension == *known))
    };
    changes && event.paths.iter().any(is_source)
}
