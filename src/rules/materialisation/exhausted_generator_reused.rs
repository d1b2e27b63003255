use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Drain, EventOf, Facts, Loop, ObjectStory, Origin, Place, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "exhausted-generator-reused",
    group: Group::Materialisation,
    severity: Severity::Warning,
    summary: "A generator is read again after it was read to its end: there is nothing left.",
    docs: include_str!("exhausted_generator_reused.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    let once = facts.objects.iter().filter(|o| o.origin == Origin::Once && !facts.stands_for_many(o));
    out.extend(once.filter_map(|object| read_again(facts, object).or_else(|| tested(facts, object))));
}

/// Where in the analysed function something happens.
fn place<'f>(facts: &'f Facts, event: &StoryEvent, of: Place<'f>) -> Option<Place<'f>> {
    if event.in_call {
        return Some(Place { code: of.code, pc: event.outer });
    }
    facts.place(event).filter(|p| p.code.id == of.code.id)
}

/// The function that was analysed, at the instruction that makes the generator, perhaps in a helper.
fn maker<'f>(facts: &'f Facts, object: &ObjectStory) -> Option<Place<'f>> {
    let code = facts.code(object.of)?;
    let pc = match object.events.first().filter(|e| e.kind == EventOf::Made) {
        Some(made) => made.outer,
        None if is_kept(object) => 0,
        None => return None,
    };
    Some(Place { code, pc })
}

/// `__init__` left it in an attribute: it is there when the method begins.
fn is_kept(object: &ObjectStory) -> bool {
    object.made_at.is_some_and(|(code, _)| code != object.of) && object.events.iter().all(|e| e.kind != EventOf::Made)
}

fn read_again(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let made = maker(facts, object)?;
    let reads: Vec<(&StoryEvent, Place)> = object
        .events
        .iter()
        .filter(|e| e.certain && reads(e))
        .filter_map(|e| Some((e, place(facts, e, made)?)))
        .collect();
    // Whoever takes single items from it knows what it is.
    let stepwise = |e: &StoryEvent| matches!(&e.kind, EventOf::Consumed { by, .. } if by == "next");
    if reads.iter().any(|(e, _)| stepwise(e)) {
        return None;
    }
    for &(first, at) in &reads {
        let Some(end) = exhausts(facts, first, at, object) else { continue };
        let loops = loops_over(object, facts, made);
        for &(second, again) in &reads {
            let inside_own_loop = loops.iter().any(|l| l.next < again.pc && again.pc < l.end && l.next != at.pc + 1);
            let later = end.leads_on_to(again, made) && !inside_own_loop && !leaves_some(facts, first, again);
            if later {
                let line = facts.line_from(second.outer_span, first.outer_span);
                return Some(Diagnostic {
                    rule: RULE.name,
                    group: RULE.group,
                    severity: RULE.severity,
                    verdict: Verdict::Proved,
                    message: if std::ptr::eq(first, second) {
                        "this generator is exhausted after the first round: later ones get nothing".to_owned()
                    } else {
                        format!("this generator was read to its end on line {line}: nothing is left")
                    },
                    primary: second.outer_span,
                    related: vec![
                        Related { span: object.made, message: "the generator is made here, once".to_owned() },
                        Related { span: first.outer_span, message: "read to its end here".to_owned() },
                    ],
                    fixes: vec![keep(object)],
                });
            }
        }
    }
    None
}

/// It is read, at once or by something lazy: `zip(names, rows)`.
fn reads(event: &StoryEvent) -> bool {
    match &event.kind {
        EventOf::Consumed { .. } | EventOf::Iterated => true,
        EventOf::Drawn { by } => by != "iter",
        _ => false,
    }
}

/// A loop that may `break` leaves something for the second read, if control gets there from the `break`.
fn leaves_some(facts: &Facts, event: &StoryEvent, again: Place) -> bool {
    let own = facts.place(event).filter(|_| event.kind == EventOf::Iterated && !event.in_call);
    let Some((own, rounds)) = own.and_then(|own| Some((own, loop_after(own)?))) else { return false };
    own.code.breaks_of(rounds).any(|pc| Place { pc, ..own }.may_lead_to(again))
}

/// After this read, from here on, nothing is left.
fn exhausts<'f>(facts: &'f Facts, event: &StoryEvent, at: Place<'f>, of: &ObjectStory) -> Option<Place<'f>> {
    match &event.kind {
        EventOf::Consumed { drain: Drain::Total | Drain::Materialise, .. } => Some(at),
        EventOf::Iterated => {
            let own = facts.place(event)?;
            if let Some(&(_, call)) = own.code.generators.iter().find(|(get, _)| *get == own.pc) {
                return drained(facts, event, [own, at], call, of);
            }
            let rounds = loop_after(own)?;
            if event.in_call && own.code.may_break(rounds) {
                return None;
            }
            Some(if event.in_call { at } else { Place { pc: rounds.end, ..own } })
        }
        _ => None,
    }
}

/// `sum(1 for x in numbers)` runs the generator expression to its end, and with it `numbers`.
fn drained<'f>(
    facts: &'f Facts,
    event: &StoryEvent,
    [own, at]: [Place<'f>; 2],
    call: u32,
    of: &ObjectStory,
) -> Option<Place<'f>> {
    let outer = facts.iterator_made_at(of.of, event.code, call)?;
    let drains = |e: &&StoryEvent| {
        matches!(e.kind, EventOf::Consumed { drain: Drain::Total | Drain::Materialise, .. })
            && e.certain
            && e.in_call == event.in_call
    };
    // In a helper or closure it is the call that does so.
    let read = outer.events.iter().find(drains)?;
    if event.in_call {
        return (read.outer == event.outer).then_some(at);
    }
    Some(Place { pc: read.pc, ..own })
}

fn loop_after(place: Place) -> Option<Loop> {
    place.code.loops.iter().copied().filter(|l| l.next > place.pc).min_by_key(|l| l.next)
}

fn loops_over(object: &ObjectStory, facts: &Facts, made: Place) -> Vec<Loop> {
    let own = object.events.iter().filter(|e| e.kind == EventOf::Iterated && e.code == made.code.id);
    own.filter_map(|e| loop_after(facts.place(e)?)).collect()
}

fn keep(object: &ObjectStory) -> Fix {
    Fix::with_care(Remedy::GeneratorToList { generator: object.made }, "the list holds all elements at once")
}

/// `if rows:` is always true.
fn tested(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let made = maker(facts, object).filter(|_| !is_kept(object))?;
    // A helper may ask whether it got anything at all.
    let test = object.events.iter().find(|e| e.kind == EventOf::Tested && e.certain && !e.in_call)?;
    place(facts, test, made)?;
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message: "a generator is always true, even when it yields nothing".to_owned(),
        primary: test.span,
        related: vec![Related { span: object.made, message: "the generator is made here".to_owned() }],
        fixes: vec![keep(object)],
    })
}
