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
        writeln!(
            out,
            "::{command} title=heaplight ({rule}),file={path},line={},col={},endLine={},endColumn={}::{}:{}:{}: {} {}",
            start.line,
            start.column,
            end.line,
            end.column,
            data(&finding.path),
            start.line,
            start.column,
            finding.diagnostic.rule,
            data(&finding.message()),
        )?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
