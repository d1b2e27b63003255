//! Where whole statements can be put.

use super::{Page, edits};
use crate::{
    diagnostic::Edit,
    syntax::{
        ast::{StmtFunctionDef, helpers::is_docstring_stmt},
        span_of,
    },
    text::Span,
};

/// Puts lines at the start of a function's body, after its docstring. `lines` do not have the indentation of the body.
pub(super) fn at_start_of_body(page: &Page<'_>, function: &StmtFunctionDef, lines: &[String]) -> Option<Vec<Edit>> {
    let newline = page.newline();
    let joined = |indent: &str| lines.iter().map(|line| format!("{indent}{line}{newline}")).collect::<String>();
    let docstring = function.body.first().filter(|first| is_docstring_stmt(first)).map(span_of);
    let first = span_of(function.body.get(usize::from(docstring.is_some()))?);
    let colon = colon(page, function)?;
    if let Some(indent) = page.indent(first.start) {
        let line = page.next_line(docstring.map_or(colon, |docstring| docstring.end))?;
        return Some(vec![edits::insert(line, joined(indent))]);
    }
    // `def f(xs=[]): xs.append(1)`: the body moves to lines of its own.
    let outer = page.indent(span_of(function).start)?;
    let start = docstring.unwrap_or(first).start;
    let own_line = page.indent(start);
    let indent = own_line.map_or_else(|| format!("{outer}{}", page.indent_unit()), str::to_owned);
    let mut edits = Vec::new();
    if own_line.is_none() {
        let guard = if docstring.is_some() { String::new() } else { joined(&indent) };
        edits.push(edits::replace(Span::new(colon + 1, start), format!("{newline}{guard}{indent}")));
    }
    if let Some(docstring) = docstring {
        let gap = Span::new(docstring.end, first.start);
        if page.slice(gap).trim_matches([' ', '\t']) != ";" {
            return None;
        }
        edits.push(edits::replace(gap, format!("{newline}{}{indent}", joined(&indent))));
    }
    Some(edits)
}

/// The `:` that ends the header.
fn colon(page: &Page<'_>, function: &StmtFunctionDef) -> Option<u32> {
    let end = function.returns.as_deref().map_or(span_of(&*function.parameters).end, |returns| span_of(returns).end);
    let mut at = page.after_trivia(end);
    while page.starts_with(at, ")") {
        at = page.after_trivia(at + 1);
    }
    page.starts_with(at, ":").then_some(at)
}

/// Puts a simple statement after another statement.
pub(super) fn after(page: &Page<'_>, statement: Span, text: &str) -> Edit {
    let rest = page.slice(Span::new(statement.end, page.line_end(statement.end)));
    let follows = rest.trim_start_matches([' ', '\t']).strip_prefix(';');
    let more = follows.is_some_and(|rest| !rest.trim().is_empty() && !rest.trim_start().starts_with('#'));
    match page.indent(statement.start) {
        Some(indent) if !more => {
            let newline = page.newline();
            match page.next_line(statement.end) {
                Some(line) => edits::insert(line, format!("{indent}{text}{newline}")),
                None => edits::insert(page.text.len() as u32, format!("{newline}{indent}{text}")),
            }
        }
        _ => edits::insert(statement.end, format!("; {text}")),
    }
}

/// Removes a statement that stands on lines of its own; `pass` stays where it is the only one of its block.
pub(super) fn remove(page: &Page<'_>, statement: Span, is_only_one: bool) -> Option<Edit> {
    if is_only_one {
        return Some(edits::replace(statement, "pass"));
    }
    let rest = page.slice(Span::new(statement.end, page.line_end(statement.end)));
    page.indent(statement.start)?;
    if let Some(next) = rest.trim_start_matches([' ', '\t']).strip_prefix(';') {
        let next = next.trim_start_matches([' ', '\t']);
        let end = page.line_end(statement.end) - next.len() as u32;
        return (!next.is_empty()).then(|| edits::delete(statement.start, end));
    }
    let end = page.next_line(statement.end).unwrap_or(page.text.len() as u32);
    Some(edits::delete(page.line_start(statement.start), end))
}
