//! A changed module back into the JSON: cells that are as they were keep every byte, and so does every line of a cell.

use std::collections::HashMap;

use super::{Cell, Notebook, document::elements};

impl Notebook {
    /// The notebook's JSON with the cells of a changed text; `None` if the text's cells are no longer these.
    #[must_use]
    pub fn with_text(&self, json: &str, after: &str) -> Option<String> {
        let mut result = String::with_capacity(json.len());
        let mut copied = 0;
        let (before, after) = (self.bodies(&self.text)?, self.bodies(after)?);
        for ((cell, before), after) in self.cells.iter().zip(before).zip(after) {
            // `%%time` must stay in the first line.
            if before.starts_with("%%") && !after.starts_with("%%") {
                return None;
            }
            if before != after {
                let source = json.get(cell.source.start as usize..cell.source.end as usize)?;
                result.push_str(json.get(copied..cell.source.start as usize)?);
                result.push_str(&cell.rewritten(source, after, json.is_ascii())?);
                copied = cell.source.end as usize;
            }
        }
        result.push_str(json.get(copied..)?);
        Some(result)
    }

    /// What stands below each header.
    fn bodies<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let header = |cell: &Cell| &self.text[cell.header.start as usize..cell.header.end as usize];
        let mut bodies = Vec::new();
        let Some(first) = self.cells.first() else { return text.is_empty().then_some(bodies) };
        let mut rest = text.strip_prefix(header(first))?;
        for next in self.cells.iter().skip(1) {
            let end = rest.find(&format!("\n{}", header(next))).map(|at| at + 1);
            // A cell without a line: one header follows the other.
            let end = if rest.starts_with(header(next)) { 0 } else { end? };
            bodies.push(&rest[..end]);
            rest = rest[end..].strip_prefix(header(next))?;
        }
        bodies.push(rest);
        Some(bodies)
    }
}

impl Cell {
    /// A source with other text, in the style of the one that is there.
    fn rewritten(&self, source: &str, text: &str, ascii: bool) -> Option<String> {
        let text = if self.newline_added { text.strip_suffix('\n').unwrap_or(text) } else { text };
        if source.starts_with('"') {
            return quoted(text, ascii);
        }
        let old = elements(source).ok()?;
        let mut known: HashMap<String, &str> = HashMap::new();
        for raw in &old {
            known.insert(serde_json::from_str(raw).ok()?, raw);
        }
        let lines = text.split_inclusive('\n').map(|line| match known.get(line) {
            Some(raw) => Some((*raw).to_owned()),
            None => quoted(line, ascii),
        });
        let lines: Vec<String> = lines.collect::<Option<_>>()?;
        let (open, between, close) = layout(source, &old);
        Some(format!("[{open}{}{close}]", lines.join(&between)))
    }
}

/// What stands before the first string of a list, between two, and behind the last.
fn layout(source: &str, elements: &[&str]) -> (String, String, String) {
    let at = |part: &str| part.as_ptr() as usize - source.as_ptr() as usize;
    let (Some(first), Some(last)) = (elements.first(), elements.last()) else { return Default::default() };
    let open = source[1..at(first)].to_owned();
    let close = source[at(last) + last.len()..source.len() - 1].to_owned();
    let between = match elements.get(1) {
        Some(second) => source[at(first) + first.len()..at(second)].to_owned(),
        None => format!(",{}", if open.is_empty() { " " } else { &open }),
    };
    (open, between, close)
}

/// A JSON string; without other characters than ASCII's where the file has none.
fn quoted(text: &str, ascii: bool) -> Option<String> {
    let quoted = serde_json::to_string(text).ok()?;
    if !ascii || quoted.is_ascii() {
        return Some(quoted);
    }
    let mut result = String::with_capacity(quoted.len());
    for character in quoted.chars() {
        if character.is_ascii() {
            result.push(character);
        } else {
            result.extend(character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "a = 1\n",
    "s = '\u00E9'\n",
    "b = 2"
   ]
  },
  { "source": "c = 3\n", "cell_type":"code" },
  {"cell_type": "code", "source": []},
  {"cell_type": "code", "source": ["d = 4"], "metadata": {"x": 1.50}}
 ],
 "nbformat": 4, "nbformat_minor": 5
}
"#;

    fn changed(from: &str, to: &str) -> String {
        let notebook = Notebook::parse(JSON).unwrap();
        notebook.with_text(JSON, &notebook.text().replace(from, to)).unwrap()
    }

    #[test]
    fn only_what_changes_is_written() {
        assert_eq!(changed("", ""), JSON);
        assert_eq!(changed("b = 2", "b = 5\nbb = 6"), JSON.replace("\"b = 2\"", "\"b = 5\\n\",\n    \"bb = 6\""));
        assert_eq!(changed("a = 1\n", ""), JSON.replace("\"a = 1\\n\",\n    ", ""));
        assert_eq!(changed("c = 3\n", "c = 'é𝄞'\n"), JSON.replace("c = 3", r"c = '\u00e9\ud834\udd1e'"));
        assert_eq!(changed("d = 4", "d = 4\ne = 5"), JSON.replace("\"d = 4\"", r#""d = 4\n", "e = 5""#));
    }

    #[test]
    fn a_text_with_other_cells_is_refused() {
        let notebook = Notebook::parse(JSON).unwrap();
        let text = notebook.text();
        assert_eq!(notebook.with_text(JSON, &text.replace("# %% cell 2\n", "")), None);
        assert_eq!(notebook.with_text(JSON, &format!("x = 1\n{text}")), None);
    }
}
