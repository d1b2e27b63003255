//! The CPythons of this machine.

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub const VERSIONS: [&str; 6] = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];

/// Prints `X.Y` and the real executable, for a 64-bit CPython with a GIL only: others have another object model.
const ASK: &str = "import sys, platform, sysconfig
if platform.python_implementation() == 'CPython' and sys.maxsize > 2**32 and not sysconfig.get_config_var('Py_GIL_DISABLED'):
    print('%d.%d' % sys.version_info[:2], sys.executable)";

pub struct Python {
    pub version: &'static str,
    pub path: PathBuf,
}

impl Python {
    /// The minor version: 13 for 3.13.
    pub fn minor(&self) -> u32 {
        self.version[2..].parse().expect("a number after `3.`")
    }
}

/// One interpreter per version, oldest first: from `$HEAPLIGHT_PYTHONS` (paths, separated by colons), pyenv, PATH.
/// Missing versions are named on stderr; none at all is a failure.
pub fn all() -> Vec<Python> {
    let mut found: BTreeMap<usize, Python> = BTreeMap::new();
    for candidate in candidates() {
        if let Some(python) = ask(&candidate) {
            let rank = VERSIONS.iter().position(|version| *version == python.version).expect("a version of the table");
            found.entry(rank).or_insert(python);
        }
    }
    for (rank, version) in VERSIONS.iter().enumerate() {
        if !found.contains_key(&rank) {
            note(&format!("CPython {version}: not found on this machine, nothing was checked on it"));
        }
    }
    assert!(!found.is_empty(), "no CPython 3.9 to 3.14 found: these tests need at least one, better 3.11 or newer");
    found.into_values().collect()
}

/// The newest interpreter that was found.
pub fn newest() -> Python {
    all().pop().expect("at least one")
}

/// A line for whoever reads the test's output, also when it passes.
pub fn note(line: &str) {
    use std::io::Write;
    // Past the test runner's capture: a skipped version must be seen.
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn candidates() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    if let Some(named) = env::var_os("HEAPLIGHT_PYTHONS") {
        paths.extend(env::split_paths(&named));
    }
    let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let pyenv = env::var_os("PYENV_ROOT").map_or_else(|| home.join(".pyenv"), PathBuf::from);
    for version in VERSIONS {
        paths.extend(pyenv_builds(&pyenv.join("versions"), version));
        for folder in env::split_paths(&env::var_os("PATH").unwrap_or_default()) {
            paths.push(folder.join(format!("python{version}")));
        }
    }
    for folder in env::split_paths(&env::var_os("PATH").unwrap_or_default()) {
        paths.push(folder.join("python3"));
    }
    paths.retain(|path| path.is_file());
    paths
}

/// `versions/3.11.7/bin/python3.11`, without free-threaded and development builds (`3.13.0t`).
fn pyenv_builds(versions: &Path, version: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(versions) else { return Vec::new() };
    let mut builds: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.strip_prefix(version).is_some_and(|patch| {
                patch.strip_prefix('.').is_some_and(|patch| patch.chars().all(|c| c.is_ascii_digit()))
            })
        })
        .map(|entry| entry.path().join("bin").join(format!("python{version}")))
        .collect();
    builds.sort();
    builds.reverse();
    builds
}

fn ask(candidate: &Path) -> Option<Python> {
    let answer = Command::new(candidate).args(["-c", ASK]).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(answer.stdout).ok()?;
    let (version, path) = text.trim_end().split_once(' ')?;
    let version = VERSIONS.into_iter().find(|known| *known == version)?;
    Some(Python { version, path: PathBuf::from(path) })
}
