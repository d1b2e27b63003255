//! Texts of exceptions that differ by version.

use super::per_version::PerVersion;
use crate::config::PythonVersion;

/// `1 // 0`, `1 % 0`, `1.0 / 0` and the like: the operator by its symbol.
#[must_use]
pub fn division_by_zero(version: PythonVersion, operator: &str, float: bool) -> &'static str {
    match (operator, float) {
        _ if version >= PythonVersion::PY314 => "division by zero",
        ("/", false) => "division by zero",
        ("%", false) if version >= PythonVersion::PY311 => "integer modulo by zero",
        (_, false) => "integer division or modulo by zero",
        ("/", true) => "float division by zero",
        ("//", true) => "float floor division by zero",
        (_, true) if version >= PythonVersion::PY313 => "float modulo by zero",
        (_, true) => "float modulo",
    }
}

/// `max([])`
#[must_use]
pub fn extreme_of_nothing(version: PythonVersion, function: &str) -> String {
    if version >= PythonVersion::PY312 {
        format!("{function}() iterable argument is empty")
    } else {
        format!("{function}() arg is an empty sequence")
    }
}

/// `[1].index(2)`, with the `repr` of what is not there.
#[must_use]
pub fn not_in_list(version: PythonVersion, repr: &str) -> String {
    if version >= PythonVersion::PY314 {
        "list.index(x): x not in list".to_owned()
    } else {
        format!("{repr} is not in list")
    }
}

/// `x` read before it is bound.
#[must_use]
pub fn unbound_local(version: PythonVersion, name: &str) -> String {
    if version >= PythonVersion::PY311 {
        format!("cannot access local variable '{name}' where it is not associated with a value")
    } else {
        format!("local variable '{name}' referenced before assignment")
    }
}

/// A variable of an enclosing function read before it is bound.
#[must_use]
pub fn unbound_free(version: PythonVersion, name: &str) -> String {
    if version >= PythonVersion::PY311 {
        format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope")
    } else {
        format!("free variable '{name}' referenced before assignment in enclosing scope")
    }
}

/// `int(None)`, `float([])`: what a number is not made of.
#[must_use]
pub fn no_number(version: PythonVersion, function: &str, class: &str) -> String {
    const NUMBER: PerVersion<&str> =
        PerVersion(["number", "real number", "real number", "real number", "real number", "real number"]);
    let others = if function == "int" { "a string, a bytes-like object" } else { "a string" };
    format!("{function}() argument must be {others} or a {}, not '{class}'", NUMBER.at(version))
}

/// The functions of a property.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accessor {
    Getter,
    Setter,
    Deleter,
}

/// `o.total = 1` where the class has only a getter for it. Up to 3.9 a property does not know its name.
#[must_use]
pub fn no_accessor(version: PythonVersion, accessor: Accessor, name: &str, class: &str) -> String {
    let (function, what) = match accessor {
        Accessor::Getter => ("getter", "unreadable attribute"),
        Accessor::Setter => ("setter", "can't set attribute"),
        Accessor::Deleter => ("deleter", "can't delete attribute"),
    };
    match version {
        _ if version >= PythonVersion::PY311 => format!("property '{name}' of '{class}' object has no {function}"),
        _ if version >= PythonVersion::PY310 => format!("{what} '{name}'"),
        _ => what.to_owned(),
    }
}
