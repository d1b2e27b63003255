//! The exceptions among the builtins, and which derives from which.

use crate::config::PythonVersion;

/// A builtin exception class: a row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ExceptionClass(&'static str);

/// Class and base. Those that only some versions have are not here, but the groups, which 3.11 brought.
const TABLE: &[(&str, &str)] = &[
    ("BaseException", "object"),
    ("BaseExceptionGroup", "BaseException"),
    ("Exception", "BaseException"),
    ("ExceptionGroup", "Exception"),
    ("GeneratorExit", "BaseException"),
    ("KeyboardInterrupt", "BaseException"),
    ("SystemExit", "BaseException"),
    ("ArithmeticError", "Exception"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BufferError", "Exception"),
    ("EOFError", "Exception"),
    ("ImportError", "Exception"),
    ("LookupError", "Exception"),
    ("MemoryError", "Exception"),
    ("NameError", "Exception"),
    ("OSError", "Exception"),
    ("ReferenceError", "Exception"),
    ("RuntimeError", "Exception"),
    ("StopAsyncIteration", "Exception"),
    ("StopIteration", "Exception"),
    ("SyntaxError", "Exception"),
    ("SystemError", "Exception"),
    ("TypeError", "Exception"),
    ("ValueError", "Exception"),
    ("Warning", "Exception"),
    ("FloatingPointError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("ModuleNotFoundError", "ImportError"),
    ("IndexError", "LookupError"),
    ("KeyError", "LookupError"),
    ("UnboundLocalError", "NameError"),
    ("BlockingIOError", "OSError"),
    ("ChildProcessError", "OSError"),
    ("ConnectionError", "OSError"),
    ("FileExistsError", "OSError"),
    ("FileNotFoundError", "OSError"),
    ("InterruptedError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("NotADirectoryError", "OSError"),
    ("PermissionError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("TimeoutError", "OSError"),
    ("BrokenPipeError", "ConnectionError"),
    ("ConnectionAbortedError", "ConnectionError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"),
    ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("IndentationError", "SyntaxError"),
    ("TabError", "IndentationError"),
    ("UnicodeError", "ValueError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("UnicodeTranslateError", "UnicodeError"),
    ("BytesWarning", "Warning"),
    ("DeprecationWarning", "Warning"),
    ("FutureWarning", "Warning"),
    ("ImportWarning", "Warning"),
    ("PendingDeprecationWarning", "Warning"),
    ("ResourceWarning", "Warning"),
    ("RuntimeWarning", "Warning"),
    ("SyntaxWarning", "Warning"),
    ("UnicodeWarning", "Warning"),
    ("UserWarning", "Warning"),
];

impl ExceptionClass {
    /// The class of this name, if it is a builtin exception.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|(class, _)| *class == name).map(|&(class, _)| Self(class))
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }

    #[must_use]
    pub fn base(self) -> Option<Self> {
        let (_, base) = TABLE.iter().find(|(class, _)| *class == self.0)?;
        Self::named(base)
    }

    /// `issubclass(self, other)`. `ExceptionGroup` has two bases.
    #[must_use]
    pub fn derives_from(self, other: Self) -> bool {
        std::iter::successors(Some(self), |c| c.base()).any(|c| c == other)
            || (self.is_group() && other.is_group_base())
    }

    /// Whether the builtins of a version have it.
    #[must_use]
    pub fn exists_in(self, version: PythonVersion) -> bool {
        !self.is_group() || version >= PythonVersion::PY311
    }

    /// `BaseExceptionGroup`, `ExceptionGroup`
    #[must_use]
    pub fn is_group(self) -> bool {
        self.is_group_base() || self.0 == "ExceptionGroup"
    }

    fn is_group_base(self) -> bool {
        self.0 == "BaseExceptionGroup"
    }

    /// The three Unicode errors take just so many arguments.
    #[must_use]
    pub fn derives_from_unicode(self) -> bool {
        matches!(self.0, "UnicodeDecodeError" | "UnicodeEncodeError" | "UnicodeTranslateError")
    }

    /// The class whose C code makes its objects: those derived from it add no fields and no `__init__` of their own.
    #[must_use]
    pub fn layout(self) -> Layout {
        let own = std::iter::successors(Some(self), |c| c.base()).find_map(|c| match c.0 {
            "OSError" | "ImportError" | "SyntaxError" | "MemoryError" => Some(Layout::Special),
            "UnicodeDecodeError" | "UnicodeEncodeError" | "UnicodeTranslateError" => Some(Layout::Special),
            "BaseExceptionGroup" | "ExceptionGroup" => Some(Layout::Group),
            "StopIteration" => Some(Layout::Value("value")),
            "SystemExit" => Some(Layout::Value("code")),
            "NameError" => Some(Layout::Names),
            "AttributeError" => Some(Layout::Names),
            _ => None,
        });
        own.unwrap_or(Layout::Plain)
    }
}

/// What an exception object has beside what all of them have (`exceptions.c`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    Plain,
    /// Its first argument once more, under this name.
    Value(&'static str),
    /// From 3.10 `name` and `obj`, which C code fills in.
    Names,
    /// `message` and `exceptions`: a tuple of the sequence that is the second argument.
    Group,
    /// Fields that depend on the arguments.
    Special,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_base_is_a_row_and_all_end_at_base_exception() {
        let root = ExceptionClass::named("BaseException");
        for (name, base) in TABLE {
            let class = ExceptionClass::named(name);
            assert!(*base == "object" || ExceptionClass::named(base).is_some(), "{name}");
            assert!(class.zip(root).is_some_and(|(c, r)| c.derives_from(r)), "{name}");
        }
    }
}
