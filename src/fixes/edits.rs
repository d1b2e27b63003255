//! Edits of one text: they neither overlap nor touch, so their order does not matter.

use crate::{diagnostic::Edit, text::Span};

/// Replaces all spans at once. Edits that do not fit the text, or overlap an earlier one, are left out.
#[must_use]
pub fn apply_edits(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if let (true, Some(kept)) = (text.is_char_boundary(end), text.get(done..start)) {
            result.push_str(kept);
            result.push_str(&edit.text);
            done = end;
        }
    }
    result.push_str(&text[done..]);
    result
}

pub(super) fn replace(span: Span, text: impl Into<String>) -> Edit {
    Edit { span, text: text.into() }
}

pub(super) fn delete(start: u32, end: u32) -> Edit {
    replace(Span::new(start, end), "")
}

pub(super) fn insert(offset: u32, text: impl Into<String>) -> Edit {
    replace(Span::new(offset, offset), text)
}

/// Whether sorted edits of one fix overlap.
pub(super) fn overlap(sorted: &[Edit]) -> bool {
    sorted.windows(2).any(|pair| pair[1].span.start < pair[0].span.end || pair[0].span == pair[1].span)
}

/// Whether edits of different fixes are too near to be applied together: touching is near, because the order of two
/// insertions in one place would be arbitrary.
pub(super) fn collide(a: &[Edit], b: &[Edit]) -> bool {
    let touch = |a: Span, b: Span| a.start <= b.end && b.start <= a.end;
    a.iter().any(|a| b.iter().any(|b| touch(a.span, b.span)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edits_in_any_order() {
        let edits = [insert(3, "!"), delete(0, 1), replace(Span::new(1, 2), "é")];
        assert_eq!(apply_edits("abc", &edits), "éc!");
        assert_eq!(apply_edits("é", &[delete(0, 1)]), "é", "inside a character");
        assert_eq!(apply_edits("a", &[delete(1, 9)]), "a", "outside of the text");
    }

    proptest! {
        /// Replacing from the last to the first, one at a time, is the meaning of an edit.
        #[test]
        fn all_at_once_is_one_after_the_other(
            text in "[abé\n]{0,20}",
            cuts in prop::collection::btree_set(0usize..24, 0..8),
            words in prop::collection::vec("[xy]{0,3}", 8),
        ) {
            let places: Vec<usize> = cuts.into_iter().filter(|at| text.is_char_boundary(*at)).collect();
            let spans = places.chunks_exact(2).filter(|pair| pair[1] <= text.len());
            let edits: Vec<Edit> = spans
                .zip(&words)
                .map(|(pair, word)| replace(Span::new(pair[0] as u32, pair[1] as u32), word.as_str()))
                .collect();
            let mut expected = text.clone();
            for edit in edits.iter().rev() {
                expected.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
            }
            prop_assert!(!overlap(&edits));
            let mut backwards = edits.clone();
            backwards.reverse();
            prop_assert_eq!(apply_edits(&text, &edits), expected.as_str());
            prop_assert_eq!(apply_edits(&text, &backwards), expected);
        }
    }
}
