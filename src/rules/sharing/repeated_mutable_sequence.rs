use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "repeated-mutable-sequence",
    group: Group::Sharing,
    severity: Severity::Warning,
    summary: "`[x] * n` puts one object in n places, and a change through one place shows in all.",
    docs: include_str!("repeated_mutable_sequence.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let (at, repeated, times) = object.events.iter().enumerate().find_map(|(i, e)| match e.kind {
        EventOf::Repeated { times } => Some((i, e, times)),
        _ => None,
    })?;
    // An instance with a name of its own is repeated on purpose: a weighted choice.
    let container = matches!(object.type_name.as_str(), "list" | "dict" | "set" | "bytearray" | "deque");
    let on_the_spot = repeated.span.start <= object.made.start && object.made.end <= repeated.span.end;
    let named = !on_the_spot || object.events[..at].iter().any(|e| matches!(e.kind, EventOf::Bound { .. }));
    if !container && named {
        return None;
    }
    // A place that may hold something else by now was filled anew: `rows[i] = []`.
    let (changed, how) = object.events[at..].iter().find_map(|e| match &e.kind {
        EventOf::Mutated { how } if e.certain => Some((e, how)),
        _ => None,
    })?;
    // Whoever goes on using the one object by its own name knows that it is one.
    let used_by_name = object.events[at..].iter().any(|e| match &e.kind {
        EventOf::Loaded { name } => was_bound_before(object, at, name),
        _ => false,
    });
    if used_by_name {
        return None;
    }
    let line = facts.line_from(repeated.span, changed.span);
    let ty = &object.type_name;
    let places = times.map_or("several places".to_owned(), |n| format!("{n} places"));
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if times.is_some() { Verdict::Proved } else { Verdict::Likely },
        message: format!("one {ty} in {places}, and line {line} changes it: all of them change"),
        primary: repeated.span,
        related: vec![
            Related { span: object.made, message: format!("the {ty} is made here, once") },
            Related { span: changed.span, message: format!("changed here ({how}): every place shows it") },
        ],
        fixes: vec![Fix::of_bug(Remedy::RepeatByComprehension { repeat: repeated.span })],
    })
}

fn was_bound_before(object: &ObjectStory, at: usize, wanted: &str) -> bool {
    object.events[..at].iter().any(|e| matches!(&e.kind, EventOf::Bound { name, .. } if name == wanted))
}
