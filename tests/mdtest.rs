//! Literate tests: what the documents under `tests/mdtest` say is checked by CPython and by our analysis.
//! `tests/mdtest/README.md` explains how they are written.

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use common::{
    blocks::{Part, Program, execute},
    files_in,
    heaplight::{Finding, check_for, hints_at},
    python::{self, say},
    repository,
};
use heaplight::{annotations::HintLevel, config::PythonVersion, diagnostic::Severity, rules};

/// Findings must not depend on the version where the language does not: oldest, default and newest.
const ANALYSED: [PythonVersion; 3] = [PythonVersion::PY39, PythonVersion::DEFAULT, PythonVersion::PY314];

/// The documents in which every hint of a level is expected, and no other is shown.
const HINTS: &str = "tests/mdtest/hints.md";
const HINTS_OF: [(&str, HintLevel); 2] = [(HINTS, HintLevel::Surprises), ("tests/mdtest/hints-all.md", HintLevel::All)];

/// A rule's document holds at least so many disguises, and as many look-alikes.
const ENOUGH: usize = 8;

#[derive(Debug)]
struct Block {
    file: String,
    heading: String,
    code: Part,
    proofs: Vec<Part>,
    cpython: Cpython,
}

#[derive(Debug, PartialEq, Eq)]
enum Cpython {
    Since(u8),
    Skip,
}

/// `# error: [rule] "text"` on a line of the block (1-based).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expectation {
    line: u64,
    rule: String,
    text: Option<String>,
}

#[test]
fn cpython_agrees() {
    let blocks = all_blocks();
    let mut failures = Vec::new();
    for python in python::all() {
        let programs: Vec<Program> = blocks
            .iter()
            .filter(|block| matches!(block.cpython, Cpython::Since(minor) if minor <= python.version.minor()))
            .map(Block::program)
            .collect();
        failures.extend(execute(python, &programs));
        say(&format!("mdtest: {} blocks executed by CPython {}", programs.len(), python.version));
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn analysis_agrees() {
    let blocks = all_blocks();
    let mut failures = Vec::new();
    for version in ANALYSED {
        let here: Vec<&Block> = blocks
            .iter()
            .filter(|block| !matches!(block.cpython, Cpython::Since(since) if since > version.minor()))
            .collect();
        let found = findings(&here, version);
        for (index, block) in here.iter().enumerate() {
            let none = Vec::new();
            for line in disagreements(&block.expectations(), found.get(&index).unwrap_or(&none)) {
                failures.push(format!("{}:{} ({}), {version}: {line}", block.file, block.code.line, block.heading));
            }
        }
    }
    let (total, failed) = (blocks.len(), failures.len());
    assert!(failures.is_empty(), "{failed} disagreements in {total} blocks:\n{}", failures.join("\n"));
}

#[test]
fn hints_agree() {
    let mut failures = Vec::new();
    for (document, level) in HINTS_OF {
        let blocks = blocks_of(&repository(document));
        for version in ANALYSED {
            for block in
                blocks.iter().filter(|b| !matches!(b.cpython, Cpython::Since(since) if since > version.minor()))
            {
                let (expected, shown) = (block.hints(), hints_at(level, &block.code.source, version));
                if expected != shown {
                    let place = format!("{}:{} ({})", block.file, block.code.line, block.heading);
                    failures.push(format!("{place}, {version}: expected {expected:?}, shown {shown:?}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn hints_have_enough_examples() {
    let blocks = blocks_of(&repository(HINTS));
    for label in ["same object as", "for all calls", "still held by", "frees", "__del__ runs here"] {
        let shown = blocks.iter().filter(|b| b.hints().iter().any(|(_, hint)| hint.contains(label))).count();
        assert!(shown >= 2, "`{label}`: {shown} blocks");
    }
    let silent = blocks.iter().filter(|b| b.hints().is_empty()).count();
    assert!(silent >= ENOUGH, "{silent} look-alikes");
}

#[test]
fn rules_have_enough_examples() {
    for path in files_in(&repository("tests/mdtest/rules"), "md") {
        let rule = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let blocks = blocks_of(&path);
        let found = blocks.iter().filter(|b| b.expectations().iter().any(|e| e.rule == rule)).count();
        let silent = blocks.iter().filter(|b| b.expectations().is_empty()).count();
        assert!(found >= ENOUGH && silent >= ENOUGH, "{rule}: {found} disguises, {silent} look-alikes");
    }
}

#[test]
fn documents_are_read_as_described() {
    let text = "# One\n```python\nx = [[]] * 2  # error: [a-b] \"line 3\"  # error: [c]\n```\n\n```python proof\n\
                assert x\n```\n## Two\n```python\n# cpython: 3.10+\nmatch 1:\n    case 1: pass\n```\n```text\nno\n```\n";
    let blocks = parse("doc.md", text);
    assert_eq!(blocks.len(), 2);
    assert_eq!((blocks[0].heading.as_str(), blocks[0].code.line, blocks[0].proofs.len()), ("One", 3, 1));
    assert_eq!(blocks[0].proofs[0], Part { line: 7, source: "assert x\n".into() });
    assert_eq!(blocks[1].cpython, Cpython::Since(10));
    let expected =
        |rule: &str, text: Option<&str>| Expectation { line: 1, rule: rule.into(), text: text.map(Into::into) };
    assert_eq!(blocks[0].expectations(), [expected("a-b", Some("line 3")), expected("c", None)]);

    let finding = |line, rule: &str, message: &str| Finding {
        path: String::new(),
        line,
        rule: rule.into(),
        message: message.into(),
    };
    let expectations = blocks[0].expectations();
    assert!(disagreements(&expectations, &[finding(1, "a-b", "see line 3"), finding(1, "c", "")]).is_empty());
    assert_eq!(disagreements(&expectations, &[finding(1, "a-b", "see line 4"), finding(1, "c", "")]).len(), 2);
    assert_eq!(disagreements(&expectations, &[finding(2, "c", "")]).len(), 3);
    assert_eq!(disagreements(&[], &[finding(1, "c", "")]).len(), 1);
}

#[test]
fn false_documents_fail_on_cpython() {
    let blocks = parse("doc.md", "# False\n```python\nx = 1\n```\n```python proof\nassert x == 2\n```\n");
    let failures = execute(python::newest(), &[blocks[0].program()]);
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains("line 6") && failures[0].contains("AssertionError"), "{}", failures[0]);
}

impl Block {
    fn program(&self) -> Program<'_> {
        let parts = std::iter::once(&self.code).chain(&self.proofs).collect();
        Program { name: format!("{}:{} ({})", self.file, self.code.line, self.heading), file: &self.file, parts }
    }

    /// Line and label of each `# hint: label`.
    fn hints(&self) -> Vec<(u64, String)> {
        let lines = (1..).zip(self.code.source.lines());
        let marked = lines.filter_map(|(line, source)| Some((line, source.split_once("# hint: ")?.1)));
        marked.map(|(line, rest)| (line, rest.split("  #").next().unwrap_or(rest).trim().to_owned())).collect()
    }

    fn expectations(&self) -> Vec<Expectation> {
        let lines = self.code.source.lines().enumerate();
        lines.flat_map(|(index, line)| expectations_of(index as u64 + 1, line)).collect()
    }
}

fn expectations_of(line: u64, source: &str) -> Vec<Expectation> {
    let comments = source.split("# error: [").skip(1);
    comments
        .map(|comment| {
            let (rule, rest) = comment.split_once(']').unwrap_or_else(|| panic!("no `]` in `{source}`"));
            let text = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            Expectation { line, rule: rule.to_owned(), text: text.map(|(text, _)| text.to_owned()) }
        })
        .collect()
}

/// What was expected and not found, and what was found and not expected.
fn disagreements(expectations: &[Expectation], findings: &[Finding]) -> Vec<String> {
    let mut left: Vec<&Finding> = findings.iter().collect();
    let mut lines = Vec::new();
    for expected in expectations {
        let met = left.iter().position(|finding| {
            let text = expected.text.as_deref().unwrap_or_default();
            finding.line == expected.line && finding.rule == expected.rule && finding.message.contains(text)
        });
        match met {
            Some(index) => drop(left.remove(index)),
            None => {
                let text = expected.text.as_ref().map(|text| format!(" with \"{text}\"")).unwrap_or_default();
                lines.push(format!("line {} of the block: no [{}]{text}", expected.line, expected.rule));
            }
        }
    }
    lines.extend(left.iter().map(|f| format!("line {} of the block: unexpected [{}] {}", f.line, f.rule, f.message)));
    lines
}

/// One run of the binary for each rule that is off by default and one for all else, the blocks each in a file named by its index.
fn findings(blocks: &[&Block], target_version: PythonVersion) -> BTreeMap<usize, Vec<Finding>> {
    let folder = tempfile::Builder::new().prefix("mdtest").tempdir().expect("a temporary folder");
    // A rule that is off by default is asked for in its own document alone.
    let mut by_rule: BTreeSet<String> = BTreeSet::new();
    for (index, block) in blocks.iter().enumerate() {
        let rule = Path::new(&block.file).file_stem().expect("a name").to_string_lossy().into_owned();
        let off = rules::all().any(|r| r.name == rule && r.severity == Severity::Off);
        let rule = if off { rule } else { "any".to_owned() };
        fs::create_dir_all(folder.path().join(&rule)).expect("a writable folder");
        let name = format!("block_{index}.py");
        fs::write(folder.path().join(&rule).join(name), &block.code.source).expect("a writable folder");
        by_rule.insert(rule);
    }
    let mut by_block: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    let all = by_rule.iter().flat_map(|rule| check_for(Some(rule), &folder.path().join(rule), target_version));
    for finding in all {
        let stem = Path::new(&finding.path).file_stem().expect("a file").to_string_lossy().into_owned();
        let index = stem.strip_prefix("block_").and_then(|index| index.parse().ok());
        by_block
            .entry(index.unwrap_or_else(|| panic!("a path we did not write: {finding:?}")))
            .or_default()
            .push(finding);
    }
    by_block
}

fn all_blocks() -> Vec<Block> {
    let root = repository("tests/mdtest");
    let mut folders = vec![root.clone()];
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        files.extend(files_in(&folder, "md").into_iter().filter(|path| *path != root.join("README.md")));
        folders.extend(fs::read_dir(&folder).expect("a folder").flatten().map(|e| e.path()).filter(|p| p.is_dir()));
    }
    let blocks: Vec<Block> = files.iter().flat_map(|path| blocks_of(path)).collect();
    assert!(!blocks.is_empty(), "no blocks under tests/mdtest");
    blocks
}

fn blocks_of(path: &Path) -> Vec<Block> {
    let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string();
    parse(&name, &fs::read_to_string(path).expect("a readable document"))
}

fn parse(file: &str, text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut heading = String::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if let Some(title) = line.strip_prefix('#') {
            heading = title.trim_start_matches('#').trim().to_owned();
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let source: String =
            lines.by_ref().take_while(|(_, line)| *line != "```").map(|(_, line)| format!("{line}\n")).collect();
        let code = Part { line: index + 2, source };
        match info {
            "python" => {
                let cpython = cpython_of(&code.source);
                blocks.push(Block {
                    file: file.to_owned(),
                    heading: heading.clone(),
                    code,
                    proofs: Vec::new(),
                    cpython,
                });
            }
            "python proof" => {
                let block = blocks.last_mut().unwrap_or_else(|| panic!("{file}:{}: a proof of nothing", index + 1));
                block.proofs.push(code);
            }
            other => assert!(!other.contains("python"), "{file}:{}: unknown fence `{other}`", index + 1),
        }
    }
    blocks
}

fn cpython_of(source: &str) -> Cpython {
    let Some(directive) = source.lines().find_map(|line| line.trim().strip_prefix("# cpython: ")) else {
        return Cpython::Since(0);
    };
    if let Some(reason) = directive.strip_prefix("skip") {
        assert!(reason.trim().len() > 10, "say why CPython does not run it: `{directive}`");
        return Cpython::Skip;
    }
    let minor = directive.strip_prefix("3.").and_then(|rest| rest.strip_suffix('+')).and_then(|rest| rest.parse().ok());
    Cpython::Since(minor.unwrap_or_else(|| panic!("unknown directive `{directive}`")))
}
