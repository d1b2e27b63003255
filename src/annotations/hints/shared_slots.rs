//! `[[]] * 3`: three places, one list.

use super::{Hint, HintKind, HintLevel, Remark, certain_events, fitting, is_container, type_name};
use crate::facts::{EventOf, Facts, ObjectStory, StoryEvent};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    for object in facts.objects.iter().filter(|object| is_container(object)) {
        out.extend(certain_events(object).filter_map(|(index, event)| hint(facts, object, index, event)));
    }
}

fn hint(facts: &Facts, object: &ObjectStory, index: usize, event: &StoryEvent) -> Option<Hint> {
    let EventOf::Repeated { times } = event.kind else { return None };
    let of_type = type_name(object);
    let label = match times {
        Some(n) => fitting(&[format!("{n}× the same {of_type}"), format!("{n}× the same")]),
        None => fitting(&[format!("n× the same {of_type}")]),
    };
    let change = object.events[index..].iter().find(|later| matches!(later.kind, EventOf::Mutated { .. }));
    let seen = change.map(|change| format!("; what line {} changes shows in each", facts.line(change.span)));
    let remark = Remark {
        kind: HintKind::SharedSlots,
        at: event.span,
        label,
        says: format!("Every place holds the same {of_type}{}.", seen.unwrap_or_default()),
        why: "Shown because `*` copies references, not the objects.",
    };
    Some(remark.shown_from(HintLevel::Surprises, Some(object.made)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    #[test]
    fn one_list_in_many_places() {
        assert_hints("grid = [[]] * 3\ngrid[0].append(1)\nprint(grid)\n", &[(1, "3× the same list")]);
        assert_hints("def f(n):\n    grid = [[0]] * n\n    return grid\n", &[(2, "n× the same list")]);
    }

    #[test]
    fn values_that_do_not_change_are_no_surprise() {
        assert_hints("row = [0] * 3\nprint(row)\n", &[]);
        assert_hints("grid = [[] for _ in range(3)]\nprint(grid)\n", &[]);
        assert_hints("grid = [[]] * 1\nprint(grid)\n", &[]);
    }
}
