//! Lines as messages name them.

use std::fmt;

use super::Facts;
use crate::text::Span;

/// A line (from 1) as somebody says it who stands elsewhere in the file: `5`, in another cell of a notebook
/// `5 of cell 3`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    number: u32,
    cell: Option<u32>,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        self.cell.map_or(Ok(()), |cell| write!(f, " of cell {cell}"))
    }
}

impl Facts {
    /// The line (from 1) of a place; in a notebook that of its cell.
    #[must_use]
    pub fn line(&self, span: Span) -> u32 {
        self.cell_and_line(span).1
    }

    /// The line of a place, for a message that is shown `at` another.
    #[must_use]
    pub fn line_from(&self, at: Span, span: Span) -> Line {
        let (cell, number) = self.cell_and_line(span);
        Line { number, cell: cell.filter(|_| cell != self.cell_and_line(at).0) }
    }

    fn cell_and_line(&self, span: Span) -> (Option<u32>, u32) {
        let line = self.lines.as_ref().map_or(1, |lines| lines.line_number(span.start));
        let next = self.cells.partition_point(|(header, _)| *header < line);
        match next.checked_sub(1).map(|at| self.cells[at]) {
            Some((header, cell)) => (Some(cell), line - header),
            None => (None, line),
        }
    }
}
