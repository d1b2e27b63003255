//! The one place where the server meets the rest of the house: text and settings in, plain data out.

use crate::{
    annotations::{self, Hint, Hover},
    diagnostic::Diagnostic,
    facts, fixes,
    project::Configuration,
    rules, suppression,
    syntax::{self, Source},
    text::Span,
};

use super::worker::Cancel;

/// All that the editor can ask about one version of one text.
pub struct Analysis {
    pub diagnostics: Vec<Diagnostic>,
    /// By offset, at most one a line.
    pub hints: Vec<Hint>,
    /// The card at a UTF-8 byte offset. A function, because most cards are never asked for.
    pub hover: Box<dyn Fn(u32) -> Option<Hover> + Send + Sync>,
}

/// How an [`Analysis`] is made: [`analyze()`], or what a test puts in its place.
pub type Analyze = fn(Source<'_>, &Configuration, &Cancel) -> Analysis;

/// Analyses a text. Once `cancel` is set nobody reads the result, so any result will do.
#[must_use]
pub fn analyze(source: Source<'_>, configuration: &Configuration, _cancel: &Cancel) -> Analysis {
    let Configuration { settings, selection, hint_level } = configuration;
    let parsed = syntax::parse(source.text);
    let facts = facts::analyze_all(&parsed, source, settings);
    let mut diagnostics = rules::finish(&parsed, rules::run(&facts, selection));
    suppression::apply(&parsed, source.text, selection, &mut diagnostics);
    fixes::realise(&parsed, source.text, settings.target_version, &mut diagnostics);
    let mut hints = annotations::hints(&facts, source.text, *hint_level);
    // The last character of the line, which a comment would be.
    let end = |hint: &Hint| Span::new(hint.offset.saturating_sub(1), hint.offset);
    let ignored = |hint: &Hint| parsed.suppressions.cover(hint.kind.name(), end(hint));
    hints.retain(|hint| !ignored(hint));
    Analysis { diagnostics, hints, hover: Box::new(move |offset| annotations::hover(&facts, offset)) }
}
