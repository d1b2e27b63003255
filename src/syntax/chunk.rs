//! One statement of a module, parsed alone: what an edit touches, where the rest of the text is as it was.

use ruff_python_ast::{ModModule, token::TokenKind};
use ruff_python_parser::{ParseError, ParseErrorType};

use super::{
    SyntaxError,
    parse::{Whole, parse_whole},
};

/// A statement with all that stands between it and the next one.
#[derive(Debug)]
pub struct Chunk {
    pub module: ModModule,
    pub errors: Vec<SyntaxError>,
}

/// Parses whole lines that begin and end outside of every statement. Nothing where what follows them might be read in
/// another way (an open bracket or string), or where comments in them may be about what is found.
#[must_use]
pub fn parse_chunk(text: &str) -> Option<Chunk> {
    let Whole { parsed, is_closed } = parse_whole(text, is_closed);
    let plain = parsed.too_deep.is_empty() && parsed.suppressions.all().is_empty();
    (is_closed && plain).then_some(Chunk { module: parsed.module, errors: parsed.errors })
}

fn is_closed(tokens: &mut dyn Iterator<Item = TokenKind>, errors: &[ParseError]) -> bool {
    if errors.is_empty() {
        return true;
    }
    let mut open = 0_i64;
    for token in tokens {
        open += match token {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => -1,
            _ => 0,
        };
        if open < 0 {
            return false;
        }
    }
    open == 0 && !errors.iter().any(|error| matches!(error.error, ParseErrorType::Lexical(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_swallow_the_next_statement_is_no_chunk() {
        let is_chunk = |text: &str| parse_chunk(text).is_some();
        assert!(is_chunk("def f(a):\n    return a\n\n# a comment\n"));
        assert!(is_chunk("def f(a):\n    return a.\n"));
        assert!(!is_chunk("def f(a):\n    return (a\n"));
        assert!(!is_chunk("def f(a):\n    return a)\n"));
        assert!(!is_chunk("def f(a):\n    return \"\"\"a\n"));
        assert!(!is_chunk("def f(a):\n    return a \\"));
        assert!(!is_chunk("def f(a=[]):  # heaplight: ignore\n    return a\n"));
    }
}
