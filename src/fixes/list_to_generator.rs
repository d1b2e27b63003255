use super::{Change, Page, edits, page::is_atom};
use crate::{
    diagnostic::Edit,
    syntax::{
        ast::{AnyNodeRef, Arguments, Expr, ExprCall},
        span_of,
    },
    text::Span,
};

/// `sum([f(x) for x in xs])` becomes `sum(f(x) for x in xs)`; `sum(list(xs))` becomes `sum(xs)`.
pub(super) fn change(page: &Page<'_>, list: Span) -> Option<Change> {
    if matches!(page.parent(list)?, AnyNodeRef::StmtAnnAssign(_)) {
        // `rows: list[int] = [...]` promises a list.
        return None;
    }
    match page.expression(list)? {
        AnyNodeRef::ExprListComp(_) => {
            page.brackets(list)?;
            Change::new("use a generator", without_brackets(page, list))
        }
        AnyNodeRef::ExprCall(call) => {
            let edits = without_call(page, call)?;
            Change::new("leave out `list(...)`", edits)
        }
        _ => None,
    }
}

/// `[...]` to `(...)`, or to nothing where it is the only argument of a call.
pub(super) fn without_brackets(page: &Page<'_>, list: Span) -> Vec<Edit> {
    let (open, close) = (Span::new(list.start, list.start + 1), Span::new(list.end - 1, list.end));
    if !is_only_argument(page, list) {
        return vec![edits::replace(open, "("), edits::replace(close, ")")];
    }
    let inner = page.slice(Span::new(open.end, close.start));
    let blank = |c| c == ' ' || c == '\t';
    let leading = (inner.len() - inner.trim_start_matches(blank).len()) as u32;
    let trailing = (inner.len() - inner.trim_end_matches(blank).len()) as u32;
    let open_edit = own_line(page, open).unwrap_or_else(|| edits::delete(open.start, open.end + leading));
    let close_edit = own_line(page, close).unwrap_or_else(|| edits::delete(close.start - trailing, close.end));
    vec![open_edit, close_edit]
}

/// A bracket alone on its line goes with the line.
fn own_line(page: &Page<'_>, bracket: Span) -> Option<Edit> {
    let (start, end) = (page.line_start(bracket.start), page.next_line(bracket.end)?);
    (page.slice(Span::new(start, end)).trim() == page.slice(bracket)).then(|| edits::delete(start, end))
}

/// The expression fills the parentheses of a call alone: `f([...])`, but not `f([...],)` nor `f(([...]))`.
fn is_only_argument(page: &Page<'_>, expression: Span) -> bool {
    let Some(AnyNodeRef::Arguments(arguments)) = page.parent(expression) else { return false };
    let all = span_of(arguments);
    if all.end <= expression.end {
        // The parenthesis is not there yet.
        return false;
    }
    page.is_trivia(Span::new(all.start + 1, expression.start)) && page.is_trivia(Span::new(expression.end, all.end - 1))
}

/// `list(xs)` to `xs`, in parentheses where it needs them.
pub(super) fn without_call(page: &Page<'_>, call: &ExprCall) -> Option<Vec<Edit>> {
    let argument = only_argument(&call.arguments)?;
    let whole = span_of(call);
    let inner = span_of(argument);
    let bare = is_only_argument(page, whole) || is_atom(argument);
    if !bare || page.slice(Span::new(span_of(&call.arguments).start + 1, inner.start)).contains('(') {
        // The parentheses of the call become those of the expression.
        return Some(vec![edits::delete(whole.start, span_of(&call.arguments).start)]);
    }
    Some(vec![edits::delete(whole.start, inner.start), edits::delete(inner.end, whole.end)])
}

pub(super) fn only_argument(arguments: &Arguments) -> Option<&Expr> {
    match (&*arguments.args, &*arguments.keywords) {
        ([argument], []) if !argument.is_starred_expr() => Some(argument),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn brackets_go_where_the_call_has_its_own() {
        let list = |text: &str, list: &str, expected: &str| {
            check(text, list, |list| Remedy::ListToGenerator { list }, expected)
        };
        list("sum([x for x in y])", "[x for x in y]", "sum(x for x in y)");
        list("sum([ x for x in y ])", "[ x for x in y ]", "sum(x for x in y)");
        list("sum([\n  x for x in y  # all\n])", "[\n  x for x in y  # all\n]", "sum(\n  x for x in y  # all\n)");
        list(
            "sum(\n  [\n    x\n    for x in y\n  ]\n)\n",
            "[\n    x\n    for x in y\n  ]",
            "sum(\n    x\n    for x in y\n)\n",
        );
        list("sum([x for x in y],)", "[x for x in y]", "sum((x for x in y),)");
        list("sum(([x for x in y]))", "[x for x in y]", "sum(((x for x in y)))");
        list("sum([x for x in y], 1)", "[x for x in y]", "sum((x for x in y), 1)");
        list("z = [x for x in y]", "[x for x in y]", "z = (x for x in y)");
        list("z = 1 in [x for x in y]", "[x for x in y]", "z = 1 in (x for x in y)");
        list("sum(  # why\n [x for x in y])", "[x for x in y]", "sum(  # why\n x for x in y)");
        list("for a in [x\r\n for x in y]: pass\r\n", "[x\r\n for x in y]", "for a in (x\r\n for x in y): pass\r\n");
    }

    #[test]
    fn calls_of_list_go() {
        let list = |text: &str, list: &str, expected: &str| {
            check(text, list, |list| Remedy::ListToGenerator { list }, expected)
        };
        list("sum(list(xs))", "list(xs)", "sum(xs)");
        list("sum(list(xs), 1)", "list(xs)", "sum(xs, 1)");
        list("1 in list(a or b)", "list(a or b)", "1 in (a or b)");
        list("sum(list(a or b))", "list(a or b)", "sum(a or b)");
        list("z = list(x for x in y)", "list(x for x in y)", "z = (x for x in y)");
        list("sum(list(x for x in y))", "list(x for x in y)", "sum(x for x in y)");
        list("sum(list((a, b)))", "list((a, b))", "sum((a, b))");
    }

    #[test]
    fn what_would_be_lost_stays() {
        let refused = |text: &str, list: &str| check(text, list, |list| Remedy::ListToGenerator { list }, text);
        refused("sum(list(  # all\n xs))", "list(  # all\n xs)");
        refused("z: list[int] = [x for x in y]", "[x for x in y]");
        refused("z = list(*xs)", "list(*xs)");
    }
}
