use super::PerVersion;
use crate::config::PythonVersion;

/// The storage class of a str, chosen by its largest code point (PEP 393).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MaxChar {
    /// Up to U+007F.
    Ascii,
    /// Up to U+00FF.
    Latin1,
    /// Up to U+FFFF.
    Ucs2,
    Ucs4,
}

impl MaxChar {
    #[must_use]
    pub fn of(text: &str) -> Self {
        text.chars().map(Self::of_char).max().unwrap_or(Self::Ascii)
    }

    #[must_use]
    pub fn of_char(c: char) -> Self {
        match u32::from(c) {
            0..=0x7f => Self::Ascii,
            0x80..=0xff => Self::Latin1,
            0x100..=0xffff => Self::Ucs2,
            _ => Self::Ucs4,
        }
    }

    fn bytes_per_char(self) -> u64 {
        match self {
            Self::Ascii | Self::Latin1 => 1,
            Self::Ucs2 => 2,
            Self::Ucs4 => 4,
        }
    }
}

/// `PyASCIIObject` and `PyCompactUnicodeObject`: both lost their `wchar_t` fields in 3.12 (PEP 623).
const ASCII_HEADER: PerVersion<u64> = PerVersion([48, 48, 48, 40, 40, 40]);
const COMPACT_HEADER: PerVersion<u64> = PerVersion([72, 72, 72, 56, 56, 56]);
/// Since 3.12 the shared one-character strings U+0080 to U+00FF are static and carry their UTF-8 form.
const LATIN1_SINGLETON_UTF8: PerVersion<u64> = PerVersion([0, 0, 0, 3, 3, 3]);

/// `str` of `len` code points.
///
/// A non-ASCII str whose UTF-8 form C code has asked for owns that too; this function does not know it.
#[must_use]
pub fn str_size(version: PythonVersion, len: u64, max: MaxChar) -> u64 {
    let header = match max {
        MaxChar::Ascii => ASCII_HEADER.at(version),
        MaxChar::Latin1 if len == 1 => COMPACT_HEADER.at(version) + LATIN1_SINGLETON_UTF8.at(version),
        _ => COMPACT_HEADER.at(version),
    };
    len.saturating_add(1).saturating_mul(max.bytes_per_char()).saturating_add(header)
}

#[must_use]
pub fn str_size_of(version: PythonVersion, text: &str) -> u64 {
    str_size(version, text.chars().count() as u64, MaxChar::of(text))
}
