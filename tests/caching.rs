//! Results of earlier runs: the same bytes with and without, whatever happens to the files and to the cache.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
};

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for name in ["GITHUB_ACTIONS", "HEAPLIGHT_CACHE_DIR", "HEAPLIGHT_NO_CACHE"] {
        command.env_remove(name);
    }
    command
}

fn heaplight(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// What `check` says; the same as without a cache, which is tried beside it.
fn check(folder: &Path, more: &[&str]) -> String {
    let rules = "mutable-default-mutated,list-consumed-by-aggregate";
    let arguments = [&["check", "--output-format", "json", "--select", rules], more].concat();
    let cached = heaplight(folder, &arguments);
    let fresh = heaplight(folder, &[&arguments[..], &["--no-cache"]].concat());
    assert_eq!(cached, fresh);
    String::from_utf8(cached.stdout).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Whether there is a finding in `pkg/use.py` is decided by `pkg/help.py`.
fn linked() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "pkg/__init__.py", "");
    write(folder.path(), "pkg/use.py", "from .help import add\n\n\ndef f(xs=[]):\n    add(xs)\n    return xs\n");
    write(folder.path(), "pkg/help.py", CHANGES);
    write(
        folder.path(),
        "other.py",
        "def g(a, b=[]):\n    b.append(a)\n    return b\ntotal = sum([x for x in range(100_000)])\n",
    );
    folder
}

const CHANGES: &str = "def add(xs):\n    xs.append(1)\n";
const KEEPS: &str = "def add(xs):\n    return len(xs)\n";

fn cache_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join(".heaplight_cache")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "bin")).collect()
}

#[test]
fn a_second_run_says_the_same_and_writes_nothing() {
    let folder = linked();
    let first = check(folder.path(), &[]);
    assert!(first.contains("pkg/use.py") && first.contains("other.py"), "{first}");
    let [cache] = &cache_of(folder.path())[..] else { panic!("one file of results") };
    let written = fs::metadata(cache).unwrap().modified().unwrap();
    assert_eq!(check(folder.path(), &[]), first);
    assert_eq!(fs::metadata(cache).unwrap().modified().unwrap(), written);
}

#[test]
fn results_are_used() {
    // A result that no linting would give: proof that it comes from the cache.
    let folder = linked();
    let plain = ["check", "--output-format", "concise"];
    heaplight(folder.path(), &plain);
    let cache = &cache_of(folder.path())[0];
    let bytes = fs::read(cache).unwrap();
    let text = b"is changed on line 2";
    let at = bytes.windows(text.len()).position(|window| window == text).unwrap();
    let mut changed = bytes.clone();
    changed[at..at + 2].copy_from_slice(b"IS");
    fs::write(cache, &changed).unwrap();
    let spoiled = heaplight(folder.path(), &plain);
    assert!(!String::from_utf8(spoiled.stdout).unwrap().contains("IS changed"), "a damaged cache is not believed");
    let sum = xxhash_rust::xxh3::xxh3_64(&changed[8..]);
    changed[..8].copy_from_slice(&sum.to_le_bytes());
    fs::write(cache, &changed).unwrap();
    let remembered = heaplight(folder.path(), &plain);
    assert!(String::from_utf8(remembered.stdout).unwrap().contains("IS changed"));
}

#[test]
fn what_another_file_does_counts() {
    let folder = linked();
    assert!(check(folder.path(), &[]).contains("pkg/use.py"));
    write(folder.path(), "pkg/help.py", KEEPS);
    assert!(!check(folder.path(), &[]).contains("pkg/use.py"));
    write(folder.path(), "pkg/help.py", CHANGES);
    assert!(check(folder.path(), &[]).contains("pkg/use.py"));
    fs::remove_file(folder.path().join("pkg/help.py")).unwrap();
    assert!(!check(folder.path(), &[]).contains("pkg/use.py"));
    // A file alone is not in view of the others.
    write(folder.path(), "pkg/help.py", CHANGES);
    assert!(!check(folder.path(), &["pkg/use.py"]).contains("pkg/use.py"));
    assert!(check(folder.path(), &[]).contains("pkg/use.py"));
}

#[test]
fn a_module_that_appears_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "use.py", "import tools\n\n\ndef f(xs=[]):\n    tools.add(xs)\n    return xs\n");
    assert!(!check(folder.path(), &[]).contains("use.py"));
    write(folder.path(), "tools.py", CHANGES);
    assert!(check(folder.path(), &[]).contains("use.py"));
}

#[test]
fn settings_count() {
    let folder = linked();
    let all = check(folder.path(), &[]);
    assert_ne!(check(folder.path(), &["--ignore", "mutable-default-mutated"]), all);
    assert_ne!(check(folder.path(), &["--severity", "defaults=error"]), all);
    write(folder.path(), "heaplight.toml", "[rules]\nmutable-default-mutated = 'info'\n");
    assert_ne!(check(folder.path(), &[]), all);
    check(folder.path(), &["--target-version", "3.9"]);
}

#[test]
fn two_at_once_do_not_disturb_each_other() {
    let folder = linked();
    let path = folder.path();
    for i in 0..40 {
        write(path, &format!("m{i}.py"), &format!("def f(a, b=[]):\n    b.append({i})\n    return b\n"));
    }
    let expected = heaplight(path, &["check", "--no-cache", "--output-format", "json"]);
    thread::scope(|scope| {
        let runs: Vec<_> =
            (0..6).map(|_| scope.spawn(|| heaplight(path, &["check", "--output-format", "json"]))).collect();
        runs.into_iter().for_each(|run| assert_eq!(run.join().unwrap(), expected));
    });
    check(path, &[]);
    let left: Vec<_> =
        fs::read_dir(path.join(".heaplight_cache")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "the results, and what marks the folder as a cache: {left:?}");
}

#[test]
fn a_cache_that_cannot_be_read_is_built_anew() {
    let folder = linked();
    let first = check(folder.path(), &[]);
    let cache = cache_of(folder.path()).remove(0);
    let whole = fs::read(&cache).unwrap();
    for broken in [&b""[..], b"nonsense", &whole[..whole.len() / 2]] {
        fs::write(&cache, broken).unwrap();
        assert_eq!(check(folder.path(), &[]), first);
        assert_eq!(fs::read(&cache).unwrap().len(), whole.len());
    }
    // A file where the folder should be: there is no cache, and all else is as ever.
    fs::remove_dir_all(folder.path().join(".heaplight_cache")).unwrap();
    write(folder.path(), ".heaplight_cache", "");
    assert_eq!(check(folder.path(), &[]), first);
}

#[test]
fn fixes_and_notebooks_go_through_the_cache() {
    let folder = linked();
    let notebook = r#"{"cells": [{"cell_type": "code", "source": ["!ls\n", "t = sum([x for x in range(100_000)])"]}], "nbformat": 4}"#;
    write(folder.path(), "n.ipynb", notebook);
    let before = check(folder.path(), &[]);
    assert!(before.contains("n.ipynb"));
    assert_eq!(check(folder.path(), &[]), before);
    heaplight(folder.path(), &["check", "--fix"]);
    assert!(!check(folder.path(), &[]).contains("n.ipynb"));
}

#[test]
fn clean_removes_the_cache_and_nothing_else() {
    let folder = linked();
    let clean = |more: &[&str]| heaplight(folder.path(), &[&["clean"], more].concat());
    assert_eq!((clean(&[]).status.code(), clean(&[]).stderr), (Some(0), Vec::new()), "nothing there, nothing to do");
    check(folder.path(), &[]);
    let said = String::from_utf8(clean(&[]).stderr).unwrap();
    assert!(said.starts_with("Removed ") && said.ends_with(".heaplight_cache.\n"), "{said}");
    assert!(!folder.path().join(".heaplight_cache").exists());
    fs::create_dir(folder.path().join("empty")).unwrap();
    heaplight(folder.path(), &["check", "--cache-dir", "empty"]);
    assert_eq!(clean(&["--cache-dir", "empty"]).status.code(), Some(0), "a folder that was there and empty");
    assert!(!folder.path().join("empty").exists());
    let refused = clean(&["--cache-dir", "pkg"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(refused.stderr).unwrap(),
        "error: pkg is no cache of heaplight: nothing was removed\n"
    );
    assert!(folder.path().join("pkg/use.py").exists());
}

#[test]
fn the_folder_can_be_chosen() {
    let folder = linked();
    heaplight(folder.path(), &["check", "--cache-dir", "a/b"]);
    assert!(folder.path().join("a/b/CACHEDIR.TAG").is_file());
    command(folder.path(), &["check"]).env("HEAPLIGHT_CACHE_DIR", "c").output().unwrap();
    assert!(folder.path().join("c/CACHEDIR.TAG").is_file() && cache_of(folder.path()).is_empty());
    let inner = folder.path().join("pkg");
    write(folder.path(), "pyproject.toml", "");
    heaplight(&inner, &["check"]);
    assert_eq!(cache_of(folder.path()).len(), 1, "in the project's root");
    command(folder.path(), &["check"]).env("HEAPLIGHT_NO_CACHE", "1").env("HEAPLIGHT_CACHE_DIR", "d").output().unwrap();
    assert!(!folder.path().join("d").exists());
}
