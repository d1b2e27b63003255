use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "late-binding-closure",
    group: Group::Sharing,
    severity: Severity::Warning,
    summary: "A function made in a loop outlives its round: it sees the variable's last value.",
    docs: include_str!("late_binding_closure.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let overtaken: Vec<(&StoryEvent, &str)> = object.events.iter().filter_map(overtaken).collect();
    let &(first, name) = overtaken.first()?;
    let mut names: Vec<&str> = overtaken.iter().map(|&(_, name)| name).collect();
    names.dedup();
    let shown: Vec<String> = names.iter().take(2).map(|name| format!("`{name}`")).collect();
    let line = facts.line(first.span);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("kept beyond its round of the loop, it sees the last {}", shown.join(" and ")),
        primary: object.made,
        related: vec![Related {
            span: first.span,
            message: format!("line {line} binds `{name}` anew while functions of earlier rounds are still held"),
        }],
        fixes: vec![Fix::of_bug(Remedy::BindInDefault {
            function: object.made,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        })],
    })
}

fn overtaken(event: &StoryEvent) -> Option<(&StoryEvent, &str)> {
    match &event.kind {
        EventOf::Overtaken { name } => Some((event, name)),
        _ => None,
    }
}
