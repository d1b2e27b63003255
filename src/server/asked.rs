//! What a request is about: a text, or one cell of a notebook.

use std::{ops::Deref, sync::Arc};

use tower_lsp_server::ls_types::{Position, Range, Uri};

use super::snapshot::Snapshot;
use crate::text::Span;

pub(super) struct Asked {
    /// The text itself, or the notebook.
    pub(super) document: Uri,
    pub(super) snapshot: Arc<Snapshot>,
    /// The cell, as one of the notebook's.
    cell: Option<usize>,
}

impl Deref for Asked {
    type Target = Arc<Snapshot>;

    fn deref(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }
}

impl Asked {
    /// None if the notebook has no such cell: it is no code.
    pub(super) fn cell(notebook: Uri, snapshot: Arc<Snapshot>, uri: &Uri) -> Option<Self> {
        let cell = snapshot.cells().iter().position(|part| part.uri == *uri)?;
        Some(Self { document: notebook, snapshot, cell: Some(cell) })
    }

    pub(super) fn text(document: Uri, snapshot: Arc<Snapshot>) -> Self {
        Self { document, snapshot, cell: None }
    }

    pub(super) fn is_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// The text as the client names it.
    pub(super) fn uri(&self) -> Uri {
        let part = self.cell.and_then(|at| self.snapshot.cells().get(at));
        part.map_or(&self.document, |part| &part.uri).clone()
    }

    /// Lines of the module above those of the client.
    fn lines_above(&self) -> u32 {
        self.cell.and_then(|at| self.snapshot.cells().get(at)).map_or(0, |part| part.first_line)
    }

    /// The line of the module, both from 0.
    pub(super) fn line(&self, line: u32) -> u32 {
        line.saturating_add(self.lines_above())
    }

    /// The UTF-8 byte offset of a client's position; `None` on a line that the text does not have.
    pub(super) fn offset(&self, at: Position) -> Option<u32> {
        let offset = self.snapshot.offset(Position { line: self.line(at.line), ..at })?;
        self.has(offset).then_some(offset)
    }

    /// A client's range in bytes, clamped into the text.
    pub(super) fn span(&self, range: Range) -> Span {
        let below = |at: Position| Position { line: self.line(at.line), ..at };
        let span = self.snapshot.span(Range { start: below(range.start), end: below(range.end) });
        let whole = self.whole();
        Span::new(span.start.clamp(whole.start, whole.end), span.end.clamp(whole.start, whole.end))
    }

    /// All of what the request is about.
    pub(super) fn whole(&self) -> Span {
        let part = self.cell.and_then(|at| self.snapshot.cells().get(at));
        part.map_or(Span::new(0, self.snapshot.text.len() as u32), |part| Span::new(part.start, part.end))
    }

    pub(super) fn has(&self, offset: u32) -> bool {
        let whole = self.whole();
        (whole.start..=whole.end).contains(&offset)
    }
}
