use super::{POINTER, PerVersion};
use crate::config::PythonVersion;

const EMPTY: u64 = 56;
/// `list(iterator)` asks `__length_hint__` and takes this many slots when there is no answer.
const NO_HINT: u64 = 8;

/// `list` with `allocated` slots (not its length).
#[must_use]
pub fn list_size(allocated: u64) -> u64 {
    allocated.saturating_mul(POINTER).saturating_add(EMPTY)
}

/// Slots after `list_resize` (Objects/listobject.c) from `len` to `new_len` items.
#[must_use]
pub fn list_resize(allocated: u64, len: u64, new_len: u64) -> u64 {
    if allocated >= new_len && new_len >= allocated / 2 {
        return allocated;
    }
    if new_len == 0 {
        return 0;
    }
    let roomy = over_allocated(new_len);
    // One big step (`extend`) is not over-allocated beyond the next multiple of four.
    if new_len.saturating_sub(len) > roomy.saturating_sub(new_len) { round_up(new_len, 4) } else { roomy }
}

fn over_allocated(len: u64) -> u64 {
    len.saturating_add(len / 8).saturating_add(6) & !3
}

fn round_up(value: u64, multiple: u64) -> u64 {
    value.checked_next_multiple_of(multiple).unwrap_or(u64::MAX)
}

/// Slots after one `append` or `insert` on `len` items; a list comprehension grows the same way.
#[must_use]
pub fn list_append(allocated: u64, len: u64) -> u64 {
    list_resize(allocated, len, len.saturating_add(1))
}

/// Slots after `count` appends, jumping from growth to growth: 86 jumps for a million, 145 for 10**9.
#[must_use]
pub fn list_append_many(mut allocated: u64, mut len: u64, count: u64) -> u64 {
    let end = len.saturating_add(count);
    while len < end && allocated < end {
        len = len.max(allocated);
        allocated = list_append(allocated, len);
        len = len.saturating_add(1);
    }
    allocated
}

/// By which way items go from a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Removal {
    /// `xs.pop()`
    Pop,
    /// `del xs[i]`
    Item,
    /// `del xs[a:b]`, `xs[a:b] = []`, `xs.remove(x)`
    Slice,
    /// `del xs[::2]`
    Step,
}

/// Slots after items were removed; `clear()` gives back all.
///
/// `None` where it depends on the patch release (3.14).
#[must_use]
pub fn list_remove(version: PythonVersion, way: Removal, allocated: u64, len: u64, new_len: u64) -> Option<u64> {
    if way == Removal::Item && version >= PythonVersion::PY313 {
        return Some(allocated);
    }
    if new_len == 0 {
        // One slot may stay where the array is resized as for any other length.
        return Some(if keeps_array(version, way) { list_resize(allocated, len, 0) } else { 0 });
    }
    let resized = list_resize(allocated, len, new_len);
    (resized == allocated || version < PythonVersion::PY314).then_some(resized)
}

/// Slots of `list(xs)` where `xs` knows its length. Sets and dicts differ: `list_from_hashed`.
#[must_use]
pub fn list_presized(version: PythonVersion, len: u64) -> u64 {
    /// Since 3.10 `list_preallocate_exact` rounds up to an even number.
    const MULTIPLE: PerVersion<u64> = PerVersion([1, 2, 2, 2, 2, 2]);
    round_up(len, MULTIPLE.at(version))
}

/// Slots of `list(a_set)`, `list(a_dict)` and of lists of dict views.
#[must_use]
pub fn list_from_hashed(version: PythonVersion, len: u64) -> u64 {
    if version >= PythonVersion::PY313 { list_resize(0, 0, len) } else { list_presized(version, len) }
}

/// What stands between the brackets of a list display.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Elements {
    /// `[1, 'a', None]`
    Constants,
    /// `[a, 1, f()]`
    Mixed,
    /// `[*xs]` where the length of `xs` is known and nothing else stands beside it.
    Unpacked,
}

impl Elements {
    /// Whether the compiler makes one constant of them, a tuple or frozenset that the display is filled from.
    pub(super) fn are_one_constant(self, version: PythonVersion, len: u64) -> bool {
        const FEWEST: u64 = 3;
        const MOST: PerVersion<u64> = PerVersion([u64::MAX, u64::MAX, u64::MAX, u64::MAX, u64::MAX, 30]);
        self == Self::Constants && (FEWEST..=MOST.at(version)).contains(&len)
    }
}

/// Slots of a list display.
#[must_use]
pub fn list_display(version: PythonVersion, len: u64, elements: Elements) -> u64 {
    /// Up to this many elements wait on the stack, more are appended (`STACK_USE_GUIDELINE`).
    const ON_STACK: PerVersion<u64> = PerVersion([u64::MAX, 30, 30, 30, 30, 30]);
    match elements {
        Elements::Unpacked => list_extend_empty(version, len),
        _ if elements.are_one_constant(version, len) => list_extend_empty(version, len),
        _ if len <= ON_STACK.at(version) => len,
        _ => list_append_many(0, 0, len),
    }
}

/// A list that gives its last item this way still has an array, even if one without slots: what is added next is added
/// to that (`xs.pop(); xs += [1]`), not to a list that never had one.
#[must_use]
pub fn keeps_array(version: PythonVersion, way: Removal) -> bool {
    way == Removal::Step || (way == Removal::Pop && version <= PythonVersion::PY311)
}

/// Slots of an empty list filled from one that knows its length: `[].extend(xs)`, `[*xs]`, `sorted(xs)`.
#[must_use]
pub fn list_extend_empty(version: PythonVersion, len: u64) -> u64 {
    if version == PythonVersion::PY39 { list_resize(0, 0, len) } else { list_presized(version, len) }
}

/// Slots of `list(it)` for an iterator without a length hint (generator, `map`, `zip`) that gave `len` items.
///
/// The unused slots are given back, in 3.14 only by some patch releases: `None` then.
#[must_use]
pub fn list_from_iterator(version: PythonVersion, len: u64) -> Option<u64> {
    let allocated = list_append_many(list_resize(0, 0, NO_HINT), 0, len);
    list_remove(version, Removal::Pop, allocated, len, len).filter(|_| len > 0 || version < PythonVersion::PY314)
}
