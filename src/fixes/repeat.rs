use super::{Change, Page, edits, names::Names};
use crate::{
    syntax::{
        ast::{AnyNodeRef, Expr, ExprBinOp, Operator},
        span_of,
    },
    text::Span,
};

/// `[[0]] * n` becomes `[[0] for _ in range(n)]`.
pub(super) fn change(page: &Page<'_>, repeat: Span) -> Option<Change> {
    let around = page.around(repeat);
    let node = around.iter().find_map(|node| match node {
        AnyNodeRef::ExprBinOp(node) if node.op == Operator::Mult => Some(*node),
        _ => None,
    })?;
    let (element, times, is_tuple) = parts(node)?;
    let names = Names::of(element);
    // Names of a class body are not seen from within a comprehension.
    let in_class =
        around.iter().find(|node| node.is_stmt_function_def() || matches!(node, AnyNodeRef::StmtClassDef(_)));
    let hidden = matches!(in_class, Some(AnyNodeRef::StmtClassDef(_))) && names.free().next().is_some();
    if hidden || names.is_bound_to_place || Names::of(times).is_bound_to_place {
        return None;
    }
    let counter = if names.mentions("_") { "_i" } else { "_" };
    let (element, times) = (page.slice(span_of(element)), page.slice(span_of(times)));
    let inner = format!("{element} for {counter} in range({times})");
    let text = if is_tuple { format!("tuple({inner})") } else { format!("[{inner}]") };
    Change::new("make an object for each place", vec![edits::replace(span_of(node), text)])
}

/// The one element that is repeated, how often, and whether in a tuple. A named element is one object on purpose.
fn parts(node: &ExprBinOp) -> Option<(&Expr, &Expr, bool)> {
    let single = |side: &'_ Expr| -> Option<bool> {
        match side {
            Expr::List(list) => (list.elts.len() == 1).then_some(false),
            Expr::Tuple(tuple) => (tuple.elts.len() == 1).then_some(true),
            _ => None,
        }
    };
    let (sequence, times, is_tuple) = match (single(&node.left), single(&node.right)) {
        (Some(is_tuple), None) => (&*node.left, &*node.right, is_tuple),
        (None, Some(is_tuple)) => (&*node.right, &*node.left, is_tuple),
        _ => return None,
    };
    let element = match sequence {
        Expr::List(list) => list.elts.first()?,
        Expr::Tuple(tuple) => tuple.elts.first()?,
        _ => return None,
    };
    let makes = !matches!(element, Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Starred(_));
    makes.then_some((element, times, is_tuple))
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn each_place_gets_its_own() {
        let repeat = |text: &str, place: &str, expected: &str| {
            check(text, place, |repeat| Remedy::RepeatByComprehension { repeat }, expected);
        };
        repeat("a = [[0] * 3] * n", "[[0] * 3] * n", "a = [[0] * 3 for _ in range(n)]");
        repeat("a = 2 * [{}]", "2 * [{}]", "a = [{} for _ in range(2)]");
        repeat("a = ([],) * 2", "([],) * 2", "a = tuple([] for _ in range(2))");
        repeat("a = [[_]] * 2", "[[_]] * 2", "a = [[_] for _i in range(2)]");
        repeat("a = [row] * 2", "[row] * 2", "a = [row] * 2");
        repeat("a = [[],  # row\n] * 2", "[[],  # row\n] * 2", "a = [[],  # row\n] * 2");
        repeat("class A:\n    n = 3\n    b = [[n]] * 2", "[[n]] * 2", "class A:\n    n = 3\n    b = [[n]] * 2");
        repeat("class A:\n    b = [[]] * 2", "[[]] * 2", "class A:\n    b = [[] for _ in range(2)]");
    }
}
