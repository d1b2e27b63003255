//! `b = a`: no copy is made. A surprise where it has a consequence in reach: the object changes through one name and is
//! read through the other, or it is large.

use super::{Hint, HintKind, HintLevel, Remark, bindings, certain_events, fitting, is_container, type_name};
use crate::facts::{Binding, EventOf, Facts, Note, NoteOf, ObjectStory, Place, Sharing, StoryEvent, bytes_and_blocks};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    for object in facts.objects.iter().filter(|object| is_container(object)) {
        out.extend(certain_events(object).filter_map(|(index, event)| hint(facts, object, index, event)));
    }
    for (note, binding) in bindings(facts) {
        let told = out.iter().any(|hint| hint.kind == HintKind::SameObject && note.span.contains(hint.offset));
        if !told {
            out.extend(plain_alias(facts, note, binding).or_else(|| possible_alias(facts, note, binding)));
        }
    }
}

/// Every other `b = a`.
fn plain_alias(facts: &Facts, note: &Note, binding: &Binding) -> Option<Hint> {
    let (from, name) = (binding.from.as_ref()?, &binding.name);
    // The variable of `for x in x.children` is read and bound at once; of `a, b = b, a` both are bound anew.
    if from == name || is_bound_after(facts, note, from) {
        return None;
    }
    let value = binding.value.as_ref();
    let (level, says) = match value.map(|v| v.sharing) {
        Some(Sharing::Own) => {
            (HintLevel::References, format!("`{name}` is the same object as `{from}`: nothing is copied."))
        }
        Some(Sharing::CachedInt) => (HintLevel::All, cached_int(facts, name, from)),
        _ => (HintLevel::All, format!("`{name}` is the same object as `{from}`: nothing is copied.")),
    };
    let of_type = value.map_or("object", |v| &v.type_name);
    let remark = Remark {
        kind: HintKind::SameObject,
        at: note.span,
        label: fitting(&[format!("same {of_type} as {from}"), format!("same as {from}")]),
        says,
        why: "Shown because an assignment never copies.",
    };
    let hint = remark.shown_from(level, value.and_then(|v| v.made));
    let thing = value.map(|v| v.text.as_ref().map_or(v.type_name.clone(), |text| format!("{} {text}", v.type_name)));
    Some(Hint { names: vec![from.clone(), name.clone()], thing, ..hint })
}

/// The line binds the name, too, once the note is over.
fn is_bound_after(facts: &Facts, note: &Note, name: &str) -> bool {
    let next = facts.notes.partition_point(|n| (n.code, n.pc) <= (note.code, note.pc));
    let rest = facts.notes[next..].iter().take_while(|n| n.code == note.code && facts.same_line(n.span, note.span));
    rest.into_iter().any(|n| matches!(&n.kind, NoteOf::Bound(binding) if binding.name == name))
}

fn cached_int(facts: &Facts, name: &str, from: &str) -> String {
    format!(
        "`{name}` is the same object as `{from}`: CPython {} makes the small ints, -5 to 256, once, \
         at its start.",
        facts.target_version()
    )
}

/// `b = a if c else []`
fn possible_alias(facts: &Facts, note: &Note, binding: &Binding) -> Option<Hint> {
    let name = &binding.name;
    let other = binding.maybe.iter().find(|other| !is_bound_after(facts, note, other))?;
    let remark = Remark {
        kind: HintKind::SameObject,
        at: note.span,
        label: fitting(&[format!("maybe same as {other}")]),
        says: format!("`{name}` may be the same object as `{other}`: it is on some paths."),
        why: "Shown because a change through one name may be seen through the other.",
    };
    Some(remark.shown_from(HintLevel::References, None))
}

fn hint(facts: &Facts, object: &ObjectStory, index: usize, event: &StoryEvent) -> Option<Hint> {
    let EventOf::Bound { name, from: Some(from) } = &event.kind else { return None };
    let here = facts.place(event)?;
    let large = facts.is_large(event.measure) && !event.measure.input;
    let consequence = match change_seen_through_the_other(facts, object, index, here, [name, from]) {
        Some(line) => format!("what line {line} changes is seen through both names"),
        None if large => format!("{} are kept by both names", bytes_and_blocks(event.measure)),
        None => return None,
    };
    let remark = Remark {
        kind: HintKind::SameObject,
        at: event.span,
        label: fitting(&[format!("same object as {from}"), format!("same {} as {from}", type_name(object))]),
        says: format!("`{name}` is the same object as `{from}`: nothing is copied, {consequence}."),
        why: "Shown because an assignment never copies, and here it matters.",
    };
    Some(Hint { names: vec![from.clone(), name.clone()], ..remark.about(object) })
}

/// The line of a change through one of the names after which the other is read, with the object still in it.
fn change_seen_through_the_other(
    facts: &Facts,
    object: &ObjectStory,
    index: usize,
    here: Place<'_>,
    names: [&String; 2],
) -> Option<u32> {
    let own = |event: &&StoryEvent| event.code == here.code.id && !event.in_call;
    let load = |event: &StoryEvent| match &event.kind {
        EventOf::Loaded { name } => names.iter().position(|n| *n == name),
        _ => None,
    };
    object.events.iter().enumerate().skip(index + 1).find_map(|(i, change)| {
        let EventOf::Mutated { .. } = change.kind else { return None };
        // `b.append(1)` loads b first; so does `helper(b)`, which changes it in another function.
        let through =
            object.events[index..i].iter().rev().find(|e| own(e) && matches!(e.kind, EventOf::Loaded { .. }))?;
        let changed = facts.place(through)?;
        let other = 1 - load(through)?;
        let read = |e: &StoryEvent| {
            e.certain && load(e) == Some(other) && facts.place(e).is_some_and(|place| changed.may_lead_to(place))
        };
        let seen = here.may_lead_to(changed) && object.events.iter().filter(own).any(read);
        seen.then(|| facts.line(change.span))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    #[test]
    fn a_change_through_one_name_is_seen_through_the_other() {
        assert_hints("lst1 = [1]\nlst2 = lst1\nlst1.append(4)\nprint(lst2)\n", &[(2, "same object as lst1")]);
        assert_hints("a = {}\nb = a\nb['k'] = 1\nprint(a)\n", &[(2, "same object as a")]);
        assert_hints("a = [1]\nb = a\nb += [2]\nprint(a)\n", &[(2, "same object as a")]);
        assert_hints("def f():\n    a = set()\n    b = a\n    b.add(1)\n    return a\n", &[(3, "same object as a")]);
        assert_hints("a = b = []\na.append(1)\nprint(b)\n", &[(1, "same object as a")]);
        let helper = "def add(xs):\n    xs.append(1)\n\na = [1]\nb = a\nadd(b)\nprint(a)\n";
        assert_hints(helper, &[(5, "same object as a")]);
    }

    #[test]
    fn a_large_object_is_not_there_twice() {
        let text = "large_data = [i for i in range(10**6)]\nprocessed_data = large_data\nprint(len(processed_data))\n";
        assert_hints(text, &[(2, "same object as large_data")]);
        assert_hints(&text.replace("10**6", "10**3"), &[]);
    }

    #[test]
    fn no_consequence_no_hint() {
        // Only one of the names is used afterwards.
        assert_hints("a = [1]\nb = a\nb.append(2)\nprint(b)\n", &[]);
        assert_hints("a = [1]\nb = a\nprint(a, b)\n", &[]);
        // Both changes are before there are two names.
        assert_hints("a = [1]\na.append(2)\nb = a\nprint(a, b)\n", &[]);
        // Copies and new objects.
        assert_hints("a = [1]\nb = a[:]\nb.append(2)\nprint(a)\n", &[]);
        assert_hints("a = [1]\nb = list(a)\nb.append(2)\nprint(a)\n", &[]);
        assert_hints("a = [1]\nb = a\na = a + [2]\nprint(a, b)\n", &[]);
        assert_hints("a = 'x'\nb = a\na += 'y'\nprint(a, b)\n", &[]);
        assert_hints("a = (1,)\nb = a\na += (2,)\nprint(a, b)\n", &[]);
        // The other name is another object by the time it is read.
        assert_hints("a = [1]\nb = a\nb.append(2)\na = [3]\nprint(a, b)\n", &[]);
    }

    #[test]
    fn what_may_be_another_object_is_not_asserted() {
        let text =
            "def f(c):\n    a = [1]\n    d = [2]\n    if c:\n        a = d\n    b = a\n    b.append(1)\n    return a\n";
        assert_hints(text, &[]);
        // Another call of `f` hands in another list.
        assert_hints(
            "def f(xs=[], c=0):\n    a = [1]\n    if xs:\n        a = xs\n    b = a\n    b.pop()\n    print(a)\n",
            &[],
        );
    }
}
