//! Whether an object can change, in words.

use super::tale::NEXT;
use crate::facts::{EventOf, Facts, Mutability, ObjectStory, Seen, mutability};

/// Of a value that a name is bound to: `immutable itself, but holds a list, which can change`.
pub(super) fn of(seen: &Seen) -> Option<String> {
    words(&seen.type_name, &seen.holds_mutable)
}

/// Of an object that a story tells of: one that changes is mutable, whatever it is.
pub(super) fn of_story(facts: &Facts, object: &ObjectStory) -> Option<String> {
    if object.events.iter().any(|event| event.certain && is_change(&event.kind)) {
        return Some("mutable".to_owned());
    }
    words(&object.type_name, facts.seen(object).map_or(&[], |seen| &seen.holds_mutable))
}

/// `next(gen)` tells of the iterator as changed, too: it goes on, it is not another value.
pub(super) fn is_change(kind: &EventOf) -> bool {
    matches!(kind, EventOf::Mutated { how } if how != NEXT)
}

fn words(type_name: &str, holds: &[String]) -> Option<String> {
    Some(match (mutability(type_name)?, holds) {
        (Mutability::Mutable, _) => "mutable".to_owned(),
        (Mutability::Immutable, _) => "immutable".to_owned(),
        (Mutability::ImmutableItself, []) => "immutable itself".to_owned(),
        (Mutability::ImmutableItself, holds) => {
            format!("immutable itself, but holds a {}, which can change", holds.join(" and a "))
        }
    })
}
