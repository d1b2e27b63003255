//! The walk over the tree that binds its names.

use super::outline::{Imported, Statement};
use super::symbols::Binder;
use super::{Bindings, Interest, NameId, ScopeId, ScopeKind, Symbol, marks};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::span_of as span;
use crate::text::Span;

/// Binds the names of a module, scope by scope, bottom-up like CPython's symtable: what a scope does not bind
/// is handed to its parent when the scope ends.
#[must_use]
pub fn bind<'a>(module: &'a ast::ModModule) -> Bindings<'a> {
    finish(walk(module))
}

/// Everything is noted, and nothing is marked yet that needs more than one scope.
pub(super) fn walk(module: &ast::ModModule) -> Binder<'_> {
    let mut binder = Binder::default();
    let scope = binder.open(ScopeKind::Module, span(module), ScopeId::MODULE);
    binder.body(&module.body);
    binder.close(scope);
    binder
}

pub(super) fn finish(mut binder: Binder<'_>) -> Bindings<'_> {
    binder.noted.end_file(&binder.attributes.results, &mut binder.out);
    binder.out.mark_shared_fields(&binder.attributes);
    binder.out.mark_handed_out(&binder.attributes);
    binder.out.forget_own_attributes(&binder.attributes);
    binder.out.changed = binder.attributes.changed;
    binder.out
}

/// What is told of the defaults of a function.
#[derive(Default)]
struct Defaults {
    interest: Interest,
    named: Vec<NameId>,
}

impl<'a> Binder<'a> {
    fn body(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn function(
        &mut self,
        kind: ScopeKind,
        at: Span,
        parameters: Option<&'a ast::Parameters>,
        walk: impl FnOnce(&mut Self),
    ) -> ScopeId {
        let defaults = self.defaults(parameters);
        self.function_scope(kind, at, parameters, defaults, walk)
    }

    /// Defaults are made by the code around the function, and around its type parameters.
    fn defaults(&mut self, parameters: Option<&'a ast::Parameters>) -> Defaults {
        let mut out = Defaults::default();
        for default in parameters.into_iter().flat_map(|p| p.iter_non_variadic_params()).filter_map(|p| p.default()) {
            self.expr(default);
            if marks::may_be_mutable(default) {
                out.interest |= Interest::MUTABLE_DEFAULT;
            }
            if marks::may_vary(default) {
                out.interest |= Interest::VARYING_DEFAULT;
            }
            if let Expr::Name(n) = default {
                out.named.push(self.intern(n.id.as_str()));
            }
        }
        out
    }

    fn function_scope(
        &mut self,
        kind: ScopeKind,
        at: Span,
        parameters: Option<&'a ast::Parameters>,
        defaults: Defaults,
        walk: impl FnOnce(&mut Self),
    ) -> ScopeId {
        let id = self.open(kind, at, self.scope);
        self.out.scopes[id.0 as usize].interest |= defaults.interest;
        self.noted.named_defaults.extend(defaults.named.into_iter().map(|n| (id, n)));
        for p in parameters.into_iter().flat_map(|p| p.iter()) {
            self.name(p.name().as_str(), Symbol::BOUND | Symbol::PARAMETER);
        }
        walk(self);
        self.close(id);
        id
    }

    fn annotations(&mut self, f: &'a ast::StmtFunctionDef) {
        let all = || f.parameters.iter().filter_map(|p| p.annotation()).chain(f.returns.as_deref());
        if all().next().is_none() {
            return;
        }
        let id = self.open(ScopeKind::Annotations, span(&*f.parameters), self.scope);
        all().for_each(|annotation| self.expr(annotation));
        self.close(id);
    }

    /// Binds a function and its name; its own scope.
    fn function_def(&mut self, f: &'a ast::StmtFunctionDef) -> (NameId, ScopeId) {
        let Some(params) = f.type_params.as_deref() else {
            self.annotations(f);
            let name = self.name(f.name.as_str(), Symbol::BOUND);
            let defaults = self.defaults(Some(&f.parameters));
            return (name, self.function_body(f, defaults));
        };
        // `def f[T: bound](x: T)`: the annotations and the function see the type parameters.
        let name = self.name(f.name.as_str(), Symbol::BOUND);
        let defaults = self.defaults(Some(&f.parameters));
        let id = self.open(ScopeKind::TypeParameters, span(params), self.scope);
        self.type_params(Some(params));
        for p in params.iter() {
            let (bound, default) = match p {
                ast::TypeParam::TypeVar(p) => (p.bound.as_deref(), p.default.as_deref()),
                ast::TypeParam::ParamSpec(p) => (None, p.default.as_deref()),
                ast::TypeParam::TypeVarTuple(p) => (None, p.default.as_deref()),
            };
            bound.into_iter().chain(default).for_each(|e| self.expr(e));
        }
        self.annotations(f);
        let own = self.function_body(f, defaults);
        self.close(id);
        (name, own)
    }

    /// `type Pairs[T] = list[tuple[T, T]]`: a function of its own makes the value.
    fn type_alias(&mut self, s: &'a ast::StmtTypeAlias) {
        self.target(&s.name);
        let params = s.type_params.as_deref();
        let outer = params.map(|params| self.open(ScopeKind::TypeParameters, span(params), self.scope));
        self.type_params(params);
        let value = self.open(ScopeKind::TypeParameters, span(s), self.scope);
        self.expr(&s.value);
        self.close(value);
        outer.into_iter().for_each(|id| self.close(id));
    }

    fn function_body(&mut self, f: &'a ast::StmtFunctionDef, defaults: Defaults) -> ScopeId {
        self.function_scope(ScopeKind::Function, span(f), Some(&f.parameters), defaults, |b| {
            b.interest(marks::of_exit(f));
            b.body(&f.body);
            if marks::hands_out_default(f) {
                let handed_out = (b.intern(f.name.as_str()), b.scope);
                b.attributes.handed_out.push(handed_out);
            }
        })
    }

    fn type_params(&mut self, params: Option<&'a ast::TypeParams>) {
        for p in params.into_iter().flat_map(|p| p.iter()) {
            self.name(p.name().as_str(), Symbol::BOUND);
        }
    }

    fn stmt(&mut self, stmt: &'a Stmt) {
        self.interest(marks::of_stmt(stmt));
        self.put_away(stmt);
        let mut changed = Vec::new();
        marks::attributes_changed_by_stmt(stmt, &mut changed);
        self.changes_attributes(&changed);
        self.references(stmt);
        if self.loops.last().is_some_and(|&n| n > 0)
            && let Some((name, growth)) = marks::grown(stmt)
        {
            let name = self.intern(name);
            self.noted.grown.push((self.scope, (name, growth)));
        }
        match stmt {
            Stmt::FunctionDef(f) => {
                if self.out.scope(self.scope).kind != ScopeKind::Class && marks::remembers(f) {
                    self.interest(Interest::MEMO);
                }
                f.decorator_list.iter().for_each(|d| self.expr(&d.expression));
                let (name, own) = self.function_def(f);
                let own = own.0 as usize;
                if let Some(attribute) = marks::gives_attribute(f) {
                    let getter = (name, self.intern(attribute));
                    self.attributes.getters.push(getter);
                }
                if marks::promises_list(f) {
                    self.noted.builders.pop_if(|scope| scope.0 as usize == own);
                }
                if marks::takes_few_values(f)
                    && let Some(scope) = self.out.scopes.get_mut(own)
                {
                    scope.interest |= Interest::FEW_ARGUMENTS;
                }
                let lazily = self.returns_lazy.iter().any(|s| s.0 as usize == own);
                self.returns_lazy.retain(|s| s.0 as usize != own);
                if lazily || self.out.scopes.get(own).is_some_and(|s| s.has_yield) {
                    self.noted.generators.push(name);
                }
                self.out.functions.push(f.name.as_str());
                self.noted.makers.push((span(f), f.name.as_str()));
            }
            Stmt::ClassDef(c) => {
                c.decorator_list.iter().for_each(|d| self.expr(&d.expression));
                if let Some(arguments) = &c.arguments {
                    self.arguments(arguments);
                }
                self.name(c.name.as_str(), Symbol::BOUND);
                let id = self.open(ScopeKind::Class, span(c), self.scope);
                if marks::shares_field_defaults(c) {
                    self.interest(Interest::SHARED_FIELD);
                }
                self.type_params(c.type_params.as_deref());
                let around = std::mem::take(&mut self.noted.kept_lazy);
                self.body(&c.body);
                self.end_kept_lazy();
                self.noted.kept_lazy = around;
                self.note_leading_class(id, marks::has_finalizer(c));
                if self.out.shares.last().is_some_and(|&(class, ..)| class == id) {
                    self.out.class_names.insert(id, c.name.as_str());
                }
                self.close(id);
            }
            Stmt::Return(s) => {
                if s.value.as_deref().and_then(marks::lazy) == Some(None) {
                    self.returns_lazy.push(self.scope);
                }
                if let Some(Expr::Name(n)) = s.value.as_deref() {
                    let name = self.intern(n.id.as_str());
                    self.noted.returned.push((self.scope, name));
                }
                s.value.iter().for_each(|e| self.expr(e));
            }
            Stmt::Delete(s) => {
                for target in &s.targets {
                    if let Expr::Subscript(_) = target {
                        self.changed("", true);
                    }
                    self.target(target);
                }
            }
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::Assign(s) => {
                if self.loops.last().is_some_and(|&n| n > 0) && marks::waits_for_item(&s.value) {
                    self.interest(Interest::WORKER_LOOP);
                }
                let kept = s.targets.iter().any(Expr::is_attribute_expr);
                if kept && s.value.is_generator_expr() {
                    self.interest(Interest::KEEPS_GENERATOR);
                }
                self.keeps_lazy(&s.targets, &s.value);
                self.fed(&s.value);
                if let Some(function) = marks::called_by_name(&s.value) {
                    if kept {
                        let made = (self.function_here(), self.intern(function));
                        self.noted.kept_results.push(made);
                    }
                    let result = (self.scope, self.intern(function));
                    self.attributes.results.push(result);
                }
                self.expr(&s.value);
                for target in &s.targets {
                    if let Expr::Subscript(t) = target {
                        self.changed(marks::last_name(&t.value).unwrap_or_default(), false);
                    }
                    self.assigned(target, &s.value);
                }
            }
            Stmt::AugAssign(s) => {
                if let Expr::Name(n) = &*s.target {
                    self.name(n.id.as_str(), Symbol::LOADED);
                }
                self.expr(&s.value);
                self.target(&s.target);
            }
            Stmt::AnnAssign(s) => {
                self.expr(&s.annotation);
                s.value.iter().for_each(|e| self.expr(e));
                match &s.value {
                    Some(value) => self.assigned(&s.target, value),
                    None => self.target(&s.target),
                }
            }
            Stmt::For(s) => {
                self.read_by_loop(&s.iter);
                self.expr(&s.iter);
                let looped = marks::looped(&s.iter).map(|name| (self.scope, self.intern(name)));
                self.looped.extend(looped);
                self.in_loop(|b| {
                    b.target(&s.target);
                    b.body(&s.body);
                });
                if looped.is_some() {
                    self.looped.pop();
                }
                self.body(&s.orelse);
            }
            Stmt::While(s) => {
                self.in_loop(|b| {
                    b.expr(&s.test);
                    b.body(&s.body);
                });
                self.body(&s.orelse);
            }
            Stmt::If(s) => {
                self.expr(&s.test);
                self.body(&s.body);
                for clause in &s.elif_else_clauses {
                    clause.test.iter().for_each(|e| self.expr(e));
                    self.body(&clause.body);
                }
            }
            Stmt::With(s) => {
                for item in &s.items {
                    self.expr(&item.context_expr);
                    item.optional_vars.iter().for_each(|t| self.target(t));
                }
                self.body(&s.body);
            }
            Stmt::Match(s) => self.match_stmt(s),
            Stmt::Raise(s) => s.exc.iter().chain(&s.cause).for_each(|e| self.expr(e)),
            Stmt::Try(s) => {
                self.body(&s.body);
                for ast::ExceptHandler::ExceptHandler(h) in &s.handlers {
                    h.type_.iter().for_each(|e| self.expr(e));
                    if let Some(name) = &h.name {
                        self.name(name.as_str(), Symbol::BOUND);
                    }
                    self.body(&h.body);
                }
                self.body(&s.orelse);
                self.body(&s.finalbody);
            }
            Stmt::Assert(s) => {
                self.expr(&s.test);
                s.msg.iter().for_each(|e| self.expr(e));
            }
            Stmt::Import(s) => {
                self.imports(Statement::Whole(s));
                for alias in &s.names {
                    let full = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    let top = if alias.asname.is_some() { full } else { full.split('.').next().unwrap_or(full) };
                    let top = self.name(top, Symbol::BOUND);
                    self.noted.imported.push(top);
                }
            }
            Stmt::ImportFrom(s) => {
                self.imports(Statement::From(s));
                for alias in &s.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    if name != "*" {
                        let name = self.name(name, Symbol::BOUND);
                        self.noted.imported.push(name);
                    }
                }
            }
            Stmt::Global(s) => s.names.iter().for_each(|n| {
                self.name(n.as_str(), Symbol::GLOBAL);
            }),
            Stmt::Nonlocal(s) => s.names.iter().for_each(|n| {
                self.name(n.as_str(), Symbol::NONLOCAL);
            }),
            Stmt::Expr(s) => self.expr(&s.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    fn imports(&mut self, statement: Statement<'a>) {
        let in_module = self.scope == ScopeId::MODULE;
        self.out.imports.push(Imported { statement, in_module });
    }

    /// `target = value`
    fn assigned(&mut self, target: &'a Expr, value: &'a Expr) {
        self.target(target);
        if let (Expr::Attribute(a), true) = (target, marks::makes_instance(value)) {
            let name = self.intern(a.attr.as_str());
            self.out.instances.insert(name);
        }
        if let (Some(name), Some(base)) = (marks::last_name(target), marks::base(value)) {
            let name = self.intern(name);
            self.noted.bases.push((self.scope, (name, base)));
        }
        if let (Expr::Tuple(targets), Expr::Tuple(values)) = (target, value) {
            let pairs = targets.elts.iter().zip(&values.elts);
            for name in pairs.filter(|(_, v)| marks::may_be_mutable(v)).filter_map(|(t, _)| t.as_name_expr()) {
                self.name(name.id.as_str(), Symbol::MUTABLE);
            }
        }
        let Expr::Name(n) = target else { return };
        if marks::may_be_mutable(value) {
            let id = self.name(n.id.as_str(), Symbol::MUTABLE);
            if let (ScopeKind::Class, Some(kind)) = (self.out.scope(self.scope).kind, marks::container(value)) {
                self.out.shares.push((self.scope, id, kind));
            }
            if marks::makes_list(value) {
                self.noted.lists.push((self.scope, id));
            }
            if let Some(callee) = marks::lazy(value) {
                let callee = callee.map(|name| self.intern(name));
                self.noted.lazy.push((self.scope, (id, callee)));
            }
            if marks::is_empty_list(value) {
                self.noted.empty.push((self.scope, id));
            }
        }
    }

    fn match_stmt(&mut self, s: &'a ast::StmtMatch) {
        self.expr(&s.subject);
        for case in &s.cases {
            self.pattern(&case.pattern);
            case.guard.iter().for_each(|e| self.expr(e));
            self.body(&case.body);
        }
    }

    fn pattern(&mut self, pattern: &'a ast::Pattern) {
        use ast::Pattern as P;
        match pattern {
            P::MatchValue(p) => self.expr(&p.value),
            P::MatchSingleton(_) => {}
            P::MatchSequence(p) => p.patterns.iter().for_each(|p| self.pattern(p)),
            P::MatchMapping(p) => {
                p.keys.iter().for_each(|e| self.expr(e));
                p.patterns.iter().for_each(|p| self.pattern(p));
                self.capture(p.rest.as_ref());
            }
            P::MatchClass(p) => {
                self.expr(&p.cls);
                p.arguments.patterns.iter().for_each(|p| self.pattern(p));
                p.arguments.keywords.iter().for_each(|k| self.pattern(&k.pattern));
            }
            P::MatchStar(p) => self.capture(p.name.as_ref()),
            P::MatchAs(p) => {
                p.pattern.iter().for_each(|p| self.pattern(p));
                self.capture(p.name.as_ref());
            }
            P::MatchOr(p) => p.patterns.iter().for_each(|p| self.pattern(p)),
        }
    }

    fn capture(&mut self, name: Option<&'a ast::Identifier>) {
        if let Some(name) = name {
            self.name(name.as_str(), Symbol::BOUND);
        }
    }

    fn target(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(n) => {
                self.name(n.id.as_str(), Symbol::BOUND);
            }
            Expr::Attribute(a) => {
                let (scope, name) = (self.function_here(), self.intern(a.attr.as_str()));
                self.attributes.bound.push((scope, name));
                self.expr(&a.value);
            }
            Expr::Tuple(t) => t.elts.iter().for_each(|e| self.target(e)),
            Expr::List(t) => t.elts.iter().for_each(|e| self.target(e)),
            Expr::Starred(t) => self.target(&t.value),
            Expr::Subscript(t) => {
                self.keys(&t.value);
                self.expr(target);
            }
            other => self.expr(other),
        }
    }

    fn arguments(&mut self, arguments: &'a ast::Arguments) {
        for arg in &arguments.args {
            self.expr(arg);
        }
        for keyword in &arguments.keywords {
            // `sorted(xs, key=lambda x: ...)` calls it at once.
            let key = keyword.arg.as_ref().is_some_and(|name| name.as_str() == "key");
            let around = std::mem::replace(&mut self.in_key, key);
            self.expr(&keyword.value);
            self.in_key = around;
        }
    }

    fn comprehension(
        &mut self,
        kind: ScopeKind,
        at: Span,
        generators: &'a [ast::Comprehension],
        elements: [Option<&'a Expr>; 2],
    ) {
        // The first iterable is evaluated outside: `[x for x in x]` reads the outer x.
        if let Some(first) = generators.first() {
            self.fed(&first.iter);
            self.expr(&first.iter);
        }
        let id = self.open(kind, at, self.scope);
        for (i, g) in generators.iter().enumerate() {
            if i > 0 {
                self.expr(&g.iter);
            }
            self.target(&g.target);
            g.ifs.iter().for_each(|e| self.expr(e));
        }
        elements.into_iter().flatten().for_each(|e| self.expr(e));
        self.close(id);
    }

    fn expr(&mut self, expr: &'a Expr) {
        self.interest(marks::of_expr(expr));
        if expr.is_call_expr() {
            let mut changed = Vec::new();
            marks::attributes_changed_by_expr(expr, &mut changed);
            self.changes_attributes(&changed);
        }
        match expr {
            Expr::Name(n) => {
                let name = self.name(n.id.as_str(), Symbol::LOADED);
                self.out.times_read[name.0 as usize] += 1;
            }
            Expr::Attribute(e) => {
                if e.attr.as_str() == "cache_clear" || e.attr.as_str().starts_with('_') {
                    let name = self.intern(e.attr.as_str());
                    self.out.times_read[name.0 as usize] += 1;
                }
                if let Some(kept) = self.noted.kept_lazy.get_mut(e.attr.as_str()) {
                    kept.reads += 1;
                }
                if let Some(class) = marks::may_name_a_class(&e.value) {
                    let read = (self.intern(class), self.intern(e.attr.as_str()));
                    self.out.class_reads.insert(read);
                }
                self.expr(&e.value);
            }
            Expr::Call(e) => self.call(e),
            Expr::BoolOp(e) => e.values.iter().for_each(|e| self.expr(e)),
            Expr::Named(e) => {
                self.expr(&e.value);
                self.walrus(&e.target);
            }
            Expr::BinOp(e) => {
                self.expr(&e.left);
                self.expr(&e.right);
            }
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => {
                self.function(ScopeKind::Lambda, span(e), e.parameters.as_deref(), |b| b.expr(&e.body));
            }
            Expr::If(e) => [&e.test, &e.body, &e.orelse].into_iter().for_each(|e| self.expr(e)),
            Expr::Dict(e) => e.items.iter().for_each(|item| {
                item.key.iter().for_each(|k| self.expr(k));
                self.expr(&item.value);
            }),
            Expr::Set(e) => e.elts.iter().for_each(|e| self.expr(e)),
            Expr::List(e) => e.elts.iter().for_each(|e| self.expr(e)),
            Expr::Tuple(e) => e.elts.iter().for_each(|e| self.expr(e)),
            Expr::ListComp(e) => {
                self.comprehension(ScopeKind::Comprehension, span(e), &e.generators, [Some(&e.elt), None]);
            }
            Expr::SetComp(e) => {
                self.comprehension(ScopeKind::Comprehension, span(e), &e.generators, [Some(&e.elt), None]);
            }
            Expr::DictComp(e) => {
                self.comprehension(
                    ScopeKind::Comprehension,
                    span(e),
                    &e.generators,
                    [e.key.as_deref(), Some(&e.value)],
                );
            }
            Expr::Generator(e) => {
                self.comprehension(ScopeKind::Generator, span(e), &e.generators, [Some(&e.elt), None]);
            }
            Expr::Await(e) => self.expr(&e.value),
            Expr::Yield(e) => {
                self.out.scopes[self.scope.0 as usize].has_yield = true;
                e.value.iter().for_each(|e| self.expr(e));
            }
            Expr::YieldFrom(e) => {
                self.out.scopes[self.scope.0 as usize].has_yield = true;
                self.expr(&e.value);
            }
            Expr::Compare(e) => {
                self.expr(&e.left);
                e.comparators.iter().for_each(|e| self.expr(e));
            }
            Expr::FString(e) => {
                for element in e.value.elements() {
                    self.interpolated(element);
                }
            }
            Expr::TString(e) => {
                for element in e.value.elements() {
                    self.interpolated(element);
                }
            }
            Expr::Subscript(e) => {
                self.expr(&e.value);
                self.expr(&e.slice);
            }
            Expr::Starred(e) => self.expr(&e.value),
            Expr::Slice(e) => e.lower.iter().chain(&e.upper).chain(&e.step).for_each(|e| self.expr(e)),
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => {}
        }
    }

    fn interpolated(&mut self, element: &'a ast::InterpolatedStringElement) {
        if let ast::InterpolatedStringElement::Interpolation(i) = element {
            self.expr(&i.expression);
            for spec in i.format_spec.iter().flat_map(|s| s.elements.iter()) {
                self.interpolated(spec);
            }
        }
    }

    fn call(&mut self, e: &'a ast::ExprCall) {
        if !self.looped.is_empty() {
            if let Some((what, removes)) = marks::changes(e) {
                self.changed(what, removes);
            }
            for arg in &e.arguments.args {
                if let (Expr::Name(n), Expr::Name(_)) = (arg, &*e.func) {
                    self.changed(n.id.as_str(), false);
                }
            }
        }
        if let (Some(first @ Expr::Call(_)), true) = (e.arguments.args.first(), marks::reduces(e)) {
            self.fed(first);
        }
        if let (Some(Expr::Name(n)), true) = (e.arguments.args.first(), marks::reduces(e)) {
            let id = self.intern(n.id.as_str());
            self.noted.read.push((self.scope, id));
        }
        if let Expr::Attribute(f) = &*e.func
            && f.attr.as_str() == "setdefault"
        {
            self.keys(&f.value);
        }
        self.hand_over(e);
        self.expr(&e.func);
        self.arguments(&e.arguments);
    }

    /// `:=` in a comprehension binds in the function around it (PEP 572).
    fn walrus(&mut self, target: &'a Expr) {
        let Expr::Name(n) = target else { return };
        let comprehension = matches!(self.out.scope(self.scope).kind, ScopeKind::Comprehension | ScopeKind::Generator);
        let flags = if comprehension { Symbol::NONLOCAL | Symbol::WALRUS } else { Symbol::BOUND };
        self.name(n.id.as_str(), flags);
    }
}
