use super::pinned::pinned;
use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{Facts, ObjectStory, Pin, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "generator-pins-frame",
    group: Group::Retention,
    severity: Severity::Info,
    summary: "A suspended generator is kept, and with it a large object in its frame.",
    docs: include_str!("generator_pins_frame.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let (event, place) = pinned(facts, object, Pin::Frame)?;
    let (bytes, ty) = (human_bytes(event.measure), &object.type_name);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if event.measure.input { Verdict::Likely } else { Verdict::Proved },
        message: format!("the generator in `{place}` holds a {ty} ({bytes}) until it ends"),
        primary: event.span,
        related: vec![Related { span: object.made, message: format!("made here: a {ty}, {bytes}") }],
        fixes: Vec::new(),
    })
}
