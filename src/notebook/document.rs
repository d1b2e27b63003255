//! What of a notebook's JSON is code, and where it stands.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::text::Span;

/// A code cell.
pub(super) struct Code {
    pub(super) number: u32,
    /// In the JSON, brackets or quotes included.
    pub(super) source: Span,
    /// The source in pieces, each with its place in the JSON.
    pub(super) pieces: Vec<(String, u32)>,
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    cells: Vec<CellEntry<'a>>,
    #[serde(default)]
    metadata: Metadata,
    nbformat: u32,
}

#[derive(Deserialize)]
struct CellEntry<'a> {
    cell_type: String,
    #[serde(borrow)]
    source: &'a RawValue,
}

#[derive(Deserialize, Default)]
struct Metadata {
    language_info: Option<Language>,
    kernelspec: Option<Kernel>,
}

#[derive(Deserialize)]
struct Language {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Kernel {
    language: Option<String>,
}

/// The code cells that are Python.
pub(super) fn read(json: &str) -> Result<Vec<Code>, String> {
    let no_notebook = |error: serde_json::Error| format!("is no notebook: {error}");
    if !json.trim_start().starts_with('{') {
        return Err("is no notebook: expected a JSON object with `cells`".to_owned());
    }
    let document: Document<'_> = serde_json::from_str(json).map_err(no_notebook)?;
    if document.nbformat != 4 {
        return Err(format!("notebook format {} is not supported: save it with a newer Jupyter", document.nbformat));
    }
    if !is_python(&document.metadata) {
        return Ok(Vec::new());
    }
    let mut code = Vec::new();
    for (cell, number) in document.cells.iter().zip(1..) {
        if cell.cell_type == "code" {
            let pieces = pieces(json, cell.source).map_err(no_notebook)?;
            let source = span(json, cell.source.get());
            code.push(Code { number, source, pieces });
        }
    }
    code.retain(|cell| is_python_cell(&cell.pieces.iter().map(|(piece, _)| piece.as_str()).collect::<String>()));
    Ok(code)
}

/// A source is one string, or a list of strings: mostly its lines.
pub(super) fn pieces(json: &str, source: &RawValue) -> serde_json::Result<Vec<(String, u32)>> {
    let raw = elements(source.get())?;
    raw.into_iter().map(|piece| Ok((serde_json::from_str(piece)?, span(json, piece).start))).collect()
}

/// The strings of a source as they are written, in quotes.
pub(super) fn elements(source: &str) -> serde_json::Result<Vec<&str>> {
    if source.starts_with('"') {
        return Ok(vec![source]);
    }
    let raw: Vec<&RawValue> = serde_json::from_str(source)?;
    Ok(raw.into_iter().map(RawValue::get).collect())
}

fn is_python(metadata: &Metadata) -> bool {
    let info = metadata.language_info.as_ref().and_then(|info| info.name.as_deref());
    let kernel = metadata.kernelspec.as_ref().and_then(|kernel| kernel.language.as_deref());
    info.or(kernel).is_none_or(|language| language.eq_ignore_ascii_case("python"))
}

/// Cell magics under which a cell is still Python in the notebook's own names. `%%timeit` makes a function of it.
const PYTHON_MAGICS: [&str; 3] = ["%%capture", "%%prun", "%%time"];

/// Under `%%bash` or `%%sql` a code cell is something else.
pub(super) fn is_python_cell(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    !first.starts_with("%%") || first.split_whitespace().next().is_some_and(|magic| PYTHON_MAGICS.contains(&magic))
}

/// Where a slice of the JSON stands in it.
fn span(json: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize - json.as_ptr() as usize) as u32;
    Span::new(start, start + part.len() as u32)
}
