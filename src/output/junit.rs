//! JUnit's XML: one test suite for each file with findings, one failed test for each finding.

use std::io::{self, Write};

use super::{Located, findings};
use crate::{diagnostic::Severity, project::FileReport};

pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Located<'_>> = findings(reports).collect();
    let fails = |finding: &&Located<'_>| finding.diagnostic.severity >= Severity::Warning;
    let tests = all.len().max(1);
    let failures = all.iter().filter(fails).count();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"heaplight\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    if all.is_empty() {
        writeln!(out, "  <testsuite name=\"heaplight\" tests=\"1\" failures=\"0\" errors=\"0\">")?;
        writeln!(out, "    <testcase name=\"no findings\" classname=\"heaplight\"/>\n  </testsuite>")?;
    }
    for file in all.chunk_by(|a, b| a.path == b.path) {
        let failures = file.iter().filter(fails).count();
        let name = escape(&file[0].path);
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">", file.len())?;
        file.iter().try_for_each(|finding| write_case(finding, out))?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn write_case(finding: &Located<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (start, _) = finding.place(finding.diagnostic.primary);
    let (path, rule) = (escape(&finding.path), finding.diagnostic.rule);
    let message = escape(&finding.message());
    let place = format!("line {}, column {}", start.line, start.column);
    write!(out, "    <testcase name=\"{rule} ({place})\" classname=\"{path}\"")?;
    if finding.diagnostic.severity < Severity::Warning {
        return writeln!(out, ">\n      <system-out>{message}</system-out>\n    </testcase>");
    }
    writeln!(out, ">\n      <failure message=\"{message}\" type=\"{rule}\">{path}: {place}: {message}</failure>")?;
    writeln!(out, "    </testcase>")
}

fn escape(text: &str) -> String {
    // Other control characters, and what is no character, cannot be written in XML at all.
    let kept = text.chars().filter(|c| match c {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    });
    let escaped = kept.collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;")
}
