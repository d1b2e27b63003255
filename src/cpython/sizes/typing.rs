//! The forms of the module `typing`: objects of classes written in Python.

use super::instance::{InstanceLayout, instance_size};
use crate::config::PythonVersion;

/// `_SpecialForm` has three slots and a weak reference.
const SPECIAL: InstanceLayout = InstanceLayout { slots: 3, has_dict: false, has_weakref: true };

/// The class and size of a form: `List` is a `_SpecialGenericAlias`. `None` for what is something else.
#[must_use]
pub fn typing_form(version: PythonVersion, name: &str) -> Option<(&'static str, u64)> {
    let (class, layout) = match name {
        "Any" if version >= PythonVersion::PY311 => return None,
        "Union" if version >= PythonVersion::PY314 => return None,
        "Any" | "ClassVar" | "Final" | "NoReturn" | "Optional" | "Self" | "Union" => ("_SpecialForm", SPECIAL),
        "Literal" => {
            let typed = version >= PythonVersion::PY313;
            let class = if typed { "_TypedCacheSpecialForm" } else { "_LiteralSpecialForm" };
            (class, InstanceLayout { has_dict: true, ..SPECIAL })
        }
        "Callable" => ("_CallableType", InstanceLayout::PLAIN),
        "Tuple" => ("_TupleType", InstanceLayout::PLAIN),
        "Dict" | "FrozenSet" | "Generator" | "Iterable" | "Iterator" | "List" | "Mapping" | "Sequence" | "Set"
        | "Type" => ("_SpecialGenericAlias", InstanceLayout::PLAIN),
        _ => return None,
    };
    Some((class, instance_size(version, layout)))
}
