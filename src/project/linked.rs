//! The files of one run together: a file that hands an object to a function of another file asks for that function's
//! summary, and is linted again with the answer. The order of the files does not matter. What the cache knows is not
//! done again.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;

use super::{
    Cache, FileReport, Job, Problem,
    cache::{Entry, Key, Keys},
    modules::{Modules, is_package},
    opened::Opened,
    read::read_file,
    run::{ALL_CORES, guarded, lint, on_pool, run},
};
use crate::{
    facts::{self, FunctionSummary, ImportedCall, Imports},
    syntax::{self, Source, SourceKind},
};

pub(super) fn check(jobs: &[Job], done: &AtomicUsize, cache: &Cache) -> Vec<FileReport> {
    let files: Vec<&Path> = jobs.iter().map(|job| &*job.path).collect();
    let modules = Modules::of(&files);
    let packages = Arc::new(modules.packages());
    let keys = Keys::new(jobs, &packages);
    let alone = Imports { packages: packages.clone(), ..Imports::default() };
    let linking = Linking { jobs, files, modules, keys, cache, alone, torn: AtomicBool::new(false) };
    let mut linted = run(jobs, done, |bytes, job| linking.lint_alone(bytes, job));
    let asking = linking.recall(&mut linted);
    linking.link(&mut linted);
    linking.remember(&linted, asking);
    cache.save();
    linted.into_iter().map(|linted| linted.report).collect()
}

/// A file on its way to its report.
struct Linted {
    report: FileReport,
    /// Of the file as it was read.
    file: Key,
    /// Of its result alone.
    key: Key,
    /// Dotted paths of what it asks of other files.
    asked: Vec<String>,
}

/// Who asks for which call, and the name of the function in its own file.
type Question = (usize, ImportedCall, String);

struct Linking<'a> {
    jobs: &'a [Job],
    files: Vec<&'a Path>,
    modules: Modules,
    keys: Keys<'a>,
    cache: &'a Cache,
    /// What a file knows of the others at first: their names.
    alone: Imports,
    /// A file has changed under way: what was found is the answer to no question that can be asked again.
    torn: AtomicBool,
}

impl Linking<'_> {
    fn lint_alone(&self, bytes: Vec<u8>, job: &Job) -> Linted {
        let file = self.keys.file(job, &bytes);
        let key = self.keys.alone(file, &bytes);
        if let Some(entry) = self.cache.get(key)
            && let Some(report) = entry.report(&bytes, job)
        {
            return Linted { report, file, key, asked: entry.asked };
        }
        let report = lint(bytes, job, self.alone.clone());
        let entry = Entry::of(&report);
        if let Some(entry) = &entry {
            self.cache.put(key, entry);
        }
        Linted { report, file, key, asked: entry.map(|entry| entry.asked).unwrap_or_default() }
    }

    /// Brings back the results of files that ask others. Gives those of which none is known, ready to ask, with the keys
    /// of the results to come.
    fn recall(&self, linted: &mut [Linted]) -> Vec<(usize, Key)> {
        let waiting: Vec<(usize, Key)> =
            (0..linted.len()).filter_map(|index| Some((index, self.key_among(index, linted)?))).collect();
        let one = |&(index, key): &(usize, Key)| {
            let job = &self.jobs[index];
            if let Some(entry) = self.cache.get(key)
                && let Some(bytes) = self.read_again(index, linted)
                && let Some(report) = entry.report(&bytes, job)
            {
                return Some((index, true, report));
            }
            // Only its own result is remembered, not its questions.
            if !linted[index].report.asked.is_empty() {
                return None;
            }
            let bytes = self.read_again(index, linted)?;
            let report = guarded(&job.path, || lint(bytes, job, self.alone.clone())).ok()?;
            Some((index, false, report))
        };
        let recalled: Vec<(usize, bool, FileReport)> = in_parallel(&waiting, one);
        let mut asking: BTreeMap<usize, Key> = waiting.into_iter().collect();
        for (index, is_final, mut report) in recalled {
            if is_final {
                report.asked.clear();
                asking.remove(&index);
            }
            linted[index].report = report;
        }
        asking.into_iter().collect()
    }

    /// Lets the files ask each other.
    fn link(&self, linted: &mut [Linted]) {
        let questions = self.questions(linted);
        let mut imports: BTreeMap<usize, Imports> = BTreeMap::new();
        for (asking, call, summary) in self.answers(&questions, linted) {
            let of = imports.entry(asking).or_insert_with(|| self.alone.clone());
            of.functions.insert(call.clone(), summary);
        }
        for (index, report) in self.lint_again(imports, linted) {
            let first = std::mem::replace(&mut linted[index].report, report);
            linted[index].report.phases = [first.phases, linted[index].report.phases].into_iter().sum();
        }
    }

    fn remember(&self, linted: &[Linted], asking: Vec<(usize, Key)>) {
        if self.torn.load(Ordering::Relaxed) {
            return;
        }
        for (index, key) in asking {
            if let Some(entry) = Entry::of(&linted[index].report) {
                self.cache.put(key, &entry);
            }
        }
    }

    /// Of the result of a file with what the others answer; `None` where it has nobody to ask.
    fn key_among(&self, index: usize, linted: &[Linted]) -> Option<Key> {
        let answering = linted[index].asked.iter().map(|path| {
            let (file, name) = self.resolve(index, path)?;
            Some((linted[file].file, name))
        });
        Keys::among(linted[index].key, answering)
    }

    fn resolve<'p>(&self, from: usize, path: &'p str) -> Option<(usize, &'p str)> {
        self.modules.resolve(from, is_package(self.files[from]), path)
    }

    /// Questions by the file that can answer them.
    fn questions(&self, linted: &[Linted]) -> BTreeMap<usize, Vec<Question>> {
        let mut all: BTreeMap<usize, Vec<Question>> = BTreeMap::new();
        for (asking, linted) in linted.iter().enumerate() {
            for call in &linted.report.asked {
                if let Some((file, name)) = self.resolve(asking, &call.path) {
                    all.entry(file).or_default().push((asking, call.clone(), name.to_owned()));
                }
            }
        }
        all
    }

    fn answers<'q>(
        &self,
        questions: &'q BTreeMap<usize, Vec<Question>>,
        linted: &[Linted],
    ) -> Vec<(usize, &'q ImportedCall, FunctionSummary)> {
        let one = |&(file, asked): &(usize, &'q Vec<Question>)| {
            // Whatever is wrong with the file is told where it is linted itself.
            let bytes = self.read_again(file, linted)?;
            let job = &self.jobs[file];
            let summaries = guarded(&job.path, || summarize(bytes, job, asked)).ok().flatten()?;
            let answered = asked.iter().zip(summaries);
            Some(
                answered.filter_map(|((asking, call, _), summary)| Some((*asking, call, summary?))).collect::<Vec<_>>(),
            )
        };
        let asked: Vec<(usize, &Vec<Question>)> = questions.iter().map(|(file, asked)| (*file, asked)).collect();
        in_parallel(&asked, one).into_iter().flatten().collect()
    }

    fn lint_again(&self, again: BTreeMap<usize, Imports>, linted: &[Linted]) -> Vec<(usize, FileReport)> {
        let one = |(index, imports): &(usize, Imports)| {
            let job = &self.jobs[*index];
            let bytes = self.read_again(*index, linted)?;
            // A panic here costs only what the other files would have told.
            Some((*index, guarded(&job.path, || lint(bytes, job, imports.clone())).ok()?))
        };
        in_parallel(&again.into_iter().collect::<Vec<_>>(), one)
    }

    /// A file as it was at first; `None` if it has changed.
    fn read_again(&self, index: usize, linted: &[Linted]) -> Option<Vec<u8>> {
        let job = &self.jobs[index];
        let bytes = read_file(&job.path).ok().filter(|bytes| self.keys.file(job, bytes) == linted[index].file);
        if bytes.is_none() {
            self.torn.store(true, Ordering::Relaxed);
        }
        bytes
    }
}

fn in_parallel<I: Sync, T: Send>(items: &[I], one: impl Fn(&I) -> Option<T> + Sync + Send) -> Vec<T> {
    if items.is_empty() {
        return Vec::new();
    }
    on_pool(ALL_CORES, || items.par_iter().filter_map(one).collect()).unwrap_or_default()
}

fn summarize(bytes: Vec<u8>, job: &Job, asked: &[Question]) -> Option<Vec<Option<FunctionSummary>>> {
    let (text, _) = Opened::read(bytes, &job.path).ok()?.into_python();
    let source = Source { text: &text, kind: SourceKind::of(&job.path) };
    let parsed = syntax::parse_as(&text, source.kind);
    let calls: Vec<(&str, &ImportedCall)> = asked.iter().map(|(_, call, name)| (&**name, call)).collect();
    Some(facts::summarize(&parsed, source, &job.configuration.settings, &calls))
}

impl From<Problem> for Linted {
    fn from(problem: Problem) -> Self {
        Self { report: problem.into(), file: 0, key: 0, asked: Vec::new() }
    }
}
