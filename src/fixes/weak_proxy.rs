use super::{Change, Page, edits, import::import};
use crate::{
    diagnostic::Edit,
    syntax::{
        ast::{AnyNodeRef, Expr},
        span_of,
    },
    text::Span,
};

/// `node.parent = parent` becomes `node.parent = weakref.proxy(parent)`, and `self.child = Child(self)` becomes
/// `self.child = Child(weakref.proxy(self))`. What is called does not become a proxy: `self.show = self.print`.
pub(super) fn change(page: &Page<'_>, attribute: Span) -> Option<Change> {
    let AnyNodeRef::StmtAssign(assign) = page.statement(attribute)? else { return None };
    let target = assign.targets.iter().find(|t| span_of(*t) == attribute)?;
    let owner = target.as_attribute_expr()?.value.as_name_expr()?.id.as_str();
    let held: Vec<&Expr> = match &*assign.value {
        value @ Expr::Name(_) => vec![value],
        Expr::Call(call) => {
            let keywords = call.arguments.keywords.iter().map(|k| &k.value);
            let given = call.arguments.args.iter().chain(keywords);
            given.filter(|e| matches!(e, Expr::Name(n) if n.id.as_str() == owner)).collect()
        }
        _ => return None,
    };
    if held.is_empty() {
        return None;
    }
    let proxy = import(page, "weakref", "proxy")?;
    let weak = |e: &Expr| edits::replace(span_of(e), format!("{}({})", proxy.name, page.slice(span_of(e))));
    let edits: Vec<Edit> = held.into_iter().map(weak).chain(proxy.edit.clone()).collect();
    Change::new("refer to it by a weak proxy", edits)
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn what_leads_back_is_weak() {
        let remedy = |attribute| Remedy::WeakProxy { attribute };
        check("import weakref\na.me = a\n", "a.me", remedy, "import weakref\na.me = weakref.proxy(a)\n");
        check(
            "a.child = Child(1, parent=a)\n",
            "a.child",
            remedy,
            "from weakref import proxy\na.child = Child(1, parent=proxy(a))\n",
        );
        check("a.show = a.print\n", "a.show", remedy, "a.show = a.print\n");
        check("a.show = lambda: a\n", "a.show", remedy, "a.show = lambda: a\n");
    }
}
