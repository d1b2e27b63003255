use crate::diagnostic::{Diagnostic, Fix, Group, Remedy, Severity, Verdict};
use crate::facts::{Drain, EventOf, Facts, ObjectStory, Origin};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "generator-for-join",
    group: Group::Materialisation,
    severity: Severity::Off,
    summary: "`join` makes a list of its generator first: a list comprehension is the same, and faster.",
    docs: include_str!("generator_for_join.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    let once = facts.objects.iter().filter(|o| o.origin == Origin::Once);
    out.extend(once.filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let joined = |e: &EventOf| matches!(e, EventOf::Consumed { by, drain: Drain::Materialise, .. } if by == "join");
    let mut events = object.events.iter().filter(|e| {
        !matches!(e.kind, EventOf::Made | EventOf::Bound { .. } | EventOf::Loaded { .. } | EventOf::Rebound { .. })
    });
    let event = events.next().filter(|e| e.certain && !e.in_call && joined(&e.kind))?;
    let (code, pc) = object.made_at?;
    let of = facts.code(code)?;
    // What a generator function gives is no list comprehension away.
    let expression = of.generators.iter().any(|&(_, made)| made == pc);
    if !expression || events.next().is_some() || event.code != code {
        return None;
    }
    let named = object.events.iter().any(|e| matches!(e.kind, EventOf::Bound { .. }));
    let remedy = Remedy::GeneratorToList { generator: object.made };
    let fix = if named {
        Fix::with_care(remedy, "the elements are made when the list is")
    } else if facts.calls_inside(object.made, "next") {
        Fix::with_care(remedy, "`next` in an element ends the list with StopIteration, a generator with RuntimeError")
    } else {
        Fix::safe(remedy)
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message: "`join` makes a list of the generator first: a list comprehension is faster".to_owned(),
        primary: object.made,
        related: Vec::new(),
        fixes: vec![fix],
    })
}
