use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Declared, EventOf, Facts, ObjectStory, Origin};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "dataclass-field-shared-instance",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "The default of a data class field is one object that changes: instances share it.",
    docs: include_str!("dataclass_field_shared_instance.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::ClassAttribute(of) = &object.origin else { return None };
    if !of.data_class || of.declared != Declared::Field {
        return None;
    }
    // What happens before the class has it is how it is made.
    let made =
        object.events.iter().rposition(|e| matches!(&e.kind, EventOf::Bound { name, .. } if *name == of.attribute));
    let mut since = object.events[made.unwrap_or(0)..].iter();
    let told = made.is_some() || object.events.iter().any(|e| matches!(e.kind, EventOf::Fetched { .. }));
    let changed = since.find(|e| told && matches!(e.kind, EventOf::Mutated { .. }));
    if changed.is_none() && !of.changes_itself {
        return None;
    }
    let (class, field, ty) = (&of.class, &of.attribute, &object.type_name);
    let line = changed.map(|e| format!("is changed on line {}", facts.line_from(of.made, e.span)));
    let how = line.unwrap_or_else(|| "has methods that change it".to_owned());
    let related = changed.map(|e| Related { span: e.span, message: "changed here, for every instance".to_owned() });
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if changed.is_some_and(|e| e.certain) { Verdict::Proved } else { Verdict::Likely },
        message: format!("default {ty} of `{class}.{field}` {how}: all instances share it"),
        primary: of.made,
        related: related.into_iter().collect(),
        fixes: vec![Fix::with_care(
            Remedy::DefaultFactory { default: of.made },
            "the class itself has no such attribute any more",
        )],
    })
}
