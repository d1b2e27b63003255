//! Operators on dicts, buffers and objects of the library: `d | e`, `b"a" + b"b"`, `deque + deque`.

use super::Machine;
use super::machine::{Run, stop, untold};
use crate::bytecode::BinaryOp;
use crate::heap::{Class, Deque, Native, ObjectData, Type, Value};

impl Machine<'_> {
    pub(super) fn both_sets(&self, left: Value, right: Value) -> bool {
        [left, right].iter().all(|&v| self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Set(_))))
    }

    /// Dicts proper: the subclasses have operators of their own.
    pub(super) fn both_dicts(&self, left: Value, right: Value) -> bool {
        [left, right].iter().all(|&v| self.known(v).is_some_and(|(_, o)| o.is(Type::Dict) && is_known_dict(&o.data)))
    }

    /// `left | right`: a copy, updated.
    pub(super) fn dict_union(&mut self, left: Value, right: Value) -> Run<Value> {
        let d = self.new_dict();
        self.dict_update(d, left)?;
        self.dict_update(d, right)?;
        // The copy of a dict from which keys were deleted may have the room of the old one.
        let deleted = self.dict_mut(left)?.deleted;
        self.dict_mut(d)?.deleted |= deleted;
        Ok(d)
    }

    /// A set of these items (borrowed) to look at.
    pub(super) fn make_set_of(&mut self, items: Vec<Value>) -> Run<Value> {
        let set = self.make_builtin(Type::Set, ObjectData::Set(Box::default()));
        for v in items {
            self.incref(v);
            self.set_add(set, v)?;
        }
        Ok(set)
    }

    pub(super) fn is_library_operand(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| {
            matches!(o.data, ObjectData::Native(_) | ObjectData::Bytes(_))
                || matches!(o.class, Class::Builtin(Type::Counter | Type::OrderedDict | Type::DefaultDict))
        })
    }

    pub(super) fn library_binary(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        let class = |m: &Self, v: Value| m.known(v).map(|(_, o)| o.class);
        if class(self, left) == Some(Class::Builtin(Type::Counter)) {
            return if class(self, right) == class(self, left) {
                self.counter_operation(op, left, right)
            } else {
                Err(stop("a counter and something else"))
            };
        }
        if let Some(bytes) = self.bytes_of(left) {
            return self.bytes_binary(op, left, bytes, right);
        }
        match (op, self.native_of(left).cloned(), self.native_of(right).cloned()) {
            (BinaryOp::Add, Some(Native::Array(a)), Some(Native::Array(b))) => self.array_concatenate(&a, &b),
            (BinaryOp::Add, Some(Native::Deque(_)), Some(Native::Deque(_))) => {
                let copy = self.copy_deque(left)?;
                self.deque_extend(copy, right)?;
                Ok(copy)
            }
            (BinaryOp::Mul, Some(Native::Array(mut a)), None) => {
                let n = self.times(right)?;
                self.burn_result(a.items.len().saturating_mul(n))?;
                a.items = a.items.repeat(n);
                a.allocated = Some(a.items.len() as u64);
                self.make_native(Type::Array, Native::Array(a))
            }
            (BinaryOp::Mul, Some(Native::Deque(d)), None) => {
                let n = self.times(right)?;
                let empty = self.make_native(Type::Deque, Native::Deque(Deque::empty(d.maxlen)))?;
                for _ in 0..n {
                    self.deque_extend(empty, left)?;
                }
                Ok(empty)
            }
            _ => Err(stop("an operator on these objects is not modelled")),
        }
    }

    fn times(&self, v: Value) -> Run<usize> {
        let n = self.as_int(v).ok_or_else(|| stop("* by something unknown"))?;
        Ok(usize::try_from(n).unwrap_or(0))
    }

    /// The result is of the class of the left operand.
    fn bytes_binary(&mut self, op: BinaryOp, left: Value, mut bytes: Vec<u8>, right: Value) -> Run<Value> {
        match op {
            BinaryOp::Add => {
                let Some(more) = self.bytes_of(right) else {
                    return Err(untold("TypeError"));
                };
                let immutable = self.object(left)?.1.is(Type::Bytes);
                if immutable && more.is_empty()
                    || bytes.is_empty() && self.object(right)?.1.is(Type::Bytes) && immutable
                {
                    let same = if more.is_empty() { left } else { right };
                    self.incref(same);
                    return Ok(same);
                }
                bytes.extend(more);
            }
            BinaryOp::Mul => {
                let n = self.times(right)?;
                self.burn_result(bytes.len().saturating_mul(n))?;
                if n == 1 && self.object(left)?.1.is(Type::Bytes) {
                    self.incref(left);
                    return Ok(left);
                }
                bytes = bytes.repeat(n);
            }
            _ => return Err(stop("this operator on bytes is not modelled")),
        }
        self.burn_result(bytes.len())?;
        if self.object(left)?.1.is(Type::Bytes) { Ok(self.make_bytes(bytes)) } else { self.byte_array(bytes) }
    }

    /// `x += y` in place.
    pub(super) fn library_extend(&mut self, left: Value, right: Value) -> Run<()> {
        match self.native_data(left)? {
            Native::Deque(_) => self.deque_extend(left, right),
            Native::Array(_) => self.array_extend(left, right),
            Native::ByteArray(_) => {
                let more = self.bytes_of(right).ok_or_else(|| untold("TypeError"))?;
                self.byte_array_extend(left, &more)
            }
            _ => Err(stop("this in-place operator is not modelled")),
        }
    }
}

fn is_known_dict(data: &ObjectData) -> bool {
    matches!(data, ObjectData::Dict(_))
}
