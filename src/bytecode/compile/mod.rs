//! Tree to bytecode. Bodies of functions are compiled when they are first needed ([`Compiler::ensure`]).

mod annotate;
mod bare_exits;
mod call;
mod comprehension;
mod control;
mod cover;
mod dict_display;
mod docstring;
mod except_star;
mod expr;
mod function;
mod pattern;
mod peephole;
mod percent;
mod static_attributes;
mod stmt;
mod target;
mod try_stmt;
mod type_parameters;
mod unit;
mod with_stmt;

use super::{Code, CodeId, CodeKind, Const, ConstId, Name, Program};
use crate::config::PythonVersion;
use crate::semantic::{Annotations, Bindings, Comprehensions, ScopeId};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::text::{LineIndex, Span};
use unit::Unit;

/// Deeper trees are not compiled: `syntax` reports them.
const STACK_USE_GUIDELINE: usize = 30; // Python/compile.c

/// Compiles a file's code on demand.
pub struct Compiler<'a> {
    pub program: Program,
    bindings: &'a Bindings<'a>,
    lines: &'a LineIndex,
    text: &'a str,
    version: PythonVersion,
    comprehensions: Comprehensions,
    annotations: Annotations,
    type_parameters: TypeParameters,
    /// What each code is made of; taken when it is compiled.
    bodies: Vec<Option<Body<'a>>>,
    scopes: Vec<ScopeId>,
    /// `from __future__ import annotations`
    lazy_annotations: bool,
}

/// Whether the functions that make type parameters are part of the program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TypeParameters {
    Left,
    Made,
}

#[derive(Clone, Copy)]
enum Body<'a> {
    Suite(&'a [Stmt]),
    Lambda(&'a Expr),
    Comprehension {
        generators: &'a [ast::Comprehension],
        key: Option<&'a Expr>,
        element: &'a Expr,
    },
    /// The type parameters of a function, around its code.
    GenericFunction(&'a ast::StmtFunctionDef, CodeId),
    /// `__annotate__` of a function from 3.14 (PEP 649): never run by the simulation.
    Annotate,
    /// That of a class, of which this is the body.
    AnnotateClass(&'a [Stmt]),
}

impl<'a> Compiler<'a> {
    /// Prepares a module; its own code is [`CodeId::MODULE`].
    #[must_use]
    pub fn new(
        module: &'a ast::ModModule,
        text: &'a str,
        lines: &'a LineIndex,
        bindings: &'a Bindings<'a>,
        version: PythonVersion,
        comprehensions: Comprehensions,
    ) -> Self {
        let mut compiler = Self {
            program: Program::default(),
            bindings,
            lines,
            text,
            version,
            comprehensions,
            annotations: Annotations::Evaluated,
            type_parameters: TypeParameters::Left,
            bodies: Vec::new(),
            scopes: Vec::new(),
            lazy_annotations: has_lazy_annotations(&module.body),
        };
        let span = crate::syntax::span_of(module);
        compiler.declare(
            Code { first_line: 1, ..Code::new("<module>", "<module>", CodeKind::Module, span) },
            Body::Suite(&module.body),
            ScopeId::MODULE,
        );
        compiler
    }

    /// For a run that is exact: functions that only the interpreter calls are what they are.
    #[must_use]
    pub fn with_hidden_functions(mut self) -> Self {
        self.type_parameters = TypeParameters::Made;
        if self.version >= PythonVersion::PY314 && !self.lazy_annotations {
            self.annotations = Annotations::Deferred;
        }
        self
    }

    /// For a run that is exact.
    fn is_exact(&self) -> bool {
        self.type_parameters == TypeParameters::Made
    }

    /// Compiles the body of `id` if that has not happened yet.
    pub fn ensure(&mut self, id: CodeId) {
        let Some(body) = self.bodies[id.index()].take() else { return };
        let mut unit = Unit::new(self, id);
        match body {
            Body::Suite(body) => unit.suite_body(body),
            Body::Lambda(e) => unit.lambda_body(e),
            Body::Comprehension { generators, key, element } => unit.comprehension_body(generators, key, element),
            Body::GenericFunction(f, inner) => unit.generic_function(f, inner),
            Body::Annotate => unit.unmodelled_body(),
            Body::AnnotateClass(body) => unit.annotate_class(body),
        }
        unit.finish();
    }

    /// Code that has been needed so far.
    pub fn compiled(&self) -> impl Iterator<Item = CodeId> {
        (0..).map(CodeId).zip(&self.bodies).filter(|(_, body)| body.is_none()).map(|(id, _)| id)
    }

    /// Compiles everything there is: constants of functions that never run are owned by their code all the same.
    pub fn ensure_all(&mut self) {
        let mut i = 0;
        while i < self.bodies.len() {
            self.note_static_attributes(i);
            self.ensure(CodeId(i as u32));
            i += 1;
        }
    }

    fn note_static_attributes(&mut self, at: usize) {
        let class = self.program.codes[at].kind == CodeKind::Class && self.version >= PythonVersion::PY314;
        if let Some(Body::Suite(body)) = self.bodies[at].filter(|_| class) {
            let names = static_attributes::static_attributes(body).into_iter();
            self.program.codes[at].static_attributes = names.map(|n| self.program.names.intern(n)).collect();
        }
    }

    fn declare(&mut self, code: Code, body: Body<'a>, scope: ScopeId) -> CodeId {
        let id = CodeId(self.program.codes.len() as u32);
        self.program.codes.push(code);
        self.bodies.push(Some(body));
        self.scopes.push(scope);
        id
    }

    #[must_use]
    pub fn bindings(&self) -> &'a Bindings<'a> {
        self.bindings
    }

    /// The code made from the scope's statement or expression, if it has been declared.
    #[must_use]
    pub fn scope_of(&self, id: CodeId) -> ScopeId {
        self.scopes[id.index()]
    }

    fn line(&self, offset: u32) -> u32 {
        self.lines.line_number(offset)
    }

    /// How CPython of this version compiles comprehensions.
    #[must_use]
    pub fn comprehensions_of(version: PythonVersion) -> Comprehensions {
        if version >= PythonVersion::PY312 { Comprehensions::Inlined } else { Comprehensions::Framed }
    }

    fn comprehensions(&self) -> Comprehensions {
        self.comprehensions
    }

    fn string(&mut self, text: &str) -> ConstId {
        self.program.constant_id(Const::Str(text.into()))
    }

    fn name(&mut self, text: &str) -> Name {
        self.program.names.intern(text)
    }
}

fn has_lazy_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|s| {
        matches!(s, Stmt::ImportFrom(i) if i.module.as_ref().is_some_and(|m| m.as_str() == "__future__")
            && i.names.iter().any(|n| n.name.as_str() == "annotations"))
    })
}

impl Code {
    fn new(name: &str, qualname: &str, kind: CodeKind, span: Span) -> Self {
        Self {
            name: name.into(),
            qualname: qualname.into(),
            kind,
            span,
            name_span: Span::new(span.start, span.start),
            first_line: 0,
            is_generator: false,
            is_coroutine: false,
            positional_only: 0,
            positional: 0,
            keyword_only: 0,
            has_varargs: false,
            has_varkeywords: false,
            slots: Vec::new(),
            instrs: Vec::new(),
            comprehensions: Vec::new(),
            handlers: Vec::new(),
            inlined: Vec::new(),
            stack_size: 0,
            doc: None,
            consts: Vec::new(),
            parameter_spans: Vec::new(),
            annotated: Vec::new(),
            static_attributes: Vec::new(),
            annotate: None,
            default_spans: Vec::new(),
        }
    }
}
