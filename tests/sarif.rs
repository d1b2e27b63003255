//! What `check --output-format sarif` writes is valid by the published schema of SARIF 2.1.0.

use serde_json::Value;
use std::{fs, path::PathBuf, process::Command};

/// Findings with stories and fixes, a syntax error, a name that is no URI as it stands, and text of several bytes.
const FILES: &[(&str, &str)] = &[
    ("a b.py", "é = 1\ndef f(a, b=[]):\n    b.append(a)\n    return b\n"),
    ("broken.py", "def f(:\n    pass\n"),
    ("unused.py", "x = 1  # heaplight: ignore[mutable-default-mutated]\n"),
    ("clean.py", "x = 1\n"),
    (
        "lines.py",
        "def count(path):\n    with open(path) as f:\n        lines = f.readlines()\n    return sum(1 for _ in lines)\n",
    ),
];

/// The schema as the crate `serde-sarif` carries it.
fn schema() -> Value {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    serde_json::from_str(&fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap()).unwrap()
}

fn written(files: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut check = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    let output = check.args(["check", "--output-format", "sarif"]).current_dir(folder.path()).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_is_written_is_valid() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for files in [FILES, &FILES[3..4]] {
        let document = written(files);
        let wrong: Vec<String> =
            validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path)).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{document:#}");
        assert_eq!(document["runs"][0]["results"].as_array().unwrap().is_empty(), files.len() == 1);
    }
}

/// The test above can fail.
#[test]
fn the_schema_tells_what_is_wrong() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut document = written(FILES);
    document["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&document));
}
