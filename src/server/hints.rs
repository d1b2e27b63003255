//! The hints of a place. While a line is half typed nobody knows what is so: the last good ones stay, and move with the
//! text.
//!
//! ```python
//! text = """     # from here on all is one string, until the next key is pressed
//! b = a          # same list as a
//! ```

use std::sync::Arc;

use tower_lsp_server::{jsonrpc::Result, ls_types::Uri};

use super::{session::Session, snapshot::Snapshot};
use crate::{
    annotations::{Hint, HintLevel},
    facts::Facts,
    rules::SYNTAX_ERROR,
    text::{Change, Span},
};

/// Hints of all levels by offset, with what their tooltips are told from.
pub(super) struct Hints {
    pub(super) all: Vec<Hint>,
    pub(super) facts: Arc<Facts>,
}

impl Session {
    pub(super) async fn hints(self: &Arc<Self>, uri: &Uri, snapshot: &Arc<Snapshot>, place: Span) -> Result<Hints> {
        let place = snapshot.whole_lines(place);
        if let Some(same) = self.good_again(uri, &snapshot.text) {
            return self.hints_in(&same, place).await;
        }
        if let Some(good) = self.good(uri)
            && self.is_broken_since(&good, snapshot).await?
        {
            return self.hints_of_before(snapshot, &good, place).await;
        }
        let analysis = self.analysis(snapshot).await?;
        let parses = analysis.diagnostics.iter().all(|finding| finding.rule != SYNTAX_ERROR);
        if let Some(good) = self.last_good(uri, snapshot, parses).filter(|_| !parses) {
            return self.hints_of_before(snapshot, &good, place).await;
        }
        self.hints_in(snapshot, place).await
    }

    async fn hints_in(self: &Arc<Self>, snapshot: &Arc<Snapshot>, place: Span) -> Result<Hints> {
        let known = self.annotations_in(snapshot, place).await?;
        Ok(Hints { all: within(&known.hints, place).to_vec(), facts: known.facts.clone() })
    }

    /// The text does not parse any more. That is known long before the findings are.
    async fn is_broken_since(&self, good: &Arc<Snapshot>, snapshot: &Arc<Snapshot>) -> Result<bool> {
        let known = good.analysis.get().and_then(|analysis| analysis.basis.clone());
        let known = known.filter(|_| snapshot.analysis.get().is_none() && snapshot.is_module());
        let Some(basis) = known else { return Ok(false) };
        let snapshot = snapshot.clone();
        self.workers().run(move |_| basis.is_broken_by(&snapshot.text)).await
    }

    /// How much is shown in a text. Where hints were shown before, nobody waits to learn it.
    pub(super) async fn hint_level(self: &Arc<Self>, uri: &Uri, snapshot: &Arc<Snapshot>) -> Result<HintLevel> {
        let before = self.good(uri).and_then(|good| good.analysis.get().cloned());
        let analysis = match before {
            Some(analysis) => analysis,
            None => self.analysis(snapshot).await?,
        };
        Ok(self.level(uri, &analysis))
    }

    async fn hints_of_before(
        self: &Arc<Self>,
        snapshot: &Arc<Snapshot>,
        good: &Arc<Snapshot>,
        place: Span,
    ) -> Result<Hints> {
        let change = Change::between(&good.text, &snapshot.text);
        let back = change.around_before(place);
        let known = self.annotations_in(good, back).await?;
        let at = |offset: u32| Span::new(offset, offset);
        let moved = |hint: &Hint| {
            let offset = change.after(at(hint.offset))?.start;
            let target = hint.target.and_then(|target| change.after(target));
            Some(Hint { offset, target, ..hint.clone() })
        };
        // A line that is being written has no hint.
        let edited = snapshot.whole_lines(change.now());
        let rests = |hint: &Hint| hint.offset < edited.start || edited.end < hint.offset;
        let mut all: Vec<Hint> = known.hints.iter().filter_map(moved).filter(rests).collect();
        all.sort_by_key(|hint| hint.offset);
        Ok(Hints { all: within(&all, place).to_vec(), facts: known.facts.clone() })
    }
}

fn within(hints: &[Hint], place: Span) -> &[Hint] {
    let first = hints.partition_point(|hint| hint.offset < place.start);
    let count = hints[first..].partition_point(|hint| hint.offset <= place.end);
    &hints[first..first + count]
}
