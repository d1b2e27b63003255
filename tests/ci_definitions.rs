//! What the repository offers to CI is run by who runs it: pre-commit itself, GitLab's jobs by gitlab-ci-local, and the
//! action's steps as a GitHub runner starts them; and each is valid by its published schema.

// Programs are scripts here.
#![cfg(unix)]

mod common;

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use common::{
    consumers::{node, out, path_with, python, run, said, script},
    formats::write_files,
    heaplight::BINARY,
    repository,
};
use serde_json::{Value, json};

const BAD: &str = "def f(a, b=[]):\n    b.append(a)\n    return b\n";

/// A project under git, and beside it a folder of programs with heaplight in it.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(project.bin()).expect("a folder");
        fs::create_dir(project.root()).expect("a folder");
        symlink(BINARY, project.bin().join("heaplight")).expect("a link");
        write_files(&project.root(), files);
        start_git(&project.root());
        project
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn bin(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    /// A program that only notes how it was called.
    fn pretend(&self, program: &str) {
        let calls = self.folder.path().join("calls");
        let text = format!("#!/bin/sh\necho {program} \"$@\" >> '{}'\n", calls.display());
        self.put(program, &text);
    }

    fn calls(&self) -> String {
        fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default()
    }

    fn put(&self, program: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.bin().join(program);
        fs::write(&path, text).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("executable");
    }

    /// In the project, with its programs first, and a home of its own.
    fn prepare<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let home = self.folder.path().join("home");
        command.current_dir(self.root()).env("PATH", path_with(&self.bin())).env("HOME", &home);
        command.env("PRE_COMMIT_HOME", home.join("pre-commit"))
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).current_dir(folder);
    git
}

fn start_git(folder: &Path) {
    out(git(folder).args(["init", "--quiet", "--initial-branch", "main"]));
    out(git(folder).args(["add", "--all"]));
    out(git(folder).args(["commit", "--quiet", "--message", "first"]));
}

fn is_valid(schema: &str, file: &Path) -> bool {
    let mut check = python();
    check.args(["-m", "check_jsonschema", "--builtin-schema", schema]).arg(file);
    if schema == "vendor.gitlab-ci" {
        check.args(["--data-transform", "gitlab-ci"]);
    }
    run(&mut check).status.success()
}

#[test]
fn the_definitions_are_valid_by_their_schemas() {
    for (schema, path, key) in
        [("vendor.github-actions", "action.yml", "shell:"), ("vendor.gitlab-ci", "ci/gitlab.yml", "script:")]
    {
        assert!(is_valid(schema, &repository(path)), "{path}");
        let wrong = tempfile::NamedTempFile::with_suffix(".yml").expect("a file");
        let text = fs::read_to_string(repository(path)).expect("the definition");
        fs::write(wrong.path(), text.replacen(key, "wrong:", 1)).expect("written");
        assert!(!is_valid(schema, wrong.path()), "{path}: the schema can tell");
    }
    out(node("action-validator").arg(repository("action.yml")));
    out(python().args(["-m", "pre_commit", "validate-manifest"]).arg(repository(".pre-commit-hooks.yaml")));
}

/// What the page on CI tells to write: a configuration of pre-commit, steps of a workflow, and what includes the template.
fn snippets() -> [String; 3] {
    let page = fs::read_to_string(repository("docs/ci.md")).expect("the page");
    let blocks = page.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next());
    blocks.map(str::to_owned).collect::<Vec<_>>().try_into().expect("three snippets")
}

#[test]
fn the_snippets_of_the_page_are_valid() {
    let [hooks, steps, include] = snippets();
    let folder = tempfile::tempdir().expect("a folder");
    let steps: String = steps.lines().map(|line| format!("      {line}\n")).collect();
    let workflow = format!("on: push\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n{steps}");
    write_files(folder.path(), &[("hooks.yaml", &hooks), ("workflow.yml", &workflow), ("gitlab.yml", &include)]);
    out(python().args(["-m", "pre_commit", "validate-config"]).arg(folder.path().join("hooks.yaml")));
    out(node("action-validator").arg(folder.path().join("workflow.yml")));
    assert!(is_valid("vendor.github-workflows", &folder.path().join("workflow.yml")), "{workflow}");
    assert!(is_valid("vendor.gitlab-ci", &folder.path().join("gitlab.yml")), "{include}");
}

/// How the steps ended, and what they printed.
fn act(project: &Project, inputs: &Value) -> (Value, String) {
    let mut command = python();
    command.arg(script("run_action.py")).arg(repository("action.yml")).arg(project.root()).arg(inputs.to_string());
    let output = run(project.prepare(&mut command));
    assert!(output.status.success(), "{}", said(&output));
    let last = String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned();
    (serde_json::from_str(&last).expect("JSON"), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_steps_of_the_action() {
    let project = Project::new(&[("src/a b.py", BAD), ("src/c.py", "t = sum([x for x in range(100_000)])\n")]);
    project.pretend("cargo");
    project.pretend("pipx");
    let (ended, said) = act(&project, &json!({ "args": "--ignore materialisation src", "sarif": "out put.sarif" }));
    let restore = "Restore results of earlier runs";
    let expected =
        json!({ restore: "not run", "Install heaplight": "exit 0", "Write SARIF": "exit 0", "Check": "exit 1" });
    assert_eq!(ended, expected, "{said}");
    assert_eq!(
        project.calls(),
        format!("cargo install --locked --path {}\n", repository("").display()).replace("/\n", "\n")
    );
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 1, "one annotation: {said}");
    assert!(
        lines[0].starts_with("::warning title=heaplight (mutable-default-mutated),file=src/a b.py,line=1,"),
        "{said}"
    );
    let sarif: Value = serde_json::from_str(&project.read("out put.sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(1));

    // What the cache action would keep is where it looks, and a project without findings passes.
    assert!(project.root().join(".heaplight_cache").is_dir());
    let (ended, _) = act(&project, &json!({ "args": "'src/a b.py' --severity defaults=info", "version": "0.1.0" }));
    let expected =
        json!({ restore: "not run", "Install heaplight": "exit 0", "Write SARIF": "skipped", "Check": "exit 0" });
    assert_eq!(ended, expected);
    assert!(project.calls().ends_with("pipx install heaplight==0.1.0\n"), "{}", project.calls());
}

/// The job as a runner starts it, but in this machine's shell and with a `pip` that installs nothing.
fn job(project: &Project) -> (bool, String) {
    let mut command = node("gitlab-ci-local");
    command.args(["--force-shell-executor", "heaplight"]);
    let output = run(project.prepare(&mut command));
    (output.status.success(), said(&output))
}

#[test]
fn the_job_of_the_gitlab_template() {
    let template = fs::read_to_string(repository("ci/gitlab.yml")).expect("the template");
    let [_, _, include] = snippets();
    let baseline = r#"{"schema": "heaplight.baseline/1", "findings": []}"#;
    let project = Project::new(&[
        ("src/a.py", BAD),
        ("other.py", BAD),
        ("heaplight.yml", &template),
        (".gitlab-ci.yml", &include),
        ("heaplight-baseline.json", baseline),
    ]);
    out(git(&project.root()).args(["remote", "add", "origin", "git@gitlab.com:group/project.git"]));
    project.pretend("pip");
    if Command::new("rsync").arg("--version").output().is_err() {
        project.put("rsync", &fs::read_to_string(script("rsync")).expect("the script"));
    }
    let (passed, said) = job(&project);
    assert!(!passed && said.contains("warning[mutable-default-mutated]"), "{said}");
    assert_eq!(project.calls(), "pip install --quiet heaplight\n");
    let report = |project: &Project| -> Value {
        serde_json::from_str(&project.read("gl-code-quality-report.json")).expect("JSON")
    };
    assert_eq!(report(&project)[0]["location"]["path"], "src/a.py");
    assert_eq!(report(&project).as_array().map(Vec::len), Some(1), "what `HEAPLIGHT_ARGS` says, no more");

    write_files(&project.root(), &[("src/a.py", "x = 1\n")]);
    let (passed, said) = job(&project);
    assert!(passed, "{said}");
    assert_eq!(report(&project), json!([]));
}

/// A repository with the hooks, and a project that uses one.
fn with_hook(project: &Project) {
    let hooks = project.folder.path().join("hooks");
    fs::create_dir(&hooks).expect("a folder");
    fs::copy(repository(".pre-commit-hooks.yaml"), hooks.join(".pre-commit-hooks.yaml")).expect("a copy");
    start_git(&hooks);
    let revision = out(git(&hooks).args(["rev-parse", "HEAD"]));
    let config = format!(
        "repos:\n  - repo: {}\n    rev: {}\n    hooks:\n      - id: heaplight-system\n",
        hooks.display(),
        revision.trim()
    );
    write_files(&project.root(), &[(".pre-commit-config.yaml", &config)]);
    out(git(&project.root()).args(["add", "--all"]));
    out(git(&project.root()).args(["commit", "--quiet", "--message", "hook"]));
}

#[test]
fn pre_commit_runs_the_hook() {
    const NOTEBOOK: &str = r#"{"cells": [{"cell_type": "code", "source": ["def g(a=[]):\n", "    a.append(1)"]}],
"metadata": {}, "nbformat": 4, "nbformat_minor": 5}"#;
    let files = [
        ("a.py", BAD),
        ("n.ipynb", NOTEBOOK),
        ("gen/b.py", BAD),
        ("notes.txt", "x = = 1\n"),
        ("heaplight.toml", "exclude = ['gen']\n"),
    ];
    let project = Project::new(&files);
    with_hook(&project);
    let pre_commit = |arguments: &[&str]| {
        let mut command = python();
        command.args(["-m", "pre_commit"]).args(arguments);
        run(project.prepare(&mut command))
    };
    let output = pre_commit(&["run", "--all-files"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("a.py:1:12") && text.contains("n.ipynb:cell 1:1:9"), "{text}");
    assert!(!text.contains("gen/b.py") && !text.contains("notes.txt"), "{text}");

    // Installed, it stands before a commit: first in the way, then not.
    assert!(pre_commit(&["install"]).status.success());
    let commit = |text: &str| {
        write_files(&project.root(), &[("a.py", text)]);
        let mut command = git(&project.root());
        command.args(["commit", "--all", "--message", "next"]).env("PYTHONPATH", common::consumers::fetched("python"));
        run(project.prepare(&mut command))
    };
    let output = commit(&format!("{BAD}x = 1\n"));
    assert!(!output.status.success() && said(&output).contains("mutable-default-mutated"), "{}", said(&output));
    let output = commit("def f(a, b):\n    b.append(a)\n    return b\n");
    assert!(output.status.success(), "{}", said(&output));
}
