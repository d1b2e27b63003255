//! Every place that is the object under the cursor, whatever its name there.

use super::hover::places;
use crate::{
    facts::{EventOf, Facts, ObjectStory},
    text::Span,
};

/// What a place does to the object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Access {
    Read,
    /// Its contents change here.
    Change,
}

/// The places of the objects that are mentioned at a UTF-8 byte offset, in order; none where nothing is known.
#[must_use]
pub fn highlight(facts: &Facts, offset: u32) -> Vec<(Span, Access)> {
    let mentions = || facts.objects.iter().flat_map(|object| places(object).map(move |span| (span, object)));
    let here = mentions().map(|(span, _)| span).filter(|span| span.contains(offset)).min_by_key(|span| span.len());
    let mut out = Vec::new();
    for (_, object) in mentions().filter(|(span, _)| Some(*span) == here) {
        collect(object, &mut out);
    }
    out.sort_unstable_by_key(|&(span, access)| (span, std::cmp::Reverse(access)));
    out.dedup_by_key(|(span, _)| *span);
    out
}

fn collect(object: &ObjectStory, out: &mut Vec<(Span, Access)>) {
    let changes: Vec<Span> =
        object.events.iter().filter(|e| matches!(e.kind, EventOf::Mutated { .. })).map(|e| e.span).collect();
    let inside = |outer: &Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
    for event in &object.events {
        match event.kind {
            EventOf::Loaded { .. } => {
                // `b.append(1)` changes what `b` names.
                let changed = changes.iter().any(|change| inside(change, event.span));
                out.push((event.span, if changed { Access::Change } else { Access::Read }));
            }
            EventOf::Bound { .. } | EventOf::Released { .. } => out.push((event.span, Access::Read)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Settings,
        facts::{Source, SourceKind, analyze_all},
        syntax,
    };

    #[test]
    fn all_names_of_the_object_and_its_changes() {
        let text = "a = [1]\nb = a\nc = [2]\nb.append(3)\nprint(a, c)\n";
        let parsed = syntax::parse(text);
        let facts = analyze_all(&parsed, Source { text, kind: SourceKind::Module }, &Settings::default());
        let shown = |offset: usize| -> Vec<(usize, &str, Access)> {
            let at = |span: Span| (span.start as usize, &text[span.start as usize..span.end as usize]);
            highlight(&facts, offset as u32)
                .into_iter()
                .map(|(span, access)| (at(span).0, at(span).1, access))
                .collect()
        };
        let expected = vec![
            (0, "a", Access::Read),
            (8, "b", Access::Read),
            (12, "a", Access::Read),
            (22, "b", Access::Change),
            (40, "a", Access::Read),
        ];
        assert_eq!(shown(text.rfind("a, c").unwrap()), expected);
        assert_eq!(shown(0), expected);
        assert!(!shown(text.find("c =").unwrap()).is_empty());
        assert_eq!(shown(text.find("print").unwrap()), []);
    }
}
