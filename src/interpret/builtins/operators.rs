//! The module `operator`.

use super::{Call, Native as Function};
use crate::bytecode::{BinaryOp, CompareOp, UnaryOp};
use crate::heap::{Native, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Run, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[
    ("operator.itemgetter", itemgetter),
    ("operator.attrgetter", attrgetter),
    ("operator.add", |m, c| binary(m, c, BinaryOp::Add)),
    ("operator.sub", |m, c| binary(m, c, BinaryOp::Sub)),
    ("operator.mul", |m, c| binary(m, c, BinaryOp::Mul)),
    ("operator.truediv", |m, c| binary(m, c, BinaryOp::Div)),
    ("operator.floordiv", |m, c| binary(m, c, BinaryOp::FloorDiv)),
    ("operator.mod", |m, c| binary(m, c, BinaryOp::Mod)),
    ("operator.pow", |m, c| binary(m, c, BinaryOp::Pow)),
    ("operator.and_", |m, c| binary(m, c, BinaryOp::And)),
    ("operator.or_", |m, c| binary(m, c, BinaryOp::Or)),
    ("operator.xor", |m, c| binary(m, c, BinaryOp::Xor)),
    ("operator.concat", |m, c| binary(m, c, BinaryOp::Add)),
    ("operator.iadd", |m, c| {
        let [a, b] = c.exactly()?;
        m.concretely()?;
        m.inplace(BinaryOp::Add, a, b)
    }),
    ("operator.eq", |m, c| compare(m, c, CompareOp::Eq)),
    ("operator.ne", |m, c| compare(m, c, CompareOp::Ne)),
    ("operator.lt", |m, c| compare(m, c, CompareOp::Lt)),
    ("operator.le", |m, c| compare(m, c, CompareOp::Le)),
    ("operator.gt", |m, c| compare(m, c, CompareOp::Gt)),
    ("operator.ge", |m, c| compare(m, c, CompareOp::Ge)),
    ("operator.neg", |m, c| {
        let [v] = c.exactly()?;
        m.concretely()?;
        m.unary(UnaryOp::Negative, v)
    }),
    ("operator.not_", |m, c| {
        let [v] = c.exactly()?;
        m.concretely()?;
        m.unary(UnaryOp::Not, v)
    }),
    ("operator.is_", |m, c| {
        let [a, b] = c.exactly()?;
        m.concretely()?;
        m.is_same(a, b).map(Value::bool)
    }),
    ("operator.contains", |m, c| {
        let [container, item] = c.exactly()?;
        m.concretely()?;
        m.contains(container, item).map(Value::bool)
    }),
    ("operator.getitem", |m, c| {
        let [container, key] = c.exactly()?;
        m.concretely()?;
        m.subscript(container, key)
    }),
    ("operator.setitem", |m, c| {
        let [container, key, v] = c.exactly()?;
        m.concretely()?;
        m.incref(v);
        m.store_subscript(container, key, v)?;
        Ok(Value::NONE)
    }),
];

fn binary(m: &mut Machine<'_>, c: &Call<'_>, op: BinaryOp) -> Run<Value> {
    let [a, b] = c.exactly()?;
    m.concretely()?;
    m.binary(op, a, b)
}

fn compare(m: &mut Machine<'_>, c: &Call<'_>, op: CompareOp) -> Run<Value> {
    let [a, b] = c.exactly()?;
    m.concretely()?;
    m.compare(op, a, b)
}

fn getter(m: &mut Machine<'_>, c: &Call<'_>, ty: Type) -> Run<Value> {
    let keys = c.positional()?.to_vec();
    if keys.is_empty() {
        return Err(untold("TypeError"));
    }
    m.concretely()?;
    keys.iter().for_each(|&v| m.incref(v));
    // Several keys, and names always, are kept in a tuple.
    let held = match keys[..] {
        [one] if ty == Type::ItemGetter => one,
        _ => m.tuple(keys.clone()),
    };
    m.make_native(ty, Native::Getter { keys, held })
}

fn itemgetter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    getter(m, c, Type::ItemGetter)
}

fn attrgetter(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    getter(m, c, Type::AttrGetter)
}

impl Machine<'_> {
    /// `itemgetter(0, 1)(v)`: one item, or a tuple of several.
    pub(in crate::interpret) fn call_getter(&mut self, getter: Value, arguments: &Arguments) -> Run<Value> {
        let [v] = arguments.positional[..] else { return Err(untold("TypeError")) };
        let Native::Getter { keys, .. } = self.native_data(getter)?.clone() else { return Err(stop("not a getter")) };
        let attributes = self.object(getter)?.1.is(Type::AttrGetter);
        let mut found = Vec::new();
        for key in keys {
            found.push(if attributes { self.dotted_attribute(v, key)? } else { self.subscript(v, key)? });
        }
        Ok(match found[..] {
            [one] => one,
            _ => self.tuple(found),
        })
    }

    fn dotted_attribute(&mut self, v: Value, path: Value) -> Run<Value> {
        let Some(path) = self.as_str(path).map(str::to_owned) else { return Err(stop("an unknown attribute")) };
        self.incref(v);
        let mut at = v;
        for name in path.split('.') {
            let name = self.intern(name);
            let next = self.load_attr(at, name)?;
            self.decref(at)?;
            at = next;
        }
        Ok(at)
    }
}
