use super::{HintLevel, hints::surprises};
use crate::{facts::Facts, text::Span};

/// A remark at the end of a line, such as `same list as a` after `b = a`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The end of the line, before its newline, as a UTF-8 byte offset.
    ///
    /// While hints are collected: any place on the line.
    pub offset: u32,
    /// Plain words, at most 25 characters.
    pub label: String,
    pub kind: HintKind,
    /// Where the object is made: a click on the label goes there.
    pub target: Option<Span>,
    /// Markdown.
    pub tooltip: String,
}

impl HintKind {
    pub const ALL: [Self; 4] = [Self::SharedDefault, Self::DelEffect, Self::Reclaimed, Self::SameObject];

    /// The name in `# heaplight: ignore[name]`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SharedDefault => "shared-default",
            Self::DelEffect => "del-effect",
            Self::Reclaimed => "reclaimed",
            Self::SameObject => "same-object",
        }
    }
}

/// The kinds, strongest first: a line shows its strongest hint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum HintKind {
    /// `def f(x=[])`: one list for all calls.
    SharedDefault,
    /// `del a`: what is freed by it, or who still holds the object.
    DelEffect,
    /// The last reference goes here, and a `__del__` runs.
    Reclaimed,
    /// `b = a`: both names are the same object.
    SameObject,
}

/// The hints of a text by offset, one a line.
#[must_use]
pub fn hints(facts: &Facts, text: &str, level: HintLevel) -> Vec<Hint> {
    let mut found = match level {
        HintLevel::Off => Vec::new(),
        HintLevel::Surprises => surprises(facts),
    };
    for hint in &mut found {
        hint.offset = facts.line_end(text, hint.offset);
    }
    one_a_line(found)
}

/// The strongest hint of a line stays; what the others say moves into its tooltip.
fn one_a_line(mut candidates: Vec<Hint>) -> Vec<Hint> {
    candidates.sort_by_key(|hint| (hint.offset, hint.kind));
    candidates.dedup_by(|weaker, kept| {
        let same_line = weaker.offset == kept.offset;
        if same_line && weaker.tooltip != kept.tooltip {
            kept.tooltip = format!("{}\n\n{}", kept.tooltip, weaker.tooltip);
        }
        same_line
    });
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(offset: u32, kind: HintKind) -> Hint {
        Hint { offset, label: format!("{kind:?}"), kind, target: None, tooltip: format!("tip {kind:?}") }
    }

    #[test]
    fn the_strongest_hint_of_a_line_wins_and_keeps_the_words_of_the_others() {
        let shown = one_a_line(vec![
            candidate(9, HintKind::SameObject),
            candidate(4, HintKind::SameObject),
            candidate(4, HintKind::SharedDefault),
        ]);
        assert_eq!(shown.len(), 2);
        assert_eq!((shown[0].offset, shown[0].kind), (4, HintKind::SharedDefault));
        assert_eq!(shown[0].tooltip, "tip SharedDefault\n\ntip SameObject");
        assert_eq!((shown[1].offset, shown[1].kind), (9, HintKind::SameObject));
    }
}
