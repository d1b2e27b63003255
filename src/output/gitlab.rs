//! GitLab's code quality report: issues as Code Climate describes them, so that its other readers understand them too.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{Located, findings};
use crate::{
    diagnostic::{Group, Severity},
    project::FileReport,
};

pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let issues: Vec<Value> = findings(reports).map(|finding| issue(&finding, &mut seen)).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue(finding: &Located<'_>, seen: &mut HashMap<String, usize>) -> Value {
    let (start, end) = finding.place(finding.diagnostic.primary);
    let severity = match finding.diagnostic.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Off => "info",
    };
    // Fingerprints must differ, also between two findings on equal lines.
    let mut fingerprint = finding.fingerprint();
    let times = seen.entry(fingerprint.clone()).or_default();
    if *times > 0 {
        fingerprint = format!("{fingerprint}-{times}");
    }
    *times += 1;
    json!({
        "type": "issue",
        "categories": [category(finding.diagnostic.group)],
        "description": format!("{}: {}", finding.diagnostic.rule, finding.message()),
        "check_name": finding.diagnostic.rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": finding.path, "lines": { "begin": start.line, "end": end.line } },
    })
}

/// What Code Climate would call it.
fn category(group: Group) -> &'static str {
    match group {
        Group::Syntax | Group::Defaults | Group::Sharing => "Bug Risk",
        _ => "Performance",
    }
}
