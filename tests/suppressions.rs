//! Comments that hide findings, what is said about such comments, and baselines.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

fn heaplight(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn with(source: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.py"), source).unwrap();
    folder
}

fn content(folder: &tempfile::TempDir) -> String {
    fs::read_to_string(folder.path().join("a.py")).unwrap()
}

/// Rules that are reported, in order.
fn found(source: &str) -> Vec<String> {
    let output = heaplight(with(source).path(), &["check", "--output-format", "concise", "--exit-zero"]);
    let rule = |line: &str| line.split(['[', ']']).nth(1).unwrap().to_owned();
    text(&output.stdout).lines().map(rule).collect()
}

fn fixed(source: &str, more: &[&str]) -> String {
    let folder = with(source);
    heaplight(folder.path(), &[&["check", "--fix"], more].concat());
    content(&folder)
}

const BUG: &str = "def f(a, b=[]):\n    b.append(a)\n    return b\n";
const RULE: &str = "mutable-default-mutated";

fn bug(comment: &str) -> String {
    BUG.replacen('\n', &format!("  {comment}\n"), 1)
}

#[test]
fn findings_are_hidden_at_their_line_above_their_statement_and_in_their_file() {
    assert_eq!(found(BUG), [RULE]);
    for hidden in [
        bug(&format!("# heaplight: ignore[{RULE}] a registry")),
        bug("# heaplight: ignore[defaults]"),
        bug("# noqa"),
        bug(&format!("# noqa: B006, {RULE}")),
        format!("# heaplight: ignore[{RULE}] a registry\n{BUG}"),
        format!("{BUG}# heaplight: file-ignore[{RULE}]\n"),
    ] {
        assert_eq!(found(&hidden), [] as [&str; 0], "{hidden}");
    }
    assert_eq!(found(&bug("# noqa: B006")), [] as [&str; 0], "the same in ruff");
    assert_eq!(found(&bug("# noqa: E501")), [RULE]);
    assert_eq!(found(&bug("# heaplight: ignore[del-does-not-free]")), [RULE, "unused-ignore"]);
}

#[test]
fn comments_are_reviewed() {
    assert_eq!(found(&format!("x = 1  # heaplight: ignore[{RULE}]\n")), ["unused-ignore"]);
    assert_eq!(found("x = 1  # heaplight: ignore[mutable-default-mutatd]\n"), ["unknown-rule"]);
    assert_eq!(found(&bug("# heaplight: ignore why")), ["blanket-ignore"]);
    assert_eq!(found("x = 1  # heaplight: ignore[]\n"), ["unused-ignore"]);
    for slip in [format!("ignroe[{RULE}]"), format!("ignore[{RULE} why"), "file_ignore".into()] {
        assert_eq!(found(&bug(&format!("# heaplight: {slip}"))), [RULE, "invalid-ignore"], "{slip}");
    }
    assert_eq!(found(&bug(&format!("# heaplight: ignore [{RULE}]"))), [] as [&str; 0], "with a space");
    assert_eq!(found("x = 1  # heaplight: for people\n"), [] as [&str; 0]);
    assert_eq!(found("x = 1  # heaplight: ignore[same-object]\n"), [] as [&str; 0], "a hint");
    assert_eq!(found("x = = 1  # heaplight: ignore[del-does-not-free]\n"), ["syntax-error"]);
    let unselected = format!("x = 1  # heaplight: ignore[{RULE}]\n");
    let output = heaplight(with(&unselected).path(), &["check", "--ignore", RULE]);
    assert_eq!(output.status.code(), Some(0), "a rule that does not run is not judged: {output:?}");
}

#[test]
fn reviews_are_fixed() {
    let unused = format!("x = 1  # why  # heaplight: ignore[{RULE}]\n");
    assert_eq!(fixed(&unused, &[]), "x = 1  # why\n");
    let both = bug(&format!("# heaplight: ignore[{RULE}, del-does-not-free] why"));
    assert_eq!(fixed(&both, &[]), bug(&format!("# heaplight: ignore[{RULE}] why")));
    let misspelt = bug("# heaplight: ignore[mutable-default-mutatd] why");
    assert_eq!(fixed(&misspelt, &[]), misspelt, "what was meant is a guess");
    assert_eq!(fixed(&misspelt, &["--unsafe-fixes"]), bug(&format!("# heaplight: ignore[{RULE}] why")));
    assert_eq!(fixed("x = 1  # heaplight: ignore[] why\n", &[]), "x = 1\n");
    let open = bug(&format!("# heaplight: ignore[{RULE} why"));
    assert_eq!(fixed(&open, &[]), open, "what was meant is a guess");
    assert_eq!(fixed(&open, &["--unsafe-fixes"]), bug(&format!("# heaplight: ignore[{RULE}] why")));
    assert_eq!(fixed(&bug("# heaplight: ignore why"), &[]), bug(&format!("# heaplight: ignore[{RULE}] why")));
}

#[test]
fn comments_are_added() {
    let folder = with(BUG);
    let output = heaplight(folder.path(), &["check", "--add-ignore=kept on purpose"]);
    assert_eq!(content(&folder), bug(&format!("# heaplight: ignore[{RULE}] kept on purpose")));
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(0), "Added comments for 1 finding in 1 file.\n".into())
    );
    assert_eq!(heaplight(folder.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn a_baseline_hides_what_it_knows_and_shrinks() {
    let folder = with(BUG);
    let check = |more: &[&str]| {
        heaplight(folder.path(), &[&["check", "--baseline", "old.json", "--output-format", "concise"], more].concat())
    };
    let output = check(&[]);
    assert_eq!((output.status.code(), text(&output.stderr).contains("no such baseline")), (Some(2), true));
    assert_eq!(text(&check(&["--update-baseline"]).stderr), "Wrote 1 finding into old.json.\n");

    // Lines above may move, and the indentation change; a second one of its kind is new.
    fs::write(folder.path().join("a.py"), format!("x = 1\n\n{BUG}")).unwrap();
    let output = check(&[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()));
    assert_eq!(text(&output.stderr), "1 finding hidden by old.json.\n");
    fs::write(folder.path().join("a.py"), format!("{BUG}\n\n{}", BUG.replace("def f", "def g"))).unwrap();
    let output = check(&[]);
    assert!(text(&output.stdout).starts_with("a.py:6:12: warning[mutable-default-mutated]"), "{output:?}");

    fs::write(folder.path().join("a.py"), "x = 1\n").unwrap();
    check(&[]);
    assert!(!fs::read_to_string(folder.path().join("old.json")).unwrap().contains(RULE), "what is gone is forgotten");
    fs::write(folder.path().join("a.py"), BUG).unwrap();
    assert_eq!(check(&[]).status.code(), Some(1), "and new when it comes back");

    fs::write(folder.path().join("old.json"), "{").unwrap();
    let output = check(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: old.json: is no baseline"), "{output:?}");
}

/// A run that sees less than the whole takes nothing out of a baseline: a hook of pre-commit would change a file in each
/// commit, and the next run over everything would tell again what was forgotten.
#[test]
fn a_baseline_is_left_alone_where_something_is_out_of_sight() {
    let folder = with(BUG);
    let check = |more: &[&str]| heaplight(folder.path(), &[&["check", "--baseline", "old.json"], more].concat());
    let knows = |path: &str| fs::read_to_string(folder.path().join("old.json")).unwrap().contains(path);
    fs::write(folder.path().join("b.py"), BUG).unwrap();
    check(&["--update-baseline"]);
    for part in [&["--ignore", RULE][..], &["--select", "retention"], &["--diff", "--fix-bugs"]] {
        check(part);
        assert!(knows("a.py") && knows("b.py"), "{part:?}");
    }
    fs::write(folder.path().join("a.py"), "x = 1\n").unwrap();
    check(&["a.py"]);
    assert!(knows("a.py"), "a file that is named");
    fs::write(folder.path().join("a.py"), "x = = 1\n").unwrap();
    check(&[]);
    assert!(knows("a.py"), "a file that is half typed");
    fs::remove_file(folder.path().join("b.py")).unwrap();
    check(&[]);
    assert!(knows("a.py") && !knows("b.py"), "a file that is no more");
    fs::write(folder.path().join("a.py"), "x = 1\n").unwrap();
    check(&[]);
    assert!(!knows("a.py"), "all is in sight");
}

#[test]
fn a_baseline_made_of_a_part_keeps_the_rest() {
    let folder = with(BUG);
    let check = |more: &[&str]| heaplight(folder.path(), &[&["check", "--baseline", "old.json"], more].concat());
    let knows = |path: &str| fs::read_to_string(folder.path().join("old.json")).unwrap().contains(path);
    fs::write(folder.path().join("b.py"), BUG).unwrap();
    check(&["--update-baseline"]);
    for part in [&["b.py"][..], &["--select", "growth"]] {
        check(&[&["--update-baseline"], part].concat());
        assert!(knows("a.py") && knows("b.py"), "{part:?}");
    }
    fs::write(folder.path().join("b.py"), "x = 1\n").unwrap();
    check(&["--update-baseline"]);
    assert!(knows("a.py") && !knows("b.py"), "all is in sight");
}

#[test]
fn a_baseline_that_cannot_be_read_ends_the_run() {
    let folder = with(BUG);
    for broken in ["", "[]", "<<<<<<< ours"] {
        fs::write(folder.path().join("old.json"), broken).unwrap();
        let output = heaplight(folder.path(), &["check", "--baseline", "old.json"]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()), "{broken}");
        assert_eq!(text(&output.stderr).lines().count(), 1, "{output:?}");
    }
}

#[test]
fn comments_are_added_for_what_the_baseline_does_not_know() {
    let folder = with(BUG);
    let check = |more: &[&str]| heaplight(folder.path(), &[&["check", "--baseline", "old.json"], more].concat());
    check(&["--update-baseline"]);
    fs::write(folder.path().join("b.py"), BUG).unwrap();
    let told = text(&check(&["--add-ignore=new"]).stderr);
    assert_eq!(told, "1 finding hidden by old.json.\nAdded comments for 1 finding in 1 file.\n");
    assert_eq!(content(&folder), BUG);
    assert!(fs::read_to_string(folder.path().join("b.py")).unwrap().contains(RULE));
}

#[test]
fn what_cannot_go_together_or_into_a_comment_is_refused() {
    for refused in [
        &["--add-ignore=old\nx = 1"][..],
        &["--diff", "--add-ignore"],
        &["--diff", "--baseline", "old.json", "--update-baseline"],
        &["--watch", "nowhere"],
    ] {
        let folder = with(BUG);
        let output = heaplight(folder.path(), &[&["check"], refused].concat());
        assert_eq!((output.status.code(), content(&folder)), (Some(2), BUG.to_owned()), "{refused:?} {output:?}");
        assert!(!folder.path().join("old.json").exists(), "{refused:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_baseline_may_be_read_as_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = with(BUG);
    heaplight(folder.path(), &["check", "--baseline", "old.json", "--update-baseline"]);
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("old.json"), mode("a.py"));
}
