//! A tree whose text has moved.

use ruff_python_ast::visitor::transformer::{self as walk, Transformer};
use ruff_python_ast::{self as ast, Expr, Identifier, Pattern, Stmt, TypeParam};
use ruff_text_size::{TextRange, TextSize};

/// Moves all places in a statement from where they were counted from to where they are counted from now.
pub(super) struct Shift {
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Shift {
    fn size(&self, size: &mut TextSize) {
        *size = TextSize::new((size.to_u32() + self.to).saturating_sub(self.from));
    }

    fn range(&self, range: &mut TextRange) {
        let (mut start, mut end) = (range.start(), range.end());
        self.size(&mut start);
        self.size(&mut end);
        *range = TextRange::new(start, end);
    }

    fn names<'a>(&self, names: impl IntoIterator<Item = &'a mut Identifier>) {
        names.into_iter().for_each(|name| self.range(&mut name.range));
    }
}

/// Matches every variant of an enum whose nodes have a `range`.
macro_rules! range_of {
    ($node:expr, $kind:ident: $($variant:ident)* $(; $other:ident)?) => {
        match $node { $($kind::$variant(node) => &mut node.range,)* $($kind::$other(_) => return,)? }
    };
}

impl Transformer for Shift {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        self.range(range_of!(stmt, Stmt:
            FunctionDef ClassDef Return Delete TypeAlias Assign AugAssign AnnAssign For While If With Match Raise Try
            Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue IpyEscapeCommand));
        match stmt {
            Stmt::FunctionDef(s) => self.names([&mut s.name]),
            Stmt::ClassDef(s) => self.names([&mut s.name]),
            Stmt::ImportFrom(s) => self.names(&mut s.module),
            Stmt::Global(s) => self.names(&mut s.names),
            Stmt::Nonlocal(s) => self.names(&mut s.names),
            _ => {}
        }
        walk::walk_stmt(self, stmt);
    }

    fn visit_expr(&self, e: &mut Expr) {
        if let Expr::Attribute(attribute) = e {
            self.names([&mut attribute.attr]);
        }
        match e {
            // It ends where its arguments do.
            Expr::Call(call) => self.size(&mut call.range_start),
            _ => self.range(range_of!(e, Expr:
                BoolOp Named BinOp UnaryOp Lambda If Dict Set ListComp SetComp DictComp Generator Await Yield YieldFrom
                Compare FString TString StringLiteral BytesLiteral NumberLiteral BooleanLiteral NoneLiteral
                EllipsisLiteral Attribute Subscript Starred Name List Tuple Slice IpyEscapeCommand; Call)),
        }
        walk::walk_expr(self, e);
    }

    fn visit_decorator(&self, node: &mut ast::Decorator) {
        self.range(&mut node.range);
        walk::walk_decorator(self, node);
    }

    fn visit_comprehension(&self, node: &mut ast::Comprehension) {
        self.range(&mut node.range);
        walk::walk_comprehension(self, node);
    }

    fn visit_except_handler(&self, node: &mut ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(handler) = node;
        self.range(&mut handler.range);
        self.names(&mut handler.name);
        walk::walk_except_handler(self, node);
    }

    fn visit_arguments(&self, node: &mut ast::Arguments) {
        self.range(&mut node.range);
        walk::walk_arguments(self, node);
    }

    fn visit_parameters(&self, node: &mut ast::Parameters) {
        self.range(&mut node.range);
        let with_default = node.posonlyargs.iter_mut().chain(&mut node.args).chain(&mut node.kwonlyargs);
        with_default.for_each(|parameter| self.range(&mut parameter.range));
        walk::walk_parameters(self, node);
    }

    fn visit_parameter(&self, node: &mut ast::Parameter) {
        self.range(&mut node.range);
        self.names([&mut node.name]);
        walk::walk_parameter(self, node);
    }

    fn visit_keyword(&self, node: &mut ast::Keyword) {
        self.range(&mut node.range);
        self.names(&mut node.arg);
        walk::walk_keyword(self, node);
    }

    fn visit_alias(&self, node: &mut ast::Alias) {
        self.range(&mut node.range);
        self.names([&mut node.name]);
        self.names(&mut node.asname);
    }

    fn visit_with_item(&self, node: &mut ast::WithItem) {
        self.range(&mut node.range);
        walk::walk_with_item(self, node);
    }

    fn visit_type_params(&self, node: &mut ast::TypeParams) {
        self.range(&mut node.range);
        walk::walk_type_params(self, node);
    }

    fn visit_type_param(&self, node: &mut TypeParam) {
        self.range(range_of!(node, TypeParam: TypeVar TypeVarTuple ParamSpec));
        match node {
            TypeParam::TypeVar(p) => self.names([&mut p.name]),
            TypeParam::TypeVarTuple(p) => self.names([&mut p.name]),
            TypeParam::ParamSpec(p) => self.names([&mut p.name]),
        }
        walk::walk_type_param(self, node);
    }

    fn visit_match_case(&self, node: &mut ast::MatchCase) {
        self.range(&mut node.range);
        walk::walk_match_case(self, node);
    }

    fn visit_pattern(&self, node: &mut Pattern) {
        self.range(range_of!(node, Pattern:
            MatchValue MatchSingleton MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr));
        match node {
            Pattern::MatchMapping(p) => self.names(&mut p.rest),
            Pattern::MatchStar(p) => self.names(&mut p.name),
            Pattern::MatchAs(p) => self.names(&mut p.name),
            _ => {}
        }
        walk::walk_pattern(self, node);
    }

    fn visit_pattern_arguments(&self, node: &mut ast::PatternArguments) {
        self.range(&mut node.range);
        walk::walk_pattern_arguments(self, node);
    }

    fn visit_pattern_keyword(&self, node: &mut ast::PatternKeyword) {
        self.range(&mut node.range);
        self.names([&mut node.attr]);
        walk::walk_pattern_keyword(self, node);
    }

    fn visit_elif_else_clause(&self, node: &mut ast::ElifElseClause) {
        self.range(&mut node.range);
        walk::walk_elif_else_clause(self, node);
    }

    fn visit_f_string(&self, node: &mut ast::FString) {
        self.range(&mut node.range);
        walk::walk_f_string(self, node);
    }

    fn visit_t_string(&self, node: &mut ast::TString) {
        self.range(&mut node.range);
        walk::walk_t_string(self, node);
    }

    fn visit_interpolated_string_element(&self, node: &mut ast::InterpolatedStringElement) {
        match node {
            ast::InterpolatedStringElement::Interpolation(element) => {
                self.range(&mut element.range);
                if let Some(spec) = &mut element.format_spec {
                    self.range(&mut spec.range);
                }
            }
            ast::InterpolatedStringElement::Literal(element) => self.range(&mut element.range),
        }
        walk::walk_interpolated_string_element(self, node);
    }

    fn visit_string_literal(&self, node: &mut ast::StringLiteral) {
        self.range(&mut node.range);
    }

    fn visit_bytes_literal(&self, node: &mut ast::BytesLiteral) {
        self.range(&mut node.range);
    }
}
