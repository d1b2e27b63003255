use super::{Change, Page, edits, import::import};
use crate::{
    diagnostic::Edit,
    syntax::{ast::AnyNodeRef, ast::Expr, span_of},
    text::Span,
};

/// `[i * 0.5 for i in range(n)]` becomes `array("d", (i * 0.5 for i in range(n)))`, and `[]` becomes `array("d")`.
pub(super) fn change(page: &Page<'_>, list: Span, typecode: char) -> Option<Change> {
    // `numbers: list[int] = [...]`
    if matches!(page.parent(list)?, AnyNodeRef::StmtAnnAssign(_)) {
        return None;
    }
    let array = import(page, "array", "array")?;
    let (name, inner) = (&array.name, page.slice(Span::new(list.start + 1, list.end.saturating_sub(1))));
    let packed: Edit = match page.expression(list)? {
        AnyNodeRef::ExprListComp(_) => edits::replace(list, format!("{name}(\"{typecode}\", ({inner}))")),
        AnyNodeRef::ExprList(display) if display.elts.is_empty() => {
            edits::replace(list, format!("{name}(\"{typecode}\")"))
        }
        AnyNodeRef::ExprCall(call) if call.func.as_name_expr().is_some_and(|f| f.id.as_str() == "list") => {
            let [numbers] = &*call.arguments.args else { return None };
            let open = Span::new(call_start(call), span_of(numbers).start);
            let plain = !matches!(numbers, Expr::Starred(_)) && page.slice(open) == "list(";
            plain.then(|| edits::replace(open, format!("{name}(\"{typecode}\", ")))?
        }
        _ => return None,
    };
    Change::new(format!("use `array(\"{typecode}\")`"), array.edit.into_iter().chain([packed]).collect())
}

fn call_start(call: &crate::syntax::ast::ExprCall) -> u32 {
    span_of(&*call.func).start
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn numbers_go_into_an_array() {
        let remedy = |list| Remedy::PackNumbers { list, typecode: 'd' };
        let import = "from array import array\n";
        check(
            "xs = [i * 0.5 for i in ys]\n",
            "[i * 0.5 for i in ys]",
            remedy,
            &format!("{import}xs = array(\"d\", (i * 0.5 for i in ys))\n"),
        );
        check("xs = []\n", "[]", remedy, &format!("{import}xs = array(\"d\")\n"));
        check("xs = list(ys)\n", "list(ys)", remedy, &format!("{import}xs = array(\"d\", ys)\n"));
        check("xs: list = []\n", "[]", remedy, "xs: list = []\n");
        check("xs = [1.0]\n", "[1.0]", remedy, "xs = [1.0]\n");
    }
}
