//! `functools.partialmethod`: a descriptor that makes a `partial` of the bound method each time it is asked for.

use super::{Call, Native as Function};
use crate::heap::{Attributes, Native, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Function)] = &[("functools.partialmethod", partial_method)];

fn partial_method(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let Some((&function, given)) = c.arguments.positional.split_first() else {
        return Err(stop("a partialmethod without a function"));
    };
    if !m.known(function).is_some_and(|(_, o)| matches!(o.data, ObjectData::Function(_))) {
        return Err(stop("a partialmethod of something else than a function"));
    }
    given.iter().chain([&function]).for_each(|&v| m.incref(v));
    c.arguments.keywords.iter().for_each(|&(_, v)| m.incref(v));
    let arguments = m.tuple(given.to_vec());
    let keywords = m.keyword_dict(c.arguments.keywords.clone())?;
    m.make_native(Type::PartialMethod, Native::PartialMethod { function, arguments, keywords })
}

impl Machine<'_> {
    /// `o.name`: a new `partial` of the bound method, which has the object as `__self__`, too.
    pub(in crate::interpret) fn bind_partial_method(&mut self, d: Value, o: Value) -> Run<Value> {
        let &Native::PartialMethod { function, arguments, keywords } = self.native_data(d)? else {
            return Err(stop("not a partialmethod"));
        };
        if o == Value::NONE {
            return Err(stop("a partialmethod of the class is not modelled"));
        }
        [function, o, o, arguments].into_iter().for_each(|v| self.incref(v));
        let method = self.make_builtin(Type::Method, ObjectData::Method { function, receiver: o });
        // The dict is a copy.
        let copy = self.new_dict();
        self.dict_update(copy, keywords)?;
        let made = self.make_native(Type::Partial, Native::Partial { function: method, arguments, keywords: copy })?;
        let id = self.known_id(made)?;
        let values = vec![(self.intern("__self__"), o)];
        self.heap.get_mut(id).attributes = Some(Box::new(Attributes { values, ..Attributes::default() }));
        Ok(made)
    }
}
