//! Objects that hold themselves.

mod del_method_in_cycle;
mod self_cycle_large;

use super::Rule;
use crate::facts::{EventOf, Facts, StoryEvent};

pub(super) const RULES: &[&Rule] = &[&self_cycle_large::RULE, &del_method_in_cycle::RULE];

/// An attribute that leads back to its object.
struct Cycle<'f> {
    event: &'f StoryEvent,
    /// The class of the object.
    class: &'f str,
    attribute: &'f str,
    /// The class in the cycle that has a `__del__`.
    finalizer: Option<&'f str>,
}

fn cycles(facts: &Facts) -> impl Iterator<Item = Cycle<'_>> {
    facts.objects.iter().flat_map(|object| {
        object.events.iter().filter_map(|event| match &event.kind {
            EventOf::Cycle { place, finalizer } if event.certain && !event.in_call => {
                Some(Cycle { event, class: &object.type_name, attribute: place, finalizer: finalizer.as_deref() })
            }
            _ => None,
        })
    })
}
