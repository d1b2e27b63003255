use super::{Change, Page, insert};
use crate::{
    syntax::{ast::AnyNodeRef, span_of},
    text::Span,
};

/// `del name` after the statement at a place.
pub(super) fn change(page: &Page<'_>, name: &str, after: Span) -> Option<Change> {
    let statement = page.statement(after)?;
    let leaves = matches!(
        statement,
        AnyNodeRef::StmtReturn(_) | AnyNodeRef::StmtRaise(_) | AnyNodeRef::StmtContinue(_) | AnyNodeRef::StmtBreak(_)
    );
    (!leaves).then_some(())?;
    Change::new(format!("`del {name}`"), vec![insert::after(page, span_of(&statement), &format!("del {name}"))])
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn after_the_statement_wherever_it_stands() {
        let delete = |text: &str, after: &str, expected: &str| {
            check(text, after, |after| Remedy::DeleteName { name: "a".into(), after }, expected);
        };
        delete(
            "if x:\n    y = sum(a)  # all\n    z()\n",
            "sum(a)",
            "if x:\n    y = sum(a)  # all\n    del a\n    z()\n",
        );
        delete("y = sum(a)", "sum(a)", "y = sum(a)\ndel a");
        delete("y = sum(\r\n  a)\r\nz()", "a", "y = sum(\r\n  a)\r\ndel a\r\nz()");
        delete("y = sum(a); z()", "sum(a)", "y = sum(a); del a; z()");
        delete("y = sum(a);\nz()", "sum(a)", "y = sum(a);\ndel a\nz()");
        delete("if x: y = sum(a)\nz()", "sum(a)", "if x: y = sum(a); del a\nz()");
        delete("y = \\\n  sum(a)\nz()", "sum(a)", "y = \\\n  sum(a)\ndel a\nz()");
        delete("for b in a:\n    use(b)\nz()\n", "a", "for b in a:\n    use(b)\ndel a\nz()\n");
        delete("def f():\n    return sum(a)", "sum(a)", "def f():\n    return sum(a)");
    }
}
