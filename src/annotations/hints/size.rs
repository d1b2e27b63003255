//! How large a large object is, where it gets its name.

use super::{Hint, HintKind, HintLevel, Remark, bindings};
use crate::facts::{Binding, Facts, Note, bytes_and_blocks, human_bytes};

pub(super) fn hints(facts: &Facts, out: &mut Vec<Hint>) {
    out.extend(bindings(facts).filter_map(|(note, binding)| hint(facts, note, binding)));
}

fn hint(facts: &Facts, note: &Note, binding: &Binding) -> Option<Hint> {
    let value = binding.value.as_ref()?;
    let large = facts.is_large(value.measure) && value.measure.bytes.is_some() && !value.measure.input;
    if !large || binding.from.is_some() {
        return None;
    }
    let bytes = human_bytes(value.measure);
    let items = value.measure.len.map(|n| format!(" with {n} items")).unwrap_or_default();
    let own = value.measure.shallow.map(|own| format!(" The {} alone takes {own} bytes.", value.type_name));
    let remark = Remark {
        kind: HintKind::Size,
        at: note.span,
        label: bytes,
        says: format!(
            "A {}{items}: {} with what only it holds.{}",
            value.type_name,
            bytes_and_blocks(value.measure),
            own.unwrap_or_default()
        ),
        why: "Sizes add up as `sys.getsizeof` tells them.",
    };
    Some(remark.shown_from(HintLevel::References, value.made))
}
