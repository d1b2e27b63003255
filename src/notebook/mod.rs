//! Jupyter notebooks: the code cells as one module in their order, and that module's changes back into the JSON.
//! Plain data, no IO.
//!
//! ```text
//! # %% cell 1
//! import numpy as np
//! # %% cell 3
//! %matplotlib inline
//! x = np.zeros(10)
//! ```

mod document;
mod write;

use crate::text::{LineIndex, Span};
use document::{Code, read};

/// The code cells of one notebook as a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notebook {
    text: String,
    cells: Vec<Cell>,
    /// For each line of the text, the line of the JSON (both from 0) that it comes from.
    json_lines: Vec<u32>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Cell {
    /// Its place among all cells, from 1.
    number: u32,
    /// The comment that names it, in the text; with its newline.
    header: Span,
    /// From 1.
    header_line: u32,
    /// It ended without a newline, and got one in the text.
    newline_added: bool,
    /// Where its source stands in the JSON, brackets or quotes included.
    source: Span,
}

/// A line of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellPlace {
    /// The cell's place among all cells, from 1.
    pub cell: u32,
    /// From 1, in the cell.
    pub line: u32,
    /// From 1, in the notebook's file.
    pub json_line: u32,
}

impl Notebook {
    /// Reads the JSON of a notebook of format 4. The error says what is wrong in words of one line.
    pub fn parse(json: &str) -> Result<Self, String> {
        let code = read(json)?;
        let mark = mark(code.iter().flat_map(|cell| &cell.pieces).map(|(piece, _)| piece.as_str()));
        let index = LineIndex::new(json);
        let mut notebook = Self { text: String::new(), cells: Vec::new(), json_lines: Vec::new() };
        for cell in &code {
            notebook.push(cell, &mark, &index);
        }
        Ok(notebook)
    }

    /// The module. Each cell is headed by a comment that names it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a line of the text (from 1) stands in the notebook; that of a header is the cell's first.
    #[must_use]
    pub fn place(&self, line: u32) -> CellPlace {
        let next = self.cells.partition_point(|cell| cell.header_line <= line);
        let (cell, above) =
            next.checked_sub(1).map_or((1, 0), |at| (self.cells[at].number, self.cells[at].header_line));
        let json_line = self.json_lines.get(line.saturating_sub(1) as usize).or(self.json_lines.last());
        CellPlace { cell, line: line.saturating_sub(above).max(1), json_line: json_line.map_or(1, |line| line + 1) }
    }

    fn push(&mut self, code: &Code, mark: &str, index: &LineIndex) {
        let start = self.text.len() as u32;
        self.text.push_str(&format!("{mark} {}\n", code.number));
        let header = Span::new(start, self.text.len() as u32);
        self.json_lines.push(index.line_number(code.source.start) - 1);
        let header_line = self.json_lines.len() as u32;
        for (piece, offset) in &code.pieces {
            let line = index.line_number(*offset) - 1;
            for part in piece.split_inclusive('\n') {
                // A line that several pieces make is where it begins.
                if self.text.ends_with('\n') {
                    self.json_lines.push(line);
                }
                self.text.push_str(part);
            }
        }
        let newline_added = !self.text.ends_with('\n');
        if newline_added {
            self.text.push('\n');
        }
        self.cells.push(Cell { number: code.number, header, header_line, newline_added, source: code.source });
    }
}

/// The lines (from 1) of [`Notebook::text`] that head its cells, and which cells these are.
#[must_use]
pub fn headers(text: &str) -> Vec<(u32, u32)> {
    let Some((mark, _)) = text.lines().next().and_then(|first| first.rsplit_once(' ')) else { return Vec::new() };
    let cell = |line: &str| line.strip_prefix(mark)?.strip_prefix(' ')?.parse().ok();
    text.split('\n').zip(1..).filter_map(|(text, line)| Some((line, cell(text)?))).collect()
}

/// How headers begin: as no line of the cells does. The number of the cell follows.
pub fn mark<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut mark = "# %% cell".to_owned();
    while texts.clone().any(|text| text.contains(&mark)) {
        mark.insert(2, '%');
    }
    mark
}

/// Whether a code cell is Python: under `%%bash` it is not.
#[must_use]
pub fn is_python(cell: &str) -> bool {
    document::is_python_cell(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r##"{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "metadata": {},
   "outputs": [],
   "source": [
    "%matplotlib inline\n",
    "\n",
    "s = 'é'"
   ]
  },
  {"cell_type": "markdown", "metadata": {}, "source": ["# Title"]},
  {"cell_type": "code", "metadata": {}, "source": "x = 1\ny = 2\n"},
  {"cell_type": "code", "metadata": {}, "source": ["%%bash\n", "ls"]},
  {"cell_type": "code", "metadata": {}, "source": ["%%time\n", "z = 3"]}
 ],
 "metadata": {"language_info": {"name": "python"}},
 "nbformat": 4,
 "nbformat_minor": 5
}
"##;

    const TEXT: &str =
        "# %% cell 1\n%matplotlib inline\n\ns = 'é'\n# %% cell 3\nx = 1\ny = 2\n# %% cell 5\n%%time\nz = 3\n";

    #[test]
    fn cells_are_one_module_in_order() {
        assert_eq!(Notebook::parse(JSON).unwrap().text(), TEXT);
    }

    #[test]
    fn lines_are_those_of_their_cells() {
        let notebook = Notebook::parse(JSON).unwrap();
        let place = |needle: &str| {
            let line = TEXT[..TEXT.find(needle).unwrap()].matches('\n').count() as u32 + 1;
            let CellPlace { cell, line, json_line } = notebook.place(line);
            (cell, line, json_line)
        };
        assert_eq!(place("%matplotlib"), (1, 1, 9));
        assert_eq!(place("s = "), (1, 3, 11));
        assert_eq!(place("x = 1"), (3, 1, 15));
        assert_eq!(place("y = 2"), (3, 2, 15));
        assert_eq!(place("z = 3"), (5, 2, 17));
        assert_eq!(notebook.place(4_000).cell, 5);
        assert_eq!(headers(TEXT), [(1, 1), (5, 3), (8, 5)]);
    }

    #[test]
    fn a_header_is_unlike_all_lines() {
        let json = r##"{"cells": [{"cell_type": "code", "source": "# %% cell 1\n# %%% cell 1"}], "nbformat": 4}"##;
        let notebook = Notebook::parse(json).unwrap();
        assert!(notebook.text().starts_with("# %%%% cell 1\n# %% cell 1\n"), "{}", notebook.text());
    }

    #[test]
    fn what_is_no_notebook_is_told() {
        let error = |json: &str| Notebook::parse(json).unwrap_err();
        assert!(error("x = 1").starts_with("is no notebook: expected a JSON object"));
        assert!(error("{}").starts_with("is no notebook: missing field `cells`"));
        let old = error(r#"{"cells": [], "nbformat": 3}"#);
        assert_eq!(old, "notebook format 3 is not supported: save it with a newer Jupyter");
        let json = r#"{"cells": [{"cell_type": "code", "source": "ls"}], "metadata": {"language_info": {"name": "R"}}, "nbformat": 4}"#;
        assert_eq!(Notebook::parse(json).unwrap().text(), "", "not Python, and therefore nothing to say");
    }
}
