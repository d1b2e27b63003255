//! Every output format of `check` on one finding with a story and a fix.

use std::{fs, process::Command};

use serde_json::{Value, json};

const SOURCE: &str = "é = 1\ndef f(a, b=[]):\n    b.append(a)\n    return b\n";
const MESSAGE: &str = "default list of `b` is changed on line 3: all calls share it";

fn run(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a b.py"), SOURCE).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.arg("check").args(arguments).current_dir(folder.path()).env_remove("GITHUB_ACTIONS");
    let output = command.envs(environment.iter().copied()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn of(format: &str) -> String {
    run(&["--output-format", format], &[])
}

fn json_of(format: &str) -> Value {
    serde_json::from_str(&of(format)).unwrap()
}

#[test]
fn sarif() {
    let document = json_of("sarif");
    assert_eq!(document["version"], "2.1.0");
    let driver = &document["runs"][0]["tool"]["driver"];
    let ids: Vec<&str> = driver["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"mutable-default-mutated") && ids.contains(&"unused-ignore"));
    let result = &document["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("mutable-default-mutated"), &json!("warning")));
    assert_eq!(result["message"]["text"], MESSAGE);
    assert_eq!(
        result["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": { "uri": "a%20b.py" },
            "region": { "startLine": 2, "startColumn": 12, "endLine": 2, "endColumn": 14 },
        })
    );
    let related = result["relatedLocations"].as_array().unwrap();
    assert_eq!(related[0]["physicalLocation"]["region"]["startLine"], 3);
    let flow = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    assert_eq!(flow.len(), related.len() + 1, "the story and the finding");
    let replacements = result["fixes"][0]["artifactChanges"][0]["replacements"].as_array().unwrap();
    assert_eq!(replacements[0]["insertedContent"]["text"], "None");
    assert_eq!(
        replacements[1]["deletedRegion"],
        json!({ "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 1 })
    );
}

#[test]
fn github_and_its_actions() {
    let expected = format!(
        "::warning title=heaplight (mutable-default-mutated),file=a b.py,line=2,endLine=2,col=12,endColumn=14::\
         a b.py:2:12: mutable-default-mutated {MESSAGE}\n"
    );
    assert_eq!(of("github"), expected);
    assert_eq!(run(&[], &[("GITHUB_ACTIONS", "true")]), expected, "by itself where GitHub runs it");
    assert_ne!(run(&["--output-format", "full"], &[("GITHUB_ACTIONS", "true")]), expected);
}

#[test]
fn gitlab() {
    let document = json_of("gitlab");
    let [issue] = &document.as_array().unwrap()[..] else { panic!("{document}") };
    assert_eq!(issue["check_name"], "mutable-default-mutated");
    assert_eq!((&issue["severity"], &issue["categories"]), (&json!("minor"), &json!(["Bug Risk"])));
    assert_eq!(issue["location"], json!({ "path": "a b.py", "lines": { "begin": 2, "end": 2 } }));
    assert_eq!(issue["fingerprint"].as_str().unwrap().len(), 16);
}

#[test]
fn junit() {
    let document = of("junit");
    assert!(document.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"heaplight\" tests=\"1\" failures=\"1\""
    ));
    let failure = format!(
        "<failure message=\"{MESSAGE}\" type=\"mutable-default-mutated\">a b.py: line 2, column 12: {MESSAGE}</failure>"
    );
    assert!(document.contains(&failure), "{document}");
}

#[test]
fn rdjson_counts_bytes() {
    let document = json_of("rdjson");
    let diagnostic = &document["diagnostics"][0];
    assert_eq!(diagnostic["location"]["range"]["start"], json!({ "line": 2, "column": 12 }));
    assert_eq!(
        (&diagnostic["severity"], &diagnostic["code"]["value"]),
        (&json!("WARNING"), &json!("mutable-default-mutated"))
    );
    assert_eq!(diagnostic["suggestions"], json!([]), "a suggestion is one replacement, this fix has two");
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let lines: Vec<Value> = of("json-lines").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json!(lines), json_of("json")["findings"]);
    assert_eq!(lines[0]["fixes"][0]["applicability"], "bug-fix");
}

#[test]
fn statistics_and_files() {
    assert_eq!(run(&["--statistics"], &[]), "     1  mutable-default-mutated\n");
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    assert_eq!(run(&["--output-file", path, "--output-format", "full"], &[]), "");
    let written = fs::read_to_string(path).unwrap();
    assert!(written.starts_with("warning[mutable-default-mutated]: default list"), "{written}");
}
