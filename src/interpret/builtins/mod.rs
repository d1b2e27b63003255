//! CPython's own functions and methods on known values.
//!
//! One file per type; each has a table `NAMES` from the full name (`list.append`, `gc.collect`) to its implementation.
//! A native borrows its arguments and returns an owned reference. What a native cannot tell stops the run.

mod aggregate;
mod classes;
mod construct;
mod copying;
mod dicts;
mod exceptions;
mod functions;
mod iterators;
mod lists;
mod modules;
mod sets;
mod slots;
mod strings;

use super::Machine;
use super::call::Arguments;
use super::machine::{Run, stop};
use crate::cpython::exceptions::ExceptionClass;
use crate::heap::{Type, Value};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

pub(super) type Native = fn(&mut Machine<'_>, &Call<'_>) -> Run<Value>;

/// One call of a native.
pub(super) struct Call<'c> {
    /// The object that a method is called on, else unbound.
    pub receiver: Value,
    pub arguments: &'c Arguments,
}

impl Call<'_> {
    /// The positional arguments, if there are just `N` and no keywords.
    pub(super) fn exactly<const N: usize>(&self) -> Run<[Value; N]> {
        let none = self.arguments.keywords.is_empty();
        match self.arguments.positional[..].try_into() {
            Ok(values) if none => Ok(values),
            _ => Err(stop("this form of a builtin call is not modelled")),
        }
    }

    pub(super) fn positional(&self) -> Run<&[Value]> {
        if self.arguments.keywords.is_empty() {
            Ok(&self.arguments.positional)
        } else {
            Err(stop("keyword arguments of this builtin are not modelled"))
        }
    }

    pub(super) fn keyword(&self, m: &Machine<'_>, name: &str) -> Option<Value> {
        self.arguments.keywords.iter().find(|(n, _)| m.text(*n) == name).map(|&(_, v)| v)
    }
}

static NATIVES: LazyLock<FxHashMap<&'static str, Native>> = LazyLock::new(|| {
    let tables: [&[(&'static str, Native)]; 13] = [
        functions::NAMES,
        aggregate::NAMES,
        classes::NAMES,
        construct::NAMES,
        copying::NAMES,
        iterators::NAMES,
        lists::NAMES,
        dicts::NAMES,
        sets::NAMES,
        slots::NAMES,
        strings::NAMES,
        modules::NAMES,
        exceptions::NAMES,
    ];
    tables.into_iter().flatten().copied().collect()
});

/// Classes among the builtins, by full name, beside the exceptions.
const CLASSES: &[&str] = &[
    "object",
    "int",
    "float",
    "bool",
    "str",
    "bytes",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "range",
    "enumerate",
    "zip",
    "map",
    "filter",
    "reversed",
    "type",
    "property",
    "staticmethod",
    "classmethod",
];

/// Modules of the standard library that print nothing when imported.
const QUIET_MODULES: &[&str] = &[
    "abc",
    "array",
    "asyncio",
    "atexit",
    "bisect",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "gc",
    "heapq",
    "io",
    "itertools",
    "json",
    "logging",
    "math",
    "operator",
    "os",
    "random",
    "re",
    "string",
    "sys",
    "threading",
    "time",
    "tracemalloc",
    "types",
    "typing",
    "warnings",
    "weakref",
    "__future__",
];

pub(super) fn is_quiet_module(name: &str) -> bool {
    QUIET_MODULES.contains(&name)
}

pub(super) fn is_class(name: &str) -> bool {
    CLASSES.contains(&name) || ExceptionClass::named(name).is_some()
}

/// The builtin that a global name means if the module does not bind it.
pub(super) fn global(name: &str) -> Option<&'static str> {
    let class = || CLASSES.iter().find(|c| **c == name).copied();
    let exception = || ExceptionClass::named(name).map(ExceptionClass::name);
    known(name).filter(|n| !n.contains('.')).or_else(class).or_else(exception)
}

/// A name that CPython's module `builtins` binds, on some version: not known here does not mean undefined.
pub(super) fn may_exist(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "__build_class__",
        "__debug__",
        "__doc__",
        "__file__",
        "__import__",
        "__loader__",
        "__spec__",
        "__package__",
        "__builtins__",
        "__annotations__",
        "__cached__",
        "aiter",
        "anext",
        "ascii",
        "bin",
        "breakpoint",
        "bytearray",
        "compile",
        "complex",
        "copyright",
        "credits",
        "delattr",
        "dir",
        "eval",
        "exec",
        "exit",
        "filter",
        "format",
        "getattr",
        "globals",
        "hash",
        "help",
        "hex",
        "input",
        "issubclass",
        "iter",
        "license",
        "locals",
        "memoryview",
        "next",
        "oct",
        "open",
        "quit",
        "reversed",
        "setattr",
        "slice",
        "super",
        "vars",
        "EncodingWarning",
        "PythonFinalizationError",
        "IOError",
        "EnvironmentError",
    ];
    OTHERS.contains(&name)
        || crate::cpython::sizes::exception_size(crate::config::PythonVersion::ALL[5], name).is_some()
}

/// The full name of a native, as a constant.
pub(super) fn known(name: &str) -> Option<&'static str> {
    NATIVES.get_key_value(name).map(|(&k, _)| k)
}

/// The full name of a method of a builtin type.
pub(super) fn method(ty: Type, name: &str) -> Option<&'static str> {
    known(&format!("{}.{name}", ty.name()))
}

/// A method, not a function of a class or module.
pub(super) fn takes_receiver(name: &str) -> bool {
    const STATIC: &[&str] = &["dict.fromkeys", "str.maketrans"];
    name.split_once('.')
        .is_some_and(|(class, method)| is_class(class) && method != "__new__" && !STATIC.contains(&name))
}

pub(super) fn call(m: &mut Machine<'_>, name: &'static str, receiver: Value, arguments: &Arguments) -> Run<Value> {
    let Some(native) = NATIVES.get(name) else { return Err(stop(format!("unknown call: {name}"))) };
    native(m, &Call { receiver, arguments })
}
