use super::{Change, Page, edits};
use crate::{syntax::ast::AnyNodeRef, text::Span};

/// `",".join(f(x) for x in xs)` becomes `",".join([f(x) for x in xs])`.
pub(super) fn change(page: &Page<'_>, generator: Span) -> Option<Change> {
    let AnyNodeRef::ExprGenerator(node) = page.expression(generator)? else { return None };
    let edits = if node.parenthesized {
        let (open, close) =
            (Span::new(generator.start, generator.start + 1), Span::new(generator.end - 1, generator.end));
        vec![edits::replace(open, "["), edits::replace(close, "]")]
    } else {
        vec![edits::insert(generator.start, "["), edits::insert(generator.end, "]")]
    };
    Change::new("make a list", edits)
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn with_parentheses_of_its_own_and_without() {
        let list = |text: &str, generator: &str, expected: &str| {
            check(text, generator, |generator| Remedy::GeneratorToList { generator }, expected);
        };
        list("','.join(x for x in y)", "x for x in y", "','.join([x for x in y])");
        list("','.join((x for x in y))", "(x for x in y)", "','.join([x for x in y])");
        list("g = (x  # all\n  for x in y)", "(x  # all\n  for x in y)", "g = [x  # all\n  for x in y]");
    }
}
