//! `textDocument/codeAction`: the fixes of the findings in a range, each with its safety; hiding and explaining them.

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp_server::{
    jsonrpc::Result,
    ls_types::{
        CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, TextEdit, Uri, WorkspaceEdit,
    },
};

use crate::{
    annotations::{self, Hint, HintLevel},
    diagnostic::{Applicability, Diagnostic, Edit, Fix},
    server::{analysis::Analysis, execute, session::Session, snapshot::Snapshot, to_lsp},
    text::Span,
};

/// All safe fixes at once, on saving or when asked for.
pub(in crate::server) const FIX_ALL: &str = "source.fixAll.heaplight";

/// What `codeAction/resolve` needs to make the edit.
#[derive(Serialize, Deserialize)]
struct ActionKey {
    uri: Uri,
    version: i32,
    what: What,
}

#[derive(Serialize, Deserialize)]
enum What {
    FixAll,
    /// The finding, and which of its fixes.
    Fix(usize, usize),
    /// Hide what is named at the end of the line of this offset.
    Hide(String, u32),
}

pub(in crate::server) async fn handle(
    session: &Arc<Session>,
    params: CodeActionParams,
) -> Result<Option<Vec<CodeActionOrCommand>>> {
    let Some(text) = session.asked(&params.text_document.uri, "codeAction") else { return Ok(None) };
    let (uri, snapshot) = (&text.document, &text.snapshot);
    let analysis = session.analysis(snapshot).await?;
    let asked = text.span(params.range);
    let offers = Offers {
        uri,
        snapshot,
        analysis: &analysis,
        hints: &session.hints(uri, snapshot, asked).await?.all,
        level: session.level(uri, &analysis),
        lazy: session.features().lazy_edits,
    };
    let mut actions = Vec::new();
    let wanted = |kind: &CodeActionKind| {
        let only = params.context.only.as_deref();
        only.is_none_or(|only| only.iter().any(|o| kind.as_str().starts_with(o.as_str())))
    };
    if wanted(&CodeActionKind::QUICKFIX) {
        for (index, finding) in analysis.diagnostics.iter().enumerate() {
            if touches(asked, finding.primary) {
                offers.of_finding(index, finding, session, &mut actions);
            }
        }
        offers.of_hints(asked, &mut actions);
    }
    if wanted(&CodeActionKind::new(FIX_ALL)) && !safe_edits(&analysis.diagnostics).is_empty() {
        actions.push(offers.action(
            "Fix all that is safe to fix".to_owned(),
            CodeActionKind::new(FIX_ALL),
            What::FixAll,
        ));
    }
    Ok(Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()))
}

/// `codeAction/resolve`: the edit of one action. After a change of the text there is none.
pub(in crate::server) async fn resolve(session: &Arc<Session>, mut action: CodeAction) -> Result<CodeAction> {
    let key = action.data.clone().and_then(|data| serde_json::from_value::<ActionKey>(data).ok());
    let Some(key) = key else { return Ok(action) };
    let Some(snapshot) = session.snapshot(&key.uri).filter(|snapshot| snapshot.version == key.version) else {
        return Ok(action);
    };
    let analysis = session.analysis(&snapshot).await?;
    action.edit = Some(edit(&key.uri, &snapshot, &analysis, &key.what));
    Ok(action)
}

struct Offers<'a> {
    uri: &'a Uri,
    snapshot: &'a Snapshot,
    analysis: &'a Analysis,
    hints: &'a [Hint],
    level: HintLevel,
    lazy: bool,
}

impl Offers<'_> {
    fn of_finding(&self, index: usize, finding: &Diagnostic, session: &Session, out: &mut Vec<CodeAction>) {
        let shown = to_lsp::one_diagnostic(self.uri, self.snapshot, finding, session.features());
        for (which, fix) in finding.fixes.iter().enumerate() {
            let safe = fix.applicability == Applicability::Safe;
            let action = self.action(title(fix), CodeActionKind::QUICKFIX, What::Fix(index, which));
            out.push(CodeAction { is_preferred: Some(safe), diagnostics: shown.clone().map(|d| vec![d]), ..action });
        }
        let hide = What::Hide(finding.rule.to_owned(), finding.primary.start);
        let hide = self.action(format!("Ignore {} on this line", finding.rule), CodeActionKind::QUICKFIX, hide);
        out.push(CodeAction { diagnostics: shown.clone().map(|d| vec![d]), ..hide });
        out.push(CodeAction {
            title: format!("Explain {}", finding.rule),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: shown.map(|d| vec![d]),
            command: Some(command("Explain", execute::EXPLAIN, vec![json!(finding.rule)])),
            ..CodeAction::default()
        });
    }

    /// The hints of the lines: hide one, see the heap there.
    fn of_hints(&self, asked: Span, out: &mut Vec<CodeAction>) {
        let hints = annotations::at_level(self.hints, self.level);
        let lines = self.snapshot.whole_lines(asked);
        for hint in hints.iter().filter(|hint| (lines.start..=lines.end).contains(&hint.offset)) {
            let what = What::Hide(hint.kind.name().to_owned(), hint.offset);
            out.push(self.action(format!("Hide the hint \"{}\"", hint.label), CodeActionKind::QUICKFIX, what));
            let place = self.snapshot.location(self.uri, Span::new(hint.offset, hint.offset));
            let heap = vec![json!(place.uri), json!(place.range.start.line)];
            out.push(CodeAction {
                title: "Show the heap here".to_owned(),
                kind: Some(CodeActionKind::QUICKFIX),
                command: Some(command("Show the heap here", execute::SHOW_HEAP, heap)),
                ..CodeAction::default()
            });
        }
    }

    fn action(&self, title: String, kind: CodeActionKind, what: What) -> CodeAction {
        let edit = (!self.lazy).then(|| edit(self.uri, self.snapshot, self.analysis, &what));
        let key = ActionKey { uri: self.uri.clone(), version: self.snapshot.version, what };
        let data = if self.lazy { serde_json::to_value(key).ok() } else { None };
        CodeAction { title, kind: Some(kind), edit, data, ..CodeAction::default() }
    }
}

fn command(title: &str, name: &str, arguments: Vec<Value>) -> Command {
    Command { title: title.to_owned(), command: name.to_owned(), arguments: Some(arguments) }
}

fn title(fix: &Fix) -> String {
    match fix.applicability {
        _ if !fix.reason.is_empty() => fix.title.clone(),
        Applicability::Safe => fix.title.clone(),
        Applicability::Unsafe => format!("{} (may change behaviour)", fix.title),
        Applicability::BugFix => format!("{} (changes behaviour)", fix.title),
    }
}

fn touches(asked: Span, finding: Span) -> bool {
    asked.start <= finding.end && finding.start <= asked.end
}

fn edit(uri: &Uri, snapshot: &Snapshot, analysis: &Analysis, what: &What) -> WorkspaceEdit {
    let edits = match what {
        What::FixAll => safe_edits(&analysis.diagnostics),
        What::Fix(finding, which) => {
            let fix = analysis.diagnostics.get(*finding).and_then(|finding| finding.fixes.get(*which));
            fix.map(|fix| fix.edits.clone()).unwrap_or_default()
        }
        What::Hide(name, offset) => vec![ignore_comment(&snapshot.text, name, *offset)],
    };
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in &edits {
        let place = snapshot.location(uri, edit.span);
        changes.entry(place.uri).or_default().push(TextEdit { range: place.range, new_text: edit.text.clone() });
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

/// The first safe fix of each finding, as long as they do not touch each other.
fn safe_edits(findings: &[Diagnostic]) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::new();
    let safe =
        |finding: &Diagnostic| finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe).cloned();
    for fix in findings.iter().filter_map(safe) {
        let free =
            |edit: &Edit| out.iter().all(|done| edit.span.end < done.span.start || done.span.end < edit.span.start);
        if fix.edits.iter().all(free) {
            out.extend(fix.edits);
        }
    }
    out.sort_by_key(|edit| edit.span);
    out
}

/// `# heaplight: ignore[name]` at the end of the line, or one name more in the comment that is there.
fn ignore_comment(text: &str, name: &str, offset: u32) -> Edit {
    let from = text[..offset as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[from..].split(['\n', '\r']).next().unwrap_or_default();
    let there = line.find("heaplight: ignore[").and_then(|at| Some(from + at + line[at..].find(']')?));
    let (at, added) = match there {
        Some(bracket) => (bracket, format!(", {name}")),
        None => (from + line.trim_end().len(), format!("  # heaplight: ignore[{name}]")),
    };
    Edit { span: Span::new(at as u32, at as u32), text: added }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str, name: &str) -> String {
        let Edit { span, text: added } = ignore_comment(text, name, 0);
        let (before, after) = text.split_at(span.start as usize);
        format!("{before}{added}{after}")
    }

    #[test]
    fn a_comment_hides_and_grows() {
        assert_eq!(hidden("x = 1\r\ny\n", "a-rule"), "x = 1  # heaplight: ignore[a-rule]\r\ny\n");
        assert_eq!(hidden("x = 1  # heaplight: ignore[a]\n", "b"), "x = 1  # heaplight: ignore[a, b]\n");
        assert_eq!(hidden("x = 1  # why\n", "b"), "x = 1  # why  # heaplight: ignore[b]\n");
    }

    #[test]
    fn safe_fixes_that_touch_wait_for_the_next_round() {
        let finding = |applicability, start: u32, end: u32| Diagnostic {
            rule: "r",
            group: crate::diagnostic::Group::Sharing,
            severity: crate::diagnostic::Severity::Warning,
            verdict: crate::diagnostic::Verdict::Proved,
            message: String::new(),
            primary: Span::default(),
            related: Vec::new(),
            fixes: vec![Fix {
                remedy: None,
                applicability,
                reason: "",
                title: String::new(),
                edits: vec![Edit { span: Span::new(start, end), text: "x".to_owned() }],
            }],
        };
        let findings = [
            finding(Applicability::Safe, 10, 12),
            finding(Applicability::Safe, 11, 14),
            finding(Applicability::Unsafe, 0, 1),
            finding(Applicability::Safe, 2, 4),
        ];
        let starts: Vec<u32> = safe_edits(&findings).iter().map(|edit| edit.span.start).collect();
        assert_eq!(starts, [2, 10]);
    }
}
