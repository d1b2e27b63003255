use super::unit::{Block, Unit};
use crate::bytecode::op::Op;
use crate::bytecode::{Annotated, AnnotationKind, CodeKind};
use crate::config::PythonVersion;
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::span_of;

impl<'a> Unit<'_, 'a> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            self.set_place(span_of(stmt));
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(f) => self.function_def(f),
            Stmt::ClassDef(c) => self.class_def(c),
            Stmt::Return(r) => self.return_stmt(r),
            Stmt::Delete(d) => d.targets.iter().for_each(|t| self.delete_target(t)),
            Stmt::Assign(s) => self.assign(s),
            Stmt::AugAssign(s) => self.aug_assign(s),
            Stmt::AnnAssign(s) => self.ann_assign(s),
            Stmt::For(s) => self.for_stmt(s),
            Stmt::While(s) => self.while_stmt(s),
            Stmt::If(s) => self.if_stmt(s),
            Stmt::With(s) => self.with_stmt(s),
            Stmt::Match(s) => self.match_stmt(s),
            Stmt::Raise(s) => {
                let parts = s.exc.iter().chain(&s.cause);
                let n = parts.clone().count() as u32;
                parts.for_each(|e| self.expr(e));
                self.emit(Op::Raise(n));
            }
            Stmt::Try(s) => self.try_stmt(s),
            Stmt::Assert(s) => self.assert(s),
            Stmt::Import(s) => s.names.iter().for_each(|n| self.import(n)),
            Stmt::ImportFrom(s) => self.import_from(s),
            Stmt::Expr(s) => self.expr_stmt(s),
            Stmt::Pass(_) => self.marker(),
            Stmt::Break(_) => self.leave_loop(true),
            Stmt::Continue(_) => self.leave_loop(false),
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::IpyEscapeCommand(_) => self.unmodelled("escape command", 0, 0),
        }
    }

    /// A statement without code is a step of its own from 3.10 (PEP 626). On 3.9 it gives its line to what follows:
    /// the jump back of `for x in xs: pass`, the `return None` behind `pass`.
    pub(super) fn marker(&mut self) {
        if self.version() >= PythonVersion::PY310 {
            self.emit(Op::Nop);
        } else {
            self.line_without_code();
        }
    }

    fn expr_stmt(&mut self, s: &'a ast::StmtExpr) {
        // `(1, 2)`: a constant before there is any code, up to 3.13.
        let folded = self.version() < PythonVersion::PY314 && self.fold(&s.value).is_some();
        if folded || s.value.is_literal_expr() {
            return self.marker();
        }
        self.expr(&s.value);
        self.emit(Op::Pop);
        self.take_before_restoring(&s.value);
        self.note_joined_end(&s.value);
    }

    fn assign(&mut self, s: &'a ast::StmtAssign) {
        if let ([Expr::Tuple(t)], Expr::Tuple(v)) = (&*s.targets, &*s.value) {
            let folded = self.version() < PythonVersion::PY314 && self.fold(&s.value).is_some();
            if !folded && self.swap_assignment(&t.elts, &v.elts) {
                return;
            }
        }
        self.expr(&s.value);
        let Some((last, init)) = s.targets.split_last() else { return };
        for target in init {
            self.emit(Op::Copy(1));
            self.assign_top(target);
        }
        self.assign_top(last);
        if init.is_empty() {
            self.take_before_restoring(&s.value);
        }
    }

    /// The annotation of a name is evaluated at module and class level up to 3.13 only.
    fn ann_assign(&mut self, s: &'a ast::StmtAnnAssign) {
        if let Some(value) = &s.value {
            self.expr(value);
            self.assign_top(&s.target);
            self.take_before_restoring(value);
        }
        if let (true, Expr::Name(name)) = (self.is_class() && s.simple, &*s.target) {
            let annotated = Annotated { name: self.c.name(name.id.as_str()), kind: annotation_kind(&s.annotation) };
            self.c.program.codes[self.id.index()].annotated.push(annotated);
        }
        let lazy = self.c.lazy_annotations;
        if self.version() >= PythonVersion::PY314 && !lazy && s.simple && self.kind() == CodeKind::Module {
            // It is noted that the annotation has been met.
            self.at(span_of(s), |u| u.emit(Op::Nop));
        }
        if self.is_function() || !s.simple || (self.version() >= PythonVersion::PY314 && !lazy) {
            return;
        }
        if lazy || is_plain_annotation(&s.annotation) {
            self.at(span_of(&*s.annotation), |u| u.emit(Op::Nop));
        } else {
            self.expr(&s.annotation);
            self.unmodelled_annotation();
        }
    }

    /// `__annotations__[name] = value`: an owner of classes, whose counts are never told.
    fn unmodelled_annotation(&mut self) {
        self.emit(Op::Pop);
    }

    fn return_stmt(&mut self, r: &'a ast::StmtReturn) {
        match &r.value {
            Some(value) => self.expr(value),
            None => self.none(),
        }
        self.note_constant_returned();
        self.unwind_for_return();
    }

    fn assert(&mut self, s: &'a ast::StmtAssert) {
        let end = self.label();
        self.jump_if(&s.test, true, end);
        let depth = self.depth();
        let name = self.c.name("AssertionError");
        self.emit(Op::LoadGlobal(name));
        if let Some(msg) = &s.msg {
            self.expr(msg);
            self.emit(Op::Call { args: 1, keywords: None });
        }
        self.emit(Op::Raise(1));
        self.set_depth(depth);
        self.here(end);
    }

    fn import(&mut self, alias: &'a ast::Alias) {
        let full = alias.name.as_str();
        match &alias.asname {
            Some(asname) => {
                // `import a.b as c` binds the submodule.
                let module = self.c.name(full);
                self.emit(Op::ImportName { module, level: 0 });
                self.store(asname.as_str());
            }
            None => {
                let top = full.split('.').next().unwrap_or(full);
                let module = self.c.name(top);
                self.emit(Op::ImportName { module, level: 0 });
                self.store(top);
            }
        }
    }

    fn import_from(&mut self, s: &'a ast::StmtImportFrom) {
        let module = self.c.name(s.module.as_ref().map_or("", |m| m.as_str()));
        self.emit(Op::ImportName { module, level: s.level });
        for alias in &s.names {
            if alias.name.as_str() == "*" {
                return self.emit(Op::ImportStar);
            }
            let name = self.c.name(alias.name.as_str());
            self.emit(Op::ImportFrom(name));
            self.store(alias.asname.as_ref().unwrap_or(&alias.name).as_str());
        }
        self.emit(Op::Pop);
    }

    fn if_stmt(&mut self, s: &'a ast::StmtIf) {
        let end = self.label();
        let mut next = self.label();
        self.jump_if(&s.test, false, next);
        self.body(&s.body);
        for clause in &s.elif_else_clauses {
            self.jump_without_line(end);
            self.here(next);
            next = self.label();
            if let Some(test) = &clause.test {
                self.set_place(span_of(test));
                self.jump_if(test, false, next);
            }
            self.body(&clause.body);
        }
        self.here(next);
        self.here(end);
    }

    pub(super) fn push_block(&mut self, block: Block<'a>) {
        self.blocks.push(block);
    }
}

/// Evaluating it runs no code and makes nothing that lives on but in `__annotations__`: `Optional[list[int]]`.
fn is_plain_annotation(e: &Expr) -> bool {
    match e {
        Expr::Name(_) | Expr::StringLiteral(_) | Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => true,
        Expr::Attribute(a) => is_plain_annotation(&a.value),
        Expr::Subscript(s) => is_plain_annotation(&s.value) && is_plain_annotation(&s.slice),
        Expr::BinOp(b) => b.op == ast::Operator::BitOr && is_plain_annotation(&b.left) && is_plain_annotation(&b.right),
        Expr::Tuple(t) => t.elts.iter().all(is_plain_annotation),
        Expr::List(l) => l.elts.iter().all(is_plain_annotation),
        _ => false,
    }
}

/// What the annotation makes of a name in the body of a data class.
fn annotation_kind(e: &Expr) -> AnnotationKind {
    let head = match e {
        Expr::Subscript(s) => &*s.value,
        e => e,
    };
    let name = match head {
        Expr::Name(n) => n.id.as_str(),
        Expr::Attribute(a) => a.attr.as_str(),
        // The text of a forward reference may mean anything.
        Expr::StringLiteral(s) if s.value.to_str().contains("Var") => return AnnotationKind::Special,
        _ => return AnnotationKind::Field,
    };
    match name {
        "ClassVar" => AnnotationKind::ClassVariable,
        "KW_ONLY" => AnnotationKind::KeywordsFollow,
        "InitVar" => AnnotationKind::InitVariable,
        _ => AnnotationKind::Field,
    }
}
