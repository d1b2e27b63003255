//! The text that is fixed, with its tree, and what a change must know of its layout.

use crate::{
    config::PythonVersion,
    diagnostic::Edit,
    syntax::{
        self, Parsed,
        ast::{AnyNodeRef, Expr, ExprCall, ModModule, Stmt},
    },
    text::Span,
};

pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) module: &'a ModModule,
    pub(super) target_version: PythonVersion,
    comments: &'a [Span],
}

impl<'a> Page<'a> {
    pub(super) fn new(parsed: &'a Parsed, text: &'a str, target_version: PythonVersion) -> Self {
        Self { text, module: &parsed.module, target_version, comments: &parsed.comments }
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The brackets around a display or comprehension; `None` while the closing one is still to be typed.
    pub(super) fn brackets(&self, of: Span) -> Option<(Span, Span)> {
        let text = self.slice(of);
        let is_closed = text.len() >= 2 && text.starts_with(['(', '[', '{']) && text.ends_with([')', ']', '}']);
        is_closed.then(|| (Span::new(of.start, of.start + 1), Span::new(of.end - 1, of.end)))
    }

    /// The nodes around a place, the innermost first.
    pub(super) fn around(&self, place: Span) -> Vec<AnyNodeRef<'a>> {
        syntax::enclosing(self.module, place)
    }

    /// The outermost expression that stands exactly at a place.
    pub(super) fn expression(&self, place: Span) -> Option<AnyNodeRef<'a>> {
        self.around(place).into_iter().rfind(|node| node.is_expression() && syntax::span_of(node) == place)
    }

    pub(super) fn call(&self, place: Span) -> Option<&'a ExprCall> {
        match self.expression(place)? {
            AnyNodeRef::ExprCall(call) => Some(call),
            _ => None,
        }
    }

    /// What holds the expression at a place.
    pub(super) fn parent(&self, place: Span) -> Option<AnyNodeRef<'a>> {
        self.around(place).into_iter().find(|node| {
            let span = syntax::span_of(node);
            span != place || !node.is_expression()
        })
    }

    /// The innermost statement around a place.
    pub(super) fn statement(&self, place: Span) -> Option<AnyNodeRef<'a>> {
        self.around(place).into_iter().find(|node| node.is_statement())
    }

    /// A span has nothing but white space, line continuations and comments.
    pub(super) fn is_trivia(&self, span: Span) -> bool {
        let mut rest = span.start;
        let blank = |from: u32, to: u32| {
            self.slice(Span::new(from, to.max(from))).chars().all(|c| c.is_whitespace() || c == '\\')
        };
        for comment in self.comments_in(span) {
            if !blank(rest, comment.start) {
                return false;
            }
            rest = comment.end;
        }
        blank(rest, span.end)
    }

    fn comments_in(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.comments.partition_point(|comment| comment.end <= span.start);
        self.comments[first..].iter().copied().take_while(move |comment| comment.start < span.end)
    }

    /// Some comment is cut by an edit and not in its new text.
    pub(super) fn loses_comment(&self, edits: &[Edit]) -> bool {
        let keeps = |edit: &Edit, comment: Span| edit.text.contains(self.slice(comment));
        edits.iter().any(|edit| self.comments_in(edit.span).any(|comment| !keeps(edit, comment)))
    }

    /// The first place from `offset` on that is no trivia.
    pub(super) fn after_trivia(&self, mut offset: u32) -> u32 {
        loop {
            if let Some(comment) = self.comments_in(Span::new(offset, offset + 1)).next() {
                offset = comment.end;
                continue;
            }
            match self.text[offset as usize..].chars().next() {
                Some(c) if c.is_whitespace() || c == '\\' => offset += c.len_utf8() as u32,
                _ => return offset,
            }
        }
    }

    pub(super) fn starts_with(&self, offset: u32, what: &str) -> bool {
        self.text.get(offset as usize..).is_some_and(|rest| rest.starts_with(what))
    }

    pub(super) fn line_start(&self, offset: u32) -> u32 {
        self.text[..offset as usize].rfind(['\n', '\r']).map_or(0, |newline| newline as u32 + 1)
    }

    /// The end of the line, before its newline.
    pub(super) fn line_end(&self, offset: u32) -> u32 {
        self.text[offset as usize..].find(['\n', '\r']).map_or(self.text.len() as u32, |at| offset + at as u32)
    }

    /// The start of the next line; `None` on the last one.
    pub(super) fn next_line(&self, offset: u32) -> Option<u32> {
        let end = self.line_end(offset);
        let rest = &self.text[end as usize..];
        let newline = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) as u32 };
        (newline > 0).then_some(end + newline)
    }

    /// The white space before what stands at `offset`, if nothing else is before it on its line, nor on one that this
    /// line continues.
    pub(super) fn indent(&self, offset: u32) -> Option<&'a str> {
        let start = self.line_start(offset);
        let above = self.slice(Span::new(0, start)).trim_end_matches(['\n', '\r']);
        let comment = self.comments_in(Span::new(start.saturating_sub(3), start)).next().is_some();
        if above.ends_with('\\') && start as usize - above.len() <= 2 && !comment {
            return None;
        }
        let before = self.slice(Span::new(start, offset));
        let before = before.trim_start_matches(['\u{feff}', '\u{c}']);
        before.chars().all(|c| c == ' ' || c == '\t').then_some(before)
    }

    /// How the file ends its lines.
    pub(super) fn newline(&self) -> &'static str {
        match self.text.find(['\n', '\r']) {
            Some(at) if self.text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.text[at..].starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// One step of indentation, as the file does it where its first block is.
    pub(super) fn indent_unit(&self) -> &'a str {
        let body = |statement: &'a Stmt| match statement {
            Stmt::FunctionDef(function) => function.body.first(),
            Stmt::ClassDef(class) => class.body.first(),
            Stmt::If(branch) => branch.body.first(),
            Stmt::For(each) => each.body.first(),
            Stmt::While(repeat) => repeat.body.first(),
            Stmt::With(with) => with.body.first(),
            Stmt::Try(attempt) => attempt.body.first(),
            _ => None,
        };
        let first = self.module.body.iter().filter_map(body);
        let mut indents = first.filter_map(|statement| self.indent(syntax::span_of(statement).start));
        indents.find(|indent| !indent.is_empty()).unwrap_or("    ")
    }
}

/// An expression that stays one whatever stands around it.
pub(super) fn is_atom(expression: &Expr) -> bool {
    match expression {
        Expr::Name(_)
        | Expr::Attribute(_)
        | Expr::Call(_)
        | Expr::Subscript(_)
        | Expr::List(_)
        | Expr::Set(_)
        | Expr::Dict(_)
        | Expr::ListComp(_)
        | Expr::SetComp(_)
        | Expr::DictComp(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_) => true,
        Expr::Tuple(tuple) => tuple.parenthesized,
        Expr::Generator(generator) => generator.parenthesized,
        _ => false,
    }
}
