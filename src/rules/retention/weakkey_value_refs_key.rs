use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "weakkey-value-refs-key",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "A value of a `WeakKeyDictionary` holds its own key: the entry never goes.",
    docs: include_str!("weakkey_value_refs_key.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(finding));
}

fn finding(object: &ObjectStory) -> Option<Diagnostic> {
    let (event, place) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::HeldByItsValue { place } => Some((e, place)),
        _ => None,
    })?;
    let place = if place.contains(' ') { place.clone() } else { format!("`{place}`") };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message: format!("the value holds its own key: this entry of {place} never goes"),
        primary: event.span,
        related: vec![Related {
            span: event.span,
            message: "the dictionary holds the value, the value holds the key".to_owned(),
        }],
        fixes: Vec::new(),
    })
}
