use super::{Change, Page, edits, list_to_generator::without_call, page::is_atom};
use crate::{
    diagnostic::Edit,
    syntax::{
        ast::{AnyNodeRef, Expr},
        span_of,
    },
    text::Span,
};

/// `list(xs)`, `xs[:]`, `xs.copy()` become `xs`; `f.readlines()` becomes `f`.
pub(super) fn change(page: &Page<'_>, call: Span) -> Option<Change> {
    match page.expression(call)? {
        AnyNodeRef::ExprSubscript(node) => {
            let Expr::Slice(slice) = &*node.slice else { return None };
            let whole = slice.lower.is_none() && slice.upper.is_none() && slice.step.is_none();
            let edits = whole.then(|| ending(page, &node.value, call)).flatten()?;
            Change::new("leave out `[:]`", edits)
        }
        AnyNodeRef::ExprCall(node) => match &*node.func {
            Expr::Attribute(method) if node.arguments.is_empty() => {
                let title = format!("leave out `.{}()`", method.attr);
                Change::new(title, ending(page, &method.value, call)?)
            }
            Expr::Name(name) => Change::new(format!("leave out `{}(...)`", name.id), without_call(page, node)?),
            _ => None,
        },
        _ => None,
    }
}

/// Only `value` stays.
fn ending(page: &Page<'_>, value: &Expr, whole: Span) -> Option<Vec<Edit>> {
    let value_span = span_of(value);
    let closed = page.slice(Span::new(value_span.end, whole.end)).trim_start().starts_with(')');
    (is_atom(value) && !closed).then(|| vec![edits::delete(value_span.end, whole.end)])
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn the_receiver_or_the_argument_stays() {
        let drop =
            |text: &str, call: &str, expected: &str| check(text, call, |call| Remedy::DropCall { call }, expected);
        drop("for x in xs[:]: pass", "xs[:]", "for x in xs: pass");
        drop("for x in list(xs): pass", "list(xs)", "for x in xs: pass");
        drop("for x in a.b.copy(): pass", "a.b.copy()", "for x in a.b: pass");
        drop("for x in f.readlines(): pass", "f.readlines()", "for x in f: pass");
        drop("for x in open(p).readlines():\n  pass", "open(p).readlines()", "for x in open(p):\n  pass");
    }

    #[test]
    fn what_means_more_stays() {
        let refused = |text: &str, call: &str| check(text, call, |call| Remedy::DropCall { call }, text);
        refused("for x in xs[1:]: pass", "xs[1:]");
        refused("for x in f.readlines(9): pass", "f.readlines(9)");
        refused("for x in (f  # it\n .readlines()): pass", "f  # it\n .readlines()");
    }
}
