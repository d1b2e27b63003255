use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "dangling-task",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "Nothing but the event loop's weak reference holds a task: it may vanish before it is done.",
    docs: include_str!("dangling_task.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    if object.origin != (Origin::Library { class: "_asyncio.Task" }) {
        return None;
    }
    let given =
        |e: &StoryEvent| matches!(e.kind, EventOf::PassedOn | EventOf::Returned | EventOf::Yielded | EventOf::Kept(_));
    if object.events.iter().any(given) {
        return None;
    }
    let held = object.events.iter().any(|e| matches!(e.kind, EventOf::Bound { .. } | EventOf::Stored));
    let dropped = object.events.iter().any(|e| e.kind == EventOf::Dropped);
    let at_exit = object.events.iter().find_map(|e| match &e.kind {
        EventOf::HeldAtExit { name } => Some(name),
        _ => None,
    });
    let message = match at_exit {
        None if !held || dropped => "nobody holds this task: it may be collected before it is done".to_owned(),
        Some(name) if ends_at_once(facts, object) => {
            format!("only `{name}` holds this task, and the function ends before the task is done")
        }
        _ => return None,
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message,
        primary: object.made,
        related: vec![Related {
            span: object.made,
            message: "the event loop has a weak reference to its tasks alone".to_owned(),
        }],
        fixes: Vec::new(),
    })
}

/// Nothing is waited for before the function ends, and its variables with it.
fn ends_at_once(facts: &Facts, object: &ObjectStory) -> bool {
    let made = object.events.first().and_then(|e| facts.place(e));
    made.is_some_and(|here| {
        !here.code.is_module && !here.code.is_class && !here.suspends_later() && !here.waits_later()
    })
}
