use super::life::{Life, Reader};
use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Deeds, Elements, Facts, ObjectStory, Origin, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "list-for-first",
    group: Group::Materialisation,
    severity: Severity::Info,
    summary: "A list is built only to take its first element: `next` makes no other.",
    docs: include_str!("list_for_first.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    if object.origin != Origin::Materialised || object.type_name != "list" {
        return None;
    }
    let life = Life::of(facts, object).filter(|life| life.reader == Reader::First && life.names.is_empty())?;
    // Effects of the elements after the first would not happen.
    let touch = life.deeds();
    let acts = touch.deeds.intersects(Deeds::UNKNOWN | Deeds::CHANGES | Deeds::OUTPUT) || !touch.changes.is_empty();
    if acts || life.is_small(Elements::Dropped) || !life.may_be_lazy(facts) {
        return None;
    }
    let bytes = human_bytes(life.measure());
    let direct = life.made.comprehension().is_some();
    let remedy = Remedy::FirstByNext { subscript: life.event.span };
    let fix = Fix::with_care(remedy, "nothing found is StopIteration then, not IndexError");
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: if life.is_of_input() { Severity::Warning } else { RULE.severity },
        verdict: Verdict::Likely,
        message: format!("list ({bytes}) is built for its first element: `next` stops there"),
        primary: object.made,
        related: vec![Related { span: life.event.span, message: "only the first element is taken".to_owned() }],
        fixes: direct.then_some(fix).into_iter().collect(),
    })
}
