//! The real Neovim, headless, with the set-up that the repository ships and the server just built.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use serde_json::{Value, json};

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// Neovim, fetched on the first run.
fn neovim() -> &'static Path {
    static NEOVIM: OnceLock<PathBuf> = OnceLock::new();
    NEOVIM.get_or_init(set_up_neovim)
}

fn set_up_neovim() -> PathBuf {
    let script = Path::new(REPOSITORY).join("tests/editors/setup-nvim.sh");
    let output = run(Command::new("bash").arg(&script));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "no Neovim: {} needs bash, Python 3 with pip, and PyPI:\n{said}",
        script.display()
    );
    String::from_utf8_lossy(&output.stdout).trim().into()
}

/// What Neovim knows about a file after the server has seen it.
fn open(name: &str, text: &str) -> Value {
    drive("nvim_smoke.lua", name, text)
}

/// What a script of `tests/editors` prints about a file.
fn drive(script: &str, name: &str, text: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    fs::write(&file, text).expect("a file");
    // Neovim keeps its state and its log away from the user's.
    let output = run(Command::new(neovim())
        .args(["--clean", "--headless", "-l"])
        .arg(Path::new(REPOSITORY).join("tests/editors").join(script))
        .args([REPOSITORY, env!("CARGO_BIN_EXE_heaplight")])
        .arg(&file)
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .env("XDG_CACHE_HOME", folder.path().join("cache")));
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
    serde_json::from_str(said.trim()).unwrap_or_else(|error| panic!("{error}: {said}\n{wrong}"))
}

#[test]
fn a_syntax_error_is_shown_where_it_is() {
    let seen = open("broken.py", "a = 'é𝄞'\nb = 'é𝄞' +\n");
    let diagnostics = seen["diagnostics"].as_array().expect("diagnostics");
    assert_eq!(diagnostics.len(), 1, "{seen}");
    let finding = &diagnostics[0];
    assert_eq!((&finding["line"], &finding["severity"]), (&json!(2), &json!(1)));
    assert_eq!((&finding["source"], &finding["rule"]), (&json!("heaplight"), &json!("syntax-error")));
    // Neovim counts bytes: `b = 'é𝄞' +` has 14.
    assert_eq!(finding["column"], 15, "{seen}");
}

#[test]
fn a_sound_file_is_clean_and_the_server_says_goodbye() {
    let seen = open("sound.py", "a = [1]\nprint(a)\n");
    assert_eq!(seen["diagnostics"], json!([]), "{seen}");
    assert_eq!(seen["encoding"], "utf-8");
    assert_eq!(seen["exit_code"], 0);
}

/// Findings of a rule, hints and the card, as Neovim holds them.
#[test]
fn the_articles_default_is_shown_with_all_that_is_known() {
    let seen = open("default.py", &snippet("s7_mutable_default.py"));
    let diagnostics = seen["diagnostics"].as_array().expect("diagnostics");
    assert_eq!(diagnostics.len(), 1, "{seen}");
    let finding = &diagnostics[0];
    assert_eq!((&finding["rule"], &finding["source"]), (&json!("mutable-default-mutated"), &json!("heaplight")));
    // A warning, at `[]` in `def create_list(val, lst=[]):`.
    assert_eq!((&finding["line"], &finding["column"], &finding["severity"]), (&json!(1), &json!(26), &json!(2)));
    assert_eq!(seen["hints"], json!([{ "line": 1, "label": "one list for all calls" }]), "{seen}");
}

#[test]
fn hints_and_the_card_of_the_first_name() {
    let seen = open("alias.py", &snippet("s4_mutable.py"));
    assert_eq!(seen["diagnostics"], json!([]), "{seen}");
    assert_eq!(seen["hints"], json!([{ "line": 2, "label": "same object as lst1" }]), "{seen}");
    let card = seen["hover"].as_str().expect("a card");
    assert!(card.starts_with("**list**, 3 items") && card.contains("named `lst2` on line 2"), "{card}");
}

#[test]
fn a_finalizer_is_announced_where_it_runs() {
    let seen = open("demo.py", &snippet("s2_gc.py"));
    assert_eq!(seen["hints"], json!([{ "line": 12, "label": "Demo.__del__ runs here" }]), "{seen}");
}

/// The level goes round, a file is hidden and shown, the heap and a rule's page float.
#[test]
fn the_commands_of_the_plugin() {
    let seen = drive("nvim_commands.lua", "alias.py", &snippet("s4_mutable.py"));
    assert_eq!(seen["levels"], json!([1, 2, 3]));
    assert_eq!((&seen["hidden"], &seen["shown_again"]), (&json!(0), &json!(3)));
    let heap = seen["heap"].as_str().expect("a picture");
    assert!(heap.contains("lst1 ──▶ #1") && heap.contains("lst2 ──▶ #1") && heap.contains("list, 4 items"), "{heap}");
    assert!(seen["page"].as_str().is_some_and(|page| page.contains("mutable-default-mutated")), "{seen}");
    let health = seen["health"].as_str().expect("a report");
    assert!(health.contains("heaplight 0.") && health.contains("switched on"), "{health}");
    assert_eq!(seen["completion"], json!(["surprises"]));
}

fn snippet(name: &str) -> String {
    let path = Path::new(REPOSITORY).join("tests/article").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
