use super::{Change, Page, edits};
use crate::{
    syntax::{
        ast::{AnyNodeRef, Expr, ExprContext},
        span_of,
    },
    text::Span,
};

/// `self.error = e` becomes `self.error = e.with_traceback(None)`. The place is the name, or the statement or call that
/// stores it.
pub(super) fn change(page: &Page<'_>, exception: Span) -> Option<Change> {
    let name = page.around(exception).into_iter().find_map(|node| match node {
        AnyNodeRef::ExprName(name) if matches!(name.ctx, ExprContext::Load) && span_of(name) == exception => {
            let is_value = !matches!(page.parent(exception), Some(AnyNodeRef::ExprAttribute(_)));
            is_value.then(|| span_of(name))
        }
        AnyNodeRef::StmtAssign(assign) => name_of(&assign.value),
        AnyNodeRef::ExprCall(call) => match &*call.arguments.args {
            [argument] => name_of(argument),
            _ => None,
        },
        _ => None,
    })?;
    let title = format!("store `{}` without its traceback", page.slice(name));
    Change::new(title, vec![edits::insert(name.end, ".with_traceback(None)")])
}

fn name_of(expression: &Expr) -> Option<Span> {
    expression.is_name_expr().then(|| span_of(expression))
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn the_frames_are_let_go() {
        let strip = |text: &str, place: &str, expected: &str| {
            check(text, place, |exception| Remedy::StripTraceback { exception }, expected);
        };
        strip("self.error = exc  # last", "exc", "self.error = exc.with_traceback(None)  # last");
        strip("self.error = exc", "self.error = exc", "self.error = exc.with_traceback(None)");
        strip("errors.append(exc)", "errors.append(exc)", "errors.append(exc.with_traceback(None))");
        strip("self.error = exc", "self.error", "self.error = exc.with_traceback(None)");
        strip("errors.append(f'{exc}')", "errors.append(f'{exc}')", "errors.append(f'{exc}')");
    }
}
