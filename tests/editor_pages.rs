//! The pages of editors that need no plugin of ours: what they tell to write down starts a server that answers.

mod common;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use common::{heaplight::BINARY, python, repository};
use serde_json::{Value, json};

/// The blocks of a page in one language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let path = repository(&format!("editors/{page}.md"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let fence = format!("```{language}\n");
    let found = text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned());
    found.collect()
}

fn toml_of(block: &str) -> toml::Table {
    block.parse().unwrap_or_else(|error| panic!("{error} in\n{block}"))
}

fn words(list: &[Value]) -> Vec<String> {
    list.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

/// Starts what the page names, and has `initialize` answered with the page's options; nothing in them is unknown.
fn answers(command: &[String], options: &Value) {
    let [program, arguments @ ..] = command else { panic!("no command") };
    assert_eq!(program, "heaplight", "the program that is built here");
    let mut server = Command::new(BINARY)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = server.stdin.take().expect("a pipe");
    let mut output = BufReader::new(server.stdout.take().expect("a pipe"));
    let mut say = |message: Value| {
        let text = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    };
    let parameters = json!({ "capabilities": {}, "initializationOptions": options });
    say(json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters }));
    let answer = next(&mut output);
    assert_eq!(answer["id"], 1, "{answer}");
    assert!(answer["result"]["capabilities"]["inlayHintProvider"].is_object(), "{answer}");
    say(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    say(json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    loop {
        let message = next(&mut output);
        if message["id"] == 2 {
            break;
        }
        assert!(message["method"] != "window/logMessage", "a complaint about the page's options: {message}");
    }
    say(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert!(server.wait().expect("the server ends").success());
}

fn next(output: &mut impl BufRead) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).expect("a header");
        match line.trim_end().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().expect("a length"),
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).expect("a message");
    serde_json::from_slice(&body).expect("JSON")
}

#[test]
fn helix() {
    let blocks = blocks("helix", "toml");
    let [languages, editor] = &blocks[..] else { panic!("two files: {blocks:?}") };
    let languages: Value = serde_json::to_value(toml_of(languages)).expect("JSON");
    let server = &languages["language-server"]["heaplight"];
    let mut command = vec![server["command"].as_str().expect("a command").to_owned()];
    command.extend(words(server["args"].as_array().expect("arguments")));
    answers(&command, &server["config"]);
    let named = words(languages["language"][0]["language-servers"].as_array().expect("servers"));
    assert!(named.contains(&"heaplight".to_owned()) && languages["language"][0]["name"] == "python");
    assert_eq!(toml_of(editor)["editor"]["lsp"]["display-inlay-hints"], toml::Value::Boolean(true));
}

#[test]
fn sublime() {
    let settings: Value = serde_json::from_str(&blocks("sublime", "json")[0]).expect("JSON");
    let client = &settings["clients"]["heaplight"];
    answers(&words(client["command"].as_array().expect("a command")), &client["initializationOptions"]);
    assert_eq!(client["selector"], "source.python");
}

#[test]
fn zed() {
    let tables = blocks("zed", "toml");
    let extension = toml_of(&tables[0]);
    assert!(extension["language_servers"]["heaplight"]["languages"].as_array().is_some());
    assert_eq!(toml_of(&tables[1])["lib"]["crate-type"][0].as_str(), Some("cdylib"));
    let settings: Value = serde_json::from_str(&blocks("zed", "json")[0]).expect("JSON");
    assert!(words(settings["languages"]["Python"]["language_servers"].as_array().expect("servers"))[0] == "heaplight");
    // What the extension starts: `worktree.which("heaplight")` with `vec!["server".into()]`.
    let source = &blocks("zed", "rust")[0];
    let quoted = |after: &str| {
        let rest = source.split_once(after).unwrap_or_else(|| panic!("no {after}")).1;
        rest.split('"').nth(1).expect("a word").to_owned()
    };
    answers(
        &[quoted("worktree.which("), quoted("args: vec![")],
        &settings["lsp"]["heaplight"]["initialization_options"],
    );
}

#[test]
fn emacs() {
    let blocks = blocks("emacs", "elisp");
    for block in &blocks {
        assert!(is_balanced(block), "{block}");
    }
    let first = &blocks[0];
    let (_, contact) = first.split_once(". (").expect("what starts the server");
    let command: Vec<String> = contact.split('"').skip(1).step_by(2).take(2).map(str::to_owned).collect();
    answers(&command, &json!({ "targetVersion": "3.12", "hints": { "level": "surprises" } }));
    match Command::new("emacs").args(["--batch", "-Q", "--eval", "(require 'eglot)"]).output() {
        Ok(output) if output.status.success() => assert_eq!(contact_in_emacs(first), command),
        _ => python::say("NOT TESTED in Emacs: no Emacs with Eglot is on this machine"),
    }
}

/// What Eglot would start after the page's lines.
fn contact_in_emacs(lines: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.el");
    fs::write(&file, lines).expect("a file");
    let source = folder.path().join("a.py");
    fs::write(&source, "x = 1\n").expect("a file");
    let print = "(let ((contact (nth 3 (eglot--guess-contact))))
                   (princ (format \"%s\\n%s\\n\" (nth 0 contact) (nth 1 contact))))";
    let output = Command::new("emacs")
        .args(["--batch", "-Q", "--eval", "(require 'eglot)", "--eval", "(require 'python)"])
        .args(["--eval", "(defun eglot-ensure ())", "-l"])
        .args([&file, &source])
        .args(["--eval", print])
        .output()
        .expect("Emacs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.is_empty(), "{complaint}");
    said.lines().map(str::to_owned).collect()
}

/// Every parenthesis outside of strings and comments has its other half.
fn is_balanced(lisp: &str) -> bool {
    let mut depth = 0_i32;
    for line in lisp.lines() {
        let mut quoted = false;
        for character in line.chars() {
            match character {
                '"' => quoted = !quoted,
                ';' if !quoted => break,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                return false;
            }
        }
    }
    depth == 0
}
