//! Annotations of a class from 3.14 on: a function makes them when somebody asks for them (PEP 649).

use super::unit::Unit;
use super::{Body, Code};
use crate::bytecode::op::{CompareOp, Op};
use crate::bytecode::{CodeKind, Const, SlotKind};
use crate::config::PythonVersion;
use crate::semantic::Resolution;
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::span_of;
use crate::text::Span;

/// The largest format that `__annotate__` itself knows (`annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`).
const LAST_FORMAT: u32 = 2;

impl<'a> Unit<'_, 'a> {
    /// The body of a class ends by making the function, on the line on which the class begins.
    pub(super) fn lazy_annotations(&mut self, body: &'a [Stmt]) {
        let code = &self.c.program.codes[self.id.index()];
        let (first, line, all) = (Span::new(code.span.start, code.span.start), code.first_line, code.annotated.len());
        // One under `if` is noted besides.
        let plain = annotations(body).count() == all && all > 0;
        if self.version() < PythonVersion::PY314 || self.c.lazy_annotations || !plain {
            return;
        }
        let mut code = Code::new("__annotate__", "__annotate__", CodeKind::Function, first);
        (code.first_line, code.positional, code.positional_only) = (line, 1, 1);
        code.slots.push((self.c.name("format"), SlotKind::Local));
        code.parameter_spans.push(first);
        let id = self.c.declare(code, Body::AnnotateClass(body), self.scope);
        self.c.program.codes[self.id.index()].annotate = Some(id);
        self.at(first, |u| u.emit(Op::Nop));
    }

    /// Names in annotations are looked up; what is made of them nobody sees.
    pub(super) fn annotate_class(&mut self, body: &'a [Stmt]) {
        let first = self.c.program.codes[self.id.index()].span;
        let known = self.label();
        self.set_place(first);
        self.emit(Op::LoadFast(0));
        let last = self.c.program.constant_id(Const::Int(LAST_FORMAT.into()));
        self.constant(last);
        self.emit(Op::Compare(CompareOp::Gt));
        self.pop_jump_if(false, known);
        let error = self.c.name("NotImplementedError");
        self.emit(Op::LoadGlobal(error));
        self.emit(Op::Raise(1));
        self.here(known);
        self.set_depth(0);
        self.emit(Op::BuildDict(0));
        for (name, annotation) in annotations(body) {
            self.at(span_of(annotation), |u| {
                u.emit(Op::Nop);
                u.look_up_names(annotation);
            });
            let name = self.c.string(name);
            self.own_constant(name);
            // The item is stored.
            self.emit(Op::Nop);
        }
        self.emit(Op::Return);
    }

    fn look_up_names(&mut self, e: &'a Expr) {
        match e {
            Expr::Name(n) => {
                if self.resolve(self.scope, n.id.as_str()) != Resolution::Global {
                    return self.unmodelled("an annotation by a name of the class", 0, 0);
                }
                let name = self.c.name(n.id.as_str());
                self.emit(Op::LoadGlobal(name));
                self.emit(Op::Pop);
            }
            Expr::StringLiteral(_) | Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => {
                if let Some(id) = self.fold(e) {
                    self.own_constant(id);
                }
            }
            Expr::Subscript(s) => {
                self.look_up_names(&s.value);
                self.look_up_names(&s.slice);
            }
            Expr::Tuple(t) => t.elts.iter().for_each(|e| self.look_up_names(e)),
            Expr::List(l) => l.elts.iter().for_each(|e| self.look_up_names(e)),
            Expr::BinOp(b) if b.op == ast::Operator::BitOr => {
                self.look_up_names(&b.left);
                self.look_up_names(&b.right);
            }
            _ => self.unmodelled("this annotation", 0, 0),
        }
    }
}

/// Names that the statements of a body annotate themselves.
fn annotations(body: &[Stmt]) -> impl Iterator<Item = (&str, &Expr)> {
    body.iter().filter_map(|s| match s {
        Stmt::AnnAssign(ast::StmtAnnAssign { target, annotation, .. }) => match &**target {
            Expr::Name(n) => Some((n.id.as_str(), &**annotation)),
            _ => None,
        },
        _ => None,
    })
}
