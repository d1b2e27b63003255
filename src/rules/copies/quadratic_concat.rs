use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Sequence, Severity, Verdict};
use crate::facts::{Bound, EventOf, Facts, ObjectStory, Place, StoryEvent};
use crate::rules::Rule;
use rustc_hash::FxHashSet;

pub(super) static RULE: Rule = Rule {
    name: "quadratic-concat",
    group: Group::Copies,
    severity: Severity::Info,
    summary: "A loop copies all that it has built so far in each round.",
    docs: include_str!("quadratic_concat.md"),
    check,
};

/// Up to so many rounds it does not matter.
const FEW_ROUNDS: u64 = 64;

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    // `if a: text = text + a` ... `else: text = text + b`: one cause.
    let mut seen = FxHashSet::default();
    for object in &facts.objects {
        let rebuilt = rebuilt(facts, object).filter(|(name, _)| seen.insert((object.of, name.clone())));
        out.extend(rebuilt.map(|(_, diagnostic)| diagnostic).or_else(|| summed(object)));
    }
}

fn rebuilt(facts: &Facts, object: &ObjectStory) -> Option<(String, Diagnostic)> {
    let (event, name) = object.events.iter().find_map(|e| match &e.kind {
        EventOf::Rebuilt { place } if !place.is_empty() => Some((e, place)),
        _ => None,
    })?;
    let place = facts.place(event)?;
    if !has_many_rounds(place, name) {
        return None;
    }
    let (instead, sequence) = match object.type_name.as_str() {
        "str" => ("collect the parts and join them", Sequence::Text),
        "bytes" => ("use a bytearray", Sequence::Bytes),
        "tuple" => ("append to one list", Sequence::Tuple),
        _ => ("append to one list", Sequence::List),
    };
    let message = format!("each round copies all of `{name}` so far: {instead}");
    let reason = match sequence {
        Sequence::List => "other names of the list see it grow",
        _ => "it has its value only when the loop is over",
    };
    let fix = Fix::with_care(Remedy::JoinParts { grown: event.span, sequence }, reason);
    Some((name.clone(), Diagnostic { fixes: vec![fix], ..diagnostic(event, message, Vec::new()) }))
}

fn summed(object: &ObjectStory) -> Option<Diagnostic> {
    let event = object.events.iter().find(|e| e.kind == EventOf::SumStart && e.certain)?;
    if !matches!(object.type_name.as_str(), "list" | "tuple") {
        return None;
    }
    let message = format!("`sum` copies the {} so far for each one that it adds", object.type_name);
    let related = vec![Related { span: object.made, message: "it starts with this one".to_owned() }];
    let fix = Fix::with_care(Remedy::ChainRows { call: event.span }, "rows that are no lists are taken apart, too");
    Some(Diagnostic { fixes: vec![fix], ..diagnostic(event, message, related) })
}

/// A `while` loop may have any number of rounds, but for `while len(data) < 4: data += ...`.
fn has_many_rounds(place: Place, name: &str) -> bool {
    let measured = place.code.loads.windows(2).any(|pair| pair[0].1 == "len" && pair[1].1 == name);
    let around = place.code.loops.iter().filter(|l| l.next < place.pc && place.pc < l.end);
    match around.map(|l| l.bound).max() {
        None => place.is_in_loop() && !measured,
        Some(Bound::Few) => false,
        Some(Bound::Known(n)) => n > FEW_ROUNDS,
        Some(Bound::Given | Bound::Input) => true,
    }
}

fn diagnostic(event: &StoryEvent, message: String, related: Vec<Related>) -> Diagnostic {
    Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message,
        primary: event.span,
        related,
        fixes: Vec::new(),
    }
}
