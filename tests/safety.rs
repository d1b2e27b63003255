//! What is not ours: files that are no files, and text that would steer a terminal.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

const LIMIT: Duration = Duration::from_secs(60);

/// Runs to its end, or fails: a pipe that nobody writes to must not be waited for.
fn heaplight(folder: &Path, arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_heaplight"))
        .args(arguments)
        .current_dir(folder)
        .env("HEAPLIGHT_NO_CACHE", "1")
        .env_remove("GITHUB_ACTIONS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > LIMIT {
            child.kill().unwrap();
            panic!("{arguments:?}: still running");
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn pipes_and_devices_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    fifo(&folder.path().join("pipe.py"));
    for subcommand in ["check", "facts", "show", "trace"] {
        for path in ["pipe.py", "/dev/zero", "/dev/stdin"] {
            let output = heaplight(folder.path(), &[subcommand, path]);
            assert_eq!(output.status.code(), Some(2), "{subcommand} {path}: {}", said(&output));
            assert!(said(&output).contains("only regular files are read"), "{subcommand} {path}: {}", said(&output));
        }
    }
}

#[test]
fn walks_pass_by_what_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.py"), "def f(x=[]):\n    x.append(1)\n").unwrap();
    fifo(&path("pipe.py"));
    fs::create_dir(path("in")).unwrap();
    symlink("..", path("in/loop")).unwrap();
    symlink("self.py", path("self.py")).unwrap();
    symlink("/dev/zero", path("zero.py")).unwrap();
    let output = heaplight(folder.path(), &["check", "--output-format", "concise"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert_eq!(text.lines().filter(|line| line.contains("a.py:1:")).count(), 1, "{text}");
}

#[test]
fn hostile_settings_are_told_and_end() {
    let cases: [(&str, Vec<u8>); 8] = [
        ("deep", format!("x = {}{}\n", "[".repeat(50_000), "]".repeat(50_000)).into_bytes()),
        ("deep_tables", format!("[{}]\n", vec!["a"; 20_000].join(".")).into_bytes()),
        ("huge", format!("exclude = [{}]\n", "'a', ".repeat(20_000)).into_bytes()),
        ("types", b"select = 3\nexclude = {a = 1}\ntarget-version = [[]]\n".to_vec()),
        ("binary", (0..=255).cycle().take(100_000).collect()),
        ("itself", b"extend = 'heaplight.toml'\n".to_vec()),
        ("device", b"extend = '/dev/zero'\n".to_vec()),
        ("escapes", b"\"\\u001b[31m\" = 1\n".to_vec()),
    ];
    for (name, bytes) in cases {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.py"), "x = 1\n").unwrap();
        fs::write(folder.path().join("heaplight.toml"), bytes).unwrap();
        let output = heaplight(folder.path(), &["check", "a.py"]);
        let text = said(&output);
        let code = output.status.code();
        assert!(matches!(code, Some(0..=2)) && !text.contains("panicked"), "{name}: {code:?} {text:.400}");
        assert!(code == Some(2) || name == "huge", "{name}: {code:?} {text:.400}");
        assert!(!text.contains('\x1b'), "{name}: {text:?}");
    }
}

#[test]
fn settings_that_are_a_pipe_are_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.py"), "x = 1\n").unwrap();
    fifo(&folder.path().join("heaplight.toml"));
    let output = heaplight(folder.path(), &["check", "a.py"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

/// ESC in the name of the file, in a string, a comment and what the program prints.
#[test]
fn nothing_steers_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let name = "a\x1b[31m\u{9b}b\u{202e}.py";
    let text = "def f(x=[]):  # \x1b]0;title\x07 \u{202e}\u{9b}\n    x.append('\x1b[2J\u{9b}')\n    return x\n\
                y = '\x1b[31m\u{202e}\u{9b}'\nz = {y: [y]}\nprint('\\x1b[31m', f())\n";
    fs::write(folder.path().join(name), text).unwrap();
    let runs: [&[&str]; 9] = [
        &["check", "--output-format", "concise"],
        &["check", "--output-format", "full"],
        &["check", "missing\x1b[31m.py"],
        &["check", "--output-format", "json", name],
        &["show", name],
        &["show", &format!("{name}:4")],
        &["graph", &format!("{name}:5")],
        &["trace", name],
        &["facts", name],
    ];
    for arguments in runs {
        let output = heaplight(folder.path(), arguments);
        let text = said(&output);
        assert!(text.len() > 20, "{arguments:?}: {text}");
        // JSON is for programs; what it leaves unescaped is no command to a terminal on its own.
        let json = matches!(arguments, [.., "json", _] | ["facts", ..]);
        let steers = |c: char| c == '\x1b' || c == '\x07' || !json && matches!(c, '\u{80}'..='\u{9f}' | '\u{202e}');
        assert!(!text.contains(steers), "{arguments:?}: {text:?}");
    }
}

/// The code is read, never run: no import of the folder's own modules, no interpreter.
#[test]
fn code_is_never_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let ran = "open('ran', 'w').write('x')\n__import__('os').system('touch ran')\n";
    for name in ["conftest.py", "setup.py", "sitecustomize.py", "__init__.py", "b.py"] {
        fs::write(path(name), ran).unwrap();
    }
    fs::write(path("a.py"), format!("import b, conftest\n{ran}")).unwrap();
    for arguments in [&["check"][..], &["trace", "a.py"], &["facts", "a.py"], &["show", "a.py"], &["stats", "."]] {
        heaplight(folder.path(), arguments);
    }
    assert!(!path("ran").exists());
}
