//! Schema `heaplight.check/1`. Lines and columns count from 1, columns count Unicode code points, ends are exclusive.

use std::io::{self, Write};

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, Edit, Fix, Related},
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
    let paths: Vec<String> = reports.iter().map(|report| report.path.to_string_lossy().replace('\\', "/")).collect();
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

fn findings_of<'a>(report: &'a FileReport, path: &'a str) -> Vec<Finding<'a>> {
    let Some(text) = &report.text else { return Vec::new() };
    let file = File { path, text, index: LineIndex::new(text) };
    report.checked.diagnostics.iter().map(|diagnostic| file.finding(diagnostic)).collect()
}

struct File<'a> {
    path: &'a str,
    text: &'a str,
    index: LineIndex,
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
        Place { path: self.path, start: self.point(span.start), end: self.point(span.end) }
    }

    fn point(&self, offset: u32) -> Point {
        let LineColumn { line, column } = self.index.line_column(self.text, offset);
        Point { line, column }
    }
}
