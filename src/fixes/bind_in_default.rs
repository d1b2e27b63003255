use super::{Change, Page, edits};
use crate::{
    syntax::{
        ast::{AnyNodeRef, Parameters},
        span_of,
    },
    text::Span,
};

/// `lambda: i` becomes `lambda i=i: i`: a default is evaluated when the function is made.
pub(super) fn change(page: &Page<'_>, function: Span, names: &[String]) -> Option<Change> {
    let node = page.around(function).into_iter().find(|node| is_function_at(*node, function))?;
    let bindings: Vec<String> = names.iter().map(|name| format!("{name}={name}")).collect();
    let bindings = bindings.join(", ");
    let (offset, text) = match node {
        AnyNodeRef::ExprLambda(lambda) => match &lambda.parameters {
            Some(parameters) if !parameters.is_empty() => (after_last(parameters, names)?, format!(", {bindings}")),
            _ => (span_of(lambda).start + "lambda".len() as u32, format!(" {bindings}")),
        },
        AnyNodeRef::StmtFunctionDef(def) if def.parameters.is_empty() => {
            (span_of(&*def.parameters).start + 1, bindings)
        }
        AnyNodeRef::StmtFunctionDef(def) => (after_last(&def.parameters, names)?, format!(", {bindings}")),
        _ => return None,
    };
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    Change::new(format!("bind {} when the function is made", shown.join(" and ")), vec![edits::insert(offset, text)])
}

/// A statement may be named with or without its decorators.
fn is_function_at(node: AnyNodeRef<'_>, place: Span) -> bool {
    match node {
        AnyNodeRef::ExprLambda(lambda) => span_of(lambda) == place,
        AnyNodeRef::StmtFunctionDef(def) => {
            let name = span_of(&def.name);
            span_of(def).start <= place.start && place.start <= name.start && name.end <= place.end
        }
        _ => false,
    }
}

fn after_last(parameters: &Parameters, names: &[String]) -> Option<u32> {
    let is_taken = |name: &String| parameters.iter().any(|parameter| parameter.name().as_str() == name);
    let last = parameters.iter().last()?;
    // `**rest` must stay the last.
    (!names.iter().any(is_taken) && parameters.kwarg.is_none()).then(|| span_of(&last).end)
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn after_the_other_parameters() {
        let bind = |text: &str, function: &str, expected: &str| {
            let remedy = |function| Remedy::BindInDefault { function, names: vec!["i".into()] };
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
