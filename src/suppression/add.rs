//! Writing comments that hide what is found today.

use std::collections::BTreeMap;

use super::REVIEWS;
use crate::{
    diagnostic::{Diagnostic, Edit},
    fixes::apply_edits,
    rules::SYNTAX_ERROR,
    syntax::{self, Parsed, Source, SuppressionKind, ast::AnyNodeRef},
    text::Span,
};

/// The text with a comment for each finding, and how many findings got one. `reason` follows the names.
#[must_use]
pub fn add_ignores(source: Source<'_>, found: &[Diagnostic], reason: &str) -> (String, usize) {
    let text = source.text;
    let parsed = syntax::parse_as(text, source.kind);
    let mut lines: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    let mut added = 0;
    // No comment hides what is wrong with a comment.
    let is_hidden = |rule: &str| rule != SYNTAX_ERROR && !REVIEWS.iter().any(|review| review.name == rule);
    let wanted = found.iter().filter(|finding| is_hidden(finding.rule));
    for finding in wanted {
        let last = finding.primary.end.max(finding.primary.start + 1) - 1;
        let lines_of = [line_end(text, last), line_end(text, finding.primary.start)];
        if let Some(end) = lines_of.into_iter().find(|end| can_end_in_comment(&parsed, text, *end)) {
            let names = lines.entry(end).or_default();
            if !names.contains(&finding.rule) {
                names.push(finding.rule);
            }
            added += 1;
        }
    }
    let edits: Vec<Edit> = lines.into_iter().map(|(end, names)| comment(&parsed, text, end, &names, reason)).collect();
    (apply_edits(text, &edits), added)
}

fn line_end(text: &str, offset: u32) -> u32 {
    let offset = text.floor_char_boundary(offset as usize);
    text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at) as u32
}

/// The end of the line is not inside a string, nor after a `\`.
fn can_end_in_comment(parsed: &Parsed, text: &str, end: u32) -> bool {
    let inside = |node: AnyNodeRef<'_>| {
        let place = syntax::span_of(&node);
        let is_string = matches!(
            node,
            AnyNodeRef::StringLiteral(_)
                | AnyNodeRef::BytesLiteral(_)
                | AnyNodeRef::FString(_)
                | AnyNodeRef::TString(_)
        );
        is_string && place.start < end && end < place.end
    };
    let in_comment = parsed.comments.iter().any(|comment| comment.end == end);
    let in_string = syntax::enclosing(&parsed.module, Span::new(end, end)).into_iter().any(inside);
    !in_string && (in_comment || !text[..end as usize].ends_with('\\'))
}

/// A new comment at the end of a line, or more names in the one that is there.
fn comment(parsed: &Parsed, text: &str, end: u32, names: &[&str], reason: &str) -> Edit {
    let there = parsed.suppressions.all().iter().find(|suppression| {
        suppression.kind == SuppressionKind::Ignore && line_end(text, suppression.comment.start) == end
    });
    let last_name = there.and_then(|suppression| suppression.names.as_ref()?.last());
    match last_name {
        Some((_, place)) => Edit { span: Span::new(place.end, place.end), text: format!(", {}", names.join(", ")) },
        None => {
            let reason = if reason.is_empty() { String::new() } else { format!(" {reason}") };
            Edit { span: Span::new(end, end), text: format!("  # heaplight: ignore[{}]{reason}", names.join(", ")) }
        }
    }
}
