use super::shared::{is_changed_in_view, is_container, is_meant_to_be_shared};
use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "mutable-default-escapes",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "A default value gets out of its function: whoever changes it changes it for all calls.",
    docs: include_str!("mutable_default_escapes.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::Default { parameter, owner, default_span, .. } = &object.origin else { return None };
    if object.of != *owner || is_meant_to_be_shared(object) || is_changed_in_view(facts, object) {
        return None;
    }
    let changed = object.events.iter().find_map(|e| match &e.kind {
        EventOf::ChangedElsewhere { how } => Some((e, how)),
        _ => None,
    });
    let (out, how) = object.events.iter().find_map(|e| Some((e, way_out(e, changed.is_some())?)))?;
    // An instance that is only handed on is most often meant to be the one: `missing=MISSING`.
    if changed.is_none() && !is_container(object) {
        return None;
    }
    let ty = &object.type_name;
    let mut related = vec![Related { span: out.span, message: format!("the default {ty} is {how} here") }];
    let (severity, message) = match changed {
        Some((e, change)) => {
            let line = facts.line_from(*default_span, e.span);
            related.push(Related { span: e.span, message: format!("it may be changed here ({change})") });
            (RULE.severity, format!("default {ty} of `{parameter}` is {how}, and changed on line {line}"))
        }
        None => (Severity::Info, format!("default {ty} of `{parameter}` is {how}: a change to it lasts for all calls")),
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity,
        verdict: Verdict::Likely,
        message,
        primary: *default_span,
        related,
        fixes: vec![Fix::with_care(
            Remedy::NoneGuard { default: *default_span },
            "callers that compare the objects, or pass `None`, see a difference",
        )],
    })
}

/// What is kept in an attribute that nobody changes does no harm.
fn way_out(e: &StoryEvent, changed: bool) -> Option<String> {
    match &e.kind {
        EventOf::KeptAs { attribute } => changed.then(|| format!("kept as `.{attribute}`")),
        // `y = memo.get(key, missing)`, and `if y is not missing: return y`.
        EventOf::Returned | EventOf::Yielded if !e.certain => None,
        EventOf::Returned => Some("returned".to_owned()),
        EventOf::Yielded => Some("yielded".to_owned()),
        _ => None,
    }
}
