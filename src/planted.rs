//! Bugs of the simulation that a test plants, to see that it would find them. Nothing outside of tests can plant one.

/// One wrong rule each; `CPython` in each line is what the right rule says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bug {
    /// `weakref.ref(x)` owns `x`. CPython: no reference is counted.
    WeakEdgeCounted,
    /// Locals go last to first. CPython: first to last, up to 3.13.
    DropsReversed,
    /// 3.10 drops temporary arguments as 3.11 does. CPython: the last one first.
    LaterRule,
    /// Each call gets a default list of its own. CPython: one list for all calls.
    DefaultPerCall,
    /// `return` leaves `try` without its `finally`.
    FinallySkipped,
    /// A frame in a traceback does not own the frame that called it.
    CallersForgotten,
}

#[cfg(test)]
thread_local! {
    static PLANTED: std::cell::Cell<Option<Bug>> = const { std::cell::Cell::new(None) };
}

#[cfg(not(test))]
pub(crate) const fn is_planted(_: Bug) -> bool {
    false
}

#[cfg(test)]
pub(crate) fn is_planted(bug: Bug) -> bool {
    PLANTED.get() == Some(bug)
}

/// For the traces that this thread makes from here on.
#[cfg(test)]
pub(crate) fn plant(bug: Option<Bug>) {
    PLANTED.set(bug);
}
