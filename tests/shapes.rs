//! The formats of others, as their owners describe them: what must be there, what may be there, and nothing else.

use std::{fs, process::Command};

use roxmltree::{Document, Node};
use serde_json::Value;

/// Findings of all severities, a story, fixes of one edit and of many, two equal lines, and characters that XML lacks.
const FILES: [(&str, &str); 4] = [
    ("a b/<é>&\".py", "def f(a, b=[]):\n    b.append(a)\n    return b\nt = sum([x for x in range(100_000)])\n"),
    ("same.py", "t = sum([x for x in range(100_000)])\nt = sum([x for x in range(100_000)])\n"),
    ("broken.py", "x = = 1\ny = 'é'; z = = 2  # heaplight: ignore\n"),
    (
        "n.ipynb",
        r#"{"cells": [{"cell_type": "code", "source": ["!ls\n", "t = sum([x for x in range(100_000)])"]}], "nbformat": 4}"#,
    ),
];

fn of(format: &str, files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.args(["check", "--no-cache", "--output-format", format, "--severity", "list-consumed-by-aggregate=info"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// An element of JUnit's XML as Jenkins describes it (xunit-plugin, `junit-10.xsd`): attributes that must be there, that
/// may be there, and children.
struct Element {
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [&'static str],
}

const JUNIT: [Element; 5] = [
    Element {
        name: "testsuites",
        required: &[],
        optional: &["name", "time", "tests", "failures", "errors"],
        children: &["testsuite"],
    },
    Element {
        name: "testsuite",
        required: &["name", "tests", "failures", "errors"],
        optional: &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
        children: &["testsuite", "properties", "testcase", "system-out", "system-err"],
    },
    Element {
        name: "testcase",
        required: &["name"],
        optional: &["time", "classname", "group"],
        children: &["skipped", "error", "failure", "system-out", "system-err"],
    },
    Element { name: "failure", required: &[], optional: &["type", "message"], children: &[] },
    Element { name: "system-out", required: &[], optional: &[], children: &[] },
];

fn check_element(node: Node<'_, '_>) {
    let name = node.tag_name().name();
    let element = JUNIT.iter().find(|element| element.name == name).unwrap_or_else(|| panic!("element {name}"));
    let attributes: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
    assert!(element.required.iter().all(|wanted| attributes.contains(wanted)), "{name} has {attributes:?}");
    let is_known = |attribute: &&str| element.required.contains(attribute) || element.optional.contains(attribute);
    assert!(attributes.iter().all(is_known), "{name} has {attributes:?}");
    for child in node.children().filter(Node::is_element) {
        assert!(element.children.contains(&child.tag_name().name()), "{} in {name}", child.tag_name().name());
        check_element(child);
    }
    if name != "failure" && name != "system-out" {
        let text: String = node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
        assert_eq!(text.trim(), "", "text in {name}");
    }
}

#[test]
fn junit_is_what_jenkins_reads() {
    let number = |node: Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<usize>().unwrap();
    let count = |node: Node<'_, '_>, name: &str| node.descendants().filter(|node| node.has_tag_name(name)).count();
    for files in [&FILES[..], &[]] {
        let text = of("junit", files);
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        check_element(root);
        assert_eq!(root.tag_name().name(), "testsuites");
        for node in root.descendants().filter(|node| node.has_attribute("tests")) {
            assert_eq!(number(node, "tests"), count(node, "testcase"));
            assert_eq!(number(node, "failures"), count(node, "failure"));
        }
        assert_eq!(count(root, "failure") > 0, !files.is_empty());
        assert_eq!(count(root, "system-out") > 0, !files.is_empty(), "findings of severity info pass");
    }
}

fn object<'v>(value: &'v Value, required: &[&str], optional: &[&str]) -> &'v serde_json::Map<String, Value> {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    assert!(required.iter().all(|key| object.contains_key(*key)), "{required:?} in {value}");
    let is_known = |key: &&str| required.contains(key) || optional.contains(key);
    assert!(object.keys().all(|key| is_known(&key.as_str())), "only {required:?} and {optional:?} in {value}");
    object
}

fn number(value: &Value) -> u64 {
    let number = value.as_u64().unwrap_or_else(|| panic!("no number: {value}"));
    assert!(number >= 1, "places count from 1");
    number
}

#[test]
fn gitlab_is_what_its_documentation_asks_for() {
    let document: Value = serde_json::from_str(&of("gitlab", &FILES)).unwrap();
    let mut fingerprints = Vec::new();
    for issue in document.as_array().unwrap() {
        let keys = ["description", "check_name", "fingerprint", "severity", "location"];
        let issue = object(issue, &keys, &[]);
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        let location = object(&issue["location"], &["path", "lines"], &[]);
        let path = location["path"].as_str().unwrap();
        assert!(!path.starts_with("./") && !path.starts_with('/'), "relative to the repository: {path}");
        let lines = object(&location["lines"], &["begin"], &["end"]);
        assert!(number(&lines["begin"]) <= number(&lines["end"]));
        fingerprints.push(issue["fingerprint"].as_str().unwrap().to_owned());
    }
    assert!(fingerprints.len() >= 6, "{document}");
    let all = fingerprints.len();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), all, "two findings are two");
    assert_eq!(of("gitlab", &[]), "[]\n");
}

/// `proto/rdf/jsonschema/DiagnosticResult.json` of reviewdog.
#[test]
fn rdjson_is_what_reviewdog_reads() {
    let document: Value = serde_json::from_str(&of("rdjson", &FILES)).unwrap();
    let result = object(&document, &["source", "diagnostics"], &["severity"]);
    assert_eq!(object(&result["source"], &["name"], &["url"])["name"], "heaplight");
    let check_range = |range: &Value| {
        let range = object(range, &["start"], &["end"]);
        range.values().for_each(|place| {
            object(place, &["line"], &["column"]).values().for_each(|n| assert!(number(n) > 0));
        });
    };
    for diagnostic in result["diagnostics"].as_array().unwrap() {
        let optional = ["severity", "source", "code", "suggestions", "original_output"];
        let diagnostic = object(diagnostic, &["message", "location"], &optional);
        assert!(diagnostic["message"].is_string());
        assert!(["ERROR", "WARNING", "INFO"].contains(&diagnostic["severity"].as_str().unwrap()));
        assert!(object(&diagnostic["code"], &["value"], &["url"])["value"].is_string());
        check_range(&object(&diagnostic["location"], &["path"], &["range"])["range"]);
        for suggestion in diagnostic["suggestions"].as_array().unwrap() {
            let suggestion = object(suggestion, &["range", "text"], &[]);
            check_range(&suggestion["range"]);
            assert!(suggestion["text"].is_string());
        }
    }
    assert!(result["diagnostics"].as_array().unwrap().len() >= 6);
}
