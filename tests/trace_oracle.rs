//! What `heaplight trace` claims is what CPython does: every snippet, on every CPython of this machine.

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use common::{
    files_in,
    heaplight::{BINARY, heaplight},
    python::{self, Python, say},
    repository,
};
use heaplight::config::PythonVersion;
use serde_json::Value;

/// Too long for the oracle, which stops at every line: its sizes are measured by `a_million_elements`, and
/// `s6_extra_ref_10k.py` is the same program for the oracle.
const A_MILLION: &str = "s6_extra_ref.py";

/// All objects of the list whose only owner is the list, and the list: what would go with it.
const MEASURE: &str = "
import sys
exec(open(sys.argv[1]).read())
own = [10**9 + len(sys.argv)]
for element in own: alone = sys.getrefcount(element)
retained = sys.getsizeof(large_data)
for element in large_data:
    if sys.getrefcount(element) == alone: retained += sys.getsizeof(element)
print(sys.getsizeof(large_data), retained)";

/// What must be known of the article's snippets and their variants, of all that the oracle knows; raise it, never lower.
const KNOWN_OF_THE_ARTICLE: f64 = 0.95;

#[test]
fn article() {
    let mut snippets = files_in(&repository("tests/article"), "py");
    snippets.retain(|path| !path.ends_with(A_MILLION));
    snippets.extend(files_in(&repository("tests/cases"), "py").into_iter().filter(|path| of_the_article(path)));
    compare_on_all("article", &snippets, KNOWN_OF_THE_ARTICLE);
}

/// Wrong nowhere, however little is known.
#[test]
fn cases() {
    let mut snippets = files_in(&repository("tests/cases"), "py");
    snippets.retain(|path| !of_the_article(path));
    compare_on_all("cases", &snippets, 0.0);
}

/// Programs that need the syntax of a later version.
#[test]
fn cases_since_3_10() {
    let snippets = files_in(&repository("tests/cases/since_3.10"), "py");
    compare_on("cases since 3.10", &snippets, 0.0, |version| version >= PythonVersion::PY310);
}

#[test]
fn cases_since_3_11() {
    let snippets = files_in(&repository("tests/cases/since_3.11"), "py");
    compare_on("cases since 3.11", &snippets, 0.0, |version| version >= PythonVersion::PY311);
}

#[test]
fn cases_since_3_12() {
    let snippets = files_in(&repository("tests/cases/since_3.12"), "py");
    compare_on("cases since 3.12", &snippets, 0.0, |version| version >= PythonVersion::PY312);
}

fn of_the_article(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("article_"))
}

#[test]
fn a_million_elements() {
    let snippet = repository("tests/article").join(A_MILLION);
    for python in python::all() {
        let run = python.command().args(["-c", MEASURE]).arg(&snippet).output().expect("CPython starts");
        let stdout = String::from_utf8_lossy(&run.stdout).into_owned();
        let last = stdout.lines().last().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&run.stderr)));
        let measured: Vec<u64> = last.split(' ').map(|number| number.parse().expect("a number")).collect();

        let started = Instant::now();
        let trace = heaplight()
            .args(["trace", "--output-format", "json", "--target-version", &python.version.to_string()])
            .arg(&snippet)
            .output()
            .expect("the binary starts");
        let took = started.elapsed();
        let claims: Value = serde_json::from_slice(&trace.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {}", String::from_utf8_lossy(&trace.stderr)));
        let names = claims["steps"].as_array().and_then(|steps| steps.last()).map(|step| &step["names"]["<module>"]);
        let list = &names.expect("a last step")["large_data"];
        let claimed = [list["size"].as_u64(), list["retained"].as_u64()];
        assert_eq!(claimed, [Some(measured[0]), Some(measured[1])], "size and retained on {}", python.version);
        say(&format!("{A_MILLION} on {}: size and retained exact, {took:.1?}", python.version));
    }
}

fn compare_on_all(set: &str, snippets: &[PathBuf], known: f64) {
    compare_on(set, snippets, known, |_| true);
}

fn compare_on(set: &str, snippets: &[PathBuf], known: f64, runs_on: impl Fn(PythonVersion) -> bool) {
    assert!(!snippets.is_empty(), "no snippets in tests/{set}");
    let mut failures = Vec::new();
    for python in python::all().iter().filter(|python| runs_on(python.version)) {
        let (coverage, report) = compare(set, python, snippets);
        let closing = report.lines().last().unwrap_or_default();
        say(&format!("trace against CPython {} on {} snippets of {set}: {closing}", python.version, snippets.len()));
        match coverage {
            None => failures.push(format!("--- CPython {} ({})\n{report}", python.version, python.path.display())),
            Some(coverage) if coverage < known => {
                failures.push(format!("--- CPython {}: {coverage:.3} known, {known} asked\n{report}", python.version));
            }
            Some(_) => {}
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The share of the truth that was claimed, or nothing where a claim is wrong; and the report.
/// The comparison itself is `tests/oracle/check_trace.py`, which can also be run by hand.
fn compare(set: &str, python: &Python, snippets: &[PathBuf]) -> (Option<f64>, String) {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let totals = target.join(format!("trace-{set}-{}.json", python.version));
    let run = python
        .command()
        .arg(repository("tests/oracle/check_trace.py"))
        .args(["--bin", BINARY, "--show", "15", "--python"])
        .arg(&python.path)
        .arg("--cache")
        .arg(target.join("oracle"))
        .arg("--json")
        .arg(&totals)
        .args(snippets)
        .output()
        .expect("CPython starts");
    let text = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    if !run.status.success() {
        return (None, text);
    }
    let totals = fs::read(totals).expect("the totals of the comparison");
    let totals: Value = serde_json::from_slice(&totals).expect("JSON");
    let number = |key: &str| totals[key].as_f64().expect("a number");
    (Some(number("claimed") / number("claimable").max(1.0)), text)
}
