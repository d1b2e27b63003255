//! `self.items = xs`, `global cache`: somebody else holds the object from here on.

use super::{Hint, HintKind, HintLevel, Remark, fitting};
use crate::facts::{Facts, Note, NoteOf};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.notes.iter().filter_map(|note| hint(facts, note)));
}

fn hint(facts: &Facts, note: &Note) -> Option<Hint> {
    let NoteOf::Kept { object, type_name, by } = &note.kind else { return None };
    let made = facts.story(*object).map(|story| story.made);
    // `self.items = []`: nobody else has that list, and the line says it all.
    let here = made.is_some_and(|made| facts.same_line(made, note.span));
    let level = if here { HintLevel::All } else { HintLevel::References };
    let remark = Remark {
        kind: HintKind::Kept,
        at: note.span,
        label: fitting(&[format!("kept by {by}"), "kept by an attribute".to_owned()]),
        says: format!("`{by}` holds the {type_name}, too: it lives as long as that does."),
        why: "Shown because it need not go when the function ends.",
    };
    Some(remark.shown_from(level, made))
}
