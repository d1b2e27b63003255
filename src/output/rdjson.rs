//! Reviewdog's diagnostic format. Its columns count UTF-8 bytes.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Located, findings};
use crate::{
    diagnostic::{Fix, Severity},
    project::FileReport,
    text::{PositionEncoding, Span},
};

pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let diagnostics: Vec<Value> = findings(reports).map(|finding| diagnostic(&finding)).collect();
    let document = json!({ "source": { "name": "heaplight" }, "diagnostics": diagnostics });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn diagnostic(finding: &Located<'_>) -> Value {
    let severity = match finding.diagnostic.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Off => "INFO",
    };
    // A suggestion is one replacement.
    let single = |fix: &&Fix| fix.edits.len() == 1;
    let suggestions: Vec<Value> = finding
        .fixes()
        .iter()
        .filter(single)
        .flat_map(|fix| &fix.edits)
        .map(|edit| json!({ "range": range(finding, edit.span), "text": edit.text }))
        .collect();
    json!({
        "message": finding.message(),
        "location": { "path": finding.path, "range": range(finding, finding.diagnostic.primary) },
        "severity": severity,
        "code": { "value": finding.diagnostic.rule },
        "suggestions": suggestions,
    })
}

fn range(finding: &Located<'_>, span: Span) -> Value {
    if finding.notebook.is_some() {
        let (start, end) = finding.place(span);
        return json!({ "start": { "line": start.line }, "end": { "line": end.line } });
    }
    let place = |offset| {
        let place = finding.index.position(finding.text, offset, PositionEncoding::Utf8);
        json!({ "line": place.line + 1, "column": place.character + 1 })
    };
    json!({ "start": place(span.start), "end": place(span.end) })
}
