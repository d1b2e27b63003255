//! What belongs to a program at a shell: completions, the manual, watching, and comments of other linters.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

fn heaplight(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.env("HEAPLIGHT_NO_CACHE", "1").env_remove("GITHUB_ACTIONS");
    command
}

fn out(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(heaplight(folder, arguments).output().unwrap().stdout).unwrap()
}

#[test]
fn completions_are_accepted_by_their_shells() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, word) in [("bash", "complete -F"), ("zsh", "#compdef heaplight"), ("fish", "complete -c heaplight")] {
        let script = out(folder.path(), &["completions", shell]);
        assert!(script.contains(word) && script.contains("output-format"), "{shell}");
        let path = folder.path().join(shell);
        fs::write(&path, script).unwrap();
        // Not every machine has every shell.
        if let Ok(read) = Command::new(shell).arg("-n").arg(&path).output() {
            assert!(read.status.success(), "{shell}: {read:?}");
        }
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    assert!(out(folder.path(), &["man"]).contains(".TH heaplight 1"));
    out(folder.path(), &["man", "--output-dir", "man"]);
    let page = fs::read_to_string(folder.path().join("man/heaplight-check.1")).unwrap();
    assert!(page.contains("exit\\-zero"), "{page}");
}

/// Ends the process whatever happens.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ended = self.0.kill().and_then(|()| self.0.wait());
    }
}

#[test]
fn watching_checks_again_after_each_change() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| fs::write(folder.path().join("a.py"), text).unwrap();
    write("x = 1\n");
    let mut command = heaplight(folder.path(), &["check", "--watch", "--output-format", "concise"]);
    let mut child = Watching(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let (said, lines) = mpsc::channel();
    let streams: [Box<dyn std::io::Read + Send>; 2] =
        [Box::new(child.0.stdout.take().unwrap()), Box::new(child.0.stderr.take().unwrap())];
    for stream in streams {
        let said = said.clone();
        thread::spawn(move || {
            BufReader::new(stream).lines().map_while(Result::ok).try_for_each(|line| said.send(line))
        });
    }
    let next = || lines.recv_timeout(Duration::from_secs(60)).expect("another line");
    assert_eq!(next(), "Waiting for changes; Ctrl-C ends it.");
    write("x = = 1\n");
    let mut pair = [next(), next()];
    pair.sort();
    assert_eq!(pair, ["Waiting for changes; Ctrl-C ends it.", "a.py:1:5: error[syntax-error] Expected an expression"]);
    fs::write(folder.path().join("notes.txt"), "no Python").unwrap();
    fs::read(folder.path().join("a.py")).unwrap();
    assert!(lines.recv_timeout(Duration::from_millis(600)).is_err(), "neither reading nor other files are changes");
    write("x = 1\n");
    assert_eq!(next(), "Waiting for changes; Ctrl-C ends it.");
}

#[test]
fn watching_needs_files_and_changes_none() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["check", "--watch", "-"][..], &["check", "--watch", "--fix"]] {
        assert_eq!(heaplight(folder.path(), arguments).output().unwrap().status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn codes_of_ruff_hide_what_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let finds = |comment: &str| {
        let text = format!("def f(a, b=[]):{comment}\n    b.append(a)\n    return b\n");
        fs::write(folder.path().join("a.py"), text).unwrap();
        !out(folder.path(), &["check", "--output-format", "concise"]).is_empty()
    };
    for hides in
        ["  # noqa", "  # noqa: B006", "  # noqa: E501, B006", "  # NOQA:B006 why", "  # noqa: mutable-default-mutated"]
    {
        assert!(!finds(hides), "{hides}");
    }
    for does_not in ["", "  # noqa: B007", "  # noqa: RUF012", "  # heaplight: ignore[B006]"] {
        assert!(finds(does_not), "{does_not}");
    }
}

#[test]
fn what_is_named_is_taken_unless_a_tool_names_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("heaplight.toml"), "exclude = ['gen']\n").unwrap();
    fs::create_dir(folder.path().join("gen")).unwrap();
    fs::write(folder.path().join("gen/a.py"), "x = = 1\n").unwrap();
    let found = |more: &[&str]| out(folder.path(), &[&["check", "--output-format", "concise"], more].concat());
    assert!(found(&["gen/a.py"]).starts_with("gen/a.py:1:5"));
    assert_eq!(found(&["gen/a.py", "--force-exclude"]), "");
    assert_eq!(found(&[]), "");
}
