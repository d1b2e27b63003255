//! `xs += [1]` where `xs` is an argument: a list changes in place, and the caller sees it.

use super::{Hint, HintKind, HintLevel, Remark, fitting};
use crate::facts::{Facts, Note, NoteOf};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.notes.iter().filter_map(hint));
}

fn hint(note: &Note) -> Option<Hint> {
    let NoteOf::ParameterExtended { parameter } = &note.kind else { return None };
    let remark = Remark {
        kind: HintKind::ChangesArgument,
        at: note.span,
        label: fitting(&[format!("may change caller's {parameter}"), "may change the caller's".to_owned()]),
        says: format!(
            "`+=` changes a list in place: the caller's `{parameter}` too. `{parameter} = {parameter} + ...` makes a new one."
        ),
        why: "Shown because `+=` looks like an assignment to the local name alone.",
    };
    Some(remark.shown_from(HintLevel::Surprises, None))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    #[test]
    fn an_argument_that_is_extended() {
        assert_hints("def f(xs):\n    xs += [1]\n    return xs\n", &[(2, "may change caller's xs")]);
    }

    #[test]
    fn other_additions() {
        assert_hints("def f(xs):\n    xs = xs + [1]\n    return xs\n", &[]);
        assert_hints("def f(n):\n    n += 1\n    return n\n", &[]);
        assert_hints("def f(xs):\n    xs = list(xs)\n    xs += [1]\n    return xs\n", &[]);
        assert_hints("def f(xs):\n    ys = []\n    ys += [1]\n    return ys\n", &[]);
    }
}
