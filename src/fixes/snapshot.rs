use super::{Change, Page, edits};
use crate::text::Span;

/// `for x in xs` becomes `for x in list(xs)`.
pub(super) fn change(page: &Page<'_>, iterable: Span) -> Option<Change> {
    page.expression(iterable)?;
    let edits = vec![edits::insert(iterable.start, "list("), edits::insert(iterable.end, ")")];
    Change::new("iterate over a copy", edits)
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Remedy, fixes::testing::check};

    #[test]
    fn the_loop_runs_over_a_list_of_its_own() {
        let remedy = |iterable| Remedy::Snapshot { iterable };
        check("for x in d.keys():\n    d.pop(x)", "d.keys()", remedy, "for x in list(d.keys()):\n    d.pop(x)");
        check("for x in (d):\n    d.pop(x)", "d", remedy, "for x in (list(d)):\n    d.pop(x)");
    }
}
