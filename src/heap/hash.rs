use super::Key;

/// `_PyHASH_MODULUS`: numbers are hashed modulo this prime.
const MODULUS: i64 = (1 << 61) - 1;
const BITS: u32 = 61;

/// `hash(key)` where it is the same in every process: of numbers and tuples of them, not of str and identities.
pub(super) fn of(key: &Key) -> Option<i64> {
    let hash = match key {
        Key::Int(n) => n % MODULUS,
        Key::Float(bits) => of_float(f64::from_bits(*bits))?,
        Key::Tuple(items) => return of_tuple(items),
        // What `__hash__` returns is taken as it is, where it fits (`slot_tp_hash`).
        Key::Custom(hash, _) => match **hash {
            Key::Int(n) => n,
            ref same => of(same)?,
        },
        Key::Set(_) | Key::BigInt(_) | Key::Str(_) | Key::Bytes(_) => return None,
        Key::Identity(_) | Key::Address(_) => return None,
    };
    Some(if hash == -1 { -2 } else { hash })
}

impl Key {
    /// `hash(key)` where it is the same in every process.
    #[must_use]
    pub fn hash(&self) -> Option<i64> {
        of(self)
    }
}

/// `_Py_HashDouble`
fn of_float(f: f64) -> Option<i64> {
    const CHUNK: u32 = 28;
    if !f.is_finite() {
        return None;
    }
    let (mut mantissa, mut exponent) = (f.abs(), 0_i32);
    while mantissa >= 1.0 {
        mantissa /= 2.0;
        exponent += 1;
    }
    while mantissa > 0.0 && mantissa < 0.5 {
        mantissa *= 2.0;
        exponent -= 1;
    }
    let rotate = |x: i64, by: u32| ((x << by) & MODULUS) | (x >> (BITS - by));
    let mut hash = 0_i64;
    while mantissa > 0.0 {
        mantissa *= f64::from(1 << CHUNK);
        exponent -= CHUNK as i32;
        let whole = mantissa.trunc();
        mantissa -= whole;
        hash = rotate(hash, CHUNK) + whole as i64;
        if hash >= MODULUS {
            hash -= MODULUS;
        }
    }
    let hash = rotate(hash, exponent.rem_euclid(BITS as i32) as u32);
    Some(if f < 0.0 { -hash } else { hash })
}

/// `tuplehash`, a variant of xxHash.
fn of_tuple(items: &[Key]) -> Option<i64> {
    const PRIME_1: u64 = 0x9E37_79B1_85EB_CA87;
    const PRIME_2: u64 = 0xC2B2_AE3D_27D4_EB4F;
    const PRIME_5: u64 = 0x27D4_EB2F_1656_67C5;
    const LENGTH: u64 = 3_527_539;
    const INSTEAD_OF_ERROR: i64 = 1_546_275_796;
    let mut all = PRIME_5;
    for item in items {
        all = all.wrapping_add((of(item)? as u64).wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
    }
    let hash = all.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ LENGTH)) as i64;
    Some(if hash == -1 { INSTEAD_OF_ERROR } else { hash })
}
