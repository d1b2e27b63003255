//! The formats of others, as their owners describe them: what must be there, what may be there, and nothing else. Their
//! schemas and readers are asked by `readers.rs`.

mod common;

use common::formats::{FILES, written};
use serde_json::Value;

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
    let document: Value = serde_json::from_str(&written("gitlab", FILES)).unwrap();
    let mut fingerprints = Vec::new();
    for issue in document.as_array().unwrap() {
        let keys = ["type", "categories", "description", "check_name", "fingerprint", "severity", "location"];
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
    assert_eq!(written("gitlab", &[]), "[]\n");
}

/// `proto/rdf/jsonschema/DiagnosticResult.json` of reviewdog.
#[test]
fn rdjson_is_what_reviewdog_reads() {
    let document: Value = serde_json::from_str(&written("rdjson", FILES)).unwrap();
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
