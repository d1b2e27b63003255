use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "fromkeys-shared-value",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "All keys of `dict.fromkeys(keys, value)` share one value, and it is changed.",
    docs: include_str!("fromkeys_shared_value.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::ValueOfKeys { at, keys } = object.origin else { return None };
    let start = object.events.iter().position(|e| e.span == at).unwrap_or(0);
    let (before, after) = object.events.split_at(start);
    // A key that may have a value of its own by now was filled anew: `groups[key] = []`.
    let (changed, how) = after.iter().find_map(|e| match &e.kind {
        EventOf::Mutated { how } if e.certain => Some((e, how)),
        _ => None,
    })?;
    // Whoever goes on using the value by its own name knows that it is one.
    let bound = |wanted: &str| before.iter().any(|e| matches!(&e.kind, EventOf::Bound { name, .. } if name == wanted));
    if after.iter().any(|e| e.span != at && matches!(&e.kind, EventOf::Loaded { name } if bound(name))) {
        return None;
    }
    let ty = &object.type_name;
    let line = facts.line_from(at, changed.span);
    let keys = keys.map_or("all keys share".to_owned(), |n| format!("{n} keys share"));
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message: format!("{keys} one {ty}, and line {line} changes it: every key shows it"),
        primary: at,
        related: vec![
            Related { span: object.made, message: format!("the {ty} is made here, once") },
            Related { span: changed.span, message: format!("changed here ({how})") },
        ],
        fixes: vec![Fix::of_bug(Remedy::FromKeysByComprehension { call: at })],
    })
}
