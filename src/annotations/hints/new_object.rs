//! `xs = []`: an object of its own, and the name that holds it.

use super::{super::mutability, Hint, HintKind, HintLevel, Remark, bindings, fitting};
use crate::facts::{Binding, Facts, Note, Sharing};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(bindings(facts).filter_map(|(note, binding)| hint(facts, note, binding)));
}

fn hint(facts: &Facts, note: &Note, binding: &Binding) -> Option<Hint> {
    let value = binding.value.as_ref().filter(|value| value.sharing == Sharing::Own)?;
    let here = value.made.is_some_and(|made| facts.same_line(made, note.span));
    let told =
        matches!(value.type_name.as_str(), "function" | "type" | "module" | "int" | "float" | "bool" | "NoneType");
    if !here || told || binding.from.is_some() || !binding.maybe.is_empty() {
        return None;
    }
    let of_type = &value.type_name;
    let items = match value.measure.len {
        Some(0) => ", empty".to_owned(),
        Some(1) => ", 1 item".to_owned(),
        Some(n) => format!(", {n} items"),
        None => String::new(),
    };
    let size = value.measure.shallow.map(|own| format!(" {own} bytes, as `sys.getsizeof` tells.")).unwrap_or_default();
    let changes = mutability::of(value).map(|words| format!(" It is {words}.")).unwrap_or_default();
    let remark = Remark {
        kind: HintKind::New,
        at: note.span,
        label: fitting(&[format!("new {of_type}{items}"), format!("new {of_type}")]),
        says: format!("A new {of_type}{items}, owned by `{}`.{size}{changes}", binding.name),
        why: "The name holds a reference; the object is on the heap.",
    };
    let hint = remark.shown_from(HintLevel::All, value.made);
    Some(Hint { names: vec![binding.name.clone()], thing: Some(of_type.clone()), ..hint })
}
