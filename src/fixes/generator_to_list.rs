use super::{Change, Page, edits};
use crate::{syntax::ast::AnyNodeRef, text::Span};

/// `",".join(f(x) for x in xs)` becomes `",".join([f(x) for x in xs])`, `map(f, xs)` becomes `list(map(f, xs))`.
pub(super) fn change(page: &Page<'_>, generator: Span) -> Option<Change> {
    // The only argument of a call: CPython counts the call's parentheses in.
    let inside = Span::new(generator.start + 1, generator.end.saturating_sub(1));
    if page.expression(generator).is_none()
        && let Some(AnyNodeRef::ExprGenerator(_)) = page.expression(inside)
    {
        return change(page, inside);
    }
    let edits = match page.expression(generator)? {
        AnyNodeRef::ExprGenerator(node) if node.parenthesized => {
            let (open, close) = page.brackets(generator)?;
            vec![edits::replace(open, "["), edits::replace(close, "]")]
        }
        AnyNodeRef::ExprGenerator(_) => vec![edits::insert(generator.start, "["), edits::insert(generator.end, "]")],
        AnyNodeRef::ExprCall(_) => vec![edits::insert(generator.start, "list("), edits::insert(generator.end, ")")],
        _ => return None,
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
        list("','.join(x for x in y)", "(x for x in y)", "','.join([x for x in y])");
        list("','.join((x for x in y))", "(x for x in y)", "','.join([x for x in y])");
        list("g = map(f, y)", "map(f, y)", "g = list(map(f, y))");
        list("g = (x  # all\n  for x in y)", "(x  # all\n  for x in y)", "g = [x  # all\n  for x in y]");
    }
}
