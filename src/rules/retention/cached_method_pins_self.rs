use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{Equality, EventOf, Facts, ObjectStory};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "cached-method-pins-self",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "`functools.lru_cache` on a method: one cache for the class keeps every instance alive.",
    docs: include_str!("cached_method_pins_self.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(finding));
}

fn finding(object: &ObjectStory) -> Option<Diagnostic> {
    let (event, class, attribute, instance, equality) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::InClass { class, attribute, instance, equality } => Some((e, class, attribute, instance, *equality)),
        _ => None,
    })?;
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        // Instances that are equal share an entry: a cache of values.
        severity: if equality == Equality::Value { Severity::Info } else { RULE.severity },
        verdict: Verdict::Proved,
        message: format!("the cache of `{class}.{attribute}` keeps each `{instance}` it was called on alive"),
        primary: object.made,
        related: vec![Related {
            span: event.span,
            message: format!("one cache for all of `{class}`; `{instance}` is part of each key"),
        }],
        fixes: Vec::new(),
    })
}
