//! Findings that are known: `check --baseline`, `--update-baseline`, `--add-ignore`.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::exit::{self, Exit, Failure};
use crate::project::{self, Baseline, FileReport, Problem, View};

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Known findings")]
pub(super) struct KnownArguments {
    /// Do not tell the findings that this file knows. Runs over folders take those that are gone out of it.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings into the baseline, and tell none.
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    /// Write a comment that hides it beside each finding, and tell none.
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        default_missing_value = "",
        require_equals = true,
        value_parser = one_line,
        conflicts_with = "update_baseline"
    )]
    add_ignore: Option<String>,
}

/// What goes into a comment.
fn one_line(reason: &str) -> Result<String, String> {
    match reason.contains(char::is_control) {
        true => Err("a comment has one line, and nothing that does not print".to_owned()),
        false => Ok(reason.to_owned()),
    }
}

impl KnownArguments {
    /// What is known already; looked at before the work begins.
    pub(super) fn open(&self) -> Result<Option<Baseline>, Failure> {
        let path = self.baseline.as_ref().filter(|_| !self.update_baseline);
        let read = path.map(|path| Baseline::read(path)).transpose();
        read.map_err(|problem| Failure::Message(problem.to_string()))
    }

    /// Writes the findings into the baseline, if that is what is asked for. What the run did not see stays in it.
    pub(super) fn record(&self, reports: &[FileReport], view: View, err: &mut dyn Write) -> io::Result<Option<Exit>> {
        let Some(path) = self.baseline.as_ref().filter(|_| self.update_baseline) else { return Ok(None) };
        let mut baseline = Baseline::of(path, reports);
        if let (View::Part, Ok(old)) = (view, Baseline::read(path)) {
            baseline.keep(&old);
        }
        let wrote = |err: &mut dyn Write| writeln!(err, "Wrote {} into {}.", findings(baseline.len()), path.display());
        told(baseline.write(), err, wrote).map(Some)
    }

    /// Writes comments beside the findings, if that is what is asked for.
    pub(super) fn comment(&self, reports: &[FileReport], err: &mut dyn Write) -> io::Result<Option<Exit>> {
        let Some(reason) = &self.add_ignore else { return Ok(None) };
        let (mut added, mut files, mut worst) = (0, 0, Exit::Clean);
        for report in reports {
            match project::add_ignores(report, reason) {
                Ok(more) => {
                    added += more;
                    files += usize::from(more > 0);
                }
                Err(problem) => worst = worst.max(tell(&problem, err)?),
            }
        }
        let s = if files == 1 { "" } else { "s" };
        writeln!(err, "Added comments for {} in {files} file{s}.", findings(added))?;
        Ok(Some(worst))
    }

    /// Drops the findings that the baseline knows.
    pub(super) fn hide(
        &self,
        baseline: Option<Baseline>,
        reports: &mut [FileReport],
        view: View,
        err: &mut dyn Write,
    ) -> io::Result<Exit> {
        let (Some(mut baseline), Some(path)) = (baseline, &self.baseline) else { return Ok(Exit::Clean) };
        let (hidden, gone) = baseline.hide(reports, view);
        if hidden > 0 {
            writeln!(err, "{} hidden by {}.", findings(hidden), path.display())?;
        }
        if gone { told(baseline.write(), err, |_| Ok(())) } else { Ok(Exit::Clean) }
    }
}

fn findings(n: usize) -> String {
    format!("{n} finding{}", if n == 1 { "" } else { "s" })
}

fn told(
    result: Result<(), Problem>,
    err: &mut dyn Write,
    good: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Exit> {
    match result {
        Ok(()) => good(err).map(|()| Exit::Clean),
        Err(problem) => tell(&problem, err),
    }
}

fn tell(problem: &Problem, err: &mut dyn Write) -> io::Result<Exit> {
    exit::error(err, &problem.to_string())?;
    Ok(exit::of(problem.kind))
}
