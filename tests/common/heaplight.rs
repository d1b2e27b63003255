//! The binary under test.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use heaplight::config::PythonVersion;
use serde_json::Value;

pub const BINARY: &str = env!("CARGO_BIN_EXE_heaplight");

pub fn heaplight() -> Command {
    let mut command = Command::new(BINARY);
    command.stdin(Stdio::null());
    command
}

/// One finding of `check --output-format json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub line: u64,
    pub rule: String,
    pub message: String,
}

/// What `heaplight check` reports on a file or folder, in the order of its output.
pub fn check(path: &Path, target_version: PythonVersion) -> Vec<Finding> {
    let output = heaplight()
        .args(["check", "--output-format", "json", "--exit-zero", "--target-version", &target_version.to_string()])
        .arg(path)
        .output()
        .expect("the binary starts");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| {
        let stderr = String::from_utf8_lossy(&output.stderr);
        panic!("`heaplight check` printed no JSON ({error}), {}: {stdout:.200}\n{stderr:.2000}", output.status)
    });
    assert_eq!(report["schema"], "heaplight.check/1");
    let findings = report["findings"].as_array().expect("a list of findings");
    findings.iter().map(finding).collect()
}

fn finding(value: &Value) -> Finding {
    let text = |key: &str| value[key].as_str().unwrap_or_else(|| panic!("no `{key}` in {value}")).to_owned();
    let line = value["start"]["line"].as_u64().unwrap_or_else(|| panic!("no start line in {value}"));
    Finding { path: text("path"), line, rule: text("rule"), message: text("message") }
}
