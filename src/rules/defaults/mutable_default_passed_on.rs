use super::shared::{is_changed_in_view, is_container, is_meant_to_be_shared};
use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "mutable-default-passed-on",
    group: Group::Defaults,
    severity: Severity::Off,
    summary: "A default value is handed to code that is not in view, which may change or keep it.",
    docs: include_str!("mutable_default_passed_on.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::Default { parameter, owner, default_span, .. } = &object.origin else { return None };
    if object.of != *owner || is_meant_to_be_shared(object) || !is_container(object) {
        return None;
    }
    let handed = object.events.iter().find(|e| e.kind == EventOf::PassedOn)?;
    let known = object.events.iter().any(|e| matches!(e.kind, EventOf::Returned | EventOf::Yielded));
    if known || is_changed_in_view(facts, object) {
        return None;
    }
    let ty = &object.type_name;
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: Severity::Info,
        verdict: Verdict::Note,
        message: format!("default {ty} of `{parameter}` is handed on: what gets it may change it"),
        primary: *default_span,
        related: vec![Related { span: handed.span, message: "handed to code that is not in view here".to_owned() }],
        fixes: Vec::new(),
    })
}
