//! The binary under test.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use heaplight::{
    annotations::{self, HintLevel},
    config::{PythonVersion, Settings},
    facts::{self, Source, SourceKind},
    syntax,
};
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
    check_with(path, target_version, None)
}

/// As [`check`], with a rule that is off by itself.
pub fn check_with(path: &Path, target_version: PythonVersion, rule: Option<&str>) -> Vec<Finding> {
    let asked = rule.map(|rule| format!("--severity={rule}=info"));
    let output = heaplight()
        .args(["check", "--output-format", "json", "--exit-zero", "--target-version", &target_version.to_string()])
        .args(asked)
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

/// Line (1-based) and label of every hint that an editor shows beside a text.
pub fn hints(text: &str, target_version: PythonVersion) -> Vec<(u64, String)> {
    hints_at(HintLevel::Surprises, text, target_version)
}

/// As [`hints`], at any level.
pub fn hints_at(level: HintLevel, text: &str, target_version: PythonVersion) -> Vec<(u64, String)> {
    let settings = Settings { target_version, ..Settings::default() };
    let facts = facts::analyze_all(&syntax::parse(text), Source { text, kind: SourceKind::Module }, &settings);
    let line = |offset: u32| text[..offset as usize].matches('\n').count() as u64 + 1;
    let hints = annotations::hints(&facts, text, level);
    hints.into_iter().map(|hint| (line(hint.offset), hint.label)).collect()
}
