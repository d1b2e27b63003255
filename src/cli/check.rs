use std::{
    env, fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use super::{
    caching::CacheArguments,
    exit::{Exit, Failure},
    fixing::{FixArguments, write_diff},
    inputs::{Named, Outcome, Overrides, check_paths, report_problems},
    known::KnownArguments,
    unfinished, watch,
};
use crate::{
    diagnostic::Severity,
    output,
    project::{self, FileReport, FixMode, Fixing, Job, Lookup, View},
};

/// Lint Python files: what they do to memory that they should not
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// How to print the findings [default: full; in GitHub Actions: github].
    #[arg(long, value_enum)]
    output_format: Option<Format>,
    /// Print the findings into a file.
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// Print how often each rule found something, instead of the findings.
    #[arg(long)]
    statistics: bool,
    #[command(flatten)]
    overrides: Overrides,
    #[command(flatten)]
    fixes: FixArguments,
    #[command(flatten)]
    known: KnownArguments,
    #[command(flatten)]
    cache: CacheArguments,
    /// What to call standard input; its folder also decides which configuration is used.
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,
    /// Check again after each change, until Ctrl-C.
    #[arg(long, conflicts_with_all = ["fix", "diff", "update_baseline", "add_ignore", "output_file"])]
    watch: bool,
    /// Leave out what the configuration excludes, also where it is named: for tools that name files.
    #[arg(long)]
    force_exclude: bool,
    /// Exit with 0 even when there are findings.
    #[arg(long)]
    exit_zero: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// The source, and the story of the object in it
    Full,
    /// One line a finding: `path:line:column: severity[rule] message`
    Concise,
    /// Schema heaplight.check/1
    Json,
    /// The findings of json, one a line
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Commands of a GitHub workflow
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML
    Junit,
    /// Reviewdog's diagnostic format
    Rdjson,
}

impl From<Format> for output::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Full => Self::Full,
            Format::Concise => Self::Concise,
            Format::Json => Self::Json,
            Format::JsonLines => Self::JsonLines,
            Format::Sarif => Self::Sarif,
            Format::Github => Self::Github,
            Format::Gitlab => Self::Gitlab,
            Format::Junit => Self::Junit,
            Format::Rdjson => Self::Rdjson,
        }
    }
}

impl Arguments {
    /// The format is one that another program reads: it has to be whole.
    fn is_for_programs(&self) -> bool {
        !self.statistics && !matches!(self.output_format, None | Some(Format::Full | Format::Concise))
    }
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    if !arguments.watch {
        return check(arguments, out, err);
    }
    if arguments.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::Message("`--watch` needs files: `-` (standard input) does not change".into()));
    }
    if let Some(path) = arguments.paths.iter().find(|path| !path.exists()) {
        return Err(Failure::Message(format!("{}: no such file or folder", path.display())));
    }
    watch::run(&arguments.paths, out, err, |out, err| check(arguments, out, err))
}

/// What a run misses that names files, chooses rules, or does not write its fixes is no proof that it is gone.
fn view(arguments: &Arguments) -> View {
    let sees_all = arguments.paths.iter().all(|path| path.is_dir()) && !arguments.overrides.choose();
    if sees_all && arguments.fixes.mode() != Some(FixMode::Preview) { View::Folders } else { View::Part }
}

fn check(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    let mut lookup = arguments.overrides.lookup()?;
    let baseline = arguments.known.open()?;
    let is_stdin = arguments.paths.iter().any(|path| path == Path::new("-"));
    let cache = arguments.cache.open();
    let named = if arguments.force_exclude { Named::LeftOut } else { Named::Taken };
    let mode = arguments.fixes.mode();
    let wanted = arguments.fixes.wanted();
    let Outcome { mut reports, problems } = match mode {
        _ if is_stdin => check_stdin(arguments, &mut lookup)?,
        None => check_paths(&arguments.paths, named, &mut lookup, |jobs, done| project::check(jobs, done, &cache)),
        Some(mode) => {
            let fixing = Fixing { wanted: &wanted, mode };
            check_paths(&arguments.paths, named, &mut lookup, |jobs, done| {
                project::check_and_fix(jobs, done, fixing, &cache)
            })
        }
    };
    let trouble = report_problems(&problems, err)?;
    unfinished::tell(&reports, err)?;
    let view = view(arguments);
    if let Some(exit) = arguments.known.record(&reports, view, err)? {
        return Ok(trouble.max(exit));
    }
    let trouble = trouble.max(arguments.known.hide(baseline, &mut reports, view, err)?);
    if let Some(exit) = arguments.known.comment(&reports, err)? {
        return Ok(trouble.max(exit));
    }
    match mode {
        Some(FixMode::Preview) => write_diff(&reports, out)?,
        Some(FixMode::Write) if is_stdin => write_text(&reports, out)?,
        // "No findings in 0 files." after an error would read as if all were well.
        _ if reports.iter().all(is_unread) && trouble > Exit::Findings && !arguments.is_for_programs() => {}
        _ => print(arguments, &reports, out)?,
    }
    out.flush()?;
    arguments.fixes.tell(&reports, err)?;
    let found = match mode {
        _ if arguments.exit_zero => Exit::Clean,
        Some(FixMode::Preview) if reports.iter().any(|report| report.fixed.is_some()) => Exit::Findings,
        Some(FixMode::Preview) => Exit::Clean,
        _ => verdict(&reports),
    };
    Ok(trouble.max(found))
}

fn print(arguments: &Arguments, reports: &[FileReport], out: &mut dyn Write) -> Result<(), Failure> {
    let Some(path) = &arguments.output_file else { return Ok(print_to(arguments, reports, out)?) };
    if is_checked(path, reports) {
        let message =
            format!("--output-file {}: this file is checked, and was left alone: name another", path.display());
        return Err(Failure::Message(message));
    }
    let unwritable = |error: io::Error| Failure::Message(format!("cannot write {}: {error}", path.display()));
    // A file has no use for colours.
    let mut plain = anstream::StripStream::new(Vec::new());
    print_to(arguments, reports, &mut plain).and_then(|()| fs::write(path, plain.into_inner())).map_err(unwritable)
}

/// Nothing is known about the file: a problem came before everything else.
fn is_unread(report: &FileReport) -> bool {
    report.problem.is_some() && report.checked.diagnostics.is_empty()
}

/// `path` is one of the files that were checked, by whatever name.
fn is_checked(path: &Path, reports: &[FileReport]) -> bool {
    let Ok(path) = fs::canonicalize(path) else { return false };
    reports.iter().any(|report| fs::canonicalize(&report.path).is_ok_and(|checked| checked == path))
}

fn print_to(arguments: &Arguments, reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    if arguments.statistics {
        return output::write_statistics(reports, out);
    }
    let in_actions = || env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    let format = arguments
        .output_format
        .unwrap_or_else(|| if in_actions() && arguments.output_file.is_none() { Format::Github } else { Format::Full });
    output::write(format.into(), reports, out)
}

/// What standard input has become, or what it was.
fn write_text(reports: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    reports.iter().filter_map(|report| report.text.as_deref()).try_for_each(|text| out.write_all(text.as_bytes()))
}

fn verdict(reports: &[FileReport]) -> Exit {
    of_severities(reports.iter().flat_map(|report| &report.checked.diagnostics).map(|finding| finding.severity))
}

fn of_severities(mut severities: impl Iterator<Item = Severity>) -> Exit {
    if severities.any(|severity| severity >= Severity::Warning) { Exit::Findings } else { Exit::Clean }
}

fn check_stdin(arguments: &Arguments, lookup: &mut Lookup) -> Result<Outcome, Failure> {
    if arguments.paths.len() > 1 {
        return Err(Failure::Message("`-` (standard input) cannot be mixed with other paths".into()));
    }
    let path = arguments.stdin_filename.clone().unwrap_or_else(|| "<stdin>".into());
    let configuration = match lookup.of_file(&path) {
        Ok(configuration) => configuration,
        Err(problem) => return Ok(Outcome { reports: Vec::new(), problems: vec![problem] }),
    };
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Message(format!("cannot read standard input: {error}")))?;
    let job = Job { path, configuration };
    let report = match arguments.fixes.mode() {
        None => project::check_bytes(bytes, &job),
        Some(_) => {
            let report = project::fix_bytes(&bytes, &job, &arguments.fixes.wanted());
            let text = report.fixed.as_ref().map(|fixed| fixed.after.clone());
            let text = text.or_else(|| String::from_utf8(bytes).ok()).or_else(|| report.text.clone());
            FileReport { text, ..report }
        }
    };
    Ok(Outcome { problems: report.problem.clone().into_iter().collect(), reports: vec![report] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_alone_is_clean() {
        let exit = |severities: &[Severity]| of_severities(severities.iter().copied());
        assert_eq!(exit(&[]), Exit::Clean);
        assert_eq!(exit(&[Severity::Info]), Exit::Clean);
        assert_eq!(exit(&[Severity::Info, Severity::Warning]), Exit::Findings);
        assert_eq!(exit(&[Severity::Error]), Exit::Findings);
    }
}
