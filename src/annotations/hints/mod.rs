//! One file per kind of hint. A hint asserts what is certain for every run of its line: what was seen in one call
//! only, or holds only for calls that leave a default in place, is not said.

mod also_changes;
mod changes_argument;
mod constant;
mod del_effect;
mod dies;
mod equal_not_same;
mod generator;
mod gives_default;
mod kept;
mod late_binding;
mod new_object;
mod rebound;
mod reclaimed;
mod same_object;
mod shared_default;
mod shared_items;
mod shared_slots;
mod size;
#[cfg(test)]
mod testing;

use super::{Hint, HintKind, HintLevel};
use crate::{
    facts::{Binding, EventOf, Facts, Note, NoteOf, ObjectStory, Place, StoryEvent},
    text::Span,
};

/// No label of the default level is longer, in characters.
const MAX_LABEL: usize = 25;

/// Every fact that deserves a hint at some level, in any order.
pub(super) fn candidates(facts: &Facts) -> Vec<Hint> {
    let kinds = [
        same_object::hints,
        shared_default::hints,
        del_effect::hints,
        reclaimed::hints,
        shared_slots::hints,
        late_binding::hints,
        equal_not_same::hints,
        shared_items::hints,
        changes_argument::hints,
        also_changes::hints,
        gives_default::hints,
        kept::hints,
        generator::hints,
        size::hints,
        dies::hints,
        rebound::hints,
        constant::hints,
        new_object::hints,
    ];
    let mut out = Vec::new();
    for kind in kinds {
        kind(facts, &mut out);
    }
    out
}

/// What names are bound to, with the notes that say so.
fn bindings(facts: &Facts) -> impl Iterator<Item = (&Note, &Binding)> {
    facts.notes.iter().filter_map(|note| match &note.kind {
        NoteOf::Bound(binding) => Some((note, &**binding)),
        _ => None,
    })
}

/// Events that are certain whenever their line runs.
fn certain_events(object: &ObjectStory) -> impl Iterator<Item = (usize, &StoryEvent)> {
    let always = !object.assumes_default;
    object.events.iter().enumerate().filter(move |(_, event)| always && event.certain && !event.in_call)
}

/// An object that people change in place, and know as that.
fn is_container(object: &ObjectStory) -> bool {
    matches!(object.type_name.as_str(), "list" | "dict" | "set" | "bytearray" | "deque")
}

/// Somebody whom the analysis does not follow may get hold of the object, on some path.
fn may_leave(object: &ObjectStory) -> bool {
    let leaves =
        |kind: &EventOf| matches!(kind, EventOf::Stored | EventOf::PassedOn | EventOf::Returned | EventOf::Yielded);
    object.events.iter().any(|event| leaves(&event.kind))
}

/// `d = locals()` holds what the frame held then.
pub(super) fn shows_its_frame(here: Place<'_>) -> bool {
    const SEE_NAMES: [&str; 8] = ["locals", "globals", "vars", "eval", "exec", "sys", "inspect", "gc"];
    here.code.loads.iter().any(|(_, name)| SEE_NAMES.contains(&name.as_str()))
}

/// What a hint says, before it is put at the end of its line.
struct Remark {
    kind: HintKind,
    /// Somewhere on the line.
    at: Span,
    label: String,
    /// The whole truth, in a sentence or two.
    says: String,
    why: &'static str,
}

impl Remark {
    /// A surprise about an object.
    fn about(self, object: &ObjectStory) -> Hint {
        self.shown_from(HintLevel::Surprises, Some(object.made))
    }

    fn shown_from(self, level: HintLevel, target: Option<Span>) -> Hint {
        let last = self.at.end.max(self.at.start + 1) - 1;
        Hint {
            offset: last,
            label: self.label,
            kind: self.kind,
            level,
            target,
            says: self.says,
            why: self.why,
            names: Vec::new(),
            thing: None,
            also: Vec::new(),
        }
    }
}

impl Facts {
    /// Where a note is in the code.
    fn note_place(&self, note: &Note) -> Option<Place<'_>> {
        self.place_of(note.code, note.pc)
    }
}

fn type_name(object: &ObjectStory) -> &str {
    if object.type_name.is_empty() { "object" } else { &object.type_name }
}

/// The longest of the wordings that fits; a name too long for the last is cut.
fn fitting(wordings: &[String]) -> String {
    let fits = wordings.iter().find(|w| w.chars().count() <= MAX_LABEL);
    fits.or(wordings.last()).map(|w| cut(w)).unwrap_or_default()
}

fn cut(label: &str) -> String {
    if label.chars().count() <= MAX_LABEL {
        return label.to_owned();
    }
    label.chars().take(MAX_LABEL - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_fit() {
        let wordings = |name: &str| [format!("same object as {name}"), format!("same list as {name}")];
        assert_eq!(fitting(&wordings("large_data")), "same object as large_data");
        assert_eq!(fitting(&wordings("large_data_1")), "same list as large_data_1");
        assert_eq!(fitting(&wordings("a_rather_long_name")), "same list as a_rather_lo…");
        assert_eq!(fitting(&wordings("größenänderungen")).chars().count(), MAX_LABEL);
    }
}
