//! A source with what its lines do to memory at their ends, for the terminal.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::{
    annotations::{self, Hint},
    diagnostic::Diagnostic,
    facts::Facts,
    text::{LineIndex, visible},
};

// The writer drops these where the output is no terminal.
const HINT: &str = "\x1b[3;36m";
const FINDING: &str = "\x1b[33m";
const NUMBER: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[0m";

/// What is beyond it is put on the next line, so that columns stay readable.
const WIDTH: usize = 72;

/// A source and what is known of its lines.
pub struct Annotated<'a> {
    pub text: &'a str,
    pub facts: &'a Facts,
    /// At most one a line, by offset.
    pub hints: &'a [Hint],
    pub findings: &'a [Diagnostic],
}

impl Annotated<'_> {
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let lines = LineIndex::new(self.text);
        let mut hints: BTreeMap<u32, &Hint> = BTreeMap::new();
        for hint in self.hints {
            hints.entry(lines.line_number(hint.offset)).or_insert(hint);
        }
        let mut findings: BTreeMap<u32, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in self.findings {
            findings.entry(lines.line_number(finding.primary.start)).or_default().push(finding);
        }
        writeln!(out, "simulated as CPython {}", self.facts.target_version())?;
        for (number, line) in (1..).zip(self.text.lines()) {
            self.write_source(number, line, hints.get(&number).copied(), out)?;
            for finding in findings.get(&number).into_iter().flatten() {
                writeln!(out, "     {FINDING}^ {}: {}{PLAIN}", finding.rule, visible(&finding.message))?;
            }
        }
        Ok(())
    }

    fn write_source(&self, number: u32, line: &str, hint: Option<&Hint>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{NUMBER}{number:>4}{PLAIN} {}", visible(line))?;
        if let Some(hint) = hint {
            if line.chars().count() > WIDTH {
                write!(out, "\n    ")?;
            }
            write!(out, "  {HINT}⟨{}⟩{PLAIN}", visible(&hint.label))?;
        }
        writeln!(out)
    }

    /// One line with the whole story.
    pub fn write_line(&self, number: u32, out: &mut dyn Write) -> io::Result<()> {
        let lines = LineIndex::new(self.text);
        let Some(line) = number.checked_sub(1).and_then(|index| self.text.lines().nth(index as usize)) else {
            return writeln!(out, "the file has no line {number}");
        };
        let hint = self.hints.iter().find(|hint| lines.line_number(hint.offset) == number);
        self.write_source(number, line, hint, out)?;
        match hint {
            Some(hint) => writeln!(out, "\n{}", visible(&plain(&annotations::tooltip(self.facts, hint))))?,
            None => writeln!(out, "\nnothing is known of this line")?,
        }
        for finding in self.findings.iter().filter(|f| lines.line_number(f.primary.start) == number) {
            writeln!(out, "\n{FINDING}{}: {}{PLAIN}", finding.rule, visible(&finding.message))?;
        }
        Ok(())
    }
}

/// Markdown as a terminal shows it.
fn plain(markdown: &str) -> String {
    markdown.lines().filter(|line| !line.starts_with("```")).map(|line| line.replace("**", "") + "\n").collect()
}
