//! Bytes of a file to text, as CPython's tokenizer does it: UTF-8 unless PEP 263's comment names another encoding.

use std::{error, fmt};

/// Why a file is not text. Both numbers count from 1, columns count characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecodeError {
    pub message: String,
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl error::Error for DecodeError {}

/// The text of a source file, without its byte order mark.
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    if bytes.len() > u32::MAX as usize {
        return Err(DecodeError { message: "the file is larger than 4 GiB".into(), line: 1, column: 1 });
    }
    // `contains` is far faster than `position`, and nearly always false.
    if bytes.contains(&0) {
        let offset = bytes.iter().position(|byte| *byte == 0).unwrap_or_default();
        return Err(error_at(&bytes, offset, "null byte: this is not Python source (or not UTF-8)".into()));
    }
    match declared_encoding(&bytes)? {
        Encoding::Utf8 => utf8(bytes, OR_NAMED),
        Encoding::Latin1 => Ok(bytes.into_iter().map(char::from).collect()),
        Encoding::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => utf8(bytes, OR_NAMED),
            Some(offset) => {
                let message = format!(
                    "byte 0x{:02x} is not ASCII, which the file declares as its encoding: declare `utf-8`",
                    bytes[offset]
                );
                Err(error_at(&bytes, offset, message))
            }
        },
    }
}

/// The bytes of a changed text, in the encoding and with the byte order mark of the bytes it came from. None if it has a
/// character that the encoding lacks.
#[must_use]
pub fn encode(text: &str, original: &[u8]) -> Option<Vec<u8>> {
    let mark = if original.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { &[] };
    match declared_encoding(original).ok()? {
        Encoding::Utf8 => Some([mark, text.as_bytes()].concat()),
        Encoding::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect(),
        Encoding::Ascii => text.is_ascii().then(|| text.as_bytes().to_vec()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Utf8,
    Latin1,
    Ascii,
}

/// CPython's names for them (`Lib/encodings/aliases.py`), lower case, `_` as `-`.
const ENCODINGS: &[(&str, Encoding)] = &[
    ("utf-8", Encoding::Utf8),
    ("utf8", Encoding::Utf8),
    ("u8", Encoding::Utf8),
    ("utf-8-sig", Encoding::Utf8),
    ("latin-1", Encoding::Latin1),
    ("latin1", Encoding::Latin1),
    ("iso-8859-1", Encoding::Latin1),
    ("iso8859-1", Encoding::Latin1),
    ("iso-latin-1", Encoding::Latin1),
    ("l1", Encoding::Latin1),
    ("ascii", Encoding::Ascii),
    ("us-ascii", Encoding::Ascii),
    ("646", Encoding::Ascii),
];

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The way out that only Python source has (PEP 263).
const OR_NAMED: &str = ", or name its encoding in the first line (`# -*- coding: latin-1 -*-`)";

/// The text of a file whose format is always UTF-8, as that of notebooks.
pub fn decode_utf8(bytes: Vec<u8>) -> Result<String, DecodeError> {
    utf8(bytes, "")
}

fn utf8(mut bytes: Vec<u8>, or: &str) -> Result<String, DecodeError> {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let message =
            format!("byte 0x{:02x} at offset {offset} is not UTF-8: save the file as UTF-8{or}", bytes[offset]);
        error_at(bytes, offset, message)
    })
}

/// PEP 263: a comment with `coding: name` in the first line, or in the second when the first is blank or a comment.
fn declared_encoding(bytes: &[u8]) -> Result<Encoding, DecodeError> {
    let has_mark = bytes.starts_with(BYTE_ORDER_MARK);
    let mut rest = if has_mark { &bytes[BYTE_ORDER_MARK.len()..] } else { bytes };
    for _ in 0..2 {
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let line = &rest[..end];
        let content = line.trim_ascii_start();
        if !content.is_empty() && !content.starts_with(b"#") {
            break;
        }
        if let Some(name) = coding(content) {
            let offset = bytes.len() - rest.len();
            return known_encoding(&name, has_mark).map_err(|message| error_at(bytes, offset, message));
        }
        rest = match &rest[end..] {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => break,
        };
    }
    Ok(Encoding::Utf8)
}

fn known_encoding(name: &str, has_mark: bool) -> Result<Encoding, String> {
    let normal = name.to_ascii_lowercase().replace('_', "-");
    match ENCODINGS.iter().find(|(known, _)| *known == normal) {
        Some((_, Encoding::Utf8)) => Ok(Encoding::Utf8),
        Some(_) if has_mark => Err(format!("encoding `{name}` contradicts the UTF-8 byte order mark: remove one")),
        Some((_, encoding)) => Ok(*encoding),
        None => Err(format!("encoding `{name}` is not supported: heaplight reads utf-8, latin-1 and ascii")),
    }
}

/// The name in `coding[:=]\s*([-\w.]+)`, the first match in a comment.
fn coding(comment: &[u8]) -> Option<String> {
    let comment = String::from_utf8_lossy(comment);
    comment.match_indices("coding").find_map(|(at, word)| {
        let rest = comment[at + word.len()..].strip_prefix([':', '='])?.trim_start_matches([' ', '\t']);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_string())
    })
}

fn error_at(bytes: &[u8], offset: usize, message: String) -> DecodeError {
    let before = String::from_utf8_lossy(&bytes[..offset]).replace("\r\n", "\n");
    let before = before.trim_start_matches('\u{feff}');
    let lines = || before.split(['\n', '\r']);
    let column = lines().next_back().map_or(0, |line| line.chars().count()) + 1;
    DecodeError { message, line: lines().count(), column }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).unwrap()
    }

    fn error(bytes: &[u8]) -> (usize, usize, String) {
        let DecodeError { message, line, column } = decode(bytes.to_vec()).unwrap_err();
        (line, column, message)
    }

    #[test]
    fn utf8_is_the_default_and_the_mark_goes() {
        assert_eq!(text(b""), "");
        assert_eq!(text("é = 1\r\n".as_bytes()), "é = 1\r\n");
        assert_eq!(text(b"\xef\xbb\xbfa = 1"), "a = 1");
    }

    #[test]
    fn a_coding_comment_in_the_first_two_lines_counts() {
        assert_eq!(text(b"# -*- coding: latin-1 -*-\nx = '\xe9'"), "# -*- coding: latin-1 -*-\nx = 'é'");
        assert_eq!(
            text(b"#!/usr/bin/python\r\n# vim: set fileencoding=ISO-8859-1 :\r\n'\xe9'").chars().last(),
            Some('\'')
        );
        assert_eq!(text(b"\n# coding=Latin_1\n'\xe9'"), "\n# coding=Latin_1\n'é'");
        assert_eq!(text(b"# coding: UTF-8\nx"), "# coding: UTF-8\nx");
        assert_eq!(text(b"# coding: ascii\nx"), "# coding: ascii\nx");
    }

    #[test]
    fn what_was_read_is_written_back() {
        for bytes in [
            &b""[..],
            b"\xef\xbb\xbfa = 1\r\n",
            "\u{e9} = 1".as_bytes(),
            b"# coding: latin-1\nx = '\xe9'",
            b"# coding: ascii\n",
        ] {
            assert_eq!(encode(&text(bytes), bytes).as_deref(), Some(bytes));
        }
        assert_eq!(encode("# coding: latin-1\n\u{20ac}", b"# coding: latin-1\n"), None);
        assert_eq!(encode("# coding: ascii\n\u{e9}", b"# coding: ascii\n"), None);
    }

    #[test]
    fn a_coding_comment_elsewhere_does_not() {
        assert_eq!(error(b"x = 1\n# coding: latin-1\n'\xe9'").0, 3);
        assert_eq!(error(b"#\n#\n# coding: latin-1\n'\xe9'").0, 4);
        assert_eq!(text(b"x = 'coding: rot13'"), "x = 'coding: rot13'");
    }

    #[test]
    fn errors_have_a_place_and_a_way_out() {
        let (line, column, message) =
            error("a = 1\nb = 'é".as_bytes().iter().chain(b"\xff'").copied().collect::<Vec<_>>().as_slice());
        assert_eq!((line, column), (2, 7));
        assert!(message.starts_with("byte 0xff at offset 13 is not UTF-8: save"), "{message}");

        let (line, column, message) = error(b"a = 1\r\nb\0");
        assert_eq!((line, column), (2, 2));
        assert!(message.starts_with("null byte"), "{message}");

        let (line, column, message) = error(b"#!python\n# coding: cp1252\n");
        assert_eq!((line, column), (2, 1));
        assert_eq!(message, "encoding `cp1252` is not supported: heaplight reads utf-8, latin-1 and ascii");

        let (line, _, message) = error(b"# coding: ascii\nx = '\xe9'\n");
        assert_eq!(line, 2);
        assert!(message.starts_with("byte 0xe9 is not ASCII"), "{message}");

        let (_, _, message) = error(b"\xef\xbb\xbf# coding: latin-1\n");
        assert!(message.contains("contradicts the UTF-8 byte order mark"), "{message}");
    }
}
