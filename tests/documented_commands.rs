//! Every command of the pages runs, every configuration in them is one, and what they show is what is printed.

// The commands are a shell's.
#![cfg(unix)]

mod common;

use std::{
    fs,
    os::unix::fs::symlink,
    path::PathBuf,
    process::{Command, Stdio},
};

use common::{
    consumers::{out, path_with, run, said},
    formats::write_files,
    heaplight::{BINARY, heaplight},
    repository,
};

/// A page for somebody new. Others are made by programs, or their commands measure for minutes.
const PAGES: [&str; 9] = [
    "README.md",
    "docs/annotations.md",
    "docs/ci.md",
    "docs/configuration.md",
    "docs/editors.md",
    "docs/facts.md",
    "docs/faq.md",
    "docs/getting-started.md",
    "docs/how-it-works.md",
];

/// What capital letters stand for.
const STAND_FOR: [(&str, &str); 5] = [
    ("FILE:LINE", "a.py:2"),
    ("FILE", "a.py"),
    ("RULE", "mutable-default-mutated"),
    ("PATHS", "a.py src"),
    ("REASON", "why"),
];

fn page(path: &str) -> String {
    fs::read_to_string(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Lines after `$`, listing by listing; and what stands between backticks and starts with the program's name and a word:
/// two words name a command, which is asked for its help.
fn commands(page: &str) -> Vec<Vec<String>> {
    let is_run = |command: &str| command.starts_with("heaplight ") || command.starts_with("mkdir ");
    let listings = page.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let typed = listings.map(|listing| {
        let lines = listing.lines().filter_map(|line| line.strip_prefix("$ "));
        lines.filter(|line| is_run(line)).map(str::to_owned).collect()
    });
    let inline = page.split('`').skip(1).step_by(2).filter(|code| code.starts_with("heaplight ")).map(|code| {
        let command = code.replace('\n', " ");
        let name = command.split(' ').count() == 2;
        let command = if name { format!("{command} --help") } else { command };
        vec![STAND_FOR.iter().fold(command, |command, (word, means)| command.replace(word, means))]
    });
    typed.chain(inline).collect()
}

/// A project with something to find, a home, and the programs that the pages call.
struct Newcomer(tempfile::TempDir);

impl Newcomer {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let lines: String = (3..14).map(|n| format!("x{n} = []\n")).collect();
        write_files(
            folder.path(),
            &[
                ("project/a.py", SHOWN),
                ("project/src/module.py", SHOWN),
                ("project/module.py", &format!("{SHOWN}{lines}")),
                ("project/script.py", "a = [1]\nb = a\n"),
                ("project/.git/HEAD", ""),
                ("project/heaplight-baseline.json", r#"{"schema": "heaplight.baseline/1", "findings": []}"#),
                ("home/.keep", ""),
                ("bin/reviewdog", "#!/bin/sh\ncat\n"),
            ],
        );
        symlink(BINARY, folder.path().join("bin/heaplight")).expect("a link");
        out(Command::new("chmod").arg("+x").arg(folder.path().join("bin/reviewdog")));
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn types(&self, command: &str) -> (Option<i32>, String) {
        let mut shell = Command::new("bash");
        shell.args(["-o", "pipefail", "-c", command]).stdin(Stdio::null()).current_dir(self.path("project"));
        shell.env("HOME", self.path("home")).env("PATH", path_with(&self.path("bin"))).env_remove("GITHUB_ACTIONS");
        let output = run(&mut shell);
        (output.status.code(), said(&output))
    }
}

#[test]
fn every_command_runs() {
    let mut seen = 0;
    for path in PAGES {
        for listing in commands(&page(path)) {
            let newcomer = Newcomer::new();
            for command in listing {
                // It ends with Ctrl-C alone; `tests/shell.rs` watches.
                let command = command.replace("heaplight check --watch", "heaplight check");
                let (code, said) = newcomer.types(&command);
                assert!(matches!(code, Some(0 | 1)), "{path}: {command}: {code:?}\n{said}");
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen} commands");
}

const SHOWN: &str = "def f(a, b=[]):\n    b.append(a)\n    return b\n";

#[test]
fn what_the_first_page_shows_is_printed() {
    let newcomer = Newcomer::new();
    let shown = page("docs/getting-started.md");
    for command in ["heaplight check --no-cache a.py", "heaplight graph a.py:2"] {
        let (_, said) = newcomer.types(command);
        let block = format!("```\n{}", said.split("\n\n1 finding").next().expect("the finding").trim_end());
        assert!(shown.contains(&block), "{command}: {block}");
    }
}

#[test]
fn every_configuration_is_one() {
    let mut seen = 0;
    for path in PAGES {
        for block in page(path).split("```toml\n").skip(1) {
            let text = block.split("```").next().expect("a block");
            let newcomer = Newcomer::new();
            write_files(newcomer.0.path(), &[("heaplight.toml", ""), ("project/pyproject.toml", text)]);
            let mut config = heaplight();
            let output = run(config.args(["config", "a.py"]).current_dir(newcomer.path("project")));
            assert!(output.status.success(), "{path}: {text}\n{}", said(&output));
            seen += 1;
        }
    }
    assert!(seen > 8, "{seen} blocks");
}
