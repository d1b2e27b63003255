//! Operators that a class defines itself: who is asked first, and what `NotImplemented` means (`abstract.c`).

use super::Machine;
use super::machine::{Run, stop};
use super::mro::Found;
use crate::bytecode::{BinaryOp, CompareOp, UnaryOp};
use crate::heap::Value;

impl Machine<'_> {
    /// `left op right` by a method of one of them; `None` where neither has one that answers.
    pub(super) fn binary_special(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Option<Value>> {
        if let Some(v) = self.combine_flags(op, left, right)? {
            return Ok(Some(v));
        }
        let name = format!("__{}__", operator_name(op));
        let reflected = format!("__r{}__", operator_name(op));
        let defines = |m: &mut Self, v: Value| m.special(v, &name).is_some() || m.special(v, &reflected).is_some();
        let (mine, mut other) = (defines(self, left), defines(self, right));
        let (left_class, right_class) = (self.user_class(left), self.user_class(right));
        let same_class = left_class.is_some() && left_class == right_class;
        other &= !same_class;
        if mine {
            if other && self.is_derived(right, left) && self.overrides(right, left, &reflected) {
                match self.try_special(right, &reflected, &[left])? {
                    None | Some(Value::NOT_IMPLEMENTED) => other = false,
                    answer => return Ok(answer),
                }
            }
            match self.try_special(left, &name, &[right])? {
                None | Some(Value::NOT_IMPLEMENTED) => {}
                answer => return Ok(answer),
            }
        }
        if other {
            match self.try_special(right, &reflected, &[left])? {
                None | Some(Value::NOT_IMPLEMENTED) => {}
                answer => return Ok(answer),
            }
        }
        // `"%s" % o` formats anything.
        let formats = op == BinaryOp::Mod && self.as_str(left).is_some();
        if !formats && (self.is_plain_instance(left) || self.is_plain_instance(right)) {
            return Err(self.unanswered(op, left, right));
        }
        Ok(None)
    }

    /// The class of `v` is a proper subclass of that of `of`.
    fn is_derived(&mut self, v: Value, of: Value) -> bool {
        let (Some(class), Some((_, object))) = (self.user_class(v), self.known(of)) else { return false };
        let of_class = object.class;
        if of_class == crate::heap::Class::User(class) {
            return false;
        }
        match of_class {
            crate::heap::Class::User(of) => {
                self.is_subclass(crate::heap::Class::User(class), of.into()).unwrap_or(false)
            }
            crate::heap::Class::Builtin(t) => {
                matches!(&self.heap.get(class).data, crate::heap::ObjectData::Class(d) if d.base == t)
            }
        }
    }

    /// A method of the one class is not just that of the other.
    fn overrides(&mut self, v: Value, of: Value, name: &str) -> bool {
        let method = self.special(v, name);
        method.is_some() && method != self.special(of, name)
    }

    pub(super) fn inplace_special(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Option<Value>> {
        let name = format!("__i{}__", operator_name(op));
        match self.try_special(left, &name, &[right])? {
            None | Some(Value::NOT_IMPLEMENTED) => {}
            answer => return Ok(answer),
        }
        if let Some(v) = self.combine_flags(op, left, right)? {
            return Ok(Some(v));
        }
        // A list is extended in place before anybody else is asked.
        if self.special(left, &format!("__{}__", operator_name(op))).is_none() && self.user_class(right).is_none() {
            return Ok(None);
        }
        self.binary_special(op, left, right).map_err(|e| self.in_place(op, e))
    }

    pub(super) fn unary_special(&mut self, op: UnaryOp, v: Value) -> Run<Option<Value>> {
        let name = match op {
            UnaryOp::Negative => "__neg__",
            UnaryOp::Positive => "__pos__",
            UnaryOp::Invert => {
                if let Some(v) = self.invert_flag(v)? {
                    return Ok(Some(v));
                }
                "__invert__"
            }
            UnaryOp::Not => return Ok(None),
        };
        self.call_special(v, name, &[])
    }

    /// `left op right` where one of them is of a class of the program (`do_richcompare`): an owned reference.
    pub(super) fn rich_compare(&mut self, op: CompareOp, left: Value, right: Value) -> Run<Value> {
        let (_, reflected) = names(op);
        let derived = self.is_derived(right, left) && self.special(right, reflected).is_some();
        if derived {
            let answer = self.compare_one(mirrored(op), right, left)?;
            if answer != Value::NOT_IMPLEMENTED {
                return Ok(answer);
            }
        }
        let answer = self.compare_one(op, left, right)?;
        if answer != Value::NOT_IMPLEMENTED {
            return Ok(answer);
        }
        if !derived {
            let answer = self.compare_one(mirrored(op), right, left)?;
            if answer != Value::NOT_IMPLEMENTED {
                return Ok(answer);
            }
        }
        match op {
            CompareOp::Eq => self.is_same(left, right).map(Value::bool),
            CompareOp::Ne => self.is_same(left, right).map(|same| Value::bool(!same)),
            _ => Err(self.no_order(op, left, right)),
        }
    }

    /// What the class of `v` alone says.
    fn compare_one(&mut self, op: CompareOp, v: Value, other: Value) -> Run<Value> {
        let (name, _) = names(op);
        if let Some(answer) = self.try_special(v, name, &[other])? {
            return Ok(answer);
        }
        let Some(class) = self.user_class(v) else {
            return if self.is_plain_instance(other) {
                Ok(Value::NOT_IMPLEMENTED)
            } else {
                self.compare_plain(op, v, other).map(Value::bool)
            };
        };
        let attribute = self.intern(name);
        match self.look_up(class, attribute) {
            Found::Value(_) => Err(stop(format!("this {name} is not modelled"))),
            _ if !self.is_plain_instance(v) => match self.is_plain_instance(other) {
                true => Ok(Value::NOT_IMPLEMENTED),
                false => self.compare_plain(op, v, other).map(Value::bool),
            },
            // object.__ne__ asks __eq__.
            _ if op == CompareOp::Ne => match self.compare_one(CompareOp::Eq, v, other)? {
                Value::NOT_IMPLEMENTED => Ok(Value::NOT_IMPLEMENTED),
                answer => {
                    let truth = self.truth(answer)?.ok_or_else(|| stop("an unknown truth"))?;
                    self.decref(answer)?;
                    Ok(Value::bool(!truth))
                }
            },
            _ if op == CompareOp::Eq && v == other => Ok(Value::TRUE),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// As `rich_compare`, as a truth.
    pub(super) fn rich_truth(&mut self, op: CompareOp, left: Value, right: Value) -> Run<bool> {
        let answer = self.rich_compare(op, left, right)?;
        let truth = self.truth(answer)?.ok_or_else(|| stop("an unknown truth"))?;
        self.decref(answer)?;
        Ok(truth)
    }
}

fn names(op: CompareOp) -> (&'static str, &'static str) {
    match op {
        CompareOp::Lt => ("__lt__", "__gt__"),
        CompareOp::Le => ("__le__", "__ge__"),
        CompareOp::Eq => ("__eq__", "__eq__"),
        CompareOp::Ne => ("__ne__", "__ne__"),
        CompareOp::Gt => ("__gt__", "__lt__"),
        CompareOp::Ge => ("__ge__", "__le__"),
    }
}

fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        same => same,
    }
}

fn operator_name(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "add",
        BinaryOp::Sub => "sub",
        BinaryOp::Mul => "mul",
        BinaryOp::MatMul => "matmul",
        BinaryOp::Div => "truediv",
        BinaryOp::FloorDiv => "floordiv",
        BinaryOp::Mod => "mod",
        BinaryOp::Pow => "pow",
        BinaryOp::LShift => "lshift",
        BinaryOp::RShift => "rshift",
        BinaryOp::And => "and",
        BinaryOp::Or => "or",
        BinaryOp::Xor => "xor",
    }
}
