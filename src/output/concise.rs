use std::io::{self, Write};

use crate::{
    project::FileReport,
    text::{LineColumn, LineIndex, visible},
};

/// `path:line:column: severity[rule] message`; in a notebook `path:cell N:line:column: ...`.
pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        let Some(text) = &report.text else { continue };
        let index = LineIndex::new(text);
        for diagnostic in &report.checked.diagnostics {
            let LineColumn { mut line, column } = index.line_column(text, diagnostic.primary.start);
            let mut path = visible(&report.path.to_string_lossy()).into_owned();
            if let Some(place) = report.notebook.as_ref().map(|notebook| notebook.place(line)) {
                line = place.line;
                path = format!("{path}:cell {}", place.cell);
            }
            let severity = diagnostic.severity.name();
            let (rule, message) = (diagnostic.rule, visible(&diagnostic.message));
            writeln!(out, "{path}:{line}:{column}: {severity}[{rule}] {message}")?;
        }
    }
    Ok(())
}
