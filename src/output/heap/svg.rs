use std::fmt::Write;

use super::Certainty;
use super::layout::{Arrow, Box, HEAD, Kind, ROW, layout};
use crate::facts::HeapPicture;

/// Light first; dark where the page or the editor is.
const STYLE: &str = "\
.heap{--ink:#1f2328;--soft:#59636e;--frame:#eef1f4;--object:#ffffff;--shared:#fff1d6;--line:#59636e;--mark:#9a4b00;\
font:13px ui-monospace,Menlo,Consolas,monospace}\
@media(prefers-color-scheme:dark){.heap{--ink:#e6edf3;--soft:#9da7b1;--frame:#21262d;--object:#161b22;\
--shared:#3a2a10;--line:#9da7b1;--mark:#f0b35e}}\
.vscode-light .heap{--ink:#1f2328;--soft:#59636e;--frame:#eef1f4;--object:#ffffff;--shared:#fff1d6;--line:#59636e;\
--mark:#9a4b00}\
.vscode-dark .heap{--ink:#e6edf3;--soft:#9da7b1;--frame:#21262d;--object:#161b22;--shared:#3a2a10;--line:#9da7b1;\
--mark:#f0b35e}\
.heap rect{stroke:var(--line);fill:var(--object)}.heap .frame rect{fill:var(--frame)}\
.heap .shared rect{fill:var(--shared);stroke-width:2.5}.heap .escaped rect{stroke-dasharray:5 3}\
.heap text{fill:var(--ink)}.heap .soft{fill:var(--soft)}.heap .mark{fill:var(--mark)}.heap .head{font-weight:600}\
.heap path{fill:none;stroke:var(--line);stroke-width:1.5}.heap .may{stroke-dasharray:4 4}\
.heap .tip{fill:var(--line);stroke:none}";

pub(super) fn draw(picture: &HeapPicture) -> String {
    let layout = layout(picture);
    let (width, height) = (layout.width, layout.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"heap\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"frames and the objects that they hold\">\n\
         <style>{STYLE}</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto\"><path class=\"tip\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n"
    );
    layout.boxes.iter().for_each(|item| write_box(item, &mut out));
    layout.arrows.iter().for_each(|arrow| write_arrow(arrow, &mut out));
    out.push_str("</svg>\n");
    out
}

// Writing to a `String` cannot fail.
fn write_box(item: &Box, out: &mut String) {
    let &Box { x, y, width, height, kind, .. } = item;
    let class = match kind {
        Kind::Frame => "frame",
        Kind::Object => "object",
        Kind::Shared => "shared",
        Kind::Escaped => "escaped",
    };
    let rounding = if kind == Kind::Frame { 0 } else { 6 };
    let _ = writeln!(
        out,
        "<g class=\"{class}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{rounding}\"/>"
    );
    let left = x + 10;
    let mut line = y + HEAD - 7;
    let _ = writeln!(out, "<text class=\"head\" x=\"{left}\" y=\"{line}\">{}</text>", escape(&item.head));
    for mark in &item.marks {
        line += ROW;
        let _ = writeln!(out, "<text class=\"mark\" x=\"{left}\" y=\"{line}\">{}</text>", escape(mark));
    }
    for (label, text) in &item.rows {
        line += ROW;
        let _ = writeln!(
            out,
            "<text x=\"{left}\" y=\"{line}\"><tspan class=\"soft\">{}</tspan> {}</text>",
            escape(label),
            escape(text)
        );
    }
    out.push_str("</g>\n");
}

fn write_arrow(arrow: &Arrow, out: &mut String) {
    let Arrow { from: (x1, y1), leaves, to: (x2, y2), arrives, certainty } = *arrow;
    let class = if certainty == Certainty::May { " class=\"may\"" } else { "" };
    let (first, second) = (i64::from(x1) + i64::from(leaves), i64::from(x2) + i64::from(arrives));
    let _ =
        writeln!(out, "<path{class} marker-end=\"url(#tip)\" d=\"M{x1} {y1}C{first} {y1} {second} {y2} {x2} {y2}\"/>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
