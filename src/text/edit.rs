use std::ops::Range;

use super::{LineIndex, Position, PositionEncoding, Span};

/// Replaces `range` of `text` by `replacement`, as an editor asks for it, and returns the bytes of the old text that
/// went. Positions outside the text are clamped as in [`LineIndex`], a range that runs backwards is turned round.
///
/// `index` is the index of the text before the edit; build a new one after it.
pub fn apply_edit(
    text: &mut String,
    index: &LineIndex,
    range: Range<Position>,
    encoding: PositionEncoding,
    replacement: &str,
) -> Span {
    let start = index.offset(text, range.start, encoding);
    let end = index.offset(text, range.end, encoding);
    let span = Span::new(start.min(end), start.max(end));
    text.replace_range(span.start as usize..span.end as usize, replacement);
    span
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the edit means, on a list of lines of characters, counted one by one.
    fn model(text: &str, range: &Range<Position>, encoding: PositionEncoding, replacement: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let a = model_offset(&characters, range.start, encoding);
        let b = model_offset(&characters, range.end, encoding);
        let mut result: Vec<char> = characters[..a.min(b)].to_vec();
        result.extend(replacement.chars());
        result.extend(&characters[a.max(b)..]);
        result.into_iter().collect()
    }

    fn model_offset(characters: &[char], position: Position, encoding: PositionEncoding) -> usize {
        let mut i = 0;
        for _ in 0..position.line {
            while i < characters.len() && !matches!(characters[i], '\n' | '\r') {
                i += 1;
            }
            i += match characters.get(i..) {
                Some(['\r', '\n', ..]) => 2,
                Some([_, ..]) => 1,
                _ => return characters.len(),
            };
        }
        let mut units = 0;
        while i < characters.len() && !matches!(characters[i], '\n' | '\r') {
            units += match encoding {
                PositionEncoding::Utf8 => characters[i].to_string().len(),
                PositionEncoding::Utf16 => characters[i].to_string().encode_utf16().count(),
                PositionEncoding::Utf32 => 1,
            };
            if units > position.character as usize {
                break;
            }
            i += 1;
        }
        i
    }

    fn characters(length: usize) -> impl Strategy<Value = String> {
        let character = prop::sample::select(vec!['a', 'b', '\n', '\r', 'é', '€', '𝄞']);
        prop::collection::vec(character, 0..length).prop_map(String::from_iter)
    }

    fn position() -> impl Strategy<Value = Position> {
        (0u32..8, 0u32..12).prop_map(|(line, character)| Position { line, character })
    }

    proptest! {
        #[test]
        fn an_edit_equals_the_model(
            start in characters(30),
            edits in prop::collection::vec((position(), position(), characters(6)), 1..5),
            encoding in prop::sample::select(vec![
                PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32
            ]),
        ) {
            let mut text = start;
            for (from, to, replacement) in edits {
                let expected = model(&text, &(from..to), encoding, &replacement);
                let before = text.clone();
                let index = LineIndex::new(&text);
                let span = apply_edit(&mut text, &index, from..to, encoding, &replacement);
                prop_assert_eq!(&text, &expected);
                let (start, end) = (span.start as usize, span.end as usize);
                prop_assert_eq!(format!("{}{replacement}{}", &before[..start], &before[end..]), text.as_str());
            }
        }
    }
}
