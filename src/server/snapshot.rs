//! One version of one open text. It never changes: an edit makes the next one.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OnceCell;
use tower_lsp_server::ls_types::{self, Location, TextDocumentContentChangeEvent, Uri};

use super::{
    analysis::{Analysis, Annotations, Basis},
    cells::{Cells, Layout, Part},
    features::Features,
};
use crate::{
    facts::FunctionFacts,
    project::Configuration,
    syntax::{Source, SourceKind},
    text::{LineIndex, Position, PositionEncoding, Span, apply_edit},
};

/// A text of more lines is annotated where it is looked at.
const LONG: u32 = 300;

/// Handlers take one in their first synchronous stretch and may then work on it for as long as they like.
pub(super) struct Snapshot {
    pub(super) text: Arc<str>,
    kind: SourceKind,
    /// Where it is, or would be: for finding its configuration.
    pub(super) path: Arc<Path>,
    pub(super) version: i32,
    lines: LineIndex,
    features: Features,
    /// Of a notebook: where its cells are in the text.
    layout: Option<Arc<Layout>>,
    /// Made when first asked for.
    pub(super) analysis: OnceCell<Arc<Analysis>>,
    /// Made when a card is asked for, or the hints of a short text.
    pub(super) annotations: OnceCell<Arc<Annotations>>,
    /// Those of the lines that the client shows.
    pub(super) in_sight: InSight,
    pub(super) memory: Arc<Memory>,
    /// Made when a card or a lens of a function is asked for.
    pub(super) functions: OnceCell<Arc<Vec<FunctionFacts>>>,
}

/// The annotations of one place.
pub(super) type InSight = Mutex<Option<(Span, Arc<Annotations>)>>;

/// What was found in the last version that was analysed, for all versions of one text.
#[derive(Default)]
pub(super) struct Memory(Mutex<Option<(Arc<Configuration>, Arc<Basis>)>>);

impl Memory {
    /// What was found under the same configuration.
    pub(super) fn recall(&self, configuration: &Arc<Configuration>) -> Option<Arc<Basis>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        known.filter(|(under, _)| under == configuration).map(|(_, basis)| basis)
    }

    pub(super) fn remember(&self, configuration: &Arc<Configuration>, basis: &Arc<Basis>) {
        let known = Some((configuration.clone(), basis.clone()));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }
}

impl Snapshot {
    pub(super) fn new(text: Arc<str>, path: Arc<Path>, version: i32, features: Features) -> Self {
        let kind = SourceKind::of(&path);
        let lines = LineIndex::new(&text);
        Self {
            text,
            kind,
            path,
            version,
            lines,
            features,
            layout: None,
            analysis: OnceCell::new(),
            annotations: OnceCell::new(),
            in_sight: Mutex::default(),
            memory: Arc::default(),
            functions: OnceCell::new(),
        }
    }

    /// The cells of a notebook as one module; `before` is the notebook before a change.
    pub(super) fn of_cells(
        cells: &Cells,
        path: Arc<Path>,
        version: i32,
        features: Features,
        before: Option<&Self>,
    ) -> Self {
        let (text, layout) = cells.module();
        let new = Self::new(text.into(), path, version, features);
        let memory = before.map(|before| before.memory.clone()).unwrap_or_default();
        Self { kind: SourceKind::Notebook, layout: Some(Arc::new(layout)), memory, ..new }
    }

    /// The same text, to be analysed anew.
    pub(super) fn afresh(&self) -> Self {
        let new = Self::new(self.text.clone(), self.path.clone(), self.version, self.features);
        Self { kind: self.kind, layout: self.layout.clone(), ..new }
    }

    pub(super) fn cells(&self) -> &[Part] {
        self.layout.as_ref().map_or(&[], |layout| layout.parts())
    }

    fn part_at(&self, offset: u32) -> Option<&Part> {
        self.layout.as_ref()?.part_at(offset)
    }

    pub(super) fn is_long(&self) -> bool {
        self.lines.line_count() > LONG
    }

    pub(super) fn is_module(&self) -> bool {
        self.kind == SourceKind::Module
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
        let (text, more) = edited_text(self.text.to_string(), changes, self.features.encoding);
        odd.extend(more);
        let next = Self::new(text.into(), self.path.clone(), version, self.features);
        (Self { memory: self.memory.clone(), ..next }, odd)
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

    /// The lines that a place touches.
    pub(super) fn whole_lines(&self, place: Span) -> Span {
        let line = |offset| self.lines.line_span(&self.text, self.lines.line_number(offset) - 1);
        Span::new(line(place.start).start, line(place.end).end)
    }

    /// Where an offset is; in a notebook that is a place in its cell.
    pub(super) fn position(&self, offset: u32) -> ls_types::Position {
        let Position { line, character } = self.lines.position(&self.text, offset, self.features.encoding);
        let above = self.part_at(offset).map_or(0, |part| part.first_line);
        ls_types::Position { line: line.saturating_sub(above), character }
    }

    pub(super) fn range(&self, span: Span) -> ls_types::Range {
        ls_types::Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// A place for the client, who has a notebook's cells as texts of their own.
    pub(super) fn location(&self, document: &Uri, span: Span) -> Location {
        let uri = self.part_at(span.start).map_or(document, |part| &part.uri);
        Location { uri: uri.clone(), range: self.range(span) }
    }
}

/// A text after edits, and what was odd about them.
pub(super) fn edited_text(
    mut text: String,
    changes: Vec<TextDocumentContentChangeEvent>,
    encoding: PositionEncoding,
) -> (String, Vec<String>) {
    let mut odd = Vec::new();
    for change in changes {
        let Some(range) = change.range else {
            text = change.text;
            continue;
        };
        let lines = LineIndex::new(&text);
        odd.extend(oddity(&lines, range));
        apply_edit(&mut text, &lines, position(range.start)..position(range.end), encoding, &change.text);
    }
    (text, odd)
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
