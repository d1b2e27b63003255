use super::{Change, Page, edits};
use crate::{syntax::ast::AnyNodeRef, text::Span};

/// `def f(xs=[1, 2])` becomes `def f(xs=(1, 2))`.
pub(super) fn change(page: &Page<'_>, default: Span) -> Option<Change> {
    let AnyNodeRef::ExprList(list) = page.expression(default)? else { return None };
    let annotated = page.around(default).into_iter().any(
        |node| matches!(node, AnyNodeRef::ParameterWithDefault(parameter) if parameter.parameter.annotation.is_some()),
    );
    if annotated {
        return None;
    }
    let (open, close) = page.brackets(default)?;
    let inner = page.slice(Span::new(open.end, close.start));
    let comma = list.elts.len() == 1 && !inner.trim_end().ends_with(',');
    let closing = if comma { ",)" } else { ")" };
    Change::new("make the default a tuple", vec![edits::replace(open, "("), edits::replace(close, closing)])
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn a_tuple_cannot_be_changed() {
        let tuple = |text: &str, default: &str, expected: &str| {
            check(text, default, |default| Remedy::TupleDefault { default }, expected);
        };
        tuple("def f(a=[]): pass", "[]", "def f(a=()): pass");
        tuple("def f(a=[1]): pass", "[1]", "def f(a=(1,)): pass");
        tuple("def f(a=[1, 2]): pass", "[1, 2]", "def f(a=(1, 2)): pass");
        tuple("def f(a: list = []): pass", "[]", "def f(a: list = []): pass");
    }
}
