use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, Place, StoryEvent, human_bytes};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "large-object-outlives-use",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "A variable holds a large object, which is not used any more, while the function waits.",
    docs: include_str!("large_object_outlives_use.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for object in
        facts.objects.iter().filter(|o| matches!(o.origin, Origin::Local | Origin::Materialised | Origin::Lines { .. }))
    {
        out.extend(object.events.iter().find_map(|event| finding(facts, object, event)));
    }
}

fn finding(facts: &Facts, object: &ObjectStory, event: &StoryEvent) -> Option<Diagnostic> {
    let EventOf::Bound { name, .. } = &event.kind else { return None };
    if !event.certain || event.in_call || !facts.is_large(event.measure) || is_held_otherwise(object) {
        return None;
    }
    let here = facts.place(event)?;
    let shared =
        here.code.is_class || here.code.shared.iter().any(|n| n == name) || facts.is_used_elsewhere(here, name);
    if shared {
        return None;
    }
    let exact = !event.measure.input;
    let (wait, what) = waits(here, exact).find(|(at, _)| is_dead_at(object, event, name, here, *at))?;
    let last = object.events.iter().rfind(|e| matches!(e.kind, EventOf::Loaded { .. }))?;
    let bytes = human_bytes(event.measure);
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if exact { Verdict::Proved } else { Verdict::Likely },
        message: format!(
            "`{name}` ({bytes}) is last used on line {} but held during {what}",
            facts.line_from(event.span, last.span)
        ),
        primary: event.span,
        related: vec![
            Related { span: object.made, message: format!("made here: a {}, {bytes}", object.type_name) },
            Related { span: last.span, message: "last used here".to_owned() },
            Related { span: facts.span_at(wait)?, message: format!("`{name}` still holds it here") },
        ],
        fixes: fix(facts, object, event, last, name).into_iter().collect(),
    })
}

/// `del` after the last use, where that is in the function itself and comes once.
fn fix(facts: &Facts, object: &ObjectStory, bound: &StoryEvent, last: &StoryEvent, name: &str) -> Option<Fix> {
    let (here, used) = (facts.place(bound)?, facts.place(last)?);
    let deleted = object.events.iter().any(|e| matches!(&e.kind, EventOf::Released { name: gone, .. } if gone == name));
    if used.code.id != here.code.id || used.is_in_loop() || deleted {
        return None;
    }
    let remedy = Remedy::DeleteName { name: name.to_owned(), after: last.span };
    Some(if here.code.is_module {
        Fix::with_care(remedy, "other modules may import the name")
    } else if here.leads_straight_to(used) {
        Fix::safe(remedy)
    } else {
        Fix::with_care(remedy, "every path must have bound the name")
    })
}

/// To let the name go would free nothing, or who else holds it is not known.
fn is_held_otherwise(object: &ObjectStory) -> bool {
    object.events.iter().any(|e| matches!(e.kind, EventOf::Stored | EventOf::Returned | EventOf::Yielded))
}

/// Where the function may stay for long. Of what is as large as its input it must be an endless wait.
fn waits(here: Place<'_>, exact: bool) -> impl Iterator<Item = (Place<'_>, String)> {
    let code = here.code;
    let calls = code.waits.iter().map(move |(pc, what)| (Place { code, pc: *pc }, what.as_str()));
    let calls = calls.filter(|(_, what)| *what != "run");
    let calls = calls.filter(move |(at, what)| at.is_in_loop() || is_endless(what) || (exact && *what != "sleep"));
    let suspended = code.suspensions.iter().filter(move |_| exact).map(move |&pc| (Place { code, pc }, ""));
    let named = calls.chain(suspended).map(|(at, what)| match what {
        "" => (at, "`yield` or `await`".to_owned()),
        what => (at, format!("`{what}()`")),
    });
    let endless = code.endless_loop().map(|pc| (Place { code, pc }, "a loop without end".to_owned()));
    named.chain(endless)
}

fn is_endless(what: &str) -> bool {
    matches!(what, "serve_forever" | "run_forever" | "mainloop" | "pause")
}

/// Control comes there with the object still bound, and nobody reads it from then on.
fn is_dead_at(object: &ObjectStory, bound: &StoryEvent, name: &str, here: Place<'_>, at: Place<'_>) -> bool {
    let names = object.events.iter().filter_map(|e| match &e.kind {
        EventOf::Bound { name, .. } if e.code == bound.code => Some(name.as_str()),
        _ => None,
    });
    let unread = names.clone().all(|n| !at.name_is_read_later(n));
    let released = object.events.iter().any(|e| {
        let goes = matches!(&e.kind, EventOf::Released { name: n, .. } | EventOf::Rebound { name: n } if n == name);
        goes && e.code == bound.code && Place { code: here.code, pc: e.pc }.may_lead_to(at)
    });
    // The call itself gets it, or a loop around the wait runs over it.
    let given = object.events.iter().any(|e| {
        let use_at = Place { code: here.code, pc: e.pc };
        let argument = matches!(e.kind, EventOf::Loaded { .. }) && use_at.leads_straight_to(at) && at.pc - e.pc < 4;
        let iterated = e.kind == EventOf::Iterated && at.may_lead_to(Place { code: here.code, pc: e.pc + 1 });
        e.code == bound.code && (argument || iterated)
    });
    here.may_lead_to(at) && unread && !released && !given && !here.name_is_bound_between(name, at)
}
