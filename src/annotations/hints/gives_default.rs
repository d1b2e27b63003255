//! `create_list(2)` gives the list that is the default of all its calls.

use super::{Hint, HintKind, HintLevel, Remark, fitting};
use crate::facts::{Facts, Note, NoteOf};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.notes.iter().filter_map(|note| hint(facts, note)));
}

fn hint(facts: &Facts, note: &Note) -> Option<Hint> {
    let NoteOf::GivesDefault { function, type_name, made } = &note.kind else { return None };
    let line = facts.line(*made);
    let remark = Remark {
        kind: HintKind::GivesDefault,
        at: note.span,
        label: fitting(&[format!("the {type_name} of line {line}")]),
        says: format!(
            "This call gives the default of `{function}`, the {type_name} made once on line {line}: every such call gives \
             the same one."
        ),
        why: "Shown because the call looks as if it made a new object.",
    };
    Some(remark.shown_from(HintLevel::References, Some(*made)))
}
