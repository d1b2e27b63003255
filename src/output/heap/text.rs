use std::fmt::Write;

use super::{Certainty, marks, plain, targets, title};
use crate::{
    facts::{HeapPicture, Reference},
    text::visible,
};

pub(super) fn draw(picture: &HeapPicture) -> String {
    let mut out = String::new();
    for frame in &picture.frames {
        rows(&frame.name, &frame.variables, &mut out);
    }
    for (number, object) in (1..).zip(&picture.objects) {
        let words = [vec![title(object)], marks(object)].concat().join(" · ");
        rows(&format!("#{number} {words}"), &object.references, &mut out);
    }
    if picture.cut {
        out.push_str("… and more objects\n");
    }
    visible(&out).into_owned()
}

fn rows(head: &str, references: &[Reference], out: &mut String) {
    let width = references.iter().map(|r| r.label.chars().count()).max().unwrap_or(0);
    // Writing to a `String` cannot fail.
    let _ = writeln!(out, "{head}");
    for reference in references {
        let _ = writeln!(out, "  {:width$} {}", reference.label, value(reference));
    }
}

fn value(reference: &Reference) -> String {
    let arrows: Vec<String> = targets(reference).map(|(index, _)| format!("#{}", index + 1)).collect();
    let must = targets(reference).all(|(_, certainty)| certainty == Certainty::Must);
    match (arrows.is_empty(), plain(reference)) {
        (true, text) => text.unwrap_or_default(),
        (false, Some(text)) => format!("┄┄▶ {} or {text}", arrows.join(" or ")),
        (false, None) if must => format!("──▶ {}", arrows.join(" or ")),
        (false, None) => format!("┄┄▶ {}", arrows.join(" or ")),
    }
}
