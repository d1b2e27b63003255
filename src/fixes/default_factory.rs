use super::{Change, Page, edits, import, names::name_of};
use crate::{
    syntax::{
        ast::{AnyNodeRef, Expr},
        span_of,
    },
    text::Span,
};

/// `x: Config = Config()` in a dataclass becomes `x: Config = field(default_factory=Config)`.
pub(super) fn change(page: &Page<'_>, default: Span) -> Option<Change> {
    let value = page.around(default).into_iter().find_map(|node| match node {
        AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref(),
        _ => None,
    })?;
    let title = "make one for each instance";
    if let Some(keyword) = default_keyword(value) {
        let factory = format!("default_factory={}", factory(page, &keyword.value));
        return Change::new(title, vec![edits::replace(span_of(keyword), factory)]);
    }
    let field = import::import(page, "dataclasses", "field")?;
    let factory = format!("{}(default_factory={})", field.name, factory(page, value));
    let mut edits = vec![edits::replace(span_of(value), factory)];
    edits.extend(field.edit);
    Change::new(title, edits)
}

/// `default=...` of `field(...)`.
fn default_keyword(value: &Expr) -> Option<&crate::syntax::ast::Keyword> {
    let Expr::Call(call) = value else { return None };
    let is_field = match &*call.func {
        Expr::Attribute(attribute) => attribute.attr.as_str() == "field",
        function => name_of(function) == Some("field"),
    };
    call.arguments.keywords.iter().find(|k| is_field && k.arg.as_deref() == Some("default"))
}

fn factory(page: &Page<'_>, value: &Expr) -> String {
    match value {
        Expr::Call(call) if call.arguments.is_empty() => page.slice(span_of(&*call.func)).to_owned(),
        Expr::List(list) if list.elts.is_empty() => "list".to_owned(),
        Expr::Dict(dict) if dict.items.is_empty() => "dict".to_owned(),
        _ => format!("lambda: {}", page.slice(span_of(value))),
    }
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn each_instance_gets_its_own() {
        let factory = |text: &str, default: &str, expected: &str| {
            check(text, default, |default| Remedy::DefaultFactory { default }, expected);
        };
        let class = "@dataclass\nclass A:\n    x: C = ";
        let from = "from dataclasses import dataclass\n";
        factory(
            &format!("{from}{class}C()\n"),
            "C()",
            &format!("from dataclasses import dataclass, field\n{class}field(default_factory=C)\n"),
        );
        factory(
            &format!("import dataclasses\n{class}C(1)\n"),
            "C(1)",
            &format!("import dataclasses\n{class}dataclasses.field(default_factory=lambda: C(1))\n"),
        );
        factory(
            &format!("{from}{class}field(default=C(), repr=False)\n"),
            "C()",
            &format!("{from}{class}field(default_factory=C, repr=False)\n"),
        );
    }
}
