use super::{Change, Page, edits, names::Names};
use crate::{
    config::PythonVersion,
    syntax::{
        ast::{
            Decorator, Expr, ExprContext, Stmt, StmtClassDef, StmtFunctionDef,
            helpers::is_docstring_stmt,
            visitor::source_order::{SourceOrderVisitor, walk_expr},
        },
        span_of,
    },
};

/// `__slots__` with what the methods bind, or `@dataclass(slots=True)` from 3.10 on.
pub(super) fn change(page: &Page<'_>, class: &str) -> Option<Change> {
    let mut named = page.module.body.iter().filter_map(|s| match s {
        Stmt::ClassDef(c) if c.name.as_str() == class => Some(c),
        _ => None,
    });
    let (class, None) = (named.next()?, named.next()) else { return None };
    let edit = match &*class.decorator_list {
        [] => slots(page, class)?,
        [decorator] if page.target_version >= PythonVersion::PY310 => of_data_class(page, decorator)?,
        _ => return None,
    };
    Change::new(format!("give `{}` slots", class.name), vec![edit])
}

fn of_data_class(page: &Page<'_>, decorator: &Decorator) -> Option<crate::diagnostic::Edit> {
    let is_data_class = |e: &Expr| match e {
        Expr::Name(n) => n.id.as_str() == "dataclass",
        Expr::Attribute(a) => a.attr.as_str() == "dataclass",
        _ => false,
    };
    match &decorator.expression {
        e if is_data_class(e) => Some(edits::insert(span_of(e).end, "(slots=True)")),
        Expr::Call(call) if is_data_class(&call.func) => {
            let last = call.arguments.keywords.last();
            let end = span_of(call).end.checked_sub(1)?;
            let text = if last.is_some() { ", slots=True" } else { "slots=True" };
            let at = last.map_or(end, |k| span_of(k).end);
            page.starts_with(end, ")").then(|| edits::insert(at, text))
        }
        _ => None,
    }
}

fn slots(page: &Page<'_>, class: &StmtClassDef) -> Option<crate::diagnostic::Edit> {
    let bound = Names::of_body(&class.body).bound;
    let mut attributes = Vec::new();
    for statement in &class.body {
        if let Stmt::FunctionDef(method) = statement {
            bound_by(method, &mut attributes);
        }
    }
    // An attribute of the class under the name of a slot is an error.
    let conflicts = bound.iter().any(|(name, _)| attributes.contains(name) || *name == "__slots__");
    if attributes.is_empty() || conflicts || class.arguments.as_ref().is_some_and(|a| !a.is_empty()) {
        return None;
    }
    let quoted: Vec<String> = attributes.iter().map(|name| format!("\"{name}\"")).collect();
    let comma = if quoted.len() == 1 { "," } else { "" };
    let documented = class.body.first().is_some_and(is_docstring_stmt);
    let first = span_of(class.body.get(usize::from(documented))?);
    let indent = page.indent(first.start)?;
    let line = format!("{indent}__slots__ = ({}{comma}){}", quoted.join(", "), page.newline());
    let decorated = match class.body.get(usize::from(documented))? {
        Stmt::FunctionDef(f) => f.decorator_list.first().map(span_of),
        Stmt::ClassDef(c) => c.decorator_list.first().map(span_of),
        _ => None,
    };
    Some(edits::insert(page.line_start(decorated.unwrap_or(first).start), line))
}

/// Attributes of its first parameter that a method binds.
fn bound_by<'a>(method: &'a StmtFunctionDef, out: &mut Vec<&'a str>) {
    struct Bound<'a, 'o> {
        owner: &'a str,
        out: &'o mut Vec<&'a str>,
    }
    impl<'a> SourceOrderVisitor<'a> for Bound<'a, '_> {
        fn visit_expr(&mut self, e: &'a Expr) {
            if let Expr::Attribute(a) = e
                && a.ctx == ExprContext::Store
                && matches!(&*a.value, Expr::Name(n) if n.id.as_str() == self.owner)
                && !self.out.contains(&a.attr.as_str())
            {
                self.out.push(a.attr.as_str());
            }
            walk_expr(self, e);
        }
    }
    if let Some(first) = method.parameters.iter().next() {
        let mut bound = Bound { owner: first.name().as_str(), out };
        method.body.iter().for_each(|s| bound.visit_stmt(s));
    }
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    fn slotted(text: &str, expected: &str) {
        check(text, "P", |list| Remedy::AddSlots { class: "P".to_owned(), list }, expected);
    }

    #[test]
    fn a_class_gets_slots() {
        slotted(
            "class P:\n    \"a point\"\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n",
            "class P:\n    \"a point\"\n    __slots__ = (\"x\", \"y\")\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n",
        );
        slotted("@dataclass\nclass P:\n    x: int\n", "@dataclass(slots=True)\nclass P:\n    x: int\n");
        slotted(
            "@dataclass(eq=False)\nclass P:\n    x: int\n",
            "@dataclass(eq=False, slots=True)\nclass P:\n    x: int\n",
        );
    }

    #[test]
    fn classes_that_slots_would_break_stay() {
        for text in [
            "class P:\n    x = 0\n    def f(self):\n        self.x = 1\n",
            "class P(Base):\n    def f(self):\n        self.x = 1\n",
            "@final\nclass P:\n    def f(self):\n        self.x = 1\n",
        ] {
            slotted(text, text);
        }
    }
}
