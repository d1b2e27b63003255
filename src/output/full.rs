use std::{
    borrow::Cow,
    io::{self, Write},
};

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::count;
use crate::{
    diagnostic::{Applicability, Diagnostic, Fix, Severity},
    notebook::Notebook,
    project::FileReport,
    text::{LineIndex, Span, visible},
};

/// The source around each finding, with the chapters of its story beside the lines they happen on. Coloured: the
/// stream drops the colours where they cannot be shown.
pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for report in reports {
        let Some(text) = &report.text else { continue };
        let path = report.path.to_string_lossy();
        let path = visible(&path);
        let text = harmless(text);
        let file = File { path: &path, index: LineIndex::new(&text), text, notebook: report.notebook.as_ref() };
        for diagnostic in &report.checked.diagnostics {
            writeln!(out, "{}\n", file.render(diagnostic, &renderer))?;
        }
    }
    let findings = reports.iter().map(|report| report.checked.diagnostics.len()).sum();
    let files = count(reports.iter().filter(|report| report.problem.is_none()).count(), "file");
    match findings {
        0 => writeln!(out, "No findings in {files}."),
        n => writeln!(out, "{} in {files}{}.", count(n, "finding"), fixable(reports)),
    }
}

/// How many findings which options would fix: the first that does.
fn fixable(reports: &[FileReport]) -> String {
    const OPTIONS: [(Applicability, &str); 3] = [
        (Applicability::Safe, "--fix"),
        (Applicability::Unsafe, "--fix --unsafe-fixes"),
        (Applicability::BugFix, "--fix --fix-bugs"),
    ];
    let first = |finding: &Diagnostic| {
        let fixes = |by: Applicability| finding.fixes.iter().any(|fix: &Fix| fix.applicability == by);
        OPTIONS.iter().position(|(applicability, _)| fixes(*applicability))
    };
    let mut counts = [0; OPTIONS.len()];
    for finding in reports.iter().flat_map(|report| &report.checked.diagnostics) {
        if let Some(option) = first(finding) {
            counts[option] += 1;
        }
    }
    let told = counts.iter().zip(OPTIONS).filter(|(n, _)| **n > 0);
    let told: Vec<String> = told.map(|(n, (_, option))| format!("{n} with `{option}`")).collect();
    if told.is_empty() { String::new() } else { format!(" (fixable: {})", told.join(", ")) }
}

struct File<'a> {
    path: &'a str,
    index: LineIndex,
    text: Cow<'a, str>,
    notebook: Option<&'a Notebook>,
}

/// A place of a story, and what is said of it; nothing of the finding's own.
type Chapter<'a> = (Span, Option<&'a str>);

impl File<'_> {
    fn render(&self, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
        let title = level(diagnostic.severity).primary_title(visible(&diagnostic.message)).id(diagnostic.rule);
        let help = diagnostic.fixes.iter().map(|fix| Level::HELP.message(fix.title.as_str()));
        let snippets = self.by_cell(diagnostic).into_iter().map(|(cell, chapters)| self.snippet(cell, &chapters));
        renderer.render(&[title.elements(snippets).elements(help)])
    }

    /// The story, that of each cell of a notebook apart; the finding's own cell first.
    fn by_cell<'d>(&self, diagnostic: &'d Diagnostic) -> Vec<(Option<u32>, Vec<Chapter<'d>>)> {
        let cell = |span: Span| {
            let line = self.index.line_number(span.start);
            self.notebook.map(|notebook| notebook.place(line).cell)
        };
        let mut cells = vec![(cell(diagnostic.primary), vec![(diagnostic.primary, None)])];
        for related in &diagnostic.related {
            let (cell, chapter) = (cell(related.span), (related.span, Some(related.message.as_str())));
            match cells.iter_mut().find(|(known, _)| *known == cell) {
                Some((_, chapters)) => chapters.push(chapter),
                None => cells.push((cell, vec![chapter])),
            }
        }
        cells
    }

    fn snippet<'s>(&'s self, cell: Option<u32>, chapters: &[Chapter<'s>]) -> Snippet<'s, Annotation<'s>> {
        let shown = self.lines_of(chapters);
        let within = |span: Span| (span.start - shown.start) as usize..(span.end - shown.start) as usize;
        let annotation = |(span, message): &Chapter<'s>| match message {
            None => AnnotationKind::Primary.span(within(*span)),
            Some(message) => AnnotationKind::Context.span(within(*span)).label(visible(message)),
        };
        let line = self.index.line_number(shown.start);
        let (path, line) = match (self.notebook, cell) {
            (Some(notebook), Some(cell)) => (format!("{}:cell {cell}", self.path).into(), notebook.place(line).line),
            _ => (Cow::Borrowed(self.path), line),
        };
        Snippet::source(&self.text[shown.start as usize..shown.end as usize])
            .line_start(line as usize)
            .path(path)
            .annotations(chapters.iter().map(annotation))
    }

    /// The whole lines from the first place to the last: rendering costs what it is given.
    fn lines_of(&self, chapters: &[Chapter<'_>]) -> Span {
        let spans = || chapters.iter().map(|(span, _)| *span);
        let start = spans().map(|span| span.start).min().unwrap_or(0);
        let end = spans().map(|span| span.end).max().unwrap_or(0);
        let line = |offset| self.index.line_column(&self.text, offset).line - 1;
        let first = self.index.line_span(&self.text, line(start)).start;
        Span::new(first, self.index.line_span(&self.text, line(end)).end.max(end))
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info | Severity::Off => Level::INFO,
    }
}

/// Lone carriage returns end a line in Python but not in the renderer, and what it leaves of control characters (C1)
/// steers some terminals. Offsets stay as they are.
fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c == '\r' || is_c1(c)) {
        return Cow::Borrowed(text);
    }
    let mut characters = text.chars().peekable();
    let mut result = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let lone = character == '\r' && characters.peek() != Some(&'\n');
        result.push(match character {
            _ if lone => '\n',
            // As many bytes.
            c if is_c1(c) => '¿',
            c => c,
        });
    }
    Cow::Owned(result)
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
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
        let file = File { path: "a.py", index: LineIndex::new(text), text: harmless(text), notebook: None };
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
