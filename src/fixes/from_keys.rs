use super::{
    Change, Page, edits,
    names::{Names, name_of},
};
use crate::{
    syntax::{ast::Expr, span_of},
    text::Span,
};

/// `dict.fromkeys(keys, [])` becomes `{key: [] for key in keys}`.
pub(super) fn change(page: &Page<'_>, call: Span) -> Option<Change> {
    let node = page.call(call)?;
    let Expr::Attribute(function) = &*node.func else { return None };
    let ([keys, value], []) = (&*node.arguments.args, &*node.arguments.keywords) else { return None };
    let names = Names::of(value);
    let is_dict = name_of(&function.value) == Some("dict") && function.attr.as_str() == "fromkeys";
    // A named value is one object, wherever it is written.
    if !is_dict || keys.is_starred_expr() || value.is_name_expr() || names.is_bound_to_place {
        return None;
    }
    let key = ["key", "k", "_key"].into_iter().find(|key| !names.mentions(key))?;
    let (keys, value) = (page.slice(span_of(keys)), page.slice(span_of(value)));
    let text = format!("{{{key}: {value} for {key} in {keys}}}");
    Change::new("make a value for each key", vec![edits::replace(call, text)])
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn each_key_gets_its_own() {
        let keys = |text: &str, call: &str, expected: &str| {
            check(text, call, |call| Remedy::FromKeysByComprehension { call }, expected);
        };
        keys("d = dict.fromkeys(ks, [])", "dict.fromkeys(ks, [])", "d = {key: [] for key in ks}");
        keys("d = dict.fromkeys(ks, f(key))", "dict.fromkeys(ks, f(key))", "d = {k: f(key) for k in ks}");
        keys("d = dict.fromkeys(ks, v)", "dict.fromkeys(ks, v)", "d = dict.fromkeys(ks, v)");
        keys("d = Counter.fromkeys(ks, [])", "Counter.fromkeys(ks, [])", "d = Counter.fromkeys(ks, [])");
    }
}
