//! What very many objects of one kind cost.

mod boxed_number_sequence;
mod slots_opportunity;

use super::Rule;
use crate::facts::{Bound, Element, Facts, ObjectStory};

pub(super) const RULES: &[&Rule] = &[&slots_opportunity::RULE, &boxed_number_sequence::RULE];

/// The only kind of object that a list gets, and how many of them.
fn elements<'f>(facts: &Facts, list: &'f ObjectStory) -> Option<(&'f Element, u64)> {
    let (first, rest) = list.elements.split_first()?;
    let element = first.element.as_ref().filter(|_| first.code == list.of)?;
    if rest.iter().any(|other| other.element.as_ref() != Some(element)) {
        return None;
    }
    let len = list.events.iter().find_map(|e| e.measure.len.filter(|&n| n > 0));
    // As often as the loops around go round.
    let rounds = || {
        let place = facts.place_of(first.code, first.pc).filter(|_| rest.is_empty())?;
        let mut around = place.code.loops.iter().filter(|l| l.next < place.pc && place.pc < l.end).peekable();
        around.peek()?;
        around.try_fold(1_u64, |n, l| match l.bound {
            Bound::Known(rounds) if place.is_passed_in_each_round(*l) => n.checked_mul(rounds),
            _ => None,
        })
    };
    Some((element, len.or_else(rounds)?))
}
