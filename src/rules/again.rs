//! Findings after an edit: what was found before stays where nothing has changed.

use super::{demand, run};
use crate::{
    config::{Selection, Settings},
    diagnostic::Diagnostic,
    facts::{Earlier, Remembered, Source, Untouched, analyze_again, untouched},
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
    /// Which of the versions of before it goes on from.
    pub base: Option<usize>,
    remembered: Remembered,
}

impl Found {
    /// What it was found in.
    #[must_use]
    pub fn text(&self) -> &str {
        self.remembered.text()
    }

    /// Whether this, which is an edit of the text, parses, as far as that is quickly seen. The text itself does.
    #[must_use]
    pub fn parses_after(&self, edited: &str) -> Option<bool> {
        self.remembered.parses_after(edited)
    }

    /// The same is found in this text, which is what follows from an edit of the text that it was found in.
    #[must_use]
    pub fn untouched(&self, text: &str) -> Option<Untouched> {
        untouched(&self.remembered, text)
    }
}

/// What the selected rules find in a text. `before` is what they found, with the same settings and selection, in
/// earlier versions of it, the last one first: the result is the same without, in more time.
#[must_use]
pub fn find_again<'a>(
    parsed: &Parsed,
    source: Source<'_>,
    settings: &Settings,
    selection: &Selection,
    before: &[&'a Found],
) -> Found {
    let earlier = |found: &&'a Found| {
        let said = found.diagnostics.iter().map(|finding| places(finding).collect()).collect();
        Earlier { remembered: &found.remembered, said }
    };
    let earlier: Vec<Earlier<'_>> = before.iter().map(earlier).collect();
    let again = analyze_again(parsed, source, settings, demand(selection), &earlier);
    let old = again.base.map_or(&[][..], |base| &before[base].diagnostics);
    let mut diagnostics = run(&again.facts, selection);
    diagnostics.retain(|found| again.is_fresh(places(found)));
    let kept = old.iter().zip(&again.kept).filter(|(_, kept)| **kept);
    diagnostics.extend(kept.map(|(found, _)| found.moved(|place| again.moved(place))));
    Found { diagnostics, runs: again.runs, base: again.base, remembered: again.remembered }
}

/// The main one first.
fn places(found: &Diagnostic) -> impl Iterator<Item = Span> {
    std::iter::once(found.primary).chain(found.related.iter().map(|related| related.span))
}
