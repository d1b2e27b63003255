use super::cycles;
use crate::diagnostic::{Diagnostic, Fix, Group, Remedy, Severity, Verdict};
use crate::facts::{Facts, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "self-cycle-large",
    group: Group::Cycles,
    severity: Severity::Info,
    summary: "A large object holds itself: it is not freed with its last name, but when the cycle collector runs.",
    docs: include_str!("self_cycle_large.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for cycle in cycles(facts).filter(|c| facts.is_large(c.event.measure)) {
        let bytes = human_bytes(cycle.event.measure);
        let amount = if cycle.event.measure.input { "all that it reads".to_owned() } else { bytes };
        out.push(Diagnostic {
            rule: RULE.name,
            group: RULE.group,
            severity: RULE.severity,
            verdict: Verdict::Proved,
            message: format!(
                "`{}` leads back to its `{}`: only the cycle collector frees {amount}",
                cycle.attribute, cycle.class
            ),
            primary: cycle.event.span,
            related: Vec::new(),
            fixes: vec![Fix::with_care(
                Remedy::WeakProxy { attribute: cycle.event.span },
                "a proxy is of no use once nobody else holds the object",
            )],
        });
    }
}
