//! What `check` writes is read by who reads it: published schemas, their validators, and the tools of the formats' owners.

mod common;

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use common::{
    consumers::{fetched, node, out, python, run, said, script},
    formats::{FILES, write_files, written},
    heaplight::heaplight,
};
use serde_json::{Value, json};

fn file_with(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    file
}

fn errors(schema: &Value, document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

/// The errors by Jenkins' schema (`junit-10.xsd` of its xunit-plugin), and what junitparser reads.
fn junit(report: &str) -> Value {
    let report = file_with(report);
    let schema = fetched("schemas/junit-10.xsd");
    let read = out(python().arg(script("junit.py")).arg(schema).arg(report.path()));
    serde_json::from_str(&read).expect("JSON")
}

#[test]
fn junit_is_valid_for_jenkins_and_read_by_junitparser() {
    for files in [FILES, &[]] {
        let read = junit(&written("junit", files));
        assert_eq!(read["errors"], json!([]));
        let suites = read["suites"].as_array().expect("suites");
        for suite in suites {
            let cases = suite["cases"].as_array().expect("cases");
            let failed = cases.iter().filter(|case| !case["failures"].as_array().expect("failures").is_empty()).count();
            assert_eq!((&suite["tests"], &suite["failures"]), (&json!(cases.len()), &json!(failed)), "{suite}");
        }
        let failures: u64 = suites.iter().map(|suite| suite["failures"].as_u64().expect("a number")).sum();
        // The mutable default, four syntax errors; what has severity info passes.
        assert_eq!(failures, if files.is_empty() { 0 } else { 5 }, "{read}");
    }
    let wrong = junit(&written("junit", FILES).replace("tests=", "test="));
    assert!(!wrong["errors"].as_array().expect("errors").is_empty(), "the schema can tell");
}

/// What GitLab's own schema of a report's issues asks for (`app/validators/json_schemas/codeclimate.json` of GitLab 17),
/// told anew, with the severities that its reader knows (`lib/gitlab/ci/reports/codequality_reports.rb`).
fn gitlab_schema() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "fingerprint", "severity", "location"],
            "properties": {
                "description": { "type": "string" },
                "fingerprint": { "type": "string" },
                "severity": { "enum": ["unknown", "info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string" },
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": { "begin": { "type": "integer" } },
                        },
                    },
                },
            },
        },
    })
}

#[test]
fn gitlab_reads_the_code_quality_report() {
    let report: Value = serde_json::from_str(&written("gitlab", FILES)).expect("JSON");
    assert_eq!(errors(&gitlab_schema(), &report), Vec::<String>::new());
    let mut wrong = report;
    wrong[0]["location"]["lines"]["begin"] = json!("1");
    assert_eq!(errors(&gitlab_schema(), &wrong).len(), 1);
}

/// TypeScript holds the report against the types of Code Climate's format as npm carries them: no field is missing, none
/// is unknown.
fn code_climate(report: &str) -> String {
    let folder = tempfile::tempdir_in(fetched("")).expect("a folder");
    let file = folder.path().join("report.ts");
    let text = format!("import type {{ Issue }} from 'codeclimate-types'\nexport const report: Issue[] = {report}");
    fs::write(&file, text).expect("written");
    said(&run(node("tsc").args(["--noEmit", "--strict", "--skipLibCheck"]).arg(&file)))
}

#[test]
fn the_code_quality_report_is_one_of_code_climate() {
    let report = written("gitlab", FILES);
    assert_eq!(code_climate(&report).trim(), "");
    assert!(code_climate(&report.replace("\"minor\"", "\"small\"")).contains("not assignable to type"));
    assert!(code_climate(&report.replace("\"check_name\"", "\"check\"")).contains("error TS"));
}

/// `DiagnosticResult` as reviewdog publishes it.
fn reviewdog_schema() -> Value {
    let text = fs::read_to_string(fetched("schemas/DiagnosticResult.jsonschema")).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn reviewdog_reads_rdjson() {
    let text = written("rdjson", FILES);
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(errors(&reviewdog_schema(), &report), Vec::<String>::new());
    let validate = |text: &str| {
        let file = file_with(text);
        run(node("rdformat-validator").args(["--strict", "--no-extra-fields"]).arg(file.path()))
    };
    let output = validate(&text);
    assert!(output.status.success(), "{}", said(&output));
    let mut wrong = report;
    wrong["diagnostics"][0]["location"]["range"]["start"]["line"] = json!("1");
    assert_eq!(errors(&reviewdog_schema(), &wrong).len(), 1);
    assert!(!validate(&wrong.to_string()).status.success());
}

/// The commands are those of GitHub's own toolkit, byte for byte.
#[test]
fn github_would_write_the_same_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    // Formats that are shown beside lines give other places in a notebook.
    let files: Vec<_> = FILES.iter().copied().filter(|(name, _)| !name.ends_with("ipynb")).collect();
    write_files(folder.path(), &files);
    let of = |format: &str| {
        let mut check = heaplight();
        check.args(["check", "--no-cache", "--exit-zero", "--output-format", format]);
        check.args(["--severity", "list-consumed-by-aggregate=info"]);
        out(check.current_dir(folder.path()))
    };
    let toolkit = fetched("node_modules/@actions/core/lib/core.js");
    let mut write = Command::new("node");
    write.arg(script("github.mjs")).arg(toolkit).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = write.spawn().expect("node");
    child.stdin.take().expect("piped").write_all(of("json").as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let (expected, found) = (String::from_utf8(output.stdout).expect("UTF-8"), of("github"));
    // Control characters in names of files are left out where there are no colours.
    let plain = |text: &str| -> Vec<String> { text.lines().map(|line| line.replace('\u{7}', "")).collect() };
    assert_eq!(plain(&found), plain(&expected));
    assert!(found.contains("::notice") && found.contains("::warning") && found.contains("::error"));
    assert!(found.contains("file=comma%2C 100%25%3A c.py,"), "{found}");
}
