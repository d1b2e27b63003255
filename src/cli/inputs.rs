//! What several subcommands share: paths, options on top of the configuration files, problems on the error stream.

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::atomic::AtomicUsize,
};

use super::{
    exit::{self, Exit, Failure},
    progress,
};
use crate::{
    config::{Options, PythonVersion, Selection, Selector},
    project::{FileReport, Job, Lookup, Problem, find_files},
    rules,
};

/// Options that say more than the configuration files.
#[derive(clap::Args, Debug)]
pub(super) struct Overrides {
    /// The CPython whose behaviour is claimed [default: `requires-python`, else 3.13].
    #[arg(long, value_name = "3.9..3.14")]
    pub(super) target_version: Option<PythonVersion>,
    /// Run these rules or groups only (comma-separated; `all` for every rule).
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Option<Vec<String>>,
    /// Do not run these rules or groups (comma-separated).
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
}

impl Overrides {
    pub(super) fn lookup(&self) -> Result<Lookup, Failure> {
        let known = rules::names();
        let parse = |words: &[String]| -> Result<Vec<Selector>, Failure> {
            let selector = |word: &String| Selector::parse(word.trim(), &known);
            let selectors: Result<_, _> = words.iter().map(selector).collect();
            selectors.map_err(|unknown| Failure::Message(format!("{unknown} (`heaplight rules` lists them all)")))
        };
        let selection =
            Selection { select: self.select.as_deref().map(parse).transpose()?, ignore: parse(&self.ignore)? };
        Ok(Lookup::new(Options { target_version: self.target_version, selection }, known))
    }
}

/// What was linted, and what stood in the way.
pub(super) struct Outcome {
    pub(super) reports: Vec<FileReport>,
    pub(super) problems: Vec<Problem>,
}

/// Finds and looks at everything under some paths. `check` is [`project::check`](crate::project::check) or a relative.
pub(super) fn check_paths(
    paths: &[PathBuf],
    lookup: &mut Lookup,
    check: impl FnOnce(&[Job], &AtomicUsize) -> Vec<FileReport> + Send,
) -> Outcome {
    let found = find_files(paths);
    let mut problems = found.problems;
    let mut jobs = Vec::with_capacity(found.files.len());
    for path in found.files {
        match lookup.of_file(&path) {
            Ok(configuration) => jobs.push(Job { path, configuration }),
            // Every file below a broken configuration has the same problem: it is told once.
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
    }
    let done = AtomicUsize::new(0);
    let reports = progress::watch(&done, jobs.len(), || check(&jobs, &done));
    problems.extend(reports.iter().filter_map(|report| report.problem.clone()));
    Outcome { reports, problems }
}

/// Says what went wrong, and how the program must therefore end.
pub(super) fn report_problems(problems: &[Problem], err: &mut dyn Write) -> io::Result<Exit> {
    let mut worst = Exit::Clean;
    for problem in problems {
        let exit = exit::of(problem.kind);
        let tell = if exit == Exit::Clean { exit::warning } else { exit::error };
        tell(err, &problem.to_string())?;
        worst = worst.max(exit);
    }
    Ok(worst)
}
