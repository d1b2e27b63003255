use super::{
    Change, Page, edits, insert,
    names::{Names, name_of},
};
use crate::{
    syntax::{
        ast::{AnyNodeRef, Stmt, StmtAssign},
        span_of,
    },
    text::Span,
};

/// `alias = name` goes, and `alias` is called `name` from there on.
pub(super) fn change(page: &Page<'_>, binding: Span, alias: &str, name: &str) -> Option<Change> {
    let around = page.around(binding);
    let assign = around.iter().find_map(|node| match node {
        AnyNodeRef::StmtAssign(assign) if is_alias(assign, alias, name) => Some(*assign),
        _ => None,
    })?;
    let names = around.iter().find_map(|node| match node {
        AnyNodeRef::StmtFunctionDef(function) => {
            let taken = function.parameters.iter().any(|parameter| parameter.name().as_str() == alias);
            Some((!taken).then(|| Names::of_body(&function.body)))
        }
        AnyNodeRef::ModModule(module) => Some(Some(Names::of_body(&module.body))),
        AnyNodeRef::StmtClassDef(_) | AnyNodeRef::ExprLambda(_) => Some(None),
        _ => None,
    })??;
    // Bound once, never captured, shown or handed on as a keyword or attribute of that name.
    let bound = names.bound.iter().filter(|(bound, _)| *bound == alias).count();
    let elsewhere = [&names.nested, &names.shown, &names.identifiers].into_iter().any(|list| list.contains(&alias));
    if bound != 1 || elsewhere {
        return None;
    }
    let mut edits = vec![insert::remove(page, span_of(assign), is_only_one(&around, assign))?];
    let reads = names.read.iter().filter(|(read, _)| *read == alias);
    edits.extend(reads.map(|(_, place)| edits::replace(*place, name)));
    Change::new(format!("call `{alias}` `{name}`: one name for one object"), edits)
}

fn is_alias(assign: &StmtAssign, alias: &str, name: &str) -> bool {
    let [target] = &*assign.targets else { return false };
    name_of(target) == Some(alias) && name_of(&assign.value) == Some(name)
}

/// Its block has no other statement.
fn is_only_one(around: &[AnyNodeRef<'_>], assign: &StmtAssign) -> bool {
    let is_it = |body: &[Stmt]| matches!(body, [only] if span_of(only) == span_of(assign));
    let blocks = around.iter().skip_while(|node| !matches!(node, AnyNodeRef::StmtAssign(_))).nth(1);
    match blocks {
        Some(AnyNodeRef::StmtFor(node)) => is_it(&node.body) || is_it(&node.orelse),
        Some(AnyNodeRef::StmtWhile(node)) => is_it(&node.body) || is_it(&node.orelse),
        Some(AnyNodeRef::StmtTry(node)) => is_it(&node.body) || is_it(&node.orelse) || is_it(&node.finalbody),
        Some(AnyNodeRef::StmtIf(node)) => is_it(&node.body),
        Some(AnyNodeRef::StmtWith(node)) => is_it(&node.body),
        Some(AnyNodeRef::StmtFunctionDef(node)) => is_it(&node.body),
        Some(AnyNodeRef::ElifElseClause(node)) => is_it(&node.body),
        Some(AnyNodeRef::MatchCase(node)) => is_it(&node.body),
        Some(AnyNodeRef::ExceptHandlerExceptHandler(node)) => is_it(&node.body),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    fn inline(text: &str, expected: &str) {
        let remedy = |binding| Remedy::InlineAlias { binding, alias: "b".into(), name: "a".into() };
        check(text, "b = a", remedy, expected);
    }

    #[test]
    fn one_name_is_left() {
        inline("a = f()\nb = a\nuse(b, f'{b}')\n", "a = f()\nuse(a, f'{a}')\n");
        inline("def g():\n    a = f()\n    b = a\n    return b", "def g():\n    a = f()\n    return a");
        inline("a = f(); b = a; use(b)", "a = f(); b = a; use(b)");
        inline("a = f()\nb = a; use(b)", "a = f()\nuse(a)");
        inline("if x:\n    b = a\nuse(b)", "if x:\n    pass\nuse(a)");
    }

    #[test]
    fn names_that_others_use_stay() {
        for text in [
            "a = f()\nb = a  # the result\nuse(b)",
            "a = f()\nb = a\nuse(f'{b=}')",
            "a = f()\nb = a\ng = lambda: b",
            "a = f()\nb = a\nb = 2\nuse(b)",
            "def g(b):\n    b = a\n    use(b)",
            "class A:\n    b = a\n    c = b",
        ] {
            inline(text, text);
        }
    }
}
