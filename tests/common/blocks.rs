//! Blocks of Python in documents, executed by CPython: many in one interpreter process.

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
    let failures = python.run(&repository("tests/common/run_blocks.py"), &Value::from(input));
    let failures = failures.as_array().expect("a list of failures");
    failures
        .iter()
        .map(|failure| {
            let text = |key: &str| failure[key].as_str().unwrap_or_default();
            format!("CPython {}: {}\n{}", python.version, text("name"), text("error"))
        })
        .collect()
}
