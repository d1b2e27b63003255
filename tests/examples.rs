//! The example project does what its page says: it runs, and each rule of the table finds its place.

mod common;

use std::{collections::BTreeSet, fs};

use common::{heaplight::check, python, repository};
use heaplight::config::PythonVersion;

/// `(file, rule)` of every row of the table in `examples/README.md`.
fn table() -> BTreeSet<(String, String)> {
    let page = fs::read_to_string(repository("examples/README.md")).expect("examples/README.md");
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        (cells[0].to_owned(), cells[cells.len() - 1].to_owned())
    })
    .collect()
}

#[test]
fn findings_are_those_of_the_page() {
    let found: BTreeSet<(String, String)> = check(&repository("examples"), PythonVersion::DEFAULT)
        .into_iter()
        .map(|finding| (finding.path.rsplit('/').next().expect("a file").to_owned(), finding.rule))
        .collect();
    assert_eq!(found, table());
}

#[test]
fn the_program_shows_the_consequences() {
    let run = python::newest()
        .command()
        .args(["-m", "warehouse"])
        .current_dir(repository("examples"))
        .output()
        .expect("CPython starts");
    let stdout = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for line in ["the shelf counts 15", "is Monday's: True", "its lines are ['north: open']"] {
        assert!(stdout.contains(line), "no `{line}` in {stdout}");
    }
}
