//! Forms of the module `typing`, and classes with type arguments: what annotations are made of.
//!
//! Of the forms their class and size are told, of the rest that they are there.

use crate::config::PythonVersion;
use crate::heap::{Class, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

const TYPING: &[&str] = &[
    "Any",
    "Callable",
    "ClassVar",
    "Dict",
    "Final",
    "FrozenSet",
    "Generator",
    "Iterable",
    "Iterator",
    "List",
    "Literal",
    "Mapping",
    "NoReturn",
    "Optional",
    "Self",
    "Sequence",
    "Set",
    "Tuple",
    "Type",
    "Union",
];

/// What exists in every version: a program may import it; only its use stops the run.
const ONLY_NAMED: &[&str] = &[
    "__future__.annotations",
    "asyncio.sleep",
    "functools.singledispatch",
    "functools.singledispatchmethod",
    "typing.Generic",
    "typing.Protocol",
    "typing.TypeVar",
    "typing.runtime_checkable",
];

/// `typing.List` and the like.
pub(in crate::interpret) fn is_form(full: &str, version: PythonVersion) -> bool {
    if full == "__future__.annotations" && version >= PythonVersion::PY314 {
        // Whose the texts of the annotations are is not told.
        return false;
    }
    if ONLY_NAMED.contains(&full) {
        return true;
    }
    if full.strip_prefix("collections.abc.").is_some_and(crate::cpython::abstract_classes::exists) {
        return true;
    }
    full.strip_prefix("typing.")
        .or_else(|| full.strip_prefix("dataclasses."))
        .is_some_and(|name| TYPING.contains(&name) || matches!(name, "InitVar" | "KW_ONLY"))
}

impl Machine<'_> {
    /// The one object of a form; only its name is known.
    pub(in crate::interpret) fn form(&mut self, full: &str) -> Value {
        let name = self.intern(full);
        if let Some(&v) = self.modules.get(&name) {
            return v;
        }
        let object = Object { immortal: true, ..Object::builtin(Type::Opaque, ObjectData::Plain) };
        let v = Value::from(self.heap.alloc(object));
        self.modules.insert(name, v);
        v
    }

    /// `List` of `typing.List`.
    pub(in crate::interpret) fn form_name(&self, form: Value) -> Option<&str> {
        let (&name, _) = self.modules.iter().find(|&(_, &v)| v == form)?;
        self.text(name).strip_prefix("typing.")
    }

    /// `list[int]`, `Optional[str]`: a new object that knows its parts.
    pub(in crate::interpret) fn with_type_arguments(&mut self, v: Value) -> Run<Option<Value>> {
        if !self.is_type_form(v) {
            return Ok(None);
        }
        if self.abs.is_some() {
            return Err(stop("type arguments are not modelled"));
        }
        Ok(Some(self.make_builtin(Type::GenericAlias, ObjectData::Plain)))
    }

    /// `int | None`
    pub(in crate::interpret) fn union_of_types(&mut self, left: Value, right: Value) -> Option<Value> {
        let types = [left, right]
            .iter()
            .all(|&v| v == Value::NONE || self.is_type_form(v) || self.is_class(v) || self.is_type_variable(v));
        let union = types && (left != Value::NONE || right != Value::NONE) && self.abs.is_none();
        union.then(|| self.make_builtin(Type::GenericAlias, ObjectData::Plain))
    }

    fn is_type_variable(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| o.is(Type::TypeVar))
    }

    fn is_class(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Class(_)))
    }

    fn is_type_form(&self, v: Value) -> bool {
        self.known(v).is_some_and(|(_, o)| match (&o.data, o.class) {
            (ObjectData::Builtin(name), _) => super::is_class(name),
            (ObjectData::Plain, Class::Builtin(Type::Opaque | Type::GenericAlias)) => true,
            _ => false,
        })
    }
}
