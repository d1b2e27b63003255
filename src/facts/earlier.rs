//! Which of the versions before an analysis goes on from.

use super::again::Remembered;
use crate::{
    syntax::{
        ast::{ModModule, Stmt},
        span_of,
    },
    text::{Change, Span},
};

/// A version of the text that was analysed before.
#[derive(Debug)]
pub struct Earlier<'a> {
    pub remembered: &'a Remembered,
    /// The places that each finding names, the main one first.
    pub said: Vec<Vec<Span>>,
}

impl<'a> Earlier<'a> {
    /// The version from which there is the least to do. While a class is half typed, its statements are the module's from
    /// one key to the next, and then the class's again: the last version is not always the nearest.
    pub(super) fn nearest(
        all: &'a [Self],
        climate: u64,
        module: &ModModule,
        text: &str,
    ) -> Option<(usize, &'a Self, Change)> {
        let goes_on =
            |(_, earlier): &(usize, &Self)| !earlier.remembered.whole && earlier.remembered.climate == climate;
        let with_edit =
            |(at, earlier): (usize, &'a Self)| (at, earlier, Change::between(&earlier.remembered.text, text));
        let all = all.iter().enumerate().filter(goes_on).map(with_edit);
        all.min_by_key(|(_, earlier, edit)| earlier.remembered.differences(module, edit))
    }
}

impl Remembered {
    /// Statements of one of two versions alone.
    fn differences(&self, module: &ModModule, edit: &Change) -> usize {
        let same = |stmt: &&Stmt| edit.before(span_of(*stmt)).and_then(|span| self.part(span)).is_some();
        let kept = module.body.iter().filter(same).count();
        self.parts.len() + module.body.len() - kept * 2
    }
}
