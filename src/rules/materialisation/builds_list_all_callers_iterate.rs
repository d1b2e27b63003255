use super::life::{loop_of_appends, rounds_after};
use crate::bytecode::CodeId;
use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{
    Alone, Bound, CodeInfo, Deeds, Drain, EventOf, Facts, Loop, ObjectStory, Origin, Place, StoryEvent, Touch,
};
use crate::rules::Rule;
use rustc_hash::{FxHashMap, FxHashSet};

pub(super) static RULE: Rule = Rule {
    name: "builds-list-all-callers-iterate",
    group: Group::Materialisation,
    severity: Severity::Info,
    summary: "A function builds a list, and all that its callers do is run over it once.",
    docs: include_str!("builds_list_all_callers_iterate.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    let mut lists = Lists::default();
    for list in facts.objects.iter().filter(|o| o.type_name == "list") {
        if let Some(at) = list.made_at {
            lists.entry(at).or_default().push(list);
        }
    }
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, &lists, object)));
}

/// By the instruction that makes them: what is told of one in each analysis.
type Lists<'f> = FxHashMap<(CodeId, u32), Vec<&'f ObjectStory>>;

fn finding(facts: &Facts, lists: &Lists, list: &ObjectStory) -> Option<Diagnostic> {
    let at = list.made_at.filter(|at| at.0 == list.of && list.origin == Origin::Local && list.type_name == "list")?;
    let code = facts.code(at.0).filter(|c| c.is_private && !c.is_module)?;
    let building = loop_of_appends(list, facts.place(list.events.first()?)?)?;
    let returned = list.events.iter().filter(|e| e.kind == EventOf::Returned).count();
    let plain = |e: &StoryEvent| {
        matches!(e.kind, EventOf::Bound { .. } | EventOf::Loaded { .. } | EventOf::Mutated { .. } | EventOf::Returned)
    };
    let many = matches!(building.bound, Bound::Given | Bound::Input);
    if returned != 1 || !many || !list.events.iter().all(plain) || !code.exits.is_empty() {
        return None;
    }
    let making = elements(code, building, lists.get(&at)?);
    if making.deeds.intersects(Deeds::OUTPUT | Deeds::SUSPENDS | Deeds::CHANGES) || !making.changes.is_empty() {
        return None;
    }
    // Every place that names the function calls it and runs over what it gets.
    let mut calls = FxHashSet::default();
    let mut readers = Vec::new();
    for seen in lists.get(&at)?.iter().filter(|o| o.of != at.0) {
        let Some((call, reader)) = read_once(facts, seen, &making) else {
            // Told in the analysis of the caller's caller, too.
            if seen.events.iter().any(|e| !e.in_call) {
                return None;
            }
            continue;
        };
        if calls.insert((seen.of, call)) {
            readers.push(reader);
        }
    }
    if readers.is_empty() || readers.len() as u32 != code.times_read {
        return None;
    }
    let related = readers.into_iter().map(|e| Related { span: e.span, message: "run over here".to_owned() });
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("whoever calls `{}` only runs over its list: `yield` needs none", code.name),
        primary: list.made,
        related: related.collect(),
        fixes: Vec::new(),
    })
}

/// What making the elements does besides, whoever calls.
fn elements(code: &CodeInfo, building: Loop, lists: &[&ObjectStory]) -> Touch {
    let mut touch = code.touch_within((building.next, building.end - 1));
    touch.changes.retain(|&id| !lists.iter().any(|o| o.id == id));
    touch
}

/// The call that gives the list, and the only reader in the caller.
fn read_once<'f>(facts: &Facts, seen: &'f ObjectStory, making: &Touch) -> Option<(u32, &'f StoryEvent)> {
    let given = seen.events.iter().find(|e| e.in_call && e.kind == EventOf::Returned)?;
    let mut reader = None;
    for event in seen.events.iter().filter(|e| !e.in_call) {
        match &event.kind {
            EventOf::Bound { .. } | EventOf::Loaded { .. } | EventOf::Rebound { .. } => {}
            EventOf::Iterated => {
                let body = rounds_after(facts.place(event)?)?;
                if interferes(facts, seen, body, making) || reader.replace(event).is_some() {
                    return None;
                }
            }
            EventOf::Consumed { drain: Drain::Total | Drain::Partial, alone: Alone::Yes, .. } if event.certain => {
                if reader.replace(event).is_some() {
                    return None;
                }
            }
            _ => return None,
        }
    }
    let reader = reader?;
    let call = Place { code: facts.code(seen.of)?, pc: given.outer };
    call.leads_once_to(facts.place(reader)?).then_some((given.outer, reader))
}

/// What a round does with an element may change what the elements that follow are made of.
fn interferes(facts: &Facts, seen: &ObjectStory, body: (u32, u32), making: &Touch) -> bool {
    let Some(code) = facts.code(seen.of) else { return true };
    let foreign = |touch: &Touch| touch.changes.iter().any(|&id| facts.story_of(id, seen.of).is_none());
    code.repeated(body).into_iter().map(|range| code.touch_within(range)).any(|touch| {
        let acts = Deeds::CHANGES | Deeds::SUSPENDS | Deeds::UNKNOWN;
        touch.deeds.intersects(acts) && (making.deeds != Deeds::NONE || touch.deeds.intersects(Deeds::CHANGES))
            || touch.deeds.intersects(Deeds::OUTPUT) && making.deeds.intersects(Deeds::UNKNOWN)
            || foreign(&touch)
    })
}
