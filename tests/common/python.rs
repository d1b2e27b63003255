//! The CPythons of this machine, one for each release line.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use heaplight::config::PythonVersion;
use serde_json::Value;

pub struct Python {
    pub version: PythonVersion,
    pub path: PathBuf,
}

static FOUND: LazyLock<Vec<Python>> = LazyLock::new(|| {
    let found = find();
    for version in PythonVersion::ALL {
        if !found.iter().any(|python| python.version == version) {
            say(&format!("NOT TESTED: CPython {version} is not on this machine"));
        }
    }
    found
});

/// Oldest first, from `HEAPLIGHT_PYTHONS` (paths, as in PATH), PATH, pyenv. Fails when there is none at all, names the
/// missing ones.
pub fn all() -> &'static [Python] {
    assert!(!FOUND.is_empty(), "no CPython 3.9 to 3.14 on PATH, under ~/.pyenv or in HEAPLIGHT_PYTHONS");
    &FOUND
}

pub fn newest() -> &'static Python {
    all().last().expect("at least one")
}

/// Written to the real stderr, so that it is seen though the test passes.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

impl Python {
    /// Without the user's settings and packages, and leaving no bytecode in the repository.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(["-E", "-s", "-B", "-X", "utf8"]);
        command
    }

    /// Runs a script on `input` and reads the JSON that it prints.
    pub fn run(&self, script: &Path, input: &Value) -> Value {
        let mut child = self
            .command()
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the interpreter starts");
        child.stdin.take().expect("piped").write_all(input.to_string().as_bytes()).expect("the script reads its input");
        let output = child.wait_with_output().expect("the interpreter ends");
        assert!(output.status.success(), "CPython {}: {} failed", self.version, script.display());
        serde_json::from_slice(&output.stdout).expect("the script prints JSON")
    }
}

fn find() -> Vec<Python> {
    let mut found = BTreeMap::new();
    for candidate in candidates() {
        if let Some((version, path)) = ask(&candidate) {
            found.entry(version).or_insert(path);
        }
    }
    found.into_iter().map(|(version, path)| Python { version, path }).collect()
}

fn candidates() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = env::var_os("HEAPLIGHT_PYTHONS").iter().flat_map(env::split_paths).collect();
    let mut names: Vec<String> = PythonVersion::ALL.iter().map(|version| format!("python{version}")).collect();
    names.push("python3".to_owned());
    let mut folders: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    let pyenv = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".pyenv")));
    if let Some(pyenv) = pyenv {
        let versions = fs::read_dir(pyenv.join("versions")).into_iter().flatten().flatten();
        let mut builds: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
        builds.sort();
        folders.extend(builds);
    }
    paths.extend(folders.iter().flat_map(|folder| names.iter().map(|name| folder.join(name))));
    paths.retain(|path| path.is_file());
    paths
}

/// The release line and the program behind shims and links, if it is a 64-bit CPython with the GIL: others have another
/// object model.
fn ask(path: &Path) -> Option<(PythonVersion, PathBuf)> {
    const ASK: &str = "import sys, sysconfig
if sys.implementation.name == 'cpython' and sys.maxsize > 2**32 and not sysconfig.get_config_var('Py_GIL_DISABLED'):
    print('%d.%d' % sys.version_info[:2], sys.executable)";
    let output = Command::new(path).args(["-E", "-s", "-c", ASK]).stderr(Stdio::null()).output().ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    let (version, program) = answer.trim_end().split_once(' ')?;
    Some((version.parse().ok()?, PathBuf::from(program)))
}
