use std::fmt::Write;

use super::{Certainty, marks, plain, targets, title};
use crate::facts::{HeapPicture, Reference};

pub(super) fn draw(picture: &HeapPicture) -> String {
    let mut out = String::from("flowchart LR\n");
    // Writing to a `String` cannot fail.
    for (i, frame) in picture.frames.iter().enumerate() {
        let _ = writeln!(out, "  f{i}[[\"{}\"]]", body(&frame.name, &frame.variables));
    }
    for (i, object) in picture.objects.iter().enumerate() {
        let head = [vec![title(object)], marks(object)].concat().join(" · ");
        let _ = writeln!(out, "  o{i}[\"{}\"]", body(&head, &object.references));
    }
    for (i, frame) in picture.frames.iter().enumerate() {
        arrows(&format!("f{i}"), &frame.variables, &mut out);
    }
    for (i, object) in picture.objects.iter().enumerate() {
        arrows(&format!("o{i}"), &object.references, &mut out);
        if object.owners > 1 {
            let _ = writeln!(out, "  style o{i} stroke-width:3px");
        }
    }
    out
}

/// The head, and below it what is held in place.
fn body(head: &str, references: &[Reference]) -> String {
    let rows = references.iter().filter_map(|r| Some(format!("<br>{} {}", escape(&r.label), escape(&plain(r)?))));
    [escape(head)].into_iter().chain(rows).collect()
}

fn arrows(id: &str, references: &[Reference], out: &mut String) {
    for reference in references {
        for (target, certainty) in targets(reference) {
            let arrow = if certainty == Certainty::May { "-.->" } else { "-->" };
            let _ = writeln!(out, "  {id} {arrow}|\"{}\"| o{target}", escape(&reference.label));
        }
    }
}

/// Entities as Mermaid writes them.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '[' => out.push_str("#91;"),
            ']' => out.push_str("#93;"),
            c => out.push(c),
        }
        out
    })
}
