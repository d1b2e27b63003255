//! Findings of old, written down so that only new ones are told. Schema `heaplight.baseline/1`.

use std::{
    collections::{BTreeMap, HashSet},
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{FileReport, Problem, lookup::absolute, read::read_text, write::replace};
use crate::{
    diagnostic::Diagnostic,
    rules::SYNTAX_ERROR,
    syntax::{self, Parsed, SourceKind, ast::AnyNodeRef},
    text::Span,
};

/// What a finding is recognised by, wherever lines have moved to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    /// From the baseline's folder, with `/`.
    path: String,
    rule: String,
    /// The functions and classes around it: `Shelf.add`.
    name: String,
    /// Of the line, without the white space around it.
    hash: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: Key,
    count: usize,
}

const SCHEMA: &str = "heaplight.baseline/1";

/// How much of the files that a baseline speaks of a run has seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// Whole folders, under every rule that is on: what is not found is gone.
    Folders,
    /// Some files or rules: what is not found may be out of sight.
    Part,
}

/// The findings of one baseline file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Baseline {
    path: PathBuf,
    entries: BTreeMap<Key, usize>,
}

impl Baseline {
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let text = read_text(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                Problem::unreadable(path, "no such baseline: `--update-baseline` writes one".into())
            }
            _ => Problem::io(path, &error),
        })?;
        let broken =
            |why: String| Problem::unreadable(path, format!("is no baseline ({why}): `--update-baseline` writes one"));
        let document: Document = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
        if document.schema != SCHEMA {
            return Err(broken(format!("schema `{}`", document.schema)));
        }
        let entries = document.findings.into_iter().map(|entry| (entry.key, entry.count)).collect();
        Ok(Self { path: path.to_path_buf(), entries })
    }

    /// A baseline of all that is found.
    #[must_use]
    pub fn of(path: &Path, reports: &[FileReport]) -> Self {
        let mut baseline = Self { path: path.to_path_buf(), entries: BTreeMap::new() };
        let folder = baseline.folder();
        for key in reports.iter().flat_map(|report| keys(report, &folder)).flatten() {
            *baseline.entries.entry(key).or_default() += 1;
        }
        baseline
    }

    /// Takes over what another one knows and this one does not: the run that made it did not see all.
    pub fn keep(&mut self, old: &Self) {
        for (key, &count) in &old.entries {
            let here = self.entries.entry(key.clone()).or_default();
            *here = count.max(*here);
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Drops the findings that are known, and forgets those that are gone. Tells how many were dropped, and whether any
    /// is gone.
    pub fn hide(&mut self, reports: &mut [FileReport], view: View) -> (usize, bool) {
        let folder = self.folder();
        let mut left = self.entries.clone();
        let mut hidden = 0;
        for report in &mut *reports {
            let mut keys = keys(report, &folder).into_iter();
            report.checked.diagnostics.retain(|_| {
                let known = keys.next().flatten().and_then(|key| left.get_mut(&key)).filter(|count| **count > 0);
                let is_new = known.is_none();
                if let Some(count) = known {
                    *count -= 1;
                    hidden += 1;
                }
                is_new
            });
        }
        (hidden, view == View::Folders && self.forget(&left, reports))
    }

    /// Takes out what is left over of files that were read well, and of files that are no more.
    fn forget(&mut self, left: &BTreeMap<Key, usize>, reports: &[FileReport]) -> bool {
        let folder = self.folder();
        // After a syntax error findings may be missing that are there again when it is mended.
        let is_broken = |report: &FileReport| report.checked.diagnostics.iter().any(|found| found.rule == SYNTAX_ERROR);
        let sound = reports.iter().filter(|report| report.problem.is_none() && !is_broken(report));
        let sound: HashSet<String> = sound.map(|report| relative(&report.path, &folder)).collect();
        let mut gone = false;
        self.entries.retain(|key, count| {
            let unused = left.get(key).copied().unwrap_or_default();
            if unused > 0 && (sound.contains(&key.path) || !folder.join(&key.path).exists()) {
                gone = true;
                *count -= unused;
            }
            *count > 0
        });
        gone
    }

    pub fn write(&self) -> Result<(), Problem> {
        let findings = self.entries.iter().map(|(key, count)| Entry { key: key.clone(), count: *count }).collect();
        let document = Document { schema: SCHEMA.into(), findings };
        let mut bytes = serde_json::to_vec_pretty(&document)
            .map_err(|error| Problem::unreadable(&self.path, format!("cannot be written: {error}")))?;
        bytes.push(b'\n');
        replace(&self.path, &bytes).map_err(|error| Problem::unwritable(&self.path, &error))
    }

    fn folder(&self) -> PathBuf {
        absolute(&self.path).parent().map(Path::to_path_buf).unwrap_or_default()
    }
}

/// What each finding of a file is recognised by; nothing for a syntax error, which cannot be hidden.
fn keys(report: &FileReport, folder: &Path) -> Vec<Option<Key>> {
    let Some(text) = report.text.as_ref().filter(|_| !report.checked.diagnostics.is_empty()) else { return Vec::new() };
    let parsed = syntax::parse_as(text, SourceKind::of(&report.path));
    let path = relative(&report.path, folder);
    let key = |finding: &Diagnostic| {
        (finding.rule != SYNTAX_ERROR).then(|| Key {
            path: path.clone(),
            rule: finding.rule.to_owned(),
            name: qualified_name(&parsed, finding.primary),
            hash: format!("{:016x}", hash(line_of(text, finding.primary.start).trim())),
        })
    };
    report.checked.diagnostics.iter().map(key).collect()
}

fn relative(path: &Path, folder: &Path) -> String {
    let whole = absolute(path);
    whole.strip_prefix(folder).unwrap_or(&whole).to_string_lossy().replace('\\', "/")
}

fn qualified_name(parsed: &Parsed, place: Span) -> String {
    let names = syntax::enclosing(&parsed.module, place).into_iter().rev().filter_map(|node| match node {
        AnyNodeRef::StmtFunctionDef(function) => Some(function.name.as_str()),
        AnyNodeRef::StmtClassDef(class) => Some(class.name.as_str()),
        _ => None,
    });
    names.collect::<Vec<_>>().join(".")
}

fn line_of(text: &str, offset: u32) -> &str {
    let (before, after) = text.split_at(offset as usize);
    let start = before.rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
    let end = after.find(['\n', '\r']).map_or(text.len(), |at| offset as usize + at);
    &text[start..end]
}

/// FNV-1a: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        // Test vectors of the algorithm's authors.
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn names_and_lines() {
        let text = "class A:\n    def f(self, b=[]):\n        pass\n";
        let place = text.find("[]").unwrap() as u32;
        let parsed = syntax::parse(text);
        assert_eq!(qualified_name(&parsed, Span::new(place, place + 2)), "A.f");
        assert_eq!(line_of(text, place).trim(), "def f(self, b=[]):");
    }
}
