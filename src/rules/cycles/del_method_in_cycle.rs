use super::cycles;
use crate::diagnostic::{Diagnostic, Group, Severity, Verdict};
use crate::facts::Facts;
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "del-method-in-cycle",
    group: Group::Cycles,
    severity: Severity::Info,
    summary: "An object with `__del__` holds itself: its `__del__` runs late, at a time that nothing fixes.",
    docs: include_str!("del_method_in_cycle.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for cycle in cycles(facts) {
        let Some(finalizer) = cycle.finalizer else { continue };
        out.push(Diagnostic {
            rule: RULE.name,
            group: RULE.group,
            severity: RULE.severity,
            verdict: Verdict::Proved,
            message: format!("`{}` closes a cycle: `{finalizer}.__del__` waits for the collector", cycle.attribute),
            primary: cycle.event.span,
            related: Vec::new(),
            fixes: Vec::new(),
        });
    }
}
