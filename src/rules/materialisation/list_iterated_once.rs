use super::life::{self, Life, Reader};
use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Elements, Facts, ObjectStory, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "list-iterated-once",
    group: Group::Materialisation,
    severity: Severity::Warning,
    summary: "A list is built only to be looped over once: a generator makes one element at a time.",
    docs: include_str!("list_iterated_once.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(life::lists(facts).filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let life = Life::of(facts, object)?;
    let by = match life.reader {
        Reader::Loop { .. } => "one loop".to_owned(),
        Reader::Lazy { by, .. } => format!("`{by}`"),
        Reader::Aggregate { .. } | Reader::Length | Reader::First => return None,
    };
    // `list(self.items)`: a copy of what the loop may change.
    if !life.is_of_fresh_elements() || life.is_small(Elements::Dropped) || !life.may_be_lazy(facts) {
        return None;
    }
    let measure = life.measure();
    let bytes = human_bytes(measure);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: if life.may_be_short() { Severity::Info } else { RULE.severity },
        verdict: if measure.len.is_some() { Verdict::Proved } else { Verdict::Likely },
        message: format!("list ({bytes}) is read once, by {by}: a generator keeps one element"),
        primary: object.made,
        related: vec![Related { span: life.event.span, message: "read here, once from front to back".to_owned() }],
        fixes: fix(&life).into_iter().collect(),
    })
}

fn fix(life: &Life) -> Option<Fix> {
    let remedy = Remedy::ListToGenerator { list: life.object.made };
    (!life.is_appended())
        .then(|| Fix::with_care(remedy, "elements are made, and may raise, when the loop asks for them"))
}
