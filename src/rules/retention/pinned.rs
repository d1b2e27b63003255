//! Large objects that something smaller holds.

use crate::facts::{EventOf, Facts, ObjectStory, Origin, Pin, StoryEvent};

/// The event by which something of this kind holds the object beyond the call, where nothing else does.
pub(super) fn pinned<'o>(facts: &Facts, object: &'o ObjectStory, wanted: Pin) -> Option<(&'o StoryEvent, &'o str)> {
    let made_here = matches!(object.origin, Origin::Local | Origin::Materialised | Origin::Lines { .. });
    let (event, place, at) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::Pinned { by, place, code, pc } if *by == wanted => Some((e, place, (*code, *pc))),
        _ => None,
    })?;
    // Held by others, too: to copy what is needed would free nothing.
    let elsewhere = object.events.iter().any(|e| match &e.kind {
        EventOf::Stored => (e.code, e.pc) != at,
        // What the smaller one is put into holds it by way of that.
        EventOf::Kept(_) => !is_pin_at(object, e),
        EventOf::Returned | EventOf::Yielded | EventOf::PassedOn => true,
        _ => false,
    });
    (made_here && !elsewhere && facts.is_large(event.measure)).then_some((event, place.as_str()))
}

fn is_pin_at(object: &ObjectStory, at: &StoryEvent) -> bool {
    object.events.iter().any(|e| matches!(e.kind, EventOf::Pinned { .. }) && (e.code, e.pc) == (at.code, at.pc))
}
