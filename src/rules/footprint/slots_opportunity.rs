use super::elements;
use crate::diagnostic::{Diagnostic, Fix, Group, Remedy, Severity, Verdict};
use crate::facts::{Element, Facts, Measure, ObjectStory, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "slots-opportunity",
    group: Group::Footprint,
    severity: Severity::Off,
    summary: "Very many instances of a class are kept that would be smaller with `__slots__`.",
    docs: include_str!("slots_opportunity.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, list: &ObjectStory) -> Option<Diagnostic> {
    let (Element::Instance { class, each, slotted }, n) = elements(facts, list)? else { return None };
    let total = |each: u64| Measure { bytes: Some(each.saturating_mul(n)), exact: true, ..Measure::default() };
    let saved = total(each.saturating_sub(*slotted));
    // Some code of the file asks instances for what they have.
    let looked_into = ["__dict__", "vars", "setattr"].iter().any(|name| facts.is_named(name));
    if !facts.is_large(saved) || looked_into {
        return None;
    }
    let (now, then) = (human_bytes(total(*each)), human_bytes(total(*slotted)));
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("{n} `{class}` take {now}; with `__slots__` {then}"),
        primary: list.made,
        related: Vec::new(),
        fixes: vec![Fix::with_care(
            Remedy::AddSlots { class: class.clone(), list: list.made },
            "its instances can have no other attributes, and no weak references to them",
        )],
    })
}
