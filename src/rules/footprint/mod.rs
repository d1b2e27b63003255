//! What very many objects of one kind cost.

mod boxed_number_sequence;
mod slots_opportunity;

use super::Rule;
use crate::facts::{Bound, Element, Facts, Loop, ObjectStory, Place};
use std::cmp::Reverse;

pub(super) const RULES: &[&Rule] = &[&slots_opportunity::RULE, &boxed_number_sequence::RULE];

/// The only kind of object that a list gets, and how many of them.
fn elements<'f>(facts: &Facts, list: &'f ObjectStory) -> Option<(&'f Element, u64)> {
    let (first, rest) = list.elements.split_first()?;
    let element = first.element.as_ref().filter(|_| first.code == list.of)?;
    if rest.iter().any(|other| other.element.as_ref() != Some(element)) {
        return None;
    }
    let len = list.events.iter().find_map(|e| e.measure.len.filter(|&n| n > 0));
    let rounds = || rounds(facts.place_of(first.code, first.pc).filter(|_| rest.is_empty())?);
    Some((element, len.or_else(rounds)?))
}

/// As often as all loops around go round, none of which goes round without coming here.
fn rounds(mut place: Place) -> Option<u64> {
    let mut around: Vec<Loop> =
        place.code.loops.iter().copied().filter(|l| l.next < place.pc && place.pc < l.end).collect();
    around.sort_by_key(|l| Reverse(l.next));
    let mut n: Option<u64> = None;
    for inner in around {
        let Bound::Known(rounds) = inner.bound else { return None };
        if !place.is_passed_in_each_round(inner) {
            return None;
        }
        n = Some(n.unwrap_or(1).checked_mul(rounds)?);
        place.pc = inner.next;
    }
    n
}
