use super::{Change, Page, edits, list_to_generator::only_argument};
use crate::{
    syntax::{ast::Expr, span_of},
    text::Span,
};

/// `len([x for x in xs if p(x)])` becomes `sum(1 for x in xs if p(x))`.
pub(super) fn change(page: &Page<'_>, call: Span) -> Option<Change> {
    let node = page.call(call)?;
    let Expr::ListComp(list) = only_argument(&node.arguments)? else { return None };
    let (list_span, element) = (span_of(list), span_of(&*list.elt));
    let (_, close) = page.brackets(list_span)?;
    // From the bracket to the end of the element; a comment in between keeps the list.
    let first = list.generators.first()?;
    let until = page.after_trivia(element.end);
    let target = page.slice(Span::new(element.end, span_of(first).start));
    if until != span_of(first).start && !target.trim_start().starts_with(')') {
        return None;
    }
    let opening = Span::new(list_span.start, span_of(first).start);
    Change::new(
        "count with `sum(1 for ...)`",
        vec![
            edits::replace(span_of(&*node.func), "sum"),
            edits::replace(opening, "1 "),
            edits::delete(close.start, close.end),
        ],
    )
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn the_elements_are_not_kept() {
        let count = |text: &str, call: &str, expected: &str| {
            check(text, call, |call| Remedy::CountBySum { call }, expected);
        };
        count("n = len([x for x in y if x])", "len([x for x in y if x])", "n = sum(1 for x in y if x)");
        count("len([(x) for x in y])", "len([(x) for x in y])", "sum(1 for x in y)");
        count("len([x  # it\n for x in y])", "len([x  # it\n for x in y])", "len([x  # it\n for x in y])");
        count("len(y)", "len(y)", "len(y)");
    }
}
