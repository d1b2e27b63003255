use std::fmt::Write;

use super::{Certainty, marks, plain, targets, title};
use crate::facts::{HeapPicture, Reference};

pub(super) fn draw(picture: &HeapPicture) -> String {
    let mut out = String::from("digraph heap {\n  rankdir=LR;\n  node [shape=record, fontname=\"monospace\"];\n");
    for (i, frame) in picture.frames.iter().enumerate() {
        node(&format!("f{i}"), &frame.name, &frame.variables, "filled", &mut out);
    }
    for (i, object) in picture.objects.iter().enumerate() {
        let head = [vec![title(object)], marks(object)].concat().join(" · ");
        let style = match (object.owners > 1, object.escaped) {
            (true, _) => "bold",
            (_, true) => "dashed",
            _ => "solid",
        };
        node(&format!("o{i}"), &head, &object.references, style, &mut out);
    }
    for (i, frame) in picture.frames.iter().enumerate() {
        edges(&format!("f{i}"), &frame.variables, &mut out);
    }
    for (i, object) in picture.objects.iter().enumerate() {
        edges(&format!("o{i}"), &object.references, &mut out);
    }
    out.push_str("}\n");
    out
}

// Writing to a `String` cannot fail.
fn node(id: &str, head: &str, references: &[Reference], style: &str, out: &mut String) {
    let rows: String = references
        .iter()
        .enumerate()
        .map(|(i, r)| format!("|<p{i}> {} {}", escape(&r.label), escape(&plain(r).unwrap_or_default())))
        .collect();
    let fill = if style == "filled" { ", fillcolor=\"lightgrey\"" } else { "" };
    let _ = writeln!(out, "  {id} [label=\"{}{rows}\", style={style}{fill}];", escape(head));
}

fn edges(id: &str, references: &[Reference], out: &mut String) {
    for (i, reference) in references.iter().enumerate() {
        for (target, certainty) in targets(reference) {
            let style = if certainty == Certainty::May { " [style=dashed]" } else { "" };
            let _ = writeln!(out, "  {id}:p{i} -> o{target}{style};");
        }
    }
}

/// What means something in the label of a record.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if matches!(c, '"' | '\\' | '{' | '}' | '|' | '<' | '>' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}
