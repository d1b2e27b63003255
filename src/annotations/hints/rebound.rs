//! `a = "world"` where `a` was `"hello"`: nothing is changed, the name is bound to another object.

use super::{Hint, HintKind, HintLevel, Remark, bindings, fitting, shows_its_frame};
use crate::facts::{Binding, Facts, Fate, Note, Sharing};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(bindings(facts).filter_map(|(note, binding)| hint(facts, note, binding)));
}

fn hint(facts: &Facts, note: &Note, binding: &Binding) -> Option<Hint> {
    let replaced = binding.replaced.as_ref()?;
    let (old, name) = (&replaced.old, &binding.name);
    let here = facts.note_place(note)?;
    // A function that reads the module's name may have put the object anywhere.
    let may_be_elsewhere = shows_its_frame(here) || facts.is_used_elsewhere(here, name);
    let what = old.text.clone().unwrap_or_else(|| format!("old {}", old.type_name));
    let (label, fate) = match &replaced.fate {
        Fate::Held(names) => {
            let holder = names.first()?;
            let constant = matches!(old.sharing, Sharing::Interned | Sharing::Constant);
            let also = if constant { ", and the code's constants hold it, too" } else { "" };
            (format!("{what} kept by {holder}"), format!("`{}` goes on holding it{also}", names.join("`, `")))
        }
        Fate::Freed if old.sharing == Sharing::Own && !may_be_elsewhere => {
            (format!("{what} is freed"), "it was the last reference".to_owned())
        }
        Fate::Freed | Fate::Unknown => return None,
    };
    let remark = Remark {
        kind: HintKind::Rebound,
        at: note.span,
        label: fitting(&[label, format!("{name} is another object")]),
        says: format!("`{name}` is bound to another object now; the {} {what} is not changed: {fate}.", old.type_name),
        why: "Shown because an assignment binds a name, it never changes an object.",
    };
    Some(remark.shown_from(HintLevel::All, old.made))
}
