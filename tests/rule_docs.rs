//! Every rule's own documentation: complete, and its examples are true for us and for CPython.

mod common;

use std::fs;

use common::{
    blocks::{Part, Program, execute},
    heaplight::{Finding, check_with, heaplight},
    python,
};
use heaplight::{
    config::PythonVersion,
    diagnostic::Severity,
    rules::{self, Rule},
};

const SECTIONS: [&str; 7] = ["What", "Why", "When it is silent", "Bad", "Good", "Fix safety", "References"];

/// The rules that must be there. Add a rule's name with the rule.
const EXPECTED: &[&str] = &[
    "mutable-default-mutated",
    "mutable-default-escapes",
    "mutable-default-passed-on",
    "mutable-default-readonly",
    "stale-call-default",
    "contextvar-mutable-default",
    "exhausted-iterator-default",
    "mutable-class-attr-mutated",
    "class-attr-augassign-split",
    "dataclass-field-shared-instance",
    "fromkeys-shared-value",
    "repeated-mutable-sequence",
    "late-binding-closure",
    "del-does-not-free",
    "redundant-alias-keeps-alive",
    "exception-outlives-handler",
    "exception-frame-cycle",
    "cached-method-pins-self",
    "bound-method-in-finalizer",
    "dangling-task",
    "weakkey-value-refs-key",
    "large-object-outlives-use",
    "loop-var-pins-last",
    "dead-weakref",
    "view-pins-buffer",
    "generator-pins-frame",
    "list-consumed-by-aggregate",
    "list-iterated-once",
    "readlines-materialised",
    "exhausted-generator-reused",
    "mutate-while-iterating",
    "list-built-only-to-count",
    "list-for-first",
    "redundant-snapshot",
    "unbounded-module-cache",
    "generator-for-join",
    "quadratic-concat",
    "self-cycle-large",
    "del-method-in-cycle",
    "unbounded-memo",
    "builds-list-all-callers-iterate",
    "slots-opportunity",
    "boxed-number-sequence",
];

#[test]
fn the_expected_rules_exist() {
    let names: Vec<&str> = rules::all().map(|rule| rule.name).collect();
    for &name in EXPECTED {
        assert!(names.contains(&name), "no rule `{name}` in heaplight::rules, only {names:?}");
    }
}

#[test]
fn sections_are_complete() {
    let mut faults = Vec::new();
    for rule in rules::all() {
        let found: Vec<&str> = sections(rule.docs).iter().map(|section| section.title).collect();
        for title in SECTIONS {
            if !found.contains(&title) {
                faults.push(format!("{}: no section `{title}` in {found:?}", rule.name));
            }
        }
        for title in ["Bad", "Good"] {
            if examples(rule.docs, title).is_empty() {
                faults.push(format!("{}: no Python example under `{title}`", rule.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn cpython_agrees_with_the_examples() {
    let parts: Vec<(String, Part)> = rules::all()
        .flat_map(|rule| ["Bad", "Good"].map(|title| (rule, title)))
        .flat_map(|(rule, title)| {
            examples(rule.docs, title).into_iter().map(move |part| (format!("{}, {title}", rule.name), part))
        })
        .collect();
    let mut failures = Vec::new();
    for python in python::all() {
        let programs: Vec<Program> = parts
            .iter()
            .map(|(name, part)| Program { name: name.clone(), file: "docs of the rule", parts: vec![part] })
            .collect();
        failures.extend(execute(python, &programs));
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn bad_fires_and_good_does_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("example.py");
    let mut faults = Vec::new();
    for rule in rules::all() {
        for part in examples(rule.docs, "Bad") {
            fs::write(&path, &part.source).expect("a writable folder");
            let found = check_with(&path, PythonVersion::DEFAULT, asked(rule));
            if !found.iter().any(|finding| finding.rule == rule.name) {
                faults.push(format!("{}: the bad example does not fire, only {found:?}", rule.name));
            }
        }
        for part in examples(rule.docs, "Good") {
            fs::write(&path, &part.source).expect("a writable folder");
            let found = check_with(&path, PythonVersion::DEFAULT, asked(rule));
            if !found.is_empty() {
                faults.push(format!("{}: the good example is not silent: {found:?}", rule.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A rule that says nothing of a fix has none, and any other fixes its own bad examples: the finding goes, what is left
/// is Python on every version, a second run changes nothing, and after a safe fix the example's assertions still hold.
#[test]
fn fixes_do_what_they_say() {
    let mut faults = Vec::new();
    let mut fixed: Vec<(String, Part)> = Vec::new();
    for rule in rules::all() {
        let without = text_of(rule.docs, "Fix safety").starts_with("There is no automatic fix");
        for part in examples(rule.docs, "Bad") {
            let all = fix(&part.source, rule.name, &["--unsafe-fixes", "--fix-bugs"]);
            if (all == part.source) != without {
                faults.push(format!("{}: `Fix safety` and the fix disagree:\n{all}", rule.name));
            }
            if all == part.source {
                continue;
            }
            if !findings(&all, rule).is_empty() {
                faults.push(format!("{}: the fix does not remove the finding:\n{all}", rule.name));
            }
            if fix(&all, rule.name, &["--unsafe-fixes", "--fix-bugs"]) != all {
                faults.push(format!("{}: a second run changes something:\n{all}", rule.name));
            }
            let compiles = format!("compile({}, 'fixed', 'exec')\n", serde_json::json!(all));
            fixed.push((format!("{}, fixed", rule.name), Part { line: part.line, source: compiles }));
            let safe = fix(&part.source, rule.name, &[]);
            fixed.push((format!("{}, fixed safely", rule.name), Part { line: part.line, source: safe }));
        }
    }
    for python in python::all() {
        let program = |(name, part): &'_ (String, Part)| (name.clone(), part.clone());
        let parts: Vec<(String, Part)> = fixed.iter().map(program).collect();
        let programs: Vec<Program> = parts
            .iter()
            .map(|(name, part)| Program { name: name.clone(), file: "docs of the rule", parts: vec![part] })
            .collect();
        faults.extend(execute(python, &programs));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What `check --fix` makes of a text.
fn fix(source: &str, rule: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("example.py");
    fs::write(&path, source).expect("a writable folder");
    let arguments = ["check", "--fix", "--exit-zero", "--select", rule];
    let output = heaplight().args(arguments).args(more).arg(&path).output().expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(&path).expect("the example")
}

/// A rule that is off by itself has to be asked for.
fn asked(rule: &Rule) -> Option<&'static str> {
    (rule.severity == Severity::Off).then_some(rule.name)
}

fn findings(source: &str, rule: &Rule) -> Vec<Finding> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("example.py");
    fs::write(&path, source).expect("a writable folder");
    check_with(&path, PythonVersion::DEFAULT, asked(rule))
        .into_iter()
        .filter(|finding| finding.rule == rule.name)
        .collect()
}

fn text_of<'d>(docs: &'d str, title: &str) -> &'d str {
    let heading = format!("## {title}\n");
    docs.split_once(&heading).map_or("", |(_, text)| text.trim_start())
}

#[test]
fn sections_are_read_as_described() {
    let docs = "# r\n## What\nText.\n## Bad\n```python\n# a comment\nx = 1\n```\nand\n```text\nno\n```\n```python\ny = 2\n```\n";
    assert_eq!(sections(docs).iter().map(|section| section.title).collect::<Vec<_>>(), ["r", "What", "Bad"]);
    let bad: Vec<(usize, String)> = examples(docs, "Bad").into_iter().map(|part| (part.line, part.source)).collect();
    assert_eq!(bad, [(6, "# a comment\nx = 1\n".to_owned()), (14, "y = 2\n".to_owned())]);
    assert!(examples(docs, "Good").is_empty());
}

struct Section<'a> {
    title: &'a str,
    /// Its Python fences.
    examples: Vec<Part>,
}

fn sections(docs: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut lines = docs.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if let Some(title) = line.strip_prefix('#') {
            sections.push(Section { title: title.trim_start_matches('#').trim(), examples: Vec::new() });
        } else if let Some(info) = line.strip_prefix("```") {
            let source = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
            let source: String = source.map(|line| format!("{line}\n")).collect();
            if let (Some(section), "python") = (sections.last_mut(), info) {
                section.examples.push(Part { line: index + 2, source });
            }
        }
    }
    sections
}

fn examples(docs: &str, title: &str) -> Vec<Part> {
    sections(docs).into_iter().filter(|section| section.title == title).flat_map(|section| section.examples).collect()
}
