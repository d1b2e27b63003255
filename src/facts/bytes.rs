//! Sizes for people.

use super::Measure;

/// `36.4 MB (40.4 MB of the allocator's blocks)`
#[must_use]
pub fn bytes_and_blocks(measure: Measure) -> String {
    let bytes = human_bytes(measure);
    match measure.blocks.filter(|&blocks| measure.bytes.is_some_and(|bytes| bytes < blocks)) {
        Some(blocks) => {
            let blocks = human_bytes(Measure { bytes: Some(blocks), ..measure });
            format!("{bytes} ({blocks} of the allocator's blocks)")
        }
        None => bytes,
    }
}

/// Bytes for people: `36.4 MB`, as facts.md counts them (decimal).
#[must_use]
pub fn human_bytes(measure: Measure) -> String {
    let about = if measure.exact { "" } else { "~" };
    match measure.bytes {
        Some(n) if n >= 999_500 => {
            let tenths = (n + 50_000) / 100_000;
            format!("{about}{}.{} MB", tenths / 10, tenths % 10)
        }
        Some(n) if n >= 1_000 => format!("{about}{} kB", (n + 500) / 1_000),
        Some(n) => format!("{about}{n} bytes"),
        None => match measure.most {
            Some(most) if !measure.input && !measure.given => format!("up to {most} elements"),
            _ => "as large as its input".to_owned(),
        },
    }
}
