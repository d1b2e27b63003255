//! Names of the library, imported where they are not yet.

use super::{Page, edits};
use crate::{
    diagnostic::Edit,
    syntax::{
        ast::{Stmt, helpers::is_docstring_stmt},
        span_of,
    },
    text::Span,
};

/// How a library name is written in a file, and the edit that makes it known there.
pub(super) struct Imported {
    pub(super) name: String,
    pub(super) edit: Option<Edit>,
}

/// `module.name`, by what the file imports at its top level.
pub(super) fn import(page: &Page<'_>, module: &str, name: &str) -> Option<Imported> {
    let known = |name: String| Some(Imported { name, edit: None });
    let mut from = None;
    for statement in &page.module.body {
        match statement {
            Stmt::Import(import) => {
                let alias = import.names.iter().find(|alias| alias.name.as_str() == module);
                if let Some(alias) = alias {
                    let local = alias.asname.as_ref().unwrap_or(&alias.name);
                    return known(format!("{local}.{name}"));
                }
            }
            Stmt::ImportFrom(import) if import.level == 0 && import.module.as_deref() == Some(module) => {
                if let Some(alias) = import.names.iter().find(|alias| alias.name.as_str() == name) {
                    return known(alias.asname.as_ref().unwrap_or(&alias.name).to_string());
                }
                from = from.or(import.names.last());
            }
            _ => {}
        }
    }
    if let Some(last) = from.filter(|last| last.name.as_str() != "*") {
        return Some(Imported { name: name.into(), edit: Some(edits::insert(span_of(last).end, format!(", {name}"))) });
    }
    let line = format!("from {module} import {name}{}", page.newline());
    Some(Imported { name: name.into(), edit: Some(edits::insert(place(page)?, line)) })
}

/// The line of the first import that is not from `__future__`, else the first one after the docstring.
fn place(page: &Page<'_>) -> Option<u32> {
    let body = &page.module.body;
    let is_future = |s: &Stmt| matches!(s, Stmt::ImportFrom(i) if i.module.as_deref() == Some("__future__"));
    let first = body.iter().enumerate().find(|(i, s)| !(is_future(s) || *i == 0 && is_docstring_stmt(s)));
    let (index, first) = first?;
    if index == 0 || matches!(first, Stmt::Import(_) | Stmt::ImportFrom(_)) {
        let start = span_of(first).start;
        return page.indent(start).map(|_| page.line_start(start));
    }
    let before: Span = span_of(&body[index - 1]);
    page.next_line(before.end).filter(|line| *line <= span_of(first).start)
}

/// Whether annotations of the file are never evaluated.
pub(super) fn annotations_are_lazy(page: &Page<'_>) -> bool {
    page.module.body.iter().any(|statement| match statement {
        Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__") => {
            import.names.iter().any(|alias| alias.name.as_str() == "annotations")
        }
        _ => false,
    })
}
