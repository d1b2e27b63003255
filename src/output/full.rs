use std::{
    borrow::Cow,
    io::{self, Write},
    ops::Range,
};

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::count;
use crate::{
    diagnostic::{Applicability, Diagnostic, Fix, Severity},
    project::FileReport,
    text::{LineIndex, Span},
};

/// The source around each finding, with the chapters of its story beside the lines they happen on. Coloured: the
/// stream drops the colours where they cannot be shown.
pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for report in reports {
        let Some(text) = &report.text else { continue };
        let path = report.path.to_string_lossy();
        let file = File { path: &path, index: LineIndex::new(text), text: with_newlines(text) };
        for diagnostic in &report.checked.diagnostics {
            writeln!(out, "{}\n", file.render(diagnostic, &renderer))?;
        }
    }
    let findings = reports.iter().map(|report| report.checked.diagnostics.len()).sum();
    let files = count(reports.iter().filter(|report| report.problem.is_none()).count(), "file");
    match findings {
        0 => writeln!(out, "No findings in {files}."),
        n => {
            let safe = |fix: &Fix| fix.applicability == Applicability::Safe;
            let found = reports.iter().flat_map(|report| &report.checked.diagnostics);
            let fixable = match found.filter(|finding| finding.fixes.iter().any(safe)).count() {
                0 => String::new(),
                n => format!(" ({n} fixable with `--fix`)"),
            };
            writeln!(out, "{} in {files}{fixable}.", count(n, "finding"))
        }
    }
}

struct File<'a> {
    path: &'a str,
    index: LineIndex,
    text: Cow<'a, str>,
}

impl File<'_> {
    fn render(&self, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
        let shown = self.lines_of(diagnostic);
        let within = |span: Span| (span.start - shown.start) as usize..(span.end - shown.start) as usize;
        let related = diagnostic
            .related
            .iter()
            .map(|related| AnnotationKind::Context.span(within(related.span)).label(related.message.as_str()));
        let snippet = Snippet::source(&self.text[shown.start as usize..shown.end as usize])
            .line_start(self.index.line_column(&self.text, shown.start).line as usize)
            .path(self.path)
            .annotation(primary(within(diagnostic.primary)))
            .annotations(related);
        let title = level(diagnostic.severity).primary_title(diagnostic.message.as_str()).id(diagnostic.rule);
        let help = diagnostic.fixes.iter().map(|fix| Level::HELP.message(fix.title.as_str()));
        renderer.render(&[title.element(snippet).elements(help)])
    }

    /// The whole lines from the first place of the story to the last: rendering costs what it is given.
    fn lines_of(&self, diagnostic: &Diagnostic) -> Span {
        let spans = || diagnostic.related.iter().map(|related| related.span).chain([diagnostic.primary]);
        let start = spans().map(|span| span.start).min().unwrap_or(0);
        let end = spans().map(|span| span.end).max().unwrap_or(0);
        let line = |offset| self.index.line_column(&self.text, offset).line - 1;
        let first = self.index.line_span(&self.text, line(start)).start;
        Span::new(first, self.index.line_span(&self.text, line(end)).end.max(end))
    }
}

fn primary<'a>(range: Range<usize>) -> Annotation<'a> {
    AnnotationKind::Primary.span(range)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info | Severity::Off => Level::INFO,
    }
}

/// Lone carriage returns end a line in Python but not in the renderer. Offsets stay as they are.
fn with_newlines(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let mut characters = text.chars().peekable();
    let mut result = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let lone = character == '\r' && characters.peek() != Some(&'\n');
        result.push(if lone { '\n' } else { character });
    }
    Cow::Owned(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Group, Related, Remedy, Verdict};

    fn span(text: &str, needle: &str) -> Span {
        let start = text.find(needle).unwrap() as u32;
        Span::new(start, start + needle.len() as u32)
    }

    fn render(text: &str) -> String {
        let related = |needle: &str, message: &str| Related { span: span(text, needle), message: message.into() };
        let diagnostic = Diagnostic {
            rule: "some-rule",
            group: Group::Defaults,
            severity: Severity::Warning,
            verdict: Verdict::Proved,
            message: "one list for all calls".into(),
            primary: span(text, "[]"),
            related: vec![related("x.append(1)", "changed here"), related("return x", "seen here")],
            fixes: vec![Fix {
                title: "make it in the body".into(),
                ..Fix::of_bug(Remedy::NoneGuard { default: span(text, "[]") })
            }],
        };
        let file = File { path: "a.py", index: LineIndex::new(text), text: with_newlines(text) };
        file.render(&diagnostic, &Renderer::plain())
    }

    const STORY: &str = "\
warning[some-rule]: one list for all calls
 --> a.py:3:16
  |
3 | def é(a='é', x=[]):
  |                ^^
4 |     x.append(1)
  |     ----------- changed here
5 |     return x
  |     -------- seen here
  |
  = help: make it in the body";

    #[test]
    fn the_story_stands_beside_its_lines() {
        let text = "import os\n\ndef é(a='é', x=[]):\n    x.append(1)\n    return x\n";
        assert_eq!(render(text), STORY);
    }

    #[test]
    fn every_line_ending_gives_the_same_picture() {
        let text = "import os\n\ndef é(a='é', x=[]):\n    x.append(1)\n    return x\n";
        assert_eq!(render(&text.replace('\n', "\r\n")), STORY);
        assert_eq!(render(&text.replace('\n', "\r")), STORY);
    }
}
