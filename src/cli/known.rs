//! Findings that are known: `check --baseline`, `--update-baseline`, `--add-ignore`.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::exit::{self, Exit};
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
    #[arg(long, value_name = "REASON", num_args = 0..=1, default_missing_value = "", require_equals = true)]
    add_ignore: Option<String>,
}

impl KnownArguments {
    /// Writes the findings down, if that is what is asked for.
    pub(super) fn record(&self, reports: &[FileReport], err: &mut dyn Write) -> io::Result<Option<Exit>> {
        if let (Some(path), true) = (&self.baseline, self.update_baseline) {
            let baseline = Baseline::of(path, reports);
            return told(baseline.write(), err, |err| {
                writeln!(err, "Wrote {} into {}.", findings(baseline.len()), path.display())
            })
            .map(Some);
        }
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
    pub(super) fn hide(&self, reports: &mut [FileReport], view: View, err: &mut dyn Write) -> io::Result<Exit> {
        let Some(path) = &self.baseline else { return Ok(Exit::Clean) };
        let mut baseline = match Baseline::read(path) {
            Ok(baseline) => baseline,
            Err(problem) => return tell(&problem, err),
        };
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
