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

/// What a command prints stands below the comment that names it: as a listing, or as the picture that it is written to.
fn with_output(page: &str) -> String {
    let mut made = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        made.push_str(line);
        made.push('\n');
        let command = line.strip_prefix("<!-- $ heaplight ").and_then(|rest| rest.strip_suffix(" -->"));
        let Some(command) = command else { continue };
        // What stands there now: up to its end, which is known by its kind.
        match lines.peek() {
            Some(&"```") => {
                lines.next();
                lines.by_ref().find(|line| *line == "```").expect("the end of a listing");
            }
            Some(next) if next.starts_with("![") => drop(lines.next()),
            _ => {}
        }
        let (command, picture) = command.split_once(" > ").map_or((command, None), |(c, p)| (c, Some(p)));
        let words: Vec<&str> = command.split(' ').collect();
        let output = heaplight(&words);
        match picture {
            Some(picture) => {
                keep(&format!("docs/{picture}"), &output);
                made.push_str(&format!("![The heap, as printed by `heaplight {command}`]({picture})\n"));
            }
            None => made.push_str(&format!("```\n{}\n```\n", output.trim_end())),
        }
    }
    made
}

#[test]
fn the_gallery() {
    let path = "docs/gallery.md";
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the page");
    let made = with_output(&page);
    assert_eq!(made.matches("<!-- $ heaplight ").count(), 13, "seven listings and six pictures");
    keep(path, &made);
}

/// Links between pages lead somewhere.
#[test]
fn the_links() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut dead = Vec::new();
    for entry in fs::read_dir(root.join("docs")).expect("the pages").flatten() {
        let page = entry.path();
        let Ok(text) = fs::read_to_string(&page) else { continue };
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        for target in targets.filter(|target| !target.contains("://") && !target.starts_with('#')) {
            let file = target.split('#').next().unwrap_or_default();
            if page.extension().is_some_and(|e| e == "md") && !root.join("docs").join(file).exists() {
                dead.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}
