//! Workflow commands, which GitHub shows beside the lines of a pull request.

use std::io::{self, Write};

use super::findings;
use crate::{diagnostic::Severity, project::FileReport};

pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    for finding in findings(reports) {
        let (start, end) = finding.place(finding.diagnostic.primary);
        let command = match finding.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Off => "notice",
        };
        let (path, rule) = (property(&finding.path), property(finding.diagnostic.rule));
        write!(out, "::{command} title=heaplight ({rule}),file={path},line={},endLine={}", start.line, end.line)?;
        // Columns of two lines would be refused.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let (path, rule) = (data(&finding.path), finding.diagnostic.rule);
        writeln!(out, "::{path}:{}:{}: {rule} {}", start.line, start.column, data(&finding.message()))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
