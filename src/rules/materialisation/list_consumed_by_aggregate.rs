use super::life::{self, Life, Reader};
use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Deeds, Drain, Facts, ObjectStory, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "list-consumed-by-aggregate",
    group: Group::Materialisation,
    severity: Severity::Warning,
    summary: "A list is built only to be reduced to one value: a generator holds one element at a time.",
    docs: include_str!("list_consumed_by_aggregate.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(life::lists(facts).filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let life = Life::of(facts, object)?;
    let Reader::Aggregate { by, drain, elements } = life.reader else { return None };
    // A bytes object of a caller's numbers: as small as they are few, and slower from a generator.
    let packed = matches!(by, "bytes" | "bytearray") && life.measure().given;
    if packed || life.is_small(elements) || !(life.is_appended() && drain == Drain::Total || life.may_be_lazy(facts)) {
        return None;
    }
    if drain == Drain::Partial && !may_stop_early(facts, &life) {
        return None;
    }
    let measure = life.measure();
    let bytes = human_bytes(measure);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if measure.len.is_some() { Verdict::Proved } else { Verdict::Likely },
        message: format!("list ({bytes}) only feeds `{by}`: a generator keeps one element at a time"),
        primary: object.made,
        related: vec![Related { span: life.event.span, message: format!("`{by}` reads it here, once") }],
        fixes: fix(&life, drain).into_iter().collect(),
    })
}

/// The elements are evaluated in the same order, only later: what may differ is what an exception in between leaves.
fn fix(life: &Life, drain: Drain) -> Option<Fix> {
    let remedy = Remedy::ListToGenerator { list: life.object.made };
    if life.is_appended() {
        None
    } else if drain == Drain::Partial {
        Some(Fix::with_care(remedy, "elements after the first hit are not evaluated, and cannot raise"))
    } else if !life.deeds().is_nothing() {
        Some(Fix::with_care(remedy, "elements call code that might raise StopIteration"))
    } else {
        Some(Fix::safe(remedy))
    }
}

/// Special methods that run without a call to be seen.
const OVERLOADS: &[&str] = &["__missing__", "__getattr__", "__lt__", "__le__", "__gt__", "__ge__"];

/// A consumer that stops early would leave effects of later elements undone: `all([form.is_valid() for ...])`.
fn may_stop_early(facts: &Facts, life: &Life) -> bool {
    let touch = life.deeds();
    let acts = touch.deeds.intersects(Deeds::UNKNOWN | Deeds::CHANGES | Deeds::OUTPUT) || !touch.changes.is_empty();
    // `form.valid` where the file has a property `valid`.
    let property = |name: &str| facts.has_function(name);
    // `x > 0` and `box["x"]` where a class of the file says what they do.
    let overloads = OVERLOADS.iter().any(|name| facts.has_function(name));
    let lazily = life.is_appended() || life.made.comprehension().is_some();
    !acts && lazily && !overloads && !life.calls_next() && !life.attributes().any(property)
}
