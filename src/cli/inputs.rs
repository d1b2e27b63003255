//! What several subcommands share: paths, options on top of the configuration files, problems on the error stream.

use std::{
    collections::HashSet,
    io::{self, Write},
    path::PathBuf,
    sync::atomic::AtomicUsize,
};

use super::{
    exit::{self, Exit, Failure},
    progress,
};
use crate::{
    config::{self, Options, PythonVersion, Selection, Selector},
    project::{FileReport, Job, Lookup, Problem, find_files},
    suppression,
    text::Span,
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
    /// How loud rules or groups are: error, warning, info or off (comma-separated).
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',')]
    severity: Vec<String>,
    /// The configuration file to use for all files, in place of the nearest.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Overrides {
    /// Whether they say which rules run, or for which Python.
    pub(super) fn choose(&self) -> bool {
        let chosen = self.select.is_some() || !self.ignore.is_empty() || !self.severity.is_empty();
        chosen || self.target_version.is_some()
    }

    pub(super) fn lookup(&self) -> Result<Lookup, Failure> {
        let known = suppression::selectable();
        let parse = |words: &[String]| -> Result<Vec<Selector>, Failure> {
            let selector = |word: &String| Selector::parse(word.trim(), &known);
            let selectors: Result<_, _> = words.iter().map(selector).collect();
            selectors.map_err(|unknown| Failure::Message(format!("{unknown} (`heaplight rules` lists them all)")))
        };
        let severity = |word: &String| {
            let (rule, level) = word.split_once('=').ok_or_else(|| {
                Failure::Message(format!(
                    "`--severity {word}`: expected RULE=LEVEL, as in `late-binding-closure=error`"
                ))
            })?;
            let level = config::severity(level.trim()).map_err(|unknown| Failure::Message(unknown.to_string()))?;
            Ok::<_, Failure>((parse(&[rule.to_owned()])?.remove(0), level))
        };
        let selection = Selection {
            select: self.select.as_deref().map(parse).transpose()?,
            ignore: parse(&self.ignore)?,
            severities: self.severity.iter().map(severity).collect::<Result<_, _>>()?,
        };
        if let Some(path) = self.config.as_ref().filter(|path| !path.is_file()) {
            let what = if path.is_dir() { "is a folder: name a file in it" } else { "no such file" };
            return Err(Failure::Message(format!("--config {}: {what}", path.display())));
        }
        let given = [
            ("target-version", self.target_version.is_some()),
            ("select", self.select.is_some()),
            ("ignore", !self.ignore.is_empty()),
            ("rules", !self.severity.is_empty()),
        ];
        let set = given.into_iter().filter(|(_, given)| *given).map(|(name, _)| (name, Span::default())).collect();
        let options = Options { target_version: self.target_version, selection, set, ..Options::default() };
        Ok(Lookup::new(options, known).with_only(self.config.clone()))
    }
}

/// What was linted, and what stood in the way.
pub(super) struct Outcome {
    pub(super) reports: Vec<FileReport>,
    pub(super) problems: Vec<Problem>,
}

/// What becomes of files that are named and that the configuration leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    /// Who names a file means it.
    Taken,
    /// A tool named it, which knows nothing of the configuration.
    LeftOut,
}

/// Finds and looks at everything under some paths. `check` is [`project::check`](crate::project::check) or a relative.
pub(super) fn check_paths(
    paths: &[PathBuf],
    named: Named,
    lookup: &mut Lookup,
    check: impl FnOnce(&[Job], &AtomicUsize) -> Vec<FileReport> + Send,
) -> Outcome {
    let found = find_files(paths);
    let mut problems = found.problems;
    let is_taken = |path: &&PathBuf| named == Named::Taken && path.is_file();
    let taken: HashSet<&PathBuf> = paths.iter().filter(is_taken).collect();
    let mut jobs = Vec::with_capacity(found.files.len());
    for path in found.files {
        if !taken.contains(&path) && lookup.excludes(&path) {
            continue;
        }
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
