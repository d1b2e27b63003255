//! `def f(x=[])`: the default is made once. Said where it changes, or where others get hold of it.

use super::{Hint, HintKind, HintLevel, Remark, fitting, is_container, type_name};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, StoryEvent};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(facts.objects.iter().filter_map(|object| hint(facts, object)));
    out.extend(facts.objects.iter().flat_map(changes));
}

/// `lst.append(v)` where `lst` is the default, in calls without one.
fn changes(object: &ObjectStory) -> Vec<Hint> {
    let Origin::Default { parameter, outer_name: None, .. } = &object.origin else { return Vec::new() };
    let changes = object.events.iter().filter(|event| {
        matches!(event.kind, EventOf::Mutated { .. }) && event.certain && !event.in_call && is_container(object)
    });
    let hint = |event: &StoryEvent| {
        let remark = Remark {
            kind: HintKind::SharedDefault,
            at: event.span,
            label: fitting(&[format!("may change default {parameter}"), "may change the default".to_owned()]),
            says: format!(
                "In calls without `{parameter}` this changes the one {} that all of them share.",
                type_name(object)
            ),
            why: "Shown because a default is made once, when `def` runs, not in each call.",
        };
        remark.shown_from(HintLevel::References, Some(object.made))
    };
    changes.map(hint).collect()
}

fn hint(facts: &Facts, object: &ObjectStory) -> Option<Hint> {
    // `def f(xs=xs)` hands a variable in: that it is shared is the point.
    let Origin::Default { function, parameter, default_span, outer_name: None, .. } = &object.origin else {
        return None;
    };
    // An instance that is only handed on is most often meant to be the one: `missing=MISSING`.
    let to_be_told = |event: &&StoryEvent| is_container(object) || matches!(event.kind, EventOf::Mutated { .. });
    let consequence = object.events.iter().filter(to_be_told).find_map(|event| consequence(facts, event))?;
    let remark = Remark {
        kind: HintKind::SharedDefault,
        at: *default_span,
        label: fitting(&[format!("one {} for all calls", type_name(object)), "one object for all calls".to_owned()]),
        says: format!(
            "Every call without `{parameter}` gets the same {}, owned by the function `{function}`; {consequence}.",
            type_name(object)
        ),
        why: "Shown because a default is made once, when `def` runs, not in each call.",
    };
    Some(remark.about(object))
}

fn consequence(facts: &Facts, event: &StoryEvent) -> Option<String> {
    let what = match (&event.kind, event.certain) {
        (EventOf::Mutated { .. }, true) => "changes it for the next call",
        (EventOf::Mutated { .. }, false) => "may change it for the next call",
        (EventOf::Returned | EventOf::Yielded, true) => "hands it out",
        (EventOf::Returned | EventOf::Yielded, false) => "may hand it out",
        (EventOf::Stored, true) if is_put(facts, event) => "puts it into another object",
        (EventOf::Stored, false) if is_put(facts, event) => "may put it into another object",
        _ => return None,
    };
    Some(format!("line {} {what}", facts.line(event.span)))
}

/// `self.xs = xs`, not the passing tuple of `merge((xs, ys))`.
fn is_put(facts: &Facts, event: &StoryEvent) -> bool {
    facts.place(event).is_some_and(|place| place.code.effects.contains(&event.pc))
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_hints;

    #[test]
    fn defaults_that_change_or_leave() {
        assert_hints("def f(v, lst=[]):\n    lst.append(v)\n    return lst\n", &[(1, "one list for all calls")]);
        assert_hints("def f(\n    v,\n    seen={},\n):\n    seen[v] = 1\n", &[(3, "one dict for all calls")]);
        assert_hints("def f(xs=[]):\n    return xs\n", &[(1, "one list for all calls")]);
        let kept = "class C:\n    def __init__(self, xs=[]):\n        self.xs = xs\n";
        assert_hints(kept, &[(2, "one list for all calls")]);
        assert_hints("f = lambda x, xs=set(): xs.add(x)\n", &[(1, "one set for all calls")]);
        assert_hints("DEF = []\ndef f(x=DEF):\n    x.append(1)\n", &[(2, "one list for all calls")]);
    }

    #[test]
    fn defaults_that_only_serve_their_call() {
        assert_hints("def f(xs=[]):\n    for x in xs:\n        print(x)\n", &[]);
        assert_hints("def f(xs=[]):\n    xs = list(xs)\n    xs.append(1)\n    return xs\n", &[]);
        assert_hints("def f(xs=None):\n    xs = xs or []\n    xs.append(1)\n    return xs\n", &[]);
        assert_hints("def f(xs=()):\n    return xs\n", &[]);
        assert_hints("def f(xs={}):\n    return sum((len(xs), 1))\n", &[]);
        assert_hints("def f(xs={}):\n    pair = (xs, 1)\n    print(len(pair))\n", &[]);
        assert_hints("class T: pass\nMISSING = T()\ndef f(x=MISSING):\n    return x\n", &[]);
        assert_hints("seen = {}\nclass C:\n    def f(self, seen=seen):\n        seen[1] = 1\n", &[]);
        assert_hints("def f(xs):\n    def g(xs=xs):\n        xs.append(1)\n    return g\n", &[]);
    }
}
