use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Owner, StoryEvent, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "del-does-not-free",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "`del name` (or `name = None`) of a large object that still has another owner frees nothing.",
    docs: include_str!("del_does_not_free.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for object in &facts.objects {
        out.extend(object.events.iter().enumerate().filter_map(|(i, e)| finding(facts, object, i, e)));
    }
}

fn finding(facts: &Facts, object: &ObjectStory, index: usize, event: &StoryEvent) -> Option<Diagnostic> {
    let EventOf::Released { name, owners, deleted } = &event.kind else { return None };
    if !event.certain || !facts.is_large(event.measure) {
        return None;
    }
    let owner = owners.iter().find(|o| lives_on(facts, object, index, event, o))?;
    let verb = if *deleted { format!("`del {name}`") } else { format!("`{name} = None`") };
    let held = if owner.direct {
        format!("`{}` still holds it", owner.name)
    } else {
        format!("it is still in `{}`", owner.name)
    };
    let bytes = human_bytes(event.measure);
    let mut related =
        vec![Related { span: object.made, message: format!("made here: a {}, {bytes}", object.type_name) }];
    related.extend(
        shared_with(object, owner)
            .map(|e| Related { span: e.span, message: format!("`{}` becomes an owner here", owner.name) }),
    );
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if event.measure.input { Verdict::Likely } else { Verdict::Proved },
        message: format!("{verb} frees nothing ({bytes}): {held}"),
        primary: event.span,
        related,
        fixes: Vec::new(),
    })
}

/// The owner is not let go itself before anybody reads it again.
fn lives_on(facts: &Facts, object: &ObjectStory, index: usize, event: &StoryEvent, owner: &Owner) -> bool {
    let Some(here) = facts.place(event) else { return false };
    let released_later = here.name_is_bound_later(&owner.name) && !here.name_is_read_later(&owner.name);
    let direct_release = object.events[index + 1..].iter().any(|e| match &e.kind {
        EventOf::Released { name, .. } | EventOf::Rebound { name } => *name == owner.name && e.code == event.code,
        _ => false,
    });
    let used_before = here.name_is_read_later(&owner.name);
    !(released_later || (direct_release && !used_before))
}

/// Where the other owner got it.
fn shared_with<'o>(object: &'o ObjectStory, owner: &Owner) -> Option<&'o StoryEvent> {
    object.events.iter().find(|e| match &e.kind {
        EventOf::Bound { name, .. } => owner.direct && *name == owner.name,
        EventOf::Stored => !owner.direct,
        _ => false,
    })
}
