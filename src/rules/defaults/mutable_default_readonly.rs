use super::shared::{is_changed_in_view, is_container, is_meant_to_be_shared};
use crate::diagnostic::{Diagnostic, Fix, Group, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, ObjectStory, Origin, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "mutable-default-readonly",
    group: Group::Defaults,
    severity: Severity::Off,
    summary: "A mutable default is only read: a tuple would say so, and could not be changed by mistake.",
    docs: include_str!("mutable_default_readonly.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::Default { parameter, owner, default_span, .. } = &object.origin else { return None };
    if object.of != *owner || is_meant_to_be_shared(object) || !is_container(object) {
        return None;
    }
    if !object.events.iter().all(|e| reads_only(&e.kind)) || is_changed_in_view(facts, object) {
        return None;
    }
    let (ty, better) = match object.type_name.as_str() {
        "list" => ("list", "a tuple"),
        "set" => ("set", "a frozenset"),
        "dict" => ("dict", "`None` or a read-only mapping"),
        "bytearray" => ("bytearray", "bytes"),
        other => (other, "something that cannot change"),
    };
    let tuple_serves = ty == "list" && object.made == *default_span && serves_as_tuple(&object.events);
    let fix = tuple_serves.then(|| Fix::safe(Remedy::TupleDefault { default: *default_span }));
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: Severity::Info,
        verdict: Verdict::Proved,
        message: format!("default {ty} of `{parameter}` is only read: {better} would do"),
        primary: *default_span,
        related: Vec::new(),
        fixes: fix.into_iter().collect(),
    })
}

fn reads_only(kind: &EventOf) -> bool {
    !matches!(
        kind,
        EventOf::Mutated { .. }
            | EventOf::Returned
            | EventOf::Yielded
            | EventOf::Stored
            | EventOf::KeptAs { .. }
            | EventOf::Drawn { .. }
            | EventOf::PassedOn
            | EventOf::Called { .. }
            | EventOf::Repeated { .. }
            | EventOf::Kept(_)
    )
}

/// Run over, counted, asked for an item: that a list and a tuple do alike. Added to a list, compared, printed: not.
fn serves_as_tuple(events: &[StoryEvent]) -> bool {
    let also = |e: &StoryEvent, wanted: fn(&EventOf) -> bool| {
        events.iter().any(|other| other.code == e.code && other.pc == e.pc && wanted(&other.kind))
    };
    events.iter().all(|e| match &e.kind {
        EventOf::Read => also(e, |k| matches!(k, EventOf::Counted | EventOf::Tested)),
        EventOf::LookedUp => also(e, |k| match k {
            EventOf::First => true,
            EventOf::Consumed { by, .. } => by == "in",
            _ => false,
        }),
        _ => true,
    })
}
