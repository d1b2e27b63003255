//! `functools.cmp_to_key`: objects that compare by a function of the program.
//!
//! ```python
//! sorted(words, key=cmp_to_key(lambda a, b: len(a) - len(b)))
//! ```

use super::{Call, Native as Function};
use crate::bytecode::CompareOp;
use crate::config::PythonVersion;
use crate::heap::{Native, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[("functools.cmp_to_key", cmp_to_key)];

fn cmp_to_key(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [function] = c.exactly()?;
    m.incref(function);
    m.make_native(Type::KeyWrapper, Native::KeyWrapper { function, object: Value::UNBOUND })
}

impl Machine<'_> {
    /// `K(x)` of `K = cmp_to_key(f)`
    pub(in crate::interpret) fn wrap_key(&mut self, wrapper: Value, arguments: &Arguments) -> Run<Value> {
        let (&Native::KeyWrapper { function, .. }, &[object]) = (self.native_data(wrapper)?, &arguments.positional[..])
        else {
            return Err(untold("TypeError"));
        };
        self.incref(function);
        self.incref(object);
        let made = self.make_native(Type::KeyWrapper, Native::KeyWrapper { function, object })?;
        if self.version == PythonVersion::PY39 {
            // The collector does not see these.
            self.leave_untold(made);
        }
        Ok(made)
    }

    /// `K(a) < K(b)` is `f(a, b) < 0`; `None` where neither is one of these.
    pub(in crate::interpret) fn compare_wrapped(&mut self, op: CompareOp, a: Value, b: Value) -> Run<Option<bool>> {
        let wrapped = |v: Value| match self.native_of(v) {
            Some(&Native::KeyWrapper { function, object }) => Some((function, object)),
            _ => None,
        };
        let ((function, x), y) = match (wrapped(a), wrapped(b)) {
            (Some(a), Some((_, y))) => (a, y),
            (None, None) => return Ok(None),
            _ => return Err(raise("TypeError", "other argument must be K instance")),
        };
        if !x.is_bound() || !y.is_bound() {
            return Err(stop("a comparison of a key function itself"));
        }
        let depth = self.in_c.len();
        self.in_c.extend([x, y, function]);
        self.incref(x);
        self.incref(y);
        let result = self.call_lent(function, vec![x, y]);
        self.in_c.truncate(depth);
        let result = result?;
        let zero = self.int(0);
        let answer = self.compare_bool(op, result, zero);
        self.decref(result)?;
        answer.map(Some)
    }
}
