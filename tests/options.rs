//! Every option of every command does what its help says; none is missing here.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// What a run shows (its streams, its exit code and the files that it leaves) with an option, and not without.
enum Shows {
    Then(&'static str),
    OnlyBefore(&'static str),
    /// The default, which is the only choice.
    Always(&'static str),
}
use Shows::{Always, OnlyBefore, Then};

const SOURCE: &str = r#"def f(a, b=[]):
    b.append(a)
    return b


t = sum([x for x in range(100_000)])


def g(rows=(r for r in "ab")):
    for row in rows:
        print(row)


d = {"k": 1}
"#;

const FILES: &[(&str, &str)] = &[
    ("a.py", SOURCE),
    ("heaplight.toml", "exclude = ['gen']\n"),
    ("quiet.toml", "ignore = ['defaults']\n"),
    ("gen/b.py", "x = = 1\n"),
];

/// The arguments without the option, the option, and what it makes of them.
const CASES: &[(&str, &str, Shows)] = &[
    ("check", "--output-format concise", Then("a.py:1:12: warning[mutable-default-mutated] default list")),
    ("check", "--output-file out.txt", Then("out.txt:\nwarning[mutable-default-mutated]")),
    ("check", "--statistics", Then("     1  mutable-default-mutated\n")),
    ("check", "--target-version 2.7", Then("unknown Python version `2.7`")),
    ("check", "--select materialisation", OnlyBefore("mutable-default-mutated")),
    ("check", "--ignore mutable-default-mutated", OnlyBefore("mutable-default-mutated")),
    ("check", "--severity mutable-default-mutated=error", Then("error[mutable-default-mutated]")),
    ("check", "--config quiet.toml", OnlyBefore("mutable-default-mutated")),
    ("check", "--fix", Then("\nt = sum(x for x in range(100_000))\n")),
    ("check --diff", "--unsafe-fixes", Then("+def g(rows=[r for r in \"ab\"]):")),
    ("check --diff", "--fix-bugs", Then("+def f(a, b=None):")),
    ("check", "--diff", Then("+t = sum(x for x in range(100_000))")),
    ("check --diff", "--show-fixes", Then("  a.py: 1 × list-consumed-by-aggregate: use a generator")),
    ("check", "--baseline old.json", OnlyBefore("mutable-default-mutated]")),
    ("check --baseline new.json", "--update-baseline", Then("new.json:\n{\n  \"schema\": \"heaplight.baseline/1\"")),
    ("check", "--add-ignore=old", Then("b=[]):  # heaplight: ignore[mutable-default-mutated] old\n")),
    ("check", "--no-cache", OnlyBefore(".heaplight_cache/")),
    ("check", "--cache-dir elsewhere", Then("elsewhere/")),
    ("check -", "--stdin-filename pkg/c.py", Then("pkg/c.py:1:5")),
    ("check -", "--watch", Then("`--watch` needs files")),
    ("check gen/b.py", "--force-exclude", OnlyBefore("gen/b.py:1:5")),
    ("check", "--exit-zero", Then("exit code 0")),
    ("trace a.py", "--output-format json", Then("\"schema\": \"heaplight.trace/1\"")),
    ("trace a.py", "--target-version 3.9", Then("3.9")),
    ("facts a.py", "--output-format json", Always("\"schema\":\"heaplight.facts/1\"")),
    ("facts a.py", "--target-version 3.9", Then("\"python\":\"3.9\"")),
    ("show a.py", "--level surprises", OnlyBefore("⟨may change default b⟩")),
    ("show a.py", "--target-version 3.9", Then("simulated as CPython 3.9")),
    ("graph a.py:14", "--format dot", Then("digraph heap {")),
    ("graph a.py:14", "--target-version 3.9", Then("#1 dict, 1 item, 232 bytes")),
    ("stats", "--target-version 2.7", Then("unknown Python version `2.7`")),
    ("stats", "--select materialisation", OnlyBefore("  mutable-default-mutated")),
    ("stats", "--ignore mutable-default-mutated", OnlyBefore("  mutable-default-mutated")),
    ("stats", "--severity mutable-default-mutated=off", OnlyBefore("  mutable-default-mutated")),
    ("stats", "--config quiet.toml", OnlyBefore("  mutable-default-mutated")),
    ("rules", "--output-format json", Then("\"schema\": \"heaplight.rules/1\"")),
    ("config", "--target-version 3.9", Then("target-version = \"3.9\"  # command line")),
    ("config", "--select all", Then("select = [\"all\"]  # command line")),
    ("config", "--ignore defaults", Then("ignore = [\"defaults\"]  # command line")),
    ("config", "--severity defaults=info", Then("defaults = \"info\"")),
    ("config", "--config quiet.toml", Then("ignore = [\"defaults\"]")),
    ("config", "--output-format json", Then("\"schema\": \"heaplight.config/1\"")),
    ("config", "--reference", Then("## ")),
    ("config", "--schema", Then("\"$schema\"")),
    ("clean", "--cache-dir kept", OnlyBefore("kept/")),
    ("man", "--output-dir man", Then("man/heaplight-check.1")),
];

#[test]
fn each_option_makes_its_difference() {
    let mut wrong = Vec::new();
    for (arguments, option, shows) in CASES {
        let without = run(&arguments.split(' ').collect::<Vec<_>>());
        let with = run(&arguments.split(' ').chain(option.split(' ')).collect::<Vec<_>>());
        let fits = match shows {
            Then(words) => with.contains(words) && !without.contains(words),
            OnlyBefore(words) => without.contains(words) && !with.contains(words),
            Always(words) => without == with && with.contains(words),
        };
        if !fits {
            wrong.push(format!("{arguments} {option}\n-- without:\n{without}\n-- with:\n{with}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_option_is_missing() {
    let commands = long_names(&help(&["--help"]), |line| {
        let word = line.strip_prefix("  ")?.split("  ").next()?;
        (!word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())).then_some(word)
    });
    assert!(commands.len() >= 13, "{commands:?}");
    let mut tried = BTreeSet::new();
    for (arguments, option, _) in CASES {
        let command = arguments.split(' ').next().unwrap();
        tried.insert((command.to_owned(), option.split([' ', '=']).next().unwrap().to_owned()));
    }
    let mut known = BTreeSet::new();
    for command in commands.iter().filter(|command| *command != "help") {
        let options = long_names(&help(&[command, "--help"]), |line| {
            let option = line.trim_start().trim_start_matches("-h, ");
            option.starts_with("--").then(|| option.split([' ', '=', '[']).next().unwrap())
        });
        known.extend(options.into_iter().filter(|option| option != "--help").map(|option| (command.clone(), option)));
    }
    assert_eq!(tried, known, "what is tried, and what there is");
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(help(&["--version"]), concat!("heaplight ", env!("CARGO_PKG_VERSION"), "\n"));
}

fn long_names<'h>(help: &'h str, name: impl Fn(&'h str) -> Option<&'h str>) -> BTreeSet<String> {
    help.lines().filter_map(name).map(str::to_owned).collect()
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_heaplight")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Everything that can be seen of a run in a folder of its own.
fn run(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let command = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
        for name in ["GITHUB_ACTIONS", "HEAPLIGHT_CACHE_DIR", "HEAPLIGHT_NO_CACHE"] {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(folder.path());
        command
    };
    // What an option is about must be there.
    if arguments.contains(&"old.json") {
        command(&["check", "--no-cache", "--baseline", "old.json", "--update-baseline"]).output().unwrap();
    }
    if arguments.contains(&"clean") {
        command(&["check", "--cache-dir", "kept"]).output().unwrap();
    }
    let stdin = folder.path().join("stdin");
    fs::write(&stdin, "x = = 1\n").unwrap();
    let output = command(arguments).stdin(Stdio::from(fs::File::open(stdin).unwrap())).output().unwrap();
    let mut seen = format!("exit code {}\n", output.status.code().unwrap());
    seen += &String::from_utf8(output.stdout).unwrap();
    seen += &String::from_utf8(output.stderr).unwrap();
    add_files(folder.path(), folder.path(), &mut seen);
    seen
}

fn add_files(root: &Path, folder: &Path, seen: &mut String) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if path.is_dir() {
            *seen += &format!("{name}/\n");
            add_files(root, &path, seen);
        } else if name != "old.json"
            && path.extension().is_some_and(|kind| kind == "py" || kind == "json" || kind == "txt")
        {
            *seen += &format!("{name}:\n{}\n", fs::read_to_string(&path).unwrap());
        } else {
            *seen += &format!("{name}\n");
        }
    }
}
