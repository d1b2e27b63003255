use super::{Change, Page, edits};
use crate::text::Span;

/// A comment, or one of several on a line, becomes `text`. Without a text it goes, and with it the white space before it,
/// or its whole line.
pub(super) fn change(page: &Page<'_>, comment: Span, text: &str) -> Option<Change> {
    if !text.is_empty() {
        return Change::new(format!("write `{text}`"), vec![edits::replace(comment, text)]);
    }
    let start = page.line_start(comment.start);
    let before = page.slice(Span::new(start, comment.start));
    let edit = match page.next_line(comment.end) {
        Some(next) if before.trim().is_empty() && page.line_end(comment.start) == comment.end => {
            edits::delete(start, next)
        }
        _ => edits::delete(start + before.trim_end().len() as u32, comment.end),
    };
    Change::new("remove the comment", vec![edit])
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn a_part_or_all_of_it() {
        let rewrite = |text: &str, comment: &str, new: &str, expected: &str| {
            check(text, comment, |comment| Remedy::RewriteComment { comment, text: new.into() }, expected);
        };
        rewrite("x = 1  # a # b\n", "# b", "# c", "x = 1  # a # c\n");
        rewrite("x = 1  # a # b\n", "# b", "", "x = 1  # a\n");
        rewrite("x = 1  # b\n", "# b", "", "x = 1\n");
        rewrite("def f():\n    # b\n    pass\n", "# b", "", "def f():\n    pass\n");
    }
}
