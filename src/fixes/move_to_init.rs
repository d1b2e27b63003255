use super::{Change, Page, edits, insert, names::Names};
use crate::{
    diagnostic::Edit,
    syntax::{
        ast::{AnyNodeRef, Expr, Stmt, StmtClassDef, StmtFunctionDef},
        span_of,
    },
    text::Span,
};

/// `items = []` in a class becomes `self.items = []` in its `__init__`.
pub(super) fn change(page: &Page<'_>, value: Span) -> Option<Change> {
    let around = page.around(value);
    let (statement, target, expression, annotation) = around.iter().find_map(|node| match node {
        AnyNodeRef::StmtAssign(assign) => {
            let [target] = &*assign.targets else { return None };
            Some((span_of(*assign), target, &*assign.value, None))
        }
        AnyNodeRef::StmtAnnAssign(assign) => {
            Some((span_of(*assign), &*assign.target, assign.value.as_deref()?, Some(&*assign.annotation)))
        }
        _ => None,
    })?;
    let class = around.iter().find_map(|node| match node {
        AnyNodeRef::StmtClassDef(class) => Some(Some(*class)),
        AnyNodeRef::StmtFunctionDef(_) => Some(None),
        _ => None,
    })??;
    let Expr::Name(target) = target else { return None };
    let names = Names::of(expression);
    let of_class = Names::of_body(&class.body);
    let uses_class = names.free().any(|name| of_class.bound.iter().any(|(bound, _)| *bound == name));
    let bound = of_class.bound.iter().filter(|(bound, _)| *bound == target.id.as_str()).count();
    // Decorators (`@dataclass`) read the attributes of the class.
    if span_of(expression) != value
        || uses_class
        || names.is_bound_to_place
        || bound != 1
        || !class.decorator_list.is_empty()
    {
        return None;
    }
    let line = format!("self.{} = {}", target.id, page.slice(value));
    let mut edits = vec![match annotation {
        Some(annotation) => edits::delete(span_of(annotation).end, statement.end),
        None => insert::remove(page, statement, false)?,
    }];
    match init(class) {
        Some(init) => edits.extend(insert::at_start_of_body(page, init, &[line])?),
        None => edits.push(new_init(page, class, statement, &line)?),
    }
    Change::new(format!("make `{}` in `__init__`, one for each instance", target.id), edits)
}

/// An `__init__` whose first parameter is `self`.
fn init(class: &StmtClassDef) -> Option<&StmtFunctionDef> {
    class.body.iter().find_map(|statement| match statement {
        Stmt::FunctionDef(function) if function.name.as_str() == "__init__" => {
            let first = function.parameters.iter().next()?;
            (first.name().as_str() == "self").then_some(function)
        }
        _ => None,
    })
}

/// A class without a base gets an `__init__` before its first method.
fn new_init(page: &Page<'_>, class: &StmtClassDef, attribute: Span, line: &str) -> Option<Edit> {
    let defines = |s: &&Stmt| matches!(s, Stmt::FunctionDef(_));
    let has_init = class.body.iter().any(|s| matches!(s, Stmt::FunctionDef(f) if f.name.as_str() == "__init__"));
    let plain = class.arguments.as_ref().is_none_or(|arguments| arguments.is_empty());
    let first = span_of(class.body.iter().find(defines)?);
    let indent = page.indent(first.start).filter(|_| plain && !has_init && attribute.end < first.start)?;
    let (newline, unit) = (page.newline(), page.indent_unit());
    let text = format!("{indent}def __init__(self):{newline}{indent}{unit}{line}{newline}{newline}");
    // After the line of the attribute, which goes: the two edits must not touch.
    let start = page.line_start(first.start);
    (page.next_line(attribute.end)? < start).then(|| edits::insert(start, text))
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    fn moved(text: &str, expected: &str) {
        check(text, "[]", |value| Remedy::MoveToInit { value }, expected);
    }

    #[test]
    fn each_instance_gets_its_own() {
        moved(
            "class A:\n    xs = []\n    def __init__(self, n):\n        'doc'\n        self.n = n\n",
            "class A:\n    def __init__(self, n):\n        'doc'\n        self.xs = []\n        self.n = n\n",
        );
        moved(
            "class A:\n    xs: list = []\n\n    def add(self, x):\n        self.xs.append(x)\n",
            "class A:\n    xs: list\n\n    def __init__(self):\n        self.xs = []\n\n    def add(self, x):\n        self.xs.append(x)\n",
        );
    }

    #[test]
    fn what_others_may_need_stays() {
        for text in [
            "class A(B):\n    xs = []\n\n    def add(self, x):\n        pass\n",
            "@dataclass\nclass A:\n    xs = []\n\n    def __init__(self):\n        pass\n",
            "class A:\n    xs = []  # shared\n\n    def __init__(self):\n        pass\n",
            "def f():\n    xs = []\n",
        ] {
            moved(text, text);
        }
    }
}
