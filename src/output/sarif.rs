//! SARIF 2.1.0, with the story of each finding as related locations and as a code flow, and with its fixes.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Located, findings};
use crate::{
    diagnostic::{Fix, Severity},
    project::FileReport,
    rules,
    suppression::REVIEWS,
    text::Span,
};

pub(super) fn write(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "heaplight",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": descriptors(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": findings(reports).map(|finding| result(&finding)).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn descriptors() -> Vec<Value> {
    let rules = rules::all().map(|rule| {
        json!({
            "id": rule.name,
            "shortDescription": { "text": rule.summary },
            "help": { "text": rule.docs, "markdown": rule.docs },
            "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.severity != Severity::Off },
            "properties": { "tags": [rule.group.name()] },
        })
    });
    let reviews = REVIEWS.iter().map(|review| {
        json!({
            "id": review.name,
            "shortDescription": { "text": review.summary },
            "help": { "text": review.docs },
            "defaultConfiguration": { "level": level(review.severity) },
        })
    });
    rules.chain(reviews).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

fn result(finding: &Located<'_>) -> Value {
    let diagnostic = finding.diagnostic;
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .enumerate()
        .map(|(id, related)| {
            let mut location = location(finding, related.span);
            location["id"] = json!(id + 1);
            location["message"] = json!({ "text": related.message });
            location
        })
        .collect();
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "level": level(diagnostic.severity),
        "message": { "text": finding.message() },
        "locations": [location(finding, diagnostic.primary)],
        "partialFingerprints": { "heaplight/v1": finding.fingerprint() },
        "properties": { "verdict": diagnostic.verdict.name() },
    });
    if !related.is_empty() {
        // The story in the order of the source, and the place of the finding in it.
        let mut steps: Vec<(Span, &str)> =
            diagnostic.related.iter().map(|related| (related.span, related.message.as_str())).collect();
        steps.push((diagnostic.primary, &diagnostic.message));
        steps.sort_by_key(|(span, _)| *span);
        let step = |(span, message): &(Span, &str)| {
            let mut location = location(finding, *span);
            location["message"] = json!({ "text": message });
            json!({ "location": location })
        };
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps.iter().map(step).collect::<Vec<_>>() }] }]);
        result["relatedLocations"] = json!(related);
    }
    if !finding.fixes().is_empty() {
        result["fixes"] = finding.fixes().iter().map(|fix| fix_of(finding, fix)).collect();
    }
    result
}

fn location(finding: &Located<'_>, span: Span) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(finding), "region": region(finding, span) } })
}

fn artifact(finding: &Located<'_>) -> Value {
    json!({ "uri": uri(&finding.path) })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn region(finding: &Located<'_>, span: Span) -> Value {
    let (start, end) = finding.place(span);
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn fix_of(finding: &Located<'_>, fix: &Fix) -> Value {
    let replacement = |edit: &crate::diagnostic::Edit| json!({ "deletedRegion": region(finding, edit.span), "insertedContent": { "text": edit.text } });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": artifact(finding),
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}
