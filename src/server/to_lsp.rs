//! Our plain data in the protocol's types. Offsets become positions here and nowhere else.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};
use tower_lsp_server::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Hover, HoverContents, InlayHint, InlayHintLabel,
    InlayHintLabelPart, InlayHintTooltip, MarkupContent, MarkupKind, NumberOrString, Uri,
};

use super::{analysis::Analysis, asked::Asked, features::Features, snapshot::Snapshot};
use crate::{annotations, diagnostic, facts::Facts};

pub(super) fn diagnostics(asked: &Asked, analysis: &Analysis, features: Features) -> Vec<Diagnostic> {
    analysis
        .diagnostics
        .iter()
        .filter(|finding| asked.has(finding.primary.start))
        .filter_map(|finding| one_diagnostic(&asked.document, asked, finding, features))
        .collect()
}

/// A finding as the client has it; none where it is not shown.
pub(super) fn one_diagnostic(
    uri: &Uri,
    snapshot: &Snapshot,
    finding: &diagnostic::Diagnostic,
    features: Features,
) -> Option<Diagnostic> {
    Some(diagnostic(uri, snapshot, finding, severity(finding.severity)?, features))
}

/// The same for the same findings: a client that has it needs nothing new.
pub(super) fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn severity(severity: diagnostic::Severity) -> Option<DiagnosticSeverity> {
    match severity {
        diagnostic::Severity::Off => None,
        diagnostic::Severity::Info => Some(DiagnosticSeverity::INFORMATION),
        diagnostic::Severity::Warning => Some(DiagnosticSeverity::WARNING),
        diagnostic::Severity::Error => Some(DiagnosticSeverity::ERROR),
    }
}

fn diagnostic(
    uri: &Uri,
    snapshot: &Snapshot,
    finding: &diagnostic::Diagnostic,
    severity: DiagnosticSeverity,
    features: Features,
) -> Diagnostic {
    let mut result = Diagnostic {
        range: snapshot.range(finding.primary),
        severity: Some(severity),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        source: Some("heaplight".to_owned()),
        message: finding.message.clone(),
        ..Diagnostic::default()
    };
    if features.related_information {
        let chapter = |related: &diagnostic::Related| DiagnosticRelatedInformation {
            location: snapshot.location(uri, related.span),
            message: related.message.clone(),
        };
        result.related_information = Some(finding.related.iter().map(chapter).collect());
    } else {
        for related in &finding.related {
            let line = snapshot.position(related.span.start).line + 1;
            result.message += &format!("\nline {line}: {}", related.message);
        }
    }
    result
}

/// What `inlayHint/resolve` needs to find the hint again.
#[derive(Serialize, Deserialize)]
pub(super) struct HintKey {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) offset: u32,
}

pub(super) fn hint(
    uri: &Uri,
    snapshot: &Snapshot,
    facts: &Facts,
    hint: &annotations::Hint,
    features: Features,
) -> InlayHint {
    let key = HintKey { uri: uri.clone(), version: snapshot.version, offset: hint.offset };
    InlayHint {
        position: snapshot.position(hint.offset),
        label: InlayHintLabel::LabelParts(label(uri, snapshot, hint)),
        kind: None,
        text_edits: None,
        tooltip: (!features.lazy_tooltips).then(|| tooltip(facts, hint)),
        padding_left: Some(true),
        padding_right: None,
        data: features.lazy_tooltips.then(|| serde_json::to_value(key).ok()).flatten(),
    }
}

/// The last word, which names the object, leads to where that is made.
fn label(uri: &Uri, snapshot: &Snapshot, hint: &annotations::Hint) -> Vec<InlayHintLabelPart> {
    let part = |value: &str, location| InlayHintLabelPart {
        value: value.to_owned(),
        location,
        ..InlayHintLabelPart::default()
    };
    let target = hint.target.map(|span| snapshot.location(uri, span));
    match (target, hint.label.rfind(' ')) {
        (Some(target), Some(space)) => {
            let (words, object) = hint.label.split_at(space + 1);
            vec![part(words, None), part(object, Some(target))]
        }
        (target, _) => vec![part(&hint.label, target)],
    }
}

pub(super) fn tooltip(facts: &Facts, hint: &annotations::Hint) -> InlayHintTooltip {
    InlayHintTooltip::MarkupContent(markdown(annotations::tooltip(facts, hint)))
}

pub(super) fn hover(snapshot: &Snapshot, hover: annotations::Hover) -> Hover {
    Hover { contents: HoverContents::Markup(markdown(hover.markdown)), range: Some(snapshot.range(hover.span)) }
}

fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}
