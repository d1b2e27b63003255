//! `b = a.copy()`: the list is new, what is in it is not. A surprise where an item changes afterwards.

use super::{Hint, HintKind, HintLevel, Remark, bindings, fitting};
use crate::facts::{Binding, EventOf, Facts, Note};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(bindings(facts).filter_map(|(note, binding)| hint(facts, note, binding)));
}

fn hint(facts: &Facts, note: &Note, binding: &Binding) -> Option<Hint> {
    let copied = binding.copy_of.as_ref()?;
    let value = binding.value.as_ref()?;
    if binding.from.is_some() {
        return None;
    }
    let here = facts.note_place(note)?;
    let change = facts.story(copied.inner).and_then(|story| {
        story.events.iter().find(|event| {
            let later = facts.place(event).is_some_and(|place| here.may_lead_to(place));
            matches!(event.kind, EventOf::Mutated { .. }) && event.certain && !event.in_call && later
        })
    });
    let (level, seen) = match change {
        Some(change) => {
            let line = facts.line(change.span);
            (HintLevel::Surprises, format!("; what line {line} changes is seen through both"))
        }
        None => (HintLevel::References, String::new()),
    };
    let of_type = &value.type_name;
    let remark = Remark {
        kind: HintKind::SharedItems,
        at: note.span,
        label: fitting(&[format!("new {of_type}, items shared"), "new, items shared".to_owned()]),
        says: format!("`{}` is a new {of_type}, but it holds the very items of `{}`{seen}.", binding.name, copied.name),
        why: "Shown because a copy is shallow unless `copy.deepcopy` makes it.",
    };
    Some(remark.shown_from(level, value.made))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    #[test]
    fn an_item_changes_after_the_copy() {
        let label = "new list, items shared";
        assert_hints("a = [[1], [2]]\nb = a.copy()\nb[0].append(3)\nprint(a)\n", &[(2, label)]);
        assert_hints("a = [[1], [2]]\nb = a[:]\na[0].append(3)\nprint(b)\n", &[(2, label)]);
        assert_hints("a = [[1], [2]]\nb = list(a)\na[0].append(3)\nprint(b)\n", &[(2, label)]);
    }

    #[test]
    fn items_that_do_not_change_or_are_not_shared() {
        assert_hints("a = [[1], [2]]\nb = a.copy()\nb.append(3)\nprint(a)\n", &[]);
        assert_hints("a = [1, 2]\nb = a.copy()\nb[0] = 3\nprint(a)\n", &[]);
        assert_hints("import copy\na = [[1]]\nb = copy.deepcopy(a)\nb[0].append(3)\nprint(a)\n", &[]);
    }
}
