//! `def`, `lambda`, `class`: code objects and what is pushed to make functions of them.

use super::docstring::{docstring, has_docstring};
use super::unit::Unit;
use super::{Body, Code};
use crate::bytecode::op::{FunctionParts, Op};
use crate::bytecode::{CodeId, CodeKind, Const, ConstId, Name, SlotKind};
use crate::config::PythonVersion;
use crate::semantic::{Annotations, ScopeId, ScopeKind};
use crate::syntax::ast::visitor::source_order::{SourceOrderVisitor, walk_expr};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::span_of;
use crate::text::Span;

impl<'a> Unit<'_, 'a> {
    pub(super) fn function_def(&mut self, f: &'a ast::StmtFunctionDef) {
        self.decorators(&f.decorator_list);
        let first = f.decorator_list.first().map_or(span_of(f).start, |d| span_of(d).start);
        let def_line = Span::new(def_start(f), span_of(f).end);
        self.set_place(def_line);
        let scope = self.scope_at(span_of(f), ScopeKind::Function);
        let id = self.declare_function(f, scope, first);
        match f.type_params.as_deref() {
            Some(params) => self.make_generic_function(f, params, id),
            None => {
                let mut parts = self.defaults(&f.parameters);
                parts.annotations = self.annotations(&f.parameters, f.returns.as_deref());
                self.make_function(id, scope, parts);
            }
        }
        self.apply_decorators(&f.decorator_list);
        self.store(f.name.as_str());
    }

    fn declare_function(&mut self, f: &'a ast::StmtFunctionDef, scope: ScopeId, first: u32) -> CodeId {
        let qualname = self.qualname(f.name.as_str());
        let mut code = Code::new(f.name.as_str(), &qualname, CodeKind::Function, span_of(f));
        code.first_line = self.c.line(first);
        code.name_span = span_of(&f.name);
        code.is_coroutine = f.is_async;
        code.is_generator = self.c.bindings.scope(scope).has_yield;
        self.signature(&mut code, Some(&f.parameters));
        if let Some(doc) = docstring(&f.body, self.version()) {
            let id = self.c.string(&doc);
            code.doc = Some(id);
            code.consts.push(id);
        }
        self.c.declare(code, Body::Suite(&f.body), scope)
    }

    fn qualname(&self, name: &str) -> String {
        let outer = &self.c.program.codes[self.id.index()];
        match outer.kind {
            CodeKind::Module => name.to_owned(),
            CodeKind::Class => format!("{}.{name}", outer.qualname),
            _ => format!("{}.<locals>.{name}", outer.qualname),
        }
    }

    fn signature(&mut self, code: &mut Code, parameters: Option<&'a ast::Parameters>) {
        let Some(p) = parameters else { return };
        code.positional_only = p.posonlyargs.len() as u32;
        code.positional = (p.posonlyargs.len() + p.args.len()) as u32;
        code.keyword_only = p.kwonlyargs.len() as u32;
        code.has_varargs = p.vararg.is_some();
        code.has_varkeywords = p.kwarg.is_some();
        // Slot order: positional, keyword-only, *args, **kwargs.
        let plain = p.posonlyargs.iter().chain(&p.args).chain(&p.kwonlyargs).map(|p| &p.parameter);
        for parameter in plain.chain(p.vararg.as_deref()).chain(p.kwarg.as_deref()) {
            let name = self.c.name(parameter.name.as_str());
            code.slots.push((name, SlotKind::Local));
            code.parameter_spans.push(span_of(parameter));
        }
        let plain = (0..).zip(p.posonlyargs.iter().chain(&p.args).chain(&p.kwonlyargs));
        code.default_spans.extend(plain.filter_map(|(i, p)| Some((i, span_of(p.default.as_deref()?)))));
    }

    /// Pushes the tuple of defaults and the dict of keyword-only defaults.
    pub(super) fn defaults(&mut self, p: &'a ast::Parameters) -> FunctionParts {
        let positional: Vec<&Expr> = p.posonlyargs.iter().chain(&p.args).filter_map(|p| p.default.as_deref()).collect();
        let mut parts = FunctionParts::default();
        if !positional.is_empty() {
            parts.defaults = true;
            let folded: Option<Box<[_]>> = positional.iter().map(|e| self.fold(e)).collect();
            match folded {
                Some(items) => {
                    self.lines_of_folded(&positional);
                    self.tuple_of_constants(items);
                }
                None => {
                    positional.iter().for_each(|e| self.expr(e));
                    self.emit(Op::BuildTuple(positional.len() as u32));
                }
            }
        }
        let keyword: Vec<_> = p.kwonlyargs.iter().filter_map(|p| Some((p, p.default.as_deref()?))).collect();
        if !keyword.is_empty() {
            parts.keyword_defaults = true;
            let key_by_key = self.version() >= PythonVersion::PY314;
            for (p, default) in &keyword {
                let name = p.parameter.name.as_str();
                if key_by_key {
                    self.string(name);
                } else {
                    // All names come at once, after the values (`BUILD_CONST_KEY_MAP`).
                    self.at(span_of(*default), |u| u.string(name));
                }
                self.expr(default);
            }
            self.emit(Op::BuildDict(keyword.len() as u32));
        }
        parts
    }

    /// What became one constant leaves its lines from 3.10 to 3.13 (`fold_tuple_on_constants`):
    ///
    /// ```python
    /// def f(x,
    ///       y=0): ...     # a step here, and one on the line above
    /// ```
    fn lines_of_folded(&mut self, items: &[&'a Expr]) {
        let own = self.c.line(self.place().start);
        let is_above = |e: &&Expr| self.c.line(span_of(*e).start) == own;
        let kept = (PythonVersion::PY310..=PythonVersion::PY313).contains(&self.version());
        if kept && !items.iter().all(is_above) {
            items.iter().for_each(|e| self.at(span_of(*e), |u| u.emit(Op::Nop)));
        }
    }

    /// Up to 3.9 a dict, from 3.10 a tuple of names and values, from 3.14 a function (PEP 649).
    pub(super) fn annotations(&mut self, p: &'a ast::Parameters, returns: Option<&'a Expr>) -> bool {
        let named = p.iter().filter_map(|p| Some((p.name().as_str(), p.annotation()?)));
        let all: Vec<(&str, &Expr)> = named.chain(returns.map(|r| ("return", r))).collect();
        if all.is_empty() {
            return false;
        }
        if self.version() >= PythonVersion::PY314 && !self.c.lazy_annotations {
            let code = Code::new("__annotate__", "__annotate__", CodeKind::Function, self.place());
            if self.c.annotations == Annotations::Deferred {
                // It captures what it needs, like any function.
                let scope = self.scope_at(span_of(p), ScopeKind::Annotations);
                let id = self.c.declare(code, Body::Annotate, scope);
                self.own_constants_of(id, all.iter().map(|&(_, annotation)| annotation));
                self.make_function(id, scope, FunctionParts::default());
            } else {
                let id = self.c.declare(code, Body::Annotate, self.scope);
                self.emit(Op::MakeFunction { code: id, parts: FunctionParts::default() });
            }
            return true;
        }
        if let Some(items) = self.constant_annotations(&all) {
            // Texts of annotations stand where they are written from 3.12 only.
            let in_place = !self.c.lazy_annotations || self.version() >= PythonVersion::PY312;
            for &(_, annotation) in all.iter().filter(|_| in_place) {
                self.emit(Op::Nop);
                self.lines_of_folded(&[annotation]);
            }
            self.tuple_of_constants(items);
            return true;
        }
        for &(name, annotation) in &all {
            if self.version() >= PythonVersion::PY310 || self.c.lazy_annotations {
                self.string(name);
            } else {
                // All names come at once, after the annotations.
                self.at(span_of(annotation), |u| u.string(name));
            }
            if self.c.lazy_annotations {
                let span = span_of(annotation);
                let text = self.c.text.get(span.start as usize..span.end as usize).unwrap_or("");
                self.string(text);
            } else {
                self.expr(annotation);
            }
        }
        let n = all.len() as u32;
        self.emit(if self.version() >= PythonVersion::PY310 { Op::BuildTuple(2 * n) } else { Op::BuildDict(n) });
        true
    }

    /// The function that makes the annotations has the constants in them.
    fn own_constants_of(&mut self, annotate: CodeId, annotations: impl Iterator<Item = &'a Expr>) {
        let mut constants = ConstantsIn { unit: self, found: Vec::new() };
        annotations.for_each(|e| constants.visit_expr(e));
        let found = constants.found;
        self.c.program.codes[annotate.index()].consts.extend(found);
    }

    /// `def link(self, other: "Node")`: names and texts, all of them constants.
    fn constant_annotations(&mut self, all: &[(&str, &Expr)]) -> Option<Box<[ConstId]>> {
        if !self.c.is_exact() || self.version() < PythonVersion::PY310 {
            return None;
        }
        let mut items = Vec::new();
        for &(name, annotation) in all {
            items.push(self.c.program.constant_id(Const::Str(name.into())));
            items.push(match self.c.lazy_annotations {
                true => self.c.program.constant_id(Const::Str(self.source_of(annotation).into())),
                false => self.fold(annotation)?,
            });
        }
        Some(items.into())
    }

    fn decorators(&mut self, list: &'a [ast::Decorator]) {
        for d in list {
            self.expr(&d.expression);
        }
    }

    fn apply_decorators(&mut self, list: &'a [ast::Decorator]) {
        for d in list.iter().rev() {
            // Up to 3.10 the call has no place of its own: it is on the line of the `def`.
            let place = if self.version() >= PythonVersion::PY311 { span_of(&d.expression) } else { self.place() };
            self.at(place, |u| {
                u.room_for_null(1);
                u.emit(Op::CallDecorator);
            });
        }
    }

    /// Pushes the function made of `id` on top of the `parts` already there.
    pub(super) fn make_function(&mut self, id: CodeId, scope: ScopeId, mut parts: FunctionParts) {
        let free = self.captured_by(scope);
        if !free.is_empty() {
            parts.closure = true;
            for name in &free {
                if let super::unit::Access::Deref(slot) = self.lookup(name) {
                    self.emit(Op::LoadClosure(slot));
                } else {
                    // Its value is out of sight in there.
                    self.load(name);
                    self.unmodelled("closure of a class", 1, 1);
                }
            }
            self.emit(Op::BuildTuple(free.len() as u32));
        }
        self.emit(Op::MakeFunction { code: id, parts });
    }

    pub(super) fn make_lambda(&mut self, l: &'a ast::ExprLambda, scope: ScopeId) {
        let parts = match &l.parameters {
            Some(p) => self.defaults(p),
            None => FunctionParts::default(),
        };
        let qualname = self.qualname("<lambda>");
        let mut code = Code::new("<lambda>", &qualname, CodeKind::Lambda, span_of(l));
        code.first_line = self.c.line(span_of(l).start);
        code.is_generator = self.c.bindings.scope(scope).has_yield;
        code.name_span = Span::new(span_of(l).start, span_of(l).start + 6);
        self.signature(&mut code, l.parameters.as_deref());
        let id = self.c.declare(code, Body::Lambda(&l.body), scope);
        self.make_function(id, scope, parts);
    }

    pub(super) fn class_def(&mut self, c: &'a ast::StmtClassDef) {
        self.decorators(&c.decorator_list);
        let first = c.decorator_list.first().map_or(span_of(c).start, |d| span_of(d).start);
        self.set_place(Span::new(class_start(c), span_of(c).end));
        if c.type_params.is_some() {
            self.unmodelled("type parameters", 0, 0);
        }
        let scope = self.scope_at(span_of(c), ScopeKind::Class);
        let qualname = self.qualname(c.name.as_str());
        let mut code = Code::new(c.name.as_str(), &qualname, CodeKind::Class, span_of(c));
        code.first_line = self.c.line(first);
        code.name_span = span_of(&c.name);
        let id = self.c.declare(code, Body::Suite(&c.body), scope);
        self.make_function(id, scope, FunctionParts::default());
        let name = self.c.string(c.name.as_str());
        let (mut bases, mut keywords) = (0, None);
        if let Some(arguments) = &c.arguments {
            if super::call::is_unpacked(arguments) {
                self.unmodelled("unpacked base classes", 0, 1);
                bases = 1;
            } else {
                arguments.args.iter().for_each(|e| self.expr(e));
                bases = arguments.args.len() as u32;
                keywords = self.keywords(&arguments.keywords);
                bases += arguments.keywords.len() as u32;
            }
        }
        self.room_for_null(2);
        self.emit(Op::BuildClass { name, bases, keywords });
        self.apply_decorators(&c.decorator_list);
        self.store(c.name.as_str());
    }

    // -- bodies

    pub(super) fn suite_body(&mut self, body: &'a [Stmt]) {
        let rest = match self.kind() {
            CodeKind::Class => self.class_prologue(body),
            CodeKind::Module => self.module_prologue(body),
            _ => &body[usize::from(has_docstring(body))..],
        };
        self.body(rest);
        if self.is_class() {
            self.lazy_annotations(body);
        }
        self.return_none();
    }

    fn class_prologue(&mut self, body: &'a [Stmt]) -> &'a [Stmt] {
        let code = &self.c.program.codes[self.id.index()];
        let (qualname, at) = (code.qualname.clone(), code.span);
        let first = Span::new(at.start, at.start);
        self.at(first, |u| {
            u.load("__name__");
            u.store_class_name("__module__");
            u.string(&qualname);
            u.store_class_name("__qualname__");
        });
        self.document(body)
    }

    fn store_class_name(&mut self, name: &str) {
        let name = self.c.name(name);
        self.emit(Op::StoreName(name));
    }

    fn module_prologue(&mut self, body: &'a [Stmt]) -> &'a [Stmt] {
        self.document(body)
    }

    /// The docstring of a module or class is stored as `__doc__`.
    fn document(&mut self, body: &'a [Stmt]) -> &'a [Stmt] {
        let Some(doc) = docstring(body, self.version()) else { return body };
        self.at(span_of(&body[0]), |u| {
            u.string(&doc);
            u.store_class_name("__doc__");
        });
        &body[1..]
    }

    pub(super) fn lambda_body(&mut self, e: &'a Expr) {
        self.set_place(span_of(e));
        self.expr(e);
        if (PythonVersion::PY311..=PythonVersion::PY312).contains(&self.version()) {
            // The return is on the line of the word `lambda`.
            self.set_place(self.c.program.codes[self.id.index()].span);
        }
        self.emit(Op::Return);
    }

    pub(super) fn unmodelled_body(&mut self) {
        self.unmodelled("annotations", 0, 1);
        self.emit(Op::Return);
    }

    pub(super) fn return_none(&mut self) {
        let id = self.c.program.constant_id(Const::None);
        self.without_line(Op::LoadConst(id));
        self.without_line(Op::Return);
    }

    pub(super) fn free_names(&mut self) -> Vec<Name> {
        let scope = self.scope;
        self.captured_by(scope).iter().map(|n| self.c.name(n)).collect()
    }
}

/// `def` itself, behind the decorators.
pub(super) fn def_start(f: &ast::StmtFunctionDef) -> u32 {
    match f.decorator_list.last() {
        None => span_of(f).start,
        Some(_) => span_of(&f.name).start,
    }
}

fn class_start(c: &ast::StmtClassDef) -> u32 {
    match c.decorator_list.last() {
        None => span_of(c).start,
        Some(_) => span_of(&c.name).start,
    }
}

struct ConstantsIn<'u, 'c, 'a> {
    unit: &'u mut Unit<'c, 'a>,
    found: Vec<ConstId>,
}

impl<'a> SourceOrderVisitor<'a> for ConstantsIn<'_, '_, 'a> {
    fn visit_expr(&mut self, e: &'a Expr) {
        match self.unit.fold(e) {
            Some(id) if self.found.contains(&id) => {}
            Some(id) => self.found.push(id),
            None => walk_expr(self, e),
        }
    }
}
