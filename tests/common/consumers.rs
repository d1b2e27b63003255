//! Programs of others that read what heaplight writes: `tests/consumers/setup.sh` fetches them on the first run.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use super::repository;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let script = repository("tests/consumers/setup.sh");
    let output = Command::new("bash").arg(&script).output().expect("bash");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} needs Python 3 with pip, Node with npm, and cargo:\n{said}", script.display());
    repository("target/consumers")
});

/// Where they are.
pub fn fetched(path: &str) -> PathBuf {
    FOLDER.join(path)
}

/// A script of `tests/consumers`.
pub fn script(name: &str) -> PathBuf {
    repository("tests/consumers").join(name)
}

/// Python with what was fetched for it.
pub fn python() -> Command {
    let mut command = Command::new("python3");
    command.arg("-B").env("PYTHONPATH", fetched("python")).env_remove("GITHUB_ACTIONS");
    command
}

/// A program that npm brought.
pub fn node(program: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(fetched("node_modules/.bin").join(program)).env_remove("GITHUB_ACTIONS");
    command
}

/// What a command that must succeed prints.
pub fn out(command: &mut Command) -> String {
    let output = run(command);
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

pub fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// Both streams, for messages.
pub fn said(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// PATH with a folder in front.
pub fn path_with(folder: &Path) -> std::ffi::OsString {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(folder.to_owned()).chain(std::env::split_paths(&rest))).expect("a PATH")
}
