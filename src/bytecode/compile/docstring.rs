//! Docstrings: what the compiler makes of them, and which objects have one without being written with it.

use super::unit::Unit;
use crate::bytecode::Const;
use crate::config::PythonVersion;
use crate::syntax::ast::{Expr, Stmt};
use std::borrow::Cow;

/// The docstring of a body as it is in the compiled code: from 3.13 on without its indentation
/// (`_PyCompile_CleanDoc`).
pub(super) fn docstring(body: &[Stmt], version: PythonVersion) -> Option<Cow<'_, str>> {
    let text = written(body)?;
    Some(if version >= PythonVersion::PY313 { clean(text) } else { text.into() })
}

pub(super) fn has_docstring(body: &[Stmt]) -> bool {
    written(body).is_some()
}

fn written(body: &[Stmt]) -> Option<&str> {
    match body.first()? {
        Stmt::Expr(e) => match &*e.value {
            Expr::StringLiteral(s) => Some(s.value.to_str()),
            _ => None,
        },
        _ => None,
    }
}

fn clean(text: &str) -> Cow<'_, str> {
    let text = expand_tabs(text);
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let (first, rest) = text.split_once('\n').map_or((&*text, None), |(first, rest)| (first, Some(rest)));
    let lines = || rest.into_iter().flat_map(|rest| rest.split('\n'));
    let margin = lines().filter(|line| indentation(line) < line.len()).map(indentation).min().unwrap_or(0);
    if margin == 0 && !first.starts_with(' ') {
        return text;
    }
    let mut out = first.trim_start_matches(' ').to_owned();
    for line in lines() {
        out.push('\n');
        out.push_str(&line[indentation(line).min(margin)..]);
    }
    out.into()
}

/// `str.expandtabs()`
fn expand_tabs(text: &str) -> Cow<'_, str> {
    const STOP: usize = 8;
    if !text.contains('\t') {
        return text.into();
    }
    let mut out = String::new();
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let spaces = STOP - column % STOP;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out.into()
}

impl Unit<'_, '_> {
    /// `('a b' for k in keys)`: the first constant of the hidden function is taken for its docstring, until 3.14 has a
    /// flag for it (`CO_HAS_DOCSTRING`). A lambda puts `None` in front.
    pub(super) fn take_first_constant_for_docstring(&mut self) {
        if !self.is_comprehension() || self.version() >= PythonVersion::PY314 {
            return;
        }
        let code = &mut self.c.program.codes[self.id.index()];
        let first = code.consts.first().copied();
        code.doc = first.filter(|&id| matches!(self.c.program.consts[id.index()], Const::Str(_)));
    }
}
