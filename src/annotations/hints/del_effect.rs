//! `del a`, `a = None`: one reference goes. The object goes with its last one.

use super::{Hint, HintKind, Remark, certain_events, fitting, may_leave, shows_its_frame, type_name};
use crate::facts::{EventOf, Facts, ObjectStory, Owner, Place, StoryEvent, bytes_and_blocks, human_bytes};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    for object in &facts.objects {
        for (index, event) in certain_events(object) {
            out.extend(still_held(facts, object, event).or_else(|| freed(facts, object, index, event)));
        }
    }
}

fn still_held(facts: &Facts, object: &ObjectStory, event: &StoryEvent) -> Option<Hint> {
    let EventOf::Released { name, owners, deleted } = &event.kind else { return None };
    let here = facts.place(event)?;
    let owner = owners.iter().find(|owner| facts.is_large(event.measure) || is_used(facts, here, owner))?;
    let (label, holds) = if owner.direct {
        (format!("still held by {}", owner.name), format!("`{}` is the same object", owner.name))
    } else {
        (format!("still in {}", owner.name), format!("it is reached from `{}`", owner.name))
    };
    let what = if *deleted { format!("`del {name}`") } else { format!("`{name} = None`") };
    let remark = Remark {
        kind: HintKind::DelEffect,
        at: event.span,
        label: fitting(&[label]),
        says: format!("{what} frees nothing: {holds}."),
        why: "Shown because `del` removes a name, not an object: that goes with its last reference.",
    };
    Some(remark.about(object))
}

/// The owner is read again: the object is not about to go anyway, and that it lives matters.
fn is_used(facts: &Facts, here: Place<'_>, owner: &Owner) -> bool {
    owner.direct && (here.name_is_read_later(&owner.name) || facts.is_used_elsewhere(here, &owner.name))
}

/// Nothing else may hold it: no other name, object, frame or code out of view. The engine looked at what it follows;
/// a story without a way out, and code that cannot look at its own frame, are asked for on top.
fn freed(facts: &Facts, object: &ObjectStory, index: usize, event: &StoryEvent) -> Option<Hint> {
    let EventOf::Reclaimed { finalizer: None } = event.kind else { return None };
    let EventOf::Released { name, .. } = &object.events.get(index.checked_sub(1)?)?.kind else { return None };
    let here = facts.place(event)?;
    let large = facts.is_large(event.measure) && !event.measure.input;
    if !large || may_leave(object) || shows_its_frame(here) || is_named_elsewhere(facts, here, object) {
        return None;
    }
    let bytes = human_bytes(event.measure);
    let remark = Remark {
        kind: HintKind::DelEffect,
        at: event.span,
        label: fitting(&[format!("frees {bytes}")]),
        says: format!(
            "`{name}` is the only reference to the {}: {} are freed here, at once.",
            type_name(object),
            bytes_and_blocks(event.measure)
        ),
        why: "Sizes add up as `sys.getsizeof` tells them; the process may keep the memory for new objects.",
    };
    Some(remark.about(object))
}

/// A function that reads the module's name may have put the object anywhere.
fn is_named_elsewhere(facts: &Facts, here: Place<'_>, object: &ObjectStory) -> bool {
    object.events.iter().any(|event| match &event.kind {
        EventOf::Bound { name, .. } => facts.is_used_elsewhere(here, name),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    const LARGE: &str = "[i for i in range(10**6)]";

    fn large(text: &str, expected: &[(usize, &str)]) {
        assert_hints(&text.replace("LARGE", LARGE), expected);
    }

    #[test]
    fn who_still_holds_it() {
        large("a = LARGE\nrows = [a]\ndel a\nprint(len(rows))\n", &[(3, "still in rows")]);
        assert_hints("a = [1]\nb = a\ndel a\nprint(b)\n", &[(3, "still held by b")]);
        assert_hints("def f():\n    a = {}\n    b = a\n    a = None\n    return b\n", &[(4, "still held by b")]);
        // The other name goes as well, unread: nobody is surprised by a small list.
        assert_hints("a = [1]\nb = a\ndel a\ndel b\n", &[]);
        assert_hints("a = [1]\ndel a\n", &[]);
        assert_hints("a = 1\nb = a\ndel a\nprint(b)\n", &[]);
        assert_hints("def f(c):\n    a = [1]\n    b = a if c else []\n    del a\n    return b\n", &[]);
    }

    #[test]
    fn what_the_last_reference_frees() {
        large("def f():\n    a = LARGE\n    print(len(a))\n    del a\n    print('more')\n", &[(4, "frees 36.4 MB")]);
        assert_hints("def f():\n    a = bytearray(10**7)\n    a = None\n    print(a)\n", &[(3, "frees 10.0 MB")]);
        large(
            "def f():\n    a = LARGE\n    b = a\n    del a\n    print(len(b))\n    del b\n    print('more')\n",
            &[(3, "same object as a"), (4, "still held by b"), (6, "frees 36.4 MB")],
        );
        large(
            "def f():\n    a = LARGE\n    for x in a:\n        print(x)\n    x = None\n    del a\n",
            &[(6, "frees 36.4 MB")],
        );
    }

    #[test]
    fn a_traceback_may_hold_it() {
        large(
            "def h(xs):\n    raise ValueError(1)\ndef f():\n    a = LARGE\n    try:\n        h(a)\n    except ValueError as e:\n        \
             del a\n        return e\n",
            &[],
        );
        let text = "try:\n    import x\nexcept ImportError:\n    x = None\na = LARGE\ndel a\n";
        large(text, &[(6, "frees 36.4 MB")]);
    }

    #[test]
    fn another_owner_that_is_possible_silences_it() {
        for other in [
            "b = iter(a)",
            "b = (x for x in a)",
            "b = lambda: a",
            "b = locals()",
            "b = a[:]",
            "b = a[0]",
            "b = keep(a)",
            "b = [a]",
            "b = (x, a)",
            "b = a.append",
            "b = enumerate(a)",
            "self.b = a",
            "global b; b = a",
            "b = a if x else 0",
        ] {
            let text = format!("def f(self, x):\n    a = {LARGE}\n    {other}\n    del a\n    return x\n");
            let found = super::super::testing::hints_of(&text);
            assert!(!found.iter().any(|(_, label)| label.starts_with("frees")), "{found:?}\n{text}");
        }
        large("def f():\n    a = LARGE\n    for x in a:\n        del a\n        break\n", &[]);
        large("a = LARGE\ndef g():\n    cache.append(a)\ng()\ndel a\n", &[]);
        // Small integers are cached, large powers are long: the bytes are not known.
        assert_hints("def f():\n    a = [i % 2 for i in range(10**6)]\n    del a\n", &[]);
        assert_hints("def f():\n    a = [2 ** i for i in range(10**6)]\n    del a\n", &[]);
    }
}
