//! What hints say about a source, for the tests of each kind.

use crate::{
    annotations::{HintLevel, hints},
    config::Settings,
    facts::{self, Source, SourceKind},
    syntax,
};

/// Line and label of every hint.
pub(super) fn hints_of(text: &str) -> Vec<(usize, String)> {
    let parsed = syntax::parse(text);
    let facts = facts::analyze_all(&parsed, Source { text, kind: SourceKind::Module }, &Settings::default());
    let line = |offset: u32| text[..offset as usize].matches('\n').count() + 1;
    hints(&facts, text, HintLevel::Surprises).into_iter().map(|hint| (line(hint.offset), hint.label)).collect()
}

pub(super) fn assert_hints(text: &str, expected: &[(usize, &str)]) {
    let found = hints_of(text);
    let found: Vec<(usize, &str)> = found.iter().map(|(line, label)| (*line, label.as_str())).collect();
    assert_eq!(found, expected, "\n{text}");
}
