use super::{Change, Page, edits, list_to_generator::only_argument};
use crate::{
    syntax::{
        ast::{AnyNodeRef, Expr},
        span_of,
    },
    text::Span,
};

/// `[x for x in xs if p(x)][0]` becomes `next(x for x in xs if p(x))`, `list(d)[0]` becomes `next(iter(d))`.
pub(super) fn change(page: &Page<'_>, subscript: Span) -> Option<Change> {
    let AnyNodeRef::ExprSubscript(node) = page.expression(subscript)? else { return None };
    let list = span_of(&*node.value);
    let (opening, closing) = match &*node.value {
        Expr::ListComp(_) => {
            let (open, close) = page.brackets(list)?;
            (edits::replace(Span::new(subscript.start, open.end), "next("), close.start)
        }
        Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if name.id == "list") => {
            only_argument(&call.arguments)?;
            let arguments = span_of(&call.arguments);
            (edits::replace(Span::new(subscript.start, arguments.start), "next(iter"), list.end)
        }
        _ => return None,
    };
    Change::new("take the first with `next`", vec![opening, edits::replace(Span::new(closing, subscript.end), ")")])
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn the_others_are_not_made() {
        let first = |text: &str, subscript: &str, expected: &str| {
            check(text, subscript, |subscript| Remedy::FirstByNext { subscript }, expected);
        };
        first("a = [x for x in y if x][0]", "[x for x in y if x][0]", "a = next(x for x in y if x)");
        first("a = list(d)[0]", "list(d)[0]", "a = next(iter(d))");
        first("a = list(x for x in y)[0]", "list(x for x in y)[0]", "a = next(iter(x for x in y))");
        first("a = d[0]", "d[0]", "a = d[0]");
    }
}
