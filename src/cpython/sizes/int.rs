use super::PerVersion;
use crate::config::PythonVersion;

/// `PyLongObject` without digits.
const HEADER: u64 = 24;
/// Bits that one digit holds (`PyLong_SHIFT`).
const DIGIT_BITS: u64 = 30;
const DIGIT_BYTES: u64 = 4;
/// Zero has no digit up to 3.10 and one, unused, since 3.11.
const FEWEST_DIGITS: PerVersion<u64> = PerVersion([0, 0, 1, 1, 1, 1]);

/// `int` with `digits` 30-bit digits.
#[must_use]
pub fn int_size(version: PythonVersion, digits: u64) -> u64 {
    digits.max(FEWEST_DIGITS.at(version)).saturating_mul(DIGIT_BYTES).saturating_add(HEADER)
}

/// `int` whose absolute value has `bits` bits (`int.bit_length`).
#[must_use]
pub fn int_size_of_bits(version: PythonVersion, bits: u64) -> u64 {
    int_size(version, bits.div_ceil(DIGIT_BITS))
}

#[must_use]
pub fn int_size_of(version: PythonVersion, value: i128) -> u64 {
    int_size_of_bits(version, u64::from(u128::BITS - value.unsigned_abs().leading_zeros()))
}

/// `True` and `False` are ints of value 1 and 0.
#[must_use]
pub fn bool_size(version: PythonVersion, value: bool) -> u64 {
    int_size_of(version, i128::from(value))
}
