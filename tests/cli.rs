//! The command line as its users see it: output, error messages and exit codes.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

/// `tests/cmd/NAME.md` and `NAME.toml`, each run in a copy of `NAME.in/`.
#[test]
fn snapshots() {
    trycmd::TestCases::new().env("HEAPLIGHT_NO_CACHE", "1").case("tests/cmd/*.md").case("tests/cmd/*.toml");
}

fn heaplight(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_heaplight")).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with one good file, one that has a finding, and one that is bad in some way.
fn with_bad_file(bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.py"), "x = 1\n").unwrap();
    fs::write(folder.path().join("finding.py"), "x = = 1\n").unwrap();
    fs::write(folder.path().join("bad.py"), bytes).unwrap();
    folder
}

const FINDING: &str = "finding.py:1:5: error[syntax-error] Expected an expression\n";

#[test]
fn a_file_that_is_not_text_is_told_and_the_others_are_linted() {
    let not_utf8 = "error: bad.py:2:6: byte 0xe9 at offset 11 is not UTF-8: save the file as UTF-8, or name its \
                    encoding in the first line (`# -*- coding: latin-1 -*-`)\n";
    let null_byte = "error: bad.py:1:6: null byte: this is not Python source (or not UTF-8)\n";
    let cookie = "error: bad.py:1:1: encoding `cp1252` is not supported: heaplight reads utf-8, latin-1 and ascii\n";
    for (bytes, message) in
        [(&b"x = 1\ny = '\xe9'\n"[..], not_utf8), (b"x = 1\0\n", null_byte), (b"# coding: cp1252\n", cookie)]
    {
        let folder = with_bad_file(bytes);
        let output = heaplight(folder.path(), &["check", "--output-format", "concise"]);
        assert_eq!(text(&output.stderr), message);
        assert_eq!(text(&output.stdout), FINDING);
        assert_eq!(output.status.code(), Some(2));
        let output = heaplight(folder.path(), &["trace", "bad.py"]);
        assert_eq!(text(&output.stderr), message);
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn unusual_but_good_files_are_read() {
    for bytes in [
        &b""[..],
        b"\n",
        b"\xef\xbb\xbfx = 1\n",
        b"x = 1\r\ny = 2\r\n",
        b"x = 1\ry = 2\r",
        b"# coding: latin-1\nx = '\xe9'\n",
        b"x = 1  # no newline at the end",
    ] {
        let folder = with_bad_file(bytes);
        let output = heaplight(folder.path(), &["check", "--output-format", "concise"]);
        assert_eq!((text(&output.stdout).as_str(), text(&output.stderr).as_str()), (FINDING, ""));
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(heaplight(folder.path(), &["check", "bad.py"]).status.code(), Some(0));
    }
}

#[test]
fn places_count_characters_with_every_line_ending_and_mark() {
    let place = |bytes: &[u8]| {
        let folder = with_bad_file(bytes);
        text(&heaplight(folder.path(), &["check", "bad.py", "--output-format", "concise"]).stdout)
    };
    let message = "error[syntax-error] Expected an expression\n";
    assert_eq!(place("é = 1\r\nx = '€𝄞' + = 1".as_bytes()), format!("bad.py:2:12: {message}"));
    assert_eq!(place(b"a = 1\rx = = 1"), format!("bad.py:2:5: {message}"));
    assert_eq!(place(b"\xef\xbb\xbfx = = 1"), format!("bad.py:1:5: {message}"));
}

#[test]
fn a_deep_expression_costs_its_statement_only() {
    let n = 20_000;
    let deep = format!("x = {}{}\ny = {}1\nz = = 1\n", "[".repeat(n), "]".repeat(n), "1 + ".repeat(n));
    let folder = with_bad_file(deep.as_bytes());
    let output = heaplight(folder.path(), &["check", "bad.py", "--output-format", "concise"]);
    let message = "warning[too-deep] nests deeper than 1000 levels and is not analysed: split it";
    let expected = format!(
        "bad.py:1:1: {message}\nbad.py:2:1: {message}\nbad.py:3:5: error[syntax-error] Expected an expression\n"
    );
    assert_eq!(text(&output.stdout), expected);
    assert_eq!(output.status.code(), Some(1));
    for format in ["full", "json"] {
        let output = heaplight(folder.path(), &["check", "bad.py", "--output-format", format]);
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(1), ""));
    }
}

#[test]
fn a_comment_hides_a_finding_of_its_line_and_a_string_does_not() {
    let deep = "1 + ".repeat(2_000);
    for (line, exit) in [
        (format!("x = {deep}1  # heaplight: ignore[too-deep] generated code"), 0),
        (format!("x = {deep}1  # heaplight: ignore"), 0),
        (format!("x = {deep}1  # heaplight: ignore[other-rule]"), 1),
        (format!("x = {deep}1 + '# heaplight: ignore'"), 1),
        (format!("x = {deep}1\ny = 1  # heaplight: ignore"), 1),
    ] {
        let folder = with_bad_file(line.as_bytes());
        let output = heaplight(folder.path(), &["check", "bad.py", "--output-format", "concise"]);
        assert_eq!(output.status.code(), Some(exit), "{}", &line[line.len() - 50..]);
    }
}

#[test]
fn the_nearest_configuration_gives_the_version() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("pyproject.toml", "[project]\nrequires-python = '>=3.10'\n[tool.heaplight]\ntarget-version = '3.12'\n");
    write("old/pyproject.toml", "[project]\nrequires-python = '>=3.9'\n[tool.heaplight]\n");
    let version = |file: &str, more: &[&str]| {
        write(file, "x = 1\n");
        let output = heaplight(folder.path(), &[&["trace", file, "--output-format", "json"], more].concat());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        json["python"].as_str().unwrap().to_string()
    };
    assert_eq!(version("a.py", &[]), "3.12");
    assert_eq!(version("deep/er/a.py", &[]), "3.12");
    assert_eq!(version("old/a.py", &[]), "3.9");
    assert_eq!(version("old/a.py", &["--target-version", "3.14"]), "3.14");
}

#[test]
fn a_path_that_cannot_be_opened_is_told() {
    let folder = with_bad_file(b"");
    let output = heaplight(folder.path(), &["check", "bad.py/inside.py", "gone.py", "finding.py"]);
    let stderr = text(&output.stderr);
    let lines: Vec<&str> = stderr.lines().collect();
    assert!(lines[0].starts_with("error: bad.py/inside.py: "), "{stderr}");
    assert_eq!(lines[1], "error: gone.py: no such file or folder: check the spelling");
    assert!(text(&output.stdout).contains("finding.py:1:5"));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_output_does_not_depend_on_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..200 {
        let lines = "x = = 1\n".repeat(i % 7);
        fs::write(folder.path().join(format!("{i}.py")), lines).unwrap();
    }
    let run = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
        let command = command.args(["check", "--output-format", "json"]).env("RAYON_NUM_THREADS", threads);
        command.current_dir(folder.path()).output().unwrap().stdout
    };
    let one = run("1");
    assert!(one.len() > 10_000);
    for threads in ["2", "8"] {
        assert!(run(threads) == one, "{threads} threads");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.py"), "x = = 1\n".repeat(20_000)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_heaplight"))
        .args(["check", "--output-format", "concise"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(2));
}

/// A project of one module, with more files.
fn project(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [("a.py", &b"x = 1\n"[..])].iter().chain(files) {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

#[test]
fn a_mistake_in_a_configuration_file_is_told_with_its_place() {
    for (content, said) in [
        ("ignore = []\nextend = 'gone.toml'\n", "2:1: `extend`: gone.toml does not exist"),
        (
            "[[overrides]]\npaths = ['t']\nexclude = ['q']\n",
            "3:1: `exclude` is no option of `overrides`: move it out of there",
        ),
        ("large-object-size = -1\n", "1:21: expected a number of bytes or a string like \"1 MiB\", found -1"),
        (
            "[tool.heaplight]\nignore = []\n",
            "1:2: `[tool.heaplight]` is for pyproject.toml: in this file options stand at the top",
        ),
    ] {
        let folder = project(&[("heaplight.toml", content.as_bytes())]);
        let output = heaplight(folder.path(), &["check"]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
        assert_eq!(text(&output.stderr), format!("error: heaplight.toml:{said}\n"));
    }
    let output = heaplight(project(&[]).path(), &["check", "--config", "."]);
    assert_eq!(text(&output.stderr), "error: --config .: is a folder: name a file in it\n");
}

#[test]
fn nothing_is_counted_or_summed_up_where_nothing_was_read() {
    for (arguments, files) in
        [(&["stats", "gone.py"][..], &[][..]), (&["check", "n.ipynb"], &[("n.ipynb", &b"{\"x\": \"\xe9\"}"[..])])]
    {
        let output = heaplight(project(files).path(), arguments);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()), "{arguments:?}");
        let said = text(&output.stderr);
        assert!(said.starts_with("error: ") && said.lines().count() == 1 && !said.contains("coding:"), "{said}");
    }
}

#[test]
fn a_report_does_not_overwrite_what_it_is_about() {
    let folder = project(&[]);
    for name in ["a.py", "./a.py"] {
        let output = heaplight(folder.path(), &["check", "--output-file", name]);
        assert_eq!(output.status.code(), Some(2));
        let expected = format!("error: --output-file {name}: this file is checked, and was left alone: name another\n");
        assert_eq!(text(&output.stderr), expected);
    }
    assert_eq!(fs::read(folder.path().join("a.py")).unwrap(), b"x = 1\n");
    let output = heaplight(folder.path(), &["check", "--output-file", "report.txt"]);
    assert_eq!(output.status.code(), Some(0));
}
