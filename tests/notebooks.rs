//! Notebooks on the command line: what is found in their cells, how it is named, what `--fix` leaves as it was.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

const NOTEBOOK: &str = r##"{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": ["# Prices"]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "a1",
   "metadata": {},
   "outputs": [],
   "source": [
    "%matplotlib inline\n",
    "!ls \"it's\n",
    "files = !ls\n",
    "def add(price, seen=[]):\n",
    "    seen.append(price)  # é\n",
    "    return seen"
   ]
  },
  {"cell_type": "code", "metadata": {}, "source": ["%%bash\n", "x = = 1"], "outputs": [], "execution_count": null},
  {
   "cell_type": "code",
   "execution_count": 2.50,
   "metadata": {},
   "outputs": [],
   "source": [
    "%%time\n",
    "total = sum([x * x for x in range(100_000)])\n",
    "add?"
   ]
  }
 ],
 "metadata": { "kernelspec": {"language": "python", "name": "python3"} },
 "nbformat": 4,
 "nbformat_minor": 5
}
"##;

fn with(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

fn heaplight(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heaplight"));
    command.args(arguments).current_dir(folder).env_remove("GITHUB_ACTIONS").stdin(Stdio::null()).output().unwrap()
}

fn check(folder: &tempfile::TempDir, more: &[&str]) -> (String, String, Option<i32>) {
    let output = heaplight(folder.path(), &[&["check"], more].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

fn content(folder: &tempfile::TempDir) -> String {
    fs::read_to_string(folder.path().join("n.ipynb")).unwrap()
}

#[test]
fn findings_name_their_cells() {
    let folder = with("n.ipynb", NOTEBOOK);
    let (out, err, exit) = check(&folder, &["--output-format", "concise"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((err.as_str(), exit, lines.len()), ("", Some(1), 2), "{out}");
    let expected = "n.ipynb:cell 2:4:21: warning[mutable-default-mutated] default list of `seen` is changed on line 5: \
                    all calls share it";
    assert_eq!(lines[0], expected);
    assert!(lines[1].starts_with("n.ipynb:cell 4:2:13: warning[list-consumed-by-aggregate] "), "{out}");
}

#[test]
fn a_story_across_cells_is_shown_cell_by_cell() {
    let text = r#"{"cells": [
        {"cell_type": "code", "source": ["a = 1\n", "def add(price, seen=[]):\n", "    seen.append(price)\n", "    return seen\n"]},
        {"cell_type": "code", "source": ["add(1)"]}
    ], "nbformat": 4}"#;
    let folder = with("n.ipynb", text);
    let (out, ..) = check(&folder, &["--output-format", "full"]);
    assert!(out.contains("--> n.ipynb:cell 1:2:21\n"), "{out}");
    assert!(out.contains("changed on line 3: all calls share it"), "{out}");
    assert!(out.contains("2 | def add(price, seen=[]):\n"), "{out}");
    let (out, ..) = check(&folder, &["--output-format", "json"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    let finding = &document["findings"][0];
    assert_eq!((finding["cell"].as_u64(), finding["start"]["line"].as_u64()), (Some(1), Some(2)));
}

/// Markdown cells count, too: cell 3 is the one that Jupyter users see as the third.
#[test]
fn a_line_of_another_cell_is_named_with_its_cell() {
    let text = r##"{"cells": [
        {"cell_type": "code", "source": ["n = 3\n", "rows = [[0] * 3] * n"]},
        {"cell_type": "markdown", "source": ["# Fill"]},
        {"cell_type": "code", "source": ["rows[0][0] = 1\n", "same = [[0] * 3] * 4\n", "same[0][0] = 1"]}
    ], "nbformat": 4}"##;
    let folder = with("n.ipynb", text);
    let (out, ..) = check(&folder, &["--output-format", "concise"]);
    let rule = "warning[repeated-mutable-sequence] one list in";
    let expected = format!(
        "n.ipynb:cell 1:2:8: {rule} 3 places, and line 1 of cell 3 changes it: all of them change\n\
         n.ipynb:cell 3:2:8: {rule} 4 places, and line 3 changes it: all of them change\n"
    );
    assert_eq!(out, expected);
}

#[test]
fn formats_of_machines_give_lines_of_the_file() {
    let folder = with("n.ipynb", NOTEBOOK);
    let line = NOTEBOOK.lines().position(|line| line.contains("seen=[]")).unwrap() as u64 + 1;
    let document = |format| -> Value { serde_json::from_str(&check(&folder, &["--output-format", format]).0).unwrap() };
    let sarif = &document("sarif")["runs"][0]["results"][0];
    assert_eq!(sarif["locations"][0]["physicalLocation"]["region"]["startLine"], line);
    assert!(sarif["message"]["text"].as_str().unwrap().starts_with("cell 2, line 4: "), "{sarif}");
    assert!(sarif["fixes"].is_null(), "its places would be those of a cell");
    assert_eq!(document("gitlab")[0]["location"]["lines"]["begin"], line);
    assert_eq!(document("rdjson")["diagnostics"][0]["location"]["range"]["start"]["line"], line);
    let github = check(&folder, &["--output-format", "github"]).0;
    assert!(github.contains(&format!("file=n.ipynb,line={line},")), "{github}");
}

#[test]
fn a_fix_changes_its_lines_and_nothing_else() {
    let folder = with("n.ipynb", NOTEBOOK);
    let (diff, ..) = check(&folder, &["--diff"]);
    let changed: Vec<&str> = diff.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    assert_eq!(changed.len(), 4, "{diff}");
    assert_eq!(content(&folder), NOTEBOOK);
    check(&folder, &["--fix"]);
    let expected = NOTEBOOK.replace("sum([x * x for x in range(100_000)])", "sum(x * x for x in range(100_000))");
    assert_eq!(content(&folder), expected);
    check(&folder, &["--fix", "--fix-bugs"]);
    let line = |text: &str| format!("    {text:?},\n");
    let header = "def add(price, seen=[]):\n";
    let guarded = ["def add(price, seen=None):\n", "    if seen is None:\n", "        seen = []\n"].map(line).concat();
    assert_eq!(content(&folder), expected.replace(&line(header), &guarded));
    assert_eq!(check(&folder, &["--output-format", "concise"]), (String::new(), String::new(), Some(0)));
}

#[test]
fn comments_and_baselines_hide_findings_of_cells() {
    let folder = with("n.ipynb", NOTEBOOK);
    check(&folder, &["--baseline", "known.json", "--update-baseline"]);
    assert_eq!(check(&folder, &["--baseline", "known.json"]).2, Some(0));
    check(&folder, &["--add-ignore=old"]);
    assert!(content(&folder).contains(r#"seen=[]):  # heaplight: ignore[mutable-default-mutated] old\n""#));
    assert_eq!(check(&folder, &[]).2, Some(0));
}

#[test]
fn what_is_no_notebook_is_one_line_and_exit_code_2() {
    for (text, message) in [
        ("x = 1", "error: n.ipynb: is no notebook: expected a JSON object with `cells`\n"),
        ("[1, 2]", "error: n.ipynb: is no notebook: expected a JSON object with `cells`\n"),
        (
            r#"{"cells": [], "nbformat": 3}"#,
            "error: n.ipynb: notebook format 3 is not supported: save it with a newer Jupyter\n",
        ),
    ] {
        let folder = with("n.ipynb", text);
        let (out, err, exit) = check(&folder, &["--output-format", "concise"]);
        assert_eq!((out.as_str(), err.as_str(), exit), ("", message, Some(2)));
    }
}

#[test]
fn a_notebook_is_shown_as_the_module_that_its_cells_are() {
    let folder = with("n.ipynb", NOTEBOOK);
    let show = heaplight(folder.path(), &["show", "n.ipynb"]);
    let text = String::from_utf8(show.stdout).unwrap();
    assert!(text.contains("\n   1 # %% cell 2\n   2 %matplotlib inline\n"), "{text}");
    let finding = "   5 def add(price, seen=[]):  ⟨one list for all calls⟩\n     ^ mutable-default-mutated: default list of `seen` is \
                   changed on line 6: all calls share it\n";
    assert!(text.contains(finding), "{text}");
}
