//! Schema `heaplight.check/1`. Lines and columns count from 1, columns count Unicode code points, ends are exclusive.

use std::io::{self, Write};

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, Edit, Fix, Related},
    notebook::{CellPlace, Notebook},
    output::path_of,
    project::FileReport,
    text::{LineColumn, LineIndex, Span},
};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    group: &'static str,
    severity: &'static str,
    verdict: &'static str,
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
    related: Vec<RelatedPlace<'a>>,
    fixes: Vec<FixEntry<'a>>,
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<EditEntry<'a>>,
}

#[derive(Serialize)]
struct EditEntry<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    /// Of a notebook: the cell that `start` and `end` count in.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<u32>,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Summary {
    /// Files that were read.
    files: usize,
    findings: usize,
    /// Those of the findings that are syntax errors.
    parse_errors: usize,
}

pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let paths: Vec<String> = reports.iter().map(path_of).collect();
    let findings: Vec<Finding<'_>> =
        reports.iter().zip(&paths).flat_map(|(report, path)| findings_of(report, path)).collect();
    let summary = Summary {
        files: reports.iter().filter(|report| report.problem.is_none()).count(),
        findings: findings.len(),
        parse_errors: findings.iter().filter(|finding| finding.rule == "syntax-error").count(),
    };
    let document = Document { schema: "heaplight.check/1", findings, summary };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// One finding a line, each a JSON document of its own.
pub(super) fn write_lines(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        let path = path_of(report);
        for finding in findings_of(report, &path) {
            serde_json::to_writer(&mut *out, &finding)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn findings_of<'a>(report: &'a FileReport, path: &'a str) -> Vec<Finding<'a>> {
    let Some(text) = &report.text else { return Vec::new() };
    let file = File { path, text, index: LineIndex::new(text), notebook: report.notebook.as_ref() };
    report.checked.diagnostics.iter().map(|diagnostic| file.finding(diagnostic)).collect()
}

struct File<'a> {
    path: &'a str,
    text: &'a str,
    index: LineIndex,
    notebook: Option<&'a Notebook>,
}

impl<'a> File<'a> {
    fn finding(&self, diagnostic: &'a Diagnostic) -> Finding<'a> {
        Finding {
            rule: diagnostic.rule,
            group: diagnostic.group.name(),
            severity: diagnostic.severity.name(),
            verdict: diagnostic.verdict.name(),
            place: self.place(diagnostic.primary),
            message: &diagnostic.message,
            related: diagnostic.related.iter().map(|related| self.related(related)).collect(),
            fixes: diagnostic.fixes.iter().map(|fix| self.fix(fix)).collect(),
        }
    }

    fn related(&self, related: &'a Related) -> RelatedPlace<'a> {
        RelatedPlace { place: self.place(related.span), message: &related.message }
    }

    fn fix(&self, fix: &'a Fix) -> FixEntry<'a> {
        let edits = fix.edits.iter().map(|edit| self.edit(edit)).collect();
        FixEntry { title: &fix.title, applicability: fix.applicability.name(), edits }
    }

    fn edit(&self, edit: &'a Edit) -> EditEntry<'a> {
        EditEntry { place: self.place(edit.span), text: &edit.text }
    }

    fn place(&self, span: Span) -> Place<'a> {
        let point = |offset| {
            let LineColumn { line, column } = self.index.line_column(self.text, offset);
            Point { line, column }
        };
        let (mut start, mut end) = (point(span.start), point(span.end));
        let cell = self.notebook.map(|notebook| {
            let CellPlace { cell, line, .. } = notebook.place(start.line);
            end.line -= start.line - line;
            start.line = line;
            cell
        });
        Place { path: self.path, cell, start, end }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        diagnostic::{Group, Remedy, Severity, Verdict},
        project::{Phases, Proved, neighbours::Seen},
        rules::Checked,
    };

    #[test]
    fn a_finding_with_a_story_and_a_fix() {
        let text = "é = 1\ndef f(x=[]):\n    x.append(1)\n";
        let span = |needle: &str| {
            let start = text.find(needle).unwrap() as u32;
            Span::new(start, start + needle.len() as u32)
        };
        let diagnostic = Diagnostic {
            rule: "some-rule",
            group: Group::Defaults,
            severity: Severity::Warning,
            verdict: Verdict::Likely,
            message: "one list for all calls".into(),
            primary: span("[]"),
            related: vec![Related { span: span("x.append(1)"), message: "changed here".into() }],
            fixes: vec![Fix {
                title: "use None".into(),
                edits: vec![Edit { span: span("[]"), text: "None".into() }],
                ..Fix::of_bug(Remedy::NoneGuard { default: span("[]") })
            }],
        };
        let report = FileReport {
            path: "pkg/a.py".into(),
            text: Some(text.into()),
            notebook: None,
            lines: 3,
            checked: Checked { diagnostics: vec![diagnostic], ..Checked::default() },
            fixed: None,
            hints: Vec::new(),
            proved: Proved::default(),
            asked: Vec::new(),
            seen: Seen::default(),
            problem: None,
            phases: Phases::default(),
        };
        let mut out = Vec::new();
        write(&[report], &mut out).unwrap();
        let expected = json!({
            "schema": "heaplight.check/1",
            "findings": [{
                "rule": "some-rule", "group": "defaults", "severity": "warning", "verdict": "likely",
                "path": "pkg/a.py", "start": {"line": 2, "column": 9}, "end": {"line": 2, "column": 11},
                "message": "one list for all calls",
                "related": [{
                    "path": "pkg/a.py", "start": {"line": 3, "column": 5}, "end": {"line": 3, "column": 16},
                    "message": "changed here"
                }],
                "fixes": [{
                    "title": "use None", "applicability": "bug-fix",
                    "edits": [{
                        "path": "pkg/a.py", "start": {"line": 2, "column": 9}, "end": {"line": 2, "column": 11},
                        "text": "None"
                    }]
                }]
            }],
            "summary": {"files": 1, "findings": 1, "parse_errors": 0}
        });
        assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), expected);
    }
}
