use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, StoryEvent, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "redundant-alias-keeps-alive",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "Two names for one large object, and the first is never used again: it only keeps the object alive.",
    docs: include_str!("redundant_alias_keeps_alive.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for object in &facts.objects {
        out.extend(object.events.iter().filter_map(|e| finding(facts, object, e)));
    }
}

fn finding(facts: &Facts, object: &ObjectStory, event: &StoryEvent) -> Option<Diagnostic> {
    let EventOf::Bound { name, from: Some(old) } = &event.kind else { return None };
    if !event.certain || !facts.is_large(event.measure) {
        return None;
    }
    let here = facts.place(event)?;
    let forgotten = !here.name_is_read_later(old) && !here.name_is_bound_later(old);
    // A name that another branch binds to something else is a choice between the two.
    let needed = here.name_is_read_later(name) && !here.name_is_bound_elsewhere(name);
    // `a = b = []` names an object twice at its birth: there is no first name. A parameter's object is the caller's.
    let earlier = |wanted: &dyn Fn(&EventOf) -> bool| {
        object.events.iter().any(|e| e.code == event.code && e.pc < event.pc && wanted(&e.kind))
    };
    let loaded = earlier(&|k| matches!(k, EventOf::Loaded { name } if name == old));
    let bound = earlier(&|k| matches!(k, EventOf::Bound { name, .. } if name == old));
    let born_here = !(loaded && bound);
    let shared = here.code.is_class || here.code.shared.iter().any(|n| n == old);
    let elsewhere = shared || [old, name].into_iter().any(|n| facts.is_used_elsewhere(here, n));
    let captured = here.code.loads.iter().any(|(pc, n)| n == old && *pc < event.pc && is_capture(object, *pc));
    if !forgotten || !needed || born_here || here.is_in_loop() || elsewhere || captured {
        return None;
    }
    let bytes = human_bytes(event.measure);
    let remedy = Remedy::InlineAlias { binding: event.span, alias: name.clone(), name: old.clone() };
    let fix = if here.code.is_module {
        Fix::with_care(remedy, "other modules may import the name")
    } else {
        Fix::safe(remedy)
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if event.measure.input { Verdict::Likely } else { Verdict::Proved },
        message: format!("`{old}` is not used again but keeps the {} alive ({bytes})", object.type_name),
        primary: event.span,
        related: vec![
            Related { span: object.made, message: format!("made here: a {}, {bytes}", object.type_name) },
            Related { span: event.span, message: format!("`{name}` is the same object as `{old}`: one name would do") },
        ],
        fixes: vec![fix],
    })
}

/// A function captured the variable there.
fn is_capture(object: &ObjectStory, pc: u32) -> bool {
    object.events.iter().any(|e| e.pc == pc && e.kind == EventOf::Stored)
}
