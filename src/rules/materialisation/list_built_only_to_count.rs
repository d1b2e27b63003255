use super::life::{Life, Reader};
use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Elements, Facts, ObjectStory, Origin, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "list-built-only-to-count",
    group: Group::Materialisation,
    severity: Severity::Info,
    summary: "A list is built only to ask for its length: a sum of ones holds no element.",
    docs: include_str!("list_built_only_to_count.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    if !matches!(object.origin, Origin::Materialised | Origin::Lines { .. }) || object.type_name != "list" {
        return None;
    }
    let life = Life::of(facts, object).filter(|life| life.reader == Reader::Length && life.names.is_empty())?;
    if life.is_small(Elements::Dropped) || !life.may_be_lazy(facts) {
        return None;
    }
    let bytes = human_bytes(life.measure());
    let remedy = Remedy::CountBySum { call: life.event.span };
    let direct = life.made.comprehension().is_some();
    let fix = Fix::with_care(remedy, "slower than the list where there are few elements");
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        // The lines of a text that is there in any case cost little more.
        severity: if life.is_of_input() && object.origin == Origin::Materialised {
            Severity::Warning
        } else {
            RULE.severity
        },
        verdict: Verdict::Likely,
        message: format!("list ({bytes}) is only counted: `sum(1 for ...)` holds no elements"),
        primary: object.made,
        related: vec![Related { span: life.event.span, message: "only its length is asked for".to_owned() }],
        fixes: direct.then_some(fix).into_iter().collect(),
    })
}
