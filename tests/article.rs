//! The seven snippets of the article: what `check` and an editor say about them, and nothing else.

mod common;

use std::fs;

use common::{
    files_in,
    heaplight::{check, hints, hints_at},
    repository,
};
use heaplight::{annotations::HintLevel, config::PythonVersion};

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
