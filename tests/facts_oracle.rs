//! What `heaplight facts` claims of functions holds while the standard library's own tests run them.

mod common;

use common::{
    heaplight::BINARY,
    python::{self, Python, say},
    repository,
};
use heaplight::config::PythonVersion;

/// Quick ones; all others are run by `tests/facts/check_facts.py` by hand.
const MODULES: &[&str] =
    &["test_textwrap", "test_json", "test_shlex", "test_difflib", "test_fnmatch", "test_calendar", "test_graphlib"];

#[test]
fn claims_hold_while_the_standard_library_is_tested() {
    let able: Vec<&Python> =
        python::all().iter().filter(|p| p.version >= PythonVersion::PY313 && has_tests(p)).collect();
    if able.is_empty() {
        say("NOT TESTED: facts need a CPython 3.13 or newer with its `test` package");
    }
    for python in able {
        let run = python
            .command()
            .arg(repository("tests/facts/check_facts.py"))
            .args(["--bin", BINARY, "--python"])
            .arg(&python.path)
            .arg("--modules")
            .args(MODULES)
            .output()
            .expect("CPython starts");
        let text = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
        let closing = text.lines().last().unwrap_or_default();
        say(closing);
        assert!(run.status.success(), "{text}");
        let checked = closing.split("checked ").nth(1).and_then(|rest| rest.split(',').next()?.parse::<u64>().ok());
        assert!(checked.is_some_and(|n| n > 10_000), "too few claims were looked at:\n{text}");
    }
}

fn has_tests(python: &Python) -> bool {
    let run = python.command().args(["-c", "import test.test_json"]).output().expect("CPython starts");
    run.status.success()
}
