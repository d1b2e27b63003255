//! One file per kind of hint. A hint asserts what is certain for every run of its line: what was seen in one call
//! only, or holds only for calls that leave a default in place, is not said.

mod del_effect;
mod reclaimed;
mod same_object;
mod shared_default;
#[cfg(test)]
mod testing;

use super::{Hint, HintKind, tale::tale};
use crate::{
    facts::{EventOf, Facts, ObjectStory, StoryEvent},
    text::Span,
};

/// No label is longer, in characters.
const MAX_LABEL: usize = 25;

/// Every fact that deserves a hint, in any order.
pub(super) fn surprises(facts: &Facts) -> Vec<Hint> {
    let mut out = Vec::new();
    for kind in [same_object::hints, shared_default::hints, del_effect::hints, reclaimed::hints] {
        kind(facts, &mut out);
    }
    out
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

/// What a hint says, before it is put at the end of its line.
struct Remark<'r> {
    kind: HintKind,
    /// Somewhere on the line.
    at: Span,
    label: String,
    /// The whole truth, in a sentence or two.
    says: String,
    why: &'r str,
}

impl Remark<'_> {
    fn about(self, facts: &Facts, object: &ObjectStory) -> Hint {
        let story: String = tale(facts, object).iter().map(|remark| format!("- {remark}\n")).collect();
        let tooltip = format!(
            "**{}**\n\nThe {}:\n{story}\n{} True of CPython {}.\n\nHide: `# heaplight: ignore[{}]` on this line, or the \
             setting `hints.level`.",
            self.says,
            type_name(object),
            self.why,
            facts.target_version(),
            self.kind.name(),
        );
        let last = self.at.end.max(self.at.start + 1) - 1;
        Hint { offset: last, label: self.label, kind: self.kind, target: Some(object.made), tooltip }
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
