//! `lambda: i` in a loop: all the functions read the one `i`, when they are called.

use super::{Hint, HintKind, HintLevel, Remark, fitting};
use crate::{
    facts::{Facts, Note, NoteOf},
    text::Span,
};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.notes.iter().filter_map(|note| hint(facts, note)));
}

fn hint(facts: &Facts, note: &Note) -> Option<Hint> {
    let NoteOf::Captures { names, survives: true } = &note.kind else { return None };
    let here = facts.note_place(note)?;
    let name = names.iter().find(|name| here.is_bound_in_same_loop(name))?;
    let remark = Remark {
        kind: HintKind::LateBinding,
        // The first line of a `def`, not its last.
        at: Span::new(note.span.start, note.span.start),
        label: fitting(&[format!("reads {name} when called"), format!("reads {name} late")]),
        says: format!(
            "The function reads `{name}` when it is called: all those that the loop makes see its last value, not the \
             one of their round."
        ),
        why: "Shown because a function keeps the variable, not its value.",
    };
    Some(remark.shown_from(HintLevel::Surprises, None))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    #[test]
    fn functions_that_outlive_their_round() {
        let label = "reads i when called";
        assert_hints("fs = []\nfor i in range(3):\n    fs.append(lambda: i)\nprint(fs[0]())\n", &[(3, label)]);
        assert_hints("fs = [lambda: i for i in range(3)]\nprint(fs[0]())\n", &[(1, label)]);
        assert_hints(
            "def f():\n    fs = {}\n    for i in 'abc':\n        def g():\n            return i\n        fs[i] = g\n    return fs\n",
            &[(4, label)],
        );
    }

    #[test]
    fn functions_that_end_with_their_round_or_bind_early() {
        assert_hints("fs = []\nfor i in range(3):\n    fs.append(lambda i=i: i)\nprint(fs[0]())\n", &[]);
        assert_hints("for i in range(3):\n    f = lambda: i\n    print(f())\n", &[]);
        assert_hints("n = 3\nfs = []\nfor i in range(3):\n    fs.append(lambda: n)\n", &[]);
        assert_hints("def f(xs):\n    return [sorted(xs, key=lambda x: x[i]) for i in range(3)]\n", &[]);
    }
}
