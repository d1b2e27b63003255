use super::{Change, Page, edits, import::import};
use crate::{
    syntax::{ast::Expr, span_of},
    text::Span,
};

/// `sum(rows, [])` becomes `list(chain.from_iterable(rows))`, and `sum(rows, ())` a tuple of the same.
pub(super) fn change(page: &Page<'_>, call: Span) -> Option<Change> {
    let sum = page.call(call)?;
    let [rows, start] = &*sum.arguments.args else { return None };
    let whole = match start {
        Expr::List(list) if list.elts.is_empty() => "list",
        Expr::Tuple(tuple) if tuple.elts.is_empty() => "tuple",
        _ => return None,
    };
    if !sum.arguments.keywords.is_empty() || rows.is_starred_expr() {
        return None;
    }
    let chain = import(page, "itertools", "chain")?;
    let text = format!("{whole}({}.from_iterable({}))", chain.name, page.slice(span_of(rows)));
    let edits = chain.edit.into_iter().chain([edits::replace(call, text)]).collect();
    Change::new("chain the rows", edits)
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn rows_are_chained() {
        let remedy = |call| Remedy::ChainRows { call };
        check(
            "import itertools\nx = sum(rows, [])\n",
            "sum(rows, [])",
            remedy,
            "import itertools\nx = list(itertools.chain.from_iterable(rows))\n",
        );
        check(
            "x = sum(rows, ())\n",
            "sum(rows, ())",
            remedy,
            "from itertools import chain\nx = tuple(chain.from_iterable(rows))\n",
        );
        check("x = sum(rows, [0])\n", "sum(rows, [0])", remedy, "x = sum(rows, [0])\n");
    }
}
