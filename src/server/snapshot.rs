//! One version of one open text. It never changes: an edit makes the next one.

use std::{path::Path, sync::Arc};

use tokio::sync::OnceCell;
use tower_lsp_server::ls_types::{self, TextDocumentContentChangeEvent};

use super::{analysis::Analysis, features::Features};
use crate::{
    syntax::{Source, SourceKind},
    text::{LineIndex, Position, Span, apply_edit},
};

/// Handlers take one in their first synchronous stretch and may then work on it for as long as they like.
pub(super) struct Snapshot {
    pub(super) text: Arc<str>,
    kind: SourceKind,
    /// Where it is saved, if it is a file.
    pub(super) path: Option<Arc<Path>>,
    pub(super) version: i32,
    lines: LineIndex,
    features: Features,
    /// Made when first asked for, then shared by diagnostics, hints and hovers.
    pub(super) analysis: OnceCell<Arc<Analysis>>,
}

impl Snapshot {
    pub(super) fn new(
        text: Arc<str>,
        path: Option<Arc<Path>>,
        kind: SourceKind,
        version: i32,
        features: Features,
    ) -> Self {
        let lines = LineIndex::new(&text);
        Self { text, path, kind, version, lines, features, analysis: OnceCell::new() }
    }

    /// The same text, to be analysed anew.
    pub(super) fn afresh(&self) -> Self {
        Self {
            text: self.text.clone(),
            kind: self.kind,
            path: self.path.clone(),
            version: self.version,
            lines: self.lines.clone(),
            features: self.features,
            analysis: OnceCell::new(),
        }
    }

    pub(super) fn source(&self) -> Source<'_> {
        Source { text: &self.text, kind: self.kind }
    }

    /// The text after an edit, and what was odd about the edit. A client that goes astray is followed as far as its
    /// words have a meaning: places outside the text are clamped, a backward range is turned round.
    pub(super) fn edited(&self, changes: Vec<TextDocumentContentChangeEvent>, version: i32) -> (Self, Vec<String>) {
        let mut odd = Vec::new();
        if version <= self.version {
            odd.push(format!("version {version} follows version {}", self.version));
        }
        let mut text = self.text.to_string();
        for change in changes {
            let Some(range) = change.range else {
                text = change.text;
                continue;
            };
            let lines = LineIndex::new(&text);
            odd.extend(oddity(&lines, range));
            apply_edit(
                &mut text,
                &lines,
                position(range.start)..position(range.end),
                self.features.encoding,
                &change.text,
            );
        }
        (Self::new(text.into(), self.path.clone(), self.kind, version, self.features), odd)
    }

    /// The UTF-8 byte offset of a client's position; `None` on a line that the text does not have.
    pub(super) fn offset(&self, at: ls_types::Position) -> Option<u32> {
        (at.line < self.lines.line_count()).then(|| self.lines.offset(&self.text, position(at), self.features.encoding))
    }

    /// A client's range in bytes, clamped into the text.
    pub(super) fn span(&self, range: ls_types::Range) -> Span {
        let offset = |at| self.lines.offset(&self.text, position(at), self.features.encoding);
        let (start, end) = (offset(range.start), offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    pub(super) fn position(&self, offset: u32) -> ls_types::Position {
        let Position { line, character } = self.lines.position(&self.text, offset, self.features.encoding);
        ls_types::Position { line, character }
    }

    pub(super) fn range(&self, span: Span) -> ls_types::Range {
        ls_types::Range { start: self.position(span.start), end: self.position(span.end) }
    }
}

fn position(at: ls_types::Position) -> Position {
    Position { line: at.line, character: at.character }
}

/// What is wrong with the range of an edit. A character past the end of its line is not: LSP allows it.
fn oddity(lines: &LineIndex, range: ls_types::Range) -> Option<String> {
    let last = lines.line_count().saturating_sub(1);
    if range.start > range.end {
        Some(format!("the range {} runs backwards", show(range)))
    } else if range.end.line > last && range.end != (ls_types::Position { line: last + 1, character: 0 }) {
        Some(format!("the range {} ends outside the text", show(range)))
    } else {
        None
    }
}

fn show(ls_types::Range { start, end }: ls_types::Range) -> String {
    format!("{}:{}-{}:{}", start.line, start.character, end.line, end.character)
}
