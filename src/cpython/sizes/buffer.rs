//! Objects that own one block of raw items: bytes, bytearray, array, deque, memoryview.

use super::{POINTER, PerVersion};
use crate::config::PythonVersion;

#[must_use]
pub fn bytes_size(len: u64) -> u64 {
    const EMPTY: u64 = 33;
    len.saturating_add(EMPTY)
}

/// `bytearray` with `allocated` bytes: 0 when empty, `len + 1` when made from data.
#[must_use]
pub fn bytearray_size(allocated: u64) -> u64 {
    const EMPTY: u64 = 56;
    allocated.saturating_add(EMPTY)
}

/// Bytes allocated after `PyByteArray_Resize` to `len` (append, extend, `+=`, pop).
#[must_use]
pub fn bytearray_resize(allocated: u64, len: u64) -> u64 {
    let needed = len.saturating_add(1);
    if needed <= allocated {
        return if len < allocated / 2 { needed } else { allocated };
    }
    // Growing by up to an eighth is over-allocated, more is exact.
    if len.saturating_mul(8) <= allocated.saturating_mul(9) {
        len.saturating_add(len / 8).saturating_add(if len < 9 { 3 } else { 6 })
    } else {
        needed
    }
}

/// Bytes per item of `array.array(typecode)` on 64-bit Linux and macOS.
#[must_use]
pub fn array_item(typecode: char) -> Option<u64> {
    Some(match typecode {
        'b' | 'B' => 1,
        'h' | 'H' => 2,
        'i' | 'I' | 'f' => 4,
        'l' | 'L' | 'q' | 'Q' | 'd' => 8,
        _ => return None,
    })
}

/// `array.array` with `allocated` items of `item` bytes.
#[must_use]
pub fn array_size(version: PythonVersion, item: u64, allocated: u64) -> u64 {
    const EMPTY: PerVersion<u64> = PerVersion([64, 80, 80, 80, 80, 80]);
    item.saturating_mul(allocated).saturating_add(EMPTY.at(version))
}

/// Items allocated after one `append` on `len` items.
#[must_use]
pub fn array_append(allocated: u64, len: u64) -> u64 {
    let new_len = len.saturating_add(1);
    if allocated >= new_len {
        return allocated;
    }
    (new_len / 16).saturating_add(if len < 8 { 3 } else { 7 }).saturating_add(new_len)
}

/// How a deque came to its items: its blocks start at the left edge or in the middle.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Filled {
    /// `deque(xs)`
    ByConstructor,
    /// `deque()` and then `append`, or still empty.
    ByAppend,
}

/// `collections.deque` of `len` items from which none was ever removed.
#[must_use]
pub fn deque_size(version: PythonVersion, len: u64, filled: Filled) -> u64 {
    let unused_left = match filled {
        Filled::ByConstructor if len > 0 => 1,
        _ => BLOCK_ITEMS / 2,
    };
    deque_size_of_blocks(version, unused_left.saturating_add(len).div_ceil(BLOCK_ITEMS))
}

const BLOCK_ITEMS: u64 = 64;

/// `collections.deque` that has so many blocks.
#[must_use]
pub fn deque_size_of_blocks(version: PythonVersion, blocks: u64) -> u64 {
    const HEADER: PerVersion<u64> = PerVersion([96, 96, 232, 232, 232, 232]);
    const BLOCK: u64 = (BLOCK_ITEMS + 2) * POINTER;
    blocks.saturating_mul(BLOCK).saturating_add(HEADER.at(version))
}

/// `memoryview` of `dimensions` dimensions: shape, strides and suboffsets for each.
#[must_use]
pub fn memoryview_size(dimensions: u64) -> u64 {
    const ONE_DIMENSION: u64 = 184;
    dimensions.saturating_sub(1).saturating_mul(3 * POINTER).saturating_add(ONE_DIMENSION)
}
