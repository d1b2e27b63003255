//! Which instructions a handler covers. Code that leaves a block is inside of it in the text, yet no longer covered:
//! `finally` must not run again for what `finally` itself raises.

use super::unit::{Label, Unit};
use crate::bytecode::HandlerKind;

/// A handler whose range is still open.
pub(super) struct Cover {
    target: Label,
    depth: u32,
    kind: HandlerKind,
    /// Where the current piece of the range starts; `None` outside of a piece.
    start: Option<u32>,
}

/// A piece of a handler's range, as it goes into the code.
pub(super) struct Covered {
    pub start: u32,
    pub end: u32,
    pub target: Label,
    pub depth: u32,
    pub kind: HandlerKind,
}

impl Unit<'_, '_> {
    /// From here on, exceptions go to `target` with `depth` operands kept.
    pub(super) fn cover(&mut self, target: Label, depth: u32, kind: HandlerKind) {
        let start = Some(self.instruction_count() as u32);
        self.covers.push(Cover { target, depth, kind, start });
    }

    pub(super) fn end_cover(&mut self) {
        if let Some(cover) = self.covers.pop() {
            self.end_piece(&cover);
        }
    }

    fn end_piece(&mut self, cover: &Cover) {
        let end = self.instruction_count() as u32;
        if let Some(start) = cover.start.filter(|&start| start < end) {
            let Cover { target, depth, kind, .. } = *cover;
            self.handlers.push(Covered { start, end, target, depth, kind });
        }
    }

    /// Which of the open handlers cover the next instruction.
    pub(super) fn covered(&self) -> Vec<bool> {
        self.covers.iter().map(|c| c.start.is_some()).collect()
    }

    /// The `n` innermost handlers that cover the next instruction cease to.
    pub(super) fn uncover(&mut self, n: usize) {
        let mut covers = std::mem::take(&mut self.covers);
        for cover in covers.iter_mut().rev().filter(|c| c.start.is_some()).take(n) {
            self.end_piece(cover);
            cover.start = None;
        }
        self.covers = covers;
    }

    /// Goes back to what `covered` said before.
    pub(super) fn cover_again(&mut self, covered: &[bool]) {
        let here = self.instruction_count() as u32;
        for (cover, &was) in self.covers.iter_mut().zip(covered) {
            if was && cover.start.is_none() {
                cover.start = Some(here);
            }
        }
    }
}
