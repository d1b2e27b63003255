//! The end of a function: what its names alone hold goes there, at once.

use super::{Hint, HintKind, HintLevel, Remark, fitting, shows_its_frame};
use crate::facts::{Facts, Note, NoteOf, Seen, human_bytes};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.notes.iter().filter_map(|note| hint(facts, note)));
}

fn hint(facts: &Facts, note: &Note) -> Option<Hint> {
    let NoteOf::Ends { dying } = &note.kind else { return None };
    if shows_its_frame(facts.note_place(note)?) {
        return None;
    }
    let large = |seen: &Seen| facts.is_large(seen.measure) && seen.measure.bytes.is_some() && !seen.measure.input;
    let first = dying.iter().find(|(_, seen)| large(seen)).or_else(|| dying.first())?;
    let (names, seen) = first;
    let (level, label) = if large(seen) {
        (HintLevel::References, fitting(&[format!("frees {}", human_bytes(seen.measure))]))
    } else {
        let others = dying.len() - 1;
        let label = match others {
            0 => format!("{} is freed here", names.join(", ")),
            n => format!("{} and {n} more freed", names.first()?),
        };
        (HintLevel::All, fitting(&[label, format!("{} objects freed", dying.len())]))
    };
    let all: Vec<String> =
        dying.iter().map(|(names, seen)| format!("the {} `{}`", seen.type_name, names.join("`, `"))).collect();
    let remark = Remark {
        kind: HintKind::Dies,
        at: note.span,
        label,
        says: format!("When the function returns here, its names alone hold {}: freed at once.", all.join(" and ")),
        why: "Shown because reference counting frees an object with its last reference, not some time later.",
    };
    Some(remark.shown_from(level, seen.made))
}
