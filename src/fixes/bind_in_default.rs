use super::{Change, Page, edits};
use crate::{
    syntax::{
        ast::{AnyNodeRef, Parameters},
        span_of,
    },
    text::Span,
};

/// `lambda: i` becomes `lambda i=i: i`: a default is evaluated when the function is made.
pub(super) fn change(page: &Page<'_>, function: Span, name: &str) -> Option<Change> {
    let node = page.around(function).into_iter().find(|node| {
        matches!(node, AnyNodeRef::ExprLambda(_) | AnyNodeRef::StmtFunctionDef(_)) && encloses(span_of(node), function)
    })?;
    let (offset, text) = match node {
        AnyNodeRef::ExprLambda(lambda) => match &lambda.parameters {
            Some(parameters) if !parameters.is_empty() => after_last(parameters, name)?,
            _ => (span_of(lambda).start + "lambda".len() as u32, format!(" {name}={name}")),
        },
        AnyNodeRef::StmtFunctionDef(def) if def.parameters.is_empty() => {
            (span_of(&*def.parameters).start + 1, format!("{name}={name}"))
        }
        AnyNodeRef::StmtFunctionDef(def) => after_last(&def.parameters, name)?,
        _ => return None,
    };
    Change::new(format!("bind `{name}` when the function is made"), vec![edits::insert(offset, text)])
}

fn encloses(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn after_last(parameters: &Parameters, name: &str) -> Option<(u32, String)> {
    let taken = parameters.iter().any(|parameter| parameter.name().as_str() == name);
    let last = parameters.iter().last()?;
    let end = span_of(&last).end;
    // `**rest` must stay the last.
    (!taken && parameters.kwarg.is_none()).then(|| (end, format!(", {name}={name}")))
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn after_the_other_parameters() {
        let bind = |text: &str, function: &str, expected: &str| {
            let remedy = |function| Remedy::BindInDefault { function, name: "i".into() };
            check(text, function, remedy, expected);
        };
        bind("f = lambda: i", "lambda: i", "f = lambda i=i: i");
        bind("f = lambda a, *b: i", "lambda a, *b: i", "f = lambda a, *b, i=i: i");
        bind("f = lambda a, **b: i", "lambda a, **b: i", "f = lambda a, **b: i");
        bind("f = lambda a, /: i", "lambda a, /: i", "f = lambda a, i=i, /: i");
        bind("def f():\n    return i", "def f():\n    return i", "def f(i=i):\n    return i");
        bind(
            "def f(a: int = 1,):\n    return i",
            "def f(a: int = 1,):\n    return i",
            "def f(a: int = 1, i=i,):\n    return i",
        );
        bind("def f(i):\n    return i", "def f(i):\n    return i", "def f(i):\n    return i");
    }
}
