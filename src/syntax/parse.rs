use ruff_python_ast::{ModModule, PySourceType, token::TokenKind};
use ruff_python_parser::ParseError;
use ruff_text_size::{Ranged, TextRange};

use super::{
    SourceKind, Suppressions,
    depth::{self, DepthGate},
};
use crate::text::Span;
use std::ops::RangeInclusive;

/// A syntax tree with what the parser learned on the way. Never fails: what does not parse is left out of the tree.
#[derive(Debug)]
pub struct Parsed {
    pub module: ModModule,
    /// In source order, at most one a line. The tree is incomplete where there is one.
    pub errors: Vec<SyntaxError>,
    /// Statements that nest deeper than [`super::MAX_DEPTH`], in source order. In the tree each of them is an
    /// expression statement of one invalid name: the same as code that did not parse, so nothing is known after it.
    pub too_deep: Vec<Span>,
    pub suppressions: Suppressions,
    /// From each `#` to the end of its line, in source order.
    pub comments: Vec<Span>,
}

/// Where the text is not Python.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    pub message: String,
    pub span: Span,
}

/// Parses a module or stub of at most 4 GiB. The tree is never deeper than [`super::MAX_DEPTH`] plus a constant, so
/// that recursive walks are safe.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    parse_as(text, SourceKind::Module)
}

/// As [`parse`], in the grammar of a kind: notebooks have lines that are for IPython (`%time f()`, `!ls`).
#[must_use]
pub fn parse_as(text: &str, kind: SourceKind) -> Parsed {
    let grammar = if kind == SourceKind::Notebook { PySourceType::Ipynb } else { PySourceType::Python };
    finish(text, ruff_python_parser::parse_unchecked_source(text, grammar))
}

/// A tree, and whether its text ends as it should.
pub(super) struct Whole {
    pub(super) parsed: Parsed,
    pub(super) is_closed: bool,
}

/// As [`parse`]; `is_closed` looks at the tokens and at all errors, echoes included.
pub(super) fn parse_whole(
    text: &str,
    is_closed: impl FnOnce(&mut dyn Iterator<Item = TokenKind>, &[ParseError]) -> bool,
) -> Whole {
    let parsed = ruff_python_parser::parse_unchecked_source(text, PySourceType::Python);
    let is_closed = is_closed(&mut parsed.tokens().iter().map(|token| token.kind()), parsed.errors());
    Whole { is_closed, parsed: finish(text, parsed) }
}

fn finish(text: &str, parsed: ruff_python_parser::Parsed<ModModule>) -> Parsed {
    let mut comments = Vec::new();
    let mut depth_gate = DepthGate::default();
    for token in parsed.tokens() {
        depth_gate.pass(token.kind());
        if token.kind() == TokenKind::Comment {
            comments.push(span(token.range()));
        }
    }
    let errors = errors(text, parsed.errors());
    let mut module = parsed.into_syntax();
    let too_deep = if depth_gate.may_be_too_deep() { depth::cut(&mut module) } else { Vec::new() };
    let suppressions = Suppressions::of(text, &comments, &module);
    Parsed { module, errors, too_deep, suppressions, comments }
}

/// The first error of each line: those behind it are mostly its echo.
fn errors(text: &str, errors: &[ParseError]) -> Vec<SyntaxError> {
    let mut kept: Vec<SyntaxError> = Vec::new();
    let mut line_of_last = None;
    for error in errors {
        let mut span = span(error.location);
        let is_line_end = |c| c == '\n' || c == '\r';
        if text[span.start as usize..].starts_with(is_line_end) {
            // "found newline": the place is the end of the line, not the line after it.
            span.end = span.start;
        }
        if line_of_last.as_ref().is_some_and(|line: &RangeInclusive<usize>| line.contains(&(span.start as usize))) {
            continue;
        }
        let (before, after) = text.split_at(span.start as usize);
        let start = before.rfind(is_line_end).map_or(0, |i| i + 1);
        let end = after.find(is_line_end).map_or(text.len(), |i| before.len() + i);
        line_of_last = Some(start..=end);
        kept.push(SyntaxError { message: error.error.to_string(), span });
    }
    kept
}

pub(super) fn span(range: TextRange) -> Span {
    Span::new(range.start().to_u32(), range.end().to_u32())
}

#[cfg(test)]
mod tests {
    use ruff_python_ast::Stmt;

    use super::*;

    #[test]
    fn what_parses_around_an_error_is_kept() {
        let parsed = parse("def a():\n    return 1\n\nx = = 2\n\ndef b():\n    return 2\n");
        let functions: Vec<&str> = parsed
            .module
            .body
            .iter()
            .filter_map(|statement| match statement {
                Stmt::FunctionDef(function) => Some(function.name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(functions, ["a", "b"]);
        assert_eq!(parsed.errors.len(), 1);
        assert_eq!(parsed.errors[0].message, "Expected an expression");
        assert_eq!(parsed.errors[0].span, Span::new(27, 28));
    }

    #[test]
    fn one_error_a_line() {
        let places = |text: &str| parse(text).errors.iter().map(|error| error.span).collect::<Vec<_>>();
        assert_eq!(places("def f(:\n    pass\nx = = 1\n"), [Span::new(6, 7), Span::new(21, 22)]);
        assert_eq!(places("x = \ny = 1\n"), [Span::new(4, 4)]);
    }

    #[test]
    fn every_line_ending_and_a_byte_order_mark_are_fine() {
        for text in ["", "\n", "a = 1\r\nb = 2\r\n", "a = 1\rb = 2\r", "\u{feff}a = 1\nb = 2", "\u{c}a = 1\nb = 2\n"] {
            let parsed = parse(text);
            assert_eq!(parsed.errors, [], "{text:?}");
            assert_eq!(parsed.module.body.len(), 2 * usize::from(text.len() > 1), "{text:?}");
        }
    }
}
