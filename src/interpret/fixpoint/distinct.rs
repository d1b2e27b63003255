//! Values that are another one in each round of a loop, because the loop counts: `{str(n): [] for n in range(1000)}` has
//! 1000 keys.

use crate::bytecode::{BinaryOp, Conversion, Op};
use crate::heap::{ObjId, ObjectData, Type, Value};
use crate::interpret::Machine;

/// Builtins that give different results for different numbers; `float` does not for large ones.
const INJECTIVE: &[&str] = &["str", "repr", "int", "hex", "oct", "bin"];

impl Machine<'_> {
    /// A loop gets the numbers of a range, one after the other.
    pub(super) fn note_counted(&mut self, item: Value, counts: bool) {
        let Some(id) = item.single().filter(|&id| id != ObjId::OPAQUE) else { return };
        if counts {
            self.abs().distinct.insert(id, id);
        } else if !self.abs().distinct.is_empty() {
            self.abs().distinct.remove(&id);
        }
    }

    /// The number of the loop by which values differ from round to round.
    pub(super) fn told_apart_by(&self, v: Value) -> Option<ObjId> {
        self.abs.as_ref()?.distinct.get(&v.single()?).copied()
    }

    /// Before an operation: the number by which its results will differ.
    pub(super) fn counts_on(&self, f: usize, op: Op) -> Option<ObjId> {
        if self.abs.as_ref().is_none_or(|a| a.distinct.is_empty()) {
            return None;
        }
        let n = match op {
            Op::Binary(_) => 2,
            Op::Call { args: 1, keywords: None } => 2,
            Op::FormatValue { spec, .. } => 1 + usize::from(spec),
            Op::BuildString(n) | Op::BuildTuple(n) => n as usize,
            _ => return None,
        };
        let stack = &self.frames[f].stack;
        let operands = stack.get(stack.len().checked_sub(n)?..)?;
        match (op, operands) {
            (Op::Binary(op), &[left, right]) => {
                let (by, other) = match (self.told_apart_by(left), self.told_apart_by(right)) {
                    (Some(by), None) => (by, right),
                    (None, Some(by)) => (by, left),
                    _ => return None,
                };
                let other = self.as_int(other)?;
                let injective = match op {
                    BinaryOp::Add | BinaryOp::Sub | BinaryOp::Xor => true,
                    BinaryOp::Mul => other != 0,
                    _ => false,
                };
                injective.then_some(by)
            }
            (Op::Call { .. }, &[callable, argument]) => match self.known(callable)?.1.data {
                ObjectData::Builtin(name) if INJECTIVE.contains(&name) => self.told_apart_by(argument),
                _ => None,
            },
            (Op::FormatValue { conversion: Conversion::None, .. }, &[v]) => self.told_apart_by(v),
            (Op::FormatValue { conversion: Conversion::None, .. }, &[v, spec]) => {
                is_injective(self.as_str(spec)?).then(|| self.told_apart_by(v))?
            }
            (Op::BuildString(_), parts) => {
                let mut differing = parts.iter().filter_map(|&v| self.told_apart_by(v));
                let (by, None) = (differing.next()?, differing.next()) else { return None };
                let fixed = |v: &Value| self.told_apart_by(*v).is_some() || self.as_str(*v).is_some();
                parts.iter().all(fixed).then_some(by)
            }
            (Op::BuildTuple(_), parts) => parts.iter().find_map(|&v| self.told_apart_by(v)),
            _ => None,
        }
    }

    /// After it.
    pub(super) fn note_distinct(&mut self, f: usize, by: Option<ObjId>) {
        if self.abs.as_ref().is_none_or(|a| a.distinct.is_empty()) {
            return;
        }
        let Ok(v) = self.peek(f, 1) else { return };
        let Some(id) = v.single().filter(|&id| id != ObjId::OPAQUE && !self.heap.get(id).immortal) else { return };
        match by {
            Some(by) => self.abs().distinct.insert(id, by),
            None if self.told_apart_by(v) == Some(id) => return,
            None => self.abs().distinct.remove(&id),
        };
    }

    /// The keys of a dict, or the items of a set, that a comprehension fills from a loop over these numbers.
    pub(super) fn has_distinct_keys(&self, container: ObjId, number: Value) -> bool {
        let object = self.heap.get(container);
        let ObjectData::Summary(s) = &object.data else { return false };
        let key = match () {
            () if object.is(Type::Dict) => s.keys,
            () if object.is(Type::Set) => s.items,
            () => return false,
        };
        number.single().is_some_and(|number| self.told_apart_by(key) == Some(number))
    }
}

/// Different numbers look different: `{n:6}`, `{n:<6}`, `{n:06d}`, but not `{n:0<6}`, which fills 1 and 10 to the same.
fn is_injective(spec: &str) -> bool {
    let sized = spec.strip_prefix(['<', '>', '^']).unwrap_or(spec);
    sized.chars().all(|c| c.is_ascii_digit() || matches!(c, 'd' | 'x' | '+' | ',' | '_' | ' '))
        && !(sized.len() < spec.len() && sized.starts_with('0'))
}
