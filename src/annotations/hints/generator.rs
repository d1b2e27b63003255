//! `gen = numbers(10)` runs nothing of the body; `next(gen)` runs it to its next `yield`.

use super::{Hint, HintKind, HintLevel, Remark, bindings};
use crate::facts::{Facts, Note, NoteOf, human_bytes};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    for (note, binding) in bindings(facts) {
        let Some(value) = binding.value.as_ref().filter(|value| value.type_name == "generator") else { continue };
        let made_here = value.made.is_some_and(|made| facts.same_line(made, note.span));
        if binding.from.is_some() || !made_here || !value.single {
            continue;
        }
        let size = value.measure.own.map(|_| format!(" It takes {} whatever it will give.", own_bytes(value.measure)));
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

fn own_bytes(measure: crate::facts::Measure) -> String {
    human_bytes(crate::facts::Measure { bytes: measure.own, exact: true, ..measure })
}

fn resumed(note: &Note) -> Option<Hint> {
    let NoteOf::Resumed { name } = &note.kind else { return None };
    let name = name.as_deref().unwrap_or("generator");
    let remark = Remark {
        kind: HintKind::Generator,
        at: note.span,
        label: "runs to the next yield".to_owned(),
        says: format!("The body of `{name}` runs to its next `yield`; its frame, with all its variables, waits there."),
        why: "Shown because the suspended frame keeps what its variables hold.",
    };
    Some(remark.shown_from(HintLevel::All, None))
}
