//! Which builtin objects can change, by the names of their types.

/// Whether an object can become equal to something that it was not equal to before.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mutability {
    Mutable,
    /// Neither it nor what it refers to can change.
    Immutable,
    /// It cannot change, what it refers to may: `([], 1)`.
    ImmutableItself,
}

/// A type, and an expression that makes one: `tests/cpython/mutability.rs` changes, copies and hashes these.
pub static MUTABILITY: &[(&str, Mutability, &str)] = &[
    ("list", Mutability::Mutable, "[1]"),
    ("dict", Mutability::Mutable, "{1: 2}"),
    ("set", Mutability::Mutable, "{1}"),
    ("bytearray", Mutability::Mutable, "bytearray(b'a')"),
    ("collections.deque", Mutability::Mutable, "collections.deque([1])"),
    ("collections.defaultdict", Mutability::Mutable, "collections.defaultdict(list)"),
    ("collections.Counter", Mutability::Mutable, "collections.Counter('a')"),
    ("collections.OrderedDict", Mutability::Mutable, "collections.OrderedDict(a=1)"),
    ("int", Mutability::Immutable, "1000"),
    ("float", Mutability::Immutable, "1.5"),
    ("complex", Mutability::Immutable, "1j"),
    ("bool", Mutability::Immutable, "True"),
    ("NoneType", Mutability::Immutable, "None"),
    ("str", Mutability::Immutable, "'hello'"),
    ("bytes", Mutability::Immutable, "b'hello'"),
    ("range", Mutability::Immutable, "range(3)"),
    ("tuple", Mutability::ImmutableItself, "([1], 2)"),
    ("frozenset", Mutability::ImmutableItself, "frozenset([1])"),
];

/// None: it depends on the class, or is not in the table.
#[must_use]
pub fn mutability(type_name: &str) -> Option<Mutability> {
    MUTABILITY.iter().find(|(name, ..)| *name == type_name).map(|&(_, mutability, _)| mutability)
}
