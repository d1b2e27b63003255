//! `types.SimpleNamespace`: attributes in a dict that it has from the start.
//!
//! ```python
//! ns = SimpleNamespace(a=1)
//! vars(ns)["b"] = 2       # ns.b
//! ```

use super::{Call, Native as Function};
use crate::bytecode::Name;
use crate::config::PythonVersion;
use crate::heap::{Key, Native, Type, Value};
use crate::interpret::Machine;
use crate::interpret::descriptor::Change;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[("types.SimpleNamespace", simple_namespace)];

/// `SimpleNamespace(a=1)`, from 3.13 `SimpleNamespace({"a": 1})`, too.
fn simple_namespace(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let source = match c.arguments.positional[..] {
        [] => None,
        [source] if m.version >= PythonVersion::PY313 => Some(source),
        _ if m.version >= PythonVersion::PY313 => return Err(untold("TypeError")),
        _ => return Err(raise("TypeError", "no positional arguments expected")),
    };
    let dict = m.new_dict();
    if let Some(source) = source {
        if !m.object(source)?.1.is(Type::Dict) || !m.dict_mut(source)?.str_keys {
            return Err(stop("a SimpleNamespace of something else than a dict of names"));
        }
        m.dict_update(dict, source)?;
    }
    for &(name, v) in &c.arguments.keywords {
        m.incref(v);
        let key = m.name_string(name);
        m.dict_store(dict, key, v)?;
    }
    m.make_native(Type::SimpleNamespace, Native::Namespace { dict })
}

impl Machine<'_> {
    /// The dict of a namespace (borrowed).
    pub(in crate::interpret) fn namespace_dict(&self, v: Value) -> Option<Value> {
        match self.native_of(v) {
            Some(&Native::Namespace { dict }) => Some(dict),
            _ => None,
        }
    }

    /// An attribute in the dict of a namespace, or that dict: an owned reference.
    pub(in crate::interpret) fn namespace_attribute(&mut self, dict: Value, name: Name) -> Run<Option<Value>> {
        let found = match self.text(name) {
            "__dict__" => Some(dict),
            "__class__" => None,
            text => {
                let key = Key::Str(text.into());
                self.dict_mut(dict)?.get(&key)
            }
        };
        found.into_iter().for_each(|v| self.incref(v));
        Ok(found)
    }

    pub(in crate::interpret) fn change_namespace(&mut self, o: Value, name: Name, change: Change) -> Run<()> {
        let dict = self.namespace_dict(o).ok_or_else(|| stop("an attribute of this object is assigned"))?;
        if matches!(self.text(name), "__dict__" | "__class__") {
            return Err(stop("this attribute of a namespace is assigned"));
        }
        match self.change_in_dict(dict, name, change)? {
            true => Ok(()),
            false => Err(self.no_attribute_to_delete(o, "types.SimpleNamespace", name)),
        }
    }
}
