use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, Lifetime, ObjectStory};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "bound-method-in-finalizer",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "A callback for an object's end holds the object: `weakref.finalize(self, self.close)` never runs before exit.",
    docs: include_str!("bound_method_in_finalizer.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(finding));
}

fn finding(object: &ObjectStory) -> Option<Diagnostic> {
    let (event, place) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::Kept(k) if k.lifetime == Lifetime::Registry => Some((e, &k.place)),
        _ => None,
    })?;
    let message = if place == "weakref.finalize" {
        "the callback holds its own object, so it is not called before the program ends".to_owned()
    } else {
        format!("`{place}` keeps the callback's object alive until the program ends")
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message,
        primary: event.span,
        related: vec![Related {
            span: event.span,
            message: format!("`{place}` holds its callback, the callback holds its object"),
        }],
        fixes: Vec::new(),
    })
}
