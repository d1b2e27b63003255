use super::elements;
use crate::cpython::sizes::{array_size, fixed_size, list_size};
use crate::diagnostic::{Diagnostic, Fix, Group, Remedy, Severity, Verdict};
use crate::facts::{Element, EventOf, Facts, Measure, ObjectStory, StoryEvent, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "boxed-number-sequence",
    group: Group::Footprint,
    severity: Severity::Off,
    summary: "A list keeps very many numbers, each an object of its own.",
    docs: include_str!("boxed_number_sequence.md"),
    check,
};

/// Below it hardly matters.
const MANY: u64 = 100_000;

/// `array('q')`, `array('d')`
const PACKED: u64 = 8;

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, list: &ObjectStory) -> Option<Diagnostic> {
    let (element, n) = elements(facts, list)?;
    let (each, what, code) = match element {
        Element::Float { each } => (*each, "floats", 'd'),
        Element::Int { each } => (*each, "ints", 'q'),
        Element::Instance { .. } => return None,
    };
    if n < MANY || !is_worked_with(list) {
        return None;
    }
    let version = facts.target_version();
    let about = |bytes| human_bytes(Measure { bytes: Some(bytes), ..Measure::default() });
    let boxed = about(list_size(n).saturating_add(each.saturating_mul(n)));
    let changed = list.events.iter().any(|e| matches!(e.kind, EventOf::Mutated { .. }));
    let message = match fixed_size(version, "range").filter(|_| code == 'q' && !changed) {
        Some(range) => format!("{n} ints as objects take {boxed}; the range of them {range} bytes"),
        None => {
            let packed = about(array_size(version, PACKED, n));
            format!("{n} {what} as objects take {boxed}; `array('{code}')` takes {packed}")
        }
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message,
        primary: list.made,
        related: Vec::new(),
        fixes: vec![Fix::with_care(
            Remedy::PackNumbers { list: list.made, typecode: code },
            "an array takes numbers of this kind alone, ints of 64 bits at most",
        )],
    })
}

/// It is read more than once, and by nobody who may ask for a list.
fn is_worked_with(list: &ObjectStory) -> bool {
    let foreign = |e: &StoryEvent| {
        matches!(
            e.kind,
            EventOf::PassedOn | EventOf::Returned | EventOf::Yielded | EventOf::Stored | EventOf::Released { .. }
        )
    };
    let reads = |e: &&StoryEvent| {
        matches!(e.kind, EventOf::Iterated | EventOf::Consumed { .. } | EventOf::LookedUp | EventOf::Counted)
    };
    let times: usize = list.events.iter().filter(reads).count();
    times > 1 && !list.events.iter().any(foreign)
}
