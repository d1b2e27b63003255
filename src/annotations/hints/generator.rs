//! `gen = numbers(10)` runs nothing of the body; `next(gen)` runs it to its next `yield`.

use super::{Hint, HintKind, HintLevel, Remark, bindings};
use crate::facts::{Facts, Note, NoteOf};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    for (note, binding) in bindings(facts) {
        let Some(value) = binding.value.as_ref().filter(|value| value.type_name == "generator") else { continue };
        let made_here = value.made.is_some_and(|made| facts.same_line(made, note.span));
        if binding.from.is_some() || !made_here || !value.single {
            continue;
        }
        let frame = if facts.frames_are_apart() { ", and its frame more" } else { "" };
        let size = value.measure.shallow.map(|bytes| format!(" It takes {bytes} bytes{frame}, whatever it will give."));
        let remark = Remark {
            kind: HintKind::Generator,
            at: note.span,
            label: "generator, not started".to_owned(),
            says: format!(
                "Nothing of the body has run yet: `next` runs it to its first `yield`.{}",
                size.unwrap_or_default()
            ),
            why: "Shown because the call looks as if it ran the body.",
        };
        out.push(remark.shown_from(HintLevel::References, value.made));
    }
    out.extend(facts.notes.iter().filter_map(resumed));
}

fn resumed(note: &Note) -> Option<Hint> {
    let NoteOf::Resumed { name, variables } = &note.kind else { return None };
    let name = name.as_deref().unwrap_or("generator");
    let kept = match &variables[..] {
        [] => String::new(),
        names => format!(" and keeps what `{}` hold{}", names.join("`, `"), if names.len() == 1 { "s" } else { "" }),
    };
    let remark = Remark {
        kind: HintKind::Generator,
        at: note.span,
        label: "runs to the next yield".to_owned(),
        says: format!(
            "The body of `{name}` runs to its next `yield`, or to its end. At a `yield` its frame is suspended{kept}."
        ),
        why: "Shown because the suspended frame keeps what its variables hold.",
    };
    Some(remark.shown_from(HintLevel::All, None))
}
