use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{
    Alone, CodeInfo, Drain, Elements, EventOf, Facts, ObjectStory, Origin, Place, StoryEvent, human_bytes,
};
use crate::rules::Rule;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "list-consumed-by-aggregate",
    group: Group::Materialisation,
    severity: Severity::Warning,
    summary: "A list is built only to be reduced to one value: a generator holds one element at a time.",
    docs: include_str!("list_consumed_by_aggregate.md"),
    check,
};

/// Up to this many elements, and this many bytes, a list is faster and costs nothing.
const FEW_ELEMENTS: u64 = 64;
const FEW_BYTES: u64 = 64 * 1024;

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

/// Made, perhaps named and read once, consumed: and nothing else ever happens to it.
struct Life<'o> {
    made: &'o StoryEvent,
    name: Option<&'o str>,
    consumed: &'o StoryEvent,
    by: &'o str,
    drain: Drain,
    elements: Elements,
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    if object.origin != Origin::Materialised || object.type_name != "list" {
        return None;
    }
    let life = life(object)?;
    let (made, end) = (facts.place(life.made)?, facts.place(life.consumed)?);
    let straight = made.leads_straight_to(end) && !made.code.is_class;
    let measure = life.consumed.measure;
    // A consumer that keeps the elements saves the list alone.
    let saved = if life.elements == Elements::Kept { measure.own } else { measure.bytes };
    // Of what a caller hands in only elements that the list itself makes are worth a word.
    let makes = made.code.makers.contains(&made.pc) && life.elements == Elements::Dropped;
    let small = match (measure.len, saved) {
        (Some(n), bytes) => n <= FEW_ELEMENTS || bytes.is_some_and(|b| b < FEW_BYTES),
        _ => !(measure.input || measure.given && makes),
    };
    if small || !straight || !may_be_lazy(facts, &life, made, end) {
        return None;
    }
    let bytes = human_bytes(measure);
    let by = life.by;
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: if measure.len.is_some() || measure.input { RULE.severity } else { Severity::Info },
        verdict: if measure.len.is_some() { Verdict::Proved } else { Verdict::Likely },
        message: format!("list ({bytes}) only feeds `{by}`: a generator keeps one element at a time"),
        primary: object.made,
        related: vec![Related { span: life.consumed.span, message: format!("`{by}` reads it here, once") }],
        fixes: vec![fix(&life, made, object.made)],
    })
}

fn life(object: &ObjectStory) -> Option<Life<'_>> {
    let (made, rest) = object.events.split_first().filter(|(e, _)| e.kind == EventOf::Made)?;
    let (name, rest) = match rest {
        [bound, loaded, rest @ ..] => match (&bound.kind, &loaded.kind) {
            (EventOf::Bound { name, from: None }, EventOf::Loaded { name: read }) if name == read => (Some(name), rest),
            _ => (None, &object.events[1..]),
        },
        rest => (None, rest),
    };
    let rest: Vec<&StoryEvent> = rest.iter().filter(|e| e.kind != EventOf::LookedUp).collect();
    let [consumed] = rest[..] else { return None };
    match &consumed.kind {
        EventOf::Consumed { by, drain: drain @ (Drain::Total | Drain::Partial), alone: Alone::Yes, elements }
            if consumed.certain =>
        {
            Some(Life { made, name: name.map(String::as_str), consumed, by, drain: *drain, elements: *elements })
        }
        _ => None,
    }
}

/// Evaluating the elements later, one by one, does the same.
fn may_be_lazy(facts: &Facts, life: &Life<'_>, made: Place<'_>, end: Place<'_>) -> bool {
    let code = made.code;
    let partial = life.drain == Drain::Partial;
    let Some(body) = made.comprehension() else {
        return !partial && life.name.is_none();
    };
    // `next(it)` in an element ends a list comprehension with StopIteration, a generator with RuntimeError (PEP 479).
    let suspends = CodeInfo::any_within(&code.suspensions, body) || CodeInfo::any_within(&code.nexts, body);
    // A consumer that stops early would leave effects of later elements undone.
    let stops_early = partial && CodeInfo::any_within(&code.effects, body);
    // `:=` in a comprehension binds a name that is read afterwards.
    let leaks = code.stores_within(body).any(|n| made.name_is_read_later(n) && Some(n) != life.name);
    if suspends || stops_early || leaks {
        return false;
    }
    match life.name {
        None => true,
        Some(name) => {
            let between = (made.pc + 1, end.pc.saturating_sub(1));
            let rebinds = code.stores_within(between).any(|n| n != name && code.reads_within(body).any(|r| r == n));
            let again = made.name_is_read_later(name) && count_reads(code, made.pc, name) > 1;
            let elsewhere = facts.is_used_elsewhere(made, name);
            !rebinds && !again && !elsewhere && !made.has_effects_before(end) && !made.is_in_loop()
        }
    }
}

/// The elements are evaluated in the same order, only later: what may differ is what an exception in between leaves.
fn fix(life: &Life<'_>, made: Place<'_>, list: Span) -> Fix {
    let remedy = Remedy::ListToGenerator { list };
    let body = made.comprehension();
    if life.drain == Drain::Partial {
        Fix::with_care(remedy, "elements after the first hit are not evaluated, and cannot raise")
    } else if body.is_some_and(|body| CodeInfo::any_within(&made.code.effects, body)) {
        Fix::with_care(remedy, "elements call code that might raise StopIteration")
    } else {
        Fix::safe(remedy)
    }
}

fn count_reads(code: &CodeInfo, after: u32, name: &str) -> usize {
    code.loads.iter().filter(|(pc, n)| *pc > after && n == name).count()
}
