use super::pinned::pinned;
use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{Facts, ObjectStory, Pin, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "view-pins-buffer",
    group: Group::Retention,
    severity: Severity::Info,
    summary: "A slice of a `memoryview` is kept, and with it all of a large buffer.",
    docs: include_str!("view_pins_buffer.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let (event, place) = pinned(facts, object, Pin::View)?;
    let place = if place.contains(' ') { place.to_owned() } else { format!("`{place}`") };
    let bytes = human_bytes(event.measure);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if event.measure.input { Verdict::Likely } else { Verdict::Proved },
        message: format!("{place} holds a view, and with it the whole buffer ({bytes})"),
        primary: event.span,
        related: vec![Related { span: object.made, message: format!("the buffer is made here: {bytes}") }],
        fixes: Vec::new(),
    })
}
