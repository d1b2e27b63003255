use super::{Change, Page, edits, import::import};
use crate::{
    diagnostic::Edit,
    syntax::{
        ast::{AnyNodeRef, Expr, ExprCall},
        span_of,
    },
    text::Span,
};

/// How many results stay.
const SIZE: &str = "1024";

/// `@cache` becomes `@lru_cache(maxsize=1024)`, `lru_cache(None)` becomes `lru_cache(1024)`.
pub(super) fn change(page: &Page<'_>, wrap: Span) -> Option<Change> {
    let edits = match page.expression(wrap)? {
        AnyNodeRef::ExprCall(call) => of_call(page, call)?,
        AnyNodeRef::ExprName(_) | AnyNodeRef::ExprAttribute(_) => bounded(page, wrap)?,
        _ => return None,
    };
    Change::new(format!("keep {SIZE} results"), edits)
}

fn of_call(page: &Page<'_>, call: &ExprCall) -> Option<Vec<Edit>> {
    let function = match &*call.func {
        Expr::Call(inner) => return of_call(page, inner),
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return None,
    };
    if function == "cache" {
        return bounded(page, span_of(&*call.func));
    }
    let size = call.arguments.find_argument_value("maxsize", 0).filter(|size| size.is_none_literal_expr())?;
    Some(vec![edits::replace(span_of(size), SIZE)])
}

/// `cache`
fn bounded(page: &Page<'_>, cache: Span) -> Option<Vec<Edit>> {
    let lru_cache = import(page, "functools", "lru_cache")?;
    let call = edits::replace(cache, format!("{}(maxsize={SIZE})", lru_cache.name));
    Some(lru_cache.edit.into_iter().chain([call]).collect())
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn a_cache_gets_a_bound() {
        let remedy = |wrap| Remedy::BoundCache { wrap };
        check(
            "import functools\n@functools.cache\ndef f(x): pass\n",
            "functools.cache",
            remedy,
            "import functools\n@functools.lru_cache(maxsize=1024)\ndef f(x): pass\n",
        );
        check("g = lru_cache(maxsize=None)(f)", "lru_cache(maxsize=None)(f)", remedy, "g = lru_cache(maxsize=1024)(f)");
        check("@lru_cache(None)\ndef f(x): pass\n", "lru_cache(None)", remedy, "@lru_cache(1024)\ndef f(x): pass\n");
        check("g = lru_cache(9)(f)", "lru_cache(9)(f)", remedy, "g = lru_cache(9)(f)");
        check(
            "from functools import cache, wraps\ng = cache(f)\n",
            "cache(f)",
            remedy,
            "from functools import cache, wraps, lru_cache\ng = lru_cache(maxsize=1024)(f)\n",
        );
    }
}
