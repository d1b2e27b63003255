//! Half characters in messages. JavaScript strings may hold half of a UTF-16 surrogate pair (delete one half of an emoji
//! with two cursors), and JSON can spell it: `"\ud83d"`. Rust strings cannot hold it, and the framework ends the session
//! at a message that it cannot read. So each half is replaced on the way in by `\ufffd`, which has the same length in
//! the message and in the text.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const CHUNK_BYTES: usize = 64 << 10;

/// Copies a client's messages until they end, halves replaced.
pub(super) async fn copy(mut input: impl AsyncRead + Unpin, mut output: impl AsyncWrite + Unpin) {
    let mut buffer = Vec::with_capacity(CHUNK_BYTES);
    while let Ok(1..) = input.read_buf(&mut buffer).await {
        let ready = repair(&mut buffer);
        if output.write_all(&buffer[..ready]).await.is_err() {
            return;
        }
        buffer.drain(..ready);
    }
    // What is left is the beginning of a message without an end.
    let _ = output.write_all(&buffer).await;
}

/// Replaces halves and returns how many bytes are settled; the rest depends on bytes that are still to come.
///
/// Frames need no parsing: a backslash occurs in JSON strings only, and there it always begins an escape.
fn repair(bytes: &mut [u8]) -> usize {
    let mut at = 0;
    loop {
        let Some(backslash) = bytes[at..].iter().position(|byte| *byte == b'\\') else { return bytes.len() };
        at += backslash;
        match escape(&bytes[at..]) {
            Escape::Unfinished => return at,
            Escape::Whole(length) => at += length,
            Escape::Half => {
                bytes[at..at + HALF_BYTES].copy_from_slice(br"\ufffd");
                at += HALF_BYTES;
            }
        }
    }
}

const HALF_BYTES: usize = br"\ud83d".len();

enum Escape {
    /// More bytes are needed to tell.
    Unfinished,
    /// So many bytes are as they should be.
    Whole(usize),
    /// One half of a pair without the other.
    Half,
}

/// What `bytes` begin with; their first one is a backslash.
fn escape(bytes: &[u8]) -> Escape {
    match unit(bytes) {
        Unit::Unfinished => Escape::Unfinished,
        Unit::Other(length) => Escape::Whole(length),
        Unit::Low => Escape::Half,
        Unit::High => match unit(&bytes[HALF_BYTES..]) {
            Unit::Unfinished => Escape::Unfinished,
            Unit::Low => Escape::Whole(2 * HALF_BYTES),
            Unit::High | Unit::Other(_) => Escape::Half,
        },
    }
}

/// What one escape stands for, or one byte that is no escape.
enum Unit {
    Unfinished,
    High,
    Low,
    Other(usize),
}

fn unit(bytes: &[u8]) -> Unit {
    match bytes {
        [] | [b'\\'] => Unit::Unfinished,
        [b'\\', b'u', hex @ ..] => match hex.get(..2) {
            _ if hex.len() < 4 => Unit::Unfinished,
            Some([b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B']) => Unit::High,
            Some([b'd' | b'D', b'c'..=b'f' | b'C'..=b'F']) => Unit::Low,
            _ => Unit::Other(HALF_BYTES),
        },
        [b'\\', ..] => Unit::Other(2),
        _ => Unit::Other(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: [(&str, &str); 9] = [
        (r#""plain""#, r#""plain""#),
        (r#""\ud83d""#, r#""\ufffd""#),
        (r#""\uDE00x""#, r#""\ufffdx""#),
        (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
        (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
        (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
        (r#""\ud83d\n\u00e9""#, r#""\ufffd\n\u00e9""#),
        (r#""\\ud83d""#, r#""\\ud83d""#),
        (r#""\\\ud83d\"""#, r#""\\\ufffd\"""#),
    ];

    #[tokio::test]
    async fn halves_are_replaced_wherever_the_stream_is_cut() {
        for (sent, expected) in CASES {
            for cut in 0..=sent.len() {
                let (head, tail) = sent.as_bytes().split_at(cut);
                let mut received = Vec::new();
                copy(head.chain(tail), &mut received).await;
                assert_eq!(String::from_utf8_lossy(&received), expected, "cut at {cut}");
            }
            assert!(serde_json::from_str::<String>(expected).is_ok(), "{expected}");
        }
    }

    #[tokio::test]
    async fn an_unfinished_message_is_passed_on() {
        let mut received = Vec::new();
        copy(&br#"Content-Length: 99 "\ud8"#[..], &mut received).await;
        assert_eq!(received, br#"Content-Length: 99 "\ud8"#);
    }
}
