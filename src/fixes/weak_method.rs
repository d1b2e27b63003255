use super::{Change, Page, edits};
use crate::{
    syntax::{ast::Expr, span_of},
    text::Span,
};

/// `weakref.ref(obj.method)` becomes `weakref.WeakMethod(obj.method)`.
pub(super) fn change(page: &Page<'_>, call: Span) -> Option<Change> {
    let Expr::Attribute(function) = &*page.call(call)?.func else { return None };
    let edits = vec![edits::replace(span_of(&function.attr), "WeakMethod")];
    (function.attr.as_str() == "ref").then(|| Change::new("use `weakref.WeakMethod`", edits)).flatten()
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn a_method_is_held_by_its_object() {
        let remedy = |call| Remedy::WeakMethod { call };
        check("r = weakref.ref(a.b)", "weakref.ref(a.b)", remedy, "r = weakref.WeakMethod(a.b)");
        check("r = ref(a.b)", "ref(a.b)", remedy, "r = ref(a.b)");
    }
}
