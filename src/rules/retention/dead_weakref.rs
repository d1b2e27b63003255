use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "dead-weakref",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "A weak reference to something that nothing else holds: it is dead at once.",
    docs: include_str!("dead_weakref.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(finding));
}

fn finding(object: &ObjectStory) -> Option<Diagnostic> {
    let (event, by, method) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::HeldWeakly { by, method } => Some((e, by, *method)),
        _ => None,
    })?;
    let (message, why) = if method {
        (format!("the bound method is made for this: `{by}` to it is dead at once"), "`WeakMethod` follows the object")
    } else {
        (format!("nothing else holds this object: `{by}` to it is dead at once"), "only the weak reference gets it")
    };
    let fix = method && by == "weakref.ref";
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message,
        primary: event.span,
        related: vec![Related { span: event.span, message: why.to_owned() }],
        fixes: fix.then(|| Fix::of_bug(Remedy::WeakMethod { call: event.span })).into_iter().collect(),
    })
}
