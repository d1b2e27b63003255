use super::{POINTER, PerVersion};
use crate::config::PythonVersion;

/// What the table of a dict has to store beside the values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DictKeys {
    /// Every key that was ever inserted is a str.
    AllStr,
    General,
}

const EMPTY: u64 = 64;
/// `PyDictKeysObject` without its index and entries.
const KEYS_HEADER: PerVersion<u64> = PerVersion([40, 40, 32, 32, 32, 32]);
/// `PyDictKeyEntry`: hash, key, value.
const ENTRY: u64 = 24;
/// `PyDictUnicodeEntry` has no hash, since 3.11.
const STR_ENTRY: PerVersion<u64> = PerVersion([24, 24, 16, 16, 16, 16]);
/// `PyDict_LOG_MINSIZE`
const SMALLEST_TABLE: u8 = 3;
/// `GROWTH_RATE`: the new table has more than this many slots for each key in use.
const GROWTH: u64 = 3;

/// How many entries a table of `2 ** table` slots takes (`USABLE_FRACTION`); 0 is the shared empty table.
#[must_use]
pub fn dict_usable(table: u8) -> u64 {
    if table == 0 { 0 } else { (2_u64 << table.min(62)) / 3 }
}

/// `dict` whose table has `2 ** table` slots; `table` 0 is the shared empty table of `{}`.
#[must_use]
pub fn dict_size(version: PythonVersion, table: u8, keys: DictKeys) -> u64 {
    if table == 0 {
        return EMPTY;
    }
    let index_bytes = match table {
        0..8 => 1,
        8..16 => 2,
        16..32 => 4,
        _ => 8_u64,
    };
    let entry = match keys {
        DictKeys::AllStr => STR_ENTRY.at(version),
        DictKeys::General => ENTRY,
    };
    let slots = 1_u64 << table.min(62);
    let body = index_bytes.saturating_mul(slots).saturating_add(entry.saturating_mul(dict_usable(table)));
    body.saturating_add(EMPTY + KEYS_HEADER.at(version))
}

/// The table that a resize to `slots` slots makes.
fn table_for(version: PythonVersion, slots: u64) -> u8 {
    const SMALLEST_SLOTS: u64 = 1 << SMALLEST_TABLE;
    // From 3.10 to 3.13 `calculate_log2_keysize` goes one step too far at powers of two and below eight.
    let highest = match version {
        PythonVersion::PY39 | PythonVersion::PY314 => slots.saturating_sub(1),
        _ => (slots | SMALLEST_SLOTS) - 1,
    };
    let log2 = u64::BITS - highest.leading_zeros();
    (log2 as u8).max(SMALLEST_TABLE)
}

/// The table after a new key is inserted into a dict of `len` keys from which none was ever deleted.
///
/// `d[1] = x` in a dict of str keys alone is `dict_insert_first_general`.
#[must_use]
pub fn dict_insert(version: PythonVersion, table: u8, len: u64) -> u8 {
    match table {
        0 => SMALLEST_TABLE,
        _ if len < dict_usable(table) => table,
        _ => table_for(version, len.saturating_mul(GROWTH)),
    }
}

/// The table after the first key that is no str came to `len` str keys: since 3.11 it is made anew.
#[must_use]
pub fn dict_insert_first_general(version: PythonVersion, table: u8, len: u64) -> u8 {
    if version <= PythonVersion::PY310 || table == 0 {
        return dict_insert(version, table, len);
    }
    let converted = table_for(version, len.saturating_mul(GROWTH));
    dict_insert(version, converted, len)
}

/// The table of a dict that got `len` keys one by one: by insertion, a display, a comprehension, keyword
/// arguments, `dict(**kw)`, `dict.fromkeys(range(n))`, or as the copy of such a dict.
#[must_use]
pub fn dict_table_of(version: PythonVersion, len: u64) -> u8 {
    grown(version, 0, len)
}

/// The table after keys were inserted one by one up to `len`.
fn grown(version: PythonVersion, mut table: u8, len: u64) -> u8 {
    while dict_usable(table) < len {
        table = dict_insert(version, table, dict_usable(table));
    }
    table
}

/// The table of a never shrunk dict of `len` keys after `update` from a never shrunk dict of `other_len` keys,
/// when the result has `result_len` keys. Both have str keys alone or both do not.
#[must_use]
pub fn dict_update(version: PythonVersion, table: u8, len: u64, other_len: u64, result_len: u64) -> Option<u8> {
    if len == 0 || other_len == 0 {
        // Into an empty dict the table of the other may be cloned, or not.
        return (other_len == 0).then_some(table);
    }
    let expected = len.saturating_add(other_len);
    let table =
        if dict_usable(table) < other_len { table_for(version, expected.saturating_mul(3).div_ceil(2)) } else { table };
    Some(grown(version, table, result_len))
}

/// The table of an empty dict made by a call: `dict()`, `dict(())`, `dict.fromkeys(())`; `{}` has the empty table.
#[must_use]
pub fn dict_call_empty(version: PythonVersion) -> u8 {
    const TABLE: PerVersion<u8> = PerVersion([SMALLEST_TABLE, 0, 0, 0, 0, 0]);
    TABLE.at(version)
}

/// What a `collections.OrderedDict` of `len` keys with a table of `2 ** table` slots has more than the dict: its
/// links, and an index of them as large as the table.
#[must_use]
pub fn ordered_dict_extra(table: u8, len: u64) -> u64 {
    const LINKS: u64 = 64;
    const NODE: u64 = 32;
    let index = if len == 0 { 0 } else { (1_u64 << table.min(60)) * POINTER };
    len.saturating_mul(NODE).saturating_add(index).saturating_add(LINKS)
}

/// What a `collections.defaultdict` has more than the dict: its factory.
pub const DEFAULTDICT_EXTRA: u64 = POINTER;

/// The table that instances share which have `len` keys.
#[must_use]
pub fn shared_table_of(version: PythonVersion, len: u64) -> u8 {
    dict_table_of(version, len.max(1))
}

/// Up to 3.10 the dict of an instance has values alone; its class has the `len` keys.
#[must_use]
pub fn shared_dict_size(version: PythonVersion, len: u64) -> u64 {
    EMPTY + POINTER * dict_usable(shared_table_of(version, len))
}

/// What a class whose instances share `len` keys has more than one with the smallest table; 0 from 3.11.
#[must_use]
pub fn shared_keys_extra(version: PythonVersion, len: u64) -> u64 {
    if version >= PythonVersion::PY311 {
        return 0;
    }
    let size = |table| dict_size(version, table, DictKeys::AllStr);
    size(shared_table_of(version, len)) - size(SMALLEST_TABLE)
}
