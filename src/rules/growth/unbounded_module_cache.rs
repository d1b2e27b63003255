use crate::diagnostic::{Diagnostic, Group, Related, Severity, Verdict};
use crate::facts::{EventOf, Facts, KeyedBy, ObjectStory, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "unbounded-module-cache",
    group: Group::Growth,
    severity: Severity::Info,
    summary: "A dict of the module gets an entry for every new key and never loses one.",
    docs: include_str!("unbounded_module_cache.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let filled = object.events.iter().find(|e| e.kind == EventOf::Keyed { by: KeyedBy::Computed })?;
    // Whoever lets entries go, looks how many there are, or hands the dict on, may bound it.
    let bounded = object.events.iter().any(|e| match &e.kind {
        EventOf::Abroad(deed) => may_bound(&deed.event),
        // The module runs once, before anybody calls.
        EventOf::Read | EventOf::Counted | EventOf::Iterated | EventOf::Consumed { .. } => {
            !facts.place(e).is_some_and(|place| place.code.is_module)
        }
        deed => may_bound(deed),
    });
    // What is stored and never asked for by the same function is a table, not a cache.
    let asked = |e: &StoryEvent| e.code == filled.code && e.kind == EventOf::LookedUp;
    let name = object.events.iter().find_map(|e| match &e.kind {
        EventOf::Bound { name, .. } if facts.place(e)?.code.is_module => Some(name),
        _ => None,
    })?;
    if bounded || !object.events.iter().any(asked) {
        return None;
    }
    let function = &facts.place(filled)?.code.name;
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: Verdict::Likely,
        message: format!("`{name}` keeps an entry for every key `{function}` ever saw"),
        primary: filled.span,
        related: vec![Related { span: object.made, message: "made here, and lives as long as the module".to_owned() }],
        fixes: Vec::new(),
    })
}

fn may_bound(deed: &EventOf) -> bool {
    match deed {
        EventOf::Mutated { how } => how != "[...] =" && how != ".setdefault()",
        EventOf::Made
        | EventOf::Bound { .. }
        | EventOf::Loaded { .. }
        | EventOf::LookedUp
        | EventOf::Tested
        | EventOf::Keyed { .. }
        | EventOf::HeldAtExit { .. } => false,
        _ => true,
    }
}
