//! An object's story in words, for tooltips and cards.

use crate::facts::{EventOf, Facts, ObjectStory, Origin};

/// Remarks on what happens to the object: made, named, changed, handed on, let go.
pub(super) fn tale(facts: &Facts, object: &ObjectStory) -> Vec<String> {
    let mut out = vec![made(facts, object)];
    out.extend(per_detail(facts, object, bound_name).into_iter().map(|(name, at)| format!("named `{name}` {at}")));
    out.extend(
        per_detail(facts, object, change).into_iter().map(|(how, at)| format!("changed in place (`{how}`) {at}")),
    );
    out.extend(per_detail(facts, object, fate).into_iter().map(|(what, at)| format!("{what} {at}")));
    out
}

/// A default has a story where its `def` stands and one in its function, which knows what it is.
pub(super) fn tells_less(object: &ObjectStory) -> bool {
    !matches!(object.origin, Origin::Default { .. })
}

fn made(facts: &Facts, object: &ObjectStory) -> String {
    let line = facts.line(object.made);
    match &object.origin {
        Origin::Default { function, parameter, .. } => {
            format!("made on line {line}, once, when `{function}` is defined: the default of `{parameter}`")
        }
        Origin::ValueOfKeys { .. } => format!("made on line {line}, the value of several keys"),
        Origin::ClassAttribute(of) => format!("`{}.{}`, made once for the class", of.class, of.attribute),
        Origin::Parameter { parameter, .. } => format!("the argument of `{parameter}`"),
        Origin::Local
        | Origin::Materialised
        | Origin::Once
        | Origin::Lines { .. }
        | Origin::Caught { .. }
        | Origin::VaryingDefault { .. }
        | Origin::ContextDefault { .. }
        | Origin::Library { .. } => format!("made on line {line}"),
    }
}

fn bound_name(kind: &EventOf) -> Option<&str> {
    match kind {
        EventOf::Bound { name, .. } => Some(name),
        _ => None,
    }
}

fn change(kind: &EventOf) -> Option<&str> {
    match kind {
        EventOf::Mutated { how } if how != NEXT => Some(how),
        _ => None,
    }
}

/// How an iterator is asked for its next item.
pub(super) const NEXT: &str = ".next()";

fn fate(kind: &EventOf) -> Option<&str> {
    match kind {
        EventOf::Mutated { how } if how == NEXT => Some("goes on (`next`)"),
        EventOf::Stored => Some("put into another object, or captured,"),
        EventOf::PassedOn => Some("handed to code that is not in view"),
        EventOf::Returned => Some("returned"),
        EventOf::Yielded => Some("yielded"),
        EventOf::Reclaimed { .. } => Some("its last reference goes"),
        _ => None,
    }
}

/// Events of one sort by their detail, in the order of their first lines: (`lst`, `on lines 2 and 5`).
fn per_detail<'o>(
    facts: &Facts,
    object: &'o ObjectStory,
    detail: fn(&EventOf) -> Option<&str>,
) -> Vec<(&'o str, String)> {
    let mut out: Vec<(&str, Vec<u32>, bool)> = Vec::new();
    for event in &object.events {
        let Some(what) = detail(&event.kind) else { continue };
        let line = facts.line(event.span);
        match out.iter_mut().find(|(w, ..)| *w == what) {
            Some((_, lines, certain)) => {
                lines.push(line);
                *certain &= event.certain;
            }
            None => out.push((what, vec![line], event.certain)),
        }
    }
    out.into_iter().map(|(what, lines, certain)| (what, on_lines(lines, certain))).collect()
}

/// `on line 3`, `on lines 3, 5 and 8`, `perhaps on line 3`.
fn on_lines(mut lines: Vec<u32>, certain: bool) -> String {
    lines.sort_unstable();
    lines.dedup();
    let perhaps = if certain { "" } else { "perhaps " };
    let numbers: Vec<String> = lines.iter().map(u32::to_string).collect();
    match numbers.split_last() {
        Some((last, [])) => format!("{perhaps}on line {last}"),
        Some((last, rest)) => format!("{perhaps}on lines {} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_words() {
        assert_eq!(on_lines(vec![3, 3], true), "on line 3");
        assert_eq!(on_lines(vec![8, 3, 5], true), "on lines 3, 5 and 8");
        assert_eq!(on_lines(vec![3, 4], false), "perhaps on lines 3 and 4");
    }
}
