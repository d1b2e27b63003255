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
    /// An attribute of one of two objects is stored: it replaces that of both. Right: either may have the old one.
    StrongUpdate,
    /// What a loop makes at one place is one object. Right: the last one, and those before.
    ManyAsOne,
    /// A call of something unknown changes nothing.
    UnknownHarmless,
    /// What the first pass through a loop sees is told of all.
    FirstPassTold,
    /// What a helper does to its arguments is forgotten at its return.
    HelperForgotten,
    /// Where two paths meet, an object is as the first left it.
    FirstPathKept,
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
