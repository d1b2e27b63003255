//! `x = 10`: a number or text that exists once, however often it is written.

use super::{Hint, HintKind, HintLevel, Remark, bindings, fitting};
use crate::facts::{Binding, Facts, Note, Sharing};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(bindings(facts).filter_map(|(note, binding)| hint(facts, note, binding)));
}

fn hint(facts: &Facts, note: &Note, binding: &Binding) -> Option<Hint> {
    let value = binding.value.as_ref().filter(|_| binding.from.is_none())?;
    let version = facts.target_version();
    let (how, because) = match value.sharing {
        Sharing::CachedInt => {
            ("cached", format!("CPython {version} makes the small ints, -5 to 256, once, at its start"))
        }
        Sharing::Interned => ("interned", format!("CPython {version} keeps one such `str` for the whole process")),
        Sharing::Constant => {
            ("constant", "it is a constant of its module's code, made once when that is loaded".to_owned())
        }
        Sharing::Own | Sharing::Singleton => return None,
    };
    let immortal =
        if facts.is_immortal(value) { " and immortal: its reference count never changes (PEP 683)" } else { "" };
    let size = value.measure.shallow.map(|own| format!(" {own} bytes.")).unwrap_or_default();
    let text = value.text.as_deref();
    let wordings = [
        text.map(|text| format!("{} {text}, {how}", value.type_name)),
        text.map(|text| format!("{text}, {how}")),
        Some(format!("{}, {how}", value.type_name)),
    ];
    let remark = Remark {
        kind: HintKind::Constant,
        at: note.span,
        label: fitting(&wordings.into_iter().flatten().collect::<Vec<_>>()),
        says: format!(
            "`{}` is one object wherever it is written: {because}. It is immutable{immortal}.{size}",
            text.unwrap_or(&value.type_name)
        ),
        why: "An immutable value may be shared; which are, is up to CPython.",
    };
    Some(remark.shown_from(HintLevel::All, value.made))
}
