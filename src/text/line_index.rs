use ruff_text_size::TextSize;

use super::Span;

/// Where the lines of one text begin. Lines end with `\n`, `\r\n` or a lone `\r`, as in Python.
///
/// Every method also takes that text. Offsets and positions outside of it are clamped to the nearest place inside,
/// always to the start of a character, so no caller can be made to panic by a client's numbers. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct LineIndex(ruff_source_file::LineIndex);

/// A place for people: both numbers count from 1, columns count Unicode code points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// A place for editors: both numbers count from 0, `character` counts units of a [`PositionEncoding`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Default)]
pub struct Position {
    pub line: u32,
    pub character: u32,
}

/// The unit in which a client counts along a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// 16-bit code units: what a client uses that negotiated nothing.
    Utf16,
    /// Unicode code points.
    Utf32,
}

impl PositionEncoding {
    fn width(self, character: char) -> u32 {
        let width = match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        };
        width as u32
    }
}

impl LineIndex {
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(ruff_source_file::LineIndex::from_source_text(text))
    }

    /// How many lines there are: an empty text has one, and so has what follows a final newline.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        self.0.line_starts().len() as u32
    }

    /// The line (from 0) without its line ending. A line past the end is empty, at the end of the text.
    #[must_use]
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let starts = self.0.line_starts();
        let Some(start) = starts.get(line as usize) else {
            return Span::new(text.len() as u32, text.len() as u32);
        };
        let start = floor(text, start.to_u32());
        let end = match line.checked_add(1).and_then(|next| starts.get(next as usize)) {
            Some(next) => floor(text, next.to_u32()),
            None => text.len(),
        };
        let line = &text[start..end];
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        Span::new(start as u32, (start + content.len()) as u32)
    }

    #[must_use]
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let Position { line, character } = self.position(text, offset, PositionEncoding::Utf32);
        // A byte order mark is no column of the first line.
        let mark = u32::from(line == 0 && character > 0 && text.starts_with('\u{feff}'));
        LineColumn { line: line + 1, column: character - mark + 1 }
    }

    #[must_use]
    pub fn position(&self, text: &str, offset: u32, encoding: PositionEncoding) -> Position {
        let offset = floor(text, offset) as u32;
        let line = self.line_at(offset);
        let content = self.line_span(text, line);
        // Between the `\r` and the `\n` of one line ending: the end of that line.
        let end = offset.clamp(content.start, content.end);
        let before = &text[content.start as usize..end as usize];
        Position { line, character: before.chars().map(|c| encoding.width(c)).sum() }
    }

    /// The inverse of [`Self::position`]. A place inside a character is the start of that character; a character past
    /// the end of the line is its end (as LSP demands).
    #[must_use]
    pub fn offset(&self, text: &str, position: Position, encoding: PositionEncoding) -> u32 {
        let content = self.line_span(text, position.line);
        let mut left = position.character;
        let mut offset = content.start;
        for character in text[content.start as usize..content.end as usize].chars() {
            let width = encoding.width(character);
            if width > left {
                break;
            }
            left -= width;
            offset += character.len_utf8() as u32;
        }
        offset
    }

    /// The line (from 1) that holds the byte at `offset`: what `co_positions` calls a line number.
    #[must_use]
    pub fn line_number(&self, offset: u32) -> u32 {
        self.line_at(offset) + 1
    }

    /// The line (from 0) that holds the byte at `offset`.
    fn line_at(&self, offset: u32) -> u32 {
        let starts = self.0.line_starts();
        starts.partition_point(|start| *start <= TextSize::new(offset)).saturating_sub(1) as u32
    }
}

fn floor(text: &str, offset: u32) -> usize {
    text.floor_char_boundary(offset as usize)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [PositionEncoding; 3] = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_for_people_count_code_points_from_one() {
        let text = "a\r\né𝄞x\rz";
        let index = LineIndex::new(text);
        let place = |needle: &str| {
            let LineColumn { line, column } = index.line_column(text, text.find(needle).unwrap() as u32);
            (line, column)
        };
        assert_eq!(place("a"), (1, 1));
        assert_eq!(place("é"), (2, 1));
        assert_eq!(place("x"), (2, 3));
        assert_eq!(place("z"), (3, 1));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{feff}ab";
        let index = LineIndex::new(text);
        assert_eq!(index.line_column(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(index.line_column(text, 3), LineColumn { line: 1, column: 1 });
        assert_eq!(index.line_column(text, 4), LineColumn { line: 1, column: 2 });
    }

    #[test]
    fn the_three_encodings_differ_after_a_surrogate_pair() {
        let text = "é𝄞x";
        let index = LineIndex::new(text);
        let x = text.find('x').unwrap() as u32;
        let characters = ENCODINGS.map(|encoding| index.position(text, x, encoding).character);
        assert_eq!(characters, [6, 3, 2]);
    }

    #[test]
    fn places_inside_a_character_or_past_the_end_are_clamped() {
        let text = "𝄞x\r\nb";
        let index = LineIndex::new(text);
        assert_eq!(index.offset(text, at(0, 1), PositionEncoding::Utf16), 0, "inside a surrogate pair");
        assert_eq!(index.offset(text, at(0, 3), PositionEncoding::Utf8), 0, "inside a UTF-8 sequence");
        assert_eq!(index.offset(text, at(0, 99), PositionEncoding::Utf16), 5, "before the line ending");
        assert_eq!(index.offset(text, at(1, 99), PositionEncoding::Utf16), 8);
        assert_eq!(index.offset(text, at(u32::MAX, u32::MAX), PositionEncoding::Utf16), 8);
        assert_eq!(index.position(text, u32::MAX, PositionEncoding::Utf16), at(1, 1));
        assert_eq!(index.position(text, 6, PositionEncoding::Utf16), at(0, 3), "between \\r and \\n");
    }

    /// Texts rich in what goes wrong: all three line endings, and characters of one to four bytes.
    fn text() -> impl Strategy<Value = String> {
        let character = prop::sample::select(vec!['a', ' ', '\n', '\r', 'é', '€', '𝄞', '\u{feff}']);
        prop::collection::vec(character, 0..40).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn positions_round_trip(text in text()) {
            let index = LineIndex::new(&text);
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let in_line_ending = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                for encoding in ENCODINGS {
                    let position = index.position(&text, offset as u32, encoding);
                    let back = index.offset(&text, position, encoding) as usize;
                    prop_assert_eq!(back, offset - usize::from(in_line_ending));
                }
            }
        }

        #[test]
        fn any_position_gives_a_character_boundary(text in text(), line in 0u32..50, character in 0u32..50) {
            let index = LineIndex::new(&text);
            for encoding in ENCODINGS {
                let offset = index.offset(&text, at(line, character), encoding) as usize;
                prop_assert!(text.is_char_boundary(offset));
                let span = index.line_span(&text, line);
                prop_assert!(!text[span.start as usize..span.end as usize].contains(['\n', '\r']));
            }
        }

        #[test]
        fn an_index_of_another_text_does_not_panic(text in text(), other in text(), offset in 0u32..200) {
            let index = LineIndex::new(&other);
            for encoding in ENCODINGS {
                let position = index.position(&text, offset, encoding);
                prop_assert!(text.is_char_boundary(index.offset(&text, position, encoding) as usize));
            }
        }
    }
}
