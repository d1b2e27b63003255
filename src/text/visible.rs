//! Text of others on a terminal: what would steer the terminal, or turn the text around, is shown as a sign.

use std::borrow::Cow;

/// The text with a sign in place of every control character but tabs and ends of lines. Each stays one character, so
/// columns do: ESC becomes `␛`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| sign(c).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| sign(c).unwrap_or(c)).collect())
}

fn sign(c: char) -> Option<char> {
    match c {
        '\t' | '\n' => None,
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32),
        '\x7f' => Some('\u{2421}'),
        // C1, and what changes the direction of the text (CVE-2021-42574).
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(char::REPLACEMENT_CHARACTER)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(visible("\x1b]0;title\x07 \r\x08\x7f"), "␛]0;title␇ ␍␈␡");
        assert_eq!(visible("\u{9b}31m \u{202e}abc\u{2066}"), "\u{fffd}31m \u{fffd}abc\u{fffd}");
        assert_eq!(visible("\x00"), "␀");
    }

    #[test]
    fn what_is_harmless_stays() {
        let text = "def é(x):\n\treturn '\u{1f40d}'\n";
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
    }
}
