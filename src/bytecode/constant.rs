use compact_str::CompactString;
use num_bigint::BigInt;

/// A constant of a compilation unit. Equal constants of one unit are one object, nested functions included
/// (`Python/compile.c`, `merge_const_one`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ConstId(pub(super) u32);

impl ConstId {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Const {
    None,
    Ellipsis,
    Bool(bool),
    Int(BigInt),
    /// As bits: 0.0 and -0.0 are two constants.
    Float(u64),
    Complex(u64, u64),
    Str(CompactString),
    Bytes(Box<[u8]>),
    Tuple(Box<[ConstId]>),
    FrozenSet(Box<[ConstId]>),
    /// From 3.14 on.
    Slice([ConstId; 3]),
}
