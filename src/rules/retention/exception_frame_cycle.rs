use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "exception-frame-cycle",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "A local variable holds an exception when the function ends: exception and frame keep each other alive.",
    docs: include_str!("exception_frame_cycle.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for object in &facts.objects {
        if let Origin::Caught { function, locals } = &object.origin {
            out.extend(finding(facts, object, function, locals));
        }
    }
}

fn finding(facts: &Facts, object: &ObjectStory, function: &str, locals: &[String]) -> Option<Diagnostic> {
    if function == "<module>" || object.lets_traceback_go() {
        return None;
    }
    let (exit, name) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::HeldAtExit { name } => Some((e, name)),
        _ => None,
    })?;
    let kept = object.events.iter().any(|e| matches!(e.kind, EventOf::Kept(_)));
    if kept || is_raised(facts, object, exit, name) {
        return None;
    }
    let stored = stored_at(object, name)?;
    // A caller that is given the exception asked for it. `main` runs once, and the process ends with it.
    let given = object.events.iter().any(|e| matches!(e.kind, EventOf::Returned | EventOf::Yielded));
    let others: Vec<&str> = locals.iter().filter(|l| *l != name).map(String::as_str).collect();
    let holds = if others.is_empty() { String::new() } else { format!(": {}", others.join(", ")) };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: if given || function.ends_with("main") { Severity::Info } else { RULE.severity },
        verdict: Verdict::Proved,
        message: format!("`{name}` and its traceback keep the frame of `{function}` alive: a cycle"),
        primary: stored.span,
        related: vec![Related {
            span: stored.span,
            message: format!(
                "exception, traceback, frame, `{name}`, exception: only the cycle collector frees it{holds}"
            ),
        }],
        fixes: Vec::new(),
    })
}

/// It is raised in the end, or what it was collected in is.
fn is_raised(facts: &Facts, object: &ObjectStory, exit: &StoryEvent, name: &str) -> bool {
    let raised = object.events.iter().any(|e| e.kind == EventOf::Raised);
    let collected = facts.place(exit).is_some_and(|here| here.is_loaded_to_raise(name));
    raised || collected
}

/// Where the name, or what it names, gets the exception.
fn stored_at<'o>(object: &'o ObjectStory, wanted: &str) -> Option<&'o StoryEvent> {
    let bound = object.events.iter().find(|e| matches!(&e.kind, EventOf::Bound { name, .. } if name == wanted));
    bound.or_else(|| object.events.iter().find(|e| e.kind == EventOf::Stored))
}
