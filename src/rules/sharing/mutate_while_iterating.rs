use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{CodeInfo, EventOf, Facts, Loop, ObjectStory, Origin, Place, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "mutate-while-iterating",
    group: Group::Sharing,
    severity: Severity::Warning,
    summary: "A loop changes the size of what it runs over: items are skipped, or a RuntimeError is raised.",
    docs: include_str!("mutate_while_iterating.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    // An instance that is its own iterable gives what its `__iter__` gives.
    let own = |o: &ObjectStory| matches!(&o.origin, Origin::Parameter { parameter, .. } if parameter == "self");
    for object in facts.objects.iter().filter(|o| !own(o) && !facts.stands_for_many(o)) {
        out.extend(object.events.iter().filter_map(|event| finding(facts, object, event)));
    }
}

fn finding(facts: &Facts, object: &ObjectStory, event: &StoryEvent) -> Option<Diagnostic> {
    let iterated = event.certain && !event.in_call && runs_over(&event.kind);
    let (head, rounds) = iterated.then(|| loop_of(facts, event)).flatten()?;
    // What `items` of an unknown object gives may be a list; a loop over it in place is a loop over a dict.
    let viewed = matches!(&event.kind, EventOf::Drawn { by } if by == "items");
    let unknown = matches!(object.origin, Origin::Parameter { .. });
    if viewed && unknown && !head.code.attributes_inside(event.span).any(|n| matches!(n, "items" | "keys" | "values")) {
        return None;
    }
    let change = object.events.iter().find(|e| {
        let pc = if e.in_call { e.outer } else { e.pc };
        let here = Place { code: head.code, pc };
        let inside = rounds.next < pc && pc < rounds.end && (e.in_call || e.code == head.code.id);
        inside
            && e.certain
            && resizes(object, e, head.code)
            && here.leads_on_to(Place { pc: rounds.next, ..head }, head)
    })?;
    let line = facts.line_from(change.outer_span, event.span);
    let effect = match object.type_name.as_str() {
        "list" | "bytearray" => "items are skipped or repeated",
        "dict" | "set" | "deque" => "the next round raises RuntimeError",
        _ => "items are skipped, or it raises RuntimeError",
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if matches!(object.origin, Origin::Parameter { .. }) { Verdict::Likely } else { Verdict::Proved },
        message: format!("changes what the loop on line {line} runs over: {effect}"),
        primary: change.outer_span,
        related: vec![Related { span: event.span, message: "the loop runs over it here".to_owned() }],
        fixes: fix(event).into_iter().collect(),
    })
}

fn runs_over(kind: &EventOf) -> bool {
    match kind {
        EventOf::Iterated => true,
        EventOf::Drawn { by } => matches!(by.as_str(), "items" | "enumerate" | "iter" | "zip" | "filter" | "map"),
        _ => false,
    }
}

/// The `for` that begins in the same statement; a comprehension has no statements in its rounds.
fn loop_of<'f>(facts: &'f Facts, event: &StoryEvent) -> Option<(Place<'f>, Loop)> {
    let place = facts.place(event)?;
    let next = place.code.loops.iter().copied().filter(|l| l.next > place.pc).min_by_key(|l| l.next)?;
    let named = place.code.stores.iter().any(|(pc, _)| place.pc < *pc && *pc < next.next);
    (!named).then_some((place, next))
}

/// It has more or fewer items afterwards. Appending to the list of a loop is a way to queue work.
fn resizes(object: &ObjectStory, event: &StoryEvent, code: &CodeInfo) -> bool {
    let (how, argument) = match &event.kind {
        EventOf::Mutated { how } => (how.trim_start_matches('.').trim_end_matches("()"), false),
        EventOf::Called { method } => (method.as_str(), true),
        _ => return false,
    };
    let removes = matches!(how, "remove" | "pop" | "clear" | "del [...]");
    let new_key = how == "[...] =" && code.new_keys.contains(&event.pc) && event.code == code.id;
    match object.type_name.as_str() {
        "list" | "bytearray" => removes || how == "insert",
        "dict" => removes || how == "popitem" || new_key,
        "set" => removes || matches!(how, "discard" | "add" | "update"),
        "deque" => removes || matches!(how, "popleft" | "append" | "appendleft" | "extend" | "insert"),
        _ if matches!(object.origin, Origin::Parameter { .. }) => {
            let called = removes || matches!(how, "popitem" | "discard" | "insert" | "add" | "popleft" | "appendleft");
            if argument { called } else { how == "del [...]" || new_key }
        }
        _ => false,
    }
}

/// Positions that `enumerate` counted beforehand would be wrong after the first change.
fn fix(event: &StoryEvent) -> Option<Fix> {
    let whole =
        matches!(&event.kind, EventOf::Iterated) || matches!(&event.kind, EventOf::Drawn { by } if by == "items");
    let remedy = Remedy::Snapshot { iterable: event.span };
    whole.then(|| Fix::with_care(remedy, "the copy takes memory, and what the rounds add is not visited"))
}
