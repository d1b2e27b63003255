//! Which values are one object by CPython's own doing: caches, singletons, interning, constant folding.

use super::per_version::PerVersion;
use crate::config::PythonVersion;

/// The ints of which there is only one each (`_PY_NSMALLNEGINTS`, `_PY_NSMALLPOSINTS`), both ends included.
pub const SMALL_INTS: std::ops::RangeInclusive<i64> = -5..=256;

/// Why a value is one object wherever it comes from, computed or written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Singleton {
    SmallInt(i16),
    /// `''`
    EmptyStr,
    /// A str of one character up to U+00FF.
    Latin1Char(u8),
    /// `b''`
    EmptyBytes,
    OneByte(u8),
    /// `()`
    EmptyTuple,
    /// `frozenset()`, on 3.9 only.
    EmptyFrozenset,
}

#[must_use]
pub fn int_singleton(value: i64) -> Option<Singleton> {
    let small = SMALL_INTS.contains(&value).then_some(value)?;
    i16::try_from(small).ok().map(Singleton::SmallInt)
}

#[must_use]
pub fn str_singleton(text: &str) -> Option<Singleton> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => Some(Singleton::EmptyStr),
        (Some(only), None) => u8::try_from(u32::from(only)).ok().map(Singleton::Latin1Char),
        _ => None,
    }
}

#[must_use]
pub fn bytes_singleton(bytes: &[u8]) -> Option<Singleton> {
    match bytes {
        [] => Some(Singleton::EmptyBytes),
        [only] => Some(Singleton::OneByte(*only)),
        _ => None,
    }
}

/// A frozenset made by a call without elements.
#[must_use]
pub fn frozenset_singleton(version: PythonVersion, len: u64) -> Option<Singleton> {
    (len == 0 && version == PythonVersion::PY39).then_some(Singleton::EmptyFrozenset)
}

/// The empty tuple that is made from something which does not say how many items it has: `tuple(x for x in [])`. Up to
/// 3.10 that is a tuple of ten first, cut when it is filled (`PySequence_Tuple`).
#[must_use]
pub fn empty_tuple_of_unsized(version: PythonVersion) -> Option<Singleton> {
    (version >= PythonVersion::PY311).then_some(Singleton::EmptyTuple)
}

/// Whether the compiler interns a constant str: one object in the whole process then, not only in its module.
///
/// `all_name_chars` in Objects/codeobject.c: ASCII letters, digits and underscores alone, or nothing.
#[must_use]
pub fn is_interned_constant(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What kind of object may be immortal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Candidate {
    /// `None`, `True`, `False`, `...`, `NotImplemented`, builtin types, and every `Singleton` but `frozenset()`.
    Singleton,
    /// A str constant, attribute or variable name that the compiler interned.
    InternedConstant,
    /// Any other object.
    Other,
}

/// Whether the object is never freed and its reference count means nothing (PEP 683). 3.11 and older have no
/// immortal objects.
#[must_use]
pub fn is_immortal(version: PythonVersion, candidate: Candidate) -> bool {
    const SINGLETONS: PerVersion<bool> = PerVersion([false, false, false, true, true, true]);
    const INTERNED: PerVersion<bool> = PerVersion([false, false, false, true, false, false]);
    match candidate {
        Candidate::Singleton => SINGLETONS.at(version),
        Candidate::InternedConstant => INTERNED.at(version),
        Candidate::Other => false,
    }
}

/// What the compiler folds an expression of constants into.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Folded {
    /// An int of this many bits: the sum of the operands' bits for `*`, bits times exponent for `**`, bits plus
    /// distance for `<<`.
    Int { bits: u64 },
    /// `'ab' * 3`, `b'ab' * 3`: a repetition of this length.
    Text { len: u64 },
    /// `(1, 2) * 3`: a repetition of this length.
    Tuple { len: u64 },
}

/// Whether the compiler folds `*`, `**` or `<<` when the result is that large (`safe_multiply`, `safe_power` and
/// `safe_lshift` of Python/ast_opt.c, Python/flowgraph.c since 3.14). A larger one is computed at run time and is
/// a new object each time.
#[must_use]
pub fn is_folded(result: Folded) -> bool {
    const MAX_INT_BITS: u64 = 128;
    const MAX_TEXT: u64 = 4096;
    const MAX_TUPLE: u64 = 256;
    match result {
        Folded::Int { bits } => bits <= MAX_INT_BITS,
        Folded::Text { len } => len <= MAX_TEXT,
        Folded::Tuple { len } => len <= MAX_TUPLE,
    }
}
