//! The lines of the function around a place, by indentation: for hiding its hints.

use crate::text::Span;

/// The innermost function around a UTF-8 byte offset: its name, and its lines.
#[must_use]
pub fn function_around(text: &str, offset: u32) -> Option<(String, Span)> {
    let mut limit = usize::MAX;
    let end = (offset as usize).min(text.len());
    let last = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let mut start = last;
    for line in text.get(..last)?.rsplit('\n') {
        start = start.saturating_sub(line.len());
        let from = start;
        start = start.saturating_sub(1);
        if line.trim().is_empty() {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let first = limit == usize::MAX;
        if let Some(name) = name_of_def(line).filter(|_| first || indent < limit) {
            return Some((name.to_owned(), Span::new(from as u32, end_of(text, from, indent) as u32)));
        }
        limit = limit.min(indent);
    }
    None
}

fn name_of_def(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.strip_prefix("async ").unwrap_or(line).strip_prefix("def ")?;
    rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()
}

/// Up to the next line that is indented no more than the `def`.
fn end_of(text: &str, from: usize, indent: usize) -> usize {
    let mut at = from;
    for (i, line) in text[from..].split_inclusive('\n').enumerate() {
        let depth = line.len() - line.trim_start().len();
        if i > 0 && !line.trim().is_empty() && depth <= indent && !line.trim_start().starts_with(')') {
            break;
        }
        at += line.len();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_function() {
        let text = "x = 1\ndef f():\n    a = 1\n\n    def g():\n        b = 2\n    return a\ny = 3\n";
        let around = |needle: &str| function_around(text, text.find(needle).unwrap() as u32).map(|(name, _)| name);
        assert_eq!(around("a = 1").as_deref(), Some("f"));
        assert_eq!(around("b = 2").as_deref(), Some("g"));
        assert_eq!(around("return").as_deref(), Some("f"));
        assert_eq!(around("def f").as_deref(), Some("f"));
        assert_eq!(around("y = 3"), None);
        assert_eq!(around("x = 1"), None);
        let span = function_around(text, text.find("a = 1").unwrap() as u32).unwrap().1;
        assert!(text[span.start as usize..span.end as usize].ends_with("return a\n"));
    }
}
