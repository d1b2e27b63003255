//! The seven snippets of the article: what `check` and an editor say about them, and nothing else.

mod common;

use std::fs;

use common::{
    files_in,
    heaplight::{check, hints, hints_at},
    repository,
};
use heaplight::{
    annotations::{self, HintLevel},
    config::{PythonVersion, Settings},
    facts::{self, Source, SourceKind},
    syntax,
};

/// File, line, rule, and what the message must contain.
const EXPECTED: [(&str, u64, &str, &str); 2] = [
    // Two names for a million numbers; at 10**4 (`s6_extra_ref_10k.py`) it is not worth a word.
    ("s6_extra_ref.py", 3, "redundant-alias-keeps-alive", "large_data"),
    ("s7_mutable_default.py", 1, "mutable-default-mutated", "line 2"),
];

/// File, line, and the hint at its end. That each is true is shown on CPython in `tests/mdtest/hints.md`.
const HINTS: [(&str, u64, &str); 4] = [
    // Not at the `def`, not after the call: the object goes with the frame, after the last line of the function.
    ("s2_gc.py", 12, "Demo.__del__ runs here"),
    ("s4_mutable.py", 2, "same object as lst1"),
    ("s6_extra_ref.py", 3, "same object as large_data"),
    ("s7_mutable_default.py", 1, "one list for all calls"),
];

/// All that is shown at the level `all`.
const ALL_HINTS: [(&str, u64, &str); 18] = [
    ("s1_small_int.py", 1, "int 10, cached"),
    ("s1_small_int.py", 2, "same int as x"),
    ("s2_gc.py", 11, "new Demo"),
    ("s2_gc.py", 12, "Demo.__del__ runs here"),
    ("s2_gc.py", 15, "its Demo is gone by now"),
    ("s3_immutable.py", 1, "str \"hello\", interned"),
    ("s3_immutable.py", 2, "same str as a"),
    ("s3_immutable.py", 3, "\"hello\" kept by b"),
    ("s4_mutable.py", 1, "new list, 3 items"),
    ("s4_mutable.py", 2, "same object as lst1"),
    ("s4_mutable.py", 3, "also changes lst2"),
    ("s5_generator.py", 6, "generator, not started"),
    ("s5_generator.py", 7, "runs to the next yield"),
    ("s6_extra_ref.py", 3, "same object as large_data"),
    ("s7_mutable_default.py", 1, "one list for all calls"),
    ("s7_mutable_default.py", 2, "may change default lst"),
    ("s7_mutable_default.py", 6, "the list of line 1"),
    ("s7_mutable_default.py", 7, "the list of line 1"),
];

/// What label, tooltip and card of a line tell together, in the order of the article: file, line, words that must be
/// there.
const TOLD: &[(&str, u64, &[&str])] = &[
    ("s1_small_int.py", 1, &["int 10", "cached", "small ints, -5 to 256", "immutable", "28 bytes"]),
    ("s1_small_int.py", 2, &["same int as x", "`y` is the same object as `x`", "y ─┴─▶ int 10"]),
    ("s2_gc.py", 11, &["new Demo", "owned by `obj`", "on the heap"]),
    (
        "s2_gc.py",
        12,
        &[
            "Demo.__del__ runs here",
            "The last reference to the `Demo` goes here",
            "its names alone hold the Demo `obj`",
            "Reference counting does, not the garbage collector, which finds cycles only",
        ],
    ),
    ("s2_gc.py", 15, &["its Demo is gone by now", "`Demo.__del__` has run when the call returns"]),
    ("s3_immutable.py", 1, &["str \"hello\"", "interned", "one such `str` for the whole process", "immutable"]),
    ("s3_immutable.py", 2, &["same str as a", "nothing is copied", "b ─┴─▶ str \"hello\""]),
    (
        "s3_immutable.py",
        3,
        &[
            "\"hello\" kept by b",
            "`a` is bound to another object now",
            "is not changed",
            "the code's constants hold it, too",
            "`\"world\"` is one object wherever it is written",
        ],
    ),
    ("s4_mutable.py", 1, &["new list, 3 items", "owned by `lst1`", "mutable"]),
    ("s4_mutable.py", 2, &["same object as lst1", "nothing is copied", "shared: `lst1`, `lst2` name this one object"]),
    ("s4_mutable.py", 3, &["also changes lst2", "changes the list in place", "`lst2` is the same object as `lst1`"]),
    ("s4_mutable.py", 4, &["changed in place (`.append()`) on line 3", "named `lst1` on line 1"]),
    ("s5_generator.py", 6, &["generator, not started", "Nothing of the body has run yet", "whatever it will give"]),
    (
        "s5_generator.py",
        7,
        &["runs to the next yield", "its frame is suspended", "keeps what `n`, `i` hold", "goes on (`next`) on line 7"],
    ),
    (
        "s6_extra_ref.py",
        2,
        &["36.4 MB", "40.4 MB of the allocator's blocks", "8448728 bytes", "1000000 items", "mutable"],
    ),
    (
        "s6_extra_ref.py",
        3,
        &["same object as large_data", "nothing is copied", "36.4 MB (40.4 MB", "kept by both names"],
    ),
    (
        "s7_mutable_default.py",
        1,
        &[
            "one list for all calls",
            "owned by the function `create_list`",
            "line 2 changes it for the next call",
            "made on line 1, once, when `create_list` is defined: the default of `lst`",
        ],
    ),
    ("s7_mutable_default.py", 2, &["may change default lst", "In calls without `lst`"]),
    ("s7_mutable_default.py", 6, &["the list of line 1", "every such call gives the same one"]),
    ("s7_mutable_default.py", 7, &["the list of line 1", "This call gives the default of `create_list`"]),
];

/// What is told from a version on, or up to one.
const TOLD_OF_VERSIONS: &[(&str, u64, &str, &[PythonVersion])] = &[
    ("s1_small_int.py", 1, "immortal: its reference count never changes (PEP 683)", IMMORTALS),
    ("s4_mutable.py", 1, "120 bytes", &[PythonVersion::PY39]),
    ("s5_generator.py", 6, "112 bytes, and its frame more", &[PythonVersion::PY39]),
    ("s5_generator.py", 6, "104 bytes, and its frame more", &[PythonVersion::PY310]),
    ("s5_generator.py", 6, "takes 208 bytes", &[PythonVersion::PY311, PythonVersion::PY314]),
];

const IMMORTALS: &[PythonVersion] = &[PythonVersion::PY312, PythonVersion::PY313, PythonVersion::PY314];

/// After both names are gone, and not before.
#[test]
fn what_del_frees_of_the_large_list() {
    let text = "def f():\n    a = [i for i in range(10**6)]\n    b = a\n    del a\n    del b\n    return 1\n";
    for version in PythonVersion::ALL {
        let all = told(text, version);
        let line =
            |number: u64| all.iter().filter(|(line, _)| *line == number).map(|(_, said)| &**said).collect::<String>();
        assert!(line(4).contains("`del a` frees nothing: `b` is the same object"), "{}", line(4));
        assert!(line(5).contains("36.4 MB (40.4 MB of the allocator's blocks) are freed here"), "{}", line(5));
    }
}

#[test]
fn label_tooltip_and_card_together_tell_what_the_snippets_are_about() {
    for version in PythonVersion::ALL {
        for file in files_in(&repository("tests/article"), "py") {
            let name = file.file_name().expect("a file").to_string_lossy().into_owned();
            let all = told(&fs::read_to_string(&file).expect("a readable snippet"), version);
            let line = |number: u64| {
                all.iter().filter(|(line, _)| *line == number).map(|(_, said)| &**said).collect::<Vec<_>>().join("\n")
            };
            for (_, number, words) in TOLD.iter().filter(|(file, ..)| *file == name) {
                for word in *words {
                    assert!(
                        line(*number).contains(word),
                        "{name}:{number} on {version}: no `{word}` in\n{}",
                        line(*number)
                    );
                }
            }
            for (_, number, word, versions) in TOLD_OF_VERSIONS.iter().filter(|(file, ..)| *file == name) {
                let expected = versions.contains(&version);
                assert_eq!(line(*number).contains(word), expected, "{name}:{number} on {version}: `{word}`");
            }
        }
    }
}

/// Line, and what it is told by one label, tooltip or card.
fn told(text: &str, target_version: PythonVersion) -> Vec<(u64, String)> {
    let settings = Settings { target_version, ..Settings::default() };
    let facts = facts::analyze_all(&syntax::parse(text), Source { text, kind: SourceKind::Module }, &settings);
    let line = |offset: usize| text[..offset].matches('\n').count() as u64 + 1;
    let hints = annotations::hints(&facts, text, HintLevel::All).into_iter();
    let mut out: Vec<(u64, String)> = hints
        .map(|hint| (line(hint.offset as usize), format!("{}\n{}", hint.label, annotations::tooltip(&facts, &hint))))
        .collect();
    let cards = (0..text.len()).filter_map(|at| Some((line(at), annotations::hover(&facts, at as u32)?.markdown)));
    out.extend(cards);
    out.sort();
    out.dedup();
    out
}

#[test]
fn everything_that_is_known_of_the_snippets() {
    for version in PythonVersion::ALL {
        let mut shown = Vec::new();
        for path in files_in(&repository("tests/article"), "py") {
            let file = path.file_name().expect("a file").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a readable snippet");
            let hints = hints_at(HintLevel::All, &text, version);
            shown.extend(hints.into_iter().map(|(line, label)| (file.clone(), line, label)));
        }
        // The sizes have a test of their own.
        shown.retain(|(file, line, _)| !file.starts_with("s6_") || (file == "s6_extra_ref.py" && *line == 3));
        shown.sort();
        let expected: Vec<(String, u64, String)> =
            ALL_HINTS.iter().map(|(file, line, label)| ((*file).to_owned(), *line, (*label).to_owned())).collect();
        assert_eq!(shown, expected, "on {version}");
    }
}

#[test]
fn hints_at_the_ends_of_lines() {
    for version in PythonVersion::ALL {
        let mut shown = Vec::new();
        for path in files_in(&repository("tests/article"), "py") {
            let file = path.file_name().expect("a file").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a readable snippet");
            shown.extend(hints(&text, version).into_iter().map(|(line, label)| (file.clone(), line, label)));
        }
        shown.sort();
        let expected: Vec<(String, u64, String)> =
            HINTS.iter().map(|(file, line, label)| ((*file).to_owned(), *line, (*label).to_owned())).collect();
        assert_eq!(shown, expected, "on {version}");
    }
}

#[test]
fn findings() {
    for version in PythonVersion::ALL {
        let mut found = check(&repository("tests/article"), version);
        found.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        let places: Vec<(&str, u64, &str)> = found
            .iter()
            .map(|finding| (finding.path.rsplit('/').next().expect("a file"), finding.line, finding.rule.as_str()))
            .collect();
        let expected: Vec<(&str, u64, &str)> =
            EXPECTED.iter().map(|(file, line, rule, _)| (*file, *line, *rule)).collect();
        assert_eq!(places, expected, "on {version}");
        for (finding, (.., text)) in found.iter().zip(EXPECTED) {
            assert!(finding.message.contains(text), "{finding:?}");
            assert!(finding.message.chars().count() <= 80, "a message stands alone in 80 characters: {finding:?}");
        }
    }
}
