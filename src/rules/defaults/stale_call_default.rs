use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Facts, ObjectStory, Origin};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "stale-call-default",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "A default value asks for the time, a random number or an id: once, when `def` runs.",
    docs: include_str!("stale_call_default.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(finding));
}

fn finding(object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::VaryingDefault { parameter, call, default_span } = &object.origin else { return None };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message: format!("`{call}()` runs once, when `def` does: `{parameter}` is the same in all calls"),
        primary: *default_span,
        related: vec![Related { span: object.made, message: "called here, when the function is made".to_owned() }],
        fixes: vec![Fix::with_care(
            Remedy::NoneGuard { default: *default_span },
            "each call gets a value of its own, and callers that pass `None` too",
        )],
    })
}
