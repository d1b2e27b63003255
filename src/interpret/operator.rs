//! Operators on known values; everything else stops the run.

use super::Machine;
use super::machine::{MAX_RESULT, Run, raise, stop};
use super::mismatch;
use crate::bytecode::{BinaryOp, CompareOp, UnaryOp};
use crate::cpython::{messages, sizes};
use crate::heap::{Class, ObjId, ObjectData, Type, Value};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

enum Number {
    Int(BigInt),
    Float(f64),
}

impl Machine<'_> {
    pub(super) fn truth(&mut self, v: Value) -> Run<Option<bool>> {
        if self.user_class(v).is_some()
            && let Some(truth) = self.instance_truth(v)?
        {
            return Ok(Some(truth));
        }
        let (_, object) = self.object(v)?;
        Ok(Some(match &object.data {
            ObjectData::Bool(b) => *b,
            ObjectData::Int(n) => *n != 0,
            ObjectData::BigInt(_) | ObjectData::Address(_) => true,
            ObjectData::Float(f) => *f != 0.0,
            ObjectData::Str(s) => !s.is_empty(),
            ObjectData::Bytes(b) => !b.is_empty(),
            ObjectData::List(l) => !l.items.is_empty(),
            ObjectData::Tuple(t) => !t.is_empty(),
            ObjectData::Dict(d) => !d.is_empty(),
            ObjectData::Set(s) => !s.dict.is_empty(),
            ObjectData::Range(r) => super::container::range_len(r.1[0], r.1[1], r.1[2]) > 0,
            ObjectData::Function(_)
            | ObjectData::Method { .. }
            | ObjectData::Builtin(_)
            | ObjectData::Class(_)
            | ObjectData::Generator(_)
            | ObjectData::Module(_)
            | ObjectData::Iterator(_) => true,
            ObjectData::Plain if object.is(Type::NoneType) => false,
            ObjectData::View { dict, .. } => return self.truth(*dict),
            ObjectData::Native(_) => {
                let (id, _) = self.object(v)?;
                return Ok(self.native_truth(id));
            }
            ObjectData::Instance(_) | ObjectData::Exception(_) => true,
            ObjectData::Traceback { .. } | ObjectData::Cell(_) | ObjectData::Property(_) => true,
            _ => return Ok(None),
        }))
    }

    pub(super) fn unary(&mut self, op: UnaryOp, v: Value) -> Run<Value> {
        if op == UnaryOp::Not {
            return match self.truth(v)? {
                Some(t) => Ok(Value::bool(!t)),
                None => Err(stop("the truth of an unknown value")),
            };
        }
        if let Some(v) = self.unary_special(op, v)? {
            return Ok(v);
        }
        if op == UnaryOp::Positive && self.known(v).is_some_and(|(_, o)| o.is(Type::Int) || o.is(Type::Float)) {
            self.incref(v);
            return Ok(v);
        }
        match (op, self.number(v)) {
            (UnaryOp::Negative, Some(Number::Int(n))) => Ok(self.big_int(-n)),
            (UnaryOp::Negative, Some(Number::Float(f))) => Ok(self.float(-f)),
            (UnaryOp::Positive, Some(Number::Int(n))) => Ok(self.big_int(n)),
            (UnaryOp::Invert, Some(Number::Int(n))) => Ok(self.big_int(-n - 1)),
            (op, _) => Err(match self.type_without_answer(v) {
                Some(class) => raise(
                    "TypeError",
                    format!("bad operand type for unary {}: '{class}'", mismatch::symbol_of_unary(op)),
                ),
                None => stop("a unary operator on this object is not modelled"),
            }),
        }
    }

    fn number(&self, v: Value) -> Option<Number> {
        match &self.known(v)?.1.data {
            ObjectData::Int(n) => Some(Number::Int((*n).into())),
            ObjectData::Bool(b) => Some(Number::Int(i64::from(*b).into())),
            ObjectData::BigInt(n) => Some(Number::Int((**n).clone())),
            ObjectData::Float(f) => Some(Number::Float(*f)),
            _ => None,
        }
    }

    pub(super) fn binary(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        let user = self.user_class(left).is_some() || self.user_class(right).is_some();
        if user && let Some(v) = self.binary_special(op, left, right)? {
            return Ok(v);
        }
        self.binary_plain(op, left, right)
    }

    /// What the builtin classes themselves do.
    pub(super) fn binary_plain(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        if let (Some(a), Some(b)) = (self.as_int(left), self.as_int(right))
            && let Some(n) = small_arithmetic(op, a, b)
        {
            return Ok(self.int(n));
        }
        if let (Some(a), Some(b)) = (self.number(left), self.number(right)) {
            return self.arithmetic(op, a, b);
        }
        match op {
            BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor if self.both_sets(left, right) => {
                self.set_operation(op, left, right)
            }
            _ if self.is_view(left) || self.is_view(right) => self.view_operation(op, left, right),
            _ if self.is_library_operand(left) => self.library_binary(op, left, right),
            BinaryOp::Or if self.both_dicts(left, right) => self.dict_union(left, right),
            BinaryOp::Or if let Some(v) = self.union_of_types(left, right) => Ok(v),
            BinaryOp::Add => self.concatenate(left, right),
            BinaryOp::Mul => self.repeat(left, right),
            BinaryOp::Mod if self.as_str(left).is_some() => self.percent(left, right),
            _ => Err(self.unsupported_operands(op, left, right)),
        }
    }

    fn arithmetic(&mut self, op: BinaryOp, a: Number, b: Number) -> Run<Value> {
        match (a, b) {
            (Number::Int(a), Number::Int(b)) => self.integers(op, &a, &b),
            (a, b) => {
                let f = |n: Number| match n {
                    Number::Int(n) => n.to_f64().filter(|f| f.abs() < 9e15),
                    Number::Float(f) => Some(f),
                };
                let (Some(a), Some(b)) = (f(a), f(b)) else { return Err(stop("float arithmetic on a large int")) };
                let result = match op {
                    BinaryOp::Add => a + b,
                    BinaryOp::Sub => a - b,
                    BinaryOp::Mul => a * b,
                    BinaryOp::Div if b != 0.0 => a / b,
                    BinaryOp::Div => {
                        return Err(raise("ZeroDivisionError", messages::division_by_zero(self.version, "/", true)));
                    }
                    // Which float it is the C library decides.
                    BinaryOp::Pow if self.policy == super::Policy::Concrete && a > 0.0 => {
                        let root = a.sqrt();
                        match b == 0.5 && root.fract() == 0.0 && root * root == a {
                            true => root,
                            false => return Ok(self.unknown(Type::Float)),
                        }
                    }
                    _ => return Err(stop("this operator on floats is not modelled")),
                };
                Ok(self.float(result))
            }
        }
    }

    fn integers(&mut self, op: BinaryOp, a: &BigInt, b: &BigInt) -> Run<Value> {
        let version = self.version;
        let zero = |op: &str| raise("ZeroDivisionError", messages::division_by_zero(version, op, false));
        let result = match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul if a.bits() + b.bits() < MAX_RESULT as u64 => a * b,
            BinaryOp::FloorDiv if b.is_zero() => return Err(zero("//")),
            BinaryOp::Mod if b.is_zero() => return Err(zero("%")),
            BinaryOp::Div if b.is_zero() => return Err(zero("/")),
            BinaryOp::FloorDiv => floor_div(a, b),
            BinaryOp::Mod => a - floor_div(a, b) * b,
            BinaryOp::Pow => {
                let exponent = b.to_u32().filter(|&e| a.bits().saturating_mul(u64::from(e)) < MAX_RESULT as u64);
                let Some(exponent) = exponent else { return Err(stop("a power too large to follow")) };
                a.pow(exponent)
            }
            BinaryOp::And => a & b,
            BinaryOp::Or => a | b,
            BinaryOp::Xor => a ^ b,
            BinaryOp::LShift => match b.to_usize().filter(|&n| n < MAX_RESULT) {
                Some(n) => a << n,
                None => return Err(stop("a shift too large to follow")),
            },
            BinaryOp::RShift => match b.to_usize() {
                Some(n) => a >> n,
                None => return Err(stop("a shift too large to follow")),
            },
            BinaryOp::Div if a.bits() <= 53 && b.bits() <= 53 => {
                let f = a.to_f64().zip(b.to_f64()).map(|(a, b)| a / b);
                return f.map(|f| self.float(f)).ok_or_else(|| stop("a division"));
            }
            _ => return Err(stop("this operator on ints is not modelled")),
        };
        Ok(self.big_int(result))
    }

    /// `+` on sequences: always a new object, but `'' + s` is s itself.
    fn concatenate(&mut self, left: Value, right: Value) -> Run<Value> {
        let (Some((_, a)), Some((_, b))) = (self.known(left), self.known(right)) else {
            return Err(stop("an operator on an unknown value"));
        };
        match (&a.data, &b.data) {
            (ObjectData::Str(a), ObjectData::Str(b)) if a.len() + b.len() > MAX_RESULT => {
                Err(stop("a text too large to follow"))
            }
            (ObjectData::List(a), ObjectData::List(b)) => {
                let items: Vec<Value> = a.items.iter().chain(&b.items).copied().collect();
                self.burn_result(items.len())?;
                items.iter().for_each(|&v| self.incref(v));
                Ok(self.list(items))
            }
            (ObjectData::Tuple(a), ObjectData::Tuple(b)) => {
                let same = if a.is_empty() { Some(right) } else { b.is_empty().then_some(left) };
                if let Some(same) = same {
                    self.incref(same);
                    return Ok(same);
                }
                let items: Vec<Value> = a.iter().chain(&b[..]).copied().collect();
                self.burn_result(items.len())?;
                items.iter().for_each(|&v| self.incref(v));
                Ok(self.tuple(items))
            }
            (ObjectData::Str(a), ObjectData::Str(b)) => {
                let same = if a.is_empty() { Some(right) } else { b.is_empty().then_some(left) };
                if let Some(same) = same {
                    self.incref(same);
                    return Ok(same);
                }
                let text = format!("{a}{b}");
                self.burn_result(text.len())?;
                Ok(self.string(&text))
            }
            _ => Err(self.unsupported_operands(BinaryOp::Add, left, right)),
        }
    }

    fn repeat(&mut self, left: Value, right: Value) -> Run<Value> {
        let (sequence, n) = match (self.as_int(left), self.as_int(right)) {
            (Some(n), None) => (right, n),
            (None, Some(n)) => (left, n),
            _ => return Err(self.unsupported_operands(BinaryOp::Mul, left, right)),
        };
        let n = usize::try_from(n).unwrap_or(0);
        let data = self.object(sequence)?.1.data.clone();
        let fits = |len: usize| len.checked_mul(n).is_some_and(|total| total <= MAX_RESULT);
        match data {
            ObjectData::List(l) if fits(l.items.len()) => {
                let items = l.items.repeat(n);
                self.burn(items.len() as u64)?;
                items.iter().for_each(|&v| self.incref(v));
                Ok(self.list(items))
            }
            ObjectData::Tuple(t) if fits(t.len()) => {
                if n == 1 {
                    self.incref(sequence);
                    return Ok(sequence);
                }
                let items = t.repeat(n);
                items.iter().for_each(|&v| self.incref(v));
                Ok(self.tuple(items))
            }
            ObjectData::Str(s) if fits(s.len()) => {
                if n == 1 {
                    self.incref(sequence);
                    return Ok(sequence);
                }
                Ok(self.string(&s.repeat(n)))
            }
            _ => Err(stop("* on these objects is not modelled")),
        }
    }

    /// `xs *= n` (`list_inplace_repeat`)
    fn list_repeat_in_place(&mut self, list: Value, n: Value) -> Run<()> {
        let n = self.as_int(n).ok_or_else(|| stop("* by something unknown"))?;
        let n = usize::try_from(n).unwrap_or(0);
        let l = self.list_mut(list)?;
        if n == 0 {
            let old = l.clear();
            return self.decref_all(old.into_iter().rev());
        }
        let (len, old) = (l.items.len() as u64, l.items.clone());
        let total = old.len().checked_mul(n).filter(|&t| t <= MAX_RESULT);
        let Some(total) = total else { return Err(stop("a list too long to follow")) };
        l.items = old.repeat(n);
        l.resize(|slots| Some(sizes::list_resize(slots, len, total as u64)));
        for _ in 1..n {
            old.iter().for_each(|&v| self.incref(v));
        }
        self.burn(total as u64)
    }

    /// `x op= e`: lists, sets and dicts change in place and stay the same object.
    pub(super) fn inplace(&mut self, op: BinaryOp, left: Value, right: Value) -> Run<Value> {
        let user = self.user_class(left).is_some() || self.user_class(right).is_some();
        if user && let Some(v) = self.inplace_special(op, left, right)? {
            return Ok(v);
        }
        let Some((_, object)) = self.known(left) else { return Err(stop("an operator on an unknown value")) };
        match (op, &object.data) {
            (BinaryOp::Mul, ObjectData::List(_)) => {
                self.list_repeat_in_place(left, right)?;
                self.incref(left);
                Ok(left)
            }
            (BinaryOp::Add, ObjectData::List(_)) => {
                self.list_extend(left, right)?;
                self.incref(left);
                Ok(left)
            }
            (op, ObjectData::Set(_)) if object.is(Type::Set) => {
                if !self.both_sets(left, right) {
                    return Err(stop("an operation of a set and something else"));
                }
                self.set_inplace(op, left, right)?;
                self.incref(left);
                Ok(left)
            }
            (BinaryOp::Add, ObjectData::Native(_)) => {
                self.library_extend(left, right)?;
                self.incref(left);
                Ok(left)
            }
            (BinaryOp::Or, ObjectData::Dict(_)) if object.is(Type::Dict) => {
                if self.both_dicts(left, right) {
                    self.dict_update(left, right)?;
                } else {
                    self.concretely()?;
                    super::builtins::fill_dict(self, left, Some(right), &[])?;
                }
                self.incref(left);
                Ok(left)
            }
            (BinaryOp::Add, ObjectData::Str(_)) => {
                // May be done in place when nobody else owns the str: which object results is never told.
                let v = self.binary(op, left, right)?;
                if v != left && v != right {
                    self.maybe_one_object(left, v);
                }
                Ok(v)
            }
            (_, ObjectData::List(_) | ObjectData::Dict(_) | ObjectData::Instance(_)) => {
                Err(stop("this in-place operator is not modelled"))
            }
            _ => self.binary(op, left, right).map_err(|e| self.in_place(op, e)),
        }
    }

    pub(super) fn set_update(&mut self, set: Value, source: Value) -> Run<()> {
        if set == source {
            return Ok(());
        }
        let ObjectData::Set(other) = self.object(source)?.1.data.clone() else {
            return Err(stop("a set updated by something that is no set"));
        };
        self.burn(other.dict.len() as u64)?;
        let new = {
            let dummies = self.dummies();
            self.set_mut(set)?.merge(&other, dummies)
        };
        new.into_iter().for_each(|v| self.incref(v));
        Ok(())
    }

    pub(super) fn is_same(&mut self, left: Value, right: Value) -> Run<bool> {
        let (a, b) = (self.object(left)?.0, self.object(right)?.0);
        let one_character = |s: Option<&str>| s.is_some_and(|s| s.chars().nth(1).is_none());
        if a != b && self.has_two_characters() && one_character(self.as_str(left)) && one_character(self.as_str(right))
        {
            return Err(stop("whether two one-letter strings are one object"));
        }
        Ok(a == b)
    }

    pub(super) fn compare(&mut self, op: CompareOp, left: Value, right: Value) -> Run<Value> {
        if self.user_class(left).is_some() || self.user_class(right).is_some() {
            return self.rich_compare(op, left, right);
        }
        if self.policy == super::Policy::Concrete && self.is_unknown_number(left, right) {
            return Ok(self.unknown(Type::Bool));
        }
        self.compare_plain(op, left, right).map(Value::bool)
    }

    /// Numbers, one of which is not known: `gc.collect() > 0`.
    fn is_unknown_number(&self, left: Value, right: Value) -> bool {
        let unknown = |v: Value| {
            self.known(v)
                .is_some_and(|(_, o)| matches!(o.data, ObjectData::Plain) && (o.is(Type::Int) || o.is(Type::Float)))
        };
        let number = |v: Value| unknown(v) || self.number(v).is_some();
        (unknown(left) || unknown(right)) && number(left) && number(right)
    }

    /// `left op right` as the builtin classes themselves answer it.
    pub(super) fn compare_plain(&mut self, op: CompareOp, left: Value, right: Value) -> Run<bool> {
        if let Some(answer) = self.compare_wrapped(op, left, right)? {
            return Ok(answer);
        }
        let holds = |order: Option<Ordering>| match op {
            CompareOp::Lt => order == Some(Ordering::Less),
            CompareOp::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            CompareOp::Gt => order == Some(Ordering::Greater),
            _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        };
        match op {
            CompareOp::Eq => self.equal_plain(left, right),
            CompareOp::Ne => Ok(!self.equal_plain(left, right)?),
            _ => {
                if let Some(result) = self.compare_as_sets(op, left, right)? {
                    return Ok(result);
                }
                if !self.has_order(left, right) {
                    let symbol = match op {
                        CompareOp::Lt => "<",
                        CompareOp::Le => "<=",
                        CompareOp::Gt => ">",
                        _ => ">=",
                    };
                    return Err(self.unordered(symbol, left, right));
                }
                let Some((x, y)) = self.sequence_items(left).zip(self.sequence_items(right)) else {
                    return Ok(holds(self.order(left, right)?));
                };
                // The first pair that differs decides.
                for (&x, &y) in x.iter().zip(&y) {
                    if x != y && !self.equal(x, y)? {
                        return self.nested(|m| m.compare_bool(op, x, y));
                    }
                }
                Ok(holds(Some(x.len().cmp(&y.len()))))
            }
        }
    }

    /// `PyObject_RichCompareBool`, but for its look at identity.
    pub(super) fn compare_bool(&mut self, op: CompareOp, left: Value, right: Value) -> Run<bool> {
        self.burn(1)?;
        if self.user_class(left).is_some() || self.user_class(right).is_some() {
            return self.nested(|m| m.rich_truth(op, left, right));
        }
        self.compare_plain(op, left, right)
    }

    /// `==`: by `__eq__` where a class of the program has a say.
    pub(super) fn equal(&mut self, left: Value, right: Value) -> Run<bool> {
        self.compare_bool(CompareOp::Eq, left, right)
    }

    fn equal_plain(&mut self, left: Value, right: Value) -> Run<bool> {
        self.burn(1)?;
        self.nested(|m| m.equal_nested(left, right))
    }

    /// `id(a) == id(b)`: two objects have the same id only if one is made when the other one is gone.
    ///
    /// ```python
    /// pair = (1, [2])
    /// before = id(pair)
    /// pair += (3,)            # the new tuple is made while the old one is there
    /// id(pair) == before      # False
    /// ```
    fn same_address(&self, x: ObjId, y: ObjId) -> Option<bool> {
        let [first, second] = if x < y { [x, y] } else { [y, x] };
        let end = self.addressed.get(&first).copied().flatten();
        // Texts and numbers may be changed in place by C code that sees that nobody else has them.
        let never_reused = |id: ObjId| {
            matches!(
                self.heap.get(id).class,
                Class::User(_) | Class::Builtin(Type::List | Type::Dict | Type::Set | Type::Tuple)
            )
        };
        let overlap = self.heap.get(first).alive
            || never_reused(first) && never_reused(second) && end.is_some_and(|made| second.index() < made);
        (x == y || overlap).then_some(x == y)
    }

    fn equal_nested(&mut self, left: Value, right: Value) -> Run<bool> {
        let (_, first) = self.object(left)?;
        let (_, second) = self.object(right)?;
        if let (ObjectData::Address(x), ObjectData::Address(y)) = (&first.data, &second.data) {
            let (x, y) = (*x, *y);
            return self.same_address(x, y).ok_or_else(|| stop("ids of objects that no longer exist"));
        }
        if let (Some(x), Some(y)) = (self.number(left), self.number(right)) {
            return Ok(number_order(&x, &y)? == Some(Ordering::Equal));
        }
        if let Some((x, y)) = self.sequence_items(left).zip(self.sequence_items(right)) {
            let same_type = matches!(first.data, ObjectData::List(_)) == matches!(second.data, ObjectData::List(_));
            if !same_type || x.len() != y.len() {
                return Ok(false);
            }
            for (&x, &y) in x.iter().zip(&y) {
                if x != y && !self.equal(x, y)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        if (self.is_view(left) || self.is_view(right))
            && let Some([a, b]) = self.views_as_sets(left, right)?
        {
            return self.same_items(&a, &b);
        }
        if let Some(equal) = self.native_equal(left, right)? {
            return Ok(equal);
        }
        let (a, first) = self.object(left)?;
        let (b, second) = self.object(right)?;
        match (&first.data, &second.data) {
            // `m == c.run`: a method object is made for each look.
            (ObjectData::Method { function, receiver }, ObjectData::Method { function: other, receiver: of }) => {
                Ok(receiver == of && function == other)
            }
            (ObjectData::BuiltinMethod { name, receiver }, ObjectData::BuiltinMethod { name: other, receiver: of }) => {
                Ok(receiver == of && name == other)
            }
            (ObjectData::Hash(x), ObjectData::Hash(y)) => Ok(x == y),
            (ObjectData::Hash(_), _) | (_, ObjectData::Hash(_)) => Err(stop("a comparison with an unknown hash")),
            (ObjectData::Str(x), ObjectData::Str(y)) => Ok(x == y),
            (ObjectData::Bytes(x), ObjectData::Bytes(y)) => Ok(x == y),
            (ObjectData::Dict(x), ObjectData::Dict(y)) if x.has_custom() || y.has_custom() => {
                Err(stop("a comparison of keys with their own __eq__"))
            }
            (ObjectData::Set(x), ObjectData::Set(y)) if x.dict.has_custom() || y.dict.has_custom() => {
                Err(stop("a comparison of keys with their own __eq__"))
            }
            (ObjectData::Dict(x), ObjectData::Dict(y)) => {
                let (x, y) = ((**x).clone(), (**y).clone());
                if x.len() != y.len() {
                    return Ok(false);
                }
                for (key, _, v) in x.entries() {
                    match y.get(key) {
                        Some(other) if other == v || self.equal(v, other)? => {}
                        _ => return Ok(false),
                    }
                }
                Ok(true)
            }
            (ObjectData::Set(x), ObjectData::Set(y)) => {
                Ok(x.dict.len() == y.dict.len() && x.dict.keys().all(|k| y.dict.get(k).is_some()))
            }
            _ => {
                let unknown = |d: &ObjectData, t: Class| {
                    matches!(d, ObjectData::Plain) && t != Class::Builtin(Type::NoneType)
                        || matches!(d, ObjectData::Address(_) | ObjectData::Summary(_))
                };
                if unknown(&first.data, first.class) || unknown(&second.data, second.class) {
                    return Err(stop("a comparison with an unknown value"));
                }
                Ok(a == b)
            }
        }
    }

    pub(super) fn order(&mut self, left: Value, right: Value) -> Run<Option<Ordering>> {
        self.burn(1)?;
        self.nested(|m| m.order_nested(left, right))
    }

    /// Both are numbers, or both texts, or both lists or tuples.
    fn has_order(&self, left: Value, right: Value) -> bool {
        let numbers = self.number(left).is_some() && self.number(right).is_some();
        let texts = self.as_str(left).is_some() && self.as_str(right).is_some();
        let items = self.sequence_items(left).is_some() && self.sequence_items(right).is_some();
        let same = self.known(left).map(|(_, o)| o.class) == self.known(right).map(|(_, o)| o.class);
        numbers || texts || (items && same)
    }

    fn order_nested(&mut self, left: Value, right: Value) -> Run<Option<Ordering>> {
        if let (Some(x), Some(y)) = (self.number(left), self.number(right)) {
            return number_order(&x, &y);
        }
        if let (Some(x), Some(y)) = (self.as_str(left), self.as_str(right)) {
            return Ok(Some(x.chars().cmp(y.chars())));
        }
        Err(self.unordered("<", left, right))
    }

    pub(super) fn contains(&mut self, container: Value, item: Value) -> Run<bool> {
        if let Some(truth) = self.special_truth(container, "__contains__", &[item])? {
            return Ok(truth);
        }
        if self.memos.contains_key(&container) {
            return self.memo_contains(container, item);
        }
        if let Some(inside) = self.flag_contains(container, item)? {
            return Ok(inside);
        }
        if let Some(inside) = self.native_contains(container, item)? {
            return Ok(inside);
        }
        if self.is_plain_instance(container) {
            return self.contains_by_iteration(container, item);
        }
        if self
            .known(container)
            .is_some_and(|(_, o)| matches!(o.class, Class::Builtin(Type::Iterator | Type::Generator)))
        {
            self.concretely()?;
            return self.contains_by_iteration(container, item);
        }
        self.contains_plain(container, item)
    }

    /// `x in o` of an iterator or a class without `__contains__`: item by item.
    fn contains_by_iteration(&mut self, container: Value, item: Value) -> Run<bool> {
        let it = self.get_iter(container)?;
        let found = self.search(it, item);
        self.decref(it)?;
        found
    }

    /// `_PySequence_IterSearch`
    fn search(&mut self, it: Value, item: Value) -> Run<bool> {
        while let Some(v) = self.next(it)? {
            let found = v == item || self.equal(v, item)?;
            self.decref(v)?;
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn contains_plain(&mut self, container: Value, item: Value) -> Run<bool> {
        let (_, object) = self.object(container)?;
        match &object.data {
            ObjectData::View { dict, kind } => {
                let (dict, kind) = (*dict, *kind);
                self.view_contains(dict, kind, item)
            }
            ObjectData::Bytes(b) => {
                let part = match self.as_int(item) {
                    Some(_) => vec![self.to_byte(item)?],
                    None => self.bytes_of(item).ok_or_else(|| stop("in on bytes"))?,
                };
                Ok(super::builtins::find_bytes(b, &part).is_some())
            }
            ObjectData::Dict(_) | ObjectData::Set(_) => {
                let key = self.key_in(container, item)?;
                Ok(match &self.object(container)?.1.data {
                    ObjectData::Dict(d) => d.get(&key).is_some(),
                    ObjectData::Set(s) => s.dict.get(&key).is_some(),
                    _ => false,
                })
            }
            ObjectData::Str(s) => match self.as_str(item) {
                Some(part) => Ok(s.contains(part)),
                None => Err(stop("in on an unknown str")),
            },
            ObjectData::Range(r) => {
                let [start, end, step] = r.1;
                let Some(n) = self.as_int(item) else { return Err(stop("in on a range")) };
                let inside = if step > 0 { start <= n && n < end } else { end < n && n <= start };
                Ok(inside && (n - start) % step == 0)
            }
            ObjectData::List(_) | ObjectData::Tuple(_) => {
                for v in self.sequence_items(container).unwrap_or_default() {
                    if v == item || self.equal(v, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            ObjectData::Class(_) if self.known(container).is_some_and(|(id, _)| self.enum_members(id).is_some()) => {
                let (id, _) = self.object(container)?;
                let members = self.enum_members(id).unwrap_or_default();
                let member = members.iter().any(|&(_, m)| m == item);
                // Other values are asked for from 3.12, and an error before.
                if member { Ok(true) } else { Err(stop("in on an Enum")) }
            }
            ObjectData::ClassDict(_) => Ok(self.class_dict_item(container, item)?.is_some()),
            _ => Err(stop("in on this object is not modelled")),
        }
    }
}

fn small_arithmetic(op: BinaryOp, a: i64, b: i64) -> Option<i64> {
    match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Mod if b > 0 => Some(a.rem_euclid(b)),
        BinaryOp::FloorDiv if b > 0 => Some(a.div_euclid(b)),
        _ => None,
    }
}

fn number_order(a: &Number, b: &Number) -> Run<Option<Ordering>> {
    match (a, b) {
        (Number::Int(a), Number::Int(b)) => Ok(Some(a.cmp(b))),
        (Number::Float(a), Number::Float(b)) => Ok(a.partial_cmp(b)),
        (Number::Int(i), Number::Float(f)) | (Number::Float(f), Number::Int(i)) => {
            let Some(i) = i.to_f64().filter(|i| i.abs() < 9e15) else { return Err(stop("a large int beside a float")) };
            let flipped = matches!(a, Number::Float(_));
            Ok(if flipped { f.partial_cmp(&i) } else { i.partial_cmp(f) })
        }
    }
}

/// Python's `//` rounds towards minus infinity.
fn floor_div(a: &BigInt, b: &BigInt) -> BigInt {
    let q = a / b;
    let r = a - &q * b;
    if !r.is_zero() && (r.is_negative() != b.is_negative()) { q - 1 } else { q }
}
