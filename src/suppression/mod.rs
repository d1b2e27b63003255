//! Comments that hide findings, and what is wrong with such comments: they hide nothing, name no rule, or name none.

mod add;
mod codes;
mod invalid;
mod review;

use crate::{
    config::{Selection, UnknownName},
    diagnostic::{Diagnostic, Group},
    rules::{self, PARSER_RULES, SYNTAX_ERROR},
    syntax::{Parsed, Suppression, SuppressionKind},
};

pub use add::add_ignores;
pub use codes::codes;
pub use review::{BLANKET_IGNORE, INVALID_IGNORE, REVIEWS, Review, UNKNOWN_RULE, UNUSED_IGNORE};

/// Drops the findings that comments hide, and adds what is wrong with those comments.
pub fn apply(parsed: &Parsed, text: &str, selection: &Selection, found: &mut Vec<Diagnostic>) {
    let comments = parsed.suppressions.all();
    if comments.is_empty() {
        return;
    }
    // What each comment hides.
    let mut hidden: Vec<Vec<(&'static str, Group)>> = vec![Vec::new(); comments.len()];
    found.retain(|diagnostic| {
        let hides = |comment: &Suppression| {
            let names = [diagnostic.rule, diagnostic.group.name()];
            let is_named = comment.names_any(&names)
                || comment.kind == SuppressionKind::Noqa && comment.names_any(codes(diagnostic.rule));
            diagnostic.rule != SYNTAX_ERROR && comment.is_over(diagnostic.primary) && is_named
        };
        let mut is_hidden = false;
        for (_, hidden) in comments.iter().zip(&mut hidden).filter(|(comment, _)| hides(comment)) {
            is_hidden = true;
            hidden.push((diagnostic.rule, diagnostic.group));
        }
        !is_hidden
    });
    // Where the file does not parse, what would be found is not known.
    if parsed.errors.is_empty() {
        let reviewed = comments.iter().zip(&hidden).filter(|(comment, _)| comment.kind != SuppressionKind::Noqa);
        found.extend(reviewed.flat_map(|(comment, hidden)| review::review(text, comment, hidden, selection)));
        found.sort_by(|a, b| (a.primary, a.rule).cmp(&(b.primary, b.rule)));
    }
}

/// Every name that `--select` and its relatives may use.
#[must_use]
pub fn selectable() -> Vec<&'static str> {
    rules::names().into_iter().chain(REVIEWS.iter().map(|review| review.name)).collect()
}

/// What a comment may name.
fn known() -> impl Iterator<Item = &'static str> {
    let hints = crate::annotations::HintKind::ALL.iter().map(|hint| hint.name());
    let groups = Group::ALL.iter().map(|group| group.name());
    selectable().into_iter().chain(PARSER_RULES).chain(groups).chain(hints)
}

fn unknown(name: &str) -> Option<UnknownName> {
    (!known().any(|known| known == name)).then(|| UnknownName::new("rule", name, known()))
}
