//! Text that grows in place.

use crate::config::PythonVersion;

/// The variable that `text += more` takes its text from and puts it back into.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Variable {
    /// A local of a function.
    Local,
    /// A local that a nested function captures.
    Cell,
    /// A name of a module or class body.
    Name,
    /// `global text`
    Global,
}

/// Whether `text += more` may resize the text that the variable alone holds, instead of copying it. Up to 3.10
/// `unicode_concatenate` of `ceval.c` looked at the next instruction; since 3.11 only the specialised
/// `BINARY_OP_INPLACE_ADD_UNICODE` does it, which knows locals.
#[must_use]
pub fn grows_in_place(version: PythonVersion, variable: Variable) -> bool {
    match variable {
        Variable::Local => true,
        Variable::Cell | Variable::Name => version <= PythonVersion::PY310,
        Variable::Global => false,
    }
}

/// Whether `f() + more` may resize the text that nobody but the operation holds.
#[must_use]
pub fn temporaries_grow(version: PythonVersion) -> bool {
    version <= PythonVersion::PY310
}
