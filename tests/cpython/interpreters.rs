//! The CPythons of this machine: `HEAPLIGHT_PYTHONS` (paths, as in PATH), then PATH, then pyenv.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    path::PathBuf,
    process::{Command, Stdio},
    sync::LazyLock,
};

use heaplight::config::PythonVersion;
use serde_json::Value;

pub struct Interpreter {
    pub version: PythonVersion,
    pub path: PathBuf,
}

static FOUND: LazyLock<Vec<Interpreter>> = LazyLock::new(|| {
    let found = find();
    name_missing(&found);
    found
});

/// One interpreter for each release line. Fails when there is none at all, names the missing ones.
pub fn all() -> &'static [Interpreter] {
    assert!(!FOUND.is_empty(), "no CPython 3.9 to 3.14 on PATH, under ~/.pyenv or in HEAPLIGHT_PYTHONS");
    &FOUND
}

fn name_missing(found: &[Interpreter]) {
    for version in PythonVersion::ALL {
        if !found.iter().any(|python| python.version == version) {
            say(&format!("NOT TESTED: CPython {version} is not on this machine"));
        }
    }
}

/// Written to the real stderr, so that it is seen though the test passes.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

impl Interpreter {
    /// Runs a script of `tests/cpython` on `input` and reads the JSON that it prints.
    pub fn run(&self, script: &str, input: &Value) -> Value {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cpython").join(script);
        let mut child = Command::new(&self.path)
            .args(["-E", "-s", "-B"])
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the interpreter starts");
        child.stdin.take().expect("piped").write_all(input.to_string().as_bytes()).expect("the script reads its input");
        let output = child.wait_with_output().expect("the interpreter ends");
        assert!(output.status.success(), "CPython {} failed", self.version);
        serde_json::from_slice(&output.stdout).expect("the script prints JSON")
    }
}

fn find() -> Vec<Interpreter> {
    let mut found = BTreeMap::new();
    for path in candidates() {
        if let Some(version) = version_of(&path) {
            found.entry(version).or_insert(path);
        }
    }
    found.into_iter().map(|(version, path)| Interpreter { version, path }).collect()
}

fn candidates() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = env::var_os("HEAPLIGHT_PYTHONS").iter().flat_map(env::split_paths).collect();
    let names: Vec<String> = PythonVersion::ALL.iter().map(|version| format!("python{version}")).collect();
    let mut folders: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    if let Some(home) = env::home_dir() {
        let versions = fs::read_dir(home.join(".pyenv/versions")).into_iter().flatten().flatten();
        folders.extend(versions.map(|entry| entry.path().join("bin")));
    }
    paths.extend(folders.iter().flat_map(|folder| names.iter().map(|name| folder.join(name))));
    paths.retain(|path| path.is_file());
    paths
}

/// The release line, if the program runs and is a 64-bit CPython with the GIL.
fn version_of(path: &PathBuf) -> Option<PythonVersion> {
    const ASK: &str = "import sys, sysconfig
print('%d.%d' % sys.version_info[:2], sys.implementation.name, sys.maxsize > 2**32,
      bool(sysconfig.get_config_var('Py_GIL_DISABLED')))";
    let output = Command::new(path).args(["-E", "-s", "-c", ASK]).stderr(Stdio::null()).output().ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    answer.trim().strip_suffix(" cpython True False")?.parse().ok()
}
