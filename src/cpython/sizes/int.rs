use super::{PerVersion, block};
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

/// The ints of `range(start, start + step * len, step)` that are objects of their own: without the cached small ones.
#[must_use]
pub fn ints_of_range_size(version: PythonVersion, start: i64, step: i64, len: u64) -> u64 {
    ints_of_range(start, step, len, |digits| int_size(version, digits))
}

/// What the allocator gives for them.
#[must_use]
pub fn ints_of_range_blocks(version: PythonVersion, start: i64, step: i64, len: u64) -> u64 {
    ints_of_range(start, step, len, |digits| block(int_size(version, digits)))
}

fn ints_of_range(start: i64, step: i64, len: u64, size: impl Fn(u64) -> u64) -> u64 {
    let (start, step, len) = (i128::from(start), i128::from(step), i128::from(len));
    // How many terms lie in `low..=high`.
    let within = |low: i128, high: i128| {
        let (low, high) = if step > 0 { (low - start, high - start) } else { (start - high, start - low) };
        let first = low.max(0).div_euclid(step.abs()) + i128::from(low.max(0) % step.abs() != 0);
        (high.div_euclid(step.abs()).min(len - 1) - first + 1).max(0)
    };
    let mut bytes: i128 = 0;
    // An i64 has at most three digits; so has no term more.
    for digits in 0..=4_u32 {
        let bound = |digits: u32| (1_i128 << (u64::from(digits) * DIGIT_BITS)) - 1;
        let count = match digits {
            0 => within(0, 0),
            _ => within(bound(digits - 1) + 1, bound(digits)) + within(-bound(digits), -bound(digits - 1) - 1),
        };
        bytes += count * i128::from(size(u64::from(digits)));
    }
    let small = crate::cpython::identity::SMALL_INTS;
    for value in small {
        bytes -= within(i128::from(value), i128::from(value)) * i128::from(size(u64::from(value != 0)));
    }
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// `True` and `False` are ints of value 1 and 0.
#[must_use]
pub fn bool_size(version: PythonVersion, value: bool) -> u64 {
    int_size_of(version, i128::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_of_ranges_are_summed_as_one_by_one() {
        let small = crate::cpython::identity::SMALL_INTS;
        for version in PythonVersion::ALL {
            for (start, step, len) in [
                (0, 1, 1000),
                (-700, 3, 500),
                (300, -1, 700),
                (1 << 29, 1 << 28, 40),
                (-(1 << 61), 1 << 58, 20),
                (5, 7, 0),
            ] {
                let terms = (0..len).map(|i| start + step * i64::try_from(i).unwrap());
                let expected: u64 =
                    terms.filter(|v| !small.contains(v)).map(|v| int_size_of(version, i128::from(v))).sum();
                assert_eq!(ints_of_range_size(version, start, step, len), expected, "{version} {start} {step} {len}");
            }
        }
    }
}
