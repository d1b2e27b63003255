//! A room uses only rooms above it in the list of `src/lib.rs`, and each foreign world enters through one room.
//!
//! `server` and `cli` are siblings: neither uses the other, except that the command line starts the server
//! (`crate::server::run`).

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::repository;

/// Crates (by prefix) that only some rooms may name.
const DOORS: [(&str, &[&str]); 4] = [
    ("ruff_python_", &["syntax"]),
    ("ruff_source_file", &["syntax", "text"]),
    ("ruff_text_size", &["syntax", "text"]),
    ("tower_lsp", &["server"]),
];

/// What the order would allow and the design does not: rules see facts, never trees.
const CLOSED: [(&str, &str); 2] = [("rules", "syntax"), ("rules", "semantic")];
/// From a text to its findings, at first and after an edit: the files of `rules` that know both ends.
const FROM_TEXT: [&str; 2] = ["rules/check.rs", "rules/again.rs"];

/// The analysis is pure: below `project`, no input or output, no clock, no other process.
const WORLD: [&str; 6] = ["fs", "env", "net", "process", "time", "io"];
const FIRST_ROOM_WITH_IO: &str = "project";

#[test]
fn rooms_use_only_rooms_above_them() {
    let rooms = rooms_of(&fs::read_to_string(repository("src/lib.rs")).expect("src/lib.rs"));
    let mut complaints = Vec::new();
    for path in sources(&repository("src")) {
        let relative = path.strip_prefix(repository("src")).expect("below src").to_owned();
        if relative == Path::new("lib.rs") || relative == Path::new("main.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a readable source");
        complaints.extend(check(&rooms, &relative, &text));
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_source_is_in_a_listed_room() {
    let rooms = rooms_of(&fs::read_to_string(repository("src/lib.rs")).expect("src/lib.rs"));
    for name in ["text", "syntax", "cpython", "heap", "interpret", "facts", "rules", "project", "server", "cli"] {
        assert!(rooms.iter().any(|room| room == name), "no room `{name}` in src/lib.rs: {rooms:?}");
    }
}

/// The test can fail: each of these lines is a breach of its own.
#[test]
fn breaches_are_seen() {
    let rooms: Vec<String> =
        ["text", "syntax", "heap", "facts", "rules", "project", "server", "cli"].map(String::from).into();
    let complain = |path: &str, text: &str| check(&rooms, Path::new(path), text).len();
    for (path, text) in [
        ("heap/mod.rs", "use crate::facts::Facts;"),
        ("heap/mod.rs", "use crate::{text::Span, facts::{Facts, Site}};"),
        ("heap/mod.rs", "use crate::{\n    text::{Span, Line},\n    rules,\n};"),
        ("heap/object.rs", "fn f() { crate::rules::ALL.len(); }"),
        ("heap/object.rs", "use super::super::cli;"),
        ("heap/mod.rs", "let quote = '\"'; use crate::cli::run;"),
        ("heap/mod.rs", "fn f<'a>(x: &'a str) { crate::cli::run(x) }"),
        ("heap/mod.rs", "use ruff_python_ast::Expr;"),
        ("heap/mod.rs", "use ruff_text_size::TextSize;"),
        ("heap/mod.rs", "use std::fs;"),
        ("heap/mod.rs", "use std::{fmt, time::Instant};"),
        ("project/mod.rs", "use tower_lsp_server::LspService;"),
        ("rules/a.rs", "use crate::syntax::Module;"),
        ("server/mod.rs", "use crate::cli::Arguments;"),
        ("cli/mod.rs", "use crate::server::state::Snapshot;"),
        ("cli/mod.rs", "use crate::server::{run, state};"),
        ("elsewhere/mod.rs", "fn f() {}"),
    ] {
        assert_eq!(complain(path, text), 1, "{path}: {text}");
    }
    for (path, text) in [
        (
            "heap/mod.rs",
            "// use crate::cli;\n/* crate::cli /* crate::cli */ */ const S: &str = \"crate::cli \\\" crate::cli\";",
        ),
        ("heap/mod.rs", "const S: &str = r#\"use crate::cli; \"crate::cli\" \"#; pub(crate) fn f() {}"),
        ("heap/mod.rs", "use crate::{text::Span, heap::Object}; use super::syntax;"),
        ("heap/object.rs", "use super::{Object, facts_of}; use super::super::text;"),
        ("heap/mod.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use std::process::Command; }"),
        ("heap/tests.rs", "use std::process::Command;"),
        ("syntax/mod.rs", "pub use ruff_python_ast as ast;"),
        ("text/line.rs", "use ruff_source_file::LineIndex;"),
        ("server/mod.rs", "use tower_lsp_server::LspService; use std::io;"),
        ("rules/check.rs", "use crate::syntax;"),
        ("cli/mod.rs", "fn f() { crate::server::run() }"),
    ] {
        assert_eq!(complain(path, text), 0, "{path}: {text}");
    }
}

/// The names after `mod` in `lib.rs`, in order.
fn rooms_of(lib: &str) -> Vec<String> {
    let lines = lib.lines().map(|line| line.trim_start_matches("pub "));
    lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn check(rooms: &[String], path: &Path, text: &str) -> Vec<String> {
    let place = |name: &str| rooms.iter().position(|room| room == name);
    let room = path.iter().next().expect("a room").to_string_lossy().trim_end_matches(".rs").to_owned();
    let Some(own) = place(&room) else { return vec![format!("{}: not a room of src/lib.rs", path.display())] };
    let tokens = tokens_of(&without_tests(path, text));
    let mut complaints = Vec::new();
    let mut complain = |what: String| complaints.push(format!("{}: {what}", path.display()));

    for used in paths_from_the_crate(&tokens, depth_of(path)) {
        let Some(target) = place(&used[0]) else { continue };
        let starts_the_server = room == "cli" && used[0] == "server" && used.get(1).is_some_and(|name| name == "run");
        let closed = CLOSED.contains(&(room.as_str(), used[0].as_str()))
            && !FROM_TEXT.iter().any(|file| path == Path::new(file));
        if target > own || closed {
            complain(format!("room `{room}` may not use `{}`", used[0]));
        } else if room == "cli" && used[0] == "server" && !starts_the_server {
            complain("`cli` may use `server::run` only".to_owned());
        }
    }
    for token in &tokens {
        for (name, allowed) in DOORS {
            if token.starts_with(name) && !allowed.contains(&room.as_str()) {
                complain(format!("only {allowed:?} may name `{token}`"));
            }
        }
    }
    if place(FIRST_ROOM_WITH_IO).is_some_and(|first| own < first) {
        for used in paths_after(&tokens, "std") {
            if WORLD.contains(&used[0].as_str()) {
                complain(format!("room `{room}` is pure: it may not use `std::{}`", used[0]));
            }
        }
    }
    complaints.dedup();
    complaints
}

/// Tests may read files and start CPython; by custom they are last in their file.
fn without_tests(path: &Path, text: &str) -> String {
    if path.file_stem().is_some_and(|stem| stem == "tests") {
        return String::new();
    }
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// How many `super` lead from the file to the crate: `heap/mod.rs` and `diagnostic.rs` 1, `heap/object.rs` 2.
fn depth_of(path: &Path) -> usize {
    path.iter().count() - usize::from(path.ends_with("mod.rs"))
}

/// First two names of every path that starts at the crate's root, also out of groups: `crate::{a::b, c}`.
fn paths_from_the_crate(tokens: &[String], depth: usize) -> Vec<Vec<String>> {
    let mut paths = paths_after(tokens, "crate");
    let mut up = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "super" => up += 1,
            "::" => {}
            _ => {
                if up >= depth && tokens[index - 1] == "::" {
                    paths.extend(expand(&tokens[index..]));
                }
                up = 0;
            }
        }
    }
    paths
}

fn paths_after(tokens: &[String], root: &str) -> Vec<Vec<String>> {
    let starts = (0..tokens.len().saturating_sub(2))
        .filter(|&i| tokens[i] == root && tokens[i + 1] == "::" && (i == 0 || tokens[i - 1] != "::"));
    starts.flat_map(|i| expand(&tokens[i + 2..])).collect()
}

/// `a::b::c` gives `a b`; `{a::{b, c}, d}` gives `a b`, `a c`, `d`.
fn expand(tokens: &[String]) -> Vec<Vec<String>> {
    match tokens {
        [open, rest @ ..] if open == "{" => items(rest).into_iter().flat_map(expand).collect(),
        [name, colons, rest @ ..] if colons == "::" => {
            let tails = expand(rest);
            let path = |tail: Vec<String>| std::iter::once(name.clone()).chain(tail.into_iter().take(1)).collect();
            tails.into_iter().map(path).collect()
        }
        [name, ..] => vec![vec![name.clone()]],
        [] => Vec::new(),
    }
}

/// The comma-separated items of a group, up to its closing brace.
fn items(tokens: &[String]) -> Vec<&[String]> {
    let (mut found, mut start, mut level) = (Vec::new(), 0, 0);
    for (index, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => level += 1,
            "}" if level == 0 => {
                found.push(&tokens[start..index]);
                break;
            }
            "}" => level -= 1,
            "," if level == 0 => {
                found.push(&tokens[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    found.retain(|item| !item.is_empty());
    found
}

/// Identifiers, `::` and other single characters; no comments, no literals.
fn tokens_of(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = skipped(rest) {
            at += length;
        } else if rest[0].is_alphanumeric() || rest[0] == '_' {
            let length = rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
            tokens.push(rest[..length].iter().collect());
            at += length;
        } else if rest.starts_with(&[':', ':']) {
            tokens.push("::".to_owned());
            at += 2;
        } else {
            tokens.push(rest[0].to_string());
            at += 1;
        }
    }
    tokens
}

/// The length of the blank, comment or literal at the start.
fn skipped(rest: &[char]) -> Option<usize> {
    let until = |from: usize, end: &[char]| {
        rest[from..].windows(end.len()).position(|w| w == end).map_or(rest.len(), |found| from + found + end.len())
    };
    match rest {
        [c, ..] if c.is_whitespace() => Some(1),
        ['/', '/', ..] => Some(until(2, &['\n'])),
        ['/', '*', ..] => Some(block_comment(rest)),
        ['"', ..] => Some(quoted(rest)),
        ['r', '"', ..] => Some(until(2, &['"'])),
        ['r', '#', ..] => {
            let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
            let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            (rest.get(1 + hashes) == Some(&'"')).then(|| until(2 + hashes, &end))
        }
        // A character, not a lifetime.
        ['\'', '\\', _, ..] => Some(until(3, &['\''])),
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

fn block_comment(rest: &[char]) -> usize {
    let (mut at, mut level) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (level, at) = (level + 1, at + 2),
            ['*', '/', ..] => (level, at) = (level - 1, at + 2),
            _ => at += 1,
        }
        if level == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}
