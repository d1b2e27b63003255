//! `a is b` of equal values: `is` asks whether they are one object.

use super::{Hint, HintKind, HintLevel, Remark};
use crate::facts::{Facts, Note, NoteOf, Sharing};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.notes.iter().filter_map(|note| hint(facts, note)));
}

fn hint(facts: &Facts, note: &Note) -> Option<Hint> {
    let NoteOf::Compared { same, equal: true, negated, left, right } = &note.kind else { return None };
    let version = facts.target_version();
    let (level, label, says) = match (same, left.sharing) {
        // Who writes `is not` expects two.
        (false, _) => (
            if *negated { HintLevel::References } else { HintLevel::Surprises },
            "equal, but two objects",
            format!("`==` is true and `is` is false: the two values of type `{}` are two objects.", right.type_name),
        ),
        (true, Sharing::CachedInt) => (
            HintLevel::References,
            "one cached int",
            format!("True only because CPython {version} makes the ints from -5 to 256 once."),
        ),
        (true, Sharing::Interned | Sharing::Constant) => (
            HintLevel::References,
            "one shared constant",
            format!("True only because CPython {version} makes equal constants of one piece of code once."),
        ),
        (true, _) => return None,
    };
    let remark = Remark {
        kind: HintKind::EqualNotSame,
        at: note.span,
        label: label.to_owned(),
        says,
        why: "Shown because `is` compares objects, not values.",
    };
    Some(remark.shown_from(level, left.made))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    #[test]
    fn equal_values_that_are_two_objects() {
        assert_hints("a = [1]\nb = [1]\nprint(a is b)\n", &[(3, "equal, but two objects")]);
        assert_hints("a = 1000\nb = int('1000')\nprint(a is b)\n", &[(3, "equal, but two objects")]);
    }

    #[test]
    fn one_object_or_other_values() {
        assert_hints("a = [1]\nb = [2]\nprint(a is b)\n", &[]);
        assert_hints("a = 10\nb = 10\nprint(a is b)\n", &[]);
        assert_hints("a = None\nprint(a is None)\n", &[]);
    }
}
