use super::{GC_HEADER, POINTER, PerVersion, shared_dict_size};
use crate::config::PythonVersion;

/// What the instances of a class made by a `class` statement hold (over `object`).
///
/// ```python
/// class Point:                  # PLAIN
///     ...
/// class Fast:                   # slots(2)
///     __slots__ = ("x", "y")
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct InstanceLayout {
    /// Slots of this class and its bases, without `__dict__` and `__weakref__`.
    pub slots: u64,
    pub has_dict: bool,
    pub has_weakref: bool,
}

impl InstanceLayout {
    /// A class without `__slots__`.
    pub const PLAIN: Self = Self { slots: 0, has_dict: true, has_weakref: true };

    #[must_use]
    pub const fn slots(slots: u64) -> Self {
        Self { slots, has_dict: false, has_weakref: false }
    }
}

/// `object()`: reference count and type.
const OBJECT: u64 = 16;

/// An instance. Attribute values in a `__dict__`, or in the inline array of 3.11+, are not counted.
#[must_use]
pub fn instance_size(version: PythonVersion, layout: InstanceLayout) -> u64 {
    let slots = layout.slots.saturating_mul(POINTER);
    slots.saturating_add(OBJECT + GC_HEADER + dict_and_weakref(version, layout))
}

/// An instance of a class without `__slots__`, with all that its own attributes need: the dict that shares its keys with
/// the class up to 3.10, the array of values before the object since 3.11. Up to 21 attributes.
#[must_use]
pub fn instance_with_attributes(version: PythonVersion, attributes: u64) -> Option<u64> {
    /// What the array needs before its values.
    const VALUES: PerVersion<u64> = PerVersion([0, 0, 16, 16, 24, 24]);
    if attributes > 21 {
        return None;
    }
    let object = OBJECT + GC_HEADER + dict_and_weakref(version, InstanceLayout::PLAIN);
    Some(if version <= PythonVersion::PY310 {
        object + if attributes == 0 { 0 } else { shared_dict_size(version, attributes) }
    } else {
        // The array begins with a byte for each attribute.
        let order = if version <= PythonVersion::PY312 { (attributes + 2) / 8 } else { attributes / 8 };
        object + VALUES.at(version) + POINTER * (attributes + order)
    })
}

/// The pointers for `__dict__` and `__weakref__`. 3.11 put the dict and the values before the object, 3.12 the
/// weakref list too: two words, whichever of them there is.
fn dict_and_weakref(version: PythonVersion, layout: InstanceLayout) -> u64 {
    const DICT: PerVersion<u64> = PerVersion([8, 8, 16, 16, 16, 16]);
    const WEAKREF: PerVersion<u64> = PerVersion([8, 8, 8, 16, 16, 16]);
    let dict = if layout.has_dict { DICT.at(version) } else { 0 };
    let weakref = if layout.has_weakref { WEAKREF.at(version) } else { 0 };
    if version >= PythonVersion::PY312 { dict.max(weakref) } else { dict + weakref }
}

/// What a class object keeps for its instances.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClassKind {
    /// Instances have a `__dict__` that is not that of a C base.
    WithDict,
    /// Instances have a `__dict__` because a C base has one: `class E(Exception)`, `class M(type)`.
    DictOfBase,
    /// `__slots__` all the way.
    SlotsOnly,
}

/// A class object without its own `__dict__`. The number of slots does not show.
#[must_use]
pub fn class_size(version: PythonVersion, kind: ClassKind) -> u64 {
    const WITH_DICT: PerVersion<u64> = PerVersion([1064, 1072, 1688, 1704, 1712, 1720]);
    /// Since 3.11 shared keys are made only where the class brings the dict itself.
    const DICT_OF_BASE: PerVersion<u64> = PerVersion([1064, 1072, 920, 936, 944, 952]);
    const SLOTS_ONLY: PerVersion<u64> = PerVersion([896, 904, 920, 936, 944, 952]);
    match kind {
        ClassKind::WithDict => WITH_DICT,
        ClassKind::DictOfBase => DICT_OF_BASE,
        ClassKind::SlotsOnly => SLOTS_ONLY,
    }
    .at(version)
}

/// The builtin that a class without `__slots__` inherits from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SubclassBase {
    List,
    Dict,
    /// `set` and `frozenset`
    Set,
    Tuple,
    Int,
    /// `str` of ASCII characters
    AsciiStr,
    Float,
    Bytes,
    Bytearray,
    Exception,
}

/// What an instance of `class C(base): ...` has more than a `base` of the same content.
#[must_use]
pub fn subclass_extra(version: PythonVersion, base: SubclassBase) -> u64 {
    let table = match base {
        SubclassBase::List | SubclassBase::Dict => [16, 16, 24, 16, 16, 16],
        SubclassBase::Set => [8, 8, 16, 16, 16, 16],
        SubclassBase::Tuple => [8, 8, 8, 16, 16, 16],
        SubclassBase::Int => [16, 16, 16, 32, 32, 32],
        SubclassBase::AsciiStr => [48, 48, 64, 56, 56, 56],
        SubclassBase::Float | SubclassBase::Bytearray => [32, 32, 40, 32, 32, 32],
        SubclassBase::Bytes => [24, 24, 24, 32, 32, 32],
        SubclassBase::Exception => [8, 8, 8, 16, 16, 16],
    };
    PerVersion(table).at(version)
}

/// An exception of a builtin class, by the class's name. Its `__dict__` and traceback are objects of their own.
///
/// `None` for a name that is no builtin exception of 3.9 or later.
#[must_use]
pub fn exception_size(version: PythonVersion, class: &str) -> Option<u64> {
    let table = match class {
        "SyntaxError" | "IndentationError" | "TabError" => [128, 144, 152, 152, 152, 160],
        "OSError"
        | "IOError"
        | "EnvironmentError"
        | "BlockingIOError"
        | "BrokenPipeError"
        | "ChildProcessError"
        | "ConnectionAbortedError"
        | "ConnectionError"
        | "ConnectionRefusedError"
        | "ConnectionResetError"
        | "FileExistsError"
        | "FileNotFoundError"
        | "InterruptedError"
        | "IsADirectoryError"
        | "NotADirectoryError"
        | "PermissionError"
        | "ProcessLookupError"
        | "TimeoutError"
        | "UnicodeDecodeError"
        | "UnicodeEncodeError"
        | "UnicodeTranslateError" => [120, 120, 128, 128, 128, 128],
        "ImportError" | "ModuleNotFoundError" => [104, 104, 112, 120, 120, 120],
        "BaseExceptionGroup" | "ExceptionGroup" => {
            return (version >= PythonVersion::PY311).then(|| PerVersion([0, 0, 112, 120, 120, 128]).at(version));
        }
        "AttributeError" => [80, 96, 104, 104, 104, 104],
        "NameError" | "UnboundLocalError" => [80, 88, 96, 96, 96, 96],
        "StopIteration" | "SystemExit" => [88, 88, 96, 96, 96, 96],
        "BaseException"
        | "Exception"
        | "ArithmeticError"
        | "AssertionError"
        | "BufferError"
        | "BytesWarning"
        | "DeprecationWarning"
        | "EOFError"
        | "FloatingPointError"
        | "FutureWarning"
        | "GeneratorExit"
        | "ImportWarning"
        | "IndexError"
        | "KeyError"
        | "KeyboardInterrupt"
        | "LookupError"
        | "MemoryError"
        | "NotImplementedError"
        | "OverflowError"
        | "PendingDeprecationWarning"
        | "RecursionError"
        | "ReferenceError"
        | "ResourceWarning"
        | "RuntimeError"
        | "RuntimeWarning"
        | "StopAsyncIteration"
        | "SyntaxWarning"
        | "SystemError"
        | "TypeError"
        | "UnicodeError"
        | "UnicodeWarning"
        | "UserWarning"
        | "ValueError"
        | "Warning"
        | "ZeroDivisionError" => [80, 80, 88, 88, 88, 88],
        "EncodingWarning" => {
            return (version >= PythonVersion::PY310).then(|| PerVersion([0, 80, 88, 88, 88, 88]).at(version));
        }
        "PythonFinalizationError" => {
            return (version >= PythonVersion::PY313).then(|| PerVersion([0, 0, 0, 0, 88, 88]).at(version));
        }
        _ => return None,
    };
    Some(PerVersion(table).at(version))
}
