use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "unbounded-memo",
    group: Group::Growth,
    severity: Severity::Info,
    summary: "A cache without a bound keeps the result for every argument that a function ever got.",
    docs: include_str!("unbounded_memo.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let (event, function, parameters) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::Unbounded { function, parameters, cleared: false } => Some((e, function, parameters)),
        _ => None,
    })?;
    // What the class holds is another rule's; what a call makes goes with the call.
    let of_class = object.events.iter().any(|e| matches!(e.kind, EventOf::InClass { .. }));
    if of_class || parameters.is_empty() || !facts.place(event)?.code.is_module {
        return None;
    }
    let keys = parameters.iter().map(|p| format!("`{p}`")).collect::<Vec<_>>();
    let keys = if keys.len() > 2 { "argument".to_owned() } else { keys.join(" and ") };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("`{function}` keeps a result for every {keys} it ever got: give it a `maxsize`"),
        primary: event.span,
        related: vec![Related { span: object.made, message: "the cache lives as long as the module".to_owned() }],
        fixes: vec![Fix::with_care(
            Remedy::BoundCache { wrap: event.span },
            "how many results are worth keeping is for you to say",
        )],
    })
}
