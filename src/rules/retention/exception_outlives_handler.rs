use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, Keeper, Lifetime, ObjectStory, Origin, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "exception-outlives-handler",
    group: Group::Retention,
    severity: Severity::Warning,
    summary: "An exception is kept beyond its handler, and with it every local variable of its frames.",
    docs: include_str!("exception_outlives_handler.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    for object in &facts.objects {
        if let Origin::Caught { function, locals } = &object.origin {
            out.extend(finding(facts, object, function, locals));
        }
    }
}

fn finding(facts: &Facts, object: &ObjectStory, function: &str, locals: &[String]) -> Option<Diagnostic> {
    // What a module that fails to import catches holds the module, which lives on anyway.
    if function == "<module>" || object.lets_traceback_go() {
        return None;
    }
    let (event, keeper) = object.events.iter().find_map(|e| {
        let EventOf::Kept(keeper) = &e.kind else { return None };
        outlives(facts, e, keeper).then_some((e, keeper))
    })?;
    // A helper stores it: the handler that hands it over is where it goes wrong.
    let handed = object.events.iter().take_while(|e| *e != event).filter(|e| event.code != e.code);
    let handed = handed.filter(|e| matches!(e.kind, EventOf::Loaded { .. })).last();
    let primary = handed.filter(|_| event.in_call).map_or(event.span, |e| e.span);
    let holds = match locals {
        [] => String::new(),
        names => format!(": {}", names.join(", ")),
    };
    // `__exit__` is no part of what it gets.
    let (what, whose) = match function {
        "__exit__" | "__aexit__" => {
            ("all frames it came through".to_owned(), "the function with the `with`".to_owned())
        }
        name => (format!("all locals of `{name}`"), format!("`{name}`")),
    };
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Proved,
        message: format!("`{}` keeps the exception and with it {what}", keeper.place),
        primary,
        related: vec![Related {
            span: crate::text::Span { start: object.made.start, end: object.made.start },
            message: format!("its traceback holds the frame of {whose} and its variables{holds}"),
        }],
        fixes: vec![Fix::with_care(
            Remedy::StripTraceback { exception: primary },
            "where the exception came from is lost",
        )],
    })
}

/// The place lives longer than the call, keeps what it gets, and is not there to raise it.
fn outlives(facts: &Facts, event: &StoryEvent, keeper: &Keeper) -> bool {
    let cleared = facts.place(event).is_some_and(|here| here.is_cleared_later(&keeper.place));
    keeper.lifetime >= Lifetime::Argument && !cleared && !facts.is_raised_later(&keeper.place)
}
