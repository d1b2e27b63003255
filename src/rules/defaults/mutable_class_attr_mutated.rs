use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{Abroad, ClassAttribute, Declared, EventOf, Facts, ObjectStory, Origin, StoryEvent, Through};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "mutable-class-attr-mutated",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "An object of the class is changed through an instance: all instances see the change.",
    docs: include_str!("mutable_class_attr_mutated.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::ClassAttribute(of) = &object.origin else { return None };
    if is_field_of_a_library(of) || of.declared == Declared::ClassVariable {
        return None;
    }
    let change = changed_through_an_instance(facts, of, object).or_else(|| changed_abroad(object))?;
    // Who changes it through the class as well knows that it is shared.
    let on_purpose = of.named
        || is_memo(object, &of.attribute)
        || is_named_as_shared(&of.attribute)
        || facts
            .objects
            .iter()
            .any(|o| o.id == object.id && o.origin == object.origin && is_changed_through_the_class(o));
    let ClassAttribute { class, attribute, .. } = of;
    let ty = &object.type_name;
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: if on_purpose { Severity::Info } else { RULE.severity },
        verdict: if change.certain { Verdict::Proved } else { Verdict::Likely },
        message: format!("{ty} `{attribute}` of `{class}` is changed {}: all instances share it", change.place),
        primary: of.made,
        related: vec![change.related],
        fixes: vec![Fix::with_care(
            Remedy::MoveToInit { value: of.made },
            "code that reads it from the class, or skips `__init__`, no longer finds it",
        )],
    })
}

/// `items: list = []` under a base that is not in view: pydantic and the like copy it for each instance.
fn is_field_of_a_library(of: &ClassAttribute) -> bool {
    of.declared == Declared::Field && (of.bases_out_of_view || of.data_class)
}

struct Change {
    certain: bool,
    /// `on line 4`
    place: String,
    related: Related,
}

fn changed_through_an_instance(facts: &Facts, of: &ClassAttribute, object: &ObjectStory) -> Option<Change> {
    let changed = object.events.iter().enumerate().find_map(|(i, e)| match &e.kind {
        EventOf::Mutated { how } if is_told_of_the_class(object, e) => Some((i, e, how)),
        _ => None,
    });
    let (at, event, how) = changed?;
    let reached = |through: Through| object.events[..at].iter().any(|e| e.kind == EventOf::Fetched { through });
    (reached(Through::Instance) && !reached(Through::Class)).then(|| Change {
        certain: event.certain,
        place: format!("on line {}", facts.line_from(of.made, event.span)),
        related: Related {
            span: event.span,
            message: format!("changed here ({how}) through one instance: every other one sees it"),
        },
    })
}

/// `sale.items.append(x)` in another file of the run.
fn changed_abroad(object: &ObjectStory) -> Option<Change> {
    object.events.iter().find_map(|e| match &e.kind {
        EventOf::Abroad(Abroad { event, through: Some(Through::Instance), module, line }) => match &**event {
            EventOf::Mutated { how } => {
                let place = format!("in `{module}`, line {line}");
                let message = format!("changed {place} ({how}) through one instance: every other one sees it");
                Some(Change { certain: false, place, related: Related { span: e.span, message } })
            }
            _ => None,
        },
        _ => None,
    })
}

/// A container is what its users make of it; an object of a class with methods may be a service that looks after itself.
fn is_told_of_the_class(object: &ObjectStory, changed: &StoryEvent) -> bool {
    let container = ["list", "dict", "set", "bytearray", "deque", "defaultdict", "OrderedDict", "Counter"];
    container.contains(&object.type_name.as_str()) || changed.code == object.of
}

fn is_changed_through_the_class(object: &ObjectStory) -> bool {
    let named_abroad =
        |e: &StoryEvent| matches!(&e.kind, EventOf::Abroad(Abroad { through: Some(Through::Class), .. }));
    let fetched = object.events.iter().position(|e| e.kind == EventOf::Fetched { through: Through::Class });
    object.events.iter().any(named_abroad)
        || fetched.is_some_and(|at| object.events[at..].iter().any(|e| matches!(e.kind, EventOf::Mutated { .. })))
}

/// `if key not in self._known: self._known[key] = ...`: private, and looked up before it is filled.
fn is_memo(object: &ObjectStory, attribute: &str) -> bool {
    let keyed = matches!(object.type_name.as_str(), "dict" | "set" | "OrderedDict");
    let changed = object.events.iter().position(|e| matches!(e.kind, EventOf::Mutated { .. }));
    let looked_up = |at: usize| object.events[..at].iter().any(|e| e.kind == EventOf::LookedUp);
    let by_key = object.events.iter().all(|e| match &e.kind {
        EventOf::Mutated { how } => matches!(how.as_str(), "[...] =" | "del [...]" | ".add()" | ".pop()" | ".clear()"),
        _ => true,
    });
    attribute.starts_with('_') && keyed && by_key && changed.is_some_and(looked_up)
}

/// `_cache`, `REGISTRY`, `instances`: the name says that there is one for all.
fn is_named_as_shared(attribute: &str) -> bool {
    let name = attribute.to_lowercase();
    let says = ["cache", "memo", "registry", "registered", "instances", "singleton", "shared", "pool", "global"];
    says.iter().any(|word| name.contains(word)) || !attribute.chars().any(char::is_lowercase)
}
