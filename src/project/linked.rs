//! The files of one run together: a file that hands an object to a function of another file asks for that function's
//! summary, and is linted again with the answer. The order of the files does not matter.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, atomic::AtomicUsize},
};

use rayon::prelude::*;

use super::{
    FileReport, Job,
    modules::{Modules, is_package},
    opened::Opened,
    run::{ALL_CORES, guarded, lint, on_pool, run},
};
use crate::{
    facts::{self, FunctionSummary, ImportedCall, Imports},
    syntax::{self, Source, SourceKind},
};

pub(super) fn check(jobs: &[Job], done: &AtomicUsize) -> Vec<FileReport> {
    let files: Vec<&Path> = jobs.iter().map(|job| &*job.path).collect();
    let modules = Modules::of(&files);
    let packages = Arc::new(modules.packages());
    let alone = Imports { packages: packages.clone(), ..Imports::default() };
    let mut reports = run(jobs, done, |bytes, job| lint(bytes, job, alone.clone()));

    let questions = questions(&files, &reports, &modules);
    let mut imports: BTreeMap<usize, Imports> = BTreeMap::new();
    for (asking, call, summary) in answers(jobs, &questions) {
        let of = imports.entry(asking).or_insert_with(|| alone.clone());
        of.functions.insert(call.clone(), summary);
    }
    for (index, report) in lint_again(jobs, imports) {
        let first = std::mem::replace(&mut reports[index], report);
        reports[index].phases = [first.phases, reports[index].phases].into_iter().sum();
    }
    reports
}

/// Who asks for which call, and the name of the function in its own file.
type Question = (usize, ImportedCall, String);

/// Questions by the file that can answer them.
fn questions(files: &[&Path], reports: &[FileReport], modules: &Modules) -> BTreeMap<usize, Vec<Question>> {
    let mut all: BTreeMap<usize, Vec<Question>> = BTreeMap::new();
    for (asking, report) in reports.iter().enumerate() {
        for call in &report.asked {
            if let Some((file, name)) = modules.resolve(asking, is_package(files[asking]), &call.path) {
                all.entry(file).or_default().push((asking, call.clone(), name.to_owned()));
            }
        }
    }
    all
}

fn answers<'q>(
    jobs: &[Job],
    questions: &'q BTreeMap<usize, Vec<Question>>,
) -> Vec<(usize, &'q ImportedCall, FunctionSummary)> {
    let one = |(&file, asked): (&usize, &'q Vec<Question>)| {
        // Whatever is wrong with the file is told where it is linted itself.
        let summaries = guarded(&jobs[file].path, || summarize(&jobs[file], asked)).ok().flatten().unwrap_or_default();
        let answered = asked.iter().zip(summaries);
        answered.filter_map(|((asking, call, _), summary)| Some((*asking, call, summary?))).collect::<Vec<_>>()
    };
    if questions.is_empty() {
        return Vec::new();
    }
    on_pool(ALL_CORES, || questions.par_iter().flat_map_iter(one).collect()).unwrap_or_default()
}

fn summarize(job: &Job, asked: &[Question]) -> Option<Vec<Option<FunctionSummary>>> {
    let (text, _) = Opened::read(fs::read(&job.path).ok()?, &job.path).ok()?.into_python();
    let source = Source { text: &text, kind: SourceKind::of(&job.path) };
    let parsed = syntax::parse_as(&text, source.kind);
    let calls: Vec<(&str, &ImportedCall)> = asked.iter().map(|(_, call, name)| (&**name, call)).collect();
    Some(facts::summarize(&parsed, source, &job.configuration.settings, &calls))
}

fn lint_again(jobs: &[Job], again: BTreeMap<usize, Imports>) -> Vec<(usize, FileReport)> {
    let one = |(index, imports): (usize, Imports)| {
        let job = &jobs[index];
        let bytes = fs::read(&job.path).ok()?;
        // A panic here costs only what the other files would have told.
        Some((index, guarded(&job.path, || lint(bytes, job, imports)).ok()?))
    };
    if again.is_empty() {
        return Vec::new();
    }
    on_pool(ALL_CORES, || again.into_par_iter().filter_map(one).collect()).unwrap_or_default()
}
