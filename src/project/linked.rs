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
    modules::Modules,
    neighbours::{self, Seen, Visit},
    opened::Opened,
    read::read_file,
    run::{ALL_CORES, guarded, lint, on_pool, run},
};
use crate::{
    config::Settings,
    facts::{self, Deed, EventOf, Exposed, FunctionSummary, ImportedCall, Imports, Told},
    syntax::{self, Parsed, Source, SourceKind},
};

pub(super) fn check(jobs: &[Job], done: &AtomicUsize, cache: &Cache) -> Vec<FileReport> {
    let files: Vec<&Path> = jobs.iter().map(|job| &*job.path).collect();
    let modules = Modules::of(&files);
    let packages = Arc::new(modules.packages());
    let keys = Keys::new(jobs, &packages);
    let alone = Imports { packages: packages.clone(), ..Imports::default() };
    let linking = Linking { jobs, modules, keys, cache, alone, torn: AtomicBool::new(false) };
    let mut linted = run(jobs, done, |bytes, job| linking.lint_alone(bytes, job));
    let seen: Vec<&Seen> = linted.iter().map(|linted| &linted.seen).collect();
    let visits = neighbours::visits(&linking.modules, &seen);
    let asking = linking.recall(&mut linted, &visits);
    linking.link(&mut linted, &asking, &visits);
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
    /// What it is to the others.
    seen: Seen,
}

/// By the file that has things, those that may do something to them.
type Visits = BTreeMap<usize, Vec<Visit>>;

/// Who asks for which call, and the name of the function in its own file.
type Question = (usize, ImportedCall, String);

struct Linking<'a> {
    jobs: &'a [Job],
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
            return Linted { report, file, key, seen: entry.seen(), asked: entry.asked };
        }
        let mut report = lint(bytes, job, self.alone.clone());
        self.cache.put(key, &report);
        let asked = Entry::asked_by(&report);
        let seen = std::mem::take(&mut report.seen);
        Linted { report, file, key, asked, seen }
    }

    /// Brings back the results of files that ask others. Gives those of which none is known, ready to ask, with the keys
    /// of the results to come.
    fn recall(&self, linted: &mut [Linted], visits: &Visits) -> Vec<(usize, Key)> {
        let waiting: Vec<(usize, Key)> =
            (0..linted.len()).filter_map(|index| Some((index, self.key_among(index, linted, visits)?))).collect();
        let one = |&(index, key): &(usize, Key)| {
            let job = &self.jobs[index];
            if let Some(entry) = self.cache.get(key)
                && let Some(bytes) = self.read_again(index, linted)
                && let Some(report) = entry.report(&bytes, job)
            {
                return Some((index, true, report));
            }
            // Only its own result is remembered, not its questions.
            if linted[index].asked.is_empty() || !linted[index].report.asked.is_empty() {
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
    fn link(&self, linted: &mut [Linted], asking: &[(usize, Key)], visits: &Visits) {
        let questions = self.questions(linted);
        let mut imports: BTreeMap<usize, Imports> = BTreeMap::new();
        for (asking, call, summary) in self.answers(&questions, linted) {
            let of = imports.entry(asking).or_insert_with(|| self.alone.clone());
            of.functions.insert(call.clone(), summary);
        }
        for (index, deeds) in self.deeds(asking, visits, linted) {
            imports.entry(index).or_insert_with(|| self.alone.clone()).deeds = deeds;
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
            self.cache.put(key, &linted[index].report);
        }
    }

    /// Of the result of a file with what the others answer; `None` where it has nobody to ask.
    fn key_among(&self, index: usize, linted: &[Linted], visits: &Visits) -> Option<Key> {
        let answering = linted[index].asked.iter().map(|path| {
            let (file, name) = self.resolve(index, path)?;
            Some((linted[file].file, name))
        });
        let visits = visits.get(&index).into_iter().flatten();
        let visiting = visits.map(|visit| (linted[visit.file].file, self.modules.name(visit.file), &visit.things[..]));
        Keys::among(linted[index].key, answering, visiting)
    }

    fn resolve<'p>(&self, from: usize, path: &'p str) -> Option<(usize, &'p str)> {
        self.modules.resolve(from, path)
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
            let calls: Vec<(&str, &ImportedCall)> = asked.iter().map(|(_, call, name)| (&**name, call)).collect();
            let summaries =
                self.ask(file, linted, |parsed, source, settings| facts::summarize(parsed, source, settings, &calls))?;
            let answered = asked.iter().zip(summaries);
            Some(
                answered.filter_map(|((asking, call, _), summary)| Some((*asking, call, summary?))).collect::<Vec<_>>(),
            )
        };
        let asked: Vec<(usize, &Vec<Question>)> = questions.iter().map(|(file, asked)| (*file, asked)).collect();
        in_parallel(&asked, one).into_iter().flatten().collect()
    }

    /// What other files do to what a file has.
    fn deeds(&self, asking: &[(usize, Key)], visits: &Visits, linted: &[Linted]) -> Vec<(usize, Vec<Deed>)> {
        let of = |&(index, _): &(usize, Key)| visits.get(&index).into_iter().flatten().map(move |visit| (index, visit));
        let pairs: Vec<(usize, &Visit)> = asking.iter().flat_map(of).collect();
        let pairs = in_parallel(&pairs, |(index, visit)| Some((*index, self.naming(visit, linted)?)));
        let told = in_parallel(&pairs, |(index, visit)| {
            let deeds = |parsed: &Parsed, source: Source<'_>, settings: &Settings| {
                facts::deeds(parsed, source, settings, &visit.things)
            };
            let told = self.ask(visit.file, linted, deeds)?;
            let module = self.modules.name(visit.file);
            let deed = |Told { to, event, through, line }| Deed { to, event, through, module: module.to_owned(), line };
            Some((*index, told.into_iter().map(deed).collect::<Vec<_>>()))
        });
        let mut all: BTreeMap<usize, Vec<Deed>> = BTreeMap::new();
        for (index, deeds) in told.into_iter().filter(|(_, deeds)| !deeds.is_empty()) {
            all.entry(index).or_default().extend(deeds);
        }
        let tells = |deed: &Deed| deed.to.class.is_none() || matches!(deed.event, EventOf::Mutated { .. });
        let has_finding = |index: usize| !linted[index].report.checked.diagnostics.is_empty();
        // Who only reads an attribute from its class makes a difference to what is found without him.
        all.retain(|index, deeds| has_finding(*index) || deeds.iter().any(tells));
        // Two files may have the same name.
        all.values_mut().for_each(|deeds| deeds.sort_by_cached_key(|deed| (deed.module.clone(), format!("{deed:?}"))));
        all.into_iter().collect()
    }

    /// The visit, as far as the text of the visitor names the things at all.
    fn naming(&self, visit: &Visit, linted: &[Linted]) -> Option<Visit> {
        let bytes = self.read_again(visit.file, linted)?;
        let is_there = |word: &str| word.is_empty() || word == "*" || has_word(&bytes, word);
        let is_named = |(path, thing): &&(String, Exposed)| {
            path.split('.').all(is_there) && (thing.class.is_none() || is_there(&thing.name))
        };
        let things: Vec<_> = visit.things.iter().filter(is_named).cloned().collect();
        (!things.is_empty()).then_some(Visit { file: visit.file, things })
    }

    /// Parses a file again for a question. Whatever is wrong with it is told where it is linted itself.
    fn ask<T>(
        &self,
        index: usize,
        linted: &[Linted],
        question: impl FnOnce(&Parsed, Source<'_>, &Settings) -> T,
    ) -> Option<T> {
        let job = &self.jobs[index];
        let bytes = self.read_again(index, linted)?;
        let answer = || {
            let (text, _) = Opened::read(bytes, &job.path).ok()?.into_python();
            let source = Source { text: &text, kind: SourceKind::of(&job.path) };
            Some(question(&syntax::parse_as(&text, source.kind), source, &job.configuration.settings))
        };
        guarded(&job.path, answer).ok().flatten()
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

/// The text has a word, in code or elsewhere.
fn has_word(text: &[u8], word: &str) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    memchr::memmem::find_iter(text, word.as_bytes()).any(|at| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        !is_part(before) && !is_part(text.get(at + word.len()))
    })
}

fn in_parallel<I: Sync, T: Send>(items: &[I], one: impl Fn(&I) -> Option<T> + Sync + Send) -> Vec<T> {
    if items.is_empty() {
        return Vec::new();
    }
    on_pool(ALL_CORES, || items.par_iter().filter_map(one).collect()).unwrap_or_default()
}

impl From<Problem> for Linted {
    fn from(problem: Problem) -> Self {
        Self { report: problem.into(), file: 0, key: 0, asked: Vec::new(), seen: Seen::default() }
    }
}
