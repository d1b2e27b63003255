//! Findings for every format: what is hard to write down in XML, JSON or one line.

use std::{fs, path::Path};

use super::heaplight::heaplight;

/// Findings of all severities, a story, fixes of one edit and of many, two equal lines, a finding on many lines, and
/// characters that XML lacks.
pub const FILES: &[(&str, &str)] = &[
    ("a b/<é>&\".py", "def f(a, b=[]):\n    b.append(a)\n    return b\nt = sum([x for x in range(100_000)])\n"),
    ("same.py", "t = sum([x for x in range(100_000)])\nt = sum([x for x in range(100_000)])\n"),
    ("lines.py", "t = sum([\n    x for x in range(100_000)\n])\n"),
    ("broken.py", "x = = 1\ny = 'é'; z = = 2  # heaplight: ignore\n"),
    ("comma, 100%: c.py", "x = = 1\n"),
    ("bell\u{7}\u{ffff}.py", "x = = 1\n"),
    ("n.ipynb", NOTEBOOK),
];

const NOTEBOOK: &str =
    r#"{"cells": [{"cell_type": "code", "source": ["!ls\n", "t = sum([x for x in range(100_000)])"]}], "nbformat": 4}"#;

pub fn write_files(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// What `check` prints on these files.
pub fn written(format: &str, files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(folder.path(), files);
    let mut check = heaplight();
    check.args(["check", "--no-cache", "--output-format", format, "--severity", "list-consumed-by-aggregate=info"]);
    let output = check.current_dir(folder.path()).output().expect("the binary starts");
    String::from_utf8(output.stdout).expect("UTF-8")
}
