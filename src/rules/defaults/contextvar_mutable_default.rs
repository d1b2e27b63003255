use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{Facts, ObjectStory, Origin};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "contextvar-mutable-default",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "The default of a `ContextVar` is changed in place: all contexts that have not set it share it.",
    docs: include_str!("contextvar_mutable_default.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::ContextDefault { call } = &object.origin else { return None };
    let (_, changed, how) = object.first_mutation()?;
    let (line, ty) = (facts.line_from(object.made, changed.span), &object.type_name);
    let mut related =
        vec![Related { span: changed.span, message: format!("changed here ({how}): seen by all who have not set it") }];
    related.push(Related { span: *call, message: "the variable has it from here on".to_owned() });
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("default {ty} of this ContextVar is changed on line {line}: all contexts share it"),
        primary: object.made,
        related,
        fixes: Vec::new(),
    })
}
