use super::Elements;
use crate::config::PythonVersion;

/// Holds a table of `SMALLEST` slots inside itself.
const HEADER: u64 = 216;
const SMALLEST: u64 = 8;
/// `setentry`: key and hash.
const ENTRY: u64 = 16;
/// `set_add_entry` grows four times up to this many keys, twice above.
const LARGE: u64 = 50_000;

/// `set` or `frozenset` with a table of `slots` slots.
#[must_use]
pub fn set_size(slots: u64) -> u64 {
    if slots <= SMALLEST { HEADER } else { slots.saturating_mul(ENTRY).saturating_add(HEADER) }
}

/// First power of two above `used` (`set_table_resize`).
fn table_above(used: u64) -> u64 {
    used.saturating_add(1).checked_next_power_of_two().unwrap_or(u64::MAX).max(SMALLEST)
}

/// A table is full when three fifths of it are in use.
fn is_full(slots: u64, len: u64) -> bool {
    len.saturating_mul(5) >= slots.saturating_sub(1).saturating_mul(3)
}

/// The fewest keys that fill the table.
fn full_at(slots: u64) -> u64 {
    slots.saturating_sub(1).saturating_mul(3).div_ceil(5)
}

/// Slots after a new key is added to a set of `len` keys from which none was ever removed.
#[must_use]
pub fn set_add(slots: u64, len: u64) -> u64 {
    let len = len.saturating_add(1);
    if !is_full(slots, len) {
        return slots;
    }
    table_above(if len > LARGE { len.saturating_mul(2) } else { len.saturating_mul(4) })
}

/// Slots of a set that got `len` keys one by one: `add`, comprehension, `set(xs)` of anything but a set or dict.
#[must_use]
pub fn set_of_adds(len: u64) -> u64 {
    let mut slots = SMALLEST;
    while is_full(slots, len) {
        slots = set_add(slots, full_at(slots) - 1);
    }
    slots
}

/// Slots after `update` with a set or dict of `other_len` keys, none of them in the set of `len` keys yet.
#[must_use]
pub fn set_update(slots: u64, len: u64, other_len: u64) -> u64 {
    let total = len.saturating_add(other_len);
    if is_full(slots, total) { table_above(total.saturating_mul(2)) } else { slots }
}

/// Slots of `set(a_set)`, `set(a_dict)`, `a_set.copy()`.
#[must_use]
pub fn set_of_copy(len: u64) -> u64 {
    set_update(SMALLEST, 0, len)
}

/// Slots of a set display.
#[must_use]
pub fn set_of_display(version: PythonVersion, len: u64, elements: Elements) -> u64 {
    if elements.are_one_constant(version, len) { set_of_copy(len) } else { set_of_adds(len) }
}
