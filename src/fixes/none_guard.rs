use super::{Change, Page, edits, import, insert, names::Names};
use crate::{
    config::PythonVersion,
    diagnostic::Edit,
    syntax::{
        ast::{AnyNodeRef, Expr, ParameterWithDefault, StmtFunctionDef},
        span_of,
    },
    text::Span,
};

/// `def f(xs=[])` becomes `def f(xs=None)`, and the body starts with `if xs is None: xs = []`.
pub(super) fn change(page: &Page<'_>, default: Span) -> Option<Change> {
    let around = page.around(default);
    let at = around.iter().position(|node| matches!(node, AnyNodeRef::ParameterWithDefault(_)))?;
    let AnyNodeRef::ParameterWithDefault(parameter) = around[at] else { return None };
    // Not a lambda: it has no statements.
    let function = around[at..].iter().find_map(|node| match node {
        AnyNodeRef::StmtFunctionDef(function) => Some(Some(*function)),
        AnyNodeRef::ExprLambda(_) => Some(None),
        _ => None,
    })??;
    let value = parameter.default()?;
    let class_body = around.iter().skip_while(|node| !node.is_stmt_function_def()).find_map(|node| match node {
        AnyNodeRef::StmtClassDef(class) => Some(&class.body[..]),
        _ => None,
    });
    if span_of(value) != default || !can_move(page, value, function, class_body.unwrap_or_default()) {
        return None;
    }
    let name = parameter.name().as_str();
    let guard = [format!("if {name} is None:"), format!("{}{name} = {}", page.indent_unit(), page.slice(default))];
    let mut edits = vec![edits::replace(default, "None")];
    edits.extend(annotation(page, parameter)?);
    edits.extend(insert::at_start_of_body(page, function, &guard)?);
    Change::new(format!("make the default of `{name}` anew in each call"), edits)
}

/// Evaluated in the body, the expression means the same: its names are not other ones there.
fn can_move(
    page: &Page<'_>,
    value: &Expr,
    function: &StmtFunctionDef,
    class_body: &[crate::syntax::ast::Stmt],
) -> bool {
    let names = Names::of(value);
    let (inside, in_class) = (Names::of_body(&function.body), Names::of_body(class_body));
    let is_local = |name: &str| {
        let parameter = function.parameters.iter().any(|parameter| parameter.name().as_str() == name);
        parameter || inside.bound.iter().any(|(bound, _)| *bound == name)
    };
    let is_of_class = |name: &str| in_class.bound.iter().any(|(bound, _)| *bound == name);
    // Lines of an expression without brackets of its own only hold together in the parameter list.
    let whole = !page.slice(span_of(value)).contains(['\n', '\r']) || super::page::is_atom(value);
    whole && !names.is_bound_to_place && !names.free().any(|name| is_local(name) || is_of_class(name))
}

/// The annotation admits `None`; no edit where there is none. `None`: it cannot be made to.
fn annotation(page: &Page<'_>, parameter: &ParameterWithDefault) -> Option<Vec<Edit>> {
    let Some(annotation) = parameter.annotation() else { return Some(Vec::new()) };
    let span = span_of(annotation);
    let text = page.slice(span);
    if text.contains("None") || text.contains("Optional") || matches!(text, "object" | "Any" | "typing.Any") {
        return Some(Vec::new());
    }
    if let Expr::StringLiteral(string) = annotation {
        let quotes = string.value.is_implicit_concatenated() || text.starts_with(|c: char| c.is_alphabetic());
        let one_quote = !text.starts_with("\"\"\"") && !text.starts_with("'''");
        return (!quotes && one_quote).then(|| vec![edits::insert(span.end - 1, " | None")]);
    }
    let lazy = import::annotations_are_lazy(page);
    if (page.target_version >= PythonVersion::PY310 && is_class(annotation)) || lazy {
        let union = matches!(annotation, Expr::BinOp(_) | Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_));
        return union.then(|| vec![edits::insert(span.end, " | None")]);
    }
    let optional = import::import(page, "typing", "Optional")?;
    let mut edits = vec![edits::insert(span.start, format!("{}[", optional.name)), edits::insert(span.end, "]")];
    edits.extend(optional.edit);
    Some(edits)
}

/// By its name a class or a generic: something that `|` works on when the annotation is evaluated.
fn is_class(annotation: &Expr) -> bool {
    let name = match annotation {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Subscript(subscript) => return is_class(&subscript.value),
        Expr::BinOp(union) => return is_class(&union.left) && is_class(&union.right),
        _ => return false,
    };
    const BUILTIN: &[&str] =
        &["list", "dict", "set", "frozenset", "tuple", "bytearray", "bytes", "str", "int", "float", "type"];
    BUILTIN.contains(&name) || name.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::{
        config::PythonVersion,
        diagnostic::Remedy,
        fixes::testing::{check, check_for},
    };

    fn guard(text: &str, default: &str, expected: &str) {
        check(text, default, |default| Remedy::NoneGuard { default }, expected);
    }

    #[test]
    fn the_guard_follows_the_docstring() {
        guard(
            "def f(a, b=[]):\n    b.append(a)\n",
            "[]",
            "def f(a, b=None):\n    if b is None:\n        b = []\n    b.append(a)\n",
        );
        guard(
            "@d\ndef f(b=[1]) -> (int):  # x\n\t'doc'  # y\n\n\t# z\n\treturn b\n",
            "[1]",
            "@d\ndef f(b=None) -> (int):  # x\n\t'doc'  # y\n\tif b is None:\n\t\tb = [1]\n\n\t# z\n\treturn b\n",
        );
        guard(
            "class A:\n  async def f(self, b={},\n      c=1\n  ):\n    # it\n    b[c] = 1",
            "{}",
            "class A:\n  async def f(self, b=None,\n      c=1\n  ):\n    if b is None:\n      b = {}\n    # it\n    b[c] = 1",
        );
    }

    #[test]
    fn bodies_on_the_line_of_the_header_move() {
        guard("def f(b=[]): b.pop()\n", "[]", "def f(b=None):\n    if b is None:\n        b = []\n    b.pop()\n");
        guard(
            "def f(b=[]): 'doc'; b.pop(); return b",
            "[]",
            "def f(b=None):\n    'doc'\n    if b is None:\n        b = []\n    b.pop(); return b",
        );
        guard(
            "def f(b=[]):\n    'doc'; b.pop()\n",
            "[]",
            "def f(b=None):\n    'doc'\n    if b is None:\n        b = []\n    b.pop()\n",
        );
        guard(
            "def f(b=[]): \\\n    b.pop()\n",
            "[]",
            "def f(b=None):\n    if b is None:\n        b = []\n    b.pop()\n",
        );
    }

    #[test]
    fn line_ends_are_those_of_the_file() {
        guard(
            "def f(b=[\r\n  1]):\r\n  b.pop()\r\n",
            "[\r\n  1]",
            "def f(b=None):\r\n  if b is None:\r\n    b = [\r\n  1]\r\n  b.pop()\r\n",
        );
    }

    #[test]
    fn annotations_admit_none() {
        let f = |annotation: &str| format!("def f(b: {annotation} = []):\n    b.pop()\n");
        let fixed = |annotation: &str| {
            format!("def f(b: {annotation} = None):\n    if b is None:\n        b = []\n    b.pop()\n")
        };
        for (before, after) in [
            ("list", "list | None"),
            ("t.List[int]", "t.List[int] | None"),
            ("'list[int]'", "'list[int] | None'"),
            ("Optional[list]", "Optional[list]"),
            ("list | None", "list | None"),
            ("Any", "Any"),
        ] {
            guard(&f(before), "[]", &fixed(after));
        }
        let remedy = |default| Remedy::NoneGuard { default };
        let old = |text: &str, expected: &str| check_for(PythonVersion::PY39, text, "[]", remedy, expected);
        old(
            &format!("'doc'\nimport os\n{}", f("list")),
            &format!("'doc'\nfrom typing import Optional\nimport os\n{}", fixed("Optional[list]")),
        );
        old(
            &format!("from typing import List\n{}", f("List")),
            &format!("from typing import List, Optional\n{}", fixed("Optional[List]")),
        );
        old(
            &format!("from __future__ import annotations\n{}", f("list")),
            &format!("from __future__ import annotations\n{}", fixed("list | None")),
        );
        old(
            &format!("import typing as t\n{}", f("list")),
            &format!("import typing as t\n{}", fixed("t.Optional[list]")),
        );
    }

    #[test]
    fn what_cannot_be_moved_stays() {
        for (text, default) in [
            ("f = lambda b=[]: b.pop()", "[]"),
            ("def f(b=[  # why\n  ]):\n    b.pop()\n", "[  # why\n  ]"),
            ("def f(b=[a]):\n    a = 1\n    b.pop()\n", "[a]"),
            ("class A:\n    n = 1\n    def f(self, b=[n]):\n        b.pop()\n", "[n]"),
            ("def f(b=[]): 'doc'\n", "[]"),
            ("def f(b=[x := 1]):\n    b.pop()\n", "[x := 1]"),
        ] {
            guard(text, default, text);
        }
    }
}
