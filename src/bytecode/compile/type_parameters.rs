//! Type parameters and type aliases (PEP 695): a function makes them, which the statement calls at once.

use super::function::def_start;
use super::unit::Unit;
use super::{Body, Code, TypeParameters};
use crate::bytecode::op::{Op, TypeParameter};
use crate::bytecode::{CodeId, CodeKind, FunctionParts, SlotKind};
use crate::semantic::ScopeKind;
use crate::syntax::ast;
use crate::syntax::span_of;
use crate::text::Span;

impl<'a> Unit<'_, 'a> {
    /// `def f[T](x: T = 1)`: the defaults are handed to the function around `f`, which has its annotations, too.
    pub(super) fn make_generic_function(
        &mut self,
        f: &'a ast::StmtFunctionDef,
        params: &'a ast::TypeParams,
        inner: CodeId,
    ) {
        let mut parts = self.defaults(&f.parameters);
        // When the frame around the function has a dict of defaults, and when no more, is not known.
        if self.c.type_parameters == TypeParameters::Left || parts.keyword_defaults {
            self.unmodelled("type parameters", 0, 0);
            parts.annotations = self.annotations(&f.parameters, f.returns.as_deref());
            let scope = self.c.scopes[inner.index()];
            return self.make_function(inner, scope, parts);
        }
        let mut code = self.generic_code(f.name.as_str(), span_of(f));
        let handed: Vec<&str> = [(parts.defaults, ".defaults"), (parts.keyword_defaults, ".kwdefaults")]
            .into_iter()
            .filter_map(|(is_there, name)| is_there.then_some(name))
            .collect();
        for name in &handed {
            code.slots.push((self.c.name(name), SlotKind::Local));
            code.parameter_spans.push(span_of(f));
        }
        let args = handed.len() as u32;
        code.positional = args;
        let scope = self.scope_at(span_of(params), ScopeKind::TypeParameters);
        let id = self.c.declare(code, Body::GenericFunction(f, inner), scope);
        self.make_function(id, scope, FunctionParts::default());
        // The function goes under what it is called with.
        for n in (2..=args + 1).rev() {
            self.emit(Op::Swap(n));
        }
        self.emit(Op::Call { args, keywords: None });
    }

    fn generic_code(&mut self, name: &str, span: Span) -> Code {
        let name = format!("<generic parameters of {name}>");
        let mut code = Code::new(&name, &name, CodeKind::Function, span);
        code.first_line = self.c.line(span.start);
        code
    }

    /// `[defaults] -> the function`: runs in the function around it.
    pub(super) fn generic_function(&mut self, f: &'a ast::StmtFunctionDef, inner: CodeId) {
        self.set_place(Span::new(def_start(f), span_of(f).end));
        self.type_parameters(f.type_params.as_deref());
        let mut parts = FunctionParts::default();
        let handed = self.c.program.codes[self.id.index()].positional;
        for slot in 0..handed {
            self.emit(Op::LoadFast(slot));
        }
        let has = |p: &ast::ParameterWithDefault| p.default.is_some();
        parts.defaults = f.parameters.posonlyargs.iter().chain(&f.parameters.args).any(has);
        parts.keyword_defaults = f.parameters.kwonlyargs.iter().any(has);
        parts.annotations = self.annotations(&f.parameters, f.returns.as_deref());
        let scope = self.c.scopes[inner.index()];
        self.make_function(inner, scope, parts);
        self.emit(Op::SetTypeParameters);
        self.emit(Op::Return);
    }

    /// Makes and binds each of them, and pushes their tuple.
    fn type_parameters(&mut self, params: Option<&'a ast::TypeParams>) {
        let mut n = 0;
        for p in params.into_iter().flat_map(|p| p.iter()) {
            let (kind, plain) = match p {
                ast::TypeParam::TypeVar(p) => (TypeParameter::Variable, p.bound.is_none() && p.default.is_none()),
                ast::TypeParam::ParamSpec(p) => (TypeParameter::Specification, p.default.is_none()),
                ast::TypeParam::TypeVarTuple(p) => (TypeParameter::Tuple, p.default.is_none()),
            };
            self.at(span_of(p), |u| {
                if !plain {
                    u.unmodelled("bounds and defaults of type parameters", 0, 0);
                }
                u.string(p.name().as_str());
                u.emit(Op::MakeTypeParameter(kind));
                u.emit(Op::Copy(1));
                u.store(p.name().as_str());
            });
            n += 1;
        }
        self.emit(Op::BuildTuple(n));
    }

    /// `type Rows = list[Row]`
    pub(super) fn type_alias(&mut self, s: &'a ast::StmtTypeAlias) {
        let scope = self.scope_at(span_of(s), ScopeKind::TypeParameters);
        // The function of the value keeps the cells of what it captures, and of the parameters.
        let keeps = s.type_params.is_some() || !self.captured_by(scope).is_empty();
        if self.c.type_parameters == TypeParameters::Left || self.is_class() || keeps {
            self.unmodelled("type alias", 0, 1);
            return self.assign_top(&s.name);
        }
        self.none();
        // Its name and the function of its value are operands, too.
        self.room_for_null(2);
        self.emit(Op::MakeTypeAlias);
        self.assign_top(&s.name);
    }
}
