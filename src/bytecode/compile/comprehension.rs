//! Comprehensions: functions of their own up to 3.11, part of the code around them from 3.12 (PEP 709).
//! Generator expressions are always functions.

use super::unit::{Access, Label, Unit};
use super::{Body, Code};
use crate::bytecode::fold::constant;
use crate::bytecode::op::Op;
use crate::bytecode::{CodeKind, FunctionParts, Inlined, SlotKind};
use crate::config::PythonVersion;
use crate::semantic::{Comprehensions, ScopeKind};
use crate::syntax::ast::{self, Expr};
use crate::syntax::span_of;
use crate::text::Span;

/// What a comprehension does with an element: `depth` is how far below the element the container is.
#[derive(Clone, Copy)]
struct Shape<'a> {
    kind: CodeKind,
    generators: &'a [ast::Comprehension],
    key: Option<&'a Expr>,
    element: &'a Expr,
}

impl<'a> Shape<'a> {
    fn of(e: &'a Expr) -> Option<Self> {
        let (kind, generators, key, element) = match e {
            Expr::ListComp(c) => (CodeKind::ListComprehension, &c.generators, None, &c.elt),
            Expr::SetComp(c) => (CodeKind::SetComprehension, &c.generators, None, &c.elt),
            Expr::DictComp(c) => (CodeKind::DictComprehension, &c.generators, c.key.as_deref(), &c.value),
            Expr::Generator(c) => (CodeKind::GeneratorExpression, &c.generators, None, &c.elt),
            _ => return None,
        };
        Some(Self { kind, generators, key, element })
    }

    fn is_conditional(self) -> bool {
        self.generators.iter().any(|g| !g.ifs.is_empty())
    }

    /// In a dict comprehension it starts with the key.
    fn element_span(self) -> Span {
        span_of(self.key.unwrap_or(self.element))
    }

    fn is_async(self) -> bool {
        self.generators.iter().any(|g| g.is_async)
    }
}

impl<'a> Unit<'_, 'a> {
    pub(super) fn comprehension(&mut self, e: &'a Expr) {
        let Some(shape) = Shape::of(e) else { return };
        let Some(first) = shape.generators.first() else { return self.none() };
        if shape.is_async() {
            self.expr(&first.iter);
            return self.unmodelled("async comprehension", 1, 1);
        }
        let kind =
            if shape.kind == CodeKind::GeneratorExpression { ScopeKind::Generator } else { ScopeKind::Comprehension };
        let scope = self.scope_at(span_of(e), kind);
        let inline = kind == ScopeKind::Comprehension && self.c.comprehensions() == Comprehensions::Inlined;
        if inline {
            return self.inline(shape, scope);
        }
        let name = match shape.kind {
            CodeKind::ListComprehension => "<listcomp>",
            CodeKind::SetComprehension => "<setcomp>",
            CodeKind::DictComprehension => "<dictcomp>",
            _ => "<genexpr>",
        };
        // The place of a lone generator argument is that of the call's parentheses.
        let place = self.place();
        let mut code = Code::new(name, name, shape.kind, place);
        code.first_line = self.c.line(place.start);
        code.is_generator = kind == ScopeKind::Generator;
        code.positional = 1;
        code.positional_only = 1;
        let iterable = self.c.name(".0");
        code.slots.push((iterable, SlotKind::Local));
        code.parameter_spans.push(span_of(&first.iter));
        let body = Body::Comprehension { generators: shape.generators, key: shape.key, element: shape.element };
        let id = self.c.declare(code, body, scope);
        self.make_function(id, scope, FunctionParts::default());
        self.iterable(&first.iter);
        self.emit(Op::GetIter);
        // The iterator stands where a method's receiver does: there is no NULL.
        self.emit(Op::Call { args: 1, keywords: None });
    }

    fn inline(&mut self, shape: Shape<'a>, scope: crate::semantic::ScopeId) {
        self.iterable(&shape.generators[0].iter);
        self.clause(&shape.generators[0], Op::GetIter);
        self.inlined.push(scope);
        for name in self.own_names(scope) {
            if let Access::Deref(slot) = self.lookup(&name) {
                self.emit(Op::MakeCell(slot));
            }
        }
        // The outer values of the variables wait on the stack (`LOAD_FAST_AND_CLEAR`).
        let saved = self.own_names(scope).len() as u32;
        let depth = self.operands().saturating_sub(1);
        let (start, inner) = (self.instruction_count() as u32, self.ended.len());
        let outer_depth = std::mem::take(&mut self.max_depth);
        let heads = self.with_room(saved, |u| {
            u.emit(empty(shape.kind));
            u.emit(Op::Swap(2));
            u.generate(shape, 0, 1)
        });
        self.inlined.pop();
        let (end, line) = (self.instruction_count() as u32, self.c.line(self.place().start));
        let mut slots: Vec<u32> = self.slots_of(scope).into_iter().map(|(slot, _)| slot).collect();
        self.add_slots_of_inner(inner, &mut slots);
        // In `[[x for x in row] for row in rows]` the outer value of `x` waits from the start, too.
        let more = (slots.len() as u32).saturating_sub(saved);
        self.max_depth = outer_depth.max(self.max_depth + more);
        self.end_comprehension(heads, shape.is_conditional());
        // The outer values of the variables are restored, which lets the last item go.
        for &slot in slots.iter().rev() {
            self.emit(Op::ClearFast(slot));
        }
        self.ended.push(Inlined { start, end, depth, line, slots });
    }

    /// Variables of the comprehensions that ended from the `inner`th on: one of each name.
    fn add_slots_of_inner(&self, inner: usize, slots: &mut Vec<u32>) {
        let name = |slot: u32| self.slots[slot as usize].0;
        for &slot in self.ended[inner..].iter().flat_map(|c| &c.slots) {
            if !slots.iter().any(|&own| name(own) == name(slot)) {
                slots.push(slot);
            }
        }
    }

    /// `xs = [f(x) for x in ys]`, and from 3.13 `[f(x) for x in ys]` alone: what takes the result changes places with what
    /// restores the last of the variables, where both are on one line and the names differ (`apply_static_swaps`).
    pub(super) fn take_before_restoring(&mut self, value: &'a Expr) {
        let inlined = matches!(value, Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_));
        let Some((taking, before)) = self.instrs.split_last().filter(|_| inlined) else { return };
        let restores = before.iter().rev().map_while(|i| match i.op {
            Op::ClearFast(slot) => Some((slot, i.line)),
            _ => None,
        });
        let restores: Vec<(u32, u32)> = restores.collect();
        let name = |slot: u32| self.slots[slot as usize].0;
        let swapped = match taking.op {
            Op::Pop => self.version() >= PythonVersion::PY313,
            Op::StoreFast(taken) => {
                restores.iter().all(|&(slot, line)| line == taking.line && name(slot) != name(taken))
            }
            _ => false,
        };
        if swapped && !restores.is_empty() {
            let last = self.instrs.len() - 1;
            self.instrs.swap(last - restores.len(), last);
        }
    }

    pub(super) fn comprehension_body(
        &mut self,
        generators: &'a [ast::Comprehension],
        key: Option<&'a Expr>,
        element: &'a Expr,
    ) {
        let span = self.c.program.codes[self.id.index()].span;
        self.set_place(span);
        let shape = Shape { kind: self.kind(), generators, key, element };
        let generator = shape.kind == CodeKind::GeneratorExpression;
        if !generator {
            self.emit(empty(shape.kind));
        }
        self.emit(Op::LoadFast(0));
        let heads = self.generate(shape, 0, 1);
        self.take_first_constant_for_docstring();
        if generator {
            return self.return_none();
        }
        self.end_comprehension(heads, shape.is_conditional());
        match self.version() {
            PythonVersion::PY39 => self.without_line(Op::Return),
            _ => self.emit(Op::Return),
        }
    }

    /// One `for` clause and those inside it; its iterator is on the stack. The heads of the loops.
    fn generate(&mut self, shape: Shape<'a>, index: usize, depth: u32) -> Vec<Label> {
        let g = &shape.generators[index];
        let (end, next) = (self.label(), self.label());
        let head = self.new_label_here();
        let mut heads = vec![head];
        self.clause(g, Op::ForIter(end.0));
        heads.extend(self.round(shape, index, depth, next));
        self.here(next);
        let depth = self.depth();
        match self.version() {
            PythonVersion::PY39 => self.without_line(Op::Jump(head.0)),
            _ => self.finishing(shape, Op::Jump(head.0)),
        }
        self.set_depth(depth);
        self.here(end);
        let after = self.depth().saturating_sub(1);
        self.set_depth(after);
        heads
    }

    /// What happens to one item of a clause, up to `next`; the item is on the stack. The heads of the loops inside.
    fn round(&mut self, shape: Shape<'a>, index: usize, depth: u32, next: Label) -> Vec<Label> {
        let g = &shape.generators[index];
        self.assign_top(&g.target);
        for test in &g.ifs {
            self.test(shape, test, next);
        }
        let Some(inner) = shape.generators.get(index + 1) else {
            self.element(shape, depth);
            return Vec::new();
        };
        if let Some(value) = self.only_element(&inner.iter) {
            let next = self.label();
            self.expr(value);
            let heads = self.round(shape, index + 1, depth, next);
            self.here(next);
            return heads;
        }
        self.iterable(&inner.iter);
        self.clause(inner, Op::GetIter);
        self.generate(shape, index + 1, depth + 1)
    }

    /// `for y in [f(x)]` assigns: there is neither a list nor a loop (`compiler_sync_comprehension_generator`). Up to
    /// 3.13 `for y in [1]` has become a loop over a constant before.
    fn only_element(&mut self, iterable: &'a Expr) -> Option<&'a Expr> {
        let (Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. })) = iterable else {
            return None;
        };
        let [element] = &elts[..] else { return None };
        let folded = self.version() < PythonVersion::PY314 && constant(&mut self.c.program, element).is_some();
        (!folded && !element.is_starred_expr()).then_some(element)
    }

    /// Getting and advancing the iterator: at the iterable from 3.13, at the comprehension before.
    fn clause(&mut self, g: &'a ast::Comprehension, op: Op) {
        match self.version() {
            PythonVersion::PY39 => self.emit_on_last_line(op),
            v if v < PythonVersion::PY313 => self.emit(op),
            _ => self.at(span_of(&g.iter), |u| u.emit(op)),
        }
    }

    /// `if` of a clause. From 3.13 its jump belongs to the element: a jump to the jump back takes that one's place.
    fn test(&mut self, shape: Shape<'a>, test: &'a Expr, next: Label) {
        let start = self.instruction_count();
        self.jump_if(test, false, next);
        if self.version() >= PythonVersion::PY313 {
            self.move_jumps(start, next, shape.element_span());
        }
    }

    fn element(&mut self, shape: Shape<'a>, depth: u32) {
        if let Some(key) = shape.key {
            self.expr(key);
        }
        self.expr(shape.element);
        match shape.kind {
            CodeKind::ListComprehension => self.finishing(shape, Op::ListAppend(depth + 1)),
            CodeKind::SetComprehension => self.finishing(shape, Op::SetAdd(depth + 1)),
            CodeKind::DictComprehension => self.finishing(shape, Op::DictAdd(depth + 1)),
            _ => {
                self.finishing(shape, Op::Yield);
                self.finishing(shape, Op::Pop);
            }
        }
    }

    /// What is done with an element, and the way back: at the element from 3.12, at the comprehension (or its last
    /// `if`) before, without a line of its own on 3.9.
    fn finishing(&mut self, shape: Shape<'a>, op: Op) {
        match self.version() {
            PythonVersion::PY39 => self.emit_on_last_line(op),
            v if v < PythonVersion::PY312 => self.emit(op),
            _ => self.at(shape.element_span(), |u| u.emit(op)),
        }
    }

    /// The jump has no line of its own; going backwards makes the next instruction a step all the same.
    pub(super) fn back_to(&mut self, head: Label) {
        let depth = self.depth();
        self.jump_without_line(head);
        self.set_depth(depth);
    }
}

fn empty(kind: CodeKind) -> Op {
    match kind {
        CodeKind::SetComprehension => Op::BuildSet(0),
        CodeKind::DictComprehension => Op::BuildDict(0),
        _ => Op::BuildList(0),
    }
}
