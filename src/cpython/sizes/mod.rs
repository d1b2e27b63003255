//! `sys.getsizeof` and the growth of containers.
//!
//! Sizes are bytes as `sys.getsizeof` reports them: what the object itself owns, with its 16-byte
//! garbage collector header, without what it refers to and without the allocator's rounding.
//! Lengths that no machine can hold saturate instead of overflowing.

mod buffer;
mod dict;
mod fixed;
mod instance;
mod int;
mod list;
mod set;
mod str;
mod suspended;
mod typing;

pub use buffer::{
    Filled, array_append, array_item, array_size, bytearray_resize, bytearray_size, bytes_size, deque_size,
    deque_size_of_blocks, memoryview_size,
};
pub use dict::{
    DEFAULTDICT_EXTRA, DictKeys, dict_call_empty, dict_insert, dict_insert_first_general, dict_size, dict_table_of,
    dict_update, dict_usable, ordered_dict_extra, shared_dict_size, shared_keys_extra, shared_table_of,
};
pub use fixed::fixed_size;
pub use instance::{
    ClassKind, InstanceLayout, SubclassBase, class_size, exception_size, instance_size, instance_with_attributes,
    subclass_extra,
};
pub use int::{bool_size, int_size, int_size_of, int_size_of_bits, ints_of_range_blocks, ints_of_range_size};
pub use list::{
    Elements, Removal, keeps_array, list_append, list_append_many, list_display, list_extend_empty, list_from_hashed,
    list_from_iterator, list_presized, list_remove, list_resize, list_size,
};
pub use set::{set_add, set_of_adds, set_of_copy, set_of_display, set_size, set_update};
pub use str::{MaxChar, str_size, str_size_of};
pub use suspended::{Suspended, frame_is_apart, suspended_size};
pub use typing::typing_form;

use super::per_version::PerVersion;
use crate::config::PythonVersion;

/// One pointer, on the 64-bit builds that these tables cover.
const POINTER: u64 = 8;
/// `PyGC_Head`, before every object that the collector may track.
const GC_HEADER: u64 = 16;

/// Small objects come from pools of blocks whose sizes are multiples of this (`ALIGNMENT` in Objects/obmalloc.c).
const ALIGNMENT: u64 = 16;

/// What the allocator gives for a small object of so many bytes: 32 for an int of 28.
#[must_use]
pub const fn block(bytes: u64) -> u64 {
    bytes.next_multiple_of(ALIGNMENT)
}

/// `tuple` of `len` items. 3.14 added the cached hash.
#[must_use]
pub fn tuple_size(version: PythonVersion, len: u64) -> u64 {
    const EMPTY: PerVersion<u64> = PerVersion([40, 40, 40, 40, 40, 48]);
    len.saturating_mul(POINTER).saturating_add(EMPTY.at(version))
}
