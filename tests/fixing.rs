//! `check --fix` on files: what is written, what is left alone, what is said.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

fn heaplight(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const SAFE: &str = "total = sum([x * x for x in range(100_000)])\n";
const SAFELY_FIXED: &str = "total = sum(x * x for x in range(100_000))\n";
const BUG: &str = "def f(a, b=[]):\n    b.append(a)\n    return b\n";
const BUG_FIXED: &str = "def f(a, b=None):\n    if b is None:\n        b = []\n    b.append(a)\n    return b\n";

/// A folder with one file.
fn with(bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.py"), bytes).unwrap();
    folder
}

fn content(folder: &tempfile::TempDir) -> Vec<u8> {
    fs::read(folder.path().join("a.py")).unwrap()
}

#[test]
fn fix_makes_safe_fixes_and_more_if_asked() {
    let source = format!("{SAFE}{BUG}");
    let folder = with(source.as_bytes());
    let output = heaplight(folder.path(), &["check", "--fix", "--show-fixes", "--output-format", "concise"]);
    assert_eq!(text(&content(&folder)), format!("{SAFELY_FIXED}{BUG}"));
    assert_eq!(output.status.code(), Some(1), "the bug is left");
    assert!(text(&output.stdout).starts_with("a.py:2:12: warning[mutable-default-mutated]"), "{output:?}");
    let more = "note: more can be fixed: 1 with `--fix-bugs`\n";
    let fixed = "Fixed 1 finding in 1 file.\n  a.py: 1 × list-consumed-by-aggregate: use a generator\n";
    assert_eq!(text(&output.stderr), format!("{fixed}{more}"));
    let output = heaplight(folder.path(), &["check", "--diff"]);
    let nothing = "note: nothing to fix without more options: 1 with `--fix-bugs`\n";
    assert_eq!((text(&output.stdout), text(&output.stderr)), (String::new(), nothing.to_owned()));

    let output = heaplight(folder.path(), &["check", "--fix", "--fix-bugs", "--output-format", "concise"]);
    assert_eq!(text(&content(&folder)), format!("{SAFELY_FIXED}{BUG_FIXED}"));
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()));
}

#[test]
fn a_diff_touches_nothing() {
    let folder = with(SAFE.as_bytes());
    let output = heaplight(folder.path(), &["check", "--diff"]);
    assert_eq!(text(&content(&folder)), SAFE);
    assert_eq!(text(&output.stdout), format!("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-{SAFE}+{SAFELY_FIXED}"));
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), "Would fix 1 finding in 1 file.\n".into()));

    let folder = with(SAFELY_FIXED.as_bytes());
    let output = heaplight(folder.path(), &["check", "--diff"]);
    assert_eq!(
        (output.status.code(), text(&output.stdout), text(&output.stderr)),
        (Some(0), String::new(), String::new())
    );
}

#[test]
fn encoding_mark_and_line_ends_stay() {
    for (before, after) in [
        (
            b"\xef\xbb\xbfs = '\xc3\xa9'\r\nt = sum([x for x in range(100_000)])\r\n".to_vec(),
            b"\xef\xbb\xbfs = '\xc3\xa9'\r\nt = sum(x for x in range(100_000))\r\n".to_vec(),
        ),
        (
            b"# coding: latin-1\ns = '\xe9'\nt = sum([x for x in range(100_000)])".to_vec(),
            b"# coding: latin-1\ns = '\xe9'\nt = sum(x for x in range(100_000))".to_vec(),
        ),
        (
            b"t = sum([x for x in range(100_000)])\ru = 1".to_vec(),
            b"t = sum(x for x in range(100_000))\ru = 1".to_vec(),
        ),
    ] {
        let folder = with(&before);
        heaplight(folder.path(), &["check", "--fix"]);
        assert_eq!(content(&folder), after);
    }
}

#[test]
fn what_is_clean_or_suppressed_is_not_written() {
    for source in [
        SAFELY_FIXED.to_owned(),
        SAFE.replace('\n', "  # heaplight: ignore[list-consumed-by-aggregate]\n"),
        "x = = 1\n".into(),
    ] {
        let folder = with(source.as_bytes());
        let before = fs::metadata(folder.path().join("a.py")).unwrap().modified().unwrap();
        heaplight(folder.path(), &["check", "--fix", "--unsafe-fixes", "--fix-bugs"]);
        assert_eq!(text(&content(&folder)), source);
        assert_eq!(fs::metadata(folder.path().join("a.py")).unwrap().modified().unwrap(), before);
    }
}

#[test]
fn a_protected_file_is_told() {
    let folder = with(SAFE.as_bytes());
    let path = folder.path().join("a.py");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let output = heaplight(folder.path(), &["check", "--fix", "--output-format", "concise"]);
    assert_eq!(text(&output.stderr), "error: a.py: permission denied: make it writable\n");
    assert_eq!((output.status.code(), text(&content(&folder))), (Some(2), SAFE.into()));
    assert!(text(&output.stdout).contains("list-consumed-by-aggregate"), "the finding is still there");
}

#[test]
fn standard_input_is_fixed_on_standard_output() {
    let child = Command::new(env!("CARGO_BIN_EXE_heaplight"))
        .args(["check", "--fix", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), SAFE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout), SAFELY_FIXED);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), "Fixed 1 finding in 1 file.\n".into()));
}
