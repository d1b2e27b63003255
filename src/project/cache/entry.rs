//! What is kept of a report: all but the text, which is read anyway.

use serde::{Deserialize, Serialize};

use super::super::{FileReport, Job, neighbours::Seen, opened::Opened};
use crate::{
    diagnostic::{Applicability, Diagnostic, Edit, Fix, Group, Related, Severity, Verdict},
    facts::{Coverage, Exposed},
    rules::{self, Checked, PARSER_RULES},
    semantic::{Import, Outline, Share},
    suppression::REVIEWS,
    text::Span,
};

#[derive(Serialize, Deserialize)]
pub(in crate::project) struct Entry {
    lines: usize,
    values: u64,
    unknown: u64,
    unfinished: u64,
    /// Dotted paths of the functions of other files that it asks for.
    pub(in crate::project) asked: Vec<String>,
    /// Variables of the module that it exposes.
    exposed: Vec<(String, String)>,
    imports: Vec<(String, String)>,
    changes: Vec<String>,
    shares: Vec<(String, String, String)>,
    found: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
struct Finding {
    rule: String,
    group: u8,
    severity: u8,
    verdict: u8,
    message: String,
    place: (u32, u32),
    related: Vec<(u32, u32, String)>,
    fixes: Vec<FixEntry>,
}

#[derive(Serialize, Deserialize)]
struct FixEntry {
    applicability: u8,
    title: String,
    edits: Vec<(u32, u32, String)>,
}

impl Entry {
    pub(in crate::project) fn asked_by(report: &FileReport) -> Vec<String> {
        let mut asked: Vec<String> = report.asked.iter().map(|call| call.path.clone()).collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// `None`: something stood in the way, and is told again each time.
    pub(in crate::project) fn of(report: &FileReport) -> Option<Self> {
        if report.problem.is_some() {
            return None;
        }
        let asked = Self::asked_by(report);
        let Checked { diagnostics, coverage } = &report.checked;
        let found = diagnostics.iter().map(Finding::of).collect();
        let Coverage { values, unknown, unfinished } = *coverage;
        let Seen { outline, exposed } = report.seen.clone();
        let imports = outline.imports.into_iter().map(|Import { path, name }| (path, name)).collect();
        let exposed = exposed.into_iter().map(|Exposed { name, kind, .. }| (name, kind)).collect();
        let shares = outline.shares.into_iter().map(|Share { class, name, kind }| (class, name, kind)).collect();
        let changes = outline.changes;
        Some(Self { lines: report.lines, values, unknown, unfinished, asked, exposed, imports, changes, shares, found })
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    pub(super) fn encode(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(self).ok()
    }

    /// What the file is to others.
    pub(in crate::project) fn seen(&self) -> Seen {
        let import = |(path, name): &(String, String)| Import { path: path.clone(), name: name.clone() };
        let share = |(class, name, kind): &(String, String, String)| Share {
            class: class.clone(),
            name: name.clone(),
            kind: kind.clone(),
        };
        let variable =
            |(name, kind): &(String, String)| Exposed { class: None, name: name.clone(), kind: kind.clone() };
        let outline = Outline {
            imports: self.imports.iter().map(import).collect(),
            changes: self.changes.clone(),
            shares: self.shares.iter().map(share).collect(),
        };
        Seen { outline, exposed: self.exposed.iter().map(variable).collect() }
    }

    /// The report that this was; `None` if it is none of these bytes.
    pub(in crate::project) fn report(&self, bytes: &[u8], job: &Job) -> Option<FileReport> {
        let diagnostics = self.found.iter().map(Finding::diagnostic).collect::<Option<Vec<_>>>()?;
        let (mut text, mut notebook) = (None, None);
        if !diagnostics.is_empty() {
            let (python, cells) = Opened::read(bytes.to_vec(), &job.path).ok()?.into_python();
            let fits = |span: Span| python.get(span.start as usize..span.end as usize).is_some();
            if !diagnostics.iter().flat_map(spans).all(fits) {
                return None;
            }
            (text, notebook) = (Some(python), cells);
        }
        let coverage = Coverage { values: self.values, unknown: self.unknown, unfinished: self.unfinished };
        let checked = Checked { diagnostics, coverage };
        Some(FileReport { text, notebook, lines: self.lines, checked, ..FileReport::empty(&job.path) })
    }
}

impl Finding {
    fn of(diagnostic: &Diagnostic) -> Self {
        let fix = |fix: &Fix| FixEntry {
            applicability: fix.applicability as u8,
            title: fix.title.clone(),
            edits: fix.edits.iter().map(|edit| (edit.span.start, edit.span.end, edit.text.clone())).collect(),
        };
        let related = |related: &Related| (related.span.start, related.span.end, related.message.clone());
        Self {
            rule: diagnostic.rule.to_owned(),
            group: diagnostic.group as u8,
            severity: diagnostic.severity as u8,
            verdict: diagnostic.verdict as u8,
            message: diagnostic.message.clone(),
            place: (diagnostic.primary.start, diagnostic.primary.end),
            related: diagnostic.related.iter().map(related).collect(),
            fixes: diagnostic.fixes.iter().map(fix).collect(),
        }
    }

    fn diagnostic(&self) -> Option<Diagnostic> {
        let related = |(start, end, message): &(u32, u32, String)| {
            Some(Related { span: span(*start, *end)?, message: message.clone() })
        };
        Some(Diagnostic {
            rule: rule(&self.rule)?,
            group: *Group::ALL.get(usize::from(self.group))?,
            severity: *Severity::ALL.get(usize::from(self.severity))?,
            verdict: *Verdict::ALL.get(usize::from(self.verdict))?,
            message: self.message.clone(),
            primary: span(self.place.0, self.place.1)?,
            related: self.related.iter().map(related).collect::<Option<_>>()?,
            fixes: self.fixes.iter().map(FixEntry::fix).collect::<Option<_>>()?,
        })
    }
}

impl FixEntry {
    fn fix(&self) -> Option<Fix> {
        let edit =
            |(start, end, text): &(u32, u32, String)| Some(Edit { span: span(*start, *end)?, text: text.clone() });
        let applicability = *Applicability::ALL.get(usize::from(self.applicability))?;
        let edits = self.edits.iter().map(edit).collect::<Option<_>>()?;
        Some(Fix::realised(applicability, self.title.clone(), edits))
    }
}

fn spans(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    [diagnostic.primary].into_iter().chain(diagnostic.related.iter().map(|related| related.span)).chain(edits)
}

fn span(start: u32, end: u32) -> Option<Span> {
    (start <= end).then(|| Span::new(start, end))
}

/// The rule's own name, which lives as long as the program.
fn rule(name: &str) -> Option<&'static str> {
    let rules = rules::all().map(|rule| rule.name);
    rules.chain(REVIEWS.iter().map(|review| review.name)).chain(PARSER_RULES).find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_for_what_they_stood_for() {
        assert!(Group::ALL.iter().zip(0..).all(|(group, number)| *group as u8 == number));
        assert!(Severity::ALL.iter().zip(0..).all(|(severity, number)| *severity as u8 == number));
        assert!(Verdict::ALL.iter().zip(0..).all(|(verdict, number)| *verdict as u8 == number));
        assert!(Applicability::ALL.iter().zip(0..).all(|(applicability, number)| *applicability as u8 == number));
    }
}
