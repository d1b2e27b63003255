//! The heap at one line as a picture: frames left, objects right, arrows for references.

mod dot;
mod layout;
mod mermaid;
mod svg;
mod text;

use crate::facts::{HeapPicture, Held, PictureObject, Reference};

/// How the heap is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum HeapFormat {
    /// Lines of text.
    #[default]
    Text,
    /// A vector graphic for light and dark pages.
    Svg,
    /// Graphviz.
    Dot,
    Mermaid,
}

#[must_use]
pub fn draw_heap(picture: &HeapPicture, format: HeapFormat) -> String {
    match format {
        HeapFormat::Text => text::draw(picture),
        HeapFormat::Svg => svg::draw(picture),
        HeapFormat::Dot => dot::draw(picture),
        HeapFormat::Mermaid => mermaid::draw(picture),
    }
}

/// `list, 3 items, 88 bytes`
fn title(object: &PictureObject) -> String {
    let len = object.len.map(|n| format!(", {n} item{}", if n == 1 { "" } else { "s" }));
    let size = object.size.map(|n| format!(", {n} bytes"));
    [Some(object.type_name.clone()), len, size].into_iter().flatten().collect()
}

/// What is special about an object, in words: colour alone would not do.
fn marks(object: &PictureObject) -> Vec<String> {
    let shared = (object.owners > 1).then(|| format!("shared: {} references", object.owners));
    let many = object.many.then(|| "one of many".to_owned());
    let escaped = object.escaped.then(|| "others may hold it".to_owned());
    [shared, many, escaped].into_iter().flatten().collect()
}

/// What is held in place: not an arrow.
fn plain(reference: &Reference) -> Option<String> {
    let words: Vec<&str> = reference
        .held
        .iter()
        .filter_map(|held| match held {
            Held::Plain(text) => Some(text.as_str()),
            Held::Unknown => Some("?"),
            Held::Object(_) => None,
        })
        .collect();
    (!words.is_empty()).then(|| words.join(" or "))
}

/// Objects to which a reference leads, and whether it does so for certain.
fn targets(reference: &Reference) -> impl Iterator<Item = (usize, Certainty)> {
    let certainty = if reference.held.len() == 1 { Certainty::Must } else { Certainty::May };
    reference.held.iter().filter_map(move |held| match held {
        Held::Object(index) => Some((*index, certainty)),
        _ => None,
    })
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Certainty {
    Must,
    May,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Settings,
        facts::{Source, SourceKind, heap_at},
        syntax,
    };

    pub(super) fn picture_of(text: &str, line: u32) -> HeapPicture {
        let source = Source { text, kind: SourceKind::Module };
        heap_at(&syntax::parse(text), source, &Settings::default(), line).expect("code runs on the line")
    }

    const TWO_NAMES: &str = "lst1 = [1, 2, 3]\nlst2 = lst1\nlst1.append(4)\n";

    #[test]
    fn two_names_of_one_list() {
        let picture = picture_of(TWO_NAMES, 2);
        assert_eq!(picture.objects.len(), 1);
        assert_eq!(picture.objects[0].owners, 2);
        assert_eq!(picture.objects[0].len, Some(3));
        let later = picture_of(TWO_NAMES, 3);
        assert_eq!(later.objects[0].len, Some(4));
        assert_eq!(picture_of(TWO_NAMES, 1).objects[0].owners, 1);
    }

    #[test]
    fn what_may_be_held_is_drawn_as_that() {
        let text = "def f(c):\n    a = []\n    b = a if c else {}\n    return b\n";
        let drawn = draw_heap(&picture_of(text, 3), HeapFormat::Text);
        assert!(drawn.contains("b ┄┄▶ #1 or #2") || drawn.contains("b ┄┄▶ #2 or #1"), "{drawn}");
        assert!(drawn.contains("c ?"), "{drawn}");
    }

    #[test]
    fn every_format_names_the_frames_and_the_objects() {
        let picture = picture_of(TWO_NAMES, 3);
        for format in [HeapFormat::Text, HeapFormat::Svg, HeapFormat::Dot, HeapFormat::Mermaid] {
            let drawn = draw_heap(&picture, format);
            for word in ["lst1", "lst2", "list, 4 items", "shared: 2 references"] {
                assert!(drawn.contains(word), "no `{word}` in\n{drawn}");
            }
        }
    }

    #[test]
    fn text_of_the_program_cannot_break_out_of_the_format() {
        let picture = picture_of("xs = [\"<b>&\", \"a|b\"]\n", 1);
        let svg = draw_heap(&picture, HeapFormat::Svg);
        assert!(svg.contains("&lt;b&gt;&amp;") && !svg.contains("<b>"), "{svg}");
        let dot = draw_heap(&picture, HeapFormat::Dot);
        assert!(dot.contains("a\\|b") && dot.contains("\\<b\\>"), "{dot}");
    }
}
