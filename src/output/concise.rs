use std::io::{self, Write};

use crate::{
    project::FileReport,
    text::{LineColumn, LineIndex},
};

/// `path:line:column: severity[rule] message`
pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        let Some(text) = &report.text else { continue };
        let index = LineIndex::new(text);
        for diagnostic in &report.checked.diagnostics {
            let LineColumn { line, column } = index.line_column(text, diagnostic.primary.start);
            let severity = diagnostic.severity.name();
            let (rule, message) = (diagnostic.rule, &diagnostic.message);
            writeln!(out, "{}:{line}:{column}: {severity}[{rule}] {message}", report.path.display())?;
        }
    }
    Ok(())
}
