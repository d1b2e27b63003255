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
    /// An object with its own `__hash__` and `__eq__`: the hash, and who it is. Which other keys equal it only
    /// `__eq__` knows.
    Custom(Box<Key>, ObjId),
    /// Objects that compare by identity.
    Identity(ObjId),
    /// `id(x)`, while `x` lives.
    Address(ObjId),
}

impl Key {
    /// Of a number or text: copies of it are the same object.
    #[must_use]
    pub fn is_atom(&self) -> bool {
        matches!(self, Self::Int(_) | Self::BigInt(_) | Self::Float(_) | Self::Str(_) | Self::Bytes(_))
    }
}
