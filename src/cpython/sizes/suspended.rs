use super::{POINTER, PerVersion};
use crate::config::PythonVersion;

/// What a suspended frame is wrapped in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Suspended {
    Generator,
    Coroutine,
    AsyncGenerator,
}

/// The frame of a generator is an object of its own, beside it.
#[must_use]
pub fn frame_is_apart(version: PythonVersion) -> bool {
    version <= PythonVersion::PY310
}

/// A generator or coroutine object whose code has `slots` locals, cells and free variables together and a
/// value stack of `stack` entries (`co_stacksize`).
///
/// Up to 3.10 the frame is an object of its own and is not in this number.
#[must_use]
pub fn suspended_size(version: PythonVersion, kind: Suspended, slots: u64, stack: u64) -> u64 {
    const GENERATOR: PerVersion<u64> = PerVersion([112, 104, 168, 160, 160, 168]);
    const COROUTINE: PerVersion<u64> = PerVersion([120, 112, 168, 160, 160, 168]);
    const ASYNC_GENERATOR: PerVersion<u64> = PerVersion([136, 128, 168, 160, 160, 168]);
    let header = match kind {
        Suspended::Generator => GENERATOR,
        Suspended::Coroutine => COROUTINE,
        Suspended::AsyncGenerator => ASYNC_GENERATOR,
    }
    .at(version);
    if frame_is_apart(version) {
        return header;
    }
    slots.saturating_add(stack).saturating_mul(POINTER).saturating_add(header)
}
