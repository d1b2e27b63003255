//! The order in which things go, and other run-time facts that differ by version.

use super::per_version::PerVersion;
use crate::config::PythonVersion;

/// From which end a group of references is dropped.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Order {
    FirstToLast,
    LastToFirst,
}

/// The locals of a frame that returns. Slots are: arguments, then locals by their first appearance in the code.
#[must_use]
pub fn locals(version: PythonVersion) -> Order {
    last_to_first_since(version, PythonVersion::PY314)
}

/// `f(A(), B())`: the arguments that nothing else refers to, when the call of a Python function is over.
#[must_use]
pub fn temporary_arguments(version: PythonVersion) -> Order {
    match version {
        PythonVersion::PY311 | PythonVersion::PY312 | PythonVersion::PY313 => Order::FirstToLast,
        _ => Order::LastToFirst,
    }
}

/// `A() < B()`, `A() in B()`, `A() is B()`, `del A()[B()]`: of the operands that nothing else refers to.
#[must_use]
pub fn temporary_operands(version: PythonVersion) -> Order {
    last_to_first_since(version, PythonVersion::PY314)
}

fn last_to_first_since(version: PythonVersion, first: PythonVersion) -> Order {
    if version >= first { Order::LastToFirst } else { Order::FirstToLast }
}

/// A container that is freed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Container {
    List,
    Tuple,
    /// In the order of insertion.
    Dict,
    /// The attributes of an instance, in the order in which they were first set.
    Instance,
    Set,
}

/// The order in which a container lets go of its elements; `None`: nobody can say (a set).
#[must_use]
pub fn elements(container: Container) -> Option<Order> {
    match container {
        Container::List | Container::Tuple => Some(Order::LastToFirst),
        Container::Dict | Container::Instance => Some(Order::FirstToLast),
        Container::Set => None,
    }
}

/// Whether the caller's stack owns the arguments during a call of a Python function, so that `del param` in the
/// callee does not free a temporary before the return.
#[must_use]
pub fn caller_owns_arguments(version: PythonVersion, star: StarArguments) -> bool {
    match star {
        StarArguments::No => version <= PythonVersion::PY310,
        StarArguments::Yes => version <= PythonVersion::PY311,
    }
}

/// Whether the call unpacks: `f(*xs)`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StarArguments {
    No,
    Yes,
}

/// Whether a list, dict or set comprehension runs in the frame of its function (PEP 709); a generator expression
/// never does.
#[must_use]
pub fn comprehension_is_inlined(version: PythonVersion) -> bool {
    version >= PythonVersion::PY312
}

/// The line to which the deaths in a suspended generator belong when `del gen` closes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CloseLine {
    /// The suspended `yield`.
    Yield,
    /// The `del`.
    Del,
}

/// A finalizer does not see this line; it is that of the innermost frame when memory is given back, and the tests
/// of `trace` compare it.
#[must_use]
pub fn generator_close_line(version: PythonVersion) -> CloseLine {
    match version {
        PythonVersion::PY312 | PythonVersion::PY313 => CloseLine::Del,
        _ => CloseLine::Yield,
    }
}

/// Whether the line of a `with` is a step of its own once more when the block ends (PEP 626).
#[must_use]
pub fn with_line_runs_again(version: PythonVersion) -> bool {
    version >= PythonVersion::PY310
}

/// Whether the head of `while True:` is a step of its own, in each iteration (PEP 626).
#[must_use]
pub fn while_true_is_a_step(version: PythonVersion) -> bool {
    version >= PythonVersion::PY310
}

/// Whether an exhausted `reversed(a_list)` still owns the list.
#[must_use]
pub fn exhausted_reversed_keeps_list(version: PythonVersion) -> bool {
    version >= PythonVersion::PY313
}

/// Whether `locals()`, `vars()`, `dir()` or `eval()` in a function leaves a second owner on every local until the
/// frame ends, though the result is dropped (before PEP 667).
#[must_use]
pub fn locals_call_keeps_locals(version: PythonVersion) -> bool {
    version <= PythonVersion::PY312
}

/// `gc.get_threshold()`; `None` where patch releases differ (3.14).
#[must_use]
pub fn gc_thresholds(version: PythonVersion) -> Option<[u32; 3]> {
    const THRESHOLDS: PerVersion<Option<[u32; 3]>> = PerVersion([
        Some([700, 10, 10]),
        Some([700, 10, 10]),
        Some([700, 10, 10]),
        Some([700, 10, 10]),
        Some([2000, 10, 10]),
        None,
    ]);
    THRESHOLDS.at(version)
}
