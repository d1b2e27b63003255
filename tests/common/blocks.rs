//! Blocks of Python in documents, executed by CPython: many in one interpreter process.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{python::Python, repository};

/// Code, and the line of its document on which it starts (1-based).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub line: usize,
    pub source: String,
}

/// What is executed in one namespace, in this order.
pub struct Program<'a> {
    pub name: String,
    pub file: &'a str,
    pub parts: Vec<&'a Part>,
}

/// Runs them all; the answer has one entry, name and traceback, per program that raised.
pub fn execute(python: &Python, programs: &[Program]) -> Vec<String> {
    let input: Vec<Value> = programs
        .iter()
        .map(|program| {
            let parts: Vec<Value> =
                program.parts.iter().map(|part| json!({ "line": part.line, "source": part.source })).collect();
            json!({ "name": program.name, "file": program.file, "parts": parts })
        })
        .collect();
    let mut child = Command::new(&python.path)
        .args(["-X", "utf8"])
        .arg(repository("tests/common/run_blocks.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("CPython starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(Value::from(input).to_string().as_bytes()).expect("CPython reads");
    drop(stdin);
    let output = child.wait_with_output().expect("CPython ends");
    let failures: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("CPython {}: {error}: {}", python.version, String::from_utf8_lossy(&output.stderr))
    });
    failures
        .iter()
        .map(|failure| {
            let text = |key: &str| failure[key].as_str().unwrap_or_default();
            format!("CPython {}: {}\n{}", python.version, text("name"), text("error"))
        })
        .collect()
}
