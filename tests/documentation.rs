//! Pages and schemas that are made from code are what the code makes. `UPDATE_DOCS=1` writes them.

use std::{env, fs, path::Path, process::Command};

fn heaplight(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_heaplight")).args(arguments).output().expect("the binary starts");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The page is `expected`, or becomes it.
fn keep(path: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, expected).expect("a writable page");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is not what the code makes: UPDATE_DOCS=1 cargo test --test documentation",
        path.display()
    );
}

/// A page of which what follows a line is made.
fn keep_after(path: &str, mark: &str, made: &str) {
    let found = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the page");
    let (head, _) = found.split_once(mark).unwrap_or_else(|| panic!("no {mark:?} in {path}"));
    keep(path, &format!("{head}{mark}\n\n{made}"));
}

#[test]
fn the_reference_of_options() {
    let mark = "<!-- from here on printed by `heaplight config --reference` -->";
    keep_after("docs/configuration.md", mark, &heaplight(&["config", "--reference"]));
}

#[test]
fn the_schema_of_options() {
    keep("docs/heaplight.schema.json", &heaplight(&["config", "--schema"]));
}

#[test]
fn the_rules() {
    keep("docs/rules.md", &heaplight(&["rules", "--output-format", "markdown"]));
}
