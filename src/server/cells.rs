//! The cells of an open notebook: a text each for the client, one module in their order for us.

use tower_lsp_server::ls_types::{
    NotebookCell, NotebookCellKind, NotebookDocumentCellChange, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
};

use super::snapshot::edited_text;
use crate::{notebook, text::PositionEncoding};

/// All cells, those that are no code included: they count.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells(Vec<Cell>);

#[derive(Clone, Debug)]
struct Cell {
    uri: Uri,
    is_code: bool,
    version: i32,
    text: String,
}

/// Where the code cells stand in the module.
#[derive(Debug)]
pub(super) struct Layout(Vec<Part>);

/// A code cell in the module.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) uri: Uri,
    pub(super) version: i32,
    /// Of the module, from 0.
    pub(super) first_line: u32,
    pub(super) start: u32,
    /// Behind its last character; where the next cell's header begins at the latest.
    pub(super) end: u32,
}

impl Layout {
    pub(super) fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The cell of an offset; of a header the one that it heads.
    pub(super) fn part_at(&self, offset: u32) -> Option<&Part> {
        self.0.iter().find(|part| offset <= part.end)
    }
}

impl Cells {
    pub(super) fn new(cells: Vec<NotebookCell>, texts: Vec<TextDocumentItem>) -> Self {
        let mut new = Self::default();
        new.splice(0, 0, cells);
        texts.into_iter().for_each(|text| new.set_text(text));
        new
    }

    pub(super) fn uris(&self) -> impl Iterator<Item = &Uri> {
        self.0.iter().map(|cell| &cell.uri)
    }

    /// Follows a change as far as it has a meaning: cells and places that are not there are left alone.
    pub(super) fn change(&mut self, change: NotebookDocumentCellChange, encoding: PositionEncoding) {
        if let Some(structure) = change.structure {
            let array = structure.array;
            self.splice(array.start as usize, array.delete_count as usize, array.cells.unwrap_or_default());
            structure.did_open.into_iter().flatten().for_each(|text| self.set_text(text));
        }
        for entry in change.data.into_iter().flatten() {
            if let Some(cell) = self.find(&entry.document) {
                cell.is_code = entry.kind == NotebookCellKind::CODE;
            }
        }
        for edit in change.text_content.into_iter().flatten() {
            self.edit(&edit.document.uri, edit.document.version, edit.changes, encoding);
        }
    }

    fn edit(
        &mut self,
        uri: &Uri,
        version: i32,
        edits: Vec<TextDocumentContentChangeEvent>,
        encoding: PositionEncoding,
    ) {
        if let Some(cell) = self.find(uri) {
            (cell.text, _) = edited_text(std::mem::take(&mut cell.text), edits, encoding);
            cell.version = version;
        }
    }

    fn splice(&mut self, start: usize, deleted: usize, cells: Vec<NotebookCell>) {
        let start = start.min(self.0.len());
        let end = start.saturating_add(deleted).min(self.0.len());
        let moved: Vec<Cell> = self.0.splice(start..end, []).collect();
        let text_of = |uri: &Uri| moved.iter().find(|cell| cell.uri == *uri).cloned();
        let new = cells.into_iter().map(|cell| {
            let is_code = cell.kind == NotebookCellKind::CODE;
            let known = text_of(&cell.document);
            let (version, text) = known.map_or((0, String::new()), |known| (known.version, known.text));
            Cell { uri: cell.document, is_code, version, text }
        });
        let new: Vec<Cell> = new.collect();
        self.0.splice(start..start, new);
    }

    fn set_text(&mut self, document: TextDocumentItem) {
        if let Some(cell) = self.find(&document.uri) {
            (cell.version, cell.text) = (document.version, document.text);
        }
    }

    fn find(&mut self, uri: &Uri) -> Option<&mut Cell> {
        self.0.iter_mut().find(|cell| cell.uri == *uri)
    }

    /// The module, each code cell headed by a comment that names it, and where they are in it.
    pub(super) fn module(&self) -> (String, Layout) {
        let mut text = String::new();
        let (mut parts, mut line) = (Vec::new(), 0);
        let python = |cell: &&Cell| cell.is_code && notebook::is_python(&cell.text);
        let mark = notebook::mark(self.0.iter().filter(python).map(|cell| cell.text.as_str()));
        for (number, cell) in (1..).zip(&self.0).filter(|(_, cell)| python(cell)) {
            text.push_str(&format!("{mark} {number}\n"));
            line += 1;
            let start = text.len() as u32;
            text.push_str(&cell.text);
            let end = text.len() as u32;
            if !cell.text.ends_with('\n') {
                text.push('\n');
            }
            parts.push(Part { uri: cell.uri.clone(), version: cell.version, first_line: line, start, end });
            line += crate::text::LineIndex::new(&text[start as usize..]).line_count() - 1;
        }
        (text, Layout(parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn cells(texts: &[(&str, &str)]) -> Cells {
        let entry = |(name, text): &(&str, &str)| json!({ "kind": if text.starts_with('#') { 1 } else { 2 }, "document": name });
        let document =
            |(name, text): &(&str, &str)| json!({ "uri": name, "languageId": "python", "version": 1, "text": text });
        let entries: Vec<Value> = texts.iter().map(entry).collect();
        let documents: Vec<Value> = texts.iter().map(document).collect();
        Cells::new(
            serde_json::from_value(json!(entries)).expect("cells"),
            serde_json::from_value(json!(documents)).expect("texts"),
        )
    }

    fn changed(cells: &mut Cells, change: Value) -> String {
        cells.change(serde_json::from_value(change).expect("a change"), PositionEncoding::Utf16);
        cells.module().0
    }

    #[test]
    fn code_cells_are_one_module() {
        let (text, layout) =
            cells(&[("c:1", "a = 1"), ("c:2", "# title"), ("c:3", "%%bash\nls"), ("c:4", "b = a\n")]).module();
        assert_eq!(text, "# %% cell 1\na = 1\n# %% cell 4\nb = a\n");
        let lines: Vec<u32> = layout.parts().iter().map(|part| part.first_line).collect();
        assert_eq!(lines, [1, 3]);
        let part = layout.part_at(text.find("b = a").expect("b") as u32).expect("a part");
        assert_eq!(part.uri.as_str(), "c:4");
    }

    #[test]
    fn cells_change_move_and_go() {
        let mut all = cells(&[("c:1", "a = 1\n"), ("c:2", "b = 2\n")]);
        let typed = json!({ "textContent": [{
            "document": { "uri": "c:2", "version": 2 },
            "changes": [{ "range": { "start": { "line": 0, "character": 4 }, "end": { "line": 0, "character": 5 } }, "text": "é" }],
        }] });
        assert_eq!(changed(&mut all, typed), "# %% cell 1\na = 1\n# %% cell 2\nb = é\n");
        let swapped = json!({ "structure": { "array": { "start": 0, "deleteCount": 2, "cells": [
            { "kind": 2, "document": "c:2" }, { "kind": 2, "document": "c:1" },
        ] } } });
        assert_eq!(changed(&mut all, swapped), "# %% cell 1\nb = é\n# %% cell 2\na = 1\n");
        let fewer = json!({ "structure": { "array": { "start": 1, "deleteCount": 9 } } });
        assert_eq!(changed(&mut all, fewer), "# %% cell 1\nb = é\n");
    }
}
