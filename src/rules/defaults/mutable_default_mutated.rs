use super::shared::is_memo_name;
use crate::diagnostic::{Diagnostic, Fix, Group, Related, Remedy, Severity, Verdict};
use crate::facts::{EventOf, Facts, KeyedBy, ObjectStory, Origin, StoryEvent};
use crate::rules::Rule;

pub(super) static RULE: Rule = Rule {
    name: "mutable-default-mutated",
    group: Group::Defaults,
    severity: Severity::Warning,
    summary: "A default value is changed in place: every call that relies on it sees the change.",
    docs: include_str!("mutable_default_mutated.md"),
    check,
};

fn check(facts: &Facts, out: &mut Vec<Diagnostic>) {
    out.extend(facts.objects.iter().filter_map(|object| finding(facts, object)));
}

fn finding(facts: &Facts, object: &ObjectStory) -> Option<Diagnostic> {
    let Origin::Default { parameter, owner, default_span, len, outer_name, restored, .. } = &object.origin else {
        return None;
    };
    // `def f(xs=xs)` hands an outer variable in: to change it is what the code is for.
    if outer_name.is_some() || *restored {
        return None;
    }
    // Kept in an attribute, or handed to a caller: what other code does to it is no storage of the function's own.
    let elsewhere = object.of != *owner;
    let on_purpose =
        is_memo_name(parameter) || !elsewhere && (is_static_storage(object) || is_static_cell(object, *len));
    if on_purpose {
        return None;
    }
    let (index, changed, how) = object.events.iter().enumerate().find_map(|(i, e)| match &e.kind {
        // Nothing can be taken out of a default that is empty.
        EventOf::Mutated { .. } if elsewhere && e.code == *owner => None,
        EventOf::Mutated { how } if *len != Some(0) || !needs_items(how) => {
            comes_about(facts, object, parameter, e).then_some((i, e, how))
        }
        _ => None,
    })?;
    if !elsewhere && is_memo(object, index) {
        return None;
    }
    if changed.in_call && is_taken_out_again(object) {
        return None;
    }
    let line = facts.line_from(*default_span, changed.span);
    let ty = &object.type_name;
    let mut related = vec![Related {
        span: changed.span,
        message: format!("changed here ({how}): the next call without `{parameter}` starts from this"),
    }];
    if object.made != *default_span {
        related.insert(0, Related { span: object.made, message: format!("the {ty} is made here, once") });
    }
    let shared =
        object.events.iter().find(|e| matches!(e.kind, EventOf::Returned | EventOf::Yielded | EventOf::Stored));
    related.extend(shared.map(|e| Related { span: e.span, message: "others get hold of it here".to_owned() }));
    Some(Diagnostic {
        rule: RULE.name,
        group: RULE.group,
        severity: RULE.severity,
        verdict: if changed.certain { Verdict::Proved } else { Verdict::Likely },
        message: format!("default {ty} of `{parameter}` is changed on line {line}: all calls share it"),
        primary: *default_span,
        related,
        fixes: vec![Fix::of_bug(Remedy::NoneGuard { default: *default_span })],
    })
}

/// `if fresh: xs = []` ... `if fresh: xs.append(x)`: one test may decide both, so a change of what is the default on some
/// paths only counts where control comes from all of them.
fn comes_about(facts: &Facts, object: &ObjectStory, parameter: &str, changed: &StoryEvent) -> bool {
    let loaded = object.events.iter().find(|e| matches!(&e.kind, EventOf::Loaded { name } if name == parameter));
    let Some(start) = loaded.and_then(|e| facts.place(e)) else { return true };
    let bound_anew = start.code.stores.iter().any(|(_, name)| name == parameter);
    if changed.certain || !bound_anew {
        return true;
    }
    let here = facts.place(changed).filter(|p| p.code.id == start.code.id);
    here.is_some_and(|p| p.follows_each_choice(parameter) || p.is_decided_apart_from(parameter))
}

/// `options["name"] = name` in a helper, and in what that calls `del options["name"]`.
fn is_taken_out_again(object: &ObjectStory) -> bool {
    let mut changes = object.events.iter().filter_map(|e| match &e.kind {
        EventOf::Mutated { how } => Some(how.as_str()),
        _ => None,
    });
    let last = changes.next_back();
    object.type_name == "dict" && last == Some("del [...]") && changes.all(|how| matches!(how, "[...] =" | "del [...]"))
}

/// `if "token" not in headers: headers["token"] = token`, and then `send(path, headers)`: entries of fixed names in what
/// others read as a whole. Or a copy of all entries is made: nobody copies a memo.
fn is_filled_in_for_others(object: &ObjectStory) -> bool {
    let copied = |e: &StoryEvent| match &e.kind {
        EventOf::Consumed { by, .. } => matches!(by.as_str(), "dict" | "list" | "tuple" | "set" | "sorted"),
        _ => false,
    };
    if object.events.iter().any(copied) {
        return true;
    }
    let mut keys = object.events.iter().filter_map(|e| match e.kind {
        EventOf::Keyed { by } => Some(by),
        _ => None,
    });
    let shown = |e: &StoryEvent| {
        matches!(e.kind, EventOf::PassedOn | EventOf::Consumed { .. } | EventOf::Iterated | EventOf::Drawn { .. })
    };
    let first = keys.next();
    first == Some(KeyedBy::Few) && keys.all(|by| by == KeyedBy::Few) && object.events.iter().any(shown)
}

/// What is kept between calls on purpose: an iterator that only goes on, or something that nobody else sees and that the
/// function itself looks things up in, or never looks at.
fn is_static_storage(object: &ObjectStory) -> bool {
    let goes_on = |e: &StoryEvent| matches!(&e.kind, EventOf::Mutated { how } if how == ".next()");
    let changes = |e: &&StoryEvent| matches!(e.kind, EventOf::Mutated { .. });
    if object.events.iter().any(|e| changes(&e)) && object.events.iter().filter(changes).all(goes_on) {
        return true;
    }
    let looked_up = object.events.iter().any(|e| matches!(e.kind, EventOf::LookedUp | EventOf::First));
    let mut read = false;
    for e in &object.events {
        match &e.kind {
            EventOf::Made
            | EventOf::Loaded { .. }
            | EventOf::Fetched { .. }
            | EventOf::Mutated { .. }
            | EventOf::LookedUp
            | EventOf::First
            | EventOf::Tested
            | EventOf::Bound { .. }
            | EventOf::Rebound { .. }
            | EventOf::Released { .. } => {}
            EventOf::Read => read = true,
            _ => return false,
        }
    }
    let grows = |e: &StoryEvent| !matches!(&e.kind, EventOf::Mutated { how } if needs_items(how));
    let filled = object.events.iter().filter(changes).all(|e| e.kind == EventOf::Mutated { how: "[...] =".to_owned() });
    match object.type_name.as_str() {
        "list" => looked_up && object.events.iter().filter(changes).all(grows),
        "dict" => filled && !looked_up && !read,
        _ => false,
    }
}

fn needs_items(how: &str) -> bool {
    matches!(
        how,
        ".sort()"
            | ".reverse()"
            | "del [...]"
            | ".pop()"
            | ".popitem()"
            | ".remove()"
            | ".discard()"
            | ".clear()"
            | ".popleft()"
    )
}

/// `def f(counter=[0]): counter[0] += 1`: a list with items that are only replaced is a variable kept between calls.
fn is_static_cell(object: &ObjectStory, len: Option<u64>) -> bool {
    let mut changes = object.events.iter().filter_map(|e| match &e.kind {
        EventOf::Mutated { how } => Some(how.as_str()),
        _ => None,
    });
    let kept = object.events.iter().any(|e| matches!(e.kind, EventOf::Returned | EventOf::Yielded | EventOf::Stored));
    object.type_name == "list" && !kept && len == Some(1) && changes.all(|how| how == "[...] =")
}

/// `if n in memo: return memo[n]` before `memo[n] = ...`: a dict kept between calls on purpose, never handed out.
fn is_memo(object: &ObjectStory, first_change: usize) -> bool {
    if is_filled_in_for_others(object) {
        return false;
    }
    let looked_up = object.events[..first_change].iter().any(|e| e.kind == EventOf::LookedUp);
    let by_key = |how: &str| matches!(how, "[...] =" | "del [...]" | ".setdefault()" | ".pop()" | ".clear()");
    let only_keys = object.events.iter().all(|e| match &e.kind {
        EventOf::Mutated { how } => by_key(how),
        EventOf::Returned | EventOf::Yielded | EventOf::Stored => false,
        _ => true,
    });
    let fills = |e: &StoryEvent| matches!(&e.kind, EventOf::Mutated { how } if matches!(how.as_str(), "[...] =" | ".setdefault()"));
    object.type_name == "dict" && looked_up && only_keys && object.events.iter().any(fills)
}
