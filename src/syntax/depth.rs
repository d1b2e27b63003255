//! A cap on how deep a tree may be. A deep tree overflows the stack in every recursive walk, and even when it is
//! dropped; that aborts the process, and no panic guard helps. So deep statements are cut out right after parsing.

use ruff_python_ast::{
    AnyNodeRef, AtomicNodeIndex, ExceptHandler, Expr, ExprContext, ExprName, ModModule, Stmt, StmtExpr,
    name::Name,
    token::TokenKind,
    visitor::source_order::{SourceOrderVisitor, TraversalSignal},
};
use ruff_text_size::Ranged;

use super::parse::span;
use crate::text::Span;

/// How many levels of nodes a statement may have. Generated code comes near it (`a + b + c + ...` has one level for
/// each `+`), hand-written code does not.
pub const MAX_DEPTH: usize = 1_000;

/// Whether the tree over some tokens could be deeper than [`MAX_DEPTH`]. A cheap "no" for nearly every file: below
/// a statement each level takes a token of its own, and each level of nested statements an indentation.
#[derive(Default)]
pub(super) struct DepthGate {
    indentation: usize,
    in_line: usize,
    deepest: usize,
}

impl DepthGate {
    pub(super) fn pass(&mut self, token: TokenKind) {
        match token {
            TokenKind::Newline => self.in_line = 0,
            TokenKind::Indent => self.indentation += LEVELS_PER_INDENTATION,
            TokenKind::Dedent => self.indentation = self.indentation.saturating_sub(LEVELS_PER_INDENTATION),
            _ => self.in_line += LEVELS_PER_TOKEN,
        }
        self.deepest = self.deepest.max(self.in_line + self.indentation);
    }

    pub(super) fn may_be_too_deep(&self) -> bool {
        self.deepest > MAX_DEPTH
    }
}

/// A node of a clause between two statements: `if` statement, `else` clause, inner statement.
const LEVELS_PER_INDENTATION: usize = 2;
/// One token may open two levels: `f(x)` is a call with arguments.
const LEVELS_PER_TOKEN: usize = 2;

/// Replaces every statement that is too deep by one that stands for "unknown code", and returns their spans.
pub(super) fn cut(module: &mut ModModule) -> Vec<Span> {
    let mut spans = Vec::new();
    cut_body(&mut module.body, &mut spans);
    spans.sort_unstable();
    // A statement that was cut inside another one that was cut later is part of it.
    let mut end = 0;
    spans.retain(|span| {
        let outside = span.start >= end;
        end = end.max(span.end);
        outside
    });
    spans
}

fn cut_body(body: &mut [Stmt], spans: &mut Vec<Span>) {
    for statement in body {
        if !is_too_deep(statement) {
            continue;
        }
        // Perhaps only a statement inside is too deep: `def f(): ...` stays, with a hole.
        for_each_inner_body(statement, &mut |inner| cut_body(inner, spans));
        if is_too_deep(statement) {
            spans.push(span(statement.range()));
            let deep = std::mem::replace(statement, unknown_code(statement));
            // Dropping recurses as well.
            std::mem::forget(deep);
        }
    }
}

fn unknown_code(in_place_of: &Stmt) -> Stmt {
    let range = in_place_of.range();
    let node_index = AtomicNodeIndex::NONE;
    let name = ExprName { node_index: node_index.clone(), range, id: Name::empty(), ctx: ExprContext::Invalid };
    Stmt::Expr(StmtExpr { node_index, range, value: Box::new(Expr::Name(name)) })
}

fn for_each_inner_body(statement: &mut Stmt, visit: &mut impl FnMut(&mut [Stmt])) {
    match statement {
        Stmt::FunctionDef(function) => visit(&mut function.body),
        Stmt::ClassDef(class) => visit(&mut class.body),
        Stmt::With(with) => visit(&mut with.body),
        Stmt::For(for_loop) => {
            visit(&mut for_loop.body);
            visit(&mut for_loop.orelse);
        }
        Stmt::While(while_loop) => {
            visit(&mut while_loop.body);
            visit(&mut while_loop.orelse);
        }
        Stmt::If(branch) => {
            visit(&mut branch.body);
            branch.elif_else_clauses.iter_mut().for_each(|clause| visit(&mut clause.body));
        }
        Stmt::Match(matching) => matching.cases.iter_mut().for_each(|case| visit(&mut case.body)),
        Stmt::Try(trying) => {
            visit(&mut trying.body);
            for ExceptHandler::ExceptHandler(handler) in &mut trying.handlers {
                visit(&mut handler.body);
            }
            visit(&mut trying.orelse);
            visit(&mut trying.finalbody);
        }
        _ => {}
    }
}

fn is_too_deep(statement: &Stmt) -> bool {
    let mut meter = DepthMeter { depth: 0, deepest: 0 };
    meter.visit_stmt(statement);
    meter.deepest > MAX_DEPTH
}

/// Measures how deep a tree is, and goes no deeper than the cap itself.
struct DepthMeter {
    depth: usize,
    deepest: usize,
}

impl<'a> SourceOrderVisitor<'a> for DepthMeter {
    fn enter_node(&mut self, _: AnyNodeRef<'a>) -> TraversalSignal {
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        if self.deepest > MAX_DEPTH { TraversalSignal::Skip } else { TraversalSignal::Traverse }
    }

    fn leave_node(&mut self, _: AnyNodeRef<'a>) {
        self.depth -= 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::{syntax::parse, text::Span};

    /// Every way to write a deep tree that the grammar has, `n` levels each.
    fn deep(n: usize) -> Vec<String> {
        let around = |open: &str, middle: &str, close: &str| open.repeat(n) + middle + &close.repeat(n);
        vec![
            around("[", "", "]"),
            around("(", "1", ")") + "+" + &around("f(", "", ")"),
            around("1+", "1", ""),
            around("a = [", "", "]"),
            around("", "a", ".b"),
            around("", "a", "()"),
            around("-", "1", ""),
            around("not ", "x", ""),
            around("lambda: ", "x", ""),
            around("x if y else ", "z", ""),
            around("2**", "2", ""),
            around("", "a", "[0]"),
            around("await ", "a", ""),
            around("{1: ", "2", "}"),
            format!("f'{}'", around("{x:", "", "}")),
            format!("match x:\n case {}: y = 1", around("[", "", "]")),
            format!("if {}:\n pass", around("[", "", "]")),
        ]
    }

    fn on_a_big_stack(test: impl FnOnce() + Send + 'static) {
        std::thread::Builder::new().stack_size(64 << 20).spawn(test).unwrap().join().unwrap();
    }

    #[test]
    fn deep_statements_are_cut_and_the_rest_is_kept() {
        on_a_big_stack(|| {
            for deep in deep(2_000) {
                let text = format!("a = 1\n{deep}\nb = 2\n");
                let parsed = parse(&text);
                let shown = &deep[..40];
                assert_eq!(parsed.too_deep.len(), 1, "{shown}");
                assert_eq!(parsed.module.body.len(), 3, "{shown}");
                assert!(parsed.module.body[1].is_expr_stmt(), "{shown}");
            }
        });
    }

    #[test]
    fn of_nested_statements_the_inner_ones_are_cut() {
        on_a_big_stack(|| {
            let nested_ifs: String = (0..1_500).map(|i| " ".repeat(i) + "if x:\n").collect();
            let parsed = parse(&format!("{nested_ifs}{}pass\nb = 2\n", " ".repeat(1_500)));
            assert_eq!(parsed.too_deep.len(), 1);
            assert_eq!(parsed.module.body.len(), 2);
            assert!(parsed.module.body[0].is_if_stmt());
        });
    }

    #[test]
    fn what_is_not_deep_is_left_alone() {
        for text in deep(300) {
            let parsed = parse(&text);
            assert_eq!(parsed.too_deep, [], "{}", &text[..40]);
        }
        let flat = "x = [".to_string() + &"1, ".repeat(20_000) + "]";
        assert_eq!(parse(&flat).too_deep, []);
    }

    #[test]
    fn only_the_inner_statement_is_cut() {
        let expression = "1+".repeat(20_000) + "1";
        let text = format!("def f():\n    a = 1\n    b = {expression}\n    return a\n");
        let parsed = parse(&text);
        let start = text.find("b =").unwrap() as u32;
        assert_eq!(parsed.too_deep, [Span::new(start, start + 4 + expression.len() as u32)]);
        assert_eq!(parsed.module.body[0].as_function_def_stmt().unwrap().body.len(), 3);
    }
}
