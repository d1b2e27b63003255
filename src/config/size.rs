//! Sizes as people write them.

/// `"1 MiB"`, `"500 kB"`, `"4096"`: decimal and binary units, in bytes.
pub(super) fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.replace('_', "").parse().ok()?;
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" | "bytes" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_decimal_or_binary() {
        for (text, bytes) in
            [("0", 0), ("4_096", 4096), ("1 MiB", 1 << 20), ("1mb", 1_000_000), (" 2 KiB ", 2048), ("3 bytes", 3)]
        {
            assert_eq!(parse_size(text), Some(bytes), "{text}");
        }
        for text in ["", "MiB", "1.5 MB", "-1", "1 MX", "99999999999 GB"] {
            assert_eq!(parse_size(text), None, "{text}");
        }
    }
}
