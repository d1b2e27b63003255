//! The seven snippets of the article: what `check` says about them, and nothing else.

mod common;

use common::{heaplight::check, repository};
use heaplight::config::PythonVersion;

/// File, line, rule, and what the message must contain.
const EXPECTED: [(&str, u64, &str, &str); 2] = [
    // Two names for a million numbers; at 10**4 (`s6_extra_ref_10k.py`) it is not worth a word.
    ("s6_extra_ref.py", 3, "redundant-alias-keeps-alive", "large_data"),
    ("s7_mutable_default.py", 1, "mutable-default-mutated", "line 2"),
];

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
