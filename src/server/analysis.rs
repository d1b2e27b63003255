//! The one place where the server meets the rest of the house: text and settings in, plain data out.

use crate::{
    annotations::{self, Hint, HintLevel, Hover},
    config::Settings,
    diagnostic::Diagnostic,
    facts::{self, Facts, FunctionFacts},
    fixes,
    output::{self, HeapFormat},
    project::Configuration,
    rules::{self, Found},
    suppression,
    syntax::{self, Parsed, Source},
    text::Span,
};

use std::sync::Arc;

use super::worker::Cancel;

/// What is wrong in one version of one text, and how to find out what else there is to say.
pub struct Analysis {
    pub diagnostics: Vec<Diagnostic>,
    /// What the configuration file says; client and user may say otherwise.
    pub hint_level: HintLevel,
    /// What the next version can build on.
    pub found: Option<Arc<Found>>,
    /// What is shown beside the code; in a place alone if there is one.
    pub annotate: Box<dyn Fn(Option<Span>) -> Annotations + Send + Sync>,
}

/// What is shown beside the code. It takes longer than findings, and most of it is never looked at.
pub struct Annotations {
    /// Those of all levels, by offset.
    pub hints: Vec<Hint>,
    /// What tooltips and pictures are told from.
    pub facts: Arc<Facts>,
    /// The card at a UTF-8 byte offset. A function, because most cards are never asked for.
    pub hover: Box<dyn Fn(u32) -> Option<Hover> + Send + Sync>,
}

/// How an [`Analysis`] is made: [`analyze()`], or what a test puts in its place. With what was found in an earlier
/// version of the text, under the same configuration.
pub type Analyze = fn(Source<'_>, &Configuration, Option<&Found>, &Cancel) -> Analysis;

/// Analyses a text. Once `cancel` is set nobody reads the result, so any result will do.
#[must_use]
pub fn analyze(
    source: Source<'_>,
    configuration: &Configuration,
    before: Option<&Found>,
    _cancel: &Cancel,
) -> Analysis {
    let Configuration { settings, selection, hint_level } = configuration;
    let parsed = syntax::parse(source.text);
    let found = rules::find_again(&parsed, source, settings, selection, before);
    let mut diagnostics = rules::finish(&parsed, found.diagnostics.clone());
    suppression::apply(&parsed, source.text, selection, &mut diagnostics);
    fixes::realise(&parsed, source.text, settings.target_version, &mut diagnostics);
    let (text, kind, settings): (Arc<str>, _, _) = (source.text.into(), source.kind, settings.clone());
    let annotate = move |place| annotations(&parsed, Source { text: &text, kind }, &settings, place);
    Analysis { diagnostics, hint_level: *hint_level, found: Some(Arc::new(found)), annotate: Box::new(annotate) }
}

fn annotations(parsed: &Parsed, source: Source<'_>, settings: &Settings, place: Option<Span>) -> Annotations {
    let facts = match place {
        Some(place) => facts::analyze_place(parsed, source, settings, place),
        None => facts::analyze_all(parsed, source, settings),
    };
    let mut hints = annotations::all_hints(&facts, source.text);
    // The last character of the line, which a comment would be.
    let end = |hint: &Hint| Span::new(hint.offset.saturating_sub(1), hint.offset);
    let ignored = |hint: &Hint| parsed.suppressions.cover(hint.kind.name(), end(hint));
    let elsewhere = |hint: &Hint| place.is_some_and(|place| hint.offset < place.start || hint.offset > place.end);
    hints.retain(|hint| !elsewhere(hint) && !ignored(hint));
    let facts = Arc::new(facts);
    let known = facts.clone();
    Annotations { hints, facts, hover: Box::new(move |offset| annotations::hover(&known, offset)) }
}

/// What is proved of every function of a text.
pub(super) fn functions(source: Source<'_>, settings: &Settings) -> Vec<FunctionFacts> {
    facts::functions(&syntax::parse(source.text), source, settings)
}

/// The heap when a line has run, as text and as a picture.
pub(super) struct Heap {
    pub(super) text: String,
    pub(super) svg: String,
}

/// `line` counts from 0, as editors do.
pub(super) fn heap_at(source: Source<'_>, settings: &Settings, line: u32) -> Option<Heap> {
    let picture = facts::heap_at(&syntax::parse(source.text), source, settings, line + 1)?;
    let draw = |format| output::draw_heap(&picture, format);
    Some(Heap { text: draw(HeapFormat::Text), svg: draw(HeapFormat::Svg) })
}
