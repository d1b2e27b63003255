//! Linting many files at once. Each file is read, analysed and forgotten before the next; the result does not depend
//! on how many threads there are.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rayon::prelude::*;

use super::{
    Cache, Configuration, Panic, Problem, ProblemKind, guard, linked, neighbours::Seen, opened::Opened,
    read::read_file, write::write_back,
};
use crate::{
    annotations::{self, Hint},
    diagnostic::{Applicability, Diagnostic},
    facts::{self, AllocationFacts, Escape, FunctionFacts, ImportedCall, Imports},
    fixes::{self, Applied, Fixed},
    notebook::Notebook,
    rules::{self, Checked},
    suppression,
    syntax::{self, Source, SourceKind},
};

/// The stack of every thread that analyses: a tree of the deepest kind that [`syntax::parse`] lets through is walked
/// by recursion. Untouched pages cost nothing.
pub const STACK_BYTES: usize = 64 << 20;

/// A file to lint, and how.
#[derive(Clone, Debug)]
pub struct Job {
    pub path: PathBuf,
    pub configuration: Arc<Configuration>,
}

/// What became of one file.
#[derive(Debug)]
pub struct FileReport {
    pub path: PathBuf,
    /// The source, kept only where there is a finding to show. Of a notebook, the module that its cells are.
    pub text: Option<String>,
    /// Where the lines of `text` stand, if the file is a notebook.
    pub notebook: Option<Notebook>,
    pub lines: usize,
    /// What is found in it: after fixing, if it was fixed.
    pub checked: Checked,
    pub fixed: Option<FixedFile>,
    /// What an editor shows at the ends of the lines, at all levels; empty if not asked for.
    pub hints: Vec<Hint>,
    /// How much is proved of its functions; nothing if not asked for.
    pub proved: Proved,
    /// Functions of other files whose summaries would tell more.
    pub asked: Vec<ImportedCall>,
    /// What it is to the other files of the run.
    pub(crate) seen: Seen,
    pub problem: Option<Problem>,
    pub phases: Phases,
}

/// A file whose text was changed: the whole of it, of a notebook the JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FixedFile {
    pub before: String,
    pub after: String,
    pub applied: Vec<Applied>,
}

/// Which fixes are made, and what becomes of them.
#[derive(Clone, Copy, Debug)]
pub struct Fixing<'a> {
    pub wanted: &'a [Applicability],
    pub mode: FixMode,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FixMode {
    Write,
    /// No file is touched.
    Preview,
}

/// How much is proved of functions whatever they are called with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Proved {
    pub functions: usize,
    /// Those of the functions that were not followed to their end.
    pub incomplete: usize,
    pub allocations: usize,
    /// Places that make an object of unknown type.
    pub untyped: usize,
    /// Places that make an object of which it is not known how it leaves the function: code out of view gets it.
    pub out_of_view: usize,
}

/// Time spent on a file, or on many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Phases {
    pub read: Duration,
    pub parse: Duration,
    pub analyze: Duration,
    pub rules: Duration,
    /// Everything that an editor needs on top: its own analysis and the hints.
    pub annotate: Duration,
    /// Proving what holds of every function.
    pub prove: Duration,
}

/// Lints files in parallel. `done` counts those that are finished. The reports are in the order of the jobs.
#[must_use]
pub fn check(jobs: &[Job], done: &AtomicUsize, cache: &Cache) -> Vec<FileReport> {
    linked::check(jobs, done, cache)
}

/// As [`check`], with the hints of every file, and how much is proved of its functions.
#[must_use]
pub fn check_and_annotate(jobs: &[Job], done: &AtomicUsize) -> Vec<FileReport> {
    run(jobs, done, |bytes, job| annotate(lint(bytes.clone(), job, Imports::default()), bytes, &job.configuration))
}

/// As [`check`], and fixes what can be fixed.
#[must_use]
pub fn check_and_fix(jobs: &[Job], done: &AtomicUsize, fixing: Fixing<'_>, cache: &Cache) -> Vec<FileReport> {
    let fixed = run(jobs, done, |bytes, job| lint_fixed(&bytes, job, fixing));
    if fixing.mode == FixMode::Preview {
        return fixed;
    }
    // What files know of each other is only known when all are as they will be.
    let mut reports = linked::check(jobs, &AtomicUsize::new(0), cache);
    for (report, fixed) in reports.iter_mut().zip(fixed) {
        report.fixed = fixed.fixed;
        report.problem = report.problem.take().or(fixed.problem);
    }
    reports
}

/// As [`check_bytes`], and fixes what can be fixed in memory.
#[must_use]
pub fn fix_bytes(bytes: &[u8], job: &Job, wanted: &[Applicability]) -> FileReport {
    let fixing = Fixing { wanted, mode: FixMode::Preview };
    isolated(&job.path, || lint_fixed(bytes, job, fixing)).unwrap_or_else(FileReport::from)
}

/// Lints bytes that are in memory already, as those of standard input are.
#[must_use]
pub fn check_bytes(bytes: Vec<u8>, job: &Job) -> FileReport {
    isolated(&job.path, || lint(bytes, job, Imports::default())).unwrap_or_else(FileReport::from)
}

/// Runs one piece of analysis as [`check`] does: with enough stack, and with a guard against panics.
pub fn isolated<T: Send>(path: &Path, work: impl FnOnce() -> T + Send) -> Result<T, Problem> {
    on_pool(1, || guarded(path, work)).unwrap_or_else(|message| Err(Problem::unreadable(path, message)))
}

/// The text of a source file; of a notebook, the module that its cells are.
pub fn read_source(path: &Path) -> Result<String, Problem> {
    let bytes = read_file(path).map_err(|error| Problem::io(path, &error))?;
    Ok(Opened::read(bytes, path)?.into_python().0)
}

/// Reads files and does something with each, in parallel. The results are in the order of the jobs.
pub(super) fn run<T: From<Problem> + Send>(
    jobs: &[Job],
    done: &AtomicUsize,
    lint: impl Fn(Vec<u8>, &Job) -> T + Sync,
) -> Vec<T> {
    let one = |job: &Job| {
        let report = guarded(&job.path, || {
            let bytes = read_file(&job.path).map_err(|error| Problem::io(&job.path, &error))?;
            Ok(lint(bytes, job))
        });
        done.fetch_add(1, Ordering::Relaxed);
        report.flatten().unwrap_or_else(T::from)
    };
    on_pool(ALL_CORES, || jobs.par_iter().map(one).collect()).unwrap_or_else(|message| {
        let failed = |job: &Job| T::from(Problem::unreadable(&job.path, message.clone()));
        jobs.iter().map(failed).collect()
    })
}

/// Unless `RAYON_NUM_THREADS` says otherwise.
pub(super) const ALL_CORES: usize = 0;

pub(super) fn on_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK_BYTES).build();
    pool.map(|pool| pool.install(work)).map_err(|error| format!("cannot start threads: {error}"))
}

pub(super) fn guarded<T>(path: &Path, work: impl FnOnce() -> T) -> Result<T, Problem> {
    guard(work).map_err(|Panic { message, place }| {
        let message = format!(
            "internal error ({message}, {place}): this file was left out; this is a bug in heaplight, please report it"
        );
        Problem { kind: ProblemKind::Internal, ..Problem::unreadable(path, message) }
    })
}

pub(super) fn lint(bytes: Vec<u8>, job: &Job, imports: Imports) -> FileReport {
    let start = Instant::now();
    match Opened::read(bytes, &job.path) {
        Ok(opened) => {
            let (text, notebook) = opened.into_python();
            FileReport { notebook, ..lint_text(text, job, imports, start.elapsed()) }
        }
        Err(problem) => FileReport::from(problem),
    }
}

/// [`rules::check_text`] step by step, with a clock, and with fixes.
fn lint_text(text: String, job: &Job, imports: Imports, read: Duration) -> FileReport {
    let Job { path, configuration } = job;
    let source = Source { text: &text, kind: SourceKind::of(path) };
    let start = Instant::now();
    let parsed = syntax::parse_as(&text, source.kind);
    let parse_end = Instant::now();
    let facts = facts::analyze_among(
        &parsed,
        source,
        &configuration.settings,
        rules::demand(&configuration.selection),
        imports,
    );
    let analyze_end = Instant::now();
    let found = rules::run(&facts, &configuration.selection);
    let mut diagnostics = rules::finish(&parsed, found);
    suppression::apply(&parsed, &text, &configuration.selection, &mut diagnostics);
    fixes::realise(&parsed, &text, configuration.settings.target_version, &mut diagnostics);
    let checked = Checked { diagnostics, coverage: facts.coverage };
    let phases = Phases {
        read,
        parse: parse_end - start,
        analyze: analyze_end - parse_end,
        rules: analyze_end.elapsed(),
        ..Phases::default()
    };
    let lines = count_lines(&text);
    let text = (!checked.diagnostics.is_empty()).then_some(text);
    let seen = Seen { exposed: facts.exposed(), outline: facts.outline };
    FileReport { text, lines, checked, asked: facts.asked, seen, phases, ..FileReport::empty(path) }
}

/// Puts a comment into a file for each of its findings, and tells for how many.
pub fn add_ignores(report: &FileReport, reason: &str) -> Result<usize, Problem> {
    let Some(text) = &report.text else { return Ok(0) };
    let kind = SourceKind::of(&report.path);
    let (after, added) = suppression::add_ignores(Source { text, kind }, &report.checked.diagnostics, reason);
    if added > 0 {
        let bytes = read_file(&report.path).map_err(|error| Problem::io(&report.path, &error))?;
        let after = Opened::read(bytes.clone(), &report.path)?.with(after, &report.path)?;
        write_back(&report.path, &bytes, &after)?;
    }
    Ok(added)
}

/// Fixes a file, and lints what has become of it.
fn lint_fixed(bytes: &[u8], job: &Job, fixing: Fixing<'_>) -> FileReport {
    let mut report = lint(bytes.to_vec(), job, Imports::default());
    let Some(before) = report.text.take_if(|_| is_fixable(&report.checked, fixing.wanted)) else { return report };
    let lint_again = |text: &str| {
        let mut again = lint_text(text.to_owned(), job, Imports::default(), Duration::ZERO);
        // Whether a comment hides something in a file that asks others is known only when they have answered.
        let certain = |finding: &Diagnostic| again.asked.is_empty() || finding.rule != suppression::UNUSED_IGNORE.name;
        again.checked.diagnostics.retain(certain);
        again.checked.diagnostics
    };
    let source = Source { text: &before, kind: SourceKind::of(&job.path) };
    let Fixed { text: after, applied } = fixes::fix_text(source, fixing.wanted, lint_again);
    if after == before {
        report.text = Some(before);
        return report;
    }
    match put_back(bytes, after, job, fixing.mode) {
        Ok((whole_before, whole_after)) => {
            let mut report = lint(whole_after.clone().into_bytes(), job, Imports::default());
            report.fixed = Some(FixedFile { before: whole_before, after: whole_after, applied });
            report
        }
        Err(problem) => FileReport { text: Some(before), problem: Some(problem), ..report },
    }
}

/// The text of the file before and after, written if that is wanted.
fn put_back(bytes: &[u8], python: String, job: &Job, mode: FixMode) -> Result<(String, String), Problem> {
    let opened = Opened::read(bytes.to_vec(), &job.path)?;
    let after = opened.with(python, &job.path)?;
    if mode == FixMode::Write {
        write_back(&job.path, bytes, &after)?;
    }
    Ok((opened.whole().to_owned(), after))
}

fn is_fixable(checked: &Checked, wanted: &[Applicability]) -> bool {
    checked.diagnostics.iter().flat_map(|finding| &finding.fixes).any(|fix| wanted.contains(&fix.applicability))
}

fn annotate(mut report: FileReport, bytes: Vec<u8>, configuration: &Configuration) -> FileReport {
    let start = Instant::now();
    if let Ok(opened) = Opened::read(bytes, &report.path) {
        let (text, _) = opened.into_python();
        let source = Source { text: &text, kind: SourceKind::of(&report.path) };
        let parsed = syntax::parse_as(&text, source.kind);
        let facts = facts::analyze_all(&parsed, source, &configuration.settings);
        report.hints = annotations::all_hints(&facts, &text);
        report.phases.annotate = start.elapsed();
        report.proved = facts::functions(&parsed, source, &configuration.settings).iter().map(proved).sum();
        report.phases.prove = start.elapsed() - report.phases.annotate;
    }
    report
}

fn proved(f: &FunctionFacts) -> Proved {
    let count = |wanted: fn(&AllocationFacts) -> bool| f.allocations.iter().filter(|a| wanted(a)).count();
    Proved {
        functions: 1,
        incomplete: usize::from(!f.complete),
        allocations: f.allocations.len(),
        untyped: count(|a| a.type_name.is_none()),
        out_of_view: count(|a| a.escapes.iter().any(|e| matches!(e, Escape::Argument | Escape::Stored))),
    }
}

/// In pieces that one byte can count, which the compiler turns into vector code: it runs on every file.
fn count_lines(text: &str) -> usize {
    let in_piece = |piece: &[u8]| usize::from(piece.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>());
    text.as_bytes().chunks(usize::from(u8::MAX)).map(in_piece).sum()
}

impl FileReport {
    /// Of a file in which nothing is found.
    pub(super) fn empty(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            text: None,
            notebook: None,
            lines: 0,
            checked: Checked::default(),
            fixed: None,
            hints: Vec::new(),
            proved: Proved::default(),
            asked: Vec::new(),
            seen: Seen::default(),
            problem: None,
            phases: Phases::default(),
        }
    }
}

impl From<Problem> for FileReport {
    fn from(problem: Problem) -> Self {
        Self { problem: Some(problem.clone()), ..Self::empty(&problem.path) }
    }
}

impl Phases {
    /// Without annotations, which are an editor's business.
    #[must_use]
    pub fn total(self) -> Duration {
        self.read + self.parse + self.analyze + self.rules
    }
}

impl std::iter::Sum for Proved {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), |a, b| Self {
            functions: a.functions + b.functions,
            incomplete: a.incomplete + b.incomplete,
            allocations: a.allocations + b.allocations,
            untyped: a.untyped + b.untyped,
            out_of_view: a.out_of_view + b.out_of_view,
        })
    }
}

impl std::iter::Sum for Phases {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), |a, b| Self {
            read: a.read + b.read,
            parse: a.parse + b.parse,
            analyze: a.analyze + b.analyze,
            rules: a.rules + b.rules,
            annotate: a.annotate + b.annotate,
            prove: a.prove + b.prove,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_panic_costs_one_file_and_the_order_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let job = |i: usize| {
            let path = folder.path().join(format!("{i:02}.py"));
            fs::write(&path, "x = 1\n").unwrap();
            Job { path, configuration: Arc::default() }
        };
        let jobs: Vec<Job> = (0..20).map(job).collect();
        let done = AtomicUsize::new(0);
        let reports = run(&jobs, &done, |bytes, job| {
            assert!(!job.path.ends_with("07.py"), "seven");
            lint(bytes, job, Imports::default())
        });
        assert_eq!(done.into_inner(), 20);
        assert!(reports.iter().map(|report| &report.path).eq(jobs.iter().map(|job| &job.path)));
        let problems: Vec<&Problem> = reports.iter().filter_map(|report| report.problem.as_ref()).collect();
        let [problem] = problems[..] else { panic!("one file fails: {problems:?}") };
        assert_eq!(problem.kind, ProblemKind::Internal);
        assert!(problem.path.ends_with("07.py"));
        assert!(problem.message.starts_with("internal error (seven, src/project/run.rs:"), "{}", problem.message);
        assert!(reports.iter().all(|report| report.problem.is_some() || report.lines == 1));
    }
}
