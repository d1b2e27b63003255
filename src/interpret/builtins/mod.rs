//! CPython's own functions and methods on known values.
//!
//! One file per type; each has a table `NAMES` from the full name (`list.append`, `gc.collect`) to its implementation.
//! A native borrows its arguments and returns an owned reference. What a native cannot tell stops the run.

mod aggregate;
mod arrays;
mod buffers;
mod chain_maps;
mod classes;
mod construct;
mod copying;
mod dataclasses;
mod decorators;
mod deques;
mod dicts;
mod enum_members;
mod enums;
mod exception_groups;
mod exceptions;
mod flags;
mod forms;
mod frozen;
mod functions;
mod functools;
mod heaps;
mod io;
mod iterators;
mod itertools;
mod json;
mod lists;
mod managers;
mod mappings;
mod maths;
mod modules;
mod namedtuples;
mod namespaces;
mod numbers;
mod operators;
mod partial_methods;
mod proxies;
mod reconstruct;
mod reflection;
mod searching;
mod sets;
mod slots;
mod slotted;
mod strings;
mod views;
mod weakrefs;
mod wrapped_keys;

pub(super) use buffers::find_bytes;
pub(super) use construct::fill_dict;

use super::Machine;
use super::call::Arguments;
use super::machine::{Run, stop};
use crate::bytecode::Name;
use crate::cpython::{exceptions::ExceptionClass, library};
use crate::heap::{EnumBase, ObjectData, Type, Value};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

pub(super) use forms::is_form;

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
    let tables: [&[(&'static str, Native)]; 40] = [
        functions::NAMES,
        aggregate::NAMES,
        classes::NAMES,
        construct::NAMES,
        copying::NAMES,
        dataclasses::NAMES,
        decorators::NAMES,
        enums::NAMES,
        namedtuples::NAMES,
        namespaces::NAMES,
        chain_maps::NAMES,
        partial_methods::NAMES,
        wrapped_keys::NAMES,
        iterators::NAMES,
        lists::NAMES,
        dicts::NAMES,
        sets::NAMES,
        slots::NAMES,
        strings::NAMES,
        modules::NAMES,
        arrays::NAMES,
        buffers::NAMES,
        deques::NAMES,
        functools::NAMES,
        heaps::NAMES,
        io::NAMES,
        itertools::NAMES,
        json::NAMES,
        mappings::NAMES,
        managers::NAMES,
        maths::NAMES,
        operators::NAMES,
        proxies::NAMES,
        views::NAMES,
        weakrefs::NAMES,
        numbers::NAMES,
        reflection::NAMES,
        searching::NAMES,
        exceptions::NAMES,
        exception_groups::NAMES,
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
    "bytearray",
    "memoryview",
    "complex",
    "slice",
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
    "abc.ABC",
    "property",
    "staticmethod",
    "classmethod",
];

/// Classes of CPython's own that no name among the builtins means: only `type(x)` gives them.
const UNNAMED_CLASSES: &[Type] = &[
    Type::NoneType,
    Type::Function,
    Type::Method,
    Type::BuiltinFunction,
    Type::Module,
    Type::Cell,
    Type::Generator,
    Type::Coroutine,
    Type::AsyncGenerator,
    Type::MappingProxy,
];

/// `types.FunctionType`: the class of CPython's own that a name of the module `types` stands for.
pub(super) fn type_of_module_types(full: &str) -> Option<&'static str> {
    let ty = match full.strip_prefix("types.")? {
        "FunctionType" | "LambdaType" => Type::Function,
        "MethodType" => Type::Method,
        "BuiltinFunctionType" | "BuiltinMethodType" => Type::BuiltinFunction,
        "ModuleType" => Type::Module,
        "CellType" => Type::Cell,
        "GeneratorType" => Type::Generator,
        "CoroutineType" => Type::Coroutine,
        "AsyncGeneratorType" => Type::AsyncGenerator,
        "MappingProxyType" => Type::MappingProxy,
        // From 3.10 on.
        "NoneType" => Type::NoneType,
        _ => return None,
    };
    Some(ty.name())
}

/// The class of an object by its full name, if the class is one that the program can hold.
pub(super) fn class_of(ty: Type) -> Option<&'static str> {
    let unnamed = UNNAMED_CLASSES.contains(&ty).then(|| ty.name());
    let of_library = || Some(owner(ty)).filter(|name| name.contains('.') && library::kind(name).is_class());
    global(ty.name()).or(unnamed).or_else(of_library)
}

/// Whether a class of CPython's own is another one or derives from it; `None` where that is not known.
pub(super) fn is_builtin_subclass(ty: Type, of: &str) -> Option<bool> {
    let is_iterator = |name: &str| matches!(name, "enumerate" | "zip" | "map" | "filter" | "reversed");
    match ty {
        Type::Bool => Some(matches!(of, "bool" | "int")),
        Type::Counter | Type::DefaultDict | Type::OrderedDict if of == "dict" => Some(true),
        Type::WeakReference | Type::WeakMethod if of == "weakref.ref" => Some(true),
        // One type for many classes.
        Type::Iterator if is_iterator(of) => None,
        _ => match class_of(ty) {
            Some(own) => Some(own == of),
            None if of.contains('.') => None,
            None => Some(false),
        },
    }
}

/// Modules of the standard library that print nothing when imported.
const QUIET_MODULES: &[&str] = &[
    "abc",
    "array",
    "asyncio",
    "atexit",
    "bisect",
    "collections",
    "collections.abc",
    "contextlib",
    "contextvars",
    "copy",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "dis",
    "enum",
    "fractions",
    "functools",
    "gc",
    "heapq",
    "inspect",
    "io",
    "itertools",
    "json",
    "logging",
    "math",
    "operator",
    "os",
    "pathlib",
    "pickle",
    "pprint",
    "queue",
    "random",
    "re",
    "statistics",
    "string",
    "struct",
    "sys",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "traceback",
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
    CLASSES.contains(&name)
        || UNNAMED_CLASSES.iter().any(|t| t.name() == name)
        || library::kind(name).is_class()
        || ExceptionClass::named(name).is_some()
}

/// Modules that the analysis knows by its tables alone: their objects are followed where all values are known.
pub(super) fn is_for_known_values(module: &str) -> bool {
    !matches!(module, "copy" | "gc" | "sys")
}

/// What a module holds beside functions and classes: `math.pi`, `sys.version_info`; an owned reference.
pub(super) fn module_value(m: &mut Machine<'_>, name: &str) -> Run<Option<Value>> {
    match name {
        "dataclasses.FrozenInstanceError" => frozen::frozen_instance_error(m).map(Some),
        "gc.garbage" => modules::garbage(m).map(Some),
        "sys.version_info" => modules::version_info(m).map(Some),
        "sys.maxsize" => modules::max_size(m).map(Some),
        _ => maths::constant(name).map(|f| modules::float(m, f)).transpose(),
    }
}

/// A function that is looked up on a class: `dict.fromkeys`, `chain.from_iterable`, `str.upper`.
pub(super) fn class_method(class: &str, name: &str) -> Option<&'static str> {
    known(&format!("{class}.{name}")).filter(|full| {
        matches!(
            *full,
            "dict.fromkeys" | "collections.OrderedDict.fromkeys" | "str.maketrans" | "itertools.chain.from_iterable"
        )
    })
}

/// The builtin that a global name means if the module does not bind it.
pub(super) fn global(name: &str) -> Option<&'static str> {
    let class = CLASSES.iter().find(|c| **c == name).copied();
    let exception = || ExceptionClass::named(name).map(ExceptionClass::name);
    known(name).or(class).filter(|n| !n.contains('.')).or_else(exception)
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

/// A base of the library that makes another kind of class.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum LibraryBase {
    #[default]
    NamedTuple,
    Enum(EnumBase),
}

pub(super) fn library_base(m: &Machine<'_>, bases: &[Value]) -> Option<LibraryBase> {
    if let &[base] = bases
        && matches!(m.known(base)?.1.data, ObjectData::Builtin("typing.NamedTuple"))
    {
        return Some(LibraryBase::NamedTuple);
    }
    m.enum_base(*bases.last()?).map(LibraryBase::Enum)
}

impl Machine<'_> {
    /// `class Color(Enum)`, `class Point(NamedTuple)`
    pub(super) fn library_class(
        &mut self,
        base: LibraryBase,
        bases: &[Value],
        name: &str,
        names: Vec<(Name, Value)>,
        annotated: Vec<Name>,
    ) -> Run<Value> {
        match base {
            LibraryBase::NamedTuple => self.class_of_named_tuple(name, names, annotated),
            LibraryBase::Enum(base) => self.enum_class(base, bases, name, names),
        }
    }
}

/// The full name of a native, as a constant.
pub(super) fn known(name: &str) -> Option<&'static str> {
    NATIVES.get_key_value(name).map(|(&k, _)| k)
}

/// The full name of a method of a builtin type.
pub(super) fn method(ty: Type, name: &str) -> Option<&'static str> {
    known(&format!("{}.{name}", owner(ty))).or_else(|| match ty {
        Type::Counter | Type::DefaultDict | Type::OrderedDict => known(&format!("dict.{name}")),
        Type::FrozenSet => known(&format!("set.{name}")).filter(|f| !changes_a_set(f)),
        _ => None,
    })
}

fn changes_a_set(full: &str) -> bool {
    let (_, name) = full.rsplit_once('.').unwrap_or(("", full));
    matches!(name, "add" | "discard" | "remove" | "pop" | "clear") || name.ends_with("update")
}

/// The type's name with its module, as the tables have it.
fn owner(ty: Type) -> &'static str {
    match ty {
        Type::Deque => "collections.deque",
        Type::Counter => "collections.Counter",
        Type::DefaultDict => "collections.defaultdict",
        Type::OrderedDict => "collections.OrderedDict",
        Type::Array => "array.array",
        Type::ChainMap => "collections.ChainMap",
        Type::PartialMethod => "functools.partialmethod",
        Type::SimpleNamespace => "types.SimpleNamespace",
        Type::Finalizer => "weakref.finalize",
        Type::WeakValueDictionary => "weakref.WeakValueDictionary",
        Type::WeakKeyDictionary => "weakref.WeakKeyDictionary",
        Type::WeakSet => "weakref.WeakSet",
        Type::WeakMethod => "weakref.WeakMethod",
        Type::Partial => "functools.partial",
        Type::ItemGetter => "operator.itemgetter",
        Type::AttrGetter => "operator.attrgetter",
        Type::MethodCaller => "operator.methodcaller",
        Type::LruCache => "functools._lru_cache_wrapper",
        Type::StringIO => "io.StringIO",
        Type::BytesIO => "io.BytesIO",
        Type::ExitStack => "contextlib.ExitStack",
        Type::Lock | Type::RLock => "threading.Lock",
        ty => ty.name(),
    }
}

/// A method, not a function of a class or module.
pub(super) fn takes_receiver(name: &str) -> bool {
    const STATIC: &[&str] = &["dict.fromkeys", "str.maketrans"];
    name.split_once('.')
        .is_some_and(|(class, method)| is_class(class) && method != "__new__" && !STATIC.contains(&name))
}

pub(super) fn call(m: &mut Machine<'_>, name: &'static str, receiver: Value, arguments: &Arguments) -> Run<Value> {
    let unnamed = || NATIVES.get(format!("types.{name}").as_str());
    let Some(native) = NATIVES.get(name).or_else(unnamed) else { return Err(stop(format!("unknown call: {name}"))) };
    native(m, &Call { receiver, arguments })
}
