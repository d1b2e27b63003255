//! `lst1.append(4)` while `lst2` is the same list.

use super::{Hint, HintKind, HintLevel, Remark, fitting};
use crate::facts::{Facts, Note, NoteOf};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.notes.iter().filter_map(|note| hint(facts, note)));
}

fn hint(facts: &Facts, note: &Note) -> Option<Hint> {
    let NoteOf::Changed { object, type_name, how, through: Some(through), also } = &note.kind else { return None };
    let here = facts.note_place(note)?;
    let read = |name: &&String| here.name_is_read_later(name) || facts.is_used_elsewhere(here, name);
    let other = also.iter().find(read)?;
    let remark = Remark {
        kind: HintKind::AlsoChanges,
        at: note.span,
        label: fitting(&[format!("also changes {other}"), "changes another name".to_owned()]),
        says: format!("`{how}` changes the {type_name} in place: `{other}` is the same object as `{through}`."),
        why: "Shown because the other name is read later.",
    };
    let hint = remark.shown_from(HintLevel::References, facts.story(*object).map(|story| story.made));
    Some(Hint { names: [through].into_iter().chain(also).cloned().collect(), ..hint })
}
