use super::ObjId;
use compact_str::CompactString;
use num_bigint::BigInt;

/// What a dict or set compares: equal keys are one key, whatever objects they are (`1 == True == 1.0`).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Key {
    Int(i64),
    BigInt(BigInt),
    Float(u64),
    Str(CompactString),
    Bytes(Box<[u8]>),
    Tuple(Box<[Key]>),
    /// A frozenset: its members, sorted.
    Set(Box<[Key]>),
    /// Objects that compare by identity.
    Identity(ObjId),
}
