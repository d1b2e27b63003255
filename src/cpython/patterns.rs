//! What patterns ask of the class of a subject (PEP 634; `Py_TPFLAGS_SEQUENCE`, `Py_TPFLAGS_MAPPING`,
//! `_Py_TPFLAGS_MATCH_SELF`). Subclasses inherit the answers.

/// `case [a, b]` may match them. `collections.abc` registers those that are not built in; str, bytes and bytearray are
/// none by decree.
const SEQUENCES: &[&str] = &["CacheInfo", "array", "deque", "list", "memoryview", "range", "tuple"];

/// `case {"key": value}` may match them.
const MAPPINGS: &[&str] =
    &["Counter", "OrderedDict", "WeakKeyDictionary", "WeakValueDictionary", "defaultdict", "dict", "mappingproxy"];

/// Classes whose one positional pattern is the subject itself: `case int(n)`.
const MATCH_SELF: &[&str] = &[
    "Counter",
    "OrderedDict",
    "bool",
    "bytearray",
    "bytes",
    "defaultdict",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "set",
    "str",
    "tuple",
];

#[must_use]
pub fn is_sequence(class: &str) -> bool {
    SEQUENCES.contains(&class)
}

#[must_use]
pub fn is_mapping(class: &str) -> bool {
    MAPPINGS.contains(&class)
}

#[must_use]
pub fn matches_itself(class: &str) -> bool {
    MATCH_SELF.contains(&class)
}
