use super::unit::{Access, Label, Unit};
use crate::bytecode::op::{BinaryOp, CompareOp, Conversion, Op, UnaryOp};
use crate::bytecode::{Const, ConstId};
use crate::config::PythonVersion;
use crate::semantic::ScopeKind;
use crate::syntax::ast::{self, Expr};
use crate::syntax::span_of;
use crate::text::Span;

/// Text between the interpolations of an f-string.
#[derive(Default)]
struct Literal {
    text: String,
    at: Option<Span>,
}

impl Literal {
    fn push(&mut self, text: &str, place: Span) {
        self.at = self.at.or(Some(place));
        self.text.push_str(text);
    }
}

impl<'a> Unit<'_, 'a> {
    /// Pushes the value of `e`.
    pub(super) fn expr(&mut self, e: &'a Expr) {
        self.at(span_of(e), |u| u.expr_here(e));
    }

    fn expr_here(&mut self, e: &'a Expr) {
        if let Expr::BinOp(b) = e
            && self.percent_format(b)
        {
            return;
        }
        if let Some(id) = self.fold(e) {
            return self.constant(id);
        }
        match e {
            Expr::Name(n) => self.load(n.id.as_str()),
            Expr::Attribute(a) => {
                self.expr(&a.value);
                let name = self.c.name(a.attr.as_str());
                self.emit_at_name(&a.attr, Op::LoadAttr(name));
            }
            Expr::Call(c) => self.call(c),
            Expr::BinOp(b) => {
                self.expr(&b.left);
                self.expr(&b.right);
                self.emit(Op::Binary(binary_op(b.op)));
            }
            Expr::UnaryOp(u) => {
                self.expr(&u.operand);
                self.emit(Op::Unary(unary_op(u.op)));
            }
            Expr::BoolOp(b) => self.bool_op(b),
            Expr::Compare(c) => self.compare(c),
            Expr::If(i) => self.conditional(i),
            Expr::Named(n) => {
                self.expr(&n.value);
                self.emit(Op::Copy(1));
                self.assign_top(&n.target);
            }
            Expr::Lambda(l) => self.lambda(l),
            Expr::List(l) => self.list(&l.elts),
            Expr::Set(s) => self.set(&s.elts),
            Expr::Tuple(t) => self.tuple(&t.elts),
            Expr::Dict(d) => self.dict(d),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => self.comprehension(e),
            Expr::Subscript(s) => {
                self.expr(&s.value);
                self.key(&s.slice);
                self.emit(Op::LoadSubscript);
            }
            Expr::Slice(s) => self.slice(s),
            Expr::FString(f) => {
                let n = self.f_string(f);
                match n {
                    0 => self.string(""),
                    1 => {}
                    n => self.emit(Op::BuildString(n)),
                }
            }
            Expr::Yield(y) => {
                match &y.value {
                    Some(v) => self.expr(v),
                    None => self.none(),
                }
                self.emit(Op::Yield);
            }
            Expr::YieldFrom(y) => {
                self.expr(&y.value);
                self.emit(Op::GetYieldFromIter);
                self.wait();
            }
            Expr::Await(a) => {
                self.expr(&a.value);
                self.emit(Op::GetAwaitable);
                self.wait();
            }
            Expr::TString(t) => {
                let n = self.interpolated(t.value.elements());
                self.unmodelled("template string", n, 1);
            }
            Expr::Starred(s) => {
                self.expr(&s.value);
                self.unmodelled("misplaced star", 1, 1);
            }
            _ => self.unmodelled("expression", 0, 1),
        }
    }

    pub(super) fn load(&mut self, name: &str) {
        let class_free = self.is_class() && self.inlined.is_empty();
        match self.lookup(name) {
            Access::Fast(s) => self.emit(Op::LoadFast(s)),
            Access::Deref(s) if class_free => self.emit(Op::LoadClassDeref(s)),
            Access::Deref(s) => self.emit(Op::LoadDeref(s)),
            Access::Name(n) => self.emit(Op::LoadName(n)),
            Access::Global(n) => self.emit(Op::LoadGlobal(n)),
        }
    }

    pub(super) fn store(&mut self, name: &str) {
        match self.lookup(name) {
            Access::Fast(s) => self.emit(Op::StoreFast(s)),
            Access::Deref(s) => self.emit(Op::StoreDeref(s)),
            Access::Name(n) => self.emit(Op::StoreName(n)),
            Access::Global(n) => self.emit(Op::StoreGlobal(n)),
        }
    }

    pub(super) fn delete(&mut self, name: &str) {
        match self.lookup(name) {
            Access::Fast(s) => self.emit(Op::DeleteFast(s)),
            Access::Deref(s) => self.emit(Op::DeleteDeref(s)),
            Access::Name(n) => self.emit(Op::DeleteName(n)),
            Access::Global(n) => self.emit(Op::DeleteGlobal(n)),
        }
    }

    fn bool_op(&mut self, b: &'a ast::ExprBoolOp) {
        let end = self.label();
        let when = b.op == ast::BoolOp::Or;
        let (last, init) = match b.values.split_last() {
            Some(split) => split,
            None => return self.none(),
        };
        for value in init {
            self.expr(value);
            self.jump_or_pop(when, end);
        }
        self.expr(last);
        self.here(end);
    }

    fn conditional(&mut self, i: &'a ast::ExprIf) {
        let (orelse, end) = (self.label(), self.label());
        self.jump_if(&i.test, false, orelse);
        let depth = self.depth();
        self.expr(&i.body);
        self.jump_without_line(end);
        self.set_depth(depth);
        self.here(orelse);
        self.expr(&i.orelse);
        self.here(end);
    }

    /// `a < b < c` keeps b on the stack while it is compared twice.
    fn compare(&mut self, c: &'a ast::ExprCompare) {
        self.expr(&c.left);
        let n = c.ops.len();
        if n == 1 {
            self.comparator(c.ops[0], &c.comparators[0]);
            return self.emit(compare_op(c.ops[0]));
        }
        let (cleanup, end) = (self.label(), self.label());
        for i in 0..n - 1 {
            self.comparator(c.ops[i], &c.comparators[i]);
            self.emit(Op::Copy(1));
            self.rotate_down(3);
            self.emit(compare_op(c.ops[i]));
            self.jump_or_pop(false, cleanup);
        }
        self.comparator(c.ops[n - 1], &c.comparators[n - 1]);
        self.emit(compare_op(c.ops[n - 1]));
        self.jump(end);
        let depth = self.depth();
        self.set_depth(depth + 1);
        self.here(cleanup);
        self.emit(Op::Swap(2));
        self.emit(Op::Pop);
        self.here(end);
        self.set_depth(depth);
    }

    /// Moves the top under the n-1 operands below it: `[a b c] -> [c a b]`.
    fn rotate_down(&mut self, n: u32) {
        for i in (2..=n).rev() {
            self.emit(Op::Swap(i));
        }
        // Swaps n, n-1, .. 2 bring the top down and restore the order of the rest.
    }

    /// `x in [1, 2]` compares with a constant tuple, `x in {1, 2}` with a constant frozenset.
    fn comparator(&mut self, op: ast::CmpOp, e: &'a Expr) {
        let contains = matches!(op, ast::CmpOp::In | ast::CmpOp::NotIn);
        let folded = match e {
            Expr::List(l) if contains => self.const_items(&l.elts).map(Const::Tuple),
            Expr::Set(s) if contains => self.const_items(&s.elts).map(Const::FrozenSet),
            _ => None,
        };
        match folded {
            Some(c) => self.at(span_of(e), |u| {
                let id = u.c.program.constant_id(c);
                u.constant(id);
            }),
            None => self.expr(e),
        }
    }

    /// What `for` runs over: `for x in [1, 2, 3]` over a constant tuple, `for x in {1, 2}` over a constant frozenset,
    /// and any other list display becomes a tuple, too.
    pub(super) fn iterable(&mut self, e: &'a Expr) {
        let folded = match e {
            Expr::List(l) => self.const_items(&l.elts).map(Const::Tuple),
            Expr::Set(s) => self.const_items(&s.elts).map(Const::FrozenSet),
            _ => None,
        };
        self.at(span_of(e), |u| match (folded, e) {
            (Some(c), _) => {
                let id = u.c.program.constant_id(c);
                u.constant(id);
            }
            (None, Expr::List(l)) if !l.elts.iter().any(Expr::is_starred_expr) => u.tuple(&l.elts),
            (None, e) => u.expr(e),
        });
    }

    fn const_items(&mut self, elts: &'a [Expr]) -> Option<Box<[ConstId]>> {
        elts.iter().map(|e| self.fold(e)).collect()
    }

    /// Jumps to `to` if the truth of `e` is `when`, without making a bool for `and`, `or`, `not`.
    pub(super) fn jump_if(&mut self, e: &'a Expr, when: bool, to: Label) {
        match e {
            Expr::UnaryOp(u) if u.op == ast::UnaryOp::Not => self.jump_if(&u.operand, !when, to),
            Expr::BoolOp(b) => {
                let or = b.op == ast::BoolOp::Or;
                let (Some(last), n) = (b.values.last(), b.values.len()) else { return };
                let skip = if or == when { to } else { self.label() };
                for value in &b.values[..n - 1] {
                    self.jump_if(value, or, skip);
                }
                self.jump_if(last, when, to);
                if skip != to {
                    self.here(skip);
                }
            }
            Expr::If(i) => {
                let (orelse, end) = (self.label(), self.label());
                self.jump_if(&i.test, false, orelse);
                self.jump_if(&i.body, when, to);
                self.jump(end);
                self.here(orelse);
                self.jump_if(&i.orelse, when, to);
                self.here(end);
            }
            _ => {
                match comparison_with_none(e) {
                    Some((c, none)) => self.at(span_of(e), |u| {
                        u.expr(&c.left);
                        u.at(span_of(none), Self::none_to_compare);
                        u.emit(compare_op(c.ops[0]));
                    }),
                    None => self.expr(e),
                }
                self.decide(e, when, to);
            }
        }
    }

    /// The jump on the operand `e`: at its own place from 3.12. Before, it is where the statement or comprehension is,
    /// and on 3.10 and 3.11 that place moves to each comparison (`compiler_jump_if`).
    fn decide(&mut self, e: &'a Expr, when: bool, to: Label) {
        match self.version() {
            PythonVersion::PY39 if self.is_comprehension() => {
                self.emit_on_last_line(Op::PopJumpIf { when, target: to.0 })
            }
            PythonVersion::PY39 => self.pop_jump_if(when, to),
            PythonVersion::PY310 | PythonVersion::PY311 => {
                if e.is_compare_expr() {
                    self.set_place(span_of(e));
                }
                self.pop_jump_if(when, to);
            }
            _ => self.at(span_of(e), |u| u.pop_jump_if(when, to)),
        }
    }

    /// From 3.14 a slice between literals is a constant of the code.
    fn slice(&mut self, s: &'a ast::ExprSlice) {
        if self.version() >= PythonVersion::PY314
            && let Some(bounds) = self.literal_bounds(s)
        {
            let id = self.c.program.constant_id(Const::Slice(bounds));
            return self.constant(id);
        }
        self.build_slice(s);
    }

    /// `None` where a bound is no literal; `-1` is none.
    fn literal_bounds(&mut self, s: &'a ast::ExprSlice) -> Option<[ConstId; 3]> {
        let mut bound = |e: &'a Option<Box<Expr>>| match e.as_deref() {
            None => Some(self.c.program.constant_id(Const::None)),
            Some(e) if e.is_literal_expr() => crate::bytecode::fold::constant(&mut self.c.program, e),
            Some(_) => None,
        };
        Some([bound(&s.lower)?, bound(&s.upper)?, bound(&s.step)?])
    }

    /// `x[a:b] += y` keeps the bounds from 3.12, not the slice.
    pub(super) fn is_two_part_slice(&mut self, e: &'a Expr) -> bool {
        let Expr::Slice(s) = e else { return false };
        let constant = self.version() >= PythonVersion::PY314 && self.literal_bounds(s).is_some();
        self.version() >= PythonVersion::PY312 && s.step.is_none() && !constant
    }

    /// What stands between the brackets. The slice of `x[a:b]` is made by what uses it, from 3.12: in its place.
    pub(super) fn key(&mut self, e: &'a Expr) {
        match e {
            Expr::Slice(s) if self.is_two_part_slice(e) => {
                self.at(span_of(s), |u| {
                    u.bound(&s.lower);
                    u.bound(&s.upper);
                });
                self.emit(Op::BuildSlice(2));
            }
            e => self.expr(e),
        }
    }

    pub(super) fn bound(&mut self, bound: &'a Option<Box<Expr>>) {
        match bound {
            Some(e) => self.expr(e),
            None => self.none(),
        }
    }

    fn build_slice(&mut self, s: &'a ast::ExprSlice) {
        self.bound(&s.lower);
        self.bound(&s.upper);
        match &s.step {
            Some(step) => {
                self.expr(step);
                self.emit(Op::BuildSlice(3));
            }
            None => self.emit(Op::BuildSlice(2)),
        }
    }

    /// `f"{x}" "text"`: texts between are parts of it.
    fn f_string(&mut self, f: &'a ast::ExprFString) -> u32 {
        let (mut n, mut literal) = (0, Literal::default());
        for part in &f.value {
            match part {
                ast::FStringPart::Literal(text) => literal.push(&text.value, span_of(text)),
                ast::FStringPart::FString(f) => n += self.interpolated_after(&mut literal, f.elements.iter()),
            }
        }
        n + self.flush_literal(&mut literal)
    }

    fn interpolated(&mut self, elements: impl Iterator<Item = &'a ast::InterpolatedStringElement>) -> u32 {
        let mut literal = Literal::default();
        let n = self.interpolated_after(&mut literal, elements);
        n + self.flush_literal(&mut literal)
    }

    /// Pushes the parts; a text that begins before them or goes on behind them is in `literal`.
    fn interpolated_after(
        &mut self,
        literal: &mut Literal,
        elements: impl Iterator<Item = &'a ast::InterpolatedStringElement>,
    ) -> u32 {
        let mut n = 0;
        for element in elements {
            match element {
                ast::InterpolatedStringElement::Literal(l) => literal.push(&l.value, span_of(l)),
                ast::InterpolatedStringElement::Interpolation(i) => {
                    if let Some(debug) = &i.debug_text {
                        for text in [debug.leading(), self.source_of(&i.expression), debug.trailing()] {
                            literal.push(text, span_of(i));
                        }
                    }
                    n += self.flush_literal(literal);
                    self.expr(&i.expression);
                    match self.version() >= PythonVersion::PY312 {
                        true => self.at(span_of(i), |u| u.format_interpolation(i)),
                        false => self.format_interpolation(i),
                    }
                    n += 1;
                }
            }
        }
        n
    }

    pub(super) fn source_of(&self, e: &Expr) -> &'a str {
        let span = span_of(e);
        self.c.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// From 3.12 it stands where it begins, before with the whole.
    fn flush_literal(&mut self, literal: &mut Literal) -> u32 {
        let Literal { text, at } = std::mem::take(literal);
        if text.is_empty() {
            return 0;
        }
        match at.filter(|_| self.version() >= PythonVersion::PY312) {
            Some(place) => self.at(place, |u| u.string(&text)),
            None => self.string(&text),
        }
        1
    }

    /// `[value] -> [text]`: from 3.12 in the place of the interpolation.
    fn format_interpolation(&mut self, i: &'a ast::InterpolatedElement) {
        let default =
            if i.debug_text.is_some() && i.format_spec.is_none() { Conversion::Repr } else { Conversion::None };
        let conversion = match i.conversion {
            ast::ConversionFlag::None => default,
            ast::ConversionFlag::Str => Conversion::Str,
            ast::ConversionFlag::Repr => Conversion::Repr,
            ast::ConversionFlag::Ascii => Conversion::Ascii,
        };
        let mut conversion = conversion;
        if let Some(spec) = &i.format_spec {
            if self.version() >= PythonVersion::PY313 && conversion != Conversion::None {
                // An instruction of its own, before what the specification holds.
                self.emit(Op::FormatValue { conversion, spec: false });
                conversion = Conversion::None;
            }
            let mut parts = self.interpolated(spec.elements.iter());
            if self.version() == PythonVersion::PY312 && spec.elements.last().is_some_and(|e| e.is_interpolation()) {
                // `f"{x:>{width}}"`: the tokenizer of 3.12 sees some text behind the width.
                self.string("");
                parts += 1;
            }
            match parts {
                0 => self.string(""),
                1 => {}
                n => self.emit(Op::BuildString(n)),
            }
        }
        self.emit(Op::FormatValue { conversion, spec: i.format_spec.is_some() });
    }

    // -- displays

    /// `[1, 2, 3]` extends an empty list by a constant tuple; `[a, b]` takes its items from the stack.
    fn list(&mut self, elts: &'a [Expr]) {
        self.sequence(
            elts,
            &Display { build: Op::BuildList, add: Op::ListAppend, extend: Op::ListExtend, tuple: false },
        );
    }

    fn tuple(&mut self, elts: &'a [Expr]) {
        self.sequence(
            elts,
            &Display { build: Op::BuildTuple, add: Op::ListAppend, extend: Op::ListExtend, tuple: true },
        );
    }

    fn set(&mut self, elts: &'a [Expr]) {
        self.sequence(elts, &Display { build: Op::BuildSet, add: Op::SetAdd, extend: Op::SetUpdate, tuple: false });
    }

    /// `starunpack_helper` of compile.c
    fn sequence(&mut self, elts: &'a [Expr], d: &Display) {
        let starred = elts.iter().any(Expr::is_starred_expr);
        if !starred
            && elts.len() > 2
            && !d.tuple
            && let Some(items) = self.const_items(elts)
        {
            let c = if (d.add)(1) == Op::SetAdd(1) { Const::FrozenSet(items) } else { Const::Tuple(items) };
            let id = self.c.program.constant_id(c);
            self.emit((d.build)(0));
            self.constant(id);
            return self.emit((d.extend)(1));
        }
        let big = elts.len() > super::STACK_USE_GUIDELINE && self.version() >= PythonVersion::PY310;
        if !starred && !big {
            elts.iter().for_each(|e| self.expr(e));
            return self.emit((d.build)(elts.len() as u32));
        }
        let first_star = elts.iter().position(Expr::is_starred_expr).unwrap_or(0);
        let build = if d.tuple { Op::BuildList } else { d.build };
        let before = if big { 0 } else { first_star };
        elts[..before].iter().for_each(|e| self.expr(e));
        self.emit(build(before as u32));
        for e in &elts[before..] {
            match e {
                Expr::Starred(s) => {
                    self.expr(&s.value);
                    self.emit((d.extend)(1));
                }
                e => {
                    self.expr(e);
                    self.emit((d.add)(1));
                }
            }
        }
        if d.tuple {
            self.emit(Op::ListToTuple);
        }
    }

    fn lambda(&mut self, l: &'a ast::ExprLambda) {
        let scope = self.scope_at(span_of(l), ScopeKind::Lambda);
        self.make_lambda(l, scope);
    }
}

struct Display {
    build: fn(u32) -> Op,
    add: fn(u32) -> Op,
    extend: fn(u32) -> Op,
    tuple: bool,
}

pub(super) fn binary_op(op: ast::Operator) -> BinaryOp {
    use ast::Operator as O;
    match op {
        O::Add => BinaryOp::Add,
        O::Sub => BinaryOp::Sub,
        O::Mult => BinaryOp::Mul,
        O::MatMult => BinaryOp::MatMul,
        O::Div => BinaryOp::Div,
        O::FloorDiv => BinaryOp::FloorDiv,
        O::Mod => BinaryOp::Mod,
        O::Pow => BinaryOp::Pow,
        O::LShift => BinaryOp::LShift,
        O::RShift => BinaryOp::RShift,
        O::BitAnd => BinaryOp::And,
        O::BitOr => BinaryOp::Or,
        O::BitXor => BinaryOp::Xor,
    }
}

fn unary_op(op: ast::UnaryOp) -> UnaryOp {
    match op {
        ast::UnaryOp::Invert => UnaryOp::Invert,
        ast::UnaryOp::Not => UnaryOp::Not,
        ast::UnaryOp::UAdd => UnaryOp::Positive,
        ast::UnaryOp::USub => UnaryOp::Negative,
    }
}

/// `x is None`, `x is not None`
fn comparison_with_none(e: &Expr) -> Option<(&ast::ExprCompare, &Expr)> {
    let c = e.as_compare_expr()?;
    match (&*c.ops, &*c.comparators) {
        ([ast::CmpOp::Is | ast::CmpOp::IsNot], [none]) if none.is_none_literal_expr() => Some((c, none)),
        _ => None,
    }
}

fn compare_op(op: ast::CmpOp) -> Op {
    use ast::CmpOp as C;
    match op {
        C::Eq => Op::Compare(CompareOp::Eq),
        C::NotEq => Op::Compare(CompareOp::Ne),
        C::Lt => Op::Compare(CompareOp::Lt),
        C::LtE => Op::Compare(CompareOp::Le),
        C::Gt => Op::Compare(CompareOp::Gt),
        C::GtE => Op::Compare(CompareOp::Ge),
        C::Is => Op::Is { negated: false },
        C::IsNot => Op::Is { negated: true },
        C::In => Op::Contains { negated: false },
        C::NotIn => Op::Contains { negated: true },
    }
}
