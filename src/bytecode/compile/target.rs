//! Assignment and deletion targets.

use super::unit::Unit;
use crate::bytecode::op::Op;
use crate::syntax::ast::{self, Expr};
use crate::syntax::span_of;

impl<'a> Unit<'_, 'a> {
    /// Stores the top of the stack in `target`.
    pub(super) fn assign_top(&mut self, target: &'a Expr) {
        self.at(span_of(target), |u| u.assign_here(target));
    }

    fn assign_here(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(n) => self.store(n.id.as_str()),
            Expr::Attribute(a) => {
                self.expr(&a.value);
                let name = self.c.name(a.attr.as_str());
                self.emit_at_name(&a.attr, Op::StoreAttr(name));
            }
            Expr::Subscript(s) => {
                self.expr(&s.value);
                self.key(&s.slice);
                self.emit(Op::StoreSubscript);
            }
            Expr::Tuple(t) => self.unpack(&t.elts),
            Expr::List(l) => self.unpack(&l.elts),
            Expr::Starred(s) => self.assign_top(&s.value),
            _ => self.unmodelled("assignment target", 1, 0),
        }
    }

    fn unpack(&mut self, elts: &'a [Expr]) {
        match elts.iter().position(Expr::is_starred_expr) {
            Some(star) => {
                let (before, after) = (star as u32, (elts.len() - star - 1) as u32);
                self.emit(Op::UnpackEx { before, after });
            }
            None => self.emit(Op::UnpackSequence(elts.len() as u32)),
        }
        elts.iter().for_each(|e| self.assign_top(e));
    }

    /// `a, b = b, a`: for two or three values no tuple is built (`compile.c`, swap of BUILD_TUPLE and UNPACK_SEQUENCE).
    pub(super) fn swap_assignment(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> bool {
        let n = targets.len();
        let starred = targets.iter().chain(values).any(Expr::is_starred_expr);
        if n != values.len() || !(2..=3).contains(&n) || starred {
            return false;
        }
        values.iter().for_each(|e| self.expr(e));
        self.emit(Op::Swap(n as u32));
        targets.iter().for_each(|e| self.assign_top(e));
        true
    }

    pub(super) fn delete_target(&mut self, target: &'a Expr) {
        self.at(span_of(target), |u| match target {
            Expr::Name(n) => u.delete(n.id.as_str()),
            Expr::Attribute(a) => {
                u.expr(&a.value);
                let name = u.c.name(a.attr.as_str());
                u.emit_at_name(&a.attr, Op::DeleteAttr(name));
            }
            Expr::Subscript(s) => {
                u.expr(&s.value);
                u.expr(&s.slice);
                u.emit(Op::DeleteSubscript);
            }
            Expr::Tuple(t) => t.elts.iter().for_each(|e| u.delete_target(e)),
            Expr::List(l) => l.elts.iter().for_each(|e| u.delete_target(e)),
            _ => u.unmodelled("deletion target", 0, 0),
        });
    }

    /// `x += e`: the target is loaded first and, for items and attributes, evaluated once.
    pub(super) fn aug_assign(&mut self, s: &'a ast::StmtAugAssign) {
        let op = Op::Inplace(super::expr::binary_op(s.op));
        match &*s.target {
            Expr::Name(n) => {
                self.at(span_of(n), |u| u.load(n.id.as_str()));
                self.expr(&s.value);
                self.emit(op);
                self.at(span_of(n), |u| u.store(n.id.as_str()));
            }
            Expr::Attribute(a) => {
                self.expr(&a.value);
                self.emit(Op::Copy(1));
                let name = self.c.name(a.attr.as_str());
                self.emit_at_name(&a.attr, Op::LoadAttr(name));
                self.expr(&s.value);
                self.emit(op);
                self.emit_at_name(&a.attr, Op::Swap(2));
                self.emit_at_name(&a.attr, Op::StoreAttr(name));
            }
            Expr::Subscript(sub) if self.is_two_part_slice(&sub.slice) => {
                let Expr::Slice(ast::ExprSlice { lower: start, upper: end, .. }) = &*sub.slice else { return };
                self.expr(&sub.value);
                self.bound(start);
                self.bound(end);
                (0..3).for_each(|_| self.emit(Op::Copy(3)));
                self.emit(Op::BuildSlice(2));
                self.emit(Op::LoadSubscript);
                self.expr(&s.value);
                self.emit(op);
                (2..=4).rev().for_each(|n| self.emit(Op::Swap(n)));
                self.emit(Op::BuildSlice(2));
                self.emit(Op::StoreSubscript);
            }
            Expr::Subscript(sub) => {
                self.expr(&sub.value);
                self.expr(&sub.slice);
                self.emit(Op::Copy(2));
                self.emit(Op::Copy(2));
                self.emit(Op::LoadSubscript);
                self.expr(&s.value);
                self.emit(op);
                self.emit(Op::Swap(3));
                self.emit(Op::Swap(2));
                self.emit(Op::StoreSubscript);
            }
            _ => self.unmodelled("augmented assignment target", 0, 0),
        }
    }
}
