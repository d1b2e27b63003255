//! Findings after an edit: what was found before stays where nothing has changed.

use super::{demand, run};
use crate::{
    config::{Selection, Settings},
    diagnostic::Diagnostic,
    facts::{Remembered, Source, Untouched, analyze_again, untouched},
    syntax::Parsed,
    text::Span,
};

/// What the rules have found in one version of a text, and what it rests on.
#[derive(Debug)]
pub struct Found {
    /// In no particular order; nothing is suppressed yet.
    pub diagnostics: Vec<Diagnostic>,
    /// Functions and methods that were run for it on their own.
    pub runs: usize,
    remembered: Remembered,
}

impl Found {
    /// The same is found in this text, which is what follows from an edit of the text that it was found in.
    #[must_use]
    pub fn untouched(&self, text: &str) -> Option<Untouched> {
        untouched(&self.remembered, text)
    }
}

/// What the selected rules find in a text. `before` is what they found, with the same settings and selection, in an
/// earlier version of it: the result is the same without, in more time.
#[must_use]
pub fn find_again(
    parsed: &Parsed,
    source: Source<'_>,
    settings: &Settings,
    selection: &Selection,
    before: Option<&Found>,
) -> Found {
    let old = before.map_or(&[][..], |before| &before.diagnostics);
    let said: Vec<_> = old.iter().map(|found| places(found).collect()).collect();
    let again =
        analyze_again(parsed, source, settings, demand(selection), before.map(|before| &before.remembered), &said);
    let mut diagnostics = run(&again.facts, selection);
    diagnostics.retain(|found| again.is_fresh(places(found)));
    let kept = old.iter().zip(&again.kept).filter(|(_, kept)| **kept);
    diagnostics.extend(kept.map(|(found, _)| found.moved(|place| again.moved(place))));
    Found { diagnostics, runs: again.runs, remembered: again.remembered }
}

/// The main one first.
fn places(found: &Diagnostic) -> impl Iterator<Item = Span> {
    std::iter::once(found.primary).chain(found.related.iter().map(|related| related.span))
}
