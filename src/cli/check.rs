use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use super::{
    exit::{Exit, Failure},
    inputs::{Outcome, Overrides, check_paths, report_problems},
};
use crate::{
    diagnostic::Severity,
    output,
    project::{self, FileReport, Job, Lookup},
};

/// Lint Python files: what they do to memory that they should not
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// How to print the findings.
    #[arg(long, value_enum, default_value_t = Format::Full)]
    output_format: Format,
    #[command(flatten)]
    overrides: Overrides,
    /// What to call standard input; its folder also decides which configuration is used.
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,
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
}

impl From<Format> for output::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Full => Self::Full,
            Format::Concise => Self::Concise,
            Format::Json => Self::Json,
        }
    }
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    let mut lookup = arguments.overrides.lookup()?;
    let Outcome { reports, problems } = if arguments.paths.iter().any(|path| path == Path::new("-")) {
        check_stdin(arguments, &mut lookup)?
    } else {
        check_paths(&arguments.paths, &mut lookup, project::check)
    };
    let trouble = report_problems(&problems, err)?;
    output::write(arguments.output_format.into(), &reports, out)?;
    let found = if arguments.exit_zero { Exit::Clean } else { verdict(&reports) };
    Ok(trouble.max(found))
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
    let report = project::check_bytes(bytes, &Job { path, configuration });
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
