//! Comments that begin as one of ours and that nobody understands: `# heaplight: ignroe[rule]`.

use super::unknown;
use crate::config::UnknownName;

/// Why a comment hides nothing.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Invalid {
    pub(super) message: String,
    /// What was probably meant.
    pub(super) mended: Option<String>,
}

const WORDS: [&str; 2] = ["ignore", "file-ignore"];

/// `comment` begins with `# heaplight:`. `None`: it speaks to people, not to us.
pub(super) fn diagnose(comment: &str) -> Option<Invalid> {
    let (head, content) = comment.split_once(':')?;
    let content = content.trim();
    let word_end = content.find(|c: char| !c.is_alphanumeric() && !"-_".contains(c)).unwrap_or(content.len());
    let (word, rest) = content.split_at(word_end);
    let rewritten = |text: String| Some(format!("{head}: {text}"));
    if WORDS.contains(&word) {
        let Some(list) = rest.trim_start().strip_prefix('[') else {
            let message = format!("expected `{word}[rule]`: this comment hides nothing");
            return Some(Invalid { message, mended: None });
        };
        let message = format!("`{word}[` has no `]`: this comment hides nothing");
        return Some(Invalid { message, mended: closed(list).and_then(|list| rewritten(format!("{word}[{list}"))) });
    }
    let unknown = UnknownName::new("word", word, WORDS);
    if unknown.nearest().is_none() && !rest.starts_with('[') {
        return None;
    }
    let mended = unknown.nearest().and_then(|nearest| rewritten(format!("{nearest}{rest}")));
    let so = if unknown.nearest().is_some() { " This" } else { ": this" };
    Some(Invalid { message: format!("{unknown}{so} comment hides nothing"), mended })
}

/// `rule, rule reason` as `rule, rule] reason`: the names end where nothing has the next one.
fn closed(list: &str) -> Option<String> {
    let mut end = 0;
    for piece in list.split_inclusive([',', ' ']) {
        let name = piece.trim_end_matches([',', ' ']);
        if !name.is_empty() && unknown(name).is_some() {
            break;
        }
        end += piece.len();
    }
    let names = list[..end].trim_end_matches([',', ' ']);
    let reason = list[end..].trim();
    let space = if reason.is_empty() { "" } else { " " };
    (!names.is_empty()).then(|| format!("{names}]{space}{reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_with_what_was_meant() {
        for (comment, message, mended) in [
            (
                "# heaplight: ignroe[defaults] why",
                "unknown word `ignroe`: did you mean `ignore`? This comment hides nothing",
                Some("# heaplight: ignore[defaults] why"),
            ),
            (
                "# heaplight: file_ignore",
                "unknown word `file_ignore`: did you mean `file-ignore`? This comment hides nothing",
                Some("# heaplight: file-ignore"),
            ),
            ("#heaplight:disable[defaults]", "unknown word `disable`: this comment hides nothing", None),
            (
                "# heaplight: ignore[defaults, cycles a reason",
                "`ignore[` has no `]`: this comment hides nothing",
                Some("# heaplight: ignore[defaults, cycles] a reason"),
            ),
            ("# heaplight: file-ignore[", "`file-ignore[` has no `]`: this comment hides nothing", None),
            ("# heaplight: ignore(defaults)", "expected `ignore[rule]`: this comment hides nothing", None),
        ] {
            let expected = Invalid { message: message.into(), mended: mended.map(str::to_owned) };
            assert_eq!(diagnose(comment), Some(expected), "{comment}");
        }
    }

    #[test]
    fn words_for_people_are_left_alone() {
        for comment in ["# heaplight: this list is shared", "# heaplight:", "# heaplight: see [1]"] {
            assert_eq!(diagnose(comment), None, "{comment}");
        }
    }
}
