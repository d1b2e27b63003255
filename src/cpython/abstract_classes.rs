//! The classes of `collections.abc`: which of them CPython's own classes are instances of, and which methods make a
//! class of the program one (`_collections_abc.py`: `__subclasshook__`, `register`).

/// The methods that a class must have for it to count, where methods alone decide.
const BY_METHODS: &[(&str, &[&str])] = &[
    ("Awaitable", &["__await__"]),
    ("AsyncIterable", &["__aiter__"]),
    ("AsyncIterator", &["__anext__", "__aiter__"]),
    ("Callable", &["__call__"]),
    ("Collection", &["__len__", "__iter__", "__contains__"]),
    ("Container", &["__contains__"]),
    ("Generator", &["__iter__", "__next__", "send", "throw", "close"]),
    ("Hashable", &["__hash__"]),
    ("Iterable", &["__iter__"]),
    ("Iterator", &["__next__", "__iter__"]),
    ("Reversible", &["__reversed__", "__iter__"]),
    ("Sized", &["__len__"]),
];

/// Those that a class is by inheritance or registration only.
const BY_NAME: &[&str] =
    &["AsyncGenerator", "Coroutine", "Mapping", "MutableMapping", "MutableSequence", "MutableSet", "Sequence", "Set"];

const COLLECTION: &[&str] = &["Collection", "Container", "Iterable", "Sized"];

/// The methods that decide, for an abstract class of this name; `None`: there is no such class, or methods do not decide.
#[must_use]
pub fn methods_of(name: &str) -> Option<&'static [&'static str]> {
    BY_METHODS.iter().find(|(class, _)| *class == name).map(|&(_, methods)| methods)
}

/// The abstract class of everything that has this one method.
#[must_use]
pub fn of_method(method: &str) -> Option<&'static str> {
    match method {
        "__next__" => Some("Iterator"),
        "__hash__" => None,
        _ => BY_METHODS.iter().find(|(_, methods)| *methods == [method]).map(|&(class, _)| class),
    }
}

#[must_use]
pub fn exists(name: &str) -> bool {
    methods_of(name).is_some() || BY_NAME.contains(&name)
}

const SEQUENCE: &[&str] = &["Collection", "Container", "Iterable", "Sized", "Reversible", "Sequence"];
const ITERATOR: &[&str] = &["Hashable", "Iterable", "Iterator"];

/// Classes of CPython's own, and what they are beside that.
const KINDS: &[(&[&str], &[&str], &[&str])] = &[
    (&["int", "float", "complex", "bool", "NoneType", "object", "exception"], &["Hashable"], &[]),
    (&["str", "bytes", "tuple", "range"], SEQUENCE, &["Hashable"]),
    (&["list", "bytearray", "deque"], SEQUENCE, &["MutableSequence"]),
    (&["dict", "Counter", "defaultdict", "OrderedDict"], COLLECTION, &["Reversible", "Mapping", "MutableMapping"]),
    (&["set"], COLLECTION, &["Set", "MutableSet"]),
    (&["frozenset"], COLLECTION, &["Hashable", "Set"]),
    (&["function", "method", "builtin_function_or_method", "type"], &["Hashable", "Callable"], &[]),
    (&["generator"], ITERATOR, &["Generator"]),
    (&["iterator"], ITERATOR, &[]),
    (&["coroutine"], &["Hashable", "Awaitable", "Coroutine"], &[]),
    (&["async_generator"], &["Hashable", "AsyncIterable", "AsyncIterator", "AsyncGenerator"], &[]),
];

/// `isinstance([], Sequence)`, for the name of the class that the object is of; `None` where that is not known.
#[must_use]
pub fn is_instance(class: &str, name: &str) -> Option<bool> {
    let (_, some, more) = KINDS.iter().find(|(classes, ..)| classes.contains(&class))?;
    Some(some.contains(&name) || more.contains(&name))
}
